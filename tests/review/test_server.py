"""`detector review` as a process: the printed address opens it, and decisions outlive a server that is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from detector.storage.connection import open_run
from detector.storage.decisions import decisions_after


@contextmanager
def reviewing(run: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address that it printed."""
    command = [sys.executable, "-m", "detector", "review", str(run), "--port", "0", "--no-browser", "--lang", "en"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", process.stdout.readline())
        assert found
        yield process, found[0]
    finally:
        process.kill()
        process.wait()


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()))


def test_the_printed_address_opens_the_run_and_nothing_else_does(run: Path) -> None:
    with reviewing(run) as (_, address):
        page = opener().open(address, timeout=20)
        assert "Nguyễn Văn An" in page.read().decode()
        assert "token" not in page.url
        with pytest.raises(HTTPError, match="403"):
            opener().open(address.split("?")[0], timeout=20)


def test_a_killed_server_keeps_every_decision_it_confirmed(run: Path) -> None:
    confirmed = 0
    for _ in range(2):
        with reviewing(run) as (process, address):
            browser = opener()
            browser.open(address, timeout=20).read()
            origin = re.match(r"http://[^/]+", address)
            assert origin
            text = browser.open(f"{origin[0]}/run/unit?tab=pairs", timeout=20).read().decode()
            pair = re.search(r'href="(/run/unit/pair/\d+/\d+)"', text)
            assert pair
            form = browser.open(origin[0] + pair[1], timeout=20).read().decode()
            hidden = dict(re.findall(r'name="(csrf|scan|left|right)" value="([^"]*)"', form))
            for number in range(20):
                fields = hidden | {"decision": "talk", "reviewer": "An", "note": str(number), "then": "stay"}
                request = urllib.request.Request(
                    f"{origin[0]}/run/unit/decide", urlencode(fields).encode(), {"Origin": origin[0]}
                )
                assert browser.open(request, timeout=20).status == 200
                confirmed += 1
            process.kill()
    with open_run(run) as connection:
        assert [one.note for one in decisions_after(connection)] == [str(n) for n in range(20)] * 2
    assert confirmed == 40
