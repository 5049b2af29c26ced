"""A unit of four: Bình has An's three sentences, Chi and Dung wrote their own; a fifth file is no text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detector.cli import cli

COPIED = (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hết hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại lớp. "
    "Những em nhà xa được tôi gửi bài qua bưu tá của xã để không em nào bị chậm chương trình."
)
TEXTS = {
    "an.txt": f"Họ và tên: Lê Văn An\n{COPIED}\nCuối kỳ tôi viết xong bộ câu hỏi ôn tập môn Địa lý cho khối sáu.\n",
    "binh.txt": f"Họ và tên: Trần Thị Bình\n"
    f"Tôi dạy nhạc, phụ trách đội trống và đội văn nghệ của liên đội.\n{COPIED}\n",
    "chi.txt": "Họ và tên: Phạm Thị Chi\n"
    "Kho thiết bị do tôi giữ có 214 món, đã dán lại nhãn và lập sổ mượn theo từng tuần. "
    "Kính hiển vi hỏng hai chiếc, tôi tháo lắp lại được một chiếc, chiếc kia gửi xuống tỉnh. "
    "Giờ thực hành khối tám nhờ vậy không phải hoãn buổi nào trong cả học kỳ hai.\n",
    "dung.txt": "Họ và tên: Vũ Văn Dung\n"
    "Bếp ăn bán trú phục vụ 126 suất mỗi ngày, thực đơn đổi theo tuần và có lưu mẫu đủ 24 giờ. "
    "Đợt kiểm tra tháng tư của trung tâm y tế, bếp được chấm loại tốt, chỉ nhắc thay hai thớt gỗ. "
    "Tôi học thêm lớp dinh dưỡng học đường tổ chức vào các tối thứ năm.\n",
}

Invoke = Callable[..., Result]


@pytest.fixture(scope="session")
def invoke() -> Invoke:
    """Runs a command as the shell would, without a new process; errors of the library stay exceptions."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.fixture(scope="session")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unit")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def scanned(unit: Path, invoke: Invoke, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The run folder, and what the scan printed."""
    run = tmp_path_factory.mktemp("runs") / "run"
    return run, invoke("scan", unit, "-o", run, "--jobs", 1)


@pytest.fixture(scope="session")
def run(scanned: tuple[Path, Result]) -> Path:
    return scanned[0]
