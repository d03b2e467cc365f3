"""Sniffing: a file is what its bytes say, whatever its name."""

from __future__ import annotations

import pytest

from ingest.errors import BinaryError, EmptyError, ReadError, UnsupportedError, WrongEncodingError
from ingest.sniffing import Format, sniff

PAGE = b"<!DOCTYPE html><html><body><p>Words</p></body></html>"
MEDQUAD = b'<?xml version="1.0"?><Document id="1"><Focus>x</Focus><QAPairs></QAPairs></Document>'


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "a.pdf", Format.PDF),
        (b"\xef\xbb\xbf%PDF-1.7 ...", "a.pdf", Format.PDF),
        (PAGE, "a.html", Format.HTML),
        (b"<!-- x --><html><p>y", "a.htm", Format.HTML),
        (b"<p>a fragment</p>", "a.html", Format.HTML),
        (MEDQUAD, "a.xml", Format.MEDQUAD),
        (b"---\ntitle: x\n---\nwords", "a.md", Format.MARKDOWN),
        (b"just words", "a.md", Format.MARKDOWN),
        (b"# One\n\nwords\n\n## Two\n", "notes", Format.MARKDOWN),
        (b"just words, age <2 years", "a.txt", Format.TEXT),
        (b"#1 tip: rest", "a.txt", Format.TEXT),
    ],
)
def test_the_format_is_told_by_the_bytes(data: bytes, name: str, expected: Format) -> None:
    found = sniff(data, name)
    assert (found.format, found.notes) == (expected, ())


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (PAGE, "a.txt", Format.HTML),
        (b"%PDF-1.7", "a.txt", Format.PDF),
        (b"just words", "a.pdf", Format.TEXT),
        (MEDQUAD, "a.html", Format.MEDQUAD),
    ],
)
def test_a_wrong_suffix_is_read_as_what_it_is_with_a_note(data: bytes, name: str, expected: Format) -> None:
    found = sniff(data, name)
    assert found.format is expected
    assert f"read as {expected}" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        ("naïve".encode(), None, "naïve"),
        (b"\xef\xbb\xbf" + "naïve".encode(), None, "naïve"),
        (b"\xff\xfe" + "naïve".encode("utf-16-le"), None, "naïve"),
        (b"\xfe\xff" + "naïve".encode("utf-16-be"), None, "naïve"),
        ("спазм лица".encode("cp1251"), "text/plain; charset=windows-1251", "спазм лица"),
        (b'<html><meta charset="iso-8859-2"><p>' + "łza".encode("iso-8859-2"), None, "łza"),
    ],
)
def test_encodings_that_say_what_they_are_are_read(data: bytes, media_type: str | None, text: str) -> None:
    found = sniff(data, "a", media_type)
    assert found.text.endswith(text)
    assert found.notes == ()


def test_windows_1252_is_read_with_a_note() -> None:
    found = sniff("It’s a naïve “tic” of the face".encode("cp1252"), "a.txt")
    assert found.text == "It’s a naïve “tic” of the face"
    assert "Windows-1252" in found.notes[0]


def test_a_few_broken_bytes_do_not_spoil_utf_8() -> None:
    found = sniff("naïve café ".encode() * 20 + b"\xc3", "a.txt")
    assert found.text.startswith("naïve café")
    assert "not valid UTF-8" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", EmptyError),
        (b" \n\t ", "a.txt", EmptyError),
        (b"\xef\xbb\xbf", "a.txt", EmptyError),
        (b"\x89PNG\r\n\x1a\n....", "a.txt", BinaryError),
        (b"\xff\xd8\xff\xe0..", "a.jpg", BinaryError),
        (b"PK\x03\x04....", "a.docx", BinaryError),
        (b"{\\rtf1 words}", "a.rtf", BinaryError),
        (b"ab\0\0\0\0\0\0\x01", "a.txt", BinaryError),
        ("плохая кодировка".encode("cp1251"), "a.txt", WrongEncodingError),
        ("顔面痙攣".encode("shift-jis") * 3, "a.txt", WrongEncodingError),
        ("words without a mark".encode("utf-16-le"), "a.txt", WrongEncodingError),
        (b'{"a": 1}', "a.json", UnsupportedError),
        (b"a,b\n1,2", "a.csv", UnsupportedError),
        (b'<?xml version="1.0"?><rss></rss>', "a.xml", UnsupportedError),
    ],
)
def test_what_is_no_page_is_refused_with_its_remedy(data: bytes, name: str, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"save|add"):
        sniff(data, name)
