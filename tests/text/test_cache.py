"""The cache saves time and changes nothing."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from detector.commands.cache import command
from detector.documents import Document
from detector.shelf import Shelf
from detector.text import columns
from detector.text.cache import cache_folder, clear_caches, key_of, open_cache, pack, unpack
from detector.text.columns import build_corpus

DOCUMENTS = [Document("a", "a", "Học sinh hoàn thành nhiệm vụ."), Document("b", "b", "Giáo viên giảng dạy tốt.")]


@pytest.fixture
def segmented(monkeypatch):
    """Texts that were segmented and not found in the cache."""
    seen: list[str] = []
    original = columns.word_starts

    def spy(texts):
        seen.extend(one.text for one in texts)
        return original(texts)

    monkeypatch.setattr(columns, "word_starts", spy)
    return seen


def test_a_text_is_segmented_once(segmented):
    first = build_corpus(DOCUMENTS)
    again = build_corpus([*DOCUMENTS, Document("c", "c", "Còn hạn chế.")])
    assert sorted(segmented) == sorted([d.text for d in DOCUMENTS] + ["Còn hạn chế."])
    assert first.tokens.word_starts.sum() < again.tokens.word_starts.sum()


def test_equal_texts_of_one_run_are_segmented_once(segmented):
    build_corpus([Document(name, name, DOCUMENTS[0].text) for name in "abc"])
    assert len(segmented) == 1


def test_another_version_of_underthesea_segments_again(segmented, monkeypatch):
    build_corpus(DOCUMENTS)
    monkeypatch.setattr(columns, "model_version", lambda: "underthesea 99")
    build_corpus(DOCUMENTS)
    assert len(segmented) == 4


def test_it_can_be_switched_off(segmented, monkeypatch, own_cache):
    monkeypatch.setenv("DETECTOR_CACHE_DIR", "off")
    build_corpus(DOCUMENTS)
    build_corpus(DOCUMENTS)
    assert len(segmented) == 4
    assert not own_cache.exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_broken_file_is_thrown_away(segmented, content):
    path = open_cache().path
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    corpus = build_corpus(DOCUMENTS)
    build_corpus(DOCUMENTS)
    build_corpus(DOCUMENTS)
    assert len(segmented) <= 4  # once broken, once to fill it, then known
    assert open_cache().info().rows == 2
    assert not corpus.tokens.word_starts.all()


def test_a_file_of_another_program_costs_time_only():
    path = open_cache().path
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE words (something)")
    other.close()
    assert len(build_corpus(DOCUMENTS).tokens.ids) == 11


def test_a_folder_that_cannot_be_made_costs_time_only(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DETECTOR_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert len(build_corpus(DOCUMENTS).tokens.ids) == 11
    assert open_cache().info().rows == 0


def test_many_writers_lose_nothing(tmp_path):
    cache = Shelf(tmp_path / "words.sqlite")
    rows = [{key_of("v", f"{writer} {row}"): b"\x01" for row in range(50)} for writer in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cache.put, rows))
    assert cache.info().rows == 400
    assert len(cache.get([key for some in rows for key in some])) == 400


def test_the_oldest_rows_go_when_it_is_full(tmp_path):
    cache = Shelf(tmp_path / "words.sqlite", max_bytes=100_000)
    keys = [key_of("v", str(row)) for row in range(2000)]
    for at in range(0, 2000, 100):
        cache.put({key: bytes(70) for key in keys[at : at + 100]})
    assert set(keys[-100:]) <= set(cache.get(keys))
    assert keys[0] not in cache.get(keys)
    assert cache.info().bytes < 250_000


@pytest.mark.parametrize("count", [0, 1, 8, 9, 550])
def test_flags_come_back_as_they_went(count):
    flags = np.random.default_rng(1).random(count) < 0.5
    assert np.array_equal(unpack(pack(flags), count), flags)
    assert unpack(pack(flags), count + 8) is None
    assert unpack(None, count) is None


def test_the_file_holds_no_text():
    build_corpus(DOCUMENTS)
    content = open_cache().path.read_bytes().lower()
    assert b"sinh" not in content
    assert "giảng".encode() not in content


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "detector"),
        ("win32", "LOCALAPPDATA", "detector"),
        ("darwin", "HOME", "Library/Caches/detector"),
    ],
)
def test_it_lies_where_the_system_keeps_such_files(platform, variable, expected, monkeypatch, tmp_path):
    monkeypatch.delenv("DETECTOR_CACHE_DIR")
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert cache_folder() == tmp_path / Path(expected)


def test_the_command_tells_and_clears():
    build_corpus(DOCUMENTS)
    told = CliRunner().invoke(command, ["info", "--lang", "en"])
    assert told.exit_code == 0
    assert "2 texts" in told.output
    assert str(open_cache().path) in told.output
    assert CliRunner().invoke(command, ["clear", "--lang", "en"]).output == "2 texts forgotten.\n"
    assert "0 văn bản" in CliRunner().invoke(command, ["info", "--lang", "vi"]).output


def test_the_command_says_that_the_cache_is_off(monkeypatch):
    monkeypatch.setenv("DETECTOR_CACHE_DIR", "off")
    assert "switched off" in CliRunner().invoke(command, ["info", "--lang", "en"]).output
    assert CliRunner().invoke(command, ["clear", "--lang", "en"]).exit_code == 0


def test_clearing_takes_the_vectors_of_sentences_too(own_cache):
    build_corpus(DOCUMENTS)
    vectors = Shelf(own_cache / "meanings-1.sqlite")
    vectors.put({b"k": b"v"})
    assert clear_caches() == 2
    assert list(own_cache.iterdir()) == []
