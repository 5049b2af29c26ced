"""The overlay of a run, kept in its file: a passage that three thousand texts have is not looked for at every start.

Numbers and rows of documents alone, no name and no word; it belongs to one state of the results and of the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, replace
from sqlite3 import Connection

from detector import __version__
from detector.review.index import Index, pair_of
from detector.review.rescoring.findings import Links, adjusted_findings
from detector.review.rescoring.overlay import Overlay, painted
from detector.review.rescoring.spans import Place
from detector.storage.connection import transaction
from detector.storage.exclusions import Exclusion


def stamp_of(index: Index, last_exclusion: int) -> str:
    """Changes with every scan, exclusion and removal of a person."""
    counts = (len(index.texts), len(index.pairs), len(index.outcomes), last_exclusion)
    return " ".join([index.meta["scanned"], __version__, *map(str, counts)])


def load_overlay(connection: Connection, index: Index, exclusions: Iterable[Exclusion], stamp: str) -> Overlay | None:
    """None where this state was not kept."""
    found = connection.execute("SELECT value FROM overlay_cache WHERE stamp = ?", (stamp,)).fetchone()
    if found is None:
        return None
    value = json.loads(found[0])
    places = {int(row): [Place(*one) for one in listed] for row, listed in value["places"].items()}
    pairs = {cells[0]: pair_of(cells) for cells in value["pairs"]}
    links = Links.of(index, pairs)
    outcomes = {
        row: adjusted_findings(
            index, replace(index.outcomes[row], counts=counts, own_shares=own, strongest=strongest, told=told), links
        )
        for row, counts, own, strongest, told in value["outcomes"]
    }
    return Overlay(outcomes, pairs, places, painted(places, exclusions))


def keep_overlay(connection: Connection, overlay: Overlay, stamp: str) -> None:
    """In place of an earlier one."""
    value = {
        "places": {row: [astuple(one) for one in listed] for row, listed in overlay.places.items()},
        "pairs": [astuple(pair) for pair in overlay.pairs.values()],
        "outcomes": [
            [one.row, one.counts, one.own_shares, one.strongest, one.told] for one in overlay.outcomes.values()
        ],
    }
    with transaction(connection):
        connection.execute("DELETE FROM overlay_cache")
        connection.execute("INSERT INTO overlay_cache VALUES (?, ?)", (stamp, json.dumps(value)))
