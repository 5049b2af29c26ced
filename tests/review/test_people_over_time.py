"""The table of people over months on the review page: its cells lead to the texts, and it holds after exclusions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import detector
from detector import storage
from tests.review.conftest import Visitor, enter
from tests.scan.test_people_over_time import file_of, unit


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("time") / "unit"
    for name, data in unit().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    storage.save(detector.scan([folder]), folder.parent / "run")
    return folder.parent / "run"


@pytest.fixture
def visitor(run: Path) -> Visitor:
    return enter(run)


def row_of(page: str, name: str) -> str:
    (row,) = re.findall(rf"<tr><th scope=\"row\"><bdi>{name}</bdi>.*?</tr>", page, re.S)
    return str(row)


def test_each_person_has_a_row_whose_cells_lead_to_the_texts(visitor: Visitor) -> None:
    page = visitor.get("?tab=time").text
    row = row_of(page, "Mai Văn Hạ")
    assert re.findall(r'class="st-(\w+)"', row) == ["new", "new", "colleague"]
    assert "2/3" in row
    (pair,) = re.findall(r'href="[^"]*(/pair/\d+/\d+)"', row)
    assert visitor.get(pair).status_code == 200
    assert len(re.findall(r'href="[^"]*/person/\d+"', row)) == 2
    assert "cùng một nội dung trong 3 tháng liền" in row_of(page, "Ngô Đình Thu")
    assert 'class="st-missing"' in row_of(page, "Sầm Thị Bắc")


def test_the_page_of_a_unit_without_months_has_no_such_list(tmp_path: Path) -> None:
    storage.save(detector.scan({"a": "Bản thân đã soạn mười hai giáo án và dự giờ tám tiết."}), tmp_path / "run")
    assert "tab=time" not in enter(tmp_path / "run").get().text


def test_report_and_page_tell_the_same_states(run: Path, visitor: Visitor) -> None:
    states = [str(one.state) for one in detector.open(run).sheets]
    assert re.findall(r'<td class="st-(\w+)"', visitor.get("?tab=time").text) == states
    assert file_of("Mai Văn Hạ", 2) in {id for one in detector.open(run).sheets for id in one.ids}


def test_the_cells_lead_to_the_same_texts_while_names_are_hidden(visitor: Visitor) -> None:
    def cells() -> list[str]:
        return re.findall(r'href="[^"]*(/(?:pair|person)/[\d/]+)"', visitor.get("?tab=time").text)

    shown = cells()
    visitor.post("/choose", names="hidden")
    assert cells() == shown != []
    assert "Mai Văn Hạ" not in visitor.get("?tab=time").text
