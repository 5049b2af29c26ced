"""Signs of print that do not depend on a list of forms: headings, header fields, the signature and what follows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import takewhile

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, counts_in_runs, indptr_of_lengths, ranges
from detector.documents import BlockKind
from detector.outside import remembered
from detector.provenance.groups import ENUMERATOR, SentenceGroups
from detector.provenance.head import line_at
from detector.text.fold import folded_syllables
from detector.text.heads.labels import NAME_FIELDS, label_words
from detector.text.heads.pairs import values_in
from detector.text.heads.periods import is_time
from detector.text.heads.values import is_prose
from detector.text.lexicon import resource

_HEADING_SYLLABLES = 30
_TITLE_SYLLABLES = 8
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,5}|[A-C]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]")
_SIGNATURE_FROM = 0.4  # the place-and-date line of a party form stands at the top: look below this share of the text
_FIGURE_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_DATE_LINE = re.compile(
    rf"(?:\S+ ){{0,6}}?(?:ngay )?(?:{_FIGURE_DATE.pattern}|(?:\d{{1,2}} )?thang (?:\d{{1,2}} )?nam(?: \d{{2,4}})?)"
)
_DATE_LINE_SYLLABLES = 13
_SIGNATURE_SYLLABLES = 14
_VALUE_SYLLABLES = 16
_BLANKS = " \t.…_:,;*–-()"
_TIME_FIELDS = frozenset({"year", "period", "date_line", "term"})
_TOLD_FIELDS = frozenset({"duties", "subject", "class", "service", "education"})  # what people tell at length


class Sign(IntEnum):
    """How much a sentence looks like print."""

    NONE = 0
    WEAK = 1  # a numbered line, a short line without a full stop: list items look like that too
    STRONG = 2  # a label with a colon, a line in capitals, a prompt in brackets


def printed_signs(corpus: Corpus, sentences: Longs) -> Ints:
    """The `Sign` of each of these sentences, int32[sentences]."""
    starts, ends = corpus.sentence_spans()
    lengths = corpus.sentences.lengths()
    result = np.zeros(len(sentences), np.int32)
    for at, sentence in enumerate(sentences.tolist()):
        text = corpus.documents[corpus.sentences.document_rows[sentence]].text
        result[at] = _sign(text, int(starts[sentence]), int(ends[sentence]), int(lengths[sentence]))
    return result


def are_answers(corpus: Corpus, sentences: Longs) -> Bools:
    """Whether each of these sentences stands just behind a colon, on its line or the one above, bool[sentences].

    What everybody has there is the default of a software or a text that was handed out, not a line of the form.
    """
    starts = corpus.tokens.starts[corpus.sentences.token_indptr[sentences]].tolist()
    documents = corpus.sentences.document_rows[sentences].tolist()
    heads = (
        corpus.documents[row].text[max(0, start - 200) : start] for row, start in zip(documents, starts, strict=True)
    )
    return np.array([head.rstrip(" \t\n-+*•…._").endswith(":") for head in heads], dtype=bool)


def in_running_text(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Sentences that resemble a printed line, but go on a line of the person's own words, bool[sentences].

    Forms ask in stock wording and people answer in it. What looks like a label or an instruction stays printed wherever
    it stands.
    """
    table = corpus.sentences
    starts_line = _starts_lines(corpus)
    first = np.maximum.accumulate(np.where(starts_line, np.arange(len(table)), 0))
    own = np.append(0, np.cumsum(~printed & (groups.group_rows >= 0)))
    behind = np.flatnonzero(printed & (own[:-1] > own[first]))
    result = np.zeros(len(table), bool)
    result[behind] = printed_signs(corpus, behind) == Sign.NONE
    return result


def are_placeholders(corpus: Corpus) -> Bools:
    """What content controls show as long as nobody filled them in, bool[sentences]."""
    table = corpus.sentences
    marks = np.zeros(len(table), bool)
    starts = corpus.tokens.starts[table.token_indptr[:-1]]
    for row, document in enumerate(corpus.documents):
        for block in document.blocks:
            if block.kind is BlockKind.PLACEHOLDER:
                marks |= (table.document_rows == row) & (starts >= block.start) & (starts < block.end)
    return marks


