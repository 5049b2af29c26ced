"""One Excel workbook to read and sort, one sheet per question; codes for names unless names are asked for."""

from __future__ import annotations

from pathlib import Path

from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.pseudonyms import shown, shown_recorded, write_key_file


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The workbook, and the key file beside it if asked for."""
    from detector.writers.xlsx.draw import draw
    from detector.writers.xlsx.sheets import Words
    from detector.writers.xlsx.workbook import sheets

    visible = shown(report, options)
    recorded = shown_recorded(report, options) if options.recorded else None
    with replacing(path) as draft:
        draw(sheets(visible, recorded), Words(visible, options.lang, recorded), draft)
    return [path, write_key_file(report, path.parent, options.salt)] if options.key_file else [path]


WRITER = Writer(
    "xlsx",
    ".xlsx",
    "one Excel workbook with a sheet per question; codes for names unless --names",
    write,
    is_record=True,
)
