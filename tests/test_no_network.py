"""No request leaves the machine: scan, export and the review page with a watch on every connection they open."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).parents[1]

# Python imports `sitecustomize` in every process, so workers and servers are watched too.
WATCH = """
import os, socket

LOCAL = ("127.", "::1", "localhost", "0.0.0.0")

def _watched(name):
    original = getattr(socket.socket, name)
    def connect(self, address):
        if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith(LOCAL):
            with open(os.environ["WATCH_FILE"], "a") as stream:
                stream.write(f"{name} {address}\\n")
            raise OSError("no connection leaves this test")
        return original(self, address)
    return connect

for name in ("connect", "connect_ex"):
    setattr(socket.socket, name, _watched(name))

_lookup = socket.getaddrinfo
def _getaddrinfo(host, *args, **kwargs):
    if host and not str(host).startswith(LOCAL):
        with open(os.environ["WATCH_FILE"], "a") as stream:
            stream.write(f"lookup {host}\\n")
        raise socket.gaierror("no look-up leaves this test")
    return _lookup(host, *args, **kwargs)
socket.getaddrinfo = _getaddrinfo
"""


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "watch"), str(ROOT)])
    return os.environ | {
        "PYTHONPATH": path,
        "WATCH_FILE": str(tmp_path / "connections.txt"),
        "DETECTOR_CACHE_DIR": str(tmp_path / "cache"),
    }


def connections(watched: dict[str, str]) -> str:
    path = Path(watched["WATCH_FILE"])
    return path.read_text(encoding="utf-8") if path.exists() else ""


def detector(watched: dict[str, str], *arguments: str | Path) -> None:
    command = [sys.executable, "-m", "detector", *map(str, arguments)]
    done = subprocess.run(command, env=watched, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_the_watch_sees_a_connection(watched: dict[str, str]) -> None:
    code = "import urllib.request\ntry: urllib.request.urlopen('http://192.0.2.1/', timeout=1)\nexcept OSError: pass"
    subprocess.run([sys.executable, "-c", code], env=watched, check=True)
    assert "192.0.2.1" in connections(watched)


@pytest.mark.slow
def test_scan_and_every_export_stay_on_the_machine(watched: dict[str, str], tmp_path: Path) -> None:
    unit = ROOT / "data" / "sample_unit"
    files = sorted((unit / "submissions").iterdir())
    some = [*files[:6], *files[33:37]]  # copies among them, so that every sheet and page has rows
    detector(watched, "scan", *some, "--form", unit / "blank_form.docx", "-o", tmp_path / "run")
    for name in ("jsonl", "csv", "xlsx", "html", "docx"):
        target = tmp_path / (f"{name} files" if name in ("jsonl", "csv") else f"out.{name}")
        detector(watched, "export", tmp_path / "run", "--format", name, "-o", target)
    assert connections(watched) == ""


@pytest.fixture
def server(watched: dict[str, str], tmp_path: Path) -> Iterator[str]:
    (tmp_path / "unit").mkdir()
    for name in ("an", "binh"):
        (tmp_path / "unit" / f"{name}.txt").write_text(f"Họ và tên: {name}\n1. Kết quả:\nTôi đo 14 thửa đất.", "utf-8")
    detector(watched, "scan", tmp_path / "unit", "-o", tmp_path / "run")
    command = [sys.executable, "-u", "-m", "detector", "review", str(tmp_path / "run"), "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        command, env=watched, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout
        found = next(match for line in process.stdout if (match := re.search(r"http://\S+", line)))
        yield found.group()
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_review_page_opens_no_connection(server: str, watched: dict[str, str]) -> None:
    """Pages, a decision, and every file that can be handed on."""
    handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(*handlers)
    origin, base = server.split("/?")[0], "/run/run"

    def ask(path: str, **fields: str) -> bytes:
        body = urlencode(fields).encode() if fields else None
        request = urllib.request.Request(origin + path, body, {"Origin": origin} if fields else {})
        with browser.open(request, timeout=60) as answer:
            assert answer.status == 200
            return bytes(answer.read())

    with browser.open(server, timeout=20) as answer:
        assert "<html" in answer.read().decode("utf-8")
    page = ask(f"{base}/person/0").decode()
    form = dict(re.findall(r'name="(csrf|scan|left)" value="([^"]*)"', page))
    ask(f"{base}/decide", **form, decision="talk", reviewer="An", then="stay")
    for path in ("?tab=submissions", "/log", "/log?of=opened", "/set-aside", "/about", "/evidence"):
        ask(base + path)
    for kind in ("docx", "html", "xlsx", "key"):
        assert ask(f"{base}/hand-on", csrf=form["csrf"], format=kind, lang="vi", which="flagged")
    assert connections(watched) == ""
