"""Form and stock wording by character against the generator's truth: form given, not given, and edited.

    python tests/benchmarks/layers.py --units 20 --size 60 --seed 1

`form` is measured against printed lines, `stock` against stock and rule sentences (a scan calls them common or rule).
Form lines that people edit are simulated in a third of the units' texts for the row "edited": a word more, a word less,
another number, another case. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from random import Random

import numpy as np
from numpy.typing import NDArray

from detector.analysis import analyse
from detector.evaluation.simulation import Layer, LayerSpan, SimulatedDocument, SimulatedUnit
from detector.report import Report
from detector.settings import Settings

CASES = ("form given", "form not given", "form edited by a third, given", "form edited by a third, not given")
_MARKS = {"form": ("form",), "stock": ("common", "rule")}
_LAYERS = {"form": (Layer.FORM,), "stock": (Layer.STOCK, Layer.RULE)}


@dataclass(frozen=True, slots=True)
class Counts:
    """Characters, spaces left out: rightly marked, marked, true; and own text that is marked as anything else."""

    right: dict[str, int]
    marked: dict[str, int]
    true: dict[str, int]
    own: int
    own_lost: int
    own_as_form: int


def main() -> None:
    arguments = _arguments()
    seeds = [arguments.seed * 1000 + number for number in range(arguments.units)]
    figures = ("F1", "precision", "recall")
    heads = [f"{name} {figure}" for name in ("form", "stock and rule") for figure in figures]
    print("| | " + " | ".join([*heads, "own text as form", "own text as stock or rule"]) + " |")
    print("|---" * 9 + "|")
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for case in CASES:
            counts = list(pool.map(partial(_scan, size=arguments.size, case=case), seeds))
            print(f"| {case} | " + " | ".join(_figures(counts)) + " |", flush=True)


def _scan(seed: int, *, size: int, case: str) -> Counts:
    unit = SimulatedUnit(size, seed)
    texts = [_edited(simulated, seed) if "edited" in case else simulated for simulated in unit]
    forms = [] if "not given" in case else [unit.blank_form()]
    report = analyse([*(text.document for text in texts), *forms], settings=Settings())
    return _counts(report, texts)


def _counts(report: Report, texts: Sequence[SimulatedDocument]) -> Counts:
    counts = Counts({}, {}, {}, 0, 0, 0)
    marks = {row.id: row.marks for row in report.submissions}
    own = own_lost = own_as_form = 0
    for text in texts:
        letters = np.array([not c.isspace() for c in text.document.text])
        found = {
            name: _mask(letters, [m for m in marks[text.document.id] if m.kind in kinds])
            for name, kinds in _MARKS.items()
        }
        for name, layers in _LAYERS.items():
            true = _mask(letters, [span for span in text.layers if span.layer in layers])
            for table, value in ((counts.right, found[name] & true), (counts.marked, found[name]), (counts.true, true)):
                table[name] = table.get(name, 0) + int(value.sum())
        mine = _mask(letters, [span for span in text.layers if span.layer is Layer.OWN])
        own += int(mine.sum())
        own_as_form += int((mine & found["form"]).sum())
        own_lost += int((mine & found["stock"]).sum())
    return replace(counts, own=own, own_lost=own_lost, own_as_form=own_as_form)


def _mask(letters: NDArray[np.bool_], spans: Sequence[object]) -> NDArray[np.bool_]:
    """Characters inside the spans that are no blanks."""
    mask = np.zeros(len(letters), dtype=bool)
    for span in spans:
        mask[span.start : span.end] = True  # type: ignore[attr-defined]
    return mask & letters


def _edited(simulated: SimulatedDocument, seed: int) -> SimulatedDocument:
    """Every third person's printed lines are worded a little otherwise."""
    rng = Random(f"{seed}:{simulated.document.id}")
    if rng.random() > 1 / 3:
        return simulated
    parts: list[str] = []
    layers: list[LayerSpan] = []
    at = length = 0
    for span in simulated.layers:
        piece = simulated.document.text[span.start : span.end]
        piece = _other_wording(piece, rng) if span.layer is Layer.FORM else piece
        between = simulated.document.text[at : span.start]
        start = length + len(between)
        parts += [between, piece]
        length = start + len(piece)
        layers.append(LayerSpan(start, length, span.layer))
        at = span.end
    text = "".join([*parts, simulated.document.text[at:]])
    return replace(simulated, document=replace(simulated.document, text=text, key=""), layers=tuple(layers))


def _other_wording(line: str, rng: Random) -> str:
    words = line.split(" ")
    if len(words) < 4 or rng.random() < 0.4:
        return line
    at = rng.randrange(1, len(words) - 1)
    return rng.choice(
        [
            " ".join([*words[:at], *words[at + 1 :]]),
            " ".join([*words[:at], "và", *words[at:]]),
            line.upper(),
            line.rstrip(":") + " (nếu có):",
        ]
    )


def _figures(counts: Sequence[Counts]) -> Iterator[str]:
    for name in _LAYERS:
        right, marked, true = (sum(getattr(c, field)[name] for c in counts) for field in ("right", "marked", "true"))
        precision, recall = right / max(marked, 1), right / max(true, 1)
        yield f"{2 * precision * recall / max(precision + recall, 1e-9):.3f}"
        yield f"{precision:.3f}"
        yield f"{recall:.3f}"
    own = sum(c.own for c in counts)
    yield f"{100 * sum(c.own_as_form for c in counts) / own:.2f} %"
    yield f"{100 * sum(c.own_lost for c in counts) / own:.2f} %"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--size", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
