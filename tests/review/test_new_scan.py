"""From an empty start: upload, progress, the same pages."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from detector.review import Library, create_app
from tests.review.conftest import ORIGIN, TOKEN, testclient

TEXT = "BẢN TỰ KIỂM ĐIỂM\nHọ và tên: {name}\nTôi đã {work} và hoàn thành đúng hạn trong năm học vừa qua.\n"
NAMES = ("An", "Bình", "Chi", "Dung")


def client_at(folder: Path, **options: Any) -> Any:
    app = create_app(Library(folder=folder), token=TOKEN, port=8765, **options)
    client = testclient.TestClient(app, base_url=ORIGIN)
    client.get(f"/?token={TOKEN}")
    return client


def send(client: Any, files: list[tuple[str, tuple[str, bytes]]], **fields: str) -> Any:
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert csrf
    return client.post("/scan", data={"csrf": csrf[1], "name": "thử"} | fields, files=files, headers={"origin": ORIGIN})


def uploads(count: int = 4) -> list[tuple[str, tuple[str, bytes]]]:
    works = ("dạy 12 tiết", "trực 30 ca đêm", "chấm 480 bài", "viết 3 sáng kiến")
    return [
        ("submissions", (f"tổ/{n}.txt", TEXT.format(name=f"Trần Thị {NAMES[n]}", work=works[n % 4]).encode()))
        for n in range(count)
    ]


def test_uploaded_files_are_scanned_in_the_background(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    answer = send(client, uploads())
    assert answer.url.path.startswith("/scanning/")
    state = finished(client, answer)
    assert state["error"] == ""
    assert "Trần Thị Bình" in client.get(f"{state['next']}?tab=submissions").text
    assert "thử" in client.get("/").text
    assert (tmp_path / "thử" / "uploads" / "submissions" / "tổ" / "0.txt").is_file()


def finished(client: Any, answer: Any) -> dict[str, Any]:
    """What the progress says at the end, once what was read was looked at."""
    state = ended(client, answer.url.path)
    if not state["finished"] or not state["next"].endswith("/read"):
        return state
    return ended(client, begin(client, state["next"]).url.path)


def begin(client: Any, read: str, **fields: Any) -> Any:
    """What the page of what was read sends."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get(read).text)
    assert csrf
    address = f"{read.removesuffix('/read')}/start"
    return client.post(address, data={"csrf": csrf[1], "then": "scan"} | fields, headers={"origin": ORIGIN})


def ended(client: Any, address: str) -> dict[str, Any]:
    """What the progress says when the reading or the scan has ended."""
    state: dict[str, Any] = {"finished": False, "error": ""}
    for _ in range(300):
        state = client.get(f"{address}.json").json()
        if state["finished"] or state["error"]:
            break
        time.sleep(0.2)
    return state


