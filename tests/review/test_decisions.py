"""Decisions: recorded, taken back, kept over a new scan, by two processes at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from detector import storage
from detector.documents import Document, content_key
from detector.report import Report
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision, decisions_after, undo_decision
from tests.report_factory import unit_report
from tests.reports import report_of
from tests.review.conftest import Visitor, enter

AN, BINH = "to_1/an.docx", "to_1/tran_thi_binh.docx"
TALK, REWRITE = "cần trao đổi", "đề nghị viết lại"


def decide(visitor: Visitor, decision: str, **fields: str) -> int:
    left, right = visitor.pair_rows(AN, BINH)
    answer = visitor.post("/decide", left=left, right=right, decision=decision, then="stay", **fields)
    return int(answer.status_code)


def log(run: Path) -> list[Decision]:
    with open_run(run) as connection:
        return list(decisions_after(connection))


def pair_page(visitor: Visitor) -> str:
    left, right = visitor.pair_rows(AN, BINH)
    return str(visitor.get(f"/pair/{left}/{right}").text)


def status_line(visitor: Visitor) -> str:
    return pair_page(visitor).split('class="state-line">')[1].split("</h3>")[0]


def test_a_decision_names_persons_and_contents_and_who_made_it(visitor: Visitor) -> None:
    assert decide(visitor, "talk", reason="joint_work", note="hỏi cả hai", explanation="làm chung tổ") == 200
    (row,) = log(visitor.run)
    assert (row.decision, row.reason, row.note, row.explanation) == ("talk", "joint_work", "hỏi cả hai", "làm chung tổ")
    assert row.reviewer == "Lê Rà Soát"
    assert row.left.person.startswith("nguyễn văn an|")
    assert row.right is not None
    assert len(row.left.key) == 16
    assert TALK in status_line(visitor)


def test_undo_is_a_further_row_and_can_be_undone(visitor: Visitor) -> None:
    decide(visitor, "talk")
    decide(visitor, "rewrite", note="cả đoạn 3")
    visitor.post("/undo", row=2)
    assert TALK in status_line(visitor)
    visitor.post("/undo", row=3)
    assert REWRITE in status_line(visitor)
    assert [(row.decision, row.undoes) for row in log(visitor.run)] == [
        ("talk", None),
        ("rewrite", None),
        ("talk", 2),
        ("rewrite", 3),
    ]
    assert log(visitor.run)[-1].note == "cả đoạn 3"


def test_undo_of_the_first_decision_leaves_the_pair_open(visitor: Visitor) -> None:
    decide(visitor, "talk")
    visitor.post("/undo", row=1)
    assert "chưa kết luận" in status_line(visitor)


def test_an_undo_that_comes_too_late_changes_nothing(visitor: Visitor) -> None:
    decide(visitor, "talk")
    decide(visitor, "rewrite")
    assert visitor.post("/undo", row=1).status_code == 409
    assert len(log(visitor.run)) == 2


def test_a_form_sent_twice_is_one_decision(visitor: Visitor) -> None:
    decide(visitor, "talk", once="form-1")
    decide(visitor, "talk", once="form-1")
    assert len(log(visitor.run)) == 1


def test_what_is_no_decision_is_refused(visitor: Visitor) -> None:
    assert decide(visitor, "guilty") == 400
    assert decide(visitor, "talk", reason="<b>") == 400
    assert visitor.post("/decide", left=0, right=9999, decision="talk").status_code == 400
    assert log(visitor.run) == []


def test_saving_leads_to_the_next_undecided_pair(visitor: Visitor) -> None:
    left, right = visitor.pair_rows(AN, BINH)
    answer = visitor.post("/decide", left=left, right=right, decision="talk", then="next")
    assert "/pair/" in str(answer.url)
    assert not str(answer.url).endswith(f"/{left}/{right}")


def test_a_person_can_be_decided_on_too(visitor: Visitor) -> None:
    row, _ = visitor.pair_rows(AN, BINH)
    visitor.post("/decide", left=row, decision="add_figures", then="stay")
    assert log(visitor.run)[0].right is None
    assert "đề nghị bổ sung số liệu" in visitor.get(f"/person/{row}").text
    assert "chưa kết luận" in status_line(visitor)


def again(report: Report, renamed: str, changed: str) -> Report:
    """The same unit with one file renamed and another rewritten."""

    def document(one: Document) -> Document:
        if one.id == renamed:
            return replace(one, id="to_2/moi.docx", path="unit/to_2/moi.docx")
        if one.id == changed:
            return replace(one, text=one.text + "\nThêm.", key=content_key(one.text + "\nThêm."))
        return one

    def id(old: str) -> str:
        return "to_2/moi.docx" if old == renamed else old

    return report_of(
        report.settings,
        [replace(row, document=document(row.document)) for row in report.submissions][::-1],
        [replace(pair, left_id=id(pair.left_id), right_id=id(pair.right_id)) for pair in report.pairs],
        [replace(p, left=replace(p.left, id=id(p.left.id)), right=replace(p.right, id=id(p.right.id)))
         for p in report.passages],
        [replace(cluster, members=tuple(map(id, cluster.members))) for cluster in report.clusters],
        list(report.skipped),
        report.others,
    )  # fmt: skip


def test_a_decision_outlives_a_renamed_file(visitor: Visitor) -> None:
    decide(visitor, "talk")
    storage.save(again(unit_report(), renamed=AN, changed=""), visitor.run)
    left, right = visitor.pair_rows("to_2/moi.docx", BINH)
    page = visitor.get(f"/pair/{left}/{right}").text
    assert TALK in page
    assert "văn bản đã đổi" not in page


def test_a_changed_text_keeps_the_decision_and_says_so(visitor: Visitor) -> None:
    decide(visitor, "talk")
    storage.save(again(unit_report(), renamed="", changed=BINH), visitor.run)
    assert TALK in status_line(visitor)
    assert "văn bản đã đổi" in status_line(visitor)
    assert "Trần Thị Bình" in visitor.get("?q=status:changed&tab=pairs").text.split("<tbody>")[1]


def test_a_form_of_the_page_before_the_new_scan_is_refused(visitor: Visitor) -> None:
    stale = visitor.scanned()
    storage.save(unit_report(), visitor.run)
    assert decide(visitor, "talk", scan=stale) == 409
    assert log(visitor.run) == []


def test_a_copied_text_does_not_take_the_decision_of_its_writer(run: Path) -> None:
    """Dũng now hands in An's very text: the decision on An stays An's."""
    visitor = enter(run)
    decide(visitor, "talk")
    report = unit_report()
    an = report.submission(AN).document
    rows = [
        replace(row, document=replace(row.document, text=an.text, key=an.key))
        if row.document.author == "Phạm Quốc Dũng"
        else row
        for row in report.submissions
    ]
    storage.save(report_of(report.settings, rows, list(report.pairs), [], [], [], report.others), run)
    assert TALK in status_line(visitor)


def writer(run: Path, name: str, count: int) -> None:
    """What a second office computer does: one decision after the other."""
    for number in range(count):
        with open_run(run, check=False) as connection:
            subject = Subject(name, f"{number:016x}")
            append_decision(connection, Decision(name, subject, None, "talk", detail={"once": f"{name}-{number}"}))


def test_two_processes_write_200_each_and_none_is_lost_or_doubled(run: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=writer, args=(run, name, 200)) for name in ("an", "binh")]
    for process in writers:
        process.start()
    for process in writers:
        process.join(120)
    rows = log(run)
    assert len(rows) == 400
    assert [row.row for row in rows] == list(range(1, 401))
    for name in ("an", "binh"):
        keys = [row.left.key for row in rows if row.reviewer == name]
        assert keys == [f"{number:016x}" for number in range(200)]


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_writer_killed_in_the_middle_and_begun_again_leaves_each_decision_once(run: Path) -> None:
    context = multiprocessing.get_context("spawn")
    other = context.Process(target=writer, args=(run, "binh", 200))
    other.start()
    for wait in (0.9, 1.1, 1.3):
        victim = context.Process(target=writer, args=(run, "an", 200))
        victim.start()
        victim.join(wait)
        if victim.is_alive() and victim.pid:
            os.kill(victim.pid, signal.SIGKILL)
            victim.join()
    writer(run, "an", 200)
    other.join(120)
    rows = log(run)
    assert len(rows) == 400
    assert len({(row.reviewer, row.left.key) for row in rows}) == 400
    assert [row.row for row in rows] == sorted(row.row for row in rows)


def test_the_log_page_shows_everything_the_latest_first(visitor: Visitor) -> None:
    decide(visitor, "talk", note="ghi-chú-một")
    decide(visitor, "rewrite", note="ghi-chú-hai")
    page = visitor.get("/log").text
    assert page.index("ghi-chú-hai") < page.index("ghi-chú-một")


def test_undo_needs_the_last_row_of_its_subject(run: Path) -> None:
    with open_run(run) as connection:
        append_decision(connection, Decision("x", Subject("a", "1"), None, "talk"))
        assert undo_decision(connection, 99, "x") is None
