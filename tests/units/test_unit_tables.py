"""Where a reader sees the units: report page, workbook, what a scan prints, exports without names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from detector import storage
from detector.commands.summary import summary_lines
from detector.findings import finding_sentence
from detector.keeping.purge import purge_person, purge_run
from detector.report import Report, UnitRow
from detector.storage.verify import verify
from detector.wording import unit_figures
from detector.writers import WriteOptions, writer
from detector.writers.html.page import render_page
from detector.writers.pseudonyms import pseudonymised
from tests.report_factory import unit_report
from tests.reports import report_of

ROWS = (
    UnitRow("Trường Hạ Lang", 13, 5, {"excellent": 3, "good": 9}, 3, 1, ("THCS Hạ Lang",)),
    UnitRow("xã Bằng Ca", 1, 1, {}, 0, 1),
)


@pytest.fixture
def report() -> Report:
    """The usual unit, of which Bình's submission is another unit's."""
    usual = unit_report()
    rows = [
        replace(row, document=replace(row.document, unit=ROWS[row.id.endswith("tran_thi_binh.docx")].name))
        for row in usual.submissions
    ]
    given = (usual.pairs, usual.passages, usual.clusters, usual.skipped, usual.others)
    return report_of(usual.settings, rows, *given, units=ROWS)


def test_the_page_has_a_row_for_each_unit_and_marks_pairs_between_them(report: Report) -> None:
    page = render_page(report, lang="en")
    assert 'id="units"' in page
    row = page[page.index("<bdi>Trường Hạ Lang</bdi></th>") :].split("</tr>")[0]
    assert all(figure in row for figure in (">13<", ">5<", ">3<", ">1<", "25.0%", "75.0%"))
    assert page.count('"between_units":true') == 1
    assert "Trần Thị Bình (xã Bằng Ca)" in page


def test_the_page_of_one_unit_has_no_such_table() -> None:
    page = render_page(unit_report(), lang="en")
    assert 'id="units"' not in page
    assert '"between_units":true' not in page


def test_the_workbook_lists_units_and_says_which_pairs_lie_between_them(report: Report, tmp_path: Path) -> None:
    (path,) = writer("xlsx").write(report, tmp_path / "result.xlsx", WriteOptions(lang="en", names=True))
    book = openpyxl.load_workbook(path)
    header, first, second = book["Units"].iter_rows(values_only=True)
    assert header[:5] == (
        "Unit",
        "Submissions",
        "With something to look at",
        "Pairs inside the unit",
        "Pairs with other units",
    )
    assert first == ("Trường Hạ Lang", 13, 5, 3, 1, 0.25, 0.75, 0, 0)
    assert second[5:] == (None, None, None, None)
    titles, *pairs = book["Pairs"].iter_rows(values_only=True)
    between = [row[titles.index("Between two units")] for row in pairs]
    assert between.count("yes") == 1


def test_the_summary_counts_units_and_pairs_between_them(report: Report, tmp_path: Path) -> None:
    assert "Units: 2 · pairs between units: 1" in summary_lines(report, tmp_path, "en")
    assert not any("Units" in line for line in summary_lines(unit_report(), tmp_path, "en"))


def test_the_run_file_keeps_the_table_and_is_whole(report: Report, tmp_path: Path) -> None:
    storage.save(report, tmp_path)
    assert storage.load(tmp_path).units == ROWS
    assert [one for one in verify(tmp_path) if one.problems] == []


def test_names_of_units_are_coded_also_the_other_ones_in_their_texts(report: Report) -> None:
    coded = pseudonymised(report)
    assert all(row.name.startswith("U-") and not row.aliases for row in coded.units)
    assert {row.document.unit for row in coded.submissions} == {row.name for row in coded.units}


def test_a_sentence_names_the_other_unit_and_a_group_over_units_says_over_how_many(report: Report) -> None:
    row = report.submissions[0]
    shared = row.findings[0]
    told = replace(shared, facts=dict(shared.facts) | {"unit_of_other": "xã Bằng Ca"})
    assert "Trần Thị Bình (xã Bằng Ca)" in finding_sentence(told, "vi")
    group = replace(shared, kind="cluster", facts={"members": 4, "units": 2, "submissions": 900})
    assert "4 submissions of 2 units" in finding_sentence(group, "en")


def test_a_share_of_ratings_is_of_the_submissions_with_a_rating() -> None:
    assert unit_figures(ROWS[0], "vi") == ["13", "5", "3", "1", "25,0 %", "75,0 %", "0,0 %", "0,0 %"]
    assert unit_figures(ROWS[1], "vi")[4:] == ["–"] * 4


def test_removing_a_run_or_a_person_takes_kept_results_and_tables_along(report: Report, tmp_path: Path) -> None:
    for remove in (lambda run: purge_person(run, "Trần Thị Bình"), purge_run):
        run = tmp_path / "run"
        storage.save(report, run)
        for folder in ("units", "tables/submissions"):
            (run / folder).mkdir(parents=True)
            (run / folder / "part").write_text("Tôi dạy 17 tiết Toán.", encoding="utf-8")
        remove(run)
        assert not (run / "units").exists()
        assert not (run / "tables").exists()
