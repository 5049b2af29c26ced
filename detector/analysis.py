"""Documents -> Report: the stages of a scan, in order, each a function from columns to columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from scipy import sparse

from detector.assemble import assemble
from detector.corpus import Bools, Corpus, Provenance
from detector.documents import Document, Role
from detector.judge import Evidence, Judgement, judge
from detector.matching.candidates import Candidates, find_candidates
from detector.matching.evidence import Sides, build_sides
from detector.matching.grams import Grams, build_all_grams, of_documents
from detector.matching.minhash import Sketches, sketch
from detector.matching.rarity import Grams123, writers_mask
from detector.matching.retelling import Retellings
from detector.matching.retelling.pairs import MIN_REFERENCES
from detector.matching.semantic import Encoder, load_encoder
from detector.matching.shared_texts import joined_texts, tokens_of_many
from detector.matching.tfidf import document_vectors, sentence_vectors
from detector.pairing import Matches, PairColumns, match, once_each, with_meaning
from detector.parallel import Workers
from detector.people import identified
from detector.provenance.common import mark_common
from detector.provenance.coverage import covered, known_to
from detector.provenance.facts import mark_facts
from detector.provenance.form import FormMarks, mark_form
from detector.provenance.given import mark_given, whole_sentences
from detector.provenance.groups import SentenceGroups, group_sentences
from detector.provenance.people import writer_numbers
from detector.provenance.rule import mark_rule
from detector.provenance.silence import mark_silent
from detector.report import Report
from detector.scratch import IN_MEMORY, Scratch
from detector.settings import Settings
from detector.short_texts import ShortTexts, compare_short_texts
from detector.signals.columns import signal_columns
from detector.signals.set_phrases import mark_set_phrases
from detector.signals.specificity import concrete_tokens, detail_starts, per_document
from detector.signals.telltales import find_telltales
from detector.stopwatch import Stopwatch
from detector.text.columns import build_corpus
from detector.text.lexicon import background_documents
from detector.text.parts import Keep, Parts


def analyse(
    documents: Sequence[Document],
    *,
    settings: Settings,
    workers: Workers | None = None,
    watch: Stopwatch | None = None,
    encoder: Encoder | None = None,
    scratch: Scratch = IN_MEMORY,
    keep: Keep | None = None,
    look: Callable[[Corpus, Grams, Judgement], None] | None = None,
) -> Report:
    """The report of these texts; deterministic whatever their order and the number of `workers`.

    `look` is called at the end with tokens, shingles, and what was judged. With an `encoder` the meaning of pairs that
    words leave open is compared too. `workers` are ended by the caller; without them one process does all. Large
    columns wait in `scratch` for the next stage; what each text holds alone stays in `keep` for the next scan.
    """
    watch, workers, (documents, doubtful) = watch or Stopwatch(), workers or Workers(), identified(documents)
    with watch.stage("segment"):
        parts = Parts.of([*documents, *background_documents()], keep)
        corpus = _corpus(parts, workers, watch, scratch)
        facts = parts.begin_marks("facts", corpus, mark_facts, workers)
    with watch.stage("form"):
        groups, form, printed, given = _form(corpus, settings, scratch)
    with watch.stage("shingles"):
        columns = _columns(corpus, form.sentences, ~printed, settings, scratch)
        rule = (mark_rule(corpus, columns.shingles, settings) | given[Provenance.RULE]) & ~printed
        saying_nothing, silent = mark_silent(corpus, form.sentences)
        marks = _Marks(groups, form.sentences, printed, rule, given[Provenance.COMMON], saying_nothing)
    with watch.stage("short"):
        short = _short_texts(corpus, columns, marks, settings)
    with watch.stage("candidates"):
        pair_columns = _pair_columns(corpus, columns, marks, short, facts())
        candidates = _candidates(corpus, columns, short, settings)
    with watch.stage("passages"):
        matches = match(corpus, pair_columns, candidates, settings)
        matches = short.added_to(matches, corpus.documents, settings)
        matches = once_each(matches, corpus, pair_columns, settings)
    matches, meanings = _by_meaning(matches, corpus, pair_columns, settings, encoder, watch)
    with watch.stage("judge"):
        vectors = document_vectors(corpus, ~printed)
        evidence = replace(_evidence(corpus, columns, marks, matches, short, vectors, settings), silent=silent)
        judgement = judge(evidence, settings, partial(find_telltales, corpus))
        if look:
            look(corpus, columns.shingles, judgement)
        report = assemble(
            corpus=corpus,
            evidence=evidence,
            judgement=judgement,
            sketches=columns.sketches,
            vectors=vectors,
            settings=settings,
        )
    return replace(
        report,
        learnt_form=tuple(form.learnt),
        scan_notes=(*doubtful, *_notes(candidates, matches, settings), *_meaning_notes(meanings)),
        timings=dict(watch.seconds),
    )


def open_encoder(semantic: bool | str | Path, *, jobs: int = 1) -> Encoder | None:
    """The model for comparing meanings: none, the packaged one, or that of a folder. Raises `MissingExtraError`."""
    if not semantic:
        return None
    return load_encoder(None if semantic is True else Path(semantic), jobs=jobs)


@dataclass(frozen=True, slots=True)
class _Columns:
    shingles: Grams  # of all texts, background included
    text_shingles: Grams  # of writers' texts only
    sketches: Sketches
    sides: Sides
    rarity_grams: Grams123
    concrete: Bools  # tokens of figures and names


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is said to be known of the tokens before texts are compared.

    Attributes:
        groups: of equal sentences; `printed_sentences`: bool[sentences].
        printed, rule, common, silent: bool[tokens]; of common wording only what somebody set aside as such, and
            `silent` are tokens of sheets that say nothing.
    """

    groups: SentenceGroups
    printed_sentences: Bools
    printed: Bools
    rule: Bools
    common: Bools
    silent: Bools

    @property
    def weightless(self) -> Bools:
        """What a person may have written and two may have alike, bool[tokens]."""
        return self.rule | self.common | self.silent


