"""Lists of answers (one row, one submission): texts, who answered twice, and which boxes say nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from detector.documents import BlockKind, SkipReason
from detector.language import N_
from detector.readers.base import Extract, Failure, Remark
from detector.readers.compose import compose, piece
from detector.readers.table import Columns, Rows, field_values, is_numbering
from detector.readers.table_headers import plain_words
from detector.readers.table_names import shown_cell

COLUMNS = "answers_columns"  # remarks: the columns taken, a person's empty and evasive boxes, who answered again
BOX = "answers_box"
AGAIN = "answers_again"
# Field names as --columns has them
_SHOWN_FIELDS = {"author": "name", "self_rating": "rating"}
# Fields that documents have; e-mail, time stamp, number, birth date and duty only tell rows and columns apart
_OF_DOCUMENTS = ("author", "post", "unit", "year", "period", "self_rating")
_MOST_TOLD = 1_000  # people of one file whose boxes are told
_PLACE_CHARACTERS = 200  # of a header: online forms have whole questions there
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_YEAR = re.compile(r"(?:nam hoc|nam)\s*:?\s*(?:20\d\d\s*[-–/]\s*)?(20\d\d)\b")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-–/]\s*((?:19|20)\d\d)")
_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
          "%d-%m-%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y", "%Y-%m-%d")  # fmt: skip
# An answer of these words alone says nothing, if one of them denies
_NOTHING = """
    ban than toi em minh ca nhan hien tai nay trong nam ky thang quy qua thay co gi nao phat bi het ro dang ke lon them
    khac han che khuyet diem ton yeu kem sai sot vi pham nhuoc y kien de xuat nghi nguyen bien phap cho vao doi voi la
    va thi hoan toan da bat cu van noi dung muc phan a vang thua nhe
"""
_NO = "khong chua ko kg k hong no none nil na n not"
# ... or if it points elsewhere: "Như trên", "Xem mục 2", "Giống năm trước"
_POINTING = "nhu giong tuong tu xem theo nt"
_ELSEWHERE = """
    tren duoi truoc ngoai cu nam ky thang quy o phan muc cau noi dung da neu ghi trinh bay viet va la y het hoan toan
    cua toi ban than y i ii iii iv v a
