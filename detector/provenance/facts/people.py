"""Members of committees, and people named with their offices."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from detector.provenance.facts.lines import Lines, Piece
from detector.provenance.facts.words import FactWords, fact_words, has_any, names_in, tells_a_deed
from detector.text.fold import canonical, fold

_MEMBERSHIPS = 2
_MEMBERS = 3  # with their offices, in one sentence
_MEMBER_SYLLABLES = 30
_NAMED_SHARE = 0.3  # of a list of people with one office, twice the names to its syllables; a name has three or four
# An office behind a name: "Lê Văn Tám (Chủ tịch)", "Hồ Thị Bé, thư ký", "Vũ Minh - ủy viên"
_OFFICE_ENDS = re.compile(
    r"(?:[(,:–-]\s*|\blàm\s+)(?:(?:phó|tổ|đội|nhóm)\s+)?"
    r"(?:chủ tịch|trưởng|bí thư|thư ký|ủy viên|uỷ viên|thành viên|giám đốc|tổ viên)\b",
    re.I,
)
_OFFICE_SYLLABLES = frozenset({"tich", "truong", "thu", "ki", "vien", "doc"})  # folded: the last of each of these
_TITLED = r"(?:ông|bà|đồng chí|đ/c|cô|thầy|anh|chị|em|pgs|gs|ts|ths|bs|cn)"
_NAMED = re.compile(rf"(?:{_TITLED}\b[.\s]*)*(?P<name>\w+(?:\s+\w+){{1,4}})\s*[,:;(–-]", re.I)


def memberships(lines: Lines) -> Iterator[tuple[int, int]]:
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
    words = fact_words()
    first = 0
    if not any(_OFFICE_ENDS.search(piece.text) for piece in pieces):
        return
    for at in range(len(pieces) + 1):
        if at < len(pieces) and not tells_a_deed(pieces[at].text, words):
            continue
        row = pieces[first:at]
        said = [word for piece in row for word in _OFFICE_ENDS.findall(piece.text)]
        names = sum(names_in(piece.text) for piece in row)
        most = 2 * names >= _NAMED_SHARE * sum(piece.syllables for piece in row)
        if row and names >= _MEMBERS and (len(said) >= _MEMBERS or (said and most)):
            yield row[0].start, row[-1].end
        first = at + 1


def _lines_with_offices(lines: Lines) -> list[int]:
    """Those that say an office, and those with some names and an office behind one of them."""
    rows = np.unique(lines.rows(np.flatnonzero(lines.are(_OFFICE_SYLLABLES)))).tolist()
    named = [row for row in rows if _OFFICE_ENDS.search(lines.verbatim(row)) and names_in(lines.text(row)) >= _MEMBERS]
    found: list[int] = np.union1d(lines.with_any(fact_words().offices), np.array(named, np.int64)).tolist()
    return found


def _members(row: list[Piece]) -> Iterator[tuple[int, int]]:
    if len(row) >= _MEMBERSHIPS:
        yield row[0].start, row[-1].end


def _is_member(piece: Piece) -> bool:
    """Whether this begins with an office, or with a name and says an office of theirs."""
    words = fact_words()
    if piece.syllables > _MEMBER_SYLLABLES or not has_any(piece.folded, words.offices):
        return False
    return _begins_as_member(piece.item, words) and not tells_a_deed(piece.text, words)


def _begins_as_member(item: str, words: FactWords) -> bool:
    """Whether this begins with an office or a name."""
    begins = f" {' '.join(map(canonical, fold(item).text.split()))} "
    if begins.startswith(words.offices):
        return True
    named = _NAMED.match(item)
    return named is not None and named["name"].istitle()