def test_samples_and_a_roster_are_scanned_beside_the_submissions(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    sample = ("mau.txt", "Tôi luôn gương mẫu trong mọi phong trào thi đua của cơ quan, đơn vị nơi công tác.".encode())
    roster = ("danh sach.csv", "Họ và tên,Đơn vị\nTrần Thị Bình,Tổ Toán\nLê Thị Vắng,Tổ Văn\n".encode())
    beside = [("reference", sample), ("roster", roster)]
    state = finished(client, send(client, [*uploads(), *beside]))
    assert state["error"] == ""
    page = client.get(state["next"]).text
    assert "nguồn mẫu: <b>1</b>" in page
    assert "Lê Thị Vắng" in page
    kept = client.get("/?again=thử").text
    assert kept.count("1 tệp của lần trước") == 2


def test_a_roster_that_is_none_is_told_and_nothing_is_scanned(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    state = finished(client, send(client, [*uploads(), ("roster", ("x.xlsx", b"PK not a table"))]))
    assert "x.xlsx" in state["error"]
    assert "Chưa quét xong" in client.get("/").text  # its files lie there: personal data that nobody should forget
    assert not (tmp_path / "thử" / "run.sqlite").exists()


@pytest.mark.parametrize("name", ["..", "../x", "/etc", "", ".", "...", "con/../x"])
def test_a_scan_stays_in_the_work_folder(tmp_path: Path, name: str) -> None:
    work = tmp_path / "work"
    work.mkdir()
    client = client_at(work)
    client.app.state.jobs.start = lambda *_: None
    send(client, uploads(), name=name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work"]


def test_a_scan_without_files_is_refused(tmp_path: Path) -> None:
    assert send(client_at(tmp_path), []).status_code == 400


def test_an_upload_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    client = client_at(tmp_path, max_upload_bytes=10_000)
    assert send(client, [("submissions", ("big.txt", b"x" * 20_000))]).status_code == 413
    assert list(tmp_path.iterdir()) == []


def test_a_single_run_takes_no_uploads(run: Path) -> None:
    from tests.review.conftest import enter

    visitor = enter(run)
    answer = visitor.client.post("/scan", data={"csrf": visitor.hidden("csrf")}, headers={"origin": ORIGIN})
    assert answer.status_code == 404


def scanned(client: Any, answer: Any) -> str:
    """The address of the finished run."""
    state = finished(client, answer)
    assert state["error"] == ""
    return str(state["next"])


@pytest.fixture(scope="module")
def once_scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once")
    client = client_at(folder)
    scanned(client, send(client, [*uploads(), ("form", ("mau.txt", b"x"))], name="một"))
    return folder


@pytest.fixture
def work(once_scanned: Path, tmp_path: Path) -> Path:
    """A folder of one's own in which the unit `một` was scanned before the server began."""
    return Path(shutil.copytree(once_scanned, tmp_path / "work"))


def test_a_name_that_is_taken_is_refused_and_nothing_is_replaced(work: Path) -> None:
    client = client_at(work)
    before = (work / "một" / "run.sqlite").read_bytes()
    for name in ("một", "MỘT"):
        answer = send(client, uploads(2), name=name)
        assert answer.status_code == 409
        assert "Chọn tên khác" in answer.text
        assert "Kết quả vừa được cập nhật" not in answer.text  # there are none of this name that this page had shown
    assert (work / "một" / "run.sqlite").read_bytes() == before
    assert len(list((work / "một" / "uploads" / "submissions").rglob("*.txt"))) == 4


def test_a_second_scan_while_the_first_is_running_is_told_so(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    first = send(client, uploads(), name="hai")
    second = send(client, uploads(2), again="hai", mode="replace")
    assert second.status_code == 409
    assert "Lần quét này còn đang chạy" in second.text
    assert "Kết quả vừa được cập nhật" not in second.text
    scanned(client, first)
    assert len(list((tmp_path / "hai" / "uploads" / "submissions").rglob("*.txt"))) == 4


def test_the_proposed_name_is_free(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    first = re.search(r'id="name" name="name" value="([^"]+)"', client.get("/").text)
    assert first
    (tmp_path / first[1]).mkdir()
    second = re.search(r'id="name" name="name" value="([^"]+)"', client.get("/").text)
    assert second
    assert second[1] == f"{first[1]}-2"


def test_a_second_unit_of_the_day_has_nothing_of_the_first(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    roster = ("roster", ("ds.csv", "Họ và tên,Đơn vị\nTrần Thị Bình,Tổ 1\nLê Thị Vắng,Tổ 1\n".encode()))
    form = ("form", ("mau.txt", "BẢN TỰ KIỂM ĐIỂM\nHọ và tên:\n".encode()))
    scanned(client, send(client, [*uploads(), roster, form], name="một"))
    second = scanned(client, send(client, uploads(3), name="hai"))
    assert "Lê Thị Vắng" not in client.get(second).text
    assert [path.name for path in (tmp_path / "hai" / "uploads").iterdir()] == ["submissions"]


def test_a_late_file_is_added_without_choosing_the_others_again(work: Path) -> None:
    client = client_at(work)
    late = [("submissions", ("tổ/muộn.txt", TEXT.format(name="Đỗ Thị Muộn", work="soạn 9 đề").encode()))]
    page = client.get(scanned(client, send(client, late, again="một", mode="add"))).text
    assert "bản của đơn vị: <b>5</b>" in page
    fewer = scanned(client, send(client, uploads(2), again="một", mode="replace", without_form="yes"))
    assert "bản của đơn vị: <b>2</b>" in client.get(fewer).text
    assert not (work / "một" / "uploads" / "form").exists()
    assert send(client, late, again="ba").status_code == 404


def test_a_scan_can_be_cancelled_and_begun_again(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    answer = send(client, uploads(), name="một")
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert csrf
    client.post(f"{answer.url.path}/cancel", data={"csrf": csrf[1]}, headers={"origin": ORIGIN})
    assert "đã hủy" in finished(client, answer)["error"]
    assert "một" in client.get("/").text
    scanned(client, send(client, [], again="một", mode="add"))


def test_a_second_scan_right_after_the_first_is_not_called_a_failure(tmp_path: Path) -> None:
    """The first process may still be ending when the second begins."""
    client = client_at(tmp_path)
    scanned(client, send(client, uploads(), name="một"))
    again = [finished(client, send(client, [], again="một", mode="add")) for _ in range(2)]
    assert [(state["error"], state["finished"]) for state in again] == [("", True)] * 2
    assert "bản của đơn vị: <b>4</b>" in client.get(again[-1]["next"]).text


def test_a_run_is_deleted_after_a_question(work: Path) -> None:
    client = client_at(work)
    (work / "khác").mkdir()
    assert "4 bản" in client.get("/delete?name=một").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert csrf
    answer = client.post("/delete", data={"csrf": csrf[1], "name": "một"}, headers={"origin": ORIGIN})
    assert "Đã xóa một" in answer.text
    assert [path.name for path in work.iterdir()] == ["khác"]
    assert client.get("/run/một").status_code == 404
    for name in ("khác", "..", "", "một"):
        refused = client.post("/delete", data={"csrf": csrf[1], "name": name}, headers={"origin": ORIGIN})
        assert refused.status_code == 404


ANSWERS = "Dấu thời gian,Họ và tên,Đơn vị công tác,Ưu điểm,Hạn chế\n" + "".join(
    f"0{n}/05/2026,Trần Thị {name},Tổ {n},Tôi đã dạy {n}2 tiết và chấm {n}80 bài đúng hạn trong học kỳ vừa qua,"
    f"Tôi chưa soạn xong {n} đề kiểm tra của khối sáu và còn chậm {n} báo cáo chuyên đề\n"
    for n, name in enumerate(NAMES, 1)
)


def read(client: Any, answer: Any) -> tuple[str, str]:
    """Address and words of the page of what was read."""
    address = str(ended(client, answer.url.path)["next"])
    assert address.endswith("/read")
    return address, client.get(address).text


def test_what_was_read_is_shown_before_anything_is_compared(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    form = ("form", ("mau.txt", "BẢN TỰ KIỂM ĐIỂM\nHọ và tên: Lê Văn Đã Điền\nTôi đã hoàn thành.\n".encode()))
    broken = ("submissions", ("hỏng.docx", b"PK\3\4 no zip"))
    address, page = read(client, send(client, [*uploads(), form, broken]))
    assert not (tmp_path / "thử" / "run.sqlite").exists()
    assert "bản của đơn vị: <b>4</b>" in page
    for words in ("Trần Thị Chi", "văn bản thường", "tổ/2.txt", "Cần xem trước khi quét", "Lê Văn Đã Điền", "hỏng"):
        assert words in page
    assert page.index("hỏng.docx") < page.index("tổ/2.txt")  # what is odd comes first
    assert "chưa quét" in client.get("/").text
    state = ended(client, begin(client, address).url.path)
    assert "Trần Thị Chi" in client.get(f"{state['next']}?tab=submissions").text
    assert "Đã đọc xong, chưa quét" not in client.get("/").text


def test_a_file_that_does_not_belong_is_left_out(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    address, _ = read(client, send(client, uploads()))
    outside = tmp_path / "khác.txt"
    outside.write_text("x")
    ticked = ["submissions/tổ/1.txt", "submissions/../../../khác.txt", "../khác.txt", "nowhere"]
    again, page = read(client, begin(client, address, then="read", leave_out=ticked))
    assert "Trần Thị Bình" not in page
    assert outside.exists()
    assert sorted(path.name for path in (tmp_path / "thử" / "uploads").rglob("*.txt")) == ["0.txt", "2.txt", "3.txt"]
    assert begin(client, again, leave_out=[f"submissions/tổ/{n}.txt" for n in (0, 2, 3)]).status_code == 400
    assert ended(client, begin(client, again).url.path)["error"] == ""


def test_the_columns_of_an_answer_list_are_shown_and_can_be_changed(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    address, page = read(client, send(client, [("submissions", ("trả lời.csv", ANSWERS.encode()))]))
    chosen = dict(re.findall(r"<bdi>([^<]*)</bdi></label></th>.*?value=\"(\w*)\" selected", page))
    assert chosen["Ưu điểm"] == chosen["Hạn chế"] == "text"
    assert chosen["Họ và tên"] == "name"
    fields = ["" if header == "Hạn chế" else field for header, field in chosen.items()]
    again, page = read(client, begin(client, address, then="read", columns=fields))
    changed = dict(re.findall(r"<bdi>([^<]*)</bdi></label></th>.*?value=\"(\w*)\" selected", page))
    assert changed == chosen | {"Hạn chế": ""}
    state = ended(client, begin(client, again).url.path)
    assert state["error"] == ""
    person = client.get(f"{state['next']}/person/0").text
    assert "chấm" in person
    assert "chưa soạn xong" not in person


def test_files_of_which_none_can_be_read_are_not_scanned(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    address, page = read(client, send(client, [("submissions", ("hỏng.docx", b"PK\3\4 no zip"))]))
    assert "Chưa đọc được bản nào" in page
    assert 'value="scan"' not in page
    assert address.endswith("/read")
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert csrf
    answer = client.post("/delete", data={"csrf": csrf[1], "name": "thử"}, headers={"origin": ORIGIN})
    assert answer.status_code == 200
    assert list(tmp_path.iterdir()) == []
    assert "chưa quét" not in client.get("/").text
