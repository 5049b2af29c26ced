"""Where results of a run went: what somebody who removes a person has to look at too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detector.errors import RunFileError
from detector.hashes import file_hash
from detector.storage.connection import open_run, read_run, transaction
from detector.storage.decode import text
from detector.storage.encode import storable


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written from a run. `path` is empty for one that a browser saved: nobody knows where.

    `digest`: of the file as it was written, "" where an earlier version wrote it.
    """

    at: str
    format: str
    path: str
    names: bool
    by: str = ""
    digest: str = ""

    @property
    def is_as_written(self) -> bool:
        """Whether the file is there, byte for byte: not edited since, and not another one of the same name."""
        return bool(self.digest) and self.is_there and digest_of(Path(self.path)) == self.digest

    @property
    def is_there(self) -> bool:
        """Whether a file of that name is where it was written."""
        return bool(self.path) and Path(self.path).exists()


def digest_of(path: Path) -> str:
    """Of the bytes of a file; "" where it cannot be read."""
    try:
        return file_hash(path)
    except OSError:
        return ""


def record_exports(run: Path, format_name: str, paths: Iterable[Path], *, names: bool) -> bool:
    """Notes the files; False where the run folder cannot be written, which is no reason to fail an export."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [(now, format_name, storable(str(path.resolve())), names, digest_of(path)) for path in paths]
    try:
        with open_run(run, check=False) as connection, transaction(connection):
            connection.executemany("INSERT INTO export_log VALUES (NULL, ?, ?, ?, ?, ?)", rows)
    except RunFileError:
        return False
    return True


def exports_of(run: Path) -> list[Exported]:
    """What was exported, once by path with its last date, then what was handed on from the review page."""
    with read_run(run, check=False) as connection:
        rows = connection.execute("SELECT at, format, path, names, digest FROM export_log ORDER BY row").fetchall()
        handed = connection.execute(_HANDED_ON).fetchall()
    latest = {
        text(path): Exported(at, name, text(path), bool(names), digest=digest or "")
        for at, name, path, names, digest in rows
    }
    details = [(at, text(who), json.loads(detail)) for at, who, detail in handed]
    return [
        *latest.values(),
        *(Exported(at, str(one["format"]), "", bool(one.get("names")), who) for at, who, one in details),
    ]


_HANDED_ON = """SELECT at, reviewer, detail FROM access_log
    WHERE json_extract(detail, '$.format') IS NOT NULL ORDER BY row"""
