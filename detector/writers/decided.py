"""What people recorded about a run, in words: what the record and the workbook carry beside the results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from detector.writers.cells import clean

# Ids of the texts that a decision is about, sorted: one for a person, two for a pair.
About = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """A decision of the log."""

    when: str
    reviewer: str
    decision: str
    reason: str = ""
    note: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A passage that somebody declared to be form text or allowed.

    Attributes:
        submissions: how many have it.
        taken_back: who and when, "" while it is in force.
    """

    kind: str
    reviewer: str
    when: str
    note: str
    words: str
    submissions: int
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The log of a run.

    Attributes:
        scanned: when, in words.
        log: in order of time; an empty `About` where its texts are not in this scan.
        standing: the decision that stands, with a remark where a text was changed since.
        log_state: the last link of the logs, which `detector verify --record` looks for; see `storage.chain`.
    """

    scanned: str = ""
    log: Sequence[tuple[About, LogLine]] = ()
    standing: Mapping[About, str] = field(default_factory=dict)
    set_aside: Sequence[SetAside] = ()
    log_state: str = ""

    def by_text(self) -> dict[About, list[LogLine]]:
        """The lines of each pair and person, in order of time."""
        lines: dict[About, list[LogLine]] = defaultdict(list)
        for about, line in self.log:
            lines[about].append(line)
        return dict(lines)

    def said(self, ids: Callable[[str], str], mask: Callable[[str], str]) -> Recorded:
        """As a file may say it: shown ids, and what people typed through the mask and without what cannot be written.

        Reviewers keep their names.
        """

        def about(texts: About) -> About:
            return tuple(sorted(map(ids, texts)))

        def typed(words: str) -> str:
            return clean(mask(words))

        return Recorded(
            self.scanned,
            [
                (
                    about(texts),
                    replace(
                        line,
                        reviewer=clean(line.reviewer),
                        note=typed(line.note),
                        explanation=typed(line.explanation),
                    ),
                )
                for texts, line in self.log
            ],
            {about(texts): decision for texts, decision in self.standing.items()},
            [
                replace(
                    one,
                    reviewer=clean(one.reviewer),
                    note=typed(one.note),
                    words=typed(one.words),
                    taken_back=clean(one.taken_back),
                )
                for one in self.set_aside
            ],
            self.log_state,
        )
