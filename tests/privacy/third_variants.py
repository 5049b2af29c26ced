"""A third table, for again other people; written after the rules were mended for the second, before any of it was run.

Its first run is the honest figure of `docs/security.md`: what a spelling meets that nobody thought of.
"""

from __future__ import annotations

import unicodedata

from tests.privacy.variants import Row

PERSONS = (
    *("Phạm Thị Kim Oanh", "Ngô Xuân Trường", "Đoàn Ngọc Bích Trâm", "Lý Seo Páo", "Hồ Sỹ Nguyên", "Mai Thị Lựu"),
    *("Tô Lan", "Đinh Công Tráng"),
)
UNITS = ("Trường THPT Chu Văn An", "Trạm Y tế xã Tả Van", "Phòng Nội vụ thị xã Hồng Lĩnh", "Công an phường Bến Thủy")

NAMES: dict[str, Row] = {
    "list of signatures": ("Xác nhận: 1. Phạm Thị Kim Oanh 2. Ngô Xuân Trường", "Trường"),
    "name and post with a dash": ("Ngô Xuân Trường - tổ phó", "Trường"),
    "with a degree": ("ThS.Ngô Xuân Trường trình bày", "Trường"),
    "with a degree, given name": ("TS. Oanh trình bày chuyên đề", "Oanh"),
    "upper without marks": ("NGUOI VIET NGO XUAN TRUONG", "TRUONG"),
    "first letters capital, marks gone, last two": ("Nho Xuan Truong xem lai", "Truong"),
    "middle and given in one word": ("nhóm của KimOanh", "KimOanh"),
    "account with the school": ("tài khoản oanhptk_cva", "oanhptk"),
    "account, year before": ("tài khoản 1984oanhptk", "oanhptk"),
    "account, hyphen": ("tài khoản oanh-ptk", "oanh"),
    "account, surname and given": ("tài khoản phamoanh.cva", "phamoanh"),
    "initials in brackets": ("(P.T.K.Oanh)", "Oanh"),
    "initials glued to the given name": ("PTKOanh soạn", "Oanh"),
    "initials glued, dots": ("N.X.Trường soạn", "Trường"),
    "given name and a class": ("Oanh 12A1 nhận bài", "Oanh"),
    "given name and subject": ("Trường Toán nhận bài", "Trường Toán"),
    "given name after a comma": ("Tôi, Oanh và Tráng trực Tết", "Oanh"),
    "given name in capitals": ("cô OANH trực", "OANH"),
    "given name with a letter doubled": ("cô Oanhh trực", "Oanhh"),
    "given name cut": ("cô Oa trực", "Oa "),
    "title in capitals": ("THẦY TRƯỜNG NHẬN XÉT", "TRƯỜNG"),
    "title, thầy with colon": ("Thầy: Trường", "Trường"),
    "title, đồng chí in lower case name": ("đồng chí oanh phát biểu", "oanh"),
    "title without marks, two words": ("dong chi Kim Oanh phat bieu", "Oanh"),
    "title, cô and initials": ("cô K.O. trực", "K.O"),
    "title, chị and post": ("chị Oanh kế toán", "Oanh"),
    "younger colleague": ("em Trâm bên văn phòng", "Trâm"),
    "two colleagues with a slash": ("cô Oanh/Trâm trực", "Trâm"),
    "two colleagues with a plus": ("thầy Trường + cô Oanh", "Oanh"),
    "husband": ("chồng tôi là Đinh Công Tráng", "Tráng"),
    "daughter": ("con gái tôi (cháu Minh Thư) ốm", "Thư"),
    "child of a colleague": ("bé Bông nhà cô Oanh", "Oanh"),
    "name inside another's note": ("Nhận xét của tổ: Mai Thị Lựu hoàn thành tốt", "Lựu"),
    "name in quotation of a record": ("biên bản ghi “đ/c Nguyên không đạt”", "Nguyên"),
    "name in an address of a file": ("C:\\ho_so\\Ngo Xuan Truong\\phieu.docx", "Truong"),
    "name in an address of the network": ("https://drive.example/d/ngo-xuan-truong", "truong"),
    "name between stars": ("**Ngô Xuân Trường**", "Trường"),
    "name between tags": ("<b>Ngô</b> <b>Xuân</b> <b>Trường</b>", "Trường"),
    "name with a footnote mark": ("Ngô Xuân Trường¹ trình bày", "Trường"),
    "name with no-break hyphens": ("Ngô\u2011Xuân\u2011Trường", "Trường"),
    "name with narrow blanks": ("Ngô\u202fXuân\u202fTrường", "Trường"),
    "name with combining marks reordered": (
        unicodedata.normalize("NFD", "Đoàn Ngọc Bích Trâm").replace("o\u0323", "o\u200d\u0323"),
        "Tra",
    ),
    "look-alike letters of three scripts": ("Ngô Хuân Τrường soạn", "rường"),
    "look-alike given name after a title": ("cô Оanh trực", "anh tr"),
    "of two words, without marks, lower case": ("nho to lan trong lop", "to lan"),
    "of two words, turned": ("Lan Tô trông lớp", "Tô"),
    "Hmong, given name": ("anh Páo dẫn đường", "Páo"),
    "Hmong, family and given": ("Lý Páo dẫn đường", "Páo"),
    "Hmong stranger": ("bà Vàng Thị Mỷ cho mượn đất", "Mỷ"),
    "Khmer stranger": ("em Thạch Sô Phia đạt giải", "Phia"),
    "Chăm stranger": ("em Kiều Thị Ma Ri đạt giải", "Ri"),
    "stranger with a rare family name": ("ông Đới Sỹ Quyền khiếu nại", "Quyền"),
    "stranger without a title": ("Trịnh Hoài Đức khiếu nại", "Hoài"),
    "stranger, lower case": ("bệnh nhân nguyễn thị tám nhập viện", "tám"),
    "stranger, family name Âu": ("anh Âu Dương Phong tố cáo", "Phong"),
    "student and number": ("HS Nguyễn Tấn Dũng (STT 12)", "Dũng"),
    "class leader": ("lớp trưởng Thảo My báo cáo", "My"),
    "retired colleague": ("nguyên hiệu trưởng Mai Lựu", "Lựu"),
    "signature in lower case": ("Người tự đánh giá\n\nngô xuân trường", "trường"),
    "heading of a section": ("PHẦN II. TỰ NHẬN XÉT CỦA ĐOÀN NGỌC BÍCH TRÂM", "TRÂM"),
    "page header": ("Phiếu đánh giá - Hồ Sỹ Nguyên - trang 2", "Nguyên"),
    "possessive, account": ("máy tính của sỹ nguyên", "nguyên"),
}

