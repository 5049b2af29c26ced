"""What the page shows after an exclusion is what a scan finds that is given those words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import detector
from detector import storage
from detector.documents import Document, Role
from detector.exclusions import is_repeatable
from detector.matches import Passage
from detector.report import Pairs, Report
from detector.review.index import plain_words
from detector.review.occurrences import all_places
from detector.review.state import RunState, View
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion
from tests.benchmarks.labelled_units import labelled_units, scanned

pytestmark = pytest.mark.xdist_group("labelled units")

UNITS = {unit.name: unit for unit in labelled_units()}
STOCK = 'version = 1\n[[family]]\nname = "x"\nkind = "strength"\nclauses = '
RULE = 'id = "x"\ntitle = "x"\nissued = "x"\nversion = 1\nsources = ["x"]\nsentences = '


def words(report: Report, passage: Passage) -> str:
    (text,) = (one.text for one in report.documents() if one.id == passage.left.id)
    return text[passage.left.start : passage.left.end]


def scan_given(report: Report, text: str, kind: str, folder: Path) -> Report:
    """The texts of this scan with these words as form, as rule, or as wording that everybody uses."""
    texts = {role: [one for one in report.documents() if one.role is role] for role in Role}
    given: dict[str, Any] = {}
    if kind == "form":
        texts[Role.FORM].append(Document("given.txt", "given.txt", text, Role.FORM))
    else:
        place = folder / "own" / {"rule": "rules", "quote": "stock"}[kind]
        place.mkdir(parents=True)
        lines = json.dumps(text.splitlines(), ensure_ascii=False)
        (place / "x.toml").write_text((RULE if kind == "rule" else STOCK) + lines, encoding="utf-8")
        given["resources"] = folder / "own"
    beside = {"forms": texts[Role.FORM], "references": texts[Role.REFERENCE], "previous": texts[Role.PREVIOUS]}
    return detector.scan(texts[Role.SUBMISSION], **beside, **given)


def after_exclusion(report: Report, passage: Passage, kind: str, run: Path) -> View:
    """As the button does it: wherever the page finds the words."""
    storage.save(report, run)
    state = RunState(run)
    with state.connect() as connection:
        view = state.view(connection)
        places = all_places(connection, view, passage.left)
        texts = [(view.text(view.index.rows[place.id]), place) for place in places]
        anchors = tuple(Anchor(text.subject, text.key, place.start, place.end) for text, place in texts)
        append_exclusion(connection, Exclusion("Hoa", kind, words(report, passage), anchors))
        return state.view(connection)


def flagged(report: Report) -> Mapping[tuple[str, str], float]:
    return {(one.left_id, one.right_id): one.evidence for one in report.pairs if one.flagged}


def check(report: Report, passage: Passage, kind: str, expected: Report, run: Path) -> None:
    view = after_exclusion(report, passage, kind, run)
    shown = {(view.text(p.left).id, view.text(p.right).id): p.evidence for p in view.pairs if p.flagged}
    # Two stock sentences in a row have a few word pairs that no list of stock has; what is set aside weighs nothing.
    near = {"abs": 1} if kind != "quote" else {"rel": 0.05}
    assert shown == pytest.approx(dict(flagged(expected)), **near)
    found = {view.text(one.row).id: one.flags for one in view.outcomes}
    assert found == {one.id: tuple(dict.fromkeys(one.flags)) for one in expected.submissions}
    groups = {frozenset(group.members) for group in view.all_groups.values()}
    assert groups == {frozenset(group.members) for group in expected.clusters}
    told = [plain_words(one.text) for one in expected.shared_texts]
    assert all(any(left in plain_words(one.text) for left in told) for one in view.shared)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("unit_a", "form"), ("unit_a", "rule"), ("unit_a", "quote"), ("unit_c", "form"), ("unit_e", "rule")],
)
def test_an_exclusion_shows_what_a_scan_given_the_words_finds(name: str, kind: str, tmp_path: Path) -> None:
    """The rarest passage of the strongest pair, and that of the pair in the middle."""
    report = scanned(name)
    pairs = [pair for pair in report.pairs.flagged() if pair.passages > 1 and pair.expected is not None]
    for number, pair in enumerate((pairs[0], pairs[len(pairs) // 2])):
        of_pair = [one for one in report.passages if (one.left.id, one.right.id) == (pair.left_id, pair.right_id)]
        passage = max(of_pair, key=lambda one: one.rarity_bits)
        folder = tmp_path / str(number)
        folder.mkdir()
        expected = scan_given(report, words(report, passage), kind, folder)
        before, after = (flagged(one).get((pair.left_id, pair.right_id), 0.0) for one in (report, expected))
        assert after < before - 10  # the words did count
        check(report, passage, kind, expected, folder / "run")


def test_of_several_units_the_same(tmp_path: Path) -> None:
    folders = {name: tmp_path / "all" / name for name in ("unit_a", "unit_c")}
    for name, folder in folders.items():
        shutil.copytree(UNITS[name].folder / "submissions", folder)
    report = detector.scan([tmp_path / "all"], units=True)
    pair = report.pairs.flagged()[0]
    passage = max(
        (one for one in report.passages if (one.left.id, one.right.id) == (pair.left_id, pair.right_id)),
        key=lambda one: one.rarity_bits,
    )
    (tmp_path / "given.txt").write_text(words(report, passage), encoding="utf-8")
    expected = detector.scan([tmp_path / "all"], units=True, forms=[tmp_path / "given.txt"])
    assert flagged(expected) != flagged(report)  # the words did count
    check(report, passage, "form", expected, tmp_path / "run")


def test_a_report_that_this_program_does_not_find_in_the_texts_is_judged_by_its_own_evidence(tmp_path: Path) -> None:
    """With its weakest pair gone it is no longer what a scan finds, as after an update of the program."""
    report = scanned("unit_a")
    older = replace(report, pairs=Pairs(list(report.pairs)[:-1]))
    pair, *others = older.pairs.flagged()
    assert (is_repeatable(report), is_repeatable(older)) == (True, False)
    passages = [one for one in report.passages if (one.left.id, one.right.id) == (pair.left_id, pair.right_id)]
    view = after_exclusion(older, passages[0], "form", tmp_path / "run")
    shown = {(view.text(p.left).id, view.text(p.right).id): p.evidence for p in view.pairs}
    assert shown[pair.left_id, pair.right_id] == pytest.approx(pair.evidence - passages[0].rarity_bits)
    assert all(p.threshold == pair.threshold for p in view.pairs if p.method == pair.method)
    touched = {pair.left_id, pair.right_id}
    away = [one for one in others if touched.isdisjoint((one.left_id, one.right_id))]
    assert [shown[one.left_id, one.right_id] for one in away] == [one.evidence for one in away]
