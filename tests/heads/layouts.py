"""Heads and feet of forms as offices lay them out, with what a person reads there.

Several sets, each written with its right values before the reader saw any of them: see the files of `SETS`, whose lines
are strings (tabs are tabs), tables, or runs that may be struck out. `tests.heads.build` makes files of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Cells that are one with the cell beside or above them
LEFT, UP = "←", "↑"


@dataclass(frozen=True)
class Table:
    """Rows of cells; a line end in a cell is a paragraph end. `lines` says whether its borders are drawn."""

    rows: tuple[tuple[str, ...], ...]
    lines: bool = True


@dataclass(frozen=True)
class Runs:
    """A line whose runs may be struck out: (text, struck)."""

    runs: tuple[tuple[str, bool], ...]


Part = str | Table | Runs


@dataclass(frozen=True)
class Layout:
    """What stands above and below the body, and the fields that are there; None for one that the form does not give.

    `only` names the formats, where the layout cannot be drawn in all of them.
    """

    name: str
    head: tuple[Part, ...]
    foot: tuple[Part, ...]
    author: str | None = None
    unit: str | None = None
    post: str | None = None
    year: int | None = None
    period: str | None = None
    rating: str | None = None
    only: tuple[str, ...] = ()
    typed: str = ""  # NFD, VNI or TCVN3, in a Word file


# With sentences that name a year, a month and a unit, and lines that begin like labels
BODY = (
    "I. Kết quả tự đánh giá",
    "Tôi đã lập 14 biên bản kiểm tra hồ sơ nhà ở, trả lại 3 bộ thiếu bản vẽ và hướng dẫn từng hộ bổ sung trong tuần.",
    "Năm 2019 tôi được tặng giấy khen vì tham gia chống lũ; từ đó phụ trách tổ xung kích của xóm Đồng Mít.",
    "Đơn vị bạn mượn máy đo hai tuần, tôi theo dõi và nhận lại đủ phụ kiện.",
    "II. Hạn chế, khuyết điểm",
    "Sổ trực tháng 8 còn ghi gộp hai ngày một lần, tôi đã tự nhắc mình ghi ngay cuối ca.",
)


def _part(value: Any) -> Part:
    if isinstance(value, str):
        return value
    if "runs" in value:
        return Runs(tuple((text, struck) for text, struck in value["runs"]))
    return Table(tuple(map(tuple, value["table"])), value.get("lines", True))


def _layout(value: dict[str, Any]) -> Layout:
    parts = {name: tuple(map(_part, value[name])) for name in ("head", "foot")}
    return Layout(**{**value, **parts, "only": tuple(value.get("only", ()))})


def read_layouts(name: str) -> tuple[Layout, ...]:
    return tuple(map(_layout, json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))))


_NAMES = (
    "layouts",
    "further",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "varied",
    "tenth",
)
SETS = {name: read_layouts(f"{name}.json") for name in _NAMES}
LAYOUTS = SETS["layouts"]
