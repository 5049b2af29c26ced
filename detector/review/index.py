"""What a scan found, without the texts: some hundred bytes for each submission, read once and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from sqlite3 import Connection
from typing import Any

from detector.documents import Document, Role
from detector.hashes import text_digest
from detector.matches import Cluster, MethodNull, Pair, Passage, SharedText, passage_threshold
from detector.report import Marks, Submission
from detector.review.people import person_key, who_key
from detector.review.reading import Reading, read_reading
from detector.settings import Settings
from detector.storage.columns import COLUMNS, rows_of
from detector.storage.decode import (
    pair_values,
    passage_values,
    read_clusters,
    read_findings,
    read_nulls,
    read_shared_texts,
    settings_of,
    submission_values,
    text,
)
from detector.wording import period_words
from detector.writers.cells import clean
from detector.writers.html.texts import shortened
from detector.writers.questions import plain_words


@dataclass(frozen=True, slots=True)
class DocumentRow(Document):
    """A document without its text, with its row in the run file.

    Attributes:
        name: as the page calls it: the person, or else the file.
        shown_id: the id, or the name where names are hidden on the screen.
        subject: who and which time, as decisions name it.
    """

    row: int = -1
    name: str = ""
    shown_id: str = ""
    subject: str = ""

    @property
    def who(self) -> str:
        """The same for all texts of a person, as the scan found it."""
        return self.person or who_key(None, None, self.id)

    @property
    def is_submission(self) -> bool:
        """False for samples, earlier texts and forms."""
        return self.role is Role.SUBMISSION

    @property
    def file(self) -> str:
        """The file's name below the scanned folder, at a length that fits a line."""
        return shortened(self.shown_id, 90)

    def named(self, lang: str) -> str:
        """The person, and the month or quarter of a sheet."""
        period = period_words(self.period, lang)
        return f"{self.name} ({period})" if period and self.author else self.name


@dataclass(frozen=True, slots=True)
class SubmissionRow(Submission):
    """A submission without text and marks, its row in the run file, and the largest share of it that another has."""

    row: int = -1
    strongest: float = 0.0

    @property
    def flags(self) -> tuple[str, ...]:
        """Kinds of the findings, each once."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))


@dataclass(frozen=True, slots=True)
class PairRow(Pair):
    """A pair with its row in the run file, and those of its documents."""

    row: int = -1
    left: int = -1
    right: int = -1

    @property
    def rows(self) -> tuple[int, int]:
        """Of the left document and the right."""
        return self.left, self.right

    def pair(self) -> Pair:
        """Without the rows."""
        return Pair(**{one.name: getattr(self, one.name) for one in fields(Pair)})

    def other(self, row: int) -> int:
        """The document at the other end."""
        return self.right if row == self.left else self.left

    def share_of(self, row: int) -> float:
        """The share of this document's own text inside the passages."""
        return self.left_share if row == self.left else self.right_share


@dataclass(frozen=True, slots=True)
class PassageRow(Passage):
    """A passage with its row in the run file."""

    row: int = -1


