from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

import detector
from detector.cli import main
from detector.errors import InputError, SettingsError
from detector.storage import load
from tests.commands.conftest import Invoke

ROOT = Path(detector.__file__).parent.parent


def shell(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "detector", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_a_scan_writes_the_run_file_and_the_page(scanned: tuple[Path, Result]) -> None:
    run, result = scanned
    assert result.exit_code == 0, result.output
    assert (run / "run.sqlite").stat().st_size > 0
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "tháng chín" in page


def test_a_scan_prints_six_lines_and_its_figures(scanned: tuple[Path, Result]) -> None:
    run, result = scanned
    lines = result.stdout.splitlines()
    assert len(lines) == 6
    assert "4" in lines[0]
    assert "1" in lines[0].split("·")[1]  # the empty file
    assert lines[1].split() and "1" in lines[1]
    assert "2" in lines[1]
    assert lines[5].endswith(str(run / "report.html"))


def test_the_pair_that_shares_text_is_flagged_and_no_other(run: Path) -> None:
    report = load(run)
    assert [{pair.left_id, pair.right_id} for pair in report.pairs.flagged()] == [{"an.txt", "binh.txt"}]
    assert [file.path.rsplit("/", 1)[-1] for file in report.skipped] == ["empty.txt"]


def test_the_summary_speaks_english_on_request(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("scan", unit, "-o", tmp_path / "run", "--lang", "en", "--jobs", 1)
    lines = result.stdout.splitlines()
    assert lines[0] == "Read: 4 submissions · not read: 1"
    assert lines[1] == "Passages shared with few others: 1 pairs, 2 submissions"
    assert lines[5] == f"Report: {tmp_path / 'run' / 'report.html'}"
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page


def test_a_form_a_sample_and_an_earlier_text_are_used(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    for name, source in (("form", "chi.txt"), ("sample", "an.txt"), ("before", "dung.txt")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_bytes((unit / source).read_bytes())
    options = ("--form", tmp_path / "form", "--reference", tmp_path / "sample", "--previous", tmp_path / "before")
    assert invoke("scan", unit, *options, "-o", tmp_path / "run", "--jobs", 1).exit_code == 0
    rows = {row.id: row for row in load(tmp_path / "run").submissions}
    assert rows["chi.txt"].shares["form"] == pytest.approx(1.0)
    assert rows["an.txt"].shares["reference"] > 0.5
    assert rows["binh.txt"].shares["reference"] > 0.5
    assert rows["dung.txt"].shares["previous"] > 0.5
    assert rows["binh.txt"].shares["shared"] == 0.0


def test_the_same_scan_twice_writes_the_same_report(unit: Path, run: Path, invoke: Invoke, tmp_path: Path) -> None:
    invoke("scan", unit, "-o", tmp_path / "again", "--jobs", 2)
    assert load(tmp_path / "again") == load(run)


def test_a_real_process_ends_with_0_and_says_six_lines(unit: Path, tmp_path: Path) -> None:
    found = shell("scan", unit, "-o", "run", cwd=tmp_path)
    assert (found.returncode, len(found.stdout.splitlines())) == (0, 6)
    assert sorted(path.name for path in (tmp_path / "run").iterdir() if not path.name.endswith("lock")) == [
        "read.sqlite",
        "report.html",
        "run.sqlite",
    ]


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> object:
    """The exit status of the program, in this process."""
    monkeypatch.setattr(sys, "argv", ["detector", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code


def test_the_program_ends_with_2_and_tells_both_mistakes_of_a_settings_file(
    unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my.toml").write_text("max_partner = 3\nmax_pages = 0\n", encoding="utf-8")
    status = ended(monkeypatch, "scan", unit, "-o", tmp_path / "run", "--settings", tmp_path / "my.toml")
    printed = capsys.readouterr()
    assert (status, printed.out) == (2, "")
    assert "my.toml: max_partner: không có cài đặt này" in printed.err
    assert "my.toml: max_pages: phải từ 1 đến 100000, nhận được 0" in printed.err


def test_the_program_ends_with_1_and_the_reasons_where_nothing_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "empty.txt").write_bytes(b"")
    (tmp_path / "unit" / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    status = ended(monkeypatch, "scan", tmp_path / "unit", "-o", tmp_path / "run", "--jobs", 1)
    printed = capsys.readouterr()
    assert (status, printed.out) == (1, "")
    assert "Trong 2 tệp không đọc được tệp nào" in printed.err
    assert "empty.txt: Tệp không có nội dung." in printed.err
    assert "picture.docx: " in printed.err


def test_the_program_ends_with_2_on_wrong_usage_and_0_on_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, "nonsense") == 2
    assert "nonsense" in capsys.readouterr().err
    assert ended(monkeypatch, "--help") == 0


def test_a_folder_without_files_is_an_error_with_a_remedy(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "unit").mkdir()
    result = invoke("scan", tmp_path / "unit", "-o", tmp_path / "run")
    assert isinstance(result.exception, InputError)
    assert "Name a folder with" in str(result.exception)


@pytest.mark.parametrize(
    "arguments",
    [
        ("scan",),
        ("scan", "UNIT"),
        ("scan", "UNIT", "-o", "RUN", "--lang", "fr"),
        ("scan", "UNIT", "-o", "RUN", "--jobs", "0"),
        ("scan", "UNIT", "-o", "RUN", "--nonsense"),
        ("scan", "UNIT/none", "-o", "RUN"),
        ("scan", "UNIT", "-o", "RUN", "--form", "UNIT/none.docx"),
        ("scan", "UNIT", "-o", "UNIT/an.txt"),
        ("nonsense",),
        ("export", "UNIT/none", "--format", "csv", "-o", "RUN"),
        ("export", "UNIT", "-o", "RUN"),
        ("evaluate", "UNIT"),
        ("compare", "UNIT/an.txt"),
        ("compare", "UNIT/an.txt", "UNIT/none.txt"),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(
    arguments: tuple[str, ...], unit: Path, invoke: Invoke, tmp_path: Path
) -> None:
    before = sorted(unit.iterdir())
    filled = [a.replace("UNIT", str(unit)).replace("RUN", str(tmp_path / "run")) for a in arguments]
    assert invoke(*filled).exit_code == 2
    assert not (tmp_path / "run").exists()
    assert sorted(unit.iterdir()) == before


def test_settings_with_a_mistake_stop_the_scan_before_it_begins(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("max_pages = 0\n", encoding="utf-8")
    result = invoke("scan", unit, "-o", tmp_path / "run", "--settings", tmp_path / "my.toml")
    assert isinstance(result.exception, SettingsError)
    assert not (tmp_path / "run").exists()


def test_settings_change_the_result(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("pair_min_bits = 9000\n", encoding="utf-8")
    invoke("scan", unit, "-o", tmp_path / "run", "--settings", tmp_path / "my.toml", "--jobs", 1)
    report = load(tmp_path / "run")
    assert report.settings.pair_min_bits == 9000
    assert report.pairs.flagged() == []
    assert len(report.pairs) == 1
