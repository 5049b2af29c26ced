"""Small corpora written down by hand: syllables between spaces, sentences between `` / ``, one string a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random

import numpy as np

from detector.corpus import Bools, Corpus, SentenceTable, TokenTable
from detector.documents import Document, Role


def corpus_of(*texts: str, roles: Mapping[int, Role] | None = None) -> Corpus:
    """The corpus of these texts in the given order; every syllable is a word, the ids are ``0``, ``1`` ..."""
    return corpus_from([[sentence.split() for sentence in text.split(" / ")] for text in texts], roles=roles)


def corpus_from(documents: Sequence[Sequence[Sequence[str]]], *, roles: Mapping[int, Role] | None = None) -> Corpus:
    """Documents as lists of sentences, sentences as lists of syllables; empty sentences are left out."""
    kept = [[sentence for sentence in document if sentence] for document in documents]
    syllables = [syllable for document in kept for sentence in document for syllable in sentence]
    vocabulary = sorted(set(syllables))
    row_of = {syllable: row for row, syllable in enumerate(vocabulary)}
    starts: list[int] = []
    views: list[Document] = []
    for row, document in enumerate(kept):
        at = 0
        for sentence in document:
            for syllable in sentence:
                starts.append(at)
                at += len(syllable) + 1
        text = "\n".join(" ".join(sentence) for sentence in document)
        views.append(Document(str(row), f"{row}.txt", text, (roles or {}).get(row, Role.SUBMISSION)))
    lengths = [len(sentence) for document in kept for sentence in document]
    tokens = TokenTable(
        np.array([row_of[s] for s in syllables], np.int32),
        np.array(starts, np.int32),
        np.array([start + len(s) for start, s in zip(starts, syllables, strict=True)], np.int32),
        np.ones(len(syllables), bool),
        _indptr([sum(map(len, document)) for document in kept]),
        tuple(vocabulary),
    )
    rows = [row for row, document in enumerate(kept) for _ in document]
    lines = [line for document in kept for line in range(len(document))]
    sentences = SentenceTable(
        _indptr(lengths), np.array(rows, np.int32), np.array(lines, np.int32), np.full(len(rows), -1, np.int32)
    )
    return Corpus(tuple(views), tokens, sentences, tuple(() for _ in kept))


def all_tokens(corpus: Corpus) -> Bools:
    """Everything counts."""
    return np.ones(len(corpus.tokens.ids), bool)


def all_documents(corpus: Corpus) -> Bools:
    return np.ones(len(corpus), bool)


def syllables_of(corpus: Corpus, start: int, end: int) -> str:
    """The syllables of a half-open token range."""
    return " ".join(corpus.tokens.vocabulary[i] for i in corpus.tokens.ids[start:end].tolist())


def invented(random: Random, count: int, *, vocabulary: int = 3000) -> str:
    """`count` random syllables: two such texts have next to nothing in common."""
    return " ".join(f"s{random.randrange(vocabulary)}" for _ in range(count))


def connected(nodes: set[int], links: set[tuple[int, int]]) -> bool:
    """Whether the links hold all nodes together."""
    reached, waiting = set(), [min(nodes)]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [b for a, b in links if a == node] + [a for a, b in links if b == node]
    return nodes <= reached


def _indptr(lengths: Sequence[int]) -> np.ndarray:
    return np.array([0, *accumulate(lengths)], np.int64)
