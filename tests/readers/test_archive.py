"""Zip archives: every member is a file of its own, and none can do harm."""

from __future__ import annotations

import io
import zipfile

from tests.readers.make import TRUTH, docx_of_lines, zip_of


def parts(found) -> list[str]:
    return [item.part for item in found]


def test_members_in_folders_are_read_in_the_order_of_their_names(extract):
    data = zip_of({"tổ 2/b.docx": docx_of_lines(TRUTH), "tổ 1/a.txt": TRUTH, "__MACOSX/._a.txt": "x", "~$b.docx": "x"})
    found = extract("unit.zip", data)
    assert parts(found) == ["!tổ 1/a.txt", "!tổ 2/b.docx"]
    assert [item.text for item in found] == [TRUTH, TRUTH]


def test_a_bad_member_is_its_own_row(extract):
    found = extract("unit.zip", zip_of({"a.txt": TRUTH, "b.docx": b"PK\x03\x04cut", "c.xyz": b"?", "d.txt": ""}))
    assert [(item.part, getattr(item, "reason", None)) for item in found] == [
        ("!a.txt", None),
        ("!b.docx", "damaged"),
        ("!c.xyz", "unsupported"),
        ("!d.txt", "empty"),
    ]


def test_archives_inside_archives_are_read_to_the_limit(extract):
    data = zip_of({"bài.txt": TRUTH})
    for level in range(4):
        data = zip_of({f"{level}.zip": data})
    assert [item.reason for item in extract("unit.zip", data)] == ["too_large"]
    (item,) = extract("unit.zip", data, max_archive_depth=5)
    assert item.part == "!3.zip!2.zip!1.zip!0.zip!bài.txt"


def test_names_that_lead_outside_stay_inside(extract):
    found = extract("unit.zip", zip_of({"../../etc/a.txt": TRUTH, "/root/b.txt": TRUTH, "x\\..\\c.txt": TRUTH}))
    assert parts(found) == ["!etc/a.txt", "!root/b.txt", "!x/c.txt"]


def test_vietnamese_names_of_old_programs_are_read(extract):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("XXXXXXX.txt", TRUTH)
        archive.writestr("YYYYYYYYYY.txt", TRUTH)
    data = out.getvalue().replace(b"XXXXXXX", "t\u00f4\u0309 mo\u0323".encode("cp1258").ljust(7, b"_"))
    data = data.replace(b"YYYYYYYYYY", "tổ hai".encode().ljust(10, b"_"))
    assert parts(extract("unit.zip", data)) == ["!tổ hai__.txt", "!tổ mọ.txt"]


def test_two_members_of_one_name_are_told_apart(extract):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TRUTH)
        archive.writestr("b.txt", "Một bản khác.")
    data = out.getvalue().replace(b"b.txt", b"a.txt")
    found = extract("unit.zip", data)
    assert parts(found) == ["!a.txt", "!a.txt#2"]
    assert [item.text for item in found] == [TRUTH, "Một bản khác."]


def test_names_of_a_western_windows_are_read_as_far_as_they_go(extract):
    data = zip_of({"XXXXXXXX.txt": "một"}).replace(b"XXXXXXXX", "Hùng Hóa".encode("cp850"))
    assert extract("a.zip", data)[0].part == "!Hùng Hóa.txt"


def test_a_zip_bomb_is_stopped_by_its_ratio(extract):
    (item,) = extract("unit.zip", zip_of({"a.txt": b"\0" * 20_000_000}))
    assert (item.reason, "zip bomb" in item.detail) == ("too_large", True)


def test_the_whole_archive_has_a_limit(extract):
    found = extract("unit.zip", zip_of({"a.txt": TRUTH, "b.txt": "x" * 50_000}), max_archive_bytes=10_000)
    assert [getattr(item, "reason", None) for item in found] == [None, "too_large"]


def test_too_many_members_are_refused(extract):
    (item,) = extract("unit.zip", zip_of({f"{n}.txt": "a" for n in range(20)}), max_archive_files=10)
    assert item.reason == "too_large"


def test_an_encrypted_member_is_its_own_row(extract):
    data = bytearray(zip_of({"a.txt": TRUTH}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (item,) = extract("unit.zip", bytes(data))
    assert (item.part, item.reason) == ("!a.txt", "encrypted")


def test_an_empty_archive_is_empty(extract):
    (item,) = extract("unit.zip", zip_of({}))
    assert item.reason == "empty"


def test_rar_and_7z_say_to_unpack_first(extract):
    for name, data in (("a.rar", b"Rar!\x1a\x07\x01\0"), ("a.7z", b"7z\xbc\xaf\x27\x1c\0\0")):
        (item,) = extract(name, data)
        assert (item.reason, "Unpack it first" in item.detail) == ("unsupported", True)
