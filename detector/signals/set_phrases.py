"""Sentences made of the genre's set phrases: two people who both write them have not copied from each other.

No list of stock clauses is complete, but its word pairs are: whoever puts a stock sentence together otherwise still
writes "phục vụ khách hàng", "lịch sự, văn minh", "không gây phiền hà". What a person tells of a year has few of them,
and a sentence with a figure, a date or a name is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detector.corpus import Bools, Corpus, counts_in_runs
from detector.signals.specificity import detail_starts

if TYPE_CHECKING:
    from detector.matching.grams import Grams

# Share of a sentence's word pairs that the shipped forms, rules and stock clauses have. Of the sentences of texts
# labelled as boilerplate in units A, C, D, E, F 69 to 86 % have it, of all others those that are stock; half of what
# people wrote themselves has less than 0.23. At 0.9 two writers of stock come within a bit of the line (unit F).
# Of 114 partial copies of 2,000 slot texts, half of which is stock, 104 are found: in a long run these sentences count.
_SHARE = 0.8
_LEAST_PAIRS = 5  # a shorter sentence has too few to tell


def mark_set_phrases(corpus: Corpus, pairs: Grams, concrete: Bools) -> Bools:
    """Tokens of sentences whose word pairs mostly stand in the texts that ship with the package, bool[tokens].

    Args:
        pairs: grams of two syllables of all texts, the shipped ones included.
        concrete: bool[tokens], of figures and names.
    """
    from detector.matching.rarity import writers_mask

    known = pairs.postings.counts(~writers_mask(corpus)) > 0
    begins = pairs.ids >= 0
    begins[corpus.sentences.token_indptr[1:] - 1] = False  # a pair does not cross the end of a sentence
    indptr = corpus.sentences.token_indptr
    counts = counts_in_runs(begins, indptr)
    hits = counts_in_runs(begins & np.append(known, False)[pairs.ids], indptr)
    tokens = np.repeat((counts >= _LEAST_PAIRS) & (hits >= _SHARE * counts), corpus.sentences.lengths())
    telling = counts_in_runs(detail_starts(corpus, tokens, concrete), indptr) > 0
    return tokens & ~np.repeat(telling, corpus.sentences.lengths())
