"""A chain of hashes over the logs of a run: an edited, removed, added or moved row shows.

Every row that is appended to a log gets a link: a hash of the link before it and of the row, keyed with the run's salt
and a nonce. Where a person is removed, the links of their rows stay, without the nonces, so that the hashes after them
still hold and nothing can be tried out on them; a link of its own says which they are. Who can write the file can work
out the whole chain anew: that shows against a link that was printed on a record before (see `state` and `compared`).
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

from detector.hashes import digest, measured

# The columns that a link stands for. A log that gets another column keeps these: older links stand for them alone.
LOGS: Mapping[str, tuple[str, ...]] = {
    log: tuple(columns.split())
    for log, columns in (
        ("decision_log", "row at reviewer left_person right_person left_key right_key decision reason note detail"),
        ("exclusion_log", "row at reviewer action undoes kind text anchors note once"),
        ("access_log", "row at reviewer visit page subjects detail"),
    )
}
_PURGE = "purge"
_NONCE_BYTES = 16
_STATE = re.compile(r"\blog-(\d{1,12})-([0-9a-f]{32})\b")


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows that went with a person: how many links lost their row, and when."""

    at: str
    links: int


def link(connection: Connection, log: str, row: int) -> None:
    """Adds the link of a row that was just appended; belongs into its transaction."""
    _append(connection, log, row, secrets.token_hex(_NONCE_BYTES), "")


def begin(connection: Connection) -> None:
    """Links for the rows of a file of before, in the order in which they were written; none where there are links."""
    (known,) = connection.execute("SELECT count(*) FROM log_chain").fetchone()
    if known:
        return
    rows = [(at, log, row) for log in LOGS for row, at in connection.execute(f"SELECT row, at FROM {log}")]
    for _, log, row in sorted(rows, key=lambda one: (str(one[0]), one[1], one[2])):
        link(connection, log, row)


def fingerprints(connection: Connection) -> dict[tuple[str, int], bytes]:
    """What each row of the logs holds, for `mark_gap` to see which of them changed."""
    return {(log, row): _content(connection, log, row) for log in LOGS for row in _rows(connection, log)}


def mark_gap(connection: Connection, before: Mapping[tuple[str, int], bytes]) -> None:
    """After rows were removed or changed with a person: a link that says which, and new links for the changed ones."""
    after = fingerprints(connection)
    touched = [one for one in before if after.get(one) != before[one]]
    if not touched:
        return
    links = [
        number
        for number, log, row, nonce, *_ in connection.execute(_LINKS)
        if nonce is not None and (log, row) in set(touched)
    ]
    connection.executemany("UPDATE log_chain SET nonce = NULL WHERE row = ?", [(number,) for number in links])
    detail = json.dumps({"at": now(), "links": links})
    _append(connection, _PURGE, None, None, detail)
    for log, row in touched:
        if (log, row) in after:
            link(connection, log, row)


