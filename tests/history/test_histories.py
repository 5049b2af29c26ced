"""Files made from one another are told from files made from the same blank form; and nothing is read unless asked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector import storage
from detector.api import scan
from detector.cli import cli
from detector.documents import Document, Role
from detector.history.compare import PROGRAM_DEFAULTS, compare_histories
from detector.history.read import Told, histories, read_histories
from detector.matches import SharedHistory
from detector.report import Report
from detector.settings import Settings
from detector.writers import WriteOptions, writer
from detector.writers.pseudonyms import pseudonymised
from tests.history.word_files import Word, edited_by_libreoffice
from tests.readers.make import docx as bare_docx
from tests.readers.make import p, zip_of

FORM = ["PHIẾU TỰ ĐÁNH GIÁ", "Họ và tên:", "1. Chính trị tư tưởng:", "2. Đạo đức, lối sống:"]
PEOPLE = ("an", "binh", "chi", "dung", "giang", "hai", "hien", "khoi")


def own(name: str) -> list[str]:
    """A text of nobody else."""
    return [
        f"Họ và tên: {name.title()} Văn {name.title()}",
        f"Tôi phụ trách việc {name} ở tổ {name}, có sổ ghi từng tuần.",
    ]


@pytest.fixture(scope="session")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight people fill in one form; Bình went on from An's file, Chi from Bình's."""
    folder, word = tmp_path_factory.mktemp("word"), Word()
    form = word.new(folder / "form.docx", FORM, sessions=9)
    people = folder / "people"
    people.mkdir()
    for name in PEOPLE:
        source = {"binh": people / "an.docx", "chi": people / "binh.docx"}.get(name, form)
        word.edited(source, people / f"{name}.docx", own(name), author=name.title())
    return folder


@pytest.fixture(scope="session")
def report(unit: Path) -> Report:
    return scan([unit / "people"], forms=[unit / "form.docx"], document_history=True)


def pairs(found: Report) -> dict[tuple[str, str], SharedHistory]:
    return {(one.left_id[:-5], one.right_id[:-5]): one for one in found.shared_histories}


def test_files_written_on_from_one_another_are_told_and_files_from_the_form_are_not(report: Report) -> None:
    found = pairs(report)
    assert set(found) == {("an", "binh"), ("an", "chi"), ("binh", "chi")}
    assert {key: (one.identifiers, one.files) for key, one in found.items()} == {
        ("an", "binh"): (2, 3),  # An's two sessions, which Chi's file has too
        ("an", "chi"): (2, 3),
        ("binh", "chi"): (4, 2),  # and Bình's two
    }
    assert not any(one.same_created for one in found.values())  # all of them have the form's


def test_every_file_says_what_it_says(report: Report) -> None:
    by_id = {one.id: one for one in report.file_histories}
    assert len(by_id) == 8
    one = by_id["binh.docx"]
    assert (one.author, one.last_modified_by, one.identifiers, one.left_out) == ("Văn phòng", "Binh", 4, 12)
    assert one.created and one.modified
    assert one.created.startswith("2026-11-02T")
    assert one.modified > one.created


def test_without_the_form_what_most_files_have_is_taken_out(unit: Path) -> None:
    found = scan([unit / "people"], document_history=True)
    assert set(pairs(found)) == {("an", "binh"), ("an", "chi"), ("binh", "chi")}


