"""One Excel workbook to read and sort, one sheet per question; codes for names unless names are asked for."""

from __future__ import annotations

from pathlib import Path

from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.pseudonyms import handed_on, key_files


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The workbook, and the key file beside it if asked for."""
    from detector.writers.xlsx.draw import draw
    from detector.writers.xlsx.sheets import Words
    from detector.writers.xlsx.workbook import sheets

    visible, told = handed_on(report, options)
    recorded = told if options.recorded else None
    with replacing(path) as draft:
        draw(sheets(visible, recorded), Words(visible, options.lang, recorded), draft)
    return [path, *key_files(report, options, path)]


WRITER = Writer(
    "xlsx",
    ".xlsx",
    "one Excel workbook with a sheet per question; codes for names unless --names",
    write,
    is_record=True,
)
