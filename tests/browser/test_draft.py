"""One's own draft on the page of `detector serve`: read, told by its parts, and not kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detector.language import translator
from tests.browser.test_first_time import ROOT, address

__all__ = ["address"]

pytestmark = pytest.mark.browser

SAMPLE = ROOT / "data" / "sample_unit"


@pytest.mark.parametrize("lang", ["vi"])
def test_a_draft_is_looked_through_and_an_odd_file_is_named(
    browser: Any, address: str, lang: str, tmp_path: Path
) -> None:
    say = translator(lang).gettext
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(address)
    if lang == "en":
        page.locator("button[name=lang][value=en]").click()
    page.get_by_role("link", name=say("Look through a draft of one’s own …")).click()
    page.set_input_files("#draft", str(next((SAMPLE / "submissions").glob("a30_*"))))
    page.set_input_files("#form", str(SAMPLE / "blank_form.docx"))
    page.get_by_role("button", name=say("Look through")).click()
    page.wait_for_selector("#slip h3")
    words = page.inner_text("#slip")
    assert say("There is no figure, no date and no name of a task in this part.") in words
    assert 0 <= page.locator("#slip h2").bounding_box()["y"] < 768  # what was asked for is in sight

    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 no package")
    page.set_input_files("#draft", str(next((SAMPLE / "submissions").glob("a30_*"))))
    page.set_input_files("#previous", [str(broken), str(next((SAMPLE / "previous").iterdir()))])
    page.get_by_role("button", name=say("Look through")).click()
    page.wait_for_selector("#slip .warning")
    assert say("Not everything was read:") in page.inner_text("#slip .warning")
    assert "hong.docx" in page.inner_text("#slip .warning")

    program = tmp_path / "la.exe"
    program.write_bytes(b"MZ\x90\x00")
    page.set_input_files("#draft", str(program))
    page.get_by_role("button", name=say("Look through")).click()
    page.wait_for_selector("main.message h1")
    words = page.inner_text("main")
    assert say("This cannot be done") in words
    assert "la.exe: " in words
    assert "/la.exe" not in words
    context.close()
