from __future__ import annotations

from itertools import combinations

import pytest

from detector.matching.clusters import Group, find_groups, group_rows
from detector.matching.evidence import FoundPair, FoundPassage


def pair(left: int, right: int, *passages: tuple[tuple[int, int], tuple[int, int]]) -> FoundPair:
    """A pair; places count from the first token of each text, of which document n has 100 from 100 n on."""
    moved = (
        FoundPassage(
            (100 * left + a[0], 100 * left + a[1]), (100 * right + b[0], 100 * right + b[1]), a[1] - a[0], 1, 30, 2
        )
        for a, b in passages
    )
    return FoundPair(left, right, tuple(moved))


def groups_of(pairs: list[FoundPair], crowds: tuple[tuple[int, ...], ...] = ()) -> list[Group]:
    return find_groups(pairs, crowds, least=3, overlap=0.6)


def equal(*rows: int, start: int = 0, end: int = 20) -> list[FoundPair]:
    """Every two of these share the same place."""
    return [pair(a, b, ((start, end), (start, end))) for a, b in combinations(rows, 2)]


def test_two_are_a_pair_and_no_group() -> None:
    assert groups_of(equal(0, 1)) == []


def test_three_who_share_one_passage_are_a_group_that_says_so() -> None:
    assert groups_of(equal(0, 1, 2)) == [Group((0, 1, 2), ((0, 20),), only_passage=True)]


def test_three_who_share_two_passages_have_more_than_one_passage_in_common() -> None:
    pairs = [pair(a, b, ((0, 20), (0, 20)), ((50, 80), (50, 80))) for a, b in combinations(range(3), 2)]
    assert groups_of(pairs) == [Group((0, 1, 2), ((0, 20), (50, 80)))]


def test_what_two_of_three_share_beside_it_is_told_by_their_pair() -> None:
    pairs = [*equal(0, 1, 2)[:2], pair(1, 2, ((0, 20), (0, 20)), ((50, 80), (50, 80)))]
    (group,) = groups_of(pairs)
    assert (group.members, group.core, group.only_passage) == ((0, 1, 2), ((0, 20),), False)


def test_a_chain_whose_ends_share_other_text_is_two_pairs_and_no_group() -> None:
    assert groups_of([pair(0, 1, ((0, 20), (0, 20))), pair(1, 2, ((50, 70), (0, 20)))]) == []


def test_the_core_is_what_all_members_share() -> None:
    pairs = [pair(0, 1, ((0, 60), (0, 60))), pair(0, 2, ((30, 90), (0, 60)))]
    assert groups_of(pairs)[0].core == ((30, 60),)


def test_the_best_linked_member_is_quoted() -> None:
    (group,) = groups_of([pair(0, 3, ((0, 20), (5, 25))), pair(1, 3, ((0, 20), (10, 30)))])
    assert (group.members, group.core) == ((3, 0, 1), ((310, 325),))


def test_whoever_shares_another_place_with_the_centre_stays_a_pair() -> None:
    (group,) = groups_of([*equal(0, 1, 2), pair(0, 5, ((70, 90), (0, 20)))])
    assert group.members == (0, 1, 2)


def test_a_crowd_is_a_group_of_its_own_and_a_pair_with_an_outsider_joins_nobody() -> None:
    pairs = [*equal(0, 1, 2, 3), pair(3, 7, ((0, 20), (0, 20))), *equal(7, 8, 9)]
    assert [set(group.members) for group in groups_of(pairs, ((0, 1, 2, 3),))] == [{0, 1, 2, 3}, {7, 8, 9}]


def test_the_core_of_a_crowd_is_what_most_of_its_members_share() -> None:
    """Five partners: four have the first twenty syllables, two the rest."""
    pairs = [pair(0, n, ((0, 20), (0, 20))) for n in (1, 2, 3)]
    pairs += [pair(0, 4, ((0, 40), (0, 40))), pair(0, 5, ((20, 40), (0, 20)))]
    assert groups_of(pairs, ((0, 1, 2, 3, 4, 5),)) == [Group((0, 1, 2, 3, 4, 5), ((0, 20),))]


@pytest.mark.parametrize("reverse", [False, True])
def test_groups_do_not_depend_on_the_order_of_the_pairs(reverse: bool) -> None:
    pairs = [*equal(6, 7, 8), *equal(0, 1, 2, 3), pair(3, 6, ((40, 60), (40, 60)))]
    pairs = pairs[::-1] if reverse else pairs
    assert [set(group.members) for group in groups_of(pairs)] == [{0, 1, 2, 3}, {6, 7, 8}]


def test_everybody_has_the_row_of_their_group_or_none() -> None:
    assert group_rows([Group((2, 0), ()), Group((4, 5), ())], 6).tolist() == [0, -1, 0, -1, 1, 1]
    assert group_rows([], 2).tolist() == [-1, -1]
    assert groups_of([]) == []
