"""Sheets of many people over many months, made to measure time and the line: what one scan of them costs and finds.

    python -m tests.benchmarks.month_sheets [--people 300] [--months 12] [--keep FOLDER]

Sentences are put together from lists, so they are more alike than those of people: the line is no lower for it. One in
three people has a sentence that was handed out, one sheet in ten repeats the person's last one, one in twenty is a
colleague's of the same or an earlier month. Prints a Markdown table: CPU seconds of the scan by stage, sheets, copies
found, false pairs, and the line with half the months and with all.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import detector
from detector.matches import Method
from detector.report import Report
from tests.scan.sheets335 import sheet

_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Nông", "Triệu", "Lò", "Quàng",
)  # fmt: skip
_MIDDLES = (
    "Văn", "Thị", "Đức", "Minh", "Thu", "Quốc", "Hữu", "Ngọc", "Thanh", "Kim",
)  # fmt: skip
_GIVEN = (
    "An", "Bách", "Cúc", "Diệp", "Giang", "Hạnh", "Khải", "Loan", "Mừng", "Nhài", "Oanh", "Phúc", "Quý", "Sen",
    "Tuyên", "Uyên", "Vịnh", "Xoan", "Yến", "Đạo",
)  # fmt: skip
_DONE = (
    "thẩm tra", "đo đạc lại", "trả kết quả", "đối chiếu", "hướng dẫn", "nghiệm thu", "vận động", "cấp phát",
    "tuần tra", "lập sổ", "số hóa", "khảo sát", "sửa chữa", "tiêm phòng", "giải ngân", "hòa giải", "niêm yết",
    "chi trả", "rà lại", "kiểm đếm",
)  # fmt: skip
_WHAT = (
    "hồ sơ chuyển quyền", "thửa ruộng bậc thang", "giấy khai sinh muộn", "khoản nợ thuế chợ", "hộ nuôi lợn nái",
    "đoạn mương nội đồng", "chủ quán cơm bình dân", "suất quà cho người mù", "cột mốc ranh rừng",
    "xe công nông hết hạn", "trang sổ hộ tịch cũ", "giếng khoan nhiễm phèn", "mái trường tốc ngói",
    "con trâu đực giống", "món vay sinh viên", "vụ tranh chấp lối đi", "bản đồ quy hoạch thôn",
    "phiếu lĩnh gạo cứu đói", "hợp đồng thuê ao", "bộ bàn ghế lớp mẫu giáo", "điểm sạt bờ suối",
    "tủ thuốc thôn bản", "thẻ bảo hiểm học sinh", "đơn kiến nghị đất đai", "ngọn đèn đường liên xóm",
)  # fmt: skip
_WHERE = (
    "ở xóm Vực", "tại bến đò Ngang", "dọc đường Gia Lộ", "trong khu tập thể mỏ", "trên nương Pha Khao",
    "ở chợ phiên Mường", "quanh hồ Thác Bạc", "tại phố cổ Lim", "ở cù lao Giữa", "dưới chân đê Tả",
    "bên làng nghề đúc", "ở thôn tái định cư", "tại trạm bơm số ba", "trong ngõ Hàng Chĩnh", "ở bản Nà Lốc",
    "gần nhà máy đường", "tại ngã ba Cây Thị", "ở ấp Kênh Mới",
)  # fmt: skip
# Names of places and people, two of these together
_SYLLABLES = (
    "Nà", "Pha", "Khe", "Bản", "Lũng", "Thác", "Đồi", "Gò", "Kênh", "Rạch", "Vàm", "Cồn", "Bãi", "Đìa", "Truông", "Sơn",
    "Thạch", "Mộc", "Kim", "Hỏa", "Long", "Quy", "Phượng", "Hạc", "Tùng", "Bách", "Mai", "Trúc", "Sen", "Lựu", "Bằng",
    "Vinh", "Hòa", "Thuận", "Lợi", "Phúc", "Khánh", "Tường", "Diễn", "Nghĩa",
)  # fmt: skip
_OF = (
    "của nhà ông", "cho bà", "theo đề nghị của tổ", "giúp hội", "cùng chị", "thay anh", "trước mặt cụ",
    "sau khi hỏi kỹ", "với sự có mặt của", "vì lời hứa hồi trước với", "do tiểu đội",
    "mang tên", "từ thời trưởng thôn", "ngay cạnh miếu",
)  # fmt: skip
_HOW = (
    "không ai phải chờ quá buổi", "có ảnh chụp trước và sau", "nhờ thêm ba anh dân quân", "xong trước mùa nước lên",
    "làm cả hai chiều thứ bảy", "bớt được một lần đi lại", "trả lại phần sai phép", "dân tự góp ngày công",
    "ghi đủ chữ ký hai bên", "còn vướng một nhà đi vắng", "phải quay lại lần thứ hai", "tiết kiệm già nửa kinh phí",
    "theo đúng thứ tự bốc thăm", "mượn máy của xã bên", "tự tay vẽ sơ đồ", "gọi điện nhắc từng người",
)  # fmt: skip
_LATE = (
    "Báo cáo tuần {} gửi chậm vì chờ số của thôn.", "Để thất lạc một phiếu, sau {} ngày mới tìm ra.",
    "Còn ngại nói trước đông người, {} lần nhờ bạn trình bày thay.", "Nhập nhầm {} dòng, phải xin mở khóa sổ.",
    "Chưa học xong phần mềm mới, mới đi được {} buổi.", "Hẹn dân rồi quên, lỡ mất {} lượt.",
)  # fmt: skip
_HANDED_OUT = (
    "Thực hiện đúng Quy chế làm việc sửa đổi; giữ vệ sinh nơi công sở, không hút thuốc trong phòng họp, tắt điện khi "
    "ra về và khóa tủ hồ sơ theo lịch phân công của bộ phận hành chính."
)


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a unit; `copies` are pairs of file names."""

    folder: Path
    copies: frozenset[frozenset[str]]


