"""One Excel workbook to read and sort, one sheet per question; codes for names unless names are asked for."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detector.language import N_
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.codes import key_files
from detector.writers.pseudonyms import handed_on

if TYPE_CHECKING:
    from detector.writers.xlsx.sheets import Sheet, Words


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The workbook, and the key file beside it if asked for."""
    from detector.writers.xlsx.sheets import Words
    from detector.writers.xlsx.workbook import sheets

    visible, told = handed_on(report, options)
    recorded = told if options.recorded else None
    with replacing(path) as draft:
        draw_book(lambda: sheets(visible, recorded), Words(visible, options.lang, recorded), draft)
    return [path, *key_files(report, options, path)]


def draw_book(sheets: Callable[[], Iterable[Sheet[Any]]], words: Words, draft: Path) -> None:
    """Raises OSError. lxml has its own error for a full disk, and half-written sheets complain when they go."""
    failed = _failure(sheets, words, draft)
    if failed is None:
        return
    usual = sys.unraisablehook
    sys.unraisablehook = lambda _: None
    try:
        gc.collect()
    finally:
        sys.unraisablehook = usual
    raise failed


def _failure(sheets: Callable[[], Iterable[Sheet[Any]]], words: Words, draft: Path) -> OSError | None:
    """What kept the workbook from being written; not raised here, so that nothing holds its sheets any more."""
    from lxml.etree import LxmlError

    from detector.writers.xlsx.draw import draw

    try:
        draw(sheets(), words, draft)
    except OSError as error:
        return OSError(error.errno, error.strerror)
    except LxmlError as error:
        code = errno.ENOSPC if "ENOSPC" in str(error) else errno.EIO
        return OSError(code, os.strerror(code))
    return None


WRITER = Writer(
    "xlsx",
    ".xlsx",
    N_("one Excel workbook with a sheet per question; codes for names unless --names"),
    write,
    is_record=True,
)
