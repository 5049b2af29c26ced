"""Forms whose answers stand in table cells, content controls or tracked changes: in order, all there, nothing glued."""

from __future__ import annotations

from detector.documents import Document
from detector.places import Place, place_of
from detector.text.fields import with_fields
from tests.readers.make import docx, p, r, table

QUESTIONS = ("1. Chính trị tư tưởng:", "2. Đạo đức, lối sống:", "3. Tự nhận xét ưu, khuyết điểm:")
ANSWERS = (
    "Tôi dự đủ 12 buổi sinh hoạt chi bộ.",
    "Tôi sống giản dị, giúp hai đồng nghiệp ốm dài ngày.",
    "Ưu điểm: làm xong 14 hồ sơ.",
)
INNER = (("Hồ sơ", "Số lượng"), ("Đất đai", "9"), ("Hộ tịch", "5"))


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="x">{r(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" w:author="x"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def test_answers_in_the_right_column_follow_their_questions(extract):
    body = table(*zip(QUESTIONS, ANSWERS, strict=True))
    (item,) = extract("a.docx", docx(body))
    assert item.text.split("\n") == [line for pair in zip(QUESTIONS, ANSWERS, strict=True) for line in pair]
    assert [block.place for block in item.blocks][:3] == [
        "table=1 row=1 column=1",
        "table=1 row=1 column=2",
        "table=1 row=2 column=1",
    ]


def test_a_table_inside_an_answer_stands_where_it_was_put(extract):
    cell = f"<w:tc>{p(ANSWERS[0])}{table(*INNER)}{p('Hết bảng.')}</w:tc>"
    (item,) = extract("a.docx", docx(table((QUESTIONS[0], cell), (QUESTIONS[1], ANSWERS[1]))))
    inner = [text for row in INNER for text in row]
    assert item.text.split("\n") == [QUESTIONS[0], ANSWERS[0], *inner, "Hết bảng.", QUESTIONS[1], ANSWERS[1]]


def test_answers_in_content_controls_are_kept_in_paragraphs_runs_and_cells(extract):
    body = (
        p(QUESTIONS[0])
        + control(p(ANSWERS[0]))
        + p(QUESTIONS[1] + " ", control(r(ANSWERS[1])))
        + table((QUESTIONS[2], f"<w:tc>{control(p(ANSWERS[2]))}</w:tc>"))
    )
    (item,) = extract("a.docx", docx(body))
    assert item.text.split("\n") == [QUESTIONS[0], ANSWERS[0], f"{QUESTIONS[1]} {ANSWERS[1]}", QUESTIONS[2], ANSWERS[2]]


def test_tracked_changes_give_the_text_as_it_would_be_printed(extract):
    body = (
        p(r("Tôi soạn "), deleted("10"), inserted("24"), r(" phiếu đọc hiểu."))
        + p(deleted("Câu này bị bỏ hẳn."))
        + p(inserted("Câu này được thêm cả dòng."))
        + table((QUESTIONS[0], f"<w:tc>{p(deleted('cũ'), inserted(ANSWERS[0]))}</w:tc>"))
    )
    (item,) = extract("a.docx", docx(body))
    assert item.text.split("\n") == [
        "Tôi soạn 24 phiếu đọc hiểu.",
        "Câu này được thêm cả dòng.",
        QUESTIONS[0],
        ANSWERS[0],
    ]


def test_no_word_is_lost_or_glued_in_any_of_these_layouts(extract):
    bodies = (
        table(*zip(QUESTIONS, ANSWERS, strict=True)),
        "".join(p(q) + control(p(a)) for q, a in zip(QUESTIONS, ANSWERS, strict=True)),
        "".join(p(q) + p(inserted(a), deleted("bỏ")) for q, a in zip(QUESTIONS, ANSWERS, strict=True)),
    )
    expected = " ".join(text for pair in zip(QUESTIONS, ANSWERS, strict=True) for text in pair).split()
    for body in bodies:
        (item,) = extract("a.docx", docx(body))
        assert item.text.split() == expected


def test_a_cell_of_the_form_is_the_place_of_its_answer(extract):
    (item,) = extract("a.docx", docx(p("BẢN TỰ ĐÁNH GIÁ") + table(*zip(QUESTIONS, ANSWERS, strict=True))))
    document = with_fields(Document("a.docx", "a.docx", item.text, blocks=item.blocks))
    place = place_of(document, item.text.index(ANSWERS[1]))
    assert place == Place(table=1, row=2, column=2, kind=place.kind)
    assert place.kind == "cell"
