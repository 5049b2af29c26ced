"""How many pairs of unrelated people have a passage with so much evidence in this unit: copies and events set apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Floats, Ints, Longs
from detector.documents import Role
from detector.matches import Null
from detector.matching.evidence import FoundPair
from detector.matching.significance import fit_null, null_window
from detector.settings import Settings

# Bits over which the number of unrelated pairs falls by a factor e, where the unit itself says too little.
_PRIOR_SCALE_BITS = 8.0
_LEVEL_BITS = 20.0  # from which they are counted
# Pairs beyond so many windows of the fit hold texts together; in a large unit chance reaches beyond the first, and all
# texts would hang together: then fewer pairs are taken, until this share of the persons is left as groups.
_WINDOWS = (1.0, 2.0, 4.0)
_LEAST_GROUPS = 0.65


def passage_null(
    corpus: Corpus,
    pairs: Sequence[FoundPair],
    writers: Ints,
    crowds: Sequence[Sequence[int]],
    settings: Settings,
) -> Null:
    """Fall-off of pairs of this unit's submissions, without what copies add to it.

    Whoever copied a text has its chance resemblances too. So pairs are counted between groups: what is one crowd, or
    hangs together by pairs with more evidence than the window of the fit, counts once with any other group. Where so
    many copied that too few groups are left, only such pairs are left out, and those whose sides both have one with a
    third. And chance is a matter of people: of twelve sheets of one person each is a twelfth of a text, so that the
    line does not rise with the months.
    And what a few people have is one event of chance, whoever of them is looked at: five with one pledge are not ten.
    What is counted is then scaled to all pairs of persons, so that copies neither raise the line nor lower it.
    Only candidates are pairs, and so is what is flagged: no chance pair that is never looked at needs to be counted.
    """
    is_submission = corpus.has_role(Role.SUBMISSION)
    people = len(np.unique(writers[is_submission]))
    between = [
        pair
        for pair in pairs
        if is_submission[pair.left] and is_submission[pair.right] and writers[pair.left] != writers[pair.right]
    ]
    left, right = (np.array([getattr(pair, side) for pair in between], np.int64) for side in ("left", "right"))
    bits = np.array([pair.bits for pair in between], np.float64)
    start = max(settings.passage_min_bits, _LEVEL_BITS)
    events = np.array([_pairs_of(_few_with(pair, settings)) for pair in between], np.float64)
    parts = is_submission / np.maximum(np.bincount(writers, is_submission)[writers], 1.0)
    in_crowds = _of_crowds(len(corpus), crowds)
    for windows in _WINDOWS:
        beyond = bits > start + windows * null_window(_PRIOR_SCALE_BITS)
        groups = _linked(in_crowds, left[beyond], right[beyond])
        sizes = np.minimum(np.bincount(groups, parts), 1.0)  # of each group, in texts
        if sizes.sum() >= _LEAST_GROUPS * people:
            one, other, strongest, event = strongest_between(groups[left], groups[right], bits, events)
            counted = _pairs_of(float(sizes.sum()))
            break
    else:
        sizes = np.minimum(np.bincount(in_crowds, parts), 1.0)
        one, other, strongest, event = strongest_between(in_crowds[left], in_crowds[right], bits, events)
        related = _related(one, other, strongest > start + null_window(_PRIOR_SCALE_BITS), len(sizes))
        apart = ~np.isin(one * len(sizes) + other, related.row.astype(np.int64) * len(sizes) + related.col)
        one, other, strongest, event = one[apart], other[apart], strongest[apart], event[apart]
        counted = max(_pairs_of(float(sizes.sum())) - float(sizes[related.row] @ sizes[related.col]), 1.0)
    return fit_null(
        strongest,
        level=start,
        prior_scale=_PRIOR_SCALE_BITS,
        share=counted / _pairs_of(people),
        counts=sizes[one] * sizes[other] / event,
    )


def _related(left: Longs, right: Longs, strong: Bools, count: int) -> sparse.coo_matrix:
    """Pairs, left < right, that are `strong` (bool[pairs]) or whose sides both have a strong one with a third."""
    rows, columns = np.concatenate([left[strong], right[strong]]), np.concatenate([right[strong], left[strong]])
    links = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count)).tocsr()
    return sparse.triu(links + links @ links, 1).tocoo()


def strongest_between(left: Longs, right: Longs, bits: Floats, events: Floats) -> tuple[Longs, Longs, Floats, Floats]:
    """The pairs of different groups, the largest of the bits between the two, and what `events` says of that one."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    apart = np.flatnonzero(low != high)
    order = apart[np.lexsort((-bits[apart], high[apart], low[apart]))]
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)
    chosen = order[first]
    return low[chosen], high[chosen], bits[chosen], events[chosen]


def _few_with(pair: FoundPair, settings: Settings) -> int:
    """How many people have the strongest passage of a pair, where they are a few; else two: the pair alone."""
    spread = max(pair.passages, key=lambda passage: passage.bits).spread if pair.passages else 2
    return spread if spread <= 2 * settings.common_rank else 2


def _pairs_of(count: float) -> float:
    """How many pairs there are of so many; 1 where there is none."""
    return max(count * (count - 1) / 2, 1.0)


def _of_crowds(count: int, crowds: Sequence[Sequence[int]]) -> Longs:
    """A number for each of `count` documents, equal for those of one crowd."""
    numbers = np.arange(count, dtype=np.int64)
    for crowd in crowds:
        numbers[list(crowd)] = crowd[0]
    return numbers


def _linked(numbers: Longs, left: Longs, right: Longs) -> Longs:
    """A number for each document, equal where equal `numbers` or a pair hold two together."""
    count = len(numbers)
    rows, columns = np.concatenate([np.arange(count), left]), np.concatenate([count + numbers, right])
    graph = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(2 * count, 2 * count))
    return connected_components(graph, directed=False)[1][:count].astype(np.int64)
