"""The names that a run knows: from heads, signatures, the roster, file names, and what the scan had to say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from detector.documents import Document, Role
from detector.privacy.family import plain_families, rare_families, stop_words, usual_families
from detector.privacy.labels import labelled
from detector.privacy.mask import Mask
from detector.privacy.names import MAX_NAME_WORDS
from detector.privacy.persons import PLAIN_FIRST
from detector.privacy.spans import Kind
from detector.privacy.usual import UsualWords
from detector.privacy.words import APOSTROPHES, Word, is_plain, sequences, spelled, words_of
from detector.text.fold import fold
from detector.text.lexicon import resource

_SIGNATURE_CHARACTERS = 1_200  # from the end of a text, and after each line that begins a signature
_NUMERAL = re.compile(r"\d+|i{1,3}|iv|vi{1,3}")
_SHORTENED = 3  # words of a unit's own name of which the last two are enough
_FEW = 5  # people of one post: below, the post tells who it is
# Words that say what kind of office it is; what is left of its name is the part that only this office has.
_OFFICE = frozenset(
    word
    for words in (
        "truong thcs thpt th tieu hoc trung hoc co so pho thong mam non mn mau giao phong bo ban chi dang uy to khoa",
        "vien benh tam tram y te ubnd nhan dan huyen quan xa phuong thi tran tinh thanh tp q cong ty cuc doi h",
        "cap i ii iii duc dao tao va gd dt gddt noi vu tai chinh ke hoach chuyen mon cao dai hop tac doan the",
    )
    for word in words.split()
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a run before anything is handed on.

    Attributes:
        persons, units: names, as they stand there.
        posts: by document id, words that few people of the run have of their posts.
        is_usual: ordinary words.
    """

    persons: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    posts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_usual: UsualWords = field(default_factory=UsualWords)

    def mask(self) -> Mask:
        """Blots all of it."""
        return Mask(self.persons, self.units, is_usual=self.is_usual)


def known_of(
    documents: Sequence[Document],
    *,
    paths: Iterable[str] = (),
    notes: Iterable[tuple[str, str]] = (),
    units: Iterable[str] = (),
) -> Known:
    """Of texts of every role; `paths` of files that could not be read; `notes` of the scan, as (code, detail)."""
    own = [document for document in documents if document.role is not Role.FORM]
    persons = [
        *(name for document in own if document.author for name in persons_in(document.author)),
        *(name for document in own for name in names_in_text(document.text)),
        *(name for path in (*(one.id for one in own), *paths) for name in names_in_path(path)),
        *(name for code, detail in notes if code.startswith("roster_") for name in _roster_names(detail)),
    ]
    offices = [*(document.unit for document in own if document.unit), *units]
    texts = {document.key: document.text for document in documents}
    return Known(
        persons=tuple(dict.fromkeys(persons)),
        units=tuple(dict.fromkeys(part for office in offices for part in office_parts(office))),
        posts=_telling_posts(own),
        is_usual=UsualWords(texts.values()),
    )


def persons_in(value: str) -> Iterator[str]:
    """The name in the value of a header field, which may run on: its capitals, or all if none is one."""
    head = re.split(r"[,;:()\[\]\d|/]|\s[-–]\s|\n", value, maxsplit=1)[0]
    words = words_of(head)
    while words and words[0].folded in ("ong", "ba", "dong", "chi") and len(words) > 2 and not words[0].is_upper:
        words = words[1:]
    name = words if words and not any(word.is_capital for word in words) else _capitals(words)
    if 1 <= len(name) <= MAX_NAME_WORDS and (len(name) > 1 or len(words) == 1):
        yield " ".join(word.shown for word in name)


def names_in_text(text: str) -> Iterator[str]:
    """Values of name labels, and lines of a signature that are a name."""
    for span in labelled(text, fold(text)):
        if span.kind is Kind.PERSON:
            yield from persons_in(text[span.start : span.end])
    for line in _signature_lines(text):
        words = words_of(line)
        if 2 <= len(words) <= MAX_NAME_WORDS and all(word.joined for word in words[1:]) and _is_signature(words, line):
            yield " ".join(word.shown for word in words)


