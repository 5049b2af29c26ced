"""Texts of another kind than the simulation's: stock sentences drawn by rank from one pool, details in slots.

About half of every text is stock that all units know, and no text has a heading; so what a unit calls common is half of
what two copies have in common.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from detector.documents import Document

_POOL = 2_000
_SMALL = ("nay", "đã", "cũng", "rất", "sẽ", "lại")


@dataclass(frozen=True)
class Slots:
    """Texts in folders of their units, and the pairs (copy, source) of two units, by kind."""

    documents: tuple[Document, ...]
    near: frozenset[frozenset[str]]
    partial: frozenset[frozenset[str]]


def slots(size: int, units: int, seed: int, *, copies: int) -> Slots:
    """`size` texts dealt out over `units`; the last `copies` are copies, whole and of two fifths in turn."""
    random, pool = Random(seed), _pool()
    weights = list(accumulate(1 / (rank + 9) for rank in range(len(pool))))
    ids = [f"unit{row % units}/{row:04d}.txt" for row in range(size)]
    texts = [_sentences(random, pool, weights) for _ in range(size - copies)]
    pairs: tuple[set[frozenset[str]], set[frozenset[str]]] = (set(), set())
    for row in range(size - copies, size):
        others = [source for source in range(size - copies) if source % units != row % units]
        source, partial = random.choice(others), row % 2
        taken = texts[source]
        if partial:
            block = 2 * len(taken) // 5
            own = _sentences(random, pool, weights)
            taken = [*own[:-block], *taken[block : 2 * block]]
        texts.append([_edited(random, sentence) for sentence in taken])
        pairs[partial].add(frozenset((ids[row], ids[source])))
    found = tuple(Document(id, id, _text(sentences)) for id, sentences in zip(ids, texts, strict=True))
    return Slots(found, frozenset(pairs[0]), frozenset(pairs[1]))


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


class _Draw:
    """A word of each kind, by its name in a template."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def __getitem__(self, name: str) -> str:
        if name.startswith("n"):  # n3_980: a number in this range
            low, high = name[1:].split("_")
            return str(self._random.randint(int(low), int(high)))
        return self._random.choice(_words()[name.rstrip("2")])


_STOCK = {
    "{stock_who} {stock_how} {stock_what} {stock_where}, {stock_so}.": 62,
    "{stock_but} {stock_flaw}.": 7,
    "{stock_but} {stock_flaw}, chưa {stock_so}.": 7,
    "{stock_plan} {stock_how} {stock_what}; {stock_so}.": 14,
    "Về {stock_topics}: {stock_how} {stock_what}, {stock_so}.": 10,
}
_DETAILS = (
    "{writers} đã {tasks} về {fields} tại {places}, với {n3_980} {objects}, đạt {n50_99},{n0_99}%.",
    "Từ tháng {n1_12}/{n2018_2025}, tôi và đồng chí {family} {middle} {given} ở {offices} để {tasks}, {results}.",
    "{links}, số {objects} trong lĩnh vực {fields} tăng từ {n5_400} lên {n401_2400}, {results}.",
    "Theo Kế hoạch số {n10_999}/KH-UBND ngày {n1_28}/{n1_12}/{n2019_2025}, {offices} giao tôi {tasks}.",
    "Riêng tại {places}, bản thân tôi trực tiếp {tasks} và {tasks2} trong {n2_60} ngày, {results}.",
    "{links}, tôi tiếp {n10_600} {objects} liên quan đến {fields}; {n1_9} việc chuyển {offices}.",
    "Sáng kiến {tasks} phục vụ {fields} của tôi tại {offices} từ quý {n1_4} tiết kiệm {n5_950} triệu đồng.",
    "Qua {n2_30} lần kiểm tra {fields}, ông {family} {middle} {given} phát hiện {n1_40} {objects} sai sót.",
    "Việc {tasks} ở {offices} được tôi rút ngắn từ {n10_30} ngày xuống còn {n1_9} ngày, {results}.",
    "Tôi đã tham gia lớp bồi dưỡng về {fields} do {offices} tổ chức trong {n2_20} ngày, sau đó {tasks}.",
    "Khó khăn lớn nhất là {fields} tại {places} thiếu {n2_18} biên chế, nên tôi phải {tasks} ngoài giờ, {results}.",
)


def _pool() -> list[str]:
    draw = _Draw(Random(12345))
    random = Random(54321)
    found: dict[str, None] = {}
    while len(found) < _POOL:
        (template,) = random.choices(list(_STOCK), list(_STOCK.values()))
        found[template.format_map(draw)] = None  # type: ignore[arg-type]  # it only looks names up
    return list(found)


def _sentences(random: Random, pool: Sequence[str], weights: Sequence[float]) -> list[str]:
    draw, share = _Draw(random), random.uniform(0.4, 0.6)
    return [
        pool[min(bisect_left(weights, random.random() * weights[-1]), len(pool) - 1)]
        if random.random() < share
        else random.choice(_DETAILS).format_map(draw)  # type: ignore[arg-type]
        for _ in range(random.randint(15, 24))
    ]


def _edited(random: Random, sentence: str) -> str:
    """About one word in sixty is another one."""
    return " ".join(random.choice(_SMALL) if random.random() < 1 / 60 else word for word in sentence.split())


def _text(sentences: Sequence[str]) -> str:
    return "\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
