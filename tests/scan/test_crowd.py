"""Many who copy one text are a cluster, not common wording."""

from __future__ import annotations

from typing import Any

from detector.evaluation import evaluate

from .conftest import Scanned

WORD_FOR_WORD = ("verbatim", "light", "partial", "mosaic", "self")


def test_thirteen_with_one_text_are_one_cluster(crowded: Scanned) -> None:
    crowd = {id for copy in crowded.unit.copies for id in (copy.copy, copy.source)}
    assert len(crowd) == 13
    clusters = [set(cluster.members) for cluster in crowded.report.clusters]
    assert crowd in clusters


def test_every_member_of_the_crowd_is_flagged(crowded: Scanned) -> None:
    for copy in crowded.unit.copies:
        assert {"shared", "cluster"} <= set(crowded.report.submission(copy.copy).flags)


def test_a_cluster_quotes_its_common_core(crowded: Scanned) -> None:
    cluster = max(crowded.report.clusters, key=lambda cluster: len(cluster.members))
    assert len(cluster.core.split()) > 100


def test_the_rest_of_the_unit_is_judged_as_before(crowded: Scanned, labels: dict[str, Any]) -> None:
    evaluation = evaluate(crowded.report, labels)
    assert {kind: evaluation.pairs.found[kind] for kind in WORD_FOR_WORD} == {
        kind: evaluation.pairs.labelled[kind] for kind in WORD_FOR_WORD
    }
    assert evaluation.pairs.false == ()
    assert (evaluation.boilerplate.precision, evaluation.boilerplate.recall) == (1.0, 1.0)
    assert evaluation.passages["without heavy"].plagdet >= 0.93
