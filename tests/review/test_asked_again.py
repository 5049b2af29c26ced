"""Before a conclusion is recorded: who concluded meanwhile is told, and that a day is over; one may still save."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from detector.storage import load
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, decisions_after
from tests.review.conftest import ORIGIN, Visitor, enter

FIRST, SECOND = "Lê Rà Soát", "Phạm Đọc Lại"
YESTERDAY, TOMORROW = ((date.today() + timedelta(days)).isoformat() for days in (-1, 1))


def log(run: Path) -> list[Decision]:
    with open_run(run) as connection:
        return list(decisions_after(connection))


def seen(visitor: Visitor, path: str) -> str:
    return visitor.hidden("seen", path)


def confirm(visitor: Visitor, page: Any, **changes: str) -> Any:
    """The form of the page that asks, sent as it stands."""
    form = page.text.split('id="asked"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | changes
    return visitor.client.post(f"{visitor.base}/decide", data=fields, headers={"origin": ORIGIN})


@pytest.fixture
def second(run: Path) -> Visitor:
    return enter(run, reviewer=SECOND)


def test_a_second_window_is_told_who_concluded_meanwhile(run: Path, visitor: Visitor, second: Visitor) -> None:
    before = seen(second, "/pair/0/1")
    visitor.post("/decide", left=0, right=1, decision="talk", note="gặp cả hai", then="stay", once="a")
    other = {"left": 0, "right": 1, "decision": "no_issue", "note": "đọc\nlại", "reviewer": SECOND, "once": "b"}
    asked = second.post("/decide", **other, seen=before, then="stay")
    assert asked.status_code == 409
    shown = asked.text.split("<main")[1]
    assert all(words in shown for words in (FIRST, "gặp cả hai", "cần trao đổi", "không có vấn đề", "Nguyễn Văn An"))
    assert [one.decision for one in log(run)] == ["talk"]
    assert confirm(second, asked).status_code == 200
    assert [(one.reviewer, one.decision, one.note) for one in log(run)][1:] == [(SECOND, "no_issue", "đọc\nlại")]
    visitor.post("/decide", left=0, right=1, decision="refer", then="stay", once="c")
    assert confirm(second, asked).status_code == 200  # sent twice: it was recorded before
    assert len(log(run)) == 3


def test_one_form_sent_twice_is_no_other_conclusion(run: Path, visitor: Visitor) -> None:
    before = seen(visitor, "/pair/0/1")
    for _ in range(2):
        fields = {"decision": "talk", "seen": before, "once": "same", "then": "stay"}
        assert visitor.post("/decide", left=0, right=1, **fields).status_code == 200
    assert len(log(run)) == 1


def test_a_conclusion_on_something_else_is_no_reason_to_ask(visitor: Visitor, second: Visitor) -> None:
    before = seen(second, "/pair/0/1")
    visitor.post("/decide", left=0, right=2, decision="talk", then="stay", once="a")
    assert second.post("/decide", left=0, right=1, decision="talk", seen=before, once="b").status_code == 200


def test_a_group_that_is_concluded_anew_tells_what_came_meanwhile(visitor: Visitor, second: Visitor) -> None:
    before = seen(second, "/group/c1")
    visitor.post("/decide", left=0, right=1, decision="talk", then="stay", once="a")
    many = {"group": "c1", "decision": "rewrite", "seen": before, "then": "stay", "reviewer": SECOND}
    assert second.post("/decide-many", **many, once="b").status_code == 200  # what has a conclusion keeps it
    asked = second.post("/decide-many", **many, once="c", again="yes")
    assert asked.status_code == 409
    assert FIRST in asked.text.split("<main")[1]


def test_an_independent_reader_is_not_asked_about_what_may_not_be_seen(
    run: Path, visitor: Visitor, second: Visitor
) -> None:
    second.post("/choose", mode="blind", reviewer=SECOND)
    before = seen(second, "/pair/0/1")
    visitor.post("/decide", left=0, right=1, decision="talk", note="chỉ một người biết", then="stay", once="a")
    answer = second.post("/decide", left=0, right=1, decision="no_issue", seen=before, reviewer=SECOND, once="b")
    assert answer.status_code == 200
    assert len(log(run)) == 2


@pytest.mark.parametrize("path", ["/decide", "/decide-many"])
def test_a_day_that_is_over_is_told_and_kept_if_it_is_meant(path: str, run: Path, visitor: Visitor) -> None:
    subject = {"left": 0, "right": 1} if path == "/decide" else {"group": "c1"}
    fields = subject | {"decision": "awaiting", "due": YESTERDAY, "then": "stay", "once": "a"}
    asked = visitor.post(path, **fields)
    assert asked.status_code == 409
    assert "đã qua" in asked.text
    assert log(run) == []
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text.split('id="asked"')[1].split("</form>")[0]))
    for due, status in ((YESTERDAY, 200), (TOMORROW, 200)):
        answer = visitor.client.post(
            visitor.base + path, data=form | {"due": due, "sent": form["sent"]}, headers={"origin": ORIGIN}
        )
        assert answer.status_code == status
    assert {one.due for one in log(run)} == {YESTERDAY}  # the second is the same form again
    assert visitor.post(path, **fields | {"once": "b", "due": TOMORROW, "again": "yes"}).status_code == 200
    assert (
        visitor.post(path, **fields | {"once": "c", "due": date.today().isoformat(), "again": "y"}).status_code == 200
    )


def test_another_past_day_is_asked_about_again(visitor: Visitor) -> None:
    asked = visitor.post("/decide", left=0, decision="awaiting", due=YESTERDAY, once="a")
    assert confirm(visitor, asked, due="2020-01-01").status_code == 409
    assert confirm(visitor, asked, due="").status_code == 200


def test_what_was_sent_along_is_checked(visitor: Visitor) -> None:
    for sent in ("zz", "00", "5b5d5b"):
        assert visitor.post("/decide", sent=sent).status_code == 400


def test_a_note_with_a_hidden_name_is_kept_and_not_written_over_with_blots(run: Path, visitor: Visitor) -> None:
    name = next(row.document.author for row in load(run).submissions if row.document.author)
    visitor.post("/decide", left=0, right=1, decision="talk", note=f"gặp {name}", then="stay", once="a")
    visitor.post("/choose", names="hidden")
    shown = re.search(r'<textarea name="note"[^>]*>([^<]*)', visitor.get("/pair/0/1").text)
    assert shown
    assert "█" in shown[1]
    fields = {"left": 0, "right": 1, "decision": "refer", "then": "stay"}
    assert visitor.post("/decide", **fields, note=shown[1], once="b").status_code == 200
    assert log(run)[-1].note == f"gặp {name}"
    assert visitor.post("/decide", **fields, note=f"{shown[1]}!", once="c").status_code == 400
    assert len(log(run)) == 2
