from __future__ import annotations

from itertools import groupby, pairwise, product
from random import Random

import numpy as np
import pytest

from detector.corpus import Corpus, Provenance
from detector.documents import Document
from detector.matching.evidence import FoundPair, FoundPassage
from detector.provenance.marks import class_counts, class_runs, paint, quotable, tokens_of
from detector.text.columns import build_corpus
from tests.provenance.build import corpus_named

PRECEDENCE = ("form", "rule", "reference", "previous", "common", "shared")


def test_the_first_class_that_applies_wins() -> None:
    rows = list(product([False, True], repeat=6))
    masks = {name: np.array([row[at] for row in rows]) for at, name in enumerate(PRECEDENCE)}
    found = [Provenance(int(c)).key for c in paint(**masks)]
    assert found == [next((name for name, on in zip(PRECEDENCE, row, strict=True) if on), "own") for row in rows]


def test_tokens_of_passages_on_the_sides_that_are_asked_for() -> None:
    pair = FoundPair(
        0, 1, (FoundPassage((1, 3), (6, 8), 2, 1.0, 9.0, 2), FoundPassage((2, 4), (9, 10), 2, 1.0, 9.0, 2))
    )
    assert np.flatnonzero(tokens_of([pair], 10)).tolist() == [1, 2, 3]
    assert np.flatnonzero(tokens_of([pair], 10, right=True)).tolist() == [1, 2, 3, 6, 7, 9]
    assert not tokens_of([], 10).any()


def test_every_syllable_is_counted_in_one_class() -> None:
    corpus = corpus_named({"an": "Một hai ba bốn.", "binh": "Năm sáu."})
    classes = np.array([0, 1, 1, 6, 3, 3], np.uint8)
    first = corpus.documents[0].id
    if first == "binh":
        classes = np.array([3, 3, 0, 1, 1, 6], np.uint8)
    counts = dict(
        zip(
            (d.id for d in corpus.documents), class_counts(corpus.tokens.document_indptr, classes).tolist(), strict=True
        )
    )
    assert counts == {"an": [1, 2, 0, 0, 0, 0, 1], "binh": [0, 0, 0, 2, 0, 0, 0]}


def marked(text: str, classes: list[Provenance]) -> list[tuple[str, str]]:
    """(quoted text, class) of the marks of one document."""
    corpus = build_corpus([Document("an", "an", text)])
    marks = class_runs(corpus, np.array(classes, np.uint8)).marks(0)
    return [(text[mark.start : mark.end], mark.kind) for mark in marks]


OWN, FORM, SHARED = Provenance.OWN, Provenance.FORM, Provenance.SHARED


def test_a_mark_takes_its_bullet_and_its_punctuation_along() -> None:
    text = "Kết quả:\n  - Dự 4 giờ.\n• Trực (đêm)!\n"
    # ket qua | du 4 gio | truc dem
    assert marked(text, [FORM, FORM, SHARED, SHARED, SHARED, OWN, OWN]) == [
        ("Kết quả:", "form"),
        ("- Dự 4 giờ.", "shared"),
        ("• Trực (đêm)!", "own"),
    ]


def test_a_new_class_inside_a_line_takes_no_bullet() -> None:
    assert marked("- Trực đêm, dự giờ", [FORM, FORM, SHARED, SHARED]) == [("- Trực đêm,", "form"), ("dự giờ", "shared")]


def test_one_class_is_one_mark_over_several_lines() -> None:
    assert marked("Trực đêm.\nDự giờ.", [OWN] * 4) == [("Trực đêm.\nDự giờ.", "own")]


def test_each_text_has_its_own_marks() -> None:
    texts = {"an": "Trực đêm.", "binh": "...", "chi": "- (Dự giờ)", "dung": " - – Dự"}
    corpus = corpus_named(texts)
    runs = class_runs(corpus, np.zeros(len(corpus.tokens.ids), np.uint8))
    found = {
        d.id: [d.text[mark.start : mark.end] for mark in runs.marks(row)] for row, d in enumerate(corpus.documents)
    }
    assert found == {"an": ["Trực đêm."], "binh": [], "chi": ["Dự giờ)"], "dung": ["- – Dự"]}


def test_a_text_without_syllables_has_no_marks() -> None:
    assert marked("", []) == []
    assert marked("... - ,", []) == []


def test_a_passage_in_another_unicode_form_is_quoted_whole() -> None:
    text = "Dự giờ\u0309 he\u0302\u0301t. Xong"  # combining marks behind the letters
    corpus = build_corpus([Document("an", "an", text)])
    start, end = quotable(corpus, 0, 0, 3)
    assert text[start:end] == "Dự giờ\u0309 he\u0302\u0301t."


@pytest.mark.parametrize("seed", range(25))
def test_marks_cover_every_syllable_of_their_class_and_never_overlap(seed: int) -> None:
    random = Random(seed)
    pieces = [
        "Trực",
        "đêm",
        "12,5",
        "%",
        "(giờ)",
        "«dạy»",
        "-",
        "•",
        "\n",
        "\n- ",
        ".",
        ", ",
        "  ",
        "\t",
        "a/b",
        "…)",
        "”",
    ]
    text = "".join(random.choice(pieces) + random.choice(["", " "]) for _ in range(40))
    corpus: Corpus = build_corpus([Document("an", "an", text)])
    classes = np.array([random.randrange(3) for _ in corpus.tokens.ids], np.uint8)
    marks = class_runs(corpus, classes).marks(0)
    runs = [list(run) for _, run in groupby(range(len(classes)), key=classes.__getitem__)]
    assert [(mark.start, mark.end) for mark in marks] == [quotable(corpus, 0, run[0], run[-1] + 1) for run in runs]
    for before, after in pairwise(marks):
        assert 0 <= before.start < before.end <= after.start < after.end <= len(text)
        assert before.kind != after.kind
    for token, kind in enumerate(classes.tolist()):
        start, end = int(corpus.tokens.starts[token]), int(corpus.tokens.ends[token])
        holding = [mark.kind for mark in marks if mark.start <= start and end <= mark.end]
        assert holding == [Provenance(kind).key]
