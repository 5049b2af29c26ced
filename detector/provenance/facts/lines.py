"""Lines of all texts and the sentences on them, their words folded on demand: lists of facts are read from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detector.corpus import Bools, Corpus, Longs

_ENUMERATED = re.compile(r"\s*(?:(?:bước|điều|mục)\s+\d{1,2}\s*[.):/-]|\(?\w{1,2}[.)/]\s)\s*", re.I)
_LIST = re.compile(r":[ \t]*\n\s*(?:[-–—+*•●○▪■□➢➤·\uf0b7\uf0a7]|\(?[1a][.)/]|bước 1)", re.I)
_BULLETS = re.compile(r"[.!?…][\"”»]?[ \t]*\n[ \t]*[-–—+*•●○▪■□➢➤·\uf0b7\uf0a7]{1,3}[ \t]")  # below a sentence
_FIGURE = re.compile(r"(?<!\w)\d")
# "không quá 72 giờ", "dưới 1,2 m", "trước ngày 25", "2 giờ một lần": how it must be, not how much was done
_LIMIT = re.compile(
    r"\b(?:không (?:quá|dưới)|quá|dưới|ít nhất|nhiều nhất|tối (?:đa|thiểu)|chậm nhất|trước|sau|cứ|mỗi|trên|từ|đủ|"
    r"trong vòng)\s+(?:(?:ngày|lúc|là)\s+)?\d[\d.,/:]*|\b\d[\d.,]*\s+\w+\s+(?:một|1)\s+lần\b"
    r"|\btrong \d+ (?:phút|giờ)\b",
    re.I,
)
_BULLET = re.compile(r"\s*(?:[-–—+*•●○▪■□➢➤·\uf0b7\uf0a7]{1,3}|\(?\w{1,3}[.)])\s*$")

_MOST_REMEMBERED = 4_000  # lines


@dataclass(frozen=True, slots=True)
class Piece:
    """A half-open token range, and its text composed and folded; `folded` stands between spaces."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def syllables(self) -> int:
        """How many it has."""
        return self.end - self.start

    @property
    def item(self) -> str:
        """Its text without a number in the list."""
        return without_number(self.text)

    def has_figure(self) -> bool:
        """Whether a syllable begins with a digit, the number in the list and limits left out."""
        return _has_figure(self.text, limits=False)


def without_number(text: str) -> str:
    """An item of a list without its number: "2. Kiểm tra dầu", "Bước 2: Kiểm tra dầu"."""
    found = _ENUMERATED.match(text)
    return text[found.end() :] if found else text


