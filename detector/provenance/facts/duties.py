"""What a post has to do, in a list or in one sentence, and steps that are always taken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.provenance.facts.lines import Lines, Piece, end_of_list, without_number
from detector.provenance.facts.words import FactWords, fact_words, has_any, tells_a_deed

_DUTY_ITEMS = 3  # of a list of duties, in a row
_DUTY_FIGURES = 0.34  # share of its items that may hold a figure ("trước ngày 25 hằng tháng")
_DUTY_HABITS = 0.6  # share of its items that say how it is always done, where the heading asks for results too
_HABIT_ITEMS = 4  # of a list that nothing announces as duties,
_HABITS = 0.5  # and the share of them that say so
_ARE = frozenset({"la", "gom"})  # what stands before the first duty
_GO_ON = (";", ":")  # behind a sentence that another duty follows
_DONE = re.compile(r"\b(?:đã|da)\b", re.I)
_NUMBERED = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])(?:\.\d{1,2})*\s*[.)/]")


def duties(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items behind "Nhiệm vụ được giao:" and the like that say what a post has to do, not what was done.

    Where the line above asks for results too ("1. Công việc được giao và kết quả"), most items must also say how the
    work is always done ("đúng giờ", "hằng tháng", "khi có ...").
    """
    words = fact_words()
    for line in lines.with_any(words.duties).tolist():
        head = lines.verbatim(line).rstrip()
        if not head.endswith(":") and not _NUMBERED.match(head):
            continue
        of_results = has_any(lines.folded(line), words.results)
        if not head.endswith(":") and not of_results:
            continue
        first, last = line + 1, end_of_list(lines, line)
        described = has_any(lines.folded(line), words.descriptions_of_posts)
        if last - first >= _DUTY_ITEMS and not of_results and not described:
            last = _end_of_duties(lines, first, last, words)
        habits = _DUTY_HABITS if of_results else 0.0
        if last - first >= _DUTY_ITEMS and _are_duties(
            lines, range(first, last), words, habits=habits, described=described
        ):
            yield lines.range_of(first, last)


def habits(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items that say how something is always done, whatever stands above them: steps, duties, rules of a house."""
    words = fact_words()
    announced = frozenset(lines.with_any((*words.duties, *words.results)).tolist())
    for head, last in (*lines.lists, *lines.lists_below_sentences()):
        items = range(head + 1, last)
        if len(items) >= _HABIT_ITEMS and head not in announced and _are_duties(lines, items, words, habits=_HABITS):
            yield lines.range_of(head + 1, last)


def duties_in_a_sentence(lines: Lines) -> Iterator[tuple[int, int]]:
    """Duties behind a colon on one line, between semicolons: "tôi làm các việc: theo dõi ...; tư vấn ...; ..."."""
    words, behind = fact_words(), 0
    results = frozenset(lines.sentences_with_any(words.results).tolist())
    for sentence in lines.sentences_with_any(words.duties).tolist():
        if sentence < behind or sentence in results or (items := _duties_begun(lines, sentence)) is None:
            continue
        signs = [lines.sign_behind(sentence)]
        for row in lines.rest_of_line(sentence)[1:]:
            items.append(lines.sentence(row))
            signs.append(lines.sign_behind(row))
            behind = row + 1
            if signs[-1] not in _GO_ON:
                if _are_listed_duties(items, signs.count(";") + 1, words):
                    yield items[0].start, items[-1].end
                break


def _duties_begun(lines: Lines, sentence: int) -> list[Piece] | None:
    """The first duty of a sentence that announces them: "các nhiệm vụ:", "nhiệm vụ của tôi là ...;"."""
    if (sign := lines.sign_behind(sentence)) not in _GO_ON:  # most sentences
        return None
    if sign == ":":
        return []
    piece = lines.sentence(sentence)
    folded = lines.folded_range(piece.start, piece.end)
    behind = [at for at, word in enumerate(folded.split()[:-1], 1) if word in _ARE]
    return [lines.piece(piece.start + behind[0], piece.end)] if behind else None


def _are_listed_duties(items: list[Piece], parts: int, words: FactWords) -> bool:
    """By the semicolons between their parts, or one sentence by its commas, of which a list has more."""
    if len(items) == 1:
        (only,) = items
        return only.item.count(",") >= _DUTY_ITEMS and not only.has_figure() and not tells_a_deed(only.text, words)
    figures = sum(item.has_figure() for item in items)
    deeds = sum(tells_a_deed(item.item, words) for item in items)
    return parts >= _DUTY_ITEMS and figures <= _DUTY_FIGURES * len(items) and not deeds


def _end_of_duties(lines: Lines, first: int, last: int, words: FactWords) -> int:
    """Where duties end that an account in items of the same sign follows: before its first deed and its figures."""
    while last > first and not _are_duties(lines, range(first, last), words):
        last -= 1
        while last > first and lines.has_figure(last - 1):
            last -= 1
    return last


def _are_duties(lines: Lines, items: range, words: FactWords, *, habits: float = 0.0, described: bool = False) -> bool:
    """Whether few of these items hold figures, none tells a deed, and so many say how it is always done.

    Duties that are announced as nothing else may hold limits ("không quá 72 giờ").

    A description of a post that is named as one may say how often and how soon, and of what is done: `described`.
    """
    figures = 0 if described else sum(lines.has_figure(item, limits=habits == _DUTY_HABITS) for item in items)
    if figures > _DUTY_FIGURES * len(items):
        return False
    if habits and sum(has_any(lines.folded(item), words.habits) for item in items) < habits * len(items):
        return False
    texts = (without_number(lines.text(item)) for item in items)
    return not any(tells_a_deed(_DONE.sub(" ", text) if described else text, words) for text in texts)
