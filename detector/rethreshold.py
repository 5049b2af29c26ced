"""A finished report judged at other thresholds by the code that judged it; nothing is read or compared again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial

import numpy as np

from detector.assemble import Rows
from detector.corpus import Corpus, Floats, Provenance
from detector.errors import InputError
from detector.judge import Evidence, Judgement, MatchedPair, judge
from detector.language import N_
from detector.lines import kind_of
from detector.matches import Pair, Passage, SharedText, Side, by_pair
from detector.matching.evidence import FoundPair, FoundPassage
from detector.matching.shared_texts import TextOfMany
from detector.report import Pairs, Report, Submission, Table
from detector.settings import Settings
from detector.signals.telltales import find_telltales
from detector.text.columns import build_corpus

# Nothing that is found depends on these: they are looked at when all evidence is there.
JUDGING = frozenset(
    {
        *("pair_min_bits", "expected_false_pairs", "cluster_min_members"),
        *("reference_min_share", "shared_text_min_share", "boilerplate_min_share", "concrete_min_per_100"),
    }
)
_COUNTED = ("specificity", "details", "boilerplate")  # measures that are made of counts
_KINDS = {kind.key: kind for kind in Provenance}


def rethreshold(report: Report, settings: Settings) -> Report:
    """The report that a scan with these settings gives; about 1 ms a text.

    Raises `InputError` for settings on which what is found depends, for a scan of several units, each of which has
    lines of its own, and for less evidence than clauses of short texts were looked for.
    """
    changed = {name for name, value in asdict(settings).items() if value != getattr(report.settings, name)}
    if changed - JUDGING:
        raise InputError(
            N_("{names}: another scan is needed for this setting.").format(names=", ".join(sorted(changed - JUDGING)))
        )
    if report.units:
        raise InputError(N_("This report is of several units, each with lines of its own. Scan one by itself."))
    if settings.pair_min_bits < report.settings.pair_min_bits and any(n.method == "clauses" for n in report.nulls):
        raise InputError(
            N_("pair_min_bits: short texts were compared from more bits on. Scan again with the lower value.")
        )
    corpus = build_corpus(report.documents(), with_words=False)
    evidence = evidence_of(report, corpus)
    return judged_again(report, corpus, judge(evidence, settings, partial(find_telltales, corpus)), settings)


def evidence_of(report: Report, corpus: Corpus) -> Evidence:
    """What the scan knew before it decided; `corpus` is of the report's documents."""
    rows = {document.id: row for row, document in enumerate(corpus.documents)}
    places, classes = Places(corpus, rows), np.zeros(len(corpus.tokens.ids), np.uint8)
    for one in report.submissions:
        for mark in one.marks:
            classes[slice(*places.tokens(Side(one.id, mark.start, mark.end)))] = _KINDS[mark.kind]
    common = classes == Provenance.COMMON
    for side in report.common_below:
        common[slice(*places.tokens(side))] = True
    submissions = {rows[one.id]: one for one in report.submissions}
    return Evidence(
        documents=corpus.documents,
        document_indptr=corpus.tokens.document_indptr,
        sentence_indptr=corpus.sentences.token_indptr,
        form=classes == Provenance.FORM,
        rule=classes == Provenance.RULE,
        common=common,
        details=_details(submissions, len(corpus)),
        signals=_signals(submissions, len(corpus)),
        pairs=list(_pairs(report, places)),
        nulls=report.nulls,
        crowds=[[rows[id] for id in members] for members in report.crowds],
        of_many=[_of_many(one, places) for one in report.shared_texts],
        clauses={row: [f for f in one.findings if "clauses" in f.facts] for row, one in submissions.items()},
        in_a_row={row: int(count) for row, count in _told(submissions, "previous", "in_a_row")},
        silent={row: str(what) for row, what in _told(submissions, "not_enough_text", "silent")},
    )


