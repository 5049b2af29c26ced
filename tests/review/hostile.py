"""A unit whose every word was written to do harm, and a reader of pages that notices when one of them succeeds."""

from __future__ import annotations

from html.parser import HTMLParser

SCRIPT = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>\"'`{{7*7}}${7*7}"
REVERSED = "\u202egnp.exe\u2066\u200f"
FORMULA = '=HYPERLINK("http://evil.example","x")'
MEGABYTE = "Ẩ" * 350_000  # of three bytes each
# Sentences that both writers have, so that pairs, passages and groups carry them.
SENTENCES = [
    f"Tôi trực 31 ca đêm tại trạm bơm Đồng Bương {SCRIPT} và ghi sổ 12 lần trong tháng.",
    f"=1+1 Tôi đã đo 214 thửa đất ở xóm Làng Hạ {REVERSED} cùng ba cán bộ địa chính xã Tân Cương.",
    "Tôi soạn <svg onload=window.pwned=1> 17 báo cáo quý <a href=javascript:window.pwned=1>x</a> cho huyện Phú Bình.",
    "@SUM(A1) Ngày 14/3 tôi thay 36 đèn cao áp dọc tuyến đê Hà Châu và nghiệm thu trước 5 giờ chiều.",
]
NAMES = (f"An {SCRIPT}", f"{FORMULA} Bình", f"Chi {REVERSED}", f"Dũng {MEGABYTE}")


def submissions() -> list[tuple[str, bytes]]:
    """File names and contents of an upload."""
    files = [
        f"../../../etc/{SCRIPT}.txt",
        f"{FORMULA}.txt",
        f"thư mục/{REVERSED}.txt",
        f"{'d' * 1_000}.txt",
    ]
    bodies = [_body(name, SENTENCES) for name in NAMES]
    return list(zip(files, bodies, strict=True)) + [(f"lành {n}.txt", _body(f"Người {n}", [_own(n)])) for n in range(4)]


def roster() -> bytes:
    """A table with the same names, and one of a megabyte that nobody answers to."""
    rows = ["Họ và tên,Đơn vị", f'"{NAMES[0]}","{SCRIPT}"'.replace("\"'", "''"), f"+cmd|'/C calc'!A0,{REVERSED}"]
    return "\n".join([*rows, f"{MEGABYTE},-2+3"]).encode()


def _body(name: str, sentences: list[str]) -> bytes:
    head = f"BẢN TỰ KIỂM ĐIỂM\nHọ và tên: {name}\nĐơn vị: {SCRIPT[:60]}\n1. Kết quả công tác:\n"
    return (head + "\n".join(sentences)).encode()


def _own(number: int) -> str:
    return f"Tôi chăm {number + 3} luống rau, ghép {number + 11} gốc bưởi và ghi {number + 40} trang nhật ký vườn ươm."


class Reader(HTMLParser):
    """What a browser would do with a page: scripts, event handlers, addresses, and text that turns its surroundings.

    Attributes:
        harm: what it should not find.
    """

    def __init__(self, *, scripts: bool) -> None:
        super().__init__()
        self.scripts = scripts
        self.harm: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.harm += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction"):
            if name in given and not _is_ours(given[name] or ""):
                self.harm.append(f"{tag} {name}={(given[name] or '')[:80]}")
        if tag in ("img", "iframe", "object", "embed", "base"):
            self.harm.append(tag)
        if tag == "script" and not (self.scripts and ("src" in given or given.get("type") == "application/json")):
            self.harm.append("script")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        held = {"bdi", "script", "title", "style", "textarea", "td", "div"} & set(self._open[-2:])
        if "\u202e" in data and not held:
            self.harm.append(f"turns its surroundings: {self._open[-3:]} {data[:60]!r}")


def harm(page: str, *, scripts: bool = True) -> list[str]:
    """What is wrong with a page; `scripts`: whether it may have its own."""
    reader = Reader(scripts=scripts)
    reader.feed(page)
    return reader.harm


def _is_ours(address: str) -> bool:
    return (address.startswith(("/", "#", "?")) and not address.startswith("//")) or address == ""


_VOID = frozenset(
    ("meta", "link", "input", "br", "hr", "img", "rect", "line", "path", "circle", "col", "source", "wbr")
)
