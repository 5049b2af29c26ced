"""Monthly sheets with two short boxes: a person's own reuse, a clause of two colleagues, a default text of many."""

from __future__ import annotations

from pathlib import Path

import pytest

import detector
from detector.findings import finding_sentence
from detector.report import Finding, Report
from detector.settings import Settings

from .sheets335 import sheet, write_sheets

NAMES = [f"{family} {given}" for family in ("Nguyễn Văn", "Trần Thị", "Lê Đức", "Phạm Thu") for given in
         ("An", "Bình", "Chi", "Dung", "Em", "Giang", "Hà")]  # fmt: skip
MARCH = "tháng 3/2026"
OWN_MONTHS = ("Nhập đủ số liệu thu chi của bốn trạm y tế đúng ngày 25.", "Còn phải nhắc hai trạm nộp chứng từ gốc.")
ODD = "soạn lại bảng kê nợ đọng của chợ Cầu Đất theo từng ki ốt"
DEFAULT = (
    "Chấp hành nghiêm nội quy cơ quan; hoàn thành đúng hạn các nhiệm vụ được giao trong kỳ theo phần mềm.",
    "Đôi khi cập nhật tiến độ lên hệ thống còn chậm so với lịch chung.",
)
LONG_DEFAULT = (
    "Chấp hành nghiêm nội quy cơ quan, quy chế làm việc; hoàn thành đúng hạn các nhiệm vụ được giao trong kỳ theo phần "
    "mềm quản lý công việc của tỉnh; chủ động phối hợp với đồng nghiệp trong xử lý văn bản đến; cập nhật kịp thời kết "
    "quả giải quyết hồ sơ trên hệ thống một cửa điện tử.",
    "Đôi khi cập nhật tiến độ lên hệ thống còn chậm so với lịch chung; việc nghiên cứu văn bản mới chưa thường xuyên.",
)
OTHERS = (
    ("Đã thẩm định 14 hồ sơ quyết toán của các trường mầm non.", "Hồ sơ xã Hòa Bình trả chậm hai ngày."),
    ("Lập dự toán sửa trụ sở ba xã vùng trũng, giảm 120 triệu.", "Chưa đối chiếu công nợ với kho bạc quý trước."),
    ("Hướng dẫn 9 kế toán xã nhập số liệu tài sản công.", "Còn sai mã chương ở hai bảng kê."),
    ("Tham gia đoàn kiểm tra giải ngân đường liên thôn Đồng Mít.", "Biên bản kiểm tra gửi muộn so với kế hoạch."),
    ("Trả lời 23 văn bản hỏi về chế độ công tác phí.", "Có một văn bản phải thu hồi vì ghi nhầm số."),
    ("Trực một cửa 11 buổi, tiếp 86 lượt người dân.", "Một lần vắng mặt không báo trước."),
)


def unit(default: tuple[str, str] = DEFAULT) -> dict[str, bytes]:
    """One person with six equal months, two who share a clause, twenty with the default text, six on their own."""
    files = {f"an_t{n}.docx": sheet("Đỗ Thị Vân An", f"tháng {n}/2026", *OWN_MONTHS) for n in range(1, 7)}
    files["binh.docx"] = sheet("Bùi Thanh Bình", MARCH, f"Tiếp 12 hộ tiểu thương; {ODD}.", "Ghi sổ còn tẩy xóa.")
    files["chi.docx"] = sheet("Cao Mai Chi", MARCH, f"Đi thu nợ cùng ban quản lý; {ODD}.", "Chưa chốt số với kho bạc.")
    files |= {f"m{n:02d}.docx": sheet(NAMES[n], MARCH, *default) for n in range(20)}
    files |= {f"o{n}.docx": sheet(NAMES[20 + n], MARCH, *boxes) for n, boxes in enumerate(OTHERS)}
    return files


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return detector.scan([write_sheets(tmp_path_factory.mktemp("sheets") / "unit", unit())])


def finding(report: Report, id: str, kind: str) -> Finding:
    return next(one for one in report.submission(id).findings if one.kind == kind)


def test_the_boxes_are_all_that_counts_as_written_by_the_person(report: Report) -> None:
    row = report.submission("o0.docx")
    kept = [row.document.text[mark.start : mark.end] for mark in row.marks if mark.kind != "form"]
    assert kept == [" ".join(OTHERS[0][:1]), OTHERS[0][1]]  # no points, no criteria, no name
    assert row.document.period == "2026-03"
    assert row.document.year == 2026


def test_the_same_two_sentences_for_six_months_are_the_persons_own_reuse(report: Report) -> None:
    last = finding(report, "an_t6.docx", "previous")
    assert (last.facts["clauses"], last.facts["total_clauses"], last.facts["periods"]) == (2, 2, 6)
    assert last.evidence == ("an_t5.docx", "an_t4.docx", "an_t3.docx", "an_t2.docx", "an_t1.docx")
    assert [finding(report, f"an_t{n}.docx", "previous").facts["periods"] for n in range(2, 7)] == [2, 3, 4, 5, 6]
    assert "previous" not in report.submission("an_t1.docx").flags  # the first month repeats nothing
    assert {"shared", "cluster"}.isdisjoint(report.submission("an_t6.docx").flags)


