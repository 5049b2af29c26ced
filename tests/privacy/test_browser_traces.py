"""What a browser keeps of a review: its command line, addresses and titles."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detector.review.app import create_app
from detector.review.library import Library
from detector.review.server import _open_browser
from detector.review.sessions import Sessions
from detector.storage import save
from tests.review.conftest import TOKEN
from tests.storage.small_report import small_report

ORIGIN = "http://127.0.0.1:8765"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    save(small_report(), tmp_path / "run")
    app = create_app(Library(single=tmp_path / "run"), token=TOKEN, port=8765, reviewer="Hoa")
    return TestClient(app, base_url=ORIGIN)


def app_sessions(client: TestClient) -> Sessions:
    found: Sessions = client.app.state.sessions  # type: ignore[attr-defined]
    return found


def test_a_ticket_opens_one_session_once_and_comes_from_no_origin(client: TestClient) -> None:
    ticket = app_sessions(client).ticket()
    first = client.post("/open", data={"ticket": ticket}, headers={"origin": "null"})
    assert first.status_code == 200
    assert client.get("/", follow_redirects=True).status_code == 200
    stranger = TestClient(client.app, base_url=ORIGIN)
    assert stranger.post("/open", data={"ticket": ticket}, headers={"origin": "null"}).status_code == 403
    assert stranger.get("/").status_code == 403


@pytest.mark.parametrize("body", [b"", b"ticket=", b"ticket=guess", b"ticket=" + b"x" * 5_000, b"\xff\xfe"])
def test_a_wrong_ticket_opens_nothing(client: TestClient, body: bytes) -> None:
    app_sessions(client).ticket()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/open", content=body, headers=headers).status_code == 403
    assert client.get("/").status_code == 403


def test_the_browser_is_started_on_a_private_file_and_its_command_line_has_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions, seen = Sessions(TOKEN, reviewer="", lang="vi"), []

    def browser(address: str) -> None:
        path = tmp_path / "open_review.html"
        page = path.read_text(encoding="utf-8")
        seen.append((address, stat.S_IMODE(path.stat().st_mode), page))
        found = re.search(r'name="ticket" value="([^"]+)"', page)
        assert found
        assert sessions.redeem(found[1])

    monkeypatch.setattr("detector.review.server.webbrowser.open", browser)
    _open_browser(sessions, tmp_path / "open_review.html", f"{ORIGIN}/open", "en")
    ((address, mode, page),) = seen
    assert address == (tmp_path / "open_review.html").as_uri()
    assert mode == 0o600
    assert TOKEN not in page
    assert not (tmp_path / "open_review.html").exists()


def test_no_name_stands_in_a_title_or_in_an_address(client: TestClient) -> None:
    client.get(f"/?token={TOKEN}")
    home = client.get("/")
    assert "Nguyễn Văn An" in client.get("/run/run?tab=submissions").text
    for path in ("/run/run", "/run/run/person/0", "/run/run/pair/0/1", "/run/run/group/c1", "/run/run/log"):
        answer = client.get(path)
        title = re.search(r"<title>(.*?)</title>", answer.text)
        assert answer.status_code == 200
        assert title
        assert not [name for name in ("Nguyễn", "Bình", "Chi", "an.docx", "Hoà") if name in title[1]]
        for address in re.findall(r'(?:href|action)="([^"]*)"', answer.text):
            assert not re.search("(?i)nguy|bình|binh|l%C3%AA|chi", address), address
    assert home.status_code == 200


def test_a_search_for_a_name_stands_in_no_address(client: TestClient) -> None:
    client.get(f"/?token={TOKEN}")
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/run/run").text)
    assert csrf
    form = {"csrf": csrf[1], "q": "nguyen an", "tab": "submissions"}
    answer = client.post("/run/run/find", data=form, headers={"origin": ORIGIN})
    assert "nguyen" not in str(answer.url)
    assert "Nguyễn Văn An" in answer.text
    assert "Trần Thị Bình</a>" not in answer.text
    conditions = client.post("/run/run/find", data={**form, "q": "shared:>40"}, headers={"origin": ORIGIN})
    assert "shared" in str(conditions.url)
