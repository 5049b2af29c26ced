"""A new officer with the quick start in hand: from the printed address to a record of one pair, actions counted."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample_unit"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """What `detector serve` prints."""
    command = [sys.executable, "-u", "-m", "detector", "serve", str(tmp_path / "runs"), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found
        yield found[0]
        server.kill()


class Officer:
    """Does what the quick start says, by the words on the page, and counts."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.actions: list[str] = []

    def click(self, words: str, role: str = "button", *, exact: bool = False) -> None:
        self.actions.append(words)
        self.page.get_by_role(role, name=words, exact=exact).first.click()

    def choose(self, label: str, files: list[Path]) -> None:
        self.actions.append(label)
        self.page.get_by_label(label).first.set_input_files([str(path) for path in files])

    def press(self, key: str) -> None:
        self.actions.append(f"[{key}]")
        self.page.keyboard.press(key)

    def write(self, label: str, words: str) -> None:
        self.actions.append(label)
        self.page.get_by_role("textbox", name=label).locator("visible=true").fill(words)


def test_from_the_first_page_to_a_record_takes_ten_actions(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True, locale="vi-VN")
    officer = Officer(context.new_page())
    page = officer.page
    page.goto(address)
    officer.choose("Bản tự kiểm điểm", sorted((SAMPLE / "submissions").iterdir()))
    officer.click("Đọc các tệp")
    page.wait_for_url("**/read", timeout=120_000)
    officer.click("Quét", exact=True)
    page.wait_for_url("**/run/*", timeout=120_000)
    officer.click("Xem việc tiếp theo", role="link")
    officer.click("Xem song song", role="link")
    page.wait_for_selector(".chip")  # until the texts are drawn
    officer.press("4")
    officer.write("Tên của bạn, để ghi nhật ký", "Lê Rà Soát")
    officer.click("Lưu", exact=True)
    officer.click("Lập biên bản …", role="link")
    with page.expect_download() as waiting:
        officer.click("Biên bản Word")
    record = pytest.importorskip("docx").Document(BytesIO(Path(waiting.value.path()).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in record.paragraphs)
    context.close()
    assert "Kết luận: cần trao đổi" in text
    assert len(officer.actions) == 10, officer.actions


def test_the_quick_start_names_what_stands_on_the_page() -> None:
    quick = (ROOT / "README.md").read_text(encoding="utf-8").split("## Hướng dẫn nhanh")[1].split("\n## ")[0]
    guide = (ROOT / "docs" / "huong_dan.md").read_text(encoding="utf-8")
    catalogue = (ROOT / "detector" / "locale" / "vi" / "LC_MESSAGES" / "detector.po").read_text(encoding="utf-8")
    said = catalogue.replace('"\n"', "")
    bold = [words for text in (quick, guide) for words in re.findall(r"\*\*([^*]+)\*\*", text)]
    missing = [words for words in bold if words not in said and words not in _PROSE]
    assert len(bold) > 15
    assert missing == []


_PROSE = frozenset({"không kết luận", "?", "Các cặp, các bản, các cụm"})