def test_two_colleagues_with_an_unusual_clause_are_told_with_the_clause(report: Report) -> None:
    for mine, theirs in (("binh.docx", "chi.docx"), ("chi.docx", "binh.docx")):
        shared = finding(report, mine, "shared")
        assert shared.evidence == (theirs,)
        assert shared.facts["clause"] == ODD
        assert (shared.facts["clauses"], shared.facts["people"]) == (1, 2)
    (passage,) = report.passages_of("chi.docx", "binh.docx") or report.passages_of("binh.docx", "chi.docx")
    assert ODD in report.document(passage.left.id).text[passage.left.start : passage.left.end]


def test_the_default_text_of_each_box_is_told_once_as_a_shared_text_and_makes_no_pairs(report: Report) -> None:
    members = tuple(f"m{n:02d}.docx" for n in range(20))
    assert [one.people for one in report.shared_texts] == [members, members]
    for id in members:
        assert report.submission(id).flags == ("not_enough_text", "shared_text", "boilerplate")  # nothing beside it
        assert report.submission(id).cluster is None
        assert finding(report, id, "shared_text").facts["people"] == 20
        assert report.submission(id).shares["common"] > 0
    assert not [p for p in report.pairs.flagged() if p.left_id in members or p.right_id in members]


def test_who_wrote_on_their_own_has_no_finding_but_that_it_is_short(report: Report) -> None:
    assert {report.submission(f"o{n}.docx").flags for n in range(6)} == {("not_enough_text",)}


def test_pairs_grow_with_the_findings_not_with_their_square(report: Report) -> None:
    assert len(report.pairs.flagged()) == 5 + 1  # five months with the month before, and one pair of colleagues


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_sentence_about_a_short_text_has_a_percentage(report: Report, lang: str) -> None:
    sentences = [finding_sentence(one, lang) for row in report.submissions for one in row.findings]
    assert sentences
    assert not [words for words in sentences if "%" in words]


def test_the_sentences_name_clauses_people_and_periods(report: Report) -> None:
    assert finding_sentence(finding(report, "an_t6.docx", "previous"), "en") == (
        "2 of 2 clauses are the same in 6 texts of this person for different periods: “Nhập đủ số liệu thu chi của bốn "
        "trạm y tế đúng ngày 25”."
    )
    assert finding_sentence(finding(report, "binh.docx", "shared"), "en") == (
        f"1 of 2 clauses are also found in the submission of Cao Mai Chi: “{ODD}”; 2 of 29 persons have this clause."
    )
    assert "có trong 20 trên 34 bản" in finding_sentence(finding(report, "m00.docx", "shared_text"), "vi")


def test_a_default_text_long_enough_for_shares_makes_no_pairs_either(tmp_path: Path) -> None:
    report = detector.scan([write_sheets(tmp_path / "unit", unit(LONG_DEFAULT))])
    members = tuple(f"m{n:02d}.docx" for n in range(20))
    assert "not_enough_text" not in report.submission("m00.docx").flags
    assert not [p for p in report.pairs.flagged() if p.left_id in members]
    assert members in [one.people for one in report.shared_texts]
    assert "shared_text" in report.submission("m00.docx").flags


def test_a_default_text_of_nearly_the_whole_unit_is_not_taken_for_the_form(tmp_path: Path) -> None:
    files = {f"m{n:02d}.docx": sheet(NAMES[n], MARCH, DEFAULT[0].split("; ")[1], DEFAULT[1]) for n in range(26)}
    files |= {f"o{n}.docx": sheet(NAMES[26 + n], MARCH, *OTHERS[n]) for n in range(2)}
    report = detector.scan([write_sheets(tmp_path / "unit", files)])
    assert [len(one.people) for one in report.shared_texts] == [26, 26]
    assert list(report.clusters) == []
    assert not [line for line in report.learnt_form if "phần mềm" in line.text]


def test_longer_months_of_one_person_are_reuse_too(tmp_path: Path) -> None:
    boxes = (
        "Nhập đủ số liệu thu chi của bốn trạm y tế đúng ngày 25, đối chiếu xong với kho bạc huyện; trực thay bộ phận "
        "một cửa ba buổi; dự tập huấn hóa đơn điện tử do chi cục thuế mở tại thị trấn.",
        "Còn phải nhắc hai trạm nộp chứng từ gốc; máy in của phòng hỏng nên báo cáo quý gửi chậm một ngày.",
    )
    files = {f"o{n}.docx": sheet(NAMES[n], MARCH, *own) for n, own in enumerate(OTHERS)}
    files |= {f"em_t{n}.docx": sheet("Đỗ Thị Vân Em", f"tháng {n}/2026", *boxes) for n in (1, 2, 3)}
    report = detector.scan([write_sheets(tmp_path / "unit", files)])
    flags = {n: report.submission(f"em_t{n}.docx").flags for n in (1, 2, 3)}
    assert {n: "previous" in found for n, found in flags.items()} == {1: False, 2: True, 3: True}
    assert not any("shared" in found for found in flags.values())


