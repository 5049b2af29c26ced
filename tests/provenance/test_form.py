from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detector.documents import Block, BlockKind, Document
from detector.report import LearntLine
from detector.settings import Settings
from detector.text.columns import build_corpus
from detector.text.fields import with_fields
from tests.provenance.build import corpus_named, form_of, own, printed, sentences

LONG_LINE = "Việc thực hiện chức trách, nhiệm vụ được giao và các kết quả nổi bật đạt được trong năm"
FORM = f"""BẢN TỰ NHẬN XÉT
Họ và tên:
I. Kết quả công tác trong năm
{LONG_LINE}
II. Hạn chế cần khắc phục:
"""
BODY = """Tôi dạy bù cho lớp sáu sau đợt lũ.
Vườn trường có thêm hai luống rau do lớp tôi trồng.
Cuối kỳ tôi cùng các em sửa lại mái hiên thư viện.
"""


def test_a_line_of_the_unit_s_form_is_printed_and_an_answer_is_not() -> None:
    corpus = corpus_named({"an": f"BẢN TỰ NHẬN XÉT\nI. Kết quả công tác trong năm\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == ["BẢN TỰ NHẬN XÉT", "I. Kết quả công tác trong năm"]
    assert own(corpus, "an") == [line.rstrip(".") for line in BODY.splitlines()]


def test_a_form_in_other_spelling_and_numbering_is_still_the_form() -> None:
    corpus = corpus_named({"an": f"3) KẾT QUẢ CÔNG TÁC TRONG NĂM\nii. han che can khac phuc:\n{BODY}"}, forms=(FORM,))
    assert len(printed(corpus, "an")) == 2


@pytest.mark.parametrize(
    ("line", "is_printed"),
    [
        (LONG_LINE.replace("trong năm", "trong kỳ"), True),  # 18 of 19 bigrams
        (LONG_LINE.replace("nổi bật ", ""), True),  # 16 bigrams in common, the longer line has 19
        ("Việc thực hiện chức trách, nhiệm vụ được giao của tôi gồm dạy bù và sửa mái hiên", False),
        ("Kết quả trong năm của tôi là hai luống rau", False),
    ],
)
def test_an_edited_line_is_printed_as_long_as_four_fifths_of_it_are(line: str, is_printed: bool) -> None:
    corpus = corpus_named({"an": f"{BODY}{line}\n{BODY}"}, forms=(FORM,))
    assert (line in printed(corpus, "an")) == is_printed


def test_stock_wording_of_the_form_inside_a_paragraph_is_not_the_form() -> None:
    paragraph = f"Tôi dạy bù cho lớp sáu sau đợt lũ. {LONG_LINE}. Tôi cũng sửa mái hiên thư viện."
    corpus = corpus_named({"an": f"II. Hạn chế cần khắc phục:\n{paragraph}\n"}, forms=(FORM,))
    assert printed(corpus, "an") == ["II. Hạn chế cần khắc phục"]


def test_a_printed_line_before_an_answer_on_its_line_stays_printed() -> None:
    corpus = corpus_named({"an": f"{LONG_LINE}. Tôi dạy bù cho lớp sáu sau đợt lũ.\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == [LONG_LINE]


def test_a_label_behind_an_answer_on_one_line_stays_printed() -> None:
    line = "I. Kết quả công tác trong năm: dạy bù cho lớp sáu sau đợt lũ. Hạn chế cần khắc phục:"
    corpus = corpus_named({"an": f"{BODY}{line}\n{BODY}"}, forms=(FORM,))
    assert "Hạn chế cần khắc phục" in printed(corpus, "an")


def test_a_printed_line_cut_in_two_is_printed_on_both_lines() -> None:
    first, second = "Việc thực hiện chức trách, nhiệm vụ được giao", "và các kết quả nổi bật đạt được trong năm"
    corpus = corpus_named({"an": f"{BODY}- {first}\n- {second}\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == [first, second]


def test_two_printed_lines_joined_in_one_are_printed() -> None:
    joined = f"Kết quả công tác trong năm {LONG_LINE}"
    corpus = corpus_named({"an": f"{BODY}{joined}\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == [joined]


def test_a_short_piece_of_a_printed_line_is_no_proof_of_print() -> None:
    corpus = corpus_named({"an": f"{BODY}Các kết quả nổi bật đạt được.\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == []


def test_what_is_filled_in_behind_or_under_a_header_label_is_no_text_of_the_person() -> None:
    header = "Họ và tên: Nguyễn Văn An\nĐơn vị công tác:\nTrường tiểu học Sông Cầu\nChức vụ: giáo viên\n"
    corpus = corpus_named({"an": f"{header}I. Kết quả công tác trong năm\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == [
        "Họ và tên",
        "Nguyễn Văn An",
        "Đơn vị công tác",
        "Trường tiểu học Sông Cầu",
        "Chức vụ: giáo viên",
        "I. Kết quả công tác trong năm",
    ]


def test_a_label_below_the_first_heading_takes_nothing_with_it() -> None:
    line = "Đơn vị công tác: nơi tôi đã gắn bó hơn chục năm nay"
    corpus = corpus_named({"an": f"I. Kết quả công tác trong năm\n{line}\n{BODY}"}, forms=(FORM,))
    assert "nơi tôi đã gắn bó hơn chục năm nay" in own(corpus, "an")


def test_what_an_empty_content_control_shows_is_print_and_no_value_of_a_label() -> None:
    text = "Họ và tên: Nhấn vào đây để nhập văn bản\nTôi đã soạn 24 phiếu đọc hiểu."
    start, end = text.index("Nhấn"), text.index("\n")
    blocks = (Block(0, start), Block(start, end, BlockKind.PLACEHOLDER), Block(end + 1, len(text)))
    document = Document("a", "a", text, blocks=blocks)
    assert own(build_corpus([document]), "a") == ["Tôi đã soạn 24 phiếu đọc hiểu"]
    assert "Nhấn" not in str(with_fields(document).author)
    name = replace(document, text=text.replace(text[start:end], "Lê An".ljust(end - start)))
    assert with_fields(name).author is None  # the control still shows what it shows while it is empty
    assert with_fields(replace(name, blocks=(Block(0, end), blocks[2]))).author == "Lê An"


def test_an_answer_typed_behind_its_label_stays_the_person_s() -> None:
    corpus = corpus_named({"an": f"II. Hạn chế cần khắc phục: tôi còn nóng tính với học trò.\n{BODY}"}, forms=(FORM,))
    assert printed(corpus, "an") == ["II. Hạn chế cần khắc phục"]
    assert own(corpus, "an")[0] == "tôi còn nóng tính với học trò"


@pytest.mark.parametrize("line", ["NGƯỜI TỰ ĐÁNH GIÁ", "Người tự nhận xét", "NGƯỜI TỰ KIỂM ĐIỂM"])
def test_the_signature_and_all_below_it_is_not_the_person_s_text(line: str) -> None:
    tail = "Nguyễn Văn An\nĐồng chí An hoàn thành tốt công việc được giao.\nCần mạnh dạn hơn trong góp ý."
    corpus = corpus_named({"an": f"{BODY}{line}\n{tail}"})
    assert own(corpus, "an") == [x.rstrip(".") for x in BODY.splitlines()]
    assert len(printed(corpus, "an")) == 4


def test_what_the_manager_writes_below_is_not_the_person_s_text() -> None:
    tail = "Ý kiến của tổ trưởng: Đồng chí An có nhiều cố gắng.\nHIỆU TRƯỞNG\nNhất trí với ý kiến của tổ."
    corpus = corpus_named({"an": f"{BODY}{tail}"})
    assert own(corpus, "an") == [x.rstrip(".") for x in BODY.splitlines()]


@pytest.mark.parametrize("line", ["Sông Cầu, ngày 12 tháng 12 năm 2024", "Hà Nội, ngày 5/12/2024"])
def test_a_date_line_ends_the_text_at_the_foot_and_not_at_the_head(line: str) -> None:
    at_the_foot = corpus_named({"an": f"{BODY}{line}\nNguyễn Văn An"})
    assert printed(at_the_foot, "an") == [line, "Nguyễn Văn An"]
    at_the_head = corpus_named({"an": f"ĐẢNG BỘ XÃ SÔNG CẦU\n{line}\n{BODY}"})
    assert [x.rstrip(".") for x in BODY.splitlines()] == own(at_the_head, "an")[-3:]


def test_a_date_inside_a_sentence_does_not_end_the_text() -> None:
    sentence = "Ngày 12 tháng 12 năm 2024 tôi dạy chuyên đề cho cả cụm."
    corpus = corpus_named({"an": f"{BODY}{sentence}\n{BODY}"})
    assert printed(corpus, "an") == []


def test_a_signer_named_inside_the_text_does_not_end_it() -> None:
    long_line = "Hiệu trưởng giao cho tôi phụ trách đội tuyển bóng đá nữ của cả ba khối lớp trong năm học vừa rồi."
    corpus = corpus_named({"an": f"{BODY}{long_line}\n{BODY}"})
    assert printed(corpus, "an") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Hiệu trưởng giao tôi phụ trách đội bóng nữ",
        "Trưởng khoa đã nhắc tôi hai lần vì đi muộn",
        "Tổ trưởng phân công tôi dạy thay cô Hạnh",
    ],
)
def test_a_short_sentence_about_the_manager_does_not_end_the_text(sentence: str) -> None:
    corpus = corpus_named({"an": f"{BODY}{sentence}.\n{BODY}"})
    assert printed(corpus, "an") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm nay tôi dạy bù cho lớp sáu sau đợt lũ lớn",
        "Trường tôi nằm cạnh sông nên hay ngập",
        "Lớp tôi có ba em hay nghỉ học giữa chừng",
        "Chi bộ giao tôi giúp đỡ hai quần chúng ưu tú",
        "Tôi là người chậm tính và hay quên việc nhỏ",
    ],
)
def test_a_sentence_of_a_text_without_headings_is_no_header_field(sentence: str) -> None:
    corpus = corpus_named({"an": f"{sentence}.\n{BODY}"})
    assert printed(corpus, "an") == []


@pytest.mark.parametrize(
    "name",
    [
        "Vũ Thị Dung",
        "Vũ Dung",
    ],
)
def test_the_line_under_a_filled_in_name_is_the_person_s(name: str) -> None:
    corpus = corpus_named({"an": f"Họ và tên: {name}\n{BODY}"})
    assert own(corpus, "an") == [line.rstrip(".") for line in BODY.splitlines()]


def test_the_line_under_the_year_is_the_person_s() -> None:
    corpus = corpus_named({"an": f"Năm 2024\n{BODY}"})
    assert own(corpus, "an") == [line.rstrip(".") for line in BODY.splitlines()]


def test_a_label_at_the_end_of_one_text_does_not_take_the_first_line_of_another() -> None:
    texts = {f"p{i}": f"{answer}\nĐơn vị công tác:" for i, answer in enumerate(ANSWERS)}
    corpus = corpus_named(texts)
    assert [own(corpus, name) for name in texts] == [[answer.rstrip(".")] for answer in ANSWERS]


# What each of ten people wrote.
ANSWERS = [
    "Tôi soạn mười hai giáo án điện tử.",
    "Mùa lũ vừa qua cả xóm ngập sâu.",
    "Buổi sáng em Hà hay đi muộn.",
    "Kho vật tư vừa được sơn lại xong.",
    "Ca trực đêm hôm ấy rất đông bệnh nhân.",
    "Cô Hạnh nghỉ sinh từ giữa tháng ba.",
    "Bản đồ thửa đất phải vẽ bằng tay.",
    "Đội bóng nữ thắng ba trận liền.",
    "Trong xưởng thiếu quạt nên nóng lắm.",
    "Hai luống rau sau bếp đã lên xanh.",
]


def unit(count: int, *lines: tuple[str, int]) -> dict[str, str]:
    """`count` texts; each line of (text, how many have it) stands between two of their own."""
    texts = {}
    for row in range(count):
        own_lines = [ANSWERS[row % 10].replace(" ", f" {'abcdefghij'[row // 10]}a ", 1 if row >= 10 else 0)]
        for at, (line, having) in enumerate(lines):
            own_lines += [line] if row < having else []
            own_lines.append(ANSWERS[(row + 1 + at) % 10])
        texts[f"p{row}"] = "\n".join(own_lines)
    return texts


@pytest.mark.parametrize(("count", "learnt"), [(7, False), (8, True)])
def test_a_heading_is_learnt_from_eight_distinct_submissions(count: int, learnt: bool) -> None:
    corpus = corpus_named(unit(count, ("Việc đã làm trong quý:", count)))
    assert printed(corpus, "p0") == (["Việc đã làm trong quý"] if learnt else [])
    assert form_of(corpus).learnt == ((LearntLine("Việc đã làm trong quý", 8, 8),) if learnt else ())


@pytest.mark.parametrize(("having", "learnt"), [(4, False), (5, True)])
def test_a_label_is_learnt_if_half_of_the_submissions_have_it(having: int, learnt: bool) -> None:
    """Whatever follows it; of a line that fewer have, see test_printings."""
    texts = unit(10, ("Việc đã làm trong quý:", having))
    same = {name: re.sub(r"(quý:\n).*", r"\1" + ANSWERS[0], text) for name, text in texts.items()}
    corpus = corpus_named(same)
    assert ("Việc đã làm trong quý" in printed(corpus, "p0")) == learnt


@pytest.mark.parametrize(("having", "learnt"), [(7, False), (8, True)])
def test_a_line_that_hardly_looks_printed_must_be_in_four_fifths(having: int, learnt: bool) -> None:
    texts = unit(10, ("Việc đã làm trong quý", having))
    same = {name: re.sub(r"(quý\n).*", r"\1" + ANSWERS[0], text) for name, text in texts.items()}
    corpus = corpus_named(same)
    assert ("Việc đã làm trong quý" in printed(corpus, "p0")) == learnt


def test_variants_of_a_heading_are_learnt_together_and_both_listed() -> None:
    first = "Nhận xét về việc thực hiện chức trách nhiệm vụ được giao trong quý:"
    second = "Nhận xét về việc thực hiện chức trách nhiệm vụ được giao trong kỳ:"
    texts = unit(10, (first, 10))
    texts |= {name: texts[name].replace(first, second) for name in ("p6", "p7", "p8", "p9")}
    corpus = corpus_named(texts)
    assert form_of(corpus).learnt == (LearntLine(first[:-1], 6, 10), LearntLine(second[:-1], 4, 10))
    assert printed(corpus, "p0") == [first[:-1]]
    assert printed(corpus, "p9") == [second[:-1]]


def test_an_edited_copy_of_a_learnt_line_is_printed_too() -> None:
    line = "Nhận xét về việc thực hiện chức trách nhiệm vụ được giao trong quý:"
    texts = unit(20, (line, 20))
    texts["p19"] = texts["p19"].replace("quý", "kỳ")
    corpus = corpus_named(texts)
    assert form_of(corpus).learnt == (LearntLine(line[:-1], 19, 20),)  # one in twenty is no variant of its own
    assert printed(corpus, "p19") == [line.replace("quý", "kỳ")[:-1]]


@pytest.mark.parametrize("line", ["(Ghi rõ nguyên nhân và cách sửa)", "(“Ghi rõ nguyên nhân và cách sửa”)"])
def test_a_line_in_brackets_looks_printed_with_quotation_marks_too(line: str) -> None:
    corpus = corpus_named(unit(10, (line, 5)))
    assert printed(corpus, "p0") == ["Ghi rõ nguyên nhân và cách sửa"]


@pytest.mark.parametrize(
    ("lines", "learnt"),
    [
        ("Việc mà tôi làm tốt nhất trong quý\nViệc mà tôi chưa làm được trong quý", True),  # 8 and 8 syllables
        ("Việc mà tôi đã làm tốt nhất trong quý\nViệc mà tôi còn chưa làm được trong quý", False),  # 9 and 9
        ("1. Việc mà tôi đã làm tốt nhất trong quý\n2. Việc mà tôi còn chưa làm được trong quý", True),
        ("I. Việc mà tôi đã làm tốt nhất trong quý\nII. Việc mà tôi còn chưa làm được trong quý", True),
        ("1. Việc mà tôi đã làm tốt nhất trong quý.\n2. Việc mà tôi còn chưa làm được trong quý.", True),
    ],
    ids=["short titles", "long lines", "numbered", "Roman numbers", "numbered, with full stops"],
)
def test_two_lines_below_each_other_are_learnt_if_they_are_short_or_numbered(lines: str, learnt: bool) -> None:
    corpus = corpus_named(unit(10, (lines, 9)))
    assert (len(printed(corpus, "p0")) == 2) == learnt
    assert (printed(corpus, "p0") == []) != learnt


def test_every_learnt_line_is_listed_with_its_count() -> None:
    lines = [("Việc đã làm trong quý:", 10), ("ĐIỀU CÒN CHƯA ĐƯỢC", 9), ("(nêu rõ nguyên nhân)", 6)]
    corpus = corpus_named(unit(10, *lines))
    marks = form_of(corpus)
    assert marks.learnt == (
        LearntLine("Việc đã làm trong quý", 10, 10),
        LearntLine("ĐIỀU CÒN CHƯA ĐƯỢC", 9, 10),
        LearntLine("nêu rõ nguyên nhân", 6, 10),
    )
    listed = {line.text for line in marks.learnt}
    for row in range(10):
        assert set(sentences(corpus, f"p{row}", marks.sentences)) <= listed


def test_a_line_of_the_known_form_is_not_listed_as_learnt() -> None:
    corpus = corpus_named(unit(10, ("II. Hạn chế cần khắc phục:", 10)), forms=(FORM,))
    assert printed(corpus, "p0") == ["II. Hạn chế cần khắc phục"]
    assert form_of(corpus).learnt == ()


def test_list_items_that_a_crowd_copies_are_not_learnt() -> None:
    items = "- Tham gia trực chốt chống dịch\n- Vận động mạnh thường quân giúp trẻ\n- Sửa mái hiên cho thư viện"
    corpus = corpus_named(unit(10, (items, 7)))
    assert printed(corpus, "p0") == []
    assert form_of(corpus).learnt == ()


def test_prose_that_a_crowd_copies_is_not_learnt_even_if_nearly_everybody_does() -> None:
    prose = (
        "Trong năm qua tôi đã cùng đồng nghiệp sửa lại toàn bộ mái hiên của thư viện.\n"
        "Sau đợt lũ chúng tôi dọn bùn ở sân trường suốt ba ngày liền không nghỉ.\n"
        "Nhờ phụ huynh góp công nên tới tháng tư thì mọi việc đâu lại vào đấy."
    )
    corpus = corpus_named(unit(10, (prose, 9)))
    assert printed(corpus, "p0") == []


def test_thirty_identical_files_do_not_teach_a_form() -> None:
    text = f"VIỆC ĐÃ LÀM TRONG QUÝ:\n{BODY}"
    corpus = corpus_named({f"copy{i}": text for i in range(30)} | unit(6, ("Việc khác:", 1)))
    assert printed(corpus, "copy0") == []


def test_identical_files_count_as_one_submission() -> None:
    texts = unit(9, ("Việc đã làm trong quý:", 3))
    copies = {f"copy{i}": texts["p0"] for i in range(20)}
    assert printed(corpus_named(texts | copies), "p0") == []  # 3 of 9, not 23 of 29


def test_the_form_itself_is_not_marked() -> None:
    corpus = corpus_named({"an": BODY}, forms=(FORM,), rule={"r": "Chấp hành nghiêm chỉnh nội quy của cơ quan."})
    assert printed(corpus, "form0") == []
    assert printed(corpus, "r") == []


def test_a_line_of_figures_in_the_form_makes_no_sentence_printed() -> None:
    rule = "Chấp hành sự phân công của tổ chức và thực hiện đúng nội quy của cơ quan"
    text = f"{BODY}{rule.replace('cơ quan', 'trường')}."
    corpus = corpus_named({"an": text}, forms=(f"{FORM}\n2024\n",), rule={"r": rule})
    assert own(corpus, "an") == [line.rstrip(".") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("above", "below"), [("", ""), (3 * BODY, ""), ("", 3 * BODY)], ids=["short", "above", "below"]
)
@pytest.mark.parametrize("between", [" ", "\n- "])
def test_what_nearly_everybody_has_behind_a_colon_is_handed_out_and_not_learnt(
    above: str, below: str, between: str
) -> None:
    answer = "Tôi tự thấy mình đã làm xong mọi việc mà tổ giao cho."
    texts = unit(10, (f"Mức tôi tự xếp trong quý:{between}{answer}", 9))
    corpus = corpus_named({name: f"{above}{text}\n{below}" for name, text in texts.items()})
    assert answer.rstrip(".") in own(corpus, "p0")
    plain = corpus_named(unit(10, (answer, 9)))
    assert printed(plain, "p0") == [answer.rstrip(".")]


def test_how_much_of_a_unit_must_have_a_line_can_be_set() -> None:
    corpus = corpus_named(unit(10, ("Việc đã làm trong quý:", 4)))
    marks = form_of(corpus, Settings(scaffold_min_share=0.4))
    assert [line.text for line in marks.learnt] == ["Việc đã làm trong quý"]


@pytest.mark.parametrize("texts", [{"an": ""}, {"an": "12, 13"}, {"an": "..."}])
def test_nothing_has_no_form(texts: dict[str, str]) -> None:
    marks = form_of(corpus_named(texts))
    assert not marks.sentences.any()
    assert marks.learnt == ()


NUMBERED = "1. Họ và tên: {name}\n2. Chức vụ: Bưu tá\n3. Đơn vị công tác: Bưu điện khu vực Hạ Đồng, Tổ Vận chuyển\n"


def test_values_behind_numbered_labels_of_the_head_are_printed() -> None:
    corpus = corpus_named({"an": f"{NUMBERED.format(name='Lê An')}I. Tự nhận xét\nTôi phát 40 bưu gửi.\n"})
    assert own(corpus, "an")[-1] == "Tôi phát 40 bưu gửi"
    assert not any("Hạ Đồng" in sentence or "Bưu tá" in sentence for sentence in own(corpus, "an"))


@pytest.mark.parametrize(
    "text",
    [
        NUMBERED.format(name="Lê An") + "4. Nhiệm vụ được giao: Phát bưu gửi tuyến 3 qua dốc Cây Thị.\n",
        NUMBERED.format(name="Lê An") + "I. Tự nhận xét\n1. Đơn vị: Phát bưu gửi tuyến 3 qua dốc Cây Thị.\n",
        "1. Đơn vị: Phát bưu gửi tuyến 3 qua dốc Cây Thị.\n2. Tự học: ba buổi.\n",
    ],
    ids=["what people tell at length", "below another heading", "without a name"],
)
def test_what_stands_behind_a_numbered_label_is_the_persons(text: str) -> None:
    assert any("dốc Cây Thị" in sentence for sentence in own(corpus_named({"an": text}), "an"))
