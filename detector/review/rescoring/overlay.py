"""What a scan that knows the excluded passages finds, where it differs from what the scan of the run found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from sqlite3 import Connection
from typing import TYPE_CHECKING

from detector.corpus import Provenance
from detector.keeping.reuse import is_of_this_program
from detector.matches import Cluster, Side
from detector.report import Report
from detector.review.index import Index, PairRow, SubmissionRow, pairs_where, strongest
from detector.review.rescoring.spans import places_of, seeds_of
from detector.review.rescoring.stored import StoredText, reader
from detector.review.standing import Standings
from detector.storage.decode import read_report
from detector.storage.digest import FOUND_UNDER
from detector.storage.exclusions import ALLOWED, FORM, Exclusion
from detector.writers.questions import plain_words

if TYPE_CHECKING:
    from detector.exclusions import Known

PRINTED = frozenset({"form", "rule"})
# Of a submission, what an exclusion may change.
FIGURES = ("syllables", "shares", "own_shares", "findings", "cluster", "measures")
# As what a scan is given the words; what somebody allowed is like wording that many have.
_CLASSES = {FORM: Provenance.FORM, "rule": Provenance.RULE}


@dataclass(frozen=True)
class Overlay:
    """Changed figures by row, and where the excluded passages stand.

    Attributes:
        places: by exclusion row.
        spans: by document row: (start, end, kind), sorted.
        groups: all there are now, by id; None: those of the scan.
        repeatable: see `detector.exclusions.is_repeatable`; None where nobody had to know.
        gone_texts: ids of the texts of many that are none any more.
    """

    outcomes: Mapping[int, SubmissionRow] = field(default_factory=dict)
    pairs: Mapping[int, PairRow] = field(default_factory=dict)
    places: Mapping[int, Sequence[Side]] = field(default_factory=dict)
    spans: Mapping[int, Sequence[tuple[int, int, str]]] = field(default_factory=dict)
    groups: Mapping[str, Cluster] | None = None
    repeatable: bool | None = None
    gone_texts: frozenset[str] = frozenset()


def build_overlay(
    connection: Connection, index: Index, standings: Standings, exclusions: Iterable[Exclusion], known: Overlay
) -> Overlay:
    """As long as the analysis of the scan took; for the first exclusion twice so where an earlier version made the run.

    `known` is what was worked out for this scan before: where its exclusions stand need not be looked for again.
    """
    from detector.exclusions import analysed_again, is_repeatable, judged_without  # a second, for the first exclusion

    # Every text that has the passage, read once: the words of all of them are shared strings.
    read = reader(connection, index.rows, kept=None)
    exclusions = list(exclusions)
    places = {
        one.row: known.places.get(one.row) or places_of(connection, index, seeds_of(one, standings, read), read)
        for one in exclusions
    }
    spans = _painted(index, places, exclusions)
    if not spans:
        return Overlay(places=places, repeatable=known.repeatable)
    report = read_report(connection)
    repeatable = known.repeatable
    if repeatable is None:
        repeatable = is_of_this_program(index.meta.get(FOUND_UNDER, "")) or is_repeatable(report)
    words = list(_known(exclusions, places))
    again = analysed_again(report, words) if repeatable else judged_without(report, words)
    touched = None if repeatable else frozenset(spans)
    pairs = dict(_changed_pairs(connection, index, again, touched))
    spans |= dict(_counted(index, again, spans)) if repeatable else {}
    outcomes = dict(_changed_outcomes(connection, index, again, pairs, spans, repeatable))
    groups = {one.id: replace(one, core="") for one in again.clusters} if repeatable else None
    gone = frozenset(_gone_texts(index, again)) if repeatable else frozenset[str]()
    return Overlay(outcomes, pairs, places, spans, groups, repeatable, gone)


def _painted(
    index: Index, places: Mapping[int, Sequence[Side]], exclusions: Iterable[Exclusion]
) -> dict[int, list[tuple[int, int, str]]]:
    """The excluded spans of each document: (start, end, kind), sorted."""
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for exclusion in exclusions:
        for place in places.get(exclusion.row, ()):
            spans[index.rows[place.id]].append((place.start, place.end, exclusion.effect))
    return {row: sorted(found) for row, found in spans.items()}


def _counted(
    index: Index, again: Report, spans: Mapping[int, Sequence[tuple[int, int, str]]]
) -> Iterator[tuple[int, list[tuple[int, int, str]]]]:
    """What of the spans no longer counts: of a copy that was edited, the sentences that are near enough."""
    for one in again.submissions:
        if found := spans.get(index.rows[one.id]):
            known = [mark for mark in one.marks if mark.kind in (*PRINTED, "common")]
            pieces = [
                (max(start, mark.start), min(end, mark.end), effect)
                for start, end, effect in found
                for mark in known
                if mark.start < end and start < mark.end
            ]
            yield index.rows[one.id], pieces


def _known(exclusions: Iterable[Exclusion], places: Mapping[int, Sequence[Side]]) -> Iterator[Known]:
    from detector.exclusions import Known

    for one in exclusions:
        if places[one.row]:
            yield Known(_CLASSES.get(one.kind, Provenance.COMMON), one.text, places[one.row])


def _changed_pairs(
    connection: Connection, index: Index, again: Report, touched: frozenset[int] | None
) -> Iterator[tuple[int, PairRow]]:
    """By their row; of a pair in which nothing is left only its two texts are. None: any may be `touched`."""
    now = {pair.ids: pair for pair in again.pairs}
    for was in pairs_where(connection, index.ids, "1 ORDER BY row"):
        if touched is not None and touched.isdisjoint(was.rows):
            continue
        pair = now.get(was.ids)
        if pair is None:
            none = replace(was, flagged=False, evidence=0.0, left_share=0.0, right_share=0.0, passages=0, cluster=None)
            yield was.row, replace(none, expected=None)
            continue
        if touched is not None and pair.cluster is not None:
            pair = replace(pair, cluster=was.cluster)
        changed = replace(was, **{one.name: getattr(pair, one.name) for one in fields(pair)})
        if changed != was:
            yield was.row, changed


def _changed_outcomes(
    connection: Connection,
    index: Index,
    again: Report,
    pairs: Mapping[int, PairRow],
    spans: Mapping[int, Sequence[tuple[int, int, str]]],
    repeatable: bool,
) -> Iterator[tuple[int, SubmissionRow]]:
    best = strongest((pairs.get(pair.row, pair) for pair in pairs_where(connection, index.ids)), index.texts)
    for submission in again.submissions:
        row = index.rows[submission.id]
        if repeatable or row in spans:
            was = index.outcomes[row]
            kept = {name: getattr(submission, name) for name in FIGURES}
            changed = replace(was, **kept, strongest=best.get(row, 0.0))
            changed = changed if repeatable or changed.cluster is None else replace(changed, cluster=was.cluster)
            if row in spans:
                text = StoredText.of(submission.document.text, submission.marks)
                yield row, _with_allowed(changed, text, spans[row])
            elif changed != was:
                yield row, changed


def _with_allowed(outcome: SubmissionRow, tokens: StoredText, spans: Sequence[tuple[int, int, str]]) -> SubmissionRow:
    """With a share of its own for what somebody allowed; print is nobody's, allowed or not."""
    classes = list(tokens.classes)
    for start, end, effect in spans:
        for at in tokens.inside(start, end):
            if effect == ALLOWED and classes[at] not in PRINTED:
                classes[at] = ALLOWED
    counts = dict.fromkeys((*outcome.shares, ALLOWED), 0) | Counter(classes)
    personal = sum(count for kind, count in counts.items() if kind not in PRINTED)
    return replace(
        outcome,
        shares={kind: count / max(len(classes), 1) for kind, count in counts.items()},
        own_shares=None
        if outcome.own_shares is None
        else {kind: 0.0 if kind in PRINTED else count / max(personal, 1) for kind, count in counts.items()},
    )


def _gone_texts(index: Index, again: Report) -> Iterator[str]:
    """Those of which no part is told any more."""
    told = [plain_words(one.text) for one in again.shared_texts]
    for one in index.shared:
        words = plain_words(one.text)
        if not any(left in words or words in left for left in told):
            yield one.id
