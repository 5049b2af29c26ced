from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import detector
from detector.documents import Document, Role, SkippedFile, SkipReason
from detector.errors import InputError
from detector.roster import Entry, Problem, apply_roster, read_roster
from detector.settings import Settings

LAN = "Nguyễn Thị Lan"
SAMPLE = Path(__file__).parents[1] / "data" / "sample_unit"


def roster(folder: Path, text: str, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def document(id: str, author: str | None = None, **fields: object) -> Document:
    return Document(id, f"/unit/{id}", f"Văn bản {id}.", author=author).with_fields(**fields)


def applied(
    folder: Path, text: str, *documents: Document, skipped: tuple[SkippedFile, ...] = ()
) -> tuple[dict[str, Document], list[Problem]]:
    known, problems = apply_roster(read_roster(roster(folder, text), Settings()), documents, skipped)
    return {one.id: one for one in known}, problems


@pytest.mark.parametrize(
    "header",
    [
        "file,name,unit,year,post",
        "Tệp,Họ và tên,Đơn vị,Năm,Chức vụ",
        "TÊN TỆP;HỌ VÀ TÊN;ĐƠN VỊ CÔNG TÁC;NĂM HỌC;CHỨC DANH",
        "ten file\tho ten\tphong\tnam\tvi tri",
        "DANH SÁCH\n\nTệp,Họ tên,Trường,Năm đánh giá,Chức vụ/chức danh",
    ],
)
def test_columns_are_known_by_the_words_of_their_header(tmp_path: Path, header: str) -> None:
    mark = next(mark for mark in ",;\t" if mark in header)
    row = mark.join(("a.docx", "Lê Văn An", "Tổ Toán", "2025", "Giáo viên"))
    found, problems = applied(tmp_path, f"{header}\n{row}\n", document("a.docx", "Sai An", unit="Sai", year=2020))
    an = found["a.docx"]
    assert (an.author, an.unit, an.year, an.post) == ("Lê Văn An", "Tổ Toán", 2025, "Giáo viên")
    assert problems == []


def test_family_and_given_name_in_two_columns_are_one_name(tmp_path: Path) -> None:
    found, _ = applied(tmp_path, "STT,Họ đệm,Tên,Đơn vị,Tệp\n1,Lê Văn,An,Tổ Toán,a.docx\n", document("a.docx"))
    assert found["a.docx"].author == "Lê Văn An"


def test_a_workbook_is_read_as_a_csv_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Họ và tên", "Tệp", "Năm"], ["Lê Văn An", "a.docx", 2025]):
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    (entry,) = read_roster(tmp_path / "roster.xlsx", Settings())
    assert (entry.name, entry.file, entry.year) == ("Lê Văn An", "a.docx", 2025)


@pytest.mark.parametrize("named", ["to_1/An.docx", "AN.DOCX", "an", "to_1\\an.docx", " an.docx "])
def test_a_file_may_be_named_by_id_by_name_or_without_its_suffix(tmp_path: Path, named: str) -> None:
    found, problems = applied(tmp_path, f"file,name\n{named},Lê Văn An\n", document("to_1/an.docx"))
    assert (found["to_1/an.docx"].author, problems) == ("Lê Văn An", [])


def test_a_decomposed_file_name_is_the_composed_one(tmp_path: Path) -> None:
    found, problems = applied(tmp_path, "file,name\nHo\u0300a.docx,Lê Hòa\n", document("Hòa.docx"))
    assert (found["Hòa.docx"].author, problems) == ("Lê Hòa", [])


def test_a_member_of_an_archive_is_found_by_its_name(tmp_path: Path) -> None:
    found, problems = applied(tmp_path, "file,name\nan.docx,Lê Văn An\n", document("unit.zip!to_1/an.docx"))
    assert (found["unit.zip!to_1/an.docx"].author, problems) == ("Lê Văn An", [])


def test_without_a_file_the_name_in_the_header_or_in_the_file_name_decides(tmp_path: Path) -> None:
    files = (document("x.docx", "LÊ VĂN AN"), document("b02_tran_thi_binh.docx"))
    found, problems = applied(tmp_path, "name,post\nLê Văn An,Kế toán\nTrần Thị Bình,Văn thư\n", *files)
    assert {id: one.post for id, one in found.items()} == {"x.docx": "Kế toán", "b02_tran_thi_binh.docx": "Văn thư"}
    assert problems == []


def test_of_two_files_of_one_name_the_unit_chooses(tmp_path: Path) -> None:
    files = (document("a.docx", "Lan", unit="Tổ Toán"), document("b.docx", "Lan", unit="Tổ Văn"))
    found, problems = applied(tmp_path, "name,unit,post\nLan,Tổ Văn,Tổ phó\nLan,Tổ Toán,Giáo viên\n", *files)
    assert {id: one.post for id, one in found.items()} == {"a.docx": "Giáo viên", "b.docx": "Tổ phó"}
    assert problems == []
    assert found["a.docx"].person != found["b.docx"].person


def test_months_of_one_name_are_all_that_person_s(tmp_path: Path) -> None:
    files = [document(f"{n}.docx", "Lan", period=f"2026-0{n}") for n in (1, 2, 3)]
    found, problems = applied(tmp_path, "name,unit\nLan,Phòng Tài chính\n", *files)
    assert problems == []
    assert len({one.person for one in found.values()}) == 1


def test_a_name_in_the_file_that_is_not_the_roster_s_is_told(tmp_path: Path) -> None:
    authors = {"a.docx": "LÊ VĂN AN", "b.docx": "Trần Thị Bình (Tổ phó)", "c.docx": "Vũ Cúc"}
    files = [document(id, author) for id, author in authors.items()]
    rows = "a.docx,Lê An\nb.docx,Nguyễn Thị Binh\nc.docx,Hồ Dung\n"
    found, problems = applied(tmp_path, f"file,name\n{rows}", *files)
    assert found["c.docx"].author == "Hồ Dung"
    assert problems == [("roster_name_differs", "c.docx: Hồ Dung / Vũ Cúc")]


def test_every_mistake_is_told(tmp_path: Path) -> None:
    files = (
        document("an.docx"),
        document("binh.docx"),
        document("binh_2.docx"),
        document("lan_1.docx", "Lan"),
        document("lan_2.docx", "Lan"),
        document("stranger.docx", "Ai Đó"),
        document("old.docx", "Ai Đó").with_fields(role=Role.PREVIOUS),
    )
    rows = (
        "an,Lê An",
        "an.docx,Trần An",
        "binh,Lê Bình",
        "binh_2,Lê Bình",
        ",Lan",
        ",Cao Vắng",
        "no.docx,Vũ Vắng",
        "x,Hồ Hỏng",
    )
    lost = (SkippedFile("/unit/x.pdf", SkipReason.SCAN, ""),)
    _, problems = applied(tmp_path, "file,name\n" + "\n".join(rows), *files, skipped=lost)
    assert problems == [
        ("roster_file_named_twice", "an.docx"),
        ("roster_file_not_read", "Hồ Hỏng: x"),
        ("roster_file_without_person", "lan_1.docx"),
        ("roster_file_without_person", "lan_2.docx"),
        ("roster_file_without_person", "stranger.docx"),
        ("roster_name_fits_several", "Lan: lan_1.docx, lan_2.docx"),
        ("roster_person_without_file", "Cao Vắng"),
        ("roster_person_without_file", "Vũ Vắng: no.docx"),
        ("roster_two_files_of_one_person", "Lê Bình: binh.docx, binh_2.docx"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("roster.csv", "a,b\n1,2\n", "header row"),
        ("roster.csv", "", "header row"),
        ("roster.docx", "name,unit", "Save it as .xlsx or .csv"),
    ],
)
def test_a_roster_that_is_none_is_told_before_the_scan(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as told:
        read_roster(roster(tmp_path, text, name), Settings())
    assert name in str(told.value)


def test_the_roster_in_the_scanned_folder_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Họ và tên: Lê Văn An\nĐã soạn 24 phiếu đọc hiểu.\n", encoding="utf-8")
    path = roster(tmp_path, "name,unit\nLê Văn An,Tổ Toán\n")
    report = detector.scan([tmp_path], roster=path)
    assert [(row.id, row.document.unit) for row in report.submissions] == [("a.txt", "Tổ Toán")]
    assert [(Path(row.path).name, row.reason) for row in report.skipped] == [("roster.csv", SkipReason.OTHER_ROLE)]


def test_the_sample_unit_and_its_roster_fit() -> None:
    report = detector.scan([SAMPLE / "submissions"], previous=[SAMPLE / "previous"], roster=str(SAMPLE / "roster.csv"))
    assert report.scan_notes == ()
    lan = report.document("a01_nguyen_thi_lan.docx")
    assert (lan.author, lan.unit, lan.year) == ("Nguyễn Thị Lan", "Trường THCS Phú Lâm", 2024)
    assert lan.post == "Giáo viên Ngữ văn, chủ nhiệm lớp 9A"


def test_two_colleagues_whose_names_differ_by_a_mark_are_two_rows() -> None:
    lan, lân = (Document(id, id, f"Bài {id}", author=name) for id, name in (("1", LAN), ("2", "Nguyễn Thị Lân")))
    rows = [Entry("", name, "Tổ Toán", None, "", None) for name in (LAN, "Nguyễn Thị Lân")]
    known, problems = apply_roster(rows, [lan, lân], [])
    assert problems == []
    assert [one.author for one in known] == [LAN, "Nguyễn Thị Lân"]
    assert known[0].person != known[1].person


def test_a_row_without_marks_finds_the_name_with_them_and_a_wrong_mark_is_told() -> None:
    lan = Document("1", "1", "Bài", author=LAN)
    known, problems = apply_roster([Entry("", "nguyen thi lan", "Tổ Toán", None, "", None)], [lan], [])
    assert (known[0].unit, problems) == ("Tổ Toán", [])
    slipped = Entry("1", "Nguyễn Thị Lân", "Tổ Toán", None, "", None)
    assert "roster_name_differs" in dict(apply_roster([slipped], [lan], [])[1])


def test_a_person_whose_file_was_renamed_is_not_called_missing(tmp_path: Path) -> None:
    text = "file,name,unit\nan_cu.docx,Trần Văn An,Tổ 1\nbinh.docx,Lê Thị Bình,Tổ 1\n"
    documents = [document("an_moi.docx", "Trần Văn An"), document("binh.docx", "Lê Thị Bình")]
    known, problems = apply_roster(read_roster(roster(tmp_path, text), Settings()), documents, [])
    assert [one.unit for one in known] == ["Tổ 1", "Tổ 1"]
    assert problems == []


def test_of_two_people_of_one_name_the_one_without_a_file_is_told(tmp_path: Path) -> None:
    text = "file,name,unit\nan_1.docx,Trần Văn An,Tổ 1\nan_2.docx,Trần Văn An,Tổ 2\n"
    known, problems = apply_roster(
        read_roster(roster(tmp_path, text), Settings()), [document("an_1.docx", "Trần Văn An")], []
    )
    assert known[0].unit == "Tổ 1"
    assert problems == [("roster_person_without_file", "Trần Văn An: an_2.docx")]


def test_who_has_only_an_earlier_text_has_not_handed_in(tmp_path: Path) -> None:
    text = "name,unit\nTrần Văn An,Tổ 1\n"
    earlier = document("2023/an.docx", "Trần Văn An", role=Role.PREVIOUS)
    known, problems = apply_roster(read_roster(roster(tmp_path, text), Settings()), [earlier], [])
    assert known[0].unit == "Tổ 1"
    assert problems == [("roster_person_without_file", "Trần Văn An")]


CODES = "STT,Họ và tên,Mã,Đơn vị\n1,Đoàn Văn Tân,TK04,Chi cục\n2,Nguyễn Thị Lan,TK-05,Chi cục\n"


def test_a_code_in_the_name_of_a_file_says_whose_it_is(tmp_path: Path) -> None:
    files = [
        document("TK04.docx", period="2026-02"),
        document("q1.zip!3/dvt-tk04.docx", "Đoàn Văn Tân", period="2026-03", unit="Phòng cũ"),
        document("TK-05 T2.docx", LAN, period="2026-02"),
    ]
    found, problems = applied(tmp_path, CODES, *files)
    assert [one.author for one in found.values()] == ["Đoàn Văn Tân", "Đoàn Văn Tân", LAN]
    assert len({one.person for one in found.values()}) == 2
    assert problems == []


def test_a_file_with_another_s_code_and_its_own_name_is_told_and_not_given_away(tmp_path: Path) -> None:
    files = [document("TK04.docx", "Vũ Cúc"), document("a.docx", "Đoàn Văn Tân"), document("b.docx", LAN)]
    found, problems = applied(tmp_path, CODES, *files)
    assert (found["TK04.docx"].author, found["TK04.docx"].person) == ("Vũ Cúc", None)
    assert problems == [
        ("roster_file_without_person", "TK04.docx"),
        ("roster_name_differs", "TK04.docx: Đoàn Văn Tân / Vũ Cúc"),
    ]


def test_two_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    files = [document("TK08 a.docx", LAN), document("BD02 b.docx", LAN)]
    found, problems = applied(tmp_path, f"name,Mã nhân viên,unit\n{LAN},TK08,Chi cục\n{LAN},BD02,Bưu điện\n", *files)
    assert problems == []
    assert {id: one.unit for id, one in found.items()} == {"TK08 a.docx": "Chi cục", "BD02 b.docx": "Bưu điện"}
