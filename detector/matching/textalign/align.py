"""The aligner: seeds, groups, edges, digests, selection."""

from __future__ import annotations

from collections.abc import Iterator

from detector.matching.textalign.columns import Texts
from detector.matching.textalign.digests import digests, without_parts
from detector.matching.textalign.edges import refined
from detector.matching.textalign.regions import Region, Stretch, cosine
from detector.matching.textalign.seeds import MAX_GAP_UNITS, Seeds, find_seeds, grouped
from detector.matching.textalign.selection import select

MIN_GROUP_COSINE = 0.34  # of the sums of a group's units; a group below it is split at smaller gaps


def align_texts(texts: Texts, *, min_tokens: int) -> list[Region]:
    """Regions that one text has from the other, no token in two of them, in the order of the left text."""
    if not (len(texts.left) and len(texts.right)):
        return []
    regions = [
        region for group in _groups(texts, find_seeds(texts), MAX_GAP_UNITS) if (region := refined(texts, group))
    ]
    chosen = select(texts, regions, min_tokens=min_tokens)
    wide = digests(texts, chosen)
    return sorted(select(texts, wide + without_parts(chosen, wide), min_tokens=min_tokens))


def _groups(texts: Texts, seeds: Seeds, gap: int) -> Iterator[Region]:
    """Regions around groups of seeds, each the widest that is alike as a whole."""
    for group in grouped(seeds, gap):
        region = _region(texts, group)
        if cosine(texts, region) > MIN_GROUP_COSINE:
            yield region
        elif gap:
            yield from _groups(texts, group, gap - 1)


def _region(texts: Texts, seeds: Seeds) -> Region:
    left, right = (
        Stretch(int(text.units[units.min()]), int(text.units[units.max() + 1]))
        for text, units in zip((texts.left, texts.right), seeds, strict=True)
    )
    return Region(left, right)