def names_in_path(path: str) -> Iterator[str]:
    """Names in the parts of a path: *a01_nguyen_thi_lan*, *NguyenThiLan*, *Phiếu Trần Văn Hùng*."""
    for part in re.split(r"[/!\\#]", path):
        stem = re.sub(r"\.\w{1,5}$", "", part)
        apart = re.sub(r"(?<=[^\W\d_A-ZĐ])(?=[A-ZĐÀ-Ỹ])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", stem)
        for run in sequences(words_of(re.sub(r"[.,()\[\]+]", " ", apart))):
            yield from _names_of_run([word for word in run if not _NUMERAL.fullmatch(word.folded)])


def office_parts(office: str) -> Iterator[str]:
    """The whole name of a unit, and the part of it that only this unit has: the capitals at its end."""
    words = words_of(office)
    if len(words) > 1:
        yield " ".join(word.shown for word in words)
    for piece in re.split(r"[,;()\n]|\s[-–]\s", office):
        own = words_of(piece)
        first = len(own)
        while first and _is_own(own[first - 1]):
            first -= 1
        while first < len(own) and own[first].folded in _OFFICE:
            first += 1
        for begin in {first, first + 1 if len(own) - first == _SHORTENED else first}:
            if len(own) - begin > 1:
                yield " ".join(word.shown for word in own[begin:])


def _is_own(word: Word) -> bool:
    return word.is_capital or word.folded.isdigit() or word.gap in APOSTROPHES


def _telling_posts(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """Of each document the parts of its post that fewer than `_FEW` people have."""
    pieces = {document.id: tuple(_post_parts(document.post)) for document in documents if document.post}
    holders: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for piece in pieces.get(document.id, ()):
            holders[fold(piece).text].add(document.author or document.id)
    return {id: tuple(one for one in parts if len(holders[fold(one).text]) < _FEW) for id, parts in pieces.items()}


def _post_parts(post: str) -> Iterator[str]:
    yield post
    parts = [part.strip() for part in re.split(r"[,;:()\n]|\s[-–]\s", post)]
    yield from (part for part in parts if len(part.split()) > 2 and part != post)


def _roster_names(detail: str) -> Iterator[str]:
    """Of ``name: file`` and ``file: name / name``."""
    for part in re.split(r"[:/]", detail):
        if not re.search(r"\.\w{2,5}\b", part):
            yield from persons_in(part.strip())


def _capitals(words: Sequence[Word]) -> list[Word]:
    """The capitalised words in front, up to one that begins something else."""
    name: list[Word] = []
    for word in words:
        if not word.is_capital or (name and (word.marked in stop_words() or not word.joined)):
            break
        name.append(word)
    return name


def _signature_lines(text: str) -> Iterator[str]:
    """Lines near the end, and near each line that stands above a signature."""
    starts = {max(0, len(text) - _SIGNATURE_CHARACTERS)}
    at = 0
    for line in text.split("\n"):
        if len(line) < 120 and fold(line).text.strip(" .:…()-") in _signature_heads():
            starts.add(at)
        at += len(line) + 1
    for start in sorted(starts):
        yield from re.split(r"\n|\t|\s{3,}|\s\|\s", text[start : start + _SIGNATURE_CHARACTERS])


def _is_signature(words: Sequence[Word], line: str) -> bool:
    """A line that is nothing but a name."""
    if not all(word.is_capital and word.folded.isalpha() for word in words) or re.search(r"[.:,;!?]\s*\w", line):
        return False
    first = words[0]
    if any(word.marked in stop_words() for word in words):
        return False
    return first.marked in usual_families() | rare_families() or (is_plain(first) and first.folded in plain_families())


def _names_of_run(words: Sequence[Word]) -> Iterator[str]:
    """The first person in the words of a file name."""
    for first, word in enumerate(words):
        is_family = (
            word.marked in usual_families() | rare_families() if not is_plain(word) else word.folded in _all_plain()
        )
        least = 2 if word.folded in PLAIN_FIRST else 3
        rest = words[first : first + 5]
        if is_family and len(rest) >= least:
            yield " ".join(one.shown for one in rest)
            if len(words) - first > 4:
                yield " ".join(one.shown for one in rest[:3])
                yield " ".join(one.shown for one in rest[:4])
            return


@cache
def _all_plain() -> frozenset[str]:
    family = resource("person_names.toml")["family"]
    return frozenset(spelled(name)[0][1] for name in (*family["usual"], *family["rare"]))


@cache
def _signature_heads() -> frozenset[str]:
    lines = resource("signature_lines.toml")
    return frozenset(fold(line).text.strip(" .:…()-") for line in (*lines["own"], *lines["others"]))
