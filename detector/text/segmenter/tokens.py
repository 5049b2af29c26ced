"""underthesea's tokens, and where they stand.

None of its patterns crosses white space, so what stands between two spaces is cut once and remembered: 6 of the 36 us
that underthesea takes for a token go into this, and nearly every such piece was seen before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from detector.lean import put_off

# Longer pieces are cut: on "a.a.a." underthesea's patterns take the square of the length.
_PIECE = re.compile(r"\S{1,400}")
_MAX_REMEMBERED = 200_000

Located = tuple[tuple[int, str], ...]


class _Pieces(dict[str, Located]):
    """Offset and text of each token of a piece; `after` is what stands behind it, a space or nothing."""

    def __init__(self, after: str) -> None:
        self.after = after

    def __missing__(self, piece: str) -> Located:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[piece] = located = tuple(_located(piece, self.after))
        return located


_INNER = _Pieces(" ")
_LAST = _Pieces("")  # "A." is one token but for the end of a sentence


def tokens_of(sentence: str) -> tuple[list[int], list[str]]:
    """Offsets and normal forms of the tokens of a sentence."""
    offsets: list[int] = []
    tokens: list[str] = []
    remembered, length = _INNER, len(sentence.rstrip())
    for piece in _PIECE.finditer(sentence):
        if piece.end() == length:
            remembered = _LAST
        start = piece.start()
        for offset, token in remembered[piece.group()]:
            offsets.append(start + offset)
            tokens.append(token)
    return offsets, tokens


def _located(piece: str, after: str) -> Iterator[tuple[int, str]]:
    find, normal_characters, normal_token = _underthesea()
    for match in find(normal_characters(piece) + after):
        yield min(match.start(), len(piece) - 1), normal_token(match.group())


@cache
def _underthesea() -> tuple[Callable[[str], Iterator[re.Match[str]]], Callable[[str], str], Callable[[str], str]]:
    """Its pattern and its two normalisers; imported when the first new piece comes, without the rest of underthesea."""
    with put_off("underthesea"):
        from underthesea.pipeline.text_normalize import token_normalize
        from underthesea.pipeline.text_normalize.character_normalize import normalize_characters_in_text
        from underthesea.pipeline.word_tokenize import regex_tokenize

    patterns: Any = regex_tokenize.patterns
    return patterns.finditer, normalize_characters_in_text, token_normalize
