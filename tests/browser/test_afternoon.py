"""The reviewer's afternoon in a browser: what keys, narrow windows, high contrast and a second reading do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detector import storage
from detector.language import translator
from tests.report_factory import unit_report

pytestmark = pytest.mark.browser

TOKEN = "secret-of-the-test"


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a path of a run in a window of its own; a script error fails the test."""
    pytest.importorskip("starlette", reason="needs the package starlette")
    uvicorn = pytest.importorskip("uvicorn", reason="needs the package uvicorn")
    import socket

    from detector.review import Library, create_app

    storage.save(unit_report(), tmp_path / "unit")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_app(Library(single=tmp_path / "unit"), token=TOKEN, port=listening.getsockname()[1])
        running = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.05)
        contexts, trouble = [], list[str]()

        def show(path: str, *, lang: str = "vi", width: int = 1366, height: int = 768, **options: Any) -> Any:
            context = browser.new_context(viewport={"width": width, "height": height}, **options)
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.goto(f"{address}/?token={TOKEN}")
            if lang == "en":
                page.locator("button[name=lang][value=en]").click()
            page.goto(f"{address}/run/unit{path}")
            return page

        yield show
        for context in contexts:
            context.close()
        running.should_exit = True
        thread.join(10)
        assert trouble == []


@pytest.mark.parametrize("lang", ["vi"])
def test_tab_reaches_the_first_passage_and_one_key_saves(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.chip") == "1"
    page.keyboard.press("4")
    page.fill("#decision [name=reviewer]", "Lê Rà Soát")
    page.fill("#decision [name=note]", "gặp")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: not url.endswith("/pair/0/1"))
    page.goto(page.url.split("/run/")[0] + "/run/unit/pair/0/1")
    assert page.locator(".state-line .state-talk").count() == 1


@pytest.mark.parametrize("lang", ["en"])
def test_one_key_hides_the_names(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang)
    assert "Nguyễn Văn An" in page.inner_text("main")
    page.keyboard.press("n")
    page.wait_for_load_state()
    page.wait_for_function("!document.querySelector('main').innerText.includes('Nguyễn Văn An')")
    assert page.locator(".chip").count() > 4
    assert "Nguyễn" not in page.title()


