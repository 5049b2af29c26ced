"""Measures and flagged pairs -> findings of one submission, with score, threshold and the facts of a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from detector.corpus import Provenance
from detector.documents import Document, HiddenWords, Role
from detector.judge.model import Facts, JudgedPair, Links, Measures
from detector.matches import Method
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.people import time_order
from detector.provenance.reuse import least_share
from detector.settings import Settings
from detector.submissions import Finding

_MOST_NAMED = 100  # of the others in a group: the group has them all, and of thousands each would name thousands
_QUOTED_CHARACTERS = 200  # of hidden words: enough to see what they are
# Share of stock, with nothing concrete beside it: 0.62 up in data/units/months and quarters
_NEARLY_ALL = 0.6
_DOUBTFUL_NOTES = frozenset({"doubtful", "ocr", "torn", "unspaced_script"})
_READING_ORDER = (
    *("unreadable", "hidden_words", "not_enough_text", "shared", "cluster", "reference", "previous", "shared_text"),
    *("boilerplate", "not_concrete"),
)


def findings_of(
    documents: Sequence[Document],
    row: int,
    measures: Measures,
    links: Links,
    group: tuple[str, Group] | None,
    settings: Settings,
) -> tuple[Finding, ...]:
    """Findings of one submission, in the order a reviewer should read them."""
    unreadable = (*_unreadable(documents, row), *_hidden_words(documents, row, measures.printed_hidden))
    if measures.personal(row) < settings.min_own_syllables:
        return (
            *unreadable,
            _shortage(row, measures, settings),
            *_equal(documents, row, measures, links.shared),
            *_cluster(documents, row, measures, group, settings),
            *_shared_text(documents, row, measures, settings),
            *_boilerplate(row, measures, settings),
        )
    return (
        *unreadable,
        *_shared(documents, row, measures, links.shared),
        *_cluster(documents, row, measures, group, settings),
        *_reference(documents, row, measures, links.reference, settings),
        *_previous(documents, row, measures, links.previous, settings),
        *_shared_text(documents, row, measures, settings),
        *_boilerplate(row, measures, settings),
    )


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of `findings_of`, where some of them were judged anew."""
    return tuple(sorted(findings, key=lambda finding: _READING_ORDER.index(finding.kind)))


def _shortage(row: int, measures: Measures, settings: Settings) -> Finding:
    syllables, minimum = measures.personal(row), settings.min_own_syllables
    silent: Facts = {"silent": measures.silent[row]} if row in measures.silent else {}
    facts = {"syllables": int(syllables), "minimum": minimum, **silent}
    return Finding("not_enough_text", syllables, float(minimum), facts)


def _unreadable(documents: Sequence[Document], row: int) -> tuple[Finding, ...]:
    return tuple(
        Finding("unreadable", 0.0, 0.0, {"code": note.code, "detail": note.detail})
        for note in documents[row].notes
        if note.code in _DOUBTFUL_NOTES
    )


def printed_hidden(documents: Iterable[Document], settings: Settings) -> frozenset[str]:
    """Hidden texts, blanks collapsed, that are the form's: it has them, or as many submissions as have a line of it."""
    forms: set[str] = set()
    counts: Counter[str] = Counter()
    submissions = 0
    for document in documents:
        texts = {_collapsed(one) for one in document.hidden}
        forms |= texts if document.role is Role.FORM else set()
        counts.update(texts if document.role is Role.SUBMISSION else ())
        submissions += document.role is Role.SUBMISSION
    if submissions < settings.scaffold_min_documents:
        return frozenset(forms)
    return frozenset(forms | {t for t, n in counts.items() if n >= settings.scaffold_min_share * submissions})


def _collapsed(words: HiddenWords) -> str:
    return " ".join(words.text.split())


def _hidden_words(documents: Sequence[Document], row: int, printed: frozenset[str]) -> tuple[Finding, ...]:
    """A lone letter or dash in white, as forms have to keep their lines apart, is nothing."""
    hidden = [one for one in documents[row].hidden if _collapsed(one) not in printed]
    words = [word for one in hidden for word in one.text.split() if any(map(str.isalnum, word))]
    if not any(sum(map(str.isalpha, word)) > 1 for word in words):
        return ()
    facts: Facts = {
        "words": len(words),
        "places": len(hidden),
        "hiding": " ".join(sorted({str(one.hiding) for one in hidden})),
        "which": _shortened(dict.fromkeys(map(_collapsed, hidden))),
    }
    return (Finding("hidden_words", float(len(words)), 1.0, facts),)


