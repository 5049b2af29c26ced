"""Numbers that belong to one person: telephones, identity and card numbers, dates of birth, addresses on the network.

By their shape where nothing else has it, else by the label before them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from detector.privacy.spans import Blotted, Kind
from detector.privacy.words import INVISIBLE
from detector.text.fold import Folded

_LONG = re.compile(
    rf"(?<![\w,.])\+?\(?\d(?:[^\S\n.\-–()/]{{0,3}}\d|[.\-–()~_·•*| {INVISIBLE}]{{1,4}}\d){{7,14}}(?!\w|[.,]\d)"
)
# A telephone as nobody writes a quantity: figure by figure, with slashes or commas, over a line end, with a letter O.
_TELEPHONE = re.compile(
    r"(?<![\w.,])(?:0[ .]?[35789](?:(?P<blank>[ .])\d){8}|0\d{2,3}(?P<sign>[/,])\d{3}(?P=sign)\d{3,4}"
    r"|0[ .]\d{3}[ .]\d{3}[ .]\d{3}|0\d{5}/\d{6}|[oO][35789](?:[ .\-]?\d){8}"
    r"|(?=(?:\d[ .\-–]?){10}(?!\d))0[35789]\d{0,3}(?P<gap>[ .\-–])\d{2,4}(?:(?P=gap)\d{2,4}){1,3}"
    r"|0\d{2,3}[ .\-]?\d{3}\n\d{3,4}|0\d{2,3}\n\d{3}[ .\-]?\d{3,4})(?![\w]|[.,/]\d)"
)
_IN_WORDS = re.compile(
    r"(?<!\w)(?:khong|linh|le|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)(?:[ ,.\-]{1,2}"
    r"(?:khong|linh|le|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)){8,11}(?!\w)"
)
_DATE_BEGINS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_MAIL = re.compile(
    r"[\w.+\-]+\s{0,2}(?:@|＠|[(\[{]\s?(?:at|a còng|@)\s?[)\]}]|\s(?:at|a còng)\s)\s{0,2}"
    r"[\w\-]+(?:\s{0,2}(?:\.|．|[(\[{]\s?(?:dot|chấm)\s?[)\]}]|\s(?:dot|chấm)\s)\s{0,2}[\w\-]{2,})+",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@])@[\w.]{3,}")
_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)?(?:facebook|fb|zalo|instagram|tiktok|linkedin|youtube|t|m|wa)\.(?:com|me|vn)/[^\s,;)]+",
    re.IGNORECASE,
)
_MAIL_CUT = re.compile(r"(?<!\w)[a-z][\w.+\-]{3,}@[a-z]{2,}(?!\w)", re.IGNORECASE)  # without its end
_PLATE = re.compile(r"(?<![\w-])\d{2}[-–. ]?[A-Z]{1,2}\d?\s?[-–. ]?\s?\d{3}[. ]?\d{2}(?!\w)")

# Patterns on folded text: no marks, no capitals.
_LABELLED = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmtnd|cmt|cmqd|can cuoc|chung minh|ho chieu|passport|so the|the dang|dang vien so|mst"
    r"|ma so thue|bhxh|bhyt|bao hiem|tai khoan|stk|so tk|sdt|dt|dd|dien thoai|zalo|viber|di dong|hotline|tel|phone"
    r"|mobile|lien he|ma dinh danh|ma so|so hieu|mssv|msnv|so bao danh|sbd|so bhxh|dinh danh|can cuoc so"
    r"|ma (?:vien chuc|cong chuc|giao vien|can bo|nhan vien|sinh vien|hoc sinh|bhxh))(?![^\W\d])"
    r"[^\d\n]{0,28}?(?P<number>\(?\+?[a-z]{0,3}\d(?:[^\S\n]?[\d.\-–/()]|[^\S\n]\d|\n\d(?=\d\d)){4,24})"
)
_DATE = (
    r"(?:\d{1,2}\s?[/.\-–]\s?(?:\d{1,2}|[ivx]{1,4})\s?[/.\-–]\s?\d{2,4}|\d{4}[/.\-–]\d{1,2}[/.\-–]\d{1,2}|(?:ngay\s)?\d{1,2}\sthang\s\d{1,2},?\s(?:nam\s)?\d{4}"
    r"|thang\s\d{1,2}\s?[/\-]\s?\d{4})"
)
_BORN = re.compile(
    rf"(?<!\w)(?:ngay sinh|ngay,? thang,? nam sinh|(?<!hoc )sinh(?: ra)?(?: vao)?(?: ngay)?|ns|n\.s|d\.o\.b|dob"
    rf"|ngay vao dang|vao dang(?: ngay)?|ket nap(?: dang)?(?: vao dang)?(?: ngay)?|chinh thuc(?: ngay)?"
    rf"|(?:ngay )?vao nganh|ngay tuyen dung)[^\w\n]{{1,4}}(?:la\s)?(?P<date>{_DATE})"
)
_BORN_IN = re.compile(
    r"(?<!\w)(?:(?<!hoc )(?<!ve )(?<!thi )sinh(?: ra| va lon len| khoang)?(?: vao| trong| khoang)? nam"
    r"|nam sinh|sn|ns|s\.|\(sinh|\d\d tuoi,?)[^\w\n]{0,4}(?P<date>(?:19|20)\d\d)(?!\d)"
)
_FIGURE_WORD = (
    "mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|linh|le|tram|nghin|ngan|khong"
    "|ngay|mong|mung|thang|gieng|chap|am|lich"
)
_BORN_IN_WORDS = re.compile(
    rf"(?<!\w)(?:ngay sinh|sinh ngay|(?<!hoc )sinh)[^\w\n]{{1,4}}"
    rf"(?P<date>(?:(?:{_FIGURE_WORD}|\d{{1,4}})(?!\w)[ ,./\-]{{0,2}}){{4,24}})"
)
_BORN_SHORT = re.compile(
    r"(?<!\w)(?:(?<!hoc )(?<!ve )(?<!thi )sinh nam|nam sinh|sn)[^\w\n]{1,3}(?P<date>\d\d)(?![\w%]|[.,/]\d| %)"
)
_BORN_UNDER = re.compile(  # the year in the calendar of animals
    r"(?<!\w)(?:tuoi|sinh nam|nam sinh|tuoi con)[^\w\n]{1,3}"
    r"(?P<date>(?:giap|at|binh|dinh|mau|ky|ki|canh|tan|nham|quy|qui)"
    r"\s(?:ty|ti|suu|dan|mao|meo|thin|ngo|mui|than|dau|tuat|hoi))(?!\w)"
)
# Few figures that tell enough: the end of a telephone number, a birthday, the number of a house.
_FEW = re.compile(
    r"(?<!\w)(?:(?:duoi|dau so|(?:so|so dien thoai) cuoi)(?: la)?|sinh nhat(?: \w{2,5})?(?: la)?(?: ngay)?"
    r"|so nha|nha so|can ho(?: so)?|(?:nha o|o tai|tru tai|thuong tru|tam tru|dia chi)(?: so)?)[ :]{1,2}"
    r"(?P<date>\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){0,4})(?![\w%]| %)"
)
_HOUSE = re.compile(
    r"(?<!\w)so (?P<date>\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){1,4}) (?:hem|ngo|ngach|kiet|duong|pho|ap|thon|xom|khom)(?!\w)"
)
_LANE = re.compile(
    r"(?<!\w)(?:ngõ|ngách|hẻm|kiệt)(?: số)? (\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){0,4})(?![\w%])", re.IGNORECASE
)
_MONEY = re.compile(r"\s?(?:đ|đồng|vnđ|vnd|nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)", re.IGNORECASE)
_LONE_DATE = re.compile(
    r"(?<![\w/.,-])(?P<day>\d{1,2})\s?(?:[/.\-–]|\sthang\s|thang\s)\s?(?P<month>\d{1,2})\s?"
    r"(?:[/.\-–]|,?\snam\s|nam\s)\s?(?P<year>\d{4})(?![\w/])"
)
_FIRST_YEAR, _LAST_YEAR = 1935, 2006  # of those who write, and of the pupils that they name
_PUBLIC_DAYS = frozenset(
    {(30, 4, 1975), (2, 9, 1945), (19, 8, 1945), (7, 5, 1954), (20, 11, 1982), (22, 12, 1944), (27, 7, 1947)}
    | {(19, 12, 1946), (26, 3, 1931), (15, 5, 1941), (20, 7, 1954), (1, 5, 1975), (27, 2, 1955), (19, 8, 1991)}
)
_OF_A_PAPER = re.compile(
    r"luat|nghi (?:dinh|quyet)|quyet dinh|thong tu|phap lenh|chi thi|huong dan|ket luan|ky niem|thanh lap|so\s\d|/\w{2}"
)


def numbers(text: str, folded: Folded) -> Iterator[Blotted]:
    """Every number, date of birth and address of a person in the text; `folded` is its folded form."""
    for pattern in (_MAIL, _MAIL_CUT, _HANDLE, _LINK, _PLATE, _TELEPHONE):
        yield from (Blotted(*match.span(), Kind.NUMBER) for match in pattern.finditer(text))
    yield from (Blotted(*match.span(1), Kind.NUMBER) for match in _LANE.finditer(text))
    for match in _LONG.finditer(text):
        if _is_personal(match[0]) and not _MONEY.match(text, match.end()):
            yield Blotted(*match.span(), Kind.NUMBER)
    yield from (_original(folded, *match.span(), match.end()) for match in _IN_WORDS.finditer(folded.text))
    for pattern, group in _BY_LABEL:
        for match in pattern.finditer(folded.text):
            start, end = match.span(group)
            if group == "date" or sum(c.isdigit() for c in match[group]) >= _LEAST_DIGITS:
                yield _original(folded, start, start + len(match[group].rstrip(" .-/(–")), end)
    for match in _LONE_DATE.finditer(folded.text):
        if _is_birth(match, folded.text):
            yield _original(folded, *match.span(), match.end())


_LEAST_DIGITS = 5
_LEAST_ACCOUNT = 9  # figures without a blank: nobody writes a quantity so
_BY_LABEL = (
    (_LABELLED, "number"),
    *((pattern, "date") for pattern in (_BORN, _BORN_IN, _BORN_SHORT, _BORN_IN_WORDS, _BORN_UNDER, _FEW, _HOUSE)),
)


def _original(folded: Folded, start: int, end: int, limit: int) -> Blotted:
    last = max(start, min(end, limit) - 1)
    return Blotted(int(folded.starts[start]), int(folded.ends[last]), Kind.NUMBER)


def _is_personal(shown: str) -> bool:
    shown = unicodedata.normalize("NFKC", shown)  # figures of other widths
    digits = re.sub(r"\D", "", shown)
    if _DATE_BEGINS.match(shown.lstrip("(+")):
        return False
    groups = re.findall(r"\d+", re.sub(f"[{INVISIBLE}]", "", shown))
    if len(groups) > 1 and min(map(len, groups)) < 2 and not shown.startswith(("+", "(")):
        return False  # a row of marks or figures, not a number in blocks
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) in (11, 12):
        return True
    if digits.startswith("0") and len(digits) in (10, 11, 12):
        return True
    return max(map(len, groups)) >= _LEAST_ACCOUNT


def _is_birth(match: re.Match[str], folded: str) -> bool:
    day, month, year = (int(match[name]) for name in ("day", "month", "year"))
    if not (1 <= day <= 31 and 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
        return False
    before = folded[max(0, match.start() - 60) : match.start()]
    return (day, month, year) not in _PUBLIC_DAYS and not _OF_A_PAPER.search(before)
