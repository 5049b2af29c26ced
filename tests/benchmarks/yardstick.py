"""The public yardstick: the labelled units under `data/`, a scorer, and baselines.

    python -m tests.benchmarks.yardstick table [--peers PYTHON]      the table of docs/yardstick.md
    python -m tests.benchmarks.yardstick texts FOLDER                the units as plain text files, for other systems
    python -m tests.benchmarks.yardstick score PAIRS.json --unit unit_d

A system gives one JSON list for each unit: ``[[left, right, score, flagged], ...]`` with the names of the text files.
`--peers` is an interpreter that has copydetect and alcove-dux (see `tests/benchmarks/scaling/peers.py`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detector.documents import Document, Role
from detector.evaluation.labels import Labels, read_labels
from detector.evaluation.pairs import PairScore, score_pairs
from detector.matches import Pair
from detector.readers.ingest import read_paths
from detector.report import Pairs, Report, Submission, Table
from detector.settings import Settings
from tests.benchmarks.labelled_units import scanned

DATA = Path(__file__).parents[2] / "data"
KINDS = ("verbatim", "light", "partial", "mosaic", "self", "heavy")
_ROLES = (Role.SUBMISSION, Role.PREVIOUS, Role.REFERENCE)
_PEER_PROGRAM = Path(__file__).parent / "scaling" / "peer_program.py"


@dataclass(frozen=True, slots=True)
class Answer:
    """One pair of a system: two texts by file name without suffix, how alike, and whether the system flags it."""

    left: str
    right: str
    score: float
    flagged: bool


@dataclass(frozen=True, slots=True)
class Score:
    """`pairs` by the system's own limit; `before_false`: copies that stand above every pair of independent writers."""

    pairs: PairScore
    before_false: int


def units() -> dict[str, Path]:
    """The folder of each labelled unit, by name; sets of sheets over months have a benchmark of their own."""
    found = {"unit_a": DATA / "sample_unit"}
    return found | {path.parent.name: path.parent for path in sorted(DATA.glob("units/unit_*/labels.json"))}


def texts(unit: Path) -> dict[str, Document]:
    """Submissions, earlier texts and known samples of a unit, by name without suffix, as its scan reads them."""
    (name,) = (name for name, folder in units().items() if folder == unit)
    return {Path(one.id).stem: one for one in scanned(name).documents() if one.role in _ROLES}


