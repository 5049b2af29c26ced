"""The words that are printed in a file of any export format, for finding the state of the logs among them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from detector.errors import InputError
from detector.language import N_

_MOST_BYTES = 64 << 20  # of a member of a Word file or workbook
_TAG = re.compile(r"<[^>]{0,4000}>")


def words_printed_in(path: Path) -> str:
    """Text of a .docx, .xlsx, .html, .csv, .jsonl or .txt file. Raises `InputError`."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                members = [
                    one for one in packed.infolist() if one.filename.endswith(".xml") and one.file_size < _MOST_BYTES
                ]
                return "\n".join(_TAG.sub(" ", packed.read(one).decode("utf-8", "replace")) for one in members)
        return path.read_text(encoding="utf-8", errors="replace")
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            N_("{path}: cannot be read as a record ({error}). Name a file that this program wrote.").format(
                path=path, error=error
            )
        ) from error
