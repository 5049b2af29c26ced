"""A report in which no field of any row is empty: what a transformation must keep, it can lose here."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from detector.documents import (
    Block,
    BlockKind,
    Document,
    HiddenWords,
    Hiding,
    ReadingNote,
    Role,
    SkippedFile,
    SkipReason,
    Span,
)
from detector.matches import (
    Cluster,
    FileHistory,
    Method,
    MethodNull,
    Null,
    Pair,
    Passage,
    SharedHistory,
    SharedText,
    Side,
)
from detector.report import Finding, LearntLine, Mark, Report, Submission, Table, UnitRow
from detector.settings import Settings
from tests.reports import report_of

FORM = "BẢN TỰ ĐÁNH GIÁ"
COPIED = "Tôi đã soạn 12 giáo án điện tử cho khối 8 và dự 31 giờ của tổ Toán trong học kỳ hai năm nay."
REPEATED = "Tham gia trực 30 ca đêm ở trạm y tế xã Bằng Ca từ tháng chín đến tháng mười hai năm ngoái."
ADDED = "Đã dựng 4 buổi phát thanh măng non."
SHARES = dict.fromkeys(("form", "rule", "common", "reference", "previous", "shared", "own"), 0.0)


def full_report() -> Report:
    """Bình has An's sentence, Giang hers; Chi her own of last year."""
    names = {"an": "Nguyễn Văn An", "binh": "Trần Thị Bình", "giang": "Hồ Văn Giang", "chi": "Lê Chi"}
    told = {"an": COPIED, "binh": COPIED, "giang": COPIED, "chi": REPEATED}
    rows = [_submission(id, names[id], told[id], "Trường Hạ Lang") for id in names]
    an, binh, giang, chi = (row.document for row in rows)
    before = _document("2023/chi", names["chi"], REPEATED, "Trường Hạ Lang", Role.PREVIOUS)
    pairs = [(an, binh, COPIED), (an, giang, COPIED), (binh, giang, COPIED), (chi, before, REPEATED)]
    return report_of(
        Settings(pair_min_bits=90.0, min_own_syllables=10),
        rows,
        [_pair(left, right, bits) for bits, (left, right, _) in zip((160.0, 150.0, 140.0, 120.0), pairs, strict=True)],
        [_passage(left, right, words) for left, right, words in pairs],
        [Cluster("c1", (an.id, binh.id, giang.id), COPIED, "colleagues")],
        [SkippedFile("unit/khoa.pdf", SkipReason.ENCRYPTED, "khoa.pdf: locked. Unlock it.")],
        others=(before,),
        learnt_form=(LearntLine(FORM, 3, 4),),
        scan_notes=(("capped_shingles", "12 > 40"),),
        file_histories=tuple(
            FileHistory(one.id, "MÁY 1", "MÁY 2", "2024-12-20T08:00:00Z", "2024-12-21T08:00:00Z", 7, 2)
            for one in (an, binh, chi)
        ),
        shared_histories=(SharedHistory(an.id, binh.id, 3, 2, True, 0.01),),
        units=(UnitRow("Trường Hạ Lang", 4, 4, {"good": 4}, 3, 1, ("THCS Hạ Lang",)),),
        shared_texts=Table([_shared_text(an, binh, giang)]),
        nulls=(
            MethodNull(Method.PASSAGES, 90.0, Null(30.0, 12.0, 9.5), "Trường Hạ Lang"),
            MethodNull(Method.CLAUSES, 90.0),
        ),
        crowds=((an.id, binh.id, giang.id),),
        common_below=(Side("chi", 3, 9),),
        timings={"read": 0.5},
        found_under="0123",
        taken_over=True,
    )


def _submission(id: str, author: str, line: str, unit: str) -> Submission:
    document = _document(id, author, line, unit, Role.SUBMISSION)
    kind = "previous" if line == REPEATED else "shared"
    facts = {"other_id": "binh", "other_author": "Trần Thị Bình", "share": 0.7, "source_id": "2023/chi"}
    named = ("binh", "giang") if id == "an" else ("an",) if kind == "shared" else ("2023/chi",)
    findings = (Finding(kind, 150.0, 90.0, facts if id == "an" else {"other_id": named[0], "share": 0.7}, named),)
    starts = [span.start for span in _lines(document.text)]
    ends = [span.end for span in _lines(document.text)]
    marks = tuple(map(Mark, starts, ends, ("form", kind, "own")))
    shares = SHARES | {"form": 0.2, kind: 0.5, "own": 0.3}
    own = SHARES | {kind: 0.625, "own": 0.375}
    return Submission(document, 40, shares, own, findings, "c1" if kind == "shared" else None, marks, {"sticky": 2.5})


