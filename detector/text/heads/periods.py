"""Which year, month, quarter or half year a sheet is about: by its title and head, and the names of file and folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detector.outside import remembered_lines
from detector.text.fold import folded_text
from detector.text.heads.boxes import boxes_in
from detector.text.heads.labels import Mark
from detector.text.heads.phrases import NOTHING, SCHOOL_YEAR, YEAR, Time, first_phrase
from detector.text.heads.slots import Slot, folded_line

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
    rf"\b(?:kiem diem|danh gia|nhan xet|xep loai)\b[^.;:]{{0,80}}?(?<!\w)nam\s*(?:hoc\s*)?{SCHOOL_YEAR}{YEAR}(?!\d)"
    r"[^.;:\d]{0,50}(?:nhu sau|:)"
)
_OWN_YEAR = re.compile(rf"^\W*(?:cuoi\s*)?nam\s*(?:hoc|cong tac|danh gia)?\s*:?\W*{SCHOOL_YEAR}{YEAR}\W*$")
_OWN_YEARS = re.compile(rf"^\W*(?:(?:19|20)\d\d\s*[-–/]\s*){YEAR}\W*$")
_YEAR_APART = re.compile(r"\b2 0 \d \d\b")
_TITLE_YEAR = re.compile(rf"(?<!\w)(?:nam\s*)?(?:hoc\s*)?{SCHOOL_YEAR}{YEAR}\W*(?:\([^()]*\)\W*)?$")
_YEAR_IN_TITLE = re.compile(rf"(?<!\w)nam\s*(?:hoc\s*)?{SCHOOL_YEAR}{YEAR}(?!\d)")
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
_TITLE_WORDS = 30
_SHORT_WORDS = 12
_FIRST_OWN_MONTH = 3  # a date line of January or February stands on sheets about the year before


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
    words = (match.group() for match in _WORD.finditer(folded_text(value)))  # the first of most is neither
    return all(word.isdigit() or word in _TIME_WORDS for word in words)


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
            if words and _is_short(words) and (match := re.search(rf"{SCHOOL_YEAR}{YEAR}", words)):
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
    time, start, end = first_phrase(line)
    before, behind = line[:start].strip(" (:,–-"), line[end:].strip(" ).,;:")
    if not time.part or behind or re.search(r"\bngay\b", before):
        return NOTHING
    return (
        time
        if not before or (_TITLE.match(before) and not _FOREIGN.search(before.replace("giai doan", "")))
        else NOTHING
    )


def _phrase(folded: str) -> Time:
    return first_phrase(folded)[0]
