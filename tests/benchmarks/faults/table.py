"""The table of faults: rows, and what a message must be. Importing a module of faults puts its rows into the table."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.faults.tools import CannotBeMadeError


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `kept` is None for a fault that could not be made."""

    fault: str
    expected: str
    seen: str
    kept: bool | None


LANGUAGES = ("en", "vi")
Fault = Callable[[Path], tuple[str, bool]]
FAULTS: dict[str, tuple[str, Fault]] = {}


def fault(name: str, expected: str) -> Callable[[Fault], Fault]:
    """Puts a function into the table."""

    def put(function: Fault) -> Fault:
        FAULTS[name] = (expected, function)
        return function

    return put


def told(said: str) -> bool:
    """A message that names a place and ends in what to do."""
    return said.startswith(("detector: ", "/")) and said.count(". ") >= 1 and "Traceback" not in said


def tail(said: str) -> str:
    """Without the folder of this run of the script."""
    return " ".join(
        word if "/fault-" not in word else Path(word).name for word in said.removeprefix("detector: ").split()
    )


def rows(names: list[str], kept: Path | None = None) -> Iterator[Row]:
    """Each fault in a folder of its own, or as it stands in the file `kept`."""
    known = {row.fault: row for row in _kept(kept)}
    for name, (expected, make) in FAULTS.items():
        if names and not any(word in name for word in names):
            continue
        row = known.get(name) or _made(name, expected, make)
        if kept and name not in known:
            with kept.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
        yield row


def _kept(path: Path | None) -> list[Row]:
    if path is None or not path.exists():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _made(name: str, expected: str, make: Fault) -> Row:
    with tempfile.TemporaryDirectory(prefix="fault-") as folder:
        os.environ["DETECTOR_CACHE_DIR"] = str(Path(folder) / "cache")
        try:
            seen, kept = make(Path(folder))
        except CannotBeMadeError as reason:
            seen, kept = f"not made: {reason}", None
    print(f"{'-' if kept is None else 'ok' if kept else 'LOST'}  {name}: {seen}", file=sys.stderr, flush=True)
    return Row(name, expected, seen, kept)


def table(found: list[Row]) -> str:
    """Markdown."""
    lines = ["| fault | expected | seen | nothing lost |", "|---|---|---|---|"]
    words = {True: "yes", False: "**NO**", None: "-"}
    lines += [f"| {one.fault} | {one.expected} | {one.seen.replace('|', '/')} | {words[one.kept]} |" for one in found]
    return "\n".join(lines)
