from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest

from detector import __version__
from detector.errors import InputError, RunFileError
from detector.language import translated
from detector.readers.inventory import inventory
from detector.settings import Settings
from detector.storage import load
from detector.writers import writers
from tests.commands.conftest import Invoke
from tests.readers.make import docx, p, pdf_of_lines, table, zip_of


@pytest.mark.parametrize("name", sorted(writers()))
def test_a_run_is_exported_in_every_format_and_the_files_are_named(
    name: str, run: Path, invoke: Invoke, tmp_path: Path
) -> None:
    target = tmp_path / "out" / f"results{writers()[name].suffix}"
    result = invoke("export", run, "--format", name, "-o", target, "--lang", "en")
    assert result.exit_code == 0, result.output
    written = [Path(line) for line in result.stdout.splitlines()]
    assert written
    assert sorted(written) == sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    no_line = ("shared_texts", "clusters", "sheets")  # there is none
    assert all(path.stat().st_size for path in written if path.stem not in no_line)


def test_jsonl_joins_with_the_files_by_id_and_offsets(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    invoke("export", run, "--format", "jsonl", "-o", tmp_path)
    rows = {name: _lines(tmp_path / f"{name}.jsonl") for name in ("submissions", "passages", "pairs", "skipped")}
    texts = {row["id"]: row["text"] for row in rows["submissions"]}
    assert set(texts) == {"an.txt", "binh.txt", "chi.txt", "dung.txt"}
    assert [row["flagged"] for row in rows["pairs"]] == [True]
    for row in rows["passages"]:
        left = texts[row["left_id"]][row["left_start"] : row["left_end"]]
        right = texts[row["right_id"]][row["right_start"] : row["right_end"]]
        assert left == right
        assert left.startswith("Mùa lũ tháng chín")
    assert len(rows["passages"]) == len(rows["skipped"]) == 1


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", [n for n, one in sorted(writers().items()) if n == "csv"])
def test_what_is_handed_on_shows_names_only_on_request(name: str, run: Path, invoke: Invoke, tmp_path: Path) -> None:
    invoke("export", run, "--format", name, "-o", tmp_path / "codes")
    invoke("export", run, "--format", name, "-o", tmp_path / "names", "--names")
    everything = {
        folder: "".join(path.read_text(encoding="utf-8-sig") for path in sorted((tmp_path / folder).iterdir()))
        for folder in ("codes", "names")
    }
    assert "Trần Thị Bình" not in everything["codes"]
    assert "Trần Thị Bình" in everything["names"]


def test_an_unknown_format_is_told_with_those_there_are(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", run, "--format", "doc", "-o", tmp_path / "x")
    assert isinstance(result.exception, InputError)
    assert all(name in str(result.exception) for name in writers())


def test_a_folder_that_is_no_run_is_told(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("export", unit, "--format", "csv", "-o", tmp_path / "x")
    assert isinstance(result.exception, RunFileError)
    assert str(unit) in str(result.exception)


def test_two_files_are_shown_side_by_side(unit: Path, invoke: Invoke) -> None:
    result = invoke("compare", unit / "an.txt", unit / "binh.txt", "--lang", "en")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [part.strip() for part in lines[0].split("|")] == ["an.txt", "binh.txt"]
    title = "Passage 1: 100% of the longer side matched, identical"
    assert title in lines
    quoted = [line.split(" | ") for line in lines[lines.index(title) + 1 :]]
    assert all(left.strip() == right.strip() for left, right in quoted)
    assert quoted[0][0].startswith("Mùa lũ tháng chín")


def test_the_two_files_may_be_given_either_way_round(unit: Path, invoke: Invoke) -> None:
    there = invoke("compare", unit / "an.txt", unit / "binh.txt").stdout.splitlines()
    back = invoke("compare", unit / "binh.txt", unit / "an.txt").stdout.splitlines()
    swapped = [[part.strip() for part in reversed(line.split(" | "))] for line in back]
    assert swapped == [[part.strip() for part in line.split(" | ")] for line in there]
    assert len(there) > 5


def test_two_files_of_one_name_are_told_apart(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "an.txt").write_bytes((unit / "binh.txt").read_bytes())
    result = invoke("compare", unit / "an.txt", tmp_path / "an.txt", "--lang", "en")
    assert result.exit_code == 0
    assert "Passage 1" in result.stdout


def test_two_equal_files_are_one_passage(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_bytes((unit / "an.txt").read_bytes())
    result = invoke("compare", unit / "an.txt", tmp_path / "copy.txt", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout == "The two texts are identical, character by character.\n"


def test_words_that_differ_are_marked_in_a_comparison(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    text = (unit / "an.txt").read_text("utf-8")
    (tmp_path / "changed.txt").write_text(text.replace("tháng chín", "tháng mười"), encoding="utf-8")
    shown = " ".join(invoke("compare", unit / "an.txt", tmp_path / "changed.txt", "--lang", "en").stdout.split())
    assert "‹chín›" in shown
    assert "‹mười›" in shown
    assert shown.count("‹") == 2


def test_files_without_anything_in_common_say_so(unit: Path, invoke: Invoke) -> None:
    assert invoke("compare", unit / "chi.txt", unit / "dung.txt", "--lang", "en").stdout == "No passage in common.\n"
    assert invoke("compare", unit / "chi.txt", unit / "dung.txt").stdout != "No passage in common.\n"


def test_a_comparison_is_written_as_a_page(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    page = tmp_path / "pair.html"
    result = invoke("compare", unit / "an.txt", unit / "binh.txt", "-o", page)
    assert result.stdout == f"{page}\n"
    assert "tháng chín" in page.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_ends_a_comparison_with_its_reason(unit: Path, invoke: Invoke) -> None:
    result = invoke("compare", unit / "an.txt", unit / "empty.txt")
    assert isinstance(result.exception, InputError)
    assert "empty.txt: The file has no content." in str(result.exception)


def test_printed_settings_are_the_defaults_and_can_be_read_back(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("settings")
    assert result.exit_code == 0
    assert tomllib.loads(result.stdout) == asdict(Settings())
    (tmp_path / "my.toml").write_text(result.stdout, encoding="utf-8")
    assert Settings.from_toml(tmp_path / "my.toml") == Settings()


def test_the_formats_are_those_there_are(invoke: Invoke) -> None:
    result = invoke("formats")
    assert result.exit_code == 0
    for status in inventory():
        assert translated(status.name, "vi") in result.stdout
        assert all(suffix in result.stdout for suffix in status.suffixes)
    for name, one in writers().items():
        assert any(
            line.split()[:1] == [name] and translated(one.summary, "vi") in line for line in result.stdout.splitlines()
        )


def test_the_doctor_tells_versions_and_what_is_missing(invoke: Invoke) -> None:
    result = invoke("doctor", "--lang", "en")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"detector {__version__}, Python ")
    assert any(line.split()[:2] == ["ok", "underthesea"] for line in lines)
    missing = [line for line in lines if line.split()[0] == "missing"]
    optional = [line for line in lines if line.split()[0] == "optional" and " by " in line]
    assert len(missing) + len(optional) == sum(status.known and not status.available for status in inventory())
    assert all(": " in line for line in missing)  # with a remedy


def test_a_run_is_measured_against_labels(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    text = next(row.document.text for row in load(run).submissions if row.id == "an.txt")
    copied = text[text.index("Mùa lũ") : text.index("chương trình.") + len("chương trình.")]
    labels = {
        "docs": {"an": {"role": "original"}, "binh": {"role": "copy"}, "chi": {"role": "original"}},
        "copies": [
            {
                "copy": "binh",
                "source": "an",
                "kind": "verbatim",
                "passages": [{"copy_text": copied, "source_text": copied}],
            }
        ],
        "hard_negative_pairs": [],
    }
    (tmp_path / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    result = invoke("evaluate", run, "--truth", tmp_path / "labels.json", "--json", "--lang", "en")
    assert result.exit_code == 0, result.exception
    assert all(json.loads(line) for line in result.stdout.splitlines())


@pytest.mark.parametrize("command", ["scan", "export", "compare", "evaluate", "settings", "formats", "doctor"])
def test_every_command_has_help(command: str, invoke: Invoke) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert command in invoke("--help").stdout


def test_the_version_is_that_of_the_package(invoke: Invoke) -> None:
    assert invoke("--version").stdout.split()[-1] == __version__


def test_a_passage_of_two_files_says_where_it_stands(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    text = (unit / "an.txt").read_text("utf-8")
    (tmp_path / "an.pdf").write_bytes(pdf_of_lines(text))
    (tmp_path / "cells.docx").write_bytes(docx(p("Mở đầu.") + table(["1", text])))
    result = invoke("compare", tmp_path / "an.pdf", tmp_path / "cells.docx", "--lang", "en")
    lines = result.stdout.splitlines()
    assert any("page 1]" in line and "table 1, row 1, column " in line for line in lines)


def test_a_file_of_several_texts_is_not_compared_by_its_first(unit: Path, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "two.zip").write_bytes(zip_of({"a.txt": "Một bản.", "b.txt": "Bản khác."}))
    result = invoke("compare", tmp_path / "two.zip", unit / "an.txt")
    assert isinstance(result.exception, InputError)
    assert "it holds 2 texts" in str(result.exception)
