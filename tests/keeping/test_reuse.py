"""Results that are taken over are those that a fresh scan would have found, in every record."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import detector
from detector import analysis
from detector.cli import cli
from detector.documents import Block, Document, HiddenWords, Hiding, ReadingNote, Role
from detector.errors import RunFileError
from detector.keeping import reuse
from detector.keeping.publish import publish
from detector.readers.ingest import read_paths
from detector.settings import Settings
from detector.storage import load
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision
from detector.text import columns, parts
from detector.writers import WriteOptions, writer

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit"
Change = Callable[[Path], object]


@pytest.fixture(scope="module", autouse=True)
def small_parts() -> Iterator[None]:
    """The sample unit has many parts, of which a change touches one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_CHARACTERS", 5000)
        yield


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half of the sample unit as text files, with a known sample and one text three times; `run`: what was found."""
    folder = tmp_path_factory.mktemp("plain")
    files = sorted((SAMPLE / "submissions").iterdir())
    half = [*files[:12], *files[33:43]]  # these were copied by those
    for part, paths, role in (
        ("submissions", half, Role.SUBMISSION),
        ("previous", [SAMPLE / "previous"], Role.PREVIOUS),
    ):
        (folder / part).mkdir()
        for document in read_paths(paths, role=role, settings=Settings()).documents:
            name = Path(document.id).with_suffix(".txt").name
            (folder / part / name).write_text(document.text, encoding="utf-8", newline="\n")
    (folder / "references").mkdir()
    copied = sorted((folder / "submissions").iterdir())[4]
    shutil.copy(sorted((folder / "submissions").iterdir())[7], folder / "references" / "mẫu.txt")
    for name in ("same_1.txt", "same_2.txt"):
        shutil.copy(copied, folder / "submissions" / name)
    (folder / "submissions" / "empty.txt").write_text("", encoding="utf-8")
    first = scan(folder, run=folder / "run")
    assert not first.taken_over
    assert {"shared", "cluster", "previous", "reference"} <= {kind for row in first.submissions for kind in row.flags}
    publish(first, folder / "run", lang="vi")
    return folder


@pytest.fixture
def unit(plain: Path, tmp_path: Path) -> Path:
    """A copy to change, RUN folder included; so every path is another one."""
    shutil.copytree(plain, tmp_path / "unit")
    return tmp_path / "unit"


def scan(unit: Path, **given: Any) -> detector.Report:
    folders = {"previous": [unit / "previous"], "references": [unit / "references"]}
    return detector.scan([unit / "submissions"], **folders, **given, save_results=False)


def again(unit: Path, **given: Any) -> detector.Report:
    """The same scan once more, which must come to what a scan that knows of nothing comes to."""
    report, fresh = scan(unit, run=unit / "run", **given), scan(unit, **given)
    assert report == fresh
    assert tables(report, unit) == tables(fresh, unit)
    return report


def tables(report: detector.Report, unit: Path) -> dict[str, bytes]:
    """All tables, byte by byte."""
    shutil.rmtree(unit / "tables", ignore_errors=True)
    return {path.name: path.read_bytes() for path in writer("jsonl").write(report, unit / "tables", WriteOptions())}


def rename(unit: Path, **names: str) -> None:
    """Files by their names without suffix, all at once."""
    folder = unit / "submissions"
    for old in names:
        (folder / f"{old}.txt").rename(folder / f"{old}.moving")
    for old, new in names.items():
        (folder / new).parent.mkdir(exist_ok=True)
        (folder / f"{old}.moving").rename(folder / f"{new}.txt")


SAME: dict[str, Change] = {
    "nothing renamed": Path.exists,
    "one renamed": lambda unit: rename(unit, a02_tran_van_hung="a02_hung"),
    "sorts elsewhere": lambda unit: rename(unit, a01_nguyen_thi_lan="z99", same_2="0"),
    "two swapped": lambda unit: rename(
        unit, a01_nguyen_thi_lan="a02_tran_van_hung", a02_tran_van_hung="a01_nguyen_thi_lan"
    ),
    "one of three equal texts": lambda unit: rename(unit, same_1="zz"),
    "a subfolder": lambda unit: rename(unit, a01_nguyen_thi_lan="văn/a01_nguyen_thi_lan"),
    "an earlier text": lambda unit: min((unit / "previous").iterdir()).rename(unit / "previous" / "a01.txt"),
    "a name that an earlier text has": lambda unit: rename(
        unit, a01_nguyen_thi_lan=min((unit / "previous").iterdir()).stem
    ),
    "the known sample": lambda unit: (unit / "references" / "mẫu.txt").rename(unit / "references" / "x.txt"),
    "another file that cannot be read": lambda unit: (unit / "submissions" / "0.txt").write_bytes(b""),
}  # fmt: skip


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_the_same_texts_are_not_analysed_again(unit: Path, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    change(unit)
    with monkeypatch.context() as patch:
        patch.setattr("detector.analysis.analyse", None)
        assert scan(unit, run=unit / "run").taken_over
    report = again(unit)
    publish(report, unit / "run", lang="vi")
    assert load(unit / "run") == report
    rename(unit, a05_vu_thi_hong_nhung="a50")
    assert again(unit).taken_over, "and so on from there"


def late(unit: Path) -> None:
    first = min((unit / "submissions").glob("a*.txt"))
    (unit / "submissions" / "late.txt").write_text(first.read_text(encoding="utf-8") + "\nHết.", encoding="utf-8")


def changed(unit: Path) -> None:
    first = min((unit / "submissions").glob("a*.txt"))
    first.write_text(first.read_text(encoding="utf-8") + "\nTôi hứa cố gắng.", encoding="utf-8")


def damaged(unit: Path) -> None:
    with closing(sqlite3.connect(unit / "run" / "run.sqlite")) as connection, connection:
        assert connection.execute("UPDATE pairs SET evidence = evidence + 1 WHERE row = 0").rowcount == 1


def swapped_roles(unit: Path) -> None:
    (unit / "submissions" / "same_1.txt").rename(unit / "previous" / "same_1.txt")


OTHER: dict[str, Change] = {
    "a late file": late,
    "a changed text": changed,
    "one file less": lambda unit: (unit / "submissions" / "same_1.txt").unlink(),
    "another role": swapped_roles,
    "a figure that nobody saved": damaged,
    "no run file": lambda unit: (unit / "run" / "run.sqlite").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER.keys())
def test_anything_else_is_analysed(unit: Path, change: Change) -> None:
    change(unit)
    assert not again(unit).taken_over


@pytest.mark.parametrize("change", [late, changed], ids=["late", "changed"])
def test_of_one_other_text_only_its_part_is_cut_and_searched(
    unit: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(unit)
    cut, searched = [], []
    segment, facts = columns._segment, analysis.mark_facts
    monkeypatch.setattr(columns, "_segment", lambda tasks: cut.append(len(tasks)) or segment(tasks))
    monkeypatch.setattr(analysis, "mark_facts", lambda corpus: searched.append(len(corpus)) or facts(corpus))
    report = scan(unit, run=unit / "run")
    assert not report.taken_over
    assert sum(cut) == sum(searched) < len(report.submissions) / 2


@pytest.mark.parametrize("change", [late, changed, Path.exists], ids=["late", "changed", "same"])
def test_units_with_one_other_text_are_those_of_a_scan_from_nothing(unit: Path, change: Change, tmp_path: Path) -> None:
    whole, run = tmp_path / "whole", tmp_path / "run"
    shutil.copytree(unit / "submissions", whole / "xã Đông" / "submissions")
    shutil.copytree(unit / "submissions", whole / "xã Tây" / "submissions")
    detector.scan(whole, units=True, run=run)
    change(whole / "xã Tây")
    assert detector.scan(whole, units=True, run=run) == detector.scan(whole, units=True)


def test_half_a_run_file_is_told_before_anything_is_compared(unit: Path) -> None:
    """What was decided in it is lost with it, so nothing is put in its place."""
    half = (unit / "run" / "run.sqlite").read_bytes()[:5000]
    (unit / "run" / "run.sqlite").write_bytes(half)
    with pytest.raises(RunFileError, match="not a readable run file"):
        again(unit)
    assert (unit / "run" / "run.sqlite").read_bytes() == half


def test_other_settings_are_another_input(unit: Path) -> None:
    assert not again(unit, settings=Settings().replace(pair_min_bits=75.0)).taken_over


def test_other_code_finds_other_things(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.storage.code.code_key", lambda: "another")
    assert not again(unit).taken_over


def test_other_libraries_find_other_things(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.storage.code.version", lambda name: f"{name} of tomorrow")
    assert not again(unit).taken_over


def test_how_long_a_run_is_kept_is_no_reason_to_scan_again(unit: Path) -> None:
    kept = again(unit, settings=Settings(retention_days=30))
    assert kept.taken_over
    assert kept.settings.retention_days == 30


def test_a_roster_is_part_of_the_input_and_so_is_what_does_not_fit_it(unit: Path) -> None:
    roster = unit / "people.csv"
    roster.write_text("file,name,unit\nsame_1.txt,Lê Bình,Tổ Toán\nsame_2.txt,Vũ Dung,Tổ Văn\n", encoding="utf-8")
    first = again(unit, roster=roster)
    assert not first.taken_over
    publish(first, unit / "run", lang="vi")
    assert again(unit, roster=roster).taken_over
    rename(unit, same_1="same_2", same_2="same_1")  # equal texts: the roster still names the same person first
    assert again(unit, roster=roster).taken_over
    rename(unit, same_1="same_3")  # a row of the roster without a file, a file without a row
    assert not again(unit, roster=roster).taken_over


def test_equal_texts_of_other_people_in_another_order_are_another_input(unit: Path) -> None:
    roster = unit / "people.csv"
    rows = "file,name,unit\nsame_1.txt,Lê Bình,Tổ Toán\n{},Vũ Dung,Tổ Văn\n"
    roster.write_text(rows.format("same_2.txt"), encoding="utf-8")
    publish(again(unit, roster=roster), unit / "run", lang="vi")
    rename(unit, same_2="same_0")
    roster.write_text(rows.format("same_0.txt"), encoding="utf-8")
    assert not again(unit, roster=roster).taken_over


def test_nothing_is_taken_over_where_meanings_were_compared_or_nothing_was_published(unit: Path) -> None:
    publish(replace(load(unit / "run"), found_under=""), unit / "run", lang="vi")
    assert not again(unit).taken_over
    assert not scan(unit).taken_over


def test_a_person_who_was_purged_comes_back_only_by_an_analysis(unit: Path) -> None:
    arguments = ["purge", str(unit / "run"), "--person", "same_2.txt", "--yes"]
    purged = CliRunner().invoke(cli, arguments)
    assert purged.exit_code == 0, purged.output
    assert not again(unit).taken_over


def test_decisions_stay(unit: Path) -> None:
    subject = Subject("lan|", "0" * 16)
    with open_run(unit / "run") as connection:
        append_decision(connection, Decision("Hoa", subject, subject, "rewrite"))
    rename(unit, same_1="zz")
    publish(again(unit), unit / "run", lang="vi")
    with open_run(unit / "run") as connection:
        assert connection.execute("SELECT reviewer, decision FROM decision_log").fetchall() == [("Hoa", "rewrite")]


def test_histories_of_files_are_told_when_asked_and_only_then(tmp_path: Path) -> None:
    arguments = ([SAMPLE / "submissions"],)
    first = detector.scan(*arguments, run=tmp_path, document_history=True)
    assert first.file_histories
    publish(first, tmp_path, lang="vi")
    second = detector.scan(*arguments, run=tmp_path)
    assert (second.taken_over, second.file_histories) == (True, ())
    third = detector.scan(*arguments, run=tmp_path, document_history=True)
    assert (third.taken_over, third) == (True, first)


def test_the_command_says_so(plain: Path, tmp_path: Path) -> None:
    def told(lang: str) -> str:
        arguments = ["scan", str(plain / "submissions"), "-o", str(tmp_path / "run"), "--jobs", "1", "--lang", lang]
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0, done.output
        return done.output

    first = told("en")
    assert "taken over" not in first
    head, tail = first.rsplit("Report:", 1)
    said = "The same texts as in the last scan: its results were taken over.\n"
    assert told("en") == f"{head}{said}Report:{tail}"
    assert "dùng lại kết quả đã có" in told("vi")
    assert '<html lang="vi"' in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_every_field_of_a_document_but_its_names_is_part_of_the_input() -> None:
    document = Document("a.txt", "x/a.txt", "Tôi.")
    others: dict[str, Any] = {
        "text": "Ta.",
        "role": Role.PREVIOUS,
        "blocks": (Block(0, 4),),
        "notes": (ReadingNote("repaired"),),
        "hidden": (HiddenWords(0, "ẩn", Hiding.SIZE),),
        "year": 2024,
        "key": "0" * 16,
    }
    names = {"id", "path", "sections"}  # sections are found by the analysis

    def key(one: Document) -> str:
        return reuse.fingerprint([one], Settings(), [])

    for name in {spec.name for spec in fields(Document)} - names:
        given = {name: others.get(name, "another")} | ({"key": ""} if name == "text" else {})
        assert key(document.with_fields(**given)) != key(document), name
    for name in names - {"sections"}:
        assert key(document.with_fields(**{name: "another"})) == key(document), name
    assert reuse.fingerprint([document], Settings(), [("code", "detail")]) != key(document)
