"""What is printed: known official forms, the unit's own form, the scaffold learnt from the batch, header, signature.

Decided sentence by sentence, so that an answer typed behind its label stays the person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detector.corpus import Bools, Corpus, Ints, Longs, unique_sorted
from detector.documents import Role
from detector.provenance.groups import SentenceGroups, bigram_matrix, document_counts
from detector.provenance.head import head_lines
from detector.provenance.layout import (
    Sign,
    after_signature,
    are_answers,
    are_placeholders,
    figures_in_print,
    header_values,
    in_running_text,
    printed_signs,
)
from detector.provenance.printings import answered_differently, headed_by
from detector.provenance.prompts import bracketed_prompts
from detector.settings import Settings
from detector.submissions import LearntLine

_CONTAINED_BIGRAMS = 7  # what is left of printed lines, cut or joined, is still printed if at least this long
_CONTAINED_SHARE = 0.9
_PLAIN_SHARE = 0.8  # a line that does not look printed must be in nearly every submission
# A line that fewer have is one printing of several if what follows it is different with everybody. Of the further lines
# that this accepts in units A, C, D, E, F, G, H all are printed; a crowd has the same behind its headings.
_PRINTING_SHARE = 0.2
_LEVELS = 2  # of headings that follow each other without an answer between them
_VARIANT_SHARE = 0.1  # variants of one line count together if each is in this share of the submissions


@dataclass(frozen=True, slots=True)
class FormMarks:
    """Which sentences are printed, bool[sentences], and what of it was learnt from the batch."""

    sentences: Bools
    learnt: tuple[LearntLine, ...]


def mark_form(corpus: Corpus, groups: SentenceGroups, settings: Settings) -> FormMarks:
    """Marks printed sentences of all documents; forms, rules and stock texts themselves are left unmarked."""
    matrix = bigram_matrix(groups, len(corpus.tokens.vocabulary))
    known = _known_groups(corpus, groups, matrix, settings)
    distinct = _distinct_submissions(corpus, settings)
    learnt = _learnt_groups(corpus, groups, matrix, known, distinct, settings)
    printed = np.append(known | learnt.mask, False)[groups.group_rows]
    printed &= ~in_running_text(corpus, groups, printed)
    printed |= header_values(corpus, groups, printed) | head_lines(corpus) | after_signature(corpus, groups)
    printed |= figures_in_print(corpus, groups, printed)
    printed |= bracketed_prompts(corpus, groups, printed) | are_placeholders(corpus)
    roles = corpus.has_role(Role.FORM, Role.RULE, Role.STOCK)
    printed[roles[corpus.sentences.document_rows]] = False
    return FormMarks(printed, learnt.lines)


@dataclass(frozen=True, slots=True)
class _Learnt:
    mask: Bools
    lines: tuple[LearntLine, ...]


def _known_groups(corpus: Corpus, groups: SentenceGroups, matrix: sparse.csr_matrix, settings: Settings) -> Bools:
    """Groups that are, or nearly are, a line of a known form, bool[groups]."""
    is_form = corpus.has_role(Role.FORM)
    rows = groups.group_rows[is_form[corpus.sentences.document_rows]]
    form_groups = np.unique(rows[rows >= 0])
    known = np.zeros(len(groups), bool)
    known[form_groups] = True
    if len(form_groups):
        known |= _near(matrix, form_groups, settings.form_line_similarity)
    return known


def _near(matrix: sparse.csr_matrix, targets: Ints, similarity: float) -> Bools:
    """Groups that share most of the longer side's bigrams with one target, or lie inside all of them, bool[groups]."""
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    overlap = (matrix @ matrix[targets].T).tocoo()
    own, other = sizes[overlap.row], sizes[targets][overlap.col]
    near = overlap.data >= similarity * np.maximum(own, other)
    result = np.zeros(matrix.shape[0], bool)
    result[overlap.row[near]] = True
    printed_bigrams = np.asarray(matrix[targets].max(axis=0).todense()).ravel()
    inside = matrix @ printed_bigrams
    result |= (inside >= _CONTAINED_SHARE * sizes) & (sizes >= _CONTAINED_BIGRAMS)
    return result


def _distinct_submissions(corpus: Corpus, settings: Settings) -> Bools:
    """One submission of each content: identical files say nothing about what is printed, bool[documents].

    Beside files, rows of a list say nothing of their form either, which has none of its lines.
    """
    seen: set[str] = set()
    distinct, is_row = np.zeros(len(corpus), bool), np.zeros(len(corpus), bool)
    for row, document in enumerate(corpus.documents):
        if document.role is Role.SUBMISSION and document.key not in seen:
            seen.add(document.key)
            distinct[row] = True
            is_row[row] = document.is_row_of_list
    files = distinct & ~is_row
    return files if files.sum() >= settings.scaffold_min_documents else distinct


