"""Instructions in brackets below or behind a printed heading: "(Nêu rõ hạn chế, khuyết điểm và nguyên nhân)".

Most people delete them, or have another printing of the form, so they are in too few texts to be learnt as form, and
look like a passage that a few people share. What gives them away is the place: the same bracket right after a printed
line in two texts, or behind the words of a printed line on one line. Another printing may also carry the heading on:
"4. Ưu điểm:" as "4. Ưu điểm, kết quả nổi bật trong tháng:". Where people answer on the line of the heading, it is one
if two texts go on differently behind its colon: who copied a sentence copied what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs, indptr_of
from detector.provenance.groups import SentenceGroups

_LONGEST = 600  # characters of an instruction
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[a-dđ])[.)]\s*\w")
_BRACKET_OR_COLON = re.compile("[(:]")
# Up to the first colon of a line that goes on
_BEFORE_ANSWER = re.compile(r"(?P<head>[^:()]+)(?P<bracket>\([^()]*\)\s*)?:(?=\s+\S)")
_LEAST_WORDS = 2  # of a printed heading that another printing carries on
_MOST_WORDS = 40  # of that one
_BETWEEN = " \t\r\n:.…_-"


def bracketed_prompts(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Brackets and longer headings that at least two texts have at the side of printed words, bool[sentences]."""
    table = corpus.sentences
    starts, _ = corpus.sentence_spans()
    places: dict[tuple[int, ...], list[_Prompt]] = {}
    for prompt in _headed(corpus, groups, printed, starts):
        places.setdefault((-2, *groups.group_rows[prompt.first : prompt.last].tolist()), []).append(prompt)
    follows = printed[:-1] & ~printed[1:] & (table.document_rows[1:] == table.document_rows[:-1])
    for sentence in _behind_brackets(corpus, np.flatnonzero(follows) + 1, starts):
        last = _last_in_bracket(corpus, sentence, starts)
        if last > sentence:
            key = tuple(groups.group_rows[sentence:last].tolist())
            places.setdefault(key, []).append(_Prompt(sentence, last))
    result = np.zeros(len(table), bool)
    for prompts in places.values():
        alone = {int(table.document_rows[one.first]) for one in prompts if not one.is_answered}
        texts = alone.union(int(table.document_rows[one.first]) for one in prompts)
        if len(alone) > 1 or (len(texts) > 1 and len({_behind(corpus, groups, one.last) for one in prompts}) > 1):
            for one in prompts:
                result[one.first : one.last] = True
    return result


class _Prompt(NamedTuple):
    """Half-open sentences of what may be printed; `is_answered` if the line goes on behind its colon."""

    first: int
    last: int
    is_answered: bool = False


def _behind(corpus: Corpus, groups: SentenceGroups, sentence: int) -> int:
    """The group of a sentence that goes on behind another one; -1 for none and for figures."""
    rows = corpus.sentences.document_rows
    goes_on = sentence < len(rows) and rows[sentence] == rows[sentence - 1]
    return int(groups.group_rows[sentence]) if goes_on else -1


def _headed(corpus: Corpus, groups: SentenceGroups, printed: Bools, starts: Ints) -> Iterator[_Prompt]:
    """What begins a line and is a printed line with a bracket behind it, or with more of a heading."""
    table = corpus.sentences
    begins = table.line_begins()
    heads = {
        groups.tokens[groups.indptr[group] : groups.indptr[group + 1]].tobytes()
        for group in np.unique(groups.group_rows[printed & (groups.group_rows >= 0)]).tolist()
    }
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(table))
    open = ~printed[firsts] & (groups.group_rows[firsts] >= 0)
    open[open] = _with_sign(corpus, table.document_rows[firsts[open]], starts[firsts[open]])
    documents, begins_at = table.document_rows[firsts[open]].tolist(), starts[firsts[open]].tolist()
    places = zip(firsts[open].tolist(), lasts[open].tolist(), documents, begins_at, strict=True)
    for first, last, row, start in places:
        text = corpus.documents[row].text
        is_numbered = _NUMBER.match(text, text.rfind("\n", 0, start) + 1) is not None
        end = _end_of_words(text[start : start + _LONGEST].split("\n", 1)[0], is_numbered=is_numbered)
        if end is None:
            continue
        stop = first + int(np.searchsorted(starts[first:last], start + end.answer)) if end.answer else last
        rows = np.arange(table.token_indptr[first], table.token_indptr[stop])
        words = corpus.tokens.ids[rows[corpus.tokens.starts[rows] < start + end.words]]
        # a list number is no word of the line
        is_head = end.at_bracket and (words.tobytes() in heads or words[1:].tobytes() in heads)
        if is_head or (is_numbered and _carries_on(words[1:], heads)):
            yield _Prompt(first, stop, bool(end.answer))


class _End(NamedTuple):
    """Where the words of a heading end on its line, and where an answer begins (0 for none), in characters."""

    words: int
    at_bracket: bool
    answer: int = 0


def _end_of_words(line: str, *, is_numbered: bool) -> _End | None:
    """At the bracket or colon that ends a line; of one with a number also at its first colon."""
    opened, bare = line.find("("), line.rstrip(_BETWEEN)
    if opened > 0 and bare.endswith(")") and line.count("(") == 1:
        return _End(opened, at_bracket=True)
    if line.rstrip(" \t.…_").endswith(":"):
        return _End(len(bare), at_bracket=False)
    match = _BEFORE_ANSWER.match(line) if is_numbered else None
    return _End(match.end("head"), match["bracket"] is not None, match.end()) if match else None


def _carries_on(words: Ints, heads: Container[bytes]) -> bool:
    """Whether a line begins with all words of a printed heading."""
    longest = len(words) if len(words) <= _MOST_WORDS else 0
    return any(words[:size].tobytes() in heads for size in range(_LEAST_WORDS, longest))


def _with_sign(corpus: Corpus, documents: Ints, starts: Ints) -> Bools:
    """Which lines, ascending, have a bracket or a colon, without which no prompt ends, bool[lines]."""
    found = np.zeros(len(documents), bool)
    indptr = indptr_of(documents, len(corpus))
    for row in np.flatnonzero(np.diff(indptr)).tolist():
        signs = [match.end() - 1 for match in _BRACKET_OR_COLON.finditer(corpus.documents[row].text)]
        if signs:
            lines = np.searchsorted(starts[indptr[row] : indptr[row + 1]], signs, "right") - 1
            found[indptr[row] + lines[lines >= 0]] = True
    return found


def _behind_brackets(corpus: Corpus, sentences: Longs, starts: Ints) -> list[int]:
    """Those of the sentences before which a bracket opens."""
    rows = corpus.sentences.document_rows[sentences].tolist()
    before = (
        corpus.documents[row].text[max(0, start - 3) : start]
        for row, start in zip(rows, starts[sentences].tolist(), strict=True)
    )
    return [sentence for sentence, text in zip(sentences.tolist(), before, strict=True) if text.rstrip().endswith("(")]


def _last_in_bracket(corpus: Corpus, sentence: int, starts: np.ndarray) -> int:
    """The sentence after the last one inside the bracket that opens before `sentence`; itself if more follows that."""
    document = int(corpus.sentences.document_rows[sentence])
    text = corpus.documents[document].text
    start = int(starts[sentence])
    close = text.find(")", start, start + _LONGEST)
    if close < 0 or text[close + 1 : close + _LONGEST].split("\n", 1)[0].strip(
        _BETWEEN
    ):  # more than the bracket on its last line
        return sentence
    last = sentence
    while last < len(starts) and corpus.sentences.document_rows[last] == document and starts[last] < close:
        last += 1
    return last
