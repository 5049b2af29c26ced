"""Who comes up next, what a person's state is, and one conclusion for many."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from detector import storage
from detector.matches import Cluster
from detector.review.readings import kappa
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, decisions_after
from tests.report_factory import unit_report
from tests.review.conftest import Visitor, enter

AN, BINH, CHI, DUNG = "to_1/an.docx", "to_1/tran_thi_binh.docx", "to_1/le_thuy_chi.docx", "to_1/pham_quoc_dung.docx"
OPEN, TALK, LATER = "chưa kết luận", "cần trao đổi", "xem sau"


def log(run: Path) -> list[Decision]:
    with open_run(run) as connection:
        return list(decisions_after(connection))


def row_of(visitor: Visitor, id: str) -> int:
    return visitor.pair_rows(id, AN)[0]


def state(visitor: Visitor, id: str) -> str:
    """The last cell of a person in the list."""
    table = visitor.get("?tab=submissions").text.split("<tbody>")[1]
    row = next(one for one in table.split("<tr>") if f'/person/{row_of(visitor, id)}"' in one)
    return " ".join(re.sub(r"<[^>]+>", " ", row.split("<td")[-1].split(">", 1)[1]).split())


def decide_pair(visitor: Visitor, left: str, right: str, decision: str = "talk", **fields: str) -> str:
    rows = visitor.pair_rows(left, right)
    answer = visitor.post("/decide", left=rows[0], right=rows[1], decision=decision, **({"then": "stay"} | fields))
    assert answer.status_code == 200
    return str(answer.url.path)


def progress(visitor: Visitor) -> str:
    found = re.search(r"đã kết luận (\d+ / \d+) người", visitor.get().text)
    assert found
    return found[1]


def test_a_conclusion_on_a_pair_shows_at_both_persons(visitor: Visitor) -> None:
    assert state(visitor, DUNG) == OPEN
    decide_pair(visitor, AN, DUNG)
    assert state(visitor, DUNG) == "đã kết luận"
    assert state(visitor, AN) == OPEN  # two pairs more
    for other in (BINH, CHI):
        decide_pair(visitor, AN, other)
    assert state(visitor, AN) == "đã kết luận"


def test_progress_counts_people_and_people_without_a_pair_come_up(visitor: Visitor) -> None:
    """An, three who share his text, one on stock wording and one with last year's text, who has a pair of his own."""
    assert progress(visitor) == "0 / 6"
    visitor.post("/decide-many", group="c1", decision="talk", then="stay")
    assert progress(visitor) == "4 / 6"
    seen = []
    for _ in range(2):
        found = re.search(r'class="button primary large" href="[^"]*/person/(\d+)"', visitor.get().text)
        assert found
        seen.append(found[1])
        visitor.post("/decide", left=found[1], decision="add_figures", whole="yes", then="stay")
    assert len(set(seen)) == 2
    assert progress(visitor) == "6 / 6"
    assert "primary large" not in visitor.get().text


def test_saving_goes_on_from_where_one_is_and_not_to_the_first_open_pair(visitor: Visitor) -> None:
    pairs = re.findall(r'aria-label="Xem song song[^"]*"', visitor.get("?tab=pairs").text)
    addresses = list(dict.fromkeys(re.findall(r'href="([^"]*/pair/\d+/\d+)"', visitor.get("?tab=pairs").text)))
    assert len(addresses) == len(pairs) > 2
    left, right = addresses[1].split("/")[-2:]
    answer = visitor.post("/decide", left=left, right=right, decision="talk", then="next")
    assert answer.url.path == addresses[2]
    left, right = addresses[-1].split("/")[-2:]
    answer = visitor.post("/decide", left=left, right=right, decision="talk", then="next")
    assert answer.url.path == addresses[0]


def test_one_conclusion_for_a_group_leaves_single_pairs_as_they_are(visitor: Visitor) -> None:
    decide_pair(visitor, AN, CHI, "no_issue")
    visitor.post("/decide-many", group="c1", decision="talk", reason="unit_text", note="cùng một bản", then="stay")
    said = [(one.decision, one.detail.get("about")) for one in log(visitor.run)]
    assert said == [("no_issue", None), ("talk", "group"), ("talk", "group")]
    assert len({one.batch for one in log(visitor.run)[1:]}) == 1
    page = visitor.get("/log").text
    assert page.count("cùng một bản") == 1  # one line of the log
    assert "cho cả cụm" in page


