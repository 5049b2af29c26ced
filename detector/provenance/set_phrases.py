"""Sentences made of the genre's set phrases: two people who both write them have not copied from each other.

No list of stock clauses is complete, but its word pairs are: whoever puts a stock sentence together otherwise still
writes "phục vụ khách hàng", "lịch sự, văn minh", "không gây phiền hà". What a person tells of a year has few of them.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, counts_in_runs
from detector.matching.grams import Grams
from detector.matching.rarity import writers_mask

# Share of a sentence's word pairs that the shipped forms, rules and stock clauses have. Units A, C, D, E, F: 80 to 94 %
# of the sentences of texts labelled as boilerplate have it, and of the others those that are stock; half of what people
# wrote themselves has less than 0.23.
_SHARE = 0.7
_LEAST_PAIRS = 5  # a shorter sentence has too few to tell


def mark_set_phrases(corpus: Corpus, pairs: Grams) -> Bools:
    """Tokens of sentences whose word pairs mostly stand in the texts that ship with the package, bool[tokens].

    Args:
        pairs: grams of two syllables of all texts, the shipped ones included.
    """
    known = pairs.postings.counts(~writers_mask(corpus)) > 0
    begins = pairs.ids >= 0
    begins[corpus.sentences.token_indptr[1:] - 1] = False  # a pair does not cross the end of a sentence
    indptr = corpus.sentences.token_indptr
    counts = counts_in_runs(begins, indptr)
    hits = counts_in_runs(begins & np.append(known, False)[pairs.ids], indptr)
    made_of = (counts >= _LEAST_PAIRS) & (hits >= _SHARE * counts)
    return np.repeat(made_of, corpus.sentences.lengths())
