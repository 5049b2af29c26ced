"""Columns -> the Report: ids for rows, characters for tokens, one frozen row for each submission, pair and passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from detector.collector import collection_paused
from detector.corpus import Bytes, Corpus, Floats, Ints, Provenance
from detector.documents import Document, Role
from detector.judge import Evidence, JudgedPair, Judgement, Links, Measures
from detector.matches import Cluster, Pair, Passage, SharedText, Side
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.matching.minhash import Sketches, estimate_jaccard
from detector.matching.shared_texts import TextOfMany
from detector.matching.tfidf import cosines
from detector.provenance.marks import class_runs, quotable
from detector.provenance.people import writer_numbers
from detector.report import Figures, Pairs, Report, Submission, Table
from detector.settings import Settings

_SHARES = tuple(kind.key for kind in Provenance)
_MAJORITY = 0.5  # of the members of a group that took over text of one known sample


@collection_paused()
def assemble(
    *,
    corpus: Corpus,
    evidence: Evidence,
    judgement: Judgement,
    sketches: Sketches,
    vectors: sparse.csr_matrix,
    settings: Settings,
) -> Report:
    """Rows in a fixed order: submissions as the corpus has them, pairs by evidence, passages by pair."""
    ordered = sorted(judgement.pairs, key=lambda one: (-round(one.pair.bits, 6), one.pair.left, one.pair.right))
    sections, rows = _Sections(corpus), Rows(corpus, judgement, settings)
    submissions = [
        rows.submission(row, sections.added_to(row))
        for row, document in enumerate(corpus.documents)
        if document.role is Role.SUBMISSION
    ]
    others = (row for row, d in enumerate(corpus.documents) if d.path and d.role is not Role.SUBMISSION)
    return Report(
        settings=settings,
        submissions=Table(submissions),
        pairs=Pairs(_pairs(corpus, judgement, ordered, sketches, vectors)),
        passages=Table([passage for one in ordered for passage in _passages(corpus, one)]),
        clusters=Table(rows.clusters()),
        others=tuple(map(sections.added_to, others)),
        nulls=judgement.nulls,
        crowds=tuple(tuple(corpus.documents[row].id for row in rows) for rows in evidence.crowds),
        common_below=rows.common_below(),
        shared_texts=Table(_shared_texts(corpus, evidence.of_many)),
    )


class Rows:
    """Submissions and groups of a judgement as the report has them."""

    def __init__(self, corpus: Corpus, judgement: Judgement, settings: Settings) -> None:
        self._corpus = corpus
        self._judgement = judgement
        self._least = settings.min_own_syllables
        self._names = judgement.group_of()
        self._figures = ShownFigures(judgement.measures)
        self._runs = class_runs(corpus, judgement.classes)

    def submission(self, row: int, document: Document) -> Submission:
        """The submission of a row, about this document."""
        figures, enough = self._figures, self._judgement.measures.personal(row) >= self._least
        return Submission(
            document=document,
            syllables=figures.syllables[row],
            shares=figures.shares(row),
            own_shares=figures.own_shares(row) if enough else None,
            findings=self._judgement.findings[row],
            cluster=self._names.get(row),
            marks=self._runs.marks(row),
            measures=figures.measures(row),
        )

    def common_below(self) -> tuple[Side, ...]:
        """Where a submission's text is common wording though a flagged pair gives it another class."""
        corpus, judgement = self._corpus, self._judgement
        below = judgement.common & np.isin(judgement.classes, (Provenance.REFERENCE, Provenance.PREVIOUS))
        owners = np.where(below, corpus.token_documents() + 1, 0)
        first = np.flatnonzero(below & (np.diff(owners, prepend=0) != 0))
        last = np.flatnonzero(below & (np.diff(owners, append=0) != 0))
        columns = owners[first] - 1, corpus.tokens.starts[first], corpus.tokens.ends[last]
        runs = zip(*(column.tolist() for column in columns), strict=True)
        sides = ((corpus.documents[row], start, end) for row, start, end in runs)
        return tuple(Side(one.id, start, end) for one, start, end in sides if one.role is Role.SUBMISSION)

    def clusters(self) -> list[Cluster]:
        """All groups."""
        judgement = self._judgement
        return [_cluster(self._corpus, name, group, judgement.links) for name, group in judgement.groups.items()]


