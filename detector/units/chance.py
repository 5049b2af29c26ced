"""How many pairs as strong as one chance alone makes, when more pairs were compared than one analysis saw.

An analysis of a batch knows how many chance pairs *its* texts make (`detector.matching.significance`). Its texts were
chosen from all units, so what was really compared are all pairs of submissions of different units: the number of
chance pairs grows in that proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detector.matches import Method, MethodNull, Null
from detector.settings import Settings


def between_units(
    nulls: Iterable[MethodNull], *, times: float, settings: Settings, submissions: int
) -> dict[Method, MethodNull]:
    """By method, from those of a batch: `times` as many pairs of `submissions` texts were compared.

    Pairs of which nobody knows how often chance makes them need as many bits as those of passages.
    """
    known = {one.method: _grown(one.null, times) for one in nulls}
    passages = known.get(Method.PASSAGES)
    return {
        method: MethodNull(method, _line(null or passages, settings, submissions), null, None)
        for method, null in known.items()
    }


def _grown(null: Null | None, times: float) -> Null | None:
    return null and replace(null, exceedances=null.exceedances * max(times, 1.0))


def _line(null: Null | None, settings: Settings, submissions: int) -> float:
    found = null.score_at(settings.chance_pairs_allowed(submissions)) if null else 0.0
    return max(found, settings.pair_min_bits)
