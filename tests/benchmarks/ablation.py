"""Each part of the evidence switched off, and what it costs on the sample unit.

    python tests/benchmarks/ablation.py

Every row is one scan with one part replaced, by patching functions, so that the package carries no switch for it.
Prints a Markdown table: labelled pairs found by kind, pairs that no label explains, PlagDet without the rewritten kind,
and the evidence of the weakest labelled pair beside the strongest unrelated one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import detector.analysis
import detector.matching.candidates
import detector.matching.clues
import detector.matching.grams
import detector.matching.rarity
import detector.pairing
from detector.analysis import analyse
from detector.corpus import Bools, Corpus, Ints, rows_of
from detector.documents import Document, Role, content_key
from detector.evaluation.evaluate import evaluate
from detector.matching.grams import Grams, build_grams, word_keys
from detector.matching.postings import Postings
from detector.matching.tfidf import _weighted
from detector.readers.ingest import read_paths
from detector.report import Report
from detector.settings import Settings
from detector.text.fields import with_fields

UNIT = Path(__file__).parents[2] / "data" / "sample_unit"
KINDS = ("verbatim", "light", "partial", "mosaic", "self", "heavy")

Change = Callable[[ExitStack], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One ablation: its name, what it patches, and settings that go with it."""

    name: str
    change: Change = lambda _: None
    settings: Settings = field(default_factory=Settings)
    form: bool = True


def main() -> None:
    documents, labels = _documents(), json.loads((UNIT / "labels.json").read_text(encoding="utf-8"))
    print("| without | " + " | ".join(KINDS) + " | no label explains | PlagDet | weakest related | strongest other |")
    print("|" + "---|" * (len(KINDS) + 5))
    for row in rows():
        print(_line(row, documents, labels), flush=True)
    print()
    print("\n".join(_crowd_table(documents)))


def rows() -> Iterator[Row]:
    """The whole first, then one part off at a time."""
    yield Row("(nothing: the whole)")
    yield Row("the blank form given", form=False)
    yield Row("form learning (form given)", _no_learning)
    yield Row("form, given or learnt", _no_learning, form=False)
    yield Row("background counts (forms, rules and stock clauses that ship)", _no_background)
    yield Row("crowds as one witness", _no_crowds)
    yield Row("rule wording weighing nothing", _rule_weighs)
    yield Row("the chance of the unit (fixed 60 bits)", _fixed_threshold)
    yield Row("clues: single syllables", _without_clues(0))
    yield Row("clues: pairs of syllables", _without_clues(1))
    yield Row("clues: pairs with a gap", _without_clues(2))
    yield Row("clues: words", _without_clues(3))
    yield Row("clues: their order", _no_order)
    yield Row("clues: several parts of the form", _one_part)
    yield Row("clues altogether", lambda stack: _set(stack, "detector.pairing._rewritten", lambda *_: []))
    yield Row("syllables as shingles (words instead)", _word_shingles)
    yield Row("syllables in sentence vectors (words instead)", _word_vectors)
    yield Row("rarity of shingles (candidates by MinHash alone)", _minhash_alone)
    yield Row("MinHash (candidates by rare shingles alone)", _no_minhash)
    yield Row("gap sentences in passages", settings=Settings(passage_gap_sentences=0))


def _line(row: Row, documents: Sequence[Document], labels: dict[str, Any]) -> str:
    kept = [document for document in documents if row.form or document.role is not Role.FORM]
    with ExitStack() as stack:
        row.change(stack)
        report = analyse(kept, [], settings=row.settings)
    result = evaluate(report, labels)
    found = [f"{result.pairs.found.get(kind, 0)}/{result.pairs.labelled.get(kind, 0)}" for kind in KINDS]
    plagdet = result.passages["without heavy"].plagdet
    weakest, strongest = _edges(report, labels)
    cells = [row.name, *found, str(len(result.pairs.false)), f"{plagdet:.3f}", weakest, strongest]
    return "| " + " | ".join(cells) + " |"


def _crowd_table(documents: Sequence[Document]) -> Iterator[str]:
    """The sample unit and as many copies of one text as the size says, each signed by somebody else."""
    yield "| copies of one text | texts flagged with each other | without 'crowds as one witness' |"
    yield "|---|---|---|"
    source = next(d for d in documents if Path(d.id).stem.startswith("a08"))
    for size in (3, 6, 12, 24):
        copies = [_signed(source, number) for number in range(size)]
        ids = {source.id, *(copy.id for copy in copies)}
        shares = []
        for change in (Row("").change, _no_crowds):
            with ExitStack() as stack:
                change(stack)
                report = analyse([*documents, *copies], [], settings=Settings())
            ends = [{pair.left_id, pair.right_id} for pair in report.pairs.flagged()]
            shares.append(f"{len(set().union(*(pair for pair in ends if pair <= ids)))} of {len(ids)}")
        yield f"| {size} | {shares[0]} | {shares[1]} |"


def _signed(source: Document, number: int) -> Document:
    author = f"Người Chép {number}"
    text = source.text.replace(source.author or "", author)
    id = f"copy{number}.txt"
    return replace(source, id=id, path=id, text=text, key=content_key(text), blocks=(), author=author)


def _edges(report: Report, labels: dict[str, Any]) -> tuple[str, str]:
    """Bits of the weakest labelled pair with passages and of the strongest pair that no label names."""
    named = {frozenset((Path(c["copy"]).stem, Path(c["source"]).stem)): c["kind"] for c in labels["copies"]}
    bits: dict[bool, list[float]] = {True: [], False: []}
    for pair in report.pairs:
        if not pair.method.is_rewritten:
            kind = named.get(frozenset((Path(pair.left_id).stem, Path(pair.right_id).stem)))
            bits[kind is not None].append(pair.evidence)
    related, other = bits[True], bits[False]
    return (f"{min(related):.0f}" if related else "-", f"{max(other):.0f}" if other else "-")


