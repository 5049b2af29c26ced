"""Texts and offsets as a browser needs them: UTF-16 units, cut to a length that can be shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

from detector.documents import Document, Span
from detector.report import Mark
from detector.writers.html.selection import MAX_TEXT_CHARACTERS

Offset = Callable[[int], int]

_SENTENCE = re.compile(r"(?:[^.;:\n]|[.;:](?=\S))+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def shown_text(document: Document) -> str:
    """The text up to the length that the page shows, without lone surrogates, which UTF-8 cannot hold."""
    return clean(document.text[:MAX_TEXT_CHARACTERS])


def clean(text: str) -> str:
    """The same number of characters, each of them valid in UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def shortened(name: str, length: int = 160) -> str:
    """A name that fits a line: the middle gives way, since file names differ at both ends."""
    name = clean(name)
    half = length // 2
    return name if len(name) <= length else f"{name[:half]}…{name[-half:]}"


def utf16_offset(text: str) -> Offset:
    """Maps character offsets of `text` to the UTF-16 units that JavaScript counts."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text):
        return lambda offset: min(offset, len(text))
    wide = [index for index, character in enumerate(text) if character > "\uffff"]
    return lambda offset: min(offset, len(text)) + bisect_left(wide, min(offset, len(text)))


def flat_marks(marks: Sequence[Mark], offset: Offset, classes: Sequence[str]) -> list[int]:
    """Start, end, class number of each mark, one after the other."""
    rows = ((offset(mark.start), offset(mark.end), classes.index(mark.kind)) for mark in marks)
    return [value for row in rows if row[0] < row[1] for value in row]


def sentence_counts(text: str, marks: Sequence[Mark], spans: Sequence[Span]) -> tuple[int, int]:
    """(matched, all) sentences of `text` that are neither form nor regulation wording; matched is half or more."""
    inside = _covered(text, spans)
    printed = _covered(text, [Span(mark.start, mark.end) for mark in marks if mark.kind in ("form", "rule")])
    sentences = [match.span() for match in _SENTENCE.finditer(text) if re.search(r"\w", match.group())]
    own = [span for span in sentences if 2 * _between(printed, span) < span[1] - span[0]]
    return sum(2 * _between(inside, span) >= span[1] - span[0] for span in own), len(own)


def _covered(text: str, spans: Sequence[Span]) -> list[int]:
    """How many characters before each offset lie inside the spans."""
    flags = bytearray(len(text))
    for span in spans:
        end = min(span.end, len(text))
        flags[span.start : end] = b"\1" * max(0, end - span.start)
    return list(accumulate(flags, initial=0))


def _between(totals: Sequence[int], span: tuple[int, int]) -> int:
    return totals[span[1]] - totals[span[0]]
