"""The overlay of a run, kept in its file: nothing is analysed again at every start.

It belongs to one state of the results and of the ledger, and is as confidential as the findings beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, fields
from sqlite3 import Connection
from typing import Any

from detector import __version__
from detector.report import Finding
from detector.review.index import Group, Index, Outcome, pair_of
from detector.review.rescoring.overlay import Overlay, painted
from detector.review.rescoring.spans import Place
from detector.storage.connection import transaction
from detector.storage.exclusions import Exclusion


def stamp_of(index: Index, last_exclusion: int) -> str:
    """Changes with every scan, exclusion and removal of a person."""
    counts = (len(index.texts), len(index.pairs), len(index.outcomes), last_exclusion)
    return " ".join([index.meta["scanned"], __version__, *map(str, counts)])


def load_overlay(connection: Connection, exclusions: Iterable[Exclusion], stamp: str) -> Overlay | None:
    """None where this state was not kept."""
    found = connection.execute("SELECT value FROM overlay_cache WHERE stamp = ?", (stamp,)).fetchone()
    if found is None:
        return None
    value = json.loads(found[0])
    places = {int(row): [Place(*one) for one in listed] for row, listed in value["places"].items()}
    outcomes = (_outcome(cells) for cells in value["outcomes"])
    return Overlay(
        {one.row: one for one in outcomes},
        {cells[0]: pair_of(cells) for cells in value["pairs"]},
        places,
        painted(places, exclusions),
        None if value["groups"] is None else {id: Group(id, kind, tuple(rows)) for id, kind, rows in value["groups"]},
        value["repeatable"],
    )


def _outcome(cells: list[Any]) -> Outcome:
    *figures, findings = cells
    found = [
        Finding(kind, score, threshold, facts, tuple(evidence)) for kind, score, threshold, facts, evidence in findings
    ]
    row, syllables, shares, own_shares, cluster, measures, strongest = figures
    return Outcome(row, syllables, shares, own_shares, cluster, measures, strongest, tuple(found))


def _cells(outcome: Outcome) -> list[Any]:
    figures = (getattr(outcome, one.name) for one in fields(outcome) if one.name != "findings")
    return [*figures, [[one.kind, one.score, one.threshold, one.facts, one.evidence] for one in outcome.findings]]


def keep_overlay(connection: Connection, overlay: Overlay, stamp: str) -> None:
    """In place of an earlier one."""
    value = {
        "places": {row: [astuple(one) for one in listed] for row, listed in overlay.places.items()},
        "pairs": [astuple(pair) for pair in overlay.pairs.values()],
        "outcomes": [_cells(one) for one in overlay.outcomes.values()],
        "groups": None if overlay.groups is None else [astuple(one) for one in overlay.groups.values()],
        "repeatable": overlay.repeatable,
    }
    with transaction(connection):
        connection.execute("DELETE FROM overlay_cache")
        connection.execute("INSERT INTO overlay_cache VALUES (?, ?)", (stamp, json.dumps(value)))
