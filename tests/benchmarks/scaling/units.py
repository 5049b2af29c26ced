"""Units on disk, each made once and in a process of its own: what a measured command inherits counts as its memory.

    python -m tests.benchmarks.scaling.units planted FOLDER 2000 --seed 1

The same kind, size and seed give the same texts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from tests.benchmarks.scaling.measure import python, run

NEAR = ("verbatim", "light")
LONG_SYLLABLES = 60  # three or four sentences
LONG = f"partial, {LONG_SYLLABLES}+"
_MADE = "made.json"
_GROUPS = ("near", "partial", "long", "stock_only")

Pair = frozenset[str]


@dataclass(frozen=True)
class Unit:
    """A folder of .txt files and what was planted in it.

    Attributes:
        near: pairs of which one has the whole text of the other, word by word or lightly edited.
        partial: pairs of which one has items of the other with enough of that person's own words to make a passage.
        long: those of `partial` with at least `LONG_SYLLABLES` of such words.
        stock_only: pairs whose planted items are stock sentences or a few words: nobody could call that copying.
    """

    folder: Path
    size: int
    characters: int
    near: frozenset[Pair]
    partial: frozenset[Pair]
    long: frozenset[Pair]
    stock_only: frozenset[Pair]

    @property
    def form(self) -> Path:
        """A folder that holds the blank form, for programs that take one."""
        return self.folder.with_name("form")

    def planted(self) -> frozenset[Pair]:
        return self.near | self.partial | self.stock_only

    def found(self, flagged: set[Pair]) -> dict[str, str]:
        """Columns that tell how good an answer is: planted pairs that were found, and flagged pairs that were not
        planted.
        """
        return {
            "near": _of(self.near, flagged),
            "partial": _of(self.partial, flagged),
            LONG: _of(self.long, flagged),
            "false pairs": f"{len(flagged - self.planted())}",
        }

    def told(self, pairs: set[Pair]) -> dict[str, str]:
        """The column for partial copies among all pairs that are told, flagged or not."""
        return {TOLD: _of(self.partial, pairs)}


FOUND = ("near", "partial", LONG, "false pairs")
TOLD = "partial, as a pair"


def make_unit(kind: str, work: Path, size: int, *, seed: int = 1) -> Unit:
    """A unit of the named kind below `work`, made unless it is there."""
    place = work / "units" / f"{kind}-{size}-{seed}"
    if not (place / _MADE).exists():
        run(python("-m", "tests.benchmarks.scaling.units", kind, place, f"{size}", "--seed", f"{seed}"))
    made = json.loads((place / _MADE).read_text(encoding="utf-8"))
    pairs = {name: frozenset(map(frozenset, made[name])) for name in _GROUPS}
    return Unit(place / "submissions", made["size"], made["characters"], **pairs)


def _of(planted: frozenset[Pair], flagged: set[Pair]) -> str:
    return f"{len(planted & flagged) / len(planted):.3f} of {len(planted):,}" if planted else "-"


def _planted(size: int, seed: int) -> tuple[Iterator[tuple[str, str]], dict[str, list[list[str]]]]:
    """People of one office, a tenth of whom copy."""
    from detector.settings import Settings
    from tests.benchmarks.corpus import make_corpus

    corpus = make_corpus(size, seed=seed)
    own = _own_syllables({copy.source for copy in corpus.copies}, size, seed)
    pairs: dict[str, list[list[str]]] = {name: [] for name in _GROUPS}
    for copy in corpus.copies:
        words = sum(n for taken in copy.passages for n in own[copy.source][taken.source.start : taken.source.end])
        is_told = words >= Settings().min_passage_syllables
        group = "near" if copy.kind in NEAR else "partial" if is_told else "stock_only"
        pair = [Path(copy.copy).name, Path(copy.source).name]
        pairs[group].append(pair)
        if group == "partial" and words >= LONG_SYLLABLES:
            pairs["long"].append(pair)
    return ((Path(document.id).name, document.text) for document in corpus.documents), pairs


def _own_syllables(ids: set[str], size: int, seed: int) -> dict[str, list[int]]:
    """For each character of these texts: does a syllable of the person's own words begin there?"""
    from detector.evaluation.simulation import Layer, SimulatedUnit

    own: dict[str, list[int]] = {}
    for simulated in SimulatedUnit(size, seed):
        if simulated.document.id in ids:
            text = simulated.document.text
            begins = [0] * len(text)
            for span in simulated.layers:
                if span.layer is Layer.OWN:
                    for at in range(span.start, span.end):
                        begins[at] = int(text[at].isalnum() and (at == 0 or text[at - 1].isspace()))
            own[simulated.document.id] = begins
    return own


