"""The overlay of a run, kept in its file: nothing is analysed again at every start.

It belongs to one state of the results and of the ledger, and is as confidential as the findings beside it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, astuple, replace
from sqlite3 import Connection
from typing import Any

from detector import __version__
from detector.matches import Cluster, Method, Side
from detector.report import Finding
from detector.review.index import Index, PairRow, SubmissionRow
from detector.review.rescoring.overlay import FIGURES, Overlay
from detector.storage.connection import transaction

_FORMAT = "3"  # of what is kept


def stamp_of(index: Index, last_exclusion: int) -> str:
    """Changes with every scan, exclusion and removal of a person."""
    counts = (len(index.texts), len(index.pairs), len(index.outcomes), last_exclusion)
    return " ".join([index.meta["scanned"], __version__, _FORMAT, *map(str, counts)])


def load_overlay(connection: Connection, index: Index, stamp: str) -> Overlay | None:
    """None where this state was not kept."""
    found = connection.execute("SELECT value FROM overlay_cache WHERE stamp = ?", (stamp,)).fetchone()
    if found is None:
        return None
    value = json.loads(found[0])
    pairs = (PairRow(**one | {"method": Method(one["method"])}) for one in value["pairs"])
    groups = value["groups"] and [Cluster(**one | {"members": tuple(one["members"])}) for one in value["groups"]]
    return Overlay(
        {row: _outcome(index.outcomes[row], figures, strongest) for row, figures, strongest in value["outcomes"]},
        {one.row: one for one in pairs},
        {int(row): [Side(*one) for one in listed] for row, listed in value["places"].items()},
        {int(row): [(start, end, kind) for start, end, kind in listed] for row, listed in value["spans"].items()},
        None if groups is None else {group.id: group for group in groups},
        value["repeatable"],
        frozenset(value["gone_texts"]),
    )


def _outcome(was: SubmissionRow, figures: dict[str, Any], strongest: float) -> SubmissionRow:
    findings = tuple(Finding(**one | {"evidence": tuple(one["evidence"])}) for one in figures["findings"])
    return replace(was, **figures | {"findings": findings}, strongest=strongest)


def keep_overlay(connection: Connection, overlay: Overlay, stamp: str) -> None:
    """In place of an earlier one."""
    value = {
        "places": {row: [astuple(one) for one in listed] for row, listed in overlay.places.items()},
        "spans": overlay.spans,
        "pairs": [asdict(pair) for pair in overlay.pairs.values()],
        "outcomes": [(one.row, _figures(one), one.strongest) for one in overlay.outcomes.values()],
        "groups": None if overlay.groups is None else list(map(asdict, overlay.groups.values())),
        "repeatable": overlay.repeatable,
        "gone_texts": sorted(overlay.gone_texts),
    }
    with transaction(connection):
        connection.execute("DELETE FROM overlay_cache")
        connection.execute("INSERT INTO overlay_cache VALUES (?, ?)", (stamp, json.dumps(value, default=dict)))


def _figures(outcome: SubmissionRow) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in FIGURES} | {"findings": list(map(asdict, outcome.findings))}
