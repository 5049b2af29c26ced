"""Names that the run knows, found in any spelling: whole, in parts of two words and more, abbreviated, joined up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from detector.privacy.words import Word, is_plain, spelled

MAX_NAME_WORDS = 6
_LEAST_JOINED = 6  # letters of a name that is written without blanks
_LEAST_HOLDING = 8  # letters of a word that has such a name inside: no syllable of Vietnamese is as long
_LEAST_ACCOUNT = 4
_LEAST_INITIALS = 3
_MOST_SHORTENED = 3  # words of a unit's name of which one may be cut to its first letter: *N.Du*
_SIGNS = frozenset("./-_")  # between initials in any case
_FIGURES = "0123456789"  # behind an account

Usual = Callable[[Sequence[Word]], bool]


@dataclass(frozen=True, slots=True)
class _Form:
    """Marked words of a name or of a part of it.

    Attributes:
        is_whole: of three words and more, so that letter case does not matter.
        is_run: the words stand in the name one after the other.
    """

    marked: tuple[str, ...]
    is_whole: bool
    is_run: bool


class Names:
    """The names of persons, or of units, of a run.

    Args:
        names: as they are known; of one word only those that begin with a capital letter, found as written.
        is_usual: whether words in a row are ordinary ones, so that they are no part of a name in lower case.
        whole_only: no parts, and no abbreviations but of a word of a short name.
        with_given: only parts that have the given name are looked for.
        in_any_case: in lower case too where the words are ordinary ones.
    """

    def __init__(
        self,
        names: Iterable[str],
        is_usual: Usual,
        *,
        whole_only: bool = False,
        with_given: bool = False,
        in_any_case: bool = False,
    ) -> None:
        self._is_usual = is_usual
        self._whole_only = whole_only
        self._in_any_case = in_any_case
        self._forms: dict[str, dict[tuple[str, ...], list[_Form]]] = defaultdict(dict)
        self._lengths: dict[str, list[int]] = {}
        self._single: set[str] = set()
        self._joined: set[str] = set()
        self._accounts: set[str] = set()
        self._initials: set[str] = set()
        self._by_letter: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._holding: dict[str, bool] = {}
        self.given: set[str] = set()  # marked
        self._given_plain: set[str] = set()
        for name in dict.fromkeys(names):
            words = spelled(name) if whole_only else spelled(name)[:MAX_NAME_WORDS]
            if len(words) == 1 and name.strip()[:1].isupper():
                self._single.add(words[0][0])
                self.given.add(words[0][0])
            elif len(words) > 1:
                self._given_plain.add(words[-1][1])
                self._learn(words, whole_only=whole_only, with_given=with_given)
                if len(glued := _glued(words)) > 1:
                    self._learn(glued, whole_only=whole_only, with_given=with_given)
        for first, forms in self._forms.items():
            self._lengths[first] = sorted({len(folded) for folded in forms}, reverse=True)
        self._joined_lengths = sorted({len(joined) for joined in self._joined})

    def may_begin(self, word: Word) -> bool:
        """False where no name has this word first, in any spelling; quick."""
        folded = word.folded
        if word.is_capital or len(folded) == 1 or folded in self._lengths:
            return True
        return len(folded) >= _LEAST_ACCOUNT and self._is_account(folded)

    def at(self, run: Sequence[Word], first: int) -> int:
        """How many words from `first` on a name covers, 0 for none; the longest wins. `run` may belong together."""
        for length in self._lengths.get(run[first].folded, ()):
            words = run[first : first + length]
            if len(words) == length and self._is_name(words):
                return length
        return 1 if self._is_alone(run[first]) else 0

    def apart(self, run: Sequence[Word], first: int) -> int:
        """The same for a whole name of three words and more, in a run of `loose_sequences`."""
        for length in self._lengths.get(run[first].folded, ()):
            words = run[first : first + length]
            if len(words) == length and any(one.is_whole and self._is_written(one, words) for one in self._of(words)):
                return length
        return self._initials_apart(run, first)

    def _initials_apart(self, run: Sequence[Word], first: int) -> int:
        """First letters of a whole name, each by itself, with a sign between them: *v.q.k*, *V/Q/K*."""
        letters = ""
        for word in run[first : first + MAX_NAME_WORDS]:
            if len(word.folded) != 1 or (letters and word.gap not in _SIGNS):
                break
            letters += word.folded
        sizes = range(len(letters), _LEAST_INITIALS - 1, -1)
        return next((size for size in sizes if letters[:size] in self._initials), 0)

    def abbreviated(self, run: Sequence[Word], first: int) -> int:
        """The same for a name with one word or more cut to its first letters: *N.V.A*, *N. V. An*, *Nguyễn V. A.*"""
        if not any(word.is_initial for word in run[first : first + MAX_NAME_WORDS]):
            return 0
        for length in range(min(MAX_NAME_WORDS, len(run) - first), 1, -1):
            words = run[first : first + length]
            if all(word.is_capital for word in words) and any(word.is_initial for word in words) and self._fits(words):
                return length
        return 0

    def spaced(self, run: Sequence[Word], first: int) -> int:
        """The same for a name whose letters are written apart."""
        letters, length = "", 0
        for word in run[first:]:
            if len(word.folded) != 1:
                break
            letters, length = letters + word.folded, length + 1
        while length >= _LEAST_JOINED:
            if letters[:length] in self._joined:
                return length
            length -= 1
        return 0

    def longest(self, run: Sequence[Word], first: int) -> int:
        """The most words that a name covers from `first` on in any of these spellings."""
        word = run[first]
        return max(
            self.at(run, first),
            self.abbreviated(run, first) if word.is_capital else 0,
            self.spaced(run, first) if len(word.folded) == 1 else 0,
        )

    def _learn(self, words: list[tuple[str, str]], *, whole_only: bool, with_given: bool) -> None:
        marked, folded = zip(*words, strict=True)
        count = len(words)
        self.given.add(marked[-1])
        sizes = [count] if whole_only else range(2, count + 1)
        orders = [order for size in sizes for order in combinations(range(count), size)]
        if not whole_only:  # as it is written abroad, the given name first
            orders += [(count - 1, 0), (count - 1, *range(count - 1)), (count - 1, *range(1, count - 1), 0)]
        for order in dict.fromkeys(orders):
            if with_given and count - 1 not in order:
                continue
            form = _Form(
                tuple(marked[place] for place in order),
                is_whole=len(order) == count and (count > 2 or self._in_any_case),
                is_run=all(other == one + 1 for one, other in pairwise(order)),
            )
            self._forms[folded[order[0]]].setdefault(tuple(folded[place] for place in order), []).append(form)
        joined = "".join(folded)
        if len(joined) >= _LEAST_JOINED:
            self._joined.add(joined)
        first_letters = "".join(word[0] for word in folded)
        if count > 2:
            self._initials.add(first_letters)
        if whole_only:
            if count <= _MOST_SHORTENED:
                self._by_letter[folded[0][0]].append(folded)
            return
        for place in range(count - 1):
            self._by_letter[folded[place][0]].append(folded[place:])
        self._by_letter[folded[-1][0]].append((folded[-1], *folded[:-1]))
        given, family, last = folded[-1], folded[0], "".join(folded[-2:])
        turned = (given + "".join(folded[:-1]), given + family, family + given, family + last)
        parts = ("".join(folded[place:]) for place in range(1, count - 1))
        self._joined |= {one for one in (*turned, *parts) if len(one) >= _LEAST_JOINED}
        self._accounts |= {folded[-1] + first_letters[:-1], first_letters[:-1] + folded[-1], folded[-1] + first_letters}
        if count > 2:
            before, after = first_letters[:-1], first_letters[1:]
            given, family = folded[-1], folded[0]
            # *Khánh VQ*, and authors of an article: *Khánh, V.Q.*, *Vũ, Q.K.*
            for short in ((given, before), (before, given), (given, *before), (family, *after), (family, after)):
                self._forms[short[0]].setdefault(short, []).append(_Form(short, is_whole=True, is_run=False))

    def _is_name(self, words: Sequence[Word]) -> bool:
        return any(self._is_written(form, words) for form in self._of(words))

    def _of(self, words: Sequence[Word]) -> Sequence[_Form]:
        return self._forms[words[0].folded].get(tuple(word.folded for word in words), ())

    def _is_written(self, form: _Form, words: Sequence[Word]) -> bool:
        """In lower case a part only with its own marks or with none, and not where the words are ordinary ones."""
        spelt = all(word.marked == mark or is_plain(word) for word, mark in zip(words, form.marked, strict=True))
        if all(word.is_capital for word in words):
            is_upper = all(word.is_upper for word in words)
            return form.is_whole or not is_upper or (spelt and not self._is_usual(words))
        if all(is_plain(word) and (word.gap in _SIGNS or word is words[0]) for word in words):
            return not self._is_usual(words)  # *khanh.vu*, an account
        if form.is_whole:  # wrong marks too: whole names are too long to be met by chance
            return spelt or not self._is_usual(words)
        return spelt and form.is_run and not self._is_usual(words)

    def _is_alone(self, word: Word) -> bool:
        """One word that is a whole name: a name of one word, one without blanks, an account, all first letters."""
        if word.is_capital and word.marked in self._single:
            return True
        if len(word.folded) >= _LEAST_ACCOUNT and self._is_account(word.folded):
            return not self._is_usual([word])
        return word.is_upper and word.folded.rstrip(_FIGURES) in self._initials and not self._is_usual([word])

    def _is_account(self, folded: str) -> bool:
        """A name without blanks, also inside a longer word, or an account, also with figures behind it."""
        letters = folded.rstrip(_FIGURES)
        if letters in self._accounts or folded in self._joined:
            return True
        if len(folded) - len(letters) > 1 and letters in self._given_plain:  # *khanh1985*
            return True
        if len(folded) < _LEAST_HOLDING:
            return False
        if folded not in self._holding:
            self._holding[folded] = any(
                folded[start : start + length] in self._joined
                for length in self._joined_lengths
                for start in range(len(folded) - length + 1)
            )
        return self._holding[folded]

    def _fits(self, words: Sequence[Word]) -> bool:
        """Whether a name has these words, or words that begin with them, in this order."""
        initials = sum(word.is_initial for word in words)
        for name in self._by_letter.get(words[0].folded[:1], ()):
            if initials == len(words) < min(3, len(name)):
                continue
            if self._whole_only and not any(word.folded in name for word in words):
                continue
            if _is_short_for(words, name):
                return True
        return False


def _glued(words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each word of one letter and the next as one, *HNguôm Niê* of *H'Nguôm Niê*; nothing where there is none."""
    found: list[tuple[str, str]] = []
    for marked, folded in words:
        if found and len(found[-1][1]) == 1:
            found[-1] = (found[-1][0] + marked, found[-1][1] + folded)
        else:
            found.append((marked, folded))
    return found if len(found) < len(words) else []


def _is_short_for(words: Sequence[Word], name: Sequence[str]) -> bool:
    place = 0
    for word in words:
        while place < len(name) and not (
            name[place] == word.folded or (word.is_initial and name[place].startswith(word.folded))
        ):
            place += 1
        if place == len(name):
            return False
        place += 1
    return True
