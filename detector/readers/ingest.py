"""Folders and files in, documents and skipped files out: every file ends in exactly one of the two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from detector.documents import Document, Role, SkippedFile, SkipReason
from detector.errors import InputError
from detector.parallel import Workers
from detector.readers import isolate
from detector.readers.base import Remark
from detector.readers.batch import (
    Batch,
    Looked,
    Outcome,
    Rules,
    batches,
    fields_of,
    is_plain,
    outcome_of_whole,
    read_batch,
    whole_task,
)
from detector.readers.fields import TABLE, Finish
from detector.readers.kept import pack
from detector.readers.walk import Found, find_files
from detector.settings import Settings
from detector.shelf import Shelf

_BATCH_FILES = 100
READ_WHOLE = "detector.readers.batch:read_whole"
_KEEP_SECONDS = 0.5
_NO_SHELF = Shelf(None)
_AS_THEY_ARE = Finish()
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read and what was not; `files` counts files of the folders, of which one may hold many documents.

    `remarks` are what there is to tell about files beside their texts; their `part` is the path.
    """

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    files: int
    remarks: tuple[Remark, ...] = ()


def read_paths(
    paths: Sequence[str | Path],
    *,
    role: Role,
    settings: Settings,
    workers: Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
    shelf: Shelf = _NO_SHELF,
    finish: Finish = _AS_THEY_ARE,
    without: Mapping[str, str] = _NOTHING,
    run: Path | None = None,
) -> Reading:
    """Everything below `paths`, sorted by id, the same whatever `workers` there are.

    Plain text is read in batches; each other file by itself in a process that may hang or crash and costs one row.
    `progress(done, total)` is called in this thread after each file. A path that does not exist is an `InputError`,
    and so are named columns that no list of answers has; what else goes wrong is a `SkippedFile`.

    Args:
        shelf: where what was read is kept for the next scan; see `detector.readers.kept`.
        finish: what becomes of each document, in the process that reads it, which must be able to import it.
        without, run: see `find_files`.
    """
    found, no_entry = find_files(map(Path, paths), without=without, run=run)
    own = role is Role.PREVIOUS and bool(settings.previous_columns)
    if own:
        settings = settings.replace(columns=settings.previous_columns)
    rules = Rules(role, settings, shelf, finish)
    workers = workers or Workers()
    outcomes = _read(found, rules, workers, _counter(progress, len(found)))
    if role is Role.SUBMISSION or own:
        _require_named_columns(outcomes)
    elif settings.columns:
        outcomes = _by_content(found, outcomes, rules, workers)
    documents = [document for one in outcomes for document in one.documents]
    skipped = [*no_entry, *(file for one in outcomes for file in one.skipped)]
    remarks = [remark for one in outcomes for remark in one.remarks]
    return Reading(tuple(documents), tuple(skipped), len(found) + len(no_entry), tuple(remarks))


def _counter(progress: Callable[[int, int], None] | None, total: int) -> Callable[[], None]:
    numbers = iter(range(1, total + 1))
    return (lambda: progress(next(numbers), total)) if progress else (lambda: None)


def _read(found: Sequence[Found], rules: Rules, workers: Workers, told: Callable[[], None]) -> list[Outcome]:
    outcomes: list[Outcome | None] = []
    keys: list[bytes | None] = []
    for answers in _looked_at(batches(found, rules, size=_BATCH_FILES), rules.shelf, workers):
        for one in answers:
            outcomes.append(one.outcome)
            keys.append(one.key)
            if one.outcome is not None:
                told()
    rest = [row for row, one in enumerate(outcomes) if one is None]
    tasks = [whole_task(found[row], rules) for row in rest]
    with (
        closing(isolate.each_result(tasks, jobs=workers.jobs, target=READ_WHOLE)) as results,
        _kept_by(rules.shelf) as keep,
        _kept_by(replace(rules.shelf, table=TABLE)) as keep_fields,
    ):
        for index, events in results:
            row = rest[index]
            outcomes[row] = outcome_of_whole(found[row], events, rules)
            if (key := keys[row]) is not None and (packed := pack(events)):
                keep(key, packed)
            if rules.finish.code:
                for read in fields_of(events):
                    keep_fields(read.key, read.row)
            told()
    return [one for one in outcomes if one is not None]


def _looked_at(groups: Sequence[Batch], shelf: Shelf, workers: Workers) -> Iterator[list[Looked]]:
    """What each batch says. As long as most files are known, looking them up costs less than processes to do it in."""
    kept, done = shelf.info(), 0
    while kept and kept.rows and done < len(groups):
        yield (answers := read_batch(groups[done]))
        done += 1
        if 2 * sum(one.known for one in answers) < len(answers):
            break
    rest = groups[done:]
    characters = sum(item.size for group in rest for item in group.files if is_plain(item.path.name))
    yield from workers.map(read_batch, rest, characters=characters)


@contextmanager
def _kept_by(shelf: Shelf) -> Iterator[Callable[[bytes, bytes], None]]:
    """Puts rows on the shelf, those of half a second together: a transaction costs more than reading a short file."""
    rows: dict[bytes, bytes] = {}
    last = monotonic()

    def keep(key: bytes, row: bytes) -> None:
        nonlocal last
        rows[key] = row
        if monotonic() - last > _KEEP_SECONDS:
            shelf.put(rows)
            rows.clear()
            last = monotonic()

    try:
        yield keep
    finally:
        shelf.put(rows)


def _by_content(found: Sequence[Found], outcomes: list[Outcome], rules: Rules, workers: Workers) -> list[Outcome]:
    """The outcomes, those of lists without the columns named for this year's read again by what their columns hold."""
    lost = [row for row, one in enumerate(outcomes) if any(f.reason is SkipReason.NO_COLUMN for f in one.skipped)]
    free = replace(rules, settings=rules.settings.replace(columns=""))
    again = _read([found[row] for row in lost], free, workers, lambda: None)
    for row, outcome_by_content in zip(lost, again, strict=True):
        outcomes[row] = outcome_by_content
    return outcomes


def _require_named_columns(outcomes: Iterable[Outcome]) -> None:
    """A misspelt column is a mistake of the command, not of one file, if no list of answers has it."""
    without = [file for one in outcomes for file in one.skipped if file.reason is SkipReason.NO_COLUMN]
    if without and not any(_ROW_PART.search(document.id) for one in outcomes for document in one.documents):
        raise InputError("\n".join(f"{file.path}: {file.detail}" for file in without[:10]))


_ROW_PART = re.compile(r"#(?:sheet=.*)?row=\d+$")
