"""What the comparison between units is made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detector.analysis import analyse
from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.matches import Method, MethodNull, Null, Pair, Passage, Side
from detector.matching.grams import build_grams
from detector.report import Mark, Report
from detector.settings import Settings
from detector.text.columns import build_corpus
from detector.text.syllables import classes_of, syllables_of
from detector.units import kept
from detector.units.across import AcrossPair
from detector.units.chance import between_units
from detector.units.classes import repainted
from detector.units.groups import JoinedGroup, LinkedSide, LocalGroup, name_groups
from detector.units.merge import naming_of
from detector.units.shingles import Handed, document_number, handed_on
from detector.units.split import earlier_unit, folded_names, units_of
from tests.units.conftest import SIZE, Province


@pytest.fixture(scope="module")
def texts(province: Province) -> tuple[Document, ...]:
    return province.documents[:SIZE]


@pytest.fixture(scope="module")
def report(texts: tuple[Document, ...]) -> Report:
    return analyse(texts, (), settings=Settings())


def test_shingles_handed_on_are_those_of_a_scan(report: Report, texts: tuple[Document, ...]) -> None:
    corpus = build_corpus(texts)
    grams = build_grams(corpus, 4, counted=np.ones(len(corpus.tokens.ids), bool))
    handed = handed_on(report.submissions, Settings())
    assert len(handed) == sum(row.own_shares is not None for row in report.submissions)
    known = set(grams.keys.tolist())
    assert all(len(one.keys) > 20 and set(one.keys.tolist()) <= known for one in handed)


def test_what_the_form_says_is_not_handed_on_and_common_wording_by_itself(report: Report) -> None:
    row = next(row for row in report.submissions if row.shares["form"] > 0.2 and row.shares["common"] > 0.05)
    syllables = syllables_of(row.document.text)
    classes = classes_of(syllables, row.marks)
    printed, common = classes == Provenance.FORM, classes == Provenance.COMMON
    (handed,) = handed_on([row], Settings())
    assert 0 < len(handed.keys) <= len(syllables) - 3 - int((printed | common).sum())
    assert len(handed.common_keys) > 0
    assert len(handed.keys) + len(handed.common_keys) <= len(syllables) - 3 - int(printed.sum())


def test_syllables_and_classes_are_those_that_the_scan_counted(report: Report) -> None:
    for row in report.submissions:
        syllables = syllables_of(row.document.text)
        assert len(syllables) == row.syllables
        counts = np.bincount(classes_of(syllables, row.marks), minlength=len(Provenance))
        assert {k.key: counts[k] / row.syllables for k in Provenance} == pytest.approx(dict(row.shares))


def test_own_runs_are_cut_at_syllables_and_other_classes_stay() -> None:
    text = "Kết quả: tôi dạy 12 tiết, trực 3 ca đêm."
    marks = [Mark(0, 8, "form"), Mark(9, len(text), "own")]
    syllables = syllables_of(text)
    shared = np.array([word in ("day", "12", "tiet") for word in syllables.words])
    shared[0] = True  # of the form: not to be changed
    found = repainted(text, syllables, marks, shared)
    assert [(text[m.start : m.end], m.kind) for m in found] == [
        ("Kết quả:", "form"),
        ("tôi", "own"),
        ("dạy 12 tiết,", "shared"),
        ("trực 3 ca đêm.", "own"),
    ]


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
        LocalGroup("a", "c1", ("a/1", "a/2", "a/3"), "colleagues"),
        LocalGroup("a", "c2", ("a/4", "a/5"), "colleagues"),
        LocalGroup("b", "c1", ("b/1", "b/2"), "colleagues"),
    ]
    sides = {"a/4": LinkedSide("a", "c2"), "b/1": LinkedSide("b", "c1"), "b/9": LinkedSide("b", None)}
    named = name_groups(local, [("a/4", "b/1"), ("a/4", "b/9")], sides)
    assert named.joined == (JoinedGroup("c1", ("a/4", "a/5", "b/1", "b/2", "b/9"), "colleagues", 2),)
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
    local = [LocalGroup("a", "c1", ("a/1", "a/2", "a/3"), "sample")]
    named = name_groups(local, [("a/1", "b/1")], {"a/1": LinkedSide("a", "c1"), "b/1": LinkedSide("b", None)})
    assert [group.kind for group in named.joined] == ["sample"]
    links = [("a/1", f"b/{n}") for n in range(5)]
    sides = {"a/1": LinkedSide("a", None)} | {f"b/{n}": LinkedSide("b", None) for n in range(5)}
    assert [group.kind for group in name_groups([], links, sides).joined] == ["colleagues"]


def values(one: Handed) -> tuple[int, list[int], list[int]]:
    return one.number, one.keys.tolist(), one.common_keys.tolist()


def test_a_result_comes_back_with_the_texts_that_were_read(
    report: Report, texts: tuple[Document, ...], tmp_path: Path
) -> None:
    handed = handed_on(report.submissions, Settings())
    kept.write_result(tmp_path, "0a", report, handed)
    again = kept.read_result(tmp_path, "0a", texts)
    assert again == report
    assert kept.report_of(kept.report_bytes(report)) == report
    found = kept.read_handed(tmp_path, "0a")
    assert [values(one) for one in found] == [values(one) for one in handed]


def test_a_damaged_result_and_the_draft_of_a_killed_scan_are_none(report: Report, tmp_path: Path) -> None:
    kept.write_result(tmp_path, "0a", report, ())
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
