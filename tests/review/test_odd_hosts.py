"""Surroundings that are not as they should be: the server says so, or goes on."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from detector.review import patience
from tests.benchmarks.faults.tools import CannotBeMadeError, without_rights
from tests.review.test_new_scan import client_at, send, uploads
from tests.review.test_server import opener, reviewing


@contextmanager
def opened(address: str, count: int, words: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections that send these words and no more."""
    host, port = re.findall(r"//([\d.]+):(\d+)", address)[0]
    idle = [socket.create_connection((host, int(port)), timeout=20) for _ in range(count)]
    try:
        for one in idle:
            one.sendall(words)
        yield idle
    finally:
        for one in idle:
            one.close()


@pytest.mark.parametrize("words", [b"", b"GET / HTTP/1.1\r\nHost: 127", b"POST /scan HTTP/1.1\r\n"])
def test_the_page_answers_while_two_hundred_connections_say_nothing(run: Path, words: bytes) -> None:
    with reviewing(run) as (_, address), opened(address, 200, words):
        assert "Nguyễn Văn An" in opener().open(address, timeout=20).read().decode()


@pytest.mark.parametrize("words", [b"", b"GET / HTTP/1.1\r\nHost: 127"])
def test_a_connection_that_does_not_go_on_is_closed(
    run: Path, words: bytes, monkeypatch: pytest.MonkeyPatch, serving: Callable[[Path], str]
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    with opened(serving(run), 3, words) as idle:
        assert [one.recv(100) for one in idle] == [b""] * 3  # else the read would wait until its own timeout


def test_a_browser_that_does_not_return_keeps_nobody_waiting(run: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    browser.chmod(0o755)
    command = [sys.executable, "-m", "detector", "review", str(run), "--port", "0", "--lang", "en"]
    variables = os.environ | {"BROWSER": f"{browser} %s", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address
            assert "Nguyễn Văn An" in opener().open(address[0], timeout=20).read().decode()
        finally:
            os.killpg(process.pid, 9)


def test_a_run_that_may_only_be_read_is_told_before_the_page_opens(run: Path) -> None:
    try:
        before = without_rights()
    except CannotBeMadeError as reason:
        pytest.skip(str(reason))
    (run / "run.sqlite").chmod(0o444)
    run.chmod(0o555)
    command = [*before, sys.executable, "-m", "detector", "review", str(run), "--port", "0", "--no-browser"]
    done = subprocess.run([*command, "--lang", "en"], capture_output=True, text=True, timeout=60, check=False)
    run.chmod(0o755)
    assert done.returncode == 1
    assert "copy the folder to a place where you may write" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["con", "NUL", "nul.txt", "aux.2026", "com1", "LPT9.x", "con .txt"])
def test_a_device_of_windows_is_no_name_of_a_scan(tmp_path: Path, name: str) -> None:
    client = client_at(tmp_path)
    assert send(client, uploads(), name=name).status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_a_scan_that_finds_no_place_stores_nothing_and_is_told_to_wait(tmp_path: Path) -> None:
    client = client_at(tmp_path)
    client.app.state.jobs.are_full = lambda: True
    answer = send(client, uploads(), name="ba")
    assert answer.status_code == 409
    assert "Hãy đợi" in answer.text
    assert list(tmp_path.iterdir()) == []


def test_a_unit_of_the_same_name_after_a_removal_has_nothing_of_the_first(tmp_path: Path) -> None:
    from tests.review.test_new_scan import scanned

    client = client_at(tmp_path)
    form = ("form", ("mau.txt", "BẢN TỰ KIỂM ĐIỂM\nHọ và tên:\n".encode()))
    roster = ("roster", ("ds.csv", "Họ và tên,Đơn vị\nTrần Thị Bình,Tổ 1\nLê Thị Vắng,Tổ 1\n".encode()))
    page = client.get(scanned(client, send(client, [*uploads(), form, roster], name="một"))).text
    assert "Lê Thị Vắng" in page
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    scan = re.search(r'name="scan" value="([^"]+)"', client.get("/run/một/person/0").text)
    assert csrf
    assert scan
    fields = {
        "csrf": csrf[1],
        "scan": scan[1],
        "left": "0",
        "decision": "talk",
        "reviewer": "Hoa",
        "note": "của đơn vị cũ",
    }
    headers = {"origin": "http://127.0.0.1:8765"}
    assert client.post("/run/một/decide", data=fields, headers=headers).status_code == 200
    assert "của đơn vị cũ" in client.get("/run/một/log").text
    client.post("/delete", data={"csrf": csrf[1], "name": "một"}, headers=headers)
    again = scanned(client, send(client, uploads(3), name="một"))
    assert "Lê Thị Vắng" not in client.get(again).text
    assert "của đơn vị cũ" not in client.get("/run/một/log").text
    assert [path.name for path in (tmp_path / "một" / "uploads").iterdir()] == ["submissions"]


@pytest.fixture
def serving() -> Iterator[Callable[[Path], str]]:
    """A server in a thread of this process; its address."""
    import threading

    import uvicorn

    from detector.review import Library, create_app

    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(run: Path) -> str:
        app = create_app(Library(single=run), token="t")
        server = uvicorn.Server(uvicorn.Config(app, port=0, http=patience.PatientProtocol, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/"

    yield start
    for server, thread in servers:
        server.should_exit = True
        thread.join()
