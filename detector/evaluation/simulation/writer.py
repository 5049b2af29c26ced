"""One person: name, post, habits, and the sentences of each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from detector.evaluation.simulation.grammar import Deck, Rules, Template, expand
from detector.evaluation.simulation.lexicon import Templates, genre_clauses, rule_sentences
from detector.evaluation.simulation.office import Office
from detector.evaluation.simulation.variants import varied

# As in the sample unit: six of forty-six write nothing but stock and loose wording, with seven or eight of the unit's
# stock sentences each; the others use a stock sentence below every third item and one of the rule below every tenth.
BOILERPLATE_SHARE = 0.13
_STOCK_CHANCE = 0.35
_RULE_CHANCE = 0.1
_LOOSE_CHANCE = 0.3  # honest writers say nothing in particular now and then, too
_OWN_SENTENCES = {
    "politics": (1, 2), "conduct": (1, 2), "style": (1, 2), "discipline": (1, 2),
    "work": (5, 9), "service": (1, 2), "weakness": (2, 3), "plan": (2, 3),
}  # fmt: skip
_PRONOUNS = ("tôi", "tôi", "tôi", "bản thân", "bản thân tôi", "mình")
_SIGNS = ("", "", "", "- ", "+ ", "• ")


class Layer(StrEnum):
    """Who else could have written a stretch of a simulated text."""

    FORM = "form"
    RULE = "rule"
    STOCK = "stock"
    OWN = "own"


Piece = tuple[str, Layer]


@dataclass(frozen=True, slots=True)
class Writer:
    """A person and his habits.

    Attributes:
        job: row among the jobs of the vocabulary.
        sign: before each line of an item, "" for running text.
        sentences_per_line: 0 keeps an item on one line.
        keeps_instructions: leaves the form's instructions below the headings.
        fills_properly: keeps the colon of a heading and the form's first lines.
    """

    author: str
    post: str
    job: int
    rules: Rules
    is_boilerplate: bool
    sign: str
    sentences_per_line: int
    keeps_instructions: bool
    fills_properly: bool


def hire(office: Office, author: str, rng: Random) -> Writer:
    """A member of the office, drawn."""
    number = rng.randrange(len(office.vocabulary.jobs))
    job = office.vocabulary.jobs[number]
    pronoun: Template = (rng.choice(_PRONOUNS),)
    dealt = {"task": job.tasks, "result": job.results, "things": office.rules["things"]}
    dealt |= {name: rule for name, rule in office.rules.items() if name.startswith("loose_")}
    own = {name: Deck(rule, rng) for name, rule in dealt.items()}
    sign = rng.choice(_SIGNS)
    return Writer(
        author=author,
        post=rng.choice(job.posts),
        job=number,
        rules={**office.rules, **own, "me": (pronoun, pronoun, ("",))},
        is_boilerplate=rng.random() < BOILERPLATE_SHARE,
        sign=sign,
        sentences_per_line=rng.randint(1, 2) if sign else rng.choice([0, 0, 2, 3]),
        keeps_instructions=rng.random() < 0.15,
        fills_properly=rng.random() < 0.8,
    )


def pieces(office: Office, writer: Writer, topic: str, rng: Random) -> list[Piece]:
    """Sentences below one item, in order; shared ones tend to come first, as they do in real forms."""
    shared = [*_stock(office, writer, topic, rng), *_rule(writer, topic, rng)]
    own = [(text, Layer.OWN) for text in own_sentences(office, writer, topic, rng)]
    if rng.random() < 0.25:
        shared, own = own, shared
    return [*shared, *own]


def own_sentences(office: Office, writer: Writer, topic: str, rng: Random) -> Iterator[str]:
    """Sentences that a person words anew below one item."""
    low, high = (1, 3) if writer.is_boilerplate else _OWN_SENTENCES[topic]
    generic, own = office.vocabulary.generic[topic], office.vocabulary.topics[topic]
    drawn = _drawn(generic if writer.is_boilerplate else own, rng.randint(low, high), rng)
    loose_chance = _LOOSE_CHANCE if topic != "work" else 0.0
    for template in (rng.choice(generic) if rng.random() < loose_chance else template for template in drawn):
        yield sentence(varied(expand(template, writer.rules, rng), rng))


def _known_stock(topic: str, rng: Random) -> Iterator[Piece]:
    """Clauses that the whole genre uses; those below weaknesses and plans are of that kind."""
    kind = topic if topic in ("weakness", "plan") else "strength"
    for _ in range(int(rng.random() < 0.5)):
        yield rng.choice(genre_clauses()[kind]) + ".", Layer.STOCK


def _stock(office: Office, writer: Writer, topic: str, rng: Random) -> Iterator[Piece]:
    count = rng.choice([0, 1, 1, 2]) if writer.is_boilerplate else int(rng.random() < _STOCK_CHANCE)
    stock = office.stock[topic]
    chosen = dict.fromkeys(rng.choices(stock.sentences, cum_weights=stock.weights, k=count))
    yield from ((text, Layer.STOCK) for text in chosen)
    if writer.is_boilerplate:
        yield from _known_stock(topic, rng)


def _rule(writer: Writer, topic: str, rng: Random) -> Iterator[Piece]:
    sentences = rule_sentences().get(topic, ())
    chance = 0.5 if writer.is_boilerplate else _RULE_CHANCE
    if sentences and rng.random() < chance:
        yield rng.choice(sentences).rstrip(";.") + ".", Layer.RULE


def _drawn(templates: Templates, count: int, rng: Random) -> Sequence[Template]:
    """Without repeating one as long as there are others."""
    if count <= len(templates):
        return rng.sample(templates, count)
    return rng.choices(templates, k=count)


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(" ,;.") + "."
