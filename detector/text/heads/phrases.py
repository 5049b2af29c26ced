"""The month, quarter, half year or year that words give: "từ 01/01/2026 đến 31/01/2026", "Quý I", "tháng Ba 2026"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

YEAR = r"(?P<year>20\d\d)"
SCHOOL_YEAR = r"(?:(?:19|20)\d\d\s*[-–/]\s*)?"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
WORDS = {
    word: number
    for number, words in enumerate(
        ("gieng mot", "hai", "ba", "tu bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi_mot", "muoi_hai chap"), 1
    )
    for word in words.split()
}
_OF_YEAR = rf"(?:[\s,./:–-]*(?:nam\s*)?(?:hoc\s*)?{YEAR})?(?!\d)"
MONTH_WORD = r"muoi (?:mot|hai)|gieng|chap|mot|hai|ba|tu|bon|sau|bay|tam|chin|muoi"
# "Tháng năm 2026" may be a form whose number was left out, "tháng Năm, 2026" is May
_MAY = r"nam(?=\s+nam\b|\s*[,/.-]\s*20\d\d)"
_MONTH_NUMBER = rf"(?P<month>\d{{1,2}}|{MONTH_WORD}|{_MAY})"
# On folded text, each once; in the order in which they are tried.
_HALF = re.compile(rf"(?<!\w)(?:6|06|sau)\s*thang\s*(?P<half>dau|cuoi)(?:\s*nam)?{_OF_YEAR}")
_THREE = re.compile(rf"(?<!\w)(?:3|03|ba)\s*thang\s*(?P<end>dau|cuoi)(?:\s*nam)?{_OF_YEAR}")
_QUARTER = re.compile(
    rf"(?<!\w)(?:quy\s*:?\s*|q\.?\s?)(?P<quarter>iv|i{{1,3}}|[1-4])"
    rf"(?:[./-](?P<year2>20\d\d)(?!\d)|(?![\w.]*\w){_OF_YEAR})"
)
# Only with its year: "quý ba" without one may be "quý bà"
_QUARTER_WORD = re.compile(
    rf"(?<!\w)quy\s+(?:thu\s+)?(?P<quarter>mot|nhat|hai|ba|tu|bon)[\s,./-]*(?:nam\s*)?{YEAR}(?!\d)"
)
_MONTH = re.compile(rf"(?<!\w)(?:thang\s*:?\s*|t){_MONTH_NUMBER}(?!\d|\w){_OF_YEAR}")
_FIGURES = re.compile(rf"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])\s*[/.-]\s*{YEAR}(?!\d)")
_YEAR_FIRST = re.compile(rf"(?<![\d/.-]){YEAR}\s*[/.-]\s*(?P<month>0?[1-9]|1[0-2])(?!\d|\s*[/.-]\s*\d)")
_MONTHS_IN_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTH = re.compile(rf"(?<![\w./-])(?P<month>{'|'.join(_MONTHS_IN_ROMAN)})\s*[/-]\s*{YEAR}(?!\d)")
# Of its year two figures only in a row of figures: "01.04-30.04.26"
_SHORT_YEAR = r"[2-4]\d(?![\d/.-])"
_DAY = (
    r"(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})"
    rf"(?:(?:\s*(?:[/.-]|nam)\s*(?=20\d\d)|[/.-](?={_SHORT_YEAR}))(\d{{2,4}}))?"
)
_RANGE = re.compile(rf"(?<!\w)(?:tu\s*)?(?:ngay\s*)?{_DAY}\s*(?:den|toi|-|–)\s*(?:het\s*)?(?:ngay\s*)?{_DAY}(?!\d)")
_DAYS = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s*(?:den|toi|-|–)\s*(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*"
    rf"(?P<year>20\d\d(?!\d)|{_SHORT_YEAR})"
)
_MONTHS = re.compile(
    rf"(?<!\w)(?:tu\s*)?thang\s*(\d{{1,2}})(?:\s*[/.-]\s*(20\d\d))?\s*(?:den|toi|-|–)\s*(?:het\s*)?(?:thang\s*)?"
    rf"(\d{{1,2}})\s*(?:[/.-]|nam)\s*(?:nam\s*)?{YEAR}"
)
# "tháng 7, 8, 9 năm 2026", "tháng 10, tháng 11 và tháng 12"
_LISTED_MONTHS = re.compile(
    r"(?<!\w)thang\s*(?P<first>\d{1,2})(?:\s*(?:[,;+&]|va)\s*(?:thang\s*)?\d{1,2})*?\s*(?:[,;+&]|va)\s*(?:thang\s*)?"
    rf"(?P<last>\d{{1,2}})(?!\d|\s*(?:[,;+&]|va)\s*(?:thang\s*)?\d){_OF_YEAR}"
)
_FIGURE_MONTHS = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s*/\s*(20\d\d)\s*(?:den|toi|-|–)\s*(\d{{1,2}})\s*/\s*{YEAR}(?!\d)"
)
_SIGNS, _AND_MORE = re.compile(r"[\s,;:()./–-]*(?:cua\s+)?"), re.compile(r"\s*(?:[,–-]|va|den|toi)\s*(?:thang\s*)?\d")
_ANY_YEAR = re.compile(rf"(?<!\w)nam\s*(?:hoc\s*)?:?\s*{SCHOOL_YEAR}{YEAR}(?!\d)")
_ANY = 2026  # a year for months whose own is not said


@dataclass(frozen=True, slots=True)
class Time:
    """A year, and the part of it: ``03``, ``Q1``, ``H1``; None where it is not said."""

    year: int | None = None
    part: str | None = None

    @property
    def code(self) -> str | None:
        """``2026-03``; None without a part or a year."""
        return f"{self.year}-{self.part}" if self.year and self.part else None


NOTHING = Time()


def first_phrase(folded: str) -> tuple[Time, int, int]:
    """The first period that words give, with its characters; of a whole year only the year."""
    for read in (
        *(_of_range, _of_months, _of_half, _of_three),
        *(_of_month_in_quarter, _of_quarter, _of_month, _of_figures, _of_roman, _of_year),
    ):
        if found := read(folded):
            return found
    return NOTHING, 0, 0


def _of_range(folded: str) -> tuple[Time, int, int] | None:
    match = _RANGE.search(folded)
    if not match:
        return _of_days(folded)
    day, month, year, last_day, last_month, last_year = (int(group) if group else 0 for group in match.groups())
    if not last_year and (tail := re.match(r"\W*nam\s*(20\d\d)", folded[match.end() :])):
        last_year = int(tail[1])
    year, last_year = _whole(year or last_year), _whole(last_year or year)
    time = _between(day, month, year, last_day, last_month, last_year)
    return (time, *match.span()) if time != NOTHING else None


def _of_days(folded: str) -> tuple[Time, int, int] | None:
    """ "01-28/02/2026"."""
    match = _DAYS.search(folded)
    if not match:
        return None
    day, last_day, month, year = map(int, match.groups())
    time = _between(day, month, _whole(year), last_day, month, _whole(year))
    return (time, *match.span()) if time != NOTHING else None


def _whole(year: int) -> int:
    """A year of which only the last two figures may be written."""
    return year + 2000 if 0 < year < 100 else year


def _between(day: int, month: int, year: int, last_day: int, last_month: int, last_year: int) -> Time:
    """The part of a year that two days enclose, by the month that holds most of it."""
    try:
        first, last = date(year, month, day), date(last_year, last_month, min(last_day, 28))
    except ValueError:
        return NOTHING
    days = (last - first).days
    if days < 0:
        return NOTHING
    middle = first + timedelta(days=days // 2)
    if days <= 31:
        return Time(middle.year, f"{middle.month:02d}")
    if day == 1 and (last_month - month, last_year) == (2, year) and month % 3 == 1:
        return Time(year, f"Q{(month + 2) // 3}")
    if day == 1 and (last_month - month, last_year) == (5, year) and month in (1, 7):
        return Time(year, "H1" if month == 1 else "H2")
    return Time(last_year)


def _of_months(folded: str) -> tuple[Time, int, int] | None:
    match = _MONTHS.search(folded) or _FIGURE_MONTHS.search(folded)
    if not match:
        return _of_listed_months(folded)
    last_year = int(match["year"])
    first_year = int(match[2] or last_year)
    return _between(1, int(match[1]), first_year, 28, int(match[3]), last_year), *match.span()


def _of_listed_months(folded: str) -> tuple[Time, int, int] | None:
    """A quarter or half year whose months are named one by one; of any other months only the year."""
    match = _LISTED_MONTHS.search(folded)
    if not match:
        return None
    year = year_of(match["year"])
    time = _between(1, int(match["first"]), year or _ANY, 28, int(match["last"]), year or _ANY)
    return Time(year, time.part), *match.span()


def _of_half(folded: str) -> tuple[Time, int, int] | None:
    match = _HALF.search(folded)
    return (Time(year_of(match["year"]), "H1" if match["half"] == "dau" else "H2"), *match.span()) if match else None


def _of_three(folded: str) -> tuple[Time, int, int] | None:
    match = _THREE.search(folded)
    return (Time(year_of(match["year"]), "Q1" if match["end"] == "dau" else "Q4"), *match.span()) if match else None


def _of_quarter(folded: str) -> tuple[Time, int, int] | None:
    if word := _QUARTER_WORD.search(folded):
        number = 1 if word["quarter"] == "nhat" else WORDS[word["quarter"]]
        return Time(int(word["year"]), f"Q{number}"), *word.span()
    match = _QUARTER.search(folded)
    if not match:
        return None
    name = match["quarter"]
    return Time(year_of(match["year"] or match["year2"]), f"Q{ROMAN.get(name) or int(name)}"), *match.span()


def _of_month_in_quarter(folded: str) -> tuple[Time, int, int] | None:
    """ "Tháng 02, quý I/2026"; of "quý I (tháng 1, 2, 3)" none."""
    month, quarter = _of_month(folded), _of_quarter(folded)
    if not (month and quarter and month[0].part and quarter[0].part):
        return None
    (_, *before), (_, *behind) = sorted((month, quarter), key=lambda one: one[1])
    is_in = (int(month[0].part) + 2) // 3 == int(quarter[0].part[1:])
    if not is_in or _SIGNS.fullmatch(folded, before[1], behind[0]) is None or _AND_MORE.match(folded, month[2]):
        return None
    return replace(month[0], year=month[0].year or quarter[0].year), before[0], behind[1]


def _of_month(folded: str) -> tuple[Time, int, int] | None:
    match = _MONTH.search(folded)
    if not match:
        return None
    name = match["month"].replace("muoi ", "muoi_")
    number = int(name) if name.isdigit() else WORDS[name]
    if match.group().startswith("t") and not match.group().startswith("thang") and not match["year"]:
        return None
    return (Time(year_of(match["year"]), f"{number:02d}"), *match.span()) if 1 <= number <= 12 else None


def _of_figures(folded: str) -> tuple[Time, int, int] | None:
    match = _FIGURES.search(folded) or _YEAR_FIRST.search(folded)
    return (Time(int(match["year"]), f"{int(match['month']):02d}"), *match.span()) if match else None


def _of_roman(folded: str) -> tuple[Time, int, int] | None:
    """ "III/2026": March; where quarters are handed in, the names of files and folders say so."""
    match = _ROMAN_MONTH.search(folded)
    return (
        (Time(int(match["year"]), f"{_MONTHS_IN_ROMAN.index(match['month']) + 1:02d}"), *match.span())
        if match
        else None
    )


def _of_year(folded: str) -> tuple[Time, int, int] | None:
    match = _ANY_YEAR.search(folded)
    return (Time(int(match["year"])), *match.span()) if match else None


def year_of(year: str | None) -> int | None:
    """A year that may not be named."""
    return int(year) if year else None
