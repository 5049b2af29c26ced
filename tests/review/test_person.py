"""The page of a person and the places of passages: weaknesses, months, sections, pages and cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detector import storage
from detector.documents import Block, BlockKind
from detector.report import Report, Submission, Table
from detector.review.state import RunState, View
from detector.settings import Settings
from tests.report_factory import unit_report
from tests.reports import report_of
from tests.review.conftest import Visitor, enter

AN, BINH = "to_1/an.docx", "to_1/tran_thi_binh.docx"
MEASURES = {"weakness_share": 0.1, "weakness_sentences": 2.0, "weakness_details": 0.0, "weakness_repeated": 0.96}


def changed(report: Report, id: str, **fields: object) -> Report:
    """The report with another document or other measures of one submission."""

    def row(one: Submission) -> Submission:
        if one.id != id:
            return one
        document = replace(one.document, **{k: v for k, v in fields.items() if k != "measures"})
        return replace(one, document=document, measures=fields.get("measures", one.measures))

    return report_of(
        report.settings,
        [row(one) for one in report.submissions],
        list(report.pairs),
        list(report.passages),
        list(report.clusters),
        list(report.skipped),
        report.others,
    )


def view_of(visitor: Visitor) -> View:
    state = RunState(visitor.run)
    with state.connect() as connection:
        return state.view(connection)


def visit(folder: Path, report: Report) -> Visitor:
    storage.save(report, folder / "unit")
    return enter(folder / "unit")


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        (MEASURES, ["Không có nội dung cụ thể", "Phần lớn giống bản kỳ trước", "96 %"]),
        (MEASURES | {"weakness_details": 1.0, "weakness_repeated": 0.1}, ["Có nội dung cụ thể"]),
        ({"weakness_share": 0.0, "weakness_sentences": 0.0}, ["Phần hạn chế, khuyết điểm để trống"]),
        ({}, ["Không thấy phần hạn chế, khuyết điểm"]),
    ],
)
def test_what_a_text_says_about_weaknesses_is_said(tmp_path: Path, measures: dict[str, float], said: list[str]) -> None:
    visitor = visit(tmp_path, changed(unit_report(), AN, measures=measures))
    page = visitor.get(f"/person/{visitor.pair_rows(AN, AN)[0]}").text.replace("\u00a0", " ")
    assert [words for words in said if words not in page] == []


def test_a_month_stands_beside_the_name(tmp_path: Path) -> None:
    visitor = visit(tmp_path, changed(unit_report(), AN, period="2026-03"))
    left, right = visitor.pair_rows(AN, BINH)
    for path in ("?tab=pairs", "?tab=submissions", f"/pair/{left}/{right}", f"/person/{left}", "/group/c1"):
        assert "Nguyễn Văn An (03/2026)" in visitor.get(path).text, path


def test_each_month_of_a_person_has_its_own_decision(tmp_path: Path) -> None:
    visitor = visit(tmp_path, changed(unit_report(), AN, period="2026-03"))
    row, _ = visitor.pair_rows(AN, AN)
    visitor.post("/decide", left=row, decision="talk", then="stay")
    storage.save(changed(unit_report(), AN, period="2026-04", key="0" * 16), visitor.run)
    assert "chưa kết luận" in visitor.get(f"/person/{row}").text.split("state-line")[1][:200]


def test_a_passage_says_where_it_stands_on_both_sides(tmp_path: Path) -> None:
    report = unit_report()
    text = report.submission(AN).document.text
    where = text.index("Tôi dạy 17")
    blocks = (
        Block(0, where, BlockKind.PARAGRAPH, "page=1"),
        Block(where, len(text), BlockKind.CELL, "page=2 table=1 row=3 column=2"),
    )
    sections = ((0, "I. Tự đánh giá"),)
    visitor = visit(tmp_path, changed(report, AN, blocks=blocks, sections=sections))
    left, right = visitor.pair_rows(AN, BINH)
    place = "I. Tự đánh giá · trang 2 · bảng 1, hàng 3, cột 2"
    assert place in visitor.get(f"/pair/{left}/{right}").text
    assert place in visitor.get("/passage/0").text


def test_a_decision_outlives_changed_settings(tmp_path: Path) -> None:
    visitor = visit(tmp_path, unit_report())
    left, right = visitor.pair_rows(AN, BINH)
    visitor.post("/decide", left=left, right=right, decision="talk", then="stay")
    storage.save(unit_report(settings=Settings(pair_min_bits=90.0)), visitor.run)
    line = visitor.get(f"/pair/{left}/{right}").text.split("state-line")[1][:300]
    assert "cần trao đổi" in line
    assert "văn bản đã đổi" not in line


def test_two_people_of_one_name_in_one_unit_are_two_on_the_page(tmp_path: Path) -> None:
    """The roster knows An and An; the run does too, and what is between them stays when another passage goes."""
    report = changed(unit_report(), AN, person="p1")
    visitor = visit(tmp_path, changed(report, BINH, author="Nguyễn Văn An", person="p2"))
    row, other = visitor.pair_rows(AN, BINH)
    before = view_of(visitor).outcome(row)
    visitor.post("/exclude", passage=0, kind="form", note="in sẵn")
    view = view_of(visitor)
    assert view.text(row).who != view.text(other).who
    assert min(before.strongest, view.outcome(row).strongest) > 0.3
    assert next(pair for pair in view.pairs if {pair.left, pair.right} == {row, other}).flagged
    assert "shared" in before.flags
    assert "shared" in view.outcome(row).flags


def test_texts_of_one_person_under_two_names_are_one_persons_on_the_page(tmp_path: Path) -> None:
    report = changed(unit_report(), AN, person="p1")
    visitor = visit(tmp_path, changed(report, BINH, person="p1"))
    row, other = visitor.pair_rows(AN, BINH)
    view = view_of(visitor)
    assert view.text(row).who == view.text(other).who


def test_the_texts_of_a_person_stand_on_one_page_by_time(tmp_path: Path) -> None:
    report = unit_report()
    unit = report.submissions[0].document.unit
    storage.save(replace(report, others=Table([replace(one, unit=unit) for one in report.others])), tmp_path / "unit")
    visitor = enter(tmp_path / "unit")
    row, _ = visitor.pair_rows("to_1/phuong.docx", "2023/phuong.docx")
    page = visitor.get(f"/person/{row}").text.split('id="sheets"')[1].split("</section>")[0]
    assert page.count("<tr") == 3
    assert page.index("2023/phuong.docx") < page.index("to_1/phuong.docx")
    alone, _ = visitor.pair_rows("to_1/tran_thi_binh.docx", "to_1/an.docx")
    assert 'id="sheets"' not in visitor.get(f"/person/{alone}").text
