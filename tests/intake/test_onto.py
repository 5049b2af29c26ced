"""Results written back beside the rows of the answers, and only with names."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from detector.cli import cli
from detector.result_files import is_result

from .lists import COPIES, NAME, RESULTS, TWICE, answer_lists, variants

LISTS = answer_lists()


def command(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("onto")
    name, data = variants(LISTS)["two sheets"]
    (folder / name).write_bytes(data)
    assert command("scan", folder / name, "-o", folder / "run", "--jobs", 1).exit_code == 0
    return folder / "run"


def test_each_row_gets_its_results_and_keeps_its_own_cells(run: Path, tmp_path: Path) -> None:
    answers, out = run.parent / "tra_loi.xlsx", tmp_path / "out.xlsx"
    result = command("export", run, "--format", "xlsx", "--onto", answers, "--names", "-o", out, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "real names" in result.stderr
    before, after = openpyxl.load_workbook(answers), openpyxl.load_workbook(out)
    assert after.sheetnames == before.sheetnames
    found = {}
    for title in before.sheetnames:
        width = before[title].max_column
        for old, new in zip(
            before[title].iter_rows(values_only=True), after[title].iter_rows(values_only=True), strict=True
        ):
            assert new[:width] == old
            found[title, old] = dict(zip([c.value for c in after[title][1]][width:], new[width:], strict=True))
    rows = {(r[2], r[5]): cells for (_, r), cells in found.items()}  # by name and results
    for source, copy in COPIES.items():
        left, right = (LISTS.rows[source], LISTS.rows[copy])
        assert rows[left[NAME], left[RESULTS]]["Shared with"] == right[NAME]
    earlier = LISTS.rows[next(iter(TWICE))]
    assert "earlier answer" in rows[earlier[NAME], earlier[RESULTS]]["Outcome"]
    assert is_result("out.xlsx", out.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xlsx"), "needs --names"),
        (("--format", "html", "--names"), "works with --format xlsx"),
    ],
)
def test_without_names_or_in_another_format_it_is_refused(run: Path, tmp_path: Path, arguments, words: str) -> None:
    out = tmp_path / ("out.html" if "html" in arguments else "out.xlsx")
    result = command("export", run, *arguments, "--onto", run.parent / "tra_loi.xlsx", "-o", out)
    assert result.exit_code == 2
    assert words in result.output
    assert not out.exists()


def test_another_workbook_is_told(run: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    result = command(
        "export", run, "--format", "xlsx", "--names", "--onto", tmp_path / "other.xlsx", "-o", tmp_path / "x.xlsx"
    )
    assert "no submission of this run is a row of this file" in str(result.exception)


def test_the_workbook_shows_by_question_what_is_pasted_by_how_many(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert command("export", run, "--format", "xlsx", "--names", "-o", out, "--lang", "en").exit_code == 0
    sheet = openpyxl.load_workbook(out)["By question"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == RESULTS]
    persons = {frozenset(row[4].split("; ")): row for row in rows}
    for source, copy in COPIES.items():
        row = persons[frozenset((LISTS.rows[source][NAME], LISTS.rows[copy][NAME]))]
        assert (row[1], row[2]) == (2, 57)
        assert row[3][:60] in LISTS.rows[source][RESULTS].replace("\n", " ")


def test_without_names_the_view_by_question_has_none(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert command("export", run, "--format", "xlsx", "-o", out, "--lang", "en").exit_code == 0
    sheet = openpyxl.load_workbook(out)["By question"]
    text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert not [row[NAME] for row in LISTS.rows if row[NAME] in text]
