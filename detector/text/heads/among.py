"""The period and year of a sheet, weighed against the names of its file and folders and against the other sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from detector.documents import Document, ReadingNote
from detector.text.fields import times_of_head, with_fields
from detector.text.fold import folded_text
from detector.text.heads.names import name_times
from detector.text.heads.phrases import NOTHING, Time

_FOLDERS = 3  # above the file, the scanned folder included: names further up are not about these sheets
_MAX_YEARS_APART = 3
_MIN_SAME_YEAR, _NEAR_SHARE = 4, 0.75  # texts of one year, and share of all near it, before a far one is unlikely
_UNLIKELY = "year_unlikely"
_SEPARATORS = re.compile(r"[/\\!]")
_MONTH_NUMBER = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])(?!\d)")  # that nothing in the name calls a month
_ROUND = re.compile(r"\b(?:dot|ky) ?(?:0?[1-9]|1[0-2])\b")  # in a folded name; which part of the year, the others say
_LEAST_NUMBERED, _MOST = 2, 0.6  # more files than that, and share of those that say a period


@dataclass(frozen=True, slots=True)
class _Named:
    """What the names say of a file: by its own name, and by its folders; `folder` tells folders apart."""

    file: Time
    folders: Time
    folder: str


def agreed(documents: Sequence[Document]) -> list[Document]:
    """The documents with the period that text, file name and folder agree on, or that most of the others speak for.

    A text whose title names another month than its folder was often saved from last month's: the folder's is taken and
    the difference noted (``period_differs``). Where most titles of a folder agree on another month, its name says when
    they were handed in. A year far from that of nearly all others is left out and noted (``year_unlikely``).
    """
    settled = list(documents)
    for role in dict.fromkeys(document.role for document in documents):
        rows = [row for row, document in enumerate(documents) if document.role is role]
        for row, document in zip(rows, _agreed([documents[row] for row in rows]), strict=True):
            settled[row] = document
    return settled


def with_years_said(document: Document) -> Document:
    """The document as it was read, with the year that was left out because it is far from that of the others then."""
    notes = tuple(note for note in document.notes if note.code != _UNLIKELY)
    return document if len(notes) == len(document.notes) else with_fields(document.with_fields(notes=notes))


def _agreed(documents: Sequence[Document]) -> list[Document]:
    """The same of texts of one role."""
    named = _with_numbers(documents, [_names(document) for document in documents])
    said, telling = _said_in_folders(documents, named), _telling(documents, named)
    kinds = Counter(_kind(part) for part in _parts(documents, named))
    year = _common([document.year for document in documents])
    settled = [
        _settled(
            document, names, Counter() if names.folder in telling else said.get(names.folder, Counter()), kinds, year
        )
        for document, names in zip(documents, named, strict=True)
    ]
    return _with_likely_years(settled)


def _names(document: Document) -> _Named:
    id = document.id.split("#", 1)[0]
    root = document.path.split("#", 1)[0].removesuffix(id).rstrip("/\\")
    parts = [part for part in (*_SEPARATORS.split(root)[-1:], *_SEPARATORS.split(id)) if part]
    file, *folders = name_times([PurePosixPath(parts[-1]).stem, *parts[-2 : -2 - _FOLDERS : -1]] if parts else [""])
    part = next((time for time in folders if time.part), NOTHING)
    year = part.year or next((time.year for time in folders if time.year), None)
    file = replace(file, year=file.year or year)
    return _Named(file, Time(year or file.year, part.part), "/".join(parts[:-1]))


def _with_numbers(documents: Sequence[Document], named: Sequence[_Named]) -> list[_Named]:
    """The same with the month or quarter that a bare number of the name gives, where most names like it give theirs.

    "Trạm - Đức - 02", "... - 03", "... - 04": the second is of March, whatever its title says. Of "đợt 1", "đợt 2",
    whoever's they are, the folders or the titles of most say whether they are quarters.
    """
    numbers: dict[tuple[str, int], dict[int, int]] = {}
    for row, (document, names) in enumerate(zip(documents, named, strict=True)):
        if not names.file.part:
            stem = PurePosixPath(_SEPARATORS.split(document.id.split("#", 1)[0])[-1]).stem
            for key, number in _numbers(stem):
                numbers.setdefault(key, {})[row] = number
    found = list(named)
    for rows in numbers.values():
        said = [(number, part) for row, number in rows.items() if (part := _part_of(documents[row], named[row]))]
        for written in (_month, _quarter):
            right = sum(part == written(number) for number, part in said)
            if right > _LEAST_NUMBERED and right >= _MOST * len(said):
                for row, number in rows.items():
                    found[row] = replace(found[row], file=replace(found[row].file, part=written(number)))
    return found


def _numbers(stem: str) -> Iterator[tuple[tuple[str, int], int]]:
    """What a name says without a number, and the number: names alike count together, and all that count rounds."""
    for at, match in enumerate(_MONTH_NUMBER.finditer(stem)):
        yield (f"{stem[: match.start()]}#{stem[match.end() :]}", at), int(match.group())
    folded = re.sub(r"[\W_]+", " ", folded_text(stem))
    for match in _ROUND.finditer(folded):
        yield ("dot", -1), int(re.sub(r"\D", "", match.group()))


def _part_of(document: Document, names: _Named) -> str | None:
    """The part of the year that a text says, or its folder."""
    return document.period.partition("-")[2] if document.period else names.folders.part


def _month(number: int) -> str:
    return f"{number:02d}"


def _quarter(number: int) -> str:
    return f"Q{number}"


def _telling(documents: Sequence[Document], named: Sequence[_Named]) -> set[str]:
    """Folders whose files have the period in their names that most of them say: not when they were handed in."""
    both: dict[str, list[bool]] = {}
    for document, names in zip(documents, named, strict=True):
        if document.period and names.file.part:
            both.setdefault(names.folder, []).append(document.period.endswith(f"-{names.file.part}"))
    return {folder for folder, same in both.items() if len(same) > _LEAST_NUMBERED and sum(same) >= _MOST * len(same)}


def _said_in_folders(documents: Sequence[Document], named: Sequence[_Named]) -> dict[str, Counter[str]]:
    """The periods that the texts of each folder say."""
    said: dict[str, Counter[str]] = {}
    for document, names in zip(documents, named, strict=True):
        if document.period:
            said.setdefault(names.folder, Counter())[document.period] += 1
    return said


def _parts(documents: Sequence[Document], named: Sequence[_Named]) -> Iterable[str]:
    for document, names in zip(documents, named, strict=True):
        part = document.period.split("-", 1)[1] if document.period else names.file.part or names.folders.part
        if part:
            yield part


def _kind(part: str) -> str:
    """``Q``, ``H`` or, for a month, an empty string."""
    return part[0] if not part[0].isdigit() else ""


def _settled(
    document: Document, names: _Named, said: Mapping[str, int], kinds: Mapping[str, int], year: int | None
) -> Document:
    """The document with the period that holds against the names."""
    time = _by_names(names, document.period)
    differ = document.period is None and time.part is None and names.file.part and names.folders.part
    if differ:
        time = names.file
    year_said, _, part_said = (document.period or "").partition("-")
    if part_said.isdigit() and time.part == f"Q{int(part_said)}":  # "II/2026" of a quarter
        return document.with_fields(period=f"{year_said}-{time.part}")
    if time.part is None and document.period is None and kinds:
        time = replace(times_of_head(document).time, year=time.year)  # a month whose year only others say
    if time.part is None:
        return document.with_fields(year=time.year) if document.year is None and time.year else document
    own_year = int(document.period[:4]) if document.period else document.year
    code = Time(time.year or own_year or year, time.part).code
    if code is None or code == document.period:
        return document
    if document.period is None:
        sure = time.year is not None or kinds[_kind(time.part)] > 2
        if not sure or (document.year is not None and times_of_head(document).is_yearly):
            return document
        folder = ReadingNote("period_differs", f"said={code[:4]}-{names.folders.part} named={code}")
        notes = (*document.notes, folder) if differ else document.notes
        return document.with_fields(period=code, year=int(code[:4]), notes=notes)
    others = max((count for period, count in said.items() if period != code), default=0)
    if _kind(document.period.split("-", 1)[1]) != _kind(time.part) or (others > said.get(code, 0) and others > 1):
        return document
    note = ReadingNote("period_differs", f"said={document.period} named={code}")
    return document.with_fields(period=code, year=int(code[:4]), notes=(*document.notes, note))


def _by_names(names: _Named, said: str | None) -> Time:
    """The period of the file's name or of its folder's; of two that differ the one that the text says, else neither."""
    if not (names.file.part and names.folders.part) or names.file.part == names.folders.part:
        return names.file if names.file.part else names.folders
    same = [time for time in (names.file, names.folders) if said and said.endswith(f"-{time.part}")]
    return same[0] if same else Time(names.file.year)


def _with_likely_years(documents: Sequence[Document]) -> list[Document]:
    years = Counter(document.year for document in documents if document.year)
    common, count = years.most_common(1)[0] if years else (0, 0)
    near = sum(number for year, number in years.items() if abs(year - common) <= _MAX_YEARS_APART)
    if count < _MIN_SAME_YEAR or near < _NEAR_SHARE * years.total():
        return list(documents)
    return [
        _without_year(document, common)
        if document.year and abs(document.year - common) > _MAX_YEARS_APART
        else document
        for document in documents
    ]


def _without_year(document: Document, common: int) -> Document:
    note = ReadingNote(_UNLIKELY, f"said={document.year} others={common}")
    return document.with_fields(year=None, period=None, notes=(*document.notes, note))


def _common(years: Iterable[int | None]) -> int | None:
    """The year of most of the texts, if more than half have it."""
    known = Counter(year for year in years if year)
    (found, count) = known.most_common(1)[0] if known else (None, 0)
    return found if count * 2 > known.total() else None
