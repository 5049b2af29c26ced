"""Passages of two texts in two columns of a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

from detector.documents import Document
from detector.language import percent, translator
from detector.matches import Passage
from detector.places import place_of
from detector.wording import place_words
from detector.writers.differences import Span, differences

_NARROWEST = 60


def side_by_side(left: Document, right: Document, passages: Sequence[Passage], lang: str) -> str:
    """One block a passage: its places, then both quotations as they are written, with differing words marked.

    A passage may name the texts either way.
    """
    _ = translator(lang).gettext
    if left.text == right.text:
        return _("The two texts are identical, character by character.")
    if not passages:
        return _("No passage in common.")
    width = (max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST) - 3) // 2
    blocks = [_row(left.id[:width], right.id[:width], width)]
    for number, passage in enumerate(passages, 1):
        title = _("Passage {n}: {share} of the longer side matched").format(
            n=number, share=percent(passage.similarity, lang)
        )
        sides = (passage.left, passage.right) if passage.left.id == left.id else (passage.right, passage.left)
        quotes = [document.text[side.start : side.end] for document, side in zip((left, right), sides, strict=True)]
        places = [
            place_words(place_of(document, side.start), lang)
            for document, side in zip((left, right), sides, strict=True)
        ]
        there, here = (f"[{place}]" if place else "" for place in places)
        where = [_columns(there, here, width)] if any(places) else []
        blocks += [f"\n{title}{_remark(quotes[0], quotes[1], lang)}", *where, _columns(*_marked(*quotes), width)]
    return "\n".join(blocks)


def _remark(left: str, right: str, lang: str) -> str:
    """That two quotations are identical, or that they were not compared word by word."""
    _ = translator(lang).gettext
    if left == right:
        return ", " + _("identical")
    found = differences(left, right)
    if not found.is_compared:
        return ", " + _("too different to mark words")
    return "" if found.left or found.right or found.moved_left else ", " + _("the same words")


def _marked(left: str, right: str) -> tuple[str, str]:
    found = differences(left, right)
    return _with_marks(left, found.left, found.moved_left), _with_marks(right, found.right, found.moved_right)


def _with_marks(text: str, differing: Sequence[Span], moved: Sequence[Span]) -> str:
    """The text with ``‹ ›`` around words that differ and ``~ ~`` around words that stand elsewhere."""
    marks = [(end, 0, "›") for _, end in differing] + [(start, 1, "‹") for start, _ in differing]
    marks += [(end, 0, "~") for _, end in moved] + [(start, 1, "~") for start, _ in moved]
    parts, at = [], 0
    for place, _, mark in sorted(marks):
        parts += [text[at:place], mark]
        at = place
    return "".join((*parts, text[at:]))


def _columns(left: str, right: str, width: int) -> str:
    sides = [[part for line in text.split("\n") for part in (wrap(line, width) or [""])] for text in (left, right)]
    return "\n".join(_row(a, b, width) for a, b in zip_longest(*sides, fillvalue=""))


def _row(left: str, right: str, width: int) -> str:
    return f"{left:{width}} | {right}"
