"""Who gets in, and what every answer carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.review.conftest import ORIGIN, TOKEN, Visitor, enter

POSTS = (
    "/find",
    "/decide",
    "/decide-many",
    "/undo",
    "/exclude",
    "/take-back",
    "/choose",
    "/evidence",
    "/hand-on",
    "/look",
)


def stranger(run: Path) -> Any:
    client = enter(run).client
    client.cookies.clear()
    return client


@pytest.mark.parametrize("path", ["/", "/run/unit", "/run/unit/pair/0/1", "/assets/x/tokens.css", "/scan"])
def test_nothing_is_shown_without_the_secret(run: Path, path: str) -> None:
    answer = stranger(run).get(path)
    assert answer.status_code == 403
    assert "Nguyễn" not in answer.text


def test_a_wrong_secret_opens_nothing(run: Path) -> None:
    assert stranger(run).get("/?token=guess").status_code == 403


def test_the_secret_becomes_a_cookie_and_leaves_the_address(run: Path) -> None:
    answer = stranger(run).get(f"/?token={TOKEN}&q=an", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?q=an"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in answer.headers["set-cookie"]


def test_the_redirect_cannot_lead_to_another_site(run: Path) -> None:
    answer = stranger(run).get(f"//evil.example/x?token={TOKEN}", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:80", "", "127.0.0.1:8765.evil"])
def test_another_host_is_refused_even_with_the_cookie(visitor: Visitor, host: str) -> None:
    assert visitor.client.get(visitor.base, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:8765", "[::1]:8765"])
def test_the_names_of_this_computer_are_ours(run: Path, host: str) -> None:
    assert stranger(run).get(f"/?token={TOKEN}", headers={"host": host}, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", POSTS)
def test_a_form_from_another_origin_is_refused(visitor: Visitor, path: str) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765"):
        assert visitor.post(path, headers={"origin": origin}).status_code == 403
    assert visitor.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_the_sessions_token_is_refused(visitor: Visitor, path: str) -> None:
    assert visitor.post(path, csrf="guess").status_code == 403
    assert visitor.client.post(visitor.base + path, headers={"origin": ORIGIN}).status_code == 403


def test_every_form_of_the_page_is_among_those_tested(visitor: Visitor) -> None:
    paths = {
        route.path.removeprefix("/run/{run}")
        for route in visitor.client.app.routes
        if "POST" in (getattr(route, "methods", None) or ()) and route.path.startswith("/run/")
    }
    assert paths == set(POSTS)


@pytest.mark.parametrize("name", ["..%2f..%2fetc", "unit%00", "C:%5Cx", "unit%2f..%2funit"])
def test_a_run_is_a_name_and_never_a_path(visitor: Visitor, name: str) -> None:
    assert visitor.client.get(f"/run/{name}").status_code in (404, 421)


@pytest.mark.parametrize("name", ["../guard.py", "..%2f..%2fguard.py", "guard.py", "%2fetc%2fpasswd"])
def test_only_assets_are_served_as_files(visitor: Visitor, name: str) -> None:
    assert visitor.client.get(f"/assets/0/{name}").status_code == 404


def test_a_form_that_is_too_large_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/decide", note="x" * 3_000_000).status_code == 413


def test_a_method_that_is_not_ours_is_refused(visitor: Visitor) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        assert visitor.client.request(method, visitor.base).status_code == 405


@pytest.mark.parametrize("path", ["", "/log", "/nothing", "/about"])
def test_every_answer_forbids_foreign_content_and_caching(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_two_browsers_have_two_sessions(run: Path) -> None:
    one, other = enter(run), enter(run)
    one.post("/choose", reviewer="An", lang="en")
    assert "Review of self-assessments" in one.get().text
    assert "Rà soát bản tự kiểm điểm" in other.get().text
