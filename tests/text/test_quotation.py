from __future__ import annotations

import pytest

from detector.text.quotation import looks_quoted

PLEDGE = "Mỗi phút chờ đợi của người bệnh là một lần chúng tôi tự hỏi mình đã làm hết sức chưa"


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ('Cả khoa đọc: "', '."', True),
        ("Cả khoa đọc: “", "”, rồi giao ban.", True),
        ("Khẩu hiệu treo ở sảnh là ", ". Tôi thuộc lòng.", True),
        ("Đơn vị đã ký CAM KẾT: ", ".", True),
        ("Trong giao ban tôi hay nhắc: ", ".", False),
        ('Tôi nói "được", rồi làm. ', ".", False),
        (
            "Lời hứa đầu năm tôi giữ được. Tôi trực 41 đêm, dạy hai điều dưỡng mới, sửa ba quy trình và viết bài. ",
            ".",
            False,
        ),
        ("", "", False),
    ],
)
def test_marks_around_the_words_or_an_announcement_before_them_are_signs(before: str, after: str, quoted: bool) -> None:
    text = f"{before}{PLEDGE}{after}"
    assert looks_quoted(text, len(before), len(before) + len(PLEDGE)) is quoted
