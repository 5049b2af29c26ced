"""What somebody else has written: titles of laws, works with their authors, outlines of courses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from detector.provenance.facts.lines import Lines
from detector.provenance.facts.words import fact_words, has_any, names_in, says_who, tells_a_deed

_AUTHORS = 2
_CITED_SYLLABLES = 120
_QUOTED = re.compile(r"[\"“«][^\"”»\n]{12,400}[\"”»]")
_LAW_BEGINS = 3  # syllables of an item: "2. Luật", "Bộ luật", "Các nghị quyết"
# 16/2017/QH14, 34-NQ/TW, 2318/QĐ-UBND, "Luật Biên phòng Việt Nam năm 2020"
_LAW_NUMBER = re.compile(r"\b\d{1,5}(?:/(?:19|20)\d\d)?[-/][A-ZĐ]{2,}|\bluật\b[^.;\n]{2,60}\bnăm\s+(?:19|20)\d\d", re.I)
# Number and title of a plan in a sentence: "... Kế hoạch số 91/KH-UBND về phòng, chống đuối nước cho trẻ em năm 2026"
_NUMBERED = (
    r"(?<!\w)\d{1,5}(?:/(?:19|20)\d\d)?[-/][A-ZĐ]{2,}[-/\wĐđ]*(?:\s+(?:của|ngày)\s[^;:.,\n]{3,60}?)??"
    r"\s+(?:về|quy định|ban hành)\s"
)
# Most texts have none. The sign stands first so that the engine can skip to it.
_ABOUT = re.compile(r"[-/](?<=\d[-/])[A-ZĐ]{2}[-/\wĐđ]*\s+(?:của|ngày|về|quy định|ban hành)\s")
_OF_YEAR = r"\bnăm\s(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?"
_NUMBER_OF_TITLE = re.compile(rf"(?={_NUMBERED})")
_TITLE = re.compile(
    rf"{_NUMBERED}(?:[^;.:()\"”\n\d]{{8,160}}?{_OF_YEAR}|(?:[^,;.:()\"”\n\d]|,(?!\s*{_OF_YEAR})){{8,120}})"
)
_SHORT_TITLE = re.compile(
    rf"{_NUMBERED}(?:(?:phòng, chống\s|[^,;.:()\"”\n\d])+?{_OF_YEAR}|(?:phòng, chống\s|[^,;.:()\"”\n\d])+)"
)
# "Điều 6 Quy chế", "khoản 2 Điều 5", "Nội quy cơ quan quy định", "kết luận giao ban", "họp liên tịch chốt"
_ARTICLES = ("dieu", "khoan", "qui dinh", "neu ro", "ghi ro", "ket luan", "giao ban", "lien tich", "hop")  # folded
_ARTICLE = re.compile(
    r"\b(?:điều|khoản)\s+\d+"
    r"|\b(?:luật|quy chế|quy tắc|nội quy|quy trình|nghị định|thông tư|điều lệ|hướng dẫn)\b"
    r".{0,40}\b(?:quy định|nêu rõ|ghi rõ)\b"
    r"|\b(?:kết luận|giao ban|liên tịch)\b|\bhọp\b.{0,40}\b(?:chốt|kết luận|thống nhất)\b",
    re.I,
)
_COURSE = re.compile(
    r"\b(?:lớp|khóa|khoá|tập huấn|bồi dưỡng)\s(?:[^;:\n]|:(?=\d)){10,160}?"
    r"\b(?:thời lượng|từ ngày\s[^;:\n]{2,40}?đến|từ \d{1,2}(?:/\d{1,2})*(?:/\d{4})? đến (?=\d{1,2}/))\s?[^;:.\n]{2,60}",
    re.I,
)
_COURSES = ("lop", "khoa", "tap huan", "boi duong")  # folded
_ARTICLE_WITHIN = 80  # characters of a sentence in which it is named
_NUMBER_OR_YEAR = re.compile(r"(?:19|20)\d\d|\d+\s*/\s*[A-ZĐƯa-z]|\b(?:số|tr|vol|no)\b\.?\s*\d", re.I)


def laws(lines: Lines) -> Iterator[tuple[int, int]]:
    """Sentences and items that begin with a law or a resolution and its number or year: what one has read."""
    words = fact_words()
    for sentence in lines.sentences_with_any(words.laws, within=_LAW_BEGINS).tolist():
        piece = lines.sentence(sentence)
        if _LAW_NUMBER.search(piece.text) and not tells_a_deed(piece.text, words):
            yield piece.start, piece.end


def titles(lines: Lines) -> Iterator[tuple[int, int]]:
    """The number of a plan or a resolution with its title, in a sentence about something else."""
    words, named = fact_words(), [*lines.places_where(_NUMBER_OF_TITLE, lines.texts_with(_ABOUT))]
    yield from lines.found(_SHORT_TITLE, named)
    for start, end in lines.found(_TITLE, named):
        if not says_who(lines.piece(start, end).text, words):
            yield start, end


def articles(lines: Lines) -> Iterator[tuple[int, int]]:
    """What an article or a regulation says, its number or "quy định" before it, as far as it says what must be done."""
    words, behind = fact_words(), 0
    for sentence in lines.sentences_with_any(_ARTICLES).tolist():
        if sentence < behind or not _names_an_article(lines.sentence(sentence).text[:_ARTICLE_WITHIN]):
            continue
        for row in lines.rest_of_line(sentence):
            piece, behind = lines.sentence(row), row + 1
            if tells_a_deed(piece.text, words):
                break
            if has_any(lines.folded_range(piece.start, piece.end), words.norms):
                yield piece.start, piece.end
            elif lines.sign_behind(row) != ":":
                break


@lru_cache(maxsize=4_000)
def _names_an_article(begins: str) -> bool:
    return _ARTICLE.search(begins) is not None


def citations(lines: Lines) -> Iterator[tuple[int, int]]:
    """Lines with a word for a work (bài báo ...), a number or a year, and its quoted title or its authors."""
    words = fact_words()
    for line in lines.with_any(words.works).tolist():
        if lines.syllables(line) > _CITED_SYLLABLES:
            continue
        text = lines.text(line)
        if not _NUMBER_OR_YEAR.search(text):
            continue
        quoted = _QUOTED.search(text)
        is_told = quoted is not None and 5 * len(quoted.group()) >= len(text)
        if is_told or (names_in(text) >= _AUTHORS and not tells_a_deed(text, words)):
            yield lines.range_of(line, line + 1)


def courses(lines: Lines) -> Iterator[tuple[int, int]]:
    """A course as its certificate names it: its title, who held it, from when to when or how long."""
    yield from lines.found(_COURSE, lines.places_of(_COURSES))


def descriptions(lines: Lines) -> Iterator[tuple[int, int]]:
    """What a course is for, as its outline says it: "Học phần ... trang bị cho ... Kết thúc học phần, ..."."""
    words, indptr = fact_words(), lines.corpus.sentences.token_indptr
    known = frozenset(word.split()[-1] for word in words.courses)
    rows = np.unique(np.searchsorted(indptr, np.flatnonzero(lines.are(known)), "right") - 1)
    first = frozenset(word.split()[0] for word in (*words.courses, *words.ends_of_courses))
    rows = rows[lines.are(first)[indptr[rows]]]
    for start, end in indptr[np.stack([rows, rows + 1], axis=1)].tolist():
        folded = lines.folded_range(start, end)
        begins = folded.startswith(words.courses) and has_any(folded, words.purposes)
        ends = folded.startswith(words.ends_of_courses) and has_any(folded, words.learners)
        if (begins or ends) and not tells_a_deed(lines.piece(start, end).text, words):
            yield start, end
