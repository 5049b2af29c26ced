"""What a record of a review says, before it is drawn as .docx or .html: names, passages, decisions, all as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detector import __version__, wording
from detector.documents import Document
from detector.findings import finding_sentence
from detector.matches import Pair, Passage, by_pair
from detector.report import Report, Submission
from detector.wording.settings import SettingRow, setting_rows
from detector.writers.cells import clean, cut
from detector.writers.decided import About, LogLine, Recorded, SetAside
from detector.writers.differences import Span, differences

# A record is read by people: more than this is for the workbook.
MAX_PAIRS = 200
MAX_PASSAGES = 60
MAX_QUOTED = 4_000
MAX_OWN_CHARACTERS = 60_000

DIFFERS, MOVED = "differs", "moved"

# Text and how it is marked: `DIFFERS`, `MOVED` or "".
Pieces = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PassageLine:
    """Both sides of a passage; see `detector.writers.differences` for what is marked, and when nothing is compared."""

    number: int
    left: Pieces
    right: Pieces
    spread: int
    bits: float
    similarity: float
    is_compared: bool


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a pair. `remark` is what a reader of its pages could not know: that its file hides words."""

    name: str
    file: str
    role: str
    year: int | None
    key: str
    share: float
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PairRecord:
    """A pair with its evidence. `decision` is "" where nobody decided; `left_out` passages are not quoted."""

    number: int
    left: Party
    right: Party
    sentence: str
    evidence: float
    passages: Sequence[PassageLine]
    left_out: int
    decision: str
    log: Sequence[LogLine]


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What was decided about one person."""

    name: str
    file: str
    decision: str
    log: Sequence[LogLine]


@dataclass(frozen=True, slots=True)
class OwnText:
    """The person whom a record is about: what was found, and the whole text in pieces, each with its class."""

    id: str
    name: str
    file: str
    findings: Sequence[str]
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Record:
    """The whole record.

    Attributes:
        unit: as printed in the head; "" in a record without names.
        group: what the pairs are a group of, in words, or "".
        changed_settings: of the scan, where they are not as usual.
        persons: those of the pairs, or of the whole run, about whom something was recorded.
    """

    lang: str
    unit: str
    names: bool
    made: date | None
    scanned: str
    log_state: str
    version: str
    submissions: int
    threshold: float
    group: str
    pairs: Sequence[PairRecord]
    pairs_left_out: int
    changed_settings: Sequence[SettingRow]
    settings_key: str
    persons: Sequence[PersonRecord] = ()
    set_aside: Sequence[SetAside] = ()
    own: OwnText | None = None

    @property
    def signers(self) -> Sequence[str]:
        """Everybody who wrote one of the texts, each once; the person alone in a record about one."""
        if self.own:
            return [self.own.name]
        return list(dict.fromkeys(side.name for pair in self.pairs for side in (pair.left, pair.right)))


def make_record(
    report: Report,
    pairs: Sequence[Pair],
    *,
    lang: str,
    names: bool,
    made: date | None = None,
    group: str = "",
    recorded: Recorded | None = None,
    whole_run: bool = False,
    whose: str = "",
) -> Record:
    """A record of these pairs of a report that already shows what may be shown, and `recorded` likewise.

    `whole_run`: with the decisions about all persons, not only those of the pairs. `whose`: id of the text of the one
    person whom it is about, with that text in full.
    """
    recorded = recorded or Recorded()
    logs = recorded.by_text()
    documents = {document.id: document for document in report.documents()}
    wanted = {pair.ids for pair in pairs[:MAX_PAIRS]}
    remarks = _hidden_words(report, {id for key in wanted for id in key}, lang)
    passages = by_pair(one for one in report.passages if one.ids in wanted)
    return Record(
        lang=lang,
        unit=_unit(report) if names else "",
        names=names,
        made=made,
        scanned=recorded.scanned,
        log_state=recorded.log_state,
        version=__version__,
        submissions=len(report.submissions),
        threshold=report.threshold,
        group=group,
        pairs=[
            _pair(number, pair, passages.get(pair.ids, ()), documents, report, lang, recorded, logs, remarks)
            for number, pair in enumerate(pairs[:MAX_PAIRS], 1)
        ],
        pairs_left_out=max(0, len(pairs) - MAX_PAIRS),
        changed_settings=[row for row in setting_rows(report.settings, lang) if row.is_changed],
        settings_key=report.settings.key(),
        persons=list(_persons(documents, recorded, logs, None if whole_run else _about(wanted, whose))),
        set_aside=[one for one in recorded.set_aside if not one.taken_back],
        own=_own_text(report.submission(whose), lang) if whose else None,
    )


def _about(pairs: Iterable[tuple[str, str]], whose: str) -> set[str]:
    return {whose} if whose else {id for pair in pairs for id in pair}


def _own_text(row: Submission, lang: str) -> OwnText:
    text, at = row.document.text[:MAX_OWN_CHARACTERS], 0
    parts: list[tuple[str, str]] = []
    for mark in row.marks:
        if mark.start < len(text):
            parts += [(text[at : mark.start], ""), (text[mark.start : mark.end], mark.kind)]
            at = mark.end
    parts.append((text[at:], ""))
    findings = [clean(finding_sentence(one, lang)) for one in row.findings]
    shown = tuple((clean(piece), kind) for piece, kind in parts if piece)
    return OwnText(row.id, _name(row.document), cut(clean(row.document.id), 200), findings, shown)


def _pair(
    number: int,
    pair: Pair,
    passages: Sequence[Passage],
    documents: Mapping[str, Document],
    report: Report,
    lang: str,
    recorded: Recorded,
    logs: Mapping[About, Sequence[LogLine]],
    remarks: Mapping[str, str],
) -> PairRecord:
    left, right = documents[pair.left_id], documents[pair.right_id]
    about = tuple(sorted(pair.ids))
    sentence = wording.pair_sentence(
        pair,
        passages,
        submissions=len(report.submissions),
        names=(_name(left), _name(right)),
        lang=lang,
    )
    return PairRecord(
        number=number,
        left=_party(left, pair.left_share, lang, remarks.get(left.id, "")),
        right=_party(right, pair.right_share, lang, remarks.get(right.id, "")),
        sentence=clean(sentence),
        evidence=pair.evidence,
        passages=[_passage(place, one, left, right) for place, one in enumerate(passages[:MAX_PASSAGES], 1)],
        left_out=max(0, len(passages) - MAX_PASSAGES),
        decision=recorded.standing.get(about, ""),
        log=logs.get(about, ()),
    )


def _persons(
    documents: Mapping[str, Document],
    recorded: Recorded,
    logs: Mapping[About, Sequence[LogLine]],
    only: set[str] | None,
) -> Iterable[PersonRecord]:
    for about, log in logs.items():
        if len(about) == 1 and (only is None or about[0] in only):
            document = documents[about[0]]
            yield PersonRecord(_name(document), cut(clean(document.id), 200), recorded.standing.get(about, ""), log)


def _hidden_words(report: Report, ids: set[str], lang: str) -> dict[str, str]:
    found = ((row.id, one) for row in report.submissions if row.id in ids for one in row.findings)
    return {id: clean(finding_sentence(one, lang)) for id, one in found if one.kind == "hidden_words"}


def _party(document: Document, share: float, lang: str, remark: str) -> Party:
    role = wording.label(wording.ROLE_LABELS, document.role.value, lang)
    return Party(_name(document), cut(clean(document.id), 200), role, document.year, document.key, share, remark)


def _name(document: Document) -> str:
    name = document.author or document.id.rsplit("/", 1)[-1]
    return cut(" ".join(clean(name).split()), 120)


def _passage(number: int, passage: Passage, left: Document, right: Document) -> PassageLine:
    texts = _quote(left, passage.left.start, passage.left.end), _quote(right, passage.right.start, passage.right.end)
    found = differences(*texts)
    return PassageLine(
        number,
        pieces(texts[0], found.left, found.moved_left),
        pieces(texts[1], found.right, found.moved_right),
        passage.spread,
        passage.rarity_bits,
        passage.similarity,
        found.is_compared,
    )


def _quote(document: Document, start: int, end: int) -> str:
    return cut(clean(document.text[start:end]), MAX_QUOTED)


def pieces(text: str, differing: Sequence[Span], moved: Sequence[Span]) -> Pieces:
    """All of a text, cut where its marking changes."""
    cut_text: list[tuple[str, str]] = []
    at = 0
    for start, end, mark in sorted([(*span, DIFFERS) for span in differing] + [(*span, MOVED) for span in moved]):
        cut_text += [(text[at:start], ""), (text[start:end], mark)]
        at = end
    return tuple(piece for piece in (*cut_text, (text[at:], "")) if piece[0])


def _unit(report: Report) -> str:
    names = (row.document.unit for row in report.submissions if row.document.unit)
    return cut(" ".join(clean(next(names, "")).split()), 120)
