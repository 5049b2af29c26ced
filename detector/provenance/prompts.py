"""Instructions in brackets below a printed heading: "(Nêu rõ hạn chế, khuyết điểm và nguyên nhân)".

Most people delete them, so they are in too few texts to be learnt as form, and look like a passage that a few people
share. What gives them away is the place: the same bracket right after a printed line in two texts.
"""

from __future__ import annotations

import numpy as np

from detector.corpus import Bools, Corpus
from detector.provenance.groups import SentenceGroups

_LONGEST = 600  # characters of an instruction
_BETWEEN = " \t\r\n:.…_-"


def bracketed_prompts(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> Bools:
    """Sentences of brackets that at least two texts have right after a printed sentence, bool[sentences]."""
    table = corpus.sentences
    starts, _ = corpus.sentence_spans()
    brackets: dict[tuple[int, ...], list[tuple[int, int]]] = {}
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
