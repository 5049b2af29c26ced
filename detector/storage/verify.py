"""Is a run file whole: SQLite's own check, then whether what its rows say about each other is true. Changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from detector.documents import BlockKind, Hiding, Role, SkipReason, content_key
from detector.errors import DetectorError
from detector.matches import Method
from detector.records import SHARE_KEYS
from detector.storage import chain
from detector.storage.connection import defined_objects, expected_objects, read_run
from detector.storage.decode import settings_of, text
from detector.storage.digest import is_whole

MAX_PROBLEMS = 20  # of one check; the next ones seldom say more
_TOLERANCE = 1e-6
_METHODS = frozenset(map(str, Method))
_SKIP_REASONS = frozenset(map(str, SkipReason))
_HIDINGS = frozenset(map(str, Hiding))
_LOGS = ("decision_log", "exclusion_log", "access_log")
_DAMAGE = (
    *(sqlite3.DatabaseError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError),
    *(DetectorError, sqlite3.InterfaceError, MemoryError),
)
_META = ("created", "pseudonym_salt", "scanned", "settings", "tool_version")


@dataclass(frozen=True, slots=True)
class Checked:
    """One check by its code and what it found wrong: sentences in English that name table and row."""

    code: str
    problems: tuple[str, ...]


def verify(run: Path, record: str | None = None) -> list[Checked]:
    """Every check, in the order of `CHECKS`; then, with the words of a `record`, whether the logs are those it names.

    Raises `RunFileError` where the file cannot even be opened.

    About five seconds for 20,000 texts with 400,000 passages. Nothing is written; a file of an older version is looked
    at in memory.
    """
    with read_run(run, check=False) as connection:
        file = _attempt("file", _file, connection)
        if file.problems:
            return [file]  # what a broken page says about the rows means nothing
        connection.create_function("characters", 1, lambda value: len(text(value)), deterministic=True)
        found = [file, *(_attempt(code, check, connection) for code, check in CHECKS.items())]
        if record is not None:
            found.append(_attempt("record", lambda opened: iter(chain.compared(opened, record)), connection))
        return found


def _attempt(
    code: str, check: Callable[[sqlite3.Connection], Iterator[str]], connection: sqlite3.Connection
) -> Checked:
    try:
        return Checked(code, tuple(islice(check(connection), MAX_PROBLEMS)))
    except _DAMAGE as error:
        return Checked(code, (f"cannot be read ({type(error).__name__}: {error})",))


def _file(connection: sqlite3.Connection) -> Iterator[str]:
    for (verdict,) in connection.execute(f"PRAGMA integrity_check({MAX_PROBLEMS})"):
        if verdict != "ok":
            yield " ".join(str(verdict).split())


def _schema(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and triggers as a new file has them: without its triggers a log is not append-only."""
    expected, found = expected_objects(), defined_objects(connection)
    yield from (f"{kind} {name} is missing" for kind, name in sorted(expected.keys() - found.keys()))
    yield from (f"{kind} {name} is not of this program" for kind, name in sorted(found.keys() - expected.keys()))
    for key in sorted(expected.keys() & found.keys()):
        if expected[key] != found[key]:
            yield f"{key[0]} {key[1]} is not as this program makes it"


def _meta(connection: sqlite3.Connection) -> Iterator[str]:
    known = dict(connection.execute("SELECT key, value FROM meta"))
    yield from (f"meta: {key} is missing" for key in _META if key not in known)
    settings_of(connection)  # raises where the settings are none
    for key in ("created", "scanned"):
        datetime.fromisoformat(known[key])  # likewise


