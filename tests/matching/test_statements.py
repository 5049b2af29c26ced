"""Sentences that hang together are one statement, and one statement is one coincidence."""

from __future__ import annotations

import pytest

import detector
from detector.matching.statements import statement_starts
from tests.provenance.build import corpus_named, row_of

A, B, C = (
    "Trực đêm ở trạm bơm suốt mùa mưa lũ năm nay",
    "sửa máy nổ cùng hai anh thợ ở xóm dưới",
    "chép sổ vận hành bằng bút chì cho đỡ nhòe",
)


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (f"{A}. {B.capitalize()}. {C.capitalize()}.", 3),
        (f"{A}; {B}; {C}.", 1),
        (f"{A}: {B}. {C.capitalize()}.", 2),
        (f"{A}:\n- {B};\n- {C}.\nVề nhà khi đã bàn giao xong ca trực.", 2),
        (f"- {A}\n- {B}\n- {C}", 3),
        (f'Anh ghi "{A}"; chị ghi "{B}". {C.capitalize()}.', 2),
    ],
)
def test_a_semicolon_a_comma_and_a_colon_hold_a_statement_together(text: str, statements: int) -> None:
    corpus = corpus_named({"an": text, "binh": "Một. Hai."})
    of_first = corpus.sentences.document_rows == row_of(corpus, "an")
    assert len(set(statement_starts(corpus)[of_first].tolist())) == statements


OWN = [
    "Tôi đi xe đạp tới bản Nà Lốm hai bận trong tuần mưa để vận động bảy gia đình dời chuồng trâu khỏi gầm sàn.",
    "Chị Thơm kế toán đổi hết sổ cũ sang bảng điện tử, còn tôi đọc từng con số cho chị gõ suốt chín buổi chiều.",
    "Cầu treo gãy ván hôm rằm tháng bảy, tôi với anh Sình lấy cửa nhà kho lát tạm cho học sinh qua lại.",
    "Kho thóc giống ẩm mốc vì mái dột, tôi phơi lại bốn lần và ghi nhiệt độ từng bao lên vách gỗ.",
    "Đám cưới nhà ông Páo bớt được hai ngày uống rượu sau khi tôi đến ngồi nói chuyện với cả họ ba tối liền.",
    "Loa thôn hỏng màng, tôi cắt bìa áo mưa dán vào, tiếng vẫn nghe được tới tận suối Cạn trong mùa gặt.",
]
EQUIPMENT = (
    "Bộ đồ của đội cứu nạn gồm dây thừng tẩm sáp loại ba chạc, phao tự chế bằng can nhựa bịt nút gỗ; xà beng đầu dẹt, "
    "cưa cá mập lưỡi gãy; đèn bão chụp thiếc, còi đồng của ông Vàng; bạt dứa khâu đôi, túi cứu thương vải chàm"
)
SEVERAL = EQUIPMENT.replace("; ", ". ")


def scanned(shared: str) -> bool:
    texts = {f"p{row}": " ".join([OWN[row], OWN[row - 1][::-1]]) for row in range(6)}
    for name in ("p0", "p3"):
        texts[name] += f" {shared}."
    (pair,) = [pair for pair in detector.scan(texts).pairs if {pair.left_id, pair.right_id} == {"p0", "p3"}]
    return pair.flagged


def test_one_statement_that_two_people_share_flags_no_pair_and_the_same_words_in_several_do() -> None:
    assert not scanned(EQUIPMENT)
    assert scanned(SEVERAL)
