"""The aligner's regions as passages of the two texts."""

from __future__ import annotations

import numpy as np

from detector.matches import Passage, Side
from detector.matching.textalign.align import align_texts
from detector.matching.textalign.columns import Text, Texts, columns_of
from detector.matching.textalign.regions import Region, Stretch

_TRAILING = frozenset(".,;:!?…)]}\"'”’»%")


def compare_texts(left: str, right: str, *, min_tokens: int) -> list[Passage]:
    """Passages of at least `min_tokens` on the shorter side, by left start; offsets are characters of the arguments."""
    texts = columns_of(left, right)
    return [_passage(left, right, texts, region) for region in align_texts(texts, min_tokens=min_tokens)]


def _passage(left: str, right: str, texts: Texts, region: Region) -> Passage:
    ours, theirs = (text.ids[slice(*stretch)] for text, stretch in zip((texts.left, texts.right), region, strict=True))
    matched = min(int(np.isin(ours, theirs).sum()), int(np.isin(theirs, ours).sum()))
    return Passage(
        _side("left", left, texts.left, region.left),
        _side("right", right, texts.right, region.right),
        similarity=matched / max(len(ours), len(theirs)),
    )


def _side(name: str, original: str, text: Text, stretch: Stretch) -> Side:
    """Characters of the stretch, with the punctuation that ends it."""
    end = int(text.ends[stretch.end - 1])
    while end < len(original) and original[end] in _TRAILING:
        end += 1
    return Side(name, int(text.starts[stretch.start]), end)
