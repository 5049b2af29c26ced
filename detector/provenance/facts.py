"""Lists of facts: what must be equal for whoever has it, so that it proves nothing about two people.

The duties of a post, entries of publications and initiatives, memberships of committees, rows of a table of figures.
They stay the person's text, and passages show them; they only weigh nothing. What marks them is their form, so that
an account of results in bullets, with figures and dates of one's own, is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from detector.corpus import Bools, Corpus, Longs
from detector.text.fold import canonical, fold
from detector.text.lexicon import resource

_DUTY_ITEMS = 3  # of a list of duties, in a row
_DUTY_FIGURES = 0.34  # share of its items that may hold a figure ("trước ngày 25 hằng tháng")
_DUTY_HABITS = 0.6  # share of its items that say how it is always done, where the heading asks for results too
_ONCE_DONE = ((" khi đã ", " khi "), (" khi da ", " khi "))  # "khi đã cắm chốt": a condition, nothing that was done
_TABLE_CELLS = 6
_TABLE_FIGURES = 0.34  # share of the cells that hold nothing but figures
_CELL_SYLLABLES = 16
_MEMBERSHIPS = 2
_BULLET = re.compile(r"\s*(?:[-–—+*•●○▪■□➢➤·\uf0b7\uf0a7]|\(?\w{1,3}[.)])\s*$")
_NUMBERED = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])(?:\.\d{1,2})*\s*[.)/]")
_QUOTE = re.compile(r"[\"“«]")
_QUOTED = re.compile(r"[\"“«][^\"”»\n]{12,400}[\"”»]")
_NUMBER_OR_YEAR = re.compile(r"(?:19|20)\d\d|\d+\s*/\s*[A-ZĐƯa-z]|\b(?:số|tr|vol|no)\b\.?\s*\d", re.I)


def mark_facts(corpus: Corpus) -> Bools:
    """Tokens of lists of duties, of citations, memberships and tables of figures, bool[tokens]."""
    lines = _Lines.of(corpus)
    mask = np.zeros(len(corpus.tokens.ids), bool)
    for find in (_duties, _citations, _memberships, _tables):
        for first, last in find(lines):
            mask[lines.indptr[first] : lines.indptr[last]] = True
    return mask


@dataclass(frozen=True, slots=True)
class _Lines:
    """Hard lines of all documents: int64[lines + 1] token rows, int32[lines] documents; folded words on demand."""

    corpus: Corpus
    indptr: Longs
    documents: Longs

    @classmethod
    def of(cls, corpus: Corpus) -> _Lines:
        """All lines."""
        table = corpus.sentences
        begins = np.ones(len(table), bool)
        begins[1:] = (np.diff(table.line_rows) != 0) | (np.diff(table.document_rows) != 0)
        indptr = np.append(table.token_indptr[:-1][begins], len(corpus.tokens.ids))
        return cls(corpus, indptr, table.document_rows[begins].astype(np.int64))

    def __len__(self) -> int:
        return len(self.documents)

    def with_any(self, words: frozenset[str]) -> Longs:
        """Lines that hold one of these folded syllables."""
        return np.unique(np.searchsorted(self.indptr, np.flatnonzero(self._are(words)), "right") - 1)

    def beginning_with(self, words: frozenset[str]) -> Longs:
        """Lines whose first syllable is one of these folded ones."""
        return np.flatnonzero(self._are(words)[self.indptr[:-1]])

    def _are(self, words: frozenset[str]) -> Bools:
        known = np.array([word in words for word in self.corpus.tokens.vocabulary], bool)
        found: Bools = known[self.corpus.tokens.ids] if len(known) else np.zeros(0, bool)
        return found

    def syllables(self, line: int) -> int:
        """How many it has."""
        return int(self.indptr[line + 1] - self.indptr[line])

    def folded(self, line: int) -> str:
        """Its folded syllables between spaces, one at either end."""
        ids = self.corpus.tokens.ids[self.indptr[line] : self.indptr[line + 1]]
        vocabulary = self.corpus.tokens.vocabulary
        return f" {' '.join(vocabulary[row] for row in ids.tolist())} "

    def verbatim(self, line: int) -> str:
        """Its characters, from the first syllable on."""
        text, start = self._place(line)
        end = text.find("\n", start)
        return text[start:] if end < 0 else text[start:end]

    def text(self, line: int) -> str:
        """The same, composed."""
        return unicodedata.normalize("NFC", self.verbatim(line))

    def before(self, line: int) -> str:
        """What stands on the line before the first syllable."""
        text, start = self._place(line)
        return text[text.rfind("\n", 0, start) + 1 : start]

    def has_figure(self, line: int) -> bool:
        """Whether a syllable begins with a digit."""
        ids = self.corpus.tokens.ids[self.indptr[line] : self.indptr[line + 1]]
        return any(self.corpus.tokens.vocabulary[row][0].isdigit() for row in ids.tolist())

    def is_item(self, line: int, document: int) -> bool:
        """Whether a list item of this document stands there."""
        if line >= len(self) or self.documents[line] != document:
            return False
        return bool(_BULLET.match(self.before(line))) or bool(re.match(r"\w{1,2}[.)]\s", self.text(line)))

    def _place(self, line: int) -> tuple[str, int]:
        return self.corpus.documents[self.documents[line]].text, int(self.corpus.tokens.starts[self.indptr[line]])


def _duties(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Items behind "Nhiệm vụ được giao:" and the like that say what a post has to do, not what was done.

    Where the line above asks for results too ("1. Công việc được giao và kết quả"), most items must also say how the
    work is always done ("đúng giờ", "hằng tháng", "khi có ...").
    """
    words = _words()
    for line in lines.with_any(frozenset(word.split()[-1] for word in words.duties)).tolist():
        plain = lines.verbatim(line).rstrip()
        if not plain.endswith(":") and not _NUMBERED.match(plain):  # most lines, before they are folded
            continue
        head, folded = lines.text(line).rstrip(), lines.folded(line)
        if not any(f" {word} " in folded for word in words.duties):
            continue
        of_results = any(f" {word} " in folded for word in words.results)
        if not head.endswith(":") and not (of_results and _NUMBERED.match(head)):
            continue
        last = first = line + 1
        while lines.is_item(last, int(lines.documents[line])):
            last += 1
        if not of_results:
            last = _end_of_duties(lines, first, last, words)
        if last - first >= _DUTY_ITEMS and _are_duties(lines, range(first, last), words, habitual=of_results):
            yield first, last


