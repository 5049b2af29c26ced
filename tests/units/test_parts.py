"""What the comparison between units is made of."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.matches import Method, MethodNull, Null, Pair, Passage, Side
from detector.matching.grams import syllable_keys
from detector.report import Report, Submission
from detector.settings import Settings
from detector.text.syllables import classes_of, syllables_of
from detector.units import kept
from detector.units.across import AcrossPair
from detector.units.chance import between_units
from detector.units.groups import JoinedGroup, LinkedSide, LocalGroup, name_groups
from detector.units.merge import naming_of
from detector.units.shingles import NOTHING, OPEN, Handed, document_number
from detector.units.sliced import SlicedPostings
from detector.units.split import earlier_unit, folded_names, units_of
from detector.units.tasks import analyse_with_shingles
from tests.units.conftest import SIZE, Province


@pytest.fixture(scope="module")
def texts(province: Province) -> tuple[Document, ...]:
    return province.documents[:SIZE]


@pytest.fixture(scope="module")
def analysed(texts: tuple[Document, ...]) -> tuple[Report, Handed]:
    return analyse_with_shingles(texts, Settings())


@pytest.fixture(scope="module")
def report(analysed: tuple[Report, Handed]) -> Report:
    return analysed[0]


def shingle_keys(hashes: NDArray[np.uint64], size: int, counted: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """The distinct keys of a text's shingles, ascending, one shingle at a time; none spans an uncounted syllable."""
    keys = set()
    for at in range(len(hashes) - size + 1):
        if counted[at : at + size].all():
            key = 0
            for syllable in hashes[at : at + size].tolist():
                key = (key * 0x9E3779B97F4A7C15 + syllable) % 2**64
            keys.add(key)
    return np.array(sorted(keys), np.uint64)


def by_syllables(row: Submission) -> tuple[list[int], list[int]]:
    """The shingles of one submission outside common wording, and those in it, worked out from its text and marks."""
    syllables = syllables_of(row.document.text)
    classes, hashes = classes_of(syllables, row.marks), syllable_keys(syllables.words)
    keys = shingle_keys(hashes, 4, np.isin(classes, OPEN))
    with_common = shingle_keys(hashes, 4, np.isin(classes, (*OPEN, Provenance.COMMON)))
    return keys.tolist(), np.setdiff1d(with_common, keys).tolist()


def test_shingles_handed_on_are_those_of_the_text_that_form_and_rule_do_not_explain(
    analysed: tuple[Report, Handed],
) -> None:
    report, handed = analysed
    enough = [row for row in report.submissions if row.own_shares is not None]
    assert any(row.shares["form"] > 0.2 and row.shares["common"] > 0.05 for row in enough)
    found = [(a.tolist(), b.tolist()) for a, b in handed.by_submission(len(report.submissions))]
    assert found == [by_syllables(row) if row.own_shares is not None else ([], []) for row in report.submissions]
    assert any(common for _, common in found)
    assert np.array_equal(np.lexsort((handed.rows, handed.keys)), np.arange(len(handed.keys)))


def test_a_text_too_short_to_judge_hands_on_nothing() -> None:
    texts = [Document(f"{n}.txt", f"{n}.txt", f"Tôi đã dạy {n} tiết ở lớp {n + 3}.") for n in range(3)]
    report, handed = analyse_with_shingles(texts, Settings())
    assert len(report.submissions) == 3
    assert len(handed.keys) == 0


def rows_of(*columns: NDArray[Any]) -> list[tuple[int, int, bool]]:
    return [*zip(*(column.tolist() for column in columns), strict=True)]


def test_postings_in_a_file_are_those_of_each_unit(analysed: tuple[Report, Handed], tmp_path: Path) -> None:
    report, handed = analysed
    size = len(report.submissions)
    numbers = np.random.default_rng(1).permutation(2 * size)
    groups = np.empty(2 * size, np.int64)
    groups[numbers[:size]], groups[numbers[size:]] = 0, 1
    with TemporaryFile(dir=tmp_path) as file:
        postings = SlicedPostings(file, groups, slices=7)
        for of_unit in (numbers[:size], numbers[size:]):
            postings.add(handed, of_unit)
        slices = [*postings.slices()]
    assert len(slices) == 7
    found = {row for one in slices for row in rows_of(one.keys, one.numbers, one.common)}
    rows = rows_of(handed.keys, handed.rows, handed.common)
    assert found == {(key, number, common) for key, row, common in rows for number in numbers[[row, size + row]]}
    assert sum(len(one.keys) for one in slices) == len(found)
    assert all(np.array_equal(one.groups, groups[one.numbers]) for one in slices)
    assert all(set(a.keys.tolist()).isdisjoint(b.keys.tolist()) for a, b in pairwise(slices))


