"""Three people's forms, short enough to read."""

from __future__ import annotations

import pytest

from detector.documents import Document

SHEET = """PHIẾU TỰ ĐÁNH GIÁ
Họ và tên: {name}
1. Chính trị tư tưởng:
(Nêu việc chấp hành chủ trương)
{politics}
2. Kết quả công tác:
{work}
3. Tự xếp loại: Hoàn thành tốt nhiệm vụ

Phú Lâm, ngày 16 tháng 12 năm 2024
NGƯỜI TỰ ĐÁNH GIÁ
{name}
"""
PEOPLE = {
    "an": (
        "Tôi dự đủ 12 buổi sinh hoạt chi bộ. Tôi kể chuyện Bác Hồ cho lớp 9A nghe vào sáng thứ Hai.",
        "Tôi dạy Toán 9A, soạn 24 phiếu học tập; phụ đạo 8 em yếu vào chiều thứ Năm. "
        "Em Khánh Vy đạt giải Nhì cấp huyện. Cuối năm 2024 lớp có 31 em khá giỏi. "
        "Tôi cùng cô Hoà dựng góc đọc dưới gốc bàng, kỷ luật lớp tốt hơn hẳn; bản thân dự 18 tiết của đồng nghiệp.",
    ),
    "binh": (
        "Năm nay tôi viết bài thu hoạch 6 trang về chuyển đổi số ở trường làng.",
        "Tôi trông thư viện 1.240 cuốn, cho mượn 3.180 lượt, dán lại gáy 96 cuốn rách cùng các em lớp 7B. "
        "Tháng 10 tôi xin được 120 cuốn truyện từ một hiệu sách và kể chuyện dưới cờ 14 buổi, có hôm mưa vẫn kể. "
        "Tôi còn lập sổ theo dõi bạn đọc theo từng thôn, gọi điện nhắc trả sách 60 lượt.",
    ),
    "chi": (
        "Là đảng viên từ năm 2009, tôi giúp hai quần chúng viết đơn.",
        "Tôi trực 42 ca ở phòng y tế, sơ cứu 61 lượt ngã trên sân, làm thẻ bảo hiểm cho 512 em trong ba tuần. "
        "Hôm 14/4 có 9 em say nắng, tôi và bác bảo vệ chườm mát rồi gọi gia đình từng em. "
        "Đợt cúm tháng 11 tôi khử khuẩn 18 phòng, phát 600 khẩu trang và dạy các lớp rửa tay sáu bước.",
    ),
}


@pytest.fixture
def forms() -> list[Document]:
    return [
        Document(f"{id}.txt", "", SHEET.format(name=id.title(), politics=politics, work=work))
        for id, (politics, work) in PEOPLE.items()
    ]
