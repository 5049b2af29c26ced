"""The rows of a list that belongs to the scan itself (a roster), not to the unit's texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.language import N_
from detector.readers import csv, xls, xlsx
from detector.settings import Settings

Rows = list[list[str]]

_ROWS: Mapping[str, Callable[[bytes, Settings], Rows]] = {
    ".csv": csv.rows,
    ".tsv": csv.rows,
    ".txt": csv.rows,
    ".xlsx": xlsx.first_rows,
    ".xlsm": xlsx.first_rows,
    ".xls": xls.first_rows,
    ".ods": xls.first_rows,
}


def read_rows(path: Path, settings: Settings) -> Rows:
    """Cells of a .csv, or of the first visible sheet of an .xlsx. Raises `ReadError` or OSError."""
    suffix = path.suffix.lower()
    if suffix not in _ROWS:
        raise ReadError(SkipReason.UNSUPPORTED, N_("Save it as .xlsx or .csv."))
    return _ROWS[suffix](path.read_bytes(), settings)
