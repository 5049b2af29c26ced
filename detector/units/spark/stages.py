"""What runs on the machines: functions from rows to rows, each with what all of them are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from detector.analysis import analyse
from detector.documents import Document
from detector.records import record
from detector.report import LearntLine, Report, UnitRow
from detector.settings import Settings
from detector.text.fields import with_fields
from detector.units.across import Member, batch_documents, pairs_between
from detector.units.codec import across_bytes, document_bytes, document_of
from detector.units.groups import LocalGroup
from detector.units.kept import report_bytes, report_of
from detector.units.merge import local_groups, unit_row
from detector.units.repaint import renamed
from detector.units.restrict import Part, flagged_ids, members_only, restricted, with_unit
from detector.units.scan import aliases
from detector.units.shingles import number_of
from detector.units.tasks import analyse_with_shingles

Row = dict[str, Any]

WITNESS_BATCH = -1


@dataclass(frozen=True, slots=True)
class Given:
    """What every task knows: `for_all` are forms, samples and earlier texts of no one unit."""

    settings: Settings
    for_all: tuple[Document, ...] = ()
    lang: str = "vi"


@dataclass(frozen=True, slots=True)
class Head:
    """Of a unit, what the driver needs of all of them."""

    row: UnitRow
    groups: tuple[LocalGroup, ...]

    def to_json(self) -> str:
        """As text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Head:
        """Undoes `to_json`."""
        value = json.loads(text)
        row = UnitRow(**value["row"] | {"aliases": tuple(value["row"]["aliases"])})
        return cls(row, tuple(LocalGroup(**group | {"members": tuple(group["members"])}) for group in value["groups"]))


@dataclass(frozen=True, slots=True)
class Patch:
    """What the comparison between units changes in one of them.

    Attributes:
        names: new ids of its groups.
        joined: the new groups of its members of joined ones.
        touched: submissions that the driver writes, as pairs between units change them.
    """

    names: Mapping[str, str]
    joined: Mapping[str, str]
    touched: tuple[str, ...]


def texts_of_table(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of a table (id, text, author, unit, year) as documents; what is missing is read off the text."""
    for row in rows:
        id, unit, year = str(row["id"]), row.get("unit"), row.get("year")
        document = Document(
            id=id,
            path=id,
            text=str(row["text"] or "").replace("\r\n", "\n"),
            author=row.get("author") or None,
            unit=unit or None,
            year=int(year) if year else None,
        )
        yield {"unit": " ".join((unit or "").split()), "document": document_bytes(with_fields(document))}


def analyse_unit(given: Given, rows: Sequence[Row]) -> Iterator[Row]:
    """All texts of one unit -> its report and head, and a row of shingles for each submission."""
    unit = rows[0]["unit"]
    documents = [document_of(row["document"]) for row in rows]
    report, handed = analyse_with_shingles([*documents, *given.for_all], given.settings)
    part = Part(unit, report, aliases(unit, documents))
    head = Head(unit_row(part, report.submissions, 0), tuple(local_groups(part)))
    yield {"unit": unit, "report": report_bytes(report), "head": head.to_json()}
    of_each = handed.by_submission(len(report.submissions))
    for row, (keys, common_keys) in zip(report.submissions, of_each, strict=True):
        yield {
            "unit": unit,
            "number": number_of(row),
            "id": row.id,
            "key": row.document.key,
            "shingles": keys.view(np.int64),
            "common_shingles": common_keys.view(np.int64),
        }


def parts_for_batches(rows: Iterable[Row]) -> Iterator[Row]:
    """Reports of units, with the ids that are wanted by batch -> the wanted submissions of each."""
    for row in rows:
        report = report_of(row["report"])
        for batch, ids in json.loads(row["wanted"]).items():
            part = members_only(report, frozenset(ids))
            yield {"unit": row["unit"], "batch": int(batch), "report": report_bytes(part)}


def judge_batch(
    given: Given, witnesses: Sequence[tuple[str, Document]], sizes: Sequence[int], rows: Sequence[Row]
) -> Iterator[Row]:
    """Members of a batch, unit by unit -> the flagged pairs between them."""
    members: list[Member] = []
    learnt: list[LearntLine] = []
    for row in sorted(rows, key=lambda row: str(row["unit"])):
        report = report_of(row["report"])
        learnt += report.learnt_form
        members += [Member(row["unit"], one.document) for one in report.submissions]
    texts = batch_documents(members, [document for _, document in witnesses], given.for_all, learnt)
    units = {document.id: unit for unit, document in witnesses} | {one.id: one.unit for one in members}
    report = analyse(texts, settings=given.settings)
    found = pairs_between(report, members, units, sizes, given.settings)
    yield {"batch": rows[0]["batch"], "pairs": across_bytes(found)}


def finish_units(given: Given, rows: Iterable[Row]) -> Iterator[Row]:
    """Reports of units with their patches -> records of all tables, and the part that goes into the run file."""
    for row in rows:
        patch = Patch(**json.loads(row["wanted"]))
        report = with_unit(report_of(row["report"]), row["unit"])
        yield from _records(given, report, patch)
        kept = flagged_ids(report).union(patch.touched)
        yield {"unit": row["unit"], "part": report_bytes(restricted(report, kept))}


def _records(given: Given, report: Report, patch: Patch) -> Iterator[Row]:
    touched, shared = frozenset(patch.touched), {document.id for document in given.for_all}
    groups = {row.id: patch.joined.get(row.id) or patch.names.get(row.cluster or "") for row in report.submissions}
    for row in report.submissions:
        if row.id not in touched:
            yield {"submissions": record(renamed(row, patch.names), given.lang)}
    for document in report.others:
        if document.id not in shared:
            yield {"submissions": record(document)}
    for pair in report.pairs:
        group = groups.get(pair.left_id)
        cluster = group if group == groups.get(pair.right_id) else None
        yield {"pairs": record(replace(pair, cluster=cluster))}
    for passage in report.passages:
        yield {"passages": record(passage)}
    for one in report.clusters:
        if one.id in patch.names:
            yield {"clusters": record(replace(one, id=patch.names[one.id]))}
