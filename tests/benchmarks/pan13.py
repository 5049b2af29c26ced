"""Passages of `detector.compare` on the PAN 2013 text-alignment corpus (English), by class.

    PYTHONPATH=. python tests/benchmarks/pan13.py --data FOLDER [--every 2]

FOLDER holds `susp/`, `src/`, `pairs.tsv` (copy, source, class) and `gold.jsonl` as the corpus is distributed, with
offsets in code points of the files read without newline translation. The aligner's constants were chosen while looking
at a sample of the *training* corpus, so figures on it are optimistic. Published: 0.878 on test corpus 2 (Sanchez-Perez,
Sidorov and Gelbukh, winner of 2014); the corpora differ, so this is no ranking.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from detector import compare
from detector.evaluation.plagdet import Case, plagdet

CLEAN = "01-no-plagiarism"


def main() -> None:
    """Prints one row a class."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="only each n-th pair")
    arguments = parser.parse_args()
    lines = (arguments.data / "pairs.tsv").read_text(encoding="utf-8").splitlines()[:: arguments.every]
    pairs = [tuple(line.split("\t")) for line in lines]
    gold = list(_gold(arguments.data, {(copy, source) for copy, source, _ in pairs}))
    start = perf_counter()
    found = {(copy, source): list(_found(arguments.data, copy, source)) for copy, source, _ in pairs}
    milliseconds = 1000 * (perf_counter() - start) / max(len(pairs), 1)
    print("| class | pairs | PlagDet | precision | recall | granularity |\n|---|---|---|---|---|---|")
    for name in ["all", *sorted({name for *_, name in pairs} - {CLEAN})]:
        chosen = {(copy, source) for copy, source, group in pairs if name in ("all", group)}
        _print_row(name, chosen, gold, found)
    clean = sum(bool(found[copy, source]) for copy, source, group in pairs if group == CLEAN)
    print(f"\n{milliseconds:.1f} ms a pair, reading included; {clean} of the clean pairs with a detection")


def _print_row(
    name: str, chosen: set[tuple[str, str]], gold: list[Case], found: dict[tuple[str, str], list[Case]]
) -> None:
    cases = [case for case in gold if (case.copy, case.source) in chosen]
    result = plagdet(cases, [case for pair in chosen for case in found[pair]])
    figures = (result.plagdet, result.precision, result.recall, result.granularity)
    print(f"| {name} | {len(chosen)} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def _gold(folder: Path, pairs: set[tuple[str, str]]) -> Iterator[Case]:
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        if (data["copy"], data["source"]) in pairs:
            ends = (data["copy_start"], data["copy_end"], data["source"], data["source_start"], data["source_end"])
            yield Case(data["copy"], *ends)


def _found(folder: Path, copy: str, source: str) -> Iterator[Case]:
    for passage in compare(_text(folder / "susp" / copy), _text(folder / "src" / source)):
        left, right = passage.left, passage.right
        yield Case(copy, left.start, left.end, source, right.start, right.end)


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


if __name__ == "__main__":
    main()
