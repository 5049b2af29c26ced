"""What the people of an office paste without copying each other: a pledge, a circulated paragraph, duties of a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from detector.evaluation.simulation.lexicon import data
from detector.evaluation.simulation.office import Office
from detector.evaluation.simulation.writer import Layer, Piece, hire, own_sentences

# Of twelve people six have the pledge, five the long sentence, four the paragraph: at 20 people each is a text of many.
_TURNS = 12
_PLEDGE, _SENTENCE, _PARAGRAPH = 6, 5, 4


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Texts by the topic below which they are pasted, and the duties of each job that has a list of them."""

    texts: Mapping[str, tuple[tuple[str, int], ...]]
    duties: tuple[tuple[str, ...], ...]

    def pieces(self, topic: str, number: int) -> Iterator[Piece]:
        """What person `number` pastes below an item; which people have which text is spread evenly."""
        for row, (text, turns) in enumerate(self.texts.get(topic, ())):
            if (number * 7 + row * 5 + len(topic)) % _TURNS < turns:
                yield text, Layer.STOCK

    def duties_of(self, job: int) -> tuple[str, ...]:
        """Lines of the list of duties, none for some jobs."""
        if job >= len(self.duties):
            return ()
        return ("Nhiệm vụ được giao:", *(f"- {duty}" for duty in self.duties[job]))


def hand_out(office: Office, rng: Random) -> HandedOut:
    """Written by somebody in the office, sentence by sentence as all others are: 40 to 150 syllables each."""
    clerk = replace(hire(office, "", rng), is_boilerplate=False)
    pledge = rng.choice(data("handed_out")["pledge"])
    plans, work, service = (list(own_sentences(office, clerk, topic, rng)) for topic in ("plan", "work", "service"))
    texts = {
        "plan": ((f"{pledge} {' '.join(plans[:2])}", _PLEDGE),),
        "work": ((" ".join(work[:4]), _PARAGRAPH),),
        "service": (("; ".join(text.rstrip(".") for text in (*service, *work[4:])[:2]) + ".", _SENTENCE),),
    }
    return HandedOut(texts, tuple(map(tuple, data("handed_out")["duties"][office.kind])))
