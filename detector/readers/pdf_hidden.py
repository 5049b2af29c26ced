"""Words of a PDF that its pages do not show: one private character stands for each stretch until pieces are made.

Lines are laid out with these words in place, as they fill the gaps that they leave between the visible ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from detector.documents import BlockKind, Hiding
from detector.readers.compose import Piece, Run

_FIRST = 0x100000  # the last plane of Unicode is for private use; the reader takes no character of it from a file
_MARK = re.compile("([\U00100000-\U0010ffff])")


class HiddenStretches:
    """The stretches of one document, numbered as they are met."""

    def __init__(self) -> None:
        self._found: list[Run] = []

    def mark(self, text: str, hiding: Hiding) -> str:
        """The character that stands for this text; beyond 65,535 of them the rest shares the last one."""
        if len(self._found) > 0xFFFE:
            last = self._found.pop()
            text = f"{last.text} {text}"
        self._found.append(Run(text, hiding=hiding))
        return chr(_FIRST + len(self._found) - 1)

    def piece(self, text: str, kind: BlockKind = BlockKind.PARAGRAPH, place: str = "") -> Piece:
        """A piece of visible and hidden runs."""
        return Piece(tuple(self._run(part, kind) for part in _MARK.split(text) if part), place)

    def _run(self, part: str, kind: BlockKind) -> Run:
        if not _MARK.fullmatch(part):
            return Run(part, kind)
        hidden = self._found[ord(part) - _FIRST]
        return Run(hidden.text, kind, hiding=hidden.hiding)


def is_hidden(text: str) -> bool:
    """Whether nothing of a text is seen."""
    return not without_hidden(text).strip()


def without_hidden(text: str) -> str:
    return _MARK.sub("", text)


def hidden_only(texts: Iterable[str]) -> str:
    """Texts of which nothing is seen, as one in the order in which they were met."""
    return " ".join(sorted(texts))
