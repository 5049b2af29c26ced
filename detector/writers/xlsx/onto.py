"""The workbook of answers itself, with what was found written beside each row: it names people, so only with names."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.documents import SkipReason
from detector.errors import InputError
from detector.findings import FLAG_LABELS, finding_sentence
from detector.language import translated, translator
from detector.report import Report, Submission
from detector.result_files import MARK
from detector.wording import N_, SKIP_LABELS, label
from detector.writers.base import replacing
from detector.writers.cells import clean, cut, looks_like_formula

_ROW = re.compile(r"#(?:sheet=(?P<sheet>.*) )?row=(?P<row>\d+)$")
_MAX_CHARACTERS = 16_000
_TITLES = (N_("Outcome"), N_("In words"), N_("Shared with"), N_("own writing"), N_("shared passage"))

Cells = tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """`sheet` is None for the first list of the workbook."""

    sheet: str | None
    row: int


def write_onto(report: Report, answers: Path, out: Path, lang: str) -> Path:
    """Writes a copy of `answers` with result columns behind its own. Raises `InputError` where none of it was read."""
    found = {place: _found(row, report, lang) for row in report.submissions if (place := _place(row.id, answers))}
    if not found:
        raise InputError(
            N_("{answers}: no submission of this run is a row of this file. Give the workbook that was read.").format(
                answers=answers
            )
        )
    for row in report.skipped:
        place = _place(row.path, answers)
        if place and row.reason in (SkipReason.EARLIER_ANSWER, SkipReason.EMPTY):
            found.setdefault(
                place, (label(SKIP_LABELS, row.reason, lang), translated(row.detail, lang), None, None, None)
            )
    book = _opened(answers)
    first = _first_list(book, report, answers)
    rows: dict[str, dict[int, Cells]] = {}
    for place, cells in found.items():
        rows.setdefault(place.sheet or first, {})[place.row] = cells
    for title, of_sheet in rows.items():
        _fill(book[title], of_sheet, lang)
    book.properties.category = MARK
    with replacing(out) as draft:
        book.save(draft)
    return out


def _opened(path: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    except Exception as error:  # of whatever the library meets in a workbook of others
        raise InputError(
            N_(
                "{path}: cannot be opened to write into it ({type}). Open it in a spreadsheet "
                "program, save it as .xlsx, and scan and export again."
            ).format(path=path, type=type(error).__name__)
        ) from error


def _place(id: str, answers: Path) -> _Place | None:
    """The row of that file which an id or a path names; None for other files."""
    match = _ROW.search(id)
    if match is None or not _is_file(id[: match.start()], answers):
        return None
    return _Place(match["sheet"], int(match["row"]))


def _is_file(shown: str, answers: Path) -> bool:
    return os.path.basename(shown) == answers.name  # noqa: PTH119 - ids have / on every system


def _first_list(book: Any, report: Report, answers: Path) -> str:
    """The title of the sheet whose rows bear no title in their ids: the blocks of an answer know it."""
    for row in report.submissions:
        place = _place(row.id, answers)
        if place and place.sheet is None and row.document.blocks:
            match = re.match(r"sheet=(.*?) row=\d+", row.document.blocks[0].place)
            if match and match[1] in book.sheetnames:
                return match[1]
    return str(book.sheetnames[0])


def _found(row: Submission, report: Report, lang: str) -> Cells:
    shares: Mapping[str, float] = row.own_shares or {}
    words = " ".join(finding_sentence(one, lang) for one in row.findings)
    flags = "; ".join(label(FLAG_LABELS, flag, lang) for flag in row.flags)
    partners = "; ".join(dict.fromkeys(_partners(row.id, report)))
    return flags or translator(lang).gettext(_NOTHING), words, partners, shares.get("own"), shares.get("shared")


def _partners(id: str, report: Report) -> Iterator[str]:
    """People of the flagged pairs, strongest first."""
    for pair in report.pairs:
        if pair.flagged and id in pair.ids:
            other = report.document(pair.right_id if pair.left_id == id else pair.left_id)
            yield other.author or other.id


def _fill(sheet: Any, rows: Mapping[int, Cells], lang: str) -> None:
    """Headers go into the row above the first answer, cells behind the last column that has anything."""
    first = sheet.max_column + 1
    header = min(rows) - 1
    for at, title in enumerate(_TITLES, first):
        _put(sheet.cell(max(header, 1), at), translator(lang).gettext(title))
        for row, cells in rows.items():
            _put(sheet.cell(row, at), cells[at - first])


def _put(cell: Any, value: str | float | None) -> None:
    """Text as text, so that none becomes a formula; shares in per cent."""
    if isinstance(value, str):
        cell.value = cut(clean(value), _MAX_CHARACTERS)
        cell.data_type = "s"
        cell.quotePrefix = looks_like_formula(str(cell.value))
    elif value is not None:
        cell.value, cell.number_format = value, "0.0%"


_NOTHING = N_("nothing to look at")
