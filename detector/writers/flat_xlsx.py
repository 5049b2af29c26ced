"""One Excel workbook with the tables of csv and Parquet, a sheet each: flat, with the columns of `Report.frames`.

For who calculates; the format ``xlsx`` is the record that an officer reads. Texts longer than a cell holds are cut, as
are control characters: ``parquet`` and ``jsonl`` have them verbatim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detector.flat import Value
from detector.language import N_
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.codes import key_files
from detector.writers.pseudonyms import shown
from detector.writers.tables import flat_tables


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The workbook, and the key file beside it if asked for."""
    from detector.writers.xlsx import draw_book
    from detector.writers.xlsx.sheets import Words

    visible = shown(report, options)
    tables = flat_tables(visible, options.lang, names=options.names)
    with replacing(path) as draft:
        draw_book(lambda: _sheets(tables), Words(visible, options.lang), draft)
    return [path, *key_files(report, options, path)]


def _sheets(tables: Mapping[str, Mapping[str, Sequence[Value]]]) -> Iterator[Any]:
    from detector.writers.xlsx.sheets import Column, Sheet

    def column(at: int, name: str) -> Column[tuple[Value, ...]]:
        return Column("", lambda row, _: row[at], detail=name)

    for table, columns in tables.items():
        heads = [column(at, name) for at, name in enumerate(columns)]
        yield Sheet("", heads, zip(*columns.values(), strict=True), name=table)


WRITER = Writer(
    "tables",
    ".xlsx",
    N_("one Excel workbook with the tables and columns of csv; codes for names unless --names"),
    write,
)
