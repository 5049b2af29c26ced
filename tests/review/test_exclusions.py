"""Passages set aside: the figures that follow, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detector import storage
from detector.documents import Document, Role
from detector.findings import finding_sentence
from detector.keeping.purge import purge_person
from detector.matches import Method, Pair, Passage, Side
from detector.report import Finding, Mark, Pairs, Report, Submission, Table
from detector.review.state import RunState
from detector.storage.connection import open_run
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion, exclusion_ledger
from tests.reports import report_of
from tests.review.conftest import Visitor, enter

FORM = "PHIẾU TỰ ĐÁNH GIÁ"  # 4 syllables
FIRST = "Một" + " một".join(map(str, range(60))) + "."
SECOND = "Hai" + " hai".join(map(str, range(40))) + "."
OWN = "Riêng" + " riêng".join(map(str, range(20)))


def small_unit() -> Report:
    """An, Bình and Chi share 60 syllables worth 90 bits; An and Bình 40 more worth 60. The line is at 100."""
    texts = {"an": [FIRST, SECOND, OWN], "binh": [FIRST, SECOND, OWN + " b"], "chi": [FIRST, OWN + " c"]}
    rows = [_submission(name, parts) for name, parts in texts.items()]
    an, binh, chi = (row.document for row in rows)
    return report_of(
        _settings(),
        rows,
        [
            Pair(an.id, binh.id, True, 150.0, 0.5, 0.8, 100 / 120, 100 / 121, 2, None, 0.001, threshold=100.0),
            Pair(an.id, chi.id, True, 110.0, 0.4, 0.7, 0.5, 60 / 81, 1, None, 0.001, threshold=100.0),
        ],
        [
            _passage(an, binh, FIRST, 90.0),
            _passage(an, binh, SECOND, 60.0),
            _passage(an, chi, FIRST, 110.0),
        ],
        [],
        [],
    )


def _settings():  # type: ignore[no-untyped-def]
    from detector.settings import Settings

    return Settings(pair_min_bits=100.0)


def _submission(name: str, parts: list[str]) -> Submission:
    text = "\n".join([FORM, *parts])
    start, marks = 0, []
    for part in [FORM, *parts]:
        kind = {FORM: "form", FIRST: "shared", SECOND: "shared"}.get(part, "own")
        marks.append(Mark(start, start + len(part), kind))
        start += len(part) + 1
    counts = {"form": 4, "shared": sum(len(p.split()) for p in parts[:-1]), "own": len(parts[-1].split())}
    total = sum(counts.values())
    own = {kind: count / (total - 4) for kind, count in counts.items() if kind != "form"}
    finding = Finding("shared", 110.0, 100.0, {"other_id": "binh.txt", "share": 0.8, "own_syllables": 120})
    shares = {kind: count / total for kind, count in counts.items()}
    document = Document(f"{name}.txt", f"{name}.txt", text, author=name.title())
    return Submission(document, total, shares, own, (finding,), None, tuple(marks))


def _passage(left: Document, right: Document, words: str, bits: float) -> Passage:
    sides = [Side(d.id, d.text.index(words), d.text.index(words) + len(words)) for d in (left, right)]
    return Passage(sides[0], sides[1], "shared", 1.0, 3, bits)


@pytest.fixture
def unit(tmp_path):  # type: ignore[no-untyped-def]
    storage.save(small_unit(), tmp_path / "unit")
    return enter(tmp_path / "unit")


def passage_row(visitor: Visitor, left: str, right: str, place: int = 0) -> int:
    rows = visitor.pair_rows(left, right)
    with open_run(visitor.run) as connection:
        found = connection.execute("SELECT row FROM passages WHERE left_row = ? AND right_row = ? ORDER BY row", rows)
        return int(found.fetchall()[place][0])


def exclude(visitor: Visitor, kind: str) -> None:
    row = passage_row(visitor, "an.txt", "binh.txt")
    assert visitor.post("/exclude", passage=row, kind=kind, note="in sẵn").status_code == 200


def view(visitor: Visitor):  # type: ignore[no-untyped-def]
    state = RunState(visitor.run)
    with state.connect() as connection:
        return state.view(connection)


def outcome(visitor: Visitor, name: str):  # type: ignore[no-untyped-def]
    row, _ = visitor.pair_rows(name, name)
    return view(visitor).outcome(row)


def counted(visitor: Visitor, name: str) -> dict[str, float]:
    one = outcome(visitor, name)
    return {kind: share * one.syllables for kind, share in one.shares.items() if share}


def test_form_text_is_nobodys_and_what_no_flagged_pair_has_is_own_again(unit: Visitor) -> None:
    exclude(unit, "form")
    an = outcome(unit, "an.txt")
    assert counted(unit, "an.txt") == pytest.approx({"form": 64, "own": 60})
    assert an.own_shares["own"] == 1
    assert an.shares["form"] == pytest.approx(64 / 124)


def test_allowed_text_stays_own_text_but_is_not_shared(unit: Visitor) -> None:
    exclude(unit, "allowed")
    assert counted(unit, "an.txt") == pytest.approx({"form": 4, "own": 60, "allowed": 60})
    assert outcome(unit, "an.txt").own_shares["allowed"] == pytest.approx(60 / 120)


def test_the_passage_is_set_aside_in_every_submission_that_has_it(unit: Visitor) -> None:
    exclude(unit, "form")
    chi = outcome(unit, "chi.txt")
    assert chi.shares["shared"] == 0
    assert chi.own_shares is None  # 21 syllables are left, fewer than 40
    assert [finding.kind for finding in chi.findings] == ["not_enough_text"]


def test_pairs_lose_the_bits_and_fall_below_the_line(unit: Visitor) -> None:
    exclude(unit, "form")
    by_right = {view(unit).text(pair.right).id: pair for pair in view(unit).pairs}
    assert by_right["binh.txt"].evidence == pytest.approx(60)
    assert not by_right["binh.txt"].flagged  # below 100
    assert by_right["binh.txt"].passages == 1
    assert by_right["binh.txt"].left_share == pytest.approx(40 / 60)
    assert by_right["chi.txt"].evidence == 0
    assert not by_right["chi.txt"].flagged
    assert "shared" not in outcome(unit, "an.txt").flags


def test_half_a_passage_costs_half_of_its_bits(unit: Visitor) -> None:
    row, _ = unit.pair_rows("an.txt", "an.txt")
    text = view(unit).text(row)
    start = len(FORM) + 1
    half = " ".join(FIRST.split()[:30])
    anchor = Anchor(text.subject, text.key, start, start + len(half))
    with open_run(unit.run) as connection:
        append_exclusion(connection, Exclusion("x", "allowed", half, (anchor,)))
    by_right = {view(unit).text(pair.right).id: pair for pair in view(unit).pairs}
    assert by_right["binh.txt"].evidence == pytest.approx(60 + 45)
    assert by_right["binh.txt"].flagged


def test_equal_texts_of_which_nothing_is_left_are_no_pair_and_ones_own_text_is_counted_not_weighed(
    tmp_path: Path,
) -> None:
    """An and Bình are equal; Chi repeats her own text of last year, by its share and with few bits."""
    found = small_unit()
    an, binh, chi = (row.document for row in found.submissions)
    before = replace(chi.with_fields(role=Role.PREVIOUS, year=2023), id="2023/chi.txt", path="2023/chi.txt")
    equal = Pair(an.id, binh.id, True, 0.0, 1, 1, 1.0, 1.0, 1, None, None, Method.EQUAL, 0.0)
    again = Pair(chi.id, before.id, True, 50.0, 1, 1, 1.0, 1.0, 2, None, None, threshold=60.0)
    passages = [_passage(an, binh, FIRST, 0.0), _passage(chi, before, FIRST, 30.0), _passage(chi, before, OWN, 20.0)]
    people = {an.id: "an", binh.id: "binh", chi.id: "chi", before.id: "chi"}
    rows = [replace(row, document=row.document.with_fields(person=people[row.id])) for row in found.submissions]
    changed = replace(
        found,
        submissions=Table(rows),
        others=(before.with_fields(person="chi"),),
        pairs=Pairs([equal, again]),
        passages=Table(passages),
    )
    storage.save(changed, tmp_path / "unit")
    state = RunState(tmp_path / "unit")
    with open_run(tmp_path / "unit") as connection:
        anchors = tuple(
            Anchor(text.subject, text.key, (start := one.text.index(FIRST)), start + len(FIRST))
            for one in (an, chi)
            for text in state.view(connection).index.texts
            if text.id == one.id
        )
        append_exclusion(connection, Exclusion("Hoa", "form", FIRST, anchors))
        pairs = {pair.method: pair for pair in state.view(connection).overlay.pairs.values()}
    assert not pairs[Method.EQUAL].flagged
    left = pairs[Method.PASSAGES]
    assert (left.flagged, left.evidence) == (True, pytest.approx(20.0))


def test_taking_it_back_restores_every_figure(unit: Visitor) -> None:
    before = [(pair.evidence, pair.flagged, pair.left_share) for pair in view(unit).pairs]
    exclude(unit, "form")
    unit.post("/take-back", row=1)
    assert [(pair.evidence, pair.flagged, pair.left_share) for pair in view(unit).pairs] == before
    with open_run(unit.run) as connection:
        assert [one.undoes for one in exclusion_ledger(connection)] == [None, 1]
    assert unit.post("/take-back", row=1).status_code == 409


def test_the_ledger_says_what_why_and_who(unit: Visitor) -> None:
    exclude(unit, "form")
    page = unit.get("/set-aside").text
    assert "Một0 một1" in page
    assert "in sẵn" in page
    assert "Lê Rà Soát" in page
    assert "biểu mẫu" in page


def test_it_holds_after_a_new_scan(unit: Visitor) -> None:
    exclude(unit, "form")
    report = small_unit()
    rows = list(report.submissions)[::-1]
    storage.save(report_of(_settings(), rows, list(report.pairs), list(report.passages), [], []), unit.run)
    assert counted(unit, "an.txt")["form"] == pytest.approx(64)


def with_dung(words: str) -> Report:
    """The small unit, and Dũng, whose text no recorded passage leads to."""
    report = small_unit()
    dung = _submission("dung", [words, OWN + " d"])
    return report_of(_settings(), [*report.submissions, dung], list(report.pairs), list(report.passages), [], [])


def test_who_has_the_words_without_a_recorded_passage_is_found_too(unit: Visitor) -> None:
    storage.save(with_dung(FIRST), unit.run)
    row = passage_row(unit, "an.txt", "binh.txt")
    assert "dung.txt" in unit.get(f"/passage/{row}").text
    exclude(unit, "form")
    assert counted(unit, "dung.txt")["form"] == pytest.approx(64)
    assert len(exclusion_of(unit).anchors) == 4


def test_who_has_but_a_few_of_the_words_is_not(unit: Visitor) -> None:
    storage.save(with_dung(" ".join(FIRST.split()[:12])), unit.run)
    exclude(unit, "form")
    assert counted(unit, "dung.txt")["form"] == pytest.approx(4)


def exclusion_of(visitor: Visitor) -> Exclusion:
    with open_run(visitor.run) as connection:
        return exclusion_ledger(connection)[-1]


def test_what_was_worked_out_is_kept_and_equals_what_would_be_worked_out_anew(unit: Visitor) -> None:
    exclude(unit, "form")
    first, kept = view(unit), view(unit)
    with open_run(unit.run) as connection:
        (stamp,) = connection.execute("SELECT stamp FROM overlay_cache").fetchone()
        connection.execute("DELETE FROM overlay_cache")
    assert stamp.startswith(unit.scanned())
    anew = view(unit)
    for one in (first, kept):
        assert dict(one.overlay.pairs) == dict(anew.overlay.pairs)
        assert dict(one.overlay.outcomes) == dict(anew.overlay.outcomes)
        assert {row: list(spans) for row, spans in one.overlay.spans.items()} == dict(anew.overlay.spans)


def test_what_was_kept_goes_with_a_person_who_is_removed(unit: Visitor) -> None:
    exclude(unit, "form")
    view(unit)
    purge_person(unit.run, "An")
    with open_run(unit.run) as connection:
        assert connection.execute("SELECT count(*) FROM overlay_cache").fetchone() == (0,)


def test_what_was_kept_does_not_outlive_its_scan(unit: Visitor) -> None:
    exclude(unit, "form")
    view(unit)
    storage.save(small_unit(), unit.run)
    with open_run(unit.run) as connection:
        assert connection.execute("SELECT count(*) FROM overlay_cache").fetchone() == (0,)


def unit_of_50_bits(tmp_path: Path) -> Visitor:
    """An and Bình stay a pair without the first passage: their line is at 50."""
    report = small_unit()
    pairs = Pairs([replace(pair, threshold=50.0) for pair in report.pairs])
    storage.save(replace(report, pairs=pairs), tmp_path / "fifty")
    return enter(tmp_path / "fifty")


def shared(visitor: Visitor, name: str) -> Finding:
    return next(one for one in outcome(visitor, name).findings if one.kind == "shared")


def test_the_sentence_about_the_strongest_pair_says_what_is_left(tmp_path: Path) -> None:
    """Of three sentences two are Bình's; one of them becomes form."""
    unit = unit_of_50_bits(tmp_path)
    exclude(unit, "form")
    finding = shared(unit, "an.txt")
    assert (finding.facts["sentences"], finding.facts["total_sentences"]) == (1, 2)
    assert (finding.facts["spread"], finding.facts["matched_syllables"]) == (3, 40)
    assert finding_sentence(finding, "en").startswith("1 of 2 sentences are also found in the submission of Binh")


def test_a_sentence_that_was_allowed_is_still_the_persons(tmp_path: Path) -> None:
    unit = unit_of_50_bits(tmp_path)
    exclude(unit, "allowed")
    finding = shared(unit, "an.txt")
    assert (finding.facts["sentences"], finding.facts["total_sentences"]) == (1, 3)


def test_what_was_counted_anew_is_the_same_after_the_page_is_started_again(tmp_path: Path) -> None:
    unit = unit_of_50_bits(tmp_path)
    exclude(unit, "form")
    first = view(unit).overlay
    assert view(unit).overlay.outcomes == first.outcomes
    with open_run(unit.run) as connection:
        assert connection.execute("SELECT count(*) FROM overlay_cache").fetchone() == (1,)
