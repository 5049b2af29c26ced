"""Sixteen writers: a detail that only two of them have weighs log2(16) = 4 bits, the unit. A chain needs 8 units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count, pairwise
from math import log
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from detector.corpus import Corpus
from detector.documents import Role
from detector.matching.clues import PRIOR_SCALE_DETAILS, Chain, Clues, chain_pair, find_chains, find_clues
from detector.matching.evidence import Sides, build_sides
from detector.matching.grams import build_all_grams
from detector.matching.rarity import Sources
from detector.matching.tfidf import sentence_vectors
from tests.matching.corpora import corpus_of, syllables_of

HEADING = "phần mục"
THREE_PARTS = ("x1 x2 x3", "x4 x5 x6", "x7 x8")


def text(*parts: str, own: str) -> str:
    """Each detail after two syllables of its own; ``;`` divides sentences, a printed line stands over each part."""
    numbers = count()
    lines = []
    for part in parts:
        lines.append(HEADING)
        for sentence in part.split(";"):
            words = [f"{own}{next(numbers)} {own}{next(numbers)} {detail}" for detail in sentence.split()]
            lines.append(" ".join([*words, f"{own}{next(numbers)} {own}{next(numbers)}"]))
    return " / ".join(lines)


def unit_of(*texts: str, writers: int = 16, roles: Mapping[int, Role] | None = None) -> Corpus:
    """The texts, and others who have nothing in common with anybody, until there are so many."""
    return corpus_of(*texts, *(text("", own=f"other{row}n") for row in range(writers - len(texts))), roles=roles)


def chains_of(
    corpus: Corpus, *, witnesses: list[int] | None = None, allowed: list[bool] | None = None
) -> tuple[list[Chain], Sides]:
    printed = np.array([line == HEADING for line in lines_of(corpus)])
    counted = ~np.repeat(printed, corpus.sentences.lengths())
    numbers = np.arange(len(corpus), dtype=np.int32) if witnesses is None else np.array(witnesses, np.int32)
    sides = build_sides(corpus, printed, sentence_vectors(corpus, counted), counted)
    submissions = np.ones(len(corpus), bool) if allowed is None else np.array(allowed)
    return list(find_chains(corpus, clues_of(corpus, numbers), sides, numbers, submissions)), sides


def clues_of(corpus: Corpus, numbers: NDArray[np.int32] | None = None) -> Clues:
    """The details of the texts, whose headings are printed; a unit of sixteen weighs one at four bits."""
    printed = np.array([line == HEADING for line in lines_of(corpus)])
    counted = ~np.repeat(printed, corpus.sentences.lengths())
    witnesses = np.arange(len(corpus), dtype=np.int32) if numbers is None else numbers
    return find_clues(
        corpus, build_all_grams(corpus, (1, 2, 3), counted=counted), Sources(witnesses, witnesses), counted=counted
    )


def lines_of(corpus: Corpus) -> list[str]:
    bounds = corpus.sentences.token_indptr.tolist()
    return [syllables_of(corpus, start, end) for start, end in pairwise(bounds)]


def details(corpus: Corpus, chain: Chain) -> tuple[list[str], list[str]]:
    """What stands at the chain's tokens in either text."""
    left, right = ([syllables_of(corpus, at, at + 1) for at in side.tolist()] for side in sides_of(chain))
    return left, right


def sides_of(chain: Chain) -> tuple[np.ndarray, np.ndarray]:
    return chain.left_tokens, chain.right_tokens


def test_eight_rare_details_in_the_same_order_through_three_parts_are_a_chain() -> None:
    corpus = unit_of(text(*THREE_PARTS, own="a"), text(*THREE_PARTS, own="b"))
    (chain,), _ = chains_of(corpus)
    shared = [f"x{number}" for number in range(1, 9)]
    assert (chain.left, chain.right) == (0, 1)
    assert details(corpus, chain) == (shared, shared)
    assert chain.weights.tolist() == [4.0] * 8
    assert chain.bits == 32.0


def test_seven_details_are_too_few() -> None:
    parts = ("x1 x2 x3", "x4 x5 x6", "x7")
    assert chains_of(unit_of(text(*parts, own="a"), text(*parts, own="b")))[0] == []


