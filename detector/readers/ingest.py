"""Folders and files in, documents and skipped files out: every file ends in exactly one of the two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.documents import Document, Role, SkippedFile, SkipReason
from detector.errors import InputError
from detector.readers import isolate
from detector.readers.base import Extract, Failure
from detector.readers.extract import Event
from detector.readers.registry import suffix_of
from detector.readers.sniff import sniff
from detector.readers.walk import Found, find_files
from detector.readers.worker import Task, read_task
from detector.settings import Settings

_PLAIN = (".txt", ".md")
_PLAIN_BYTES = 1_000_000  # repairing an old encoding takes a second a megabyte; longer texts go to a worker


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read and what was not; `files` counts files of the folders, of which one may hold many documents."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    files: int


def read_paths(
    paths: Sequence[str | Path],
    *,
    role: Role,
    settings: Settings,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Everything below `paths`, sorted by id, the same whatever `jobs` is.

    Plain text is read here; all else in `jobs` worker processes, so that a file that hangs or crashes its reader
    costs one row. `progress(done, total)` is called in this thread after each file. A path that does not exist is an
    `InputError`, and so are named columns that no list of answers has; what else goes wrong is a `SkippedFile`.
    """
    found, no_entry = find_files(map(Path, paths))
    events = _read(found, settings, jobs, _counter(progress, len(found)))
    documents: list[Document] = []
    skipped = list(no_entry)
    for item in found:
        _sort_out(item, events[item.id], role, documents, skipped)
    if role is Role.SUBMISSION:
        _require_named_columns(documents, skipped)
    return Reading(tuple(documents), tuple(skipped), len(found) + len(no_entry))


def _counter(progress: Callable[[int, int], None] | None, total: int) -> Callable[[], None]:
    numbers = iter(range(1, total + 1))
    return (lambda: progress(next(numbers), total)) if progress else (lambda: None)


def _read(found: list[Found], settings: Settings, jobs: int, finished: Callable[[], None]) -> dict[str, list[Event]]:
    events: dict[str, list[Event]] = {}
    risky: list[Found] = []
    for item in found:
        if _is_plain_text(item.path):
            events[item.id] = list(read_task(Task(str(item.path), settings)))
            finished()
        else:
            risky.append(item)
    tasks = [Task(str(item.path), settings) for item in risky]
    results = isolate.read_all(tasks, jobs=jobs, target=isolate.READ_TASK, finished=finished)
    return events | {item.id: result for item, result in zip(risky, results, strict=True)}


def _is_plain_text(path: Path) -> bool:
    """Short, named as text, and not something else by its first bytes: no other reader will see it."""
    if suffix_of(path.name) not in _PLAIN:
        return False
    try:
        if path.stat().st_size > _PLAIN_BYTES:
            return False
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError:
        return True  # the row that says why is made without a process too
    return sniff(head) is None and not head.startswith(b"PK")


def _sort_out(
    item: Found, events: Iterable[Any], role: Role, documents: list[Document], skipped: list[SkippedFile]
) -> None:
    count = len(documents) + len(skipped)
    for event in events:
        if isinstance(event, Extract):
            documents.append(_document(item, event, role))
        elif isinstance(event, Failure):
            skipped.append(SkippedFile(item.shown + event.part, event.reason, event.detail))
    if len(documents) + len(skipped) == count:
        skipped.append(SkippedFile(item.shown, SkipReason.EMPTY, "Nothing to read was found in it."))


def _require_named_columns(documents: Iterable[Document], skipped: Iterable[SkippedFile]) -> None:
    """A misspelt column is a mistake of the command, not of one file, if no list of answers has it."""
    without = [file for file in skipped if file.reason is SkipReason.NO_COLUMN]
    if without and not any(_ROW_PART.search(document.id) for document in documents):
        raise InputError("\n".join(f"{file.path}: {file.detail}" for file in without[:10]))


_ROW_PART = re.compile(r"#(?:sheet=.*)?row=\d+$")


def _document(item: Found, extract: Extract, role: Role) -> Document:
    fields = extract.fields
    year = re.search(r"(?:19|20)\d\d", fields.get("year", "") or fields.get("period", ""))
    return Document(
        id=item.id + extract.part,
        path=item.shown + extract.part,
        text=extract.text,
        role=role,
        blocks=extract.blocks,
        author=fields.get("author") or None,
        unit=fields.get("unit") or None,
        year=int(year.group()) if year else None,
        post=fields.get("post") or None,
        period=fields.get("period") or None,
        notes=extract.notes,
    )
