"""What became of each file: every path once, in one group, so that the counts add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from detector.documents import NO_SUBMISSION, Document, ReadingNote, Role, SkippedFile, file_of
from detector.report import Report

# Rows of a table and sheets of a workbook are texts of one file; the members of an archive are files of their own.
# In the order of a reading report: what could not be read first, what needs nothing last.
GROUPS = (
    *("encrypted", "damaged", "unsupported", "scan", "empty", "too_large", "timeout", "no_access", "no_column"),
    *("people_list", "blank_form", "other_role", "earlier_answer", "result"),
    *("partly", "duplicate", "doubtful", "ocr", "unmarked", "too_short", "repaired", "remark", "read"),
)
# Groups that a note of the reader puts a file into, most serious first.
_BY_NOTE = {
    "doubtful": "doubtful",
    "torn": "doubtful",
    "ocr": "ocr",
    "unmarked": "unmarked",
    "too_short": "too_short",
    "repaired": "repaired",
    "encoding": "repaired",
}


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A file and what was made of it.

    Attributes:
        outcome: ``read``, ``partly`` (an archive or table with parts that could not be read) or ``not_read``.
        roles: what its texts are to the scan.
        texts: how many texts it gave.
        notes: codes of what the reader noticed, without repeats.
        reasons: codes of why it, or parts of it, could not be read.
        details: the same in words, in English.
        group: the one of `GROUPS` that says most about what to do.
        remarks: what the reader noticed, with its numbers.
        same_as: the first other file with the very same text.
    """

    path: str
    outcome: str
    roles: tuple[str, ...]
    texts: int
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    details: tuple[str, ...]
    group: str = "read"
    remarks: tuple[ReadingNote, ...] = ()
    same_as: str | None = None


@dataclass(slots=True)
class _File:
    """Texts and lost parts of one file, and which of the texts are too short to judge."""

    read: list[Document] = field(default_factory=list)
    lost: list[SkippedFile] = field(default_factory=list)
    short: set[str] = field(default_factory=set)


def file_outcomes(report: Report) -> list[FileOutcome]:
    """By path. Texts of all roles count."""
    files: dict[str, _File] = {}
    first = _first_paths(report)
    for row in report.submissions:
        file = files.setdefault(file_of(row.document.path), _File())
        file.read.append(row.document)
        if "not_enough_text" in row.flags:
            file.short.add(row.id)
    for document in report.others:
        files.setdefault(file_of(document.path), _File()).read.append(document)
    for lost in report.skipped:
        files.setdefault(file_of(lost.path), _File()).lost.append(lost)
    return [_outcome(path, files[path], first) for path in sorted(files)]


def grouped(outcomes: Iterable[FileOutcome]) -> dict[str, list[FileOutcome]]:
    """Files by group, in the order of `GROUPS`; groups without a file are left out."""
    found: dict[str, list[FileOutcome]] = {group: [] for group in GROUPS}
    for outcome in outcomes:
        found[outcome.group].append(outcome)
    return {group: files for group, files in found.items() if files}


def _first_paths(report: Report) -> Mapping[tuple[Role, str], str]:
    """The file that stands for each text which several submissions have."""
    first: dict[tuple[Role, str], str] = {}
    for document in sorted(report.documents(), key=lambda one: one.path):
        first.setdefault((document.role, document.key), file_of(document.path))
    return first


def _outcome(path: str, file: _File, first: Mapping[tuple[Role, str], str]) -> FileOutcome:
    same_as = _same_as(path, file.read, first)
    reasons = _distinct(str(row.reason) for row in file.lost)
    remarks = tuple(dict.fromkeys([note for document in file.read for note in document.notes]))
    codes = _distinct(note.code for note in remarks)
    return FileOutcome(
        path=path,
        outcome=("partly" if _has_losses(file) else "read") if file.read else "not_read",
        roles=tuple(sorted({document.role.value for document in file.read})),
        texts=len(file.read),
        notes=codes,
        reasons=reasons,
        details=_distinct(row.detail for row in file.lost),
        group=_group(file, codes, reasons, same_as),
        remarks=remarks,
        same_as=same_as,
    )


def _group(file: _File, codes: Sequence[str], reasons: Sequence[str], same_as: str | None) -> str:
    if not file.read:
        return reasons[0]
    if _has_losses(file):
        return "partly"
    if same_as:
        return "duplicate"
    if len(file.short) == len(file.read):
        codes = (*codes, "too_short")
    return next((group for code, group in _BY_NOTE.items() if code in codes), "remark") if codes else "read"


def _has_losses(file: _File) -> bool:
    """Whether a part of it could not be read; what is no submission is no loss."""
    return any(row.reason not in NO_SUBMISSION for row in file.lost)


def _same_as(path: str, read: Sequence[Document], first: Mapping[tuple[Role, str], str]) -> str | None:
    """Another file that has all texts of this one, if there is one that comes before it."""
    others = {first[document.role, document.key] for document in read}
    return min(others) if others and path not in others else None


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