NUMBERS: dict[str, Row] = {
    "mobile with a tilde": ("gọi 0987~654~321", "654"),
    "mobile in brackets": ("gọi [0987 654 321]", "654"),
    "mobile glued to a word": ("sđt0987654321", "0987654321"),
    "mobile with underscores": ("gọi 0987_654_321", "654"),
    "mobile, four and six": ("gọi 0987 654321 hoặc 0912 345678", "345678"),
    "mobile, middle dots": ("gọi 0987·654·321", "654"),
    "land line, area and dash": ("ĐT cơ quan 0239-3835-123", "3835"),
    "identity number glued": ("CCCD:038185012345", "038185012345"),
    "identity number with the word": ("số căn cước 038185-012345", "012345"),
    "identity number, last figures": ("CCCD ...2345", "2345"),
    "insurance card of health": ("thẻ BHYT GD4383821234567", "3821234567"),
    "passport with blanks": ("hộ chiếu số C 123 4567", "4567"),
    "birth date with words and figures": ("sinh ngày 5 tháng chín năm 1984", "1984"),
    "birth date, year first": ("ngày sinh 1984-09-05", "1984"),
    "birth date in English": ("born on 5 September 1984", "1984"),
    "birth year, sinh năm 1984 in brackets": ("Oanh (sinh năm 1984)", "1984"),
    "year of entry": ("vào ngành tháng 9/2006", "9/2006"),
    "e-mail in angle brackets": ("<oanhptk84@yahoo.com.vn>", "oanhptk"),
    "e-mail in capitals": ("OANHPTK@CVA.EDU.VN", "OANHPTK"),
    "e-mail with a zero-width sign": ("oanh\u200bptk84@yahoo.com", "ptk84"),
    "e-mail, (a) for at": ("oanhptk84 (a) yahoo.com", "oanhptk"),
    "number plate without signs": ("xe 38A12345", "38A12345"),
    "house": ("nhà số 15 ngõ 8 đường Nguyễn Biểu", "Biểu"),
}

OFFICES: dict[str, Row] = {
    "short": ("THPT CVA đăng cai", "CVA"),
    "own part with a number": ("Chu Văn An 2 thắng", "Chu Văn"),
    "own part, lower case": ("thầy cô chu văn an", "văn an"),
    "health station, own part": ("người Tả Van thật thà", "Van"),
    "health station, hyphen": ("xã Tả-Van", "Van"),
    "town": ("TX. Hồng Lĩnh", "Lĩnh"),
    "town without marks": ("thi xa Hong Linh", "Linh"),
    "ward": ("P. Bến Thủy", "Thủy"),
    "ward, tone on the other vowel": ("phường Bến Thuỷ", "Thuỷ"),
    "police in short": ("CAP Bến Thủy", "Thủy"),
}
