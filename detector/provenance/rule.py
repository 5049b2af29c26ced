"""Sentences of the regulations themselves, and titles of laws, plans and decisions."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Role
from detector.matching.grams import Grams
from detector.provenance.coverage import covered, filled_sentences, known_to
from detector.settings import Settings

_MIN_RUN = 6  # syllables of rule text inside a sentence of one's own: shorter runs are ordinary office words


def mark_rule(corpus: Corpus, grams: Grams, settings: Settings) -> Bools:
    """Tokens that repeat rule text, bool[tokens]; a sentence mostly covered is rule as a whole."""
    inside = covered(grams, known_to(grams, corpus, Role.RULE))
    return filled_sentences(corpus, _long_runs(corpus, inside), settings.rule_coverage)


def _long_runs(corpus: Corpus, tokens: Bools) -> Bools:
    """Runs of at least `_MIN_RUN` tokens within a sentence."""
    if not len(tokens):
        return tokens
    changed = np.zeros(len(tokens), bool)
    np.not_equal(tokens[1:], tokens[:-1], out=changed[1:])
    changed[corpus.sentences.token_indptr[:-1]] = True
    lengths = np.diff(np.append(np.flatnonzero(changed), len(tokens)))
    return tokens & np.repeat(lengths >= _MIN_RUN, lengths)
