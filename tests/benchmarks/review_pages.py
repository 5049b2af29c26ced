"""How long each page of the review takes in a unit of 5,000 submissions and 3,000 flagged pairs: medians, warm.

python -m tests.benchmarks.review_pages [submissions] [flagged pairs] [one-text]

With `one-text` every flagged pair has the same text, so that a passage that is set aside is in 3,001 submissions.

First inside one process, where a page is all that is measured; then through `detector review` over HTTP, from the
request to the first byte, with the memory of the server beside the size of the texts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from starlette.testclient import TestClient

from detector import storage
from detector.documents import Document
from detector.matches import Cluster, Pair, Passage, Side
from detector.report import Finding, Mark, Report, Submission
from detector.review import Library, create_app
from detector.settings import Settings
from detector.storage.access import Access, append_access
from detector.storage.connection import open_run, transaction
from tests.reports import report_of

ORIGIN = "http://127.0.0.1:8765"
REPEATS = 9
PAGES = (
    "",
    "?tab=submissions",
    "?tab=submissions&page=40&sort=name",
    "?q=shared:>40 status:open nguoi 1",
    "?tab=groups",
)
PAGES += (
    "/pair/0/1",
    "/passage/0",
    "/person/0",
    "/group/c1",
    "/set-aside",
    "/log",
    "/log?of=opened&page=100",
    "/about",
    "/evidence?which=flagged",
)


def main(submissions: int = 5_000, flagged: int = 3_000, *, one_text: bool = False) -> None:
    """Prints one line a page; the budget is 300 ms."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "unit"
        storage.save(big_report(submissions, flagged, one_text), run)
        client = TestClient(create_app(Library(single=run), token="t", port=8765, reviewer="X"), base_url=ORIGIN)
        start = perf_counter()
        client.get("/?token=t")
        print(f"{submissions} submissions, {flagged} flagged pairs; first page {perf_counter() - start:.3f} s")
        record_decisions(client, flagged)
        log_openings(run, 10_000)
        for page in PAGES:
            print(f"{1000 * median(timed(client, page)):7.1f} ms  {page or '(overview)'}")
        print(f"{1000 * median(rescored(client)):7.1f} ms  a passage set aside, and the page of its pair")
        print(f"{1000 * median(appended(run)):7.1f} ms  of each page: its row in the log of what was opened")
        over_http(run)


def big_report(submissions: int, flagged: int, one_text: bool) -> Report:
    """Every text has 3,000 characters; pairs share a third of it; the first thirty people are a group."""
    documents = [document(number, one_text) for number in range(submissions)]
    pairs, passages = [], []
    for number in range(flagged):
        left, right = documents[number], documents[number + 1]
        pairs.append(Pair(left.id, right.id, True, 900.0 - number / 10, 0.4, 0.6, 0.35, 0.35, 3, "c1", 1e-9))
        for part in range(3):
            sides = [Side(one.id, 400 + 400 * part, 780 + 400 * part) for one in (left, right)]
            passages.append(Passage(sides[0], sides[1], "shared", 1.0, 3, 300.0))
    rows = [row(one) for one in documents]
    members = tuple(sorted(one.id for one in documents[:30]))
    return report_of(Settings(), rows, pairs, passages, [Cluster("c1", members, "", "colleagues")], [])


def document(number: int, one_text: bool) -> Document:
    """Neighbours have the same middle part, or all do."""
    words = (f"từ{0 if one_text and 60 < place < 260 else number // 2}a{place}" for place in range(400))
    text = " ".join(words)[:3_000]
    return Document(f"{number}.txt", f"{number}.txt", text, author=f"Người {number}", unit="Đơn vị", year=2024)


def row(one: Document) -> Submission:
    """A third shared."""
    shares = {"form": 0.2, "rule": 0.1, "common": 0.1, "reference": 0.0, "previous": 0.0, "shared": 0.35, "own": 0.25}
    finding = Finding("shared", 900.0, 60.0, {"other_id": "1.txt", "share": 0.35, "own_syllables": 280}, ("1.txt",))
    own = {"common": 0.14, "shared": 0.5, "own": 0.36}
    marks = (Mark(0, 300, "form"), Mark(400, 1_580, "shared"), Mark(1_600, 2_900, "own"))
    return Submission(one, 400, shares, own, (finding,), "c1", marks, {"specificity": 2.0})


