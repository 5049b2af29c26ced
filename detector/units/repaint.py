"""What groups over several units change in a submission, and the order of its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detector.corpus import Provenance
from detector.report import Finding, Submission
from detector.units.groups import Core, JoinedGroup

# The order in which a reviewer reads the findings of a submission; see `detector.judge`.
_ORDER = (
    *("unreadable", "hidden_words", "not_enough_text", "shared", "cluster", "reference", "previous", "shared_text"),
    *("boilerplate", "not_concrete"),
)
_UNCOUNTED = frozenset({Provenance.FORM.key, Provenance.RULE.key})


def with_group(row: Submission, group: JoinedGroup, core: Core, least_members: int, total: int) -> Submission:
    """The submission as a member of a group that goes over several units."""
    named = replace(row, cluster=group.id)
    without = replace(named, findings=tuple(finding for finding in row.findings if finding.kind != "cluster"))
    if len(group.members) < least_members or row.own_shares is None:
        return without
    facts: dict[str, int | float | str] = {
        "cluster": group.id,
        "members": len(group.members),
        "units": group.units,
        "submissions": total,
    }
    if core.syllables:
        facts["core_syllables"] = core.syllables
        facts["share"] = min(1.0, core.syllables / max(personal_syllables(row), 1))
    ids = tuple(member for member in group.members if member != row.id)
    return with_finding(without, Finding("cluster", float(len(group.members)), float(least_members), facts, ids))


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
    findings = [*(one for one in row.findings if one.kind != finding.kind), finding]
    return replace(row, findings=tuple(sorted(findings, key=lambda one: _ORDER.index(one.kind))))


def personal_syllables(row: Submission) -> int:
    """Neither form nor rule."""
    printed = sum(row.shares.get(kind, 0.0) for kind in _UNCOUNTED)
    return round((1.0 - printed) * row.syllables) if row.syllables else 0
