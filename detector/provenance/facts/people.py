"""Members of committees, and people named with their offices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from detector.provenance.facts.lines import Lines, Piece
from detector.provenance.facts.words import FactWords, fact_words, names_in, tells_a_deed
from detector.text.fold import canonical, folded_words

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
# The same, folded
_OFFICES = ("chu tich", "truong", "bi thu", "thu ki", "uy vien", "thanh vien", "giam doc", "to vien")
_TITLED = r"(?:ông|bà|đồng chí|đ/c|cô|thầy|anh|chị|em|pgs|gs|ts|ths|bs|cn)"
_NAMED = re.compile(rf"(?:{_TITLED}\b[.\s]*)*(?P<name>\w+(?:\s+\w+){{1,4}})\s*[,:;(–-]", re.I)


def memberships(lines: Lines) -> Iterator[tuple[int, int]]:
    """Two and more in a row that begin with an office ("Thành viên Hội đồng ...") or with a person who has one."""
    sentences = lines.sentences_with_any(fact_words().offices)
    apart = (np.diff(sentences) != 1) | (np.diff(lines.corpus.sentences.document_rows[sentences]) != 0)
    for some in np.split(sentences, np.flatnonzero(apart) + 1):
        if len(some) < _MEMBERSHIPS:  # most
            continue
        for are_members, group in groupby(map(lines.sentence, some.tolist()), key=_is_member):
            row = list(group)
            if are_members and len(row) >= _MEMBERSHIPS:
                yield row[0].start, row[-1].end
    for row in _without_deeds(lines):
        said = [word for piece in row for word in _OFFICE_ENDS.findall(piece.text)]
        names = sum(names_in(piece.text) for piece in row)
        most = 2 * names >= _NAMED_SHARE * sum(piece.syllables for piece in row)
        if names >= _MEMBERS and (len(said) >= _MEMBERS or most):
            yield row[0].start, row[-1].end


def _without_deeds(lines: Lines) -> Iterator[list[Piece]]:
    """Sentences in a row on one line that tell no deed of anybody, of which one has an office behind a name or sign."""
    words, behind = fact_words(), 0

    def is_account(row: int) -> bool:
        return tells_a_deed(lines.sentence(row).text, words)

    for sentence in lines.sentences_with_any(_OFFICES).tolist():
        if sentence < behind or not _OFFICE_ENDS.search(lines.sentence(sentence).text) or is_account(sentence):
            continue
        on_line, first, behind = lines.beside(sentence), sentence, sentence + 1
        while first > on_line.start and not is_account(first - 1):
            first -= 1
        while behind < on_line.stop and not is_account(behind):
            behind += 1
        yield [lines.sentence(row) for row in range(first, behind)]


def _is_member(piece: Piece) -> bool:
    """Whether this, which says an office, begins with it or with the name of who has it."""
    words = fact_words()
    begins = piece.syllables <= _MEMBER_SYLLABLES and _begins_as_member(piece.item, words)
    return begins and not tells_a_deed(piece.text, words)


def _begins_as_member(item: str, words: FactWords) -> bool:
    """Whether this begins with an office or a name."""
    begins = f" {' '.join(map(canonical, folded_words(item).split()))} "
    if begins.startswith(words.offices):
        return True
    named = _NAMED.match(item)
    return named is not None and named["name"].istitle()
