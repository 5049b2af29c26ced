"""The sheets of the workbook, one question each, and what stands in their columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from detector import __version__
from detector.findings import FLAG_LABELS, finding_sentence
from detector.language import translated
from detector.matches import Cluster, Pair, Passage, SharedText
from detector.records import SHARE_KEYS
from detector.report import LearntLine, Report, Submission
from detector.wording import (
    CLASS_LABELS,
    CLUSTER_LABELS,
    N_,
    OUTCOME_LABELS,
    OUTCOME_REMEDIES,
    RATING_LABELS,
    ROLE_LABELS,
    SCAN_NOTE_LABELS,
    SETTING_LABELS,
    SKIP_LABELS,
    SKIP_REMEDIES,
    note_words,
    period_words,
    scan_note_detail,
)
from detector.wording.settings import setting_text
from detector.writers.cells import cut
from detector.writers.decided import Recorded
from detector.writers.html.selection import crowds, groups
from detector.writers.outcomes import FileOutcome, file_outcomes, grouped
from detector.writers.questions import SharedAnswer, shared_answers
from detector.writers.xlsx.histories import history_sheets
from detector.writers.xlsx.people import time_sheets
from detector.writers.xlsx.recorded import recorded_sheets
from detector.writers.xlsx.sheets import QUOTE_CHARACTERS, Cell, Column, Look, Sheet, Words
from detector.writers.xlsx.units import unit_columns, unit_sheets

READ_LABELS = {"read": N_("read"), "partly": N_("partly read"), "not_read": N_("not read")}
FLAGGED_LABELS = {"yes": N_("yes"), "no": N_("no")}
OWN_LABELS = {
    "common": N_("without the form: common wording"),
    "reference": N_("without the form: known sample"),
    "previous": N_("without the form: earlier text"),
    "shared": N_("without the form: shared passages"),
    "own": N_("without the form: own writing"),
}


@dataclass(frozen=True, slots=True)
class _SettingLine:
    """`label` is a message id; `why` is one too, or the detail of the scan's note of the code `note`."""

    label: str
    value: Any
    why: str = ""
    note: str = ""


def sheets(report: Report, recorded: Recorded | None = None) -> list[Sheet[Any]]:
    """All sheets, in reading order; those of the review only with what was recorded."""
    files = file_outcomes(report)
    notes = {start: [one for one in report.scan_notes if one[0].startswith(start)] for start in ("roster_", "answers_")}
    roster = [Sheet(N_("Roster"), _ROSTER, notes["roster_"])] if notes["roster_"] else []
    asked = shared_answers(report)
    answers = [Sheet(N_("Lists of answers"), _ANSWERS, notes["answers_"])] if notes["answers_"] else []
    return [
        Sheet(N_("Reading report"), _OUTCOMES, _outcome_rows(files)),
        Sheet(N_("Files"), _FILES, files),
        *roster,
        *answers,
        *unit_sheets(report),
        Sheet(
            N_("Submissions"), [*_SUBMISSIONS, *_allowed(report), *([_DECIDED] if recorded else [])], report.submissions
        ),
        Sheet(N_("Pairs"), [*_PAIRS, *unit_columns(report), *([_PAIR_DECIDED] if recorded else [])], _pairs(report)),
        Sheet(N_("Shared passages"), _PASSAGES, report.passages),
        Sheet(N_("Texts of many"), _SHARED_TEXTS, report.shared_texts),
        *time_sheets(report),
        Sheet(N_("Groups"), _CLUSTERS, groups(report)),
        *([Sheet(N_("By question"), _QUESTIONS, asked)] if asked else []),
        *(recorded_sheets(recorded) if recorded else []),
        *history_sheets(report),
        Sheet(N_("Learnt form"), _LEARNT_LINES, report.learnt_form),
        Sheet(N_("Settings"), _SETTINGS, _setting_rows(report, recorded)),
    ]


def _outcome_rows(files: list[FileOutcome]) -> list[tuple[str | None, int, int]]:
    """(group, files, texts); the last row, with None, is the sum."""
    groups = grouped(files).items()
    rows = [(group, len(members), sum(file.texts for file in members)) for group, members in groups]
    return [*rows, (None, len(files), sum(file.texts for file in files))]


def _pairs(report: Report) -> list[Pair]:
    """As the report has them; those inside a crowd come last, where whoever is first in it does not fill the list."""
    inside = crowds(report)
    return sorted(report.pairs, key=lambda pair: pair.flagged and pair.cluster in inside)


def _share(key: str) -> Column[Submission]:
    return Column(CLASS_LABELS[key], lambda row, _: float(row.shares.get(key, 0.0)), Look.SHARE, 14)


def _own_share(key: str) -> Column[Submission]:
    """Empty where there is not enough text to judge."""
    return Column(
        OWN_LABELS[key],
        lambda row, _: None if row.own_shares is None else float(row.own_shares.get(key, 0.0)),
        Look.SHARE,
        18,
    )


