"""The aligner: seeds, groups, edges, digests, selection."""

from __future__ import annotations

import numpy as np

from detector.matching.textalign.columns import Texts
from detector.matching.textalign.digests import digests, without_parts
from detector.matching.textalign.edges import refined
from detector.matching.textalign.regions import Region, Stretch
from detector.matching.textalign.seeds import MAX_GAP_UNITS, Seeds, find_seeds, grouped
from detector.matching.textalign.selection import select


def align_texts(texts: Texts, *, min_tokens: int) -> list[Region]:
    """Regions that one text has from the other, in the order of the left text; identical texts are one region."""
    if min(len(texts.left), len(texts.right)) < max(min_tokens, 1):
        return []
    if np.array_equal(texts.left.ids, texts.right.ids):
        everything = Stretch(0, len(texts.left))
        return [Region(everything, everything)]
    groups = grouped(find_seeds(texts), MAX_GAP_UNITS)
    regions = [region for group in groups if (region := refined(texts, _region(texts, group)))]
    chosen = select(texts, regions, min_tokens=min_tokens)
    wide = digests(texts, chosen)
    return sorted(select(texts, wide + without_parts(chosen, wide), min_tokens=min_tokens))


def _region(texts: Texts, seeds: Seeds) -> Region:
    left, right = (
        Stretch(int(text.units[units.min()]), int(text.units[units.max() + 1]))
        for text, units in zip((texts.left, texts.right), seeds, strict=True)
    )
    return Region(left, right)
