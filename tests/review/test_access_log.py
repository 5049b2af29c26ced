"""Who opened what: every page and every file leaves a row, and no row is ever lost or changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from detector import storage
from detector.storage.access import Access, append_access, count_accesses, latest_accesses
from detector.storage.connection import open_run
from tests.review.conftest import Visitor, enter
from tests.review.test_texts_of_many import with_shared_text

PATHS = {
    "": "overview",
    "/pair/0/1": "pair",
    "/passage/0": "passage",
    "/person/0": "person",
    "/group/c1": "group",
    "/text/t1": "text",
    "/original/0": "original",
    "/set-aside": "exclusions",
    "/log": "log",
    "/evidence": "evidence",
    "/about": "about",
}


def opened(run: Path) -> list[Access]:
    """The oldest first."""
    with open_run(run) as connection:
        return list(reversed(latest_accesses(connection, limit=1_000)))


def test_every_page_of_a_run_leaves_a_row(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(visitor.run.parent)
    (visitor.run / "to_1").mkdir()
    (visitor.run / "to_1" / "an.docx").write_bytes(b"x")
    storage.save(with_shared_text(6), visitor.run)
    routes = {r.path for r in visitor.client.app.routes if r.path.startswith("/run/") and "GET" in r.methods}
    assert len(PATHS) == len(routes), "a page that this test does not open"
    before = len(opened(visitor.run))
    for path in PATHS:
        assert visitor.get(path).status_code == 200
    assert [one.page for one in opened(visitor.run)][before:] == list(PATHS.values())


def test_a_row_names_the_texts_by_person_and_content(run: Path) -> None:
    enter(run, reviewer="Lê Rà Soát").get("/pair/0/1")
    row = opened(run)[-1]
    assert row.reviewer == "Lê Rà Soát"
    assert row.subjects[0].person == "nguyễn văn an|trường thcs hạ lang"
    assert all(len(one.key) == 16 for one in row.subjects)


def test_a_file_that_is_handed_on_is_logged_with_its_names(visitor: Visitor) -> None:
    visitor.post("/hand-on", format="docx", lang="vi", which="flagged", names="yes")
    row = opened(visitor.run)[-1]
    assert (row.page, row.detail) == ("hand_on", {"format": "docx", "names": True})
    assert len(row.subjects) == 4


def test_pages_opened_before_a_name_was_said_get_it_from_the_same_visit(run: Path) -> None:
    visitor, stranger = enter(run), enter(run)
    visitor.get("/person/0")
    stranger.get("/person/1")
    visitor.post("/choose", reviewer="An")
    visitor.get("/person/2")
    with open_run(run) as connection:
        rows = latest_accesses(connection, limit=100)
        assert count_accesses(connection).keys() == {"An", ""}
    by_person = {one.subjects[0].person.split("|")[0]: one.reviewer for one in rows if one.page == "person"}
    assert by_person == {"nguyễn văn an": "An", "trần thị bình": "", "lê thùy chi": "An"}


def test_what_is_not_there_was_not_opened(visitor: Visitor) -> None:
    before = len(opened(visitor.run))
    visitor.get("/person/999")
    assert len(opened(visitor.run)) == before


def test_the_log_page_shows_who_opened_whose_text(run: Path) -> None:
    visitor = enter(run, reviewer="Lê Rà Soát")
    visitor.get("/pair/0/1")
    visitor.post("/hand-on", format="key", lang="vi")
    page = visitor.get("/log?of=opened").text
    table = page.split("<tbody>")[1]
    assert "Lê Rà Soát" in table
    assert "Trần Thị Bình" in table
    assert "Bảng mã" in table
    assert "Lê Rà Soát" not in visitor.get("/log?of=opened&who=khac").text.split("<tbody>")[1]


def test_rows_are_neither_changed_nor_deleted(visitor: Visitor) -> None:
    visitor.get()
    with open_run(visitor.run) as connection:
        for statement in ("DELETE FROM access_log", "UPDATE access_log SET reviewer = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)


def test_a_long_log_is_read_a_page_at_a_time(visitor: Visitor) -> None:
    with open_run(visitor.run) as connection:
        for number in range(120):
            append_access(connection, Access("An", f"v{number}", "overview"))
    page = visitor.get("/log?of=opened&page=2").text
    assert page.count("<tr>") == 51
    assert "of=opened&amp;page=3" in page