def _learnt_groups(
    corpus: Corpus,
    groups: SentenceGroups,
    matrix: sparse.csr_matrix,
    known: Bools,
    distinct: Bools,
    settings: Settings,
) -> _Learnt:
    total = int(distinct.sum())
    if total < settings.scaffold_min_documents:
        return _Learnt(np.zeros(len(groups), bool), ())
    counts = document_counts(corpus, groups, distinct)
    frequent = np.flatnonzero((counts >= max(2, _VARIANT_SHARE * total)) & ~known).astype(np.int32)
    variants = _variants(matrix[frequent], headed_by(corpus, groups, frequent), settings.form_line_similarity)
    merged = _merged_counts(corpus, groups, frequent, variants, distinct)[variants]
    several = merged >= max(_PRINTING_SHARE * total, settings.scaffold_min_documents / 2)
    candidates, share = frequent[several], merged[several] / total
    signs = printed_signs(corpus, groups.first_sentences[candidates])
    least = np.where(signs == Sign.STRONG, settings.scaffold_min_share, max(_PLAIN_SHARE, settings.scaffold_min_share))
    answered = np.zeros(len(candidates), bool)
    few = np.flatnonzero((share < least) & (signs > Sign.NONE))
    for _ in range(_LEVELS):
        passed = candidates[((share >= least) | answered) & (signs > Sign.NONE)]
        answered[few] |= answered_differently(corpus, groups, candidates[few], passed, distinct)
    accepted = candidates[((share >= least) | answered) & (signs > Sign.NONE)]
    prose = candidates[(signs == Sign.NONE) & (share >= least)]
    handed_out = _in_a_run(groups, candidates[(signs == Sign.NONE) & (share >= settings.scaffold_min_share)], prose)
    handed_out |= are_answers(corpus, groups.first_sentences[prose])
    accepted = np.concatenate([accepted, prose[~handed_out]])
    mask = np.zeros(len(groups), bool)
    mask[accepted] = True
    mask |= _near(matrix, np.sort(accepted), settings.form_line_similarity) if len(accepted) else False
    return _Learnt(mask, _learnt_lines(corpus, groups, np.sort(accepted), counts, total))


def _variants(matrix: sparse.csr_matrix, heads: tuple[Longs, Longs], similarity: float) -> Ints:
    """Component number of each row: rows that are near each other are variants of one line.

    So are a heading and the same with an instruction in brackets behind it (`heads`, two columns of rows).
    """
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    overlap = (matrix @ matrix.T).tocoo()
    near = overlap.data >= similarity * np.maximum(sizes[overlap.row], sizes[overlap.col])
    rows, columns = np.append(overlap.row[near], heads[0]), np.append(overlap.col[near], heads[1])
    links = sparse.coo_matrix((np.ones(len(rows), bool), (rows, columns)), shape=overlap.shape)
    return connected_components(links, directed=False)[1].astype(np.int32)


def _merged_counts(corpus: Corpus, groups: SentenceGroups, frequent: Ints, variants: Ints, distinct: Bools) -> Ints:
    """Distinct submissions that have any variant of a line, int32[variants]."""
    component = np.full(len(groups) + 1, -1, np.int64)
    component[frequent] = variants
    documents = corpus.sentences.document_rows
    of_sentence = component[groups.group_rows]
    valid = (of_sentence >= 0) & distinct[documents]
    pairs = unique_sorted(of_sentence[valid] * len(corpus) + documents[valid])
    return np.bincount(pairs // max(len(corpus), 1), minlength=variants.max(initial=-1) + 1).astype(np.int32)


def _in_a_run(groups: SentenceGroups, frequent_prose: Ints, lines: Ints) -> Bools:
    """Whether a line stands next to frequent prose: then it is a crowd that copies, not a form, bool[lines]."""
    frequent = np.zeros(len(groups) + 1, bool)
    frequent[frequent_prose] = True
    flags = frequent[groups.group_rows]
    beside = np.zeros(len(flags), bool)
    beside[1:] |= flags[:-1]
    beside[:-1] |= flags[1:]
    return beside[groups.first_sentences[lines]]


def _learnt_lines(
    corpus: Corpus, groups: SentenceGroups, accepted: Ints, counts: Ints, total: int
) -> tuple[LearntLine, ...]:
    starts, ends = corpus.sentence_spans()
    lines = []
    for group in accepted.tolist():
        sentence = int(groups.first_sentences[group])
        text = corpus.documents[corpus.sentences.document_rows[sentence]].text[starts[sentence] : ends[sentence]]
        lines.append(LearntLine(re.sub(r"\s+", " ", text), int(counts[group]), total))
    return tuple(sorted(lines, key=lambda line: (-line.documents, line.text)))
