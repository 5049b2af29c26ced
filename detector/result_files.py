"""How a file says that this program wrote it, so that no scan reads it as somebody's text.

A property in Word files and workbooks, a meta tag in pages, metadata in Parquet tables, SQLite's application id in
files of a run. Data files are known by the keys of their first record, which are a contract and never those of a text.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from detector.run_folder import (
    KEY_FILE,
    LOCK_FILE,
    READ_FILE,
    REPORT_PAGE,
    RUN_FILE,
    TABLES_FOLDER,
    UNITS_FOLDER,
    UPLOADS_FOLDER,
)

MARK = "detector-result"  # the property ``category`` of Office files, the meta tag ``generator`` of pages
RUN_ID = 0x44544354  # "DTCT" in ASCII: SQLite's application id of run files and of kept results
KEPT_ID = 0x4454434B  # of files that only save a later scan time

# What scans put into a RUN folder; all that lies in a folder of these names belongs to the run.
_RUN_MARKS = (RUN_FILE, READ_FILE)
RUN_NAMES = frozenset({*_RUN_MARKS, LOCK_FILE})  # one of them is there from the beginning
_RUN_FILES = re.compile(
    rf"(?:{'|'.join(map(re.escape, _RUN_MARKS))})(?:-\w+)?|{re.escape(REPORT_PAGE)}|{re.escape(LOCK_FILE)}"
)
_RUN_FOLDERS = frozenset({UNITS_FOLDER, TABLES_FOLDER, UPLOADS_FOLDER})

# Keys that together only a record of this program has, whichever others stand beside them.
_RECORDS = tuple(
    frozenset(keys.split())
    for keys in (
        "id path author unit role syllables self_rating",
        "left_id left_start left_end right_id right_start right_end similarity",
        "left_id right_id flagged evidence",
        "id members core kind",
        "path reason detail",
        "id kind score threshold sentence evidence",
        "id text syllables people places",
        "id last_modified_by identifiers left_out",
        "left_id right_id identifiers same_created",
        "code kind name",
        "words texts given_name where",
        "person period state ids source_id",
        "log_state",
    )
)
_MEMBERS = frozenset({"cluster", "id"})  # these two and no others: a list of texts has one more column
_EMPTY_TABLES = frozenset(
    f"{table}.jsonl" for table in ("submissions", "passages", "pairs", "clusters", "skipped", "shared_texts", "sheets")
)
_SQLITE = b"SQLite format 3\0"
_PARQUET = b"PAR1"
_METADATA_BYTES = 5_000_000
_APPLICATION_ID_AT = 68  # bytes into the header of a SQLite file
_META = re.compile(rb"<meta\b(?=[^>]*\bname=[\"']?generator\b)[^>]*\bcontent=[\"']?" + MARK.encode() + rb"\b", re.I)
_CATEGORY = re.compile(rb"<(?:\w+:)?category[^>]*>\s*" + MARK.encode() + rb"\b")
_PROPERTIES = "docProps/core.xml"
_HEAD_BYTES = 65_536
_LINE_BYTES = 20_000_000  # of a record: it holds a whole text
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, ValueError, OverflowError, NotImplementedError, EOFError, OSError)


def is_result(name: str, data: bytes) -> bool:
    """Whether the bytes of a file of this name were written by this program."""
    return has_mark(name, io.BytesIO(data))


def has_mark(name: str, stream: IO[bytes]) -> bool:
    """The same for an open file, of which little more than the beginning is read. Raises `OSError`."""
    name = re.split(r"[/\\]", name)[-1].lower()
    head = stream.read(_HEAD_BYTES)
    if head.startswith(_SQLITE):
        number = int.from_bytes(head[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
        return number in (RUN_ID, KEPT_ID)
    if head.startswith(_PARQUET):
        return _has_metadata(stream)
    if head.startswith(b"PK"):
        return _has_property(stream)
    if name.endswith(".jsonl"):
        return name in _EMPTY_TABLES if not head else _is_record(_first_line(head, stream))
    if name.endswith((".csv", ".tsv", ".txt")):
        return name == KEY_FILE or _is_header(head)
    return b"<" in head[:1000] and bool(_META.search(head))


def is_result_file(path: Path) -> bool:
    """The same for a file on disk; False where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return has_mark(path.name, stream)
    except OSError:
        return False


def is_run_folder(folder: Path) -> bool:
    """Whether a scan wrote into this folder, also one that was broken off."""
    return any(is_result_file(folder / name) for name in _RUN_MARKS)


def is_of_run(path: Path) -> bool:
    """Whether an entry of a RUN folder is what scans put there."""
    return bool(_RUN_FILES.fullmatch(path.name)) or (path.name in _RUN_FOLDERS and path.is_dir())


def _has_property(stream: IO[bytes]) -> bool:
    """Whether the package's own properties bear the mark."""
    try:
        with zipfile.ZipFile(stream) as package:
            if _PROPERTIES not in package.NameToInfo:
                return False
            with package.open(_PROPERTIES) as properties:
                return bool(_CATEGORY.search(properties.read(_HEAD_BYTES)))
    except (*_BAD_ZIP, RuntimeError):  # RuntimeError: a password
        return False


def _has_metadata(stream: IO[bytes]) -> bool:
    """Whether the metadata at the end of a Parquet file bear the mark."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - 8, 0))
    length = int.from_bytes(stream.read(4), "little")
    stream.seek(max(size - 8 - min(length, _METADATA_BYTES), 0))
    return MARK.encode() in stream.read(_METADATA_BYTES)


def _first_line(head: bytes, stream: IO[bytes]) -> bytes:
    line, end, _ = head.partition(b"\n")
    return line if end else line + stream.readline(_LINE_BYTES)


def _is_record(line: bytes) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and _are_ours(record)


def _is_header(head: bytes) -> bool:
    """Whether the first line names the columns of a table of this program, also after a spreadsheet saved it."""
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace")
    return _are_ours(cell.strip(' \r"') for cell in re.split(r"[,;\t]", line))


def _are_ours(keys: Iterable[str]) -> bool:
    present = frozenset(keys)
    return present == _MEMBERS or any(record <= present for record in _RECORDS)