def _allowed(report: Report) -> list[Column[Submission]]:
    """Only where somebody allowed a passage."""
    column: Column[Submission] = Column(
        N_("excluded as allowed"), lambda row, _: float(row.shares.get("allowed", 0.0)), Look.SHARE, 14
    )
    return [column] if any(row.shares.get("allowed") for row in report.submissions) else []


def _setting_rows(report: Report, recorded: Recorded | None) -> list[_SettingLine]:
    """The version, every setting with its reason, and what the scan noted."""
    state = [_SettingLine(N_("State of the log"), recorded.log_state)] if recorded and recorded.log_state else []
    return [
        _SettingLine(N_("Version of the program"), __version__),
        *state,
        *(
            _SettingLine(SETTING_LABELS[spec.name], getattr(report.settings, spec.name), spec.metadata["why"])
            for spec in fields(report.settings)
        ),
        *(_SettingLine(SCAN_NOTE_LABELS.get(code, code), None, detail, code) for code, detail in report.scan_notes),
    ]


def _reason(row: FileOutcome, words: Words) -> str:
    """Why it was not read, what the reader noticed, and which other file has the same text."""
    noticed = [note_words(note, words.lang) for note in row.remarks]
    details = [translated(detail, words.lang) for detail in row.details]
    same = [words.say(_SAME_AS).format(file=row.same_as)] if row.same_as else []
    return "; ".join(part for part in (words.labels(SKIP_LABELS, row.reasons), *details, *noticed, *same) if part)


def _remedy(row: FileOutcome, words: Words) -> str:
    return words.labels(SKIP_REMEDIES, row.reasons) or words.labels(OUTCOME_REMEDIES, [row.group])


def _setting_value(row: _SettingLine, words: Words) -> Cell:
    """A number as a number, so that it can be counted with; words in the language."""
    return setting_text(row.value, words.lang) if isinstance(row.value, str) else row.value


def _setting_reason(row: _SettingLine, words: Words) -> str:
    return scan_note_detail(row.note, translated(row.why, words.lang), words.lang)


_SAME_AS = N_("the same text as {file}")
_TOTAL = N_("All files")

_OUTCOMES: list[Column[tuple[str | None, int, int]]] = [
    Column(
        N_("What became of the files"),
        lambda row, words: words.labels(OUTCOME_LABELS, [row[0]]) if row[0] else words.say(_TOTAL),
        width=44,
    ),
    Column(N_("Files"), lambda row, _: row[1], Look.COUNT, 10),
    Column(N_("Texts"), lambda row, _: row[2], Look.COUNT, 10),
    Column(N_("What to do"), lambda row, words: words.labels(OUTCOME_REMEDIES, [row[0]]), Look.LONG, 76),
]

_ROSTER: list[Column[tuple[str, str]]] = [
    Column(N_("Roster"), lambda row, words: words.labels(SCAN_NOTE_LABELS, [row[0]]), width=56),
    Column(N_("Person or file"), lambda row, _: row[1], Look.LONG, 80),
]

_QUESTIONS: list[Column[SharedAnswer]] = [
    Column(N_("Question"), lambda row, _: row.question, Look.LONG, 40),
    Column(N_("People who have the text"), lambda row, _: len(row.people), Look.COUNT, 14),
    Column(N_("of those who answered"), lambda row, _: row.answered, Look.COUNT, 14),
    Column(N_("Text"), lambda row, _: cut(row.text, QUOTE_CHARACTERS), Look.LONG, 80),
    Column(N_("Who"), lambda row, words: "; ".join(map(words.person, row.people)), Look.LONG, 60),
]

_ANSWERS: list[Column[tuple[str, str]]] = [
    Column(N_("What"), lambda row, words: words.labels(SCAN_NOTE_LABELS, [row[0]]), width=56),
    Column(N_("List, row, person"), lambda row, _: row[1], Look.LONG, 100),
]

_FILES: list[Column[FileOutcome]] = [
    Column(N_("File"), lambda row, _: row.path, width=44),
    Column(N_("Outcome"), lambda row, words: words.labels(READ_LABELS, [row.outcome]), width=12),
    Column(N_("What became of it"), lambda row, words: words.labels(OUTCOME_LABELS, [row.group]), Look.LONG, 34),
    Column(N_("Read as"), lambda row, words: words.labels(ROLE_LABELS, row.roles), width=26),
    Column(N_("Texts"), lambda row, _: row.texts, Look.COUNT, 9),
    Column(
        N_("Reason"),
        _reason,
        Look.LONG,
        50,
    ),
    Column(N_("What to do"), _remedy, Look.LONG, 56),
]

_SUBMISSIONS: list[Column[Submission]] = [
    Column(N_("Person"), lambda row, words: words.person(row.id), width=26),
    Column(N_("Submission"), lambda row, _: row.id, width=34),
    Column(N_("Unit"), lambda row, _: row.document.unit, width=20),
    Column(N_("Year"), lambda row, _: row.document.year, width=8),
    Column(N_("Period"), lambda row, words: period_words(row.document.period, words.lang), width=12),
    Column(N_("Self-rating"), lambda row, words: words.labels(RATING_LABELS, [row.document.self_rating]), width=26),
    Column(N_("Outcome"), lambda row, words: words.labels(FLAG_LABELS, row.flags), Look.LONG, 30),
    Column(
        N_("In words"),
        lambda row, words: "\n".join(finding_sentence(finding, words.lang) for finding in row.findings),
        Look.LONG,
        70,
    ),
    Column(N_("Group"), lambda row, _: row.cluster, width=9),
    Column(N_("Syllables"), lambda row, _: int(row.syllables), Look.COUNT, 11),
    *map(_share, SHARE_KEYS),
    *map(_own_share, OWN_LABELS),
]

