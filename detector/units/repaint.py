"""What groups over several units change in a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detector.corpus import Provenance
from detector.findings import Case, Membership, in_reading_order
from detector.findings.cluster import FINDING as CLUSTER
from detector.report import Submission
from detector.settings import Settings
from detector.submissions import Facts, Finding
from detector.units.groups import JoinedGroup


def with_group(row: Submission, group: JoinedGroup, settings: Settings, total: int) -> Submission:
    """The submission as a member of a group that goes over several units; `total` is the submissions of all."""
    facts: Facts = {
        "cluster": group.id,
        "members": len(group.members),
        "units": group.units,
        "submissions": total,
        "core_syllables": group.core_syllables,
    }
    others = (member for member in group.members if member != row.id)
    told = CLUSTER.rule(Case(row.document, settings, _counts(row), group=Membership(facts, others)))
    kept = (finding for finding in row.findings if finding.kind != CLUSTER.name)
    return replace(row, cluster=group.id, findings=in_reading_order((*kept, *told)))


def renamed(row: Submission, names: Mapping[str, str]) -> Submission:
    """With the new id of its group, also where a finding names it."""
    if row.cluster is None:
        return row
    findings = tuple(
        replace(finding, facts=dict(finding.facts) | {"cluster": names.get(str(finding.facts["cluster"]), "")})
        if "cluster" in finding.facts
        else finding
        for finding in row.findings
    )
    return replace(row, cluster=names.get(row.cluster), findings=findings)


def with_finding(row: Submission, finding: Finding) -> Submission:
    """In place of the one of its kind, in the order of reading."""
    kept = (one for one in row.findings if one.kind != finding.kind)
    return replace(row, findings=in_reading_order((*kept, finding)))


def _counts(row: Submission) -> list[float]:
    """Syllables by `Provenance`."""
    return [round(row.shares.get(kind.key, 0.0) * row.syllables) for kind in Provenance]
