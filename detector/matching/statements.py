"""Statements: sentences that a semicolon, a comma or a colon holds together, on one line or as items of one list.

An article of a law, a definition, a timetable, the steps of a procedure, the members of a committee and a list of
equipment are one statement each, however long they are.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Longs
from detector.text.fold import codes_of

_STRETCH_SYLLABLES = 80
_STRETCH_OF_SHEETS = 20  # whose boxes are one statement each, however much of a colleague's they hold
_MAX_STRETCHES = 1 << 12
_GOES_ON = np.array(sorted(map(ord, ";:,")), np.uint32)
_CLOSING = np.array(sorted(map(ord, ')"”»]')), np.uint32)  # may stand before such a sign


def statement_starts(corpus: Corpus) -> Longs:
    """The first token of the statement that each sentence belongs to, int64[sentences]."""
    table, tokens = corpus.sentences, corpus.tokens
    ends = tokens.ends[np.maximum(table.token_indptr[1:] - 1, 0)].astype(np.int64)
    signs, behind = np.zeros((2, len(table)), np.uint32)  # after each sentence, and after that
    indptr = np.searchsorted(table.document_rows, np.arange(len(corpus) + 1))
    for row, document in enumerate(corpus.documents):
        some = slice(int(indptr[row]), int(indptr[row + 1]))
        codes = codes_of(document.text + "  ")
        signs[some], behind[some] = codes[ends[some]], codes[ends[some] + 1]
    goes_on = np.isin(np.where(np.isin(signs, _CLOSING), behind, signs), _GOES_ON)
    first = np.ones(len(table), bool)
    first[1:] = ~goes_on[:-1] | (np.diff(table.document_rows) != 0)
    rows = np.flatnonzero(first)
    starts: Longs = table.token_indptr[rows[np.cumsum(first) - 1]]
    return starts


def stretch_keys(runs: Longs, tokens: Longs, starts: Longs, of_sheets: Bools) -> Longs:
    """A number for the stretch of a statement in a run that each token stands in, int64[tokens].

    `starts` are the first tokens of their statements; `of_sheets`: those of sheets of a month or quarter.
    """
    lengths = np.where(of_sheets, _STRETCH_OF_SHEETS, _STRETCH_SYLLABLES)
    stretches = np.minimum((tokens - starts) // lengths, _MAX_STRETCHES - 1)
    keys: Longs = (runs * (int(tokens.max(initial=0)) + 1) + starts) * _MAX_STRETCHES + stretches
    return keys
