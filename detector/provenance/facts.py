"""Lists of facts: what must be equal for whoever has it, so that it proves nothing about two people.

The duties of a post, titles of laws with their numbers, entries of publications and initiatives, members of
committees, descriptions of a course, rows of a table of figures, whether they are listed or follow each other in one
sentence between semicolons. They stay the person's text, and passages show them; they only weigh nothing. What marks
them is their form, so that an account of results in bullets, with figures and dates of one's own, is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import numpy as np

from detector.corpus import Bools, Corpus, Longs
from detector.provenance.fact_lines import Lines, Piece, without_number
from detector.text.fold import canonical, fold
from detector.text.lexicon import resource

_DUTY_ITEMS = 3  # of a list of duties, in a row
_DUTY_FIGURES = 0.34  # share of its items that may hold a figure ("trước ngày 25 hằng tháng")
_DUTY_HABITS = 0.6  # share of its items that say how it is always done, where the heading asks for results too
_HABIT_ITEMS = 4  # of a list that nothing announces as duties,
_HABITS = 0.5  # and the share of them that say so
_ONCE_DONE = ((" khi đã ", " khi "), (" khi da ", " khi "))  # "khi đã cắm chốt": a condition, nothing that was done
_ARE = frozenset({"la", "gom"})  # what stands before the first duty
_PARTS = re.compile(r"[;,]")
_ANNOUNCED = re.compile(r":|\b(?:là|la|gồm|gom)\b", re.I)
_TABLE_CELLS = 6
_TABLE_FIGURES = 0.34  # share of the cells that hold nothing but figures
_CELL_SYLLABLES = 16
_TABLE_ROWS = 3
_NAME_SYLLABLES = 8  # before the colon of a row
_MEMBERSHIPS = 2
_MEMBERS = 3  # with their offices, in one sentence
_AUTHORS = 2
_MEMBER_SYLLABLES = 30
_NAMED_SHARE = 0.3  # of a list of people with one office, twice the names to its syllables; a name has three or four
_CITED_SYLLABLES = 120
# An office behind a name: "Lê Văn Tám (Chủ tịch)", "Hồ Thị Bé, thư ký", "Vũ Minh - ủy viên"
_OFFICE_ENDS = re.compile(
    r"[(,:–-]\s*(?:(?:phó|tổ|đội|nhóm)\s+)?"
    r"(?:chủ tịch|trưởng|bí thư|thư ký|ủy viên|uỷ viên|thành viên|giám đốc|tổ viên)\b",
    re.I,
)
_OFFICE_SYLLABLES = frozenset({"tich", "truong", "thu", "ki", "vien", "doc"})  # folded: the last of each of these
_TITLED = r"(?:ông|bà|đồng chí|đ/c|cô|thầy|anh|chị|em|pgs|gs|ts|ths|bs|cn)"
_NAMED = re.compile(rf"(?:{_TITLED}\b[.\s]*)*(?P<name>\w+(?:\s+\w+){{1,4}})\s*[,:;(–-]", re.I)
_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\s]")
_NUMBERED = re.compile(r"\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])(?:\.\d{1,2})*\s*[.)/]")
_QUOTE = re.compile(r"[\"“«]")
_QUOTED = re.compile(r"[\"“«][^\"”»\n]{12,400}[\"”»]")
_LAW_BEGINS = 3  # syllables of an item: "2. Luật", "Bộ luật", "Các nghị quyết"
# 16/2017/QH14, 34-NQ/TW, 2318/QĐ-UBND, "Luật Biên phòng Việt Nam năm 2020"
_LAW_NUMBER = re.compile(r"\b\d{1,5}(?:/(?:19|20)\d\d)?[-/][A-ZĐ]{2,}|\bluật\b[^.;\n]{2,60}\bnăm\s+(?:19|20)\d\d", re.I)
_NUMBER_OR_YEAR = re.compile(r"(?:19|20)\d\d|\d+\s*/\s*[A-ZĐƯa-z]|\b(?:số|tr|vol|no)\b\.?\s*\d", re.I)


def mark_facts(corpus: Corpus) -> Bools:
    """Tokens of duties and steps, citations, memberships, courses and tables of figures, bool[tokens]."""
    lines = Lines.of(corpus)
    mask = np.zeros(len(corpus.tokens.ids), bool)
    lists = (_duties, _habits, _duties_in_a_sentence, _laws, _citations, _memberships, _descriptions, _tables, _rows)
    for find in lists:
        for start, end in find(lines):
            mask[start:end] = True
    return mask


def _duties(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items behind "Nhiệm vụ được giao:" and the like that say what a post has to do, not what was done.

    Where the line above asks for results too ("1. Công việc được giao và kết quả"), most items must also say how the
    work is always done ("đúng giờ", "hằng tháng", "khi có ...").
    """
    words = _words()
    for line in lines.with_any(words.duties).tolist():
        head = lines.verbatim(line).rstrip()
        if not head.endswith(":") and not _NUMBERED.match(head):
            continue
        of_results = _has_any(lines.folded(line), words.results)
        if not head.endswith(":") and not of_results:
            continue
        first, last = line + 1, _end_of_list(lines, line)
        if last - first >= _DUTY_ITEMS and not of_results:
            last = _end_of_duties(lines, first, last, words)
        if last - first >= _DUTY_ITEMS and _are_duties(
            lines, range(first, last), words, habits=_DUTY_HABITS if of_results else 0.0
        ):
            yield lines.range_of(first, last)


