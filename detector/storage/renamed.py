"""The same results about files of other names: what is found in a text depends on all of a document but its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from detector.documents import Document, Role
from detector.matches import Cluster, Pair, Passage, SharedHistory, SharedText
from detector.people import DOUBTFUL, in_words, twice
from detector.report import Finding, Pairs, Report, Submission, Table

_ID_FACTS = ("other_id", "source_id")
_Names = Mapping[str, str]
_Two = TypeVar("_Two", Pair, SharedHistory)


def identity(document: Document) -> list[object]:
    """All of a document but id and path, for JSON. A form keeps its id: it may tie with one that the package brings."""
    return [
        *(document.key, str(document.role), document.author, document.unit, document.year, document.post),
        *(document.self_rating, document.period, document.person, document.born),
        [[block.start, block.end, str(block.kind), block.place] for block in document.blocks],
        [[note.code, note.detail] for note in document.notes],
        [[one.at, one.text, str(one.hiding), one.place] for one in document.hidden],
        document.id if document.role is Role.FORM else "",
        *document.set_aside,
    ]


def about(report: Report, documents: Sequence[Document]) -> Report:
    """The report with each of these documents in the place of one of its own, in their order: submissions, then others.

    They must have the same `identity`, one by one.
    """
    pairs = zip(report.documents(), documents, strict=True)
    now = {old.id: new.with_fields(sections=old.sections, person=old.person) for old, new in pairs}
    old = map(in_words, twice(report.documents()))
    told = dict(zip(old, map(in_words, twice(now.values())), strict=True))
    names = {id: document.id for id, document in now.items()}
    return replace(
        report,
        submissions=Table([_submission(row, now[row.id], names) for row in report.submissions]),
        pairs=Pairs([_between(one, names) for one in report.pairs]),
        passages=Table([_passage(one, names) for one in report.passages]),
        clusters=Table([_cluster(one, names) for one in report.clusters]),
        others=tuple(now[document.id] for document in report.others),
        scan_notes=tuple((code, told[text] if code == DOUBTFUL else text) for code, text in report.scan_notes),
        shared_texts=Table([_shared_text(one, names) for one in report.shared_texts]),
        crowds=tuple(tuple(names[id] for id in members) for members in report.crowds),
        common_below=tuple(replace(one, id=names[one.id]) for one in report.common_below),
        file_histories=tuple(replace(one, id=names[one.id]) for one in report.file_histories),
        shared_histories=tuple(_between(one, names) for one in report.shared_histories),
    )


def _submission(row: Submission, document: Document, names: _Names) -> Submission:
    return replace(row, document=document, findings=tuple(_finding(one, names) for one in row.findings))


def _finding(finding: Finding, names: _Names) -> Finding:
    ids = {fact: names[str(finding.facts[fact])] for fact in _ID_FACTS if fact in finding.facts}
    return replace(finding, facts={**finding.facts, **ids}, evidence=tuple(names[id] for id in finding.evidence))


def _between(one: _Two, names: _Names) -> _Two:
    return replace(one, left_id=names[one.left_id], right_id=names[one.right_id])


def _passage(passage: Passage, names: _Names) -> Passage:
    left, right = passage.left, passage.right
    return replace(passage, left=replace(left, id=names[left.id]), right=replace(right, id=names[right.id]))


def _shared_text(text: SharedText, names: _Names) -> SharedText:
    places = sorted(replace(place, id=names[place.id]) for place in text.places)
    return replace(text, people=tuple(sorted(names[id] for id in text.people)), places=tuple(places))


def _cluster(cluster: Cluster, names: _Names) -> Cluster:
    return replace(cluster, members=tuple(sorted(names[id] for id in cluster.members)))
