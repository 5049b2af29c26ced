"""What a scan would read, before it does: roles, people, columns, blank forms, and what looks odd."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

import detector
from detector.api import list_files
from detector.cli import cli
from detector.documents import Role, SkipReason
from detector.intake import blank

from .lists import answer_lists, variants

SAMPLE = Path(detector.__file__).parents[1] / "data" / "sample_unit"
LAN, HUNG = "a01_nguyen_thi_lan.docx", "a02_tran_van_hung.docx"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve submissions, the blank form, a list of ratings and a list of answers."""
    folder = tmp_path_factory.mktemp("dry") / "unit"
    folder.mkdir()
    for path in sorted((SAMPLE / "submissions").iterdir())[:12]:
        shutil.copy(path, folder)
    shutil.copy(SAMPLE / "blank_form.docx", folder)
    shutil.copy(Path(__file__).parent / "cases" / "rating_list" / "Danh sách tổng hợp.xlsx", folder)
    name, data = variants(answer_lists())["two sheets"]
    (folder / name).write_bytes(data)
    return folder


def test_each_file_has_its_role_reader_person_unit_and_period(unit: Path) -> None:
    listed = {Path(one.path).name: one for one in list_files([unit])}
    assert len(listed) == 15
    lan = listed[LAN]
    assert (lan.role, lan.reader, lan.texts) == (Role.SUBMISSION, "Word", 1)
    assert (lan.person, lan.unit, lan.period) == ("Nguyễn Thị Lan", "Trường THCS Phú Lâm", "2024")
    answers = listed["tra_loi.xlsx"]
    assert (answers.reader, answers.texts, answers.person) == ("spreadsheet", 57, None)
    assert [columns.split(":")[0] for columns in answers.columns] == ["Mot", "Hai"]
    assert {row.reason for row in answers.left_out} == {SkipReason.EARLIER_ANSWER}
    assert [row.reason for row in listed["Danh sách tổng hợp.xlsx"].left_out] == [SkipReason.PEOPLE_LIST]
    assert [row.reason for row in listed["blank_form.docx"].left_out] == [SkipReason.BLANK_FORM]


def test_what_looks_odd_is_told(unit: Path, tmp_path: Path) -> None:
    shutil.copy(unit / LAN, tmp_path / "copy.docx")
    listed = list_files(
        [unit, tmp_path / "copy.docx"],
        forms=[unit / HUNG],
        previous=[unit / "a03_pham_thu_ha.txt", SAMPLE / "previous"],
    )
    odd = {(Path(one.path).name, code): detail for one in listed for code, detail in one.odd}
    assert odd[HUNG, "form_filled_in"] == "Trần Văn Hùng"
    assert odd["a03_pham_thu_ha.txt", "previous_is_now"] == "2024"
    assert odd["copy.docx", "same_text"] == LAN
    assert odd[LAN, "two_of_one_person"] == "Nguyễn Thị Lan"
    assert not [name for name, _ in odd if name.startswith("a46")]  # last year's text is of last year


def test_the_command_writes_nothing_and_needs_no_run(unit: Path) -> None:
    before = sorted(unit.rglob("*"))
    arguments = ["scan", str(unit), "--form", str(unit / HUNG), "--dry-run", "--lang", "en", "--jobs", "1"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert (
        f"{unit / LAN} · submission of the unit · Word · Nguyễn Thị Lan · Trường THCS Phú Lâm · 2024" in result.stdout
    )
    assert "! given as a form, but filled in: is it a submission? (Trần Văn Hùng)" in result.stdout
    assert "columns: Mot: text=1. Kết quả công tác trong năm; text=2. Hạn chế, khuyết điểm" in result.stdout
    assert result.stdout.splitlines()[-1] == "Files to look at before the scan: 1"
    assert sorted(unit.rglob("*")) == before
    assert CliRunner().invoke(cli, ["scan", str(unit)]).exit_code == 2  # neither -o nor --dry-run


def test_the_columns_taken_are_shown_before_and_after_the_scan(unit: Path, tmp_path: Path) -> None:
    (tmp_path / "unit").mkdir()
    shutil.copy(unit / "tra_loi.xlsx", tmp_path / "unit")
    arguments = ["scan", str(tmp_path / "unit"), "-o", str(tmp_path / "run"), "--lang", "en", "--jobs", "1"]
    result = CliRunner().invoke(cli, arguments)
    assert result.stderr.count("Columns taken of ") == 2  # while it can still be stopped
    assert result.stdout.count("Columns taken of ") == 2
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Lists of answers" in page
    assert "Boxes that are empty or say nothing, by person" in page


@pytest.mark.parametrize("unit_name", ["sample_unit", "units/unit_d", "units/unit_e"])
def test_a_blank_form_is_recognised_in_a_whole_unit_in_a_small_one_and_alone(unit_name: str) -> None:
    folder = SAMPLE.parent / unit_name
    submissions = sorted((folder / "submissions").iterdir())
    for few in (submissions, submissions[:3], []):
        listed = list_files([*few, folder / "blank_form.docx"])
        blank = [one.path for one in listed if any(r.reason is SkipReason.BLANK_FORM for r in one.left_out)]
        assert blank == [str(folder / "blank_form.docx")]


def test_a_form_that_was_handed_in_nearly_empty_stays_a_submission(tmp_path: Path) -> None:
    lines = [
        "BẢN TỰ ĐÁNH GIÁ", "Họ và tên: Lê Văn An", "Đơn vị: ………………", "1. Ưu điểm: ………………", "2. Hạn chế:",
        "………………", "3. Tự xếp loại: □ Tốt □ Khá",
    ]  # fmt: skip
    (tmp_path / "an.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "mau.txt").write_text("\n".join(lines).replace("Lê Văn An", "……………… Nam, nữ: ……"), encoding="utf-8")
    report = detector.scan([tmp_path])
    assert [row.id for row in report.submissions] == ["an.txt"]
    assert [(Path(row.path).name, row.reason) for row in report.skipped] == [("mau.txt", SkipReason.BLANK_FORM)]


def test_lines_with_room_to_write_in_are_those_in_which_dots_or_boxes_are_looked_for():
    for letters in product("._…·□[ a", repeat=5):
        line = "".join(letters)
        assert blank._has_room.__wrapped__(line) == bool(
            blank._DOTS.search(line.strip()) or blank._BOX.search(line.strip())
        )
