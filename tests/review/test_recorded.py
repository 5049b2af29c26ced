"""What people recorded travels with the results: the record and the workbook that `detector export` writes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from math import exp
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from detector import storage
from detector.commands.export import command
from detector.matches import Method, MethodNull, Null
from detector.report import Report
from tests.report_factory import unit_report
from tests.reports import report_of
from tests.review.conftest import Visitor, enter

AN, BINH, MAI = "to_1/an.docx", "to_1/tran_thi_binh.docx", "to_1/mai.pdf"


def export(run: Path, kind: str, *options: str) -> Any:
    """The written file, opened again."""
    path = run.parent / f"out.{kind}"
    done = CliRunner().invoke(command, [str(run), "--format", kind, "-o", str(path), *options])
    assert done.exit_code == 0, done.output
    module = pytest.importorskip("docx" if kind == "docx" else "openpyxl")
    return module.Document(BytesIO(path.read_bytes())) if kind == "docx" else module.load_workbook(path)


def words_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def rows_of(book: Any, sheet: str) -> list[dict[str, Any]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def decide(visitor: Visitor, decision: str, *ids: str, **fields: str) -> None:
    rows = [visitor.pair_rows(id, id)[0] for id in ids]
    about = dict(zip(("left", "right"), rows, strict=False))
    visitor.post("/decide", decision=decision, then="stay", **about, **fields)


def exclude_first_passage(visitor: Visitor, kind: str = "form") -> None:
    visitor.post("/exclude", passage=0, kind=kind, note="Nguyễn Văn An được phát")


def test_the_record_of_a_whole_run_holds_the_decisions_and_their_log(visitor: Visitor) -> None:
    decide(visitor, "talk", AN, BINH, note="gặp Nguyễn Văn An", explanation="soạn chung")
    decide(visitor, "rewrite", AN, BINH)
    decide(visitor, "add_figures", MAI, note="thiếu số liệu")
    text = words_of(export(visitor.run, "docx"))
    assert "Kết luận: đề nghị viết lại" in text
    assert text.index("cần trao đổi") < text.rindex("đề nghị viết lại")
    assert "soạn chung" in text
    assert "đề nghị bổ sung số liệu" in text
    assert "thiếu số liệu" in text
    assert "Lê Rà Soát" in text
    assert "Nguyễn Văn An" not in text
    assert "gặp ████" in text


def test_a_decision_on_an_older_text_says_so_in_the_record(visitor: Visitor) -> None:
    decide(visitor, "talk", AN, BINH)
    report = unit_report()
    changed = [
        replace(row, document=replace(row.document, key="0" * 16)) if row.id == AN else row
        for row in report.submissions
    ]
    storage.save(report_of(report.settings, changed, list(report.pairs), [], [], [], report.others), visitor.run)
    assert "Kết luận: cần trao đổi (văn bản đã đổi)" in words_of(export(visitor.run, "docx"))


def test_the_workbook_has_a_sheet_for_the_log_and_one_for_what_was_set_aside(visitor: Visitor) -> None:
    decide(visitor, "talk", AN, BINH, note="=1+1")
    visitor.post("/undo", row=1)
    decide(visitor, "rewrite", AN, BINH, reason="joint_work")
    decide(visitor, "add_figures", MAI)
    exclude_first_passage(visitor)
    book = export(visitor.run, "xlsx", "--names")
    log = rows_of(book, "Kết luận rà soát")
    assert [row["Kết luận"] for row in log] == [
        "cần trao đổi",
        "chưa kết luận (đã hoàn tác)",
        "đề nghị viết lại",
        "đề nghị bổ sung số liệu",
    ]
    assert log[0]["Ghi chú"] == "=1+1"
    assert {row["Hiện có hiệu lực"] for row in log[:3]} == {"đề nghị viết lại"}
    assert log[3]["Đối tượng"] == "Cao Thị Mai"
    pairs = rows_of(book, "Các cặp")
    assert pairs[0]["Kết luận"] == "đề nghị viết lại"
    (aside,) = rows_of(book, "Danh mục loại trừ")
    assert aside["Đoạn trùng"].startswith("Tôi dạy 17 tiết Toán")
    assert aside["Các bản"] == 4


def test_names_in_notes_of_the_workbook_are_masked_without_names(visitor: Visitor) -> None:
    decide(visitor, "talk", AN, BINH, note="gặp Nguyễn Văn An", explanation="chị Trần Thị Bình nói")
    exclude_first_passage(visitor)
    book = export(visitor.run, "xlsx")
    text = "\n".join(
        str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert "Nguyễn Văn An" not in text
    assert "Trần Thị Bình" not in text
    assert "chị ████ nói" in text


def test_the_record_has_the_figures_after_a_passage_was_set_aside(visitor: Visitor) -> None:
    before = rows_of(export(visitor.run, "xlsx"), "Các cặp")[0]
    exclude_first_passage(visitor, "allowed")
    book = export(visitor.run, "xlsx")
    after = rows_of(book, "Các cặp")[0]
    assert after["Độ hiếm (bit)"] == before["Độ hiếm (bit)"] - 62
    assert after["Số đoạn trùng"] == before["Số đoạn trùng"] - 1
    assert max(row["loại trừ vì được phép"] for row in rows_of(book, "Các bản")) > 0
    assert "đoạn đã loại trừ, không tính" in words_of(export(visitor.run, "docx"))


def test_a_data_file_gives_the_scan_as_it_was(visitor: Visitor) -> None:
    exclude_first_passage(visitor)
    folder = visitor.run.parent / "data"
    CliRunner().invoke(command, [str(visitor.run), "--format", "jsonl", "-o", str(folder)])
    assert '"evidence": 310.0' in (folder / "pairs.jsonl").read_text(encoding="utf-8")


def with_expectations(method: Method = Method.PASSAGES) -> Report:
    """Three pairs on one fall-off of e in 10 bits: 124 bits and more are expected a thousandth time."""
    report, null = unit_report(), Null(54.0, 0.001 * exp(7), 10.0)
    pairs = [
        replace(pair, expected=null.expected(pair.evidence), method=method, threshold=null.score_at(0.01))
        for pair in report.pairs
        if pair.flagged
    ]
    return report_of(
        report.settings,
        list(report.submissions),
        pairs,
        list(report.passages),
        list(report.clusters),
        [],
        report.others,
        nulls=[MethodNull(method, null.score_at(0.01), null)],
    )


def test_the_expected_number_follows_the_fall_off_of_the_scan(tmp_path: Path) -> None:
    """310 bits less 62: the number grows by e to the power of 6.2; 124 less 62 crosses the line of 0.01."""
    from detector.review.state import RunState

    storage.save(with_expectations(), tmp_path / "unit")
    visitor = enter(tmp_path / "unit")
    exclude_first_passage(visitor)
    state = RunState(tmp_path / "unit")
    with state.connect() as connection:
        view = state.view(connection)
    strongest, weakest = view.pairs[0], view.pairs[-1]
    assert strongest.expected == pytest.approx(0.001 * exp(-(248 - 124) / 10))
    assert strongest.flagged
    assert weakest.expected == pytest.approx(0.001 * exp(6.2))
    assert not weakest.flagged


def test_a_rewritten_pair_of_one_kind_leaves_the_list_by_the_same_rule(tmp_path: Path) -> None:
    storage.save(with_expectations(Method.ORDER), tmp_path / "unit")
    visitor = enter(tmp_path / "unit")
    exclude_first_passage(visitor)
    page = visitor.get("/set-aside").text
    assert "Phạm Quốc Dũng" in page.split("Các cặp xuống dưới ngưỡng</h2>")[1]