def make(folder: Path, people: int, months: int, *, seed: int = 1) -> Made:
    """One folder for each month below `folder`."""
    chance = random.Random(seed)
    names = [f"{_FAMILIES[n % 20]} {_MIDDLES[n // 20 % 10]} {_GIVEN[(n + n // 20) % 20]}" for n in range(people)]
    written: dict[tuple[int, int], tuple[str, str]] = {}
    taken: set[tuple[int, int]] = set()
    copies = set()
    for month in range(1, months + 1):
        (folder / f"thang {month:02d}").mkdir(parents=True, exist_ok=True)
        for person in range(people):
            boxes, kind = _boxes(chance), chance.random()
            source = (chance.randrange(people), chance.randint(max(1, month - 2), month))
            if kind < 0.05 and source in written and source[0] != person and source not in taken:
                boxes = written[source]
                taken |= {source, (person, month)}
                copies.add(frozenset((_file(*source), _file(person, month))))
            elif kind < 0.15 and month > 1 and (person, month - 1) not in taken:
                boxes = written[person, month - 1]
                taken.add((person, month))
            written[person, month] = boxes
            merits = f"{_HANDED_OUT} {boxes[0]}" if person % 3 == 0 else boxes[0]
            data = sheet(names[person], f"tháng {month}/2026", merits, boxes[1], post=f"Chuyên viên mảng {person % 17}")
            (folder / f"thang {month:02d}" / _file(person, month)).write_bytes(data)
    return Made(folder, frozenset(copies))


def _file(person: int, month: int) -> str:
    return f"p{person:03d}_{month:02d}.docx"


def _boxes(chance: random.Random) -> tuple[str, str]:
    merits = " ".join(_sentence(chance) for _ in range(chance.randint(2, 3)))
    return merits, chance.choice(_LATE).format(chance.randint(2, 40))


def _sentence(chance: random.Random) -> str:
    done, what, of, where, how = (chance.choice(words) for words in (_DONE, _WHAT, _OF, _WHERE, _HOW))
    name, place = (f"{chance.choice(_SYLLABLES)} {chance.choice(_SYLLABLES)}" for _ in range(2))
    there = f"{where} {place}" if chance.random() < 0.5 else where
    first = (
        f"{done.capitalize()} {chance.randint(3, 400)} {what} {of} {name}"
        if chance.random() < 0.7
        else f"{how}: {what}"
    )
    return f"{first[0].upper()}{first[1:]} {there}, {chance.choice(_HOW)} {chance.choice(_OF)} {place}."


def line(report: Report) -> float:
    """Bits from which passages are flagged."""
    return next(null.threshold for null in report.nulls if null.method is Method.PASSAGES)


def rows(made: Made, people: int, months: int, jobs: int) -> Iterator[str]:
    """Lines of the table."""
    folders = sorted(made.folder.iterdir())
    before = line(detector.scan(folders[: months // 2], jobs=jobs))
    start = _cpu()
    report = detector.scan(folders, jobs=jobs)
    seconds = _cpu() - start
    found = {
        frozenset(id.rsplit("/", 1)[-1] for id in (pair.left_id, pair.right_id)) for pair in report.pairs.flagged()
    }
    person = {row.id.rsplit("/", 1)[-1]: row.document.person for row in report.submissions}
    between = {pair for pair in found if len({person[file] for file in pair}) > 1}
    copied = {file for pair in made.copies for file in pair}
    yield f"| sheets | {len(report.submissions)} of {people * months} |"
    yield f"| CPU seconds of the scan | {seconds:.1f} |"
    stages = ", ".join(f"{stage} {taken:.1f}" for stage, taken in report.timings.items() if taken > 0.3)
    yield f"| by stage, by the clock | {stages} |"
    yield f"| copies found | {len(between & made.copies)} of {len(made.copies)} |"
    yield f"| pairs of people of whom neither copied nor was copied | {sum(not pair & copied for pair in between)} |"
    yield f"| line, {months // 2} months, then {months} | {before:.1f}, {line(report):.1f} bits |"
    yield f"| rows of the table of people over time | {len(report.sheets)} |"


def _cpu() -> float:
    """Seconds of this process and those that it started, user and system."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--keep", type=Path, help="where the files stay")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        unit = make(given.keep or Path(made) / "unit", given.people, given.months)
        print("| what | |\n|---|---|")
        for one in rows(unit, given.people, given.months, given.jobs):
            print(one, flush=True)


if __name__ == "__main__":
    main()
