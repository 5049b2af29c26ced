"""Words of which a person has said what they are, see `Document.set_aside`."""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus, Provenance, counts_in_runs


def mark_given(corpus: Corpus) -> dict[Provenance, Bools]:
    """Tokens that begin in words set aside as form, rule or common wording, bool[tokens] each."""
    tokens = corpus.tokens
    given = {kind: np.zeros(len(tokens.ids), bool) for kind in (Provenance.FORM, Provenance.RULE, Provenance.COMMON)}
    of_key = {kind.key: mask for kind, mask in given.items()}
    for row, document in enumerate(corpus.documents):
        base, stop = tokens.document_indptr[row : row + 2].tolist()
        for start, end, kind in document.set_aside:
            first, last = np.searchsorted(tokens.starts[base:stop], [start, end]).tolist()
            of_key[kind][base + first : base + last] = True
    return given


def whole_sentences(corpus: Corpus, tokens: Bools) -> Bools:
    """Sentences all of whose tokens are among these, bool[sentences]; none without a token."""
    lengths = corpus.sentences.lengths()
    whole: Bools = (counts_in_runs(tokens, corpus.sentences.token_indptr) == lengths) & (lengths > 0)
    return whole
