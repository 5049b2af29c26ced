"""A text that many have: told once, decided once, kept for the people and contents it was decided on."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from detector import storage
from detector.matches import SharedText, Side
from detector.report import Finding, Report, Table
from detector.storage.connection import open_run
from detector.storage.decisions import decisions_after
from detector.writers.html import write_html
from tests.report_factory import STOCK, unit_report
from tests.review.conftest import Visitor, enter


def with_shared_text(count: int, *, words: str = STOCK[0]) -> Report:
    """The unit of the other tests, in which `count` people have one text as most of theirs."""
    report = unit_report()
    rows = list(report.submissions)
    having = rows[4 : 4 + count]
    places = [(row.id, row.document.text.index(words)) for row in having]
    facts = {"texts": 1, "share": 0.7, "matched_syllables": 20, "own_syllables": 28, "people": count, "submissions": 14}
    told = [replace(row, findings=(Finding("shared_text", 0.7, 0.5, facts),)) if row in having else row for row in rows]
    shared = SharedText(
        "t1",
        words,
        20,
        tuple(sorted(id for id, _ in places)),
        tuple(Side(id, at, at + len(words)) for id, at in places),
    )
    return replace(report, submissions=Table(told), shared_texts=Table([shared]))


def visitor_of(tmp_path: Path, report: Report) -> Visitor:
    storage.save(report, tmp_path / "unit")
    return enter(tmp_path / "unit")


def open_people(visitor: Visitor) -> str:
    found = re.search(r"đã kết luận (\d+ / \d+) người", visitor.get().text)
    assert found
    return found[1]


def test_a_text_of_many_comes_first_and_is_one_conclusion(tmp_path: Path) -> None:
    visitor = visitor_of(tmp_path, with_shared_text(8))
    assert f"{visitor.base}/text/t1" in visitor.get().text.split("primary large")[1][:80]
    assert open_people(visitor) == "0 / 14"
    page = visitor.get("/text/t1").text
    assert "8 trên 14 người có đoạn này" in page
    assert page.count("/person/") >= 8
    visitor.post("/decide-many", text="t1", decision="talk", reason="unit_text", note="tổ phát", then="stay")
    assert open_people(visitor) == "8 / 14"
    assert visitor.get("/log").text.count("tổ phát") == 1
    with open_run(visitor.run) as connection:
        log = list(decisions_after(connection))
    assert len(log) == 8
    assert len({one.batch for one in log}) == 1


def test_who_has_it_later_is_new_and_the_others_stay_concluded(tmp_path: Path) -> None:
    visitor = visitor_of(tmp_path, with_shared_text(6))
    visitor.post("/decide-many", text="t1", decision="talk", then="stay")
    # A later scan finds two people more, and cuts the text a little otherwise.
    storage.save(with_shared_text(8, words=STOCK[0].removesuffix(" của Nhà nước.")), visitor.run)
    page = visitor.get("/text/t1").text
    assert page.count("mới, có sau khi đã kết luận") == 2
    assert open_people(visitor) == "6 / 14"
    visitor.post("/decide-many", text="t1", decision="no_issue", then="stay")
    with open_run(visitor.run) as connection:
        assert [one.decision for one in decisions_after(connection)] == ["talk"] * 6 + ["no_issue"] * 2


def test_another_text_has_no_conclusion_of_the_first(tmp_path: Path) -> None:
    visitor = visitor_of(tmp_path, with_shared_text(6))
    visitor.post("/decide-many", text="t1", decision="talk", then="stay")
    storage.save(with_shared_text(6, words=STOCK[2]), visitor.run)
    assert open_people(visitor) == "0 / 12"


def test_the_record_the_workbook_and_both_languages_stand_it(tmp_path: Path) -> None:
    visitor = visitor_of(tmp_path, with_shared_text(6))
    visitor.post("/decide-many", text="t1", decision="talk", then="stay")
    for format in ("docx", "html", "xlsx", "key"):
        assert visitor.post("/hand-on", format=format, lang="vi", which="flagged").status_code == 200
    visitor.post("/choose", lang="en")
    assert "have this text" in visitor.get("/text/t1").text
    assert visitor.get("/text/t9").status_code == 404


def test_the_report_tells_it_once_with_names(tmp_path: Path) -> None:
    (path,) = write_html(with_shared_text(6), tmp_path / "r.html", lang="vi")
    page = path.read_text(encoding="utf-8").split('id="texts"')[1].split("</section>")[0]
    assert "6 trên 14 người có đoạn này" in page
    assert page.count("<li>") == 6
