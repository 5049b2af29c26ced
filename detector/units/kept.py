"""Results of single analyses in a folder, each under the key of all that it depends on: nothing done twice, none stale.

A result holds no text of its own: the texts are read from the files by every scan and put back in their order, under
the names that they have then. What it does hold (marks, figures, quotes of a group's core and of learnt form lines) is
as confidential as the run file.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from detector.documents import Document, Role
from detector.errors import RunFileError
from detector.hashes import digest
from detector.language import N_
from detector.private import private_folder
from detector.report import LearntLine, Report, Table
from detector.settings import Settings
from detector.storage.code import program_key
from detector.storage.connection import connect, told, transaction
from detector.storage.decode import read_learnt_lines, read_report, text
from detector.storage.encode import insert_report
from detector.storage.migrations import APPLICATION_ID, upgrade
from detector.storage.renamed import about, identity
from detector.text.parts import corpus_order
from detector.text.segmenter import model_version
from detector.units.shingles import NOTHING, Handed

_SUFFIX = ".sqlite"
_HANDED = "CREATE TABLE handed (row INTEGER PRIMARY KEY, keys BLOB NOT NULL, rows BLOB NOT NULL, common BLOB NOT NULL)"


def result_key(documents: Iterable[Document], settings: Settings, model: str = "") -> str:
    """Content key of everything an analysis depends on; the order of the documents and their names are no part of it.

    `model` names what compares meanings, "" for nothing.
    """
    rows = (json.dumps(identity(document)) for document in sorted(documents, key=corpus_order))
    parts = (program_key(model_version()), settings.key(), model, *rows)
    return digest(part.encode() + b"\0" for part in parts).hex()


def write_result(folder: Path, key: str, report: Report, handed: Handed) -> None:
    """All or nothing, also when the process is killed."""
    path = folder / f"{key}{_SUFFIX}"
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with told_full(folder):
            private_folder(folder)
            draft.unlink(missing_ok=True)
            with told(path), closing(connect(draft)) as connection:
                connection.execute("PRAGMA page_size = 1024")  # thirty tables and indexes, most of them nearly empty
                connection.execute("PRAGMA journal_mode = OFF")  # a draft that is not finished is never read
                _fill(connection, without_texts(report), handed)
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def told_full(folder: Path) -> Iterator[None]:
    """A folder that cannot be written as `RunFileError`."""
    try:
        yield
    except OSError as error:
        raise RunFileError(
            N_("{folder}: cannot be written ({reason}). Choose another folder with -o.").format(
                folder=folder, reason=error.strerror
            )
        ) from error


def is_kept(folder: Path, key: str) -> bool:
    """Whether this result is there and whole."""
    path = folder / f"{key}{_SUFFIX}"
    if not path.is_file():
        return False
    try:
        with closing(connect(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            return bool(application == APPLICATION_ID and _is_whole(connection))
    except sqlite3.Error:
        return False


def _is_whole(connection: sqlite3.Connection) -> bool:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return bool(verdict == "ok")


def read_result(folder: Path, key: str, documents: Iterable[Document]) -> Report:
    """The report about these documents, of which `key` was made."""
    with told(folder / key), closing(connect(folder / f"{key}{_SUFFIX}")) as connection:
        report = read_report(connection)
    ordered = sorted(documents, key=corpus_order)
    return about(report, [one for one in ordered if one.path or one.role is Role.SUBMISSION])  # as a report has them


def read_persons(folder: Path, key: str, rows: Iterable[int]) -> tuple[list[str | None], list[LearntLine]]:
    """Whose these submissions of a result are, by their rows; and the printed lines that the unit learnt."""
    with told(folder / key), closing(connect(folder / f"{key}{_SUFFIX}")) as connection:
        query = "SELECT person FROM documents WHERE row = ?"
        persons = [text(connection.execute(query, (row,)).fetchone()[0]) for row in rows]
        return persons, read_learnt_lines(connection)


def read_handed(folder: Path, key: str) -> Handed:
    """What the result's submissions hand on."""
    with told(folder / key), closing(connect(folder / f"{key}{_SUFFIX}")) as connection:
        keys, rows, common = connection.execute("SELECT keys, rows, common FROM handed").fetchone()
    return Handed(
        np.frombuffer(keys, "<u8").astype(np.uint64, copy=False),
        np.frombuffer(rows, "<i4").astype(np.int32, copy=False),
        np.frombuffer(common, bool),
    )


def forget_others(folder: Path, keys: Collection[str]) -> None:
    """Removes results that the last scan had no use for, and drafts of scans that were killed."""
    wanted = {f"{key}{_SUFFIX}" for key in keys}
    for path in folder.glob(f"*{_SUFFIX}*"):
        if path.name not in wanted:
            with suppress(OSError):
                path.unlink()


def report_bytes(report: Report) -> bytes:
    """The same as one value, with its texts: what one machine sends to another. About 2 KB a submission."""
    with closing(connect(Path(":memory:"))) as connection:
        connection.execute("PRAGMA page_size = 1024")
        _fill(connection, report, NOTHING)
        return zlib.compress(connection.serialize(), 1)


def report_of(data: bytes) -> Report:
    """Undoes `report_bytes`."""
    with closing(connect(Path(":memory:"))) as connection:
        connection.deserialize(zlib.decompress(data))
        return read_report(connection)


def without_texts(report: Report) -> Report:
    """The report with nothing of its documents but id, role, key, sections and who wrote them about which time."""
    return with_documents(report, _stub)


def with_documents(report: Report, change: Callable[[Document], Document]) -> Report:
    """The same report about changed documents."""
    rows = [replace(row, document=change(row.document)) for row in report.submissions]
    return replace(report, submissions=Table(rows), others=tuple(map(change, report.others)))


def _stub(document: Document) -> Document:
    """With what tells of doubts about a person are made of; see `detector.storage.renamed.about`."""
    return Document(
        **{name: getattr(document, name) for name in ("id", "role", "author", "year", "period", "sections", "person")},
        path="",
        text="",
        key=document.key,
    )


def _fill(connection: sqlite3.Connection, report: Report, handed: Handed) -> None:
    with transaction(connection):
        upgrade(connection)
        insert_report(connection, report)
        connection.execute("INSERT INTO meta VALUES ('settings', ?)", (report.settings.to_toml(),))
        connection.execute(_HANDED)
        columns = handed.keys.astype("<u8"), handed.rows.astype("<i4"), handed.common
        connection.execute("INSERT INTO handed VALUES (0, ?, ?, ?)", tuple(column.tobytes() for column in columns))
