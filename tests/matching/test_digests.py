"""What `compare` says of two texts beyond sentences: digests, and that nothing is explained twice or by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detector.api import compare
from detector.matches import Passage
from detector.matching.textalign.align import align_texts
from detector.matching.textalign.columns import paired, side_of
from detector.matching.textalign.regions import Stretch
from tests.benchmarks.labelled_units import labelled_units, scanned
from tests.matching.test_compare import BEES, FILLER, HARBOUR, TROMBONE, VOLCANO

CONTRACT = " ".join(
    f"Clause {number} obliges charterers, notwithstanding demurrage, towards port {name} without surcharge."
    for number, name in enumerate(["Antwerp", "Bergen", "Cadiz", "Dover", "Esbjerg", "Genoa", "Hull", "Izmir"])
)


@cache
def texts_of_units() -> list[list[str]]:
    """The submissions of each labelled unit, forms and stock wording left in."""
    return [[row.document.text for row in scanned(unit.name).submissions] for unit in labelled_units()]


def digest_of(*texts: str, words: tuple[int, ...] = (3, 14)) -> str:
    """Four words from each of these places of each text."""
    return " ".join(" ".join(text.split()[at : at + 4]) for at in words for text in texts)


def kinds(passages: list[Passage]) -> list[str]:
    return [passage.kind for passage in passages]


def test_a_digest_is_named_as_one_and_a_passage_is_not() -> None:
    sources = [TROMBONE, HARBOUR, *FILLER]
    assert kinds(compare(f"{CONTRACT} {digest_of(*sources)}.", " ".join(sources))) == ["digest"]
    assert kinds(compare(f"{CONTRACT} {TROMBONE}", " ".join(sources))) == ["shared"]


def test_a_paragraph_quoted_beside_a_digest_stays_a_passage_of_its_own() -> None:
    sources = [TROMBONE, HARBOUR, *FILLER]
    left, right = f"{CONTRACT} {digest_of(*sources[1:])}. {TROMBONE}", " ".join(sources)
    passages = {one.kind: one.left for one in compare(left, right)}
    quoted, digest = passages["shared"], passages["digest"]
    assert left[quoted.start : quoted.end] == TROMBONE
    assert digest.end <= quoted.start


def test_a_short_text_copied_from_a_long_one_is_a_passage_of_its_own_length() -> None:
    """Once a copy of 352 characters came back as all 60,917 of its source: a long text has every word somewhere."""
    words = " ".join([*FILLER, TROMBONE, HARBOUR]).split()
    chance = random.Random(5)
    long = " ".join(chance.choice(words) for _ in range(6000))
    (passage,) = compare(f"{BEES} {HARBOUR}", f"{long}. {HARBOUR} {long}")
    assert passage.kind == "shared"
    assert passage.right.end - passage.right.start < 1.5 * len(HARBOUR)


@pytest.mark.xdist_group("labelled units")
def test_texts_of_different_units_make_no_digest() -> None:
    """One Vietnamese text has most syllables of any other, and both have whole sections of forms and stock wording."""
    chance = random.Random(7)
    units = texts_of_units()
    pairs = [tuple(chance.choice(unit) for unit in chance.sample(units, 2)) for _ in range(150)]
    found = [passage for left, right in pairs for passage in compare(left, right)]
    assert len(found) > 100  # they have lines of forms in common
    assert [passage for passage in found if passage.kind == "digest" or passage.similarity < 0.2] == []


def test_a_token_explains_no_more_than_one_token() -> None:
    """The words of one sentence again and again, in another order, are not that sentence four times."""
    words = HARBOUR.split()
    chance = random.Random(3)
    again = " ".join(" ".join(chance.sample(words, len(words))) + "." for _ in range(4))
    for passage in compare(f"{BEES} {HARBOUR} {VOLCANO}", f"{CONTRACT} {HARBOUR} {again} {TROMBONE}"):
        assert passage.right.end - passage.right.start < 1.5 * len(HARBOUR)
    (passage,) = compare(f"{BEES} {HARBOUR} {VOLCANO}", f"{CONTRACT} {HARBOUR} {again} {TROMBONE}")
    assert passage.similarity > 0.6


def test_sentences_copied_with_much_between_them_are_all_found() -> None:
    """The best stretch of a group of sentences is not all of it that was copied."""
    left = f"{TROMBONE} {HARBOUR}"
    right = f"{TROMBONE} {CONTRACT[:170]} {HARBOUR}"
    covered = sum(one.left.end - one.left.start for one in compare(left, right))
    assert covered >= len(TROMBONE) + len(HARBOUR)


@pytest.mark.parametrize("every", [3, 4])
def test_every_third_or_fourth_word_replaced_leaves_a_passage(every: int) -> None:
    sources = " ".join([TROMBONE, HARBOUR, BEES, VOLCANO])
    copy = " ".join(f"new{at}" if at % every == every - 1 else word for at, word in enumerate(sources.split()))
    covered = sum(one.left.end - one.left.start for one in compare(sources, copy))
    assert covered >= 0.95 * len(sources)


def test_no_passage_leaves_a_part_of_a_text() -> None:
    side = side_of(f"{TROMBONE} {HARBOUR}")
    first = len(TROMBONE.split())
    cut = replace(side, parts=np.array([0, first, len(side.stems)]))
    (whole,) = align_texts(paired(side, side), min_tokens=8)
    parts = align_texts(paired(cut, side), min_tokens=8)
    assert (whole.left, whole.right) == (Stretch(0, len(side.stems)), Stretch(0, len(side.stems)))
    assert [region.left for region in parts] == [Stretch(0, first), Stretch(first, len(side.stems))]
    assert [region.left for region in align_texts(paired(cut, cut), min_tokens=8)] == [one.left for one in parts]
