"""Rows of a report as lines of flat tables: one value a column, a name for each figure, in an order that never changes.

What data frames, Parquet, csv and xlsx show; the records of `detector.records`, which are nested, are the contract of
jsonl. Lists become words with "; " between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from detector.documents import Document, SkippedFile, SkipReason
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedHistory, SharedText, Side
from detector.records import SHARE_KEYS, record
from detector.sheets import Sheet, SheetState
from detector.submissions import Finding, Submission

Value = str | int | float | bool | None
Line = dict[str, Value]

SEPARATOR = "; "
_PERSON = ("id", "path", "author", "unit", "year", "post", "period", "role", "self_rating")
_SHARES = tuple(f"share_{key}" for key in SHARE_KEYS)
# The measures that have a column whether a text has them or not, in this order; others stand behind the text.
MEASURES = (
    *("specificity", "details", "boilerplate", "redundancy", "stickiness", "year_similarity"),
    *("weakness_share", "weakness_sentences", "weakness_details", "weakness_repeated"),
)
_OWN_SHARES = tuple(f"own_share_{key}" for key in SHARE_KEYS)
SUBMISSION_COLUMNS = (
    *_PERSON,
    *("syllables", "kinds", "sentences", "cluster"),
    *_SHARES,
    *_OWN_SHARES,
    *MEASURES,
    *("key", "text"),
)
FINDING_COLUMNS = ("id", "kind", "score", "threshold", "sentence", "evidence")
MEMBER_COLUMNS = ("cluster", "id")
# The tables of `Report.frames`, in reading order.
TABLES = ("submissions", "findings", "pairs", "passages", "clusters", "members", "shared_texts", "sheets", "skipped")

_WHOLE = frozenset(
    (
        *("year", "syllables", "left_start", "left_end", "right_start", "right_end", "spread", "passages", "size"),
        *("identifiers", "left_out", "files", "person", "in_a_row"),
    )
)
_TRUTHS = frozenset({"flagged", "same_created", "different"})
_FIGURES = frozenset(
    (
        *(*_SHARES, *_OWN_SHARES, *MEASURES),
        *("score", "threshold", "similarity", "rarity_bits", "evidence", "jaccard", "cosine", "left_share"),
        *("right_share", "expected", "share"),
    )
)


def columns_of(table: str, lines: Sequence[Line] = ()) -> tuple[str, ...]:
    """The columns of a table, the same whether it has rows or none; measures of other packages stand last."""
    known = _columns().get(table, ())
    more = sorted({name for line in lines for name in line} - set(known))
    return (*known, *more)


def column_type(table: str, column: str) -> type:
    """str, int, float or bool; any value may also be None."""
    if column in _TRUTHS:
        return bool
    if table == "findings" and column == "evidence":
        return str
    if column in _WHOLE:
        return int
    is_other_measure = table == "submissions" and column not in SUBMISSION_COLUMNS
    return float if column in _FIGURES or is_other_measure else str


def columns(table: str, lines: Sequence[Line]) -> dict[str, list[Value]]:
    """The lines as columns, whole: what pandas, polars and Arrow make a frame of."""
    return {name: [line.get(name) for line in lines] for name in columns_of(table, lines)}


def flat(row: object, lang: str = "vi") -> Line:
    """One row of a report, or a `Document` beside its submissions, as a line of its table; sentences in `lang`."""
    if isinstance(row, Submission):
        return _submission(row, lang)
    if isinstance(row, Document):
        return _head(row) | dict.fromkeys(SUBMISSION_COLUMNS[len(_PERSON) :]) | _tail(row)
    line = _joined(record(row, lang))
    if isinstance(row, Cluster):
        first: Line = {"id": row.id, "kind": row.kind, "size": len(row.members)}
        return first | line
    return line


def finding_lines(rows: Iterable[Submission], lang: str) -> list[Line]:
    """One line for each finding of each submission."""
    return [
        {"id": row.id} | _joined(record(finding, lang)) | {"evidence": SEPARATOR.join(finding.evidence)}
        for row in rows
        for finding in row.findings
    ]


def member_lines(clusters: Iterable[Cluster]) -> list[Line]:
    """One line for each member of each group."""
    return [{"cluster": one.id, "id": member} for one in clusters for member in one.members]


def _submission(row: Submission, lang: str) -> Line:
    said: list[Finding] = list(row.findings)
    found: Line = {
        "syllables": int(row.syllables),
        "kinds": SEPARATOR.join(row.flags),
        "sentences": SEPARATOR.join(str(record(finding, lang)["sentence"]) for finding in said),
        "cluster": row.cluster,
    }
    measures: Line = {name: _figure(row.measures.get(name)) for name in MEASURES}
    others: Line = {name: _figure(value) for name, value in row.measures.items() if name not in MEASURES}
    shares = _spread("share", row.shares) | _spread("own_share", row.own_shares)
    return _head(row.document) | found | shares | measures | _tail(row.document) | others


def _head(document: Document) -> Line:
    line: Line = {name: getattr(document, name) for name in _PERSON}
    return line | {"role": str(document.role)}


def _tail(document: Document) -> Line:
    return {"key": document.key, "text": document.text}


def _spread(name: str, shares: Mapping[str, float] | None) -> Line:
    return {f"{name}_{key}": None if shares is None else _figure(shares.get(key, 0.0)) for key in SHARE_KEYS}


def _figure(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6) + 0.0


def _joined(nested: Mapping[str, Any]) -> Line:
    return {name: _words(value) if isinstance(value, list) else value for name, value in nested.items()}


def _words(values: Sequence[Any]) -> str:
    return SEPARATOR.join(
        f"{one['id']}:{one['start']}-{one['end']}" if isinstance(one, dict) else str(one) for one in values
    )


@cache
def _columns() -> Mapping[str, tuple[str, ...]]:
    side = Side("", 0, 0)
    examples: dict[str, object] = {
        "pairs": Pair("", "", False, 0.0, 0.0, 0.0, 0.0, 0.0, 0, None),
        "passages": Passage(side, side),
        "clusters": Cluster("", (), "", ""),
        "shared_texts": SharedText("", "", 0, (), ()),
        "sheets": Sheet(1, None, None, "", SheetState.NEW),
        "skipped": SkippedFile("", SkipReason.EMPTY, ""),
        "file_histories": FileHistory("", None, None, None, None, 0, 0),
        "shared_histories": SharedHistory("", "", 0, 0, False, 0.0),
    }
    given = {"submissions": SUBMISSION_COLUMNS, "findings": FINDING_COLUMNS, "members": MEMBER_COLUMNS}
    return given | {table: tuple(flat(row)) for table, row in examples.items()}
