"""Files in batches: what was read before is taken from the shelf, plain text is read on the spot.

All else is left to `isolate`, which gives each file a process that may hang or crash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from detector.documents import Document, Role, SkippedFile, SkipReason
from detector.language import N_
from detector.readers.base import Extract, Failure, FieldsRead, Remark
from detector.readers.extract import Event, extract_file
from detector.readers.fields import Finish, each_finished, with_fields_read
from detector.readers.kept import key_of_bytes, key_of_file, pack, unpack
from detector.readers.registry import suffix_of
from detector.readers.sniff import sniff
from detector.readers.walk import Found
from detector.readers.worker import Task, read_task
from detector.settings import Settings
from detector.shelf import Shelf

_PLAIN = (".txt", ".md")
_PLAIN_BYTES = 1_000_000  # repairing an old encoding takes a second a megabyte; longer texts go to a worker


@dataclass(frozen=True, slots=True)
class Rules:
    """What is the same for all files of one reading.

    Attributes:
        finish: what becomes of each document before it is handed on.
    """

    role: Role
    settings: Settings
    shelf: Shelf
    finish: Finish


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTask(Task):
    """One file of which the fields of each document are read too, where its text is."""

    item: Found
    rules: Rules


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents and the failures of one file, of which it has at least one, and remarks with the file's path."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some files, and the rules for them."""

    files: tuple[Found, ...]
    rules: Rules


@dataclass(frozen=True, slots=True)
class Looked:
    """What a batch says of one file: its outcome, or None and the key under which it is to be kept.

    `known`: an earlier scan had read it.
    """

    outcome: Outcome | None
    key: bytes | None = None
    known: bool = False


def read_batch(batch: Batch) -> list[Looked]:
    """One answer for each file, in their order."""
    rules = batch.rules
    plain = [_plain_bytes(item, rules.settings) for item in batch.files]
    keys = [_key(item, data, rules) for item, data in zip(batch.files, plain, strict=True)]
    known = rules.shelf.get([key for key in keys if key is not None])
    fresh: dict[bytes, bytes] = {}
    answers = []
    for item, data, key in zip(batch.files, plain, keys, strict=True):
        events = unpack(known[key]) if key in known else None
        if isinstance(data, OSError):
            events = list(read_task(Task(str(item.path), rules.settings)))  # the row that says why
        elif events is None and data is not None:
            events = list(extract_file(item.path.name, data, rules.settings))
            if key is not None and (packed := pack(events)):
                fresh[key] = packed
        answers.append(Looked(None if events is None else outcome(item, events, rules), key, key in known))
    rules.shelf.put(fresh)
    done = iter(finished([one.outcome for one in answers if one.outcome], rules))
    return [replace(one, outcome=next(done)) if one.outcome else one for one in answers]


def whole_task(item: Found, rules: Rules) -> WholeTask:
    return WholeTask(str(item.path), rules.settings, bytes=item.size, item=item, rules=rules)


def read_whole(task: WholeTask) -> Iterator[Event]:
    """Events of one file on disk, each text with the fields of its document, if they can be told."""
    for event in read_task(task):
        yield _with_fields_told(event, task) if isinstance(event, Extract) else event


def _with_fields_told(extract: Extract, task: WholeTask) -> Extract:
    with suppress(Exception):  # it is met again, and raised, where `finished` does the same
        return replace(extract, read=task.rules.finish.one(_document(task.item, extract, task.rules.role)))
    return extract


def outcome_of_whole(item: Found, events: Sequence[Event], rules: Rules) -> Outcome:
    """`outcome`, finished: with the fields that came along, or where any are missing with all of them read here."""
    raw, found = outcome(item, events, rules), fields_of(events)
    if len(found) < len(raw.documents):
        return finished([raw], rules)[0]
    return replace(raw, documents=tuple(map(with_fields_read, raw.documents, found)))


def fields_of(events: Iterable[Event]) -> list[FieldsRead]:
    """Those that came along with the texts, in their order."""
    return [event.read for event in events if isinstance(event, Extract) and event.read is not None]


def finished(outcomes: Sequence[Outcome], rules: Rules) -> list[Outcome]:
    """The same with the fields of their documents read."""
    documents = each_finished([one.documents for one in outcomes], rules.finish, rules.shelf)
    return [replace(one, documents=mine) for one, mine in zip(outcomes, documents, strict=True)]


def outcome(item: Found, events: Iterable[Event], rules: Rules) -> Outcome:
    """What the events of one file come to; see `finished`."""
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    remarks: list[Remark] = []
    for event in events:
        if isinstance(event, Extract):
            documents.append(_document(item, event, rules.role))
        elif isinstance(event, Failure):
            skipped.append(SkippedFile(item.shown + event.part, event.reason, event.detail))
        elif isinstance(event, Remark):
            remarks.append(Remark(item.shown + event.part, event.code, event.detail))
    if not documents and not skipped:
        skipped.append(SkippedFile(item.shown, SkipReason.EMPTY, N_("Nothing to read was found in it.")))
    return Outcome(tuple(documents), tuple(skipped), tuple(remarks))


def is_plain(name: str) -> bool:
    """Whether a file of this name is read here, if its content is what the name says."""
    return suffix_of(name) in _PLAIN


def batches(files: Sequence[Found], rules: Rules, *, size: int) -> list[Batch]:
    """The files in runs of `size`."""
    return [Batch(tuple(files[at : at + size]), rules) for at in range(0, len(files), size)]


def _plain_bytes(item: Found, settings: Settings) -> bytes | OSError | None:
    """The content of a file that is short, named as text and not something else by its first bytes; else None."""
    longest = min(_PLAIN_BYTES, settings.max_file_bytes)
    if not is_plain(item.path.name) or item.size > longest:
        return None
    try:
        data = item.path.read_bytes()
    except OSError as error:
        return error
    if len(data) > longest:  # it grew since it was found
        return None
    return data if sniff(data[:4096]) is None and not data.startswith(b"PK") else None


def _key(item: Found, data: bytes | OSError | None, rules: Rules) -> bytes | None:
    """None where nothing is kept: no shelf, no content, or too much of it."""
    if rules.shelf.path is None or isinstance(data, OSError):
        return None
    if data is not None:
        return key_of_bytes(item.path.name, data, rules.settings)
    if item.size > max(rules.settings.max_file_bytes, rules.settings.max_archive_bytes):
        return None
    try:
        return key_of_file(item.path, rules.settings)
    except OSError:
        return None


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
        person=fields.get("person") or None,
        born=fields.get("born") or None,
        unit=fields.get("unit") or None,
        year=int(year.group()) if year else None,
        post=fields.get("post") or None,
        period=fields.get("period") or None,
        self_rating=fields.get("self_rating") or None,
        notes=extract.notes,
        hidden=extract.hidden,
    )
