"""Measures and matches -> findings: which submissions to look at, with score, threshold and the facts of a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Provenance
from detector.documents import Document, HiddenWords, Role
from detector.matches import Method
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair
from detector.matching.shared_texts import TextOfMany
from detector.provenance.people import time_of
from detector.provenance.reuse import least_share
from detector.settings import Settings
from detector.submissions import Finding

Facts = Mapping[str, int | float | str]

_MOST_NAMED = 100  # of the others in a group: the group has them all, and of thousands each would name thousands
_QUOTED_CHARACTERS = 200  # of hidden words: enough to see what they are
# Share of stock, with nothing concrete beside it: 0.62 up in data/units/months and quarters
_NEARLY_ALL = 0.6
_DOUBTFUL_NOTES = frozenset({"doubtful", "ocr", "torn", "unspaced_script"})


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of each document, one row each.

    Attributes:
        counts: float64[documents, classes], syllables by provenance.
        details: float64[documents], concrete details in the person's text.
        sentences: float64[documents], sentences that are not printed.
        submissions: how many submissions there are.
        signals: further columns by name, float64[documents]; NaN where one says nothing.
        written: bool[tokens], neither form nor rule: what counts as matched of a person's own text; None: all.
        printed_hidden: hidden texts of the form, see `printed_hidden`.
        of_many: float64[documents], syllables in texts that more than a few people have; None: none are.
        texts: these texts.
        in_a_row: for how many periods a person handed in one text, by row; see `detector.provenance.reuse`.
        silent: sheets that say nothing, by row; see `detector.provenance.silence`.
        telltales: named clues of a pair, by its rows, then by the row whose finding tells them.
    """

    counts: Floats
    details: Floats
    sentences: Floats
    submissions: int
    signals: Mapping[str, Floats] = field(default_factory=dict)
    telltales: Mapping[tuple[int, int], Mapping[int, Facts]] = field(default_factory=dict)
    written: Bools | None = None
    printed_hidden: frozenset[str] = frozenset()
    of_many: Floats | None = None
    texts: Sequence[TextOfMany] = ()
    in_a_row: Mapping[int, int] = field(default_factory=dict)
    silent: Mapping[int, str] = field(default_factory=dict)
    _unprinted: Sequence[float] = field(init=False, repr=False)
    _personal: Sequence[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        unprinted = self.counts.sum(axis=1) - self.counts[:, Provenance.FORM]
        object.__setattr__(self, "_unprinted", unprinted.tolist())
        object.__setattr__(self, "_personal", (unprinted - self.counts[:, Provenance.RULE]).tolist())

    def personal(self, row: int) -> float:
        """Syllables that are neither form nor rule."""
        return self._personal[row]

    def unprinted(self, row: int) -> float:
        """Syllables that are not form."""
        return self._unprinted[row]

    def shared_text(self, row: int) -> float:
        """Syllables in texts that more than a few people have."""
        return 0.0 if self.of_many is None else float(self.of_many[row])

    def concrete_per_100(self, row: int) -> float:
        """Concrete details in 100 syllables that are neither form, rule nor a text of many; 0 for an empty text."""
        return 100 * float(self.details[row]) / max(self.personal(row) - self.shared_text(row), 1.0)


class Evidence(Protocol):
    """A judged pair, as far as findings look at it; see `detector.pairing.JudgedPair`."""

    @property
    def pair(self) -> FoundPair:
        """Passages and bits."""

    @property
    def expected(self) -> float | None:
        """Chance pairs with at least this evidence; None: not known."""

    @property
    def threshold(self) -> float:
        """Bits from which pairs of this unit are flagged."""

    @property
    def method(self) -> Method:
        """How it was found."""


@dataclass(frozen=True, slots=True)
class Links:
    """Flagged pairs of one document, strongest first, by what the other text is."""

    shared: tuple[Evidence, ...] = ()
    reference: tuple[Evidence, ...] = ()
    previous: tuple[Evidence, ...] = ()


def judge(
    corpus: Corpus, row: int, measures: Measures, links: Links, group: tuple[str, Group] | None, settings: Settings
) -> tuple[Finding, ...]:
    """Findings of one submission, in the order a reviewer should read them."""
    unreadable = (*_unreadable(corpus, row), *_hidden_words(corpus, row, measures.printed_hidden))
    if measures.personal(row) < settings.min_own_syllables:
        return (
            *unreadable,
            _shortage(row, measures, settings),
            *_equal(corpus, row, measures, links.shared),
            *_cluster(corpus, row, measures, group, settings),
            *_shared_text(corpus, row, measures, settings),
            *_boilerplate(row, measures, settings),
        )
    return (
        *unreadable,
        *_shared(corpus, row, measures, links.shared),
        *_cluster(corpus, row, measures, group, settings),
        *_reference(corpus, row, measures, links.reference, settings),
        *_previous(corpus, row, measures, links.previous, settings),
        *_shared_text(corpus, row, measures, settings),
        *_boilerplate(row, measures, settings),
    )


def _shortage(row: int, measures: Measures, settings: Settings) -> Finding:
    syllables, minimum = measures.personal(row), settings.min_own_syllables
    silent: Facts = {"silent": measures.silent[row]} if row in measures.silent else {}
    facts = {"syllables": int(syllables), "minimum": minimum, **silent}
    return Finding("not_enough_text", syllables, float(minimum), facts)


def _unreadable(corpus: Corpus, row: int) -> tuple[Finding, ...]:
    return tuple(
        Finding("unreadable", 0.0, 0.0, {"code": note.code, "detail": note.detail})
        for note in corpus.documents[row].notes
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


def _hidden_words(corpus: Corpus, row: int, printed: frozenset[str]) -> tuple[Finding, ...]:
    """A lone letter or dash in white, as forms have to keep their lines apart, is nothing."""
    hidden = [one for one in corpus.documents[row].hidden if _collapsed(one) not in printed]
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


def _shared(corpus: Corpus, row: int, measures: Measures, pairs: tuple[Evidence, ...]) -> tuple[Finding, ...]:
    if not pairs:
        return ()
    judged = pairs[0]
    strongest = judged.pair
    other = corpus.documents[_other(strongest, row)]
    matched = _matched_syllables(corpus, strongest, row, measures.written)
    facts: Facts = {
        "other_id": other.id,
        "other_author": other.author or "",
        "matched_syllables": matched,
        "own_syllables": int(measures.personal(row)),
        "share": min(1.0, matched / max(measures.personal(row), 1.0)),
        "passages": len(strongest.passages),
        "sentences": _matched_sentences(corpus, strongest, row),
        "total_sentences": int(measures.sentences[row]),
        "spread": min((p.spread for p in strongest.passages), default=2),
        "submissions": measures.submissions,
        "rarity_bits": strongest.bits,
        **({} if judged.expected is None else {"expected": judged.expected}),
        "method": str(judged.method),
        **measures.telltales.get((strongest.left, strongest.right), {}).get(row, {}),
    }
    ids = tuple(corpus.documents[_other(one.pair, row)].id for one in pairs)
    return (Finding("shared", strongest.bits, judged.threshold, facts, ids),)


def _equal(corpus: Corpus, row: int, measures: Measures, pairs: tuple[Evidence, ...]) -> tuple[Finding, ...]:
    """Of a text that is too short for shares: with whom it is equal, and no figure of it."""
    equal = tuple(one for one in pairs if one.method is Method.EQUAL)
    if not equal:
        return ()
    other = corpus.documents[_other(equal[0].pair, row)]
    facts: Facts = {
        "other_id": other.id,
        "other_author": other.author or "",
        "method": str(Method.EQUAL),
        "submissions": measures.submissions,
    }
    ids = tuple(corpus.documents[_other(one.pair, row)].id for one in equal)
    return (Finding("shared", equal[0].pair.bits, equal[0].threshold, facts, ids),)


def _cluster(
    corpus: Corpus, row: int, measures: Measures, group: tuple[str, Group] | None, settings: Settings
) -> tuple[Finding, ...]:
    if group is None or len(group[1].members) < settings.cluster_min_members:
        return ()
    name, found = group
    core = sum(end - start for start, end in found.core)
    facts: dict[str, int | float | str] = {
        "cluster": name,
        "members": len(found.members),
        "submissions": measures.submissions,
        "core_syllables": core,
        "only_passage": int(found.only_passage),
    }
    if measures.personal(row) >= settings.min_own_syllables:
        facts["share"] = min(1.0, core / max(measures.personal(row), 1.0))
    others = islice((member for member in found.members if member != row), _MOST_NAMED)
    ids = tuple(corpus.documents[member].id for member in others)
    return (Finding("cluster", float(len(found.members)), float(settings.cluster_min_members), facts, ids),)


def _reference(
    corpus: Corpus, row: int, measures: Measures, pairs: tuple[Evidence, ...], settings: Settings
) -> tuple[Finding, ...]:
    matched = measures.counts[row, Provenance.REFERENCE]
    share = float(matched / max(measures.unprinted(row), 1.0))
    if not pairs or share < settings.reference_min_share:
        return ()
    facts: Facts = {
        "source_id": corpus.documents[_other(pairs[0].pair, row)].id,
        "share": share,
        "matched_syllables": int(matched),
        "passages": sum(len(one.pair.passages) for one in pairs),
    }
    ids = tuple(corpus.documents[_other(one.pair, row)].id for one in pairs)
    return (Finding("reference", share, settings.reference_min_share, facts, ids),)


def _previous(
    corpus: Corpus, row: int, measures: Measures, pairs: tuple[Evidence, ...], settings: Settings
) -> tuple[Finding, ...]:
    """From the latest earlier text; of a sheet, the share of what is left after wording that many have."""
    others = (_other(one.pair, row) for one in pairs)
    earlier = [other for other in others if time_of(corpus, other) < time_of(corpus, row)]
    matched = measures.counts[row, Provenance.PREVIOUS]
    is_sheet = corpus.documents[row].period is not None
    common = float(measures.counts[row, Provenance.COMMON]) if is_sheet else 0.0
    share, least = float(matched / max(measures.personal(row) - common, 1.0)), least_share(corpus, row, settings)
    if not earlier or share < least:
        return ()
    source = corpus.documents[max(earlier, key=lambda other: time_of(corpus, other))]
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


def _shared_text(corpus: Corpus, row: int, measures: Measures, settings: Settings) -> tuple[Finding, ...]:
    """Most of what the person could have written is text that more than a few people have: from one common source."""
    matched = measures.shared_text(row)
    share = matched / max(measures.personal(row), 1.0)
    if share < settings.shared_text_min_share:
        return ()
    if corpus.documents[row].period and _is_written(row, measures, settings):
        return ()
    mine = [text for text in measures.texts if row in text.documents]
    longest = max(mine, key=lambda text: text.places[text.quoted][1] - text.places[text.quoted][0])
    having = [one for one in longest.documents if corpus.documents[one].role is Role.SUBMISSION]
    facts: Facts = {
        "texts": len(mine),
        "share": share,
        "matched_syllables": int(matched),
        "own_syllables": int(measures.personal(row)),
        "people": len(having),
        "submissions": measures.submissions,
    }
    others = islice((member for member in having if member != row), _MOST_NAMED)
    ids = tuple(corpus.documents[member].id for member in others)
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


def _other(pair: FoundPair, row: int) -> int:
    return pair.right if pair.left == row else pair.left


def _sides(pair: FoundPair, row: int) -> list[tuple[int, int]]:
    return [passage.left if pair.left == row else passage.right for passage in pair.passages]


def _matched_syllables(corpus: Corpus, pair: FoundPair, row: int, written: Bools | None) -> int:
    base = int(corpus.tokens.document_indptr[row])
    mask = np.zeros(int(corpus.tokens.document_indptr[row + 1]) - base, bool)
    for start, end in _sides(pair, row):
        mask[start - base : end - base] = True
    return int(mask.sum() if written is None else (mask & written[base : base + len(mask)]).sum())


def _matched_sentences(corpus: Corpus, pair: FoundPair, row: int) -> int:
    starts = corpus.sentences.token_indptr[:-1]
    mine = starts[slice(*np.searchsorted(starts, corpus.tokens.document_indptr[row : row + 2]).tolist())]
    edges = np.searchsorted(mine, np.array(_sides(pair, row), np.int64).reshape(-1, 2))
    return len(set().union(*(range(start, end) for start, end in edges.tolist())))
