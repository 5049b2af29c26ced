"""Of which kind a group is: colleagues, users of one known sample, or a text that most of the unit have."""

from __future__ import annotations

from pathlib import Path

import detector
from detector.documents import Document, ReadingNote
from detector.evaluation.simulation import SimulatedUnit

SENTENCES = [
    sentence for d in SimulatedUnit(40, 99).documents() for sentence in d.text.split("\n") if len(sentence) > 60
]


def unit_with_group(folder: Path, *, members: int, sample: bool) -> detector.Report:
    """A unit of 16 in which the first `members` share ten sentences, three of them from a known sample if asked for."""
    shared = SENTENCES[:10]
    for row, document in enumerate(SimulatedUnit(16, 5).documents()):
        lines = document.text.split("\n")
        if row < members:
            body = next(at for at, line in enumerate(lines) if len(line) > 60)
            lines[body:body] = shared
        path = folder / "unit" / f"{row:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    known = folder / "sample.txt"
    known.write_text("\n".join(shared[:3]), encoding="utf-8")
    return detector.scan([folder / "unit"], references=[known] if sample else [])


def test_a_few_who_share_a_text_are_colleagues(tmp_path: Path) -> None:
    (group,) = unit_with_group(tmp_path, members=4, sample=False).clusters
    assert (group.kind, len(group.members)) == ("colleagues", 4)


def test_a_group_whose_members_used_one_known_sample_is_told_as_such(tmp_path: Path) -> None:
    (group,) = unit_with_group(tmp_path, members=4, sample=True).clusters
    assert (group.kind, len(group.members)) == ("sample", 4)


def test_what_most_of_the_unit_have_is_one_group_and_told_once(tmp_path: Path) -> None:
    report = unit_with_group(tmp_path, members=12, sample=False)
    (group,) = report.clusters
    assert (group.kind, len(group.members)) == ("colleagues", 12)


def test_texts_that_were_read_as_torn_letters_are_no_evidence_against_each_other() -> None:
    """Two readings of the same torn letters beside two ordinary texts that are the same."""
    torn, plain = "\n".join(SENTENCES[:8]), "\n".join(SENTENCES[8:16])
    note = (ReadingNote("torn", "share=.4"),)
    documents = [
        Document("a", "a.pdf", torn + "\nTôi họp 3 buổi.", notes=note),
        Document("b", "b.pdf", torn + "\nTôi trực 9 đêm.", notes=note),
        Document("c", "c.pdf", plain + "\nTôi trồng 4 cây."),
        Document("d", "d.pdf", plain + "\nTôi sửa 2 máy."),
    ]
    report = detector.scan(documents)
    assert [{pair.left_id, pair.right_id} for pair in report.pairs.flagged()] == [{"c", "d"}]
