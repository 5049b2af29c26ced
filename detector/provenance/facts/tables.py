"""Tables of figures: cells on lines of their own, and rows that are items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from detector.corpus import Bools, Longs
from detector.provenance.facts.lines import Lines, without_number
from detector.provenance.facts.words import FactWords, fact_words, says_who

_TABLE_CELLS = 6
_TABLE_FIGURES = 0.34  # share of the cells that hold nothing but figures
_CELL_SYLLABLES = 16
_TABLE_ROWS = 3
_AIMS = ("chi tieu", "muc tieu")  # folded
# Four and more pieces that begin with a figure and hold no other sentence
_QUANTITIES = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)? [^,;.:\n]{2,40}(?:[,;] (?:và )?\d+(?:[.,]\d+)? [^,;.:\n]{2,40}){3,}"
)
_TWO_QUANTITIES = re.compile(r"[,;] (?:và )?\d+(?:[.,]\d+)? [^,;.:\n]{2,40}[,;] (?:và )?\d")  # most texts have none
# A target is all limits: "chỉ tiêu tháng: tiêm đầy đủ trên 95%, uốn ván trên 90%"
_TARGETS = re.compile(
    r"\b(?:chỉ tiêu|mục tiêu)\b[^:;.\n]{0,40}:\s*(?P<items>[^:;\n]{12,240}?)(?=;|\.(?!\d)|\n|\Z)", re.I
)
# Four and more names of steps between commas, no people, places or figures: "đón tiếp, khám, tư vấn, tiêm"
_STEP = r"\s*[^\W\d][^,;:.\n\d]{1,24}"
_STEPS = re.compile(rf":(?P<steps>{_STEP}(?:,{_STEP}){{3,}})")
_NAME_SYLLABLES = 8  # before the colon of a row


def tables(lines: Lines) -> Iterator[tuple[int, int]]:
    """Runs of short lines of which many are figures alone: the cells of a table."""
    vocabulary = lines.corpus.tokens.vocabulary
    figure = np.array([syllable[0].isdigit() for syllable in vocabulary], bool)
    if not len(figure) or not len(lines):
        return
    lengths = np.diff(lines.indptr)
    figures = np.add.reduceat(figure[lines.corpus.tokens.ids].astype(np.int64), lines.indptr[:-1])
    alone = figures == lengths
    short = (lengths <= _CELL_SYLLABLES).astype(np.int8)
    new = np.ones(len(lines), bool)
    new[1:] = (np.diff(lines.documents) != 0) | (np.diff(short) != 0)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(lines))
    with_figures = np.add.reduceat(alone.astype(np.int64), starts) >= _TABLE_FIGURES * _TABLE_CELLS
    runs = (short[starts] > 0) & (ends - starts >= _TABLE_CELLS) & with_figures
    for first, last in _dense(alone, starts[runs], ends[runs]):
        yield lines.range_of(first, last)


def _dense(alone: Bools, starts: Longs, ends: Longs) -> Iterator[tuple[int, int]]:
    """The parts of runs of short lines, from two cells before their first figure on, that are dense with figures."""
    places = np.flatnonzero(alone)
    places = places[np.searchsorted(starts, places, "right") > np.searchsorted(ends, places, "right")]
    if not len(places):
        return
    run = np.searchsorted(starts, places, "right") - 1
    begins = np.flatnonzero(np.append(True, (np.diff(places) > 3) | (np.diff(run) > 0)))
    stops = np.append(begins[1:], len(places))
    low = np.maximum(starts[run[begins]], places[begins] - 2)
    high = np.minimum(ends[run[begins]], places[stops - 1] + 2)
    dense = (high - low >= _TABLE_CELLS) & (stops - begins >= _TABLE_FIGURES * (high - low))
    yield from zip(low[dense].tolist(), high[dense].tolist(), strict=True)


def rows(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items of a list that are rows of a table: a name, what it has, figures: "- Ca sáng: 6 giờ đến 14 giờ;"."""
    words = fact_words()
    for head, last in lines.lists:
        for are_rows, group in groupby(range(head + 1, last), key=lambda line: _is_row(lines.text(line), words)):
            some = list(group)
            if are_rows and len(some) >= _TABLE_ROWS:
                yield lines.range_of(some[0], some[-1] + 1)


def quantities(lines: Lines) -> Iterator[tuple[int, int]]:
    """What is counted up between commas: equipment, ingredients: "01 máy quay, 02 pin, 01 chân máy, 02 thẻ nhớ"."""
    yield from lines.found(_QUANTITIES, lines.places_where(_QUANTITIES, lines.texts_with(_TWO_QUANTITIES)))


def targets(lines: Lines) -> Iterator[tuple[int, int]]:
    """What everybody is to reach, behind "chỉ tiêu:": every figure in it is a limit."""
    for start, end in lines.found(_TARGETS, lines.places_of(_AIMS)):
        if not lines.piece(start, end).has_figure():
            yield start, end


def steps(lines: Lines) -> Iterator[tuple[int, int]]:
    """Steps that a colon announces in a sheet of a month, as names between commas, of which none tells a deed.

    In a text of pages one statement is one coincidence anyway.
    """
    words, documents = fact_words(), lines.corpus.documents
    sheets = [row for row, document in enumerate(documents) if document.period is not None]
    for start, end in lines.found(_STEPS, lines.places_where(_STEPS, sheets), group="steps"):
        text = lines.piece(start, end).text if end > start else ""
        if text == text.lower() and not says_who(text, words):
            yield start, end


def _is_row(text: str, words: FactWords) -> bool:
    name, colon, value = without_number(text).partition(":")
    short = len(name.split()) <= _NAME_SYLLABLES and len(value.split()) <= _CELL_SYLLABLES
    return bool(colon and short and value.strip() and re.search(r"\d", text)) and not says_who(text, words)