def _end_of_duties(lines: _Lines, first: int, last: int, words: _Words) -> int:
    """Where duties end that an account in items of the same sign follows: before its first deed and its figures."""
    while last > first and not _are_duties(lines, range(first, last), words, habitual=False):
        last -= 1
        while last > first and lines.has_figure(last - 1):
            last -= 1
    return last


def _are_duties(lines: _Lines, items: range, words: _Words, *, habitual: bool) -> bool:
    figures = sum(lines.has_figure(item) for item in items)
    told = sum(_tells_a_deed(lines.text(item), words) for item in items)
    habits = sum(_has_any(lines.folded(item), words.habits) for item in items) if habitual else len(items)
    return figures <= _DUTY_FIGURES * len(items) and told == 0 and habits >= _DUTY_HABITS * len(items)


def _tells_a_deed(text: str, words: _Words) -> bool:
    """By words with their marks, unless the text has none: "đất" is not "đạt", "xác minh" not "mình"."""
    spaced = re.sub(r"\W+", " ", f" {text.lower()} ")
    for condition, plain in _ONCE_DONE:
        spaced = spaced.replace(condition, plain)
    return _has_any(spaced, words.folded_deeds if spaced.isascii() else words.deeds)


def _has_any(folded: str, words: tuple[str, ...]) -> bool:
    return any(f" {word} " in folded for word in words)


