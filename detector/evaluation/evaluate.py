"""All measures of a report against labels, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.evaluation.boilerplate import FlagScore, score_boilerplate
from detector.evaluation.clusters import ClusterScores, score_clusters
from detector.evaluation.labels import read_labels
from detector.evaluation.pairs import PairScore, score_pairs
from detector.evaluation.passages import score_passages, write_cases
from detector.evaluation.plagdet import PassageScore
from detector.report import Report

Row = dict[str, Any]


@dataclass(frozen=True)
class Evaluation:
    """How a report compares with labels.

    Attributes:
        passages: by ``all``, ``without heavy`` and kind of copy.
        doubtful: labelled passages that are not exactly once in the text.
    """

    pairs: PairScore
    passages: Mapping[str, PassageScore]
    boilerplate: FlagScore
    clusters: ClusterScores
    doubtful: tuple[str, ...] = ()

    def rows(self) -> list[Row]:
        """Every figure as ``part, group, measure, value``; counts are whole numbers."""
        parts = (self._pair_rows(), self._passage_rows(), self._boilerplate_rows(), self._cluster_rows())
        return [row for part in parts for row in part]

    def format(self, lang: str = "vi") -> str:
        """The figures as text for a terminal."""
        from detector.evaluation.text import format_evaluation

        return format_evaluation(self, lang)

    def _pair_rows(self) -> Iterator[Row]:
        pairs = self.pairs
        yield from _rows("pairs", "all", precision=pairs.precision, recall=pairs.recall)
        yield from _rows("pairs", "all", false=len(pairs.false), implied=len(pairs.implied))
        yield from _rows("pairs", "hard_negative", false=len(pairs.hard_negatives))
        for kind, labelled in sorted(pairs.labelled.items()):
            found = pairs.found.get(kind, 0)
            yield from _rows("pairs", kind, found=found, labelled=labelled, recall=found / labelled)

    def _passage_rows(self) -> Iterator[Row]:
        for group, score in self.passages.items():
            yield from _rows("passages", group, cases=score.cases, detections=score.detections, plagdet=score.plagdet)
            yield from _rows("passages", group, precision=score.precision, recall=score.recall)
            yield from _rows("passages", group, granularity=score.granularity)
            yield from _rows("passages", group, micro_precision=score.micro_precision, micro_recall=score.micro_recall)

    def _boilerplate_rows(self) -> Iterator[Row]:
        yield from _rows("boilerplate", "all", precision=self.boilerplate.precision, recall=self.boilerplate.recall)

    def _cluster_rows(self) -> Iterator[Row]:
        for group, score in (("all", self.clusters.all), ("grouped", self.clusters.grouped)):
            yield from _rows("clusters", group, items=score.items, b_cubed_precision=score.precision)
            yield from _rows("clusters", group, b_cubed_recall=score.recall, b_cubed_f1=score.f1)


def evaluate(report: Report, labels: Path | str | Mapping[str, Any], *, cases_folder: Path | None = None) -> Evaluation:
    """Scores a report against a label file, or its content.

    `cases_folder` takes the labelled and the found passages as files, to check the figures with another program.
    Raises `InputError` for labels that do not fit the report.
    """
    known = read_labels(labels, report)
    if cases_folder is not None:
        write_cases(report, known, cases_folder)
    return Evaluation(
        pairs=score_pairs(report, known),
        passages=score_passages(report, known),
        boilerplate=score_boilerplate(report, known),
        clusters=score_clusters(report, known),
        doubtful=known.doubtful,
    )


def _rows(part: str, group: str, **measures: float) -> Iterator[Row]:
    return ({"part": part, "group": group, "measure": name, "value": value} for name, value in measures.items())
