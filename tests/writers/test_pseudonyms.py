from __future__ import annotations

import csv
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.documents import Document
from detector.report import Report, Submission
from detector.settings import Settings
from detector.writers.base import WriteOptions
from detector.writers.masking import BLOT, Mask
from detector.writers.pseudonyms import codes_of, pseudonymised, shown, write_key_file
from tests.reports import report_of
from tests.storage.small_report import AN, BINH, shares


def test_no_name_is_left_anywhere_in_the_report(report: Report) -> None:
    everything = repr([list(table) for table in _tables(pseudonymised(report, "s"))]).casefold()
    for trace in ("nguyễn", "nguyen", "bình", "binh", "lê chi", "an.docx", "chi.txt", "giang"):
        assert trace not in everything, trace


def test_offsets_still_point_at_the_same_words(report: Report) -> None:
    hidden = pseudonymised(report, "s")
    passage = hidden.passages[0]
    for side, original in ((passage.left, AN), (passage.right, BINH)):
        text = hidden.document(side.id).text
        assert len(text) == len(original.text)
        assert text[side.start : side.end] == original.text[side.start : side.end]


def test_pairs_passages_groups_and_findings_still_refer_to_one_another(report: Report) -> None:
    hidden = pseudonymised(report, "s")
    pair = hidden.pairs[0]
    assert len(hidden.passages_of(pair.left_id, pair.right_id)) == 1
    assert hidden.clusters[0].members == (pair.left_id, pair.right_id)
    assert hidden.submission(pair.left_id).findings[0].evidence == (pair.right_id,)
    facts = hidden.submission(pair.left_id).findings[0].facts
    assert facts == {"other_id": pair.right_id, "other_author": hidden.document(pair.right_id).author}


def test_the_same_salt_gives_the_same_codes_and_another_salt_others(report: Report) -> None:
    assert codes_of(report, "s") == codes_of(report, "s")
    assert codes_of(report, "s").persons != codes_of(report, "t").persons


def test_without_a_salt_the_codes_depend_on_the_texts(report: Report) -> None:
    changed = report_of(report.settings, report.submissions[1:], [], [], [], [])
    assert codes_of(report).persons["Lê Chi"] != codes_of(changed).persons["Lê Chi"]


def test_a_person_has_one_code_over_all_their_texts(report: Report) -> None:
    hidden = pseudonymised(report, "s")
    assert hidden.submissions[2].document.author == hidden.others[0].author
    assert str(hidden.others[0].author).startswith("N-")


def test_equal_texts_of_two_persons_have_two_codes() -> None:
    rows = [Submission(Document(f"{n}.txt", f"/{n}.txt", "same"), 1, shares(), None, (), None, ()) for n in ("a", "b")]
    codes = codes_of(report_of(Settings(), rows, [], [], [], [])).documents
    assert codes["b.txt"] == f"{codes['a.txt']}-2"


def test_codes_grow_when_two_names_would_have_the_same() -> None:
    rows = [
        Submission(Document(f"{n}", f"/{n}", f"{n}", author=f"Người {n}"), 1, shares(), None, (), None, ())
        for n in range(8_000)
    ]
    codes = codes_of(report_of(Settings(), rows, [], [], [], []), "s").persons
    assert len(set(codes.values())) == 8_000


def test_content_keys_stay_those_of_the_original_text(report: Report) -> None:
    assert pseudonymised(report, "s").submissions[1].document.key == BINH.key


def test_the_key_file_leads_back_to_the_names(report: Report, tmp_path: Path) -> None:
    path = write_key_file(report, tmp_path, "s")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = {row["code"]: row["name"] for row in csv.DictReader(stream) if row["kind"] == "person"}
    assert names[str(pseudonymised(report, "s").submissions[0].document.author)] == "Nguyễn Văn An"


def test_a_name_in_the_key_file_is_no_formula(report: Report, tmp_path: Path) -> None:
    rows = [replace(report.submissions[0], document=replace(AN, author="=1+1"))]
    path = write_key_file(report_of(Settings(), rows, [], [], [], []), tmp_path)
    assert "'=1+1" in path.read_text(encoding="utf-8-sig")


