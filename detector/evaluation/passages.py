"""Passages of flagged pairs against labelled passages."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from detector.evaluation.labels import Labels
from detector.evaluation.pairs import flagged_pairs, implied_pairs
from detector.evaluation.plagdet import Case, PassageScore, in_labelled_direction, plagdet
from detector.report import Report

ALL = "all"
WITHOUT_HEAVY = "without heavy"


def score_passages(report: Report, labels: Labels) -> dict[str, PassageScore]:
    """PlagDet of ``all``, of ``without heavy``, and of each kind of copy.

    A kind's detections are those of its labelled pairs; passages of pairs that no label explains are in ``all`` and
    ``without heavy`` only, where they lower precision.
    """
    gold, found, kinds = gold_cases(labels), found_cases(report, labels), labels.kinds
    known = sorted(set(kinds.values()))
    groups: dict[str, set[str | None]] = {WITHOUT_HEAVY: {None, *known} - {"heavy"}, **{kind: {kind} for kind in known}}

    def score(some: Container[str | None]) -> PassageScore:
        return plagdet(
            *([one for one in cases if kinds.get((one.copy, one.source)) in some] for cases in (gold, found))
        )

    return {ALL: plagdet(gold, found)} | {name: score(some) for name, some in groups.items()}


def gold_cases(labels: Labels) -> list[Case]:
    """All labelled passages."""
    return [case for copy in labels.copies for case in copy.passages]


def found_cases(report: Report, labels: Labels) -> list[Case]:
    """Passages of flagged pairs of labelled documents, turned into the labelled direction.

    Pairs of copies that go back to one source are left out: no label says where their passages are.
    """
    flagged = flagged_pairs(report, labels.documents)
    flagged -= implied_pairs(flagged, labels)
    cases = [
        Case(
            row.left.id, int(row.left.start), int(row.left.end), row.right.id, int(row.right.start), int(row.right.end)
        )
        for row in report.passages
        if frozenset(row.ids) in flagged
    ]
    return in_labelled_direction(cases, labels.kinds)


def write_cases(report: Report, labels: Labels, folder: Path) -> list[Path]:
    """``gold.jsonl``, ``pred.jsonl`` and ``pairs.tsv`` (copy, source, kind), as other PlagDet programs read them."""
    folder.mkdir(parents=True, exist_ok=True)
    gold, found, pairs = (folder / name for name in ("gold.jsonl", "pred.jsonl", "pairs.tsv"))
    gold.write_text("".join(_lines(gold_cases(labels), labels.kinds)), encoding="utf-8", newline="\n")
    found.write_text("".join(_lines(found_cases(report, labels), labels.kinds)), encoding="utf-8", newline="\n")
    rows = (f"{copy}\t{source}\t{kind}\n" for (copy, source), kind in labels.kinds.items())
    pairs.write_text("".join(rows), encoding="utf-8", newline="\n")
    return [gold, found, pairs]


def _lines(cases: Iterable[Case], kinds: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for case in cases:
        record = case._asdict() | {"kind": kinds.get((case.copy, case.source))}
        yield json.dumps(record, ensure_ascii=False) + "\n"
