"""Does a text read as Vietnamese, and if not: was it typed so, or did reading fail?

A syllable is well formed if it is an onset and a rhyme of the language and, where the rhyme ends in a stop
(c, ch, p, t), carries one of the two tones that such syllables can have. Text in an old font, a broken encoding
or look-alike letters has few of them; but so has a text about routers, or one with names of the Central Highlands.
What people type is whole: foreign words, names, abbreviations, words without marks. What reading breaks has letters of
no alphabet in use here, marks on syllables that cannot have them, and pieces without a vowel.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from detector.documents import ReadingNote
from detector.readers.languages import is_other_language, unspaced_script
from detector.settings import Settings

_ONSET_LIST = "b c d đ g h k l m n p q r s t v x ch gh gi kh ng ngh nh ph qu th tr"
_RHYME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu êc i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oc oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uai uan uang uanh uat uay uân uâng uât uây uăng uăn uăt
    uc uê uêch uên uêt ue uen uet ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyt
    uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt ych
"""
_ONSETS = ("", *re.findall(r"\w+", _ONSET_LIST))
_RHYMES = frozenset(re.findall(r"\w+", _RHYME_LIST))
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPS = ("c", "ch", "p", "t")
_TOKEN = re.compile(r"[^\s\-–—/.,;:!?()\[\]{}\"'“”‘’…+*=<>|_•&%\d]+")
_MIN_SYLLABLES = 20
_MIN_ODD = 3  # fewer odd words are a name or a loan word, whatever their share
_SAMPLE_CHARACTERS = 100_000
_TORN_SHARE = 0.15  # letters that stand alone, to words: whole texts have .02, and no list of points has as many
_SHOWN_WORDS = 4
# Letters that are typed here: Vietnamese, the languages of the Central Highlands, names of Western Europe
_TYPED = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789đĐ'’ʼ`´°²³½¼¾@#$~^\\§©®™"
    + "".join(unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
              for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"))
    + "ŭŬĕĔĭĬŏŎčČñÑƀɓƁäÄöÖüÜßçÇëËïÏ"
)  # fmt: skip
_EDGE_SIGNS = "'’ʼ`´°²³@#$~^\\§©®™" + "".join(map(chr, range(0xF020, 0xF100)))
_VOWEL = re.compile("[aeiouyăâêôơưàáãảạằắẵẳặầấẫẩậèéẽẻẹềếễểệìíĩỉịòóõỏọồốỗổộờớỡởợùúũủụừứữửựỳýỹỷỵ]")
_SHORT_FORMS = frozenset(
    {"đc", "dc", "đk", "đt", "đ", "vs", "km", "kg", "cm", "mm", "ml", "kv", "kw", "kwh", "ntn", "mn", "hs", "gv", "sl"}
    | {"tt", "tr", "trđ", "vnđ", "vnd", "http", "https", "www", "vn", "pdf", "html", "xml", "css", "php", "sql", "th"}
    | {
        "tp",
        "ph",
        "ng",
        "bt",
        "kh",
        "cv",
        "qđ",
        "nđ",
        "nq",
        "ct",
        "tx",
        "cs",
        "sgk",
        "hk",
        "pp",
        "bs",
        "đd",
        "bn",
        "xn",
    }
    | {"nv"}
)
_SINGLE_LETTER = re.compile(r"[^\W\d_A-Z]")
_MAX_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 100  # pieces and their characters; about 5 MB
# Each more than there are words in a sample, so that four counts add up in one number
_MARKED, _WORD, _SINGLE = 1 << 20, 1 << 40, 1 << 60


def readability_note(text: str, settings: Settings) -> ReadingNote | None:
    """``doubtful`` with what looks damaged, ``unmarked`` with both shares, ``unspaced_script``, or None.

    Short texts are not judged, and prose of another language written with spaces is not doubtful.
    """
    if script := unspaced_script(text):
        return ReadingNote("unspaced_script", f"script={script}")
    counts = _counts(text)
    readable, marked, count = counts.shares()
    if count < _MIN_SYLLABLES:
        return None
    torn = _singles(text) if counts.singles > _TORN_SHARE * count else Counter[str]()
    if (torn or readable < settings.min_readable_share) and not is_other_language(text):
        damaged = damaged_words(text) + torn
        if damaged.total() >= max(_MIN_ODD, (1 - settings.min_readable_share) * count):
            share = damaged.total() / (count + torn.total())
            return ReadingNote("doubtful", f"damaged={share:.3f} words={_shown(damaged)}")
    if marked < settings.min_marked_share and _toneless_share(text) >= 0.7:
        return ReadingNote("unmarked", f"readable={readable:.3f} marked={marked:.3f}")
    return None


