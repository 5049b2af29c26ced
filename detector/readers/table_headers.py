"""What the header of a column says: a field of the person, a box to write in, or neither.

Patterns are looked for in the header in lower case without marks; see `plain_words`.
"""

from __future__ import annotations

import re
import unicodedata

_LEADERS = (
    r"(?:lanh dao|cap (?:tren|co|uy|quan|truong)|thu truong|nguoi (?:dung|quan ly|phu trach|co tham)|hieu truong"
    r"|giam doc|truong (?:phong|khoa)|to truong|hoi dong|tap the|chi bo|chi uy|dang uy|ban giam)"
)
_JUDGING = (
    r"(?:nhan xet|y kien|danh gia|ket luan|de nghi|phe duyet|xac nhan|xep loai|phan loai|ket qua (?:xep|phan|danh gia))"
)
_STAFF = r"(?:can bo|cbcc|cbvc|cong chuc|vien chuc|giao vien|gv|giang vien|nhan vien|nv|dang vien|nld|dinh danh)"

# The first field with a pattern that is found gets the column, so what is more special stands first. `family`, `given`
# and `account` serve where no column has the whole name.
_FIELDS: dict[str, tuple[str, ...]] = {
    "email": (r"\be ?-? ?mail\b", "thu dien tu", "^username$", "^ten (nguoi dung|dang nhap)$"),
    "time": (
        "dau thoi gian",
        "timestamp",
        "(completion|submission|end) time",
        "submitted",
        "(thoi gian|thoi diem|ngay( gio)?) (nop|gui|tra loi|hoan thanh|ket thuc|ghi nhan)",
        "^(thoi gian|ngay gio)$",
    ),
    "started": ("start time", "(thoi gian|thoi diem|ngay gio) bat dau"),
    "birth": (r"(ngay|nam)[a-z, /]* sinh\b", "^sinh (ngay|nam)", "date of birth", "birth ?day"),
    "id": (
        rf"^ma (so )?{_STAFF}\b",
        "^ma so$",
        "so hieu",
        r"\bcccd\b",
        r"\bcmnd\b",
        "can cuoc",
        r"so the (dang|dang vien)\b",
        "^employee (id|number|code)",
    ),
    "self_rating": (
        r"\b(tu )?(xep|phan) loai\b",
        "muc (do )?(tu )?(xep|hoan thanh|dat|danh gia)",
        "^muc tu",
        "danh gia,? xep loai",
        "self.?rating",
        "^rating$",
    ),
    "family": (
        "^(ho|ho dem|ho lot|ho va (ten )?(chu )?(dem|lot)|ho,? (chu|ten) dem)$",
        "^(last|family) name$",
        "^surname$",
    ),
    "author": (
        r"ho( va|,)? ?((chu |ten )?dem( va)? )?,? ?ten\b",
        "^nguoi (viet|khai|tu|lam|nop|tra loi|bao cao)",
        rf"^(ten|danh tinh) (cua )?({_STAFF}|ban|thay|dong chi|anh|ong)",
        "full name",
        "^your name",
        "^dong chi$",
    ),
    "given": ("^(ten|first name|given name)$",),
    "account": ("^name$", "^ten hien thi$"),
    "post": (
        "chuc vu",
        "chuc danh",
        "vi tri (viec lam|cong tac|cong viec)",
        "^vi tri$",
        "position",
        "^post$",
        "job title",
        r"^ngach\b",
        "ngach cong chuc",
    ),
    "duty": (
        "(chuc trach|nhiem vu|cong viec|cong tac|chuyen mon)[a-z, ]* "
        "(duoc|dang|chinh|dam nhan|phu trach|phan cong|giao)",
        "phan cong (nhiem vu|cong viec|cong tac|chuyen mon|giang day)",
        "^(chuc trach|nhiem vu|cong viec)(,? (chuc trach|nhiem vu))?$",
        "mo ta (cong|vi tri)",
        "linh vuc (phu trach|cong tac|duoc)",
        "job description",
        "^dut(y|ies)$",
    ),
    "unit": (
        "don vi",
        r"\b(truong|phong|khoa)\b",
        "co quan",
        "chi bo",
        "to (chuyen mon|cong tac)",
        "^(to|ban|unit)$",
        "bo phan",
        "noi (cong tac|lam viec)",
        "department",
        "workplace",
        "school",
    ),
    "period": ("^(ky|thang|quy)( danh gia| theo doi| bao cao| kiem diem)?$", "^(period|month|quarter)$"),
    "year": (r"^nam( hoc| danh gia| kiem diem| cong tac| tong ket)?( 20\d\d.*)?$", "^(school )?year$"),
}
# A duty that is spoken of like this is a box: "Kết quả thực hiện chức trách, nhiệm vụ được giao"
_RESULTS = (
    *("ket qua", "thuc hien", "hoan thanh", "tien do", "danh gia", "nhan xet", r"\btu\b", "thanh tich", "da lam"),
    *("noi bat", "uu diem", "han che", "kho khan", "viec da"),
)
# Words of somebody else, or about the row
_OTHERS = (
    *("ghi chu", "luu y", "^(note|comment|remark)s?$", "ly do (nghi|vang)"),
    rf"{_JUDGING}[a-z, ]* (cua )?({_LEADERS}|don vi\b|co quan\b|dong nghiep|phu huynh|hoc sinh)",
    rf"^{_LEADERS}[a-z, ]*{_JUDGING}",
)
# Boxes that belong to the person's text however little stands in them
_BOXES = (
    *("uu diem", "han che", "khuyet diem", "ton tai", "nguyen nhan", "bien phap", "giai phap", "khac phuc"),
    *("phuong huong", "kien nghi", "de xuat", "diem (manh|yeu)", "tu nhan xet", "strength", "weakness", "remed"),
)
# Nothing but the word for a unit or post: "Đơn vị", "Phòng, ban công tác", "Chức danh nghề nghiệp"
_WORD_OF_FIELD = r"(?:don vi|co quan|phong|ban|bo phan|to|truong|khoa|chi bo|chuc vu|chuc danh|vi tri)"
_FIELD_ALONE = re.compile(
    rf"(?:ten )?{_WORD_OF_FIELD}(?:(?: ?[,/()-] ?| va | ){_WORD_OF_FIELD})*"
    r"(?: (?:cong tac|lam viec|viec lam|chuyen mon|nghe nghiep|hien nay|hien tai))*\)?"
)
_MAX_FIELD_HEADER_WORDS = 14
_MAX_LABEL_CHARACTERS = 200


