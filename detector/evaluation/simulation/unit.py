"""Whole units, document by document: nothing is kept, so a unit of 100,000 costs what its texts cost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from random import Random

from detector.documents import Document, Role
from detector.evaluation.simulation.grammar import expand
from detector.evaluation.simulation.handed_out import HandedOut, hand_out
from detector.evaluation.simulation.lexicon import KINDS, vocabulary
from detector.evaluation.simulation.office import Office, found_office
from detector.evaluation.simulation.sheet import LayerSpan, blank_sheet, filled_sheet
from detector.evaluation.simulation.writer import hire

_YEAR = 2024
_NO_CHOICE = Random(0)  # names leave nothing to chance
_LONG_NAMES_FROM = 2_000  # in a larger unit names of three syllables would repeat


@dataclass(frozen=True, slots=True)
class SimulatedDocument:
    """A text with its truth: which characters are form, rule, stock or the person's own."""

    document: Document
    layers: tuple[LayerSpan, ...]
    is_boilerplate: bool


@dataclass(frozen=True)
class SimulatedUnit:
    """`size` independent people of one office; document n depends on `seed` and n alone.

    Attributes:
        kind: ``school``, ``office`` or ``clinic``; None draws one.
        stock_per_topic: how many stock sentences people choose from below each item. Of the sample unit's thirteen for
            eight items each is used by 16 to 47 % of the people; with 6 there is a long tail that two or three use.
        handed_out: people also paste what the office gave them, as real ones do; see `HandedOut`.
    """

    size: int
    seed: int
    kind: str | None = None
    stock_per_topic: int = 2
    handed_out: bool = False

    @cached_property
    def office(self) -> Office:
        """What they share."""
        rng = Random(f"{self.seed}:office")
        return found_office(self.kind or rng.choice(KINDS), rng, stock_per_topic=self.stock_per_topic)

    @cached_property
    def _handed_out(self) -> HandedOut:
        return hand_out(self.office, Random(f"{self.seed}:handed out"))

    def __iter__(self) -> Iterator[SimulatedDocument]:
        return (self._document(number) for number in range(self.size))

    def documents(self) -> list[Document]:
        """The texts alone."""
        return [simulated.document for simulated in self]

    def blank_form(self) -> Document:
        """The form that the office handed out."""
        return Document("blank_form.txt", "", blank_sheet(self.office), Role.FORM)

    def write(self, folder: Path) -> None:
        """One .txt file a person, a thousand to a folder."""
        for simulated in self:
            path = folder / simulated.document.id
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(simulated.document.text, encoding="utf-8", newline="\n")

    def _document(self, number: int) -> SimulatedDocument:
        rng = Random(f"{self.seed}:{number}")
        writer = hire(self.office, self._name(number), rng)
        if self.handed_out:
            duties, pasted = self._handed_out.duties_of(writer.job), partial(self._handed_out.pieces, number=number)
            text, layers = filled_sheet(self.office, writer, _YEAR, rng, duties=duties, pasted=pasted)
        else:
            text, layers = filled_sheet(self.office, writer, _YEAR, rng)
        id = f"{number // 1000:03d}/{number:06d}.txt" if self.size > 1000 else f"{number:04d}.txt"
        document = Document(id, id, text, author=writer.author, unit=self.office.name, year=_YEAR, post=writer.post)
        return SimulatedDocument(document, layers, writer.is_boilerplate)

    def _name(self, number: int) -> str:
        """No two people of a unit have the same: the numbers run through all names in a scattered order."""
        rules = vocabulary(KINDS[0]).rules
        columns = ["family", "middle", "given", *(["given"] if self.size >= _LONG_NAMES_FROM else [])]
        lists = [tuple(dict.fromkeys(rules[name])) for name in columns]
        total = math.prod(map(len, lists))
        position = (Random(f"{self.seed}:names").randrange(total) + number * _step(total)) % total
        parts = []
        for names in lists:
            position, row = divmod(position, len(names))
            parts.append(expand(names[row], {}, _NO_CHOICE))
        return " ".join(parts)


def _step(total: int) -> int:
    """About the golden section of `total`, and coprime to it."""
    step = int(total * 0.618)
    while math.gcd(step, total) != 1:
        step += 1
    return step
