"""A folder of Parquet tables for R, polars, DuckDB: flat, with the columns and types of `Report.frames`.

Persons, units and files are codes unless names are asked for; offsets count in the texts as they are here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detector.errors import MissingExtraError
from detector.flat import Value, column_type
from detector.language import N_
from detector.report import Report
from detector.result_files import MARK
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.codes import key_files
from detector.writers.pseudonyms import shown
from detector.writers.state import write_log_state
from detector.writers.tables import flat_tables

if TYPE_CHECKING:
    import pyarrow


def write(report: Report, folder: Path, options: WriteOptions) -> list[Path]:
    """One file per table; an empty table has its columns and types. `MissingExtraError` without pyarrow."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("Parquet", "notebooks") from error
    written = []
    for table, columns in flat_tables(shown(report, options), options.lang, names=options.names).items():
        path = folder / f"{table}.parquet"
        with replacing(path) as draft:
            pyarrow.parquet.write_table(_arrow(table, columns), draft)
        written.append(path)
    return [*written, *write_log_state(folder, options, ".jsonl"), *key_files(report, options, folder)]


def _arrow(table: str, columns: dict[str, list[Value]]) -> pyarrow.Table:
    import pyarrow

    types: dict[type, Any] = {
        str: pyarrow.string(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        bool: pyarrow.bool_(),
    }
    fields = [pyarrow.field(name, types[column_type(table, name)]) for name in columns]
    return pyarrow.table(columns, schema=pyarrow.schema(fields, metadata={"generator": MARK}))


WRITER = Writer(
    "parquet",
    "",
    N_("folder of Parquet tables for R, polars, DuckDB (extra notebooks); codes for names unless --names"),
    write,
)
