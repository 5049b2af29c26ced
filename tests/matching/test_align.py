"""Similarity drawn by hand: rows are sentences of the left text, columns of the right one; ``#`` is a match of 0.9,
``+`` one of 0.5, ``.`` of 0.1."""

from __future__ import annotations

import tracemalloc
from itertools import combinations
from random import Random

import numpy as np
import pytest

from detector.matching.align import align

VALUES = {"#": 0.9, "+": 0.5, ".": 0.1}
Run = tuple[int, int, int, int]  # left start, left end, right start, right end


def runs(
    drawing: str, *, gap: int = 2, left: str | None = None, right: str | None = None, minimum: float = 0.4
) -> list[Run]:
    """`left`, `right`: one letter a sentence, the region it stands in."""
    similarity = np.array([[VALUES[c] for c in line] for line in drawing.split()])
    regions = [
        np.array([ord(c) for c in letters] if letters else [0] * size, np.int32)
        for letters, size in ((left, similarity.shape[0]), (right, similarity.shape[1]))
    ]
    found = align(similarity, *regions, minimum=minimum, gap=gap)
    columns = (found.left_starts, found.left_ends, found.right_starts, found.right_ends)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_three_sentences_in_a_row_are_one_run() -> None:
    assert runs("""
        .....
        .#...
        ..#..
        ...#.
    """) == [(1, 4, 1, 4)]


def test_two_sentences_put_in_between_are_bridged() -> None:
    assert runs(
        """
        #....
        .....
        .....
        ....#
    """,
        gap=3,
    ) == [(0, 4, 0, 5)]


def test_one_more_than_the_gap_cuts_the_run() -> None:
    drawing = """
        #....
        .....
        .....
        ....#
    """
    assert runs(drawing, gap=2) == [(0, 1, 0, 1), (3, 4, 4, 5)]  # three unmatched on the right


def test_a_printed_line_is_a_wall_on_either_side() -> None:
    drawing = """
        #...
        .#..
        ..#.
        ...#
    """
    assert runs(drawing) == [(0, 4, 0, 4)]
    assert runs(drawing, left="aabb") == [(0, 2, 0, 2), (2, 4, 2, 4)]
    assert runs(drawing, right="abbb") == [(0, 1, 0, 1), (1, 4, 1, 4)]


def test_paragraphs_in_another_order_are_runs_of_their_own() -> None:
    assert runs(
        """
        ....#.
        .....#
        #.....
        .#....
    """,
        gap=1,
    ) == [(0, 2, 4, 6), (2, 4, 0, 2)]


def test_two_sentences_swapped_inside_a_run_stay_one_run() -> None:
    assert runs("""
        #...
        ..#.
        .#..
        ...#
    """) == [(0, 4, 0, 4)]


def test_only_the_best_match_of_a_sentence_is_a_seed() -> None:
    assert runs(
        """
        #......+
        .......#
    """,
        gap=0,
    ) == [(0, 1, 0, 1), (1, 2, 7, 8)]


def test_a_weak_match_is_a_seed_where_it_is_the_best_of_its_column() -> None:
    assert runs("#+", gap=0) == [(0, 1, 0, 2)]


def test_below_the_minimum_nothing_is_a_seed() -> None:
    assert runs("+", minimum=0.5) == [(0, 1, 0, 1)]
    assert runs("+", minimum=0.6) == []
    assert runs("...  ... ...") == []


def test_of_equally_good_matches_the_one_nearest_to_the_diagonal_is_the_seed() -> None:
    assert runs(
        """
        ###
        ###
        ###
    """,
        gap=0,
    ) == [(0, 3, 0, 3)]
    assert runs(
        """
        #...#
        .....
        .....
        .....
        #...#
    """,
        gap=0,
    ) == [(0, 1, 0, 1), (4, 5, 4, 5)]


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_an_empty_side_has_no_runs(shape: tuple[int, int]) -> None:
    left, right = (np.zeros(size, np.int32) for size in shape)
    assert len(align(np.zeros(shape), left, right, minimum=0.4, gap=2)) == 0


@pytest.mark.parametrize("seed", range(20))
def test_runs_are_those_of_joining_near_seeds_one_by_one(seed: int) -> None:
    random = Random(seed)
    size, gap = (random.randrange(1, 15), random.randrange(1, 15)), random.randrange(3)
    similarity = np.array([[random.choice([0, 0, 0, 0.3, 0.5, 0.9]) for _ in range(size[1])] for _ in range(size[0])])
    similarity += np.array([[random.random() * 0.05 for _ in range(size[1])] for _ in range(size[0])])  # no ties
    regions = [np.array(sorted(random.randrange(3) for _ in range(n)), np.int32) for n in size]
    seeds = [
        (i, j)
        for i in range(size[0])
        for j in range(size[1])
        if similarity[i, j] >= 0.4 and similarity[i, j] in (similarity[i].max(), similarity[:, j].max())
    ]
    groups = [{seed} for seed in seeds]
    for a, b in combinations(seeds, 2):
        near = all(abs(a[k] - b[k]) <= gap + 1 and regions[k][a[k]] == regions[k][b[k]] for k in (0, 1))
        first, second = (next(g for g in groups if one in g) for one in (a, b))
        if near and first is not second:
            groups = [g for g in groups if g is not first and g is not second] + [first | second]
    expected = [
        (min(i for i, _ in g), max(i for i, _ in g) + 1, min(j for _, j in g), max(j for _, j in g) + 1) for g in groups
    ]
    found = align(similarity, *regions, minimum=0.4, gap=gap)
    columns = (found.left_starts, found.left_ends, found.right_starts, found.right_ends)
    assert sorted(zip(*(c.tolist() for c in columns), strict=True)) == sorted(expected)
    assert found.left_starts.tolist() == sorted(found.left_starts.tolist())


def test_a_line_that_both_texts_repeat_sixty_times_needs_little_memory() -> None:
    """A table of tasks with the same word in every row has 60 x 60 seeds; 20 MB is 5 KB for each."""
    regions = np.zeros(60, np.int32)
    tracemalloc.start()
    align(np.ones((60, 60)), regions, regions, minimum=0.4, gap=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
