"""A finished report, with words that people set aside: what a scan finds that knows beforehand what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from detector.analysis import analyse
from detector.assemble import covered_share
from detector.corpus import Bools, Bytes, Corpus, Provenance
from detector.documents import Document, Role
from detector.judge import Evidence, JudgedPair, MatchedPair, judge
from detector.matches import Method, Pair, Side, null_among
from detector.matching.evidence import FoundPair
from detector.provenance.given import mark_given
from detector.report import Pairs, Report
from detector.rethreshold import evidence_of, judged_again
from detector.signals.telltales import find_telltales
from detector.text.columns import build_corpus
from detector.text.syllables import syllables_of
from detector.units.scan import Units, scan_units

_ROLES = {Provenance.FORM: Role.FORM, Provenance.RULE: Role.RULE, Provenance.COMMON: Role.STOCK}


@dataclass(frozen=True, slots=True)
class Known:
    """Words that are ``FORM``, ``RULE`` or ``COMMON`` wording, and where they stand."""

    kind: Provenance
    text: str
    places: Sequence[Side]


def analysed_again(report: Report, known: Sequence[Known]) -> Report:
    """What a scan of the report's own texts finds that knows these words; as many seconds as its analysis took."""
    documents = [*_marked(report, known, _says), *_given(known)]
    if not report.units:
        return analyse(documents, settings=report.settings)
    by_name: dict[str, list[Document]] = {unit.name: [] for unit in report.units}
    for_all: list[Document] = []
    for document in documents:
        own = document.role in (Role.SUBMISSION, Role.PREVIOUS) and (document.unit or "") in by_name
        (by_name[document.unit or ""] if own else for_all).append(document)
    units = Units({name: tuple(texts) for name, texts in by_name.items()}, tuple(for_all))
    return scan_units(units, report.settings)


def is_repeatable(report: Report) -> bool:
    """Whether this program finds in the report's texts what the report has: not in one that an earlier version made,
    that was compared by meaning, or whose texts are no longer all there."""
    if any(pair.method is Method.MEANING for pair in report.pairs):
        return False
    return _figures(analysed_again(report, ())) == _figures(report)


def judged_without(report: Report, known: Sequence[Known]) -> Report:
    """The report judged by what is left of its own evidence: a passage that is known in half has half of its bits.

    For reports that are not repeatable; about 1 ms a text. Pairs are judged by the lines that the report has for them.
    """
    corpus = build_corpus(_marked(report, known, lambda *_: True), with_words=False)
    given = mark_given(corpus)
    stored = evidence_of(report, corpus)
    evidence = replace(
        stored,
        nulls=(),
        form=stored.form | given[Provenance.FORM],
        rule=stored.rule | given[Provenance.RULE],
        common=stored.common | given[Provenance.COMMON],
        pairs=[_left_of(one, pair, stored, given) for one, pair in zip(stored.pairs, report.pairs, strict=True)],
    )
    judgement = judge(evidence, report.settings, partial(find_telltales, corpus))
    again = judged_again(report, corpus, judgement, report.settings)
    units = {one.id: one.document.unit or "" for one in report.submissions}
    pairs = (
        _with_what_is_left(report, units, corpus, judgement.classes, replace(now, threshold=pair.threshold), judged)
        for pair, now, judged in zip(report.pairs, again.pairs, judgement.pairs, strict=True)
    )
    return replace(again, pairs=Pairs(list(pairs)), nulls=report.nulls)


def _marked(
    report: Report, known: Sequence[Known], is_one: Callable[[Document, Side, Known], bool]
) -> Iterator[Document]:
    """All texts, with the places that are some."""
    places: dict[str, list[tuple[Side, Known]]] = defaultdict(list)
    for one in known:
        for place in one.places:
            places[place.id].append((place, one))
    for document in report.documents():
        spans = [(p.start, p.end, one.kind.key) for p, one in places[document.id] if is_one(document, p, one)]
        yield document.with_fields(set_aside=tuple(sorted(spans)))


def _says(document: Document, place: Side, known: Known) -> bool:
    """Whether these are the very words: of a copy that was edited the analysis says itself how much is known."""
    return syllables_of(document.text[place.start : place.end]).words == syllables_of(known.text).words


def _given(known: Sequence[Known]) -> Iterator[Document]:
    """The words as texts of their own: lines that say nearly the same are found as in a scan that is given them."""
    for number, one in enumerate(known, 1):
        yield Document(f"set_aside_{number}", "", one.text, _ROLES[one.kind])


def _figures(report: Report) -> list[tuple[str, str, bool, float]]:
    return sorted((one.left_id, one.right_id, one.flagged, round(one.evidence, 4)) for one in report.pairs)


def _left_of(one: MatchedPair, pair: Pair, evidence: Evidence, given: Mapping[Provenance, Bools]) -> MatchedPair:
    """What was found by its meaning has no bits of its own: its passages carry the evidence in equal parts."""
    passages = one.pair.passages
    part = 0.0 if any(passage.bits for passage in passages) else one.pair.bits / max(len(passages), 1)
    known = np.logical_or.reduce(list(given.values()))
    left, lost = [], 0.0
    for passage in passages:
        gone = max(_share_of(known, evidence, *side) for side in (passage.left, passage.right))
        lost += part * gone
        if gone < 1:
            left.append(replace(passage, bits=passage.bits * (1 - gone)))
    loose = one.pair.unplaced_bits - lost if left or not passages else 0.0
    if loose + sum(passage.bits for passage in left) < 0:
        loose = -sum(passage.bits for passage in left)
    line = float(np.inf) if passages and not left else _line(pair)
    return replace(one, pair=FoundPair(one.pair.left, one.pair.right, tuple(left), loose), line=line)


def _line(pair: Pair) -> float:
    """The line of the scan; an old run file may not say it."""
    if pair.threshold is not None and pair.flagged == (pair.evidence >= pair.threshold):
        return pair.threshold
    return 0.0 if pair.flagged else float(np.inf)


def _share_of(known: Bools, evidence: Evidence, start: int, end: int) -> float:
    """Of the tokens of a passage that are not print, as far as there are any, the share that is known."""
    counted = ~(evidence.form[start:end] | evidence.rule[start:end])
    counted = counted if counted.any() else ~counted
    return float(known[start:end][counted].mean()) if end > start else 0.0


def _with_what_is_left(
    report: Report, units: Mapping[str, str], corpus: Corpus, classes: Bytes, pair: Pair, judged: JudgedPair
) -> Pair:
    bits, found = judged.pair.bits, judged.pair
    if bits == pair.evidence:
        return pair
    known = null_among(report.nulls, pair.method, (units[id] for id in pair.ids if id in units))
    expected = max(known.null.expected(bits), pair.expected or 0.0) if known and known.null else None
    return replace(
        pair,
        evidence=bits,
        expected=None if pair.expected is None else expected,
        passages=len(found.passages),
        left_share=covered_share(corpus, classes, found.left, [one.left for one in found.passages]),
        right_share=covered_share(corpus, classes, found.right, [one.right for one in found.passages]),
    )
