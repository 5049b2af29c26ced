"""An evaluation in words and columns for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from detector.evaluation.passages import ALL, WITHOUT_HEAVY
from detector.language import number, translator
from detector.wording import N_

if TYPE_CHECKING:
    from detector.evaluation.evaluate import Evaluation

_GROUP_LABELS = {
    ALL: N_("all"),
    WITHOUT_HEAVY: N_("all but heavy rewriting"),
    "verbatim": N_("verbatim"),
    "light": N_("light edit"),
    "heavy": N_("heavy rewriting"),
    "partial": N_("part of a text"),
    "mosaic": N_("mosaic of several"),
    "self": N_("own earlier text"),
}


def format_evaluation(evaluation: Evaluation, lang: str) -> str:
    """Pairs, passages, boilerplate, groups; last what is wrong with the labels."""
    words = _Words(lang)
    blocks = (
        _pairs(evaluation, words),
        _passages(evaluation, words),
        _boilerplate(evaluation, words),
        _clusters(evaluation, words),
        _doubtful(evaluation, words),
    )
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(block))) + "\n"


class _Words:
    """The language of one text."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self.say = translator(lang).gettext

    def group(self, name: str) -> str:
        return self.say(_GROUP_LABELS[name]) if name in _GROUP_LABELS else name

    def share(self, value: float) -> str:
        return number(value, 3, self._lang)

    def names(self, title: str, names: Iterable[str]) -> Iterator[str]:
        """A line of names, or no line."""
        if text := ", ".join(names):
            yield f"  {self.say(title)}: {text}"


def _pairs(evaluation: Evaluation, words: _Words) -> Iterator[str]:
    pairs, say = evaluation.pairs, words.say
    yield say("PAIRS: precision {precision}, recall {recall}").format(
        precision=words.share(pairs.precision), recall=words.share(pairs.recall)
    )
    rows = [
        (words.group(kind), say("{found} of {labelled}").format(found=pairs.found.get(kind, 0), labelled=labelled))
        for kind, labelled in sorted(pairs.labelled.items())
    ]
    yield from _table([(say("kind"), say("found")), *rows])
    yield from words.names(N_("flagged, labelled as independent"), map(" + ".join, pairs.hard_negatives))
    yield from words.names(
        N_("flagged, not labelled"), map(" + ".join, sorted(set(pairs.false) - set(pairs.hard_negatives)))
    )
    yield from words.names(N_("flagged, copies of one source"), map(" + ".join, pairs.implied))


def _passages(evaluation: Evaluation, words: _Words) -> Iterator[str]:
    say = words.say
    yield say("PASSAGES: characters, as in the PAN text-alignment task")
    header = [N_("kind"), N_("cases"), N_("found"), "PlagDet", N_("precision"), N_("recall"), N_("granularity")]
    header += [N_("micro precision"), N_("micro recall")]
    rows = [
        (
            words.group(group),
            str(score.cases),
            str(score.detections),
            *map(words.share, (score.plagdet, score.precision, score.recall, score.granularity)),
            *map(words.share, (score.micro_precision, score.micro_recall)),
        )
        for group, score in evaluation.passages.items()
    ]
    yield from _table([tuple(map(say, header)), *rows])


def _boilerplate(evaluation: Evaluation, words: _Words) -> Iterator[str]:
    flag = evaluation.boilerplate
    yield words.say("BOILERPLATE FLAG: precision {precision}, recall {recall}").format(
        precision=words.share(flag.precision), recall=words.share(flag.recall)
    )
    yield from words.names(N_("flagged, labelled otherwise"), flag.wrong)
    yield from words.names(N_("not flagged"), flag.missed)


def _clusters(evaluation: Evaluation, words: _Words) -> Iterator[str]:
    say, clusters = words.say, evaluation.clusters
    yield say("GROUPS: B-cubed")
    header = (say("submissions"), say("number"), say("precision"), say("recall"), "F1")
    rows = [
        (say(title), str(score.items), *map(words.share, (score.precision, score.recall, score.f1)))
        for title, score in ((N_("all"), clusters.all), (N_("in a group"), clusters.grouped))
    ]
    yield from _table([header, *rows])


def _doubtful(evaluation: Evaluation, words: _Words) -> Iterator[str]:
    if evaluation.doubtful:
        yield words.say("LABELLED PASSAGES that are not exactly once in the text:")
        yield from (f"  {line}" for line in evaluation.doubtful)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Left-aligned names, right-aligned figures."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        figures = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join(["", row[0].ljust(widths[0]), *figures]).rstrip()
