"""Programs from the package index that a user might pick instead, in an environment of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.scaling.measure import run, table
from tests.benchmarks.scaling.scans import Scans
from tests.benchmarks.scaling.units import FOUND, make_unit

PACKAGES = {"copydetect": "copydetect==0.5.0", "copy-spotter": "copy-spotter==0.1.16", "akin": "akin==1.0.1"}


def against_peers(scans: Scans, size: int, interpreter: Path | None, seed: int) -> Iterator[str]:
    unit = make_unit("planted", scans.work, size, seed=seed)
    ours = scans.of(unit)
    cost = ours.cold.cost
    rows: list[dict[str, object]] = [
        {"program": "detector, cold", "seconds": cost.seconds, "CPU": cost.cpu, "peak MiB": cost.peak_mib, "ratio": 1.0}
        | {"pairs": len(ours.flagged), **unit.found(ours.flagged)}
    ]
    interpreter = interpreter or environment(scans.work / "peers")
    for name, package in PACKAGES.items():
        try:
            peer, told = run([interpreter, Path(__file__).with_name("peer_program.py"), name, unit.folder, unit.form])
        except RuntimeError as error:
            rows.append({"program": package, "seconds": f"failed: {str(error).splitlines()[-1][:80]}"})
            continue
        pairs = {frozenset(pair) for pair in json.loads(told)}
        figures = {"seconds": peer.seconds, "CPU": peer.cpu, "peak MiB": peer.peak_mib}
        row = {"program": package, **figures, "ratio": peer.seconds / cost.seconds, "pairs": len(pairs)}
        rows.append(row | unit.found(pairs))
    yield f"## Peers on {size:,} files"
    yield table(["program", "seconds", "CPU", "peak MiB", "ratio", "pairs", *FOUND], rows)


def environment(folder: Path) -> Path:
    """An interpreter that has the peers; made once, which needs a package index."""
    inside = folder / "bin" / "python"
    if not inside.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([inside, "-m", "pip", "install", "-q", *PACKAGES.values()], check=True, stdout=sys.stderr)
    return inside
