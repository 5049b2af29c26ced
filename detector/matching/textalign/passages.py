"""The aligner's regions as passages of the two texts."""

from __future__ import annotations

from detector.matches import Passage, Side
from detector.matching.textalign.align import align_with_digests
from detector.matching.textalign.columns import Side as Columns
from detector.matching.textalign.columns import paired, side_of
from detector.matching.textalign.regions import Stretch, similarity
from detector.text.quotes import with_trailing

DIGEST = "digest"  # the kind of a passage that is made of words from all over its longer side


def compare_texts(left: str, right: str, *, min_tokens: int) -> list[Passage]:
    """Passages of at least `min_tokens` on the shorter side, by left start; offsets are characters of the arguments."""
    sides = side_of(left), side_of(right)
    texts = paired(*sides)
    return [
        Passage(
            _side("left", left, sides[0], region.left),
            _side("right", right, sides[1], region.right),
            kind=DIGEST if region.is_digest else "shared",
            similarity=similarity(texts, region),
        )
        for region in align_with_digests(texts, min_tokens=min_tokens)
    ]


def _side(name: str, original: str, columns: Columns, stretch: Stretch) -> Side:
    """Characters of the stretch, with the punctuation that ends it."""
    end = with_trailing(original, int(columns.ends[stretch.end - 1]))
    return Side(name, int(columns.starts[stretch.start]), end)