"""
_MOST_WORDS = 12  # of such an answer


@dataclass(frozen=True, slots=True)
class _Answer:
    """A row with a text; `order` counts the rows of all sheets."""

    sheet: str
    number: int
    order: int
    part: str
    row: Sequence[str]
    fields: dict[str, str]


def answer_events(
    lists: Mapping[str, tuple[Rows, Columns]],
) -> Iterator[Extract | Failure | Remark]:
    """One extract for each person who answered, by sheet and row: under each header its answer.

    Of one person's answers the last counts; the others, and rows with a name alone, are failures that say so.
    """
    headers = {sheet: columns.header(rows) for sheet, (rows, columns) in lists.items()}
    answers: list[_Answer | Failure] = []
    for place, (sheet, (rows, columns)) in enumerate(lists.items()):
        part = "#" if place == 0 else f"#sheet={sheet} "
        yield Remark(part.rstrip("# "), COLUMNS, _taken(sheet, headers[sheet], columns))
        answers.extend(_rows(rows, columns, sheet, part, len(answers)))
    counting = _last_answers([one for one in answers if isinstance(one, _Answer)])
    told: Counter[str] = Counter()
    for answer in answers:
        if isinstance(answer, Failure):
            yield answer
            continue
        last = counting[answer.order]
        header, columns = headers[answer.sheet], lists[answer.sheet][1]
        if last is answer:
            yield _extract(answer, header, columns)
            boxes = _silent_boxes(answer, header, columns)
            remark = Remark("", BOX, f"{_where(answer)} · {_who(answer)}: {boxes}") if boxes else None
        else:
            yield Failure(
                answer.part,
                SkipReason.EARLIER_ANSWER,
                N_("Answered again in {last}, which counts.").format(last=_where(last)),
            )
            remark = Remark("", AGAIN, f"{_who(answer)}: {_where(last)} / {_where(answer)}")
        if remark and (told.update((remark.code,)) or told[remark.code] <= _MOST_TOLD):
            yield remark


def _rows(rows: Rows, columns: Columns, sheet: str, part: str, order: int) -> Iterator[_Answer | Failure]:
    """The rows with a text, numbered from 1 as spreadsheets show them; those with a name alone are told."""
    title = _title_year(rows[: columns.header_row])
    for number, row in enumerate(rows[columns.header_row + 1 :], columns.header_row + 2):
        if number == columns.header_row + 2 and is_numbering(row):
            continue
        fields = field_values(row, columns)
        if any(column < len(row) and row[column].strip() for column in columns.texts):
            if title and not fields.get("year") and not fields.get("period"):
                fields["year"] = title
            if years := _YEARS.search(fields.get("year", "")):  # of a school year the second
                fields["year"] = years[1]
            yield _Answer(sheet, number, order, f"{part}row={number}", row, fields)
        elif fields.get("author"):
            detail = N_("A row with a name and no answer. Ask for it again.")
            yield Failure(f"{part}row={number}", SkipReason.EMPTY, detail)
        order += 1


def _title_year(rows: Rows) -> str:
    """The only year that the lines above the header name."""
    years = {match[1] for row in rows for cell in row for match in _YEAR.finditer(plain_words(cell))}
    return years.pop() if len(years) == 1 else ""


def _extract(answer: _Answer, header: Sequence[str], columns: Columns) -> Extract:
    place = f"sheet={answer.sheet} row={answer.number}" if answer.sheet else f"row={answer.number}"
    pieces = []
    for column in columns.texts:
        text = answer.row[column] if column < len(answer.row) else ""
        if text.strip():
            here = f"{place} column={column + 1} header={_in_place(header[column])}"
            pieces += [piece(header[column].strip(), BlockKind.CELL, here), piece(text, BlockKind.CELL, here)]
    return compose(pieces, part=answer.part, fields={k: v for k, v in answer.fields.items() if k in _OF_DOCUMENTS})


def _in_place(header: str) -> str:
    """A header as a place can hold it: ``=`` parts the fields of a place."""
    return " ".join(header.replace("=", " ").split())[:_PLACE_CHARACTERS]


def _last_answers(answers: Sequence[_Answer]) -> dict[int, _Answer]:
    """By `order`, the answer that counts of the person who gave it.

    One person has one number or e-mail where the list has these, else one name, unit, post and birth date, and answers
    once for each period.
    """
    latest: dict[tuple[str, ...], _Answer] = {}
    for answer in answers:
        key = _identity(answer)
        before = latest.get(key)
        if before is None or not _is_before(answer, before):
            latest[key] = answer
    return {answer.order: latest[_identity(answer)] for answer in answers}


def _identity(answer: _Answer) -> tuple[str, ...]:
    fields = answer.fields
    name, when = _same(fields.get("author", "")), (_same(fields.get("year", "")), _same(fields.get("period", "")))
    number = fields.get("id") or fields.get("email")
    if number:
        return ("number", _same(number), name, *when)
    if not name:
        return ("row", str(answer.order))
    return ("name", name, *(_same(fields.get(field, "")) for field in ("unit", "post", "birth")), *when)


def _same(text: str) -> str:
    """Equal for spellings of one name: in any case and Unicode form, the tone on either vowel (Hoà, Hòa)."""
    words = unicodedata.normalize("NFD", text.casefold()).split()
    return " ".join(_TONE.sub("", word) + "".join(_TONE.findall(word)) for word in words)


def _is_before(answer: _Answer, other: _Answer) -> bool:
    """By the time stamps where both have one, else by the order of the rows."""
    own, its = (_time(one.fields.get("time") or one.fields.get("started", "")) for one in (answer, other))
    return own < its if own and its and own != its else answer.order < other.order


def _time(text: str) -> datetime | None:
    clean = re.sub(r"\s*(?:GMT|UTC)?[+-]?\d*$", "", text) if "GMT" in text or "UTC" in text else text
    clean = re.sub(r"\.\d+|Z$", "", clean.replace(" SA", "").replace(" CH", "").strip())
    for form in _TIMES:
        try:
            return datetime.strptime(clean, form)
        except ValueError:
            continue
    return None


def _taken(sheet: str, header: Sequence[str], columns: Columns) -> str:
    """The columns as --columns would name them, and those that were not taken."""
    names = [("text", column) for column in columns.texts]
    names += [(_SHOWN_FIELDS.get(name, name), column) for name, column in columns.fields.items()]
    others = [
        shown_cell(cell)
        for at, cell in enumerate(header)
        if cell.strip() and at not in dict(names[::-1]).values() and at not in columns.texts
    ]
    taken = "; ".join(f"{name}={shown_cell(header[column])}" for name, column in names)
    return f"{sheet + ': ' if sheet else ''}{taken}" + (f" [–: {'; '.join(others)}]" if others else "")


def _where(answer: _Answer) -> str:
    return f"{answer.sheet} row {answer.number}" if answer.sheet else f"row {answer.number}"


def _who(answer: _Answer) -> str:
    return answer.fields.get("author") or answer.fields.get("email") or _where(answer)


def _silent_boxes(answer: _Answer, header: Sequence[str], columns: Columns) -> str:
    """The boxes that are empty or say nothing, with what stands in them; "" where there is none."""
    found = []
    for column in columns.texts:
        text = answer.row[column].strip() if column < len(answer.row) else ""
        if says_nothing(text):
            found.append(f"{shown_cell(header[column])} ({f'“{shown_cell(text)}”' if text else '–'})")
    return "; ".join(found)


def says_nothing(text: str) -> bool:
    """Whether an answer is empty or evasive: a full stop, one word, "Không có", "Như trên"."""
    words = re.findall(r"[^\W_]+", plain_words(text))
    if len(words) <= 1:
        return True
    return len(words) <= _MOST_WORDS and (_denies(words) or _points_elsewhere(words))


def _denies(words: Sequence[str]) -> bool:
    no = _NO.split()
    return any(word in no for word in words) and {*_NOTHING.split(), *no}.issuperset(words)


def _points_elsewhere(words: Sequence[str]) -> bool:
    pointing = _POINTING.split()
    rest = [word for word in words if word not in pointing and not word.isdigit()]
    return (
        len(rest) < len(words) and any(word in pointing for word in words) and set(_ELSEWHERE.split()).issuperset(rest)
    )
