"""What must be equal for whoever has it, and what only looks like it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from detector.provenance.facts import mark_facts
from detector.provenance.facts.lines import Lines
from detector.provenance.facts.tables import _dense
from detector.text.columns import build_corpus
from tests.provenance.build import corpus_named, paragraphs, words

DUTIES = """- Điều khiển xe theo lệnh, đúng tuyến, đúng giờ.
- Kiểm tra dầu, lốp, phanh trước khi nhận xe.
- Vận hành cơ cấu ép khi đã cắm chốt an toàn.
- Quyết toán nhiên liệu trước ngày 28 hằng tháng.
"""
DEEDS = """- Tham mưu kế hoạch tuyển sinh lớp mười.
- Soạn tài liệu ôn thi cho khối chín.
- Tổ chức hội thi kể chuyện dưới cờ.
- Phối hợp với xã mở lớp xoá mù chữ.
"""
PROSE = "Năm nay xe tôi giữ chạy ca đêm, gom chợ Hôm và mười sáu điểm trung chuyển."


def facts(text: str) -> str:
    corpus = corpus_named({"an": text})
    return words(corpus, "an", mark_facts(corpus))


@pytest.mark.parametrize(
    ("head", "items", "is_fact"),
    [
        ("Nhiệm vụ được giao:", DUTIES, True),
        ("Nhiệm vụ được giao:", DEEDS, True),  # nothing in them says that it was done
        ("1. Công việc được giao và kết quả", DUTIES, True),
        ("1. Công việc được giao và kết quả", DEEDS, False),  # asked for results, they are told
        ("Kết quả thực hiện nhiệm vụ:", DEEDS, False),
        ("1. Tư tưởng chính trị", DUTIES, False),
        ("Nhiệm vụ được giao:", DUTIES.replace("Kiểm tra", "Tôi kiểm tra"), False),
        ("Nhiệm vụ được giao:", DUTIES.replace("Kiểm tra", "Đã kiểm tra"), False),
        ("Nhiệm vụ được giao:", DUTIES.replace("Kiểm tra dầu", "Xác minh nguồn gốc đất"), True),  # no "mình", no "đạt"
        ("Nhiệm vụ được giao:", "".join(DUTIES.splitlines(keepends=True)[:2]), False),
    ],
)
def test_the_duties_of_a_post_are_facts_and_an_account_of_what_was_done_is_none(
    head: str, items: str, is_fact: bool
) -> None:
    found = facts(f"{head}\n{items}{PROSE}\n")
    assert bool(found) == is_fact
    assert "cho hom" not in found


def test_duties_end_where_an_account_in_items_of_the_same_sign_begins() -> None:
    account = "- Năm nay tôi gom 1.240 tấn rác chợ Hôm.\n- Thay 6 bộ má phanh, 2 bình điện.\n- Chạy 312 ca đêm.\n"
    found = facts(f"Nhiệm vụ được giao:\n{DUTIES}{account}{PROSE}\n")
    assert "chot an toan" in found
    assert "cho hom" not in found
    assert "ca dem" not in found


def test_a_citation_is_a_fact_and_of_an_account_only_what_it_quotes() -> None:
    work = 'Sáng kiến "Giải pháp giảm thất thoát nước ở khu phố cổ", Quyết định số 12/QĐ-SKHCN năm 2025.'
    told = 'Hôm ấy bà con nói "cán bộ mà về thế này thì chúng tôi yên tâm", tôi nhớ mãi.'
    assert "that thoat nuoc" in facts(f"{PROSE}\n{work}\n{told}\n")
    assert "yen tam" in facts(f"{PROSE}\n{work}\n{told}\n")
    assert "nho mai" not in facts(f"{PROSE}\n{work}\n{told}\n")


def test_titles_of_laws_are_facts_and_what_one_did_with_one_is_none() -> None:
    listed = (
        "- Luật Lâm nghiệp số 16/2017/QH14 và Nghị định số 156/2018/NĐ-CP;\n"
        "- Luật Biên phòng Việt Nam năm 2020;\n3. Nghị quyết số 18-NQ/TW về sắp xếp bộ máy"
    )
    found = facts("Văn bản đã học:\n" + listed)
    assert found.startswith("luat lam nghiep so")
    assert found.endswith("bien phong viet nam nam 2020 3 nghi quyet so 18 nq tw ve sap xep bo may")
    done = "Tham mưu ban hành Kế hoạch số 12/KH-UBND về trồng rừng. Quyết định số 45/QĐ-UBND tôi soạn trong hai tuần."
    assert facts(done) == "12 kh ubnd ve trong rung"
    assert facts("Luật là luật, quyết định đã có thì làm.") == ""


PLAN = "Kế hoạch số 91/KH-UBND về phòng, chống đuối nước cho trẻ em trên địa bàn phường năm 2026"
TITLE = "91 kh ubnd ve phong chong duoi nuoc cho tre em tren dia ban phuong nam 2026"
RESOLUTION = "Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo"


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (f"Dự thảo {PLAN}, cắm mười hai biển ở bờ rạch.", TITLE),
        (f"Lớp bơi theo {PLAN} có 66 cháu học, 51 cháu tự bơi được.", TITLE),
        (
            f"Tuyên truyền {RESOLUTION}. Mở 6 lớp.",
            "57 nq tw ve dot pha phat trien khoa hoc cong nghe doi moi sang tao",
        ),
        ("Theo Kế hoạch số 7/KH-UBND về trồng rừng, tôi đã lo 12 nghìn cây giống keo.", "7 kh ubnd ve trong rung"),
        ("Theo Kế hoạch số 7/KH-UBND tôi lo 12 nghìn cây giống keo và quế.", ""),
    ],
)
def test_the_title_behind_the_number_of_a_plan_is_a_fact_and_what_one_did_by_it_is_none(said: str, fact: str) -> None:
    assert facts(said) == fact


@pytest.mark.parametrize(
    ("said", "is_fact"),
    [
        ("xin chào, xin lỗi, xin cảm ơn, xin phép; luôn mỉm cười, luôn nhẹ nhàng, luôn giúp đỡ", True),
        ("tôi chào 42 người, xin lỗi hai người, cảm ơn cả phòng, nhẹ nhàng với bà con ở chợ", False),
        ("bản thân xin lỗi hai người, cảm ơn cả phòng, nhẹ nhàng với bà con ở chợ phiên", False),
    ],
)
def test_what_a_motto_says_behind_its_name_is_a_fact_and_what_one_did_is_none(said: str, is_fact: bool) -> None:
    assert bool(facts(f"Giữ câu “4 xin, 4 luôn”: {said}. {PROSE} {PROSE}")) == is_fact


def test_what_a_motto_announces_is_a_fact_and_what_one_did_by_it_is_none() -> None:
    said = "bảo vệ quyền, lợi ích hợp pháp của người được trợ giúp, tuân thủ pháp luật và tôn trọng sự thật khách quan"
    assert facts(f"Khi bào chữa luôn tâm niệm {said}. {PROSE}").endswith("ton trong su that khach quan")
    assert facts(f"Theo phương châm ấy tôi đã đi từng nhà, hỏi từng người già trong bản về lối đi. {PROSE}") == ""


@pytest.mark.parametrize(
    ("told", "is_fact"),
    [
        (
            "Tấm bảng trước cửa viết: công an không làm việc qua điện thoại, ngân hàng không hỏi mã; ai bảo đừng nghe",
            True,
        ),
        ("Tờ giấy dán ở cầu thang in chữ to: đi bên phải, không chạy, không đùa, nhường người già và trẻ nhỏ", True),
        ("Bảng theo dõi của tôi ghi: đã đi từng nhà, hỏi từng người già trong bản, đã đưa bốn cụ đi khám", False),
        ("Tấm bảng trước cửa viết: cấm vào", False),
        ("Tôi viết cho bà con: công an không làm việc qua điện thoại, ngân hàng không hỏi mã bao giờ", False),
    ],
)
def test_what_a_sign_says_is_a_fact_and_what_one_did_or_wrote_is_none(told: str, is_fact: bool) -> None:
    assert bool(facts(f"{told}. {PROSE}")) == is_fact


def test_memberships_in_a_row_are_facts_and_one_is_none() -> None:
    two = "Thành viên Hội đồng thi đua.\nThư ký Ban thanh tra nhân dân.\n"
    assert "thi dua" in facts(f"{PROSE}\n{two}{PROSE}\n")
    assert facts(f"{PROSE}\nThành viên Hội đồng thi đua.\n{PROSE}\n") == ""


def test_the_members_of_a_committee_are_facts_and_people_who_did_something_are_none() -> None:
    members = "- Ông Lò Văn Páo, Chủ tịch xã, Trưởng ban;\n- Bà Hà Thị Sen, Trưởng phòng Kinh tế, thành viên;\n"
    deeds = "- Ông Lò Văn Páo, Trưởng ban, đã cho tôi mượn xe;\n- Bà Hà Thị Sen, thành viên, đã dẫn đường;\n"
    assert "ha thi sen" in facts(f"{PROSE}\n{members}{PROSE}\n")
    assert facts(f"{PROSE}\n{deeds}{PROSE}\n") == ""


def test_memberships_in_one_sentence_are_facts_as_far_as_they_go() -> None:
    found = facts(f"Ủy viên Hội đồng chấm khóa luận; thành viên Tổ ngân hàng câu hỏi. {PROSE}\n")
    assert "ngan hang" in found
    assert "cho hom" not in found


@pytest.mark.parametrize(
    ("head", "is_fact"),
    [
        ("Là cố vấn học tập, tôi làm các việc", True),
        ("Nhiệm vụ của thủ kho", True),
        ("Kết quả nhiệm vụ trong năm", False),
        ("Buổi ấy tôi nhớ", False),
    ],
)
def test_duties_between_semicolons_are_facts_up_to_the_end_of_the_sentence(head: str, is_fact: bool) -> None:
    duties = "theo dõi kết quả rèn luyện; họp lớp mỗi tháng một lần; xác nhận hồ sơ miễn giảm học phí"
    found = facts(f"{head}: {duties}. {PROSE}\n")
    assert ("hoc phi" in found) == is_fact
    assert "cho hom" not in found


@pytest.mark.parametrize(
    "said",
    [
        "Nhiệm vụ của tôi là lái xe theo lệnh; rửa xe sau mỗi chuyến; ghi sổ lịch trình.",
        "Các nhiệm vụ: lái xe theo lệnh, kiểm tra phanh, rửa xe sau mỗi chuyến, ghi sổ lịch trình.",
        "Nhiệm vụ của lái xe:\n1. Lái xe theo lệnh.\n2. Rửa xe sau mỗi chuyến.\n3. Ghi sổ lịch trình.",
        "Quy trình giao ca:\nBước 1: Điểm danh theo lệnh.\nBước 2: Bàn giao thuốc.\nBước 3: Ký sổ lịch trình.",
    ],
)
def test_duties_are_facts_in_whatever_shape_they_are_listed(said: str) -> None:
    found = facts(f"{PROSE}\n{said}\n{PROSE}\n")
    assert "theo lenh" in found
    assert "lich trinh" in found


@pytest.mark.parametrize(("head", "is_fact"), [("Việc phải làm trong ca", True), ("Kết quả công việc", False)])
def test_limits_are_no_figures_of_an_account_where_duties_are_announced(head: str, is_fact: bool) -> None:
    items = "- Ghi áp lực 2 giờ một lần.\n- Không để máy chạy quá 72 giờ liền.\n- Mực nước dưới 1,2 m thì dừng máy.\n"
    assert ("muc nuoc" in facts(f"{head}:\n{items}{PROSE}\n")) == is_fact
    assert facts(f"{head}:\n- Ghi áp lực 820 lần.\n- Chạy máy 72 giờ.\n- Sửa 12 máy.\n{PROSE}\n") == ""


STEPS = """1. Nhận bàn giao tại giường từng người bệnh, đối chiếu hồ sơ.
2. Kiểm tra máy hút, bình ô xy và ký sổ.
3. Đi buồng 22 giờ, 1 giờ; người bệnh nặng theo dõi từng giờ.
4. Báo bác sĩ khi dấu hiệu vượt ngưỡng, ghi giờ báo.
"""


def test_steps_that_are_always_done_are_facts_whatever_announces_them() -> None:
    found = facts(f"Vào ca đêm tôi cứ tờ này mà làm:\n{STEPS}2. Kết quả công tác\n{PROSE}\n")
    assert "doi chieu ho so" in found
    assert "vuot nguong" in found
    assert "ket qua" not in found
    assert facts(f"Kết quả ca đêm của tôi:\n{STEPS}{PROSE}\n") == ""
    assert facts(f"Vào ca đêm tôi cứ tờ này mà làm:\n{DEEDS}{PROSE}\n") == ""


def test_an_entry_with_its_authors_is_a_fact_and_what_one_of_them_tells_is_none() -> None:
    entry = "Lê Văn Tám, Hồ Thị Bé (2025). Mật độ ương và tỷ lệ sống của cá giống. Tạp chí Khoa học, 12(3), 45-52."
    told = "Năm 2025 tôi cùng Lê Văn Tám và Hồ Thị Bé gửi bài cho tạp chí mà bị trả, sang năm viết lại."
    unnamed = "Năm 2025 ở hội thảo ấy ông ứng khẩu đọc đề tài ươm ổi, ai ở ấp ấy ủng hộ."
    assert facts(f"{unnamed}\n{PROSE}\n") == ""
    assert "ty le song" in facts(f"{entry}\n{PROSE}\n") or "ti le song" in facts(f"{entry}\n{PROSE}\n")
    assert facts(f"{told}\n{PROSE}\n") == ""


def test_people_named_with_their_offices_in_one_sentence_are_a_fact() -> None:
    council = "Hội đồng gồm BS. Lê Văn Tám (Chủ tịch), DS. Hồ Thị Bé (thư ký), ĐD. Vũ Thị Minh (ủy viên)."
    told = "BS. Lê Văn Tám (Chủ tịch) gọi, DS. Hồ Thị Bé (thư ký) ghi, Vũ Thị Minh (ủy viên) đã khóc, tôi cũng khóc."
    assert "ho thi be" in facts(f"{council} {PROSE}\n")
    assert facts(f"{told} {PROSE}\n") == ""


def test_deeds_between_semicolons_are_no_duties() -> None:
    assert facts("Tôi làm các việc: đã họp lớp chín lần; đã xác nhận hồ sơ; đã gọi về nhà hai em.\n") == ""
    assert facts("Tôi làm các việc: họp lớp 9 lần; xác nhận 14 hồ sơ; gọi về 2 nhà.\n") == ""


def test_what_a_course_is_for_is_a_fact_and_what_somebody_taught_in_it_is_none() -> None:
    course = (
        "Học phần Mô học cá trang bị cho sinh viên cách đọc tiêu bản. Kết thúc học phần, sinh viên tự đọc được mô gan."
    )
    taught = "Học phần Mô học cá tôi giúp sinh viên lớp sáng thứ bảy đọc tiêu bản bằng kính mượn."
    assert facts(f"{course} {PROSE}\n").endswith("mo gan")
    assert facts(f"{taught} {PROSE}\n") == ""


def test_cells_with_figures_are_facts_and_lines_of_words_are_none() -> None:
    cells = "Nước sản xuất\n1.200\n1.350\nĐiện tiêu thụ\n310\n298\nHoá chất\n14\n12\n"
    lines = "Nước trong\nĐiện đủ\nVòi không rò\nSân sạch\nKho gọn\nSổ đủ\n"
    assert "dien tieu thu" in facts(f"{PROSE}\n{cells}")
    assert facts(f"{PROSE}\n{lines}") == ""


def test_the_cells_that_are_dense_with_figures_are_those_of_a_plain_loop() -> None:
    random = np.random.default_rng(5)
    for _ in range(200):
        alone = random.random(40) < random.choice([0.1, 0.3, 0.6])
        edges = np.unique(random.integers(0, 41, 6))
        starts, ends = edges[:-1:2], edges[1::2]  # runs with and without lines between them
        expected = []
        for first, last in zip(starts.tolist(), ends.tolist(), strict=False):
            places: list[int] = []
            for place in [*(row for row in range(first, last) if alone[row]), 99]:
                if places and place - places[-1] > 3:
                    low, high = max(first, places[0] - 2), min(last, places[-1] + 2)
                    if high - low >= 6 and len(places) >= 0.34 * (high - low):
                        expected.append((low, high))
                    places = []
                places.append(place)
        assert list(_dense(alone, starts[: len(ends)], ends)) == expected


def test_what_is_a_fact_in_a_text_does_not_depend_on_equal_lines_of_others() -> None:
    listed = "Tôi làm các việc: theo dõi hồ sơ; tư vấn cho dân; chấm công hằng ngày; gửi báo cáo hằng tháng."
    read = "Nghị quyết 34-NQ/TW về xây dựng chi bộ.\nLuật Biên phòng Việt Nam năm 2020.\n"
    texts = {
        "an": f"Nhiệm vụ được giao:\n{DUTIES}{PROSE}\n{listed}\n",
        "binh": f"{PROSE} {listed}\n1. Công việc được giao và kết quả\n{DEEDS}{listed}\n{read}",
        "chi": f"{read}Nhiệm vụ được giao:\n{DUTIES}{DUTIES}{listed} {PROSE}\n",
    }
    together = corpus_named(texts)
    marks = mark_facts(together)
    assert {name: words(together, name, marks) for name in texts} == {name: facts(text) for name, text in texts.items()}
    assert all(map(facts, texts.values()))


def test_a_pattern_finds_at_the_places_of_its_words_what_it_finds_in_the_whole_texts() -> None:
    pattern = re.compile(r"\bchỉ tiêu\b[^.\n]{0,20}(?P<figure>\d+)|\btấm\b[^.\n]{0,9}\btấm\b")
    texts = {
        "an": f"{PROSE}\nTấm bảng, tấm tấm tấm áp phích; chỉ tiêu 90, Chỉ tiêu 20 và chỉ tiêu tấm 95.\n",
        "binh": f"{PROSE}\n{PROSE}\n",
        "chi": "chỉ tiêu chỉ tiêu 90 chỉ tiêu 80. tấm\ntấm tấm",
    }
    lines = Lines.of(corpus_named(texts))
    tokens, expected = lines.corpus.tokens, []
    for row, document in enumerate(lines.corpus.documents):
        first, last = tokens.document_indptr[row : row + 2].tolist()
        for match in pattern.finditer(document.text):
            start, end = np.searchsorted(tokens.starts[first:last], match.span()).tolist()
            expected.append((first + start, first + end))
    assert [*lines.found(pattern, lines.places_of(("chi tieu", "tam")))] == expected
    assert [*lines.found(pattern, lines.places_where(pattern))] == expected
    assert len(expected) == 6


ARTICLE = "công chức khi làm thủ tục không giữ giấy tờ của lái xe; không uống rượu, bia trước ca trực"


@pytest.mark.parametrize(
    ("said", "is_fact"),
    [
        (f"Điều 6 Quy chế ứng xử quy định {ARTICLE}. {PROSE}", True),
        (f"Chấp hành khoản 2 Điều 5: {ARTICLE}. {PROSE}", True),
        (f"Nội quy cơ quan ghi rõ: {ARTICLE}. {PROSE}", True),
        (f"Cửa khẩu đông, {ARTICLE}. {PROSE}", False),
        (f"Theo Điều 6 tôi nhắc anh em: {ARTICLE}. {PROSE}", False),
        (f"Mở mục 3 sổ trực ra xem, không thấy ai ký, phải gọi từng người lên hỏi. {PROSE}", False),
    ],
)
def test_an_article_that_says_what_must_be_done_is_a_fact_and_what_one_did_by_it_is_none(
    said: str, is_fact: bool
) -> None:
    found = facts(said)
    assert bool(found) == is_fact
    assert "cho hom" not in found


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "„“"])
def test_words_in_quotation_marks_are_a_fact_and_a_name_in_them_is_none(marks: str) -> None:
    opened, closed = marks
    said = f"Chị dặn: {opened}việc hôm nay làm xong rồi hãy nghĩ đến việc ngày mai{closed}, tôi ghi lên bảng. {PROSE}"
    assert facts(said) == "viec hom nay lam xong roi hay nghi den viec ngay mai"
    assert facts(f"Tủ thuốc {opened}An Phúc{closed} có mười hai ngăn. {PROSE}") == ""


def test_a_mark_that_is_missing_turns_no_others_round() -> None:
    said = 'Tôi ghi "bàn giao đủ. ' + PROSE + ' Anh đọc "đủ sổ, đủ chìa khóa, đủ bộ đàm, không việc gì tồn" rồi ký.'
    assert "cho hom" not in facts(said)
    inches = 'Màn hình 24" kê cạnh tường, bàn dài 60" để giữa phòng cho mọi người cùng dùng trong giờ nghỉ. ' + PROSE
    assert facts(inches) == ""


def test_a_text_that_is_mostly_in_quotation_marks_is_compared_like_any_other() -> None:
    assert facts(f'"{PROSE}" Hết.') == ""


@pytest.mark.parametrize(
    ("items", "is_fact"),
    [
        ("- Ca sáng: 6 giờ đến 14 giờ, 5 người;\n- Ca chiều: 14 giờ đến 22 giờ;\n- Ca đêm: 22 giờ đến 6 giờ.\n", True),
        ("- Ca sáng: 6 giờ đến 14 giờ, 5 người;\n- Ca chiều: 14 giờ đến 22 giờ.\n", False),  # two are no table
        ("- Ca sáng: vắng khách;\n- Ca chiều: đông dần lên;\n- Ca đêm: xe dồn về.\n", False),  # no figures
        ("- Clo dư: 482 mẫu, 1 mẫu thấp;\n- Asen: 88 mẫu, không mẫu nào vượt;\n- Coliform: đạt 612 mẫu.\n", True),
        ("- Ca sáng: tôi trực 40 ca;\n- Ca chiều: tôi trực 12 ca;\n- Ca đêm: tôi trực 9 ca.\n", False),  # own deeds
    ],
)
def test_rows_of_a_table_in_a_list_are_facts_and_what_one_did_is_none(items: str, is_fact: bool) -> None:
    found = facts(f"Lịch ca của trạm:\n{items}{PROSE}\n")
    assert bool(found) == is_fact
    assert "cho hom" not in found


def test_a_list_of_people_is_a_fact_when_one_of_them_has_an_office() -> None:
    people = "Tổ giúp việc chuyển đổi số: Tạ Văn Quyết (tổ trưởng), Mã Thị Kiều, Phạm Bích Ngọc, Bế Văn Tuân."
    assert "be van tuan" in facts(f"{people}\n{PROSE}\n")
    told = "Tôi cùng Tạ Văn Quyết (tổ trưởng), Mã Thị Kiều, Phạm Bích Ngọc khiêng hàng qua suối trong đêm mưa lũ."
    assert facts(f"{told}\n{PROSE}\n") == ""


def test_of_a_quotation_in_a_quotation_the_outer_one_is_a_fact() -> None:
    praised = 'Quyết định ghi: "Tặng Giấy khen cho bộ phim "Người giữ tiếng khèn", đã có thành tích năm 2025".'
    found = facts(f"{praised} {PROSE}")
    assert "nguoi giu tieng khen" in found
    assert "co thanh tich nam 2025" in found
    assert "cho hom" not in found


@pytest.mark.parametrize(
    ("said", "is_fact"),
    [
        ("Họp liên tịch chốt từ ngày 15/9 cổng chính chỉ mở cho người đi bộ, xe phải dừng sau vạch vàng.", True),
        ("Kết luận giao ban: việc nào quá 2 giờ không trả lại thì coi như đã nhận đủ.", True),
        ("Họp xong tôi phải đứng cổng, không ai thay.", False),
    ],
)
def test_what_a_meeting_concluded_is_a_fact(said: str, is_fact: bool) -> None:
    assert bool(facts(f"{said} {PROSE}")) == is_fact


def test_a_course_as_its_certificate_names_it_is_a_fact_and_who_took_it_is_none() -> None:
    said = "Hè tôi dự lớp Sơ cấp cứu ban đầu do Trung tâm Y tế mở từ ngày 7 đến ngày 11/7/2025, thời lượng 40 tiết."
    found = facts(f"{said} {PROSE}")
    assert "so cap cuu" in found
    assert "toi du" not in found
    assert "ho de" in facts(f"Đi học lớp nghiệp vụ hộ đê do Cục mở từ ngày 16 đến ngày 20/3/2026, tôi lái máy. {PROSE}")
    certified = 'Chứng nhận hoàn thành khóa "Đánh giá theo ISO 17025:2017", học 3 ngày, từ 26 đến 28/6/2025, Viện cấp'
    assert "danh gia theo" in facts(f"{certified}. {PROSE}")
    assert facts(f"Tôi mở lớp xóa mù chữ cho chín người ở bản trên, dạy ba đêm mỗi tuần. {PROSE}") == ""


def test_things_counted_up_between_commas_are_a_fact_and_what_one_did_so_often_is_none() -> None:
    kit = "Bộ đồ nghề: 01 máy quay cầm vai, 02 pin 95 Wh, 01 chân máy than, 02 thẻ nhớ 128 GB."
    assert "chan may than" in facts(f"{kit} {PROSE}")
    assert facts(f"Tôi quay 40 tin, dựng 12 phóng sự, viết 9 bài, trực 30 đêm. {PROSE}") == ""


def test_a_description_of_a_post_may_say_how_often_and_how_soon() -> None:
    items = "- Ghi sổ trực 2 giờ một lần.\n- Chuyển nguồn trong 30 giây.\n- Giữ chương trình đã phát ít nhất 60 ngày.\n"
    assert "chuyen nguon" in facts(f"Nhiệm vụ theo bản mô tả:\n{items}{PROSE}\n")
    assert facts(f"Nhiệm vụ được giao:\n{items}{PROSE}\n") == ""


@pytest.mark.parametrize(
    ("said", "is_fact"),
    [
        ("tiêm đầy đủ cho trẻ dưới 1 tuổi trên 95%, uốn ván thai phụ trên 90%, uống vitamin A trên 98%", True),
        ("giải ngân ít nhất 95%, không quá 2% hồ sơ trả lại, trực đủ 12 buổi", True),
        ("tiêm đầy đủ 96,2%, uốn ván thai phụ 91%, uống vitamin A 98%", False),  # what was reached
    ],
)
def test_targets_whose_figures_are_limits_are_facts(said: str, is_fact: bool) -> None:
    assert bool(facts(f"Chỉ tiêu tháng: {said}. {PROSE}")) == is_fact


def test_steps_behind_a_colon_are_facts_in_a_sheet_of_a_month() -> None:
    def steps(said: str, period: str | None) -> str:
        text = f"Bố trí điểm tiêm một chiều: {said}. {PROSE}"
        corpus = build_corpus([paragraphs("an", text).with_fields(period=period)])
        return words(corpus, "an", mark_facts(corpus))

    assert steps("đón tiếp, khám sàng lọc, tư vấn, tiêm", "2026-04") == "don tiep kham sang loc tu van tiem"
    assert steps("đón tiếp, khám sàng lọc, tư vấn, tiêm", None) == ""  # one statement of a long text
    assert steps("nhà bà Lý, nhà ông Tám, nhà anh Tư, chợ", "2026-04") == ""
    assert steps("tôi đón, tôi khám, đã tư vấn, đã tiêm", "2026-04") == ""


SHIFTS = "- Ca một từ 6 giờ đến 14 giờ: anh Khởi, anh Tỉnh\n- Ca hai từ 14 giờ đến 22 giờ: anh Cường, anh Pảo\n"
NIGHT = "- Ca ba từ 22 giờ đến 6 giờ: anh Mạnh và lái máy dự phòng\n"


@pytest.mark.parametrize("bullet", ["-", "•", "••"])
def test_the_hours_of_a_shift_may_be_its_name_whatever_the_bullets(bullet: str) -> None:
    assert facts(f"Ca trực ghi trong sổ:\n{SHIFTS}{NIGHT}{PROSE}".replace("- ", f"{bullet} ")).startswith("ca mot tu 6")
    assert facts(f"Ca trực ghi trong sổ:\n{SHIFTS}{PROSE}") == ""


PATROL = """- Tuần đường ít nhất một lượt mỗi ngày, ghi sổ ngay tại hiện trường.
- Phát quang, khơi rãnh, thông cống trong phạm vi được giao.
- Đặt biển, rào chắn trong 30 phút khi phát hiện sự cố.
- Báo vi phạm hành lang về hạt trước 17 giờ.
"""


def test_a_list_ends_where_the_next_heading_of_the_form_begins() -> None:
    text = f"Nhiệm vụ được giao:\n{DUTIES}4. Ý thức tổ chức kỷ luật:\n- Đi làm đúng giờ, nhà xa vẫn đúng giờ.\n"
    assert "chot an toan" in facts(text)
    assert "nha xa" not in facts(text)
    lettered = "".join(f"{letter}) {line[2:]}\n" for letter, line in zip("abcd", DUTIES.splitlines(), strict=True))
    assert "quyet toan" in facts(f"Nhiệm vụ được giao:\n{lettered}{PROSE}\n")
    nested = "1. Lái xe:\n- Điều khiển xe theo lệnh.\n- Kiểm tra dầu.\n2. Giữ xe:\n- Rửa xe sau ca.\n- Khóa cổng bãi.\n"
    assert "khoa cong bai" in facts(f"Nhiệm vụ được giao:\n{nested}{PROSE}\n")


def test_duties_that_nothing_announces_are_facts_and_what_was_done_is_none() -> None:
    assert facts(f"{PROSE}\n{PATROL}Cả năm máy tôi chạy 233 ca.").endswith("truoc 17 gio")
    done = (
        "- Tuần đường 212 lượt.\n- Khơi 4 km rãnh, thông 31 cống.\n- Cắm 16 biển khi sụt.\n- Báo hạt 9 vụ lấn đường.\n"
    )
    assert facts(f"{PROSE}\n{done}Cả năm máy tôi chạy 233 ca.") == ""
