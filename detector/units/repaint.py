"""What groups over several units change in a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detector.corpus import Provenance
from detector.judge.findings import in_reading_order, member_of_group
from detector.report import Finding, Submission
from detector.settings import Settings
from detector.units.groups import JoinedGroup


def with_group(row: Submission, group: JoinedGroup, settings: Settings, total: int) -> Submission:
    """The submission as a member of a group that goes over several units; `total` is the submissions of all."""
    facts: dict[str, int | float | str] = {
        "cluster": group.id,
        "members": len(group.members),
        "units": group.units,
        "submissions": total,
        "core_syllables": group.core_syllables,
    }
    others = (member for member in group.members if member != row.id)
    told = member_of_group(facts, others, personal_syllables(row), settings)
    kept = (finding for finding in row.findings if finding.kind != "cluster")
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


def personal_syllables(row: Submission) -> int:
    """Neither form nor rule."""
    printed = sum(row.shares.get(kind.key, 0.0) for kind in (Provenance.FORM, Provenance.RULE))
    return round((1.0 - printed) * row.syllables) if row.syllables else 0
