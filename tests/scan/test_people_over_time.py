"""Sheets of one office over months: what the table says of each, whatever the way the files came in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import detector
from detector.report import Report, Sheet

from .sheets335 import sheet, write_sheets

MONTHS = ("tháng 1/2026", "tháng 2/2026", "tháng 3/2026")
PEOPLE = ("Lý Thị Xuân", "Mai Văn Hạ", "Ngô Đình Thu", "Phan Thị Đông", "Quách Văn Tây", "Rơ Chăm Nam", "Sầm Thị Bắc")
HANDED_OUT = (
    "Thực hiện nghiêm giờ giấc theo Thông báo số 14/TB-VP của Chánh Văn phòng; đăng nhập hệ thống điều hành trước bảy "
    "giờ ba mươi mỗi ngày làm việc"
)
OWN = {
    "Lý Thị Xuân": ("Rà 214 hồ sơ đất rừng ở bốn bản giáp biên, trả lại 9 bộ thiếu chữ ký giáp ranh.",
                    "Kiểm đếm 61 ngôi mộ phải dời để làm đập, lập danh sách từng dòng họ.",
                    "Dẫn đoàn khảo sát đi bộ hai ngày lên đầu nguồn, chấm xong 17 điểm sạt."),
    "Mai Văn Hạ": ("Thay 120 bóng đèn ngõ, xin dân mỗi nhà một sào dây cũ để tiết kiệm.",
                   "Trám 14 ổ gà trước cổng chợ bằng đá thải của mỏ, không tốn tiền xi măng.",
                   "Cắm 22 biển báo trường học, tự hàn chân biển tại xưởng của huyện cũ."),
    "Ngô Đình Thu": ("Đối chiếu công nợ ba hợp tác xã, thu về 48 triệu tiền thủy lợi phí tồn từ lâu.",
                     "Mở sổ riêng cho quỹ vì người nghèo, đăng bảng thu chi từng tuần ở nhà văn hóa.",
                     "Khóa sổ quý trước hạn bốn ngày, kho bạc không trả chứng từ nào."),
    "Phan Thị Đông": ("Tập huấn cho 33 cộng tác viên dân số cách hỏi chuyện nhà đông con mà không làm họ ngại.",
                      "Vận động được 5 chị tuổi bốn mươi đi khám, phát hiện sớm một ca u.",
                      "Đo chiều cao 402 trẻ, in bảng màu treo ở từng điểm trường."),
    "Quách Văn Tây": ("Dựng 3 lán trực chống rét cho trâu ở thung Mây, chỉ mất một con bê già.",
                      "Nghiệm thu 8 bể nước hợp vệ sinh, trả lại hai bể thấm đáy.",
                      "Thả 30 nghìn cá giống xuống lòng hồ cùng thanh niên hai bản."),
    "Rơ Chăm Nam": ("Ghi âm 12 bài chiêng cổ của già Ksor, chép lời hai thứ tiếng.",
                    "Sửa mái nhà rông bằng tranh mới, dân góp 90 công.",
                    "Mở lớp đan gùi cho 15 em nghỉ học, bán được 20 chiếc ở hội chợ."),
    "Sầm Thị Bắc": ("Trả kết quả 318 hồ sơ một cửa, 6 hồ sơ phải xin lỗi vì mất điện.",
                    "Viết tay bảng hướng dẫn chữ to cho người già, dán ngang tầm mắt.",
                    "Đổi lịch trực để mở cửa sáng thứ bảy, thêm 41 lượt dân."),
}  # fmt: skip
WEAK = ("Còn nộp muộn lịch tuần.", "Quên chốt số trực đêm.", "Chưa dọn tủ phiếu cũ.")


def box(name: str, month: int) -> str:
    """Merits of a person in a month, 0 to 2, with what this unit holds against it."""
    own = OWN[name][month]
    if name == "Mai Văn Hạ" and month == 2:  # a colleague's sheet of January
        own = OWN["Phan Thị Đông"][0] + " " + OWN["Lý Thị Xuân"][0]
    if name == "Ngô Đình Thu":  # the same in all months
        own = OWN[name][0] + " " + OWN[name][1]
    if name in PEOPLE[3:]:
        own = f"{HANDED_OUT}. {own}"
    return own


def file_of(name: str, month: int) -> str:
    return f"t{month + 1}/{name.split()[-1]}.docx"


def unit() -> dict[str, bytes]:
    files = {
        file_of(name, month): sheet(
            name,
            MONTHS[month],
            box(name, month),
            WEAK[0 if name == "Ngô Đình Thu" else month],
            post=f"Chuyên viên {place}",
        )
        for place, name in enumerate(PEOPLE)
        for month in range(3)
    }
    files[file_of("Phan Thị Đông", 1)] = sheet("Phan Thị Đông", MONTHS[1], "Như tháng trước", "Như tháng trước")
    files[file_of("Rơ Chăm Nam", 1)] = sheet("Rơ Chăm Nam", MONTHS[1], "Như tháng trước", "Như tháng trước")
    files[file_of("Quách Văn Tây", 2)] = sheet("Quách Văn Tây", MONTHS[2], "", "Không có")
    del files[file_of("Sầm Thị Bắc", 1)]
    files["t1/Xuan ban sao.docx"] = files[file_of("Lý Thị Xuân", 0)]
    return files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("months") / "unit"
    for name, data in unit().items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    return made


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return detector.scan([folder])


def states(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in report.sheets:
        found.setdefault(str(one.author), []).append(str(one.state))
    return found


def cells(report: Report) -> Mapping[tuple[str, str], Sheet]:
    return {(str(one.author), one.period): one for one in report.sheets}


def test_each_person_has_a_row_and_each_month_a_state(report: Report) -> None:
    assert states(report) == {
        "Lý Thị Xuân": ["new", "new", "new"],
        "Mai Văn Hạ": ["new", "new", "colleague"],
        "Ngô Đình Thu": ["new", "reused", "reused"],
        "Phan Thị Đông": ["new", "as_before", "new"],
        "Quách Văn Tây": ["new", "new", "empty"],
        "Rơ Chăm Nam": ["new", "as_before", "new"],
        "Sầm Thị Bắc": ["new", "missing", "new"],
    }


def test_a_copy_names_the_sheet_and_month_that_it_comes_from_and_the_source_stays_new(report: Report) -> None:
    copied = cells(report)["Mai Văn Hạ", "2026-03"]
    assert copied.source_period == "2026-01"
    assert copied.source_id in {file_of("Phan Thị Đông", 0), file_of("Lý Thị Xuân", 0), "t1/Xuan ban sao.docx"}


def test_two_who_write_only_as_before_are_not_told_of_each_other(report: Report) -> None:
    ids = {file_of("Phan Thị Đông", 1), file_of("Rơ Chăm Nam", 1)}
    assert not [pair for pair in report.pairs.flagged() if ids & {pair.left_id, pair.right_id}]


def test_one_text_for_three_months_is_two_pairs_and_one_remark(report: Report) -> None:
    ids = {file_of("Ngô Đình Thu", month) for month in range(3)}
    assert len([pair for pair in report.pairs.flagged() if {pair.left_id, pair.right_id} <= ids]) == 2
    assert cells(report)["Ngô Đình Thu", "2026-03"].in_a_row == 3
    (said,) = (one for one in report.submission(file_of("Ngô Đình Thu", 2)).findings if one.kind == "previous")
    assert said.facts["in_a_row"] == 3


ROUTINE = "Tiếp nhận {} hồ sơ đất đai ở quầy số ba, trả đúng hẹn {}, còn lại chờ chi nhánh."


STORY = "Lập sổ tay những câu bà con hay hỏi khi tách thửa, in khổ lớn dán ngay quầy."


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (ROUTINE.format(152, 149) + " Làm sạch dữ liệu 2.300 thửa ruộng bậc thang ở ba bản giáp ranh.", "new"),
        (ROUTINE.format(141, 128) + " Làm sạch dữ liệu 2.300 thửa ruộng bậc thang ở ba bản giáp ranh.", "reused"),
        (ROUTINE.format(152, 149), "new"),  # nothing else
        (ROUTINE.format(152, 149) + " " + STORY, "reused"),  # and a sentence that is told again
    ],
)
def test_the_work_of_every_month_with_other_figures_is_no_repeated_text(
    folder: Path, tmp_path: Path, said: str, state: str
) -> None:
    made = tmp_path / "unit"
    for at, (month, text) in enumerate(zip(MONTHS, (f"{ROUTINE.format(141, 128)} {STORY}", said), strict=False)):
        write_sheets(made / f"t{at + 1}", {"y.docx": sheet("Y Moan", month, text, WEAK[at])})
    report = detector.scan([folder, made])
    assert states(report)["Y Moan"][:2] == ["new", state]


@pytest.mark.parametrize(("others", "told"), [(5, True), (9, False)])
def test_one_sentence_of_six_that_is_told_again_is_told_and_one_of_ten_is_not(
    folder: Path, tmp_path: Path, others: int, told: bool
) -> None:
    new = [text for name in PEOPLE[:3] for text in OWN[name]] + [OWN["Sầm Thị Bắc"][1]]
    for at, text in enumerate((STORY, " ".join([STORY, *new[:others]]))):
        write_sheets(tmp_path / "unit" / f"t{at + 1}", {"y.docx": sheet("Y Moan", MONTHS[at], text, WEAK[at])})
    report = detector.scan([tmp_path / "unit", *(folder / name for name in ("t1", "t2"))])
    (later,) = (
        one for one in report.submissions if one.document.author == "Y Moan" and one.document.period == "2026-02"
    )
    assert ("previous" in later.flags) == told


def test_a_heading_that_one_person_alone_has_is_no_repeated_text(folder: Path, tmp_path: Path) -> None:
    said = ("Mổ 4 ca ruột thừa trong đêm, không ca nào nhiễm trùng.", "Dựng lại tủ thuốc cấp cứu, dán nhãn hai mặt.")
    for at, own in enumerate(said):
        text = f"\n1. Kết quả những nhiệm vụ trọng tâm:\n{own}\n2. Những việc còn phải làm trong kỳ sau:\n{WEAK[at]}"
        write_sheets(tmp_path / "unit" / f"t{at + 1}", {"y.docx": sheet("Y Moan", MONTHS[at], text, "Không")})
    report = detector.scan([folder, tmp_path / "unit"])
    assert states(report)["Y Moan"][:2] == ["new", "new"]


def test_headings_of_some_are_no_text_with_what_each_wrote_between_them(tmp_path: Path) -> None:
    longer = (
        "Ưu điểm, kết quả nổi bật, nêu số liệu và sản phẩm của tháng:",
        "Hạn chế, việc phải khắc phục, nêu cách làm:",
    )
    for name in PEOPLE[:4]:
        for month in range(3):
            strong, weak = f"{longer[0]}\n{OWN[name][month]}", f"{longer[1]}\n{WEAK[month]}"
            write_sheets(tmp_path / f"t{month + 1}", {f"{name}.docx": sheet(name, MONTHS[month], strong, weak)})
    others = {file_of(name, month): unit()[file_of(name, month)] for name in PEOPLE[4:] for month in (0, 2)}
    for file, data in others.items():
        write_sheets(tmp_path / file.split("/")[0], {file.split("/")[1]: data})
    report = detector.scan([tmp_path])
    assert not [
        one.text for one in report.shared_texts if any(own in one.text for said in OWN.values() for own in said)
    ]
    assert not [flag for name in PEOPLE[:4] for flag in _flags(report, name) if flag in ("boilerplate", "shared_text")]


def test_two_who_tell_of_settlements_in_the_words_of_the_code_are_no_pair(folder: Path, tmp_path: Path) -> None:
    words = "thỏa thuận hoàn toàn tự nguyện, không vi phạm điều cấm của luật, không trái đạo đức xã hội."
    said = {
        "Y Moan": "Nhà ông Lềnh trả nợ bò, hai bên ",
        "Hà Cúc": "Vụ ranh giới ở Bạch Sơn xong trong buổi sáng, các hộ ",
    }
    sheets = {
        f"{at}.docx": sheet(name, MONTHS[0], f"{text}{words}", WEAK[at]) for at, (name, text) in enumerate(said.items())
    }
    report = detector.scan([folder, write_sheets(tmp_path / "unit", sheets)])
    ids = {one.id for one in report.submissions if one.document.author in said}
    assert len(ids) == 2
    assert not [pair for pair in report.pairs.flagged() if ids & {pair.left_id, pair.right_id}]


def test_one_file_twice_is_one_sheet(report: Report) -> None:
    twice = cells(report)["Lý Thị Xuân", "2026-01"]
    assert (len(twice.ids), twice.different) == (2, False)


def test_what_four_of_seven_were_told_to_write_is_told_once_and_holds_against_nobody(report: Report) -> None:
    (told,) = (one for one in report.shared_texts if "14/TB-VP" in one.text)
    assert {report.document(id).author for id in told.people} == {*PEOPLE[3:]}
    assert not {"shared_text", "boilerplate"} & {flag for name in PEOPLE[3:] for flag in _flags(report, name)}


def _flags(report: Report, name: str) -> set[str]:
    return {flag for row in report.submissions if row.document.author == name for flag in row.flags}


def test_the_count_of_new_sheets_leaves_out_copies_repeats_and_what_says_nothing(report: Report) -> None:
    number = {str(one.author): one.person for one in report.sheets}
    year = {one.person: (one.new, one.periods) for one in report.sheet_counts() if one.span == "2026"}
    counts = {name: year[number[name]] for name in PEOPLE}
    assert counts["Lý Thị Xuân"] == (3, 3)
    assert counts["Mai Văn Hạ"] == (2, 3)
    assert counts["Ngô Đình Thu"] == (1, 3)
    assert counts["Sầm Thị Bắc"] == (2, 3)


def test_a_month_with_earlier_ones_given_says_the_same_as_all_together(folder: Path, report: Report) -> None:
    alone = detector.scan([folder / "t3"], previous=[folder / "t1", folder / "t2"])
    together = {key[0]: one.state for key, one in cells(report).items() if key[1] == "2026-03"}
    assert {key[0]: one.state for key, one in cells(alone).items() if key[1] == "2026-03"} == together
    assert {str(one.state) for key, one in cells(alone).items() if key[1] == "2026-01"} == {"earlier"}


def test_a_run_that_grows_by_a_month_says_the_same_as_all_together(
    folder: Path, report: Report, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    detector.scan([folder / "t1"], run=run)
    detector.scan([folder / "t2"], run=run, add=True)
    grown = detector.scan([folder / "t3"], run=run, add=True)
    assert states(grown) == states(report)
    again = detector.scan([folder / "t3"], run=run, add=True)  # the same files once more
    assert len(again.submissions) == len(report.submissions)


def test_texts_are_added_to_a_run_only(folder: Path) -> None:
    with pytest.raises(detector.DetectorError, match="RUN folder"):
        detector.scan([folder / "t1"], add=True)


def test_a_sheet_with_its_name_in_the_next_cell_is_no_blank_form(tmp_path: Path) -> None:
    short = "Trực 3 buổi."
    data = sheet("Lý Thị Xuân", MONTHS[0], short, "Không có")
    write_sheets(tmp_path / "one", {"a.docx": data})
    assert len(detector.scan([tmp_path / "one"]).submissions) == 1
