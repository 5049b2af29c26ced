"""One analysis as a task: what a process, or a machine, is given, and what it leaves in the folder of results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.analysis import analyse, open_encoder
from detector.corpus import Corpus
from detector.documents import Document
from detector.judge import Judgement
from detector.matching.grams import Grams
from detector.parallel import Workers
from detector.report import Report
from detector.scratch import Scratch
from detector.settings import Settings
from detector.stopwatch import Stopwatch
from detector.text.parts import Keep
from detector.units.kept import is_kept, result_key, write_result
from detector.units.shingles import NOTHING, Handed, handed_on

_COST = 4  # an analysis is so many times the work of cutting its texts into words, for which processes are weighed


@dataclass(frozen=True, slots=True)
class Task:
    """Texts to analyse by themselves.

    Attributes:
        key: of the result; see `detector.units.kept`.
        semantic: as for `detector.scan`.
        hands_on: whether its shingles are wanted too.
        keep: where what is found in single texts stays.
    """

    key: str
    documents: tuple[Document, ...]
    settings: Settings
    folder: Path
    semantic: bool | str | Path = False
    hands_on: bool = True
    keep: Keep | None = None

    def characters(self) -> int:
        """How much work it is."""
        return sum(len(document.text) for document in self.documents)


def task_of(documents: Sequence[Document], settings: Settings, folder: Path, semantic: bool | str | Path) -> Task:
    """The task of these texts, with its key."""
    key = result_key(documents, settings, str(semantic) if semantic else "")
    return Task(key, tuple(documents), settings, folder, semantic)


def run_tasks(tasks: Sequence[Task], workers: Workers, progress: Callable[[int, int], None]) -> int:
    """Analyses what is not in the folder yet, the largest first; how many that were.

    A process has one unit at a time, so memory is that of the largest; a single one is spread over the processes.
    """
    new = [task for task in {task.key: task for task in tasks}.values() if not is_kept(task.folder, task.key)]
    new.sort(key=lambda task: (-task.characters(), task.key))
    done = len(tasks) - len(new)
    progress(done, len(tasks))
    characters = _COST * sum(task.characters() for task in new)
    results = workers.map(run_task, new, characters=characters) if len(new) > 1 else (run_task(t, workers) for t in new)
    for _ in results:
        done += 1
        progress(done, len(tasks))
    return len(new)


def run_task(task: Task, workers: Workers | None = None) -> str:
    """Leaves the result in the folder."""
    encoder = open_encoder(task.semantic, jobs=workers.jobs if workers else 1)
    with Scratch(task.folder) as scratch:
        watch = Stopwatch(at_end=lambda _: scratch.release())
        report, handed = analyse_with_shingles(
            task.documents,
            task.settings,
            workers=workers,
            watch=watch,
            encoder=encoder,
            scratch=scratch,
            keep=task.keep,
        )
    write_result(task.folder, task.key, report, handed if task.hands_on else NOTHING)
    return task.key


def analyse_with_shingles(documents: Sequence[Document], settings: Settings, **how: Any) -> tuple[Report, Handed]:
    """The report of these texts, and what they hand on; `how` is what `analyse` may be given beside them."""
    handed: list[Handed] = []

    def look(corpus: Corpus, shingles: Grams, judgement: Judgement) -> None:
        handed.append(handed_on(corpus, shingles, judgement, settings))

    report = analyse(documents, settings=settings, look=look, **how)
    return report, handed[0]
