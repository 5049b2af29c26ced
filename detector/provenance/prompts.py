"""Instructions in brackets below or behind a printed heading: "(Nêu rõ hạn chế, khuyết điểm và nguyên nhân)".

Most people delete them, or have another printing of the form, so they are in too few texts to be learnt as form, and
look like a passage that a few people share. What gives them away is the place: the same bracket right after a printed
line in two texts, or behind the words of a printed line on one line. Another printing may also carry the heading on:
"4. Ưu điểm:" as "4. Ưu điểm, kết quả nổi bật trong tháng:".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

import numpy as np

from detector.corpus import Bools, Corpus, Ints, indptr_of
from detector.provenance.groups import SentenceGroups

_LONGEST = 600  # characters of an instruction
_BRACKET_OR_COLON = re.compile(r"\(|:[ \t.…_]*(?=\n|\Z)")
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[a-dđ])[.)]\s*\w")
_LEAST_WORDS = 2  # of a printed heading that another printing carries on
_MOST_WORDS = 40  # of that one
_BETWEEN = " \t\r\n:.…_-"


def bracketed_prompts(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Brackets and longer headings that at least two texts have at the side of printed words, bool[sentences]."""
    table = corpus.sentences
    starts, _ = corpus.sentence_spans()
    brackets: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for first, last in _headed(corpus, groups, printed, starts):
        brackets.setdefault((-2, *groups.group_rows[first:last].tolist()), []).append((first, last))
    follows = printed[:-1] & ~printed[1:] & (table.document_rows[1:] == table.document_rows[:-1])
    for sentence in (np.flatnonzero(follows) + 1).tolist():
        last = _last_in_bracket(corpus, sentence, starts)
        if last > sentence:
            key = tuple(groups.group_rows[sentence:last].tolist())
            brackets.setdefault(key, []).append((sentence, last))
    result = np.zeros(len(table), bool)
    for places in brackets.values():
        if len({int(table.document_rows[first]) for first, _ in places}) > 1:
            for first, last in places:
                result[first:last] = True
    return result


def _headed(corpus: Corpus, groups: SentenceGroups, printed: Bools, starts: Ints) -> Iterator[tuple[int, int]]:
    """Half-open sentences of each line that is a printed line with a bracket behind it, or with more of a heading."""
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
    for first, last in zip(firsts[open].tolist(), lasts[open].tolist(), strict=True):
        text = corpus.documents[table.document_rows[first]].text
        start = int(starts[first])
        line = text[start : start + _LONGEST].split("\n", 1)[0]
        opened, bare = line.find("("), line.rstrip(_BETWEEN)
        has_bracket = opened > 0 and bare.endswith(")") and line.count("(") == 1
        if not has_bracket and not line.rstrip(" \t.…_").endswith(":"):
            continue
        rows = np.arange(table.token_indptr[first], table.token_indptr[last])
        words = corpus.tokens.ids[rows[corpus.tokens.starts[rows] < start + (opened if has_bracket else len(bare))]]
        # a list number is no word of the line
        is_head = has_bracket and (words.tobytes() in heads or words[1:].tobytes() in heads)
        if is_head or (_NUMBER.match(text, text.rfind("\n", 0, start) + 1) and _carries_on(words[1:], heads)):
            yield first, last


def _carries_on(words: Ints, heads: Container[bytes]) -> bool:
    """Whether a line begins with all words of a printed heading."""
    longest = len(words) if len(words) <= _MOST_WORDS else 0
    return any(words[:size].tobytes() in heads for size in range(_LEAST_WORDS, longest))


def _with_sign(corpus: Corpus, documents: Ints, starts: Ints) -> Bools:
    """Which lines, ascending, have a bracket somewhere or a colon at their end, bool[lines]."""
    found = np.zeros(len(documents), bool)
    indptr = indptr_of(documents, len(corpus))
    for row in np.flatnonzero(np.diff(indptr)).tolist():
        signs = [match.start() for match in _BRACKET_OR_COLON.finditer(corpus.documents[row].text)]
        if signs:
            lines = np.searchsorted(starts[indptr[row] : indptr[row + 1]], signs, "right") - 1
            found[indptr[row] + lines[lines >= 0]] = True
    return found


def _last_in_bracket(corpus: Corpus, sentence: int, starts: np.ndarray) -> int:
    """The sentence after the last one inside the bracket that opens before `sentence`; `sentence` if none does."""
    document = int(corpus.sentences.document_rows[sentence])
    text = corpus.documents[document].text
    start = int(starts[sentence])
    if not text[max(0, start - 3) : start].rstrip().endswith("("):
        return sentence
    close = text.find(")", start, start + _LONGEST)
    if close < 0 or text[close + 1 : close + _LONGEST].split("\n", 1)[0].strip(
        _BETWEEN
    ):  # more than the bracket on its last line
        return sentence
    last = sentence
    while last < len(starts) and corpus.sentences.document_rows[last] == document and starts[last] < close:
        last += 1
    return last
