from __future__ import annotations

import numpy as np
import pytest

from detector.corpus import Bools, Corpus, Floats
from detector.documents import Document
from detector.signals.specificity import detail_starts, per_document
from detector.text.columns import build_corpus


def concrete_details(corpus: Corpus, counted: Bools) -> Floats:
    return per_document(corpus, detail_starts(corpus, counted))


def details(text: str) -> int:
    corpus = build_corpus([Document("an", "an", text)])
    return int(concrete_details(corpus, np.ones(len(corpus.tokens.ids), bool))[0])


@pytest.mark.parametrize(
    "text",
    [
        "Tôi đã soạn 12 giáo án điện tử.",
        "Tỷ lệ học sinh đạt trung bình là 94,7 %.",
        "Báo cáo chuyên đề ngày 12/4.",
        "Thu ngân sách đạt 1.250 triệu đồng.",
        "Dạy bù cho em Hà sau giờ học.",
        "Tham gia làm đường ở xóm Bãi.",
        "Giải quyết xong công văn số 318/UBND.",
        "Chủ nhiệm lớp 9A.",
    ],
)
def test_figures_dates_numbers_of_papers_and_names_are_concrete(text: str) -> None:
    assert details(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành tốt nhiệm vụ được giao.",
        "Trong năm 2024 tôi luôn cố gắng.",
        "Năm học 2023-2024 có nhiều đổi mới.",
        "Nhiệm kỳ 2020/2025 của chi bộ.",
        "Hoàn thành 100 % nhiệm vụ được giao.",
        "Hoàn thành 100% nhiệm vụ được giao.",
        "Thực hiện Quy định 366 của cấp trên.",
        "Học tập theo Chỉ thị số 05-CT/TW.",
        "Thực hiện Nghị định 90/2020/NĐ-CP của cấp trên.",
        "1. về phẩm chất đạo đức.",
        "5.4. kết quả thực hiện.",
        "Chấp hành chủ trương của Đảng và pháp luật của Nhà nước.",
        "Học tập tư tưởng Hồ Chí Minh.",
        "Luôn phấn đấu. Không ngừng học hỏi. Tự giác rèn luyện.",
        "",
    ],
)
def test_years_rule_numbers_list_numbers_and_institutions_are_not(text: str) -> None:
    assert details(text) == 0


def test_a_name_of_several_syllables_is_one_detail() -> None:
    assert details("Đội tuyển của em Nguyễn Khánh Vy đạt giải.") == 1


def test_details_beside_each_other_are_one_and_apart_are_several() -> None:
    assert details("Kỳ thi có 5 em dự thi, 3 em đạt giải, trong đó có em Bảo.") == 3
    assert details("Lớp 9A 42 em.") == 1


def test_only_counted_syllables_count() -> None:
    corpus = build_corpus([Document("an", "an", "Soạn 12 giáo án, dự 4 giờ.")])
    counted = np.ones(len(corpus.tokens.ids), bool)
    counted[:4] = False
    assert concrete_details(corpus, counted).tolist() == [1.0]


def test_each_document_has_its_own_count() -> None:
    texts = {"an": "Soạn 12 giáo án, dự 4 giờ.", "binh": "Luôn cố gắng.", "chi": "Trực 30 ca đêm."}
    corpus = build_corpus([Document(name, name, text) for name, text in texts.items()])
    found = concrete_details(corpus, np.ones(len(corpus.tokens.ids), bool))
    by_name = dict(zip((d.id for d in corpus.documents), found.tolist(), strict=True))
    assert by_name == {"an": 2.0, "binh": 0.0, "chi": 1.0}


def test_a_number_at_the_end_of_one_text_does_not_join_one_at_the_start_of_the_next() -> None:
    corpus = build_corpus([Document(name, name, f"9 giờ {name} dự 4") for name in ("a", "b", "c")])
    assert concrete_details(corpus, np.ones(len(corpus.tokens.ids), bool)).tolist() == [1.0, 1.0, 1.0]


def test_small_letters_and_missing_marks_do_not_hide_a_figure() -> None:
    assert details("toi da soan 12 giao an dien tu") == 1


@pytest.mark.parametrize(
    "text",
    [
        "1. Về phẩm chất đạo đức.",
        "II. Hạn chế, khuyết điểm.",
        "a) Luôn chấp hành nội quy.",
        "Ưu điểm: Luôn chấp hành nội quy.",
    ],
)
def test_the_first_word_of_a_numbered_item_is_no_name(text: str) -> None:
    assert details(text) == 0


def test_a_text_in_capitals_is_not_full_of_names() -> None:
    text = "Luôn chấp hành nội quy của cơ quan và hoàn thành nhiệm vụ được giao."
    assert details(text.upper()) == 0


def test_the_names_of_many_texts_are_those_of_each_alone() -> None:
    texts = (
        "Dạy bù cho em Hà, em “Lan” và em Bảo.",
        "Hà",
        "",
        " An dự giờ",
        "theo Quy định",
        "366 em Vy",
        "a\nB C “D”",
    )
    corpus = build_corpus([Document(str(row), "", text) for row, text in enumerate(texts)])
    found = concrete_details(corpus, np.ones(len(corpus.tokens.ids), bool)).tolist()
    assert found == [details(document.text) for document in corpus.documents]
    assert sum(found) == 4