def header_values(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Sentences of the head that stand on, or just under, a line with a header label, bool[sentences].

    The head ends at the first heading that is no such label with a number ("1. Họ và tên: ...", "2. Chức vụ: ..."). The
    line under a label belongs to it only if it is short and of the same text: a paragraph below the year is not its
    value. Prose behind a label is what the person wrote; only the label itself is printed then.
    """
    table = corpus.sentences
    is_header = table.section_rows < _label_sections(corpus)[table.document_rows]
    lines = _line_numbers(corpus)
    count = int(lines.max(initial=-1)) + 1
    has_value = np.bincount(lines[~printed], minlength=count) > 0
    found = _header_lines(corpus, groups, lines, is_header)
    has_label = np.zeros(count, bool)
    has_label[found.lines] = ~found.prose
    has_value[found.lines] = found.valued
    lengths = np.bincount(lines, table.lengths(), minlength=count)
    document = np.zeros(count, np.int64)
    document[lines] = table.document_rows
    one_sentence = np.bincount(lines, minlength=count) == 1
    below = np.zeros(count, bool)
    below[1:] = (has_label & ~has_value)[:-1] & (document[1:] == document[:-1]) & (lengths[1:] <= _VALUE_SYLLABLES)
    values: Bools = is_header & (has_label[lines] | (below & one_sentence)[lines])
    values[found.bare_labels] = True
    return values


def _label_sections(corpus: Corpus) -> Ints:
    """How many sections each text begins with that are header labels, the name's among them, int32[documents]."""
    return np.array([_count_labels(names) for names in corpus.sections], np.int32)


@lru_cache(maxsize=4000)
def _count_labels(names: tuple[str, ...]) -> int:
    fields = [*takewhile(lambda field: field and field not in _TOLD_FIELDS, map(_labelled_field, names))]
    return len(fields) if NAME_FIELDS.intersection(fields) else 0


def _labelled_field(heading: str) -> str:
    """The field whose label a heading is; empty for any other heading."""
    values = values_in(f"{heading}:")
    return values[0][0] if values and not values[0][1] else ""


@dataclass(frozen=True, slots=True)
class _HeaderLines:
    """Lines that begin with a header label.

    Attributes:
        lines: their numbers, int64[n].
        valued: whether a value stands on the line, bool[n].
        prose: whether that is prose, bool[n].
        bare_labels: sentences that are nothing but the label of such prose, int64.
    """

    lines: Longs
    valued: Bools
    prose: Bools
    bare_labels: Longs


def _header_lines(corpus: Corpus, groups: SentenceGroups, lines: Longs, is_header: Bools) -> _HeaderLines:
    """Reads the lines of the heads that begin with the words of a label."""
    table = corpus.sentences
    words = _label_lengths(corpus, groups, label_words())
    starts, ends = corpus.sentence_spans()
    numbers, valued, prose, bare = [], [], [], []
    sentences = np.flatnonzero((words > 0) & is_header & _starts_lines(corpus))
    places = zip(sentences.tolist(), table.document_rows[sentences].tolist(), starts[sentences].tolist(), strict=True)
    for sentence, row, start in places:
        begin, line = line_at(corpus.documents[row].text, start)
        values = values_in(line) or ((("year", line),) if is_time(line) else None)
        if values is None:
            continue
        numbers.append(lines[sentence])
        valued.append(any(value.strip(_BLANKS) for _, value in values))
        prose.append(any(_is_own_prose(field, value) for field, value in values))
        if prose[-1] and int(ends[sentence]) <= begin + len(line) - len(values[-1][1]):
            bare.append(sentence)
    return _HeaderLines(
        np.array(numbers, np.int64), np.array(valued, bool), np.array(prose, bool), np.array(bare, np.int64)
    )


def _is_own_prose(field: str, value: str) -> bool:
    """Whether what stands behind a label is the person's text: prose, or what was done in the month of the label."""
    if field in _TIME_FIELDS:
        return not is_time(value)
    return is_prose(value, facts=field not in _TOLD_FIELDS)


def after_signature(corpus: Corpus, groups: SentenceGroups) -> Bools:
    """The writer's signature, the date above it and all that others write below, bool[sentences]."""
    table = corpus.sentences
    indptr = corpus.tokens.document_indptr
    starts = table.token_indptr[:-1]
    sizes = np.maximum(np.diff(indptr), 1)[table.document_rows]
    low_enough = (starts - indptr[table.document_rows]) / sizes >= _SIGNATURE_FROM
    lengths = table.lengths()
    words = _label_lengths(corpus, groups, _signature_labels())
    marks = np.zeros(len(table), bool)
    short = np.flatnonzero((words > 0) & (lengths <= _SIGNATURE_SYLLABLES) & low_enough)
    marks[short] = _are_signatures(corpus, short, words[short])
    for sentence in np.flatnonzero((lengths <= _DATE_LINE_SYLLABLES) & low_enough & _with_dates(corpus)).tolist():
        marks[sentence] = marks[sentence] or _is_date_line(corpus, sentence)
    first = np.full(len(corpus), len(table), np.int64)
    np.minimum.at(first, table.document_rows[marks], np.flatnonzero(marks))
    return np.arange(len(table)) >= first[table.document_rows]


def figures_in_print(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Lines of figures alone (points in a score table, row and page numbers) after a printed line, bool[sentences].

    Figures belong to the line before them: in a table of results, to the task that somebody wrote.
    """
    table = corpus.sentences
    worded = groups.group_rows >= 0
    at = np.arange(len(table))
    before = np.maximum.accumulate(np.where(worded, at, -1)) if len(table) else at
    same = (before >= 0) & (table.document_rows[before] == table.document_rows)
    after_print = same & printed[before]
    other_line = table.line_rows[before] != table.line_rows
    figures: Bools = ~worded & other_line & after_print
    return figures


def _are_signatures(corpus: Corpus, sentences: Longs, words: Ints) -> Bools:
    """Labels of the signature block, bool[sentences]: a line of its own, or one in capitals, or one with a colon."""
    after, further, _ = _after_label(corpus, sentences, words)
    signatures = _starts_lines(corpus)[sentences]
    for at in np.flatnonzero(signatures & (further > 0)).tolist():
        text, last = _text_and_end(corpus, sentences[at], after[at])
        start = int(corpus.tokens.starts[corpus.sentences.token_indptr[sentences[at]]])
        signatures[at] = text[start:last].isupper() or text[last : last + 3].lstrip().startswith(":")
    return signatures


def _text_and_end(corpus: Corpus, sentence: int, after: int) -> tuple[str, int]:
    """The text of a sentence's document, and the character behind the token before `after`."""
    return corpus.documents[corpus.sentences.document_rows[sentence]].text, int(corpus.tokens.ends[after - 1])


def _after_label(corpus: Corpus, sentences: Longs, words: Ints) -> tuple[Longs, Longs, Longs]:
    """What follows a label of so many words, figures and a list number before it not counted.

    Returns:
        The token after the label's last word, the tokens from there to the end of the sentence, and how many of these
        are no figures; int64[sentences] each.
    """
    vocabulary, ids = corpus.tokens.vocabulary, corpus.tokens.ids
    figure = np.array([syllable[0].isdigit() for syllable in vocabulary], dtype=bool)
    enumerator = np.array([bool(ENUMERATOR.fullmatch(syllable)) for syllable in vocabulary], dtype=bool)
    first, end = corpus.sentences.token_indptr[sentences], corpus.sentences.token_indptr[sentences + 1]
    at = first + ((end - first > 1) & enumerator[ids[first]])
    missing = words.astype(np.int64)
    while (going_on := missing > 0).any():
        missing[going_on] -= ~figure[ids[at[going_on]]]
        at[going_on] += 1
    rest = ~figure[ids[ranges(at, end)]]
    return at, end - at, counts_in_runs(rest, indptr_of_lengths(end - at))


def _starts_lines(corpus: Corpus) -> Bools:
    """Whether a hard line begins with each sentence, bool[sentences]."""
    table = corpus.sentences
    starts: Bools = (np.diff(table.line_rows, prepend=-1) != 0) | (np.diff(table.document_rows, prepend=-1) != 0)
    return starts


def _sign(text: str, start: int, end: int, syllables: int) -> Sign:
    line_start = text.rfind("\n", 0, start) + 1
    head = text[line_start:start] + text[start:end]
    after = text[end : end + 3].lstrip(" .)…")
    whole_line = not text[end:].split("\n", 1)[0].strip(" .:)…_")
    in_brackets = text[:start].rstrip().endswith("(") or head.lstrip().startswith("(")
    if in_brackets and syllables <= 2 * _HEADING_SYLLABLES:
        return Sign.STRONG
    if syllables > _HEADING_SYLLABLES:
        return Sign.NONE
    if after.startswith(":") or (whole_line and text[start:end].isupper()):
        return Sign.STRONG
    short_title = syllables <= _TITLE_SYLLABLES and text[end : end + 1] != "."
    numbered = _NUMBERED.match(head) and not re.search(r"[^\W\d_]{2}", text[line_start:start])
    return Sign.WEAK if whole_line and (short_title or numbered) else Sign.NONE


def _is_date_line(corpus: Corpus, sentence: int) -> bool:
    """Whether a sentence is a line of its own with nothing but a place and a date."""
    start, end = corpus.sentences.token_indptr[sentence : sentence + 2]
    vocabulary = corpus.tokens.vocabulary
    words = " ".join(vocabulary[i] for i in corpus.tokens.ids[start:end].tolist())
    return bool(_DATE_LINE.fullmatch(words)) and _alone_on_line(corpus, sentence)


def _with_dates(corpus: Corpus) -> Bools:
    """Sentences with a date in figures or the word for month, bool[sentences]: no other is a date line."""
    dated = np.array([s == "thang" or bool(_FIGURE_DATE.fullmatch(s)) for s in corpus.tokens.vocabulary], dtype=bool)
    found = np.zeros(len(corpus.sentences), bool)
    if len(dated):
        tokens = np.flatnonzero(dated[corpus.tokens.ids])
        found[np.searchsorted(corpus.sentences.token_indptr, tokens, "right") - 1] = True
    return found


def _alone_on_line(corpus: Corpus, sentence: int) -> bool:
    """Whether a sentence has its line to itself: no bullet before it, no full stop or more text behind it."""
    first, end = corpus.sentences.token_indptr[sentence : sentence + 2].tolist()
    text = corpus.documents[corpus.sentences.document_rows[sentence]].text
    start, stop = int(corpus.tokens.starts[first]), int(corpus.tokens.ends[end - 1])
    line_end = text.find("\n", stop)
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[stop : line_end if line_end >= 0 else len(text)]
    return not before.strip(" \t…._") and not behind.strip(" \t…_")


def _line_numbers(corpus: Corpus) -> Longs:
    """Number of each sentence's hard line, counted through the whole corpus."""
    return np.cumsum(_starts_lines(corpus)) - 1


def _label_lengths(corpus: Corpus, groups: SentenceGroups, labels: frozenset[tuple[str, ...]]) -> Ints:
    """Words of the longest label that each sentence begins with, 0 for none, int32[sentences]."""
    vocabulary = corpus.tokens.vocabulary
    lengths_from = _lengths_from(labels)
    begins = np.array([syllable in lengths_from for syllable in vocabulary], dtype=bool)
    found = np.zeros(len(groups) + 1, np.int32)
    for group in np.flatnonzero(begins[groups.tokens[groups.indptr[:-1]]]).tolist():
        start, end = groups.indptr[group : group + 2].tolist()
        lengths = lengths_from[vocabulary[groups.tokens[start]]]
        words = tuple(vocabulary[row] for row in groups.tokens[start : min(end, start + lengths[0])].tolist())
        found[group] = next((n for n in lengths if n <= len(words) and words[:n] in labels), 0)
    return found[groups.group_rows]


@cache
def _lengths_from(labels: frozenset[tuple[str, ...]]) -> dict[str, list[int]]:
    """How many words the labels with a first word have, from the longest on."""
    found: dict[str, set[int]] = defaultdict(set)
    for label in labels:
        found[label[0]].add(len(label))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


@remembered
def _signature_labels() -> frozenset[tuple[str, ...]]:
    lines = resource("signature_lines.toml")
    return _folded([*lines["own"], *lines["others"]])


def _folded(labels: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Labels as folded syllables without figures."""
    syllables = (tuple(s for s in folded_syllables(label) if not s[0].isdigit()) for label in labels)
    return frozenset(key for key in syllables if key)
