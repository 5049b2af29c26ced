"""The figures of every submission and pair that an excluded passage touches; all others stay as the scan has them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from sqlite3 import Connection

from detector.documents import Block, BlockKind
from detector.lines import stays_flagged
from detector.review.index import Index, Outcome, PairRow, are_colleagues, pairs_where
from detector.review.rescoring.findings import Links, adjusted_findings, partners
from detector.review.rescoring.spans import Place, places_of, seeds_of
from detector.review.rescoring.tokens import Tokens, read_tokens
from detector.review.standing import Standings
from detector.storage.exclusions import ALLOWED, FORM, Exclusion
from detector.submissions import Finding
from detector.text.columns import sentence_starts
from detector.text.fold import folded_text

# Facts of a sentence that name what stands in a text; a wrong year stands in its date line, which nobody sets aside.
CLUES = ("other_name", "name_there", "other_unit", "unit_there", "slips")
PRINTED = frozenset({"form", "rule"})


@dataclass(frozen=True, slots=True)
class Masked:
    """A text some of whose syllables are excluded.

    Attributes:
        kinds: the kind of exclusion by syllable, None elsewhere.
        counts: by syllable, whether it still counts as something the person could have written.
        personal: how many syllables the person could have written; allowed ones are among them.
    """

    tokens: Tokens
    kinds: Sequence[str | None]
    counts: Sequence[bool]
    personal: int

    @classmethod
    def of(cls, tokens: Tokens, kinds: Sequence[str | None]) -> Masked:
        """Counts once."""
        personal = [name not in PRINTED and kind != FORM for name, kind in zip(tokens.classes, kinds, strict=True)]
        counts = [own and kind is None for own, kind in zip(personal, kinds, strict=True)]
        return cls(tokens, kinds, counts, sum(personal))


@dataclass(frozen=True)
class Overlay:
    """Changed figures by row, and where the excluded passages stand.

    Attributes:
        places: by exclusion row.
        spans: by document row: (start, end, kind), sorted.
    """

    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    pairs: Mapping[int, PairRow] = field(default_factory=dict)
    places: Mapping[int, Sequence[Place]] = field(default_factory=dict)
    spans: Mapping[int, Sequence[tuple[int, int, str]]] = field(default_factory=dict)


def build_overlay(
    connection: Connection,
    index: Index,
    standings: Standings,
    exclusions: Iterable[Exclusion],
    known: Mapping[int, Sequence[Place]],
) -> Overlay:
    """Reads only the texts that an exclusion touches and those they are paired with.

    `known` are places of exclusions that were looked for in this scan before.
    """
    # Every text that has the passage, read once: the words of all of them are shared strings.
    read = lru_cache(maxsize=None)(partial(read_tokens, connection))
    exclusions = list(exclusions)
    places = {
        one.row: known.get(one.row) or places_of(connection, seeds_of(one, standings, read), read) for one in exclusions
    }
    spans = painted(places, exclusions)
    if not spans:
        return Overlay(places=places)
    masked = _Masks(read, spans)
    touched = _touched_pairs(connection, masked.rows)
    pairs = {pair.row: _adjusted_pair(connection, index, pair, masked) for pair in touched}
    outcomes = {
        row: _adjusted_outcome(connection, index, index.outcomes[row], masked.of(row), pairs)
        for row in masked.rows
        if row in index.outcomes
    }
    links = Links.of(index, pairs)
    outcomes = {row: _with_told(connection, index, outcome, masked, links) for row, outcome in outcomes.items()}
    outcomes = {row: adjusted_findings(index, outcome, links) for row, outcome in outcomes.items()}
    return Overlay(outcomes, pairs, places, spans)


def painted(
    places: Mapping[int, Sequence[Place]], exclusions: Iterable[Exclusion]
) -> dict[int, list[tuple[int, int, str]]]:
    """The excluded spans of each document: (start, end, kind), sorted."""
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for exclusion in exclusions:
        for place in places.get(exclusion.row, ()):
            spans[place.row].append((place.start, place.end, exclusion.effect))
    return {row: sorted(found) for row, found in spans.items()}


class _Masks:
    def __init__(self, read: Callable[[int], Tokens], spans: Mapping[int, Sequence[tuple[int, int, str]]]) -> None:
        self.rows = sorted(spans)
        self._spans = spans
        self._read = read
        self._made: dict[int, Masked] = {}

    def of(self, row: int) -> Masked:
        if row not in self._made:
            tokens = self._read(row)
            kinds: list[str | None] = [None] * len(tokens.starts)
            # Form last: what is printed is nobody's, allowed or not.
            for start, end, kind in sorted(self._spans.get(row, ()), key=lambda span: span[2] == FORM):
                for at in tokens.inside(start, end):
                    kinds[at] = kind
            self._made[row] = Masked.of(tokens, kinds)
        return self._made[row]


def _touched_pairs(connection: Connection, rows: Sequence[int]) -> list[PairRow]:
    found: dict[int, PairRow] = {}
    for row in rows:
        found |= {pair.row: pair for pair in pairs_where(connection, "left_row = ? OR right_row = ?", (row, row))}
    return list(found.values())


def _adjusted_pair(connection: Connection, index: Index, pair: PairRow, masks: _Masks) -> PairRow:
    left, right = masks.of(pair.left), masks.of(pair.right)
    rows = connection.execute(
        "SELECT left_start, left_end, right_start, right_end, rarity_bits FROM passages "
        "WHERE left_row = ? AND right_row = ? ORDER BY row",
        (pair.left, pair.right),
    ).fetchall()
    evidence, kept, inside = pair.evidence, 0, (set[int](), set[int]())
    # What was found by its meaning has no bits of its own: its passages carry the evidence in equal parts.
    part = 0.0 if any(bits for *_, bits in rows) else pair.evidence / max(len(rows), 1)
    for left_start, left_end, right_start, right_end, bits in rows:
        ranges = left.tokens.inside(left_start, left_end), right.tokens.inside(right_start, right_end)
        gone = max(excluded_share(left, ranges[0]), excluded_share(right, ranges[1]))
        evidence -= (bits or part) * gone
        kept += gone < 1
        inside[0].update(ranges[0])
        inside[1].update(ranges[1])
    evidence, kind = max(evidence, 0.0), index.kind_of(pair)
    return replace(
        pair,
        evidence=evidence,
        flagged=pair.flagged and (kept > 0 or not rows) and stays_flagged(kind, evidence, pair.threshold),
        expected=_expected(index, pair, evidence),
        passages=kept,
        left_share=_covered_share(left, inside[0]),
        right_share=_covered_share(right, inside[1]),
    )


def _expected(index: Index, pair: PairRow, evidence: float) -> float | None:
    """Chance pairs with as much evidence as is left; None where nobody knows."""
    known = index.null_of(pair)
    if evidence == pair.evidence or pair.expected is None:
        return pair.expected
    return max(known.null.expected(evidence), pair.expected) if known and known.null else None


def excluded_share(masked: Masked, syllables: range) -> float:
    """Of the syllables of a passage that are not print, the share that is excluded; 0 for none."""
    counted = [at for at in syllables if masked.tokens.classes[at] not in PRINTED] or list(syllables)
    return sum(masked.kinds[at] is not None for at in counted) / len(counted) if counted else 0.0


def _covered_share(masked: Masked, inside: set[int]) -> float:
    return sum(map(masked.counts.__getitem__, inside)) / max(masked.personal, 1)


def _adjusted_outcome(
    connection: Connection, index: Index, outcome: Outcome, masked: Masked, pairs: Mapping[int, PairRow]
) -> Outcome:
    moved = Counter(
        (was, "form" if kind == FORM else ALLOWED)
        for was, kind in zip(masked.tokens.classes, masked.kinds, strict=True)
        if kind is not None and was not in PRINTED
    )
    counts = dict(outcome.counts) | {ALLOWED: 0.0}
    for (was, now), syllables in moved.items():
        counts[was] = max(0.0, counts.get(was, 0.0) - syllables)
        counts[now] += syllables
    own = {kind: count for kind, count in counts.items() if kind not in PRINTED}
    total = sum(own.values())
    enough = total >= index.settings.min_own_syllables and outcome.own_shares is not None
    own_shares = {kind: own.get(kind, 0.0) / total if total else 0.0 for kind in counts}
    return replace(
        outcome,
        counts=counts,
        own_shares=own_shares if enough else None,
        strongest=_strongest(connection, index, outcome.row, pairs),
    )


def _with_told(connection: Connection, index: Index, outcome: Outcome, masks: _Masks, links: Links) -> Outcome:
    """With what the sentence about its strongest pair says of the text as it counts now."""
    pairs = partners(index, outcome.row, links)
    finding = next((one for one in outcome.findings if one.kind == "shared"), None)
    if not pairs or finding is None:
        return outcome
    best = pairs[0]
    passages = connection.execute(
        "SELECT left_start, left_end, right_start, right_end, spread FROM passages "
        "WHERE left_row = ? AND right_row = ? ORDER BY row",
        (best.left, best.right),
    ).fetchall()
    mine, other = masks.of(outcome.row), masks.of(best.other(outcome.row))
    sides = [one[:2] if best.left == outcome.row else one[2:4] for one in passages]
    kept = [one[4] for one, side in zip(passages, sides, strict=True) if not _is_gone(mine, side)]
    told = _sentences(connection, outcome.row, mine, sides) if "total_sentences" in finding.facts else {}
    if "spread" in finding.facts and kept:
        told["spread"] = min(kept)
    told |= dict.fromkeys(_lost_clues(finding, mine, other), 0)
    return replace(outcome, told=told)


def _is_gone(masked: Masked, side: tuple[int, int]) -> bool:
    return excluded_share(masked, masked.tokens.inside(*side)) == 1


def _sentences(connection: Connection, row: int, masked: Masked, sides: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Sentences that begin inside a passage and were not set aside, of those that are not printed."""
    (blocks,) = connection.execute("SELECT blocks FROM documents WHERE row = ?", (row,)).fetchone()
    cut = [Block(start, end, BlockKind(kind), place) for start, end, kind, place in json.loads(blocks)]
    tokens = masked.tokens
    first = [at for start in sentence_starts(tokens.text, cut) for at in tokens.inside(start, start + 1)]
    inside = {at for side in sides for at in tokens.inside(*side)}
    return {
        "sentences": sum(at in inside and masked.kinds[at] is None for at in first),
        "total_sentences": sum(tokens.classes[at] != FORM and masked.kinds[at] != FORM for at in first),
    }


def _lost_clues(finding: Finding, *texts: Masked) -> Iterator[str]:
    """Names, units and slips that stand in neither text any more, as far as it still counts."""
    left = [folded_text("".join(_counted(masked))) for masked in texts]
    for name in CLUES:
        words = re.findall("“(.+?)”", str(finding.facts.get(name, ""))) or [str(finding.facts.get(name, ""))]
        if name in finding.facts and not any(folded_text(word) in text for word in words for text in left):
            yield name


def _counted(masked: Masked) -> Iterator[str]:
    """The characters of the text but those of excluded syllables."""
    at = 0
    for start, end, kind in zip(masked.tokens.starts, masked.tokens.ends, masked.kinds, strict=True):
        yield masked.tokens.text[at : end if kind is None else start]
        at = end
    yield masked.tokens.text[at:]


def _strongest(connection: Connection, index: Index, row: int, pairs: Mapping[int, PairRow]) -> float:
    found = pairs_where(connection, "left_row = ? OR right_row = ?", (row, row))
    own = (pair for pair in found if are_colleagues(index.text(pair.left), index.text(pair.right)))
    return max((pairs.get(pair.row, pair).share_of(row) for pair in own), default=0.0)
