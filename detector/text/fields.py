"""Header fields and the self-rating, read off the text of a form."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import zip_longest

import numpy as np

from detector.corpus import Ints
from detector.documents import Document
from detector.text.fold import Folded, fold
from detector.text.lexicon import resource

_HEADER_CHARACTERS = 2500
_VALUE_CHARACTERS = 200
_FIELD_OF = {"name": "author", "unit": "unit", "post": "post"}
_YEAR = re.compile(r"\b(?:nam hoc|nam)\s*:?\s*(?:(?:19|20)\d\d\s*[-–/]\s*)?((?:19|20)\d\d)\b")
# On folded text, a line of its own: prose that names a month says nothing about the sheet, nor does a date line.
_PERIOD = re.compile(
    r"^\W*(?:(?:ky|phieu|ban (?:tu|kiem|danh)|bao cao|thoi|giai doan)\b[^\n]{0,120}?)??"
    r"(?<!\w)(?:(?P<kind>thang|quy)\s*(?P<number>\d{1,2}|[ivx]{1,4})|6\s*thang\s*(?P<half>dau|cuoi))"
    r"\W*(?:nam\s*)?(?P<year>20\d\d)\W*$",
    re.M,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}  # of quarters; months are written in figures
_CODE = re.compile(r"20\d\d-(?:\d\d|Q[1-4]|H[12])")
_TICK = re.compile(r"[☑☒✓✔þ■●]|\[\s*[xX]\s*\]|(?<!\w)[xX](?!\w)")
_LEADERS = re.compile(r"[.…_\s]+$|^[.…_:\s]+")
_GAP = "   "
_RATING_TAIL = 900  # characters before the signature in which the self-rating stands


def with_fields(document: Document) -> Document:
    """The document with author, unit, post, period, year and self-rating of its text where no better is known."""
    text = "\n" + document.filled_in  # so that every line, the first too, begins after a line end
    folded = fold(text)
    head = text[: _HEADER_CHARACTERS + 1]
    folded_head = folded.text[: np.searchsorted(folded.starts, len(head))]
    header = _header_fields(head, folded_head, folded.starts)
    found: dict[str, object] = {field: value for field, value in header.items() if getattr(document, field) is None}
    period = (period_in(document.period) if document.period else None) or _period(folded_head)
    if period != document.period:
        found["period"] = period
    if document.year is None and (year := _year(folded_head) or (int(period[:4]) if period else None)):
        found["year"] = year
    if document.self_rating is None and (rating := _self_rating(text, folded)):
        found["self_rating"] = rating
    return document.with_fields(**found) if found else document


def self_rating(text: str) -> str | None:
    """The level the writer claims: the only one named after the last 'xếp loại', or the only one ticked."""
    return _self_rating(text, fold(text))


def _self_rating(text: str, folded: Folded) -> str | None:
    start = folded.text.rfind("xep loai")
    if start < 0:
        return None
    region_start, region_end = _line_start(folded.text, start), min(len(folded.text), start + _RATING_TAIL)
    options = [(m.lastgroup, m.start()) for m in _rating_pattern().finditer(folded.text, region_start, region_end)]
    levels = {level for level, _ in options}
    if len(levels) == 1:
        return levels.pop()
    ticked = {level for level, at in options if _is_ticked(text, int(folded.starts[at]))}
    return ticked.pop() if len(ticked) == 1 else None


def period_in(text: str) -> str | None:
    """The first month, quarter or half year with its year: ``2026-03``, ``2026-Q1``, ``2026-H1``; None without one."""
    if _CODE.fullmatch(text):
        return text
    return _period(fold(text).text)


def _period(folded: str) -> str | None:
    codes = (_period_code(match) for match in _PERIOD.finditer(folded))
    return next((code for code in codes if code), None)


def _period_code(match: re.Match[str]) -> str | None:
    year, name = match["year"], match["number"]
    if match["half"]:
        return f"{year}-H{1 if match['half'] == 'dau' else 2}"
    number = int(name) if name.isdigit() else _ROMAN.get(name, 0)
    if match["kind"] == "thang":
        return f"{year}-{number:02d}" if 1 <= number <= 12 else None
    return f"{year}-Q{number}" if 1 <= number <= 4 else None


def _header_fields(header: str, folded: str, starts: Ints) -> dict[str, str]:
    """author, unit and post, from labels at the start of lines, table cells or after wide gaps.

    `header` begins with a line end; `starts` are its characters, of each folded one.
    """
    labels = list(_label_pattern(with_gaps=_GAP in folded).finditer(folded))
    fields: dict[str, str] = {}
    for match, following in zip_longest(labels, labels[1:]):
        name = _FIELD_OF.get(_label_fields()[match.group(1)], "")
        stop = following.start() if following else len(folded)
        start = starts[match.end()] if match.end() < len(folded) else len(header)
        end = starts[stop] if stop < len(folded) else len(header)
        value = _value(header[start:end])
        if name and value and name not in fields:
            fields[name] = value.title() if name == "author" and value.isupper() else value
    return fields


def _value(between: str) -> str:
    """The rest of the label's line, or the next line where the label stands alone."""
    for line in between.split("\n")[:2]:
        value = _LEADERS.sub("", re.split(r"\t|\s{3,}", line.strip(" \t:"))[0])
        if value:
            return unicodedata.normalize("NFC", value[:_VALUE_CHARACTERS])
    return ""


def _year(folded: str) -> int | None:
    match = _YEAR.search(folded)
    return int(match.group(1)) if match else None


def _is_ticked(text: str, at: int) -> bool:
    """A tick sign just before a rating on its line."""
    return bool(_TICK.search(text[max(_line_start(text, at), at - 6) : at]))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


@cache
def _label_fields() -> dict[str, str]:
    """Folded label -> field name of `header_fields.toml`."""
    fields = resource("header_fields.toml")
    return {
        fold(label).text: name for name, entry in fields.items() if isinstance(entry, dict) for label in entry["labels"]
    }


@cache
def _label_pattern(*, with_gaps: bool) -> re.Pattern[str]:
    """Without gaps it need not try every space: half the time."""
    labels = sorted(_label_fields(), key=len, reverse=True)
    # The sign in front is taken, not looked behind for, so that the engine can skip from sign to sign; and most lines
    # are left at their first letter.
    sign, letters = rf"(?:\n|\t|{_GAP})" if with_gaps else r"[\n\t]", {re.escape(label[0]) for label in labels}
    return re.compile(
        rf"{sign}[ \-+*]*(?:\d[.)] ?)?(?=[{''.join(sorted(letters))}])"
        rf"({'|'.join(map(re.escape, labels))})(?=\s*[:.…]|\s*$|\s*\n|\t)",
        re.M,
    )


@cache
def _rating_pattern() -> re.Pattern[str]:
    levels: dict[str, list[str]] = resource("ratings.toml")["levels"]
    order = ("not_completed", "excellent", "good", "completed")
    parts = [f"(?P<{level}>{'|'.join(_spellings(levels[level]))})" for level in order]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


def _spellings(names: list[str]) -> list[str]:
    return [re.escape(fold(name).text) for name in sorted(names, key=len, reverse=True)]
