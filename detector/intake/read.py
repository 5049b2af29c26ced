"""The files of all roles, each in one of them, as documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import detector.text
from detector.documents import Document, Role, SkippedFile
from detector.hashes import folder_digest
from detector.intake.blank import without_blank_forms
from detector.intake.rows import is_answer, with_fields_of_row
from detector.language import N_
from detector.outside import outside_key
from detector.parallel import Workers
from detector.readers import kept
from detector.readers.base import Remark
from detector.readers.fields import Finish
from detector.readers.ingest import read_paths
from detector.readers.walk import files_below
from detector.run_folder import READ_FILE
from detector.settings import Settings
from detector.shelf import Shelf
from detector.text.fields import with_fields

Groups = Sequence[tuple[Role, Sequence[Path]]]

_CODE = frozenset({".py", ".toml", ".txt", ".json"})
_TOLD = ("answers_",)  # remarks of readers that belong into the report
_ROSTER = N_("Named as the roster: its rows say who is who and are no submissions.")


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read of the files of all roles; `remarks` are those of the readers, their `part` is the path."""

    documents: list[Document]
    skipped: list[SkippedFile]
    remarks: list[Remark]

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The remarks that the report tells, as (code, detail)."""
        return [(one.code, f"{one.part}: {one.detail}") for one in self.remarks if one.code.startswith(_TOLD)]


def read_all(
    groups: Groups,
    *,
    settings: Settings,
    workers: Workers,
    progress: Callable[[int, int], None],
    roster: Path | None = None,
    run: Path | None = None,
    keep: bool = True,
) -> Intake:
    """The texts of all roles; a file that is named in another role, or as the roster, is no submission.

    With `keep`, what was read is kept in `run` for the next scan. Raises `InputError` as `read_paths`.
    """
    shelf = Shelf(run / READ_FILE if run and keep else None, kept.TABLE)
    elsewhere = _named_elsewhere(groups, roster, run)
    intake = Intake([], [], [])
    for role, paths in groups:
        reading = read_paths(
            paths,
            role=role,
            settings=settings,
            workers=workers,
            progress=progress,
            shelf=shelf,
            finish=Finish(_finished, _finish_code()),
            without=elsewhere if role is Role.SUBMISSION else {},
            run=run,
        )
        intake.documents.extend(reading.documents)
        intake.skipped.extend(reading.skipped)
        intake.remarks.extend(reading.remarks)
    documents, blank = without_blank_forms(intake.documents)
    return replace(intake, documents=documents, skipped=[*intake.skipped, *blank])


def _finished(document: Document) -> Document:
    """Of a row of a list the fields are those of its columns: years and ratings never come from answers."""
    return with_fields_of_row(document) if is_answer(document) else with_fields(document)


@cache
def _finish_code() -> str:
    """Of all that reads fields off texts: code, and the lists of words beside it."""
    package = Path(detector.text.__file__).parents[1]
    files = [*package.glob("text/**/*.py"), *package.glob("resources/**/*.*"), package / "intake" / "rows.py"]
    return f"{folder_digest(package, (path for path in files if path.suffix in _CODE))} {outside_key()}"


def _named_elsewhere(groups: Groups, roster: Path | None, run: Path | None) -> dict[str, str]:
    """Real paths of files with a role of their own; only the roster needs a row, the others are listed as texts."""
    others = [path for role, paths in groups if role is not Role.SUBMISSION for path in paths]
    named = dict.fromkeys(files_below(others, run=run), "")
    return named | ({os.path.realpath(roster): _ROSTER} if roster else {})
