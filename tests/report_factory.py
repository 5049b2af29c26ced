"""A unit of fourteen invented people, as a finished report: what the pages are tested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from detector.documents import Document, ReadingNote, Role, SkippedFile, SkipReason
from detector.matches import Cluster, Method, MethodNull, Pair, Passage, Side
from detector.records import SHARE_KEYS
from detector.report import Finding, LearntLine, Mark, Report, Submission
from detector.settings import Settings
from tests.reports import report_of

HEAD = ("PHIẾU TỰ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG VIÊN CHỨC", "I. TỰ ĐÁNH GIÁ")
MIDDLE = ("II. HẠN CHẾ, KHUYẾT ĐIỂM",)
FOOT = ("Người tự đánh giá",)
STOCK = (
    "Bản thân luôn chấp hành nghiêm chỉnh chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước.",
    "Có tinh thần đoàn kết, xây dựng cơ quan, đơn vị trong sạch, vững mạnh.",
    "Đôi khi còn nể nang, chưa mạnh dạn góp ý cho đồng nghiệp.",
)
# What An wrote, and Bình, Chi and Dũng have too, sentence by sentence.
TOLD = (
    "Tôi dạy 17 tiết Toán mỗi tuần ở các lớp 9A, 9B và 8C, phụ đạo thêm 24 buổi chiều thứ Năm.",
    "Cuối năm lớp 9A có 31/38 em đạt từ khá trở lên, tăng 6 em so với khảo sát tháng 9.",
    "Tôi viết sáng kiến vẽ thêm hình phụ cho học sinh lớp 8, được hội đồng huyện xếp loại B ngày 12/4.",
    "Buổi chuyên đề GeoGebra ngày 19/3 có 17 giáo viên cụm trường Hạ Lang đến dự và góp ý.",
    "Lớp 8C còn 5 em chưa nắm được phép chia đa thức, tôi chưa tìm ra cách kéo các em lên.",
)
# What Chi made of An's second sentence.
CHANGED = TOLD[1].replace("31/38", "29/38")
# One sentence of each independent writer.
ALONE = (
    "Tôi quản lý 1.240 đầu sách, cho mượn 3.180 lượt và dựng góc đọc dưới gốc bàng từ tháng 10.",
    "Đội bóng đá nữ khối 7 do tôi dẫn dắt thắng 4 trận, về nhì giải huyện ngày 26/3.",
    "Tôi trực 42 ca y tế, sơ cứu 61 lượt học sinh và làm hồ sơ bảo hiểm cho 512 em.",
    "Phòng thực hành Hóa tôi phụ trách thay 36 ống nghiệm, làm đủ 28 bài thí nghiệm lớp 9.",
    "Tôi thu chi 1,2 tỷ đồng học phí, đối chiếu kho bạc 12 lần, không sai lệch.",
    "Câu lạc bộ tiếng Anh thứ Sáu có 34 em, dựng vở kịch ngắn diễn ngày 20/11.",
    "Tôi chủ nhiệm 6B, thăm 19 gia đình, vận động được 2 em bỏ học quay lại lớp.",
    "Vườn rau của trường tôi chăm cho 210 kg rau, bếp bán trú dùng hết trong học kỳ II.",
)
COPIERS = ("Trần Thị Bình", "Lê Thùy Chi", "Phạm Quốc Dũng")
WRITERS = (
    "Hoàng Thị Giang",
    "Vũ Đức Hải",
    "Đỗ Thị Hiền",
    "Ngô Văn Khôi",
    "Bùi Thị Lệ",
    "Đặng Thu Minh",
    "Dương Văn Nghĩa",
    "Lý Thị Oanh",
)
EARLIER = "Năm qua tôi dạy 16 tiết Ngữ văn, chấm 480 bài, đưa 38 em thăm khu di tích ngày 22/12."

Lines = Sequence[tuple[str, str]]
Facts = Mapping[str, int | float | str]


def unit_report(*, settings: Settings | None = None, extra: Sequence[Submission] = ()) -> Report:
    """An and three who share An's sentences, eight alone, one on stock wording, one with last year's text."""
    author = submission("an.docx", "Nguyễn Văn An", [(line, "shared") for line in TOLD], findings=(shared_finding(),))
    copiers = [_copier(name, count) for name, count in zip(COPIERS, (5, 4, 2), strict=True)]
    alone = [
        submission(f"{place:02}.txt", name, [(line, "own")])
        for place, (name, line) in enumerate(zip(WRITERS, ALONE, strict=True))
    ]
    rows = [author, *copiers, *alone, _stock(), _repeater(), *extra]
    pairs = [_pair(author, row) for row in copiers] + [_pair(rows[13], None)]
    members = tuple(row.id for row in rows[:4])
    return report_of(
        settings or Settings(),
        rows,
        pairs,
        [passage for left, right in _sides(author, copiers, rows[13]) for passage in _passages(left, right)],
        [Cluster("c1", members, "\n".join(TOLD[:2]), "colleagues")],
        [
            SkippedFile("to_2/anh_chup.docx", SkipReason.DAMAGED, "not a zip archive. Save it again."),
            SkippedFile("to_2/khoa.pdf", SkipReason.ENCRYPTED, "needs a password. Save a copy without it."),
        ],
        others=[_earlier_text()],
        learnt_form=[LearntLine(line, 13, 14) for line in (*HEAD, *MIDDLE, *FOOT)],
        scan_notes=[("capped_shingles", "12 > 40")],
        nulls=[MethodNull(Method.PASSAGES, 120.0)],
    )


def submission(
    name: str, author: str, lines: Lines, *, findings: tuple[Finding, ...] = (), cluster: str | None = None
) -> Submission:
    """A filled form around the lines; every line has one class."""
    filled = [(line, "form") for line in HEAD] + [(line, "common") for line in STOCK[:2]] + list(lines)
    filled += [(line, "form") for line in MIDDLE] + [(STOCK[2], "common")] + [(line, "form") for line in FOOT]
    text = "\n".join(line for line, _ in filled)
    counts = {
        kind: sum(len(line.split()) for line, _ in group)
        for kind, group in groupby(sorted(filled, key=lambda one: one[1]), key=lambda one: one[1])
    }
    return Submission(
        document=Document(
            id=f"to_1/{name}",
            path=f"unit/to_1/{name}",
            text=text,
            author=author,
            unit="Trường THCS Hạ Lang",
            year=2024,
            post="Giáo viên",
            self_rating="good",
            notes=(ReadingNote("repaired", "one table was closed"),) if name == "an.docx" else (),
        ),
        syllables=sum(counts.values()),
        shares=_shares(counts, counts),
        own_shares=_shares(counts, {kind: n for kind, n in counts.items() if kind != "form"}),
        findings=findings,
        cluster=cluster,
        marks=_marks(filled),
    )


def shared_finding(other: str = "to_1/tran_thi_binh.docx", author: str = "Trần Thị Bình") -> Finding:
    """Five of eight sentences are another person's too."""
    facts: Facts = {
        "other_id": other,
        "other_author": author,
        "matched_syllables": 97,
        "own_syllables": 148,
        "share": 0.655,
        "passages": 5,
        "sentences": 5,
        "total_sentences": 8,
        "spread": 2,
        "submissions": 14,
        "rarity_bits": 310.0,
    }
    return Finding("shared", 310.0, 120.0, facts, (other, "to_1/le_thuy_chi.docx"))


