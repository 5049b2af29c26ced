"""Who is meant, and the report without them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detector.documents import Document, content_key
from detector.errors import InputError
from detector.keeping.names import Change, name_blotter
from detector.matches import Cluster
from detector.records import make_report
from detector.report import Finding, Report, Submission

# Facts about one other text; a sentence without them is shorter, never wrong.
_OTHER = ("other_id", "other_author", "source_id")


@dataclass(frozen=True, slots=True)
class Person:
    """The texts to remove, and the names that no remaining text is by."""

    documents: tuple[Document, ...]
    names: tuple[str, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Of the texts."""
        return frozenset(document.id for document in self.documents)


def find_person(report: Report, wanted: str) -> Person:
    """A name means every text by somebody of that name, an id that one text. Raises `InputError` if there is none."""
    documents = _documents(report)
    found = [one for one in documents if one.id == wanted]
    found = found or [one for one in documents if one.author and _plain(one.author) == _plain(wanted)]
    if not found:
        raise InputError(
            f"{wanted}: no text of this run is by this person or has this id. Names and ids are those of the sheet "
            "'Submissions' of 'detector export RUN --format xlsx --names'."
        )
    gone = {one.id for one in found}
    kept = {_plain(one.author) for one in documents if one.author and one.id not in gone}
    names = dict.fromkeys(one.author for one in found if one.author and _plain(one.author) not in kept)
    return Person(tuple(found), tuple(names))


def without(report: Report, person: Person, noted: str) -> Report:
    """The report without these texts and what hangs on them; the names are blotted where others mention them.

    Figures of the rest stay those of the scan, and a note says so. Texts in which a name was blotted get a new key.
    """
    gone, blot = person.ids, name_blotter(person.names)
    clusters = [kept for one in report.clusters if (kept := _cluster(one, gone, blot))]
    groups = frozenset(one.id for one in clusters)
    pairs = [one for one in report.pairs if not {one.left_id, one.right_id} & gone]
    return make_report(
        settings=report.settings,
        submissions=[_submission(one, gone, groups, blot) for one in report.submissions if one.id not in gone],
        pairs=[replace(one, cluster=_group(one.cluster, groups)) for one in pairs],
        passages=[one for one in report.passages if not {one.left.id, one.right.id} & gone],
        clusters=clusters,
        skipped=[replace(one, path=blot(one.path), detail=blot(one.detail)) for one in report.skipped],
        others=[_document(one, blot) for one in report.others if one.id not in gone],
        learnt_form=[replace(one, text=blot(one.text)) for one in report.learnt_form],
        scan_notes=[*((code, blot(detail)) for code, detail in report.scan_notes), ("person_removed", noted)],
        timings=report.timings,
        file_histories=[
            replace(one, author=_blotted(one.author, blot), last_modified_by=_blotted(one.last_modified_by, blot))
            for one in report.file_histories
            if one.id not in gone
        ],
        shared_histories=[one for one in report.shared_histories if not {one.left_id, one.right_id} & gone],
    )


def _documents(report: Report) -> list[Document]:
    return [*(row.document for row in report.submissions), *report.others]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _document(document: Document, blot: Change) -> Document:
    text = blot(document.text)
    return replace(
        document,
        path=blot(document.path),
        text=text,
        key=document.key if text == document.text else content_key(text),
        post=_blotted(document.post, blot),
        notes=tuple(replace(note, detail=blot(note.detail)) for note in document.notes),
        sections=tuple((start, blot(name)) for start, name in document.sections),
        blocks=tuple(replace(b, place=blot(b.place)) if b.place else b for b in document.blocks),
        hidden=tuple(replace(one, text=blot(one.text), place=blot(one.place)) for one in document.hidden),
    )


def _blotted(value: str | None, blot: Change) -> str | None:
    return blot(value) if value else value


def _submission(row: Submission, gone: frozenset[str], groups: frozenset[str], blot: Change) -> Submission:
    cluster = _group(row.cluster, groups)
    meant = (one for one in row.findings if one.kind != "cluster" or cluster == row.cluster)
    findings = [kept for one in meant if (kept := _finding(one, gone, blot))]
    return replace(row, document=_document(row.document, blot), findings=tuple(findings), cluster=cluster)


def _finding(finding: Finding, gone: frozenset[str], blot: Change) -> Finding | None:
    """None where it was about the removed texts alone."""
    evidence = tuple(id for id in finding.evidence if id not in gone)
    named = {str(finding.facts.get(fact)) for fact in ("other_id", "source_id")}
    hit = bool(named & gone)
    if (finding.evidence and not evidence) or (hit and not evidence):
        return None
    facts = {name: value for name, value in finding.facts.items() if not (hit and name in _OTHER)}
    told = {name: blot(value) if isinstance(value, str) else value for name, value in facts.items()}
    return replace(finding, facts=told, evidence=evidence)


def _cluster(cluster: Cluster, gone: frozenset[str], blot: Change) -> Cluster | None:
    members = tuple(id for id in cluster.members if id not in gone)
    return replace(cluster, members=members, core=blot(cluster.core)) if len(members) > 1 else None


def _group(cluster: str | None, groups: frozenset[str]) -> str | None:
    return cluster if cluster in groups else None


def mentions(report: Report, person: Person) -> Sequence[str]:
    """Ids of other people's texts in which a name of this person stands."""
    blot = name_blotter(person.names)
    return [one.id for one in _documents(report) if one.id not in person.ids and blot(one.text) != one.text]
