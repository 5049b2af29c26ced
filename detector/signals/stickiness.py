"""How much of a text stood in the same person's text of the year before.

`stickiness` after Dyer, Lang and Stice-Lawrence (2017): the share of a report's words in sentences that hold a phrase
of eight words which last year's report has too. Adapted: a phrase is eight syllables, since that is what Vietnamese
writes between spaces; printed lines and rule wording are left out on both sides, since the form repeats itself for
everybody.

`year_similarity` is the cosine of both years' TF-IDF vectors, form left out: 1 minus the raw score of Brown and Tucker
(2011), and the first of the four measures of Cohen, Malloy and Nguyen (2020). Adapted: documents of one unit instead
of one industry give the document frequencies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, counts_in_runs
from detector.documents import Role
from detector.language import N_
from detector.signals.base import Shown, Signal

if TYPE_CHECKING:
    from scipy import sparse

    from detector.matching.grams import Grams

STICKY_SYLLABLES = 8


def year_before(corpus: Corpus, writers: Ints) -> Ints:
    """Row of the latest earlier text of each submission's writer, -1 where there is none, int32[documents]."""
    rows = np.full(len(corpus), -1, np.int32)
    latest: dict[int, tuple[int, int]] = {}
    for row, document in enumerate(corpus.documents):
        if document.role is Role.PREVIOUS and writers[row] != row:
            owner, age = int(writers[row]), (document.year or 0, row)
            latest[owner] = max(latest.get(owner, age), age)
    for owner, (_, row) in latest.items():
        rows[owner] = row
    return rows


def sticky_tokens(corpus: Corpus, before: Ints, counted: Bools) -> Bools:
    """Counted tokens inside a run of eight that the writer's earlier text has too, bool[tokens].

    Args:
        before: int32[documents], as `year_before` gives them.
        counted: bool[tokens], what a person may have written.
    """
    repeated = np.zeros(len(counted), bool)
    mine = np.flatnonzero(before >= 0)
    if not len(mine):
        return repeated
    involved = np.zeros(len(corpus), bool)
    involved[mine] = involved[before[mine]] = True
    from detector.matching.grams import build_grams  # here and below: the names of the signals are asked for alone

    theirs = np.repeat(involved, np.diff(corpus.tokens.document_indptr))
    grams = build_grams(corpus, STICKY_SYLLABLES, counted=counted & theirs)
    for row, earlier in zip(mine.tolist(), before[mine].tolist(), strict=True):
        _mark(grams, corpus.tokens.document_indptr, row, earlier, repeated)
    return repeated


def stickiness(corpus: Corpus, before: Ints, sticky: Bools, counted: Bools) -> Floats:
    """Share of each text's counted syllables in sentences with `sticky` tokens; NaN without an earlier text."""
    indptr = corpus.tokens.document_indptr
    per_sentence = counts_in_runs(sticky, corpus.sentences.token_indptr)
    inside = np.repeat(per_sentence > 0, corpus.sentences.lengths()) & counted
    matched, total = counts_in_runs(inside, indptr), counts_in_runs(counted, indptr)
    return np.where(before >= 0, matched / np.maximum(total, 1), np.nan)


def year_similarity(before: Ints, vectors: sparse.csr_matrix) -> Floats:
    """Cosine with the text of the year before, 0 to 1; NaN where there is none."""
    similar = np.full(len(before), np.nan)
    mine = np.flatnonzero(before >= 0).astype(np.int32)
    if len(mine):
        from detector.matching.tfidf import cosines

        similar[mine] = cosines(vectors, mine, before[mine])
    return similar


def _mark(grams: Grams, indptr: Longs, row: int, earlier: int, repeated: Bools) -> None:
    """Sets the tokens of document `row` whose grams the document `earlier` has."""
    start, end = indptr[row : row + 2].tolist()
    theirs = grams.ids[slice(*indptr[earlier : earlier + 2].tolist())]
    ours = grams.ids[start:end]
    begins = np.flatnonzero((ours >= 0) & np.isin(ours, theirs[theirs >= 0])) + start
    for offset in range(grams.size):
        repeated[begins + offset] = True


SIGNALS = (
    Signal(
        "stickiness",
        None,
        N_("sentences with a passage of the person's earlier text, of what could be written freely"),
        Shown.SHARE,
    ),
    Signal("year_similarity", None, N_("similarity to the person's earlier text (cosine)"), Shown.SHARE),
)