def damaged_words(text: str) -> Counter[str]:
    """Words that nobody typed so: they came out of reading."""
    counts = _word_counts(text).items()
    return Counter({word: count for word, count in counts if not is_syllable(word) and _is_damaged(word)})


def _shown(damaged: Counter[str]) -> str:
    """The commonest ones in small letters: no names."""
    small = sorted((word for word in damaged if word.islower()), key=lambda word: (-damaged[word], word))
    return ", ".join(small[:_SHOWN_WORDS]) or "…"


@lru_cache(maxsize=20_000)
def _is_damaged(word: str) -> bool:
    core = word.strip(_EDGE_SIGNS)
    if any(letter not in _TYPED for letter in core):
        return True
    if not core.islower() or core.isdecimal() or any(map(str.isdigit, core)):
        return False  # names, and words that other languages write with capitals
    return not core.isascii() if _VOWEL.search(core) else core not in _SHORT_FORMS


def measure(text: str) -> tuple[float, float, int]:
    """Share of well-formed syllables, share of marked syllables, number of words judged; (1, 1, 0) without words."""
    return _counts(text).shares()


def readable_share(text: str) -> float:
    """The first of `measure`."""
    return measure(text)[0]


class _Counts(NamedTuple):
    """Words that are judged, those of them that are marked and that are well formed, and letters that stand alone."""

    words: int
    marked: int
    readable: int
    singles: int

    def shares(self) -> tuple[float, float, int]:
        """As `measure`."""
        return (self.readable / self.words, self.marked / self.words, self.words) if self.words else (1.0, 1.0, 0)


def _counts(text: str) -> _Counts:
    sums = sum(map(_of_line, text[:_SAMPLE_CHARACTERS].split("\n")))
    singles, rest = divmod(sums, _SINGLE)
    words, rest = divmod(rest, _WORD)
    marked, readable = divmod(rest, _MARKED)
    return _Counts(words, marked, readable, singles)


class _Pieces(dict[str, int]):
    """What stands between two blanks counts: `_WORD` each word, `_MARKED` each that is marked, 1 each that is readable,
    `_SINGLE` a letter alone.

    One look-up for each piece of a text: nearly all of them were met before.
    """

    def __missing__(self, piece: str) -> int:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        composed = unicodedata.normalize("NFC", piece)
        words = filter(_is_telling, _TOKEN.findall(composed))
        value = sum(_WORD + _MARKED * (not word.isascii()) + is_syllable(word) for word in words)
        value += _SINGLE * (_SINGLE_LETTER.fullmatch(composed) is not None)
        if len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = value
        return value


_PIECES = _Pieces()


@lru_cache(maxsize=4000)
def _of_line(line: str) -> int:
    """What the words of a line count; two of three lines of a unit were seen before, most of them just before."""
    return sum(map(_PIECES.__getitem__, line.split()))


def _singles(text: str) -> Counter[str]:
    """Letters that stand alone."""
    pieces = unicodedata.normalize("NFC", text[:_SAMPLE_CHARACTERS]).split()
    return Counter(filter(_SINGLE_LETTER.fullmatch, pieces))


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC) is a well-formed syllable, in lower case, upper case or capitalised."""
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    base, tones = _without_tone(word.lower())
    if len(tones) > 1:
        return False
    rhymes = [base[len(onset) :] for onset in _ONSETS if base.startswith(onset)]
    found = [rhyme for rhyme in rhymes if rhyme in _RHYMES or (rhyme == "" and base == "gi")]
    return any(not rhyme.endswith(_STOPS) or tones in ("\u0301", "\u0323") for rhyme in found)


def _word_counts(text: str) -> Counter[str]:
    """Words in NFC; abbreviations, codes and single letters are left out: they say nothing about reading."""
    found = Counter(_TOKEN.findall(unicodedata.normalize("NFC", text[:_SAMPLE_CHARACTERS])))
    return Counter({word: count for word, count in found.items() if _is_telling(word)})


@lru_cache(maxsize=20_000)
def _is_telling(word: str) -> bool:
    return len(word) > 1 and any(map(str.isalpha, word)) and not is_abbreviation(word)


def is_abbreviation(word: str) -> bool:
    return word.isupper() and (word.isascii() or not set(_plain(word)) & set("AEIOUY"))


def _toneless_share(text: str) -> float:
    counts = _word_counts(text)
    plain = {_plain(rhyme) for rhyme in _RHYMES}
    good = sum(
        count
        for word, count in counts.items()
        if any(word.lower().removeprefix(onset) in plain for onset in _ONSETS if word.lower().startswith(onset))
    )
    return good / max(counts.total(), 1)


def _plain(rhyme: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", rhyme) if not unicodedata.combining(c))


def _without_tone(word: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in parts if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES)), tones
