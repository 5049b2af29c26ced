"""The same results about files of other names: what is found in a text depends on all of a document but its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detector.documents import Document, Role
from detector.matches import Cluster, Pair, Passage
from detector.records import make_report
from detector.report import Finding, Report, Submission

_ID_FACTS = ("other_id", "source_id")
_Names = Mapping[str, str]


def identity(document: Document) -> list[object]:
    """All of a document but id and path, for JSON. A form keeps its id: it may tie with one that the package brings."""
    return [
        *(document.key, str(document.role), document.author, document.unit, document.year, document.post),
        *(document.self_rating, document.period, document.person),
        [[block.start, block.end, str(block.kind), block.place] for block in document.blocks],
        [[note.code, note.detail] for note in document.notes],
        [[one.at, one.text, str(one.hiding), one.place] for one in document.hidden],
        document.id if document.role is Role.FORM else "",
    ]


def about(report: Report, documents: Sequence[Document]) -> Report:
    """The report with each of these documents in the place of one of its own, in their order: submissions, then others.

    They must have the same `identity`, one by one. Histories of files and units are not kept.
    """
    before = [*(row.document for row in report.submissions), *report.others]
    now = {old.id: new.with_fields(sections=old.sections) for old, new in zip(before, documents, strict=True)}
    names = {id: document.id for id, document in now.items()}
    return make_report(
        settings=report.settings,
        submissions=[_submission(row, now[row.id], names) for row in report.submissions],
        pairs=[_pair(one, names) for one in report.pairs],
        passages=[_passage(one, names) for one in report.passages],
        clusters=[_cluster(one, names) for one in report.clusters],
        skipped=report.skipped,
        others=[now[document.id] for document in report.others],
        learnt_form=report.learnt_form,
        scan_notes=report.scan_notes,
        timings=report.timings,
    )


def _submission(row: Submission, document: Document, names: _Names) -> Submission:
    return replace(row, document=document, findings=tuple(_finding(one, names) for one in row.findings))


def _finding(finding: Finding, names: _Names) -> Finding:
    ids = {fact: names[str(finding.facts[fact])] for fact in _ID_FACTS if fact in finding.facts}
    return replace(finding, facts={**finding.facts, **ids}, evidence=tuple(names[id] for id in finding.evidence))


def _pair(pair: Pair, names: _Names) -> Pair:
    return replace(pair, left_id=names[pair.left_id], right_id=names[pair.right_id])


def _passage(passage: Passage, names: _Names) -> Passage:
    left, right = passage.left, passage.right
    return replace(passage, left=replace(left, id=names[left.id]), right=replace(right, id=names[right.id]))


def _cluster(cluster: Cluster, names: _Names) -> Cluster:
    return replace(cluster, members=tuple(sorted(names[id] for id in cluster.members)))