def _documents() -> list[Document]:
    groups = ((Role.SUBMISSION, "submissions"), (Role.PREVIOUS, "previous"), (Role.FORM, "blank_form.docx"))
    read = [read_paths([UNIT / name], role=role, settings=Settings()).documents for role, name in groups]
    return [with_fields(document) for documents in read for document in documents]


def _set(stack: ExitStack, name: str, value: Any) -> None:
    stack.enter_context(patch(name, value))


def _no_learning(stack: ExitStack) -> None:
    """Printed lines are those of the forms that are given or ship with the package."""
    original = detector.analysis.mark_form

    def without(corpus: Corpus, groups: Any, settings: Settings) -> Any:
        return original(corpus, groups, settings.replace(scaffold_min_documents=1000))

    _set(stack, "detector.analysis.mark_form", without)


def _no_background(stack: ExitStack) -> None:
    _set(stack, "detector.matching.rarity.BACKGROUND_DOCUMENTS", 0.0)
    _set(stack, "detector.matching.clues.BACKGROUND_DOCUMENTS", 1000.0)
    _set(stack, "detector.matching.clues._in_background", lambda grams, _: np.zeros(len(grams), bool))
    _set(stack, "detector.analysis._known_shingles", lambda *both: np.zeros(len(both[1].text_shingles), bool))


def _no_crowds(stack: ExitStack) -> None:
    _set(stack, "detector.pairing.witness_numbers", lambda *columns: columns[2])


def _rule_weighs(stack: ExitStack) -> None:
    original = detector.analysis.PairColumns

    def columns(*values: Any) -> Any:
        made = original(*values)
        return replace(made, rule=np.zeros_like(made.rule))

    _set(stack, "detector.analysis.PairColumns", columns)


def _fixed_threshold(stack: ExitStack) -> None:
    """No E-value: every pair of 60 bits, every chain above the level at which chains are looked at."""
    original = detector.pairing.fit_null

    def null(*args: Any, **options: Any) -> Any:
        return replace(original(*args, **options), exceedances=1e-9)

    _set(stack, "detector.pairing.fit_null", null)


def _without_clues(kind: int) -> Change:
    """The rare details of find_clues in their order: syllables, pairs, pairs with a gap, words."""

    def change(stack: ExitStack) -> None:
        original, calls = detector.matching.clues._details, [0]

        def details(grams: Grams, *rest: Any) -> Any:
            calls[0] += 1
            return original(_none_of(grams) if (calls[0] - 1) % 4 == kind else grams, *rest)

        _set(stack, "detector.matching.clues._details", details)

    return change


def _none_of(grams: Grams) -> Grams:
    empty = Postings(np.zeros(1, np.int64), np.zeros(0, np.int32))
    return Grams(grams.size, np.full_like(grams.ids, -1), grams.keys[:0], empty)


def _no_order(stack: ExitStack) -> None:
    """Every shared detail counts, wherever it stands."""
    module = detector.matching.clues

    def chain(clues: Any, left: int, right: int) -> Any:
        first, second, details = module._shared_points(clues, left, right)
        _, once = np.unique(details, return_index=True)
        details = details[once]
        return module.Chain(left, right, first[once], second[once], clues.weights[details], details)

    _set(stack, "detector.matching.clues._chain", chain)


def _one_part(stack: ExitStack) -> None:
    _set(stack, "detector.matching.clues.MIN_PARTS", 1)


def _word_shingles(stack: ExitStack) -> None:
    """Runs of three words; the shortest word has one syllable, the usual one two."""

    def grams(corpus: Corpus, size: int, *, counted: Bools) -> Grams:
        if size < Settings().shingle_syllables:
            return build_grams(corpus, size, counted=counted)
        return _word_runs(corpus, 3, counted)

    _set(stack, "detector.analysis.build_grams", grams)


def _word_runs(corpus: Corpus, size: int, counted: Bools) -> Grams:
    first, keys = word_keys(corpus)
    documents = corpus.token_documents()[first]
    run = keys.copy()
    valid = counted[first].copy()
    for offset in range(1, size):
        reach = max(len(first) - offset, 0)
        run *= np.uint64(0x9E3779B97F4A7C15)
        run[:reach] += keys[offset:]
        valid[:reach] &= counted[first[offset:]] & (documents[offset:] == documents[:reach])
        valid[reach:] = False
    at_token, is_valid = np.zeros(len(counted), np.uint64), np.zeros(len(counted), bool)
    at_token[first], is_valid[first] = run, valid
    return detector.matching.grams._indexed(corpus, size, at_token, is_valid)


def _word_vectors(stack: ExitStack) -> None:
    def vectors(corpus: Corpus, counted: Bools) -> Any:
        first, keys = word_keys(corpus)
        words: Ints = np.unique(keys, return_inverse=True)[1].astype(np.int32)
        kept = counted[first]
        rows = rows_of(corpus.sentences.token_indptr)[first][kept]
        return _weighted(rows, words[kept], (len(corpus.sentences), int(words.max(initial=-1)) + 1))

    _set(stack, "detector.analysis.sentence_vectors", vectors)


def _minhash_alone(stack: ExitStack) -> None:
    module = detector.matching.candidates
    original = module.find_candidates

    def candidates(grams: Grams, sketches: Any, known: Bools, allowed: Bools, settings: Settings) -> Any:
        return original(grams, sketches, np.ones_like(known), allowed, settings)

    _set(stack, "detector.analysis.find_candidates", candidates)


def _no_minhash(stack: ExitStack) -> None:
    _set(stack, "detector.matching.candidates.colliding", lambda *_: [])


if __name__ == "__main__":
    main()
