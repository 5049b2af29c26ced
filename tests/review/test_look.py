"""Before a file without names is handed on, the page lists what no rule masks in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from detector import storage
from detector.documents import Document
from detector.matches import Pair
from detector.settings import Settings
from detector.submissions import Submission
from tests.reports import report_of
from tests.review.conftest import Visitor
from tests.storage.small_report import shares


def unit(folder: Path) -> Path:
    texts = {
        "an": ("Lê Thị An", "hôm ấy bà An trực, ở Bản Mù, sau đó gọi 1234567"),
        "binh": ("Vũ Bình", "hôm ấy đi Bản Mù, về Thác Bà"),
        "chi": ("Hà Chi", "hôm ấy ở Mường Lát"),
    }
    documents = [Document(id, f"/{id}", text, author=author) for id, (author, text) in texts.items()]
    rows = [Submission(one, 9, shares(own=1.0), None, (), None, ()) for one in documents]
    pair = Pair("an", "binh", True, 120.0, 0.5, 0.5, 0.5, 0.5, 1, None)
    storage.save(report_of(Settings(), rows, [pair], [], [], []), folder / "run")
    return folder / "run"


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page)


def test_the_page_lists_what_is_left_in_the_chosen_pairs(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answer = visit(unit(tmp_path)).post("/look", of="chosen", which="flagged")
    assert answer.status_code == 200
    assert set(listed(answer.text)) == {"Bản Mù", "Thác Bà", "1234567"}


def test_the_page_lists_what_is_left_in_all_texts(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    assert "Thác Bà" in listed(visit(unit(tmp_path)).post("/look", of="all").text)


def test_the_list_is_the_same_while_names_are_hidden(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    visitor = visit(unit(tmp_path))
    shown = listed(visitor.post("/look", of="all").text)
    visitor.post("/choose", names="hidden")
    assert listed(visitor.post("/look", of="all").text) == shown


def test_nothing_chosen_leaves_nothing_to_look_at(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answer = visit(unit(tmp_path)).post("/look", of="chosen", which="decided")
    assert answer.status_code == 200
    assert listed(answer.text) == []


def test_that_the_list_was_opened_stands_in_the_log(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    visitor = visit(unit(tmp_path), lang="en")
    visitor.post("/look", of="all")
    assert "words left to look at before handing on" in visitor.get("/log?of=opened").text