class Places:
    """Characters of documents as tokens of a corpus."""

    def __init__(self, corpus: Corpus, rows: Mapping[str, int]) -> None:
        self._corpus = corpus
        self.rows = rows

    def tokens(self, side: Side) -> tuple[int, int]:
        """The tokens that begin there, half-open."""
        base, stop = self._corpus.tokens.document_indptr[self.rows[side.id] :][:2].tolist()
        first, last = np.searchsorted(self._corpus.tokens.starts[base:stop], [side.start, side.end]).tolist()
        return base + first, base + last

    def pair(self, pair: Pair, passages: Sequence[Passage]) -> FoundPair:
        """A pair of the report with its passages."""
        found = tuple(
            FoundPassage(left, right, left[1] - left[0], one.similarity, one.rarity_bits, one.spread)
            for one in passages
            for left, right in [(self.tokens(one.left), self.tokens(one.right))]
        )
        loose = pair.evidence - sum(one.bits for one in found)
        return FoundPair(self.rows[pair.left_id], self.rows[pair.right_id], found, loose)

    def kind(self, pair: Pair) -> Provenance:
        """What the right text is to the left one."""
        left, right = (self._corpus.documents[self.rows[id]] for id in pair.ids)
        return kind_of(left, right)


def _pairs(report: Report, places: Places) -> Iterator[MatchedPair]:
    passages = by_pair(report.passages)
    for pair in report.pairs:
        found = places.pair(pair, passages.get(pair.ids, ()))
        yield MatchedPair(found, places.kind(pair), pair.method, pair.expected, pair.flagged)


def _of_many(text: SharedText, places: Places) -> TextOfMany:
    sides = sorted(text.places, key=lambda side: places.rows[side.id])
    ranges = tuple(map(places.tokens, sides))
    quoted = max(range(len(ranges)), key=lambda at: (ranges[at][1] - ranges[at][0] == text.syllables, -at))
    return TextOfMany(tuple(places.rows[side.id] for side in sides), ranges, quoted)


def _told(submissions: Mapping[int, Submission], kind: str, fact: str) -> Iterator[tuple[int, int | float | str]]:
    """What the findings of a kind say of a fact, by row."""
    for row, one in submissions.items():
        yield from (
            (row, finding.facts[fact]) for finding in one.findings if finding.kind == kind and fact in finding.facts
        )


def _details(submissions: Mapping[int, Submission], size: int) -> Floats:
    details = np.zeros(size)
    for row, one in submissions.items():
        details[row] = one.measures["details"] if "details" in one.measures else _details_before(one)
    return details


def _details_before(one: Submission) -> int:
    """Of a report of before their count was kept: from their number in 100 syllables."""
    unprinted = max(round((1 - one.shares.get("form", 0.0)) * one.syllables), 1)
    return round(one.measures.get("specificity", 0.0) * unprinted / 100)


def _signals(submissions: Mapping[int, Submission], size: int) -> dict[str, Floats]:
    names = dict.fromkeys(name for one in submissions.values() for name in one.measures if name not in _COUNTED)
    columns = {name: np.full(size, np.nan) for name in names}
    for row, one in submissions.items():
        for name, value in one.measures.items():
            if name in columns:
                columns[name][row] = value
    return columns


def judged_again(report: Report, corpus: Corpus, judgement: Judgement, settings: Settings) -> Report:
    """The report as this judgement of its own evidence has it; the pairs of both are in one order."""
    rows = {document.id: row for row, document in enumerate(corpus.documents)}
    shown, names = Rows(corpus, judgement, settings), judgement.group_of()
    pairs = [
        replace(
            pair,
            flagged=judged.flagged,
            threshold=judged.threshold,
            cluster=names.get(rows[pair.left_id]) if _together(names, rows, pair) else None,
        )
        for pair, judged in zip(report.pairs, judgement.pairs, strict=True)
    ]
    flagged = {pair.ids for pair in pairs if pair.flagged}
    return replace(
        report,
        settings=settings,
        submissions=Table([shown.submission(rows[one.id], one.document) for one in report.submissions]),
        pairs=Pairs(pairs),
        passages=Table([replace(one, flagged=one.ids in flagged) for one in report.passages]),
        clusters=Table(shown.clusters()),
        nulls=judgement.nulls,
        common_below=shown.common_below(),
        found_under="",
    )


def _together(names: Mapping[int, str], rows: Mapping[str, int], pair: Pair) -> bool:
    return names.get(rows[pair.left_id]) == names.get(rows[pair.right_id])
