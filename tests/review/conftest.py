"""A review page over a small unit, and a browser-like client that has come through the door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from detector import storage
from tests.report_factory import unit_report

testclient = pytest.importorskip("starlette.testclient")

ORIGIN = "http://127.0.0.1:8765"
TOKEN = "the-secret"


@dataclass
class Visitor:
    """One browser with a session, at the run of a folder."""

    client: Any
    run: Path

    @property
    def base(self) -> str:
        return f"/run/{self.run.name}"

    def get(self, path: str = "") -> Any:
        return self.client.get(self.base + path)

    def hidden(self, name: str, path: str = "") -> str:
        """The value of a hidden field of a page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.get(path).text)
        assert found, name
        return found[1]

    def post(self, path: str, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """A form as the page sends it."""
        values = {"csrf": self.hidden("csrf"), "scan": self.scanned(), "reviewer": "Lê Rà Soát"} | fields
        return self.client.post(self.base + path, data=values, headers={"origin": ORIGIN} | (headers or {}))

    def scanned(self) -> str:
        return storage.run_meta(self.run)["scanned"]

    def pair_rows(self, left: str, right: str) -> tuple[int, int]:
        """Rows of two documents by their ids."""
        from detector.storage.connection import open_run

        with open_run(self.run) as connection:
            rows = dict(connection.execute("SELECT id, row FROM documents"))
        return rows[left], rows[right]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """An's text is in three others; see `tests.report_factory`."""
    storage.save(unit_report(), tmp_path / "unit")
    return tmp_path / "unit"


def enter(run: Path, **options: Any) -> Visitor:
    """A visitor who opened the printed address."""
    from detector.review import Library, create_app

    app = create_app(Library(single=run), token=TOKEN, port=8765, **options)
    client = testclient.TestClient(app, base_url=ORIGIN)
    assert client.get(f"/?token={TOKEN}").status_code == 200
    return Visitor(client, run)


@pytest.fixture
def visitor(run: Path) -> Visitor:
    return enter(run)


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    yield enter
