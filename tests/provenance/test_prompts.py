from __future__ import annotations

import pytest

from tests.provenance.build import corpus_named, own, printed

FORM = "II. Hạn chế cần khắc phục:\n"
PROMPT = "(Nêu rõ hạn chế, khuyết điểm. Nguyên nhân khách quan và chủ quan)"
INSIDE = ["Nêu rõ hạn chế, khuyết điểm", "Nguyên nhân khách quan và chủ quan"]
AN = "Tôi còn nóng tính với học trò (nhất là buổi chiều).\nTôi hay quên sổ sách."
BINH = "Ca đêm tôi ghi bệnh án chưa kịp (do thiếu người).\nTôi ngại hỏi đồng nghiệp."


def texts(first: str, second: str, *, heading: str = FORM) -> dict[str, str]:
    return {"an": f"{heading}{first}\n{AN}", "binh": f"{heading}{second}\n{BINH}"}


def test_an_instruction_in_brackets_that_two_left_under_a_heading_is_printed() -> None:
    corpus = corpus_named(texts(PROMPT, PROMPT), forms=(FORM,))
    for name in ("an", "binh"):
        assert printed(corpus, name) == ["II. Hạn chế cần khắc phục", *INSIDE]


def test_brackets_in_the_answer_below_stay_the_persons() -> None:
    corpus = corpus_named(texts(PROMPT, PROMPT), forms=(FORM,))
    assert own(corpus, "an")[0].startswith("Tôi còn nóng tính với học trò")
    assert len(own(corpus, "an")) == len(own(corpus, "binh")) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PROMPT, ""),
        (PROMPT, "(Bản thân tôi tự thấy có ba điều. Điều đầu là chậm)"),
        (PROMPT.replace("(", "").replace(")", ""), PROMPT.replace("(", "").replace(")", "")),
        (f"{PROMPT} thì tôi có nhiều", f"{PROMPT} thì tôi có nhiều"),
        (PROMPT.rstrip(")"), PROMPT.rstrip(")")),
    ],
    ids=["only one has it", "each has another", "without brackets", "the line goes on", "the bracket stays open"],
)
def test_it_is_the_persons_text_where(first: str, second: str) -> None:
    assert set(INSIDE) & set(printed(corpus_named(texts(first, second), forms=(FORM,)), "an")) == set()


def test_brackets_that_two_have_under_a_sentence_of_their_own_are_theirs() -> None:
    both = texts(PROMPT, PROMPT, heading="Tôi xin kể những điều còn vướng.\n")
    assert printed(corpus_named(both, forms=(FORM,)), "an") == []


LONGER = "4. Ưu điểm, kết quả nổi bật trong tháng (nêu ngắn gọn, có số liệu):"
WEAKER = "5. Hạn chế, khuyết điểm và việc cần khắc phục trong tháng sau:"


def boxes(strong: str, weak: str, merits: str, faults: str) -> str:
    return f"{strong}\n{merits}\n{weak}\n{faults}"


def test_a_heading_that_another_printing_carries_on_is_printed_where_two_have_it() -> None:
    form = boxes("4. Ưu điểm:", "5. Hạn chế, khuyết điểm:", "", "")
    merits = ("Viết chín báo cáo tháng, ghi biên bản bốn phiên họp.", "Dời máy lấy số ra sảnh, mượn máy của Đoàn.")
    corpus = corpus_named(
        {name: boxes(LONGER, WEAKER, said, "Còn chậm.") for name, said in zip(("an", "binh"), merits, strict=True)},
        forms=(form,),
    )
    for name, said in zip(("an", "binh"), merits, strict=True):
        assert own(corpus, name) == [said.rstrip("."), "Còn chậm"]


def test_a_line_that_only_begins_like_a_heading_stays_the_persons() -> None:
    form = boxes("4. Ưu điểm:", "5. Hạn chế, khuyết điểm:", "", "")
    said = "Ưu điểm lớn nhất của tôi trong tháng là thế này:"
    corpus = corpus_named(dict.fromkeys(("an", "binh"), f"4. Ưu điểm:\n{said}\nđi sớm."), forms=(form,))
    assert own(corpus, "an")[0] == said.rstrip(":")
    once = corpus_named({"an": f"{LONGER}\nđi sớm."}, forms=(form,))
    assert own(once, "an")[0].startswith("4. Ưu điểm, kết quả nổi bật")


def on_one_line(merits: str, faults: str) -> str:
    return boxes(LONGER, WEAKER, merits, faults).replace(":\n", ": ")


SHORT = boxes("4. Ưu điểm:", "5. Hạn chế, khuyết điểm:", "", "")


def test_a_heading_with_the_answer_behind_its_colon_is_printed_where_two_go_on_differently() -> None:
    merits = ("Viết chín báo cáo tháng, ghi biên bản bốn phiên họp.", "Dời máy lấy số ra sảnh, mượn máy của Đoàn.")
    faults = ("Còn chậm khi trả lời đơn.", "Quên khóa tủ hai lần.")
    said = dict(zip(("an", "binh"), zip(merits, faults, strict=True), strict=True))
    corpus = corpus_named({name: on_one_line(*texts) for name, texts in said.items()}, forms=(SHORT,))
    for name, answers in said.items():
        assert own(corpus, name) == [answer.rstrip(".") for answer in answers]


def test_a_heading_with_an_answer_that_two_copied_with_it_stays_theirs() -> None:
    """Nothing but what follows it tells a heading from a sentence that one took from the other."""
    copied = on_one_line("Viết chín báo cáo tháng, ghi biên bản bốn phiên họp.", "Còn chậm khi trả lời đơn.")
    corpus = corpus_named(dict.fromkeys(("an", "binh"), copied), forms=(SHORT,))
    assert own(corpus, "an")[0].startswith("4. Ưu điểm, kết quả nổi bật")


def test_a_numbered_item_with_a_colon_stays_the_persons_where_no_printed_heading_begins_it() -> None:
    said = [
        "1. Việc tiếp công dân ở bộ phận một cửa: nhận 40 hồ sơ.",
        "1. Việc tiếp công dân ở bộ phận một cửa: trả 31 phiếu.",
    ]
    texts = dict(zip(("an", "binh"), (f"4. Ưu điểm:\n{one}" for one in said), strict=True))
    assert own(corpus_named(texts, forms=(SHORT,)), "an")[0] == "1. Việc tiếp công dân ở bộ phận một cửa"