@pytest.mark.parametrize(
    "other",
    [("x4 x3 x2 x1", "x8 x7 x6 x5", "x12 x11 x10 x9"), ("x9 x10 x11 x12", "x5 x6 x7 x8", "x1 x2 x3 x4")],
    ids=["backwards in each part", "parts in another order"],
)
def test_the_same_details_in_another_order_are_no_chain(other: tuple[str, ...]) -> None:
    parts = ("x1 x2 x3 x4", "x5 x6 x7 x8", "x9 x10 x11 x12")
    assert chains_of(unit_of(text(*parts, own="a"), text(*other, own="b")))[0] == []


def test_a_detail_out_of_order_is_left_out_and_the_others_remain() -> None:
    left = ("x1 x2 x3", "x4 x5 x6", "x7 x8 late")
    right = ("late x1 x2 x3", "x4 x5 x6", "x7 x8")
    corpus = unit_of(text(*left, own="a"), text(*right, own="b"))
    (chain,), _ = chains_of(corpus)
    assert "late" not in details(corpus, chain)[0]
    assert chain.bits == 32.0


def test_the_chain_is_the_heaviest_that_brute_force_finds() -> None:
    """One detail a sentence, so that no sentence is cut; 14 details, the right text with some of them displaced."""
    random = Random(5)
    names = [f"x{number}" for number in range(14)]
    for _ in range(10):
        moved = list(names)
        for _ in range(4):
            moved.insert(random.randrange(14), moved.pop(random.randrange(14)))
        left, right = (
            text(*(";".join(order[at : at + 3]) for at in range(0, 14, 3)), own=own)
            for order, own in ((names, "a"), (moved, "b"))
        )
        longest = [1] * 14
        for at in range(14):
            longest[at] += max(
                (longest[e] for e in range(at) if names.index(moved[e]) < names.index(moved[at])), default=0
            )
        chains, _ = chains_of(unit_of(left, right))
        assert [chain.bits for chain in chains] == ([4.0 * max(longest)] if max(longest) >= 8 else [])


def test_a_sentence_weighs_no_more_than_four_details() -> None:
    parts = ("x1 x2 x3 x4 x5 x6", "x7 x8", "x9 x10")
    (chain,), _ = chains_of(unit_of(text(*parts, own="a"), text(*parts, own="b")))
    assert chain.weights.tolist() == pytest.approx([16 / 6] * 6 + [4.0] * 4)
    assert chain.bits == pytest.approx(32.0)
    short = ("x1 x2 x3 x4 x5 x6", "x7 x8", "x9")
    assert chains_of(unit_of(text(*short, own="a"), text(*short, own="b")))[0] == []


def test_sentences_of_the_same_words_weigh_nothing_in_a_chain() -> None:
    """Passages tell them: a chain is for what was put in other words."""
    parts = ("x1 x2 x3 x4", "x5 x6 x7 x8", "x9 x10 x11 x12")
    stock = "x13 x14 x15 x16 x17"
    left, right = (text(*parts, own=own) + f" / {stock}" for own in "ab")
    (chain,), _ = chains_of(unit_of(left, right))
    assert chain.bits == 48.0
    same = " / ".join(line for at in (1, 6, 11) for line in (HEADING, " ".join(f"x{n}" for n in range(at, at + 5))))
    assert chains_of(unit_of(same, same))[0] == []


def test_a_chain_of_scattered_words_counts_for_less() -> None:
    """In three parts; in the third the two details of one text stand in two sentences of the other."""
    left, right = ("x1 x2 x3 x4", "x5 x6 x7 x8", "x9 x10"), ("x1 x2 x3 x4", "x5 x6 x7 x8", "x9;x10")
    (chain,), _ = chains_of(unit_of(text(*left, own="a"), text(*right, own="b")))
    assert (chain.parts, chain.scattered, chain.bits) == (3, True, pytest.approx(36.0 + 4 / 3))
    (together,), _ = chains_of(unit_of(text(*left, own="a"), text(*left, own="b")))
    assert (together.scattered, together.bits) == (False, 40.0)
    assert together.as_evidence().bits - chain.as_evidence().bits == pytest.approx(40.0 - (36.0 + 4 / 3) / 1.4)


