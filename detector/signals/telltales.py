"""Clues that are named in words beside a pair: a name or unit left in, the same wrong year, the same slip.

Only what can hardly be anything else is named. A colleague who is mentioned ("cùng đồng chí Huyền") is no clue: the
name must stand where the writer's own should, or in a passage in which the other writer names themself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from detector.corpus import Corpus
from detector.documents import Document, Role
from detector.signals.slips import slips_in_common, written
from detector.submissions import Fact, Facts
from detector.text.fold import fold

if TYPE_CHECKING:
    from detector.matching.evidence import FoundPair

SidesFacts = Mapping[int, Facts]

# The facts that a clue adds to the finding about a pair; see `find_telltales`.
CLUES = frozenset({"other_name", "other_unit", "name_there", "unit_there", "wrong_year", "usual_year", "slips"})

_TAIL_CHARACTERS = 600  # below the text: place, date, signature
_MIN_NAME_SYLLABLES = 2
_MIN_UNIT_SYLLABLES = 3
_MAX_SHOWN = 3
_USUAL_SHARE = 0.8
_MIN_YEARS = 5

# What stands right before a name; both are matched up to the place where the name begins.
_INTRODUCED = re.compile(
    r"\b(?:ho va ten|ho ten|ten toi la|toi ten la|toi ten|toi la|ban than la|ban than toi la)\s*:?\s*\Z"
)
_ADDRESSED = re.compile(r"\b(?:dong chi|d/c|dc|co|thay|ong|ba|anh|chi|em|giao vien|gv|bac si|bs)\s+\Z")
_EDGE = re.compile(r"\b")
_DATE_LINE = re.compile(r"ngay\s.{0,20}?thang\s.{0,12}?nam\s+(20\d\d)")
_PLAN_YEAR = re.compile(r"phuong huong[^.;\n]{0,40}? nam (?:hoc )?(20\d\d)")


@dataclass(frozen=True, slots=True)
class _Text:
    """One document, folded: all of it, its last lines, and who and whose it is."""

    row: int
    body: str
    tail: tuple[str, ...]
    author: str
    unit: str


def find_telltales(corpus: Corpus, pairs: Sequence[FoundPair]) -> Mapping[tuple[int, int], SidesFacts]:
    """Facts for the sentence about each pair, by pair of rows, then by the row whose finding it is.

    Facts: ``other_name`` and ``other_unit`` (they stand in this text), ``name_there`` and ``unit_there`` (this
    writer's stand in the other text), ``wrong_year`` with ``usual_year``, ``slips``.
    """
    usual = usual_year(corpus.documents)
    finder = _Finder(corpus)
    found: dict[tuple[int, int], SidesFacts] = {}
    for pair in {pair.rows: pair for pair in pairs}.values():
        here, there = finder.text(pair.left), finder.text(pair.right)
        both = _same_year(here, there, corpus, usual)
        if slips := slips_in_common(corpus, pair):
            both["slips"] = ", ".join(f"“{slip}”" for slip in slips[:_MAX_SHOWN])
        left, right = finder.left_in(pair, here, there), finder.left_in(pair, there, here)
        sides = {pair.left: both | left | _there(right), pair.right: both | right | _there(left)}
        found[pair.left, pair.right] = {row: facts for row, facts in sides.items() if facts}
    return found


def usual_year(documents: Iterable[Document]) -> int | None:
    """The year of nearly all submissions, None where there is no such year."""
    years = Counter(d.year for d in documents if d.role is Role.SUBMISSION and d.year)
    if not years:
        return None
    year, count = years.most_common(1)[0]
    return year if count >= max(_MIN_YEARS, _USUAL_SHARE * years.total()) else None


class _Finder:
    """Names and units of one writer in the text of the other."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def text(self, row: int) -> _Text:
        document = self._corpus.documents[row]
        body = _folded(document.text)
        return _Text(row, body, _tail(body), _folded(document.author or ""), _folded(document.unit or ""))

    def left_in(self, pair: FoundPair, here: _Text, there: _Text) -> dict[str, Fact]:
        """What of the writer of `there` stands `here`."""
        facts: dict[str, Fact] = {}
        if self._has_name(pair, here, there):
            facts["other_name"] = str(self._corpus.documents[there.row].author)
        if self._has_unit(pair, here, there):
            facts["other_unit"] = str(self._corpus.documents[there.row].unit)
        return facts

    def _has_name(self, pair: FoundPair, here: _Text, there: _Text) -> bool:
        name = there.author
        if len(name.split()) < _MIN_NAME_SYLLABLES or not here.author or name in here.author or here.author in name:
            return False
        if name.split()[-1] not in here.body:  # it stands nowhere: most pairs end here
            return False
        if introduces(name, here.body):
            return True
        if name in here.tail and here.author not in here.tail and name in there.tail:
            return not self._signs(name, there)
        sides = self._passages(pair, here.row)
        return any(names_themself(name, ours) and names_themself(name, theirs) for ours, theirs in sides)

    def _has_unit(self, pair: FoundPair, here: _Text, there: _Text) -> bool:
        name = there.unit
        if len(name.split()) < _MIN_UNIT_SYLLABLES or not here.unit or name in here.unit or here.unit in name:
            return False
        return any(name in ours and name in theirs for ours, theirs in self._passages(pair, here.row))

    def _signs(self, name: str, writer: _Text) -> bool:
        """Whether the name also stands below texts that others signed: a superior's, no left-over."""
        return bool(self._signed.get(name, set()) - {writer.row})

    @cached_property
    def _signed(self) -> Mapping[str, set[int]]:
        """For each writer's name the texts below which it stands beside the name of their own writer."""
        authors = {_folded(document.author or "") for document in self._corpus.documents}
        found: dict[str, set[int]] = {}
        for row, document in enumerate(self._corpus.documents):
            if document.role is Role.SUBMISSION:
                tail = _tail(_folded(document.text[-_TAIL_CHARACTERS:]))
                if _folded(document.author or "") in tail:
                    for name in authors.intersection(tail):
                        found.setdefault(name, set()).add(row)
        return found

    def _passages(self, pair: FoundPair, row: int) -> Iterator[tuple[str, str]]:
        """Folded passages, the one of `row` first."""
        for passage in pair.passages:
            left = _folded(written(self._corpus, pair.left, passage.left))
            right = _folded(written(self._corpus, pair.right, passage.right))
            yield (left, right) if row == pair.left else (right, left)


def introduces(name: str, text: str) -> bool:
    """Whether the writer of the folded text says that the folded name is theirs."""
    return any(_INTRODUCED.search(text, 0, at) for at in _places(name, text))


def names_themself(name: str, passage: str) -> bool:
    """Whether the name stands there as whole words, and nowhere as a colleague's who is mentioned."""
    if len(name.split()) <= _MIN_NAME_SYLLABLES:
        return False
    places = _places(name, passage)
    return any(_is_edge(passage, at) for at in places) and not any(_ADDRESSED.search(passage, 0, at) for at in places)


def _places(name: str, text: str) -> list[int]:
    """Where the name begins in the text, as far as it ends with the end of a word."""
    places, at = [], text.find(name)
    while at >= 0:
        if _is_edge(text, at + len(name)):
            places.append(at)
        at = text.find(name, at + 1)
    return places


def _is_edge(text: str, at: int) -> bool:
    """Whether a word begins or ends there."""
    return bool(_EDGE.match(text, at))


def _same_year(left: _Text, right: _Text, corpus: Corpus, usual: int | None) -> dict[str, Fact]:
    """A year that both texts give where the unit gives another."""
    if usual is None:
        return {}
    wrong = _wrong_years(left, corpus, usual) & _wrong_years(right, corpus, usual)
    return {"wrong_year": min(wrong), "usual_year": usual} if wrong else {}


def _wrong_years(text: _Text, corpus: Corpus, usual: int) -> set[int]:
    """Of the heading, of the line with place and date (which may be early next year), of the plans (never past)."""
    heading = corpus.documents[text.row].year
    years = {heading} - {usual, None}
    dates = {int(year) for line in text.tail for year in _DATE_LINE.findall(line)} - {usual, usual + 1}
    plans = {int(year) for year in _PLAN_YEAR.findall(text.body) if int(year) < usual}
    return {year for year in years | dates | plans if year is not None}


def _there(facts: Facts) -> dict[str, Fact]:
    """The same facts told from the other side."""
    names = {"other_name": "name_there", "other_unit": "unit_there"}
    return {names[name]: value for name, value in facts.items()}


def _tail(folded: str) -> tuple[str, ...]:
    """The last lines, without the marks around them."""
    lines = folded[-_TAIL_CHARACTERS:].split("\n")
    return tuple(" ".join(line.strip(" .…_:;,()\t").split()) for line in lines if line.strip())


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text).text
