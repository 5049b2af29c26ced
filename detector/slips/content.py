"""What a slip says: sentences that are stock, handed out or an earlier text's, and parts without anything concrete.

All of it is quoted from the writer's own text. What few colleagues have too is not told here: the slip goes to the
writer, and a colleague's part in it is the reviewer's to speak of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Document, ReadingNote, SkipReason
from detector.language import translator
from detector.report import Report, Submission
from detector.signals.specificity import detail_starts
from detector.text.columns import build_corpus
from detector.wording import N_, SKIP_LABELS, label, note_words
from detector.writers.cells import cut

Span = tuple[int, int]
Known = Mapping[str, list[Span]]
# What was not read: the name of a file, "" for the writer's own, and what the reader said of it.
Unread = tuple[str, ReadingNote | SkipReason]

# Why a sentence is quoted; the order of the slip.
KINDS = {
    "handed_out": N_("stands in a text that was handed out or that many have"),
    "previous": N_("stands in the earlier text too"),
    "stock": N_("stock clause: it could stand in anybody's text"),
}
MORE = N_("Further sentences of this kind in the part that are not quoted here: {count}.")
MIN_SENTENCE_WORDS = 4
# A part of fewer words says too little for the lack of a figure to mean something.
MIN_PART_WORDS = 12
MAX_QUOTES = 60
MAX_CHARACTERS = 600
_SENTENCE = re.compile(r"[^.;!?\n]+[.;!?]?")
_WORD = re.compile(r"\w+")
# Notes of the reader that a part of the file is missing from what the slip tells.
UNREAD = frozenset({"truncated", "scan_pages", "damaged_part"})
# Classes whose words are the writer's to make concrete.
_FREE = frozenset({"own", "shared", "previous", "reference"})


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the writer, and why it is quoted: one of `KINDS`."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two printed lines.

    Attributes:
        asked: the printed words before it: what the form asks there; "" before the first.
        quotes: sentences to write anew.
        more: how many further sentences of the kind are not quoted.
        is_concrete: whether it has a figure, a date, or the name of a task, a place or a person.
    """

    asked: str
    quotes: Sequence[Quote]
    is_concrete: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class Slip:
    """For one text.

    Attributes:
        parts: those with something to look at, in order of the text.
        unread: what the slip does not know: parts of the own file ("" is its name) and of files given beside it.
    """

    name: str
    unit: str
    id: str
    parts: Sequence[Part]
    unread: Sequence[Unread] = ()


def make_slips(report: Report, ids: Collection[str] | None = None) -> list[Slip]:
    """For every submission, or for these, in the order of the report."""
    rows = [row for row in report.submissions if ids is None or row.id in ids]
    if not rows:
        return []
    corpus = build_corpus([row.document for row in rows])
    order = {document.id: place for place, document in enumerate(corpus.documents)}
    details = _details(corpus, {row.id: row for row in rows})
    known = _known_places(report)
    return [_slip(row, details[order[row.id]], known.get(row.id, {})) for row in rows]


def _details(corpus: Corpus, rows: dict[str, Submission]) -> list[Sequence[int]]:
    """Characters at which concrete details begin, by document of the corpus."""
    tokens = corpus.tokens
    free: Bools = np.zeros(len(tokens.ids), bool)
    for place, document in enumerate(corpus.documents):
        first, last = tokens.document_indptr[place : place + 2].tolist()
        starts = tokens.starts[first:last]
        for mark in rows[document.id].marks:
            if mark.kind in _FREE:
                left, right = np.searchsorted(starts, (mark.start, mark.end)).tolist()
                free[first + left : first + right] = True
    begins = detail_starts(corpus, free)
    found: list[Sequence[int]] = []
    for first, last in zip(tokens.document_indptr[:-1].tolist(), tokens.document_indptr[1:].tolist(), strict=True):
        found.append(tokens.starts[first:last][begins[first:last]].tolist())
    return found


