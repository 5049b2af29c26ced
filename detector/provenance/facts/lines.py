"""Lines of all texts and the sentences on them, their words folded on demand: lists of facts are read from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
    """A half-open token range, and its text composed."""

    start: int
    end: int
    text: str

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


@dataclass(frozen=True)
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
        starts, ends = self._phrases(phrases)
        rows = np.searchsorted(indptr, ends - 1, "right") - 1
        begin = indptr[rows]
        fits = starts >= begin
        return np.unique(rows[fits if within is None else fits & (ends - begin <= within)])

    def _phrases(self, phrases: Iterable[str]) -> tuple[Longs, Longs]:
        """The half-open token ranges, int64[n] each, at which one of these stands, in no order."""
        ids = self.corpus.tokens.ids
        wanted = [phrase.split() for phrase in phrases]
        last_words = {words[-1] for words in wanted}
        at = np.flatnonzero(self.are(frozenset(last_words)))
        of_word = {word: at[ids[at] == self._row_of.get(word, -1)] + 1 for word in last_words}
        starts, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for words in wanted:
            mine = of_word[words[-1]]
            mine = mine[mine >= len(words)]
            for back, word in enumerate(reversed(words[:-1]), 2):
                mine = mine[ids[mine - back] == self._row_of.get(word, -1)]
            starts.append(mine - len(words))
            ends.append(mine)
        return np.concatenate(starts), np.concatenate(ends)

    def places_of(self, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Document and first character of each of these phrases, in order; phrases as for `with_any`."""
        tokens = self.corpus.tokens
        starts = np.unique(self._phrases(phrases)[0])
        rows = np.searchsorted(tokens.document_indptr, starts, "right") - 1
        yield from zip(rows.tolist(), tokens.starts[starts].tolist(), strict=True)

    def texts_with(self, pattern: re.Pattern[str]) -> list[int]:
        """The documents in which a pattern finds anything."""
        return [row for row, document in enumerate(self.corpus.documents) if pattern.search(document.text)]

    def places_where(
        self, pattern: re.Pattern[str], documents: Iterable[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Document and first character of all that a pattern finds, in order: in all texts, or in some."""
        for row in range(len(self.corpus)) if documents is None else documents:
            for match in pattern.finditer(self.corpus.documents[row].text):
                yield row, match.start()

    def are(self, words: frozenset[str]) -> Bools:
        """Which tokens are one of these folded syllables."""
        known = np.zeros(len(self._row_of), bool)
        known[[self._row_of[word] for word in words if word in self._row_of]] = True
        found: Bools = known[self.corpus.tokens.ids]
        return found

    @cached_property
    def _row_of(self) -> dict[str, int]:
        """The row of each folded syllable in the vocabulary."""
        return {word: row for row, word in enumerate(self.corpus.tokens.vocabulary)}

    def syllables(self, line: int) -> int:
        """How many it has."""
        return int(self.indptr[line + 1] - self.indptr[line])

    def folded(self, line: int) -> str:
        """Its folded syllables between spaces, one at either end."""
        return self.folded_range(*self.range_of(line, line + 1))

    def folded_range(self, start: int, end: int) -> str:
        """The same of a range of tokens."""
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
        return Piece(start, end, unicodedata.normalize("NFC", text))

    def found(
        self, pattern: re.Pattern[str], places: Iterable[tuple[int, int]], *, group: int | str = 0
    ) -> Iterator[tuple[int, int]]:
        """The token ranges of what a pattern, or its group, finds that begins at one of these places, given in order.

        A pattern that begins with certain words, or with what is seldom, has few places, and most texts have none.
        """
        tokens, before, behind = self.corpus.tokens, -1, 0
        for row, character in places:
            behind = behind if row == before else 0  # as in a search, what was found is not looked at again
            before = row
            if character >= behind and (match := pattern.match(self.corpus.documents[row].text, character)):
                behind = match.end()
                first, last = tokens.document_indptr[row : row + 2].tolist()
                start, end = np.searchsorted(tokens.starts[first:last], match.span(group)).tolist()
                yield first + start, first + end

    def sentence(self, row: int) -> Piece:
        """A sentence; a semicolon ends one."""
        table = self.corpus.sentences
        start, end = table.token_indptr[row : row + 2].tolist()
        return self._piece(int(table.document_rows[row]), start, end)

    def beside(self, sentence: int) -> range:
        """The sentences of the line on which one stands."""
        line = int(np.searchsorted(self.sentences, sentence, "right")) - 1
        return range(*self.sentences[line : line + 2].tolist())

    def rest_of_line(self, sentence: int) -> range:
        """The sentences from this one to the end of its line."""
        return range(sentence, self.beside(sentence).stop)

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

    @cached_property
    def lists(self) -> list[tuple[int, int]]:
        """Lines with a colon at their end, below which a list begins, and the line behind each list."""
        return [(head, end_of_list(self, head)) for head in self._before(_LIST).tolist()]

    def lists_below_sentences(self) -> list[tuple[int, int]]:
        """The same of sentences below which items with bullets begin."""
        heads = [line for line in self._before(_BULLETS).tolist() if not _BULLET.match(self.before(line))]
        return [(head, end_of_list(self, head)) for head in heads]

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
