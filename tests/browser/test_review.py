"""The review page in a browser, from the upload to the record: what an officer does on the first afternoon."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.review import hostile
from tests.vietnamese.test_pages import READ

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "data" / "sample_unit"
TOKEN = "secret-of-the-test"


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen()
        yield opened


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, listening: socket.socket) -> Any:
    """An empty start, as `detector serve` gives it."""
    pytest.importorskip("starlette", reason="needs the package starlette")
    from detector.review import Library, create_app

    port = listening.getsockname()[1]
    return create_app(Library(folder=tmp_path_factory.mktemp("runs")), token=TOKEN, port=port)


@pytest.fixture(scope="module")
def server(app: Any, listening: socket.socket) -> Iterator[str]:
    """Its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the package uvicorn")
    running = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    """A laptop's window; the test fails on a script error and on any request that leaves our own origin."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True, locale="vi-VN")
    opened = context.new_page()
    trouble: list[str] = []
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda message: trouble.append(f"{message.text} {message.location}"))
    opened.on("request", lambda request: None if request.url.startswith(server) else trouble.append(request.url))
    opened.goto(f"{server}/?token={TOKEN}")
    yield opened
    context.close()
    assert trouble == []


def upload(page: Any, server: str, files: list[Path], *, again: bool = False) -> None:
    page.goto(f"{server}/?again=to-1" if again else server)
    if again:
        page.locator("[name=mode][value=replace]").check()
    page.set_input_files("#submissions", [str(path) for path in files])
    if not again:
        page.set_input_files("#form", str(SAMPLE / "blank_form.docx"))
        page.set_input_files("#previous", [str(path) for path in (SAMPLE / "previous").iterdir()])
        page.fill("#name", "to-1")
    scan(page, "to-1")


def scan(page: Any, name: str) -> None:
    """Reads what was chosen, and scans it as it was read."""
    page.click("#new-scan button[type=submit]")
    page.wait_for_url("**/read", timeout=120_000)
    page.click("[name=then][value=scan]")
    page.wait_for_url(f"**/run/{name}", timeout=120_000)


def submissions() -> list[Path]:
    return sorted((SAMPLE / "submissions").iterdir())


def test_from_upload_to_record_and_a_second_scan(page: Any, server: str, tmp_path: Path) -> None:
    upload(page, server, submissions())
    page.goto(f"{server}/run/to-1?tab=pairs")
    page.get_by_role("searchbox").fill("ngo thi duyen")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name="Xem song song").first.click()
    first_pair = page.url
    left, right = page.locator("h1 bdi").all_inner_texts()
    before = float(page.locator(".figures dd").first.inner_text().split()[0].replace(".", ""))

    page.locator("[data-side=left] [data-chip='1']").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator("[data-side=right] .chip.active").inner_text() == "2"
    assert page.inner_text("#counter") == "2 / 9"

    page.goto(f"{server}/run/to-1/about")
    page.fill("#reviewer [name=reviewer]", "Lê Rà Soát")
    page.click("#reviewer .primary")
    page.goto(first_pair)
    page.locator("[data-side=left] [data-chip='2']").click()
    page.locator("#exclude [name=kind]").select_option("form")
    page.get_by_role("button", name="Loại trừ đoạn này").click()
    after = float(page.locator(".figures dd").first.inner_text().split()[0].replace(".", ""))
    assert after < before
    assert page.locator("[data-side=left] .chip.k-excluded").inner_text() == "2"

    page.keyboard.press("4")
    page.fill("#decision [name=note]", "gặp cả hai")
    page.get_by_role("button", name="Lưu", exact=True).click()
    assert "cần trao đổi" in page.inner_text(".state-line")
    page.locator(".history").get_by_role("button", name="Hoàn tác").first.click()
    assert "chưa kết luận" in page.inner_text(".state-line")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/pair/" in url and url != first_pair)

    check_downloads(page, server, tmp_path, left)
    check_second_scan(page, server, tmp_path, left, right)


def check_downloads(page: Any, server: str, folder: Path, name: str) -> None:
    page.goto(f"{server}/run/to-1/evidence?which=decided")
    files = {}
    for kind, button in (("docx", "Biên bản Word"), ("html", "Trang để in"), ("xlsx", "Mọi kết quả")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        files[kind] = folder / f"record.{kind}"
        waiting.value.save_as(files[kind])
    docx = pytest.importorskip("docx").Document(BytesIO(files["docx"].read_bytes()))
    text = "\n".join(p.text for p in docx.paragraphs)
    assert "BIÊN BẢN RÀ SOÁT" in text
    assert "đề nghị viết lại" in text
    assert name not in text
    assert len(pytest.importorskip("openpyxl").load_workbook(files["xlsx"]).sheetnames) > 3
    offline = page.context.new_page()
    offline.set_content(files["html"].read_text(encoding="utf-8"))
    assert "đề nghị viết lại" in offline.inner_text("main")
    assert offline.locator("table").count() >= 3
    offline.close()


def check_second_scan(page: Any, server: str, folder: Path, left: str, right: str) -> None:
    """Ngô Thị Duyên's file has another name, her colleague's text another sentence."""
    changed = folder / "again"
    changed.mkdir()
    for path in submissions():
        shutil.copy(path, changed / path.name)
    (changed / "a34_ngo_thi_duyen.txt").rename(changed / "z99_ban_moi.txt")
    other = next(changed.glob("a10_*.docx"))
    document = pytest.importorskip("docx").Document(str(other))
    document.add_paragraph("Tôi bổ sung câu này.")
    document.save(str(other))
    upload(page, server, sorted(changed.iterdir()), again=True)
    page.goto(f"{server}/run/to-1?tab=pairs")
    page.get_by_role("searchbox").fill("ngo thi duyen")
    page.get_by_role("button", name="Tìm", exact=True).click()
    row = page.locator("#lists tbody tr").first.inner_text()
    assert left in row
    assert right in row
    assert "z99_ban_moi.txt" in row
    assert "đề nghị viết lại" in row
    assert "văn bản đã đổi" in row


def addresses(page: Any, server: str) -> list[str]:
    """One page of every kind; the scan page needs `waiting_scan`."""
    base = f"{server}/run/to-1"
    page.goto(f"{base}?tab=pairs")
    links = page.locator("#lists a[href*='/pair/']")
    pair = links.first.get_attribute("href")
    page.goto(f"{base}?tab=submissions")
    person = page.locator("#lists a[href*='/person/']").first.get_attribute("href")
    page.goto(f"{base}?tab=groups")
    groups = page.locator("#lists a[href*='/group/']")
    page.goto(f"{base}?tab=texts")
    group = page.locator("#lists a[href*='/text/']").first.get_attribute("href") or groups.first.get_attribute("href")
    paths = [
        "",
        "?tab=submissions",
        "?tab=groups",
        "/passage/0",
        "/set-aside",
        "/log",
        "/log?of=opened",
        "/log?of=readings",
        "/about",
    ]
    own = [base + path for path in [*paths, "/evidence?which=flagged"]]
    start = [
        server,
        f"{server}/?again=to-1",
        f"{server}/scanning/dang-quet",
        f"{server}/scanning/da-doc/read",
        f"{server}/draft",
        f"{server}/delete?name=to-1",
    ]
    return [*start, *own, *(f"{server}{path}" for path in (pair, person, group))]


@pytest.fixture
def waiting_scan(app: Any) -> Iterator[None]:
    """Scans that stand in the middle: while it runs, and when its files were read."""
    from detector.review.jobs import Progress

    shown = {
        "dang-quet": Progress(stage="segment", done=12, total=45),
        "da-doc": Progress(finished=True, files=READ),
    }
    app.state.jobs._progress |= shown
    yield
    for name in shown:
        del app.state.jobs._progress[name]


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker, from the registry that npm is set to; skips without it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("needs npm, to fetch axe-core")
    folder = tmp_path_factory.mktemp("axe")
    packed = subprocess.run(
        [npm, "pack", "axe-core@4", "--json"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if packed.returncode != 0:
        pytest.skip("npm could not fetch axe-core")
    name = json.loads(packed.stdout)[0]["filename"]
    shutil.unpack_archive(folder / name, folder, "gztar")
    return (folder / "package" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.usefixtures("waiting_scan")
@pytest.mark.parametrize("lang", ["vi"])
def test_no_page_has_an_accessibility_finding(page: Any, server: str, axe: str, lang: str) -> None:
    if not page.locator(".runs a").count():
        upload(page, server, submissions())
    set_language(page, server, lang)
    found = []
    for address in addresses(page, server):
        page.goto(address)
        page.evaluate(axe)  # the page's own policy would refuse it as a script
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
        found += [
            (address.removeprefix(server), one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]
        ]
    assert found == []


@pytest.mark.usefixtures("waiting_scan")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_is_wider_than_a_laptop(page: Any, server: str, lang: str) -> None:
    if not page.locator(".runs a").count():
        upload(page, server, submissions())
    set_language(page, server, lang)
    for address in addresses(page, server):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, address


def test_a_pair_prints_as_two_columns_on_a4(page: Any, server: str) -> None:
    """At 96 dots an inch a sheet of A4 is 794 wide; both texts are at full length."""
    if not page.locator(".runs a").count():
        upload(page, server, submissions())
    page.goto(addresses(page, server)[-3])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    widths = [page.locator(f".pane[data-side={side}]").bounding_box()["width"] for side in ("left", "right")]
    assert min(widths) > 300
    assert page.evaluate(
        "[...document.querySelectorAll('.painted')].every((e) => e.scrollHeight <= e.clientHeight + 2)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 794


def set_language(page: Any, server: str, lang: str) -> None:
    page.goto(server)
    button = page.locator(f"button[name=lang][value={lang}]")
    if button.count():
        button.click()


def test_hostile_words_never_run(page: Any, server: str, app: Any, tmp_path: Path) -> None:
    """Names, files, texts, roster and notes that try to run, in every page, the record to print and the report."""
    page.goto(server)
    files = [
        {"name": name.rsplit("/", 1)[-1], "mimeType": "text/plain", "buffer": body}
        for name, body in hostile.submissions()
    ]
    page.set_input_files("#submissions", files)
    page.set_input_files(
        "#roster", {"name": f"{hostile.SCRIPT}.csv", "mimeType": "text/csv", "buffer": hostile.roster()}
    )
    page.fill("#name", "doc")
    scan(page, "doc")
    base = f"{server}/run/doc"
    page.goto(f"{base}?tab=pairs")
    pair = page.locator("#lists a[href*='/pair/']").first.get_attribute("href")
    page.goto(f"{server}{pair}")
    page.locator("#decision [value=talk]").check()
    page.fill("#decision [name=note]", hostile.SCRIPT)
    page.fill("#decision [name=reviewer]", hostile.SCRIPT)
    page.locator("#decision [value=stay]").click()
    page.goto(f"{base}?tab=submissions")
    people = [one.get_attribute("href") for one in page.locator("#lists a[href*='/person/']").all()]
    page.goto(f"{base}?tab=groups")
    groups = [one.get_attribute("href") for one in page.locator("#lists a[href*='/group/']").all()]
    lists = [f"{base}{path}" for path in ("", "?tab=submissions", "/log", "/log?of=opened", "/passage/0", "/set-aside")]
    for address in [
        *lists,
        f"{base}/about",
        f"{base}/evidence?which=decided",
        *(server + a for a in (pair, *people, *groups)),
    ]:
        page.goto(address)
        assert page.evaluate("window.pwned") is None, address
    page.goto(f"{base}/evidence?which=decided")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Trang để in").click()
    waiting.value.save_as(tmp_path / "record.html")
    offline = page.context.new_page()
    for path in (tmp_path / "record.html", app.state.library.folder / "doc" / "report.html"):
        offline.goto(path.as_uri())
        assert offline.evaluate("window.pwned") is None, path
        assert "window.pwned" in offline.content()
    offline.close()
