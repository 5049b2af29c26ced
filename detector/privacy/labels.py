"""What stands behind a label of a form: a name, a date of birth, a number, a place, a post."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice

from detector.outside import remembered
from detector.privacy.spans import Blotted, Kind
from detector.text.fold import Folded, fold
from detector.text.heads.labels import label_texts

HEAD_CHARACTERS = 3_000
_VALUE_CHARACTERS = 160
# Fields of `header_fields.toml` that tell who somebody is; the others (duties, education ...) are what a person wrote.
_KINDS = {
    **dict.fromkeys(("name", "named", "alias", "other_person"), Kind.PERSON),
    **dict.fromkeys(("birth_date", "identity_number", "contact", "party_dates"), Kind.NUMBER),
    **dict.fromkeys(("birth_place", "residence", "place"), Kind.UNIT),
    **dict.fromkeys(("unit", "sub_unit", "team", "superior_unit", "party_cell", "post_and_unit"), Kind.UNIT),
    **dict.fromkeys(("post", "position", "rank", "grade", "party_post", "union_post"), Kind.POST),
}
_MORE = {
    "name": (
        *("Họ tên đảng viên", "Họ và tên đệm", "Tên", "Tên đảng viên", "Người viết", "Người khai", "Người báo cáo"),
        *("Người tự đánh giá", "Người làm đơn", "Họ tên cán bộ", "Họ và chữ đệm", "Full name", "Name", "Ký tên"),
        *("Ký thay", "Người lập", "Ông (bà)", "Ông/bà", "Họ tên người viết", "Người ký", "Tên tôi", "Tôi tên"),
    ),
    "birth_date": ("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh", "Sinh"),
    "identity_number": (
        *("CCCD", "CMND", "Số CMT", "Mã số", "Số định danh", "Số định danh cá nhân", "Số sổ BHXH", "Mã số thuế"),
    ),
    "contact": ("SĐT", "Số ĐT", "Di động", "Điện thoại di động", "Zalo", "Facebook", "Liên hệ", "Tel", "Mobile"),
}


def labelled(text: str, folded: Folded) -> Iterator[Blotted]:
    """The values of the labels that tell who a person is. Units and posts only in the head of the form."""
    yield from (_named_self(folded, match) for match in _NAMED_SELF.finditer(folded.text))
    matches = list(_pattern().finditer(folded.text))
    for place, match in enumerate(matches):
        kind = _kinds().get(match["label"])
        start = _at(folded, match.end(), len(text))
        is_head = match["begin"] is not None and start < HEAD_CHARACTERS
        if match["begin"] is None and " " not in match["label"]:  # *quản lý kháng sinh: ...*
            continue
        if kind is None or (kind in (Kind.UNIT, Kind.POST) and not is_head):
            continue
        stop = _at(folded, matches[place + 1].start(), len(text)) if place + 1 < len(matches) else len(text)
        value = _value(text, start, min(stop, start + _VALUE_CHARACTERS), has_colon=bool(match["colon"]))
        is_sure = match["begin"] is not None and match["colon"]
        if value is not None and (kind is not Kind.PERSON or is_sure or _may_be_name(text[slice(*value)])):
            yield Blotted(*value, kind)


_NAME_WORDS = 8  # a title, six words of a name and one more
_NAME_ENDS = re.compile(r"[,;(.–]| - ")
# Without a colon: *Tôi tên là đinh công tráng, công tác tại ...*
_NAMED_SELF = re.compile(
    r"(?<!\w)(?:toi ten(?: la)?|ten toi la|toi ho ten la|ho(?: va)? ten toi la) (?P<name>\w+(?: \w+){1,4})"
)
_AFTER_NAME = re.compile(r" (?:la|sinh|hien|o|tai|cong tac|chuc|giu|lop|thuoc|dang|nam|ngay|giao vien|can bo)(?!\w).*")


def _named_self(folded: Folded, match: re.Match[str]) -> Blotted:
    start = match.start("name")
    end = start + len(_AFTER_NAME.sub("", match["name"]))
    return Blotted(int(folded.starts[start]), int(folded.ends[end - 1]), Kind.PERSON)


def _may_be_name(value: str) -> bool:
    """False for what stands behind *của sinh viên:* in a sentence, and for *Nhiệm vụ kiêm nhiệm* below a label."""
    words = value.split()
    if len(_NAME_ENDS.split(value, maxsplit=1)[0].split()) > _NAME_WORDS:
        return False
    return value[0].isalpha() and (len(words) < 2 or value[0].islower() or not words[1][0].islower())


def _value(text: str, start: int, stop: int, *, has_colon: bool) -> tuple[int, int] | None:
    """Half-open characters of the value: the rest of the line, or the next one where the label stands alone."""
    for place, line in enumerate(islice(re.finditer(r"[^\n]+", text[start:stop]), 2)):
        pieces = (piece for piece in _PIECE.finditer(line[0]) if re.search(r"\w", piece[0]))
        piece = next(pieces, None)
        if piece is not None:
            is_below = bool(place) or "\n" in text[start : start + line.start()]
            if (place and not has_colon) or (is_below and _HEADING.match(piece[0])):
                return None
            at = start + line.start() + piece.start()
            value = piece[0].rstrip(" .…_,;:")
            lead = len(value) - len(value.lstrip(" :.…_"))
            return at + lead, at + len(value)
    return None


# What stands between tabs, wide gaps and borders of a table.
_PIECE = re.compile(r"(?:(?!\t|\s{3,}|\s\|\s).)+")
# A line that begins a part of the form, or says how to fill it in, is nobody's value.
_HEADING = re.compile(r"\s*(?:[IVX]{1,4}|[A-Z]|\d{1,2})[.)/]\s|\s*[(\-–+*•☐□]")


def _at(folded: Folded, place: int, length: int) -> int:
    return int(folded.starts[place]) if place < len(folded.starts) else length


@remembered
def _kinds() -> dict[str, Kind]:
    fields = label_texts()
    return {fold(label).text: kind for name, kind in _KINDS.items() for label in (*fields[name], *_MORE.get(name, ()))}


def any_of(words: Collection[str]) -> str:
    """A pattern of any of these words, the longest first.

    By their common beginnings, so that no character is looked at for one word after the other: of 8,000 labels a
    hundred times as fast as one behind the other.
    """
    rest_by_first: dict[str, list[str]] = {}
    for word in sorted(words):
        if word:
            rest_by_first.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(first) + any_of(rest) for first, rest in rest_by_first.items()]
    may_end = "" in words
    if len(branches) == 1 and not may_end:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if may_end else ''}" if branches else ""


@remembered
def _pattern() -> re.Pattern[str]:
    """Any label of the forms with its colon, or alone in a line or cell at its beginning."""
    every = {fold(one).text for labels in label_texts().values() for one in labels}
    labels = any_of(every | set(_kinds()))
    begin = r"(?P<begin>(?:^|\t|   |\n)[ \-+*]*(?:\d[.)] ?)?)"
    return re.compile(
        rf"(?:{begin}|(?<!\w))(?P<label>{labels})"
        r"(?:(?P<colon>\s?(?:\([^)\n]{0,30}\))?\s?(?::|\.{3,}|…+))|(?(begin)(?: ?\([^)\n]{0,30}\))?(?=\s*\n|\t)|(?!)))"
    )
