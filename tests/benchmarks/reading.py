"""One text in every format and encoding: how much of it comes back, and how long a file takes.

    python tests/benchmarks/reading.py

The text is one of the sample unit; LibreOffice, where it is installed, makes the files that are marked with its name.
Prints a Markdown table; exit status 1 if a similarity is below its limit: 0.99, or 0.98 where a format loses letters.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from time import perf_counter

from detector.readers import soffice
from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings
from tests.readers.conftest import check_blocks
from tests.readers.test_truth import LIMITS, PRINTED, PRINTED_SUFFIXES, cases, print_all

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit" / "submissions" / "a03_pham_thu_ha.txt"
ROUNDS = 7
LEAST = 0.99


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    file: str
    data: bytes
    truth: str
    limit: float = LEAST


@dataclass(frozen=True, slots=True)
class Result:
    similarity: float
    milliseconds: float  # median of some rounds after one that imports what is needed
    is_verbatim: bool  # the stored characters, composed or not, and blocks that cover all of them
    notes: str


def all_cases(truth: str, folder: Path) -> Iterator[Case]:
    for name, (file, data, expected) in cases(truth).items():
        yield Case(name, file, data, expected)
    if not soffice.program():
        return
    print_all(folder, truth)
    for suffix in PRINTED_SUFFIXES:
        for name in PRINTED:
            data = (folder / f"{name}.{suffix}").read_bytes()
            expected = truth.lower() if name in ("tcvn3", "vni") else truth
            label = f"{suffix} by LibreOffice, {name.replace('_', ' ')}"
            yield Case(label, f"a.{suffix}", data, expected, LIMITS.get((name, suffix), LEAST))


def read(case: Case) -> Result:
    seconds = []
    for _ in range(ROUNDS + 1):
        begin = perf_counter()
        (item,) = (e for e in extract_file(case.file, case.data, Settings()) if isinstance(e, Extract))
        seconds.append(perf_counter() - begin)
    check_blocks(item.text, item.blocks)
    composed = unicodedata.normalize("NFC", item.text)
    stored = "decomposed" in case.name
    return Result(
        SequenceMatcher(None, composed, case.truth, autojunk=False).ratio(),
        1000 * median(seconds[1:]),
        item.text == (unicodedata.normalize("NFD", case.truth) if stored else case.truth),
        ", ".join(note.code for note in item.notes) or "-",
    )


def main() -> int:
    truth = unicodedata.normalize("NFC", SAMPLE.read_text("utf-8")).strip()
    truth = "\n".join(line.strip() for line in truth.split("\n") if line.strip())
    print(f"{len(truth)} characters, {len(truth.split())} words.\n")
    print("| format, encoding | similarity | verbatim | ms | notes |\n|---|---|---|---|---|")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for case in all_cases(truth, Path(folder)):
            result = read(case)
            failed |= result.similarity < case.limit
            verbatim = "yes" if result.is_verbatim else "no"
            figures = f"{result.similarity:.4f} | {verbatim} | {result.milliseconds:.0f} | {result.notes}"
            print(f"| {case.name} | {figures} |", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