def test_syllables_and_classes_are_those_that_the_scan_counted(report: Report) -> None:
    for row in report.submissions:
        syllables = syllables_of(row.document.text)
        assert len(syllables) == row.syllables
        counts = np.bincount(classes_of(syllables, row.marks), minlength=len(Provenance))
        assert {k.key: counts[k] / row.syllables for k in Provenance} == pytest.approx(dict(row.shares))


def test_a_number_depends_on_content_and_id_alone() -> None:
    assert document_number("ab", "c") == document_number("ab", "c") != document_number("a", "bc")
    assert 0 <= document_number("ab", "c") < 2**63


def test_the_unit_is_the_first_folder_else_the_list_else_the_scanned_folder(tmp_path: Path) -> None:
    root = tmp_path / "tinh"
    for name in ("thpt_a", "xã B"):
        (root / name / "to_1").mkdir(parents=True)

    def text(path: str, unit: str | None = None) -> Document:
        return Document(path, str(root / path), "x", unit=unit)

    found = units_of(
        [
            text("thpt_a/to_1/an.docx", "Trường khác"),
            text("xã B/binh.docx"),
            text("thpt_c.zip!chi.docx"),
            text("tra_loi.xlsx#row=3", "Phòng  Y tế"),
            text("tra_loi.xlsx#row=4", "phòng y tế"),
            text("dung.docx"),
        ],
        [root],
    )
    assert list(found.values()) == ["", "thpt_a", "thpt_c", "Phòng Y tế", "Phòng Y tế", "xã B"]
    several = units_of([text("thpt_a/an.docx"), text("xã B/binh.docx")], [root / "thpt_a", root / "xã B"])
    assert list(several.values()) == ["thpt_a", "xã B"]


def test_an_earlier_text_goes_to_the_unit_of_its_folder_or_header_else_to_all(tmp_path: Path) -> None:
    (tmp_path / "thpt_a").mkdir()
    known = folded_names(["THPT_A", "Xã B"])

    def unit(path: str, said: str | None = None) -> str | None:
        document = Document(path, str(tmp_path / path), "x", Role.PREVIOUS, unit=said)
        return earlier_unit(document, [tmp_path], known)

    assert unit("thpt_a/an.docx", "xã b") == "THPT_A"
    assert unit("an.docx", "xã b") == "Xã B"
    assert unit("an.docx") is None


def test_the_number_of_chance_pairs_grows_with_the_pairs_that_were_compared() -> None:
    known = [MethodNull(Method.PASSAGES, 60.0, Null(60.0, 2.0, 10.0))]

    def line(times: float, submissions: int) -> MethodNull:
        found = between_units(known, times=times, settings=Settings(), submissions=submissions)
        return found[Method.PASSAGES]

    once, more = line(1, 200), line(np.exp(3), 200)
    assert (once.unit, once.null) == (None, known[0].null)
    assert once.threshold == pytest.approx(60 + 10 * np.log(200))
    assert more.threshold == pytest.approx(once.threshold + 30)
    assert line(1, 400).threshold == pytest.approx(once.threshold - 10 * np.log(2))
    assert more.null is not None
    assert more.null.expected(110) == pytest.approx(2.0 * np.exp(3 - 5))
    assert more.null.expected(1e9) == 0.0


def test_a_pair_of_short_texts_moves_no_line_and_needs_as_many_bits_as_passages() -> None:
    """Nobody knows how often chance makes such a pair: that says nothing about passages."""
    passages = MethodNull(Method.PASSAGES, 60.0, Null(60.0, 2.0, 10.0))
    clauses = MethodNull(Method.CLAUSES, 60.0)
    alone = between_units([passages], times=5, settings=Settings(), submissions=200)
    both = between_units([passages, clauses], times=5, settings=Settings(), submissions=200)
    assert both[Method.PASSAGES] == alone[Method.PASSAGES]
    assert both[Method.CLAUSES].threshold == alone[Method.PASSAGES].threshold
    assert both[Method.CLAUSES].null is None
    only = between_units([clauses], times=5, settings=Settings(), submissions=200)
    assert only[Method.CLAUSES].threshold == Settings().pair_min_bits


