"""Who else has a passage, and where in their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from detector.matches import Side
from detector.review.index import Index, marked_text
from detector.review.places import places_in
from detector.review.rescoring.spans import places_of
from detector.review.rescoring.stored import reader
from detector.review.rescoring.verbatim import verbatim_places
from detector.review.state import View
from detector.submissions import Mark
from detector.text.quotation import looks_quoted
from detector.writers.html.texts import clean

MAX_LISTED = 300
MAX_QUOTED = 1_200


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The passage in one text.

    Attributes:
        heading: section, page or cell, else the printed line above it; "" if neither is known.
        quote: its words there; `cut` if they are shortened.
        quoted: whether there are signs of a quotation; see `detector.text.quotation`.
    """

    place: Side
    heading: str
    quote: str
    cut: bool
    quoted: bool


def occurrences(connection: Connection, view: View, seed: Side, lang: str) -> list[Occurrence]:
    """In the order of the documents, the seed's text among them; at most `MAX_LISTED`."""
    return [occurrence(connection, view.index, place, lang) for place in all_places(connection, view, seed)]


def all_places(connection: Connection, view: View, seed: Side) -> list[Side]:
    """Along the recorded passages, and wherever else the same words stand in a submission; at most `MAX_LISTED`.

    The search through all texts is done once for a passage and remembered until the next scan.
    """
    if seed not in view.places:
        read = reader(connection, view.index.rows, kept=2_000)
        recorded = places_of(connection, view.index, [seed], read, MAX_LISTED)
        known = {place.id for place in recorded}
        enough = len(known) >= MAX_LISTED
        more = [] if enough else verbatim_places(connection, view.index, seed, known, read)
        places = sorted([*recorded, *more], key=lambda place: (view.index.rows[place.id], place.start))
        view.places[seed] = places[:MAX_LISTED]
    return view.places[seed]


def occurrence(connection: Connection, index: Index, place: Side, lang: str) -> Occurrence:
    """The words of a place and where they stand."""
    row = index.rows[place.id]
    text, marks = marked_text(connection, row)
    quote = clean(text[place.start : place.end])
    heading = places_in(connection, row, lang)(place.start) or _heading(text, marks, place.start)
    quoted = looks_quoted(text, place.start, place.end)
    return Occurrence(place, heading, quote[:MAX_QUOTED], len(quote) > MAX_QUOTED, quoted)


def _heading(text: str, marks: Sequence[Mark], start: int) -> str:
    """The last line of the printed form before the passage."""
    printed = [mark for mark in marks if mark.kind == "form" and mark.start < start]
    if not printed:
        return ""
    last = text[printed[-1].start : min(printed[-1].end, start)]
    lines = [line.strip() for line in last.splitlines() if line.strip()]
    return clean(lines[-1][:200]) if lines else ""
