"""Similarity drawn by hand: rows are sentences of the left text, columns of the right one; ``#`` is a match of 0.9,
``+`` one of 0.5, ``.`` of 0.1."""

from __future__ import annotations

import tracemalloc
from itertools import combinations
from random import Random

import numpy as np
import pytest

from detector.corpus import Floats, Ints
from detector.matching.align import Alike, Runs, align

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
    found = align(alike([similarity], minimum), np.concatenate(regions), gap=gap)
    return rows(found, [similarity])[0]


def alike(similarities: list[Floats], minimum: float) -> Alike:
    """Several pairs of texts, their sentences numbered one after the other, the left text before the right."""
    columns = []
    for pair, (similarity, (left, right)) in enumerate(zip(similarities, firsts(similarities), strict=True)):
        i, j = np.nonzero(similarity >= minimum)
        off = np.abs(i / max(similarity.shape[0], 1) - j / max(similarity.shape[1], 1))
        columns.append((np.full(len(i), pair), left + i, right + j, similarity[i, j], off))
    return Alike(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def firsts(similarities: list[Floats]) -> list[tuple[int, int]]:
    """The first left and the first right sentence of each pair."""
    ends = np.cumsum([size for similarity in similarities for size in similarity.shape])
    starts = [0, *ends[:-1].tolist()]
    return list(zip(starts[::2], starts[1::2], strict=True))


def rows(found: Runs, similarities: list[Floats]) -> list[list[Run]]:
    """The runs of each pair, by places in its texts."""
    runs: list[list[Run]] = [[] for _ in similarities]
    places = firsts(similarities)
    columns = (found.pairs, found.left_starts, found.left_ends, found.right_starts, found.right_ends)
    for pair, a, b, c, d in zip(*(column.tolist() for column in columns), strict=True):
        left, right = places[pair]
        runs[pair].append((a - left, b - left, c - right, d - right))
    return runs


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
    assert len(align(alike([np.zeros(shape)], 0.4), np.zeros(sum(shape), np.int32), gap=2).pairs) == 0


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
    found = align(alike([similarity], 0.4), np.concatenate(regions), gap=gap)
    assert sorted(rows(found, [similarity])[0]) == sorted(expected)
    assert found.left_starts.tolist() == sorted(found.left_starts.tolist())


@pytest.mark.parametrize("seed", range(20))
def test_many_pairs_at_once_have_the_runs_of_each_alone(seed: int) -> None:
    """With many equal similarities, so that the diagonal decides, and runs that begin at the same sentence."""
    random = Random(seed)
    similarities, regions, alone = [], [], []
    gap = random.randrange(3)
    for _ in range(30):
        size = random.randrange(12), random.randrange(12)
        drawn = [random.choice([0, 0.3, 0.5, 0.9]) for _ in range(size[0] * size[1])]
        similarities.append(np.array(drawn, np.float64).reshape(size))
        regions += [np.array(sorted(random.randrange(3) for _ in range(n)), np.int32) for n in size]
        alone.append(aligned_alone(similarities[-1], *regions[-2:], gap=gap))
    found = align(alike(similarities, 0.4), np.concatenate(regions), gap=gap)
    assert rows(found, similarities) == alone
    assert any(len(one) > 1 for one in alone)


def aligned_alone(similarity: Floats, left_regions: Ints, right_regions: Ints, *, gap: int) -> list[Run]:
    """The same, sentence by sentence: runs in the order of left start, right start, left end, first seed."""
    height, width = similarity.shape
    if not similarity.size:
        return []
    off = np.abs(np.arange(height)[:, None] / height - np.arange(width) / width)
    score = np.where(similarity >= 0.4, similarity - 1e-6 * off, -1.0)
    best = {(i, int(score[i].argmax())) for i in range(height)} | {(int(score[:, j].argmax()), j) for j in range(width)}
    seeds = sorted((i, j) for i, j in best if score[i, j] > 0)
    groups: list[list[tuple[int, int]]] = []
    for i, j in seeds:
        near = [
            group
            for group in groups
            if any(
                i - a <= gap + 1
                and abs(j - b) <= gap + 1
                and left_regions[a] == left_regions[i]
                and right_regions[b] == right_regions[j]
                for a, b in group
            )
        ]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([(i, j), *(seed for group in near for seed in group)]))
    groups.sort()
    lefts, rights = ([[seed[side] for seed in group] for group in groups] for side in (0, 1))
    runs = [(min(a), max(a) + 1, min(b), max(b) + 1) for a, b in zip(lefts, rights, strict=True)]
    return sorted(runs, key=lambda run: (run[0], run[2], run[1]))


def test_a_line_that_both_texts_repeat_sixty_times_needs_little_memory() -> None:
    """A table of tasks with the same word in every row has 60 x 60 seeds; 20 MB is 5 KB for each."""
    regions = np.zeros(120, np.int32)
    tracemalloc.start()
    align(alike([np.ones((60, 60))], 0.4), regions, gap=2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
