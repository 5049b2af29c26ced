"""What a scan found, without the texts: some hundred bytes for each submission, read once and kept."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b
from sqlite3 import Connection
from typing import Any

from detector.documents import Document, Role
from detector.matches import Method, MethodNull, Pair, passage_threshold
from detector.report import Finding, Submission
from detector.review.people import person_key, who_key
from detector.review.reading import Reading, read_reading
from detector.settings import Settings
from detector.storage.decode import read_nulls, settings_of, text
from detector.wording import period_words
from detector.writers.cells import clean
from detector.writers.html.texts import shortened


@dataclass(frozen=True, slots=True)
class Text:
    """A document without its text.

    Attributes:
        row: its number in the run file.
        name: the person, or else the file.
        person: who and which time, as decisions name it.
        who: the same for all texts of a person, as the scan found it.
    """

    row: int
    id: str
    name: str
    author: str | None
    unit: str | None
    year: int | None
    post: str | None
    rating: str | None
    role: str
    key: str
    person: str
    who: str
    period: str | None = None

    @property
    def is_submission(self) -> bool:
        """False for samples, earlier texts and forms."""
        return self.role == "submission"

    def named(self, lang: str) -> str:
        """The person, and the month or quarter of a sheet."""
        period = period_words(self.period, lang)
        return f"{self.name} ({period})" if period and self.author else self.name

    def document(self, text: str = "", path: str = "") -> Document:
        """With this text, of which the page has none."""
        person = self.who if self.author else None
        about = (self.author, self.unit, self.year, self.post, self.rating)
        return Document(
            self.id, path, text, Role(self.role), (), *about, period=self.period, person=person, key=self.key
        )

    @property
    def file(self) -> str:
        """The file's name below the scanned folder, at a length that fits a line."""
        return shortened(self.id, 90)


@dataclass(frozen=True, slots=True)
class Outcome(Submission):
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
class Group:
    """Submissions that share text; `members` are rows."""

    id: str
    kind: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A passage that more than a few people have; `people` are rows of one submission of each.

    Attributes:
        number: its place in `Index.shared`.
        text: at most `MAX_SHARED_CHARACTERS` of it.
        digest: of its folded words, as decisions name it.
    """

    number: int
    id: str
    text: str
    syllables: int
    people: tuple[int, ...]
    digest: str


MAX_SHARED_CHARACTERS = 4_000


@dataclass(frozen=True)
class Index:
    """Everything the lists need.

    Attributes:
        pairs: the flagged ones, strongest first.
        nulls: how often chance makes pairs of each method, and from which evidence they are flagged.
    """

    texts: tuple[Text, ...]
    outcomes: Mapping[int, Outcome]
    pairs: tuple[PairRow, ...]
    groups: Mapping[str, Group]
    shared: tuple[SharedRow, ...]
    settings: Settings
    meta: Mapping[str, str]
    nulls: tuple[MethodNull, ...]
    reading: Reading

    @property
    def threshold(self) -> float:
        """Bits from which pairs of passages are flagged; of several units the least."""
        return passage_threshold(self.nulls, least=self.settings.pair_min_bits)

    def text(self, row: int) -> Text:
        """The document of a row. Raises IndexError, KeyError."""
        return self.texts[row]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Of the documents, by id."""
        return {text.id: text.row for text in self.texts}


def read_index(connection: Connection) -> Index:
    """One pass over the tables without texts and passages."""
    settings = settings_of(connection)
    meta = {key: text(value) for key, value in connection.execute("SELECT key, value FROM meta")}
    texts = tuple(_texts(connection))
    outcomes = _outcomes(connection, texts)
    return Index(
        texts=texts,
        outcomes=outcomes,
        pairs=tuple(pairs_where(connection, texts, "flagged = 1 ORDER BY evidence DESC, row")),
        groups=_groups(connection),
        shared=tuple(_shared(connection)),
        settings=settings,
        meta=meta,
        nulls=read_nulls(connection),
        reading=read_reading(connection),
    )