class _Sections:
    """First characters and names of the sections of all documents; one that many texts have is held once."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.sentences
        changes = np.diff(table.section_rows, prepend=-2) != 0
        changes |= np.diff(table.document_rows, prepend=-1) != 0
        first = np.flatnonzero(changes & (table.section_rows >= 0))
        self._rows = table.section_rows[first]
        self._starts = corpus.tokens.starts[table.token_indptr[first]]
        self._indptr = np.searchsorted(table.document_rows[first], np.arange(len(corpus) + 1))
        self._corpus = corpus
        self._known: dict[tuple[int, str], tuple[int, str]] = {}

    def added_to(self, row: int) -> Document:
        """The document with its sections."""
        mine = slice(*self._indptr[row : row + 2].tolist())
        names = self._corpus.sections[row]
        pairs = zip(self._starts[mine].tolist(), map(names.__getitem__, self._rows[mine].tolist()), strict=True)
        sections = tuple(self._known.setdefault(pair, pair) for pair in pairs)
        return replace(self._corpus.documents[row], sections=sections)


class ShownFigures:
    """The figures of a submission that the report shows, worked out for all documents at once."""

    def __init__(self, measures: Measures) -> None:
        counts = measures.counts
        self.syllables: list[int] = counts.sum(axis=1).astype(np.int64).tolist()
        self._shares = _rows_as_bytes(_shares(counts, ()))
        self._own_shares = _rows_as_bytes(_shares(counts, (Provenance.FORM, Provenance.RULE)))
        unprinted = np.maximum(counts.sum(axis=1) - counts[:, Provenance.FORM], 1.0)
        columns = {
            "specificity": 100 * measures.details / unprinted,
            "details": measures.details,
            "boilerplate": (counts[:, Provenance.RULE] + counts[:, Provenance.COMMON]) / unprinted,
            **measures.signals,
        }
        self._names = np.array(list(columns), dtype=object)
        self._values = np.stack(list(columns.values()), axis=1).round(6)
        self._said = ~np.isnan(self._values)
        self._known: dict[bytes, tuple[str, ...]] = {}

    def shares(self, row: int) -> Figures:
        return Figures(_SHARES, self._shares[row])

    def own_shares(self, row: int) -> Figures:
        return Figures(_SHARES, self._own_shares[row])

    def measures(self, row: int) -> Figures:
        """Without the signals that say nothing about this text."""
        said = self._said[row]
        names = self._known.get(said.tobytes())
        if names is None:
            names = self._known[said.tobytes()] = tuple(self._names[said])
        return Figures(names, self._values[row][said].tobytes())


def _shares(counts: Floats, left_out: Sequence[Provenance]) -> Floats:
    """Of the syllables of each text that are not `left_out`, float64[documents, classes]; 0 where there are none."""
    kept = counts.copy()
    kept[:, list(left_out)] = 0
    total = kept.sum(axis=1, keepdims=True)
    return kept / np.where(total == 0, 1, total)


def _rows_as_bytes(table: Floats) -> list[bytes]:
    return [row.tobytes() for row in table]


def _pairs(
    corpus: Corpus,
    judgement: Judgement,
    pairs: Sequence[JudgedPair],
    sketches: Sketches,
    vectors: sparse.csr_matrix,
) -> list[Pair]:
    left = np.array([one.pair.left for one in pairs], dtype=np.int32)
    right = np.array([one.pair.right for one in pairs], dtype=np.int32)
    classes, clusters = judgement.classes, judgement.group_of()
    jaccard, cosine = estimate_jaccard(sketches, left, right), cosines(vectors, left, right)
    return [
        Pair(
            left_id=corpus.documents[one.pair.left].id,
            right_id=corpus.documents[one.pair.right].id,
            flagged=one.flagged,
            evidence=one.pair.bits,
            jaccard=float(jaccard[at]),
            cosine=float(cosine[at]),
            left_share=covered_share(corpus, classes, one.pair.left, [p.left for p in one.pair.passages]),
            right_share=covered_share(corpus, classes, one.pair.right, [p.right for p in one.pair.passages]),
            passages=len(one.pair.passages),
            cluster=_common_cluster(clusters, one.pair),
            expected=one.expected,
            method=one.method,
            threshold=one.threshold,
        )
        for at, one in enumerate(pairs)
    ]


def _common_cluster(clusters: Mapping[int, str], pair: FoundPair) -> str | None:
    left = clusters.get(pair.left)
    return left if left == clusters.get(pair.right) else None


def covered_share(corpus: Corpus, classes: Bytes, row: int, ranges: Sequence[tuple[int, int]]) -> float:
    """Share of a text's syllables, form and rule left out, that lie inside the ranges."""
    start, end = corpus.tokens.document_indptr[row : row + 2].tolist()
    personal = ~np.isin(classes[start:end], (Provenance.FORM, Provenance.RULE))
    inside = np.zeros(end - start, bool)
    for first, last in ranges:
        inside[first - start : last - start] = True
    return float((inside & personal).sum() / max(int(personal.sum()), 1))