_DECIDED: Column[Submission] = Column(N_("Decision"), lambda row, words: words.decision(row.id), width=28)
_PAIR_DECIDED: Column[Pair] = Column(
    N_("Decision"), lambda row, words: words.decision(row.left_id, row.right_id), width=28
)

_PAIRS: list[Column[Pair]] = [
    Column(N_("Person, left"), lambda row, words: words.person(row.left_id), width=26),
    Column(N_("Person, right"), lambda row, words: words.person(row.right_id), width=26),
    Column(N_("Text, left"), lambda row, _: row.left_id, width=34),
    Column(N_("Text, right"), lambda row, _: row.right_id, width=34),
    Column(N_("To be looked at"), lambda row, words: words.labels(FLAGGED_LABELS, ["yes" if row.flagged else "no"])),
    Column(N_("Evidence (bits)"), lambda row, _: float(row.evidence), Look.FIGURE),
    Column(N_("Left text in passages"), lambda row, _: float(row.left_share), Look.SHARE),
    Column(N_("Right text in passages"), lambda row, _: float(row.right_share), Look.SHARE),
    Column(N_("Number of passages"), lambda row, _: int(row.passages), Look.COUNT, 12),
    Column(N_("Jaccard"), lambda row, _: float(row.jaccard), Look.FIGURE, 10),
    Column(N_("Cosine"), lambda row, _: float(row.cosine), Look.FIGURE, 10),
    Column(N_("Group"), lambda row, _: row.cluster, width=9),
]

_PASSAGES: list[Column[Passage]] = [
    Column(N_("Person, left"), lambda row, words: words.person(row.left.id), width=26),
    Column(N_("Person, right"), lambda row, words: words.person(row.right.id), width=26),
    Column(N_("Class"), lambda row, words: words.labels(CLASS_LABELS, [row.kind]), width=18),
    Column(N_("Passage, left"), lambda row, words: words.quote(row.left), Look.LONG, 60),
    Column(N_("Passage, right"), lambda row, words: words.quote(row.right), Look.LONG, 60),
    Column(N_("Place, left"), lambda row, words: words.place(row.left), Look.LONG, 34),
    Column(N_("Place, right"), lambda row, words: words.place(row.right), Look.LONG, 34),
    Column(N_("Similarity"), lambda row, _: float(row.similarity), Look.SHARE, 12),
    Column(N_("Submissions that have the passage"), lambda row, _: int(row.spread), Look.COUNT),
    Column(N_("Rarity (bits)"), lambda row, _: float(row.rarity_bits), Look.FIGURE, 12),
    Column(N_("Text, left"), lambda row, _: row.left.id, width=34),
    Column(N_("Text, right"), lambda row, _: row.right.id, width=34),
]

_SHARED_TEXTS: list[Column[SharedText]] = [
    Column(N_("Text"), lambda row, _: row.id, width=9),
    Column(N_("Persons who have it"), lambda row, _: len(row.people), Look.COUNT, 12),
    Column(N_("Syllables"), lambda row, _: int(row.syllables), Look.COUNT, 11),
    Column(N_("Its words"), lambda row, _: cut(row.text, QUOTE_CHARACTERS), Look.LONG, 80),
    Column(N_("Who"), lambda row, words: "; ".join(map(words.person, row.people)), Look.LONG, 60),
    Column(N_("Place in the first text"), lambda row, words: words.place(row.places[0]), Look.LONG, 34),
]

_CLUSTERS: list[Column[Cluster]] = [
    Column(N_("Group"), lambda row, _: row.id, width=9),
    Column(N_("Kind"), lambda row, words: words.labels(CLUSTER_LABELS, [row.kind]), width=30),
    Column(N_("Members"), lambda row, _: len(row.members), Look.COUNT, 10),
    Column(N_("Who"), lambda row, words: "; ".join(map(words.person, row.members)), Look.LONG, 60),
    Column(N_("Text that all of them have"), lambda row, _: cut(row.core, QUOTE_CHARACTERS), Look.LONG, 80),
]

_LEARNT_LINES: list[Column[LearntLine]] = [
    Column(N_("Line taken for printed form"), lambda row, _: row.text, Look.LONG, 90),
    Column(N_("Submissions that have it"), lambda row, _: row.documents, Look.COUNT),
    Column(N_("of"), lambda row, _: row.total, Look.COUNT, 8),
]

_SETTINGS: list[Column[_SettingLine]] = [
    Column(N_("Setting"), lambda row, words: words.say(row.label), width=48),
    Column(N_("Value"), _setting_value, width=22),
    Column(N_("Why"), _setting_reason, Look.LONG, 80),
]
