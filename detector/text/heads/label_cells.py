"""What a form prints around its labels: hints, the label again in another language, and labels of people in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detector.outside import remembered, remembered_lines
from detector.text.heads.labels import OTHER_PERSON, Mark, instead_of, known_keys, label_texts, marks_in, word_keys
from detector.text.heads.slots import Slot
from detector.text.heads.values import person_name, piece_of

_HINT = re.compile(r"\s*\([^()]{2,120}\)[\s:.]*")
_IN_TWO_LANGUAGES = ("name", "post", "unit", "birth_date")


def without_hints(slots: Iterable[Slot]) -> Iterator[Slot]:
    """The slots without those that only explain the label above them: a hint in brackets, the label in English."""
    last: Slot | None = None
    for slot in slots:
        if last and last.cell == slot.cell and is_label_alone(last, marks_in(last.text)) and _explains(last, slot):
            continue
        yield slot
        last = slot


def is_label_alone(slot: Slot, marks: Sequence[Mark]) -> bool:
    """Whether a line or cell has one label and nothing else."""
    return len(marks) == 1 and not piece_of(slot.text[marks[0].value_start :])


def _explains(label: Slot, slot: Slot) -> bool:
    if _HINT.fullmatch(slot.text):
        return not marks_in(slot.text)
    if slot.cell is None or slot.text.isascii() == label.text.isascii():
        return False
    (mark,) = marks_in(label.text)
    return any(
        mark.field in fields and fields & _fields_of(slot.text)
        for fields in (frozenset(instead_of(name)) for name in _IN_TWO_LANGUAGES)
    )


def with_people_in_cells(slots: Sequence[Slot], marks: Sequence[tuple[Mark, ...]]) -> list[tuple[Mark, ...]]:
    """The marks, and those of words for a person beside a name in the next cell or behind a tab: "Nhân viên | Lê An".

    Elsewhere such a word is a label with a colon only: it may be the value of another label.
    """
    found = list(marks)
    for at, slot in enumerate(slots):
        if found[at] or not (fields := _fields_of(slot.text if slot.cell else slot.text.split("\t", 1)[0])):
            continue
        label, value = _label_and_value(slots, found, at)
        if fields & _people() and person_name(value, sure=False):
            fields &= _people()
        elif not value or not fields - _people() or is_label(value):
            continue
        field = OTHER_PERSON if OTHER_PERSON in fields else min(fields)
        found[at] = (Mark(field, 0, min(len(label) + 1, len(slot.text)), bare=False),)
    return found


def _label_and_value(slots: Sequence[Slot], marks: Sequence[tuple[Mark, ...]], at: int) -> tuple[str, str]:
    """A cell with nothing marked on either side and the one right of it, or a line before and behind its first tab."""
    slot = slots[at]
    if slot.cell is None:
        label, _, rest = slot.text.partition("\t")
        return label, rest.split("\t")[0]
    beside = [other for other in (at - 1, at + 1) if 0 <= other < len(slots) and _in_row(slots[other], slot)]
    is_first = at + 1 in beside and not any(marks[other] for other in beside)
    return (slot.text, slots[at + 1].text) if is_first else ("", "")


def is_label(text: str) -> bool:
    """Whether a cell holds the words of a label and nothing else; words for people are values too."""
    return bool(_fields_of(text) - _people())


def _in_row(slot: Slot, other: Slot) -> bool:
    return bool(slot.cell and other.cell and (slot.cell.table, slot.cell.row) == (other.cell.table, other.cell.row))


@remembered
def _people() -> frozenset[str]:
    return frozenset({"named", "assessed", OTHER_PERSON})


@remembered_lines
def _fields_of(text: str) -> frozenset[str]:
    return _by_words().get(word_keys(text, _longest()), frozenset())


@remembered
def _longest() -> int:
    """One word more than any label has."""
    return 1 + max(map(len, _by_words()))


@remembered
def _by_words() -> dict[tuple[str, ...], frozenset[str]]:
    fields: dict[tuple[str, ...], set[str]] = {}
    for name, texts in label_texts().items():
        for text in texts:
            fields.setdefault(known_keys(text), set()).add(name)
    return {words: frozenset(names) for words, names in fields.items()}
