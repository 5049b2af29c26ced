"""The month, quarter, half year or year that the name of a file or a folder gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from detector.text.fold import folded_text
from detector.text.heads.phrases import MONTH_WORD, ROMAN, WORDS, Time, year_of

# Names of files and folders, folded, with every sign a blank
_NAME_DATE = re.compile(r"(?<!\d)(?:\d{1,2} \d{1,2} 20\d\d|20\d\d \d{1,2} \d{1,2}|20\d{6}|\d{8})(?!\d)")
_NAME_HALF = re.compile(r"\b(?:6|06) thang (?P<half>dau|cuoi)(?: nam)?(?: (?P<year>20\d\d))?\b|\bh(?P<half2>[12])\b")
_NAME_THREE = re.compile(r"\b(?:3|03) thang (?P<end>dau|cuoi)(?: nam)?(?: (?P<year>20\d\d))?\b")
_NAME_QUARTER = re.compile(
    r"\b(?:quy|quarter|q) ?(?P<quarter>iv|i{1,3}|[1-4])(?: (?:nam )?(?P<year>20\d\d))?\b"
    r"|\b(?P<year2>20\d\d) ?(?:q|quy) ?(?P<quarter2>[1-4])\b"
)
# With its signs: "phiếu tháng 2 (3)" is the third copy of one. "T4+5" holds the sheets of two months and says neither
_NAME_MONTHS = re.compile(
    r"\b(?:thang|t) ?(?P<first>0?[1-9]|1[0-2])(?:\s*,\s*\d{1,2})?\s*(?:[,+&–-]|den|toi|va)\s*(?:thang|t)? ?"
    r"(?P<last>0?[1-9]|1[0-2])(?!\d)"
)
_NAME_MONTH = re.compile(
    rf"\b(?:(?:thang|month) ?|(?:t|th|m))(?P<month>0?[1-9]|1[0-2])(?: (?:nam )?(?P<year>20\d\d))?\b"
    rf"|\bthang (?P<word>{MONTH_WORD}|nam(?! 20\d\d))(?: (?:nam )?(?P<year4>20\d\d))?\b"
    r"|\b(?P<year2>20\d\d) (?P<month2>0[1-9]|1[0-2])\b|\b(?P<month3>0?[1-9]|1[0-2]) (?P<year3>20\d\d)\b"
)
_NAME_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def words_of_file(id: str) -> list[str]:
    """The words and numbers of a file's name, folded, without its folders and suffix."""
    name = re.split(r"[/\\!]", id.split("#", 1)[0])[-1]
    return re.findall(r"[^\W_]+", folded_text(PurePosixPath(name).stem))


def name_times(names: Sequence[str]) -> list[Time]:
    """What each name of a file or folder says; `NOTHING` for one that says nothing."""
    return [_name_time(name) for name in names]


def _name_time(name: str) -> Time:
    folded = re.sub(r"[\W_]+", " ", folded_text(name))
    plain = _NAME_DATE.sub(" ", folded)
    years = _NAME_YEAR.findall(folded)
    year = int(years[-1]) if years else None
    if match := _NAME_HALF.search(plain):
        part = f"H{match['half2']}" if match["half2"] else ("H1" if match["half"] == "dau" else "H2")
        return Time(year_of(match["year"]) or year, part)
    if match := _NAME_THREE.search(plain):
        return Time(year_of(match["year"]) or year, "Q1" if match["end"] == "dau" else "Q4")
    if match := _NAME_MONTHS.search(folded_text(name).replace("_", " ")):
        return Time(year, _quarter_of(match))
    if match := _NAME_QUARTER.search(plain):
        quarter = match["quarter"] or match["quarter2"]
        return Time(year_of(match["year"] or match["year2"]) or year, f"Q{ROMAN.get(quarter) or int(quarter)}")
    months = [_name_month(match) for match in _NAME_MONTH.finditer(plain)]
    if months:  # "M01 ... 2.2026": the code of a form, and the month
        month = next((one for one in months if one.year), months[0])
        return replace(month, year=month.year or year)
    return Time(year)


def _quarter_of(match: re.Match[str]) -> str | None:
    """The quarter of "tháng 7-9", "tháng 7, 8, 9"; None for any other months."""
    first, last = int(match["first"]), int(match["last"])
    return f"Q{last // 3}" if (last - first, last % 3) == (2, 0) else None


def _name_month(match: re.Match[str]) -> Time:
    number = match["month"] or match["month2"] or match["month3"] or str(WORDS[match["word"].replace("muoi ", "muoi_")])
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    return Time(year_of(year), f"{int(number):02d}")
