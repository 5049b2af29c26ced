"""The report in a browser: it opens from a file, sorts, filters, shows pairs side by side, and prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detector.settings import Settings
from detector.writers.html import write_html
from tests.report_factory import submission, unit_report

pytestmark = pytest.mark.browser

HOSTILE = '</script><script>document.title="hit"</script><img src=x onerror="document.title=\'hit\'">'


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the page in both languages."""
    folder = tmp_path_factory.mktemp("report")
    row = submission("zz.docx", HOSTILE, [(HOSTILE, "own")])
    report = unit_report(extra=[row])
    return {lang: write_html(report, folder / f"{lang}.html", lang=lang)[0].as_uri() for lang in ("vi", "en")}


@pytest.fixture
def page(browser: Any, pages: dict[str, str]) -> Iterator[Any]:
    """The Vietnamese page at laptop size; the test fails on a console message or on any request but for the file."""
    opened = browser.new_page(viewport={"width": 1366, "height": 768})
    trouble: list[str] = []
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda request: trouble.append(request.url) if not request.url.startswith("file:") else None)
    opened.goto(pages["vi"])
    yield opened
    opened.close()
    assert trouble == []


def names(page: Any) -> list[str]:
    return list(page.locator("#submission-table tbody th a").all_inner_texts())


def top_in_pane(page: Any, side: str, number: int) -> float:
    script = """([side, number]) => {
        const pane = document.querySelector(`[data-side=${side}] .painted`);
        const passage = pane.querySelector(`[data-passages~="${number}"]`);
        return passage.getClientRects()[0].top - pane.getBoundingClientRect().top;
    }"""
    return float(page.evaluate(script, [side, number]))


def open_pair(page: Any, number: int = 1) -> None:
    page.evaluate(f"location.hash = 'pair-{number}'")
    page.wait_for_selector(".pane .chip")


def test_a_column_sorts_both_ways(page: Any) -> None:
    header = page.locator("#submission-table").get_by_role("button", name="Bản", exact=True)
    header.click()
    assert page.locator("#submission-table th[aria-sort=ascending]").inner_text().strip().startswith("Bản")
    upwards = names(page)
    header.click()
    assert names(page) == upwards[::-1]
    assert upwards.index("Bùi Thị Lệ") < upwards.index("Cao Thị Mai") < upwards.index("Dương Văn Nghĩa")


def test_numbers_sort_from_the_largest(page: Any) -> None:
    page.locator("#submission-table").get_by_role("button", name="Số chữ").click()
    sizes = [int(text) for text in page.locator("#submission-table tbody td:last-child").all_inner_texts()]
    assert sizes == sorted(sizes, reverse=True)


def test_names_are_found_without_their_marks(page: Any) -> None:
    page.fill("#filter-words", "nguyen van an")
    assert names(page) == ["Nguyễn Văn An"]
    assert page.inner_text("#filter-found") == "1 trên 15 bản"


def test_a_flag_lists_its_submissions(page: Any) -> None:
    page.locator("[data-flag=boilerplate]").click()
    assert names(page) == ["Cao Thị Mai"]
    page.click("#filter-clear")
    assert len(names(page)) == 15


def test_a_bar_of_the_histogram_lists_its_submissions(page: Any) -> None:
    page.locator("#histogram .column").nth(6).click()  # five of eight sentences: 62 %
    assert sorted(names(page)) == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_the_chart_tells_its_figures_by_mouse_and_by_keyboard(page: Any) -> None:
    chart = page.locator("#share-chart svg")
    chart.focus()
    page.keyboard.press("ArrowRight")
    first = page.inner_text(".readout")
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".readout") != first
    assert "phần tự viết" in page.inner_text(".readout") or "đoạn trùng" in page.inner_text(".readout")
    page.keyboard.press("Enter")
    page.locator("#submission-view h2").wait_for(state="visible", timeout=5000)


def test_a_submission_shows_findings_in_words_and_the_painted_text(page: Any) -> None:
    page.locator("#submission-table").get_by_role("link", name="Nguyễn Văn An").first.click()
    view = page.locator("#submission-view")
    view.locator(".line .c-shared").first.wait_for()
    assert "5 trên 8 câu cũng có trong bản của Trần Thị Bình" in view.inner_text()
    assert view.locator(".line .c-shared").first.inner_text().startswith("Tôi dạy 17 tiết Toán")
    view.get_by_role("link", name="Xem song song với Trần Thị Bình").click()
    assert page.locator("#pair-view .pane").count() == 2


def test_a_click_on_a_passage_brings_the_other_side_to_the_same_height(page: Any) -> None:
    open_pair(page)
    for side, number in (("left", 5), ("right", 2), ("left", 1), ("right", 5)):
        page.locator(f"[data-side={side}] [data-passages~='{number}']").first.click()
        assert abs(top_in_pane(page, "left", number) - top_in_pane(page, "right", number)) <= 2
        assert 0 <= top_in_pane(page, side, number) < 600
        assert page.locator(".pane .chip.active").all_inner_texts() == [str(number), str(number)]


def test_tab_and_shift_tab_move_through_the_passages(page: Any) -> None:
    open_pair(page)
    page.locator("[data-side=left] [data-chip='1']").focus()
    visited = []
    for key in ("Tab", "Tab", "Shift+Tab"):
        page.keyboard.press(key)
        visited.append(page.locator("[data-side=right] .chip.active").inner_text())
        number = int(visited[-1])
        assert abs(top_in_pane(page, "left", number) - top_in_pane(page, "right", number)) <= 2
    assert visited == ["2", "3", "2"]


