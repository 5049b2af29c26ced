from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from detector.commands.evaluate import command
from detector.documents import Document
from detector.evaluation.labels import read_labels
from detector.evaluation.sweep import Sweep, Truth, sweep, truth_of_decisions, truth_of_labels
from detector.evaluation.sweep_text import format_sweep, suggestions
from detector.matches import Cluster, Method, MethodNull, Null, Pair
from detector.report import Report, Submission
from detector.settings import Settings
from detector.storage import save
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision
from tests.reports import report_of


def report(pairs: Iterable[tuple[str, float]], *, rewritten: str = "", ids: str = "abcdefghij") -> Report:
    """`pairs` as ("ab", bits); those of 60 bits and more are flagged, and of 25 bits chance makes 1.6."""
    rows = [Submission(Document(id, id, f"văn bản {id}"), 2, {}, None, (), None, ()) for id in ids]
    table = [
        Pair(p[0], p[1], bits >= 60 or p in rewritten, bits, 0, 0, 0, 0, 1, None, 1000 / bits**2, method)
        for p, bits in pairs
        for method in [Method.ORDER if p in rewritten.split() else Method.PASSAGES]
    ]
    return report_of(Settings(), rows, table, [], [], [])


def truth(related: str, unrelated: str) -> Truth:
    sides = [frozenset(frozenset(pair) for pair in pairs.split()) for pairs in (related, unrelated)]
    return Truth("labels", sides[0], sides[1])


MIXED = (("ab", 200.0), ("cd", 90.0), ("ef", 70.0), ("gh", 30.0))
KNOWN = truth("ab cd gh ij", "ef ac bd ad bc ae af")


def at(found: Sweep, bits: float) -> tuple[int, int, int]:
    point = next(point for point in found.by_bits if point.threshold == bits)
    return point.flagged, point.right, point.wrong


def test_each_threshold_by_hand() -> None:
    found = sweep(report(MIXED), KNOWN)
    assert at(found, 20) == (4, 3, 1)
    assert at(found, 60) == (3, 2, 1)
    assert at(found, 80) == (2, 2, 0)
    assert at(found, 300) == (0, 0, 0)


def test_recall_counts_related_pairs_that_are_not_in_the_run() -> None:
    point = sweep(report(MIXED), KNOWN).by_bits[0]
    assert (point.precision, point.recall) == (3 / 4, 3 / 4)


def test_chance_pairs_expected_are_swept_from_many_to_few() -> None:
    null = MethodNull(Method.PASSAGES, 158.0, Null(20.0, 10.0, 20.0))  # of 200, 90, 70 bits: 0.0012, 0.30, 0.82
    found = sweep(replace(report(MIXED), nulls=(null,)), KNOWN)
    points = [(point.threshold, point.flagged) for point in found.by_expected][:5]
    assert points == [(10.0, 3), (1.0, 3), (0.1, 1), (0.01, 1), (1e-3, 0)]  # 30 bits are below 60 anyway


def test_a_rewritten_pair_has_to_reach_the_bits_too() -> None:
    found = sweep(report([("ab", 65.0)], rewritten="ab"), KNOWN)
    assert [point.flagged for point in found.by_bits if point.threshold in (60, 80)] == [1, 0]


def test_nothing_stands_out() -> None:
    assert "Nothing stands out" in suggestions(sweep(report([]), Truth("none")), "en")[0]
    weak = suggestions(sweep(report([("ab", 25.0)]), Truth("none")), "en")
    assert "Nothing stands out here: the strongest pair has 25 bits; chance makes 1.60 such pairs." in weak


def test_a_clear_line_and_one_that_is_not() -> None:
    assert "The line is clear" in suggestions(sweep(report([("ab", 200.0), ("cd", 30.0)]), Truth("none")), "en")[0]
    assert "no clear line" in suggestions(sweep(report([("ab", 65.0), ("cd", 55.0)]), Truth("none")), "en")[0]


def test_a_better_threshold_is_named() -> None:
    said = suggestions(sweep(report(MIXED), KNOWN), "en")
    assert said[-1] == "With pair_min_bits = 80: 2 right pairs, 0 wrong ones; now 2 and 1."


def test_few_judged_pairs_give_no_advice() -> None:
    assert "Only 2 pairs are judged" in suggestions(sweep(report(MIXED), truth("ab", "ef")), "en")[-1]


def test_one_group_of_most_of_the_unit_is_told_first() -> None:
    known = report(MIXED)
    group = [Cluster("c1", tuple("abcdef"), "", "organiser")]
    unit = report_of(Settings(), list(known.submissions), list(known.pairs), [], group, [])
    assert "60% of the submissions are in one group" in suggestions(sweep(unit, Truth("none")), "en")[0]


def test_labels_make_copies_of_one_source_neither_right_nor_wrong(build: Any, labels: dict[str, Any]) -> None:
    known = truth_of_labels(read_labels(labels, build()))
    pair = frozenset(("unit/b.docx", "unit/c.docx"))  # both copied from a
    assert pair not in known.related | known.unrelated
    assert frozenset(("unit/a.docx", "unit/b.docx")) in known.related
    assert frozenset(("unit/f.docx", "unit/a.docx")) in known.unrelated


def test_the_last_decision_on_a_pair_counts() -> None:
    keys = {"k1": ["a"], "k2": ["b"], "k3": ["c"], "same": ["d", "e"]}
    log = [
        ("k1", "k2", "rewrite"),
        ("k2", "k1", "no_issue"),
        ("k1", "k3", "talk"),
        ("k2", "k3", "rewrite"),
        ("k3", "k2", "unseen"),
        ("k1", "same", "rewrite"),
        ("k1", "gone", "rewrite"),
    ]
    known = truth_of_decisions(log, keys)
    assert (known.related, known.unrelated) == ({frozenset("ac")}, {frozenset("ab")})
    assert truth_of_decisions([], keys).source == "none"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_truth_the_table_has_no_precision(lang: str) -> None:
    assert "1" in format_sweep(sweep(report(MIXED), Truth("none")), lang)
    header = format_sweep(sweep(report(MIXED), Truth("none")), "en").splitlines()[1]
    assert header.split() == ["threshold", "pairs"]


def test_the_command_goes_by_recorded_decisions(tmp_path: Any) -> None:
    unit = report(MIXED)
    save(unit, tmp_path)
    with open_run(tmp_path) as connection:
        for pair, decision in (("ab", "rewrite"), ("ef", "no_issue")):
            left, right = (Subject(id, unit.document(id).key) for id in pair)
            append_decision(connection, Decision("r", left, right, decision))
    outcome = CliRunner().invoke(command, [str(tmp_path), "--sweep", "--lang", "en"])
    assert outcome.exit_code == 0, outcome.output
    assert "Only 2 pairs are judged" in outcome.output


def test_the_command_needs_truth_or_sweep(tmp_path: Any) -> None:
    outcome = CliRunner().invoke(command, [str(tmp_path)])
    assert outcome.exit_code == 2
    assert "--truth" in outcome.output