def plain_words(text: str) -> str:
    """Lower case without marks, blanks collapsed."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split()).strip(" :*.?")


def field_of(header: str) -> str | None:
    """The field that a header names; None for boxes and for what is of no interest."""
    plain = _plain(header)
    if len(plain.split()) > _MAX_FIELD_HEADER_WORDS or _OTHERS_PATTERN.search(plain):
        return None
    found = (name for name, pattern in _FIELD_PATTERNS.items() if pattern.search(plain))
    return next((name for name in found if name != "duty" or not _RESULTS_PATTERN.search(plain)), None)


def is_field_alone(header: str) -> bool:
    """Whether a header is nothing but the word for a unit or a post, so that what stands below is no answer."""
    return _FIELD_ALONE.fullmatch(_plain(header)) is not None


def is_of_others(header: str) -> bool:
    """Whether the column holds the words of a superior, or a remark about the row."""
    return bool(_OTHERS_PATTERN.search(_plain(header)))


def is_box(header: str) -> bool:
    """Whether the header asks for the person's words."""
    return bool(_BOXES_PATTERN.search(plain_words(header))) and not is_of_others(header)


def is_label(text: str) -> bool:
    """Whether a cell names a field, a box or a remark, as the cells of a header do."""
    return len(text) <= _MAX_LABEL_CHARACTERS and (field_of(text) is not None or is_box(text) or is_of_others(text))


def _plain(header: str) -> str:
    """Without the number or bullet in front."""
    return _NUMBER.sub("", plain_words(header[:_MAX_LABEL_CHARACTERS]))


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_FIELD_PATTERNS = {name: _any_of(patterns) for name, patterns in _FIELDS.items()}
_RESULTS_PATTERN, _OTHERS_PATTERN, _BOXES_PATTERN = _any_of(_RESULTS), _any_of(_OTHERS), _any_of(_BOXES)
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-e])[.)/:-]\s*|cau \d{1,2}\s*[.:)-]\s*|[-+*•]\s*)+")
