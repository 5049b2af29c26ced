"""What pairs with other units change in a submission: marks, shares, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.corpus import Provenance
from detector.report import Finding, Submission
from detector.text.syllables import classes_of, syllables_of
from detector.units.across import AcrossPair
from detector.units.classes import covered, repainted
from detector.units.groups import Core, JoinedGroup

# The order in which a reviewer reads the findings of a submission; see `detector.judge`.
_ORDER = (
    *("unreadable", "hidden_words", "not_enough_text", "shared", "cluster", "reference", "previous", "shared_text"),
    *("boilerplate", "not_concrete"),
)
_UNCOUNTED = frozenset({Provenance.FORM.key, Provenance.RULE.key})


@dataclass(frozen=True, slots=True)
class Other:
    """The other side of a pair, as a sentence names it."""

    id: str
    author: str | None
    unit: str


def with_pairs(
    row: Submission, pairs: Sequence[AcrossPair], others: Mapping[str, Other], inside: Mapping[str, float], total: int
) -> Submission:
    """The submission with what its pairs between units add.

    Args:
        pairs: all of this submission, strongest first.
        others: by id, the other sides.
        inside: evidence of its flagged pairs within the unit, by the other's id.
        total: submissions of all units.
    """
    text = row.document.text
    syllables = syllables_of(text)
    classes = classes_of(syllables, row.marks)
    shared = covered(syllables, (span for one in pairs for span in one.shared[row.id]))
    shared &= classes == Provenance.OWN
    moved = int(shared.sum())
    changed = replace(
        row,
        shares=_moved(row.shares, moved, row.syllables),
        own_shares=None if row.own_shares is None else _moved(row.own_shares, moved, personal_syllables(row)),
        marks=repainted(text, syllables, row.marks, np.asarray(shared)),
    )
    return with_finding(changed, _shared_finding(row, pairs, others, inside, total))


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
    return replace(row, findings=tuple(sorted(findings, key=lambda one: _rank(one.kind))))


def personal_syllables(row: Submission) -> int:
    """Neither form nor rule."""
    printed = sum(row.shares.get(kind, 0.0) for kind in _UNCOUNTED)
    return round((1.0 - printed) * row.syllables) if row.syllables else 0


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _moved(shares: Mapping[str, float], syllables: int, total: int) -> dict[str, float]:
    """So many syllables from ``own`` to ``shared``, counted in whole ones."""
    counts = {kind: round(share * total) for kind, share in shares.items()}
    counts[Provenance.OWN.key] -= syllables
    counts[Provenance.SHARED.key] += syllables
    return {kind: (count / total if total else 0.0) for kind, count in counts.items()}


def _shared_finding(
    row: Submission,
    pairs: Sequence[AcrossPair],
    others: Mapping[str, Other],
    inside: Mapping[str, float],
    total: int,
) -> Finding:
    """The strongest pair is told in words; all are evidence."""
    strengths = dict(inside) | {_other_id(one, row.id): one.pair.evidence for one in pairs}
    ids = tuple(sorted(strengths, key=lambda id: (-strengths[id], id)))
    known = next((finding for finding in row.findings if finding.kind == "shared"), None)
    best = pairs[0]
    if known and known.score >= best.pair.evidence:
        return replace(known, evidence=ids)
    other = others[_other_id(best, row.id)]
    personal = personal_syllables(row)
    share = best.pair.left_share if best.pair.left_id == row.id else best.pair.right_share
    facts: dict[str, int | float | str] = {
        **{name: value for name, value in best.facts.get(row.id, {}).items() if name != "expected"},
        "other_id": other.id,
        "other_author": other.author or "",
        "unit_of_other": other.unit,
        "matched_syllables": round(share * personal),
        "own_syllables": personal,
        "share": share,
        "passages": best.pair.passages,
        "spread": _least(one.spread for one in best.passages),
        "submissions": total,
        "rarity_bits": best.pair.evidence,
        "method": str(best.pair.method),
    }
    if best.pair.expected is not None:
        facts["expected"] = best.pair.expected
    return Finding("shared", best.pair.evidence, best.null.threshold, facts, ids)


def _other_id(one: AcrossPair, id: str) -> str:
    return one.pair.right_id if one.pair.left_id == id else one.pair.left_id


def _least(spreads: Iterable[int]) -> int:
    return min(spreads, default=2)