def test_a_stock_clause_of_two_people_is_no_evidence(tmp_path: Path) -> None:
    stock = "Chấp hành nghiêm chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước."
    files = {f"o{n}.docx": sheet(NAMES[n], MARCH, *own) for n, own in enumerate(OTHERS)}
    files["x.docx"] = sheet("Đỗ Thị Xuân", MARCH, stock, "Chữ viết trong sổ trực còn khó đọc.")
    files["y.docx"] = sheet("Lý Văn Yên", MARCH, stock, "Xe máy hỏng nên hai lần đến muộn.")
    report = detector.scan([write_sheets(tmp_path / "unit", files)])
    assert "shared" not in report.submission("x.docx").flags


def test_two_texts_of_one_name_and_month_are_told_and_no_copies_of_each_other(tmp_path: Path) -> None:
    files = {
        f"{who}_t{n}.docx": sheet("Nguyễn Thị Lan", f"tháng {n}/2026", boxes[0] + f" Việc riêng số {who}.", boxes[1])
        for who, boxes in (("a", OTHERS[0]), ("b", OWN_MONTHS))
        for n in (1, 2)
    }
    report = detector.scan([write_sheets(tmp_path / "unit", files)])
    assert not [pair for pair in report.pairs.flagged() if pair.left_id[0] != pair.right_id[0]]
    assert "same_name_twice" in dict(report.scan_notes)


def test_the_roster_says_who_is_one_person_where_months_are_not_named(tmp_path: Path) -> None:
    files = {f"lan_{n}.docx": sheet("Lan", "kỳ này", *OWN_MONTHS) for n in (1, 2)}
    files |= {f"o{n}.docx": sheet(NAMES[n], MARCH, *own) for n, own in enumerate(OTHERS)}
    folder = write_sheets(tmp_path / "unit", files)
    roster = tmp_path / "roster.csv"
    rows = [("lan_1", "tháng 1/2026"), ("lan_2", "tháng 2/2026")]
    roster.write_text("Tệp,Họ và tên,Kỳ\n" + "".join(f"{f},Nguyễn Thị Lan,{k}\n" for f, k in rows), encoding="utf-8")
    report = detector.scan([folder], roster=roster)
    assert "previous" in report.submission("lan_2.docx").flags
    assert "previous" not in report.submission("lan_1.docx").flags
    assert "roster_two_files_of_one_person" not in dict(report.scan_notes)


def test_a_unit_without_short_texts_is_not_touched(sample: list[detector.Document]) -> None:
    from detector.analysis import analyse

    report = analyse(sample, settings=Settings())
    assert not [one for row in report.submissions for one in row.findings if "total_clauses" in one.facts]


def test_what_three_of_seven_write_again_every_month_beside_their_work_was_prescribed(tmp_path: Path) -> None:
    prescribed = "Giữ liên lạc qua điện thoại công vụ ngoài giờ theo Thông báo phân việc đầu năm của phòng"
    january = [*OTHERS, ("Lập 7 tờ trình mua sắm tập trung cho khối trường.", "Còn thiếu hai báo giá.")]
    files = {}
    for place, name in enumerate(NAMES[:7]):
        work, weakness = january[place]
        merits = f"{prescribed}. {work}" if place < 3 else work
        files[f"{place}_t1.docx"] = sheet(name, "tháng 1/2026", merits, weakness)
        files[f"{place}_t2.docx"] = _february(place, prescribed)
    report = detector.scan([write_sheets(tmp_path / "unit", files)])
    assert [len(one.people) for one in report.shared_texts if "công vụ" in one.text] == [3]
    assert list(report.pairs.flagged()) == []


def _february(place: int, prescribed: str) -> bytes:
    """A sheet with work that is nobody else's."""
    work = (
        "Dựng bảng giá 40 mặt hàng ở chợ Bờ Hồ.", "Soát 12 hợp đồng thuê xe đưa đón học sinh.",
        "Bàn giao 3 két sắt cho bưu điện mới.", "Gỡ vướng đền bù cho nhà bà Tám Lúa.",
        "Đi Hà Giang học cách làm cổng thông tin.", "Kê lại kho vật tư phòng dịch trên gác.",
        "Viết quy chế chi tiêu cho ban quản lý rừng.",
    )[place]  # fmt: skip
    merits = f"{prescribed}. {work}" if place < 3 else work
    return sheet(NAMES[place], "tháng 2/2026", merits, f"Việc thứ {place + 1} chưa xong hẳn.")