@dataclass(frozen=True, slots=True)
class Lines:
    """Hard lines of all documents: int64[lines + 1] token rows, int32[lines] documents; folded words on demand.

    Attributes:
        sentences: int64[lines + 1], the first sentence of each.
        places: document and first character of each.
    """

    corpus: Corpus
    indptr: Longs
    documents: Longs
    sentences: Longs
    places: list[tuple[int, int]]

    @classmethod
    def of(cls, corpus: Corpus) -> Lines:
        """All lines."""
        table = corpus.sentences
        begins = table.line_begins()
        indptr = np.append(table.token_indptr[:-1][begins], len(corpus.tokens.ids))
        documents = table.document_rows[begins].astype(np.int64)
        places = zip(documents.tolist(), corpus.tokens.starts[indptr[:-1]].tolist(), strict=True)
        return cls(corpus, indptr, documents, np.append(np.flatnonzero(begins), len(table)), list(places))

    def __len__(self) -> int:
        return len(self.documents)

    def with_any(self, phrases: Iterable[str]) -> Longs:
        """Lines that hold one of these, given as folded syllables with spaces between them."""
        return self._with_any(phrases, self.indptr, None)

    def sentences_with_any(self, phrases: Iterable[str], *, within: int | None = None) -> Longs:
        """Sentences that hold one of these, or hold it among their first `within` syllables."""
        return self._with_any(phrases, self.corpus.sentences.token_indptr, within)

    def _with_any(self, phrases: Iterable[str], indptr: Longs, within: int | None) -> Longs:
        ids = self.corpus.tokens.ids
        row_of = {word: row for row, word in enumerate(self.corpus.tokens.vocabulary)}
        found = [np.zeros(0, np.int64)]
        for phrase in phrases:
            wanted = [row_of.get(word, -1) for word in phrase.split()]
            ends = np.flatnonzero(ids == wanted[-1]) + 1
            ends = ends[ends >= len(wanted)]
            for back, row in enumerate(reversed(wanted[:-1]), 2):
                ends = ends[ids[ends - back] == row]
            rows = np.searchsorted(indptr, ends - 1, "right") - 1
            begin = indptr[rows]
            fits = ends - len(wanted) >= begin
            found.append(rows[fits if within is None else fits & (ends - begin <= within)])
        return np.unique(np.concatenate(found))

    def of_sentences(self, sentences: Longs) -> Longs:
        """The line of each sentence, int64[sentences]."""
        lines: Longs = np.searchsorted(self.sentences, sentences, "right") - 1
        return lines

    def are(self, words: frozenset[str]) -> Bools:
        """Which tokens are one of these folded syllables."""
        known = np.array([word in words for word in self.corpus.tokens.vocabulary], bool)
        found: Bools = known[self.corpus.tokens.ids] if len(known) else np.zeros(0, bool)
        return found

    def syllables(self, line: int) -> int:
        """How many it has."""
        return int(self.indptr[line + 1] - self.indptr[line])

    def folded(self, line: int) -> str:
        """Its folded syllables between spaces, one at either end."""
        return self._folded(int(self.indptr[line]), int(self.indptr[line + 1]))

    def _folded(self, start: int, end: int) -> str:
        vocabulary = self.corpus.tokens.vocabulary
        return f" {' '.join(map(vocabulary.__getitem__, self.corpus.tokens.ids[start:end].tolist()))} "

    def range_of(self, first: int, last: int) -> tuple[int, int]:
        """The half-open token range of lines."""
        return int(self.indptr[first]), int(self.indptr[last])

    def start(self, line: int) -> int:
        """Its first token."""
        return int(self.indptr[line])

    def piece(self, start: int, end: int) -> Piece:
        """A range of tokens of one document."""
        row = int(np.searchsorted(self.corpus.tokens.document_indptr, start, "right")) - 1
        return self._piece(row, start, end)

    def _piece(self, row: int, start: int, end: int) -> Piece:
        tokens = self.corpus.tokens
        text = self.corpus.documents[row].text[int(tokens.starts[start]) : int(tokens.ends[end - 1])]
        return Piece(start, end, unicodedata.normalize("NFC", text), self._folded(start, end))

    def found(
        self, pattern: re.Pattern[str], lines: Longs | None = None, *, group: int | str = 0
    ) -> Iterator[tuple[int, int]]:
        """The token ranges of what a pattern, or its group, finds in the texts, or in those that hold these lines."""
        tokens, documents = self.corpus.tokens, self.corpus.documents
        rows = range(len(documents)) if lines is None else np.unique(self.documents[lines]).tolist()
        for row in rows:
            first, last = tokens.document_indptr[row : row + 2].tolist()
            for match in pattern.finditer(documents[row].text):
                start, end = np.searchsorted(tokens.starts[first:last], match.span(group)).tolist()
                yield first + start, first + end

    def pieces(self, line: int) -> list[Piece]:
        """The sentences of a line; a semicolon ends one."""
        return [self.sentence(row) for row in range(*self.sentences[line : line + 2].tolist())]

    def sentence(self, row: int) -> Piece:
        """A sentence; a semicolon ends one."""
        table = self.corpus.sentences
        start, end = table.token_indptr[row : row + 2].tolist()
        return self._piece(int(table.document_rows[row]), start, end)

    def rest_of_line(self, sentence: int) -> range:
        """The sentences from this one to the end of its line."""
        return range(sentence, int(self.sentences[np.searchsorted(self.sentences, sentence, "right")]))

    def sign_behind(self, sentence: int) -> str:
        """The character after a sentence, brackets and quotation marks left out."""
        table = self.corpus.sentences
        end = int(self.corpus.tokens.ends[table.token_indptr[sentence + 1] - 1])
        document = self.corpus.documents[int(table.document_rows[sentence])]
        return document.text[end : end + 3].lstrip(' )"”')[:1]

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

    def has_figure(self, line: int, *, limits: bool = True) -> bool:
        """Whether a syllable begins with a digit, the number in the list left out, and limits unless asked for."""
        return _has_figure(self.verbatim(line), limits=limits)

    def heads_of_lists(self) -> Longs:
        """Lines with a colon at their end, below which a list begins."""
        return self._before(_LIST)

    def before_bullets(self) -> Longs:
        """Sentences below which items with bullets begin."""
        found = self._before(_BULLETS)
        return found[[not _BULLET.match(self.before(line)) for line in found.tolist()]]

    def _before(self, pattern: re.Pattern[str]) -> Longs:
        """The lines that end where the pattern begins."""
        tokens, heads = self.corpus.tokens, []
        for row, document in enumerate(self.corpus.documents):
            first, last = tokens.document_indptr[row : row + 2].tolist()
            ends = [match.start() for match in pattern.finditer(document.text)]
            heads += [first + int(at) - 1 for at in np.searchsorted(tokens.starts[first:last], ends) if at > 0]
        return np.unique(np.searchsorted(self.indptr, np.array(heads, np.int64), "right") - 1)

    def end_of_list(self, first: int) -> int:
        """The line behind the items of one list that begin at a line.

        Numbers that do not go on end it, and so does a number below bullets: the next heading of the form.
        """
        line, before, (document, _) = first, None, self.places[first]
        has_bullets = not _number(self.verbatim(first))[0]
        while line < len(self) and self.places[line][0] == document:
            is_numbered, number = _number(self.verbatim(line))
            if has_bullets if is_numbered else not _BULLET.match(self.before(line)):
                break
            if number is not None and before is not None and number != before + 1:
                break
            before = before if number is None else number
            line += 1
        return line

    def _place(self, line: int) -> tuple[str, int]:
        document, start = self.places[line]
        return self.corpus.documents[document].text, start


# Of thousands of sheets most lines are those of a form: each is looked at once


@lru_cache(maxsize=_MOST_REMEMBERED)
def _has_figure(text: str, *, limits: bool) -> bool:
    item = without_number(unicodedata.normalize("NFC", text))
    return bool(_FIGURE.search(item if limits else _LIMIT.sub(" ", item)))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _number(text: str) -> tuple[bool, int | None]:
    """Whether an item has a number or letter in front, and the number."""
    numbered = _ENUMERATED.match(unicodedata.normalize("NFC", text))
    found = re.search(r"\d+", numbered.group()) if numbered else None
    return numbered is not None, int(found.group()) if found else None


def end_of_list(lines: Lines, head: int) -> int:
    """The line behind the list below a line of the same text, which may be empty."""
    below = head + 1 < len(lines) and lines.documents[head + 1] == lines.documents[head]
    return lines.end_of_list(head + 1) if below else head + 1
