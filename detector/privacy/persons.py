"""Persons that the run does not know: a capitalised word after a title, and capitalised words after a family name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from detector.privacy.family import (
    before_titles,
    middle_words,
    peoples,
    plain_families,
    plain_titles,
    post_titles,
    public_alone,
    public_phrases,
    rare_families,
    stop_words,
    titles,
    usual_families,
)
from detector.privacy.names import Usual
from detector.privacy.words import APOSTROPHES, Word, bare, is_plain, spelled

MAX_PERSON_WORDS = 5
_MAX_TITLE_WORDS = 3
_MAX_LISTED = 30  # persons in a row after one title
# Without their marks these begin a person where two words follow; the others are words of other languages too.
PLAIN_FIRST = frozenset(
    ("nguyen", "tran", "pham", "huynh", "hoang", "phan", "dang", "bui", "ngo", "duong", "trinh", "truong")
)


class Persons:
    """Finds them among the words of a text.

    Args:
        is_usual: as in `Names`.
        given: marked given names of the run.
    """

    def __init__(self, is_usual: Usual, given: frozenset[str]) -> None:
        self._is_usual = is_usual
        self._given = given
        self.given_plain = frozenset(map(bare, given))

    def family_at(self, words: Sequence[Word], first: int) -> int:
        """How many words a person covers that begins with a family name here; 0 for none."""
        word = words[first]
        if not word.is_capital or self.public_at(words, first):
            return 0
        if _is_highland(words[first : first + 2]):
            return self._run(words, first)
        usual, rare = word.marked in usual_families(), word.marked in rare_families()
        plain = not usual and is_plain(word) and word.folded in plain_families()
        if not (usual or rare or plain):
            return 0
        length = self._run(words, first)
        if usual:
            return length if length > 1 else 0
        if rare:
            return length if length > 2 and self._is_rare_person(words[first : first + length]) else 0
        all_plain = all(map(is_plain, words[first : first + length]))
        return length if all_plain and length > (1 if word.folded in PLAIN_FIRST else 2) else 0

    def titled(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """(first, last + 1) of the words of each person after a title, and of those listed after it."""
        for title, is_plain_title in _titles_in(words):
            at = title_end = self._set_off_later(words, title.stop)
            is_post = tuple(word.marked for word in words[title.start : title.stop]) in post_titles()
            for _ in range(_MAX_LISTED):
                length = self._named(words, at, plain=is_plain_title, titled=at == title_end)
                if is_post and self._is_of_office(words[at : at + length]):
                    break
                if not length:
                    break
                yield at, at + length
                at += length
                if at >= len(words) or words[at].gap not in _LIST_SIGNS:
                    if at + 1 < len(words) and words[at].marked in _AND and words[at].joined and words[at + 1].joined:
                        at += 1
                    else:
                        break

    def alone(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Given names of the run alone with a capital: inside a sentence, or where they are no other word."""
        for place, word in enumerate(words):
            if word.marked not in self._given or not word.is_capital or word.is_upper or len(word.shown) == 1:
                continue
            before = words[place - 1] if place and _is_next(word) else None
            after = words[place + 1] if place + 1 < len(words) and _is_next(words[place + 1]) else None
            if (before and before.is_capital and not _begins(words, place - 1)) or (after and after.is_capital):
                continue
            if word.marked in public_alone() or self._is_phrase(words, place) or self._is_phrase(words, place - 1):
                continue
            if before and tuple(one.marked for one in (before, word)) in public_phrases():
                continue
            if (before and not before.is_capital) or not self._is_usual([word]) or _is_post_at(words, place + 1):
                yield place, place + 1

    def with_class(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Capitalised words before a class: *Ngân 8C*, not *Toán 8C* and not a word that begins a sentence."""
        for place, word in enumerate(words):
            if not place or not word.joined or not _CLASS.fullmatch(word.shown):
                continue
            first = place
            while first and _may_have_class(words[first - 1]) and (first == place or words[first].joined):
                first -= 1
            name = words[first:place]
            if not name or self.public_at(words, first) or (_begins(words, first) and self._is_usual(name[:1])):
                continue
            if name[0].marked not in public_alone() or len(name) > 1:
                yield first, place

    def lower(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """A woman's whole name in lower case, or a man's after a title: *sùng thị mỷ*, *anh bế văn đàn*."""
        for place in range(len(words) - 2):
            first, middle, last = words[place : place + 3]
            if first.is_capital or last.is_capital or not (middle.joined and last.joined):
                continue
            is_family = first.marked in usual_families() or first.marked in rare_families()
            is_man = (
                middle.marked == _MAN and place and words[place - 1 : place] and (words[place - 1].marked,) in titles()
            )
            if is_family and (middle.marked == _WOMAN or is_man) and not self._is_usual([first, middle]):
                more = words[place + 3 : place + 4]
                is_longer = bool(more) and more[0].joined and not self._is_usual(more) and more[0].shown.islower()
                yield place, place + 3 + is_longer

    def unknown(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Two to five capitalised words in a row that no text of the package has side by side: strangers, places."""
        first = 0
        while first < len(words):
            end = first
            while end < len(words) and _may_be_unknown(words[end]) and (end == first or words[end].gap in _IN_NAME):
                end += 1
            after = max(end, first + 1)
            if end > first and (
                words[first].marked in before_titles()
                or (_begins(words, first) and self._is_usual(words[first : first + 1]))
            ):
                first += 1
            if 1 < end - first <= MAX_PERSON_WORDS and self._is_unknown(words, first, end):
                yield first, end
            first = after

    def _is_unknown(self, words: Sequence[Word], first: int, end: int) -> bool:
        run = words[first:end]
        if len(run) == 2 and (len(run[1].shown) == 1 or run[1].marked in public_alone() or run[1].marked in _FIGURES):
            return False
        if set(words[first].gap or "") & _QUOTES:
            return False
        if any(self._is_usual(pair) for pair in pairwise(run)) or self._is_phrase(words, end - 1):
            return False
        if any(self.public_at(words, place) for place in range(max(0, first - 1), end)):
            return False
        before = words[max(0, first - _TITLE_REACH) : first]
        if any(word.marked in before_titles() for word in before):
            return False
        around = [*words[max(0, first - 1) : first], *words[end : end + 1]]
        return any(word.shown.islower() for word in around)

    def public_at(self, words: Sequence[Word], first: int) -> int:
        """How many words a phrase covers that everybody writes with a capital."""
        if not words[first].is_capital:
            return 0
        for length in range(min(4, len(words) - first), 0, -1):
            piece = words[first : first + length]
            if tuple(word.marked for word in piece) in public_phrases() and all(word.joined for word in piece[1:]):
                return length
        return 0

    def _named(self, words: Sequence[Word], first: int, *, plain: bool, titled: bool) -> int:
        """How many words of a name stand here, after a title or in a list of names."""
        if first >= len(words):
            return 0
        word = words[first]
        if titled and not word.joined:
            return self._set_off(words, first)
        if not word.is_capital:
            near = words[max(0, first - _AROUND) : first + _AROUND]
            by_plain = word.folded in self.given_plain and len(near) > _AROUND and all(map(is_plain, near))
            known = titled and (by_plain or (not plain and word.marked in self._given))
            return int(known and not self._is_phrase(words, first - 1) and not self._is_phrase(words, first))
        is_short_for = word.is_upper and len(word.shown) <= 5 and word.marked not in self._given
        if self.public_at(words, first) or (is_short_for and not words[first - 1].is_upper):
            return 0
        is_known = word.folded in self.given_plain or (is_plain(word) and word.folded in plain_families())
        if plain and not is_known:
            return 0
        length = self._run(words, first)
        if length > 1 and self._is_usual(words[first : first + 2]) and word.marked not in usual_families():
            return 0
        return length

    def _set_off(self, words: Sequence[Word], first: int) -> int:
        """A name after a title with a colon, or in brackets: *Em: Rmah Lan*, *ba học sinh (Mỷ, Dợ)*."""
        word = words[first]
        is_short = word.gap == ". " and not _VOWEL.search(words[first - 1].folded)  # *đ/c. Hùng*
        if (
            not (word.gap in _SET_OFF or is_short or (word.gap == ", " and words[first - 1].marked in _MINE))
            or not word.is_capital
            or word.is_upper
            or self.public_at(words, first)
        ):
            return 0
        length = self._run(words, first)
        if length > 1 or (length and word.marked in self._given):
            return length
        after = words[first + length : first + length + 1]
        is_row = bool(after) and after[0].gap in _LIST_SIGNS and after[0].is_capital
        is_listed = (is_row or "(" in (word.gap or "")) and word.marked not in public_alone() | peoples()
        return length if is_listed and not self._is_usual([word]) else 0

    def _set_off_later(self, words: Sequence[Word], first: int) -> int:
        """Where the name is set off behind more words of a title: *học sinh yếu (Mỷ, Dợ)*, *con tôi, Minh Quân*."""
        for place in range(first, min(first + _MOST_BETWEEN + 1, len(words) - 1)):
            word, after = words[place], words[place + 1]
            if word.joined and not word.is_capital:
                continue
            is_list = "(" in (word.gap or "") and after.gap in _LIST_SIGNS and after.is_capital
            is_mine = word.gap == ", " and words[place - 1].marked in _MINE
            return place if place > first and word.is_capital and (is_list or is_mine) else first
        return first

    def _is_of_office(self, name: Sequence[Word]) -> bool:
        """After the name of a post the name of a department is as usual as that of a person."""
        return len(name) == 1 and name[0].marked not in self._given and self._is_usual(name)

    def _run(self, words: Sequence[Word], first: int) -> int:
        """Capitalised words in a row, up to one that begins something else."""
        upper = words[first].is_upper
        length = 0
        for place in range(first, min(len(words), first + MAX_PERSON_WORDS)):
            word = words[place]
            if place > first and not word.joined:
                break
            if (
                not word.is_capital
                or word.marked in stop_words()
                or (word.is_upper and not upper and len(word.shown) > 1)
            ):
                break
            if self._is_phrase(words, place):
                break
            length += 1
        return length

    def _is_phrase(self, words: Sequence[Word], place: int) -> bool:
        """Whether an ordinary phrase begins here: *Bí thư*, *Phạm vi*, *Đào tạo*; a name has capitals throughout."""
        if place < 0 or place + 1 >= len(words) or not words[place + 1].joined:
            return False
        following = words[place + 1]
        if following.marked in _FUNCTION_WORDS:
            return False
        if following.is_capital and not (words[place].is_upper and following.is_upper):
            return False
        return self._is_usual(words[place : place + 2])

    def _is_rare_person(self, run: Sequence[Word]) -> bool:
        return not run[0].is_upper or run[1].marked in middle_words()


# Words that follow a name as often as anything else.
_FUNCTION_WORDS = frozenset(
    spelled(word)[0][0]
    for word in (
        *("và", "với", "cùng", "của", "lớp", "đạt", "được", "là", "có", "đã", "đang", "sẽ", "trong", "tại", "ở", "để"),
        *(
            "cho",
            "về",
            "từ",
            "theo",
            "làm",
            "đi",
            "đến",
            "nhận",
            "tham",
            "hỗ",
            "phụ",
            "giúp",
            "dạy",
            "thi",
            "vào",
            "ra",
        ),
        *("trực", "kể", "nói", "lên", "khi", "thì", "mà", "nên", "vì", "do", "bị", "phải", "không", "chưa", "năm"),
    )
)
_IN_NAME = frozenset({" ", "\u00a0", "-", *APOSTROPHES})
_FIGURES = frozenset(spelled("một hai ba bốn năm sáu bảy tám chín mười")[place][0] for place in range(10))
_QUOTES = frozenset("“\"'«‘")
_TITLE_REACH = 4  # words before capitals among which a paper or plan may be named
_VOWEL = re.compile("[aeiouy]")
_SET_OFF = frozenset({": ", " : ", ":", " (", "("})
_MOST_BETWEEN = 3  # words between a title and the name that is set off
_MINE = frozenset(spelled(word)[0][0] for word in ("tôi", "mình", "em", "anh", "chị"))
_WOMAN, _MAN = (spelled(word)[0][0] for word in ("thị", "văn"))
_AROUND = 4  # words on each side without marks: the text was typed without them
_CLASS = re.compile(r"(?:1[0-2]|[1-9])[A-Z]\d{0,2}")
_LIST_SIGNS = frozenset({", ", ",", "; ", " và ", " & ", " - "})
_AND = frozenset(spelled(word)[0][0] for word in ("và", "cùng", "với", "va"))


def _is_highland(words: Sequence[Word]) -> bool:
    """*H'Linh*, *K’Brếu*: one letter, the sign and the name."""
    return (
        len(words) == 2
        and len(words[0].shown) == 1
        and (words[1].gap or " ").rstrip(" ") in APOSTROPHES
        and words[1].is_capital
    )


def _is_post_at(words: Sequence[Word], first: int) -> bool:
    return any(tuple(word.marked for word in words[first : first + size]) in post_titles() for size in (2, 3))


def _is_next(word: Word) -> bool:
    """Whether the word follows in the same name: with a dash between blanks it is the next of a list."""
    return word.joined and word.gap not in (" - ", " – ")


def _may_be_unknown(word: Word) -> bool:
    return word.is_capital and not word.is_upper and word.marked not in stop_words()


def _may_have_class(word: Word) -> bool:
    return word.is_capital and not word.is_upper and len(word.shown) > 1 and word.marked not in stop_words()


def _titles_in(words: Sequence[Word]) -> Iterator[tuple[range, bool]]:
    """(places of the title, whether it is typed without marks) of every title, the longest at each place."""
    first_words = _first_words()
    for first, word in enumerate(words):
        if _CLASS.fullmatch(word.shown) and first + 1 < len(words) and words[first + 1].gap == ": ":
            yield range(first, first + 1), False  # *8C: Bảo Ngân, Gia Linh*
        if word.marked not in first_words and word.folded not in first_words:
            continue
        for length in range(_MAX_TITLE_WORDS, 0, -1):
            piece = words[first : first + length]
            if len(piece) < length or not all(_follows(words[first + n]) for n in range(1, length)):
                continue
            if word.is_capital and not word.is_upper and not _begins(words, first):
                continue
            if tuple(one.marked for one in piece) in titles():
                yield range(first, first + length), False
                break
            if tuple(one.folded for one in piece) in plain_titles() and all(map(is_plain, piece)):
                yield range(first, first + length), True
                break


def _follows(word: Word) -> bool:
    return word.joined or word.gap in ("/", ".")


def _begins(words: Sequence[Word], first: int) -> bool:
    """Whether a sentence or line begins here, or a title stands before: *tiếng Anh Văn* has none."""
    return first == 0 or not words[first].joined or bool(set(words[first].gap or "") & set(".:;\n-–"))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(one[0] for one in (*titles(), *plain_titles()))
