"""Expected number of chance pairs, scaled to all pairs compared across units.

An analysis of a batch knows how many chance pairs *its* texts make (`detector.matching.significance`). Its texts were
chosen from all units, so what was really compared are all pairs of submissions of different units: the number of
chance pairs grows in that proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detector.lines import lines_at
from detector.matches import Method, MethodNull, Null
from detector.settings import Settings


def between_units(
    nulls: Iterable[MethodNull], *, times: float, settings: Settings, submissions: int
) -> dict[Method, MethodNull]:
    """By method, from those of a batch: `times` as many pairs of `submissions` texts were compared.

    Pairs of which nobody knows how often chance makes them need as many bits as those of passages.
    """
    known = [MethodNull(one.method, 0.0, _grown(one.null, times), None) for one in nulls]
    return {one.method: one for one in lines_at(known, settings, {None: submissions})}


def _grown(null: Null | None, times: float) -> Null | None:
    return null and replace(null, exceedances=null.exceedances * max(times, 1.0))
