"""The decision log of a run for programs: what people concluded, by the ids of the report, and how to record more.

The review page writes the same log. It is append-only: who thinks again appends a row; the last one of each reviewer
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from detector.checks import run_folder
from detector.errors import InputError
from detector.language import N_
from detector.review.index import DocumentRow, read_index
from detector.review.readings import kappa
from detector.review.standing import Standings
from detector.review.words import DECISION_LABELS, POSTPONED, REASON_LABELS
from detector.storage.connection import open_run, read_run
from detector.storage.decisions import UNSEEN, Decision, Subject, append_decision, decisions_after

_CODES = tuple(code for code in DECISION_LABELS if code != UNSEEN)


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A row of the log. ``pandas.DataFrame(detector.decisions(run))`` has a column for each attribute.

    Attributes:
        row, at: from 1 on; UTC, ISO 8601.
        about: ``pair``, ``person``, or ``shared_text`` for a person's part in a text of many; "" where the run has the
            texts no longer.
        left_id, right_id: of the texts of this run; `right_id` is None unless it is about a pair.
        decision: ``no_issue``, ``rewrite``, ``add_figures``, ``talk``, ``refer``, ``not_enough``, ``later``,
            ``awaiting``, or ``unseen`` where it takes an earlier one back.
        reason: a code, "" where none was given.
        stands: it is this reviewer's last about these texts, and no ``unseen``.
    """

    row: int
    at: str
    reviewer: str
    about: str
    left_id: str | None
    right_id: str | None
    decision: str
    reason: str
    note: str
    stands: bool


def decisions(run: str | Path) -> list[LoggedDecision]:
    """The decision log of a RUN folder, oldest first. Raises `RunFileError`, `InputError`."""
    with read_run(run_folder(run)) as connection:
        standings, log = _standings(connection), list(decisions_after(connection))
    about = {one.row: standings.rows_of(one) for one in log}
    last = {(about[one.row], one.reviewer): one.row for one in log}
    return [
        LoggedDecision(
            one.row,
            one.at,
            one.reviewer,
            *_about(standings.texts, about[one.row]),
            one.decision,
            one.reason,
            one.note,
            stands=one.decision != UNSEEN and last[about[one.row], one.reviewer] == one.row,
        )
        for one in log
    ]


def decide(
    run: str | Path,
    reviewer: str,
    decision: str,
    left_id: str,
    right_id: str | None = None,
    *,
    reason: str = "",
    note: str = "",
) -> int:
    """Appends a conclusion about a pair, or a person, to the log of a RUN folder, as the review page does.

    For readings that were made elsewhere, say in a spreadsheet. Returns the number of the row. Raises `InputError` for
    an id that the run has not and for a code of none; see `LoggedDecision`.
    """
    _check("reviewer", reviewer, ())
    _check("decision", decision, _CODES)
    if reason:
        _check("reason", reason, tuple(REASON_LABELS))
    if right_id is not None and left_id == right_id:
        raise InputError(N_("right_id: expected another text than left_id. Leave it out to decide on a person."))
    with open_run(run_folder(run)) as connection:
        texts = {text.id: text for text in read_index(connection).texts}
        left, right = _subject(texts, left_id), None if right_id is None else _subject(texts, right_id)
        return append_decision(connection, Decision(reviewer.strip(), left, right, decision, reason, note))


def agreement(log: Sequence[LoggedDecision], first: str, second: str) -> float | None:
    """Cohen's kappa (1960) of two reviewers over what both concluded; None where it is not defined.

    1 for full agreement, 0 for what chance alone gives. What was only put off counts as no conclusion.
    """
    said: dict[str, dict[tuple[str | None, ...], str]] = {first: {}, second: {}}
    for one in log:
        if one.stands and one.reviewer in said and one.decision not in POSTPONED and one.about:
            said[one.reviewer][one.about, one.left_id, one.right_id] = one.decision
    return kappa([(code, said[second][key]) for key, code in said[first].items() if key in said[second]])


def _standings(connection: Connection) -> Standings:
    index = read_index(connection)
    found = Standings(index.texts, index.shared)
    found.learn(decisions_after(connection))
    return found


def _about(texts: Sequence[DocumentRow], rows: tuple[int, ...] | None) -> tuple[str, str | None, str | None]:
    if rows is None:
        return "", None, None
    ids = sorted(texts[row].id for row in rows if row >= 0)
    if len(ids) == 2:
        return "pair", ids[0], ids[1]
    return "person" if len(rows) == 1 else "shared_text", ids[0], None


def _subject(texts: dict[str, DocumentRow], id: str) -> Subject:
    if not isinstance(id, str) or id not in texts:
        words = N_("{id}: no such text in this run. `report.documents()` has their ids.")
        raise InputError(words.format(id=repr(id)[:80]))
    return Subject(texts[id].subject, texts[id].key)


def _check(name: str, value: object, codes: Sequence[str]) -> None:
    if not isinstance(value, str) or not value.strip():
        words = N_("{name}: expected a str with letters, got {given}.")
        raise InputError(words.format(name=name, given=repr(value)[:80]))
    if codes and value not in codes:
        words = N_("{name}: expected one of {codes}, got {given}.")
        raise InputError(words.format(name=name, codes=", ".join(codes), given=repr(value)[:80]))