@pytest.mark.parametrize("lang", ["vi"])
def test_hidden_figures_break_no_page(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/about", lang=lang)
    page.locator("[name=mode][value=blind]").check()
    page.locator("#reviewer .primary").click()
    page.goto(page.url.split("/about")[0] + "/pair/0/1")
    page.locator("[data-side=left] [data-chip='1']").click()
    assert "%" not in page.inner_text("#active")
    assert page.inner_text("#counter") == "1 / 5"


@pytest.mark.parametrize("lang", ["vi"])
def test_an_exclusion_is_made_and_undone_at_its_place(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang)
    page.locator("[data-side=left] [data-chip='3']").click()
    page.fill("#exclude [name=reviewer]", "Lê")
    page.locator("#exclude [name=kind]").select_option("quote")
    say = translator(lang).gettext
    page.get_by_role("button", name=say("Exclude this passage")).click()
    page.wait_for_selector("[data-side=left] .chip.k-excluded")
    assert page.inner_text("#counter") == "3 / 5"
    page.get_by_role("button", name=say("Count this passage again")).click()
    page.wait_for_selector("[data-side=left] .chip.k-excluded", state="detached")
    assert page.inner_text("#counter") == "3 / 5"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_decision_is_in_sight_in_a_narrow_window(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang, width=1024)
    box = page.locator("#decision [data-key='4']").bounding_box()
    assert 0 < box["y"] < 768
    assert box["x"] < 1024
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_at_200_per_cent_there_is_room_to_read(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/1", lang=lang, width=683, height=384, device_scale_factor=2)
    assert page.locator("[data-side=left] .painted").bounding_box()["height"] >= 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 683


@pytest.mark.parametrize("lang", ["en"])
def test_selection_and_frames_are_seen_in_forced_colours(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/pair/0/2", lang=lang, forced_colors="active")
    page.locator("[data-side=left] [data-chip='1']").click()
    style = "(e) => getComputedStyle(e).outlineStyle"
    assert page.locator("[data-side=left] .passage.active").first.evaluate(style) == "solid"
    assert page.locator("[data-side=left] .edit").first.evaluate(style) == "solid"


def test_the_texts_scroll_together(opened: Callable[..., Any]) -> None:
    page = opened("/pair/0/1", height=420)
    page.locator("[data-side=left] .painted").hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("document.querySelector('[data-side=right] .painted').scrollTop > 0")
    page.wait_for_timeout(300)  # until the wheel has come to rest
    assert page.evaluate("document.querySelector('[data-side=right] .painted').scrollTop") > 50


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_is_cut_in_a_narrow_or_enlarged_window(opened: Callable[..., Any], lang: str) -> None:
    beyond = """() => [...document.querySelectorAll('aside *, main > section, h1')]
        .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((e) => e.outerHTML.slice(0, 80))"""
    for width, paths in ((1024, ("/pair/0/1", "/person/0")), (683, ("?tab=pairs", "/group/c1", "/log"))):
        page = opened("", lang=lang, width=width)
        run = page.url
        for path in paths:
            page.goto(run + path)
            assert page.evaluate(beyond) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("lang", ["vi"])
def test_the_keys_are_named_and_turn_the_passages(opened: Callable[..., Any], lang: str) -> None:
    page = opened("/about", lang=lang)
    keys = page.locator(".keys-table kbd").all_inner_texts()
    assert {"J", "K", "N", "M", "Ctrl", "Enter", "1", "8"} <= set(keys)
    page.goto(page.url.split("/about")[0] + "/pair/0/1")
    page.wait_for_selector(".chip")
    seen = []
    for key in ("j", "j", "k", "k"):
        page.keyboard.press(key)
        seen.append(page.inner_text("#counter"))
    assert seen == ["1 / 5", "2 / 5", "1 / 5", "5 / 5"]


def test_the_classes_of_a_text_are_lines_in_forced_colours(opened: Callable[..., Any]) -> None:
    page = opened("/person/1", forced_colors="active")
    line = "(e) => getComputedStyle(e).textDecorationLine"
    assert page.locator("#own-text .c-shared").first.evaluate(line) == "underline"
    assert page.locator("#own-text .c-form").first.evaluate(line) == "none"


def test_moved_text_is_no_frame_and_where_nothing_is_compared_is_said(opened: Callable[..., Any]) -> None:
    page = opened("/pair/0/2")
    assert page.locator("[data-side=left] .edit").all_inner_texts() == ["31/38"]
    assert page.locator("[data-side=right] .edit").all_inner_texts() == ["29/38"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_example_in_the_search_box_is_read_whole(opened: Callable[..., Any], lang: str) -> None:
    page = opened("", lang=lang)
    widths = """(box) => {
        const style = getComputedStyle(box), brush = document.createElement("canvas").getContext("2d");
        brush.font = style.font;
        return [brush.measureText(box.placeholder).width, box.clientWidth - 2 * parseFloat(style.paddingLeft)];
    }"""
    words, room = page.locator("[name=q]").evaluate(widths)
    assert 0 < words < room


def test_the_conclusion_of_a_group_is_one_click_away(opened: Callable[..., Any]) -> None:
    page = opened("/group/c1", height=420)
    assert not in_sight(page)
    page.get_by_role("link", name="Kết luận ↓").click()
    assert in_sight(page)
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("4")  # nobody chooses what is out of sight
    assert in_sight(page)


def in_sight(page: Any) -> bool:
    return bool(
        page.locator("#decision [value=talk]").evaluate(
            "(e) => e.getBoundingClientRect().bottom <= innerHeight && e.getBoundingClientRect().top >= 0"
        )
    )
