"""One term per idea on every page, export and guide: the table of words, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detector.language import translator
from tests.test_language import CATALOGUE

ROOT = Path(__file__).parents[1]
# English message -> what it is called; the ideas of the table that have a label of their own.
TERMS = {
    "Enter the reviewer's name": "Nhập tên người rà soát",
    "Exclude this passage": "Loại trừ đoạn này",
    "Count this passage again": "Tính lại đoạn này",
    "Exclusions": "Danh mục loại trừ",
    "Export": "Xuất kết quả",
    "Export …": "Lập biên bản …",
    "flags": "điểm cần xem",
    "not concluded": "chưa kết luận",
    "look later": "xem sau",
    "awaiting an explanation": "chờ giải trình",
    "concluded": "đã kết luận",
    "no issue": "không có vấn đề",
    "figures hidden": "đang ẩn số liệu",
    "by person": "theo người",
    "by pair": "theo cặp",
    "linear": "thang thường",
    "log scale": "thang log",
    "Pairs within the group, drawn": "Sơ đồ các cặp trong cụm",
    "Who is in the group": "Người trong cụm",
    "blank form": "mẫu trống",
    "Text outside form and regulation": "Phần ngoài biểu mẫu và quy định",
    "own writing": "phần viết riêng",
    "Strongest match": "Mức trùng cao nhất",
    "Texts of many": "Đoạn dùng chung",
    "Cancel": "Hủy",
    "Results have changed": "Kết quả vừa được cập nhật",
}
AVOIDED = (
    "bạn là ai",
    "để riêng",
    "chuyển giao",
    "xem ẩn",
    "những người viết",
    "ai liên quan với ai",
    "biểu mẫu trống",
    "biểu mẫu trắng",
    "chỉ do ngẫu nhiên",
    "bản nào sao chép",
    "không phải làm gì",
    "đã có người làm trước",
    "sổ để riêng",
    "chưa xem",
)
AVOIDED_ENGLISH = (
    "Hand on",
    "Somebody was faster",
    "Is the line in the right place",
    "Take back",
    "The count adds up",
    "one foot in",
    "blank template",
)


def said() -> list[tuple[str, str]]:
    """Messages with all their translations."""
    pofile = pytest.importorskip("babel.messages.pofile")
    with CATALOGUE.open("rb") as stream:
        return [(str(one.id), str(one.string)) for one in pofile.read_po(stream) if one.id]


@pytest.mark.parametrize("message", TERMS)
def test_each_idea_has_its_term(message: str) -> None:
    assert translator("vi").gettext(message) == TERMS[message]


def test_no_page_says_what_the_table_avoids() -> None:
    messages = said()
    assert [words for _, words in messages for avoided in AVOIDED if avoided in words.casefold()] == []
    assert [source for source, _ in messages for avoided in AVOIDED_ENGLISH if avoided in source] == []


@pytest.mark.parametrize("guide", ["docs/huong_dan.md", "docs/tutorial_reviewer.md", "README.md"])
def test_no_guide_says_what_the_table_avoids(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    plain = re.sub(r"`[^`]*`", " ", text)
    assert [avoided for avoided in AVOIDED if avoided in plain.casefold()] == []
    assert [avoided for avoided in AVOIDED_ENGLISH if avoided in plain] == []
