from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from detector.corpus import Corpus, Provenance
from detector.documents import Document, HiddenWords, Hiding, ReadingNote, Role
from detector.findings import findings_of
from detector.findings.hidden_words import printed_hidden
from detector.judge import Evidence, JudgedPair, Links, Measures, case_of, told
from detector.matching.clusters import Group
from detector.matching.evidence import FoundPair, FoundPassage
from detector.report import Finding
from detector.settings import Settings
from tests.matching.corpora import corpus_of

SETTINGS = Settings()
# Four documents of 100 syllables, ten sentences of ten each.
TEN = " / ".join(" ".join(f"s{row}{at}" for at in range(10)) for row in range(10))
CORPUS = corpus_of(TEN, TEN, TEN, TEN, roles={2: Role.PREVIOUS, 3: Role.REFERENCE})


def passage(left: int, right: int, start: int, end: int, *, bits: float = 70.0, spread: int = 2) -> FoundPassage:
    """The same syllables of two documents, counted within each."""
    return FoundPassage(
        (100 * left + start, 100 * left + end), (100 * right + start, 100 * right + end), end - start, 1.0, bits, spread
    )


def judged(found: FoundPair) -> JudgedPair:
    return JudgedPair(found, Provenance.SHARED, expected=0.001, flagged=True, threshold=60.0)


def pair(left: int, right: int, *passages: FoundPassage) -> JudgedPair:
    return judged(FoundPair(left, right, passages))


def measures(*, details: float = 10, **syllables: float) -> Measures:
    """Of every document the same syllables by class; what is not given is the person's own, of 100."""
    counts = np.zeros((4, len(Provenance)))
    for name, count in ({"own": 100 - sum(syllables.values())} | syllables).items():
        counts[:, Provenance[name.upper()]] = count
    return Measures(counts, np.full(4, details), np.full(4, 10.0), 30)


def told_of(corpus: Corpus, found: FoundPair) -> dict[int, Mapping[str, int | float | str]]:
    none = np.zeros(len(corpus.tokens.ids), bool)
    indptr = corpus.tokens.document_indptr, corpus.sentences.token_indptr
    no_figures = np.zeros(len(corpus))
    return told(Evidence(corpus.documents, *indptr, none, none, none, no_figures, {}, ()), found, {})


def findings(
    measured: Measures,
    links: Links = Links(),  # noqa: B008 - frozen
    *,
    row: int = 0,
    group: tuple[str, Group] | None = None,
    corpus: Corpus = CORPUS,
    settings: Settings = SETTINGS,
) -> dict[str, Finding]:
    strongest = [one.pair for one in links.shared]
    of_pairs = {(one.left, one.right): told_of(corpus, one) for one in strongest}
    case = case_of(corpus.documents, row, replace(measured, told=of_pairs), links, group, settings)
    found = findings_of(case)
    assert len({finding.kind for finding in found}) == len(found)
    return {finding.kind: finding for finding in found}


def test_a_text_of_one_s_own_with_figures_has_no_finding() -> None:
    assert findings(measures()) == {}


def test_the_strongest_pair_is_the_one_that_is_told() -> None:
    strong = pair(0, 1, passage(0, 1, 0, 20, spread=3), passage(0, 1, 40, 50))
    found = findings(measures(form=10, rule=10), Links(shared=(strong, pair(0, 2, passage(0, 2, 0, 20)))))
    assert list(found) == ["shared"]
    finding = found["shared"]
    assert (finding.score, finding.threshold, finding.evidence) == (140.0, 60.0, ("1", "2"))
    told = {
        "other_id": "1",
        "other_author": "",
        "matched_syllables": 30,
        "own_syllables": 80,
        "share": 30 / 80,
        "passages": 2,
        "sentences": 3,
        "total_sentences": 10,
        "spread": 2,
        "submissions": 30,
        "rarity_bits": 140.0,
        "expected": 0.001,
        "method": "passages",
    }
    assert {name: finding.facts[name] for name in told} == told


def test_the_right_side_of_a_pair_is_told_of_its_own_text() -> None:
    link = judged(FoundPair(0, 1, (FoundPassage((0, 10), (130, 170), 10, 0.25, 90.0, 2),)))
    here, there = (findings(measures(), Links(shared=(link,)), row=row)["shared"] for row in (0, 1))
    assert (here.facts["other_id"], here.facts["matched_syllables"], here.facts["sentences"]) == ("1", 10, 1)
    assert (there.facts["other_id"], there.facts["matched_syllables"], there.facts["sentences"]) == ("0", 40, 4)


def test_syllables_of_two_passages_that_overlap_are_counted_once() -> None:
    link = pair(0, 1, passage(0, 1, 0, 20), passage(0, 1, 10, 30))
    facts = findings(measures(), Links(shared=(link,)))["shared"].facts
    assert (facts["matched_syllables"], facts["sentences"]) == (30, 3)


def test_the_share_of_a_passage_is_never_more_than_all() -> None:
    link = pair(0, 1, passage(0, 1, 0, 100))
    assert findings(measures(form=50), Links(shared=(link,)))["shared"].facts["share"] == 1.0