@pytest.mark.parametrize(
    ("parts", "sentences", "tells_again"),
    [
        (("x1 x2;x3 x4", "x5 x6;x7 x8", "x9 x10;x11"), 6, True),
        (("x1 x2;x3 x4", "x5 x6;x7 x8", "x9 x10 x11"), 5, False),
        (("x1 x2;x3 x4;x5 x6", "x7 x8;x9 x10;x11", ""), 6, False),
    ],
    ids=["six sentences of three parts", "five sentences", "two parts"],
)
def test_who_tells_a_text_again_goes_through_its_parts_and_sentences(
    parts: tuple[str, ...], sentences: int, tells_again: bool
) -> None:
    (chain,), _ = chains_of(unit_of(text(*parts, own="a"), text(*parts, own="b")))
    assert (chain.sentences, chain.tells_again) == (sentences, tells_again)


def test_details_that_a_sentence_shares_with_a_further_one_weigh_a_third() -> None:
    """The first sentence of one text has three details of one sentence of the other, and one of the next."""
    left, right = ("x1 x2 x3 x4", "x5 x6 x7", "x8 x9 x10"), ("x1 x2 x3;x4", "x5 x6 x7", "x8 x9 x10")
    (chain,), _ = chains_of(unit_of(text(*left, own="a"), text(*right, own="b")))
    assert chain.weights.tolist() == pytest.approx([4.0, 4.0, 4.0, 4 / 3, *[4.0] * 6])


def test_of_two_texts_with_many_details_a_chain_counts_for_less() -> None:
    """One more fall-off of unrelated pairs for each factor e in the pairs of details; short texts gain at most two."""
    corpus = unit_of(text(*THREE_PARTS, own="a"), text(*THREE_PARTS, own="b"))
    clues = clues_of(corpus)
    assert clues.distinct.tolist() == [16, 16, *[0] * 14]  # as a syllable and as a word
    usual, many, few = (replace(clues, distinct=np.array([count, 200])) for count in (200, 543, 1))
    assert usual.beyond_usual(0, 1) == 0.0
    assert many.beyond_usual(0, 1) == pytest.approx(PRIOR_SCALE_DETAILS * 4.0 * log(543 / 200))
    assert few.beyond_usual(0, 1) == pytest.approx(PRIOR_SCALE_DETAILS * 4.0 * log(1 / 4))
    ((chain,), _) = chains_of(corpus)
    assert chain.beyond_usual == few.beyond_usual(0, 1)
    assert chain.as_evidence().bits == pytest.approx(chain.bits - chain.beyond_usual)


def test_one_event_that_two_report_in_two_parts_weighs_in_two_parts_only() -> None:
    parts = ("x1 x2 x3;x4 x5 x6", "x7 x8 x9;x10 x11 x12", "")
    assert [chain.parts for chain in chains_of(unit_of(text(*parts, own="a"), text(*parts, own="b")))[0]] == [2]


@pytest.mark.parametrize("gathered", ["left", "right"])
def test_the_parts_are_those_of_the_text_that_has_fewer(gathered: str) -> None:
    spread = text("x1 x2 x3 x4", "x5 x6 x7 x8", "x9 x10 x11 x12", own="a")
    whole = text("x1 x2 x3 x4;x5 x6 x7 x8", "x9 x10 x11 x12", "", own="b")
    texts = (spread, whole) if gathered == "right" else (whole, spread)
    assert [chain.parts for chain in chains_of(unit_of(*texts))[0]] == [2]


