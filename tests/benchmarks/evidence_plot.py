"""The picture of docs/evidence.md: pairs of a simulated unit by their evidence, and how many chance expects.

    PYTHONPATH=. python tests/benchmarks/evidence_plot.py docs/images/evidence.png

Two units of the same people: in one nobody copies, in the other a tenth of the texts are copies. Needs matplotlib (the
extra `notebooks`). Prints the numbers beside the picture as a Markdown table.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import detector
from tests.benchmarks.corpus import make_corpus

SIZE = 300
SEED = 7
_WIDEST = 400  # bits that the picture shows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("picture", type=Path)
    arguments = parser.parse_args()
    units = {name: _pairs(rate) for name, rate in (("nobody copies", 0.0), ("a tenth are copies", 0.1))}
    print("| unit | pairs with evidence | flagged | expected by chance at the threshold |\n|---|---|---|---|")
    for name, (evidence, _, threshold) in units.items():
        print(f"| {name} | {len(evidence)} | {(evidence >= threshold).sum()} | 0.01 |")
    _draw(units, arguments.picture)


Pairs = tuple[NDArray[np.float64], NDArray[np.float64], float]


def _pairs(copy_rate: float) -> Pairs:
    """Evidence of all pairs found by passages, chance pairs expected at each, and the unit's threshold."""
    with tempfile.TemporaryDirectory() as folder:
        make_corpus(SIZE, seed=SEED, copy_rate=copy_rate).write(Path(folder))
        report = detector.scan([Path(folder, "submissions")])
    pairs = [pair for pair in report.pairs if not pair.method.is_rewritten and pair.expected is not None]
    evidence = np.array([pair.evidence for pair in pairs])
    expected = np.array([pair.expected for pair in pairs], dtype=np.float64)
    return evidence, expected, _evidence_at(evidence, expected, report.settings)


def _evidence_at(evidence: NDArray[np.float64], expected: NDArray[np.float64], settings: detector.Settings) -> float:
    """Where the fitted line comes down to the expected number that is allowed."""
    falling = (expected > 1e-300) & (expected < expected.max())
    slope, offset = np.polyfit(evidence[falling], np.log(expected[falling]), 1)
    return max(float((np.log(settings.chance_pairs_allowed(SIZE)) - offset) / slope), settings.pair_min_bits)


def _draw(units: dict[str, Pairs], picture: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(units), figsize=(11, 4.2), sharex=True, sharey=True, layout="constrained")
    for axis, (name, (evidence, expected, threshold)) in zip(axes, units.items(), strict=True):
        order = np.argsort(evidence)
        axis.step(evidence[order], np.arange(len(order), 0, -1), where="post", color="#1b6ca8", label="pairs found")
        axis.plot(evidence[order], expected[order], color="#555555", linestyle="--", label="expected by chance")
        axis.axvline(threshold, color="#c26a00", label=f"threshold: {threshold:.0f} bits")
        axis.axhline(0.01, color="#c26a00", linewidth=0.6, linestyle=":")
        axis.set(title=f"{SIZE} texts, {name}", xlabel="evidence of a pair, bits", yscale="log", xlim=(0, _WIDEST))
        axis.set_ylim(1e-3, 1e4)
        if beyond := int((evidence > _WIDEST).sum()):
            axis.text(_WIDEST * 0.98, 4, f"{beyond} pairs have more", ha="right")
        axis.legend(frameon=False)
    axes[0].set_ylabel("pairs with at least this evidence")
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main()
