from __future__ import annotations

from collections.abc import Sequence
from random import Random

from detector.documents import Document, Role
from detector.evaluation.planting.draft import Draft, Taken
from detector.evaluation.planting.edits import Edit, apply_edits
from detector.evaluation.planting.kinds.base import Kind, is_passage
from detector.evaluation.planting.outline import Outline
from detector.evaluation.planting.wording import figures, years


def _make(target: Outline, sources: Sequence[Outline], rng: Random) -> Draft:  # noqa: ARG001 (one signature for all)
    """The person's own text stands; the text of the year before, with other figures, is new."""
    text = target.text
    edits = [*years(text, rng), *_figures(target, rng)]
    earlier = apply_edits(text, edits)
    document = Document(f"previous/{target.document.id}", "", earlier.text, Role.PREVIOUS)
    passages = [
        Taken(item.body, document.id, earlier.span(item.body)) for item in target.items if is_passage(target.body(item))
    ]
    return Draft(text, tuple(passages), document)


def _figures(target: Outline, rng: Random) -> list[Edit]:
    """Half of the figures below the headings; those of the form itself and the dates stay."""
    found = []
    for item in target.items:
        base = item.body.start
        found += [Edit(base + start, base + end, new) for start, end, new in figures(target.body(item), rng)]
    return found


KIND = Kind("self", sources=0, make=_make)
