"""Every page of the review and of the start, errors included: no English and no word of the program's inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detector import storage
from detector.report import Report
from tests.review.conftest import ORIGIN, TOKEN, Visitor, enter, testclient
from tests.review.test_texts_of_many import with_shared_text
from tests.vietnamese.words import foreign, seen_in


def texts_of(report: Report) -> Iterator[str]:
    for document in (*(row.document for row in report.submissions), *report.others):
        yield from (document.text, document.id, document.author or "", document.unit or "")
        yield from (note.detail for note in document.notes)  # invented; those of readers are numbers and names
    for row in report.skipped:
        yield from (row.path, row.detail)  # invented; see test_commands for what readers say
    yield from (detail for _, detail in report.scan_notes)


@pytest.fixture
def report() -> Report:
    return with_shared_text(6)


@pytest.fixture
def visitor(report: Report, tmp_path: Path) -> Visitor:
    """A run in which people concluded, excluded and put off."""
    storage.save(report, tmp_path / "unit")
    visitor = enter(tmp_path / "unit", lang="vi")
    left, right = visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    visitor.post("/decide", left=left, right=right, decision="talk", reason="joint_work", note="gặp", then="stay")
    visitor.post("/decide-many", group="c1", decision="no_issue", reason="unit_text", then="stay")
    visitor.post("/decide-many", text="t1", decision="awaiting", due="2031-05-01", then="stay")
    visitor.post("/decide", left=right, decision="later", then="stay")
    visitor.post("/exclude", passage=0, kind="report", note="")
    visitor.post("/hand-on", format="docx", lang="vi", which="flagged")
    return visitor


PAGES = {
    "/run/{run}": (
        "",
        "?tab=pairs",
        "?tab=groups",
        "?tab=texts",
        "?tab=time",
        "?of=pairs&scale=log",
        "?q=nothing:1",
        "?q=status:open",
    ),
    "/run/{run}/about": ("/about",),
    "/run/{run}/evidence": ("/evidence", "/evidence?which=flagged", "/evidence?group=c1"),
    "/run/{run}/set-aside": ("/set-aside",),
    "/run/{run}/group/{group}": ("/group/c1",),
    "/run/{run}/log": ("/log", "/log?of=opened", "/log?of=readings"),
    "/run/{run}/original/{row:int}": ("/original/0",),
    "/run/{run}/pair/{left:int}/{right:int}": ("/pair/0/1", "/pair/0/2"),
    "/run/{run}/passage/{passage:int}": ("/passage/0", "/passage/1"),
    "/run/{run}/person/{row:int}": tuple(f"/person/{row}" for row in range(14)),
    "/run/{run}/text/{text}": ("/text/t1",),
}
STARTING = frozenset(
    {"/", "/draft", "/delete", "/scanning/{name}", "/scanning/{name}.json", "/scanning/{name}/read", "/favicon.ico"}
)
WITHOUT_WORDS = frozenset({"/assets/{digest}/{name}"})


def test_every_page_is_looked_at(visitor: Visitor) -> None:
    routes = {route.path for route in visitor.client.app.routes if "GET" in route.methods}
    assert routes == PAGES.keys() | STARTING | WITHOUT_WORDS


@pytest.mark.parametrize("mode", ["open", "blind", "hidden"])
def test_no_page_of_a_run_has_a_foreign_word(visitor: Visitor, report: Report, mode: str) -> None:
    visitor.post(
        "/choose", mode="blind" if mode == "blind" else "open", names="hidden" if mode == "hidden" else "shown"
    )
    known = [*texts_of(report), "nguyen STT nothing text name"]  # what is typed into the boxes
    found = {
        path: words
        for paths in PAGES.values()
        for path in paths
        if (words := foreign(seen_in(visitor.get(path).text), known))
    }
    assert found == {}


def test_no_refusal_has_a_foreign_word(visitor: Visitor, report: Report) -> None:
    refusals = [
        visitor.get("/nowhere"),
        visitor.get("/pair/0/99"),
        visitor.get("/original/1"),
        visitor.post("/decide", left=0, right=1, decision="guilty"),
        visitor.post("/decide", left=0, right=0, decision="talk"),
        visitor.post("/decide", left=0, decision="awaiting", due="soon"),
        visitor.post("/decide", left=0, decision="awaiting", due="2020-01-01"),
        visitor.post("/decide-many", group="c1", decision="talk", again="yes", seen=0),
        visitor.post("/decide", left=0, decision="talk", scan="yesterday"),
        visitor.post("/decide", left=0, decision="talk", csrf="?"),
        visitor.post("/decide-many", group="c9", decision="talk"),
        visitor.post("/decide-many", text="t9", decision="talk"),
        visitor.post("/decide-many", decision="talk"),
        visitor.post("/undo", row=0),
        visitor.post("/exclude", passage=99, kind="report"),
        visitor.post("/exclude", passage=1, kind="whim"),
        visitor.post("/take-back", row=99),
        visitor.post("/hand-on", format="exe", lang="vi"),
        visitor.post("/hand-on", format="docx", lang="vi", which="nobody"),
        visitor.post("/choose", lang="fr"),
        visitor.client.get("/run/none"),
        visitor.client.post(f"{visitor.base}/decide", data={"note": "x" * 3_000_000}, headers={"origin": ORIGIN}),
        enter(visitor.run, lang="vi", reviewer="").client.post(
            f"{visitor.base}/decide", headers={"origin": "http://x"}
        ),
    ]
    assert [place for place, answer in enumerate(refusals) if answer.status_code < 400] == []
    found = [words for one in refusals if (words := foreign(seen_in(one.text), texts_of(report)))]
    assert found == []


@pytest.fixture
def start(tmp_path: Path) -> Any:
    from detector.review import Library, create_app

    (tmp_path / "ĐV 1").mkdir()
    storage.save(with_shared_text(6), tmp_path / "ĐV 1")
    (tmp_path / "dở" / "uploads" / "submissions").mkdir(parents=True)
    (tmp_path / "dở" / "uploads" / "submissions" / "a.txt").write_text("x")
    (tmp_path / "hỏng").mkdir()
    (tmp_path / "hỏng" / "run.sqlite").write_bytes(b"not a database" * 200)
    app = create_app(Library(folder=tmp_path), token=TOKEN, port=8765, lang="vi")
    client = testclient.TestClient(app, base_url=ORIGIN)
    client.get(f"/?token={TOKEN}")
    return client


def sent(client: Any, path: str, files: Any = (), **fields: str) -> Any:
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert csrf
    return client.post(path, data={"csrf": csrf[1]} | fields, files=list(files), headers={"origin": ORIGIN})


READ = (
    {
        "path": "submissions/bang.xlsx",
        "role": "submission",
        "reader": "spreadsheet",
        "texts": 3,
        "person": None,
        "unit": None,
        "period": "2026-05",
        "columns": ["text=Ưu điểm; name=Họ tên [–: Thời điểm]"],
        "left_out": [{"path": "submissions/bang.xlsx#row=3", "reason": "empty", "detail": "There is no text in it."}],
        "odd": [("no_person", "2")],
    },
    {
        "path": "form/mau.docx",
        "role": "form",
        "reader": "Word",
        "texts": 1,
        "person": "Tran Van Tra",
        "unit": "Tổ 1",
        "period": "2026",
        "columns": [],
        "left_out": [],
        "odd": [],
    },
)


def test_no_page_before_a_run_has_a_foreign_word(start: Any, tmp_path: Path) -> None:
    from detector.review.jobs import Progress

    text = ("draft", ("a.txt", b"Ho va ten: An\nToi day 12 tiet va cham 30 bai, lop co 40 em hoc sinh.\n"))
    known = ["ĐV dở hỏng", str(tmp_path), "ra-soat", "Ho va ten Toi tiet cham bai"]
    pages = ["/", "/?again=ĐV 1", "/?again=dở", "/draft", "/delete?name=ĐV 1", "/delete?name=dở"]
    found = {path: words for path in pages if (words := foreign(seen_in(start.get(path).text), known))}
    start.app.state.jobs._progress["chạy"] = Progress(stage="form", done=1, total=9)
    found["scanning"] = foreign(seen_in(start.get("/scanning/chạy").text), [*known, "chạy"])
    start.app.state.jobs._progress["chạy"] = Progress(finished=True, files=READ)
    found["read"] = foreign(
        seen_in(start.get("/scanning/chạy/read").text), [*known, "chạy", "bang tra loi nam Tran Van"]
    )
    start.app.state.jobs._progress["chạy"] = Progress(
        error="a.txt: no such file or folder. Check the spelling of the path."
    )
    found["stopped"] = foreign(seen_in(start.get("/scanning/chạy").text), [*known, "chạy"])
    answers = [
        sent(start, "/draft", [text]),
        sent(start, "/draft"),
        sent(start, "/scan", name="mới"),
        sent(start, "/scan", name="///"),
        sent(start, "/scan", [("submissions", ("a.txt", b"x"))], name="ĐV 1"),
        sent(start, "/scan", [("submissions", ("a.txt", b"x"))], again="không có"),
        sent(start, "/delete", name="không có"),
        sent(start, "/choose", lang="fr"),
        start.get("/run/hỏng"),
    ]
    for place, answer in enumerate(answers):
        found[f"answer {place}"] = foreign(seen_in(answer.text), known)
    assert {path: words for path, words in found.items() if words} == {}