def test_the_conclusion_of_a_group_is_undone_in_one_go_but_for_what_was_decided_since(visitor: Visitor) -> None:
    visitor.post("/decide-many", group="c1", decision="talk", then="stay")
    decide_pair(visitor, AN, BINH, "refer")
    batch = log(visitor.run)[0].batch
    assert visitor.post("/undo", batch=batch).status_code == 200
    assert [one.undoes for one in log(visitor.run)][-2:] == [2, 3] or [one.undoes for one in log(visitor.run)][-2:] == [
        1,
        3,
    ]
    assert state(visitor, DUNG) == OPEN
    assert "kiến nghị" in visitor.get("/log").text or "refer" in visitor.get("/log").text
    assert visitor.post("/undo", batch=batch).status_code == 409


def test_who_joins_a_group_later_is_new_and_not_concluded(visitor: Visitor) -> None:
    """The group is first without Dũng; then a later scan finds him in it."""
    whole = unit_report()
    first = [pair for pair in whole.pairs if DUNG not in (pair.left_id, pair.right_id)]
    cluster = Cluster("c1", (AN, BINH, CHI), whole.clusters[0].core, "colleagues")
    storage.save(replace(whole, pairs=type(whole.pairs)(first), clusters=type(whole.clusters)([cluster])), visitor.run)
    visitor.post("/decide-many", group="c1", decision="talk", then="stay")
    assert "mới vào cụm" not in visitor.get("/group/c1").text
    storage.save(whole, visitor.run)
    page = visitor.get("/group/c1").text
    assert page.count("mới vào cụm") == 1
    assert state(visitor, DUNG) == OPEN
    assert state(visitor, BINH) == "đã kết luận"
    assert "/group/c1" in visitor.get().text.split("primary large")[1][:80]


def test_ticked_pairs_have_one_conclusion(visitor: Visitor) -> None:
    rows = re.findall(r'name="pair" value="(\d+)"', visitor.get("?tab=pairs").text)[:2]
    csrf, scan = visitor.hidden("csrf"), visitor.scanned()
    body = {"csrf": csrf, "scan": scan, "reviewer": "Lê", "pair": rows, "decision": "rewrite"}
    answer = visitor.client.post(f"{visitor.base}/decide-many", data=body, headers={"origin": "http://127.0.0.1:8765"})
    assert answer.status_code == 200
    assert [one.decision for one in log(visitor.run)] == ["rewrite"] * 2
    assert visitor.post("/decide-many", decision="rewrite").status_code == 400
    assert visitor.post("/decide-many", group="c99", decision="rewrite").status_code == 400


def test_a_person_put_off_comes_up_last_and_one_who_was_asked_when_the_day_has_passed(visitor: Visitor) -> None:
    visitor.post("/decide-many", group="c1", decision="talk", then="stay")
    stock, repeater = re.findall(
        r'/person/(\d+)"', visitor.get("?tab=submissions&q=status:open").text.split("<tbody>")[1]
    )[:2]
    tomorrow, yesterday = ((date.today() + timedelta(days=n)).isoformat() for n in (1, -1))
    visitor.post("/decide", left=stock, decision="later", then="stay")
    visitor.post("/decide", left=repeater, decision="awaiting", due=tomorrow, then="stay")
    overview = visitor.get().text
    assert f"/person/{stock}" in overview.split("primary large")[1][:80]
    assert LATER in overview
    assert "chờ giải trình (hạn " in overview
    day_over = {"due": yesterday, "confirmed": yesterday}
    visitor.post("/decide", left=repeater, decision="awaiting", then="stay", **day_over)
    assert f"/person/{repeater}" in visitor.get().text.split("primary large")[1][:80]
    assert visitor.post("/decide", left=repeater, decision="awaiting", due="2026-13-01").status_code == 400


def test_two_readings_have_their_differences_and_kappa(run: Path) -> None:
    visitor = enter(run)
    for reviewer, codes in (("Một", ("talk", "talk", "no_issue")), ("Hai", ("talk", "no_issue", "no_issue"))):
        for other, code in zip((BINH, CHI, DUNG), codes, strict=True):
            decide_pair(visitor, AN, other, code, reviewer=reviewer)
    page = visitor.get("/log?of=readings").text
    assert ">0,40<" in page
    assert page.count("Xem song song") == 1


@pytest.mark.parametrize(
    ("codes", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a")], None),
        ([], None),
    ],
)
def test_kappa_by_hand(codes: list[tuple[str, str]], value: float | None) -> None:
    assert kappa(codes) == value