def now() -> str:
    """UTC, ISO 8601. Asked for inside a transaction, so that the times of a log are in the order of its rows."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def state(connection: Connection) -> str:
    """The last link as it is printed on records and exports: ``log-<number>-<hash>``."""
    number, value = _last(connection)
    return f"log-{number}-{value}"


def gaps(connection: Connection) -> list[Gap]:
    """What was removed, in order."""
    details = connection.execute("SELECT detail FROM log_chain WHERE log = ? ORDER BY row", (_PURGE,))
    read = (json.loads(detail) for (detail,) in details)
    return [Gap(str(one["at"]), len(one["links"])) for one in read]


def problems(connection: Connection) -> Iterator[str]:
    """What is not as it was written, in English."""
    value, expected = _seed(connection), 1
    latest: dict[tuple[str, int], tuple[int, str, str, str]] = {}
    excused: set[int] = set()
    silent: list[int] = []
    for number, log, row, nonce, detail, found in connection.execute(_LINKS):
        if number != expected:
            yield f"log_chain: links {expected} to {number - 1} are missing"
        expected = number + 1
        if log == _PURGE:
            excused |= _excused(detail)
            good = _hash(connection, value, log, detail.encode(), "") == found
        elif nonce is None:
            silent.append(number)
            good = True  # what it stood for went with a person; a later link must say so
        else:
            good = log in LOGS and (log, row) not in latest
            latest[log, row] = (number, value, nonce, found)
        if not good:
            yield f"log_chain row {number}: not the link that was written"
        value = found
    yield from _unlike(connection, latest)
    unexcused = (number for number in silent if number not in excused)
    yield from (f"log_chain row {number}: its row is gone and no removal says so" for number in unexcused)
    yield from _uncounted(connection, expected - 1)


def compared(connection: Connection, printed: str) -> list[str]:
    """What is wrong with the links that are printed on a record or export; empty where they are links of this run."""
    found = {(int(number), value) for number, value in _STATE.findall(printed)}
    if not found:
        return ["the file has no state of a log printed on it"]
    told = []
    for number, value in sorted(found):
        if number == 0:
            here: str | None = _seed(connection)
        else:
            cells = connection.execute("SELECT hash FROM log_chain WHERE row = ?", (number,)).fetchone()
            here = cells[0] if cells else None
        if here is None:
            told.append(f"log-{number}: the logs of this run end before it")
        elif here != value:
            told.append(f"log-{number}: the logs of this run have another link there: they were worked out anew")
    return told


_LINKS = "SELECT row, log, log_row, nonce, detail, hash FROM log_chain ORDER BY row"


def _append(connection: Connection, log: str, row: int | None, nonce: str | None, detail: str) -> None:
    _, value = _last(connection)
    content = detail.encode() if row is None else _content(connection, log, row)
    connection.execute(
        "INSERT INTO log_chain (log, log_row, nonce, detail, hash) VALUES (?, ?, ?, ?, ?)",
        (log, row, nonce, detail, _hash(connection, value, log, content, nonce or "")),
    )


def _last(connection: Connection) -> tuple[int, str]:
    cells = connection.execute("SELECT row, hash FROM log_chain ORDER BY row DESC LIMIT 1").fetchone()
    return (int(cells[0]), str(cells[1])) if cells else (0, _seed(connection))


def _seed(connection: Connection) -> str:
    return _hash(connection, "", "", b"", "")


def _hash(connection: Connection, before: str, log: str, content: bytes, nonce: str) -> str:
    salt = connection.execute("SELECT value FROM meta WHERE key = 'pseudonym_salt'").fetchone()
    key = digest((str(salt[0] if salt else "").encode("utf-8", "replace"),), 64)
    return digest(measured((before.encode(), log.encode(), nonce.encode(), content)), key=key).hex()


def _rows(connection: Connection, log: str) -> list[int]:
    return [int(row) for (row,) in connection.execute(f"SELECT row FROM {log} ORDER BY row")]


def _content(connection: Connection, log: str, row: int) -> bytes:
    """The cells as they are stored, b"" where there is no such row."""
    columns = ", ".join(f"quote({column})" for column in LOGS[log])  # a number is not taken for the same as text
    cells = connection.execute(f"SELECT {columns} FROM {log} WHERE row = ?", (row,)).fetchone()
    return b"\0".join(map(_bytes, cells)) if cells else b""


def _bytes(cell: Any) -> bytes:
    return str(cell).encode("utf-8", "surrogatepass")


def _excused(detail: str) -> set[int]:
    try:
        return {int(one) for one in json.loads(detail)["links"]}
    except (ValueError, TypeError, KeyError):
        return set()


def _unlike(connection: Connection, latest: Mapping[tuple[str, int], tuple[int, str, str, str]]) -> Iterator[str]:
    """Rows that are not what their link stands for, that have none, and links without their row."""
    for (log, row), (number, before, nonce, value) in latest.items():
        content = _content(connection, log, row)
        if not content:
            yield f"{log} row {row} is missing"
        elif _hash(connection, before, log, content, nonce) != value:
            yield f"{log} row {row} is not what was written (or link {number} is not)"
    for log in LOGS:
        alone = (row for row in _rows(connection, log) if (log, row) not in latest)
        yield from (f"{log} row {row} was not appended by this program" for row in alone)


def _uncounted(connection: Connection, links: int) -> Iterator[str]:
    """Numbers are never given twice: the last one given is that of the last link."""
    for (number,) in connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'log_chain'"):
        if number != links:
            yield f"log_chain: {number} links were written, {links} are there"