def _corpus(parts: Parts, workers: Workers, watch: Stopwatch, scratch: Scratch) -> Corpus:
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        watch.tell("segment", done, len(parts.documents))

    return build_corpus(parts, workers=workers, progress=tell, scratch=scratch)


def _form(
    corpus: Corpus, settings: Settings, scratch: Scratch
) -> tuple[SentenceGroups, FormMarks, Bools, dict[Provenance, Bools]]:
    """Groups of equal sentences, those that are printed, the printed tokens, and what a person set aside."""
    groups, given = scratch.keep(group_sentences(corpus)), mark_given(corpus)
    form = mark_form(corpus, groups, settings)
    form = replace(form, sentences=form.sentences | whole_sentences(corpus, given[Provenance.FORM]))
    printed = np.repeat(form.sentences, corpus.sentences.lengths()) | given[Provenance.FORM]
    return groups, form, printed, given


def _columns(corpus: Corpus, printed: Bools, personal: Bools, settings: Settings, scratch: Scratch) -> _Columns:
    by_writers = personal & np.repeat(writers_mask(corpus), np.diff(corpus.tokens.document_indptr))
    size = settings.shingle_syllables
    sides = scratch.keep(build_sides(corpus, printed, sentence_vectors(corpus, by_writers), personal))
    sizes = (1, 2, 3, size)
    one, two, three, shingles = build_all_grams(corpus, sizes, counted=personal, keyed=(size,), scratch=scratch)
    text_shingles = scratch.keep(of_documents(shingles, writers_mask(corpus)))
    sketches = scratch.keep(sketch(text_shingles, len(corpus), settings.minhash_permutations))
    concrete = scratch.keep(concrete_tokens(corpus))
    return _Columns(shingles, text_shingles, sketches, sides, (one, two, three), concrete)


def _short_texts(corpus: Corpus, columns: _Columns, marks: _Marks, settings: Settings) -> ShortTexts:
    written = ~(marks.printed | marks.weightless)
    return compare_short_texts(corpus, columns.shingles, columns.rarity_grams, written, settings)