@pytest.mark.parametrize(("members", "told"), [((0, 1), False), ((0, 1, 2), True)])
def test_a_group_of_three_is_told_and_a_pair_is_not(members: tuple[int, ...], told: bool) -> None:
    found = findings(measures(), group=("c1", Group(members, ((0, 25), (30, 35)))))
    assert list(found) == (["cluster"] if told else [])
    if told:
        finding = found["cluster"]
        assert (finding.score, finding.threshold, finding.evidence) == (3.0, 3.0, ("1", "2"))
        assert dict(finding.facts) == {
            "cluster": "c1",
            "members": 3,
            "submissions": 30,
            "core_syllables": 30,
            "only_passage": 0,
            "share": 0.3,
        }


def test_of_a_large_group_the_first_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.findings.cluster._MOST_NAMED", 2)
    group = ("c1", Group((0, 1, 2, 3), ((0, 25),)))
    named = [findings(measures(), group=group, row=row)["cluster"] for row in (0, 3)]
    assert [finding.evidence for finding in named] == [("1", "2"), ("0", "1")]
    assert [finding.facts["members"] for finding in named] == [4, 4]


@pytest.mark.parametrize(("syllables", "told"), [(19, False), (20, True)])
def test_a_known_sample_is_told_from_a_fifth_of_the_text(syllables: int, told: bool) -> None:
    link = pair(0, 3, passage(0, 3, 0, 10), passage(0, 3, 20, 30))
    found = findings(measures(reference=syllables), Links(reference=(link,)))
    assert list(found) == (["reference"] if told else [])
    if told:
        assert (found["reference"].score, found["reference"].threshold) == (0.2, 0.2)
        assert found["reference"].evidence == ("3",)
        assert dict(found["reference"].facts) == {
            "source_id": "3",
            "share": 0.2,
            "matched_syllables": 20,
            "passages": 2,
        }


@pytest.mark.parametrize(("syllables", "told"), [(29, False), (30, True)])
def test_the_earlier_text_is_told_from_three_tenths_of_the_text(syllables: int, told: bool) -> None:
    link = pair(0, 2, passage(0, 2, 0, 30))
    found = findings(measures(previous=syllables), Links(previous=(link,)))
    assert list(found) == (["previous"] if told else [])
    if told:
        assert (found["previous"].score, found["previous"].evidence) == (0.3, ("2",))
        assert dict(found["previous"].facts) == {
            "source_id": "2",
            "share": 0.3,
            "matched_syllables": 30,
            "own_syllables": 100,
        }


def test_the_year_of_the_earlier_text_is_told_where_it_is_known() -> None:
    documents = list(CORPUS.documents)
    documents[2] = documents[2].with_fields(year=2023)
    corpus = replace(CORPUS, documents=tuple(documents))
    link = pair(0, 2, passage(0, 2, 0, 30))
    assert findings(measures(previous=30), Links(previous=(link,)), corpus=corpus)["previous"].facts["year"] == 2023


def test_shares_without_a_flagged_pair_are_no_finding() -> None:
    assert findings(measures(previous=50, reference=50)) == {}


@pytest.mark.parametrize(("common", "kinds"), [(29, ["not_concrete"]), (30, ["boilerplate", "not_concrete"])])
def test_stock_wording_without_anything_concrete_is_boilerplate(common: int, kinds: list[str]) -> None:
    found = findings(measures(details=0, common=common - 10, rule=10))
    assert list(found) == kinds
    if "boilerplate" in found:
        assert (found["boilerplate"].score, found["boilerplate"].threshold) == (0.3, 0.3)
        assert dict(found["boilerplate"].facts) == {
            "share": 0.3,
            "concrete_per_100": 0.0,
            "common_syllables": 20,
            "rule_syllables": 10,
            "own_syllables": 70,
        }


def test_stock_wording_with_something_concrete_is_not_boilerplate() -> None:
    assert findings(measures(details=1, common=90)) == {}  # one detail in 100 syllables is enough


def test_details_are_counted_in_the_text_without_the_form() -> None:
    # 1 detail in 80 syllables is 1.25 in 100; in 120, .83.
    assert findings(measures(details=1, form=20)) == {}
    found = findings(measures(details=1, form=20, own=120))
    assert found["not_concrete"].score == pytest.approx(100 / 120)
    assert dict(found["not_concrete"].facts) == {"concrete": 1, "per_100": pytest.approx(100 / 120), "syllables": 120}


@pytest.mark.parametrize(("own", "kinds"), [(39, ["not_enough_text"]), (40, [])])
def test_below_forty_syllables_nothing_is_said_of_shares(own: int, kinds: list[str]) -> None:
    link = pair(0, 1, passage(0, 1, 0, 30))
    links = Links(shared=(link,)) if own == 39 else Links()
    found = findings(measures(form=30, rule=30, own=own), links)
    assert list(found) == kinds
    if kinds:
        assert (found["not_enough_text"].score, found["not_enough_text"].threshold) == (39.0, 40.0)
        assert dict(found["not_enough_text"].facts) == {"syllables": 39, "minimum": 40}


