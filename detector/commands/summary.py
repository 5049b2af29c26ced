"""The six lines that a scan prints, and more for shared texts, units, hidden words, answers, limits that were met."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from detector.documents import NO_SUBMISSION
from detector.language import number, translated, translator
from detector.report import Report
from detector.run_folder import REPORT_PAGE
from detector.sheets import SheetState
from detector.wording import SCAN_NOTE_LABELS, SKIP_LABELS, STAGE_LABELS, label
from detector.writers.questions import SharedAnswer, shared_answers

_LIMITS = frozenset({"selection", "meaning_too_few", "meaning_left_out"})


def summary_lines(report: Report, run: Path, lang: str) -> list[str]:
    """What was read, flagged and grouped, and where to look."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    count = report.submissions_read
    left_out = sum(file.reason in NO_SUBMISSION for file in report.skipped)
    flagged = report.pairs.flagged()
    boilerplate = sum("boilerplate" in row.flags for row in report.submissions)
    little = sum("not_enough_text" in row.flags for row in report.submissions)
    people = sum("shared" in row.flags for row in report.submissions)
    hidden = sum("hidden_words" in row.flags for row in report.submissions)
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
        *_shared_texts(report, lang),
        *_sheets(report, lang),
        _("Little but form, rule and common wording: {n}").format(n=number(boilerplate, 0, lang)),
        _("Not enough text to judge: {n}").format(n=number(little, 0, lang)),
        *([_("Hidden words in the file: {n}").format(n=number(hidden, 0, lang))] if hidden else []),
        *_units(report, lang),
        *([_("The same texts as in the last scan: its results were taken over.")] if report.taken_over else []),
        *column_lines(report.scan_notes, lang),
        *limit_lines(report.scan_notes, lang),
        *question_lines(report, lang),
        _("Report: {path}").format(path=run / REPORT_PAGE),
    ]


def summary_record(report: Report, run: Path) -> dict[str, object]:
    """The same for programs, with seconds by stage."""
    kinds = Counter(kind for row in report.submissions for kind in dict.fromkeys(row.flags))
    return {
        "run": str(run),
        "report": str(run / REPORT_PAGE),
        "submissions": report.submissions_read,
        "submissions_kept": len(report.submissions),
        "other_texts": len(report.others),
        "skipped": len(report.skipped),
        "pairs_flagged": len(report.pairs.flagged()),
        "clusters": len(report.clusters),
        "shared_texts": len(report.shared_texts),
        "submissions_by_finding": dict(sorted(kinds.items())),
        "units": len(report.units),
        "taken_over": report.taken_over,
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.timings.items()},
    }


def has_findings(report: Report) -> bool:
    """Whether anything is to be looked at: a pair, a group, a submission."""
    return bool(report.pairs.flagged()) or any(row.findings for row in report.submissions)


def verbose_lines(report: Report, lang: str) -> Iterator[str]:
    """What `-v` adds: every file that was not read, and the seconds of each stage."""
    for file in report.skipped:
        yield f"{file.path}: {label(SKIP_LABELS, file.reason, lang)}. {translated(file.detail, lang)}"
    for stage, seconds in report.timings.items():
        yield f"{label(STAGE_LABELS, stage, lang)}: {number(seconds, 2, lang)} s"


@dataclass(frozen=True, slots=True)
class Told:
    """How a scan tells what it found: nothing, a summary, more, or JSON; and whether findings are a status."""

    lang: str
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    fail_on_findings: bool = False

    def stage(self, name: str) -> str:
        """What a stage of the scan is called beside its bar."""
        return label(STAGE_LABELS, name, self.lang)

    def end(self, report: Report, run: Path) -> None:
        """Prints it; ends the command with status 3 where findings are to fail it."""
        if self.verbose:
            click.echo("\n".join(verbose_lines(report, self.lang)), err=True)
        if self.as_json:
            click.echo(json.dumps(summary_record(report, run), ensure_ascii=False))
        elif not self.quiet:
            click.echo("\n".join(summary_lines(report, run, self.lang)))
        if self.fail_on_findings and has_findings(report):
            click.get_current_context().exit(3)


def column_lines(notes: Iterable[tuple[str, str]], lang: str) -> list[str]:
    """The columns taken of each list of answers."""
    words = translator(lang).gettext("Columns taken of {list}")
    return [words.format(list=detail) for code, detail in notes if code == "answers_columns"]


def limit_lines(notes: Iterable[tuple[str, str]], lang: str) -> list[str]:
    """What was asked for and could not be done, or not for all."""
    return [
        label(SCAN_NOTE_LABELS, code, lang) + (f" ({detail})." if code == "selection" else ".")
        for code, detail in notes
        if code in _LIMITS
    ]


def _shared_texts(report: Report, lang: str) -> list[str]:
    """How many texts many people have, where there are any."""
    if not report.shared_texts:
        return []
    words = translator(lang).gettext("Texts that many people have, each told once: {n}")
    return [words.format(n=number(len(report.shared_texts), 0, lang))]


def _sheets(report: Report, lang: str) -> list[str]:
    """How many sheets of months or quarters were new, where there are any."""
    handed_in = [one for one in report.sheets if one.state not in (SheetState.MISSING, SheetState.EARLIER)]
    if not handed_in:
        return []
    new = sum(one.state is SheetState.NEW for one in handed_in)
    words = translator(lang).gettext("People over time: {people} people, {sheets} sheets, {new} of them new")
    people = len({one.person for one in handed_in})
    counts = {"people": people, "sheets": len(handed_in), "new": new}
    return [words.format(**{name: number(count, 0, lang) for name, count in counts.items()})]


def question_lines(report: Report, lang: str) -> list[str]:
    """Of a list of answers, for each question the text that most people have there."""
    _ = translator(lang).gettext
    most: dict[str, SharedAnswer] = {}
    for one in shared_answers(report):
        most.setdefault(one.question, one)
    return [
        _("{question}: {people} of {answered} people have one text: {text}").format(
            question=_short(one.question, 40),
            people=number(len(one.people), 0, lang),
            answered=number(one.answered, 0, lang),
            text=_short(one.text, 60),
        )
        for one in most.values()
    ]


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rstrip() + "…"


def _units(report: Report, lang: str) -> list[str]:
    """How many units there are, and how many pairs lie between them."""
    if not report.units:
        return []
    words = translator(lang).gettext("Units: {units} · pairs between units: {pairs}")
    pairs = sum(unit.pairs_across for unit in report.units) // 2
    return [words.format(units=number(len(report.units), 0, lang), pairs=number(pairs, 0, lang))]
