"""Which regions are passages."""

from __future__ import annotations

from collections.abc import Iterable

from detector.matching.textalign.columns import Texts
from detector.matching.textalign.regions import Region, evidence, shares

MIN_EVIDENCE = 90.0
# Who copies word for word here does not paraphrase there: beside a passage of so many tokens that is copied whole,
# only what is at least as alike as this counts.
VERBATIM_SHARE = 0.9
VERBATIM_TOKENS = 30
MIN_SHARE_BESIDE_VERBATIM = 0.6


def select(texts: Texts, regions: Iterable[Region], *, min_tokens: int) -> list[Region]:
    """Regions with enough evidence, the strongest first; of two that overlap the stronger one."""
    long_enough = [region for region in regions if region.tokens >= min_tokens]
    strengths = {region: evidence(texts, region) for region in long_enough}
    kept: list[Region] = []
    for region in sorted(strengths, key=lambda region: (-strengths[region], sum(region, ()))):
        if strengths[region] >= MIN_EVIDENCE and not any(region.overlaps(other) for other in kept):
            kept.append(region)
    return _beside_verbatim(texts, kept)


def _beside_verbatim(texts: Texts, regions: list[Region]) -> list[Region]:
    alike = {region: min(shares(texts, region)) for region in regions}
    if not any(alike[region] >= VERBATIM_SHARE and region.tokens >= VERBATIM_TOKENS for region in regions):
        return regions
    return [region for region in regions if alike[region] >= MIN_SHARE_BESIDE_VERBATIM]
