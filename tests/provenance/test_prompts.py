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
