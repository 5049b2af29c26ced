"""A labelled unit of six: B copied A, C copied A too, M took from A and D, E and F are independent.

Each text is one letter, ten times; what is copied are its characters 0 to 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from detector.documents import Document, Role
from detector.matches import Cluster, Pair, Passage, Side
from detector.report import Finding, Report, Submission
from detector.settings import Settings
from tests.reports import report_of

Build = Callable[..., Report]


@pytest.fixture
def build() -> Build:
    return build_report


@pytest.fixture
def labels() -> dict[str, Any]:
    return {
        "docs": {
            "a.txt": {"role": "original"},
            "b.txt": {"role": "copy"},
            "c.txt": {"role": "copy"},
            "d.txt": {"role": "original"},
            "e.txt": {"role": "boilerplate"},
            "f.txt": {"role": "hard_negative"},
            "m.txt": {"role": "copy"},
            "old.txt": {"role": "previous_year"},
        },
        "copies": [
            _copy("b", "a", "verbatim"),
            _copy("c", "a", "heavy"),
            _copy("m", "a", "mosaic"),
            _copy("m", "d", "mosaic"),
            _copy("e", "old", "self"),
        ],
        "hard_negative_pairs": [["f.txt", "a.txt"]],
    }


def build_report(
    pairs: Iterable[str] = (), clusters: Iterable[str] = (), boilerplate: str = "", unflagged: Iterable[str] = ()
) -> Report:
    """`pairs` as ``"ab"`` (both sides' characters 0 to 5 are the passage), `clusters` as ``"abc"``."""
    ends = [(_id(left), _id(right), True) for left, right in map(_sides, pairs)]
    ends += [(_id(left), _id(right), False) for left, right in map(_sides, unflagged)]
    flag = (Finding("boilerplate", 1.0, 0.5),)
    return report_of(
        Settings(),
        [_submission(letter, flag if letter in boilerplate else ()) for letter in "abcdefm"],
        [Pair(left, right, flagged, 99.0, 0.5, 0.5, 0.5, 0.5, 1, None) for left, right, flagged in ends],
        [Passage(Side(left, 0, 5), Side(right, 0, 5)) for left, right, _ in ends],
        [Cluster(f"c{n}", tuple(map(_id, group)), "", "colleagues") for n, group in enumerate(clusters, 1)],
        [],
        [Document(_id("o"), "/2023/old.docx", _text("o"), Role.PREVIOUS)],
    )


def _submission(letter: str, findings: tuple[Finding, ...]) -> Submission:
    return Submission(Document(_id(letter), f"/{letter}", _text(letter)), 2, {}, None, findings, None, ())


def _id(letter: str) -> str:
    return "2023/old.docx" if letter == "o" else f"unit/{letter}.docx"


def _text(letter: str) -> str:
    return "".join(f"{letter}{digit}" for digit in range(5))


def _sides(pair: str) -> tuple[str, str]:
    left, right = pair
    return left, right


def _copy(copy: str, source: str, kind: str) -> dict[str, Any]:
    passage = {"copy_text": _text(copy)[:5], "source_text": _text(source[0])[:5]}
    return {"copy": f"{copy}.txt", "source": f"{source}.txt", "kind": kind, "passages": [passage]}
