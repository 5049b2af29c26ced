"""The boilerplate flag against the labelled role."""

from __future__ import annotations

from dataclasses import dataclass

from detector.evaluation.labels import Labels
from detector.report import Report


@dataclass(frozen=True, slots=True)
class FlagScore:
    """Labelled submissions with the flag, rightly or wrongly, and those that should have it."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        """1 if nothing is flagged."""
        flagged = len(self.right) + len(self.wrong)
        return len(self.right) / flagged if flagged else 1.0

    @property
    def recall(self) -> float:
        """1 if nothing is labelled."""
        labelled = len(self.right) + len(self.missed)
        return len(self.right) / labelled if labelled else 1.0


def score_boilerplate(report: Report, labels: Labels) -> FlagScore:
    """Only labelled submissions are judged."""
    flagged = {row.id for row in report.submissions if "boilerplate" in row.flags} & set(labels.roles)
    labelled = {id for id, role in labels.roles.items() if role == "boilerplate"}
    return FlagScore(
        right=tuple(sorted(flagged & labelled)),
        wrong=tuple(sorted(flagged - labelled)),
        missed=tuple(sorted(labelled - flagged)),
    )
