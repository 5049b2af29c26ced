"""What people recorded about a run, for the writers: decisions in words, the report after passages were set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from sqlite3 import Connection

from detector import wording
from detector.language import date_text, translator
from detector.matches import Passage
from detector.report import Pairs, Report, Submission, Table
from detector.review import words
from detector.review.render import moment
from detector.review.rescoring.overlay import FIGURES
from detector.review.state import RunState, View
from detector.storage import chain
from detector.storage.connection import read_run
from detector.storage.decisions import Decision, decisions_after
from detector.storage.decode import read_report
from detector.storage.exclusions import Exclusion
from detector.storage.runfile import require_whole, told_damage
from detector.writers.decided import About, LogLine, Recorded, SetAside


def recorded_run(run: Path, lang: str) -> tuple[Report, Recorded]:
    """All of a run as its review left it. Reads all texts. Raises `RunFileError`."""
    with read_run(run) as connection:
        require_whole(connection, run)
    state = RunState(run)
    with state.connect() as connection, told_damage(run):
        view = state.view(connection)
        return reviewed_report(view, read_report(connection)), recorded(connection, view, lang)


def recorded(connection: Connection, view: View, lang: str) -> Recorded:
    """The whole log in words."""
    return Recorded(
        log_state=chain.state(connection),
        scanned=moment(view.index.meta["scanned"], lang),
        log=[
            (_about(view, one), _line(view, one, lang))
            for one in decisions_after(connection)
            if view.standings.sees(one)
        ],
        standing={
            _ids(view, rows): standing_words(one.decision.decision, one.changed, lang, one.decision.due)
            for rows, one in view.standings.all_standing()
            if min(rows) >= 0
        },
        set_aside=list(_set_aside(view, lang)),
    )


def _about(view: View, decision: Decision) -> About:
    rows = view.standings.rows_of(decision)
    return _ids(view, rows) if rows else ()


def _ids(view: View, rows: Sequence[int]) -> About:
    """Of a shared text the person alone: the line says which text."""
    return tuple(sorted(view.text(row).id for row in rows if row >= 0))


def standing_words(decision: str, changed: bool, lang: str, due: str = "") -> str:
    """A decision that stands, with the day until which an explanation is awaited and whether a text changed since."""
    _ = translator(lang).gettext
    said = wording.label(words.DECISION_LABELS, decision, lang)
    if due:
        said = f"{said} ({_('until {day}').format(day=date_text(date.fromisoformat(due), lang))})"
    return f"{said} ({_('text changed')})" if changed else said


def _line(view: View, decision: Decision, lang: str) -> LogLine:
    said = wording.label(words.DECISION_LABELS, decision.decision, lang)
    if decision.due:
        said = standing_words(decision.decision, False, lang, decision.due)
    rows = view.standings.rows_of(decision) or (0,)
    if rows[0] < 0:
        text = translator(lang).gettext("Text of many {id}").format(id=view.index.shared[-1 - rows[0]].id)
        said = f"{said} ({text})"
    if decision.undoes is not None:
        said = f"{said} ({translator(lang).gettext('undone')})"
    return LogLine(
        when=moment(decision.at, lang),
        reviewer=decision.reviewer,
        decision=said,
        reason=wording.label(words.REASON_LABELS, decision.reason, lang) if decision.reason else "",
        note=decision.note,
        explanation=decision.explanation,
    )


def _set_aside(view: View, lang: str) -> Iterator[SetAside]:
    back = {one.undoes: one for one in view.ledger if one.undoes is not None}
    for one in view.ledger:
        if one.undoes is None:
            taken = back.get(one.row)
            yield SetAside(
                kind=wording.label(words.EXCLUSION_LABELS, one.kind, lang),
                reviewer=one.reviewer,
                when=moment(one.at, lang),
                note=one.note,
                words=one.text,
                submissions=len({place.id for place in view.overlay.places.get(one.row, ())}),
                taken_back=_who_when(taken, lang) if taken else "",
            )


def _who_when(exclusion: Exclusion, lang: str) -> str:
    return f"{exclusion.reviewer}, {moment(exclusion.at, lang)}"


def reviewed_report(view: View, report: Report) -> Report:
    """The report with the figures after passages were set aside; marks stay as the scan painted them."""
    if not view.overlay.spans:
        return report
    changed = {pair.ids: pair for pair in view.overlay.pairs.values()}
    pairs = [changed[ids].pair() if (ids := one.ids) in changed else one for one in report.pairs]
    flagged = {pair.ids for pair in pairs if pair.flagged}
    return replace(
        report,
        submissions=Table([_submission(view, row) for row in report.submissions]),
        pairs=Pairs(sorted(pairs, key=lambda pair: -pair.evidence)),
        passages=Table(
            [replace(one, flagged=one.ids in flagged) for one in report.passages if not is_set_aside(view, one)]
        ),
    )


def _submission(view: View, row: Submission) -> Submission:
    outcome = view.overlay.outcomes.get(view.index.rows[row.id])
    return row if outcome is None else replace(row, **{name: getattr(outcome, name) for name in FIGURES})


def is_set_aside(view: View, passage: Passage) -> bool:
    """Whether one of its sides lies inside what was set aside."""
    return any(
        start <= side.start and side.end <= end
        for side in (passage.left, passage.right)
        for start, end, _ in view.overlay.spans.get(view.index.rows[side.id], ())
    )
