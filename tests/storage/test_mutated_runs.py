"""Run files with a byte changed, a piece cut or swapped: no traceback, and nothing of a damaged file without a word."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detector.cli import cli
from detector.errors import DetectorError
from detector.review import Library
from detector.storage import save
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion
from tests.review.conftest import enter
from tests.storage.small_report import AN, BINH, small_report

PART = 25  # mutations in the quick part of the suite; `tests/benchmarks/faults.py` does a thousand


def recorded_run(folder: Path) -> Path:
    save(small_report(), folder)
    with open_run(folder) as connection:
        left, right = Subject("nguyễn văn an|", AN.key), Subject("trần thị bình|", BINH.key)
        append_decision(connection, Decision("Hoa", left, right, "rewrite", note="nói chuyện"))
        append_exclusion(connection, Exclusion("Hoa", "form", "mẫu", (Anchor("nguyễn văn an|", AN.key, 14, 56),)))
    return folder


def mutated(content: bytes, seed: int) -> bytes:
    """One of five kinds of damage, at a place that the seed gives."""
    rng = random.Random(seed)
    data, at = bytearray(content), rng.randrange(len(content))
    length = rng.choice((1, 2, 16, 300, 4096))
    kind = seed % 5
    if kind == 0:
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        data[at : at + length] = bytes(len(data[at : at + length]))
    elif kind == 2:
        data[at : at + length] = rng.randbytes(len(data[at : at + length]))
    elif kind == 3:
        other = rng.randrange(len(content))
        data[at : at + length] = content[other : other + len(data[at : at + length])]
    else:
        del data[at:]
    return bytes(data)


def changed_cells(run: Path) -> Iterator[tuple[str, str]]:
    """(table, column) of every value of the file."""
    with closing(sqlite3.connect(run / "run.sqlite")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table.startswith("sqlite_"):
                continue
            yield from ((table, name) for _, name, *_ in connection.execute(f"PRAGMA table_info({table})"))


EXPORTS = ("jsonl", "csv", "html", "xlsx", "docx")


def commands(run: Path, out: Path) -> Iterator[tuple[str, Result]]:
    """Each command that takes a run; what stood in the run file is put back before those that write."""
    damage = (run / "run.sqlite").read_bytes()
    texts = out / "texts"
    texts.mkdir(parents=True)
    (texts / "an.txt").write_text(AN.text, encoding="utf-8")
    yield "verify", invoked("verify", run)
    for name in EXPORTS:
        target = out / (name if name in ("jsonl", "csv") else f"r.{name}")
        yield name, invoked("export", run, "--format", name, "-o", target)
    yield "slips", invoked("slips", run, "-o", out / "slips")
    yield "evaluate", invoked("evaluate", run, "--sweep")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detector.review.server.serve", walked)
        yield "review", invoked("review", run)
    for name, words in (
        ("purge", ("purge", run, "--person", "Lê Chi", "--yes")),
        ("scan", ("scan", texts, "-o", run, "--jobs", "1")),
    ):
        (run / "run.sqlite").write_bytes(damage)
        yield name, invoked(*words)


def invoked(*words: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, words), "--lang", "en"])


def walked(library: Library, **_: object) -> None:
    """The pages of the review page in place of a server that waits for them. Raises what a page raises."""
    assert library.single is not None
    visitor = enter(library.single)
    for path in ("", "/about", "/log", "/set-aside", "/evidence", "/person/1", "/pair/1/2", "/passage/1"):
        visitor.get(path)


def is_told(result: Result) -> bool:
    """It ended well, or with an error of the library that names the remedy: `main` prints both."""
    return result.exception is None or isinstance(result.exception, (DetectorError, SystemExit, OSError, MemoryError))


def silent_exports(found: Mapping[str, Result]) -> list[str]:
    """Exports, slips, figures and pages of a run that verify calls damaged, made without the warning."""
    if found["verify"].exit_code == 0:
        return []
    made = [name for name in (*EXPORTS, "slips", "evaluate", "review") if found[name].exit_code == 0]
    return [name for name in made if "is not as it was written" not in found[name].stderr]


@pytest.mark.parametrize("seed", range(PART))
def test_no_damage_ends_in_a_traceback_or_in_a_silent_export(seed: int, tmp_path: Path) -> None:
    path = recorded_run(tmp_path / "run") / "run.sqlite"
    whole = path.read_bytes()
    damage = mutated(whole, seed)
    path.write_bytes(damage)
    found = dict(commands(tmp_path / "run", tmp_path / "out"))
    assert {name: result.exception for name, result in found.items() if not is_told(result)} == {}
    assert silent_exports(found) == []


def test_any_value_that_is_replaced_is_told_by_verify_or_changes_nothing_of_the_results(tmp_path: Path) -> None:
    source = recorded_run(tmp_path / "source")
    silent = []
    for number, (table, column) in enumerate(changed_cells(source)):
        for value in ("'zzz'", "-7", "NULL", "x'ff00'"):
            run = tmp_path / f"run{number}"
            shutil.copytree(source, run, dirs_exist_ok=True)
            with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as connection:
                for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                    connection.execute(f"DROP TRIGGER {name}")
                try:
                    connection.execute(f"UPDATE {table} SET {column} = {value}")
                except sqlite3.Error:
                    continue
                if connection.execute("SELECT changes()").fetchone() == (0,):
                    continue
            result = CliRunner().invoke(cli, ["verify", str(run), "--lang", "en"])
            assert is_told(result), (table, column, value, result.exception)
            export = CliRunner().invoke(cli, ["export", str(run), "--format", "docx", "-o", str(run / "r.docx")])
            assert is_told(export), (table, column, value, export.exception)
            if result.exit_code == 0:
                silent.append((table, column))
            shutil.rmtree(run)
    assert {table for table, _ in silent} <= {"export_log", "overlay_cache", "timings"}
