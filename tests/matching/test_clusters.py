from __future__ import annotations

from detector.matching.clusters import Group, cluster_rows, find_clusters
from detector.matching.evidence import FoundPair, FoundPassage

Range = tuple[int, int]


def pair(left: int, right: int, *passages: tuple[Range, Range]) -> FoundPair:
    """Document n has the tokens 100 n to 100 n + 100; ranges are given within the document."""
    return FoundPair(
        left,
        right,
        tuple(
            FoundPassage(
                (100 * left + a[0], 100 * left + a[1]), (100 * right + b[0], 100 * right + b[1]), 20, 1.0, 99.0, 2
            )
            for a, b in passages
        ),
    )


def test_pairs_that_hang_together_are_one_group() -> None:
    groups = find_clusters(
        [pair(0, 1, ((0, 9), (0, 9))), pair(1, 2, ((0, 9), (0, 9))), pair(4, 5, ((0, 9), (0, 9)))], 6
    )
    assert [set(group.members) for group in groups] == [{0, 1, 2}, {4, 5}]


def test_the_core_is_the_text_that_all_others_share_with_the_first() -> None:
    groups = find_clusters(
        [
            pair(0, 1, ((10, 40), (0, 30))),
            pair(0, 2, ((20, 60), (0, 40))),
            pair(1, 2, ((10, 30), (0, 20))),
        ],
        3,
    )
    assert groups == [Group((0, 1, 2), ((20, 40),))]


def test_the_core_may_have_several_parts() -> None:
    groups = find_clusters(
        [
            pair(0, 1, ((0, 50), (0, 50))),
            pair(0, 2, ((5, 10), (0, 5)), ((30, 60), (30, 60))),
        ],
        3,
    )
    assert groups[0].core == ((5, 10), (30, 50))


def test_two_passages_of_one_pair_that_overlap_count_once() -> None:
    groups = find_clusters(
        [
            pair(0, 1, ((0, 20), (0, 20)), ((10, 30), (50, 70))),
            pair(0, 2, ((0, 30), (0, 30))),
        ],
        3,
    )
    assert groups[0].core == ((0, 30),)


def test_a_chain_whose_ends_share_other_text_has_no_core() -> None:
    groups = find_clusters([pair(0, 1, ((0, 20), (0, 20))), pair(1, 2, ((50, 70), (0, 20)))], 3)
    assert groups == [Group((1, 0, 2), ())]


def test_a_chain_of_four_has_no_core_because_nobody_shares_with_all() -> None:
    chain = [pair(n, n + 1, ((0, 20), (0, 20))) for n in range(3)]
    (group,) = find_clusters(chain, 4)
    assert set(group.members) == {0, 1, 2, 3}
    assert group.core == ()


def test_the_member_with_most_partners_comes_first_and_is_quoted() -> None:
    (group,) = find_clusters([pair(0, 3, ((0, 20), (5, 25))), pair(1, 3, ((0, 20), (10, 30)))], 4)
    assert group.members == (3, 0, 1)
    assert group.core == ((310, 325),)


def test_the_core_of_two_is_what_they_share() -> None:
    (group,) = find_clusters([pair(0, 1, ((3, 9), (0, 6)))], 2)
    assert group == Group((0, 1), ((3, 9),))


def test_larger_groups_come_first_then_the_lower_row() -> None:
    pairs = [pair(a, b, ((0, 9), (0, 9))) for a, b in ((6, 7), (0, 1), (3, 4), (3, 5))]
    assert [min(group.members) for group in find_clusters(pairs, 8)] == [3, 0, 6]


def test_everybody_has_the_row_of_their_group_or_none() -> None:
    groups = [Group((2, 0), ()), Group((4, 5), ())]
    assert cluster_rows(groups, 6).tolist() == [0, -1, 0, -1, 1, 1]
    assert cluster_rows([], 2).tolist() == [-1, -1]
    assert find_clusters([], 5) == []
