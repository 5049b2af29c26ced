"""How many conclusions a reviewer makes from the first page to the last, in units where many have one text.

python -m tests.benchmarks.review_path [submissions] [size of each group of copies ...]

Everybody is invented; whoever is in a group has the text of its first member under the own name. The reviewer follows
"what comes next" and concludes what the page offers: a text of many, a group, a person with all pairs that are open.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

import detector
from detector.documents import Document
from detector.evaluation.simulation import SimulatedUnit
from detector.review import Library, create_app
from detector.storage.connection import open_run

ORIGIN = "http://127.0.0.1:8765"
# Six hundred people of two thousand: one text of many, eight of twenty-five, forty of three, and pairs.
GROUPS = (40, *[25] * 8, *[3] * 40, *[2] * 120)
_NEXT = re.compile(r'class="button primary large" href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Walk:
    """What was concluded, in order, and what there was.

    Attributes:
        kinds: conclusions on ``text``, ``group`` and ``person``.
        people: with something to look at.
        units: persons, groups and shared texts to look at.
        pairs: flagged.
        visited: addresses in order.
    """

    kinds: Counter[str]
    people: int
    units: int
    pairs: int
    visited: Sequence[str]


def main(size: int = 2_000, groups: Sequence[int] = GROUPS) -> None:
    """Prints what there was and the path."""
    with tempfile.TemporaryDirectory() as folder:
        path = walked(scanned(size, groups, Path(folder) / "unit"))
    print(f"{size} submissions, {sum(groups)} people in {len(groups)} groups of copies")
    print(f"people to look at {path.people}, pairs {path.pairs}, persons, groups and texts {path.units}")
    print(f"conclusions {path.kinds.total()}: {dict(path.kinds)}; no page came twice: {is_straight(path)}")


def scanned(size: int, groups: Sequence[int], run: Path) -> Path:
    """A run of such a unit."""
    unit = SimulatedUnit(size, 7, "school")
    detector.scan(with_copies(unit.documents(), groups), forms=[unit.blank_form()], run=run)
    return run


def with_copies(documents: Sequence[Document], groups: Sequence[int]) -> list[Document]:
    """The first people are in groups, one after another."""
    found, at = list(documents), 0
    for count in groups:
        source = found[at]
        for place in range(at + 1, at + count):
            own = found[place]
            text = source.text.replace(str(source.author), str(own.author))
            found[place] = replace(own, text=text, key="")
        at += count
    return found


def walked(run: Path) -> Walk:
    """From the first page to the one that says that all is done."""
    app = create_app(Library(single=run), token="t", port=8765, reviewer="Lê Rà Soát")
    client = TestClient(app, base_url=ORIGIN)
    client.get("/?token=t")
    state = app.state.library.state(run.name)
    with open_run(run) as connection:
        view = state.view(connection)
        people, pairs = len(view.matters().people), sum(pair.flagged for pair in view.pairs)
        units = people + len(view.groups) + len(view.index.shared)
    kinds, visited = Counter[str](), list[str]()
    while (found := _NEXT.search(client.get(f"/run/{run.name}").text)) and len(visited) <= units:
        visited.append(found[1])
        kinds[_conclude(client, found[1])] += 1
    return Walk(kinds, people, units, pairs, visited)


def _conclude(client: TestClient, address: str) -> str:
    """One conclusion with the form of the page; its kind."""
    page = client.get(address).text
    kind, name = address.split("/")[-2:]
    fields: dict[str, Any] = {field: _hidden(page, field) for field in ("csrf", "scan", "once")}
    fields |= {"decision": "talk", "then": "stay"}
    fields |= {"left": name, "whole": "yes"} if kind == "person" else {kind: name}
    target = "decide" if kind == "person" else "decide-many"
    base = address.rsplit("/", 2)[0]
    answer = client.post(f"{base}/{target}", data=fields, headers={"origin": ORIGIN})
    assert answer.status_code == 200, answer.text
    return kind


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def is_straight(path: Walk) -> bool:
    """No page came up a second time."""
    return len(set(path.visited)) == len(path.visited)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    main(numbers[0] if numbers else 2_000, numbers[1:] or GROUPS)
