"""Rewritten copies with and without --semantic: how much of a text must be rewritten before it is found.

    python tests/benchmarks/rewriting.py                 # the sample unit, parts of its rewritten copies left
    python tests/benchmarks/rewriting.py --null 6        # and simulated units in which nobody copies

Of each rewritten copy only some of the labelled passages are left (drawn with three seeds), the rest is taken out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from detector.analysis import analyse, open_encoder
from detector.documents import Document, Role, content_key
from detector.evaluation.locate import Locator
from detector.evaluation.simulation import SimulatedUnit
from detector.matching.semantic import Encoder
from detector.readers.ingest import read_paths
from detector.report import Report
from detector.settings import Settings
from detector.text.fields import with_fields

UNIT = Path(__file__).parents[2] / "data" / "sample_unit"
SHARES = (1.0, 0.75, 0.5, 0.375, 0.25)
SEEDS = (1, 2, 3)
WAYS = ("words", "words and meaning")


def main() -> None:
    arguments = _arguments()
    encoder = open_encoder(True, jobs=2)
    assert encoder
    if not arguments.only_null:
        print("\n".join(_parts_table(encoder)))
    for seed in range(arguments.null):
        print(_null_line(SimulatedUnit(45, seed), encoder), flush=True)


def _parts_table(encoder: Encoder) -> Iterator[str]:
    documents = _documents()
    copies = json.loads((UNIT / "labels.json").read_text(encoding="utf-8"))["copies"]
    heavy = [copy for copy in copies if copy["kind"] == "heavy"]
    yield "| passages left of each rewritten copy | " + " | ".join(WAYS) + " | pairs that no label explains |"
    yield "|---|---|---|---|---|"
    for share in SHARES:
        found, false = dict.fromkeys(WAYS, 0), 0
        seeds = SEEDS if share < 1 else SEEDS[:1]
        for seed in seeds:
            unit = [_shortened(document, heavy, share, Random(seed)) for document in documents]
            for way in WAYS:
                flagged = {_pair(p.left_id, p.right_id) for p in _scan(unit, way, encoder).pairs.flagged()}
                found[way] += sum(_pair(c["copy"], c["source"]) in flagged for c in heavy)
                false += len(flagged - {_pair(c["copy"], c["source"]) for c in copies})
        total = len(heavy) * len(seeds)
        yield f"| {share:.0%} | " + " | ".join(f"{found[way]} of {total}" for way in WAYS) + f" | {false} |"


def _documents() -> list[Document]:
    groups = ((Role.SUBMISSION, "submissions"), (Role.PREVIOUS, "previous"), (Role.FORM, "blank_form.docx"))
    read = [read_paths([UNIT / name], role=role, settings=Settings()).documents for role, name in groups]
    return [with_fields(document) for documents in read for document in documents]


def _scan(documents: Sequence[Document], way: str, encoder: Encoder) -> Report:
    return analyse(documents, settings=Settings(), encoder=encoder if way == WAYS[1] else None)


def _shortened(document: Document, heavy: Sequence[dict[str, Any]], share: float, rng: Random) -> Document:
    """The document without some of its labelled passages, if it is one of the rewritten copies."""
    copy = next((c for c in heavy if _name(c["copy"]) == _name(document.id)), None)
    if copy is None or share == 1:
        return document
    passages = [passage["copy_text"] for passage in copy["passages"]]
    dropped = rng.sample(passages, round(len(passages) * (1 - share)))
    spans = sorted((span for passage in dropped for span in Locator(document.text).find(passage)[:1]), reverse=True)
    text = document.text
    for span in spans:
        text = text[: span.start] + text[span.end :]
    return replace(document, text=text, key=content_key(text), blocks=())


def _null_line(unit: SimulatedUnit, encoder: Encoder) -> str:
    start = perf_counter()
    report = analyse([*unit.documents(), unit.blank_form()], settings=Settings(), encoder=encoder)
    flagged = [(p.left_id, p.right_id, round(p.evidence, 1)) for p in report.pairs.flagged()]
    return (
        f"- {unit.office.kind}, {unit.size} texts, seed {unit.seed}: flagged {flagged}, {perf_counter() - start:.0f} s"
    )


def _pair(left: str, right: str) -> frozenset[str]:
    return frozenset((_name(left), _name(right)))


def _name(id: str) -> str:
    return Path(id).stem


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only-null", action="store_true")
    parser.add_argument("--null", type=int, default=0, help="simulated units of 45 in which nobody copies")
    return parser.parse_args()


if __name__ == "__main__":
    main()
