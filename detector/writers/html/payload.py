"""The report as the JSON value that the page's script draws from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detector import wording
from detector.documents import Document, Span
from detector.findings import FLAG_LABELS, finding_sentence
from detector.matches import Cluster, Pair, Passage, by_pair
from detector.places import place_of
from detector.report import Finding, Report, Submission
from detector.signals.family import measure_lines
from detector.writers.html.compared import ComparedText, compared
from detector.writers.html.selection import MAX_PAIRS_WITH_TEXT, Selection, crowds, groups
from detector.writers.html.texts import clean, flat_marks, sentence_counts, shortened, shown_text, utf16_offset

# Order of the legend and of the stacked bars: what the person wrote, what to look at, what explains itself.
CLASSES = ("own", "shared", "previous", "reference", "common", "rule", "form")
MAX_CORE_CHARACTERS = 4_000
MAX_EVIDENCE = 20

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Index:
    """The report by id, and each document's place in the page's list of documents."""

    report: Report
    lang: str
    documents: Mapping[str, Document]
    submissions: Mapping[str, Submission]
    numbers: Mapping[str, int]
    groups: frozenset[str]
    crowds: frozenset[str]

    @classmethod
    def of(cls, report: Report, lang: str) -> Index:
        """Costs one pass; every look-up afterwards is a dictionary's."""
        documents = {document.id: document for document in report.documents()}
        numbers = {id: place for place, id in enumerate(documents)}
        submissions = {row.id: row for row in report.submissions}
        return cls(
            report,
            lang,
            documents,
            submissions,
            numbers,
            frozenset(group.id for group in groups(report)),
            crowds(report),
        )


def payload(report: Report, selection: Selection, lang: str) -> Json:
    """Everything the script needs; documents are named by their place in ``documents``."""
    index = Index.of(report, lang)
    wanted = {pair.ids for pair in selection.pairs}
    passages = by_pair(one for one in report.passages if one.ids in wanted)
    return {
        "lang": lang,
        "labels": _labels(lang),
        "documents": [_document(document, lang) for document in index.documents.values()],
        "submissions": _submissions(index, selection),
        "texts": _texts(index, selection),
        "pairs": [
            _pair(index, pair, passages.get(pair.ids, ()), place < MAX_PAIRS_WITH_TEXT, selection)
            for place, pair in enumerate(selection.pairs)
        ],
        "clusters": [_cluster(cluster, index) for cluster in groups(report)],
    }


def as_script_text(value: Json) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def display_name(document: Document, lang: str = "vi") -> str:
    """The person, and the month or quarter of a sheet; the file where no person is known."""
    period = wording.period_words(document.period, lang)
    name = document.author or document.id.rsplit("/", 1)[-1]
    return shortened(f"{name} ({period})" if period and document.author else name)


def _labels(lang: str) -> Json:
    return {
        "classes": [_class(kind, lang) for kind in CLASSES],
        "flags": {code: wording.label(FLAG_LABELS, code, lang) for code in FLAG_LABELS},
        "ratings": {code: wording.label(wording.RATING_LABELS, code, lang) for code in wording.RATING_LABELS},
        "roles": {code: wording.label(wording.ROLE_LABELS, code, lang) for code in wording.ROLE_LABELS},
    }


def _class(kind: str, lang: str) -> Json:
    return {
        "key": kind,
        "label": wording.label(wording.CLASS_LABELS, kind, lang),
        "letter": wording.class_letter(kind, lang),
        "meaning": wording.label(wording.CLASS_MEANINGS, kind, lang),
    }


def _document(document: Document, lang: str) -> Json:
    return {
        "name": display_name(document, lang),
        "file": shortened(document.id),
        "role": document.role.value,
        "year": document.year,
        "post": shortened(document.post) if document.post else None,
    }


def _submissions(index: Index, selection: Selection) -> list[Json]:
    listed = {pair.ids: place for place, pair in enumerate(selection.pairs)}
    strongest = _strongest_matches(index, listed)
    return [_submission(row, index, strongest.get(row.id)) for row in index.submissions.values()]


def _submission(row: Submission, index: Index, strongest: Json | None) -> Json:
    return {
        "document": index.numbers[row.id],
        "syllables": row.syllables,
        "shares": _shares(row.shares),
        "own_shares": _shares(row.own_shares) if row.own_shares else None,
        "findings": [_finding(finding, index) for finding in row.findings],
        "measures": [[words, figure] for _, words, figure in measure_lines(row.measures, index.lang)],
        "rating": row.document.self_rating,
        "strongest": strongest,
    }


def _finding(finding: Finding, index: Index) -> Json:
    sources = (*finding.evidence, str(finding.facts.get("source_id", "")))
    return {
        "kind": finding.kind,
        "sentence": clean(finding_sentence(finding, index.lang)),
        "evidence": list(dict.fromkeys(index.numbers[id] for id in sources if id in index.numbers))[:MAX_EVIDENCE],
    }


def _shares(shares: Mapping[str, float]) -> list[float]:
    values = dict(shares.items())
    return [round(values.get(kind, 0.0), 4) for kind in CLASSES]


