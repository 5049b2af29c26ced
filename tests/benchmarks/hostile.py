"""A large unit with hostile files in it, scanned three times from nothing: same results, same memory, no file lost?

    python tests/benchmarks/hostile.py --size 20000 --jobs 2

One file in a hundred (--share) of `corpus.py` gives way to one that is damaged (`mutated_files.py`) or made to harm: a
bomb, a locked file, a program, a lie about the format, four megabytes of text. Each scan is a process of its own with a
RUN folder and a cache of its own. Prints Markdown; exit status 1 if results differ, a file is in no row, or the peaks
of memory lie more than a tenth apart. Linux only.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from detector.settings import Settings
from detector.storage import load
from detector.writers.outcomes import file_outcomes
from tests.benchmarks.corpus import make_corpus
from tests.benchmarks.mutated_files import TIMEOUT_SECONDS, damaged
from tests.benchmarks.scaling.measure import Cost, python, run, table
from tests.readers.make import docx_of_lines, zip_of
from tests.scan.test_hostile_folder import four_megabytes, locked_pdf, png

SCANS = 3
FLAT = 0.1
_ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'


def made_to_harm() -> Iterator[tuple[str, bytes]]:
    """Each kind once."""
    word = docx_of_lines("Tôi soạn 12 giáo án và dự 30 giờ.")
    yield "empty.txt", b""
    yield "blank.docx", docx_of_lines(" ")
    yield "bomb.zip", zip_of({"a.txt": b"\0" * 20_000_000})
    yield "entities.docx", zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": _ENTITIES})
    yield "cut.docx", word[: len(word) // 2]
    yield "picture.docx", png()
    yield "locked.pdf", locked_pdf()
    yield "program.exe", b"MZ\x00\x00"
    yield "noise.pdf", random.Random("noise").randbytes(200_000)
    yield "zeros.txt", b"\0" * 500_000
    yield "long.txt", four_megabytes()


def hostile(count: int, seed: int) -> list[tuple[str, bytes]]:
    """Each kind that is made to harm once, as far as they fit; all the others damaged."""
    harmful = [(f"harm_{name}", data) for name, data in made_to_harm()][:count]
    return harmful + [(f"damaged_{name}", data) for name, data in damaged(count - len(harmful), seed)]


def make_unit(folder: Path, size: int, share: float, seed: int) -> int:
    """Writes `size` files of which `share` are hostile; how many are."""
    make_corpus(size, seed=seed).write(folder)
    submissions = folder / "submissions"
    texts = sorted(submissions.iterdir())
    bad = hostile(max(1, round(len(texts) * share)), seed)
    for path, (name, data) in zip(random.Random(seed).sample(texts, len(bad)), bad, strict=True):
        path.unlink()
        (submissions / name).write_bytes(data)
    return len(bad)


def scan(folder: Path, place: Path, jobs: int) -> Cost:
    """`detector scan` of the unit and the results as JSON lines, in `place`."""
    settings = place / "settings.toml"
    settings.parent.mkdir()
    settings.write_text(Settings(file_timeout_seconds=TIMEOUT_SECONDS).to_toml(), encoding="utf-8")
    previous = folder / "previous"
    paths = (folder / "submissions", *(("--previous", previous) if previous.exists() else ()))
    options = ("-o", place / "run", "--jobs", str(jobs), "--settings", settings)
    cost, _ = run(python("-m", "detector", "scan", *paths, *options), cache=place / "cache")
    run(python("-m", "detector", "export", place / "run", "--format", "jsonl", "-o", place / "out"))
    return cost


def digests(place: Path) -> dict[str, str]:
    """Of every exported table."""
    return {path.name: blake2b(path.read_bytes()).hexdigest() for path in sorted((place / "out").glob("*.jsonl"))}


def reasons(folder: Path, place: Path) -> tuple[Counter[tuple[str, str]], set[str]]:
    """Files that gave less than a whole text, by what was read and why; and the names of files that are in no row."""
    outcomes = file_outcomes(load(place / "run"))
    why = Counter((one.outcome, reason) for one in outcomes for reason in one.reasons)
    names = {path.name for path in (folder / "submissions").iterdir()}
    seen = {Path(part).name for one in outcomes for part in (one.path, one.path.split("!")[0].split("#")[0])}
    return why, names - seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        unit, places = Path(work) / "unit", [Path(work) / f"scan_{number}" for number in range(1, SCANS + 1)]
        count = make_unit(unit, arguments.size, arguments.share, arguments.seed)
        print(f"{arguments.size:,} files, {count} of them hostile, --seed {arguments.seed} --jobs {arguments.jobs}\n")
        costs = [scan(unit, place, arguments.jobs) for place in places]
        results = [digests(place) for place in places]
        why, lost = reasons(unit, places[0])
    rows = [
        {
            "scan": number,
            "seconds": cost.seconds,
            "peak MiB": cost.peak_mib,
            "same tables as the first": found == results[0],
        }
        for number, (cost, found) in enumerate(zip(costs, results, strict=True), 1)
    ]
    print(table(list(rows[0]), rows), end="\n\n")
    shown = [{"file": what, "reason": reason, "files": many} for (what, reason), many in sorted(why.items())]
    print(table(["file", "reason", "files"], shown), end="\n\n")
    peaks = [cost.peak_mib for cost in costs]
    flat = max(peaks) <= min(peaks) * (1 + FLAT)
    print(f"Tables compared: {len(results[0])}. Files in no row: {len(lost)} {sorted(lost)[:5] if lost else ''}")
    print(f"Peaks lie {100 * (max(peaks) / min(peaks) - 1):.1f} % apart (limit {100 * FLAT:.0f} %).")
    same = bool(results[0]) and all(found == results[0] for found in results)
    return int(not same or bool(lost) or not flat)


if __name__ == "__main__":
    sys.exit(main())
