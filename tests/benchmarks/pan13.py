"""PlagDet of `detector.compare` on pairs of the PAN 2013 text-alignment corpus.

    PYTHONPATH=. python tests/benchmarks/pan13.py --data FOLDER                 # the table, and each half
    PYTHONPATH=. python tests/benchmarks/pan13.py --data FOLDER --ablation      # what each step is worth
    PYTHONPATH=. python tests/benchmarks/pan13.py --data FOLDER --write pred.jsonl

FOLDER holds ``susp/`` and ``src/`` (texts), ``pairs.tsv`` (copy, source, class) and ``gold.jsonl`` (half-open
characters of the texts read without translating line ends).

What was tuned on what: these are pairs of the corpus's *training* part. Form of the steps and constants were developed
looking at all of them; no constant was tried at more than about eight values, and the neighbours of each are in
docs/benchmarks/text_alignment.md. Halves A and B are odd and even pairs of each class; neither is unseen. The list of
classes is used for the table only: the aligner gets two texts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

import detector
from detector.evaluation.plagdet import Case, PassageScore, plagdet
from detector.matching.textalign import (
    align,
    columns,
    digests,
    edges,
    regions,
    seeds,
    selection,
    sentences,
    tokens,
)

FIELDS = ("copy", "copy_start", "copy_end", "source", "source_start", "source_end")
CLEAN = "01-no-plagiarism"


@dataclass(frozen=True)
class Sample:
    """Pairs with their class, labelled cases, and texts by (folder, name)."""

    groups: dict[tuple[str, str], str]
    gold: list[Case]
    texts: dict[tuple[str, str], str]


@dataclass(frozen=True)
class Run:
    """Detections and milliseconds a pair, by the clock and by the processor."""

    found: list[Case]
    wall: float
    processor: float


def main() -> None:
    arguments = _arguments()
    sample = read_sample(arguments.data)
    if arguments.ablation:
        ablation(sample)
        return
    run = detect(sample)
    show(sample, run)
    if arguments.write:
        lines = (json.dumps(dict(zip(FIELDS, case, strict=True))) for case in run.found)
        arguments.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_sample(folder: Path) -> Sample:
    rows = [line.split("\t") for line in (folder / "pairs.tsv").read_text(encoding="utf-8").splitlines()]
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    names = {("susp", copy) for copy, _, _ in rows} | {("src", source) for _, source, _ in rows}
    texts = {name: (folder / name[0] / name[1]).read_bytes().decode("utf-8") for name in names}
    groups = {(copy, source): group for copy, source, group in rows}
    return Sample(groups, [Case(*(case[field] for field in FIELDS)) for case in gold], texts)


def detect(sample: Sample) -> Run:
    detector.compare("one text", "another text")  # imports and tables are not timed
    found: list[Case] = []
    wall, processor = perf_counter(), process_time()
    for copy, source in sample.groups:
        for passage in detector.compare(sample.texts["susp", copy], sample.texts["src", source]):
            left, right = passage.left, passage.right
            found.append(Case(copy, left.start, left.end, source, right.start, right.end))
    pairs = len(sample.groups) / 1000
    return Run(found, (perf_counter() - wall) / pairs, (process_time() - processor) / pairs)


def show(sample: Sample, run: Run) -> None:
    print(f"{'':28} cases  found  PlagDet  precision  recall  granularity")
    for name, chosen in _parts(sample):
        _row(name, _score(sample, run.found, chosen))
    print(f"\n{run.wall:.1f} ms a pair by the clock, {run.processor:.1f} ms of processor")


def ablation(sample: Sample) -> None:
    """Each step off, or another value of a constant: PlagDet of the whole and of each class."""
    classes = sorted(set(sample.groups.values()) - {CLEAN})
    print(f"{'':42} {'all':>6} " + " ".join(f"{name[3:9]:>6}" for name in classes) + "  in clean pairs")
    for name, changes in _variants():
        with ExitStack() as stack:
            for target, attribute, value in changes:
                stack.enter_context(patch.object(target, attribute, value))
            found = detect(sample).found
        figures = [_score(sample, found, set(sample.groups)).plagdet]
        figures += [_score(sample, found, _of(sample, group)).plagdet for group in classes]
        clean = _score(sample, found, _of(sample, CLEAN)).detections
        print(f"{name:42} " + " ".join(f"{figure:6.4f}" for figure in figures) + f"  {clean}")


def _variants() -> Iterable[tuple[str, list[tuple[Any, str, Any]]]]:
    yield "as shipped", []
    yield "no edges: whole units of the seeds", [(align, "refined", lambda _, region: region)]
    yield "no digests", [(align, "with_digests", lambda _, passages: passages)]
    yield (
        "no threshold of evidence",
        [
            (selection, "MIN_EVIDENCE", 0.0),
            (selection, "MIN_EVIDENCE_VERBATIM", 0.0),
        ],
    )
    yield "no rule beside verbatim passages", [(selection, "MIN_SHARE_BESIDE_VERBATIM", 0.0)]
    yield "edges by words only, never by pairs", [(edges, "MIN_PAIRED", 1.1)]
    yield "edges not moved to ends of sentences", [(edges, "SNAP_TOKENS", 0), (edges, "SNAP_VERBATIM_TOKENS", 0)]
    yield "any overlap is one finding", [(regions.Region, "overlaps", _any_overlap)]
    yield (
        "nothing outside the edges is looked at again",
        [(align, "_outside", lambda _, seeds, __: (seeds[0][:0],) * 2)],
    )
    yield from (_one(tokens, "STEM_LETTERS", value) for value in (4, 6, 99))
    yield from (_one(sentences, "MAX_UNIT_TOKENS", value) for value in (25, 80))
    yield from (_one(columns, "PRIOR_UNITS", value) for value in (1, 25, 100))
    yield from (_one(seeds, "MIN_COSINE", value) for value in (0.22, 0.28, 0.33))
    yield from (_one(seeds, "MIN_DICE", value) for value in (0.25, 0.30))
    yield from (_one(align, "MAX_GAP_UNITS", value) for value in (3, 5))
    yield from (_one(edges, "MARGIN_TOKENS", value) for value in (0, 30, 60))
    yield from (_one(edges, "SNAP_TOKENS", value) for value in (4, 8, 12))
    yield from (_one(edges, "MIN_PAIRED", value) for value in (0.8, 0.95))
    yield from (_one(edges, "SPARE", value) for value in (0.0, 0.4, 0.6, 1.0))
    yield from (_one(edges, "UNLIKE", value) for value in (0.2, 0.3, 0.4))
    yield from (_one(selection, "MIN_EVIDENCE", value) for value in (70.0, 80.0, 110.0))
    yield from (_one(selection, "MIN_SHARE_BESIDE_VERBATIM", value) for value in (0.5, 0.7))
    yield from (_one(selection, "NEARBY_TOKENS", value) for value in (0, 80, 200))
    yield from (_one(selection, "MIN_SHARE_NEARBY", value) for value in (0.3, 0.5))
    yield from (_one(digests, "MIN_NATS", value) for value in (29.0, 40.0))
    yield from (_one(digests, "MIN_DIVERGENCE", value) for value in (0.25, 0.45))
    yield from (_one(digests, "STRONGER", value) for value in (1.0, 1.5))


def _one(module: Any, name: str, value: float) -> tuple[str, list[tuple[Any, str, Any]]]:
    return f"{name} {value} (is {getattr(module, name)})", [(module, name, value)]


def _any_overlap(one: regions.Region, other: regions.Region) -> bool:
    return bool(one.left.overlap(other.left) or one.right.overlap(other.right))


def _parts(sample: Sample) -> Iterable[tuple[str, set[tuple[str, str]]]]:
    yield "all", set(sample.groups)
    for group in sorted(set(sample.groups.values())):
        yield group, _of(sample, group)
    odd = _odd(sample)
    yield "half A", odd
    yield "half B", set(sample.groups) - odd


def _odd(sample: Sample) -> set[tuple[str, str]]:
    seen: Counter[str] = Counter()
    chosen = set()
    for pair, group in sample.groups.items():
        seen[group] += 1
        if seen[group] % 2:
            chosen.add(pair)
    return chosen


def _of(sample: Sample, group: str) -> set[tuple[str, str]]:
    return {pair for pair, its in sample.groups.items() if its == group}


def _score(sample: Sample, found: list[Case], chosen: set[tuple[str, str]]) -> PassageScore:
    within: Callable[[Case], bool] = lambda case: (case.copy, case.source) in chosen  # noqa: E731
    return plagdet(filter(within, sample.gold), filter(within, found))


def _row(name: str, score: PassageScore) -> None:
    print(
        f"{name:28} {score.cases:5d} {score.detections:6d}   {score.plagdet:.4f}     {score.precision:.4f}  "
        f"{score.recall:.4f}       {score.granularity:.4f}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sample")
    parser.add_argument("--ablation", action="store_true", help="each step off, and neighbours of each constant")
    parser.add_argument("--write", type=Path, help="write the detections as JSON lines")
    return parser.parse_args()


if __name__ == "__main__":
    main()
