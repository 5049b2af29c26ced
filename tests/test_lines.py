"""From which evidence a pair is flagged."""

from __future__ import annotations

from math import inf

import pytest

from detector.corpus import Provenance
from detector.documents import Document, Role
from detector.judge import MatchedPair, judged_pairs
from detector.lines import Shared, flagged_at, line_of_several, lines_at, of_several
from detector.matches import Method, MethodNull, Null, Pair, Passage, Side
from detector.matching.evidence import FoundPair, FoundPassage
from detector.settings import Settings

SETTINGS = Settings()
NULL = Null(20.0, 8.0, 9.0)  # chance makes one of 39 bits and a tenth of one of 59
DOCUMENTS = [Document(name, "", "", Role.SUBMISSION, author=name) for name in "abcd"]
PEOPLE = 40
LINES = lines_at([MethodNull(Method.PASSAGES, 0.0, NULL)], SETTINGS, {"": PEOPLE})


def shared(
    left: int, right: int, place: tuple[int, int], *, spread: int = 2, documents: list[Document] = DOCUMENTS
) -> Shared:
    return Shared(documents[left], documents[right], 70.0, spread, [place], [place])


def test_a_text_with_pieces_of_two_people_has_several_pairs() -> None:
    assert of_several([shared(0, 1, (0, 50)), shared(2, 0, (60, 99))]) == {("a", "b"), ("c", "a")}


@pytest.mark.parametrize(
    "found",
    [
        [shared(0, 1, (0, 50))],
        [shared(0, 1, (0, 50)), shared(0, 2, (20, 60))],  # one passage that three have
        [shared(0, 1, (0, 50)), shared(2, 3, (60, 99))],  # two pairs of four people
        [shared(0, 1, (0, 50)), shared(0, 2, (60, 99), spread=3)],  # a third has it too: a recipe
    ],
    ids=["one", "one place", "four people", "of three"],
)
def test_one_event_is_not_several(found: list[Shared]) -> None:
    assert of_several(found) == set()


def test_two_sheets_of_one_colleague_are_one_source() -> None:
    documents = [DOCUMENTS[0], *(Document(name, "", "", Role.SUBMISSION, person="lan") for name in "bc")]
    places = ((0, 50), (60, 99))
    assert of_several([shared(0, row, place, documents=documents) for row, place in enumerate(places, 1)]) == set()


def test_the_line_for_several_is_lower_and_known_only_where_chance_is() -> None:
    (line,) = LINES
    lower = line_of_several(line, SETTINGS, PEOPLE)
    assert line.threshold == pytest.approx(NULL.score_at(0.01))
    assert lower == pytest.approx(NULL.score_at(0.1))
    assert line_of_several(MethodNull(Method.PASSAGES, 60.0), SETTINGS, PEOPLE) == inf
    assert line_of_several(MethodNull(Method.ORDER, 60.0, NULL), SETTINGS, PEOPLE) == inf
    small = MethodNull(Method.PASSAGES, 60.0, Null(20.0, 0.5, 4.0))
    assert line_of_several(small, SETTINGS, PEOPLE) == pytest.approx(40.0)  # two thirds of what one alone needs


@pytest.mark.parametrize(("bits", "flagged"), [(70.0, True), (50.0, False)])
def test_a_scan_and_other_settings_flag_the_same_pairs_of_a_text_with_several(bits: float, flagged: bool) -> None:
    places = {("a", "b"): (0, 50), ("a", "c"): (60, 99)}
    rows = {document.id: row for row, document in enumerate(DOCUMENTS)}
    found = [
        FoundPair(rows[left], rows[right], (FoundPassage(place, place, 50, 1.0, bits, 2),))
        for (left, right), place in places.items()
    ]
    matched = [MatchedPair(one, Provenance.SHARED) for one in found]
    judged = judged_pairs(matched, DOCUMENTS, LINES, SETTINGS, PEOPLE)
    assert [one.flagged for one in judged] == [flagged, flagged]

    people = [*DOCUMENTS, *(Document(f"p{row}", "", "", Role.SUBMISSION) for row in range(PEOPLE - len(DOCUMENTS)))]
    pairs = [Pair(left, right, False, bits, 0.1, 0.1, 0.1, 0.1, 1, None) for left, right in places]
    passages = [Passage(Side(left, *place), Side(right, *place)) for (left, right), place in places.items()]
    again = flagged_at(pairs, passages, people, [MethodNull(Method.PASSAGES, 0.0, NULL)], SETTINGS)
    assert [(one.flagged, one.threshold) for one in again] == [(one.flagged, one.threshold) for one in judged]
