"""Two texts side by side: the aligner alone, for any language written with spaces."""

from __future__ import annotations

import numpy as np

from detector.corpus import Corpus, Ints
from detector.documents import Document
from detector.matches import Passage, Side
from detector.matching.align import Runs, align
from detector.matching.tfidf import sentence_vectors
from detector.provenance.marks import quotable
from detector.settings import Settings
from detector.text.columns import build_corpus


def compare_texts(left: str, right: str, settings: Settings) -> list[Passage]:
    """Passages in common, ordered by the left text; offsets are characters of the arguments."""
    corpus = build_corpus([Document("left", "", left), Document("right", "", right)])
    counted = np.ones(len(corpus.tokens.ids), bool)
    rows = {document.id: row for row, document in enumerate(corpus.documents)}
    vectors = sentence_vectors(corpus, counted)
    first, second = (_sentences(corpus, rows[name]) for name in ("left", "right"))
    runs = align(
        (vectors[first] @ vectors[second].T).toarray(),
        np.zeros(len(first), np.int32),
        np.zeros(len(second), np.int32),
        minimum=settings.min_sentence_similarity,
        gap=settings.passage_gap_sentences,
    )
    found = [_passage(corpus, rows, first, second, runs, at) for at in range(len(runs))]
    return [passage for passage, syllables in found if syllables >= settings.min_passage_syllables]


def _sentences(corpus: Corpus, row: int) -> Ints:
    return np.flatnonzero(corpus.sentences.document_rows == row).astype(np.int32)


def _passage(
    corpus: Corpus, rows: dict[str, int], first: Ints, second: Ints, runs: Runs, at: int
) -> tuple[Passage, int]:
    """One passage and the syllables of its shorter side."""
    indptr, ids = corpus.sentences.token_indptr, corpus.tokens.ids
    left = (int(indptr[first[runs.left_starts[at]]]), int(indptr[first[runs.left_ends[at] - 1] + 1]))
    right = (int(indptr[second[runs.right_starts[at]]]), int(indptr[second[runs.right_ends[at] - 1] + 1]))
    ours, theirs = ids[slice(*left)], ids[slice(*right)]
    matched = min(int(np.isin(ours, theirs).sum()), int(np.isin(theirs, ours).sum()))
    passage = Passage(
        Side("left", *quotable(corpus, rows["left"], *left)),
        Side("right", *quotable(corpus, rows["right"], *right)),
        similarity=matched / max(len(ours), len(theirs)),
    )
    return passage, min(len(ours), len(theirs))
