"""A scanned unit of four in which Bình's name stands in Chi's text, with decisions, exclusions and a log of visits."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector.cli import cli
from detector.storage import load
from detector.storage.access import Access, append_access
from detector.storage.connection import open_run
from detector.storage.decisions import Decision, Subject, append_decision
from detector.storage.exclusions import ALLOWED, Anchor, Exclusion, append_exclusion
from tests.commands.conftest import COPIED, TEXTS

MENTIONS = "Kho do tôi và cô Trần Thị Bình cùng kiểm kê ngày 12/4; TRAN THI BINH ký sổ, điện thoại 0912 345 678.\n"
ALONE = "Tôi dạy nhạc, phụ trách đội trống và đội văn nghệ của liên đội."


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    folder = tmp_path / "unit"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "chi.txt").write_text(unicodedata.normalize("NFC", TEXTS["chi.txt"] + MENTIONS), encoding="utf-8")
    return folder


@pytest.fixture
def run(unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run folder, after a review."""
    monkeypatch.setenv("DETECTOR_CACHE_DIR", str(tmp_path / "cache"))
    run = tmp_path / "run"
    assert CliRunner().invoke(cli, ["scan", str(unit), "-o", str(run), "--jobs", "1"]).exit_code == 0
    review(run)
    return run


def review(run: Path) -> None:
    """Bình with An, with a note that names her; Chi with Dung; a passage of both allowed; visits."""
    documents = {row.id.removesuffix(".txt"): row.document for row in load(run).submissions}
    keys = {name: document.key for name, document in documents.items()}
    an, binh = Subject("lê văn an|", keys["an"]), Subject("trần thị bình|", keys["binh"])
    chi, dung = Subject("phạm thị chi|", keys["chi"]), Subject("vũ văn dung|", keys["dung"])
    start = {name: documents[name].text.index(COPIED[:30]) for name in ("an", "binh")}
    with open_run(run) as connection:
        append_decision(connection, Decision("Hoa", an, binh, "rewrite", note="Cô Trần Thị Bình đã giải trình."))
        append_decision(
            connection, Decision("Trần Thị Bình", chi, dung, "no_issue", detail={"explanation": "theo Trần Thị Bình"})
        )
        anchors = (
            Anchor("trần thị bình|", keys["binh"], start["binh"], start["binh"] + 30),
            Anchor("lê văn an|", keys["an"], start["an"], start["an"] + 30),
        )
        append_exclusion(connection, Exclusion("Hoa", ALLOWED, COPIED[:30], anchors))
        append_exclusion(connection, Exclusion("Hoa", ALLOWED, ALONE, anchors[:1]))
        append_access(connection, Access("Hoa", "v1", "person", (binh,)))
        append_access(connection, Access("Hoa", "v1", "pair", (an, binh)))
        append_access(connection, Access("Hoa", "v1", "hand_on", (an,), {"format": "docx", "names": True}))