def test_file_names_in_the_words_of_the_tool_become_codes_and_parts_of_words_stay(report: Report) -> None:
    hidden = pseudonymised(replace(report, scan_notes=(("cap", "to_1/an.docx and chi.txt, not chi.txts"),)), "s")
    codes = codes_of(report, "s").documents
    assert hidden.scan_notes[0][1] == f"{codes['to_1/an.docx']} and {codes['chi.txt']}, not chi.txts"


def test_with_names_the_report_is_as_it_was(report: Report) -> None:
    assert shown(report, WriteOptions(names=True)) is report


@pytest.mark.parametrize(
    "text",
    [
        "Tôi là Nguyễn Văn An, giáo viên",
        "NGUYỄN VĂN AN",
        "nguyen van an",
        "Nguyễn  Văn\nAn",
        unicodedata.normalize("NFD", "Nguyễn Văn An"),
    ],
)
def test_a_full_name_is_blotted_in_any_spelling(text: str) -> None:
    masked = Mask(["Nguyễn Văn An"])(text)
    assert len(masked) == len(text)
    assert "an" not in masked.casefold().replace("giáo viên", "").split()
    assert BLOT * 2 in masked


def test_the_blot_is_as_long_as_the_name_and_leaves_the_rest() -> None:
    assert Mask(["Trần Thị Bình"])("Em Trần Thị Bình, lớp 8A.") == "Em ████ ███ ████, lớp 8A."


def test_of_two_names_the_longer_one_is_taken() -> None:
    assert Mask(["Lê Chi", "Lê Chi Mai"])("Lê Chi Mai") == "██ ███ ███"


def test_a_name_of_one_word_is_only_found_as_written() -> None:
    assert Mask(["Hoa"])("Hoa trồng hoa.") == "███ trồng hoa."


def test_parts_of_other_words_are_left_alone() -> None:
    assert Mask(["Lê An"])("Lê Anh và Quê An") == "Lê Anh và Quê An"


@pytest.mark.parametrize(
    "number", ["0912345678", "0912 345 678", "024.3825.1234", "+84 912 345 678", "001085012345", "162345678"]
)
def test_phone_and_identity_numbers_are_blotted(number: str) -> None:
    assert Mask([])(f"số {number}.") == "số " + BLOT * len(number) + "."


@pytest.mark.parametrize(
    "figure", ["12/4/2024", "01.02.2024 12 giờ", "94,7", "1.250.000.000 đồng", "2023-2024", "35 tiết"]
)
def test_figures_of_the_text_are_left_alone(figure: str) -> None:
    assert Mask([])(figure) == figure


@given(
    st.text(alphabet="aăâÀnN bB\n\u0301█-đĐ", max_size=40), st.lists(st.text(alphabet="aăn đ", max_size=8), max_size=3)
)
def test_a_mask_never_moves_a_character(text: str, names: list[str]) -> None:
    masked = Mask(names)(text)
    assert len(masked) == len(text)
    assert all(a in (b, BLOT) for a, b in zip(masked, text, strict=True))


def _tables(report: Report) -> list[object]:
    tables = [report.submissions, report.pairs, report.passages, report.clusters, report.skipped, report.others]
    return [*tables, report.learnt_form, report.scan_notes]


def test_two_thousand_namesakes_of_the_first_word_cost_no_more_than_one() -> None:
    mask = Mask([f"Nguyễn Thị {chr(97 + n % 26)}{n}" for n in range(2_000)])
    start = time.perf_counter()
    mask("Nguyễn Thị Hoa dạy lớp 8A. " * 2_000)
    assert time.perf_counter() - start < 1  # 0.05 s; trying every name at every Nguyễn took 20 s


def test_a_short_name_at_the_end_of_a_text_is_blotted_though_a_longer_one_begins_like_it() -> None:
    mask = Mask(["Trần Thị An", "Trần Thị An Bình"])
    assert mask("Người ký: Trần Thị An") == f"Người ký: {BLOT * 4} {BLOT * 3} {BLOT * 2}"