def pairs_where(
    connection: Connection, texts: Sequence[Text], condition: str = "1", values: Sequence[Any] = ()
) -> Iterator[PairRow]:
    """Pairs of these texts by an SQL condition of this package's own."""
    for cells in connection.execute(f"SELECT * FROM pairs WHERE {condition}", values):
        row, left, right, flagged, *figures, method, threshold = cells
        ids = texts[left].id, texts[right].id
        yield PairRow(*(*ids, bool(flagged), *figures, Method(method), threshold, row, left, right))


def _texts(connection: Connection) -> Iterator[Text]:
    columns = "row, id, author, unit, year, post, self_rating, role, key, period, person"
    for cells in connection.execute(f"SELECT {columns} FROM documents ORDER BY row"):
        row, id, author, unit, year, post, rating, role, key, period, known = map(text, cells)
        author = author if role != "form" else None
        name = shortened(" ".join(clean((author or id.rsplit("/", 1)[-1])[:1_000]).split()), 80) or "?"
        person, who = person_key(author, unit, role, year, id, period), known or who_key(author, unit, id)
        yield Text(row, id, name, author, unit, year, post, rating, role, key, person, who, period)


def _outcomes(connection: Connection, texts: Sequence[Text]) -> dict[int, Outcome]:
    findings, best = _findings(connection), strongest(pairs_where(connection, texts), texts)
    columns = "document_row, syllables, shares, own_shares, cluster, measures"
    return {
        row: Outcome(
            document=texts[row].document(),
            syllables=syllables,
            shares=json.loads(shares),
            own_shares=json.loads(own_shares) if own_shares is not None else None,
            findings=tuple(findings.get(row, ())),
            cluster=cluster,
            marks=(),
            measures=json.loads(measures),
            row=row,
            strongest=best.get(row, 0.0),
        )
        for row, syllables, shares, own_shares, cluster, measures in connection.execute(
            f"SELECT {columns} FROM submissions ORDER BY document_row"
        )
    }


def _findings(connection: Connection) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    for row, kind, score, threshold, facts, evidence in connection.execute(
        "SELECT document_row, kind, score, threshold, facts, evidence FROM findings ORDER BY document_row, position"
    ):
        found[row].append(Finding(kind, score, threshold, json.loads(facts), tuple(json.loads(evidence))))
    return found


def strongest(pairs: Iterable[PairRow], texts: Sequence[Text]) -> dict[int, float]:
    """The largest share of the text outside form and rule that one colleague has too, however the pair was found."""
    best: dict[int, float] = {}
    for pair in pairs:
        if are_colleagues(texts[pair.left], texts[pair.right]):
            for row in (pair.left, pair.right):
                best[row] = max(best.get(row, 0.0), pair.share_of(row))
    return best


def are_colleagues(left: Text, right: Text) -> bool:
    """Two submissions of two people."""
    return left.is_submission and right.is_submission and left.who != right.who


def _groups(connection: Connection) -> dict[str, Group]:
    members: dict[int, list[int]] = defaultdict(list)
    for group, row in connection.execute(
        "SELECT cluster_row, document_row FROM cluster_members ORDER BY cluster_row, position"
    ):
        members[group].append(row)
    rows = connection.execute("SELECT row, id, kind FROM clusters ORDER BY row")
    return {id: Group(id, kind, tuple(members[row])) for row, id, kind in rows}


def _shared(connection: Connection) -> Iterator[SharedRow]:
    people: dict[int, list[int]] = defaultdict(list)
    for shared, row in connection.execute(
        "SELECT shared_row, document_row FROM shared_text_people ORDER BY shared_row, position"
    ):
        people[shared].append(row)
    rows = connection.execute("SELECT row, id, text, syllables FROM shared_texts ORDER BY row")
    for number, (row, id, body, syllables) in enumerate(rows):
        words = text(body)
        key = words_digest(words)
        yield SharedRow(number, id, words[:MAX_SHARED_CHARACTERS], syllables, tuple(people[row]), key)


def words_digest(words: str) -> str:
    """The same for the same words, whatever their case, marks of one form or the other, signs and spaces."""
    return blake2b(plain_words(words).encode(errors="replace"), digest_size=8).hexdigest()


def plain_words(words: str) -> str:
    """Without case, signs and line ends."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", words).casefold()))
