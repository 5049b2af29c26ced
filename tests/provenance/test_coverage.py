from __future__ import annotations

import numpy as np
import pytest

from detector.documents import Role
from detector.matching.grams import Grams, build_grams
from detector.provenance.coverage import covered, filled_sentences, known_to, sentence_shares
from tests.matching.corpora import all_tokens, corpus_of


def hits(grams: Grams, *starts: int) -> np.ndarray:
    """bool[grams], those that begin at the tokens `starts`."""
    found = np.zeros(len(grams), bool)
    found[grams.ids[list(starts)]] = True
    return found


@pytest.mark.parametrize(
    ("starts", "inside"),
    [((2,), "c d e f"), ((0,), "a b c d"), ((0, 5), "a b c d f g h i"), ((6,), "g h i j"), ((), "")],
)
def test_every_syllable_inside_a_known_run_of_four_is_covered(starts: tuple[int, ...], inside: str) -> None:
    corpus = corpus_of("a b c d e f g h i j")
    grams = build_grams(corpus, 4, counted=all_tokens(corpus))
    expected = [syllable in inside.split() for syllable in "abcdefghij"]
    assert covered(grams, hits(grams, *starts)).tolist() == expected


def test_a_known_run_covers_nothing_of_the_next_text() -> None:
    corpus = corpus_of("a b c d", "a b x y")
    grams = build_grams(corpus, 4, counted=all_tokens(corpus))
    assert covered(grams, hits(grams, 0)).tolist() == [True] * 4 + [False] * 4


def test_a_run_is_known_to_the_roles_that_have_it() -> None:
    corpus = corpus_of("a b c d", "x a b c d", roles={1: Role.RULE})
    grams = build_grams(corpus, 4, counted=all_tokens(corpus))
    known = {role: known_to(grams, corpus, role)[grams.ids[[0, 4]]].tolist() for role in (Role.RULE, Role.FORM)}
    assert known == {Role.RULE: [True, True], Role.FORM: [False, False]}
    assert known_to(grams, corpus, Role.SUBMISSION)[grams.ids[[0, 4]]].tolist() == [True, False]


def test_a_sentence_that_is_covered_to_the_share_asked_for_is_covered_whole() -> None:
    corpus = corpus_of("a b c d / e f g / h")
    tokens = np.array([True, True, True, False, True, False, False, False])
    assert sentence_shares(corpus, tokens).tolist() == pytest.approx([3 / 4, 1 / 3, 0])
    assert filled_sentences(corpus, tokens, 0.75).tolist() == [True] * 5 + [False] * 3
    assert filled_sentences(corpus, tokens, 0.76).tolist() == tokens.tolist()