def record_decisions(client: Any, flagged: int) -> None:
    """On one pair in ten, through the page."""
    for number in range(0, flagged, 10):
        post(client, "/decide", left=number, right=number + 1, decision="talk", then="stay", once=f"b{number}")


def post(client: Any, path: str, **fields: Any) -> Any:
    if not hasattr(client, "tokens"):
        text = client.get("/run/unit/pair/0/1").text
        client.tokens = {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("csrf", "scan")}  # type: ignore[index]
    answer = client.post(
        "/run/unit" + path, data={**client.tokens, **fields}, headers={"origin": ORIGIN}, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return answer


def timed(client: Any, page: str) -> list[float]:
    """Seconds of each answer, the first left out."""
    seconds = []
    for _ in range(REPEATS + 1):
        start = perf_counter()
        assert client.get("/run/unit" + page).status_code == 200
        seconds.append(perf_counter() - start)
    return seconds[1:]


def rescored(client: Any) -> list[float]:
    """Seconds until the pair shows its new figures."""
    seconds = []
    for number in range(REPEATS):
        start = perf_counter()
        post(client, "/exclude", passage=9 * number, kind="form", once=f"x{number}")
        client.get(f"/run/unit/pair/{3 * number}/{3 * number + 1}")
        seconds.append(perf_counter() - start)
    return seconds


def log_openings(run: Path, count: int) -> None:
    """What a season of reviewing leaves."""
    with open_run(run) as connection, transaction(connection):
        rows = [("2026-01-01T00:00:00+00:00", "An", f"v{n % 50}", "pair", "[]", "{}") for n in range(count)]
        connection.executemany("INSERT INTO access_log VALUES (NULL, ?, ?, ?, ?, ?, ?)", rows)


def appended(run: Path) -> list[float]:
    """Seconds of one row."""
    seconds = []
    with open_run(run, check=False) as connection:
        for _ in range(50):
            start = perf_counter()
            append_access(connection, Access("An", "v", "pair"))
            seconds.append(perf_counter() - start)
    return seconds


def over_http(run: Path) -> None:
    """The first byte of the overview of a server just started, then of every page; the server's memory."""
    command = [sys.executable, "-u", "-m", "detector", "review", str(run), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/\?token=\S+)", server.stdout.readline())
        assert found
        connection = HTTPConnection("127.0.0.1", int(found[1]))
        headers = {"Cookie": entered(connection, found[2])}
        print(f"{1000 * first_byte(connection, '/run/unit', headers):7.1f} ms  first byte of the overview, server new")
        warm = {
            page: median(first_byte(connection, addressed(page), headers) for _ in range(REPEATS)) for page in PAGES
        }
        slowest = max(warm, key=lambda page: warm[page])
        print(f"{1000 * warm['']:7.1f} ms  first byte of the overview, warm")
        print(f"{1000 * warm[slowest]:7.1f} ms  first byte of the slowest page, warm: {slowest}")
        print(f"{memory(server.pid):7.1f} MiB  resident memory of the server after all pages")
        server.kill()


def entered(connection: HTTPConnection, path: str) -> str:
    """The cookie that the secret is exchanged for."""
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return str(answer.headers["Set-Cookie"]).split(";")[0]


def addressed(page: str) -> str:
    """As a browser sends it."""
    return "/run/unit" + page.replace(" ", "%20").replace(">", "%3E")


def first_byte(connection: HTTPConnection, path: str, headers: dict[str, str]) -> float:
    """Seconds from the request to the first byte of the body."""
    start = perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read(1)
    seconds = perf_counter() - start
    assert answer.status == 200
    answer.read()
    return seconds


def memory(pid: int) -> float:
    """MiB; 0 where the system does not say it."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), one_text="one-text" in sys.argv[3:])
