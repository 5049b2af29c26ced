"""A writer's filled form, every character of it with its layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from detector.evaluation.simulation.office import Office
from detector.evaluation.simulation.writer import Layer, Piece, Writer, pieces

_RATINGS = ("Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành nhiệm vụ")
_LEADER = "." * 30

__all__ = ["Layer", "LayerSpan", "blank_sheet", "filled_sheet"]


@dataclass(frozen=True, slots=True)
class LayerSpan:
    """Half-open characters of one layer."""

    start: int
    end: int
    layer: Layer


def filled_sheet(
    office: Office,
    writer: Writer,
    year: int,
    rng: Random,
    *,
    duties: Sequence[str] = (),
    pasted: Callable[[str], Iterable[Piece]] = lambda _: (),
) -> tuple[str, tuple[LayerSpan, ...]]:
    """The text and its layers, in order; blanks between sentences belong to none.

    Args:
        duties: lines that stand above the answer about the work.
        pasted: what stands before the answer below each topic.
    """
    text = _Text()
    facts = {"author": writer.author, "post": writer.post, "unit": office.name, "place": office.place}
    facts |= {"year": str(year), "day": str(rng.randint(9, 22))}
    text.add_lines(office.form["head"] if writer.fills_properly else office.form["head"][2:], facts)
    for heading, instruction, topic in office.form["items"]:
        text.add_lines(
            [_heading(heading, writer), instruction if writer.keeps_instructions else ""], facts, skip_empty=True
        )
        if topic == "rating":
            text.add_lines([rng.choice(_RATINGS)], facts)
        elif topic:
            text.add_own_lines(duties if topic == "work" else ())
            answer = [*pasted(topic), *pieces(office, writer, topic, rng)]
            text.add_answer(_lines(answer, writer), writer.sign)
    text.add_lines(office.form["tail"], facts)
    return "".join(text.parts), tuple(text.spans)


def blank_sheet(office: Office) -> str:
    """The office's form before anybody filled it in."""
    facts = dict.fromkeys(("author", "post", "year", "day"), "..........") | {
        "unit": office.name,
        "place": office.place,
    }
    lines = [line.format(**facts) for line in office.form["head"]]
    for heading, instruction, topic in office.form["items"]:
        lines += [line for line in (heading, instruction, _LEADER if topic else "") if line]
    return "\n".join([*lines, *(line.format(**facts) for line in office.form["tail"])]) + "\n"


class _Text:
    """Collects lines and where each layer is."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[LayerSpan] = []
        self._length = 0

    def add_lines(self, lines: Sequence[str], facts: Mapping[str, str], *, skip_empty: bool = False) -> None:
        for line in lines:
            if line:
                self._add(line.format(**facts), Layer.FORM)
            if line or not skip_empty:
                self._add("\n")

    def add_own_lines(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._add(line, Layer.OWN)
            self._add("\n")

    def add_answer(self, lines: Iterator[Sequence[Piece]], sign: str) -> None:
        for line in lines:
            self._add(sign)
            for number, (sentence, layer) in enumerate(line):
                self._add(" " if number else "")
                self._add(sentence, layer)
            self._add("\n")

    def _add(self, text: str, layer: Layer | None = None) -> None:
        if layer:
            self.spans.append(LayerSpan(self._length, self._length + len(text), layer))
        self.parts.append(text)
        self._length += len(text)


def _lines(sentences: Sequence[Piece], writer: Writer) -> Iterator[Sequence[Piece]]:
    size = writer.sentences_per_line or max(1, len(sentences))
    return (sentences[at : at + size] for at in range(0, len(sentences), size))


def _heading(line: str, writer: Writer) -> str:
    """Careless people leave out the colon and what stands in brackets."""
    return line if writer.fills_properly else line.split(" (", 1)[0].rstrip(":")