def _shortened(texts: Iterable[str]) -> str:
    """The first of them, in quotation marks as far as there is room."""
    whole = " · ".join(texts)
    return whole if len(whole) <= _QUOTED_CHARACTERS else whole[:_QUOTED_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _shared(
    documents: Sequence[Document], row: int, measures: Measures, pairs: tuple[JudgedPair, ...]
) -> tuple[Finding, ...]:
    if not pairs:
        return ()
    judged = pairs[0]
    strongest = judged.pair
    other = documents[other_row(strongest, row)]
    told = dict(measures.told.get((strongest.left, strongest.right), {}).get(row, {}))
    matched = int(told.pop("matched_syllables", 0))
    facts: Facts = {
        "other_id": other.id,
        "other_author": other.author or "",
        "matched_syllables": matched,
        "own_syllables": int(measures.personal(row)),
        "share": min(1.0, matched / max(measures.personal(row), 1.0)),
        "passages": len(strongest.passages),
        "sentences": told.pop("sentences", 0),
        "total_sentences": int(measures.sentences[row]),
        "spread": min((p.spread for p in strongest.passages), default=2),
        "submissions": measures.submissions,
        "rarity_bits": strongest.bits,
        **({} if judged.expected is None else {"expected": judged.expected}),
        "method": str(judged.method),
        **told,
    }
    ids = tuple(documents[other_row(one.pair, row)].id for one in pairs)
    return (Finding("shared", strongest.bits, judged.threshold, facts, ids),)


def _equal(
    documents: Sequence[Document], row: int, measures: Measures, pairs: tuple[JudgedPair, ...]
) -> tuple[Finding, ...]:
    """Of a text that is too short for shares: with whom it is equal, and no figure of it."""
    equal = tuple(one for one in pairs if one.method is Method.EQUAL)
    if not equal:
        return ()
    other = documents[other_row(equal[0].pair, row)]
    facts: Facts = {
        "other_id": other.id,
        "other_author": other.author or "",
        "method": str(Method.EQUAL),
        "submissions": measures.submissions,
    }
    ids = tuple(documents[other_row(one.pair, row)].id for one in equal)
    return (Finding("shared", equal[0].pair.bits, equal[0].threshold, facts, ids),)


def _cluster(
    documents: Sequence[Document], row: int, measures: Measures, group: tuple[str, Group] | None, settings: Settings
) -> tuple[Finding, ...]:
    if group is None:
        return ()
    name, found = group
    facts: Facts = {
        "cluster": name,
        "members": len(found.members),
        "submissions": measures.submissions,
        "core_syllables": sum(end - start for start, end in found.core),
        "only_passage": int(found.only_passage),
    }
    others = (documents[member].id for member in found.members if member != row)
    return member_of_group(facts, others, measures.personal(row), settings)


def member_of_group(facts: Facts, others: Iterable[str], personal: float, settings: Settings) -> tuple[Finding, ...]:
    """What is told of a member: `facts` of the group, ids of the others, syllables that are neither form nor rule."""
    members, core = int(facts["members"]), int(facts["core_syllables"])
    if members < settings.cluster_min_members:
        return ()
    share = {"share": min(1.0, core / max(personal, 1.0))} if personal >= settings.min_own_syllables else {}
    ids = tuple(islice(others, _MOST_NAMED))
    return (Finding("cluster", float(members), float(settings.cluster_min_members), {**facts, **share}, ids),)


def _reference(
    documents: Sequence[Document], row: int, measures: Measures, pairs: tuple[JudgedPair, ...], settings: Settings
) -> tuple[Finding, ...]:
    matched = measures.counts[row, Provenance.REFERENCE]
    share = float(matched / max(measures.unprinted(row), 1.0))
    if not pairs or share < settings.reference_min_share:
        return ()
    facts: Facts = {
        "source_id": documents[other_row(pairs[0].pair, row)].id,
        "share": share,
        "matched_syllables": int(matched),
        "passages": sum(len(one.pair.passages) for one in pairs),
    }
    ids = tuple(documents[other_row(one.pair, row)].id for one in pairs)
    return (Finding("reference", share, settings.reference_min_share, facts, ids),)


def _previous(
    documents: Sequence[Document], row: int, measures: Measures, pairs: tuple[JudgedPair, ...], settings: Settings
) -> tuple[Finding, ...]:
    """From the latest earlier text; of a sheet, the share of what is left after wording that many have."""
    others = (other_row(one.pair, row) for one in pairs)
    earlier = [other for other in others if time_order(documents[other]) < time_order(documents[row])]
    matched = measures.counts[row, Provenance.PREVIOUS]
    is_sheet = documents[row].period is not None
    common = float(measures.counts[row, Provenance.COMMON]) if is_sheet else 0.0
    share, least = float(matched / max(measures.personal(row) - common, 1.0)), least_share(documents[row], settings)
    if not earlier or share < least:
        return ()
    source = documents[max(earlier, key=lambda other: time_order(documents[other]))]
    facts: dict[str, int | float | str] = {
        "source_id": source.id,
        "share": share,
        "matched_syllables": int(matched),
        "own_syllables": int(measures.personal(row)),
    }
    if source.year is not None:
        facts["year"] = source.year
    if source.period is not None:
        facts["period"] = source.period
    if row in measures.in_a_row:
        facts["in_a_row"] = measures.in_a_row[row]
    return (Finding("previous", share, least, facts, (source.id,)),)


def _shared_text(
    documents: Sequence[Document], row: int, measures: Measures, settings: Settings
) -> tuple[Finding, ...]:
    """Most of what the person could have written is text that more than a few people have: from one common source."""
    matched = measures.shared_text(row)
    share = matched / max(measures.personal(row), 1.0)
    if share < settings.shared_text_min_share:
        return ()
    if documents[row].period and _is_written(row, measures, settings):
        return ()
    mine = [text for text in measures.texts if row in text.documents]
    longest = max(mine, key=lambda text: text.places[text.quoted][1] - text.places[text.quoted][0])
    having = [one for one in longest.documents if documents[one].role is Role.SUBMISSION]
    facts: Facts = {
        "texts": len(mine),
        "share": share,
        "matched_syllables": int(matched),
        "own_syllables": int(measures.personal(row)),
        "people": len(having),
        "submissions": measures.submissions,
    }
    others = islice((member for member in having if member != row), _MOST_NAMED)
    ids = tuple(documents[member].id for member in others)
    return (Finding("shared_text", share, settings.shared_text_min_share, facts, ids),)


def _is_written(row: int, measures: Measures, settings: Settings) -> bool:
    """Whether a sheet of two boxes says something of the person's work beside what many have, however short."""
    rest = measures.personal(row) - float(measures.counts[row, Provenance.COMMON])
    return rest >= settings.min_passage_syllables and float(measures.details[row]) > 0


def _boilerplate(row: int, measures: Measures, settings: Settings) -> tuple[Finding, ...]:
    """Little but rule and common wording, and nothing concrete; or only the second.

    A text that more than a few people have is no stock wording: `_shared_text` tells it; but see `_nothing_else`.
    """
    concrete = measures.concrete_per_100(row)
    if concrete >= settings.concrete_min_per_100:
        return ()
    if measures.unprinted(row) < settings.min_own_syllables:
        return _nothing_else(row, measures, settings)
    counts = measures.counts[row]
    stock = counts[Provenance.RULE] + counts[Provenance.COMMON] - measures.shared_text(row)
    share = float(stock / measures.unprinted(row))
    plain = Finding(
        "not_concrete",
        concrete,
        settings.concrete_min_per_100,
        {"concrete": int(measures.details[row]), "per_100": concrete, "syllables": int(measures.unprinted(row))},
    )
    if share < settings.boilerplate_min_share:
        return (*_nothing_else(row, measures, settings), plain)
    facts: Facts = {
        "share": share,
        "concrete_per_100": concrete,
        "common_syllables": int(counts[Provenance.COMMON]),
        "rule_syllables": int(counts[Provenance.RULE]),
        "own_syllables": int(counts[Provenance.OWN]),
    }
    return (Finding("boilerplate", share, settings.boilerplate_min_share, facts), plain)


def _nothing_else(row: int, measures: Measures, settings: Settings) -> tuple[Finding, ...]:
    """Mostly texts that more than a few people have, and nothing concrete beside them."""
    counts = measures.counts[row]
    share = float((counts[Provenance.RULE] + counts[Provenance.COMMON]) / max(measures.unprinted(row), 1.0))
    if measures.shared_text(row) < settings.min_passage_syllables or share < _NEARLY_ALL or measures.details[row]:
        return ()
    return (Finding("boilerplate", share, _NEARLY_ALL, {"nothing_else": 1}),)


def other_row(pair: FoundPair, row: int) -> int:
    return pair.right if pair.left == row else pair.left
