"""Flags of a submission after passages were set aside: fewer, weaker, or the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detector.report import Finding
from detector.review.index import Index, Outcome, PairRow

_WITHOUT_SHARES = (
    "unreadable",
    "hidden_words",
    "shared_text",
    "boilerplate",
)  # what is said of a text too short for shares


_COUNTED = frozenset({"sentences", "total_sentences", "spread", "expected"})  # counted anew, or not said


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs that are still flagged, by each of their two documents."""

    of_row: Mapping[int, Sequence[PairRow]]

    @classmethod
    def of(cls, index: Index, changed: Mapping[int, PairRow]) -> Links:
        """`changed` are the pairs that exclusions touched, by their row."""
        found: dict[int, list[PairRow]] = defaultdict(list)
        for pair in (changed.get(one.row, one) for one in index.pairs):
            if pair.flagged:
                found[pair.left].append(pair)
                found[pair.right].append(pair)
        return cls(found)


def adjusted_findings(index: Index, outcome: Outcome, links: Links) -> Outcome:
    """The outcome with findings that its changed figures still carry."""
    found = [_again(index, outcome, finding, links) for finding in outcome.findings]
    kept = [finding for finding in found if finding is not None]
    if outcome.own_shares is None and index.outcomes[outcome.row].own_shares is not None:
        kept = [_not_enough(index, outcome), *(finding for finding in kept if finding.kind in _WITHOUT_SHARES)]
    return replace(outcome, findings=tuple(kept))


def _again(index: Index, outcome: Outcome, finding: Finding, links: Links) -> Finding | None:
    if finding.kind == "shared":
        return _shared(index, outcome, finding, links)
    if finding.kind == "cluster":
        return _cluster(index, outcome, finding, links)
    if finding.kind in ("previous", "reference"):
        return _source(outcome, finding)
    return finding


def partners(index: Index, row: int, links: Links) -> list[PairRow]:
    """Flagged pairs with other people, strongest first."""
    own = (pair for pair in links.of_row.get(row, ()) if _between(index, pair))
    return sorted(own, key=lambda pair: (-pair.evidence, pair.row))


def _shared(index: Index, outcome: Outcome, finding: Finding, links: Links) -> Finding | None:
    """What the scan said of the same two texts stays, but for what the change touches; of others it said nothing."""
    flagged = partners(index, outcome.row, links)
    if not flagged:
        return None
    best = flagged[0]
    other = index.text(best.other(outcome.row))
    personal = sum(count for kind, count in outcome.counts.items() if kind not in ("form", "rule"))
    known = finding.facts if finding.facts.get("other_id") == other.id else {}
    kept = {name: value for name, value in known.items() if name not in _COUNTED and outcome.told.get(name) != 0}
    if best.expected is not None:
        kept["expected"] = best.expected
    facts: dict[str, int | float | str] = {
        **kept,
        **{name: count for name, count in outcome.told.items() if name in _COUNTED},
        "other_id": other.id,
        "other_author": other.author or "",
        "matched_syllables": round(best.share_of(outcome.row) * personal),
        "own_syllables": round(personal),
        "share": best.share_of(outcome.row),
        "passages": best.passages,
        "submissions": len(index.outcomes),
        "rarity_bits": best.evidence,
        "method": str(best.method),
    }
    evidence = tuple(index.text(pair.other(outcome.row)).id for pair in flagged)
    line = finding.threshold if best.threshold is None else best.threshold
    return Finding("shared", best.evidence, line, facts, evidence)


def _between(index: Index, pair: PairRow) -> bool:
    """Whether the pair is of two people: not with a sample, nor with another text of the same person."""
    left, right = index.text(pair.left), index.text(pair.right)
    return right.role in ("submission", "previous") and left.who != right.who


def _cluster(index: Index, outcome: Outcome, finding: Finding, links: Links) -> Finding | None:
    """Who can still be reached from here through flagged pairs of the group."""
    group = index.groups.get(outcome.cluster or "")
    if group is None:
        return finding
    members = set(group.members)
    reached, waiting = {outcome.row}, [outcome.row]
    while waiting:
        at = waiting.pop()
        near = {pair.other(at) for pair in links.of_row.get(at, ())} & members - reached
        reached |= near
        waiting.extend(near)
    if len(reached) < finding.threshold:
        return None
    ids = tuple(index.text(row).id for row in sorted(reached - {outcome.row}))
    facts = {name: value for name, value in finding.facts.items() if name not in ("core_syllables", "share")}
    return Finding("cluster", float(len(reached)), finding.threshold, facts | {"members": len(reached)}, ids)


def _source(outcome: Outcome, finding: Finding) -> Finding | None:
    left_out = ("form", "rule") if finding.kind == "previous" else ("form",)
    counted = sum(count for kind, count in outcome.counts.items() if kind not in left_out)
    share = outcome.counts.get(finding.kind, 0.0) / counted if counted else 0.0
    if share < finding.threshold:
        return None
    facts = dict(finding.facts) | {"share": share, "matched_syllables": round(outcome.counts.get(finding.kind, 0.0))}
    return replace(finding, score=share, facts=facts)


def _not_enough(index: Index, outcome: Outcome) -> Finding:
    left = round(sum(count for kind, count in outcome.counts.items() if kind not in ("form", "rule")))
    minimum = index.settings.min_own_syllables
    return Finding("not_enough_text", float(left), float(minimum), {"syllables": left, "minimum": minimum})
