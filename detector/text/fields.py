"""Header fields and the self-rating of a document, read off its text; see `detector.text.heads`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from detector.documents import Document
from detector.text.headings import is_part
from detector.text.heads.bands import level_by_points
from detector.text.heads.label_cells import with_people_in_cells, without_hints
from detector.text.heads.labels import NAME_FIELDS, Mark, instead_of, marks_in
from detector.text.heads.pairs import Head, Pair, joined_lines, lines_of_sheets, pairs_of
from detector.text.heads.periods import Times, dated_in, period_in, times_of
from detector.text.heads.rating_lines import may_rate
from detector.text.heads.ratings import rating_of
from detector.text.heads.signatures import signed_name
from detector.text.heads.slots import Slot, slots_of
from detector.text.heads.values import is_prose, name_and_post, person_name, post_and_unit, post_name, unit_name

__all__ = ["head_of", "period_in", "self_rating", "times_of_head", "with_fields"]

_HEAD_CHARACTERS = 4000
_POST_WORDS_BEHIND = 4
_SHORT_VALUE_WORDS = 8
_BEHIND_NAME = re.compile(r"\(([^()]+)\)\s*$|\s[-–]\s+([^-–,;]+)$")
_TEAM = re.compile(r"(?:tổ|nhóm|bộ môn)\s", re.IGNORECASE)
_PROSE_WORDS = 150  # without a label; what an office writes above the name has up to a hundred


def with_fields(document: Document) -> Document:
    """The document with author, unit, post, period, year and self-rating of its text where no better is known."""
    slots = slots_of(document)
    head = _head(slots)
    people = _people(head)
    if "author" not in people and (signed := signed_name(slots)):
        people["author"] = signed
    found: dict[str, object] = {name: value for name, value in people.items() if getattr(document, name) is None}
    found |= _times(document, head, slots)
    if document.author and (name := _untitled(document.author)):
        found["author"] = name
    if document.self_rating is None and (rating := _rating(slots)):
        found["self_rating"] = rating
    return document.with_fields(**found) if found else document


def _rating(slots: Sequence[Slot]) -> str | None:
    """The level that is claimed, else that of the points; most sheets of a month name none, others near their end."""
    return rating_of(slots) or level_by_points(slots) if any(may_rate(slot.text) for slot in reversed(slots)) else None


def self_rating(text: str) -> str | None:
    """The level the writer claims; see `detector.text.heads.ratings`."""
    return rating_of(slots_of(Document("", "", text)))


def head_of(document: Document) -> Head:
    """The lines above the first part of the form, with their labels."""
    return _head(slots_of(document, first=_HEAD_CHARACTERS))


def times_of_head(document: Document) -> Times:
    """What the head says of the period and the year."""
    head = head_of(document)
    return times_of(head.slots, head.marks)


def _head(slots: Sequence[Slot]) -> Head:
    """Up to the first part of the form below a label, or to more prose than stands above one."""
    characters = prose = 0
    labelled = perhaps_part = False
    lines: list[Slot] = []
    marks: list[tuple[Mark, ...]] = []
    for slot in without_hints(joined_lines(lines_of_sheets(slots))):
        characters += len(slot.text) + 1
        if characters > _HEAD_CHARACTERS:
            break
        found = () if slot.of_answers else marks_in(slot.text)
        if not found and is_prose(slot.text):
            prose += len(slot.text.split())
        if perhaps_part and not found:
            return Head(lines[:-1], with_people_in_cells(lines[:-1], marks[:-1]))
        perhaps_part = labelled and not found and is_part(slot.text)
        if prose > _PROSE_WORDS or (perhaps_part and not _has_short_value(slot.text)):
            break
        labelled |= bool(found)
        lines.append(slot)
        marks.append(found)
    return Head(lines, with_people_in_cells(lines, marks))


def _has_short_value(line: str) -> bool:
    """Whether a few words follow the colon of a line: "Nhiệm vụ: Chủ nhiệm lớp 4A" above a label is no part."""
    value = line.partition(":")[2].split()
    return 0 < len(value) <= _SHORT_VALUE_WORDS


def _people(head: Head) -> dict[str, str]:
    """author, unit and post, each from the first label of the nearest meaning with a value that looks like one."""
    pairs = list(pairs_of(head))
    values = {
        "author": _author(pairs),
        "unit": _first(pairs, "unit", unit_name),
        "post": _first(pairs, "post", post_name),
    }
    if values["unit"] is None:  # of a team only a name that says what it is: "Tổ: Tổ Cơ điện"
        teams = (
            unit_name(pair.value, sure=False) for pair in pairs if pair.field == "team" and _TEAM.match(pair.value)
        )
        values["unit"] = next(filter(None, teams), None)
    for pair in (pair for pair in pairs if pair.field == "post_and_unit"):
        post, unit = post_and_unit(pair.value)
        values |= {"post": values["post"] or post, "unit": values["unit"] or unit}
    for pair in (pair for pair in pairs if pair.field == "name_and_post"):
        read = zip(("author", "post", "unit"), name_and_post(pair.value), strict=True)
        values |= {name: values[name] or value for name, value in read}
    values["post"] = values["post"] or next(filter(None, map(_post_behind_name, pairs)), None)
    return {name: value for name, value in values.items() if value}


def _post_behind_name(pair: Pair) -> str | None:
    """A short post in brackets or behind a dash: "Lê An (Trưởng khoa)"."""
    match = _BEHIND_NAME.search(pair.value) if pair.field in NAME_FIELDS and pair.where.sure else None
    words = (match[1] or match[2]).strip() if match else ""
    return post_name(words, sure=False) if 0 < len(words.split()) <= _POST_WORDS_BEHIND else None


def _author(pairs: Sequence[Pair]) -> str | None:
    """The first name; None where the first label of a name holds something else."""
    for field in instead_of("name"):
        for pair in (pair for pair in pairs if pair.field == field and pair.value):
            sure = pair.where.sure and field != "named"
            if name := person_name(pair.value, sure=sure):
                return name
            if sure:
                return None
    return None


def _untitled(author: str) -> str | None:
    """The name of a cell that has a title before it ("ThS. Lê An"); None where there is none."""
    name = person_name(author, sure=True)
    return name if name and name != author and author.endswith(f" {name}") else None


def _first(pairs: Sequence[Pair], name: str, reading: Callable[..., str | None]) -> str | None:
    found = (
        reading(pair.value, sure=pair.where.sure)
        for field in instead_of(name)
        for pair in pairs
        if pair.field == field and pair.value
    )
    return next((value for value in found if value), None)


def _times(document: Document, head: Head, slots: Sequence[Slot]) -> dict[str, object]:
    """Period and year where the document has none, or the period in the words of a column."""
    times = times_of(head.slots, head.marks)
    period = (period_in(document.period) if document.period else None) or times.time.code
    found: dict[str, object] = {} if period == document.period else {"period": period}
    if document.year is None:
        of_period = int(period[:4]) if period else None
        if year := of_period or times.time.year or times.dated or dated_in(slots):
            found["year"] = year
    return found
