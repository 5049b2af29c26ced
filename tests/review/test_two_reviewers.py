"""Two reviewers, each from a process of their own, while the server is killed again and again."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from detector import storage
from detector.matches import Pair
from detector.settings import Settings
from detector.storage.access import latest_accesses
from detector.storage.connection import open_run
from detector.storage.decisions import decisions_after
from tests.report_factory import submission
from tests.reports import report_of

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")]

DECISIONS = int(os.environ.get("DETECTOR_TEST_DECISIONS", "30"))
MOST_BETWEEN_KILLS = 20

# A reviewer: opens each pair of its half, decides, and asks again until the server has said yes. The form's own number
# goes with it, as a browser sends it again after "the connection was lost".
REVIEWER = """
import json, re, sys, time, urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode

name, first, count, addresses = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
browser = None
answered, retries = [], 0

def enter():
    global browser, origin
    with open(addresses) as stream:
        address = stream.read().strip()
    handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(*handlers)
    browser.open(address, timeout=120).read()
    origin = re.match(r"http://[^/]+", address)[0]

def decide(number, once):
    page = browser.open(f"{origin}/run/unit/pair/{number}/{number + 1}", timeout=120).read().decode()
    form = dict(re.findall(r'name="(csrf|scan|left|right)" value="([^"]*)"', page))
    form |= {"once": once, "decision": "talk", "reviewer": name, "note": str(number), "then": "stay"}
    request = urllib.request.Request(f"{origin}/run/unit/decide", urlencode(form).encode(), {"Origin": origin})
    browser.open(request, timeout=120).read()

for step in range(count):
    number = first + step
    while True:
        try:
            if browser is None:
                enter()
            decide(number, f"{name}-{number}")
            answered.append(number)
            break
        except (HTTPException, OSError, KeyError, TypeError):  # refused, broken off, or not yet there
            retries += 1
            browser = None
            time.sleep(0.05)
print(json.dumps({"answered": answered, "retries": retries}))
"""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A chain of people, each with a pair to look at with the next."""
    rows = [submission(f"{n:04}.txt", f"Người {n}", [(f"Việc {n}.", "own")]) for n in range(2 * DECISIONS + 1)]
    pairs = [Pair(left.id, right.id, True, 500.0, 0.5, 0.5, 0.5, 0.5, 0, None) for left, right in pairwise(rows)]
    storage.save(report_of(Settings(), rows, pairs, [], [], []), tmp_path / "unit")
    return tmp_path / "unit"


@contextmanager
def serving(run: Path, addresses: Path) -> Iterator[subprocess.Popen[str]]:
    """A server; its address is put where the reviewers look for it."""
    command = [sys.executable, "-m", "detector", "review", str(run), "--port", "0", "--no-browser", "--lang", "en"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", process.stdout.readline())
        assert found
        draft = addresses.with_suffix(".part")
        draft.write_text(found[0])
        draft.replace(addresses)
        yield process
    finally:
        process.kill()
        process.wait()


def reviewer(run: Path, name: str, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", REVIEWER, name, str(first), str(DECISIONS), str(run.parent / "address")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_until_done(run: Path, reviewers: list[subprocess.Popen[str]]) -> int:
    """Starts the server as often as it is killed, each time some decisions later; returns how often it was."""
    chance, kills = random.Random(6), 0
    while any(process.poll() is None for process in reviewers):
        with serving(run, run.parent / "address") as server:
            enough = decided(run) + chance.randint(2, MOST_BETWEEN_KILLS)
            while decided(run) < enough and any(process.poll() is None for process in reviewers):
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.1))  # in the midst of whatever comes next
            if any(process.poll() is None for process in reviewers):
                server.send_signal(signal.SIGKILL)
                kills += 1
    return kills


def decided(run: Path) -> int:
    with open_run(run) as connection:
        return sum(1 for _ in decisions_after(connection))


def test_no_decision_is_lost_or_doubled_and_the_log_is_in_order(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reviewers = [reviewer(run, "An", 0), reviewer(run, "Binh", DECISIONS)]
    kills = killed_until_done(run, reviewers)
    said = {name: json.loads(process.communicate()[0]) for name, process in zip(("An", "Binh"), reviewers, strict=True)}
    with open_run(run) as connection:
        log = list(decisions_after(connection))
        opened = [one for one in latest_accesses(connection, limit=100_000) if one.page == "pair"]
    for name, first in (("An", 0), ("Binh", DECISIONS)):
        assert said[name]["answered"] == list(range(first, first + DECISIONS))
        assert [int(one.note) for one in log if one.reviewer == name] == said[name]["answered"]  # each once, in order
    assert [one.row for one in log] == list(range(1, 2 * DECISIONS + 1))
    assert [one.at for one in log] == sorted(one.at for one in log)
    assert len(opened) >= 2 * DECISIONS  # what a killed server had shown is in the log too
    assert kills > 0
    retries = sum(one["retries"] for one in said.values())
    with capsys.disabled():
        print(
            f"\n{len(log)} decisions, server killed {kills} times, {retries} requests repeated, {len(opened)} openings"
        )
