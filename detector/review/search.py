"""The search box: words of a name, and conditions such as ``shared:>40``, ``status:open``, ``flag:previous``.

A condition that is not understood is told, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detector.review.index import DocumentRow, PairRow, SubmissionRow
from detector.review.search_words import code_of, folded
from detector.review.state import View

_NUMBERS = re.compile(r"(?P<op>>=|<=|>|<|=)?(?P<low>\d+(?:[.,]\d+)?)%?(?:-(?P<high>\d+(?:[.,]\d+)?)%?)?")
_NUMERIC = frozenset({"shared", "own", "previous", "reference", "common", "rule", "form", "strongest", "bits", "year"})
_CODED = frozenset({"status", "flag", "group", "decision", "rating"})

Test = Callable[[float], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """A search, understood.

    Attributes:
        names: folded words that all must occur in a name or file.
        numbers: tests by condition; shares in per cent.
        codes: wanted codes by condition.
        unknown: conditions that could not be understood, as typed.
    """

    names: tuple[str, ...]
    numbers: Mapping[str, Test]
    codes: Mapping[str, str]
    unknown: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers or self.codes)


def parse(text: str) -> Query:
    """At most 500 characters are looked at."""
    names, numbers, codes, unknown = [], dict[str, Test](), dict[str, str](), []
    for word in text[:500].split():
        name, colon, value = word.partition(":")
        key = code_of(name)
        if not colon:
            names.append(folded(word))
        elif key in _NUMERIC and (test := _number_test(value)):
            numbers[key] = test
        elif key in _CODED and value:
            codes[key] = code_of(value)
        else:
            unknown.append(word)
    return Query(tuple(names), numbers, codes, tuple(unknown))


def matches_submission(view: View, query: Query, outcome: SubmissionRow) -> bool:
    """Whether a submission is found."""
    about = view.text(outcome.row)
    return (
        _has_names(query, about)
        and all(test(_figure(outcome, about, key)) for key, test in query.numbers.items())
        and all(_has_code(view, outcome, about, key, value) for key, value in query.codes.items())
    )


def matches_pair(view: View, query: Query, pair: PairRow) -> bool:
    """Whether a pair is found; ``shared`` is its larger share."""
    left, right = view.text(pair.left), view.text(pair.right)
    return (
        _has_names(query, left, right)
        and all(test(_pair_figure(pair, left, key)) for key, test in query.numbers.items())
        and all(_pair_has_code(view, pair, key, value) for key, value in query.codes.items())
    )


def _number_test(value: str) -> Test | None:
    found = _NUMBERS.fullmatch(value)
    if not found:
        return None
    low = float(found["low"].replace(",", "."))
    if found["high"]:
        high = float(found["high"].replace(",", "."))
        return None if found["op"] else lambda figure: low <= figure < high or (high >= 100 and figure >= 100)
    tests: dict[str | None, Test] = {
        ">": lambda figure: figure > low,
        ">=": lambda figure: figure >= low,
        "<": lambda figure: figure < low,
        "<=": lambda figure: figure <= low,
    }
    near: Test = lambda figure: round(figure) == round(low)  # noqa: E731
    test: Test = tests.get(found["op"], near)
    return test


def _has_names(query: Query, *texts: DocumentRow) -> bool:
    if not query.names:
        return True
    place = folded(" ".join(f"{one.name} {one.shown_id} {one.unit or ''}" for one in texts))
    return all(word in place for word in query.names)


def _figure(outcome: SubmissionRow, about: DocumentRow, key: str) -> float:
    if key == "strongest":
        return 100 * outcome.strongest
    if key == "year":
        return about.year or 0
    if key == "bits":
        return max((f.score for f in outcome.findings if f.kind == "shared"), default=0.0)
    shares = outcome.shares if key in ("form", "rule") else outcome.own_shares or {}
    return 100 * shares.get(key, 0.0)


def _pair_figure(pair: PairRow, left: DocumentRow, key: str) -> float:
    if key == "bits":
        return pair.evidence
    if key == "year":
        return left.year or 0
    return 100 * max(pair.left_share, pair.right_share)


def _has_code(view: View, outcome: SubmissionRow, about: DocumentRow, key: str, value: str) -> bool:
    if key == "flag":
        return value in outcome.flags or (value == "any" and bool(outcome.flags))
    if key == "group":
        return (outcome.cluster or "") == value
    if key == "rating":
        return (about.self_rating or "") == value
    standing = view.standings.of(outcome.row)
    if key == "decision":
        return standing is not None and standing.decision.decision == value
    state = view.matters().states.get(outcome.row, "")
    return value == state or (value == "changed" and standing is not None and standing.changed)


def _pair_has_code(view: View, pair: PairRow, key: str, value: str) -> bool:
    if key == "group":
        return (pair.cluster or "") == value
    if key in ("flag", "rating"):
        rows = [view.outcome(row) for row in pair.rows if row in view.index.outcomes]
        return any(_has_code(view, row, view.text(row.row), key, value) for row in rows)
    standing = view.standing(pair)
    if key == "decision":
        return standing is not None and standing.decision.decision == value
    state = standing.state if standing else "open"
    return value == state or (value == "changed" and standing is not None and standing.changed)
