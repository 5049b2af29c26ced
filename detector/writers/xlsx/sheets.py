"""What a workbook is made of: sheets of columns that draw rows of a report. Nothing here knows a file format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from detector.language import translator
from detector.matches import Side
from detector.places import place_of
from detector.report import Report
from detector.wording import label, place_words
from detector.writers.cells import cut
from detector.writers.decided import Recorded

Row = TypeVar("Row")
Cell = str | int | float | None

QUOTE_CHARACTERS = 500


class Look(StrEnum):
    """How the values of a column are shown."""

    TEXT = "text"
    LONG = "long"
    COUNT = "count"
    FIGURE = "figure"
    SHARE = "share"


class Words:
    """What a cell may need besides its row: the report's documents by id, the decisions, and the language."""

    def __init__(self, report: Report, lang: str, recorded: Recorded | None = None) -> None:
        self.lang = lang
        self._standing = recorded.standing if recorded else {}
        self._documents = {document.id: document for document in report.documents()}

    def say(self, message: str) -> str:
        """A message id in the language."""
        return translator(self.lang).gettext(message)

    def labels(self, labels: Mapping[str, str], codes: Iterable[str | None]) -> str:
        """The words for codes of one of the tables of `detector.wording`."""
        return "; ".join(label(labels, code, self.lang) for code in codes if code)

    def person(self, id: str) -> str:
        """Who wrote a document; its id where that is not known."""
        return self._documents[id].author or id

    def decision(self, *ids: str) -> str:
        """What stands about a pair or person, in words; "" where nobody decided."""
        return self._standing.get(tuple(sorted(ids)), "")

    def place(self, side: Side) -> str:
        """Section, page, table cell or sheet row of a passage's first word."""
        return place_words(place_of(self._documents[side.id], side.start), self.lang)

    def quote(self, side: Side) -> str:
        """The original words of one side of a passage, cut."""
        return cut(self._documents[side.id].text[side.start : side.end], QUOTE_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`title` is a message id, `detail` stands behind it in every language, `width` is in characters."""

    title: str
    value: Callable[[Row, Words], Cell]
    look: Look = Look.TEXT
    width: int = 14
    detail: str = ""

    def head(self, words: Words) -> str:
        """What stands above the column."""
        return f"{words.say(self.title)} {self.detail}".strip() if self.title else self.detail


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """One question and its answers. `title` is a message id; a `name` is shown as it is, in every language."""

    title: str
    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    name: str = ""

    def head(self, words: Words) -> str:
        """The name of the sheet."""
        return self.name or words.say(self.title)

    def cells(self, words: Words) -> Iterator[list[Cell]]:
        """The values, row by row."""
        return ([column.value(row, words) for column in self.columns] for row in self.rows)
