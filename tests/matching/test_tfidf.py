from __future__ import annotations

from dataclasses import replace
from math import log
from random import Random

import numpy as np
import pytest

from detector.corpus import Corpus
from detector.documents import Document
from detector.matching.tfidf import cosines, document_vectors, sentence_entries, sentence_vectors
from detector.text.columns import build_corpus
from tests.matching.corpora import all_tokens, corpus_of


def with_words(corpus: Corpus, begins: list[int]) -> Corpus:
    """The same corpus with words that begin at these tokens."""
    flags = np.zeros(len(corpus.tokens.ids), bool)
    flags[begins] = True
    return replace(corpus, tokens=replace(corpus.tokens, word_starts=flags))


def cosine(corpus: Corpus, left: int, right: int) -> float:
    vectors = document_vectors(corpus, all_tokens(corpus))
    return float(cosines(vectors, np.array([left], np.int32), np.array([right], np.int32))[0])


def test_equal_texts_have_cosine_one_and_texts_without_a_common_word_zero() -> None:
    corpus = corpus_of("soạn giáo án", "soạn giáo án", "trực đêm")
    assert cosine(corpus, 0, 1) == pytest.approx(1.0)
    assert cosine(corpus, 0, 2) == 0.0


def test_the_cosine_by_hand() -> None:
    # Document frequencies of a: 2 of 2, b and c: 1 of 2. Smoothed: 1 + ln(3/3) = 1 and 1 + ln(3/2).
    rare = 1 + log(3 / 2)
    expected = 1 / (1 + rare**2)
    assert cosine(corpus_of("a b", "a c"), 0, 1) == pytest.approx(expected)


def test_a_word_said_again_counts_less_each_time() -> None:
    corpus = corpus_of("a a a b", "a b")
    rise = 1 + log(3)
    assert cosine(corpus, 0, 1) == pytest.approx((rise + 1) / (2**0.5 * (rise**2 + 1) ** 0.5), rel=1e-5)


def test_a_word_of_two_syllables_is_not_its_syllables() -> None:
    corpus = corpus_of("giáo viên", "giáo viên", "giáo viên", "viên giáo")
    words = with_words(corpus, [0, 2, 4, 5, 6])  # [giáo viên] [giáo viên] [giáo] [viên] [viên giáo]
    assert cosine(words, 0, 1) == pytest.approx(1.0)
    assert cosine(words, 0, 2) == 0.0
    assert cosine(words, 0, 3) == 0.0


def test_words_found_by_underthesea_are_one_word_wherever_they_stand() -> None:
    left, right = "Giáo viên soạn giáo án điện tử.", "giáo án điện tử giáo viên soạn"
    corpus = build_corpus([Document("left", "", left), Document("right", "", right)])
    words = [int(corpus.tokens.word_starts[corpus.tokens.document_indptr[i] :][:7].sum()) for i in (0, 1)]
    assert words == [4, 4]  # giáo viên, soạn, giáo án, điện tử
    assert cosine(corpus, 0, 1) == pytest.approx(1.0)


def test_uncounted_words_are_left_out() -> None:
    corpus = corpus_of("mẫu a", "mẫu b")
    vectors = document_vectors(corpus, np.array([False, True, False, True]))
    assert cosines(vectors, np.array([0], np.int32), np.array([1], np.int32))[0] == 0.0


def test_the_vectors_of_sentences_are_unit_rows_and_printed_ones_are_empty() -> None:
    corpus = corpus_of("soạn giáo án / họ tên / trực đêm", "soạn giáo án")
    counted = np.ones(10, bool)
    counted[3:5] = False
    vectors = sentence_vectors(corpus, counted)
    lengths = np.sqrt(vectors.multiply(vectors).sum(axis=1)).A1
    np.testing.assert_allclose(lengths, [1, 0, 1, 1], rtol=1e-6)
    products = (vectors @ vectors.T).toarray()
    assert products[0, 3] == pytest.approx(1.0)
    assert products[0, 2] == 0.0


def test_the_cosines_are_the_products_of_the_dense_rows() -> None:
    corpus = corpus_of("a b c d", "b c e", "a a d f", "e f", "c")
    vectors = document_vectors(corpus, all_tokens(corpus))
    dense = vectors.toarray()
    left, right = (np.array(side, np.int32) for side in np.triu_indices(5))
    np.testing.assert_allclose(cosines(vectors, left, right), (dense @ dense.T)[left, right], rtol=1e-6)


def test_nothing_has_no_vectors() -> None:
    corpus = corpus_of("", "")
    assert document_vectors(corpus, all_tokens(corpus)).nnz == 0
    assert sentence_vectors(corpus, all_tokens(corpus)).shape == (0, 0)


@pytest.mark.parametrize("cells_at_once", [1, 50, 1_000_000])
def test_sentences_alike_are_those_of_the_whole_product(cells_at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.matching.tfidf._CELLS_AT_ONCE", cells_at_once)
    random = Random(1)
    words = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    sizes = (5, 1, 7, 3, 6)
    lines = [[" ".join(random.choices(words, k=random.randrange(1, 6))) for _ in range(size)] for size in sizes]
    corpus = corpus_of(*(" / ".join(text) for text in lines), "")
    vectors = sentence_vectors(corpus, all_tokens(corpus))
    indptr = np.searchsorted(corpus.sentences.document_rows, np.arange(len(corpus) + 1)).astype(np.int64)
    pairs = [(0, 1), (0, 2), (0, 5), (2, 4), (3, 4), (5, 1), (1, 2)]
    left, right = np.array(pairs, np.int32).T
    found = sentence_entries(vectors.copy(), indptr).alike(left, right, 0.5)
    expected = []
    for pair, (a, b) in enumerate(pairs):
        cosines = (vectors[indptr[a] : indptr[a + 1]] @ vectors[indptr[b] : indptr[b + 1]].T).toarray()
        for i, j in zip(*np.nonzero(cosines >= 0.5), strict=True):
            off = abs(i / cosines.shape[0] - j / cosines.shape[1])
            expected.append((pair, indptr[a] + i, indptr[b] + j, cosines[i, j], off))
    columns = (found.pairs, found.left, found.right, found.similarity, found.off)
    assert len(expected) > 20
    assert np.stack(columns, axis=1) == pytest.approx(np.array(expected), abs=1e-6)


def test_no_pairs_have_no_sentences_alike() -> None:
    corpus = corpus_of("một hai")
    entries = sentence_entries(sentence_vectors(corpus, all_tokens(corpus)), np.array([0, 1]))
    assert len(entries.alike(np.zeros(0, np.int32), np.zeros(0, np.int32), 0.5).pairs) == 0


def test_a_sentence_that_a_very_long_text_says_again_and_again_counts_a_few_times() -> None:
    ordinary, harmful = " / ".join(["một hai"] * 150), " / ".join(["một hai"] * 300 + ["ba bốn"])
    corpus = corpus_of(ordinary, harmful)
    filled = np.diff(sentence_vectors(corpus, all_tokens(corpus)).indptr) > 0
    assert filled[:150].all()
    assert filled[150:].sum() == 64 + 1
    assert filled[-1]