def _passages(corpus: Corpus, judged: JudgedPair) -> list[Passage]:
    pair = judged.pair
    left, right = corpus.documents[pair.left].id, corpus.documents[pair.right].id
    return [
        Passage(
            Side(left, *quotable(corpus, pair.left, *passage.left)),
            Side(right, *quotable(corpus, pair.right, *passage.right)),
            judged.kind.key,
            passage.similarity,
            passage.spread,
            passage.bits,
            judged.flagged,
        )
        for passage in pair.passages
    ]


def _cluster(corpus: Corpus, name: str, group: Group, links: Mapping[int, Links]) -> Cluster:
    first = group.members[0]
    quotes = []
    for start, end in group.core:
        left, right = quotable(corpus, first, start, end)
        quotes.append(corpus.documents[first].text[left:right])
    kind = "sample" if _of_one_sample(group, links) else "colleagues"
    ids = tuple(sorted(corpus.documents[member].id for member in group.members))
    return Cluster(name, ids, "\n".join(quotes), kind)


def _listed(corpus: Corpus, texts: Sequence[TextOfMany]) -> Iterator[TextOfMany]:
    """Each text with its places in submissions; without those that only one submission and earlier texts have."""
    for text in texts:
        kept = [at for at, row in enumerate(text.documents) if corpus.documents[row].role is Role.SUBMISSION]
        if len(kept) > 1:
            places = [text.places[at] for at in kept]
            most = max(range(len(kept)), key=lambda at: (kept[at] == text.quoted, places[at][1] - places[at][0], -at))
            yield TextOfMany(tuple(text.documents[at] for at in kept), tuple(places), most)


def _shared_texts(corpus: Corpus, texts: Sequence[TextOfMany]) -> list[SharedText]:
    writers = writer_numbers(corpus)
    return [_shared_text(corpus, number, one, writers) for number, one in enumerate(_listed(corpus, texts), 1)]


def _shared_text(corpus: Corpus, number: int, text: TextOfMany, writers: Ints) -> SharedText:
    sides = [
        Side(corpus.documents[row].id, *quotable(corpus, row, start, end))
        for row, (start, end) in zip(text.documents, text.places, strict=True)
    ]
    quoted = sides[text.quoted]
    _, first = np.unique(writers[list(text.documents)], return_index=True)
    return SharedText(
        f"t{number}",
        corpus.documents[text.documents[text.quoted]].text[quoted.start : quoted.end],
        text.syllables,
        tuple(sorted(sides[at].id for at in first.tolist())),
        tuple(sorted(sides, key=lambda side: (side.id, side.start))),
    )


def _of_one_sample(group: Group, links: Mapping[int, Links]) -> bool:
    """Whether most members also took over text of the same known sample: then it is likely where they have it from."""
    sides = [{row for one in links.get(member, Links()).reference for row in one.rows} for member in group.members]
    users = Counter(row for member, rows in zip(group.members, sides, strict=True) for row in rows - {member})
    return bool(users) and max(users.values()) > _MAJORITY * len(group.members)