def _copies(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """One file, `size` times."""
    from detector.evaluation.simulation import SimulatedUnit

    text = next(iter(SimulatedUnit(2, seed))).document.text
    return ((f"{number:06d}.txt", text) for number in range(size))


def _signed(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """One text, each time under another person's name."""
    from detector.evaluation.simulation import SimulatedUnit

    people = SimulatedUnit(size, seed)
    first = next(iter(people)).document
    for number, person in enumerate(people):
        yield f"{number:06d}.txt", first.text.replace(first.author or "", person.document.author or "")


def _stock(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Texts of the office's stock sentences and nothing else, popular ones more often, of the ordinary length."""
    from detector.evaluation.simulation import SimulatedUnit

    office = SimulatedUnit(size, seed, stock_per_topic=13).office
    rng = Random(f"{seed}:stock")
    sentences = rng.sample(texts := [text for stock in office.stock.values() for text in stock.sentences], len(texts))
    weights = [*accumulate(1 / rank for rank in range(1, len(sentences) + 1))]
    for number in range(size):
        chosen = dict.fromkeys(rng.choices(sentences, cum_weights=weights, k=60))
        yield f"{number:06d}.txt", "\n".join(islice(chosen, 26)) + "\n"


def _large(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """One text of `size` bytes, all of it the words of different people, beside fifty ordinary ones."""
    from detector.evaluation.simulation import Layer, SimulatedUnit

    yield from ((Path(d.id).name, d.text) for d in SimulatedUnit(50, seed).documents())
    lines: list[str] = []
    left = size
    for simulated in SimulatedUnit(size, seed + 1):  # far more people than are needed
        text = simulated.document.text
        for span in simulated.layers:
            if span.layer is Layer.OWN:
                lines.append(text[span.start : span.end])
                left -= len(lines[-1].encode()) + 1
        if left <= 0:
            break
    yield "large.txt", "\n".join(lines) + "\n"


def _handed(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Ordinary texts, each with the same sentence in its middle."""
    from detector.evaluation.simulation import SimulatedUnit

    for document in SimulatedUnit(size, seed).documents():
        lines = document.text.split("\n")
        lines.insert(len(lines) // 2, _HANDED_OUT)
        yield Path(document.id).name, "\n".join(lines)


def _heads(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Two texts of `size` lines of a head each, label and value on one line and on two, beside fifty ordinary ones."""
    from detector.evaluation.simulation import SimulatedUnit

    ordinary = list(SimulatedUnit(50, seed).documents())
    yield from ((Path(document.id).name, document.text) for document in ordinary)
    values = [document.author or "" for document in ordinary]
    pairs = [(_LABELS[n % len(_LABELS)], f"{values[n % len(values)]} {n}") for n in range(size)]
    yield "heads_beside.txt", "\n".join(f"{label}: {value}" for label, value in pairs) + "\n"
    yield "heads_below.txt", "\n".join(f"{label}:\n{value}" for label, value in pairs[: size // 2]) + "\n"


def _namesakes(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """Ordinary texts of people who all have one name."""
    from detector.evaluation.simulation import SimulatedUnit

    documents = list(SimulatedUnit(size, seed).documents())
    name = documents[0].author or ""
    return ((Path(one.id).name, one.text.replace(one.author or "", name)) for one in documents)


_HANDED_OUT = (
    "Đã dự đủ ba buổi sinh hoạt chuyên đề do chi bộ tổ chức vào các chiều thứ sáu cuối tháng, ghi chép đủ vào sổ tay "
    "và nộp bản thu hoạch về văn phòng trước ngày mồng năm của tháng sau theo lịch đã niêm yết."
)
_LABELS = ("Họ và tên", "Chức vụ", "Đơn vị công tác", "Ngày sinh", "Năm đánh giá", "Số điện thoại")
_KINDS = {
    "copies": _copies,
    "signed": _signed,
    "stock": _stock,
    "large": _large,
    "handed": _handed,
    "heads": _heads,
    "namesakes": _namesakes,
}


def _write(kind: str, place: Path, size: int, seed: int) -> None:
    from detector.evaluation.simulation import SimulatedUnit

    pairs: dict[str, list[list[str]]] = {name: [] for name in _GROUPS}
    if kind == "planted":
        texts, pairs = _planted(size, seed)
    else:
        texts = _KINDS[kind](size, seed)
    (place / "submissions").mkdir(parents=True, exist_ok=True)
    count = characters = 0
    for name, text in texts:
        (place / "submissions" / name).write_text(text, encoding="utf-8", newline="\n")
        count, characters = count + 1, characters + len(text)
    (place / "form").mkdir(exist_ok=True)
    (place / "form" / "blank_form.txt").write_text(SimulatedUnit(1, seed).blank_form().text, encoding="utf-8")
    made = {"size": count, "characters": characters, **pairs}
    (place / _MADE).write_text(json.dumps(made), encoding="utf-8")  # last: says that all else is there


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("kind", choices=["planted", *_KINDS])
    parser.add_argument("folder", type=Path)
    parser.add_argument("size", type=int, help="texts; of 'large' the bytes of the long one")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    _write(given.kind, given.folder, given.size, given.seed)


if __name__ == "__main__":
    main()
