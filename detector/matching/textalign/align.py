"""The aligner: seeds, groups, edges, selection, digests."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from detector.corpus import Longs
from detector.matching.textalign.columns import Text, Texts
from detector.matching.textalign.digests import with_digests
from detector.matching.textalign.edges import SNAP_TOKENS, is_word_for_word, refined
from detector.matching.textalign.regions import Region, Stretch
from detector.matching.textalign.seeds import MAX_GAP_UNITS, Seeds, find_seeds, grouped
from detector.matching.textalign.selection import is_enough_nearby, is_near, is_promising, select
from detector.matching.textalign.sentences import MAX_UNIT_TOKENS

# How far a copy that is word for word may reach into a sentence that goes with it: "tiết/tuần" at its end.
SLACK_TOKENS = 4


def align_texts(texts: Texts, *, min_tokens: int) -> list[Region]:
    """Regions that one text has from the other, in the order of the left text; identical texts are one region a part.

    None is a digest.
    """
    if min(len(texts.left), len(texts.right)) < max(min_tokens, 1):
        return []
    if all(
        np.array_equal(*sides) for sides in zip(_ids_and_parts(texts.left), _ids_and_parts(texts.right), strict=True)
    ):
        parts = [Stretch(*ends) for ends in pairwise(texts.left.parts.tolist())]
        return [Region(part, part) for part in parts if part.tokens >= min_tokens]
    found = _found(texts, find_seeds(texts))
    return sorted(_with_neighbours(texts, select(texts, found.regions, min_tokens=min_tokens), found, min_tokens))


def align_with_digests(texts: Texts, *, min_tokens: int) -> list[Region]:
    """The same and digests, in the order of the left text."""
    return sorted(with_digests(texts, align_texts(texts, min_tokens=min_tokens)))


def _with_neighbours(texts: Texts, kept: list[Region], found: _Found, min_tokens: int) -> list[Region]:
    """Also what goes on near a passage in the same order: there less evidence is enough."""
    others = ((region, None) for region in found.regions if region not in kept)
    kept, waiting = list(kept), [*others, *found.faint]
    while rows := [row for row, (region, _) in enumerate(waiting) if any(is_near(region, other) for other in kept)]:
        near, waiting = [waiting[row] for row in rows], [one for row, one in enumerate(waiting) if row not in rows]
        for rough, seeds in near:
            region = rough if seeds is None else _with_edges(texts, seeds, rough)
            if region and region.tokens >= min_tokens and is_enough_nearby(texts, region, kept):
                kept.append(region)
    return kept


class _Found(NamedTuple):
    """Groups of seeds with their edges, and those with so little evidence that no edges were looked for."""

    regions: list[Region]
    faint: list[tuple[Region, Seeds | None]]


def _found(texts: Texts, seeds: Seeds) -> _Found:
    """Groups of seeds with their edges, and what these leave outside where that is word for word too."""
    found = _Found([], [])
    waiting = [seeds]
    while waiting:
        some = waiting.pop()
        for group in grouped(some, MAX_GAP_UNITS, (_parts(texts.left, some[0]), _parts(texts.right, some[1]))):
            rough = _region(texts, group)
            if not is_promising(texts, rough):
                found.faint.append((rough, group))
                continue
            region = refined(texts, rough)
            if not region or (some is not seeds and not is_word_for_word(texts, region)):
                continue
            region = _with_sentences(texts, group, region)
            found.regions.append(region)
            outside = _outside(texts, group, region)
            if 0 < len(outside[0]) < len(group[0]):
                waiting.append(outside)
    return found


def _with_edges(texts: Texts, seeds: Seeds, rough: Region) -> Region | None:
    region = refined(texts, rough)
    return region and _with_sentences(texts, seeds, region)


def _with_sentences(texts: Texts, seeds: Seeds, region: Region) -> Region:
    """The region with sentences next to it that are alike on both sides, and with all of those that it cuts.

    What is word for word ends where it ends, inside a sentence too, but for a few words.
    """
    cuts = SLACK_TOKENS if is_word_for_word(texts, region) else MAX_UNIT_TOKENS
    firsts, lasts = texts.left.units[seeds[0]], texts.left.units[seeds[0] + 1]
    start, end = region.left
    near = ((firsts <= start) & (start <= lasts)) | ((firsts <= end) & (end <= lasts))
    around = region
    for row in np.flatnonzero(near).tolist():
        pair = Region(_unit(texts.left, seeds[0][row]), _unit(texts.right, seeds[1][row]))
        if _is_cut(pair, region, cuts):
            around = around.around(pair)
    return around


def _unit(text: Text, row: int) -> Stretch:
    return Stretch(*text.units[row : row + 2].tolist())


def _is_cut(pair: Region, region: Region, cuts: int) -> bool:
    """Whether an edge lies in both units of a pair and leaves at most `cuts` tokens of each, or has a few of each."""
    starts = [(one.start, edge.start, one.end) for one, edge in zip(pair[:2], region[:2], strict=True)]
    ends = [(-one.end, -edge.end, -one.start) for one, edge in zip(pair[:2], region[:2], strict=True)]
    return any(
        all(first < edge <= last <= edge + cuts for first, edge, last in sides)
        or all(first <= edge < last and edge <= first + SNAP_TOKENS for first, edge, last in sides)
        for sides in (starts, ends)
    )


def _outside(texts: Texts, seeds: Seeds, region: Region) -> Seeds:
    """Seeds whose units the region leaves out on both sides."""
    left, right = (
        (text.units[units + 1] <= stretch.start) | (text.units[units] >= stretch.end)
        for text, units, stretch in (
            (texts.left, seeds[0], region.left),
            (texts.right, seeds[1], region.right),
        )
    )
    return seeds[0][left & right], seeds[1][left & right]


def _ids_and_parts(text: Text) -> tuple[Longs, Longs]:
    return text.ids, text.parts


def _parts(text: Text, units: Longs) -> Longs:
    """The part of the text that each unit is in."""
    return np.searchsorted(text.parts, text.units[units], side="right")


def _region(texts: Texts, seeds: Seeds) -> Region:
    left, right = (
        Stretch(int(text.units[units.min()]), int(text.units[units.max() + 1]))
        for text, units in zip((texts.left, texts.right), seeds, strict=True)
    )
    return Region(left, right)
