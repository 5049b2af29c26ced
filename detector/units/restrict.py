"""Some submissions of a report with all that hangs on them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from detector.documents import Document, Role
from detector.matches import kept_texts
from detector.report import Pairs, Report, Table
from detector.units.kept import with_documents

# What has its evidence in other texts, so that a person must look at both.
EVIDENCE_KINDS = frozenset({"shared", "cluster", "reference", "previous"})


@dataclass(frozen=True, slots=True)
class Part:
    """A unit and its report, or some submissions of it with all that hangs on them.

    `aliases` are other names that its texts give the unit.
    """

    unit: str
    report: Report
    aliases: tuple[str, ...] = ()


def flagged_ids(report: Report) -> frozenset[str]:
    """Submissions that have something in common with another text, and all members of groups."""
    return frozenset(row.id for row in report.submissions if row.cluster or not EVIDENCE_KINDS.isdisjoint(row.flags))


def restricted(report: Report, ids: AbstractSet[str]) -> Report:
    """The report with no other submissions than these: their pairs with each other and with texts of other roles.

    `ids` must have all members of a group or none.
    """
    texts = {document.id: document for document in report.others}
    pairs = [pair for pair in report.pairs if all(id in ids or id in texts for id in pair.ids)]
    pairs = [pair for pair in pairs if pair.left_id in ids or pair.right_id in ids]
    kept = {pair.ids for pair in pairs}
    named = {id for pair in kept for id in pair}
    others = [document for id, document in texts.items() if id in named or document.role is not Role.PREVIOUS]
    left = ids | {document.id for document in others}
    return replace(
        report,
        submissions=Table([row for row in report.submissions if row.id in ids]),
        pairs=Pairs(pairs),
        passages=Table([one for one in report.passages if one.ids in kept]),
        clusters=Table([group for group in report.clusters if ids >= set(group.members)]),
        skipped=Table(),
        others=tuple(others),
        shared_texts=Table(kept_texts(report.shared_texts, left)),
        crowds=tuple(filter(None, (tuple(id for id in members if id in left) for members in report.crowds))),
        common_below=tuple(one for one in report.common_below if one.id in left),
        file_histories=tuple(one for one in report.file_histories if one.id in left),
        shared_histories=tuple(one for one in report.shared_histories if left >= {one.left_id, one.right_id}),
    )


def members_only(report: Report, ids: AbstractSet[str]) -> Report:
    """These submissions and the learnt form lines, nothing else."""
    rows = [row for row in report.submissions if row.id in ids]
    return Report(report.settings, Table(rows), learnt_form=report.learnt_form)


def with_unit(report: Report, unit: str) -> Report:
    """Submissions as texts of the unit that was scanned; "" leaves what they say themselves."""

    def named(document: Document) -> Document:
        return document.with_fields(unit=unit) if document.role is Role.SUBMISSION else document

    return with_documents(report, named) if unit else report