def test_groups_that_a_pair_between_units_touches_become_one() -> None:
    local = [
        LocalGroup("c1", ("a/1", "a/2", "a/3"), "", "colleagues", "a"),
        LocalGroup("c2", ("a/4", "a/5"), "", "colleagues", "a"),
        LocalGroup("c1", ("b/1", "b/2"), "", "colleagues", "b"),
    ]
    sides = {"a/4": LinkedSide("a", "c2"), "b/1": LinkedSide("b", "c1"), "b/9": LinkedSide("b", None)}
    named = name_groups(local, [("a/4", "b/1"), ("a/4", "b/9")], sides)
    assert named.joined == (JoinedGroup("c1", ("a/4", "a/5", "b/1", "b/2", "b/9"), "", "colleagues", 2),)
    assert named.names == {("a", "c1"): "c2"}


def between(left: str, right: str, start: int, end: int) -> AcrossPair:
    """The same characters of two texts."""
    passage = Passage(Side(left, start, end), Side(right, start, end), rarity_bits=90.0, flagged=True)
    pair = Pair(left, right, True, 90.0, 0, 0, 0.5, 0.5, 1, None)
    return AcrossPair(pair, (passage,), MethodNull(Method.PASSAGES, 60.0, None, None), {}, {})


def test_two_texts_of_two_units_are_a_pair_and_a_chain_without_a_common_text_is_two() -> None:
    units = {f"{unit}/1": unit for unit in "abc"}
    two, chain = [between("a/1", "b/1", 0, 50)], [between("a/1", "b/1", 0, 50), between("b/1", "c/1", 60, 90)]
    assert naming_of([], two, units, Settings()).joined == naming_of([], chain, units, Settings()).joined == ()
    one_text = [between("a/1", "b/1", 0, 50), between("b/1", "c/1", 0, 50), between("a/1", "c/1", 0, 50)]
    (group,) = naming_of([], one_text, units, Settings()).joined
    assert (group.members, group.units) == (("a/1", "b/1", "c/1"), 3)


def test_a_group_with_members_in_a_group_of_one_sample_is_of_that_sample() -> None:
    local = [LocalGroup("c1", ("a/1", "a/2", "a/3"), "", "sample", "a")]
    named = name_groups(local, [("a/1", "b/1")], {"a/1": LinkedSide("a", "c1"), "b/1": LinkedSide("b", None)})
    assert [group.kind for group in named.joined] == ["sample"]
    links = [("a/1", f"b/{n}") for n in range(5)]
    sides = {"a/1": LinkedSide("a", None)} | {f"b/{n}": LinkedSide("b", None) for n in range(5)}
    assert [group.kind for group in name_groups([], links, sides).joined] == ["colleagues"]


def test_a_result_comes_back_with_the_texts_that_were_read(
    analysed: tuple[Report, Handed], texts: tuple[Document, ...], tmp_path: Path
) -> None:
    report, handed = analysed
    kept.write_result(tmp_path, "0a", report, handed)
    again = kept.read_result(tmp_path, "0a", texts)
    assert again == report
    assert kept.report_of(kept.report_bytes(report)) == report
    found = kept.read_handed(tmp_path, "0a")
    assert all(np.array_equal(getattr(found, name), getattr(handed, name)) for name in ("keys", "rows", "common"))
    persons, learnt = kept.read_persons(tmp_path, "0a", [3, 1])
    assert persons == [report.submissions[row].document.person for row in (3, 1)]
    assert tuple(learnt) == report.learnt_form


def test_a_damaged_result_and_the_draft_of_a_killed_scan_are_none(report: Report, tmp_path: Path) -> None:
    kept.write_result(tmp_path, "0a", report, NOTHING)
    path = tmp_path / "0a.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert not kept.is_kept(tmp_path, "0a")
    path.write_bytes(b"")
    assert not kept.is_kept(tmp_path, "0a")
    path.write_bytes(whole)
    assert kept.is_kept(tmp_path, "0a")
    (tmp_path / ".0b.sqlite.17.part").write_bytes(whole)
    kept.forget_others(tmp_path, {"0a"})
    assert [path.name for path in tmp_path.iterdir()] == ["0a.sqlite"]


def test_the_key_of_a_result_changes_with_all_that_it_depends_on_and_with_nothing_else() -> None:
    text = Document("a.txt", "x/a.txt", "Tôi dạy 12 tiết.", author="An")
    other = Document("b.txt", "x/b.txt", "Tôi trực 3 ca.")
    key = kept.result_key([text, other], Settings())
    assert kept.result_key([other, text.with_fields(id="z.txt", path="y/z.txt")], Settings()) == key
    assert kept.result_key([text, other.with_fields(author="Bình")], Settings()) != key
    assert kept.result_key([text], Settings()) != key
    assert kept.result_key([text, other], Settings(common_rank=6)) != key
    assert kept.result_key([text, other], Settings(), "model") != key
