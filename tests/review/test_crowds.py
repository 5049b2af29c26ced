"""Pairs inside a crowd are listed with the crowd: in a list of all pairs its first member would stand in most rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detector import storage
from detector.report import Report
from detector.settings import Settings
from detector.writers import writer
from detector.writers.base import WriteOptions
from tests.report_factory import unit_report
from tests.review.conftest import Visitor, enter


@pytest.fixture
def report() -> Report:
    """A few are two here, so the group of four is a crowd, of which An is the first."""
    return unit_report(settings=Settings().replace(common_rank=2))


@pytest.fixture
def crowd(report: Report, tmp_path: Path) -> Visitor:
    storage.save(report, tmp_path / "crowd")
    return enter(tmp_path / "crowd")


def listed(page: str) -> list[str]:
    """Rows of the list of pairs."""
    table = page.split("pair-list")[1].split("</table>")[0]
    return re.findall(r"/pair/\d+/\d+", table)


def test_the_list_of_pairs_names_the_crowd_instead_of_its_pairs(crowd: Visitor, visitor: Visitor) -> None:
    page = crowd.get("?tab=pairs").text
    assert len(listed(visitor.get("?tab=pairs").text)) == 3
    assert listed(page) == []
    note = page.split("in-crowds")[1].split("</p>")[0]
    assert "/group/c1" in note
    assert "4 người" in note
    assert "in-crowds" not in visitor.get("?tab=pairs").text  # four people are few by default


def test_the_counts_are_those_of_the_list(crowd: Visitor) -> None:
    page = crowd.get("?tab=pairs").text
    tab = re.search(r'Các cặp <span class="count">(\d+)', page)
    assert tab
    assert int(tab[1]) == len(listed(page))


def test_a_search_and_the_page_of_the_group_have_them(crowd: Visitor) -> None:
    assert len(listed(crowd.get("?tab=pairs&q=group:c1").text)) == 3
    assert len(listed(crowd.get("/group/c1").text)) >= 3


def test_the_workbook_has_them_behind_the_others(report: Report, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (path,) = writer("xlsx").write(report, tmp_path / "all.xlsx", WriteOptions(lang="en", names=True))
    _, *rows = openpyxl.load_workbook(path)["Pairs"].iter_rows(values_only=True)
    assert [any("Văn An" in str(cell) for cell in row) for row in rows] == [False, True, True, True]