def test_words_that_an_edited_copy_changed_are_framed(page: Any) -> None:
    open_pair(page, 2)  # Chi wrote 29/38 where An has 31/38
    assert page.locator("[data-side=left] .line .edit").all_inner_texts() == ["31/38"]
    assert page.locator("[data-side=right] .line .edit").all_inner_texts() == ["29/38"]


def test_buttons_go_round_the_passages(page: Any) -> None:
    open_pair(page)
    page.get_by_role("button", name="Đoạn trước").click()
    assert page.inner_text(".counter") == "5 / 5"
    page.get_by_role("button", name="Đoạn sau").click()
    assert page.inner_text(".counter") == "1 / 5"
    assert "có trong 4 trên 15 bản" in page.inner_text(".pair-active")


def test_only_matches_leaves_out_the_other_lines_and_counts_them(page: Any) -> None:
    open_pair(page)
    lines = page.locator("[data-side=right] .line")
    whole = sum(line.is_visible() for line in lines.all())
    page.get_by_role("button", name="Chỉ đoạn trùng").click()
    assert sum(line.is_visible() for line in lines.all()) == 5
    assert page.locator("[data-side=right] .gap").nth(1).inner_text() == "… 8 dòng không trùng …"
    page.get_by_role("button", name="Toàn văn").click()
    assert sum(line.is_visible() for line in lines.all()) == whole


def test_the_back_button_of_the_browser_leads_back(page: Any) -> None:
    open_pair(page)
    page.go_back()
    assert page.locator("#report-view").is_visible()
    assert not page.locator("#pair-view").is_visible()


def test_a_pair_has_its_legend_reason_and_limits(page: Any) -> None:
    open_pair(page)
    head = page.inner_text(".pair-head")
    assert "5 trên 8 câu của Nguyễn Văn An cũng có trong bản của Trần Thị Bình" in head
    assert "Văn bản không cho biết ai viết trước" in head
    assert "đoạn trùng" in page.inner_text(".pair-head .legend")


def test_markup_in_a_text_is_shown_as_text(page: Any) -> None:
    page.evaluate("location.hash = 'submission-15'")
    assert page.locator("#submission-view h2").inner_text() == HOSTILE
    assert HOSTILE in page.locator("#submission-view .painted").last.inner_text()
    assert page.locator("img").count() == 0
    assert page.title() != "hit"


@pytest.mark.parametrize("width", [1366, 1920])
def test_no_view_is_wider_than_the_window(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    for view in ("", "submission-1", "pair-1"):
        page.evaluate(f"location.hash = '{view}'")
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_stand_out_from_their_ground(page: Any) -> None:
    """Contrast of every visible text of the three views, as WCAG reckons it: 4.5 or more."""
    for view in ("", "submission-1", "pair-1"):
        page.evaluate(f"location.hash = '{view}'")
        page.wait_for_timeout(50)
        assert page.evaluate(FAINT_WORDS) == []


def test_every_control_has_a_name(page: Any) -> None:
    for view in ("", "submission-1", "pair-1"):
        page.evaluate(f"location.hash = '{view}'")
        page.wait_for_timeout(50)
        nameless = (
            "[...document.querySelectorAll('button, a, select, input')].filter((node) => node.checkVisibility() && \
            !(node.textContent.trim() || node.ariaLabel || node.labels?.length)).map((node) => node.outerHTML)"
        )
        assert page.evaluate(nameless) == []


def test_the_english_page_speaks_english(browser: Any, pages: dict[str, str]) -> None:
    opened = browser.new_page()
    opened.goto(pages["en"] + "#pair-1")
    assert "5 of 8 sentences of Nguyễn Văn An are also in the text of Trần Thị Bình" in opened.inner_text(".pair-why")
    assert opened.get_by_role("button", name="Only matches").is_visible()
    opened.close()


def test_it_prints_with_all_rows_and_the_evidence(page: Any, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(str(tmp_path / "report.pdf"))
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in printed)
    assert len(printed) >= 3
    first = printed[0].get_textpage().get_text_range()
    assert "Tổng quan đơn vị" in first
    assert "bản của đơn vị" in first
    assert abs(printed[0].get_width() - 595) < 2  # A4
    assert "Vũ Đức Hải" in text
    assert "Cặp 4" in text
    assert page.locator("#appendix section").count() == 0  # put away again after printing


# Walks over all visible text nodes; a ground with a pattern or an own colour counts as it is painted.
FAINT_WORDS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => [r, g, b].map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility()) continue;
    if (node.closest("svg, script, :disabled, option")) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(walker.currentNode.data.trim().slice(0, 40));
  }
  return faint;
}"""


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pairs_of_a_crowd_are_listed_apart_and_open_side_by_side(browser: Any, tmp_path: Path, lang: str) -> None:
    report = unit_report(settings=Settings().replace(common_rank=2))  # a few are two: the group of four is a crowd
    opened = browser.new_page(viewport={"width": 1366, "height": 768})
    opened.goto(write_html(report, tmp_path / "page.html", lang=lang)[0].as_uri())
    assert "Nguyễn Văn An" not in opened.inner_text("#pair-table")
    assert not opened.locator("#crowd-table table").is_visible()
    opened.locator("#pairs-in-crowds summary").click()
    assert opened.locator("#crowd-table tbody tr").count() == 3
    opened.locator("#crowd-table tbody a.button").first.click()
    opened.wait_for_selector(".pane .chip")
    assert "Nguyễn Văn An" in opened.inner_text("#pair-view")
    opened.close()
