from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import detector
from detector.api import compare
from detector.errors import InputError
from detector.report import Report

Unit = Callable[..., Path]

AN = (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại. "
    "Những em nhà xa được tôi gửi bài qua bưu tá của xã để không em nào bị chậm chương trình."
)
BINH = "Tôi dạy nhạc, phụ trách đội trống và đội văn nghệ của liên đội. " + AN.split(". ", 1)[1]
CHI = (
    "Kho thiết bị do tôi giữ có 214 món, đã dán lại nhãn và lập sổ mượn theo từng tuần. "
    "Kính hiển vi hỏng hai chiếc, tôi tháo lắp lại được một chiếc, chiếc kia gửi xuống tỉnh. "
    "Giờ thực hành khối tám nhờ vậy không phải hoãn buổi nào trong cả học kỳ hai."
)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    """A folder of text files by name."""

    def write(folder: str = "unit", **texts: str) -> Path:
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return tmp_path / folder

    return write


@pytest.fixture
def report(unit: Unit) -> Report:
    return detector.scan([unit(an=AN, binh=BINH, chi=CHI)])


def test_the_pair_that_shares_two_sentences_is_found_and_quoted(report: Report) -> None:
    (pair,) = report.pairs.flagged()
    assert {pair.left_id, pair.right_id} == {"an.txt", "binh.txt"}
    (passage,) = report.passages_of(pair.left_id, pair.right_id)
    for side in (passage.left, passage.right):
        assert report.document(side.id).text[side.start : side.end] == AN.split(". ", 1)[1]
    assert passage.similarity == 1.0
    assert passage.spread == 2


def test_shares_add_up_to_one_and_the_marks_cover_the_text(report: Report) -> None:
    for row in report.submissions:
        assert sum(row.shares.values()) == pytest.approx(1.0)
        assert row.own_shares is not None
        assert sum(row.own_shares.values()) == pytest.approx(1.0)
        assert row.own_shares["form"] == row.own_shares["rule"] == 0.0
        assert "".join(row.document.text[m.start : m.end] for m in row.marks).replace(" ", "") == (
            row.document.text.replace(" ", "")
        )


def test_the_one_who_shares_nothing_has_written_all_of_it(report: Report) -> None:
    chi = report.submission("chi.txt")
    assert chi.shares["own"] == 1.0
    assert chi.flags == ()
    # 40 of 54 syllables of Bình's text are in the passage.
    binh = report.submission("binh.txt")
    shared, all_syllables = len(AN.split(". ", 1)[1].split()), len(BINH.split())
    assert binh.syllables == all_syllables
    assert binh.shares["shared"] == pytest.approx(shared / all_syllables)


def test_the_order_and_the_names_of_the_files_change_nothing_but_the_names(unit: Unit) -> None:
    first = detector.scan([unit("one", an=AN, binh=BINH, chi=CHI)])
    second = detector.scan([unit("two", z=AN, y=BINH, x=CHI)])
    names = {"an.txt": "z.txt", "binh.txt": "y.txt", "chi.txt": "x.txt"}
    assert [(names[p.left_id], names[p.right_id], p.evidence) for p in first.pairs] == [
        (p.left_id, p.right_id, p.evidence) for p in second.pairs
    ]
    assert {names[row.id]: row.marks for row in first.submissions} == {row.id: row.marks for row in second.submissions}


def test_two_scans_of_one_folder_are_equal(unit: Unit) -> None:
    folder = unit(an=AN, binh=BINH, chi=CHI)
    assert detector.scan([folder]) == detector.scan([str(folder)])


def test_files_may_be_named_one_by_one(unit: Unit) -> None:
    folder = unit(an=AN, binh=BINH, chi=CHI)
    report = detector.scan([folder / "an.txt", folder / "chi.txt"])
    assert sorted(row.id for row in report.submissions) == ["an.txt", "chi.txt"]


def test_a_reference_explains_what_two_colleagues_share(unit: Unit) -> None:
    report = detector.scan([unit(an=AN, binh=BINH, chi=CHI)], references=[unit("samples", sample=AN)])
    assert {row.id: row.shares["reference"] > 0.7 for row in report.submissions} == {
        "an.txt": True,
        "binh.txt": True,
        "chi.txt": False,
    }
    assert all(row.shares["shared"] == 0.0 for row in report.submissions)
    assert not [p for p in report.pairs.flagged() if "samples" not in p.right_id and "sample.txt" not in p.right_id]


def test_last_year_s_text_of_the_same_name_is_the_person_s_own_matter(unit: Unit) -> None:
    head = "Năm 2024\nHọ và tên: Trần Văn An\n"
    report = detector.scan(
        [unit(an=head + AN, chi=CHI)], previous=[unit("before", an=head.replace("2024", "2023") + AN)]
    )
    an = report.submission("an.txt")
    assert an.shares["previous"] > 0.8
    assert an.flags[:1] == ("previous",)
    assert an.findings[0].facts["year"] == 2023
    assert report.document("previous/an.txt").author == "Trần Văn An"


def test_a_path_that_is_not_there_is_told_with_all_others(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        detector.scan([tmp_path / "one"], forms=[tmp_path / "two"])
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'one'}: no such file or folder.",
        f"{tmp_path / 'two'}: no such file or folder.",
    ]


def test_a_folder_with_nothing_but_unreadable_files_tells_why(unit: Unit) -> None:
    with pytest.raises(InputError, match=r"None of 1 files could be read:\n  .*an\.txt: The file has no content\."):
        detector.scan([unit(an="")])


def test_the_stages_are_told_while_they_run(unit: Unit) -> None:
    told: list[str] = []
    report = detector.scan([unit(an=AN, binh=BINH)], progress=lambda stage, _done, _total: told.append(stage))
    stages = list(dict.fromkeys(told))
    assert stages[:2] == ["read", "segment"]
    assert set(stages) == set(report.timings)


def test_two_texts_are_compared_with_offsets_of_the_arguments() -> None:
    passages = compare(AN, BINH)
    assert [AN[p.left.start : p.left.end] for p in passages] == [AN.split(". ", 1)[1]]
    assert [BINH[p.right.start : p.right.end] for p in passages] == [AN.split(". ", 1)[1]]


def test_two_texts_can_be_compared_twice() -> None:
    for right in (BINH, CHI):
        assert isinstance(detector.compare(AN, right), list)


@pytest.mark.parametrize(("left", "right"), [(AN, CHI), ("", AN), (AN, ""), ("", "")])
def test_texts_with_nothing_in_common_have_no_passage(left: str, right: str) -> None:
    assert compare(left, right) == []
