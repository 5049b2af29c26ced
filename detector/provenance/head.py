"""The head of a text: letterhead, title and the values of its fields are equal for all of one office."""

from __future__ import annotations

import re

import numpy as np

from detector.corpus import Bools, Corpus

_LINE_SYLLABLES = 25  # a longer line above the first heading is prose
_LABEL_SYLLABLES = 8  # "Cơ quan, đơn vị công tác:"
_DATED_OR_LISTED = re.compile(r"\s*(?:[-+*•–]|\d)")  # "05 tháng 01: ..." is what somebody did, no field


def head_lines(corpus: Corpus) -> Bools:
    """Sentences of short lines above the first heading that are no prose, bool[sentences]."""
    table = corpus.sentences
    has_heading = np.zeros(len(corpus), bool)
    has_heading[table.document_rows[table.section_rows >= 0]] = True
    above = (table.section_rows < 0) & has_heading[table.document_rows]
    begins = table.line_begins()
    lines = np.cumsum(begins) - 1
    lengths = np.bincount(lines, table.lengths(), minlength=1)
    first = np.flatnonzero(begins & above & (lengths[lines] <= _LINE_SYLLABLES))
    starts, _ = corpus.sentence_spans()
    head = np.zeros(int(lines.max(initial=-1)) + 1, bool)
    for row in first.tolist():
        text = corpus.documents[table.document_rows[row]].text
        head[lines[row]] = _is_head(line_at(text, int(starts[row]))[1])
    sentences: Bools = head[lines]
    return sentences


def line_at(text: str, at: int) -> tuple[int, str]:
    """Where the line of a character begins, and the line without its end."""
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return begin, text[begin : end if end >= 0 else len(text)]


def _is_head(line: str) -> bool:
    """A label with its value, or words without a full stop behind them."""
    if _DATED_OR_LISTED.match(line):
        return False
    before, colon, _ = line.partition(":")
    return (bool(colon) and len(before.split()) <= _LABEL_SYLLABLES) or line.rstrip()[-1:] not in (".", ";")
