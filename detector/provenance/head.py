"""The head of a text: letterhead, title and the values of its fields are equal for all of one office."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus

_LINE_SYLLABLES = 25  # a longer line above the first heading is prose
_LABEL_SYLLABLES = 8  # "Cơ quan, đơn vị công tác:"


def mark_head(corpus: Corpus) -> Bools:
    """Tokens of short lines above the first heading that are no sentences, bool[tokens]."""
    table = corpus.sentences
    has_heading = np.zeros(len(corpus), bool)
    has_heading[table.document_rows[table.section_rows >= 0]] = True
    above = (table.section_rows < 0) & has_heading[table.document_rows]
    begins = np.ones(len(table), bool)
    begins[1:] = (np.diff(table.line_rows) != 0) | (np.diff(table.document_rows) != 0)
    lines = np.cumsum(begins) - 1
    lengths = np.bincount(lines, table.lengths(), minlength=1)
    short = above & (lengths[lines] <= _LINE_SYLLABLES)
    starts, ends = corpus.sentence_spans()
    prose = np.zeros(int(lines.max(initial=-1)) + 1, bool)
    for row in np.flatnonzero(short).tolist():
        text = corpus.documents[table.document_rows[row]].text
        if text[ends[row] : ends[row] + 1] in (".", ";") and not _is_label(text, int(starts[row])):
            prose[lines[row]] = True
    head: Bools = np.repeat(short & ~prose[lines], table.lengths())
    return head


def _is_label(text: str, start: int) -> bool:
    """Whether a label with a colon stands before this character or begins there."""
    line_start = text.rfind("\n", 0, start) + 1
    before, colon, _ = text[line_start:].split("\n", 1)[0].partition(":")
    return bool(colon) and len(before.split()) <= _LABEL_SYLLABLES
