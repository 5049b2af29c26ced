"""Submissions that pairs between units touch, judged once more by the judge of a scan.

Their evidence is what their unit found, and the pairs between units beside it, each pair with the line that it was held
against. What these pairs change is taken over: shares, marks and the finding about shared passages. All else is a
matter of the whole unit and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.assemble import Rows, covered_share
from detector.corpus import Bools, Corpus
from detector.judge import Judgement, judge
from detector.matches import Side
from detector.report import Pairs, Report, Submission, Table
from detector.rethreshold import Places, evidence_of
from detector.settings import Settings
from detector.text.columns import build_corpus
from detector.units.across import AcrossPair, ids_between
from detector.units.repaint import with_finding
from detector.units.restrict import Part, flagged_ids, restricted


@dataclass(frozen=True, slots=True)
class Judged:
    """The submissions in pairs between units as these leave them, by id; and the pairs, with their shares."""

    submissions: Mapping[str, Submission]
    pairs: tuple[AcrossPair, ...]


def judged_with(parts: Sequence[Part], across: Sequence[AcrossPair], settings: Settings, total: int) -> Judged:
    """About 1 ms for each submission in a pair between units, and for its partners inside its own.

    `total` is the number of submissions of all units, also of those that are in no part.
    """
    if not across:
        return Judged({}, ())
    report = _around(parts, across, settings)
    corpus = build_corpus(report.documents(), with_words=False)
    rows = {document.id: row for row, document in enumerate(corpus.documents)}
    known = evidence_of(report, corpus)
    pairs = [replace(one, line=pair.threshold) for one, pair in zip(known.pairs, report.pairs, strict=True)]
    common = known.common | _common_between(corpus, rows, across)
    clues = {
        (rows[one.pair.left_id], rows[one.pair.right_id]): {rows[id]: facts for id, facts in one.clues.items()}
        for one in across
    }
    evidence = replace(known, pairs=pairs, common=common, nulls=(), crowds=())
    judgement = judge(evidence, settings, lambda _: clues)
    shown, units = Rows(corpus, judgement, settings), units_of_rows(parts)
    between = ids_between(across)
    touched = (row for part in parts for row in part.report.submissions if row.id in between)
    changed = {row.id: _changed(row, shown.submission(rows[row.id], row.document), units, total) for row in touched}
    return Judged(changed, tuple(_with_shares(one, corpus, judgement, rows) for one in across))


def _around(parts: Iterable[Part], across: Sequence[AcrossPair], settings: Settings) -> Report:
    """The submissions in pairs between units, who is told in a flagged pair with one of them, and what they share."""
    touched = ids_between(across)
    kept = [restricted(part.report, _partners(part.report, touched)) for part in parts]
    others = {document.id: document for one in kept for document in one.others}
    return Report(
        settings=settings,
        submissions=Table([row for one in kept for row in one.submissions]),
        pairs=Pairs([*(pair for one in kept for pair in one.pairs), *(one.pair for one in across)]),
        passages=Table([*(p for one in kept for p in one.passages), *(p for one in across for p in one.passages)]),
        others=tuple(others.values()),
        shared_texts=Table([text for one in kept for text in one.shared_texts]),
        common_below=tuple(side for one in kept for side in one.common_below),
    )


def _partners(report: Report, touched: frozenset[str]) -> frozenset[str]:
    mine = {row.id for row in report.submissions if row.id in touched}
    sides = ({pair.left_id, pair.right_id} for pair in report.pairs if pair.flagged)
    found = {id for both in sides if not mine.isdisjoint(both) for id in both}
    return frozenset(mine | (found & flagged_ids(report)))


def _common_between(corpus: Corpus, rows: Mapping[str, int], across: Iterable[AcrossPair]) -> Bools:
    """Common wording of all units inside the passages, bool[tokens]."""
    places, common = Places(corpus, rows), np.zeros(len(corpus.tokens.ids), bool)
    for one in across:
        for id, spans in one.common.items():
            for start, end in spans:
                common[slice(*places.tokens(Side(id, start, end)))] = True
    return common


def units_of_rows(parts: Iterable[Part]) -> dict[str, str]:
    """The unit of each submission, by id."""
    return {row.id: part.unit for part in parts for row in part.report.submissions}


def _changed(row: Submission, again: Submission, units: Mapping[str, str], total: int) -> Submission:
    """The submission with shares and marks of the second judgement, and with what it says of shared passages."""
    changed = replace(row, shares=again.shares, own_shares=again.own_shares, marks=again.marks)
    told = next((finding for finding in again.findings if finding.kind == "shared"), None)
    if told is None:
        return changed
    unit = units.get(str(told.facts.get("other_id")))
    if unit == units[row.id]:  # the strongest pair is one of the unit, which told it among its own
        known = next((finding for finding in row.findings if finding.kind == "shared"), told)
        return with_finding(changed, replace(known, evidence=told.evidence))
    return with_finding(changed, replace(told, facts={**told.facts, "unit_of_other": unit or "", "submissions": total}))


def _with_shares(one: AcrossPair, corpus: Corpus, judgement: Judgement, rows: Mapping[str, int]) -> AcrossPair:
    """Shares of the text that neither form nor rule of the unit explains."""
    places = Places(corpus, rows)
    left, right = (
        covered_share(corpus, judgement.classes, rows[id], [places.tokens(side) for side in sides])
        for id, sides in (
            (one.pair.left_id, [passage.left for passage in one.passages]),
            (one.pair.right_id, [passage.right for passage in one.passages]),
        )
    )
    return replace(one, pair=replace(one.pair, left_share=left, right_share=right))
