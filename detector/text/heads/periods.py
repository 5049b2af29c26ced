"""Which year, month, quarter or half year a sheet is about: by its title and head, and the names of file and folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detector.outside import remembered_lines
from detector.text.fold import folded_text
from detector.text.heads.labels import Mark
from detector.text.heads.rating_lines import boxes_in
from detector.text.heads.slots import Slot, folded_line

_YEAR = r"(?P<year>20\d\d)"
_SCHOOL_YEAR = r"(?:(?:19|20)\d\d\s*[-–/]\s*)?"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
WORDS = {
    word: number
    for number, words in enumerate(
        ("gieng mot", "hai", "ba", "tu bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi_mot", "muoi_hai chap"), 1
    )
    for word in words.split()
}
_OF_YEAR = rf"(?:[\s,./:–-]*(?:nam\s*)?(?:hoc\s*)?{_YEAR})?(?!\d)"
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
    rf"(?<!\w)quy\s+(?:thu\s+)?(?P<quarter>mot|nhat|hai|ba|tu|bon)[\s,./-]*(?:nam\s*)?{_YEAR}(?!\d)"
)
_MONTH = re.compile(rf"(?<!\w)(?:thang\s*:?\s*|t){_MONTH_NUMBER}(?!\d|\w){_OF_YEAR}")
_FIGURES = re.compile(rf"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR}(?!\d)")
_MONTHS_IN_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTH = re.compile(rf"(?<![\w./-])(?P<month>{'|'.join(_MONTHS_IN_ROMAN)})\s*[/-]\s*{_YEAR}(?!\d)")
_DAY = r"(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})(?:\s*(?:[/.-]|nam)\s*(20\d\d))?"
_RANGE = re.compile(rf"(?<!\w)(?:tu\s*)?(?:ngay\s*)?{_DAY}\s*(?:den|toi|-|–)\s*(?:het\s*)?(?:ngay\s*)?{_DAY}(?!\d)")
_DAYS = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s*(?:den|toi|-|–)\s*(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*{_YEAR}(?!\d)"
)
_MONTHS = re.compile(
    rf"(?<!\w)(?:tu\s*)?thang\s*(\d{{1,2}})(?:\s*[/.-]\s*(20\d\d))?\s*(?:den|toi|-|–)\s*(?:het\s*)?(?:thang\s*)?"
    rf"(\d{{1,2}})\s*(?:[/.-]|nam)\s*(?:nam\s*)?{_YEAR}"
)
# "tháng 7, 8, 9 năm 2026", "tháng 10, tháng 11 và tháng 12"
_LISTED_MONTHS = re.compile(
    r"(?<!\w)thang\s*(?P<first>\d{1,2})(?:\s*(?:[,;+&]|va)\s*(?:thang\s*)?\d{1,2})*?\s*(?:[,;+&]|va)\s*(?:thang\s*)?"
    rf"(?P<last>\d{{1,2}})(?!\d|\s*(?:[,;+&]|va)\s*(?:thang\s*)?\d){_OF_YEAR}"
)
_FIGURE_MONTHS = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s*/\s*(20\d\d)\s*(?:den|toi|-|–)\s*(\d{{1,2}})\s*/\s*{_YEAR}(?!\d)"
)
_SIGNS, _AND_MORE = re.compile(r"[\s,;:()./–-]*(?:cua\s+)?"), re.compile(r"\s*(?:[,–-]|va|den|toi)\s*(?:thang\s*)?\d")
_ANY_YEAR = re.compile(rf"(?<!\w)nam\s*(?:hoc\s*)?:?\s*{_SCHOOL_YEAR}{_YEAR}(?!\d)")
# Words of a line that is about the sheet itself
_TITLE = re.compile(
    r"^\W*(?:(?:[ivx]{1,4}|\d{1,2}|[a-c])[.)]\s*)?(?:ban (?:tu|kiem|danh|nhan|cam|bao)|phieu|bao cao|ky\b|"
    r"thoi (?:gian|ky|diem)|giai doan|dot\b|tu (?:danh|nhan|kiem|xep)|bang (?:cham|tu|diem|danh|theo)|"
    r"ket qua (?:tu|danh|theo|xep|thuc hien)|cam ket|kiem diem|danh gia|"
    r"(?:annual|year[ -]end|employee|staff|self|performance)\b)"
)
_ABOUT = re.compile(
    r"\b(?:kiem diem|danh gia|nhan xet|xep loai|theo doi|cam ket|nam hoc|tong ket|bao cao|dot|cham diem|bang diem|"
    r"tu phe binh|thi dua|kpi|self[ -](?:assessment|evaluation|review)|appraisal|performance review)\b"
)
_FOREIGN = re.compile(
    r"\b(?:sinh|ngay|nhiem ky|nghi dinh|quyet dinh|huong dan|quy dinh|nghi quyet|thong tu|chi thi|ban hanh|kem theo|"
    r"ket nap|vao dang|giai doan|cong van|ke hoach|luat)\b|\bso\W*[\d.…]|/nd|/qd|-qd|/tt"
)
_CLAIM = re.compile(
    rf"\b(?:kiem diem|danh gia|nhan xet|xep loai)\b[^.;:]{{0,80}}?(?<!\w)nam\s*(?:hoc\s*)?{_SCHOOL_YEAR}{_YEAR}(?!\d)"
    r"[^.;:\d]{0,50}(?:nhu sau|:)"
)
_OWN_YEAR = re.compile(rf"^\W*(?:cuoi\s*)?nam\s*(?:hoc|cong tac|danh gia)?\s*:?\W*{_SCHOOL_YEAR}{_YEAR}\W*$")
_OWN_YEARS = re.compile(rf"^\W*(?:(?:19|20)\d\d\s*[-–/]\s*){_YEAR}\W*$")
_YEAR_APART = re.compile(r"\b2 0 \d \d\b")
_TITLE_YEAR = re.compile(rf"(?<!\w)(?:nam\s*)?(?:hoc\s*)?{_SCHOOL_YEAR}{_YEAR}\W*(?:\([^()]*\)\W*)?$")
_YEAR_IN_TITLE = re.compile(rf"(?<!\w)nam\s*(?:hoc\s*)?{_SCHOOL_YEAR}{_YEAR}(?!\d)")
# The part of a title that names the year to come: "kiểm điểm năm 2025 và phương hướng năm 2026"
_PLAN = re.compile(
    r"(?<=\d)\W*\s(?:va |, |- )?(?:phuong huong|ke hoach|nhiem vu|cam ket|dang ky|chi tieu|trong tam|de ra)\b"
    r"(?=.*\b20\d\d\b)"
)
_DATE_LINE = re.compile(
    r"^(?:[^\d:;]{1,40}?,\s*|\W*)ngay\b[^\w]*(?:\d{1,2})?[^\w]*thang\W*(?P<month>\d{1,2})\W*nam\W*(?P<year>20\d\d)\W*$"
)
_WORD = re.compile(r"[^\W_]+")
_TIME_WORDS = frozenset(
    {"thang", "nam", "quy", "hoc", "ky", "tu", "den", "toi", "het", "ngay", "dau", "cuoi", "ca", "dot", "lan", "va"}
    | {"trong", "hang", "thu", "nhat", "nhi", "i", "ii", "iii", "iv", "gieng", "mot", "hai", "ba", "bon", "sau"}
    | {"bay", "tam", "chin", "muoi", "chap"}
)
_ALL_QUARTERS = re.compile(r"\s*(?:i\W+ii\W+iii|1\W+2\W+3\W+4|1\W{3,}2\W{3,}3)\b")
# One of several in a year: which part of it, folders and other sheets say
_ROUND = re.compile(r"(?<!\w)dot\s*(?:thu\s*)?(?:[1-9]|i{1,3}|iv|nhat|hai|ba|tu|bon)(?!\w)")
_ANY = 2026  # a year for months whose own is not said
_TITLE_WORDS = 30
_SHORT_WORDS = 12
_FIRST_OWN_MONTH = 3  # a date line of January or February stands on sheets about the year before


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


@dataclass(frozen=True, slots=True)
class Times:
    """What a head says.

    Attributes:
        time: the period of the sheet, or its year.
        dated: the year of the date line, where it may be that of the sheet.
        is_yearly: the title or a line of its own gives a year, and nothing a part of it.
    """

    time: Time
    dated: int | None
    is_yearly: bool


def period_in(text: str) -> str | None:
    """The month, quarter or half year with its year that the words of a cell or title line give; None without one."""
    if re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2]|Q[1-4]|H[12])", text):
        return text
    return next((time.code for line in text.split("\n") if (time := _own_line(folded_text(line.strip()))).code), None)


def times_of(slots: Sequence[Slot], marks: Sequence[tuple[Mark, ...]]) -> Times:
    """Reads the slots of a head; a year never comes from prose."""
    period = next(_periods(slots, marks), NOTHING)
    dated = dated_in(slots)
    if period.code:
        return Times(period, dated, is_yearly=False)
    year = next(_years(slots, marks), None)
    if period.part and not period.year:
        period = replace(period, year=year or dated)
    if period.code:
        return Times(period, dated, is_yearly=False)
    is_round = any(_is_short(slot.folded) and not slot.of_answers and _ROUND.search(slot.folded) for slot in slots)
    return Times(
        Time(period.year or year, period.part), dated, is_yearly=(period.year or year) is not None and not is_round
    )


def is_time(value: str) -> bool:
    """Whether a value holds nothing but words and figures of dates and periods."""
    return all(word.isdigit() or word in _TIME_WORDS for word in _WORD.findall(folded_text(value)))


def _periods(slots: Sequence[Slot], marks: Sequence[tuple[Mark, ...]]) -> Iterator[Time]:
    """Periods of labels first, then those of lines of their own."""
    for at, (slot, found) in enumerate(zip(slots, marks, strict=True)):
        for mark in found:
            if mark.field == "period":
                words = _chosen(slot, mark) if slot.folded[mark.value_start :].strip(" .…_)") else ""
                following = slots[at + 1].folded if not words and at + 1 < len(slots) and not marks[at + 1] else ""
                time = _phrase(re.sub(r"[:)]", " ", words or following)) if _is_short(words or following) else NOTHING
                if time != NOTHING:
                    yield time
    for slot in slots:
        time = _own_line(slot.folded)
        if time.part and not slot.of_answers:
            yield time


def _chosen(slot: Slot, mark: Mark) -> str:
    """The words of a period; of several with a box each, those of the ticked one: "Quý: ☐ I  ☒ II"."""
    label, start = slot.folded[mark.start : mark.value_start], mark.value_start
    boxes = boxes_in(slot.text, start)
    if not boxes:  # a PDF may have no picture of a box: of all quarters none can be told
        return "" if _ALL_QUARTERS.match(slot.folded, start) else slot.folded[mark.start :]
    at = next((at for at, box in enumerate(boxes) if box[0]), None)
    if at is None or sum(box[0] for box in boxes) > 1:
        return ""
    edges = [start, *(edge for box in boxes for edge in box[1:]), len(slot.folded)]
    before = bool(slot.folded[start : boxes[0][1]].strip(" .:()"))
    return label + slot.folded[edges[2 * at + 2 * (not before)] : edges[2 * at + 2 * (not before) + 1]]


def _years(slots: Sequence[Slot], marks: Sequence[tuple[Mark, ...]]) -> Iterator[int]:
    """Years of lines of their own and titles, of labels, and of the sentence that opens the sheet."""
    for slot in slots:
        if not slot.of_answers and (year := _own_year(slot.text)):
            yield year
    for at, (slot, found) in enumerate(zip(slots, marks, strict=True)):
        for mark in found:
            words = slot.folded[mark.start :] if mark.field == "year" else ""
            if words and not words[mark.value_start - mark.start :].strip() and at + 1 < len(slots):
                words += " " + slots[at + 1].folded
            if words and _is_short(words) and (match := re.search(rf"{_SCHOOL_YEAR}{_YEAR}", words)):
                yield int(match["year"])
    for slot in slots:
        if not slot.of_answers and (match := _CLAIM.search(slot.folded)) and not _FOREIGN.search(match.group()):
            yield int(match["year"])


@remembered_lines
def _own_year(line: str) -> int | None:
    """Of a line that is nothing but the year, or a title that ends with one."""
    folded = _YEAR_APART.sub(lambda match: match.group().replace(" ", ""), folded_line(line))
    if plan := _PLAN.search(folded):
        folded = folded[: plan.start()]
    if match := _OWN_YEAR.match(folded) or _OWN_YEARS.match(folded):
        return int(match["year"])
    match = _TITLE_YEAR.search(folded) or (_YEAR_IN_TITLE.search(folded) if _TITLE.match(folded) else None)
    years = {year["year"] for year in _YEAR_IN_TITLE.finditer(folded)}
    if not match or len(years) > 1 or _FOREIGN.search(folded) or len(folded.split()) > _TITLE_WORDS:
        return None
    is_title = bool(_TITLE.match(folded) and _ABOUT.search(folded)) and (line.isupper() or _is_short(folded))
    return int(match["year"]) if is_title or (line.isupper() and _ABOUT.search(folded)) else None


def dated_in(slots: Sequence[Slot]) -> int | None:
    """The year of the last date line, from March on: earlier ones stand on sheets of the year before."""
    for slot in reversed(slots):
        match = _DATE_LINE.match(slot.folded) if "ngay" in slot.folded else None
        if match and not _FOREIGN.search(slot.folded.replace("ngay", "", 1)):
            return int(match["year"]) if int(match["month"]) >= _FIRST_OWN_MONTH else None
    return None


def _is_short(text: str) -> bool:
    return len(text.split()) <= _SHORT_WORDS


@remembered_lines
def _own_line(folded: str) -> Time:
    """The period of a line that holds nothing else but, at most, words of a title before it."""
    line = folded.strip(" \t()[].,;:*–-")
    if len(line.split()) > _TITLE_WORDS or not line:
        return NOTHING
    time, start, end = _first_phrase(line)
    before, behind = line[:start].strip(" (:,–-"), line[end:].strip(" ).,;:")
    if not time.part or behind or re.search(r"\bngay\b", before):
        return NOTHING
    return (
        time
        if not before or (_TITLE.match(before) and not _FOREIGN.search(before.replace("giai doan", "")))
        else NOTHING
    )


def _phrase(folded: str) -> Time:
    return _first_phrase(folded)[0]


def _first_phrase(folded: str) -> tuple[Time, int, int]:
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
    time = _between(day, month, year or last_year, last_day, last_month, last_year or year)
    return (time, *match.span()) if time != NOTHING else None


def _of_days(folded: str) -> tuple[Time, int, int] | None:
    """ "01-28/02/2026"."""
    match = _DAYS.search(folded)
    if not match:
        return None
    day, last_day, month, year = map(int, match.groups())
    time = _between(day, month, year, last_day, month, year)
    return (time, *match.span()) if time != NOTHING else None


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
    match = _FIGURES.search(folded)
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
