"""A sweep in words and columns for a terminal, and what it suggests for this unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detector.evaluation.sweep import Point, Sweep
from detector.language import number, percent, translator

MIN_JUDGED = 10  # fewer judged pairs say little about a threshold
_MAJORITY = 0.5


def format_sweep(sweep: Sweep, lang: str = "vi") -> str:
    """Two tables (without labels and decisions only the number of pairs), then the suggestions."""
    _ = translator(lang).gettext
    tables = (
        (_("THRESHOLD IN BITS OF EVIDENCE (pair_min_bits)"), sweep.by_bits),
        (_("THRESHOLD IN CHANCE PAIRS EXPECTED (expected_false_pairs)"), sweep.by_expected),
    )
    blocks = [[title, *_table(points, sweep, lang)] for title, points in tables]
    blocks.append([_("SUGGESTION"), *(f"  {line}" for line in suggestions(sweep, lang))])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def suggestions(sweep: Sweep, lang: str = "vi") -> list[str]:
    """Sentences about this unit: does anything stand out, how clear is the line, what would another line change."""
    return [*_organiser(sweep, lang), *_line(sweep, lang), *_judged(sweep, lang)]


def _table(points: Sequence[Point], sweep: Sweep, lang: str) -> Iterator[str]:
    _, known = translator(lang).gettext, sweep.truth.source != "none"
    header = [_("threshold"), _("pairs")]
    header += [_("right"), _("wrong"), _("precision"), _("recall")] if known else []
    rows = [header, *(_cells(point, known, lang) for point in points)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _cells(point: Point, known: bool, lang: str) -> list[str]:
    digits = 0 if point.threshold >= 1 else len(f"{point.threshold:.10f}".rstrip("0").split(".")[1])
    cells = [number(point.threshold, digits, lang), number(point.flagged, 0, lang)]
    if known:
        cells += [str(point.right), str(point.wrong), number(point.precision, 3, lang), number(point.recall, 3, lang)]
    return cells


def _organiser(sweep: Sweep, lang: str) -> list[str]:
    if sweep.largest_share < _MAJORITY:
        return []
    words = translator(lang).gettext(
        "{share} of the submissions are in one group: ask first what text was handed out; no threshold changes that."
    )
    return [words.format(share=percent(sweep.largest_share, lang))]


def _line(sweep: Sweep, lang: str) -> list[str]:
    _ = translator(lang).gettext
    if sweep.strongest is None:
        return [_("Nothing stands out here: no two texts share a passage that is rare enough to show.")]
    if not sweep.at_run.flagged:
        words = _("Nothing stands out here: the strongest pair has {bits} bits; chance makes {expected} such pairs.")
        expected = "?" if sweep.expected_of_strongest is None else _expected(sweep.expected_of_strongest, lang)
        return [words.format(bits=number(sweep.strongest, 0, lang), expected=expected)]
    if sweep.weakest_above is None:
        return [_("All that stands out was found by meaning, by clauses or as equal texts: no threshold changes that.")]
    low, high = sweep.strongest_below or 0.0, sweep.weakest_above
    if high >= 2 * max(low, 1.0):
        words = _("The line is clear: no pair has between {low} and {high} bits; any threshold between gives the same.")
    else:
        words = _("There is no clear line: pairs lie at {low} and {high} bits on its two sides. Look at both.")
    return [words.format(low=number(low, 0, lang), high=number(high, 0, lang))]


def _judged(sweep: Sweep, lang: str) -> list[str]:
    _, truth = translator(lang).gettext, sweep.truth
    judged = len(truth.related) + len(truth.unrelated)
    if truth.source == "none":
        return [_("No labels and no recorded decisions: precision and recall are not known.")]
    if judged < MIN_JUDGED:
        words = _("Only {n} pairs are judged; fewer than {minimum} say little about a threshold.")
        return [words.format(n=judged, minimum=MIN_JUDGED)]
    best = _best(sweep)
    if (best.right, best.wrong) == (sweep.at_run.right, sweep.at_run.wrong):
        words = _("The threshold of the run is as good as any: {right} right pairs, {wrong} wrong ones.")
    else:
        words = _(
            "With pair_min_bits = {bits}: {right} right pairs, {wrong} wrong ones; now {now_right} and {now_wrong}."
        )
    return [
        words.format(
            bits=number(best.threshold, 0, lang),
            right=best.right,
            wrong=best.wrong,
            now_right=sweep.at_run.right,
            now_wrong=sweep.at_run.wrong,
        )
    ]


def _best(sweep: Sweep) -> Point:
    """Fewest wrong pairs, then most right ones; the run's own if nothing is better."""
    candidates = (sweep.at_run, *sweep.by_bits)
    return min(candidates, key=lambda point: (point.wrong, -point.right))


def _expected(value: float, lang: str) -> str:
    return number(value, 0 if value >= 10 else 2 if value >= 0.01 else 4, lang)
