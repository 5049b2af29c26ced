"""One afternoon of a new officer: two units, a late file, a record for every person; the steps are counted."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.browser.test_first_time import ROOT, Officer, address

__all__ = ["address"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST, SECOND = ROOT / "data" / "sample_unit", ROOT / "data" / "units" / "unit_d"


def submissions(unit: Path) -> list[Path]:
    return sorted(path for path in (unit / "submissions").rglob("*") if path.is_file())


def people(unit: Path) -> list[str]:
    """Names of the roster."""
    with (unit / "roster.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.reader(stream))
    return [cell for row in rows[1:] for cell in row if len(cell.split()) in (3, 4) and cell.istitle()]


class Afternoon(Officer):
    """Besides: whole scans and what is taken away."""

    def scan(
        self, files: list[Path], form: Path | None = None, previous: Sequence[Path] = (), roster: Path | None = None
    ) -> str:
        self.give("submissions", files)
        self.give("form", [form] if form else [])
        self.give("previous", previous)
        self.give("roster", [roster] if roster else [])
        self.click("Đọc các tệp")
        self.page.wait_for_url("**/read", timeout=120_000)
        self.click("Quét", exact=True)
        self.page.wait_for_url("**/run/*", timeout=300_000)
        return str(self.page.url)

    def give(self, field: str, files: Sequence[Path]) -> None:
        if files:
            self.actions.append(field)
            self.page.set_input_files(f"#{field}", [str(path) for path in files])

    def conclude(self) -> None:
        """What comes next, with one key and the name once."""
        self.click("Xem việc tiếp theo", role="link")
        self.page.wait_for_selector("#decision")
        self.page.wait_for_load_state()
        self.press("4")
        while not self.page.locator("#decision [name=decision]:checked").count():  # until keys are heard
            self.page.wait_for_timeout(100)
            self.page.keyboard.press("4")
        name = self.page.locator("#decision [name=reviewer]")
        if name.count():
            self.write("Tên của bạn, để ghi nhật ký", "Lê Rà Soát")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.press("Control+Enter")
        self.page.wait_for_load_state()

    def records(self) -> dict[str, str]:
        """The words of each person's record."""
        docx = pytest.importorskip("docx")
        self.click("Xuất kết quả", role="link")
        self.actions.append("hiện tên")
        self.page.locator("#hand-on [name=names]").check()
        with self.page.expect_download(timeout=120_000) as waiting:
            self.click("Biên bản từng người có điểm cần xem")
        with ZipFile(BytesIO(Path(waiting.value.path()).read_bytes())) as bundle:
            return {name: words(docx.Document(BytesIO(bundle.read(name)))) for name in bundle.namelist()}


def words(document: Any) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(part.text for part in document.paragraphs), *cells])


def test_two_units_and_a_late_file_in_one_afternoon(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True, locale="vi-VN")
    context.set_default_timeout(180_000)  # records for every person are made while the page waits
    officer = Afternoon(context.new_page())
    page = officer.page
    page.goto(address)

    first = officer.scan(submissions(FIRST), FIRST / "blank_form.docx")
    officer.conclude()
    of_first = officer.records()
    steps = [len(officer.actions)]

    officer.click("Mọi lần quét", role="link")
    assert page.locator(".chosen").all_inner_texts() == ["chưa chọn"] * page.locator(".chosen").count()
    *in_time, late = submissions(SECOND)
    second = officer.scan(
        in_time, SECOND / "blank_form.docx", sorted((SECOND / "previous").iterdir()), SECOND / "roster.csv"
    )
    assert second != first
    officer.conclude()
    officer.click("Mọi lần quét", role="link")
    officer.click("Quét lại, thêm bản nộp muộn", role="link")  # the last scan comes first
    again = officer.scan([late])
    assert again == second
    assert "đã kết luận" in page.content()
    of_second = officer.records()
    steps.append(len(officer.actions) - steps[0])

    names = people(FIRST)
    assert len(names) > 20
    assert of_first
    assert len(of_second) > 20
    both = set(names) & set(people(SECOND))
    for tab in ("submissions", "pairs", "groups", "texts"):
        page.goto(f"{second}?tab={tab}")
        text = page.inner_text("main")
        assert [name for name in names if name in text and name not in both] == []
    for text in of_second.values():
        assert [name for name in names if name in text and name not in both] == []
    page.goto(f"{second}?tab=submissions")
    assert f"Các bản {len(submissions(SECOND))}" in " ".join(page.inner_text("#lists").split())
    context.close()
    assert steps == [11, 18], officer.actions