def _known_places(report: Report) -> dict[str, Known]:
    """By text and by `KINDS`: where it agrees with a text of many, a sample or the own earlier text, however little."""
    found: dict[str, Known] = defaultdict(lambda: defaultdict(list))
    for one in report.shared_texts:
        for place in one.places:
            found[place.id]["handed_out"].append((place.start, place.end))
    for passage in report.passages:
        kind = {"reference": "handed_out", "previous": "previous"}.get(passage.kind)
        if kind:
            for side in (passage.left, passage.right):
                found[side.id][kind].append((side.start, side.end))
    return found


def _slip(row: Submission, details: Sequence[int], known: Known) -> Slip:
    document = row.document
    parts = [
        part
        for asked, spans in _parts(row)
        if (part := _part(row, asked, spans, details, known)).quotes or not part.is_concrete
    ]
    return Slip(document.author or "", document.unit or "", document.id, parts, unread_parts(document))


def unread_parts(document: Document, name: str = "") -> list[Unread]:
    """What the reader left out of a text, for `Slip.unread`."""
    return [(name, note) for note in document.notes if note.code in UNREAD]


def unread_lines(slip: Slip, lang: str) -> list[str]:
    """The same in words, a line each."""
    own, lines = translator(lang).gettext("This text"), []
    for name, what in slip.unread:
        said = note_words(what, lang, raw=False) if isinstance(what, ReadingNote) else label(SKIP_LABELS, what, lang)
        lines.append(f"{name or own}: {said[:1].lower()}{said[1:]}.")
    return lines


def _parts(row: Submission) -> Iterator[tuple[str, list[Span]]]:
    """What is printed, and the writing that follows it up to the next printed line."""
    text, asked, spans = row.document.text, "", list[Span]()
    for mark in row.marks:
        if mark.kind != "form":
            spans.append((mark.start, mark.end))
        elif _WORD.search(text, mark.start, mark.end):
            if _words(text, spans):
                yield asked, spans
                asked = ""
            spans = []
            asked = f"{asked}\n{text[mark.start : mark.end].strip()}".strip()
    if _words(text, spans):
        yield asked, spans


def _words(text: str, spans: Sequence[Span]) -> int:
    return sum(len(_WORD.findall(text, start, end)) for start, end in spans)


def _part(row: Submission, asked: str, spans: Sequence[Span], details: Sequence[int], known: Known) -> Part:
    text = row.document.text
    concrete = any(bisect_left(details, start) < bisect_left(details, end) for start, end in spans)
    quotes = [
        Quote(cut(text[start:end].strip(), MAX_CHARACTERS), kind)
        for start, end in _sentences(row.document, spans)
        if (kind := _kind(row, start, end, known))
    ]
    last = "\n".join(asked.splitlines()[-2:])[-MAX_CHARACTERS:]
    shown, more = quotes[:MAX_QUOTES], max(0, len(quotes) - MAX_QUOTES)
    return Part(last, shown, concrete or _words(text, spans) < MIN_PART_WORDS, more)


def _sentences(document: Document, spans: Sequence[Span]) -> Iterator[Span]:
    """Whole sentences of the writing: marks that touch are read on."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not document.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for first, last in joined:
        for found in _SENTENCE.finditer(document.text, first, last):
            if len(_WORD.findall(found[0])) >= MIN_SENTENCE_WORDS:
                yield found.span()


def _kind(row: Submission, start: int, end: int, known: Known) -> str:
    """Why most of a sentence is no writing of one's own; "" where it is."""
    counts = {kind: _inside(start, end, [(m.start, m.end) for m in row.marks if m.kind == kind]) for kind in _MARKED}
    half = (end - start) / 2
    if max(counts["reference"], _inside(start, end, known.get("handed_out", ()))) > half:
        return "handed_out"
    if max(counts["previous"], _inside(start, end, known.get("previous", ()))) > half:
        return "previous"
    return "stock" if counts["common"] > half else ""


_MARKED = ("reference", "previous", "common")


def _inside(start: int, end: int, spans: Sequence[Span]) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)
