"""What became of each file: every path once, so that the counts add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detector.documents import Document, SkippedFile
from detector.report import Report


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
    """

    path: str
    outcome: str
    roles: tuple[str, ...]
    texts: int
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    details: tuple[str, ...]


def file_outcomes(report: Report) -> list[FileOutcome]:
    """By path. Texts of all roles count."""
    read: dict[str, list[Document]] = {}
    for document in (*(row.document for row in report.submissions), *report.others):
        read.setdefault(document.path, []).append(document)
    lost: dict[str, list[SkippedFile]] = {}
    for row in report.skipped:
        lost.setdefault(row.path, []).append(row)
    return [_outcome(path, read.get(path, []), lost.get(path, [])) for path in sorted({*read, *lost})]


def _outcome(path: str, read: Sequence[Document], lost: Sequence[SkippedFile]) -> FileOutcome:
    return FileOutcome(
        path=path,
        outcome=("partly" if lost else "read") if read else "not_read",
        roles=tuple(sorted({str(document.role) for document in read})),
        texts=len(read),
        notes=_distinct(note.code for document in read for note in document.notes),
        reasons=_distinct(str(row.reason) for row in lost),
        details=_distinct(row.detail for row in lost),
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
