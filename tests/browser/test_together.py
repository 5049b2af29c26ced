"""Several eyes on one run in a browser: two reviewers, two tabs, a meeting at the screen, the first sight of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from detector.language import translator
from tests.browser.test_afternoon import opened

__all__ = ["opened"]

pytestmark = pytest.mark.browser

PAGES = (
    *("", "?tab=pairs", "?tab=groups", "?tab=texts", "/pair/0/1", "/person/0", "/group/c1", "/passage/0"),
    *("/log", "/log?of=readings", "/about", "/evidence?which=decided", "/evidence?which=flagged"),
)
FIRST, SECOND = "Lê Rà Soát", "Phạm Đọc Lại"


def run_of(page: Any) -> str:
    return str(page.url.split("/run/unit")[0]) + "/run/unit"


def introduce(page: Any, name: str, *, blind: bool = False) -> None:
    page.goto(run_of(page) + "/about")
    page.fill("#reviewer [name=reviewer]", name)
    page.locator(f"[name=mode][value={'blind' if blind else 'open'}]").check()
    page.locator("#reviewer .primary").click()


def conclude(page: Any, path: str, code: str, note: str = "") -> None:
    page.goto(run_of(page) + path)
    save(page, code, note)


def save(page: Any, code: str, note: str = "") -> None:
    page.locator(f"#decision [value={code}]").check()
    page.fill("#decision [name=note]", note)
    with page.expect_navigation():
        page.locator("#decision [value=stay]").click()


def conclusions(page: Any, lang: str) -> list[str]:
    """What the page shows of conclusions, beside "not concluded"."""
    say = translator(lang).gettext
    neutral = {say("not concluded"), say("signs of a quotation")}
    shown = [words.strip() for words in page.locator("main .state").all_inner_texts()]
    return [words for words in shown if words not in neutral and say("not concluded") not in words]


@pytest.mark.parametrize("lang", ["vi"])
def test_two_reviewers_are_blind_to_one_another(opened: Callable[..., Any], lang: str) -> None:
    first, second, head = (opened("", lang=lang) for _ in range(3))
    introduce(first, FIRST, blind=True)
    introduce(second, SECOND, blind=True)
    for path in ("/pair/0/1", "/person/0", "/group/c1"):
        conclude(first, path, "rewrite", "chỉ một người biết")
    for path in PAGES:
        second.goto(run_of(second) + path)
        assert "chỉ một người biết" not in second.inner_text("body"), path
        assert conclusions(second, lang) == [], path
    conclude(second, "/pair/0/1", "no_issue")
    second.goto(run_of(second) + "/log?of=readings")
    assert FIRST in second.inner_text("main")
    head.goto(run_of(head) + "/log")
    logged = head.inner_text("main")
    assert FIRST in logged
    assert SECOND in logged


@pytest.mark.parametrize("lang", ["en"])
def test_two_tabs_and_the_back_button_lose_nothing(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang)
    introduce(page, FIRST)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(run_of(page) + "/pair/0/1")
    save(page, "rewrite", "tab một")
    save(other, "talk", "tab hai")
    shown = other.inner_text("main")
    assert translator(lang).gettext("Not saved yet") in shown
    assert FIRST in shown
    assert "tab một" in shown
    other.locator("#asked .primary").click()
    other.wait_for_selector(".history")
    assert other.locator(".history li").count() == 2
    page.locator(".history form button").first.click()  # of the conclusion that is the last only in this tab
    assert translator(lang).gettext("Results have changed") in page.inner_text("h1")
    page.goto(run_of(page) + "/pair/0/1")
    page.keyboard.press("5")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith("/pair/0/1"))
    page.go_back()
    save(page, "no_issue", "sau khi quay lại")
    assert page.locator(".history li").count() == 4
    assert page.locator(".state-line .state-no_issue").count() == 1
    page.locator("#decision [value=stay]").dblclick()
    page.wait_for_load_state()
    page.wait_for_selector(".history li:nth-child(5)")
    assert page.locator(".history li").count() == 5


@pytest.mark.parametrize("lang", ["vi"])
def test_what_was_recorded_meanwhile_can_be_left(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/person/1", lang=lang)
    introduce(page, FIRST)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(run_of(page) + "/person/1")
    save(page, "rewrite", "tab một")
    save(other, "talk", "tab hai")
    other.get_by_role("link", name=translator(lang).gettext("Leave what is recorded")).click()
    other.wait_for_url("**/person/1")
    assert other.locator(".state-line .state-rewrite").count() == 1
    assert other.locator(".history li").count() == 1


@pytest.mark.parametrize("lang", ["en"])
def test_a_day_that_is_over_is_told_before_it_is_kept(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang)
    introduce(page, FIRST)
    page.goto(run_of(page) + "/pair/0/1")
    page.fill("#decision [name=due]", "2024-03-05")
    save(page, "awaiting")
    assert translator(lang).gettext("Not saved yet") in page.inner_text("h1")
    assert "2024" in page.inner_text("main .warning")
    page.get_by_role("link", name=translator(lang).gettext("Back without saving")).click()
    page.wait_for_selector(".state-line .state-open")
    page.fill("#decision [name=due]", "2024-03-05")
    save(page, "awaiting")
    page.fill("#asked [name=due]", "2099-03-05")
    page.locator("#asked .primary").click()
    page.wait_for_selector(".state-line .state-awaiting")
    assert "2099" in page.inner_text(".state-line")


@pytest.mark.parametrize("lang", ["vi"])
def test_no_page_and_no_title_has_a_name_in_a_meeting(opened: Callable[..., Any], lang: str) -> None:
    page = opened("", lang=lang)
    page.keyboard.press("n")
    page.wait_for_function("!document.body.innerText.includes('Nguyễn Văn An')")
    for path in PAGES:
        page.goto(run_of(page) + path)
        shown = page.inner_text("body") + page.title()
        assert not [name for name in ("Nguyễn", "Trần Thị", "Lê Thùy", "nguyen_van") if name in shown], path


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_line_says_what_is_to_look_at(opened: Callable[..., Any], lang: str) -> None:
    page = opened("", lang=lang)
    words = page.inner_text(".to-look-at")
    assert translator(lang).gettext("To look at:") in words
    page.locator(".to-look-at a", has_text="1").last.click()
    assert "?tab=" in page.url
    page.goto(run_of(page) + "?tab=pairs")
    listed = page.locator("#lists tbody tr").count()
    assert translator(lang).ngettext("{count} pair", "{count} pairs", listed).format(count=listed) in words


@pytest.mark.parametrize("lang", ["en"])
def test_one_conclusion_for_ticked_pairs_asks_for_ticks(opened: Callable[..., Any], lang: str) -> None:
    page = opened("?tab=pairs", lang=lang)
    say = translator(lang).gettext
    page.locator("details.many summary").click()
    page.locator("details.many [name=reviewer]").fill(FIRST)
    page.locator("details.many .primary").click()
    assert say("No pair was ticked. Go back and tick at least one.") in page.inner_text("main")
    page.go_back()
    for box in page.locator("#lists tbody [name=pair]").all()[:2]:
        box.check()
    if not page.locator("details.many").get_attribute("open"):
        page.locator("details.many").evaluate("one => { one.open = true; }")
    page.locator("details.many [name=decision]").select_option("talk")
    page.locator("details.many [name=reviewer]").fill(FIRST)
    with page.expect_navigation():
        page.locator("details.many .primary").click()
    assert page.locator("#lists .state-talk").count() == 2


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_saving_is_in_sight_in_every_window(opened: Callable[..., Any], lang: str) -> None:
    for width, height in ((1366, 768), (1024, 768)):
        page = opened("/pair/0/1", lang=lang, width=width, height=height)
        box = page.locator("#decision .primary").bounding_box()
        assert box["y"] + box["height"] <= height
        assert box["x"] + box["width"] <= width
        bar = page.locator(".appbar").bounding_box()
        assert bar["height"] < (60 if width == 1366 else 100)
