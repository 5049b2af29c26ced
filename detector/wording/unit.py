"""A unit on one page, in words."""

from __future__ import annotations

from detector.language import number, percent, translator
from detector.submissions import UnitSummary
from detector.wording.labels import CLASS_LABELS, FLAG_LABELS, MEASURE_LABELS, RATING_LABELS, label, measure_text


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
    known = [name for name in MEASURE_LABELS if name in summary.measures]
    rows += [(medians, label(MEASURE_LABELS, n, lang), measure_text(n, summary.measures[n], lang)) for n in known]
    return rows
