"""The example of `docs/measures.md`, computed."""

from __future__ import annotations

from detector.analysis import analyse
from detector.documents import Document, Role
from detector.report import Submission
from detector.settings import Settings

NOW = """I. TỰ ĐÁNH GIÁ
Tôi dạy 17 tiết Toán mỗi tuần ở các lớp 9A, 9B và 8C. Lớp 9A có 31/38 em đạt từ khá trở lên.
Bản thân luôn chấp hành nghiêm chỉnh chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước.
Tôi dạy 17 tiết Toán mỗi tuần ở các lớp 9A, 9B và 8C.
II. HẠN CHẾ, KHUYẾT ĐIỂM
Lớp 8C còn 5 em chưa nắm được phép chia đa thức, tôi chưa tìm ra cách kéo các em lên.
"""
BEFORE = """Bản thân luôn chấp hành nghiêm chỉnh chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước.
Lớp 8C còn 5 em chưa nắm được phép chia đa thức, tôi sẽ phụ đạo thêm.
"""


def worked_example() -> Submission:
    """The one submission of the example."""
    person = {"author": "Nguyễn Văn An", "unit": "Trường A"}
    now = Document("now.txt", "now.txt", NOW, year=2024, **person)
    before = Document("before.txt", "before.txt", BEFORE, role=Role.PREVIOUS, year=2023, **person)
    return analyse([now, before], settings=Settings()).submissions[0]
