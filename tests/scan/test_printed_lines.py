"""What is printed and what is written, where the two are easily taken for each other."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detector.analysis import analyse
from detector.documents import Document
from detector.evaluation.simulation import SimulatedUnit
from detector.report import Report
from detector.settings import Settings

INSTRUCTIONS = {
    "1.": "(Nêu rõ nhận thức, việc học tập nghị quyết và tuyên truyền trong gia đình, nơi cư trú)",
    "2.": "(Nêu việc giữ gìn lối sống, quan hệ với đồng nghiệp và láng giềng trong năm)",
    "3.": "(Nêu cách sắp xếp công việc, giờ giấc, phối hợp với bộ phận khác)",
    "4.": "(Nêu số ngày nghỉ, việc chấp hành phân công và kê khai theo yêu cầu)",
    "6.": "(Nêu cách tiếp xúc, số lần được khen hoặc bị phản ánh)",
}

REVIEW = """BẢN TỰ KIỂM ĐIỂM
Họ và tên: {name}
1. Chính trị tư tưởng:
- Tôi dự 11 buổi sinh hoạt chi bộ, góp ý 4 lần về việc nạo vét mương và dự 3 buổi học nghị quyết ở huyện.
- Tôi kể chuyện chiếc quạt giấy trong 5 buổi giao ban, vận động 12 nhà ở xóm Bãi đi bầu trưởng thôn sớm.
2. Ý thức tổ chức kỷ luật:
- Chấp hành nội quy của cơ quan, nghỉ 2 ngày có phép trong tháng 3.
- {dated}
3. Kết quả công tác:
- Tôi đo 14 thửa đất ở thôn Đông, cắm 60 mốc dọc sông, số hóa 4.800 trang sổ mục kê trong mùa mưa.
- Hòa giải 9 vụ tranh chấp lối đi, trong đó 7 vụ hai nhà bắt tay nhau ngay tại sân kho hợp tác xã.
"""


@pytest.mark.parametrize(
    "dated", ["Kê khai tài sản ngày 21/7/2024: thêm xe máy 179 triệu.", "Tham gia hiến máu ngày 14/6/2024."]
)
def test_a_list_item_with_a_date_is_no_signature(dated: str) -> None:
    texts = {name: REVIEW.format(name=name, dated=dated) for name in ("An", "Bình")}
    documents = [Document(f"{name}.txt", "", text, author=name) for name, text in texts.items()]
    form = marked(analyse(documents, settings=Settings()), "An.txt", "form")
    assert not form & set(range(texts["An"].index("Tôi đo 14"), len(texts["An"])))


def test_instructions_that_a_few_people_left_in_are_no_copying() -> None:
    unit = SimulatedUnit(40, 3, "school").documents()
    plain = analyse(unit, settings=Settings()).pairs.flagged()
    kept = [with_instructions(document) if number < 6 else document for number, document in enumerate(unit)]
    flagged = analyse(kept, settings=Settings()).pairs.flagged()
    assert {(p.left_id, p.right_id) for p in flagged} == {(p.left_id, p.right_id) for p in plain}


def with_instructions(document: Document) -> Document:
    """The same form with the printed instruction below each heading that has one."""
    text = document.text
    for number, instruction in INSTRUCTIONS.items():
        text = re.sub(rf"(?m)^{re.escape(number)} .*$", lambda heading, line=instruction: f"{heading[0]}\n{line}", text)
    return replace(document, text=text, key="")


def marked(report: Report, id: str, kind: str) -> set[int]:
    """Characters of one class."""
    return {at for mark in report.submission(id).marks if mark.kind == kind for at in range(mark.start, mark.end)}
