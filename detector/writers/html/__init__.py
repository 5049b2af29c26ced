"""``report.html``: one self-contained page that opens without network."""

from __future__ import annotations

from pathlib import Path

from detector.language import N_
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.codes import key_files
from detector.writers.html.page import render_page
from detector.writers.pseudonyms import shown


def write_html(report: Report, path: Path, *, lang: str = "vi", log_state: str = "") -> list[Path]:
    """Writes the page to `path` and gives it back. Names are shown as the report has them."""
    page = render_page(report, lang=lang, log_state=log_state)
    with replacing(path) as draft:
        draft.write_text(page, encoding="utf-8", newline="\n")
    return [path]


def _write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    written = write_html(shown(report, options), path, lang=options.lang, log_state=options.log_state)
    return [*written, *key_files(report, options, path)]


WRITER = Writer("html", ".html", N_("one page with the evidence, opens without network"), _write)