def test_nothing_is_read_unless_asked(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.history.read.read_histories", lambda *_, **__: pytest.fail("was read"))
    found = scan([unit / "people"], forms=[unit / "form.docx"])
    assert (found.file_histories, found.shared_histories) == ((), ())


def test_findings_are_the_same_with_and_without(unit: Path, report: Report) -> None:
    without = scan([unit / "people"], forms=[unit / "form.docx"])
    assert replace(report, file_histories=(), shared_histories=()) == without


def test_a_run_keeps_it_and_the_exports_say_it(report: Report, tmp_path: Path) -> None:
    storage.save(report, tmp_path / "run")
    loaded = storage.load(tmp_path / "run")
    assert loaded == report
    writer("jsonl").write(loaded, tmp_path / "lines", WriteOptions())
    lines = (tmp_path / "lines" / "shared_histories.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {
        "left_id": "binh.docx",
        "right_id": "chi.docx",
        "identifiers": 4,
        "files": 2,
        "same_created": False,
        "expected": pytest.approx(0.0, abs=1e-9),
    }
    writer("html").write(loaded, tmp_path / "page.html", WriteOptions(lang="en", names=True))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Files with a common past" in page
    assert "4 revision identifiers in common; no other file has the rarest of them" in page
    assert "counts for no flag" in page
    writer("xlsx").write(loaded, tmp_path / "sheets.xlsx", WriteOptions(lang="en", names=True))
    from openpyxl import load_workbook

    sheets = load_workbook(tmp_path / "sheets.xlsx", read_only=True)
    assert [name for name in sheets.sheetnames if name in ("Common past", "Word files", "About the history")] == [
        "Common past",
        "Word files",
        "About the history",
    ]


def test_a_run_that_was_not_asked_has_no_word_about_it(report: Report, tmp_path: Path) -> None:
    silent = replace(report, file_histories=(), shared_histories=())
    written = writer("jsonl").write(silent, tmp_path, WriteOptions())
    assert sorted(path.stem for path in written) == [
        "clusters",
        "pairs",
        "passages",
        "shared_texts",
        "sheets",
        "skipped",
        "submissions",
    ]
    writer("html").write(silent, tmp_path / "page.html", WriteOptions(lang="en", names=True))
    assert "revision identifier" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_codes_for_names_take_accounts_and_moments_along(report: Report) -> None:
    masked = pseudonymised(report)
    assert len(masked.shared_histories) == 3
    assert all(one.left_id.startswith("doc-") for one in masked.shared_histories)
    assert {(one.author, one.last_modified_by, one.created) for one in masked.file_histories} == {(None, None, None)}


def test_the_command_reads_it_on_request_only(unit: Path, tmp_path: Path) -> None:
    arguments = ["scan", str(unit / "people"), "--form", str(unit / "form.docx"), "--jobs", "1"]
    CliRunner().invoke(cli, [*arguments, "-o", str(tmp_path / "plain")])
    CliRunner().invoke(cli, [*arguments, "-o", str(tmp_path / "asked"), "--document-history"])
    assert storage.load(tmp_path / "plain").file_histories == ()
    assert len(storage.load(tmp_path / "asked").file_histories) == 8
    assert "Văn phòng".encode() not in (tmp_path / "plain" / "run.sqlite").read_bytes()


def told(identifiers: set[str], created: str | None = None) -> Told:
    return Told("", None, None, created, None, frozenset(identifiers))


def compared(files: dict[str, Told], forms: dict[str, Told] | None = None) -> list[tuple[str, str, int, bool]]:
    forms = forms or {}
    documents = [Document(name, name, name) for name in files]
    documents += [Document(name, name, name, role=Role.FORM) for name in forms]
    _, found = compare_histories(documents, files | forms)
    return [(one.left_id, one.right_id, one.identifiers, one.same_created) for one in found]


def test_numbers_that_chance_brings_together_are_not_told() -> None:
    """In 4,000 files of 60 sessions, one number in common is what chance makes hundreds of times."""
    word = Word(seed=5)
    files = {f"f{n:04}": told({word.identifier() for _ in range(60)}) for n in range(4000)}
    assert compared(files) == []
    few = {"a": told({"00111111", "00222222"}), "b": told({"00111111", "00333333"}), "c": told({"00444444"})}
    assert compared(few | {"d": told(set()), "e": told(set())}) == [("a", "b", 1, False)]


def test_the_blank_document_of_a_program_is_no_common_past() -> None:
    files = {name: told(set(PROGRAM_DEFAULTS), "2013-12-23T23:15:00Z") for name in "ab"} | {
        n: told(set()) for n in "cdefgh"
    }
    assert compared(files) == []


def test_one_moment_of_creation_is_told_unless_it_is_the_forms() -> None:
    files = {"a": told(set(), "2026-11-02T08:00:01Z"), "b": told(set(), "2026-11-02T08:00:01Z")}
    rest = {name: told(set(), f"2026-10-0{n}T08:00:00Z") for n, name in enumerate("cdefgh", 1)}
    assert compared(files | rest) == [("a", "b", 0, True)]
    assert compared(files | rest, {"form": told(set(), "2026-11-02T08:00:01Z")}) == []


def test_word_files_inside_archives_have_the_place_of_their_text(unit: Path, tmp_path: Path) -> None:
    inner = zip_of({"chi.docx": (unit / "people" / "chi.docx").read_bytes()})
    (tmp_path / "all.zip").write_bytes(
        zip_of({"an.docx": (unit / "people" / "an.docx").read_bytes(), "inner.zip": inner, "note.txt": b"x"})
    )
    found = read_histories([tmp_path], Settings())
    assert sorted(name.rsplit("/", 1)[-1] for name in found) == ["all.zip!an.docx", "all.zip!inner.zip!chi.docx"]
    assert [len(one.identifiers) for _, one in sorted(found.items())] == [14, 18]


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", zip_of({"a": "x"}), bare_docx(p("x")), zip_of({"docProps/core.xml": "<!DOCTYPE a><a/>"})],
    ids=["empty", "no zip", "no Word file", "no properties", "doctype"],
)
def test_a_file_without_a_readable_past_is_silent(data: bytes) -> None:
    assert all(not one.identifiers and one.author is None for one in histories("a.docx", data, Settings()))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_what_libreoffice_saves_has_no_identifiers_and_keeps_the_moment_of_creation(unit: Path, tmp_path: Path) -> None:
    """Lan goes on from An's file in LibreOffice, Minh from Lan's; Nam began a file of his own, Oanh goes on from it."""
    files = {name: tmp_path / f"{name}.docx" for name in ("lan", "minh", "oanh")}
    nam = Word(seed=9, clock=datetime(2026, 11, 9, 14, 0, 0)).new(tmp_path / "nam.docx", own("nam"), author="Nam")
    made = edited_by_libreoffice(
        [
            (unit / "people" / "an.docx", files["lan"], "Họ và tên: Đỗ Thị Lan"),
            (files["lan"], files["minh"], "Họ và tên: Đỗ Văn Minh"),
            (nam, files["oanh"], "Họ và tên: Vũ Thị Oanh"),
        ],
        tmp_path,
    )
    if not made:
        pytest.skip("LibreOffice has no Python here")
    found = scan([unit / "people", tmp_path], forms=[unit / "form.docx"], document_history=True)
    histories_of = {one.id: one for one in found.file_histories}
    assert {histories_of[f"{name}.docx"].identifiers for name in files} == {0}
    told_pairs = {key for key, one in pairs(found).items() if one.same_created}
    assert told_pairs == {("nam", "oanh")}  # Lan's and Minh's have the form's moment: nothing can be said of them
    assert set(pairs(found)) - told_pairs == {("an", "binh"), ("an", "chi"), ("binh", "chi")}
