"""A unit on one page, the way a provincial report sums it up: shares of the ratings in per cent, medians, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

from detector.findings import FLAG_LABELS
from detector.language import number, percent, translator
from detector.matches import Passage, Side
from detector.report import Mark, Report, Submission
from detector.signals.family import measure_lines
from detector.submissions import SpreadPassage, UnitSummary
from detector.wording.labels import CLASS_LABELS, RATING_LABELS, label

RATINGS = ("excellent", "good", "completed", "not_completed")
MAX_PASSAGES = 10
_SAME_START = 60


def unit_summary(report: Report, *, passages: int = MAX_PASSAGES) -> UnitSummary:
    """The figures of a report; linear in its submissions and passages."""
    ratings = Counter(row.document.self_rating for row in report.submissions if row.document.self_rating in RATINGS)
    counts = {rating: ratings[rating] for rating in RATINGS}
    rated, ids = sum(counts.values()), {row.id for row in report.submissions}
    return UnitSummary(
        submissions=len(report.submissions),
        skipped=len(report.skipped),
        ratings=counts,
        rating_shares={name: count / rated for name, count in counts.items()} if rated else {},
        shares=_medians(row.own_shares for row in report.submissions if row.own_shares),
        measures=_medians(row.measures for row in report.submissions),
        flags=_flags(report.submissions),
        pairs=sum(pair.left_id in ids and pair.right_id in ids for pair in report.pairs.flagged()),
        spread_passages=tuple(_most_spread(report, passages)),
    )


def unit_lines(summary: UnitSummary, lang: str = "vi") -> list[tuple[str, str, str]]:
    """(part, label, figure) of a unit's page: ratings in per cent, flags, medians."""
    _ = translator(lang).gettext
    unit, ratings, flags, medians = _("Unit"), _("Self-rating"), _("To look at"), _("Median")
    rows = [
        (unit, _("Submissions"), number(summary.submissions, 0, lang)),
        (unit, _("Pairs with passages shared with few others"), number(summary.pairs, 0, lang)),
    ]
    for code, share in summary.rating_shares.items():
        figure = f"{percent(share, lang, 1)} ({number(summary.ratings[code], 0, lang)})"
        rows.append((ratings, label(RATING_LABELS, code, lang), figure))
    rows += [(flags, label(FLAG_LABELS, code, lang), number(n, 0, lang)) for code, n in summary.flags.items()]
    rows += [
        (medians, label(CLASS_LABELS, code, lang), percent(share, lang))
        for code, share in summary.shares.items()
        if code not in ("form", "rule")
    ]
    rows += [(medians, words, figure) for _, words, figure in measure_lines(summary.measures, lang)]
    return rows


def _medians(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, []).append(value)
    return {name: float(median(column)) for name, column in values.items()}


def _flags(submissions: Iterable[Submission]) -> dict[str, int]:
    """The most frequent first."""
    counts = Counter(flag for row in submissions for flag in dict.fromkeys(row.flags))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _most_spread(report: Report, limit: int) -> list[SpreadPassage]:
    """One of each passage: what begins alike, or overlaps one already taken, is the same one again."""
    texts = {row.id: row.document.text for row in report.submissions}
    taken: dict[str, list[tuple[int, int]]] = {}
    found: dict[str, SpreadPassage] = {}
    for passage in _by_spread(report):
        if len(found) == limit:
            break
        if not _is_taken(passage, taken):
            quoted = _quoted(texts, passage)
            found.setdefault(" ".join(quoted.text.split())[:_SAME_START].casefold(), quoted)
        for side in (passage.left, passage.right):
            taken.setdefault(side.id, []).append((side.start, side.end))
    return list(found.values())


def _by_spread(report: Report) -> list[Passage]:
    """Passages of flagged pairs that are mostly evidence, not rule or common wording; the most spread first."""
    flagged = {pair.ids for pair in report.pairs if pair.flagged and not pair.method.is_rewritten}
    marks = {row.id: row.marks for row in report.submissions}
    shared = [
        p
        for p in report.passages
        if p.kind == "shared" and p.ids in flagged and _mostly_shared(p.left, marks[p.left.id])
    ]
    return sorted(shared, key=lambda p: (-p.spread, -(p.left.end - p.left.start), p.left.id, p.left.start, p.right.id))


def _mostly_shared(side: Side, marks: Iterable[Mark]) -> bool:
    inside = sum(max(0, min(m.end, side.end) - max(m.start, side.start)) for m in marks if m.kind == "shared")
    return 2 * inside >= side.end - side.start


def _is_taken(passage: Passage, taken: Mapping[str, list[tuple[int, int]]]) -> bool:
    return any(
        start < side.end and side.start < end
        for side in (passage.left, passage.right)
        for start, end in taken.get(side.id, ())
    )


def _quoted(texts: Mapping[str, str], passage: Passage) -> SpreadPassage:
    left = passage.left
    return SpreadPassage(texts[left.id][left.start : left.end], passage.spread, left.id)