def _citations(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Lines with a quoted title, a word for a work (bài báo, sáng kiến ...) and a number or a year."""
    words = _words()
    for line in lines.with_any(frozenset(word.split()[-1] for word in words.works)).tolist():
        if lines.syllables(line) > 120 or not _QUOTE.search(lines.verbatim(line)):
            continue
        folded = lines.folded(line)
        if any(f" {word} " in folded for word in words.works):
            text = lines.text(line)
            quoted = _QUOTED.search(text)
            if quoted and 5 * len(quoted.group()) >= len(text) and _NUMBER_OR_YEAR.search(text):
                yield line, line + 1


def _memberships(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Two and more items in a row that begin with an office: "Thành viên Hội đồng ..."."""
    offices = _words().offices

    def is_office(line: int) -> bool:
        folded = lines.folded(line).lstrip()
        return lines.syllables(line) <= _CELL_SYLLABLES and any(folded.startswith(f"{word} ") for word in offices)

    done = -1
    for line in lines.beginning_with(frozenset(word.split()[0] for word in offices)).tolist():
        if line < done or not is_office(line):
            continue
        last = line + 1
        while last < len(lines) and lines.documents[last] == lines.documents[line] and is_office(last):
            last += 1
        if last - line >= _MEMBERSHIPS:
            yield line, last
        done = last


def _tables(lines: _Lines) -> Iterator[tuple[int, int]]:
    """Runs of short lines of which many are figures alone: the cells of a table."""
    vocabulary = lines.corpus.tokens.vocabulary
    figure = np.array([syllable[0].isdigit() for syllable in vocabulary], bool)
    if not len(figure) or not len(lines):
        return
    lengths = np.diff(lines.indptr)
    figures = np.add.reduceat(figure[lines.corpus.tokens.ids].astype(np.int64), lines.indptr[:-1])
    alone = figures == lengths
    short = (lengths <= _CELL_SYLLABLES).astype(np.int8)
    new = np.ones(len(lines), bool)
    new[1:] = (np.diff(lines.documents) != 0) | (np.diff(short) != 0)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(lines))
    with_figures = np.add.reduceat(alone.astype(np.int64), starts) > 0
    runs = (short[starts] > 0) & (ends - starts >= _TABLE_CELLS) & with_figures
    for first, last in zip(starts[runs].tolist(), ends[runs].tolist(), strict=True):
        yield from _dense(alone[first:last], first)


def _dense(alone: Bools, first: int) -> Iterator[tuple[int, int]]:
    """The part of a run of short lines, from two cells before its first figure on, that is dense with figures."""
    places = np.flatnonzero(alone)
    new = np.append(True, np.diff(places) > 3) if len(places) else np.zeros(0, bool)
    starts = np.append(np.flatnonzero(new), len(places))
    for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        low, high = max(0, int(places[a]) - 2), min(len(alone), int(places[b - 1]) + 2)
        if high - low >= _TABLE_CELLS and b - a >= _TABLE_FIGURES * (high - low):
            yield first + low, first + high


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of resources/facts.toml, folded all but `deeds`."""

    duties: tuple[str, ...]
    results: tuple[str, ...]
    folded_deeds: tuple[str, ...]
    habits: tuple[str, ...]
    works: tuple[str, ...]
    offices: tuple[str, ...]
    deeds: tuple[str, ...]


@cache
def _words() -> _Words:
    content = resource("facts.toml")

    def folded(name: str) -> tuple[str, ...]:
        return tuple(" ".join(map(canonical, fold(word).text.split())) for word in content[name])

    return _Words(
        duties=folded("duties"),
        results=folded("results"),
        folded_deeds=folded("deeds"),
        habits=folded("habits"),
        works=folded("works"),
        offices=folded("offices"),
        deeds=tuple(content["deeds"]),
    )