def _references(connection: sqlite3.Connection) -> Iterator[str]:
    """Pairs, passages, findings and groups name texts that are there."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {row} names a row of {parent} that is not there"
    ids = {text(id) for (id,) in connection.execute("SELECT id FROM documents")}
    for row, evidence in connection.execute("SELECT document_row, evidence FROM findings"):
        yield from (
            f"findings of row {row} name {one!r}, which is not there" for one in json.loads(evidence) if one not in ids
        )
    groups = {id for (id,) in connection.execute("SELECT id FROM clusters")}
    for table in ("submissions", "pairs"):
        for (one,) in connection.execute(f"SELECT DISTINCT cluster FROM {table} WHERE cluster IS NOT NULL"):
            if one not in groups:
                yield f"{table} name the group {one!r}, which is not there"


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    """The content key of every text is that of its characters; submissions and their outcomes match."""
    query = (
        "SELECT documents.row, text, key, role, blocks, notes, document_row FROM documents "
        "LEFT JOIN submissions ON document_row = documents.row"
    )
    for row, body, key, role, blocks, notes, outcome in connection.execute(query):
        whole = text(body)
        if content_key(whole) != key:
            yield f"documents row {row}: the text is not the one its key was made from"
        if (Role(role) is Role.SUBMISSION) != (outcome is not None):
            yield f"documents row {row}: a {role} {'without' if outcome is None else 'with'} an outcome"
        if not _spans_fit([(start, end) for start, end, kind, _ in json.loads(blocks) if BlockKind(kind)], len(whole)):
            yield f"documents row {row}: blocks outside the text or out of order"
        json.loads(notes)
    for row, reason in connection.execute("SELECT row, reason FROM skipped"):
        if reason not in _SKIP_REASONS:
            yield f"skipped row {row}: {reason!r} is no reason"


def _hidden_words(connection: sqlite3.Connection) -> Iterator[str]:
    """Hidden words stand in their text."""
    query = """SELECT document_row, position, at, hiding, characters(documents.text) FROM hidden_words
        JOIN documents ON documents.row = document_row"""
    for row, position, at, hiding, length in connection.execute(query):
        if not 0 <= at <= length:
            yield f"hidden_words row {row}, {position}: outside its text"
        if hiding not in _HIDINGS:
            yield f"hidden_words row {row}, {position}: {hiding!r} is no way to hide"


def _passages(connection: sqlite3.Connection) -> Iterator[str]:
    """Passages lie inside their texts."""
    for side in ("left", "right"):
        query = f"""SELECT passages.row FROM passages JOIN documents ON documents.row = {side}_row
            WHERE NOT (0 <= {side}_start AND {side}_start < {side}_end AND {side}_end <= {_LENGTH})"""
        yield from (f"passages row {row}: the {side} side is outside its text" for (row,) in connection.execute(query))
    query = "SELECT row FROM pairs WHERE left_row = right_row OR passages < 0"
    yield from (f"pairs row {row} is no pair" for (row,) in connection.execute(query))
    for table in ("pairs", "nulls"):
        for row, method in connection.execute(f"SELECT row, method FROM {table}"):
            if method not in _METHODS:
                yield f"{table} row {row}: {method!r} is no method"
    query = """SELECT passages.row FROM passages LEFT JOIN pairs USING (left_row, right_row)
        WHERE passages.flagged <> coalesce(pairs.flagged, 0)"""
    yield from (f"passages row {row} and its pair: only one is flagged" for (row,) in connection.execute(query))
    query = f"""SELECT shared_row, position FROM shared_text_places JOIN documents ON documents.row = document_row
        WHERE NOT (0 <= start AND start < "end" AND "end" <= {_LENGTH})"""
    yield from (f"shared_text_places row {row}, {at}: outside its text" for row, at in connection.execute(query))


def _marks(connection: sqlite3.Connection) -> Iterator[str]:
    """The painted runs of a text follow one another inside it."""
    query = f"SELECT document_row, marks, {_LENGTH} FROM submissions JOIN documents ON documents.row = document_row"
    for row, marks, length in connection.execute(query):
        painted = json.loads(marks)
        if not _spans_fit([(start, end) for start, end, _ in painted], length):
            yield f"submissions row {row}: classes outside the text or over one another"
        if unknown := sorted({kind for _, _, kind in painted} - set(SHARE_KEYS)):
            yield f"submissions row {row}: {', '.join(unknown)} is no class"


# SQLite's length() stops at a NUL character and counts the bytes of what was stored as bytes.
_LENGTH = "characters(text)"


def _spans_fit(spans: list[tuple[int, int]], length: int) -> bool:
    inside = all(0 <= start <= end <= length for start, end in spans)
    return inside and all(one[1] <= other[0] for one, other in pairwise(spans))


def _shares(connection: sqlite3.Connection) -> Iterator[str]:
    """Shares of a text add up to 1, or are all 0 where there is nothing to divide."""
    for row, syllables, shares, own in connection.execute(
        "SELECT document_row, syllables, shares, own_shares FROM submissions"
    ):
        for name, parts in (("shares", json.loads(shares)), ("own_shares", json.loads(own) if own else None)):
            if parts is None:
                continue
            total = sum(parts.values())
            if min(parts.values(), default=0) < -_TOLERANCE or not (abs(total - 1) < _TOLERANCE or total == 0):
                yield f"submissions row {row}: {name} add up to {total:.6f}"
            if name == "shares" and (total == 0) != (syllables == 0):
                yield f"submissions row {row}: {syllables} syllables, {name} add up to {total:.6f}"


def _decisions(connection: sqlite3.Connection) -> Iterator[str]:
    """What was taken back stood earlier in the log and was of the same persons and texts."""
    known: dict[int, tuple[Any, ...]] = {}
    for row, *subject, detail in connection.execute(
        "SELECT row, left_person, right_person, left_key, right_key, detail FROM decision_log ORDER BY row"
    ):
        undoes = json.loads(detail).get("undoes")
        if undoes is not None and undoes >= row:
            yield f"decision_log row {row} takes back row {undoes}, which is not before it"
        elif undoes in known and known[undoes] != tuple(subject):
            yield f"decision_log row {row} takes back row {undoes}, which is about others"
        known[row] = tuple(subject)
    for row, undoes, anchors in connection.execute("SELECT row, undoes, anchors FROM exclusion_log ORDER BY row"):
        if undoes is not None and undoes >= row:
            yield f"exclusion_log row {row} takes back row {undoes}, which is not before it"
        if any(start >= end for _, _, start, end in json.loads(anchors)):
            yield f"exclusion_log row {row}: an anchor without characters"
    yield from _log_numbers(connection)


def _log_numbers(connection: sqlite3.Connection) -> Iterator[str]:
    """A row number is never given twice, also after the last row was removed with its person."""
    given = dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    for log in _LOGS:
        first, last = connection.execute(f"SELECT min(row), max(row) FROM {log}").fetchone()
        if last is not None and (first < 1 or last > given.get(log, 0)):
            yield f"{log}: row {last} was not numbered by this program"


def _chain(connection: sqlite3.Connection) -> Iterator[str]:
    """The logs are as they were written; see `detector.storage.chain`."""
    yield from chain.problems(connection)


def clock_turns(connection: sqlite3.Connection) -> dict[str, int]:
    """By log, how often a row is older than the one before it: the computer's clock was set back. No damage."""
    turns = Counter[str]()
    for log in _LOGS:
        times = [at for (at,) in connection.execute(f"SELECT at FROM {log} ORDER BY row")]
        turns[log] = sum(one > other for one, other in pairwise(times))
    return {log: count for log, count in turns.items() if count}


def _digest(connection: sqlite3.Connection) -> Iterator[str]:
    """Files of versions that wrote none have nothing to compare with."""
    if is_whole(connection) is False:
        yield "a value of the results is not the one that was written"


CHECKS: dict[str, Callable[[sqlite3.Connection], Iterator[str]]] = {
    "schema": _schema,
    "meta": _meta,
    "references": _references,
    "texts": _texts,
    "hidden_words": _hidden_words,
    "passages": _passages,
    "marks": _marks,
    "shares": _shares,
    "decisions": _decisions,
    "chain": _chain,
    "digest": _digest,
}
