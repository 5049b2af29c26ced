"""The aligner: seeds, groups, edges, selection, digests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from detector.corpus import Longs
from detector.matching.textalign.columns import Text, Texts
from detector.matching.textalign.digests import with_digests
from detector.matching.textalign.edges import is_word_for_word, refined
from detector.matching.textalign.regions import Region, Stretch
from detector.matching.textalign.seeds import MAX_GAP_UNITS, Seeds, find_seeds, grouped
from detector.matching.textalign.selection import is_promising, select
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
    regions = _regions(texts, find_seeds(texts))
    return sorted(select(texts, regions, min_tokens=min_tokens))


def align_with_digests(texts: Texts, *, min_tokens: int) -> list[Region]:
    """The same and digests, in the order of the left text."""
    return sorted(with_digests(texts, align_texts(texts, min_tokens=min_tokens)))


def _regions(texts: Texts, seeds: Seeds) -> Iterator[Region]:
    """Groups of seeds with their edges, and what these leave outside where that is word for word too."""
    waiting = [seeds]
    while waiting:
        found = waiting.pop()
        for group in grouped(found, MAX_GAP_UNITS, (_parts(texts.left, found[0]), _parts(texts.right, found[1]))):
            rough = _region(texts, group)
            if not is_promising(texts, rough) or not (region := refined(texts, rough)):
                continue
            if found is not seeds and not is_word_for_word(texts, region):
                continue
            region = _with_sentences(texts, group, region)
            yield region
            outside = _outside(texts, group, region)
            if 0 < len(outside[0]) < len(group[0]):
                waiting.append(outside)


def _with_sentences(texts: Texts, seeds: Seeds, region: Region) -> Region:
    """The region with sentences next to it that are alike on both sides, and with all of those that it cuts.

    What is word for word ends where it ends, inside a sentence too, but for a few words.
    """
    cuts = SLACK_TOKENS if is_word_for_word(texts, region) else MAX_UNIT_TOKENS
    (left, left_end), (right, right_end) = (
        (text.units[units], text.units[units + 1]) for text, units in zip((texts.left, texts.right), seeds, strict=True)
    )
    before = (left < region.left.start) & (region.left.start <= left_end) & (left_end <= region.left.start + cuts)
    before &= (
        (right < region.right.start) & (region.right.start <= right_end) & (right_end <= region.right.start + cuts)
    )
    behind = (left <= region.left.end) & (region.left.end < left_end) & (region.left.end <= left + cuts)
    behind &= (right <= region.right.end) & (region.right.end < right_end) & (region.right.end <= right + cuts)
    for row in np.flatnonzero(before | behind).tolist():
        ours = Stretch(int(left[row]), int(left_end[row]))
        region = region.around(Region(ours, Stretch(int(right[row]), int(right_end[row]))))
    return region


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