def _copier(author: str, count: int) -> Submission:
    told_by = {TOLD[1]: CHANGED} if author == "Lê Thùy Chi" else {}
    lines = [
        line
        for told in (told_by.get(told, told) for told in TOLD[:count])
        for line in ((told, "shared"), *_weeks(author))
    ]
    finding = shared_finding("to_1/an.docx", "Nguyễn Văn An")
    cluster = Finding("cluster", 4, 3, {"cluster": "c1", "members": 4, "submissions": 14, "share": 0.4})
    return submission(_file(author), author, lines, findings=(finding, cluster), cluster="c1")


def _weeks(author: str) -> list[tuple[str, str]]:
    """Own sentences between the shared ones, so that the two sides of a pair need scrolling."""
    given = author.rsplit(" ", 1)[-1]
    return [
        (f"Tuần {week}: {given} dạy bù {week + 1} tiết và chấm {7 * week + len(given)} bài.", "own")
        for week in range(1, 9)
    ]


def _file(author: str) -> str:
    plain = str.maketrans("ầịìùêạốũ", "aiiueaou")
    return author.lower().translate(plain).replace(" ", "_") + ".docx"


def _stock() -> Submission:
    finding = Finding("boilerplate", 1.0, 0.6, {"share": 1.0, "concrete_per_100": 0.0})
    return submission("mai.pdf", "Cao Thị Mai", [(STOCK[0], "common")], findings=(finding,))


def _repeater() -> Submission:
    facts: Facts = {"source_id": "2023/phuong.docx", "year": 2023, "share": 0.33, "matched_syllables": 20}
    finding = Finding("previous", 0.33, 0.3, facts, ("2023/phuong.docx",))
    return submission("phuong.docx", "Tạ Minh Phương", [(EARLIER, "previous")], findings=(finding,))


def _earlier_text() -> Document:
    return Document(
        "2023/phuong.docx", "2023/phuong.docx", EARLIER, role=Role.PREVIOUS, author="Tạ Minh Phương", year=2023
    )


def _marks(lines: Lines) -> tuple[Mark, ...]:
    marks, start = [], 0
    for line, kind in lines:
        marks.append(Mark(start, start + len(line), kind))
        start += len(line) + 1
    return tuple(marks)


def _shares(counts: dict[str, int], counted: dict[str, int]) -> dict[str, float]:
    total = sum(counted.values())
    return {kind: counted.get(kind, 0) / total for kind in SHARE_KEYS} if counts else {}


def _sides(author: Submission, copiers: Sequence[Submission], repeater: Submission) -> list[tuple[Document, Document]]:
    return [(author.document, row.document) for row in copiers] + [(repeater.document, _earlier_text())]


def _passages(left: Document, right: Document) -> list[Passage]:
    kind = "previous" if right.role is Role.PREVIOUS else "shared"
    alike = [(line, line, 1.0) for line in (*TOLD, EARLIER)] + [(TOLD[1], CHANGED, 0.95)]
    found = [
        Passage(_side(left, line), _side(right, other), kind, similarity, 4, 62.0, kind == "shared")
        for line, other, similarity in alike
        if line in left.text and other in right.text
    ]
    return sorted(found, key=lambda passage: passage.left.start)


def _side(document: Document, line: str) -> Side:
    start = document.text.index(line)
    return Side(document.id, start, start + len(line))


def _pair(left: Submission, right: Submission | None) -> Pair:
    other = right.document if right else _earlier_text()
    found = _passages(left.document, other)
    share = len(found) / 8
    return Pair(
        left.id,
        other.id,
        right is not None,
        62.0 * len(found),
        0.4,
        0.8,
        share,
        share,
        len(found),
        "c1",
        threshold=120.0,
    )
