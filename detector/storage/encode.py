"""A report as rows of the run file's tables. Lists and mappings inside a row are JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring_ascii
from math import isfinite
from sqlite3 import Connection
from typing import Any

from detector.documents import Document
from detector.matches import FileHistory, MethodNull, Pair, Passage, SharedHistory, SharedText, Side
from detector.report import Mark, Marks, Report, Submission, UnitRow
from detector.storage.columns import COLUMNS

Cells = tuple[Any, ...]


def insert_report(connection: Connection, report: Report) -> None:
    """Fills the empty result tables; about 4 µs a passage."""
    documents = report.documents()
    rows = {document.id: row for row, document in enumerate(documents)}
    _insert(connection, "documents", (_document(row, document) for row, document in enumerate(documents)))
    _insert(connection, "hidden_words", _hidden_words(documents))
    _insert(connection, "submissions", (_submission(row, one) for row, one in enumerate(report.submissions)))
    _insert(connection, "findings", _findings(report.submissions))
    _insert(connection, "pairs", (_pair(row, pair, rows) for row, pair in enumerate(report.pairs)))
    _insert(connection, "passages", (_passage(row, one, rows) for row, one in enumerate(report.passages)))
    _insert(connection, "clusters", ((row, c.id, storable(c.core), c.kind) for row, c in enumerate(report.clusters)))
    _insert(connection, "cluster_members", _listed((one.members for one in report.clusters), rows))
    _insert(connection, "skipped", _numbered((s.path, str(s.reason), s.detail) for s in report.skipped))
    _insert(connection, "learnt_lines", _numbered((x.text, x.documents, x.total) for x in report.learnt_form))
    _insert(connection, "scan_notes", _numbered(report.scan_notes))
    _insert(connection, "timings", _numbered((stage, float(s)) for stage, s in report.timings.items()))
    _insert(connection, "file_histories", (_file_history(one, rows) for one in report.file_histories))
    shared = enumerate(report.shared_histories)
    _insert(connection, "shared_histories", (_shared_history(row, one, rows) for row, one in shared))
    _insert(connection, "units", (_unit(row, unit) for row, unit in enumerate(report.units)))
    _insert(connection, "nulls", (_null(row, one) for row, one in enumerate(report.nulls)))
    _insert(connection, "crowd_members", _listed(report.crowds, rows))
    _insert(connection, "common_below", (_below(row, one, rows) for row, one in enumerate(report.common_below)))
    _insert(connection, "shared_texts", _numbered((s.id, s.text, int(s.syllables)) for s in report.shared_texts))
    _insert(connection, "shared_text_people", _listed((one.people for one in report.shared_texts), rows))
    _insert(connection, "shared_text_places", _places(report.shared_texts, rows))


def storable(value: Any) -> Any:
    """Text that UTF-8 has no form for (a lone surrogate, as in undecodable file names) as bytes; else unchanged.

    A copy of the text, since Python keeps the UTF-8 of a text that SQLite was given for as long as the text lives.
    """
    if not isinstance(value, str) or value.isascii():
        return value
    try:
        return value.encode().decode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def _insert(connection: Connection, table: str, rows: Iterable[Cells]) -> None:
    iterator = iter(rows)
    first = next(iterator, None)
    if first is not None:
        statement = f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({', '.join('?' * len(first))})"
        connection.execute(statement, first)
        connection.executemany(statement, iterator)


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterator[Cells]:
    return ((row, *map(storable, cells)) for row, cells in enumerate(rows))


def _document(row: int, document: Document) -> Cells:
    cells = (
        row,
        document.id,
        document.path,
        document.text,
        str(document.role),
        document.author,
        document.unit,
        document.year,
        document.post,
        document.self_rating,
        document.key,
        _list(f"[{one.start},{one.end},{_quoted(one.kind)},{_quoted(one.place)}]" for one in document.blocks),
        _list(f"[{_quoted(note.code)},{_quoted(note.detail)}]" for note in document.notes),
        document.period,
        _list(f"[{start},{_quoted(name)}]" for start, name in document.sections),
        document.person,
    )
    return tuple(map(storable, cells))


def _hidden_words(documents: Iterable[Document]) -> Iterator[Cells]:
    for row, document in enumerate(documents):
        for position, one in enumerate(document.hidden):
            yield (row, position, one.at, storable(one.text), str(one.hiding), storable(one.place))


def _submission(row: int, submission: Submission) -> Cells:
    own_shares = submission.own_shares
    return (
        row,
        int(submission.syllables),
        _figures(submission.shares),
        None if own_shares is None else _figures(own_shares),
        submission.cluster,
        _list(f"[{start},{end},{_quoted(kind)}]" for start, end, kind in _mark_rows(submission.marks)),
        _figures(submission.measures),
    )


def _mark_rows(marks: Sequence[Mark]) -> Iterable[tuple[int, int, str]]:
    return marks.rows() if isinstance(marks, Marks) else ((int(one.start), int(one.end), one.kind) for one in marks)


def _findings(submissions: Iterable[Submission]) -> Iterator[Cells]:
    for row, submission in enumerate(submissions):
        for position, one in enumerate(submission.findings):
            facts, evidence = _json(dict(one.facts)), _json(one.evidence)
            yield (row, position, one.kind, float(one.score), float(one.threshold), facts, evidence)


def _pair(row: int, pair: Pair, rows: Mapping[str, int]) -> Cells:
    return (
        row,
        rows[pair.left_id],
        rows[pair.right_id],
        bool(pair.flagged),
        float(pair.evidence),
        float(pair.jaccard),
        float(pair.cosine),
        float(pair.left_share),
        float(pair.right_share),
        int(pair.passages),
        pair.cluster,
        None if pair.expected is None else float(pair.expected),
        str(pair.method),
        None if pair.threshold is None else float(pair.threshold),
    )


def _passage(row: int, passage: Passage, rows: Mapping[str, int]) -> Cells:
    left, right = passage.left, passage.right
    return (
        row,
        rows[left.id],
        int(left.start),
        int(left.end),
        rows[right.id],
        int(right.start),
        int(right.end),
        passage.kind,
        float(passage.similarity),
        int(passage.spread),
        float(passage.rarity_bits),
        bool(passage.flagged),
    )


def _listed(lists: Iterable[Sequence[str]], rows: Mapping[str, int]) -> Iterator[Cells]:
    """The documents of each list, one row each."""
    for row, ids in enumerate(lists):
        for position, id in enumerate(ids):
            yield (row, position, rows[id])


def _file_history(one: FileHistory, rows: Mapping[str, int]) -> Cells:
    said = map(storable, (one.author, one.last_modified_by, one.created, one.modified))
    return (rows[one.id], *said, int(one.identifiers), int(one.left_out))


def _shared_history(row: int, one: SharedHistory, rows: Mapping[str, int]) -> Cells:
    pair = rows[one.left_id], rows[one.right_id]
    return (row, *pair, int(one.identifiers), int(one.files), bool(one.same_created), float(one.expected))


def _unit(row: int, unit: UnitRow) -> Cells:
    counts = unit.submissions, unit.flagged, _json(dict(unit.ratings)), unit.pairs_inside, unit.pairs_across
    return (row, storable(unit.name), *counts, _json(unit.aliases))


def _null(row: int, one: MethodNull) -> Cells:
    fitted = one.null and (float(one.null.level), float(one.null.exceedances), float(one.null.scale))
    return (row, str(one.method), storable(one.unit), float(one.threshold), *(fitted or (None, None, None)))


def _below(row: int, one: Side, rows: Mapping[str, int]) -> Cells:
    return (row, rows[one.id], int(one.start), int(one.end))


def _places(texts: Iterable[SharedText], rows: Mapping[str, int]) -> Iterator[Cells]:
    for row, text in enumerate(texts):
        for position, place in enumerate(text.places):
            yield (row, position, rows[place.id], int(place.start), int(place.end))


# Of the small values there are dozens for each text; they are put together here, in half the library's time.


def _figures(values: Mapping[str, float]) -> str:
    """A JSON object of numbers."""
    names, floats = tuple(values), [float(value) for value in values.values()]
    if not isfinite(sum(floats)):  # JSON's words for these are not Python's
        return _json(dict(zip(names, floats, strict=True)))
    return "{" + ",".join(map(str.__add__, _keys(names), map(repr, floats))) + "}"


@lru_cache(maxsize=256)
def _keys(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{_quoted(name)}:" for name in names)


def _list(values: Iterable[str]) -> str:
    """A JSON list of values that are JSON already."""
    return f"[{','.join(values)}]"


_quoted = lru_cache(maxsize=10_000)(encode_basestring_ascii)


def _json(value: Any) -> str:
    return _ENCODER.encode(value)


def plain_number(value: Any) -> Any:
    """The Python number in a numpy scalar."""
    return value.item()


_ENCODER = JSONEncoder(separators=(",", ":"), default=plain_number)