def _strongest_matches(index: Index, listed: Mapping[tuple[str, str], int]) -> dict[str, Json]:
    """For each submission the colleague with whom it shares most of its own text."""
    best: dict[str, Json] = {}
    for pair in index.report.pairs:
        left, right = pair.left_id, pair.right_id
        if left in index.submissions and right in index.submissions:
            place = listed.get((left, right))
            _keep_larger(best, left, pair.left_share, index.numbers[right], place)
            _keep_larger(best, right, pair.right_share, index.numbers[left], place)
    return best


def _keep_larger(best: dict[str, Json], id: str, share: float, other: int, pair: int | None) -> None:
    if id not in best or share > best[id]["share"]:
        best[id] = {"share": round(share, 4), "other": other, "pair": pair}


def _texts(index: Index, selection: Selection) -> Json:
    carried = [document for document in index.documents.values() if document.id in selection.text_ids]
    return {str(index.numbers[document.id]): _text(document, index) for document in carried}


def _text(document: Document, index: Index) -> Json:
    text = shown_text(document)
    row = index.submissions.get(document.id)
    flat = flat_marks(row.marks if row else (), utf16_offset(text), CLASSES)
    return {"text": text, "marks": flat, "cut": len(text) < len(document.text)}


def _pair(index: Index, pair: Pair, rows: Sequence[Passage], strong: bool, selection: Selection) -> Json:
    shown = strong and bool(rows) and {pair.left_id, pair.right_id} <= selection.text_ids
    spreads = [passage.spread for passage in rows if passage.kind == "shared"]
    return {
        "left": index.numbers[pair.left_id],
        "right": index.numbers[pair.right_id],
        "evidence": round(pair.evidence, 1),
        "jaccard": round(pair.jaccard, 3),
        "cosine": round(pair.cosine, 3),
        "left_share": round(pair.left_share, 4),
        "right_share": round(pair.right_share, 4),
        "passage_count": pair.passages,
        "cluster": pair.cluster if pair.cluster in index.groups else None,
        "in_crowd": pair.flagged and pair.cluster in index.crowds,
        "rewritten": pair.method.is_rewritten,
        "between_units": _is_between(index, pair),
        "spread": min(spreads, default=None),
        "sentence": _pair_sentence(index, pair, rows, shown),
        "passages": _passages(index, rows) if shown else None,
    }


def _passages(index: Index, passages: Sequence[Passage]) -> list[Json]:
    texts = [shown_text(index.documents[side.id]) for side in (passages[0].left, passages[0].right)]
    left, right = map(ComparedText.of, texts)
    return [_passage(passage, left, right) | {"places": _places(index, passage)} for passage in passages]


def _places(index: Index, passage: Passage) -> list[str]:
    """Section, page, table cell or sheet row of both sides, in words."""
    sides = (passage.left, passage.right)
    places = (place_of(index.documents[side.id], side.start) for side in sides)
    return [shortened(wording.place_words(place, index.lang)) for place in places]


def _passage(passage: Passage, left: ComparedText, right: ComparedText) -> Json:
    return compared(left, (passage.left.start, passage.left.end), right, (passage.right.start, passage.right.end)) | {
        "kind": passage.kind,
        "similarity": round(passage.similarity, 3),
        "spread": passage.spread,
        "bits": round(passage.rarity_bits, 1),
    }


def _pair_sentence(index: Index, pair: Pair, passages: Sequence[Passage], counted: bool) -> str:
    sentence = wording.pair_sentence(
        pair,
        passages,
        submissions=len(index.submissions),
        names=(_name_in(index, pair, pair.left_id), _name_in(index, pair, pair.right_id)),
        left_sentences=_left_sentences(index, pair, passages if counted else ()),
        lang=index.lang,
    )
    return clean(sentence)


def _is_between(index: Index, pair: Pair) -> bool:
    """Whether two units of a scan of several share these passages."""
    rows = index.submissions.get(pair.left_id), index.submissions.get(pair.right_id)
    units = {row.document.unit for row in rows if row}
    return bool(index.report.units) and len(units) == 2


def _name_in(index: Index, pair: Pair, id: str) -> str:
    """With the unit, in a sentence about two."""
    document = index.documents[id]
    name = display_name(document, index.lang)
    if not _is_between(index, pair):
        return name
    return wording.person_of_unit(name, shortened(document.unit or "–"), index.lang)


def _left_sentences(index: Index, pair: Pair, passages: Sequence[Passage]) -> tuple[int, int] | None:
    """As the finding about this pair says; counted here for the pairs that have no finding of their own."""
    row = index.submissions.get(pair.left_id)
    if row is None:
        return None
    for finding in row.findings:
        facts = finding.facts
        if facts.get("other_id") == pair.right_id and "sentences" in facts and "total_sentences" in facts:
            return int(facts["sentences"]), int(facts["total_sentences"])
    if not passages:
        return None
    spans = [Span(passage.left.start, passage.left.end) for passage in passages]
    return sentence_counts(row.document.text, row.marks, spans)


def _cluster(cluster: Cluster, index: Index) -> Json:
    return {
        "id": cluster.id,
        "members": [index.numbers[id] for id in cluster.members if id in index.numbers],
        "core": clean(cluster.core[:MAX_CORE_CHARACTERS]),
        "kind": wording.label(wording.CLUSTER_LABELS, cluster.kind, index.lang),
    }
