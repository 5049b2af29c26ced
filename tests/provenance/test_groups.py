from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from detector.provenance import groups as groups_module
from detector.provenance.groups import bigram_matrix, document_counts, group_sentences
from tests.matching.corpora import all_documents, corpus_of


def test_sentences_that_differ_in_figures_and_list_numbers_are_one_group() -> None:
    corpus = corpus_of("1 soạn 12 giáo án / ii soạn giáo án / dự giờ", "a soạn 30 giáo án / 2024 / soạn án giáo")
    groups = group_sentences(corpus)
    assert groups.group_rows.tolist() == [0, 0, 1, 0, -1, 2]
    assert groups.lengths().tolist() == [3, 2, 3]
    assert groups.first_sentences.tolist() == [0, 2, 5]
    assert document_counts(corpus, groups, all_documents(corpus)).tolist() == [2, 1, 1]
    assert document_counts(corpus, groups, np.array([False, True])).tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("soạn giáo án / dự giờ / án giáo soạn / dự giờ / soạn", [0, 1, 2, 1, 3]),
        ("dự giờ / giờ dự / dự giờ", [0, 1, 0]),
    ],
    ids=["of different lengths", "of one length"],
)
def test_sentences_of_one_hash_are_told_apart_by_their_syllables(
    text: str, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert group_sentences(corpus_of(text)).group_rows.tolist() == expected
    monkeypatch.setattr(groups_module, "_MULTIPLIER", np.uint64(0))  # every sentence has the hash 0
    assert group_sentences(corpus_of(text)).group_rows.tolist() == expected


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_groups_do_not_depend_on_the_blocks_they_are_worked_out_in(
    seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    sentences = [" ".join(random.choices(["ba", "ca", "da", "12"], k=random.randint(1, 5))) for _ in range(60)]
    monkeypatch.setattr(groups_module, "_TOKENS_AT_ONCE", at_once)
    rows = group_sentences(corpus_of(" / ".join(sentences))).group_rows.tolist()
    worded = [" ".join(word for word in one.split() if word != "12") for one in sentences]
    numbers: dict[str, int] = {}
    assert rows == [numbers.setdefault(one, len(numbers)) if one else -1 for one in worded]


@pytest.mark.parametrize("seed", range(10))
def test_shared_bigrams_are_those_of_sets(seed: int) -> None:
    """Four syllables in every order, so that each stands beside each; a sentence of one syllable has that alone."""
    random = Random(seed)
    texts = [" / ".join(" ".join(random.choices("bcdx", k=random.randint(1, 4))) for _ in range(6)) for _ in range(5)]
    corpus = corpus_of(*texts)
    groups = group_sentences(corpus)
    matrix = bigram_matrix(groups, len(corpus.tokens.vocabulary))
    sentences = [groups.tokens[start:end].tolist() for start, end in pairwise(groups.indptr.tolist())]
    sets = [set(pairwise(one)) if len(one) > 1 else {(one[0], None)} for one in sentences]
    assert (matrix @ matrix.T).toarray().tolist() == [[len(one & other) for other in sets] for one in sets]