def _document(id: str, author: str, line: str, unit: str, role: Role) -> Document:
    text = "\n".join([FORM, line, ADDED])
    return Document(
        id=id,
        path=f"unit/{id}.docx",
        text=text,
        role=role,
        blocks=(Block(0, len(text), BlockKind.CELL, "table=1 row=2 column=1"),),
        author=author,
        unit=unit,
        year=2024,
        post="giáo viên",
        self_rating="good",
        notes=(ReadingNote("repaired", "one table was closed"),),
        period="2024-H2",
        sections=((len(FORM) + 1, "II. Kết quả"),),
        hidden=(HiddenWords(3, "chữ ẩn", Hiding.SIZE, "page=1"),),
        person=f"roster {author}",
        born="1980",
        set_aside=((0, len(FORM), "form"),),
    )


def _lines(text: str) -> list[Span]:
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    return [Span(start, stop - 1) for start, stop in zip(starts, [*starts[1:], len(text) + 1], strict=True)]


def _pair(left: Document, right: Document, bits: float) -> Pair:
    cluster = "c1" if right.role is Role.SUBMISSION else None
    method = Method.ORDER if bits == 140.0 else Method.PASSAGES
    return Pair(left.id, right.id, True, bits, 0.4, 0.6, 0.5, 0.5, 1, cluster, 0.001, method, 90.0)


def _passage(left: Document, right: Document, words: str) -> Passage:
    sides = [Side(one.id, one.text.index(words), one.text.index(words) + len(words)) for one in (left, right)]
    return Passage(sides[0], sides[1], "shared" if words == COPIED else "previous", 0.9, 3, 80.0, True)


def _shared_text(*documents: Document) -> SharedText:
    places = [Side(one.id, one.text.index(ADDED), one.text.index(ADDED) + len(ADDED)) for one in documents]
    return SharedText("t1", ADDED, 8, tuple(one.id for one in documents), tuple(places))


def unfilled(report: Report) -> set[str]:
    """Fields, as ``Class.field``, that have nothing but their default in every row of the report."""
    seen: dict[str, bool] = {}
    for row in _rows(report):
        for spec in fields(row):
            value = getattr(row, spec.name)
            usual = spec.default if spec.default is not MISSING else None
            name = f"{type(row).__name__}.{spec.name}"
            seen[name] = seen.get(name, False) or (value != usual and value not in ("", None) and _is_filled(value))
    return {name for name, is_filled in seen.items() if not is_filled}


def _is_filled(value: Any) -> bool:
    return not hasattr(value, "__len__") or len(value) > 0


def _rows(value: Any) -> list[Any]:
    """All rows below a value, itself included; settings are values that a report only hands on."""
    if isinstance(value, Settings | str):
        return []
    if is_dataclass(value) and not isinstance(value, type):
        return [value, *(row for spec in fields(value) for row in _rows(getattr(value, spec.name)))]
    return [row for one in value for row in _rows(one)] if hasattr(value, "__iter__") else []


def differences(before: Any, after: Any, path: str = "") -> set[str]:
    """Dotted names of the fields in which two reports differ; a table that has other rows is named by itself too."""
    if is_dataclass(before) and not isinstance(before, Settings):
        assert type(before) is type(after)
        names = [spec.name for spec in fields(before)]
        parts = (differences(getattr(before, n), getattr(after, n), f"{path}.{n}".strip(".")) for n in names)
        return set().union(*parts)
    if hasattr(before, "__len__") and len(_rows(before)) > 0:
        return _differences_of_rows(list(before), list(after), path)
    return set() if before == after else {path}


def _differences_of_rows(before: list[Any], after: list[Any], path: str) -> set[str]:
    """Rows are compared with those of the same name; in their order where the names are what changed."""
    old = {_name(row): row for row in before}
    if old.keys() >= {_name(row) for row in after}:
        pairs = [(old[_name(row)], row) for row in after]
    elif len(before) != len(after):
        return {path}
    else:
        pairs = list(zip(before, after, strict=True))
    changed = {path} if len(before) != len(after) else set()
    return changed.union(*(differences(one, other, path) for one, other in pairs))


def _name(row: Any) -> tuple[Any, ...]:
    if isinstance(row, Passage):
        return row.left, row.right
    names = ("id", "path", "left_id", "right_id", "name", "kind", "start", "method")
    return tuple(getattr(row, name) for name in names if hasattr(row, name))