@dataclass(frozen=True)
class Index:
    """Everything the lists need.

    Attributes:
        texts: by row.
        outcomes: by row.
        pairs: the flagged ones, strongest first.
        groups: by id, without the text shared by all.
        nulls: how often chance makes pairs of each method, and from which evidence they are flagged.
    """

    texts: tuple[DocumentRow, ...]
    outcomes: Mapping[int, SubmissionRow]
    pairs: tuple[PairRow, ...]
    groups: Mapping[str, Cluster]
    shared: tuple[SharedText, ...]
    settings: Settings
    meta: Mapping[str, str]
    nulls: tuple[MethodNull, ...]
    reading: Reading

    @property
    def threshold(self) -> float:
        """Bits from which pairs of passages are flagged; of several units the least."""
        return passage_threshold(self.nulls, least=self.settings.pair_min_bits)

    def text(self, row: int) -> DocumentRow:
        """The document of a row. Raises IndexError, KeyError."""
        return self.texts[row]

    @cached_property
    def ids(self) -> Sequence[str]:
        """Of the documents, by row."""
        return [text.id for text in self.texts]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Of the documents, by id."""
        return {text.id: text.row for text in self.texts}

    def rows_of(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The documents with these ids."""
        return tuple(self.rows[id] for id in ids)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The place in `shared` of each text of many, by id."""
        return {one.id: number for number, one in enumerate(self.shared)}


def read_index(connection: Connection) -> Index:
    """One pass over the tables without texts and passages."""
    texts = tuple(_texts(connection))
    ids = [text.id for text in texts]
    return Index(
        texts=texts,
        outcomes=_outcomes(connection, texts),
        pairs=tuple(pairs_where(connection, ids, "flagged = 1 ORDER BY evidence DESC, row")),
        groups={one.id: replace(one, core="") for one in read_clusters(connection, ids)},
        shared=tuple(read_shared_texts(connection, ids)),
        settings=settings_of(connection),
        meta={key: text(value) for key, value in connection.execute("SELECT key, value FROM meta")},
        nulls=read_nulls(connection),
        reading=read_reading(connection),
    )


def pairs_where(
    connection: Connection, ids: Sequence[str], condition: str = "1", values: Sequence[Any] = ()
) -> Iterator[PairRow]:
    """Pairs of the documents with these ids, by an SQL condition of this package's own."""
    for cells in rows_of(connection, "pairs", condition, values):
        yield PairRow(*pair_values(cells, ids), *cells[:3])


def passages_where(
    connection: Connection, ids: Sequence[str], condition: str, values: Sequence[int]
) -> list[PassageRow]:
    """Passages of the documents with these ids, by an SQL condition of this package's own."""
    rows = rows_of(connection, "passages", condition, values)
    return [PassageRow(*(*passage_values(cells, ids), cells[0])) for cells in rows]


def marked_text(connection: Connection, row: int) -> tuple[str, Marks]:
    """A document's text, and its marks: none where it is no submission."""
    body, marks = connection.execute(
        "SELECT text, marks FROM documents LEFT JOIN submissions ON document_row = documents.row "
        "WHERE documents.row = ?",
        (row,),
    ).fetchone()
    return text(body), Marks.of(json.loads(marks) if marks else [])


def _texts(connection: Connection) -> Iterator[DocumentRow]:
    columns = "row, id, path, author, unit, year, post, self_rating, role, key, period, person"
    for cells in connection.execute(f"SELECT {columns} FROM documents ORDER BY row"):
        row, id, path, author, unit, year, post, rating, role, key, period, person = map(text, cells)
        author = author if role != "form" else None
        name = shortened(" ".join(clean((author or id.rsplit("/", 1)[-1])[:1_000]).split()), 80) or "?"
        yield DocumentRow(
            id,
            path,
            "",
            Role(role),
            author=author,
            unit=unit,
            year=year,
            post=post,
            self_rating=rating,
            period=period,
            person=person or (who_key(author, unit, id) if author else None),
            key=key,
            row=row,
            name=name,
            shown_id=id,
            subject=person_key(author, unit, role, year, id, period),
        )


def _outcomes(connection: Connection, texts: Sequence[DocumentRow]) -> dict[int, SubmissionRow]:
    findings, best = read_findings(connection), strongest(pairs_where(connection, [one.id for one in texts]), texts)
    columns = COLUMNS["submissions"].replace("marks", "'[]'")
    return {
        row: SubmissionRow(*(texts[row], *submission_values(cells, findings.get(row, ())), row, best.get(row, 0.0)))
        for row, *cells in connection.execute(f"SELECT {columns} FROM submissions ORDER BY document_row")
    }


def strongest(pairs: Iterable[PairRow], texts: Sequence[DocumentRow]) -> dict[int, float]:
    """The largest share of the text outside form and rule that one colleague has too, however the pair was found."""
    best: dict[int, float] = {}
    for pair in pairs:
        if are_colleagues(texts[pair.left], texts[pair.right]):
            for row in pair.rows:
                best[row] = max(best.get(row, 0.0), pair.share_of(row))
    return best


def are_colleagues(left: DocumentRow, right: DocumentRow) -> bool:
    """Two submissions of two people."""
    return left.is_submission and right.is_submission and left.who != right.who


@lru_cache(maxsize=10_000)
def words_digest(words: str) -> str:
    """The same for the same words, whatever their case, marks of one form or the other, signs and spaces."""
    return text_digest(plain_words(words)).hex()
