"""What of a report goes into the page: pairs worth listing and texts worth carrying, within fixed sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from detector.documents import Document
from detector.matches import Cluster, Pair, crowd_ids
from detector.report import Report

# A browser opens 15 MB of page without a pause that is felt; a unit of 2,000 has about 8 MB of text.
MAX_LISTED_PAIRS = 5_000
MAX_PAIRS_WITH_TEXT = 300
MAX_TEXT_BYTES = 8_000_000
# The longest real submission seen has 13,000 characters; more than this is not read on a screen.
MAX_TEXT_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Pairs of the page, and the documents whose text it carries.

    Attributes:
        pairs: strongest first.
        omitted_pairs: flagged pairs that are not listed.
        omitted_texts: submissions whose text is left out.
    """

    pairs: tuple[Pair, ...]
    omitted_pairs: int
    text_ids: frozenset[str]
    omitted_texts: int


def select(report: Report) -> Selection:
    """Texts of the strongest pairs first, then those with findings, then the rest while there is room."""
    sources = _named_sources(report)
    wanted = [pair for pair in report.pairs if pair.flagged or pair.ids in sources]
    pairs = tuple(wanted[:MAX_LISTED_PAIRS])
    text_ids = frozenset(_within_budget(_by_interest(report, pairs)))
    omitted_texts = sum(row.id not in text_ids for row in report.submissions)
    return Selection(pairs, len(wanted) - len(pairs), text_ids, omitted_texts)


def _named_sources(report: Report) -> frozenset[tuple[str, str]]:
    """The pairs behind findings about a known sample or an earlier text, which are shown though not flagged."""
    return frozenset(
        (row.id, str(source))
        for row in report.submissions
        for finding in row.findings
        if finding.kind in ("reference", "previous")
        for source in (*finding.evidence, finding.facts.get("source_id", ""))
    )


def _by_interest(report: Report, pairs: tuple[Pair, ...]) -> Iterator[Document]:
    paired = chain.from_iterable(pair.ids for pair in pairs[:MAX_PAIRS_WITH_TEXT])
    found = (row.id for row in report.submissions if row.findings)
    rest = (row.id for row in report.submissions)
    by_id = {document.id: document for document in report.documents()}
    return (by_id[id] for id in dict.fromkeys(chain(paired, found, rest)))


def _within_budget(documents: Iterable[Document]) -> Iterator[str]:
    room = MAX_TEXT_BYTES
    for document in documents:
        if min(len(document.text), MAX_TEXT_CHARACTERS) > room:  # a character takes a byte or more
            continue
        size = len(document.text[:MAX_TEXT_CHARACTERS].encode("utf-8", "replace"))
        if size <= room:
            room -= size
            yield document.id


def groups(report: Report) -> list[Cluster]:
    """Clusters that are more than a pair; see `Settings.cluster_min_members`."""
    return [cluster for cluster in report.clusters if len(cluster.members) >= report.settings.cluster_min_members]


def crowds(report: Report) -> frozenset[str]:
    """Groups whose pairs are listed inside them; see `crowd_ids`."""
    return crowd_ids(groups(report), report.settings.common_rank)
