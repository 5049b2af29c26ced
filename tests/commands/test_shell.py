"""What scripts and terminals rely on: exit statuses, JSON, stdin, the usual language, files that are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detector.cli import cli
from detector.errors import InputError
from detector.writers import writers
from tests.commands.conftest import Invoke


def piped(text: str, *arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=text.encode())


# --- statuses


def test_findings_are_a_status_only_where_that_is_asked_for(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("scan", unit, "-o", tmp_path / "run", "--jobs", 1).exit_code == 0
    assert invoke("scan", unit, "-o", tmp_path / "run", "--jobs", 1, "--fail-on-findings").exit_code == 3


def test_a_unit_without_findings_does_not_fail(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "unit").mkdir()
    own = "Kho thiết bị do tôi giữ có 214 món, đã dán lại nhãn và lập sổ mượn theo từng tuần cho khối tám trong năm. "
    (tmp_path / "unit" / "chi.txt").write_text(
        own * 1 + "Tôi sửa 12 kính hiển vi, gửi 3 chiếc xuống tỉnh, " * 2, "utf-8"
    )
    result = invoke("scan", tmp_path / "unit", "-o", tmp_path / "run", "--jobs", 1, "--fail-on-findings")
    assert result.exit_code == 0, result.output


# --- JSON


def test_a_scan_prints_one_json_object_for_programs(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("scan", unit, "-o", tmp_path / "run", "--jobs", 1, "--json")
    told = json.loads(result.stdout)
    assert (told["submissions"], told["skipped"], told["pairs_flagged"]) == (4, 1, 1)
    assert told["submissions_by_finding"]["shared"] == 2
    assert set(told["seconds"]) >= {"read", "judge"}


def test_formats_and_doctor_tell_programs_what_they_tell_people(invoke: Invoke) -> None:
    formats, doctor = (json.loads(invoke(name, "--json").stdout) for name in ("formats", "doctor"))
    assert {one["name"] for one in formats["written"]} == set(writers())
    assert formats["read"] == doctor["readers"]
    assert set(doctor["packages"]) >= {"numpy", "underthesea"}
    assert doctor["extras"]["notebooks"] is True  # pandas is there when this is tested


def test_a_whole_run_and_a_damaged_one_are_told_in_json(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    told = json.loads(invoke("verify", run, "--json").stdout)
    assert told["whole"] is True
    assert all(check["problems"] == [] for check in told["checks"])
    shutil.copytree(run, tmp_path / "run")
    with sqlite3.connect(tmp_path / "run" / "run.sqlite") as connection:
        connection.execute("UPDATE documents SET text = text || 'x' WHERE rowid = 1")
    result = invoke("verify", tmp_path / "run", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["whole"] is False


def test_quiet_prints_nothing_and_verbose_the_files_that_were_not_read(
    unit: Path, invoke: Invoke, tmp_path: Path
) -> None:
    assert invoke("scan", unit, "-o", tmp_path / "run", "--jobs", 1, "-q").output == ""
    told = invoke("scan", unit, "-o", tmp_path / "run", "--jobs", 1, "-v").stderr
    assert "empty.txt: Tệp không có chữ. Tệp không có nội dung." in told
    assert "Đang đọc tệp: " in told


# --- stdin


def test_a_text_on_stdin_is_compared(unit: Path) -> None:
    result = piped((unit / "an.txt").read_text("utf-8"), "compare", "-", unit / "binh.txt", "--lang", "en")
    assert result.exit_code == 0, result.exception
    assert result.stdout.splitlines()[0].split("|")[0].strip() == "stdin"
    assert "Passage 1" in result.stdout
    assert piped("", "compare", "-", "-").exit_code == 2
    assert isinstance(piped(" ", "compare", "-", unit / "an.txt").exception, InputError)


def test_a_text_on_stdin_is_cut_as_a_file_is_and_that_is_told(unit: Path) -> None:
    text = "Tôi trực 30 ca đêm, phát 214 suất thuốc cho 18 bản. " * 50_000
    result = piped(text, "compare", "-", unit / "an.txt", "--lang", "en")
    assert result.exit_code == 0, result.exception
    assert "stdin: Only the beginning was read (2,000,000 of 2,600,000 characters were read)" in result.stderr


def test_settings_and_labels_come_on_stdin(unit: Path, run: Path, tmp_path: Path) -> None:
    result = piped("pair_min_bits = 9999.0", "scan", unit, "-o", tmp_path / "run", "--settings", "-", "--json")
    assert json.loads(result.stdout)["pairs_flagged"] == 0
    wrong = piped("pair_min_bits = 'x'", "scan", unit, "-o", tmp_path / "run", "--settings", "-")
    assert str(wrong.exception).startswith("stdin: pair_min_bits: expected a number")
    labels = {"docs": {"an": {"role": "original"}, "binh": {"role": "copy"}}, "copies": []}
    assert piped(json.dumps(labels), "evaluate", run, "--truth", "-").exit_code == 0
    assert "not a JSON file" in str(piped("{", "evaluate", run, "--truth", "-").exception)


# --- language


def test_the_usual_language_is_that_of_the_environment_or_of_a_file(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETECTOR_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("DETECTOR_LANG", raising=False)
    assert invoke("formats").stdout.startswith("Đọc")
    (tmp_path / "config.toml").write_text('lang = "en"', encoding="utf-8")
    assert invoke("formats").stdout.startswith("Read:")
    monkeypatch.setenv("DETECTOR_LANG", "vi")
    assert invoke("formats").stdout.startswith("Đọc")
    assert invoke("formats", "--lang", "en").stdout.startswith("Read:")
    monkeypatch.setenv("DETECTOR_LANG", "fr")
    result = invoke("formats")
    assert result.exit_code == 2
    assert "lang: expected one of vi, en, got 'fr'" in result.output


# --- files that are left alone


@pytest.mark.parametrize("name", ["xlsx", "csv", "jsonl", "html", "docx"])
def test_a_file_that_we_did_not_write_stays_without_force(name: str, run: Path, invoke: Invoke, tmp_path: Path) -> None:
    chosen = writers()[name]
    target = tmp_path / f"out{chosen.suffix}"
    foreign = target if chosen.suffix else target / f"submissions.{name}"
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_text("mine", encoding="utf-8")
    refused = invoke("export", run, "--format", name, "-o", target)
    assert "detector did not write" in str(refused.exception)
    assert foreign.read_text(encoding="utf-8") == "mine"
    assert invoke("export", run, "--format", name, "-o", target, "--force").exit_code == 0
    assert invoke("export", run, "--format", name, "-o", target).exit_code == 0  # its own it may replace


def test_parquet_knows_its_own_files(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for _ in range(2):
        assert invoke("export", run, "--format", "parquet", "-o", tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "pairs.parquet").write_bytes(b"PAR1 mine PAR1")
    assert "pairs.parquet: there is a file" in str(
        invoke("export", run, "--format", "parquet", "-o", tmp_path / "out").exception
    )


def test_a_page_that_we_did_not_write_stays_in_a_folder_that_is_no_run(
    unit: Path, invoke: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "report.html").write_text("<p>mine</p>", encoding="utf-8")
    refused = invoke("scan", unit, "-o", tmp_path, "--jobs", 1)
    assert "report.html: there is a file of this name" in str(refused.exception)
    assert not (tmp_path / "run.sqlite").exists()
    assert invoke("scan", unit, "-o", tmp_path, "--jobs", 1, "--force").exit_code == 0
    assert invoke("scan", unit, "-o", tmp_path, "--jobs", 1).exit_code == 0


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("xlsx", "out.docx", "writes a file that ends in .xlsx"),
        ("docx", "out.pdf", "writes a file that ends in .docx"),
        ("html", "out.xlsx", "writes a file that ends in .html"),
        ("csv", "out.xlsx", "writes a folder"),
        ("jsonl", "out.jsonl", "writes a folder"),
    ],
)
def test_a_name_of_another_format_is_refused(
    name: str, target: str, said: str, run: Path, invoke: Invoke, tmp_path: Path
) -> None:
    result = invoke("export", run, "--format", name, "-o", tmp_path / target)
    assert said in str(result.exception)
    assert not (tmp_path / target).exists()


def test_a_comparison_is_a_page_by_name(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("compare", unit / "an.txt", unit / "binh.txt", "-o", tmp_path / "pair.docx")
    assert "ends in .html" in str(result.exception)
