"""Takes the README's pictures of the report page anew, from the sample unit; needs Chromium and the extra ``test``.

python docs/images/screenshots.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import detector
from detector.writers import WriteOptions, writer

FOLDER = Path(__file__).parent
UNIT = FOLDER.parents[1] / "data" / "sample_unit"
COPIED = "Hà Thị Phương"  # one of a pair with changed words


def main() -> int:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not on the PATH", file=sys.stderr)
        return 1
    report = detector.scan(UNIT / "submissions", forms=UNIT / "blank_form.docx", previous=UNIT / "previous")
    pairs = [{report.document(id).author for id in (one.left_id, one.right_id)} for one in report.pairs.flagged()]
    number = next(at for at, people in enumerate(pairs, 1) if COPIED in people)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = Path(folder) / "report.html"
        writer("html").write(report, page_file, WriteOptions(lang="vi", names=True))
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 860})
        page.goto(page_file.as_uri())
        page.locator("#share-chart svg").wait_for()
        page.screenshot(path=FOLDER / "report_overview.png")
        page.set_viewport_size({"width": 1366, "height": 900})
        page.goto(f"{page_file.as_uri()}#pair-{number}")
        page.locator("#pair-view .pane .line").first.wait_for()
        page.screenshot(path=FOLDER / "report_pair.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
