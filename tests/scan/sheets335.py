"""Monthly sheets of Decree 335 as Word files: a score table and two short boxes of a person's own words."""

from __future__ import annotations

from pathlib import Path

from tests.readers.make import docx, p, table

_CRITERIA = (
    ("I", "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ và ý thức kỷ luật, kỷ cương trong thực "
     "thi công vụ", "10", "9,5"),
    ("1", "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ", "5", "5"),
    ("2", "Ý thức kỷ luật, kỷ cương trong thực thi công vụ", "5", "4,5"),
    ("II", "Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm; khả năng đáp ứng yêu cầu thực thi nhiệm "
     "vụ được giao; tinh thần trách nhiệm trong thực thi công vụ; thái độ phục vụ người dân, doanh nghiệp và khả năng "
     "phối hợp với đồng nghiệp", "10", "9"),
    ("", "Tổng cộng", "30", "28"),
)  # fmt: skip


def sheet(
    author: str, month: str, strengths: str, weaknesses: str, *, post: str = "Chuyên viên", manager: str = ""
) -> bytes:
    """One month of one person, e.g. ``month="tháng 3/2026"``; `manager` stands in the box of the superior."""
    lines = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC",
        f"(Kỳ theo dõi, đánh giá: {month})",
        f"Họ và tên: {author}",
        f"Chức vụ, chức danh: {post}",
        "Đơn vị công tác: Phòng Tài chính - Kế hoạch",
        "I. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ THEO TIÊU CHÍ CHUNG",
    ]
    head = [("TT", "Tiêu chí chấm điểm", "Điểm tối đa", "Điểm do cá nhân tự chấm"), ("(1)", "(2)", "(3)", "(4)")]
    after = [
        "II. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ",
        "1. Điểm tiêu chí chung: 28",
        "2. Điểm tiêu chí kết quả thực hiện nhiệm vụ: 66,5",
        "3. Tổng điểm: 94,5",
        f"4. Ưu điểm: {strengths}",
        f"5. Hạn chế, khuyết điểm: {weaknesses}",
        f"6. Ý kiến nhận xét của cấp có thẩm quyền theo dõi, đánh giá: {manager or '…………'}",
        "CÔNG CHỨC TỰ ĐÁNH GIÁ",
        "(Ký tên, ghi rõ họ tên)",
        author,
    ]
    return docx("".join([*map(p, lines), table(*head, *_CRITERIA), *map(p, after)]))


def write_sheets(folder: Path, sheets: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sheets.items():
        (folder / name).write_bytes(data)
    return folder
