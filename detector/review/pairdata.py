"""Two texts and their passages, as the script of the pair page draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from detector import wording
from detector.language import translator
from detector.review import words
from detector.review.index import PairRow, PassageRow, marked_text, passages_where
from detector.review.places import places_in
from detector.review.render import ASSETS, class_letter
from detector.review.state import View
from detector.review.web import Context
from detector.storage.exclusions import in_force
from detector.writers.html.compared import ComparedText, compared
from detector.writers.html.page import script_messages
from detector.writers.html.payload import CLASSES, as_script_text
from detector.writers.html.selection import MAX_TEXT_CHARACTERS
from detector.writers.html.texts import clean, utf16_offset

Json = dict[str, Any]

# As a class of the painted text: what a person set aside, and why.
EXCLUDED = {"form": "excluded_form", "allowed": "excluded_allowed"}
SCRIPTS = ("dom.js", "paint.js", "pairview.js", "pairpage.js", "personpage.js")


def passages_of(connection: Connection, view: View, pair: PairRow) -> list[PassageRow]:
    """In order of the left text."""
    condition = "left_row = ? AND right_row = ? ORDER BY left_start, row"
    return passages_where(connection, view.index.ids, condition, pair.rows)


def script_data(lang: str, **values: Any) -> str:
    """JSON for the script element of a page, with the words that the scripts say."""
    source = "\n".join(ASSETS[name].read_text(encoding="utf-8") for name in SCRIPTS)
    data = {"lang": lang, "labels": {"classes": _classes(lang)}, "messages": script_messages(source, lang)}
    return as_script_text(data | values)


def text_data(connection: Connection, view: View, row: int) -> Json:
    """One text with its marks, exclusions painted over them."""
    whole, marks = marked_text(connection, row)
    text = clean(whole[:MAX_TEXT_CHARACTERS])
    spans = overpainted(marks.rows(), view.overlay.spans.get(row, ()))
    offset, keys = utf16_offset(text), _class_keys()
    flat = [value for a, b, kind in spans if a < len(text) for value in (offset(a), offset(b), keys.index(kind))]
    return {"text": text, "marks": flat, "cut": len(text) < len(whole)}


def pair_data(context: Context, pair: PairRow, passages: Sequence[PassageRow], *, blind: bool = False) -> Json:
    """Both texts, and the passages in UTF-16 units: ``excluded`` where nothing is left of one; `blind`: no figures."""
    connection, view = context.connection, context.view
    rows = {"left": pair.left, "right": pair.right}
    texts = {name: text_data(connection, view, row) for name, row in rows.items()}
    sides = [
        _Side(row, ComparedText.of(texts[name]["text"]), places_in(connection, row, context.session.lang))
        for name, row in rows.items()
    ]
    excluded = excluded_by(view, pair)
    told = [
        _passage(view, one, *sides) | {"excluded": excluded(one)} | ({} if blind else _figures(one)) for one in passages
    ]
    return {"texts": texts, "passages": told}


def excluded_by(view: View, pair: PairRow) -> Callable[[PassageRow], int | None]:
    """The row of the ledger that excludes a passage of this pair, for the button that undoes it."""
    by_id = {
        id: [
            (place.start, place.end, exclusion.row)
            for exclusion in in_force(list(view.ledger))
            for place in view.overlay.places.get(exclusion.row, ())
            if place.id == id
        ]
        for id in pair.ids
    }

    def find(one: PassageRow) -> int | None:
        for side in (one.left, one.right):
            for first, last, exclusion in by_id[side.id]:
                if min(side.end, last) - max(side.start, first) > 0.5 * (side.end - side.start):
                    return exclusion
        return None

    return find


@dataclass(frozen=True, slots=True)
class _Side:
    row: int
    text: ComparedText
    place: Callable[[int], str]


def _passage(view: View, one: PassageRow, left: _Side, right: _Side) -> Json:
    spans = (one.left.start, one.left.end), (one.right.start, one.right.end)
    gone = max(_covered(view, left.row, spans[0]), _covered(view, right.row, spans[1]))
    return compared(left.text, spans[0], right.text, spans[1]) | {
        "row": one.row,
        "kind": "excluded" if gone > 0.98 else one.kind,
        "places": [left.place(one.left.start), right.place(one.right.start)],
    }


def _figures(one: PassageRow) -> Json:
    return {"similarity": round(one.similarity, 3), "spread": one.spread, "bits": round(one.rarity_bits, 1)}


def _covered(view: View, row: int, span: tuple[int, int]) -> float:
    inside = sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end, _ in view.overlay.spans.get(row, ()))
    return inside / max(1, span[1] - span[0])


def overpainted(
    marks: Iterable[tuple[int, int, str]], spans: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The marks with the excluded spans on top, in order and without overlap; print stays print."""
    if not spans:
        return list(marks)
    painted: list[tuple[int, int, str]] = []
    for start, end, kind in marks:
        if kind in ("form", "rule"):
            painted.append((start, end, kind))
            continue
        at = start
        for span_start, span_end, reason in spans:
            first, last = max(span_start, at), min(span_end, end)
            if first < last:
                painted += [(at, first, kind), (first, last, EXCLUDED[reason])]
                at = last
        painted.append((at, end, kind))
    return [piece for piece in painted if piece[0] < piece[1]]


def _class_keys() -> tuple[str, ...]:
    return (*CLASSES, *EXCLUDED.values())


def _classes(lang: str) -> list[Json]:
    _ = translator(lang).gettext
    known = [
        {
            "key": kind,
            "label": wording.label(wording.CLASS_LABELS, kind, lang),
            "letter": class_letter(kind, lang),
            "meaning": wording.label(wording.CLASS_MEANINGS, kind, lang),
        }
        for kind in CLASSES
    ]
    meaning = _("A reviewer excluded this passage; it no longer counts.")
    for reason, key in EXCLUDED.items():
        label = _("excluded: {reason}").format(reason=wording.label(words.EFFECT_LABELS, reason, lang))
        letter = class_letter(reason, lang)
        known.append({"key": key, "label": label, "letter": letter, "meaning": meaning})
    return known