def _habits(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items below a colon that say how something is always done, whatever announces them: steps, rules of a house."""
    words = _words()
    for line in lines.heads_of_lists().tolist():
        if _has_any(lines.folded(line), words.duties) or _has_any(lines.folded(line), words.results):
            continue
        first, last = line + 1, _end_of_list(lines, line)
        if last - first >= _HABIT_ITEMS and _are_duties(lines, range(first, last), words, habits=_HABITS):
            yield lines.range_of(first, last)


def _duties_in_a_sentence(lines: Lines) -> Iterator[tuple[int, int]]:
    """Duties behind a colon on one line, between semicolons: "tôi làm các việc: theo dõi ...; tư vấn ...; ..."."""
    words = _words()

    def in_line(line: int) -> Iterator[tuple[int, int]]:
        text = lines.verbatim(line)
        if not _ANNOUNCED.search(text) or len(_PARTS.findall(text)) < _DUTY_ITEMS - 1:  # most lines
            return
        items: list[Piece] = []
        announced = False
        for piece in lines.pieces(line):
            sign = lines.sign_behind(piece)
            if announced:
                items.append(piece)
            elif (begun := _duties_begun(lines, piece, sign, words)) is not None:
                announced, items = True, begun
            if announced and sign not in (";", ":"):
                if items and _are_listed_duties(items, words):
                    yield items[0].start, items[-1].end
                items, announced = [], False

    yield from _once(lines, lines.with_any(words.duties).tolist(), in_line)


def _once(
    lines: Lines, rows: Iterable[int], find: Callable[[int], Iterable[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """The token ranges that `find` sees in each of these lines; it looks once at lines of one text, cut alike."""
    known: dict[tuple[str, bytes], list[tuple[int, int]]] = {}
    for line in rows:
        start, look = lines.start(line), lines.look(line)
        if look not in known:
            known[look] = [(first - start, last - start) for first, last in find(line)]
        for first, last in known[look]:
            yield start + first, start + last


def _duties_begun(lines: Lines, piece: Piece, sign: str, words: _Words) -> list[Piece] | None:
    """The first duty of a sentence that announces them, and no results: "các nhiệm vụ:", "nhiệm vụ của tôi là ...;"."""
    if not _has_any(piece.folded, words.duties) or _has_any(piece.folded, words.results):
        return None
    said = piece.folded.split()
    behind = [at + 1 for at, word in enumerate(said[:-1]) if word in _ARE]
    if sign == ";" and behind:
        return [lines.piece(piece.start + behind[0], piece.end)]
    return [] if sign == ":" else None


def _are_listed_duties(items: list[Piece], words: _Words) -> bool:
    """By semicolons, or one sentence by its commas, of which a list has more."""
    if len(items) == 1:
        parts = items[0].item.split(",")
        return len(parts) > _DUTY_ITEMS and not items[0].has_figure() and not _tells_a_deed(items[0].text, words)
    figures = sum(item.has_figure() for item in items)
    deeds = sum(_tells_a_deed(item.item, words) for item in items)
    return len(items) >= _DUTY_ITEMS and figures <= _DUTY_FIGURES * len(items) and not deeds


def _end_of_duties(lines: Lines, first: int, last: int, words: _Words) -> int:
    """Where duties end that an account in items of the same sign follows: before its first deed and its figures."""
    while last > first and not _are_duties(lines, range(first, last), words):
        last -= 1
        while last > first and lines.has_figure(last - 1):
            last -= 1
    return last


def _end_of_list(lines: Lines, head: int) -> int:
    """The line behind the list below a line of the same text, which may be empty."""
    below = head + 1 < len(lines) and lines.documents[head + 1] == lines.documents[head]
    return lines.end_of_list(head + 1) if below else head + 1


def _are_duties(lines: Lines, items: range, words: _Words, *, habits: float = 0.0) -> bool:
    """Whether few of these items hold figures, none tells a deed, and so many say how it is always done."""
    if sum(lines.has_figure(item) for item in items) > _DUTY_FIGURES * len(items):
        return False
    if habits and sum(_has_any(lines.folded(item), words.habits) for item in items) < habits * len(items):
        return False
    return not any(_tells_a_deed(without_number(lines.text(item)), words) for item in items)


def _tells_a_deed(text: str, words: _Words) -> bool:
    """By words with their marks, unless the text has none: "đất" is not "đạt", "xác minh" not "mình"."""
    spaced = re.sub(r"\W+", " ", f" {text.lower()} ")
    for condition, plain in _ONCE_DONE:
        spaced = spaced.replace(condition, plain)
    folded = spaced.isascii()
    measured = bool(re.search(r" \d", spaced)) and _has_any(spaced, words.folded_measured if folded else words.measured)
    return measured or _has_any(spaced, words.folded_deeds if folded else words.deeds)


def _has_any(folded: str, words: tuple[str, ...]) -> bool:
    return any(map(folded.__contains__, words))


def _names_in(text: str) -> int:
    """How often two and more words with a capital follow each other."""
    count = capitals = 0
    for word in _WORD_OR_SIGN.findall(text):
        if word[0].isupper():
            capitals += 1
        else:
            count, capitals = count + (capitals > 1), 0
    return count + (capitals > 1)


def _laws(lines: Lines) -> Iterator[tuple[int, int]]:
    """Sentences and items that begin with a law or a resolution and its number or year: what one has read."""
    words = _words()

    def in_line(line: int) -> Iterator[tuple[int, int]]:
        if not _LAW_NUMBER.search(lines.verbatim(line)):  # most lines, before they are folded
            return
        for piece in lines.pieces(line):
            begins = " ".join(["", *piece.folded.split()[:_LAW_BEGINS], ""])
            if _has_any(begins, words.laws) and _LAW_NUMBER.search(piece.text) and not _tells_a_deed(piece.text, words):
                yield piece.start, piece.end

    yield from _once(lines, lines.with_any(words.laws).tolist(), in_line)


def _citations(lines: Lines) -> Iterator[tuple[int, int]]:
    """Lines with a word for a work (bài báo ...), a number or a year, and its quoted title or its authors."""
    words = _words()
    for line in lines.with_any(words.works).tolist():
        if lines.syllables(line) > _CITED_SYLLABLES:
            continue
        text = lines.text(line)
        if not _NUMBER_OR_YEAR.search(text):
            continue
        quoted = _QUOTED.search(text)
        is_told = quoted is not None and 5 * len(quoted.group()) >= len(text)
        if is_told or (_names_in(text) >= _AUTHORS and not _tells_a_deed(text, words)):
            yield lines.range_of(line, line + 1)


def _memberships(lines: Lines) -> Iterator[tuple[int, int]]:
    """Two and more in a row that begin with an office ("Thành viên Hội đồng ...") or with a person who has one."""
    row: list[Piece] = []
    document = -1
    for line in _lines_with_offices(lines):
        pieces = lines.pieces(line)
        if row and (lines.documents[line] != document or pieces[0].start != row[-1].end):
            yield from _members(row)
            row = []
        document = int(lines.documents[line])
        yield from _people_with_offices(pieces)
        for piece in pieces:
            if _is_member(piece):
                row.append(piece)
            else:
                yield from _members(row)
                row = []
    yield from _members(row)


def _people_with_offices(pieces: list[Piece]) -> Iterator[tuple[int, int]]:
    """One sentence, or several, that name some people, all or mostly with offices, and tell no deed of anybody."""
    words = _words()
    first = 0
    if not any(_OFFICE_ENDS.search(piece.text) for piece in pieces):
        return
    for at in range(len(pieces) + 1):
        if at < len(pieces) and not _tells_a_deed(pieces[at].text, words):
            continue
        row = pieces[first:at]
        said = [word for piece in row for word in _OFFICE_ENDS.findall(piece.text)]
        names = sum(_names_in(piece.text) for piece in row)
        most = 2 * names >= _NAMED_SHARE * sum(piece.syllables for piece in row)
        if row and names >= _MEMBERS and (len(said) >= _MEMBERS or (said and most)):
            yield row[0].start, row[-1].end
        first = at + 1


def _lines_with_offices(lines: Lines) -> list[int]:
    """Those that say an office, and those with some names and an office behind one of them."""
    rows = np.unique(lines.rows(np.flatnonzero(lines.are(_OFFICE_SYLLABLES)))).tolist()
    named = [row for row in rows if _OFFICE_ENDS.search(lines.verbatim(row)) and _names_in(lines.text(row)) >= _MEMBERS]
    found: list[int] = np.union1d(lines.with_any(_words().offices), np.array(named, np.int64)).tolist()
    return found


def _members(row: list[Piece]) -> Iterator[tuple[int, int]]:
    if len(row) >= _MEMBERSHIPS:
        yield row[0].start, row[-1].end


def _is_member(piece: Piece) -> bool:
    """Whether this begins with an office, or with a name and says an office of theirs."""
    words = _words()
    if piece.syllables > _MEMBER_SYLLABLES or not _has_any(piece.folded, words.offices):
        return False
    return _begins_as_member(piece.item, words) and not _tells_a_deed(piece.text, words)


def _begins_as_member(item: str, words: _Words) -> bool:
    """Whether this begins with an office or a name."""
    begins = f" {' '.join(map(canonical, fold(item).text.split()))} "
    if begins.startswith(words.offices):
        return True
    named = _NAMED.match(item)
    return named is not None and named["name"].istitle()


def _descriptions(lines: Lines) -> Iterator[tuple[int, int]]:
    """What a course is for, as its outline says it: "Học phần ... trang bị cho ... Kết thúc học phần, ..."."""
    words, indptr = _words(), lines.corpus.sentences.token_indptr
    known = frozenset(word.split()[-1] for word in words.courses)
    rows = np.unique(np.searchsorted(indptr, np.flatnonzero(lines.are(known)), "right") - 1)
    first = frozenset(word.split()[0] for word in (*words.courses, *words.ends_of_courses))
    rows = rows[lines.are(first)[indptr[rows]]]
    for start, end in indptr[np.stack([rows, rows + 1], axis=1)].tolist():
        piece = lines.piece(start, end)
        begins = piece.folded.startswith(words.courses) and _has_any(piece.folded, words.purposes)
        ends = piece.folded.startswith(words.ends_of_courses) and _has_any(piece.folded, words.learners)
        if (begins or ends) and not _tells_a_deed(piece.text, words):
            yield start, end


def _rows(lines: Lines) -> Iterator[tuple[int, int]]:
    """Items of a list that are rows of a table: a name, a colon, figures: "- Ca sáng: 6 giờ đến 14 giờ, 5 người;"."""
    words = _words()
    for head in lines.heads_of_lists().tolist():
        items = range(head + 1, _end_of_list(lines, head))
        for are_rows, group in groupby(items, key=lambda line: _is_row(lines.text(line), words)):
            some = list(group)
            if are_rows and len(some) >= _TABLE_ROWS:
                yield lines.range_of(some[0], some[-1] + 1)


def _is_row(text: str, words: _Words) -> bool:
    name, colon, value = without_number(text).partition(":")
    short = len(name.split()) <= _NAME_SYLLABLES and len(value.split()) <= _CELL_SYLLABLES
    return bool(colon and short and re.search(r"\d", value)) and not _tells_a_deed(text, words)


def _tables(lines: Lines) -> Iterator[tuple[int, int]]:
    """Runs of short lines of which many are figures alone: the cells of a table."""
    vocabulary = lines.corpus.tokens.vocabulary
    figure = np.array([syllable[0].isdigit() for syllable in vocabulary], bool)
    if not len(figure) or not len(lines):
        return
    lengths = np.diff(lines.indptr)
    figures = np.add.reduceat(figure[lines.corpus.tokens.ids].astype(np.int64), lines.indptr[:-1])
    alone = figures == lengths
    short = (lengths <= _CELL_SYLLABLES).astype(np.int8)
    new = np.ones(len(lines), bool)
    new[1:] = (np.diff(lines.documents) != 0) | (np.diff(short) != 0)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(lines))
    with_figures = np.add.reduceat(alone.astype(np.int64), starts) >= _TABLE_FIGURES * _TABLE_CELLS
    runs = (short[starts] > 0) & (ends - starts >= _TABLE_CELLS) & with_figures
    for first, last in _dense(alone, starts[runs], ends[runs]):
        yield lines.range_of(first, last)


def _dense(alone: Bools, starts: Longs, ends: Longs) -> Iterator[tuple[int, int]]:
    """The parts of runs of short lines, from two cells before their first figure on, that are dense with figures."""
    places = np.flatnonzero(alone)
    places = places[np.searchsorted(starts, places, "right") > np.searchsorted(ends, places, "right")]
    if not len(places):
        return
    run = np.searchsorted(starts, places, "right") - 1
    begins = np.flatnonzero(np.append(True, (np.diff(places) > 3) | (np.diff(run) > 0)))
    stops = np.append(begins[1:], len(places))
    low = np.maximum(starts[run[begins]], places[begins] - 2)
    high = np.minimum(ends[run[begins]], places[stops - 1] + 2)
    dense = (high - low >= _TABLE_CELLS) & (stops - begins >= _TABLE_FIGURES * (high - low))
    yield from zip(low[dense].tolist(), high[dense].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of resources/facts.toml between spaces, folded all but `deeds` and `measured`."""

    duties: tuple[str, ...]
    results: tuple[str, ...]
    folded_deeds: tuple[str, ...]
    habits: tuple[str, ...]
    laws: tuple[str, ...]
    works: tuple[str, ...]
    offices: tuple[str, ...]
    courses: tuple[str, ...]
    purposes: tuple[str, ...]
    ends_of_courses: tuple[str, ...]
    learners: tuple[str, ...]
    deeds: tuple[str, ...]
    folded_measured: tuple[str, ...]
    measured: tuple[str, ...]


@cache
def _words() -> _Words:
    content = resource("facts.toml")

    def folded(name: str) -> tuple[str, ...]:
        return tuple(f" {' '.join(map(canonical, fold(word).text.split()))} " for word in content[name])

    def plain(name: str) -> tuple[str, ...]:
        return tuple(f" {word} " for word in content[name])

    return _Words(
        duties=folded("duties"),
        results=folded("results"),
        folded_deeds=folded("deeds"),
        habits=folded("habits"),
        laws=folded("laws"),
        works=folded("works"),
        offices=folded("offices"),
        courses=folded("courses"),
        purposes=folded("purposes"),
        ends_of_courses=folded("ends_of_courses"),
        learners=folded("learners"),
        deeds=plain("deeds"),
        folded_measured=folded("measured"),
        measured=plain("measured"),
    )
