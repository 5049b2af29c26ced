"""A run file with a byte changed, a piece cut or swapped, and every command that takes a run put to it.

The commands run in this process through `main`, so that statuses and messages are those of the shell and a thousand
files cost minutes.
"""

from __future__ import annotations

import io
import os
import random
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from detector.cli import main
from detector.review import Library, create_app
from detector.storage import save
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision
from detector.storage.exclusions import Anchor, Exclusion, append_exclusion
from tests.review.conftest import ORIGIN, TOKEN, Visitor, testclient
from tests.storage.small_report import AN, BINH, small_report

PAGES = ("", "/about", "/log", "/set-aside", "/evidence", "/person/1", "/pair/1/2", "/passage/1")
EXPORTS = ("jsonl", "csv", "html", "xlsx", "docx")
WARNED = (*EXPORTS, "slips", "evaluate", "review")
WARNING = {"en": "is not as it was written", "vi": "không còn đúng như lúc được ghi"}


@dataclass(frozen=True, slots=True)
class Called:
    """A command that ended; `trace` is empty unless an exception came out of `main` or was printed."""

    status: int
    stdout: str
    stderr: str
    trace: str


def called(*words: object) -> Called:
    """The program with these arguments, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    status, trace, mask = 0, "", os.umask(0o077)
    with patch.object(sys, "argv", ["detector", *map(str, words)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:
            status, trace = 1, traceback.format_exc()
    os.umask(mask)
    stdout, stderr = (one.buffer.getvalue().decode("utf-8", "replace") for one in (out, err))
    return Called(status, stdout, stderr, trace or (stderr if "Traceback" in stdout + stderr else ""))


def recorded_run(folder: Path) -> Path:
    """A small run with a decision and a passage set aside."""
    save(small_report(), folder)
    with open_run(folder) as connection:
        left, right = Subject("nguyễn văn an|", AN.key), Subject("trần thị bình|", BINH.key)
        append_decision(connection, Decision("Hoa", left, right, "rewrite", note="nói chuyện"))
        append_exclusion(connection, Exclusion("Hoa", "form", "mẫu", (Anchor("nguyễn văn an|", AN.key, 14, 56),)))
    return folder


def mutated(content: bytes, seed: int) -> bytes:
    """One of five kinds of damage, at a place with something in it that the seed gives."""
    rng = random.Random(seed)
    data, at = bytearray(content), rng.choice([place for place, byte in enumerate(content) if byte])
    length = rng.choice((1, 2, 16, 300, 4096))
    kind = seed % 5
    if kind == 0:
        data[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        data[at : at + length] = bytes(len(data[at : at + length]))
    elif kind == 2:
        data[at : at + length] = rng.randbytes(len(data[at : at + length]))
    elif kind == 3:
        other = rng.randrange(len(content))
        data[at : at + length] = content[other : other + len(data[at : at + length])]
    else:
        del data[at:]
    return bytes(data)


def commands(run: Path, out: Path, lang: str = "en") -> Iterator[tuple[str, Called]]:
    """Each command that takes a run; what stood in the run file is put back before those that write."""
    damage = (run / "run.sqlite").read_bytes()
    texts = out / "texts"
    texts.mkdir(parents=True)
    (texts / "an.txt").write_text(AN.text, encoding="utf-8")
    end = ("--lang", lang)
    yield "verify", called("verify", run, *end)
    for name in EXPORTS:
        target = out / (name if name in ("jsonl", "csv") else f"r.{name}")
        yield name, called("export", run, "--format", name, "-o", target, *end)
    yield "slips", called("slips", run, "-o", out / "slips", *end)
    yield "evaluate", called("evaluate", run, "--sweep", *end)
    with patch("detector.review.server.serve", walked):
        yield "review", called("review", run, *end)
    for name, words in (
        ("purge", ("purge", run, "--person", "Lê Chi", "--yes")),
        ("scan", ("scan", texts, "-o", run, "--jobs", "1")),
    ):
        (run / "run.sqlite").write_bytes(damage)
        yield name, called(*words, *end)


def walked(library: Library, **_: object) -> None:
    """The pages of the review page in place of a server that waits for them. Raises what a page raises.

    A page that cannot be made of what is damaged says so, with its remedy.
    """
    assert library.single is not None
    app = create_app(library, token=TOKEN, port=8765)
    client = testclient.TestClient(app, base_url=ORIGIN)
    visitor = Visitor(client, library.single)
    pages = [client.get(f"/?token={TOKEN}")]
    pages += [visitor.get(path) for path in PAGES]
    for page in pages:
        assert page.status_code in (200, 404) or "run.sqlite: " in page.text, page.text


def faults(found: Mapping[str, Called], lang: str = "en") -> dict[str, str]:
    """What went wrong, by command: a traceback, or results of a damaged file that were made without the warning."""
    wrong = {name: one.trace for name, one in found.items() if one.trace}
    if found["verify"].status:
        silent = [name for name in WARNED if found[name].status == 0 and WARNING[lang] not in found[name].stderr]
        wrong |= dict.fromkeys(silent, "no warning")
    return wrong
