"""Sixty heads and feet of forms as offices lay them out, with what a person reads there.

Written with their right values before the reader saw any of them. A line of a layout is a string (tabs are tabs), a
`Table`, or a `Runs`; see `tests.heads.build` for how they become files.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """Rows of cells; a line end in a cell is a paragraph end."""

    rows: tuple[tuple[str, ...], ...]
    lines: bool = True  # drawn


@dataclass(frozen=True)
class Runs:
    """A line whose runs may be struck out: (text, struck)."""

    runs: tuple[tuple[str, bool], ...]


Part = str | Table | Runs


@dataclass(frozen=True)
class Layout:
    """What stands above and below the body, and the fields that are there; a field not named is not in the form."""

    name: str
    head: tuple[Part, ...]
    foot: tuple[Part, ...]
    author: str | None = None
    unit: str | None = None
    post: str | None = None
    year: int | None = None
    period: str | None = None
    rating: str | None = None
    only: tuple[str, ...] = field(default=())  # formats, where the layout cannot be drawn in all of them


BODY = (
    "I. Kết quả tự đánh giá",
    "Tôi đã lập 14 biên bản kiểm tra hồ sơ nhà ở, trả lại 3 bộ thiếu bản vẽ và hướng dẫn từng hộ bổ sung trong tuần.",
    "Năm 2019 tôi được tặng giấy khen vì tham gia chống lũ; từ đó phụ trách tổ xung kích của xóm Đồng Mít.",
    "Đơn vị bạn mượn máy đo hai tuần, tôi theo dõi và nhận lại đủ phụ kiện.",
    "II. Hạn chế, khuyết điểm",
    "Sổ trực tháng 8 còn ghi gộp hai ngày một lần, tôi đã tự nhắc mình ghi ngay cuối ca.",
)

NATIONAL = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SIGNED = ("NGƯỜI TỰ KIỂM ĐIỂM", "(Ký, ghi rõ họ tên)")
E_XS, E_T, E_HT, E_K = (
    "Hoàn thành xuất sắc nhiệm vụ",
    "Hoàn thành tốt nhiệm vụ",
    "Hoàn thành nhiệm vụ",
    "Không hoàn thành nhiệm vụ",
)


def typed(level: str) -> tuple[Part, ...]:
    return (f"Tự xếp loại chất lượng: {level}", *SIGNED)


def boxes(ticked: int, *, sign: str = "☒", empty: str = "☐", label: str = "Tự nhận mức xếp loại:") -> tuple[Part, ...]:
    levels = (E_XS, E_T, E_HT, E_K)
    return (label, *(f"{sign if at == ticked else empty} {level}" for at, level in enumerate(levels)), *SIGNED)


LINES = (
    Layout(
        "dotted lines, three labels on one",
        (*NATIONAL, "BẢN KIỂM ĐIỂM CÁ NHÂN", "Năm 2024", "Họ và tên: ......Tráng A Dơ...... Ngày sinh: ..03/02/1988.. Dân tộc: ...Mông...",
         "Chức vụ Đảng: ......Đảng viên...... Chức vụ chính quyền: ......Công chức địa chính......",
         "Đơn vị công tác: ......UBND xã Lao Chải......"),
        boxes(1), "Tráng A Dơ", "UBND xã Lao Chải", "Công chức địa chính", 2024, rating="good",
    ),
    Layout(
        "underscores and a blank unit",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm học 2024 - 2025", "Họ tên giáo viên: ____Hoàng Thị Sen____", "Tổ chuyên môn: ____Khoa học tự nhiên____",
         "Đơn vị công tác: ______________"),
        typed(E_XS), "Hoàng Thị Sen", None, None, 2025, rating="excellent",
    ),
    Layout(
        "HD 43 in one paragraph",
        ("ĐẢNG BỘ HUYỆN YÊN SƠN", "CHI BỘ VĂN PHÒNG", "BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN", "Năm 2025",
         "(Cá nhân không giữ chức vụ lãnh đạo, quản lý)",
         "Họ và tên: Ma Văn Kiểu Ngày sinh: 14/8/1976 Chức vụ: Chuyên viên Đơn vị công tác: Văn phòng HĐND và UBND huyện Chi bộ Văn phòng"),
        boxes(1), "Ma Văn Kiểu", "Văn phòng HĐND và UBND huyện", "Chuyên viên", 2025, rating="good",
    ),
    Layout(
        "tabs after each label",
        ("PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC", "Năm 2025", "Họ và tên:\tTống Khánh Ly\tNăm sinh:\t1994", "Ngạch:\tChuyên viên\tBậc:\t3",
         "Cơ quan, đơn vị công tác:\tChi cục Chăn nuôi và Thú y"),
        typed(E_T), "Tống Khánh Ly", "Chi cục Chăn nuôi và Thú y", "Chuyên viên", 2025, rating="good",
    ),
    Layout(
        "hints in brackets everywhere",
        ("BẢN TỰ ĐÁNH GIÁ VIÊN CHỨC NĂM 2025", "Họ và tên (ghi bằng chữ in hoa, có dấu): ĐÈO VĂN PỌM", "Chức danh nghề nghiệp (ghi cả hạng): Y sĩ hạng IV",
         "Đơn vị công tác (khoa, phòng, trạm): Trạm Y tế xã Mường Mùn"),
        boxes(2), "Đèo Văn Pọm", "Trạm Y tế xã Mường Mùn", "Y sĩ hạng IV", 2025, rating="completed",
    ),
    Layout(
        "lettered labels",
        ("BẢN TỰ NHẬN XÉT", "Năm 2023", "a) Họ và tên: Lăng Thị Bưởi;", "b) Ngày sinh: 20/10/1990;", "c) Chức vụ: Kế toán trưởng;",
         "d) Đơn vị: Trung tâm Dịch vụ nông nghiệp."),
        typed(E_T), "Lăng Thị Bưởi", "Trung tâm Dịch vụ nông nghiệp", "Kế toán trưởng", 2023, rating="good",
    ),
    Layout(
        "bulleted labels with plus signs",
        ("BẢN KIỂM ĐIỂM ĐẢNG VIÊN", "Năm 2025", "+ Đồng chí: Phùng Quang Huy", "+ Chức vụ: Phó Bí thư chi bộ", "+ Cơ quan công tác: Hạt Kiểm lâm Na Hang"),
        boxes(1, sign="[x]", empty="[ ]"), "Phùng Quang Huy", "Hạt Kiểm lâm Na Hang", "Phó Bí thư chi bộ", 2025, rating="good",
    ),
    Layout(
        "all labels left blank",
        (*NATIONAL, "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG VIÊN CHỨC", "Năm ......", "Họ và tên: .................", "Chức danh nghề nghiệp: .............",
         "Đơn vị công tác: ..............", "Điện thoại liên lạc: ..........."),
        boxes(9),
    ),
    Layout(
        "blank name above a telephone",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", "Họ và tên:", "Điện thoại liên lạc: 0912 345 678", "Chức vụ: Văn thư", "Đơn vị công tác:",
         "Độc lập - Tự do - Hạnh phúc"),
        typed(E_HT), None, None, "Văn thư", 2025, rating="completed",
    ),
    Layout(
        "semicolons on one line",
        ("PHIẾU TỰ ĐÁNH GIÁ CỦA GIÁO VIÊN", "Năm học 2025-2026", "Họ và tên giáo viên: Kpă H'Lan; Môn dạy: Ngữ văn; Chủ nhiệm lớp: 9A2", "Trường: PTDTNT THCS Krông Pa; Tỉnh: Gia Lai"),
        typed(E_T), "Kpă H'Lan", "PTDTNT THCS Krông Pa", None, 2026, rating="good",
    ),
    Layout(
        "commas in a running line",
        ("BẢN KIỂM ĐIỂM", "Tên tôi là: Sầm Thị Vân, sinh ngày 12/4/1987, chức vụ: Điều dưỡng trưởng, đơn vị công tác: Khoa Nhi, Bệnh viện Đa khoa huyện Quế Phong",
         "Tôi xin tự kiểm điểm năm 2025 như sau:"),
        typed(E_T), "Sầm Thị Vân", "Khoa Nhi, Bệnh viện Đa khoa huyện Quế Phong", "Điều dưỡng trưởng", 2025, rating="good",
    ),
    Layout(
        "no colon at all",
        ("BẢN KIỂM ĐIỂM CÁ NHÂN", "Năm 2025", "Họ và tên Chu Văn Tấn Ngày sinh 01/01/1981", "Chức vụ Trưởng ban Tuyên giáo", "Đơn vị công tác Huyện ủy Bắc Sơn"),
        typed(E_XS), "Chu Văn Tấn", "Huyện ủy Bắc Sơn", "Trưởng ban Tuyên giáo", 2025, rating="excellent",
    ),
    Layout(
        "a dash in the place of the colon",
        ("BẢN TỰ ĐÁNH GIÁ", "NĂM 2024", "Họ và tên – Nguyễn Thị Kim Ngân", "Chức vụ – Thủ quỹ", "Đơn vị công tác – Phòng Tài chính - Kế hoạch"),
        typed(E_T), "Nguyễn Thị Kim Ngân", "Phòng Tài chính - Kế hoạch", "Thủ quỹ", 2024, rating="good",
    ),
    Layout(
        "an unknown label behind the name",
        ("PHIẾU ĐÁNH GIÁ NHÂN VIÊN", "Năm 2025", "Họ và tên: Đặng Quốc Toản Mã chấm công: 00471", "Vị trí việc làm: Kỹ thuật viên xét nghiệm Ca làm việc: Sáng",
         "Đơn vị: Khoa Xét nghiệm Tầng: 3"),
        typed(E_T), "Đặng Quốc Toản", "Khoa Xét nghiệm", "Kỹ thuật viên xét nghiệm", 2025, rating="good",
    ),
    Layout(
        "a title before the name",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm học: 2024 – 2025", "Họ và tên: ThS. BS. Trịnh Đình Khôi", "Chức danh: Giảng viên chính (hạng II)", "Nơi công tác: Bộ môn Ngoại, Trường Đại học Y khoa Vinh"),
        typed(E_XS), "Trịnh Đình Khôi", "Bộ môn Ngoại, Trường Đại học Y khoa Vinh", "Giảng viên chính (hạng II)", 2025, rating="excellent",
    ),
    Layout(
        "name of a relative below",
        ("BẢN KIỂM ĐIỂM ĐẢNG VIÊN", "Năm 2025", "1. Họ và tên: Vàng Thị Mỷ", "2. Họ và tên chồng: Giàng A Sử", "3. Nghề nghiệp: Cán bộ hưu trí", "4. Nơi cư trú: Tổ 3, thị trấn Mèo Vạc",
         "5. Đang sinh hoạt tại Chi bộ: Tổ dân phố 3"),
        boxes(1), "Vàng Thị Mỷ", None, "Cán bộ hưu trí", 2025, rating="good",
    ),
    Layout(
        "small letters without marks",
        ("ban tu kiem diem", "nam 2025", "ho va ten: le thi hong nhung", "chuc vu: giao vien", "don vi cong tac: truong mam non hoa mai"),
        ("tu xep loai: hoan thanh tot nhiem vu", *SIGNED), "Le Thi Hong Nhung", "truong mam non hoa mai", "giao vien", 2025, rating="good",
    ),
    Layout(
        "recipients and an addressee above",
        ("Kính gửi: Ban Giám hiệu Trường THPT Chuyên Hạ Long", "BẢN TỰ KIỂM ĐIỂM", "Năm 2025", "Tôi tên là: Âu Dương Phong", "Nơi nhận:", "- Ban: BGH,", "- Tổ: Hành chính;", "- Lưu: VT."),
        typed(E_T), "Âu Dương Phong", None, None, 2025, rating="good",
    ),
    Layout(
        "the year behind a decree and a date line",
        ("Mẫu số 03", "(Ban hành kèm theo Nghị định số 90/2020/NĐ-CP ngày 13 tháng 8 năm 2020)", "Điện Biên, ngày 06 tháng 01 năm 2026",
         "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG VIÊN CHỨC NĂM 2025", "Họ và tên: Cà Thị Diên", "Chức danh nghề nghiệp: Giáo viên tiểu học hạng III", "Đơn vị công tác: Trường PTDTBT Tiểu học Nà Hỳ"),
        boxes(0), "Cà Thị Diên", "Trường PTDTBT Tiểu học Nà Hỳ", "Giáo viên tiểu học hạng III", 2025, rating="excellent",
    ),
    Layout(
        "a birth year of this century and no year",
        ("BẢN TỰ KIỂM ĐIỂM", "Họ và tên: Lưu Gia Bảo", "Sinh ngày 09 tháng 9 năm 2001", "Vào Đoàn ngày 26 tháng 3 năm 2016", "Chức vụ: Nhân viên hợp đồng", "Đơn vị: Đội Quản lý thị trường số 2"),
        typed(E_HT), "Lưu Gia Bảo", "Đội Quản lý thị trường số 2", "Nhân viên hợp đồng", None, rating="completed",
    ),
)

TABLES = (
    Layout(
        "labels left, values right",
        (*NATIONAL, "BẢN TỰ KIỂM ĐIỂM", "Năm 2025",
         Table((("Họ và tên", "Ninh Thị Thắm"), ("Chức vụ", "Chuyên viên chính"), ("Đơn vị công tác", "Sở Khoa học và Công nghệ")))),
        typed(E_T), "Ninh Thị Thắm", "Sở Khoa học và Công nghệ", "Chuyên viên chính", 2025, rating="good",
    ),
    Layout(
        "colons in a column of their own",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2024",
         Table((("Họ và tên", ":", "Khuất Duy Anh"), ("Chức vụ", ":", "Đội trưởng"), ("Đơn vị", ":", "Xí nghiệp Thủy nông Liễn Sơn")))),
        typed(E_T), "Khuất Duy Anh", "Xí nghiệp Thủy nông Liễn Sơn", "Đội trưởng", 2024, rating="good",
    ),
    Layout(
        "four columns",
        ("PHIẾU ĐÁNH GIÁ VIÊN CHỨC", "NĂM 2025",
         Table((("Họ và tên:", "Thạch Sa Rane", "Ngày sinh:", "05/5/1985"), ("Chức vụ:", "Tổ phó", "Đơn vị:", "Trường Tiểu học Đại An C")))),
        boxes(1), "Thạch Sa Rane", "Trường Tiểu học Đại An C", "Tổ phó", 2025, rating="good",
    ),
    Layout(
        "labels above values",
        ("PHIẾU TỰ ĐÁNH GIÁ", "Năm 2025",
         Table((("Họ và tên", "Chức vụ", "Đơn vị công tác"), ("Đoàn Bảo Châu", "Phóng viên", "Đài Phát thanh và Truyền hình tỉnh")))),
        typed(E_T), "Đoàn Bảo Châu", "Đài Phát thanh và Truyền hình tỉnh", "Phóng viên", 2025, rating="good",
    ),
    Layout(
        "label and value in one cell, one below the other",
        ("BẢN TỰ ĐÁNH GIÁ", "Năm 2025",
         Table((("Họ và tên:\nH'Hen Niê", "Ngày sinh:\n15/5/1992"), ("Chức danh:\nHướng dẫn viên", "Cơ quan:\nBảo tàng Đắk Lắk")))),
        typed(E_XS), "H'Hen Niê", "Bảo tàng Đắk Lắk", "Hướng dẫn viên", 2025, rating="excellent",
    ),
    Layout(
        "labels alone in one column of cells, values below",
        ("PHIẾU ĐÁNH GIÁ", "Năm 2025", Table((("Họ và tên",), ("Bế Văn Đàn",), ("Đơn vị công tác",), ("Ban Quản lý rừng phòng hộ Thạch An",)))),
        typed(E_T), "Bế Văn Đàn", "Ban Quản lý rừng phòng hộ Thạch An", None, 2025, rating="good",
    ),
    Layout(
        "a table with empty cells",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", Table((("Họ và tên:", "Tòng Văn Hặc"), ("Chức vụ:", ""), ("Đơn vị công tác:", "")))),
        typed(E_T), "Tòng Văn Hặc", None, None, 2025, rating="good",
    ),
    Layout(
        "numbered rows",
        ("SƠ YẾU VÀ TỰ ĐÁNH GIÁ", "Năm 2025",
         Table((("1", "Họ, chữ đệm và tên", "Rơ Châm Hiệp"), ("2", "Giới tính", "Nam"), ("3", "Chức vụ, chức danh", "Xã đội phó"), ("4", "Cơ quan, đơn vị", "Ban Chỉ huy quân sự xã Ia O")))),
        typed(E_T), "Rơ Châm Hiệp", "Ban Chỉ huy quân sự xã Ia O", "Xã đội phó", 2025, rating="good",
    ),
    Layout(
        "letterhead of two columns in a table without lines",
        (Table((("SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THPT SỐ 1 BẮC HÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),), lines=False),
         "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG VIÊN CHỨC", "Năm học 2024-2025", "Họ và tên: Lèng Văn Páo", "Chức danh nghề nghiệp: Giáo viên THPT hạng III"),
        boxes(1), "Lèng Văn Páo", None, "Giáo viên THPT hạng III", 2025, rating="good",
    ),
    Layout(
        "label broken over two lines of its cell",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", Table((("Họ và tên", "Nghiêm Xuân Mạnh"), ("Đơn vị\ncông tác", "Công ty Điện lực Hà Nam"), ("Chức vụ\nhiện tại", "Trực ban vận hành")))),
        typed(E_T), "Nghiêm Xuân Mạnh", "Công ty Điện lực Hà Nam", "Trực ban vận hành", 2025, rating="good",
    ),
    Layout(
        "a list of the team below the head",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", "Họ và tên: Mã Thị Hồng", "Đơn vị: Phòng Lao động - Thương binh và Xã hội",
         Table((("Họ và tên", "Nhiệm vụ"), ("Lê Văn Sáu", "Nhóm trưởng"), ("Trần Thị Bảy", "Thành viên")))),
        typed(E_T), "Mã Thị Hồng", "Phòng Lao động - Thương binh và Xã hội", None, 2025, rating="good",
    ),
    Layout(
        "year and period in cells",
        ("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", Table((("Kỳ theo dõi, đánh giá", "Quý III/2026"), ("Họ và tên", "Bạch Thái Bưởi"), ("Chức vụ, chức danh", "Chuyên viên"), ("Đơn vị công tác", "Văn phòng Sở Xây dựng")))),
        SIGNED, "Bạch Thái Bưởi", "Văn phòng Sở Xây dựng", "Chuyên viên", 2026, "2026-Q3",
    ),
    Layout(
        "columns of blanks without a table",
        ("PHIẾU ĐÁNH GIÁ", "Năm 2025", "Họ và tên\tChức vụ\tĐơn vị", "Lâm Tâm Như\tThủ thư\tThư viện thành phố"),
        typed(E_T), "Lâm Tâm Như", "Thư viện thành phố", "Thủ thư", 2025, rating="good",
    ),
)

INTROS = (
    Layout(
        "a sentence that says it all",
        ("BẢN TỰ KIỂM ĐIỂM", "Tôi tên là Triệu Thị Mẩy, sinh năm 1989, hiện đang công tác tại Trạm Khuyến nông huyện Hoàng Su Phì, tự kiểm điểm năm 2025 như sau:"),
        typed(E_T), "Triệu Thị Mẩy", "Trạm Khuyến nông huyện Hoàng Su Phì", None, 2025, rating="good",
    ),
    Layout(
        "month in the title, date line of the next month",
        ("Lai Châu, ngày 02 tháng 4 năm 2026", "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC THÁNG 03 NĂM 2026", "Họ và tên: Lỳ Khò Xá", "Chức vụ, chức danh: Công chức Văn hóa - Xã hội", "Đơn vị công tác: UBND xã Ka Lăng"),
        SIGNED, "Lỳ Khò Xá", "UBND xã Ka Lăng", "Công chức Văn hóa - Xã hội", 2026, "2026-03",
    ),
    Layout(
        "a period from day to day",
        ("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", "(Kỳ theo dõi, đánh giá: từ ngày 01/02/2026 đến ngày 28/02/2026)", "Họ và tên: Quan Văn Chuẩn", "Đơn vị công tác: Kho bạc Nhà nước khu vực VII"),
        SIGNED, "Quan Văn Chuẩn", "Kho bạc Nhà nước khu vực VII", None, 2026, "2026-02",
    ),
    Layout(
        "a bare month in figures",
        ("PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC", "Kỳ đánh giá: 05/2026", "Họ tên: Tào Thị Nga", "Chức vụ: Phó Trưởng phòng", "Đơn vị: Phòng Văn hóa - Thông tin"),
        SIGNED, "Tào Thị Nga", "Phòng Văn hóa - Thông tin", "Phó Trưởng phòng", 2026, "2026-05",
    ),
    Layout(
        "half a year",
        ("BẢN TỰ ĐÁNH GIÁ 6 THÁNG ĐẦU NĂM 2026", "Họ và tên: Cù Huy Cận", "Chức vụ: Biên tập viên", "Cơ quan: Nhà xuất bản Kim Đồng"),
        typed(E_T), "Cù Huy Cận", "Nhà xuất bản Kim Đồng", "Biên tập viên", 2026, "2026-H1", "good",
    ),
    Layout(
        "a title that names the person",
        ("BẢN KIỂM ĐIỂM ĐẢNG VIÊN NĂM 2025", "Của đồng chí: Trương Gia Bình", "Chức vụ chính quyền: Phó Giám đốc", "Chức vụ Đảng: Chi ủy viên", "Cơ quan, đơn vị: Trung tâm Văn hóa tỉnh"),
        boxes(0), "Trương Gia Bình", "Trung tâm Văn hóa tỉnh", "Phó Giám đốc", 2025, rating="excellent",
    ),
    Layout(
        "ông (bà), and a combined label",
        ("PHIẾU ĐÁNH GIÁ VIÊN CHỨC", "Năm 2025", "Họ và tên ông/bà: Diệp Minh Châu", "Chức vụ, đơn vị công tác: Giáo viên Mỹ thuật, Trường THCS Lê Lợi"),
        typed(E_T), "Diệp Minh Châu", "Trường THCS Lê Lợi", "Giáo viên Mỹ thuật", 2025, rating="good",
    ),
    Layout(
        "a foreign name",
        ("SELF-ASSESSMENT / BẢN TỰ ĐÁNH GIÁ", "Năm 2025", "Họ và tên: Sophie Martin", "Vị trí: Giáo viên tiếng Pháp", "Đơn vị: Trường Quốc tế Liên Việt"),
        typed(E_T), "Sophie Martin", "Trường Quốc tế Liên Việt", "Giáo viên tiếng Pháp", 2025, rating="good",
    ),
    Layout(
        "prose behind a duty, dated lines above the first heading",
        ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", "Họ và tên: Hảng A Lềnh", "Nhiệm vụ được phân công: Tôi trông kho giống của hợp tác xã. Mùa này tôi xuất 12 tấn thóc giống cho bốn bản và thu lại đủ bao.",
         "12 tháng 5: nhận hàng ở bến Nậm Khao, thiếu hai bao, đã lập biên bản.", "Đơn vị: Hợp tác xã Nậm Khao"),
        typed(E_T), "Hảng A Lềnh", "Hợp tác xã Nậm Khao", None, 2025, rating="good",
    ),
)

SIMPLE = ("BẢN TỰ KIỂM ĐIỂM", "Năm 2025", "Họ và tên: Phan Thị Lụa", "Chức vụ: Cán sự", "Đơn vị công tác: Phòng Tư pháp")


def rated(name: str, foot: tuple[Part, ...], rating: str | None, *, only: tuple[str, ...] = ()) -> Layout:
    return Layout(name, SIMPLE, foot, "Phan Thị Lụa", "Phòng Tư pháp", "Cán sự", 2025, rating=rating, only=only)


RATINGS = (
    rated("boxes after the levels on one line", (f"Tự xếp loại: {E_XS} ☐ {E_T} ☐ {E_HT} ☑ {E_K} ☐", *SIGNED), "completed"),
    rated("boxes before the levels on one line", (f"Tự xếp loại: ☐ {E_XS} ☐ {E_T} ☑ {E_HT} ☐ {E_K}", *SIGNED), "completed"),
    rated("boxes below in a table", ("Tự xếp loại chất lượng:", Table(((E_XS, E_T, E_HT, E_K), ("", "x", "", ""))), *SIGNED), "good"),
    rated("boxes left in a table", ("Cá nhân tự xếp loại:", Table((("☐", E_XS), ("☐", E_T), ("☑", E_HT), ("☐", E_K))), *SIGNED), "completed"),
    rated("pairs of level and box in one row", ("Tự xếp loại:", Table(((E_XS, "☐", E_T, "☒", E_HT, "☐", E_K, "☐"),)), *SIGNED), "good"),
    rated("an x in an otherwise empty cell", ("Mức tự xếp loại", Table(((E_XS, "X"), (E_T, ""), (E_HT, ""), (E_K, ""))), *SIGNED), "excellent"),
    rated("the others struck out", ("Tự xếp loại:", Runs(((E_XS, True), (" / ", False), (E_T, False), (" / ", False), (E_HT, True), (" / ", False), (E_K, True))), *SIGNED), "good", only=("docx", "doc")),
    rated("Wingdings before the levels", ("Tự xếp loại:", f"\uf0a8 {E_XS}", f"\uf0fe {E_T}", f"\uf0a8 {E_HT}", f"\uf0a8 {E_K}", *SIGNED), "good"),
    rated("letters of a company", ("Cá nhân tự xếp loại: Loại B", *SIGNED), "good"),
    rated("boxes of letters", ("Tự xếp loại:", "☐ A   ☐ B   ☒ C   ☐ D", *SIGNED), "completed"),
    rated("score and level", ("Tổng điểm tự chấm: 93,5/100 điểm.", f"Tự xếp loại: {E_XS}", "(90 - 100 điểm: Hoàn thành xuất sắc; 70 - dưới 90 điểm: Hoàn thành tốt; 50 - dưới 70 điểm: Hoàn thành)", *SIGNED), "excellent"),
    rated("the manager below the signature", (f"Tự xếp loại: {E_T}", *SIGNED, "Nhận xét của lãnh đạo đơn vị: làm việc đúng hạn.", f"Xếp loại: {E_HT}", "TRƯỞNG PHÒNG"), "good"),
    rated("person and manager in two columns", (Table((("Cá nhân tự xếp loại", "Thủ trưởng đơn vị xếp loại"), (E_T, E_HT))), *SIGNED), "good"),
    rated("only the manager rated", ("Tự xếp loại: ..................", *SIGNED, f"Chi bộ đề xuất xếp loại mức chất lượng: {E_T}", "T/M CHI BỘ"), None),
    rated("nothing ticked", boxes(9), None),
    rated("a sentence that claims", ("Căn cứ kết quả trên, tôi đề nghị xếp loại năm 2025: Hoàn thành tốt nhiệm vụ.", *SIGNED), "good"),
    rated("last year's level in the text", ("Năm trước được xếp loại Hoàn thành xuất sắc nhiệm vụ.", f"Đề nghị xếp loại mức chất lượng: {E_HT}", *SIGNED), "completed"),
    rated("two ratings that differ", ("VII. Tự nhận mức xếp loại chất lượng", "1. Xếp loại công chức:", f"☒ {E_XS}", f"☐ {E_T}", "2. Xếp loại đảng viên:", f"☐ {E_XS}", f"☒ {E_T}", *SIGNED), None),
)

LAYOUTS = (*LINES, *TABLES, *INTROS, *RATINGS)
