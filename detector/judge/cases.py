"""What is known of the documents -> the case of one submission, which the kinds of findings judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from detector.documents import Document, Role
from detector.findings import Case, FlaggedPair, Membership, WideText
from detector.judge.model import JudgedPair, Links, Measures
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.matching.shared_texts import TextOfMany
from detector.settings import Settings
from detector.submissions import Facts


def case_of(
    documents: Sequence[Document],
    row: int,
    measures: Measures,
    links: Links,
    group: tuple[str, Group] | None,
    settings: Settings,
) -> Case:
    """The case of a row; `group` is the one it belongs to, with its id."""
    strongest = links.shared[0].pair if links.shared else None
    return Case(
        document=documents[row],
        settings=settings,
        counts=measures.counts[row].tolist(),
        details=float(measures.details[row]),
        sentences=int(measures.sentences[row]),
        submissions=measures.submissions,
        shared=_seen(documents, row, links.shared),
        reference=_seen(documents, row, links.reference),
        previous=_seen(documents, row, links.previous),
        told=measures.told.get(strongest.rows, {}).get(row, {}) if strongest else {},
        group=_membership(documents, row, group, measures.submissions) if group else None,
        wide_texts=measures.wide_texts.get(row, ()),
        wide_syllables=0.0 if measures.wide_syllables is None else float(measures.wide_syllables[row]),
        printed_hidden=measures.printed_hidden,
        in_a_row=measures.in_a_row.get(row),
        silent=measures.silent.get(row),
    )


def _seen(documents: Sequence[Document], row: int, pairs: Iterable[JudgedPair]) -> list[FlaggedPair]:
    return [
        FlaggedPair(
            documents[other_row(one.pair, row)],
            one.pair.bits,
            one.threshold,
            one.method,
            one.expected,
            len(one.pair.passages),
            min((passage.spread for passage in one.pair.passages), default=2),
        )
        for one in pairs
    ]


def _membership(documents: Sequence[Document], row: int, group: tuple[str, Group], submissions: int) -> Membership:
    name, found = group
    facts: Facts = {
        "cluster": name,
        "members": len(found.members),
        "submissions": submissions,
        "core_syllables": sum(end - start for start, end in found.core),
        "only_passage": int(found.only_passage),
    }
    return Membership(facts, (documents[member].id for member in found.members if member != row))


def wide_texts(documents: Sequence[Document], texts: Iterable[TextOfMany]) -> Mapping[int, Sequence[WideText]]:
    """The texts of each row that has one."""
    found: dict[int, list[WideText]] = defaultdict(list)
    for text in texts:
        ids = tuple(documents[row].id for row in text.documents if documents[row].role is Role.SUBMISSION)
        wide = WideText(text.syllables, ids)
        for row in text.documents:
            found[row].append(wide)
    return found


def other_row(pair: FoundPair, row: int) -> int:
    """The row of the other text."""
    return pair.right if pair.left == row else pair.left
