"""Four people: Bình copied a sentence from An, Chi repeats last year, one text is bare; one more file is locked."""

from __future__ import annotations

from detector.documents import Block, BlockKind, Document, ReadingNote, Role, SkippedFile, SkipReason
from detector.matches import Cluster, Pair, Passage, Side
from detector.report import Finding, LearntLine, Mark, Report, Submission
from detector.settings import Settings
from tests.reports import report_of

FORM = "BẢN KIỂM ĐIỂM\n"
COPIED = "Tôi đã soạn 12 giáo án điện tử cho khối 8."
REPEATED = "Tham gia trực 30 ca đêm."

AN = Document(
    id="to_1/an.docx",
    path="/unit/to_1/an.docx",
    text=f"{FORM}{COPIED} Dự 4 giờ.",
    blocks=(Block(0, 13), Block(14, 66, BlockKind.CELL, "table=1 row=2 column=1")),
    author="Nguyễn Văn An",
    unit="Trường THCS Hoà Bình",
    year=2024,
    post="giáo viên",
    self_rating="good",
    notes=(ReadingNote("repaired", "an.docx: one table was closed"),),
)
BINH = Document(
    id="to_1/binh.docx",
    path="/unit/to_1/binh.docx",
    text=f"{FORM}- {COPIED}\nNGUYEN VAN AN ký thay.",
    author="Trần Thị Bình",
    year=2024,
)
CHI = Document(id="chi.txt", path="/unit/chi.txt", text=f"{FORM}{REPEATED}", author="Lê Chi", year=2024)
DUNG = Document(id="dung.txt", path="/unit/dung.txt", text="=1+1", author=None)
CHI_BEFORE = Document(
    id="previous/chi.txt", path="/2023/chi.txt", text=REPEATED, role=Role.PREVIOUS, author="Lê Chi", year=2023
)

NO_SHARES = dict.fromkeys(("form", "rule", "common", "reference", "previous", "shared", "own"), 0.0)


def shares(**parts: float) -> dict[str, float]:
    return NO_SHARES | parts


def small_report(settings: Settings | None = None) -> Report:
    return report_of(
        settings=settings or Settings(),
        submissions=[
            Submission(
                document=AN,
                syllables=18,
                shares=shares(form=1 / 6, shared=2 / 3, own=1 / 6),
                own_shares=shares(shared=0.8, own=0.2),
                findings=(
                    Finding("shared", 0.8, 0.5, {"other_id": BINH.id, "other_author": "Trần Thị Bình"}, (BINH.id,)),
                    Finding("cluster", 2, 2, {"members": 2, "submissions": 4}),
                ),
                cluster="c1",
                marks=(Mark(0, 13, "form"), Mark(14, 56, "shared"), Mark(57, 66, "own")),
                measures={"specificity": 2.5},
            ),
            Submission(
                document=BINH,
                syllables=20,
                shares=shares(shared=1.0),
                own_shares=shares(shared=1.0),
                findings=(Finding("shared", 1.0, 0.5, {"other_id": AN.id}, (AN.id,)),),
                cluster="c1",
                marks=(Mark(14, 58, "shared"),),
            ),
            Submission(CHI, 9, shares(previous=1.0), None, (Finding("previous", 1.0, 0.3),), None, ()),
            Submission(DUNG, 0, shares(), None, (), None, ()),
        ],
        pairs=[
            Pair(AN.id, BINH.id, True, 151.25, 0.5, 0.75, 0.8, 1.0, 1, "c1"),
            Pair(CHI.id, CHI_BEFORE.id, True, 80.0, 1.0, 1.0, 1.0, 1.0, 1, None),
            Pair(AN.id, CHI.id, False, 3.0, 0.0, 0.1, 0.0, 0.0, 0, None),
        ],
        passages=[
            Passage(Side(AN.id, 14, 56), Side(BINH.id, 16, 58), "shared", 1.0, 2, 151.25, True),
            Passage(Side(CHI.id, 14, 38), Side(CHI_BEFORE.id, 0, 24), "previous", 1.0, 1, 80.0, True),
        ],
        clusters=[Cluster("c1", (AN.id, BINH.id), COPIED, "colleagues")],
        skipped=[SkippedFile("/unit/giang_nguyen.pdf", SkipReason.ENCRYPTED, "giang_nguyen.pdf: locked. Unlock it.")],
        others=[CHI_BEFORE],
        learnt_form=[LearntLine("BẢN KIỂM ĐIỂM", 3, 4)],
        scan_notes=[("shingle_cap", "2 shingles were left out")],
        timings={"read": 0.5, "align": 0.25},
    )
