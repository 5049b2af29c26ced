"""Who is meant, and the report without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detector.documents import Document, content_key
from detector.errors import InputError
from detector.keeping.names import Change, name_blotter
from detector.language import N_
from detector.matches import Cluster, SharedText, kept_texts
from detector.people import name_key, same_name
from detector.report import Finding, Pairs, Report, Submission, Table, UnitRow

# Facts about one other text; a sentence without them is shorter, never wrong.
_OTHER = ("other_id", "other_author", "source_id")


@dataclass(frozen=True, slots=True)
class Person:
    """The texts to remove, the names that no remaining text is by, and the names of the others."""

    documents: tuple[Document, ...]
    names: tuple[str, ...]
    others: tuple[str, ...] = ()

    def blotter(self) -> Change:
        """Blots the names out of what others wrote."""
        return name_blotter(self.names, self.others)

    @property
    def ids(self) -> frozenset[str]:
        """Of the texts."""
        return frozenset(document.id for document in self.documents)


def find_person(report: Report, wanted: str) -> Person:
    """A name means every text by somebody of that name, an id that one text. Raises `InputError` if there is none."""
    documents = report.documents()
    found = [one for one in documents if one.id == wanted]
    found = found or _by_name(documents, wanted)
    if not found:
        raise InputError(
            N_(
                "{wanted}: no text of this run is by this person or has this id. Names and ids "
                "are those of the sheet 'Submissions' of 'detector export RUN --format xlsx "
                "--names'."
            ).format(wanted=wanted)
        )
    gone = {one.id for one in found}
    others = dict.fromkeys(one.author for one in documents if one.author and one.id not in gone)
    kept = set(map(name_key, others))
    names = dict.fromkeys(one.author for one in found if one.author and name_key(one.author) not in kept)
    return Person(tuple(found), tuple(names), tuple(others))


def _by_name(documents: Sequence[Document], wanted: str) -> list[Document]:
    """Texts by somebody of that name, in any spelling, and all others that the run has of the same persons."""
    named = [one for one in documents if one.author and same_name(one.author, wanted)]
    exact = [one for one in named if name_key(one.author or "") == name_key(wanted)]
    persons = {one.person for one in exact or named if one.person}
    return [one for one in documents if one in (exact or named) or one.person in persons]


def without(report: Report, person: Person, noted: str) -> Report:
    """The report without these texts and what hangs on them; the names are blotted where others mention them.

    Figures of the rest stay those of the scan, and a note says so. Texts in which a name was blotted get a new key.
    """
    gone, blot = person.ids, person.blotter()
    clusters = [kept for one in report.clusters if (kept := _cluster(one, gone, blot))]
    groups = frozenset(one.id for one in clusters)
    left = frozenset(one.id for one in report.documents()) - gone
    pairs = [one for one in report.pairs if not {one.left_id, one.right_id} & gone]
    submissions = [_submission(one, gone, groups, blot) for one in report.submissions if one.id not in gone]
    return replace(
        report,
        submissions=Table(submissions),
        pairs=Pairs([replace(one, cluster=_group(one.cluster, groups)) for one in pairs]),
        passages=Table([one for one in report.passages if not {one.left.id, one.right.id} & gone]),
        clusters=Table(clusters),
        skipped=Table([replace(one, path=blot(one.path), detail=blot(one.detail)) for one in report.skipped]),
        others=tuple(_document(one, blot) for one in report.others if one.id not in gone),
        learnt_form=tuple(replace(one, text=blot(one.text)) for one in report.learnt_form),
        scan_notes=(*((code, blot(detail)) for code, detail in report.scan_notes), ("person_removed", noted)),
        shared_texts=Table([_shared_text(one, report, blot) for one in kept_texts(report.shared_texts, left)]),
        file_histories=tuple(
            replace(one, author=_blotted(one.author, blot), last_modified_by=_blotted(one.last_modified_by, blot))
            for one in report.file_histories
            if one.id not in gone
        ),
        shared_histories=tuple(one for one in report.shared_histories if not {one.left_id, one.right_id} & gone),
        crowds=tuple(filter(None, (tuple(id for id in one if id not in gone) for one in report.crowds))),
        common_below=tuple(one for one in report.common_below if one.id not in gone),
        units=_units_without(report, submissions, gone),
        found_under="",
    )


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


def _shared_text(one: SharedText, report: Report, blot: Change) -> SharedText:
    """Quoted anew: the quotation may have been of a text that is gone."""
    first = one.places[0]
    return replace(one, text=blot(report.document(first.id).text[first.start : first.end]))


def _units_without(report: Report, kept: Sequence[Submission], gone: frozenset[str]) -> tuple[UnitRow, ...]:
    """The table of units less what the removed submissions counted; a unit of which nobody is left has no row.

    Taken off, not counted again: a report of many units holds only the submissions that somebody must look at.
    """
    unit_of = {row.id: row.document.unit or "" for row in report.submissions}
    flagged = Counter(unit_of[row.id] for row in report.submissions if row.findings)
    flagged.subtract(row.document.unit or "" for row in kept if row.findings)
    left = Counter(unit_of[id] for id in gone & unit_of.keys())
    ratings = Counter((unit_of[row.id], row.document.self_rating) for row in report.submissions if row.id in gone)
    inside, across = Counter[str](), Counter[str]()
    for pair in report.pairs:
        units = [unit_of[id] for id in pair.ids if id in unit_of]
        if pair.flagged and len(units) == 2 and gone & {pair.left_id, pair.right_id}:
            (inside if units[0] == units[1] else across).update(set(units))
    rows = [
        replace(
            unit,
            submissions=unit.submissions - left[unit.name],
            flagged=unit.flagged - flagged[unit.name],
            ratings={name: n for name, had in unit.ratings.items() if (n := had - ratings[unit.name, name]) > 0},
            pairs_inside=unit.pairs_inside - inside[unit.name],
            pairs_across=unit.pairs_across - across[unit.name],
        )
        for unit in report.units
    ]
    return tuple(row for row in rows if row.submissions > 0)


def _group(cluster: str | None, groups: frozenset[str]) -> str | None:
    return cluster if cluster in groups else None


def mentions(report: Report, person: Person) -> Sequence[str]:
    """Ids of other people's texts in which a name of this person stands."""
    blot = person.blotter()
    return [one.id for one in report.documents() if one.id not in person.ids and blot(one.text) != one.text]
