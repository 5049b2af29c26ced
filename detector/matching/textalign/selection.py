"""Which regions are passages."""

from __future__ import annotations

from collections.abc import Iterable

from detector.matching.textalign.columns import Texts
from detector.matching.textalign.edges import is_word_for_word
from detector.matching.textalign.regions import Region, evidence, shares

MIN_EVIDENCE = 90.0  # nats; 80 finds something in one of the 100 clean pairs of the PAN 2013 sample
MIN_EVIDENCE_VERBATIM = 50.0  # fifteen common words; a sentence of twelve words in two short texts has 75
# Share of it that a group of seeds has before its edges are looked for, which costs eight times as much. On the PAN
# 2013 sample and 640 pairs of Vietnamese texts .8 loses nothing.
PROMISING = 0.7
NEARLY = 0.75  # of both sides: a sentence with a changed name or number needs no more evidence than one without
# Who copies word for word here does not paraphrase there (the adaptive rule of Sanchez-Perez et al., milder): beside a
# passage of so many tokens that is copied whole, only what is at least as alike as this counts.
VERBATIM_SHARE = 0.9
VERBATIM_TOKENS = 30
MIN_SHARE_BESIDE_VERBATIM = 0.6
# A copy goes on: so near a passage, in the same order, less evidence is enough. A sentence of twelve words of which
# every third is another one has 12 to 20 nats and .4. On the PAN 2013 sample nothing changes up to 80 tokens; 200, or a
# share of .3, finds one passage too many.
NEARBY_TOKENS = 40
MIN_EVIDENCE_NEARBY = 12.0
MIN_SHARE_NEARBY = 0.4


def select(texts: Texts, regions: Iterable[Region], *, min_tokens: int) -> list[Region]:
    """Regions with enough evidence, the strongest first; of two reports of one finding the stronger."""
    strengths = {region: evidence(texts, region) for region in regions if region.tokens >= min_tokens}
    kept: list[Region] = []
    for region in sorted(strengths, key=lambda region: (-strengths[region], region)):
        if _is_enough(texts, region, strengths[region]) and not any(region.overlaps(other) for other in kept):
            kept.append(region)
    return _beside_verbatim(texts, kept)


def is_promising(texts: Texts, region: Region) -> bool:
    """False where a group of seeds has so little evidence that better edges will not bring enough."""
    return evidence(texts, region) >= PROMISING * MIN_EVIDENCE_VERBATIM


def is_near(region: Region, other: Region) -> bool:
    """Whether one goes on where the other ends, in the same order on both sides."""
    left, right = other.left.start - region.left.end, other.right.start - region.right.end
    if left < 0 or right < 0:
        left, right = region.left.start - other.left.end, region.right.start - other.right.end
    return 0 <= left <= NEARBY_TOKENS and 0 <= right <= NEARBY_TOKENS


def is_enough_nearby(texts: Texts, region: Region, kept: Iterable[Region]) -> bool:
    """Whether a region beside one that is kept is a passage too."""
    return (
        any(is_near(region, other) for other in kept)
        and not any(region.overlaps(other) for other in kept)
        and evidence(texts, region) >= MIN_EVIDENCE_NEARBY
        and min(shares(texts, region)) >= MIN_SHARE_NEARBY
    )


def _is_enough(texts: Texts, region: Region, strength: float) -> bool:
    if strength >= MIN_EVIDENCE:
        return True
    if strength < MIN_EVIDENCE_VERBATIM:
        return False
    return is_word_for_word(texts, region) or min(shares(texts, region)) >= NEARLY


def _beside_verbatim(texts: Texts, regions: list[Region]) -> list[Region]:
    alike = {region: min(shares(texts, region)) for region in regions}
    if not any(alike[region] >= VERBATIM_SHARE and region.tokens >= VERBATIM_TOKENS for region in regions):
        return regions
    return [region for region in regions if alike[region] >= MIN_SHARE_BESIDE_VERBATIM]
