"""Units that could cost more than their size: each beside an ordinary one of as many characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.scaling.measure import Cost, median_cost, table
from tests.benchmarks.scaling.scans import Place, Scans, flagged, scan
from tests.benchmarks.scaling.units import Unit, make_unit

_NAMES = {
    "copies": "copies of one file",
    "signed": "one text under each person's name",
    "stock": "stock sentences only",
    "large": "one long text beside 50",
    "handed": "one sentence in all texts",
    "heads": "heads of so many lines in two layouts, beside 50",
    "namesakes": "people of one name",
}
_NAMESAKES = 300


def against_ordinary(scans: Scans, size: int, large_bytes: int, seed: int) -> Iterator[str]:
    yield "## Worst cases beside ordinary units of as many characters, cold"
    whole = scans.work / "whole.toml"
    whole.write_text("max_characters = 50_000_000\n", encoding="utf-8")  # or the long text would be cut
    rows: list[dict[str, object]] = []
    known: dict[int, Cost] = {}
    sizes = {"large": large_bytes, "namesakes": min(size, _NAMESAKES)}
    for kind, name in _NAMES.items():
        unit = make_unit(kind, scans.work, sizes.get(kind, size), seed=seed)
        ordinary = _ordinary(scans, unit, seed)
        usual = known.get(ordinary.size) or _cost(scans, ordinary, whole)
        known[ordinary.size] = usual
        cost, place = _cost(scans, unit, whole), _place(scans)
        rows.append(
            {
                "unit": name,
                "texts": unit.size,
                "characters": unit.characters,
                "seconds": cost.seconds,
                "CPU": cost.cpu,
                "peak MiB": cost.peak_mib,
                "flagged": len(flagged(place.run)),
                "ordinary texts": ordinary.size,
                "ordinary characters": ordinary.characters,
                "ordinary s": usual.seconds,
                "ordinary MiB": usual.peak_mib,
                "ordinary CPU": usual.cpu,
                "x seconds": cost.seconds / usual.seconds,
                "x CPU": cost.cpu / usual.cpu,
                "x memory": cost.peak_mib / usual.peak_mib,
            }
        )
    yield table([*rows[0]], rows)


def _cost(scans: Scans, unit: Unit, settings: Path) -> Cost:
    """Medians of scans with nothing known."""
    times = range(scans.repeat)
    return median_cost(
        [scan(unit.folder, _place(scans, fresh=True), jobs=scans.jobs, settings=settings).cost for _ in times]
    )


def _place(scans: Scans, *, fresh: bool = False) -> Place:
    folder = scans.work / "worst"
    return Place.fresh(folder) if fresh else Place(folder / "run", folder / "cache")


def _ordinary(scans: Scans, unit: Unit, seed: int) -> Unit:
    """An ordinary unit of as many characters, give or take one text in a hundred."""
    sample = make_unit("planted", scans.work, 100, seed=seed)
    size = max(50, round(unit.characters / (sample.characters / sample.size)))
    made = make_unit("planted", scans.work, size, seed=seed)
    better = max(50, round(unit.characters / (made.characters / made.size)))  # offices write at different length
    return made if abs(better - size) <= size // 100 else make_unit("planted", scans.work, better, seed=seed)
