"""A list of 60 answers of 57 people of one office, and last year's, as any of the shapes such lists come in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

import openpyxl

from detector.evaluation.simulation import SimulatedUnit
from detector.evaluation.simulation.writer import hire, pieces

PEOPLE = 57
TIME, EMAIL, NAME, POST, UNIT = "Dấu thời gian", "Địa chỉ email", "Họ và tên", "Chức vụ", "Đơn vị công tác"
RESULTS, FAULTS, PLAN = "1. Kết quả công tác trong năm", "2. Hạn chế, khuyết điểm", "3. Biện pháp khắc phục"
RATING, DUTY, REMARK = "Tự xếp loại", "Nhiệm vụ được phân công", "Ghi chú"
HEADER = [TIME, EMAIL, NAME, POST, UNIT, RESULTS, FAULTS, PLAN, RATING]
LEVELS = ["Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành nhiệm vụ", "HTTNV"]
COPIES = {3: 20, 11: 41, 30: 52}  # the person at the right has the results of the one at the left
TWICE = {5: 57, 17: 58, 33: 59}  # row of the first answer -> row of the last
EVASIVE = {2: (FAULTS, "Không"), 8: (PLAN, "."), 14: (PLAN, "Như trên"), 26: (FAULTS, "")}
REUSED = (7, 19, 44)  # these people have last year's results again

Row = dict[str, str]


@dataclass(frozen=True)
class Lists:
    """Rows by header."""

    rows: list[Row]
    last_year: list[Row]


def answer_lists() -> Lists:
    """The same every time."""
    office = SimulatedUnit(PEOPLE, seed=61, kind="school").office
    names = [one.author or "" for one in SimulatedUnit(PEOPLE, seed=61, kind="school").documents()]

    def words(person: int, topic: str, round_: int) -> str:
        rng = Random(f"{person} {topic} {round_}")
        writer = hire(office, names[person], rng)
        return " ".join(text for text, _ in pieces(office, writer, topic, rng))

    def row(person: int, round_: int, minute: int) -> Row:
        return {
            TIME: f"{12 + minute // 600:02d}/12/2025 {7 + minute // 60 % 10:02d}:{minute % 60:02d}:07",
            EMAIL: f"nguoi.{person}@truong.example",
            NAME: names[person],
            POST: ("Giáo viên", "Nhân viên", "Tổ trưởng")[person % 3],
            UNIT: "Trường THCS Phú Lâm",
            RESULTS: "\n".join(words(person, topic, round_) for topic in ("work", "conduct")),
            FAULTS: words(person, "weakness", round_),
            PLAN: words(person, "plan", round_),
            RATING: LEVELS[person % 4],
            DUTY: f"Dạy môn {person % 7} cho ba lớp khối {6 + person % 4}, coi thư viện, họp tổ hai tuần một lần",
            REMARK: "",
        }

    rows = [row(person, 2025, person * 7) for person in range(PEOPLE)]
    for source, copy in COPIES.items():
        rows[copy][RESULTS] = rows[source][RESULTS]
    for person, (box, answer) in EVASIVE.items():
        rows[person][box] = answer
    rows += [row(person, 2026, 900 + person) for person in TWICE]
    last_year = [row(person, 2024, person) for person in range(10, 50)] + [row(7, 2024, 7)]
    for person in REUSED:
        before = next(one for one in last_year if one[NAME] == names[person])
        rows[person][RESULTS] = before[RESULTS]
    return Lists(rows, [_renamed(one) for one in last_year])


def _renamed(row: Row) -> Row:
    """Last year's form asked in other words."""
    return {"Họ tên giáo viên": row[NAME], "Trường": row[UNIT], "Những việc đã làm được": row[RESULTS]}


def table(rows: Sequence[Row], header: Sequence[str]) -> list[list[str]]:
    return [list(header), *([row[name] for name in header] for row in rows)]


def workbook(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def semicolons(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def variants(lists: Lists) -> dict[str, tuple[str, bytes]]:
    """(file name, content) by what is different about it."""
    rows = lists.rows
    shuffled = Random(7).sample(HEADER, len(HEADER))
    talkative = [dict(row) for row in rows]
    talkative[9][REMARK] = (
        "Tôi xin nói thêm rằng mọi việc kể trên đều do tôi tự tay làm lấy trong suốt một năm rất vất vả. " * 4
    )
    talkative[31][REMARK] = "nộp muộn"
    return {
        "plain": ("tra_loi.xlsx", workbook(Trang=table(rows, HEADER))),
        "columns in another order": ("tra_loi.xlsx", workbook(Trang=table(rows, shuffled))),
        "semicolons": ("tra_loi.csv", semicolons(table(rows, HEADER))),
        "two sheets": ("tra_loi.xlsx", workbook(Mot=table(rows[:30], HEADER), Hai=table(rows[30:], HEADER))),
        "one talkative person": ("tra_loi.xlsx", workbook(Trang=table(talkative, [*HEADER, REMARK]))),
        "a duty column last": ("tra_loi.xlsx", workbook(Trang=table(rows, [*HEADER, DUTY]))),
        "tabs in UTF-16": ("tra_loi.csv", "\n".join(map(_tabbed, table(rows, HEADER))).encode("utf-16")),
        "dates as dates, empty columns, a filter": ("tra_loi.xlsx", untidy(rows)),
        "a title above": ("tra_loi.xlsx", workbook(Trang=[["TỔNG HỢP NĂM 2025"], [], *table(rows, HEADER)])),
    }


def _tabbed(cells: Sequence[str]) -> str:
    return "\t".join(f'"{cell}"' if "\n" in cell else cell for cell in cells)


def untidy(rows: Sequence[Row]) -> bytes:
    """Time stamps as dates, e-mails in another case, an empty column before each third, widths and a filter."""
    book = openpyxl.Workbook()
    sheet = book.active
    header = [cell for at, name in enumerate(HEADER) for cell in ([None, name] if at % 3 == 2 else [name])]
    sheet.append(header)
    for number, row in enumerate(rows):
        typed: dict[str | None, object] = dict(row)
        typed[TIME] = datetime.strptime(row[TIME], "%d/%m/%Y %H:%M:%S")
        typed[EMAIL] = row[EMAIL].upper() + " " if number % 2 else row[EMAIL]
        sheet.append([typed.get(name) for name in header])
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
