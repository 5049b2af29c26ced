"""No page reads the texts of the unit: those of the two it compares, or of the people it quotes, are all it loads."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from detector.storage import connection as storage_connection
from tests.review.conftest import Visitor, enter

PAGES = ("", "?tab=submissions", "?tab=groups", "/pair/0/1", "/passage/0", "/person/0", "/group/c1", "/set-aside")
PAGES += ("/log", "/log?of=opened", "/about", "/evidence?which=flagged")


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every statement that the run file was asked, with its values."""
    asked: list[str] = []
    connect = storage_connection.connect

    def watched(path: Path) -> sqlite3.Connection:
        opened = connect(path)
        opened.set_trace_callback(asked.append)
        return opened

    monkeypatch.setattr(storage_connection, "connect", watched)
    yield asked


def texts_asked(statements: list[str]) -> list[str]:
    """Statements that hand over texts."""
    return [one for one in statements if "FROM documents" in one and re.search(r"SELECT[^;]*\btext\b[^;]*FROM", one)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_single_texts_by_their_row(run: Path, statements: list[str], path: str) -> None:
    enter(run).get(path)
    assert all(re.search(r"\brow = \d+", one) for one in texts_asked(statements)), texts_asked(statements)
    assert len(texts_asked(statements)) <= 12  # two texts, or one quote for each passage of a group


@pytest.mark.parametrize("path", ["", "?tab=submissions", "/log", "/about", "/evidence?which=flagged"])
def test_lists_ask_for_no_text_at_all(visitor: Visitor, statements: list[str], path: str) -> None:
    visitor.get(path)
    assert texts_asked(statements) == []


def test_the_watch_sees_a_text(visitor: Visitor, statements: list[str]) -> None:
    visitor.get("/pair/0/1")
    assert len(texts_asked(statements)) >= 2
