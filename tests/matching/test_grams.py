from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.corpus import Corpus
from detector.matching.grams import Grams, build_grams, syllable_keys
from tests.matching.corpora import all_tokens, corpus_from, corpus_of, syllables_of

SYLLABLES = st.sampled_from(["an", "ba", "ca", "da"])
DOCUMENTS = st.lists(st.lists(st.lists(SYLLABLES, max_size=5), max_size=4), max_size=5)


def documents_by_gram(corpus: Corpus, grams: Grams) -> dict[str, list[int]]:
    """The postings in words: the syllables of each gram, and the rows of the documents that have it."""
    words = {int(gram): syllables_of(corpus, at, at + grams.size) for at, gram in enumerate(grams.ids) if gram >= 0}
    indptr = grams.postings.indptr
    return {words[g]: grams.postings.documents[indptr[g] : indptr[g + 1]].tolist() for g in range(len(grams))}


def test_the_two_grams_of_two_sentences_by_hand() -> None:
    corpus = corpus_of("soạn giáo án", "chấm giáo án")
    grams = build_grams(corpus, 2, counted=all_tokens(corpus))
    assert documents_by_gram(corpus, grams) == {"soạn giáo": [0], "giáo án": [0, 1], "chấm giáo": [1]}
    assert (grams.ids[[2, 5]] == -1).all()  # nothing begins at the last syllable of a document


def test_no_gram_runs_from_one_document_into_the_next() -> None:
    corpus = corpus_of("trực đêm", "soạn bài")
    assert set(documents_by_gram(corpus, build_grams(corpus, 2, counted=all_tokens(corpus)))) == {
        "trực đêm",
        "soạn bài",
    }
    assert len(build_grams(corpus, 3, counted=all_tokens(corpus))) == 0


def test_a_gram_runs_over_the_end_of_a_sentence_but_not_over_printed_text() -> None:
    corpus = corpus_of("a b / c d / e f")
    counted = np.array([True, True, True, False, True, True])
    assert set(documents_by_gram(corpus, build_grams(corpus, 2, counted=counted))) == {"a b", "b c", "e f"}


def test_the_order_of_syllables_matters() -> None:
    corpus = corpus_of("ba ca", "ca ba")
    assert len(build_grams(corpus, 2, counted=all_tokens(corpus))) == 2


def test_a_gram_has_one_key_in_every_corpus() -> None:
    small = corpus_of("giáo án điện tử")
    large = corpus_of("ăn a bờ xa", "tôi soạn giáo án điện tử rồi")
    key = build_grams(small, 4, counted=all_tokens(small)).keys
    assert key[0] in build_grams(large, 4, counted=all_tokens(large)).keys
    assert key[0] == np.uint64(_polynomial(["giáo", "án", "điện", "tử"]))


def _polynomial(syllables: list[str]) -> int:
    value = 0
    for key in syllable_keys(tuple(syllables)).tolist():
        value = (value * 0x9E3779B97F4A7C15 + key) % 2**64
    return value


def test_documents_of_some_grams_come_with_the_position_of_the_gram() -> None:
    corpus = corpus_of("a b", "b c", "a b c")
    grams = build_grams(corpus, 1, counted=all_tokens(corpus))
    wanted = grams.ids[[2, 0]]  # b, a
    documents, positions = grams.documents_of(wanted)
    assert list(zip(documents.tolist(), positions.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1)]


@given(DOCUMENTS, st.integers(1, 5), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_postings_are_those_of_a_dict_of_sets(documents: list[list[list[str]]], size: int, random) -> None:  # type: ignore[no-untyped-def]
    corpus = corpus_from(documents)
    counted = np.array([random.random() < 0.8 for _ in corpus.tokens.ids], dtype=bool)
    grams = build_grams(corpus, size, counted=counted)
    expected: dict[tuple[str, ...], set[int]] = {}
    at_token: list[tuple[str, ...] | None] = []
    indptr = corpus.tokens.document_indptr.tolist()
    for row in range(len(corpus)):
        for token in range(indptr[row], indptr[row + 1]):
            inside = token + size <= indptr[row + 1] and bool(counted[token : token + size].all())
            gram = tuple(syllables_of(corpus, token, token + size).split()) if inside else None
            at_token.append(gram)
            if gram:
                expected.setdefault(gram, set()).add(row)
    found = {tuple(words.split()): rows for words, rows in documents_by_gram(corpus, grams).items()}
    assert found == {gram: sorted(rows) for gram, rows in expected.items()}
    assert [gram is None for gram in at_token] == (grams.ids == -1).tolist()
    assert len(np.unique(grams.keys)) == len(grams)