@pytest.mark.parametrize(("users", "bits"), [(2, 5.0), (3, 4.0), (4, 5 - np.log2(3)), (5, 0.0)])
def test_a_detail_weighs_less_the_more_writers_have_it(users: int, bits: float) -> None:
    """32 writers: a detail of two weighs log2(32) = 5 bits, of three log2(32 / 2) = 4; 13 % of 32 are four."""
    parts = ("x1 x2 x3", "x4 x5 x6", "x7 x8 known")
    others = [text("known", own=f"c{row}n") for row in range(users - 2)]
    corpus = unit_of(text(*parts, own="a"), text(*parts, own="b"), *others, writers=32)
    (chain,), _ = chains_of(corpus)
    assert chain.bits == pytest.approx(8 * 5.0 + bits)
    assert ("known" in details(corpus, chain)[0]) == (bits > 0)


def test_what_the_form_says_is_no_clue() -> None:
    parts = ("x1 x2 x3", "x4 x5 x6", "x7 x8 x9")
    texts = (text(*parts, own="a"), text(*parts, own="b"))
    (chain,), _ = chains_of(unit_of(*texts, text("y9", own="f"), writers=17, roles={2: Role.FORM}))
    assert chain.bits == 36.0
    (chain,), _ = chains_of(unit_of(*texts, text("x9", own="f"), writers=17, roles={2: Role.FORM}))
    assert chain.bits == 32.0


def test_copies_of_one_witness_are_no_pair_and_one_side_is_a_submission() -> None:
    corpus = unit_of(text(*THREE_PARTS, own="a"), text(*THREE_PARTS, own="b"))
    others = list(range(2, 16))
    assert len(chains_of(corpus, witnesses=[0, 1, *others])[0]) == 1
    assert chains_of(corpus, witnesses=[0, 0, *others])[0] == []
    for allowed, found in (((True, False), 1), ((False, True), 1), ((False, False), 0)):
        assert len(chains_of(corpus, allowed=[*allowed, *[True] * 14])[0]) == found


def test_a_part_with_two_details_is_a_passage_of_whole_sentences_and_a_single_one_is_loose() -> None:
    parts = ("x1 x2 x3;y;x4", "x5 x6 x7", "x8")
    corpus = unit_of(text(*parts, own="a"), text(*(part.replace("y", "z") for part in parts), own="b"))
    (chain,), sides = chains_of(corpus)
    pair = chain_pair(corpus, sides, chain, clues_of(corpus))
    first, second = pair.passages
    # A detail is the third of three syllables, two end a sentence: 11 + 5 + 5 below the first line of two, 11 below
    # the second.
    assert (first.left, second.left) == ((2, 23), (25, 36))
    assert [syllables_of(corpus, *side).split()[0] for side in (first.right, second.right)] == ["b0", "b16"]
    assert [p.right[1] - p.right[0] for p in pair.passages] == [21, 11]
    assert [(p.matched, p.similarity) for p in pair.passages] == [(4, 4 / 21), (3, 3 / 11)]
    assert [p.bits for p in pair.passages] == [16.0, 12.0]
    assert pair.unplaced_bits == 4.0
    assert pair.bits == chain.bits == 32.0


def test_a_passage_tells_in_how_many_texts_most_of_its_details_stand() -> None:
    parts = ("x1 x2 x3;y;x4", "x5 x6 x7", "x8 x9")
    changed = tuple(part.replace("y", "z") for part in parts)
    others = text(parts[1], own="c"), text("x8", own="d")
    corpus = unit_of(text(*parts, own="a"), text(*changed, own="b"), *others, writers=40)
    chains, sides = chains_of(corpus)
    (chain,) = [one for one in chains if (one.left, one.right) == (0, 1)]
    assert [passage.spread for passage in chain_pair(corpus, sides, chain, clues_of(corpus)).passages] == [2, 3, 2]


@pytest.mark.parametrize(("bits", "shown"), [(5.9, 0), (6.0, 1)])
def test_a_passage_weighs_at_least_one_and_a_half_details(bits: float, shown: int) -> None:
    corpus = unit_of(text("x1", own="a"), text("x1", own="b"))
    _, sides = chains_of(corpus)
    (start,) = (int(at) for at in corpus.tokens.document_indptr[1:2])
    chain = Chain(0, 1, np.array([4]), np.array([start + 4]), np.array([bits]), np.array([0]))
    pair = chain_pair(corpus, sides, chain, clues_of(corpus))
    assert len(pair.passages) == shown
    assert pair.bits == bits
