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

_NARROWEST = 60


def side_by_side(left: Document, right: Document, passages: Sequence[Passage], lang: str) -> str:
    """One block a passage: its places, then both quotations in the original spelling.

    A passage may name the texts either way.
    """
    _ = translator(lang).gettext
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
        blocks += [f"\n{title}", *where, _columns(quotes[0], quotes[1], width)]
    return "\n".join(blocks)


def _columns(left: str, right: str, width: int) -> str:
    sides = [[part for line in text.split("\n") for part in (wrap(line, width) or [""])] for text in (left, right)]
    return "\n".join(_row(a, b, width) for a, b in zip_longest(*sides, fillvalue=""))


def _row(left: str, right: str, width: int) -> str:
    return f"{left:{width}} | {right}"