def write_texts(unit: Path, folder: Path) -> None:
    """``texts/*.txt`` and ``form/form.txt``: what a system is given that reads no office files."""
    for name, content in {**{f"texts/{n}.txt": d.text for n, d in texts(unit).items()}, **_forms(unit)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _forms(unit: Path) -> dict[str, str]:
    forms = read_paths(sorted(unit.glob("blank_form.*")), role=Role.FORM, settings=Settings()).documents
    return {"form/form.txt": "\n".join(form.text for form in forms)}


def score(answers: Iterable[Answer], unit: Path) -> Score:
    """The one scorer for all systems: that of `detector evaluate`, on pairs that anybody found."""
    ordered = sorted(answers, key=lambda one: (-one.score, one.left, one.right))
    documents = texts(unit)
    known = read_labels(unit / "labels.json", _report(documents, ()))
    names = {name: document.id for name, document in documents.items()}
    pairs = [
        Pair(names[one.left], names[one.right], one.flagged, one.score, 0.0, 0.0, 0.0, 0.0, 0, None)
        for one in ordered
        if one.left in names and one.right in names
    ]
    return Score(score_pairs(_report(documents, pairs), known), _before_false(pairs, documents, known))


def _before_false(pairs: Sequence[Pair], documents: Mapping[str, Document], known: Labels) -> int:
    """Labelled copies down the ranking until the first pair that no label explains."""
    found: set[frozenset[str]] = set()
    kinds = {frozenset(pair) for pair in known.kinds}
    false = set(map(frozenset, score_pairs(_report(documents, list(map(_flagged, pairs))), known).false))
    for pair in pairs:
        ends = frozenset((pair.left_id, pair.right_id))
        if ends in kinds:
            found.add(ends)
        elif ends in false:
            break
    return len(found)


def _flagged(pair: Pair) -> Pair:
    return Pair(pair.left_id, pair.right_id, True, pair.evidence, 0.0, 0.0, 0.0, 0.0, 0, None)


def _report(documents: Mapping[str, Document], pairs: Sequence[Pair]) -> Report:
    rows = [
        Submission(document, 0, {}, None, (), None, ())
        for document in documents.values()
        if document.role is Role.SUBMISSION
    ]
    others = tuple(document for document in documents.values() if document.role is not Role.SUBMISSION)
    return Report(submissions=Table(rows), pairs=Pairs(list(pairs)), others=others)


# --- baselines


def by_detector(report: Report) -> list[Answer]:
    """This program with its defaults: the office files, the blank form, the earlier texts."""
    return [Answer(Path(p.left_id).stem, Path(p.right_id).stem, p.evidence, p.flagged) for p in report.pairs]


def by_cosine(unit: Path) -> list[Answer]:
    """TF-IDF over runs of one to three syllables of whole texts without the lines of the form; flagged from 0.5."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    documents = texts(unit)
    lines = {line.strip().lower() for line in _forms(unit)["form/form.txt"].split("\n")}
    personal = [
        "\n".join(line for line in d.text.split("\n") if line.strip().lower() not in lines) for d in documents.values()
    ]
    vectors = TfidfVectorizer(ngram_range=(1, 3), token_pattern=r"\w+").fit_transform(personal)
    cosines = (vectors @ vectors.T).toarray()
    names = list(documents)
    return [
        Answer(names[left], names[right], float(cosines[left, right]), bool(cosines[left, right] >= 0.5))
        for left in range(len(names))
        for right in range(left + 1, len(names))
    ]


def by_peer(name: str, python: Path, unit: Path) -> list[Answer]:
    """A program of the package index, by its own limits or those that `peer_program.py` states."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_texts(unit, folder)
        done = subprocess.run(
            [python, _PEER_PROGRAM, name, folder / "texts", folder / "form"], capture_output=True, text=True, check=True
        )
    return [Answer(Path(left).stem, Path(right).stem, 1.0, True) for left, right in json.loads(done.stdout)]


# --- the table


def rows(peers: Path | None, wanted: Sequence[str]) -> Iterator[str]:
    """Markdown: one row for each unit and system."""
    yield f"| unit | system | {' | '.join(KINDS)} | false pairs | copies above every false pair |"
    yield "|" + "---|" * (len(KINDS) + 4)
    for name, unit in units().items():
        if wanted and name not in wanted:
            continue
        yield row(name, "detector", score(by_detector(scanned(name)), unit))
        yield row(name, "TF-IDF cosine", score(by_cosine(unit), unit))
        for peer in ("copydetect", "alcove-dux") if peers else ():
            assert peers is not None
            yield row(name, peer, score(by_peer(peer, peers, unit), unit), ranked=False)


def row(unit: str, system: str, found: Score, *, ranked: bool = True) -> str:
    """Found of labelled by kind, then pairs that no label explains."""
    pairs = found.pairs
    kinds = [f"{pairs.found.get(kind, 0)}/{pairs.labelled[kind]}" if kind in pairs.labelled else "" for kind in KINDS]
    total = sum(pairs.labelled.values())
    first = f"{found.before_false}/{total}" if ranked else ""
    return f"| {unit} | {system} | {' | '.join(kinds)} | {len(pairs.false)} | {first} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parts = parser.add_subparsers(dest="what", required=True)
    table = parts.add_parser("table")
    table.add_argument("--peers", type=Path, help="interpreter with copydetect and alcove-dux")
    table.add_argument("--unit", action="append", default=[])
    parts.add_parser("texts").add_argument("folder", type=Path)
    scoring = parts.add_parser("score")
    scoring.add_argument("pairs", type=Path)
    scoring.add_argument("--unit", required=True, choices=sorted(units()))
    given = parser.parse_args()
    if given.what == "texts":
        for name, unit in units().items():
            write_texts(unit, given.folder / name)
    elif given.what == "score":
        answers = [Answer(*pair) for pair in json.loads(given.pairs.read_text(encoding="utf-8"))]
        print(row(given.unit, given.pairs.stem, score(answers, units()[given.unit])))
    else:
        for line in rows(given.peers, given.unit):
            print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
