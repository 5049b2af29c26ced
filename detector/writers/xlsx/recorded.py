"""Sheets of what people recorded: the log of decisions, and the passages set aside."""

from __future__ import annotations

from typing import Any

from detector.wording import N_
from detector.writers.decided import About, LogLine, Recorded, SetAside
from detector.writers.xlsx.sheets import Column, Look, Sheet, Words


def recorded_sheets(recorded: Recorded) -> list[Sheet[Any]]:
    """Both, also where they are empty: that nothing was decided is an answer."""
    return [
        Sheet(N_("Decisions"), _LOG, recorded.log),
        Sheet(N_("Exclusions"), _SET_ASIDE, recorded.set_aside),
    ]


def _who(about: About, words: Words) -> str:
    return " – ".join(map(words.person, about)) or words.say(_NOT_HERE)


def _stands(about: About, words: Words) -> str:
    return words.decision(*about) if about else ""


_NOT_HERE = N_("not in this scan")

_LOG: list[Column[tuple[About, LogLine]]] = [
    Column(N_("When"), lambda row, _: row[1].when, width=17),
    Column(N_("Reviewer"), lambda row, _: row[1].reviewer, width=24),
    Column(N_("About"), lambda row, words: _who(row[0], words), Look.LONG, 48),
    Column(N_("Decision"), lambda row, _: row[1].decision, width=28),
    Column(N_("Reason"), lambda row, _: row[1].reason, Look.LONG, 34),
    Column(N_("Note"), lambda row, _: row[1].note, Look.LONG, 50),
    Column(N_("The writer's explanation"), lambda row, _: row[1].explanation, Look.LONG, 50),
    Column(N_("What stands now"), lambda row, words: _stands(row[0], words), width=28),
    Column(N_("Texts"), lambda row, _: "; ".join(row[0]), Look.LONG, 40),
]

_SET_ASIDE: list[Column[SetAside]] = [
    Column(N_("Passage"), lambda row, _: row.words, Look.LONG, 80),
    Column(N_("As"), lambda row, _: row.kind, width=18),
    Column(N_("Submissions"), lambda row, _: row.submissions, Look.COUNT, 12),
    Column(N_("Reason"), lambda row, _: row.note, Look.LONG, 50),
    Column(N_("When"), lambda row, _: row.when, width=17),
    Column(N_("Reviewer"), lambda row, _: row.reviewer, width=24),
    Column(N_("Undone"), lambda row, _: row.taken_back, width=34),
]