def _pair_columns(corpus: Corpus, columns: _Columns, marks: _Marks, short: ShortTexts, facts: Bools) -> PairColumns:
    handed_out = tokens_of_many(short.of_many, len(marks.rule))
    weightless = marks.weightless | handed_out | facts | _torn(corpus)
    stock = covered(columns.shingles, known_to(columns.shingles, corpus, Role.STOCK))
    return PairColumns(
        columns.text_shingles,
        columns.rarity_grams,
        columns.sides,
        ~marks.printed,
        weightless,
        stock,
        mark_set_phrases(corpus, columns.rarity_grams[1], columns.concrete),
        handed_out,
        columns.concrete,
    )


def _torn(corpus: Corpus) -> Bools:
    """Tokens of texts that were read as torn letters: what two of them have in common is the reading, bool[tokens]."""
    torn = np.array([any(note.code == "torn" for note in document.notes) for document in corpus.documents], bool)
    return np.repeat(torn, np.diff(corpus.tokens.document_indptr))


def _candidates(corpus: Corpus, columns: _Columns, short: ShortTexts, settings: Settings) -> Candidates:
    known, is_submission = _known_shingles(corpus, columns, short), corpus.has_role(Role.SUBMISSION)
    writers = writer_numbers(corpus)
    return find_candidates(columns.text_shingles, columns.sketches, known, is_submission, writers, settings)


def _known_shingles(corpus: Corpus, columns: _Columns, short: ShortTexts) -> Bools:
    """Shingles that also stand in a text that ships with the package, or in one that was handed out for short texts."""
    known: Bools = columns.shingles.postings.counts(~writers_mask(corpus)) > 0
    ids = columns.shingles.ids[tokens_of_many(short.of_many, len(columns.shingles.ids))]
    known[ids[ids >= 0]] = True
    return known


def _by_meaning(
    matches: Matches,
    corpus: Corpus,
    columns: PairColumns,
    settings: Settings,
    encoder: Encoder | None,
    watch: Stopwatch,
) -> tuple[Matches, Retellings]:
    if encoder is None:
        return matches, Retellings()
    with watch.stage("meaning"):
        return with_meaning(matches, corpus, columns, settings, encoder, partial(watch.tell, "meaning"))


def _evidence(
    corpus: Corpus,
    columns: _Columns,
    marks: _Marks,
    matches: Matches,
    short: ShortTexts,
    vectors: sparse.csr_matrix,
    settings: Settings,
) -> Evidence:
    of_many = joined_texts(matches.of_many, short.of_many)
    is_submission = corpus.has_role(Role.SUBMISSION)
    witnesses = np.where(is_submission, matches.witnesses, -1).astype(np.int32)
    common = mark_common(corpus, columns.shingles, witnesses, settings) | marks.common
    explained = marks.printed | marks.rule | common | tokens_of_many(of_many, len(common))
    details = detail_starts(corpus, ~explained, columns.concrete)
    return Evidence(
        documents=corpus.documents,
        document_indptr=corpus.tokens.document_indptr,
        sentence_indptr=corpus.sentences.token_indptr,
        form=marks.printed,
        rule=marks.rule,
        common=common,
        details=per_document(corpus, details),
        signals=signal_columns(corpus, marks.groups, marks.printed_sentences, marks.rule, details, vectors),
        pairs=matches.pairs,
        nulls=matches.nulls,
        crowds=matches.crowds,
        of_many=of_many,
        clauses=short.findings,
        in_a_row=matches.in_a_row,
    )


def _notes(candidates: Candidates, matches: Matches, settings: Settings) -> list[tuple[str, str]]:
    notes = []
    if candidates.capped_shingles:
        notes.append(("capped_shingles", f"{candidates.capped_shingles} > {settings.shingle_max_documents}"))
    if matches.not_compared:
        notes.append(("retold_left_out", str(matches.not_compared)))
    return notes


def _meaning_notes(meanings: Retellings) -> list[tuple[str, str]]:
    if meanings.too_few:
        return [("meaning_too_few", str(MIN_REFERENCES))]
    return [("meaning_left_out", str(meanings.left_out))] if meanings.left_out else []
