"""Seconds by stage, the obvious pipeline on the same files, growth with the size, and what starting costs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.scaling import obvious
from tests.benchmarks.scaling.measure import floor_seconds, python, run, table
from tests.benchmarks.scaling.scans import REST, Scans
from tests.benchmarks.scaling.units import FOUND, TOLD, Unit, make_unit

_STARTS = {
    "a bare interpreter": ("-c", "pass"),
    "import detector": ("-c", "import detector"),
    "detector --help": ("-m", "detector", "--help"),
    "detector scan --help": ("-m", "detector", "scan", "--help"),
}
_START_ROUNDS = 10


def stages(scans: Scans, sizes: Sequence[int], seed: int) -> Iterator[str]:
    yield f"## Stages\n\nMedians of {scans.repeat}; {scans.jobs} processes."
    rows: list[dict[str, object]] = []
    by_stage: list[dict[str, object]] = []
    for size in sizes:
        unit = make_unit("planted", scans.work, size, seed=seed)
        measured, floor = scans.of(unit), floor_seconds(unit.folder)
        for cache, scanned in (("cold", measured.cold), ("warm", measured.warm), ("again", measured.again)):
            who: dict[str, object] = {"submissions": size, "cache": cache}
            by_stage.append(who | scanned.stages)
            cost = scanned.cost
            figures = {"seconds": cost.seconds, "CPU": cost.cpu, "peak MiB": cost.peak_mib}
            far = {"floor ms": 1000 * floor, "x floor": cost.seconds / floor}
            rows.append(who | figures | far | unit.found(measured.flagged) | unit.told(measured.told))
    names = [name for name in by_stage[0] | by_stage[-1] if name != REST]
    yield table([*names, REST], by_stage)
    yield table(["submissions", "cache", "seconds", "CPU", "peak MiB", "floor ms", "x floor", *FOUND, TOLD], rows)


def against_obvious(scans: Scans, sizes: Sequence[int], up_to: int, seed: int) -> Iterator[str]:
    yield "## The obvious pipeline on the same files"
    rows: list[dict[str, object]] = []
    measured: dict[str, Any] = {}
    for size in sizes:
        unit = make_unit("planted", scans.work, size, seed=seed)
        ours = scans.of(unit)
        if size <= up_to:
            result = scans.work / "obvious.sqlite"
            cost, told = run(python("-m", "tests.benchmarks.scaling.obvious", unit.folder, result))
            measured = json.loads(told)
            measured["start"] = cost.seconds - sum(measured["seconds"].values())
            measured["candidates by syllables"] = _only_lsh(unit)["candidates"] if size < sizes[-1] else 0
            found = unit.found(obvious.found_pairs(result))
            row = {"submissions": f"{size:,}", "peak MiB": cost.peak_mib, **measured["seconds"], **found}
            seconds, candidates = cost.seconds, measured["candidates"]
        elif measured:
            at_size = _only_lsh(unit)
            more = at_size["candidates"] / max(1, measured["candidates by syllables"])
            by_stage = obvious.extrapolated(measured["seconds"], size / measured["documents"], more, at_size["seconds"])
            row = {"submissions": f"{size:,} (extrapolated)", **by_stage}
            seconds, candidates = measured["start"] + sum(by_stage.values()), round(measured["candidates"] * more)
        else:
            continue
        row |= {"candidates": candidates, "seconds": seconds, "start": measured["start"]}
        cold, warm = ours.cold.cost.seconds, ours.warm.cost.seconds
        rows.append(row | {"ours": cold, "ratio": seconds / cold, "ratio, warm": seconds / warm})
    yield table(["submissions", "start", *obvious.STAGES, "candidates", "seconds", "peak MiB", *FOUND], rows)
    yield table(["submissions", "seconds", "ours", "ratio", "ratio, warm"], rows)
    yield (
        f"Extrapolated from the largest size that was measured: {', '.join(obvious.BY_DOCUMENT)} by submissions, "
        f"{', '.join(obvious.BY_CANDIDATE)} by candidate pairs. LSH is measured at each size, on syllable shingles, "
        "and so is how many times as many candidates it gives."
    )


def _only_lsh(unit: Unit) -> dict[str, Any]:
    _, told = run(python("-m", "tests.benchmarks.scaling.obvious", unit.folder, "--only-lsh"))
    result: dict[str, Any] = json.loads(told)
    return result


def other_folders(scans: Scans, folders: Sequence[Path]) -> Iterator[str]:
    """Texts that this project did not generate: the scan and the obvious pipeline, one after the other."""
    yield f"## Other folders\n\nMedians of {scans.repeat}; {scans.jobs} processes. Ratios are of CPU seconds."
    rows: list[dict[str, object]] = []
    by_stage: list[dict[str, object]] = []
    for folder in folders:
        texts = sum(path.is_file() for path in folder.rglob("*"))
        measured = scans.of_folder(folder)
        plain, _ = run(python("-m", "tests.benchmarks.scaling.obvious", folder, scans.work / "obvious.sqlite"))
        for cache, scanned in (("cold", measured.cold), ("warm", measured.warm), ("again", measured.again)):
            who: dict[str, object] = {"folder": folder.name, "texts": texts, "cache": cache}
            by_stage.append(who | scanned.stages)
            cost = scanned.cost
            figures = {"seconds": cost.seconds, "CPU": cost.cpu, "peak MiB": cost.peak_mib}
            beside = {"obvious, CPU": plain.cpu, "ratio": plain.cpu / cost.cpu}
            rows.append(who | figures | beside | {"pairs": len(measured.told), "flagged": len(measured.flagged)})
    names = [name for name in by_stage[0] | by_stage[-1] if name != REST] if by_stage else []
    yield table([*names, REST], by_stage)
    yield table([*rows[-1]] if rows else [], rows)


def growth(scans: Scans, sizes: Sequence[int], seed: int) -> Iterator[str]:
    yield "## Growth: seconds for each 1,000 submissions"
    rows: list[dict[str, object]] = []
    for size in sizes:
        measured = scans.of(make_unit("planted", scans.work, size, seed=seed))
        row: dict[str, object] = {"submissions": size}
        for cache, cost in (("cold", measured.cold.cost), ("warm", measured.warm.cost)):
            row |= {cache: 1000 * cost.seconds / size, f"{cache} CPU": 1000 * cost.cpu / size}
            before = rows[-1].get(cache) if rows else None
            row[f"{cache}, to the size above"] = row[cache] / before if before else ""  # type: ignore[operator]
        rows.append(row | {"MiB": measured.cold.cost.peak_mib * 1000 / size})
    yield table([*rows[-1]], rows)


def startup() -> Iterator[str]:
    yield f"## Starting: medians of {_START_ROUNDS}"
    rows = []
    for name, arguments in _STARTS.items():
        costs = [run(python(*arguments))[0] for _ in range(_START_ROUNDS)]
        seconds, cpu = (median(figures) for figures in ([c.seconds for c in costs], [c.cpu for c in costs]))
        rows.append({"what": name, "seconds": seconds, "CPU": cpu})
    yield table(["what", "seconds", "CPU"], rows)
