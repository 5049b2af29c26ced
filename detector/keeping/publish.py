"""Run file and report page of a finished scan, written together."""

from __future__ import annotations

from pathlib import Path

from detector.collector import collection_paused
from detector.report import Report
from detector.run_folder import REPORT_PAGE
from detector.storage import save


def publish(report: Report, run: Path, *, lang: str) -> None:
    """Both, or neither: the page is written out before the run file changes, so a full disk leaves the earlier two.

    Raises `RunFileError` or `InputError`.
    """
    from detector.writers.base import replacing
    from detector.writers.html.page import render_page

    with collection_paused(), replacing(run / REPORT_PAGE) as draft:
        draft.write_text(render_page(report, lang=lang), encoding="utf-8", newline="\n")
        save(report, run)
