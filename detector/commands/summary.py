"""The six lines that a scan prints, one more for a scan of several units, and one where nothing had to be done."""

from __future__ import annotations

from pathlib import Path

from detector.documents import NO_SUBMISSION
from detector.language import number, translator
from detector.report import Report


def summary_lines(report: Report, run: Path, lang: str) -> list[str]:
    """What was read, flagged and grouped, and where to look."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    count = len(report.submissions)
    left_out = sum(file.reason in NO_SUBMISSION for file in report.skipped)
    flagged = report.pairs.flagged()
    boilerplate = sum("boilerplate" in row.flags for row in report.submissions)
    little = sum("not_enough_text" in row.flags for row in report.submissions)
    people = sum("shared" in row.flags for row in report.submissions)
    groups = sum(len(cluster.members) >= report.settings.cluster_min_members for cluster in report.clusters)
    return [
        ngettext("Read: {n} submission", "Read: {n} submissions", count).format(n=number(count, 0, lang))
        + " · "
        + _("not read: {n}").format(n=number(len(report.skipped) - left_out, 0, lang))
        + (" · " + _("no submissions: {n}").format(n=number(left_out, 0, lang)) if left_out else ""),
        _("Passages shared with few others: {pairs} pairs, {people} submissions").format(
            pairs=number(len(flagged), 0, lang), people=number(people, 0, lang)
        ),
        _("Groups of three and more that share text: {n}").format(n=number(groups, 0, lang)),
        _("Little but form, rule and common wording: {n}").format(n=number(boilerplate, 0, lang)),
        _("Not enough text to judge: {n}").format(n=number(little, 0, lang)),
        *_units(report, lang),
        *([_("The same texts as in the last scan: its results were taken over.")] if report.taken_over else []),
        _("Report: {path}").format(path=run / "report.html"),
    ]


def _units(report: Report, lang: str) -> list[str]:
    """How many units there are, and how many pairs lie between them."""
    if not report.units:
        return []
    words = translator(lang).gettext("Units: {units} · pairs between units: {pairs}")
    pairs = sum(unit.pairs_across for unit in report.units) // 2
    return [words.format(units=number(len(report.units), 0, lang), pairs=number(pairs, 0, lang))]
