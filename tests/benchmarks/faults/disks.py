"""Faults of disks and of rights."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from pathlib import Path

from starlette.datastructures import UploadFile

from detector.errors import InputError, RunFileError
from detector.review.uploads import store
from detector.storage import load
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, decisions_after
from tests.benchmarks.faults.table import LANGUAGES, fault, tail, told
from tests.benchmarks.faults.tools import (
    DECIDED,
    detector,
    fill,
    large_word_file,
    print_of,
    small_disk,
    state,
    unit,
    without_rights,
)
from tests.storage.old_runs import VERSIONS, old_run
from tests.storage.small_report import small_report


@fault("disk full, first scan", "status 1, the reason, no half run, no draft left")
def full_first(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    with small_disk(work / "disk", "700k") as disk:
        fill(disk, 20_000)
        done = detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        left = sorted(path.name for path in (disk / "run").iterdir())
    return f"{done.status}: {tail(done.said)}; left: {left}", done.status == 1 and set(left) <= {
        "read.sqlite",
        "run.lock",
    } and told(done.said)


@fault("disk full, second scan", "status 1, the reason, run file and page byte for byte as before")
def full_second(work: Path) -> tuple[str, bool]:
    texts, more = unit(work / "unit"), unit(work / "more", copies=40)
    with small_disk(work / "disk", "6m") as disk:
        detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        before = print_of(disk / "run")
        seen, said = [], set()
        for leave in (1_500_000, 1_000_000, 800_000, 100_000):  # run file, journal and page each meet the end
            (disk / "filler").unlink(missing_ok=True)
            fill(disk, leave)
            done = detector("scan", more, "-o", disk / "run", "--jobs", 1)
            seen.append(
                (done.status, told(done.said), print_of(disk / "run") == before, state(disk / "run") == "whole")
            )
            said.add(tail(done.said))
    return f"4 places: {sorted(set(seen))}; {'; '.join(sorted(said))}", set(seen) == {(1, True, True, True)}


@fault("disk full, recording a decision", "told to the page, log as before, next one is written")
def full_decision(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    with small_disk(work / "disk", "1500k") as disk:
        detector("scan", texts, "-o", disk / "run", "--jobs", 1)
        fill(disk, 0)
        try:
            with open_run(disk / "run") as connection:
                append_decision(connection, Decision("Hoa", Subject("an|", "k1"), None, "rewrite", note="x" * 9000))
            said = "written"
        except RunFileError as error:
            said = str(error)
        (disk / "filler").unlink()
        with open_run(disk / "run") as connection:
            append_decision(connection, DECIDED)
            count = len(list(decisions_after(connection)))
    return f"{tail(said)}; then {count} in the log", count == 1 and told(said)


@fault("disk full, export", "status 1, the reason, the earlier file as before")
def full_export(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit", copies=30)
    detector("scan", texts, "-o", work / "run", "--jobs", 1)
    seen, said = [], set()
    with small_disk(work / "disk", "1500k") as disk:
        for name, lang in product(("xlsx", "docx", "html"), LANGUAGES):
            target = disk / f"results.{name}"
            target.write_text("the earlier file", encoding="utf-8")
            fill(disk, 6_000)
            done = detector("export", work / "run", "--format", name, "-o", target, "--force", "--lang", lang)
            kept = target.read_text(encoding="utf-8", errors="replace") == "the earlier file"
            seen.append((done.status, kept, told(done.said), len(list(disk.glob(".*")))))
            said.add(tail(done.said))
            (disk / "filler").unlink()
    return f"{len(seen)} exports: {sorted(set(seen))}; {sorted(said)[0]}", set(seen) == {(1, True, True, 0)}


@fault("disk full, purge of a person", "status 0: the person is gone, what made room is said; the run whole")
def full_purge(work: Path) -> tuple[str, bool]:
    texts, seen = unit(work / "unit", copies=20), []
    for without, lang in product(((), ("read.sqlite",), ("read.sqlite", "report.html")), LANGUAGES):
        with small_disk(work / "disk", "6m") as disk:
            detector("scan", texts, "-o", disk / "run", "--jobs", 1)
            for name in without:
                (disk / "run" / name).unlink()
            person = next(str(row.document.author) for row in load(disk / "run").submissions if row.document.author)
            fill(disk, 0)
            done = detector("purge", disk / "run", "--person", person, "--yes", "--lang", lang)
            is_left = any(person.encode() in path.read_bytes() for path in (disk / "run").rglob("*") if path.is_file())
            seen.append((done.status, _WAS_FULL[lang] in done.output, is_left, state(disk / "run")))
    return f"{len(seen)} purges: {sorted(set(seen))}", {(status, *rest) for status, _, *rest in seen} == {
        (0, False, "whole")
    }


_WAS_FULL = {"en": "The disk was full", "vi": "Ổ đĩa đã hết chỗ"}


@fault("disk full, an upload to the review page", "400 and the remedy; what was there stays, no draft")
def full_upload(work: Path) -> tuple[str, bool]:
    seen = []
    for lang in LANGUAGES:
        with small_disk(work / "disk", "2m") as disk:
            folder = disk / "uploads"
            store([UploadFile(BytesIO(b"a"), filename="a.txt")], folder)
            fill(disk, 50_000)
            try:
                store([UploadFile(BytesIO(b"b" * 900_000), filename="b.txt")], folder)
                said = ""
            except InputError as error:
                said = error.in_language(lang)
            left = sorted(path.name for path in disk.rglob("*") if path.is_file() and path.name != "filler")
            seen.append((left, said))
    return f"{seen}", all(left == ["a.txt"] and said for left, said in seen) and len({said for _, said in seen}) == 2


@fault("disk full, temporary files", "status 1 or 0, the reason; no half run")
def full_temporary(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    (texts / "a.docx").write_bytes(large_word_file(10))
    with small_disk(work / "disk", "64k") as disk:
        fill(disk, 0)
        done = detector("scan", texts, "-o", work / "run", "--jobs", 1, TMPDIR=str(disk))
    ok = (done.status == 0 and state(work / "run") == "whole") or (
        done.status == 1 and not (work / "run/run.sqlite").exists()
    )
    return f"{done.status}: {tail(done.said) or state(work / 'run')}", ok


@fault("folder that may only be read", "scan, purge: status 1 and the reason; export works; run as before")
def read_only(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    texts, run = unit(work / "unit"), work / "run"
    detector("scan", texts, "-o", run, "--jobs", 1)
    before = print_of(run)
    for path in (*run.iterdir(), run):
        path.chmod(0o555 if path.is_dir() else 0o444)
    seen, said = [], set()
    for lang in LANGUAGES:
        options = ("--lang", lang)
        scan = detector("scan", texts, "-o", run, "--jobs", 1, *options, before=before_words)
        export = detector("export", run, "--format", "csv", "-o", work / "csv", *options, before=before_words)
        verify = detector("verify", run, *options, before=before_words)
        purge = detector("purge", run, "--person", "Lê Văn An", "--yes", *options, before=before_words)
        statuses = (scan.status, export.status, verify.status, purge.status)
        seen.append((statuses, told(scan.said), told(purge.said), print_of(run) == before))
        said |= {tail(scan.said), tail(purge.said)}
    run.chmod(0o755)
    return f"scan, export, verify, purge: {sorted(set(seen))}; {' / '.join(sorted(said))}", set(seen) == {
        ((1, 0, 0, 1), True, True, True)
    }


@fault("run file of an older version in such a folder", "is read as it is, nothing written")
def read_only_old(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    seen = []
    for version in VERSIONS:
        run = work / f"v{version}"
        path = old_run(run, small_report(), version)
        path.chmod(0o444)
        run.chmod(0o555)
        before = print_of(run)
        done = detector("export", run, "--format", "jsonl", "-o", work / f"out{version}", before=before_words)
        run.chmod(0o755)
        seen.append((done.status, print_of(run) == before))
    return f"{len(seen)} schemas: {sorted(set(seen))}", set(seen) == {(0, True)}
