"""One file's bytes to finished extracts, whatever is inside; runs in a worker process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from detector.documents import Block, ReadingNote, SkipReason
from detector.errors import DetectorError, ReadError
from detector.language import N_
from detector.readers.base import Extract, Failure, Member, Remark
from detector.readers.encoding import repair
from detector.readers.limits import most_characters, result_of_ours, too_large
from detector.readers.readability import readability_note
from detector.readers.registry import choose
from detector.result_files import is_result
from detector.settings import Settings

READ_AS = "read_as"  # the remark that names the reader of a file
_UNSTORABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_UNSTORABLE_CHARACTER = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Begin:
    """Work on a part starts now; everything until its `End` belongs to it or to parts inside it."""

    part: str


@dataclass(frozen=True, slots=True)
class End:
    part: str


Event = Begin | End | Extract | Failure | Remark


def extract_file(
    name: str, data: bytes, settings: Settings, *, skip: frozenset[str] = frozenset(), part: str = "", depth: int = 0
) -> Iterator[Event]:
    """Everything in one file; parts in `skip` are passed over. Never raises for what the bytes contain."""
    try:
        if is_result(name, data):
            raise result_of_ours()
        if not data:
            raise ReadError(SkipReason.EMPTY, N_("The file has no content. Ask for it again."))
        reader, notes = choose(name, data)
        yield Remark(part, READ_AS, reader.name)
        yield from _up_to(
            most_characters(len(data), settings),
            _events(reader.read(data, settings), notes, settings, skip, part, depth),
        )
    except Exception as error:
        yield failure(part, error)


def finished(extract: Extract, settings: Settings) -> Extract | Failure:
    """A text that no file held, mended and judged as one of a file is."""
    item = _finish(extract, (), "", settings)
    assert not isinstance(item, Remark)
    return item


def _events(
    items: Iterable[Extract | Failure | Member | Remark],
    notes: tuple[ReadingNote, ...],
    settings: Settings,
    skip: frozenset[str],
    part: str,
    depth: int,
) -> Iterator[Event]:
    for item in items:
        if isinstance(item, Member):
            yield from _extract_member(item, settings, skip, part, depth + 1)
        else:
            yield _finish(item, notes, part, settings)


def _up_to(characters: int, events: Iterator[Event]) -> Iterator[Event]:
    """The events of one file until its texts have more characters than they may; raises `ReadError` there."""
    for event in events:
        if isinstance(event, Extract):
            characters -= len(event.text)
            if characters < 0:
                raise too_large(N_("it has more characters than one file may have (max_file_characters)"))
        yield event


def _extract_member(
    member: Member, settings: Settings, skip: frozenset[str], outer: str, depth: int
) -> Iterator[Event]:
    part = outer + member.part
    if part in skip:
        return
    yield Begin(part)
    try:
        data = member.load()
    except Exception as error:
        yield failure(part, error)
    else:
        yield from _if_not_too_deep(member.name, data, settings, skip, part, depth)
    yield End(part)


def _if_not_too_deep(
    name: str, data: bytes, settings: Settings, skip: frozenset[str], part: str, depth: int
) -> Iterator[Event]:
    for event in extract_file(name, data, settings, skip=skip, part=part, depth=depth):
        if isinstance(event, Begin) and depth > settings.max_archive_depth:
            detail = N_("Archives inside archives are read to a depth of {max_archive_depth}. Unpack it first.").format(
                max_archive_depth=settings.max_archive_depth
            )
            yield Failure(part, SkipReason.TOO_LARGE, detail)
            return
        yield event


def failure(part: str, error: BaseException) -> Failure:
    """Any error as a row: `ReadError` says its own reason, the rest are damage the reader did not foresee."""
    if isinstance(error, ReadError):
        return Failure(part, SkipReason(error.reason), error.detail)
    if isinstance(error, MemoryError):
        return Failure(part, SkipReason.TOO_LARGE, N_("Reading it needs more memory than one file may use. Split it."))
    if isinstance(error, DetectorError):
        return Failure(part, SkipReason.UNSUPPORTED, str(error))
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    what = what.translate(_UNSTORABLE)[:200]
    return Failure(
        part, SkipReason.DAMAGED, N_("The file is damaged ({what}). Open it and save a copy.").format(what=what)
    )


def _finish(
    item: Extract | Failure | Remark, notes: tuple[ReadingNote, ...], part: str, settings: Settings
) -> Extract | Failure | Remark:
    if isinstance(item, Failure | Remark):
        return replace(item, part=part + item.part)
    if part or notes:
        item = replace(item, part=part + item.part, notes=(*notes, *item.notes))
    limit = settings.max_characters
    item = _storable(_cut(repair(_cut(item, limit)), limit))  # cut first: repairing takes a second a megabyte
    if not item.text.strip():
        what = N_("All words in it are hidden.") if item.hidden else N_("There is no text in it.")
        return Failure(item.part, SkipReason.EMPTY, f"{what} {_ASK_AGAIN}")
    note = readability_note(item.text, settings)
    return replace(item, notes=(*item.notes, note)) if note else item


_ASK_AGAIN = N_("Ask for it again.")


def _cut(item: Extract, limit: int) -> Extract:
    if len(item.text) <= limit:
        return item
    blocks = tuple(Block(b.start, min(b.end, limit), b.kind, b.place) for b in item.blocks if b.start < limit)
    hidden = tuple(one for one in item.hidden if one.at <= limit)
    note = ReadingNote("truncated", f"read={limit} total={len(item.text)} unit=characters")
    return replace(item, text=item.text[:limit], blocks=blocks, notes=(*item.notes, note), hidden=hidden)


def _storable(item: Extract) -> Extract:
    """NUL and lone surrogates, which UTF-8 and XML cannot hold, as U+FFFD; lengths stay."""
    if any(_UNSTORABLE_CHARACTER.search(one.text) for one in item.hidden):
        item = replace(item, hidden=tuple(replace(h, text=h.text.translate(_UNSTORABLE)) for h in item.hidden))
    if not _UNSTORABLE_CHARACTER.search(item.text):
        return item
    text = item.text.translate(_UNSTORABLE)
    count = sum(old != new for old, new in zip(item.text, text, strict=True))
    return replace(item, text=text, notes=(*item.notes, ReadingNote("replaced", f"count={count}")))