def test_rule_wording_alone_is_too_little_text_and_boilerplate() -> None:
    assert list(findings(measures(details=0, rule=80, own=20))) == ["not_enough_text", "boilerplate", "not_concrete"]


def test_a_bare_text_is_not_enough_and_nothing_more() -> None:
    assert list(findings(measures(details=0, form=100, own=0))) == ["not_enough_text"]


@pytest.mark.parametrize("code", ["doubtful", "ocr"])
def test_a_doubtful_reading_is_told_first(code: str) -> None:
    documents = (replace(CORPUS.documents[0], notes=(ReadingNote(code, "0.8"),)), *CORPUS.documents[1:])
    corpus = replace(CORPUS, documents=documents)
    found = findings(measures(details=0), corpus=corpus)
    assert list(found) == ["unreadable", "not_concrete"]
    assert dict(found["unreadable"].facts) == {"code": code, "detail": "0.8"}


def test_hidden_words_are_told_with_their_number_and_the_first_of_them() -> None:
    hidden = (
        HiddenWords(0, "Một hai", Hiding.ATTRIBUTE),
        HiddenWords(3, "ba ", Hiding.COLOUR),
        HiddenWords(3, "Một hai", Hiding.ATTRIBUTE),
        HiddenWords(9, "-", Hiding.SIZE),
    )
    documents = (replace(CORPUS.documents[0], hidden=hidden), *CORPUS.documents[1:])
    found = findings(measures(details=0), corpus=replace(CORPUS, documents=documents))
    assert list(found) == ["hidden_words", "not_concrete"]
    assert (found["hidden_words"].score, found["hidden_words"].threshold) == (5.0, 1.0)
    facts = {"words": 5, "places": 4, "hiding": "attribute colour size", "which": "Một hai · ba · -"}
    assert dict(found["hidden_words"].facts) == facts


def test_a_lone_letter_in_white_is_no_finding() -> None:
    hidden = (HiddenWords(0, "a", Hiding.COLOUR), HiddenWords(3, "- 2", Hiding.COLOUR))
    documents = (replace(CORPUS.documents[0], hidden=hidden), *CORPUS.documents[1:])
    assert findings(measures(), corpus=replace(CORPUS, documents=documents)) == {}


def test_hidden_words_of_the_form_are_nobody_s_doing() -> None:
    guide = HiddenWords(0, "Ghi  rõ họ tên", Hiding.ATTRIBUTE)
    own = HiddenWords(0, "của riêng", Hiding.ATTRIBUTE)

    def printed(*roles: Role, hidden: tuple[HiddenWords, ...] = (guide,)) -> frozenset[str]:
        documents = [Document(str(n), "", "a", role, hidden=hidden) for n, role in enumerate(roles)]
        return printed_hidden([*documents, Document("x", "", "a", hidden=(own,))], Settings())

    assert printed(Role.FORM) == printed(*[Role.SUBMISSION] * 8) == {"Ghi rõ họ tên"}
    assert printed(*[Role.SUBMISSION] * 6) == frozenset()  # fewer than the eight that a form is learnt from
    documents = (replace(CORPUS.documents[0], hidden=(guide, own)), *CORPUS.documents[1:])
    corpus = replace(CORPUS, documents=documents)
    told = findings(replace(measures(), printed_hidden=printed(Role.FORM)), corpus=corpus)["hidden_words"]
    assert (told.score, told.facts["which"]) == (2.0, "của riêng")
    every = printed(Role.FORM, hidden=(guide, own))
    assert findings(replace(measures(), printed_hidden=every), corpus=corpus) == {}


def test_of_many_hidden_words_the_first_are_quoted() -> None:
    hidden = tuple(HiddenWords(at, f"từ{at:03d}", Hiding.SIZE) for at in range(300))
    documents = (replace(CORPUS.documents[0], hidden=hidden), *CORPUS.documents[1:])
    found = findings(measures(), corpus=replace(CORPUS, documents=documents))["hidden_words"]
    which = str(found.facts["which"])
    assert (found.score, len(which) <= 202, which[:13], which[-2:]) == (300.0, True, "từ000 · từ001", " …")


def test_another_note_of_the_reader_is_no_finding() -> None:
    documents = (replace(CORPUS.documents[0], notes=(ReadingNote("repaired"),)), *CORPUS.documents[1:])
    assert findings(measures(), corpus=replace(CORPUS, documents=documents)) == {}


def test_everything_at_once_comes_in_the_order_a_reviewer_reads() -> None:
    links = Links(
        (pair(0, 1, passage(0, 1, 0, 20)),), (pair(0, 3, passage(0, 3, 0, 20)),), (pair(0, 2, passage(0, 2, 0, 20)),)
    )
    found = findings(
        measures(details=0, reference=30, previous=40, common=30), links, group=("c1", Group((1, 0, 2), ()))
    )
    assert list(found) == ["shared", "cluster", "reference", "previous", "boilerplate", "not_concrete"]
