"""Markers: what stands beside a page for them, and what becomes of a page when that changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.cited import markers_of
from ingest.errors import BadSettingError
from ingest.loading import find, load
from ingest.reading import read
from tests.ingest.pdfs import of_lines

FACT = {"id": "HFS-001", "note": "62 of 100 primary", "reference": "roe2020", "seen": "abstract"}
REFERENCE = {
    "ref": "roe2020",
    "title": "Many faces",
    "organisation_or_authors": "Roe J",
    "year": "2020",
    "url": "https://example.org/1",
    "doi_or_pmid": "doi:10.1/x",
    "evidence": "systematic_review",
}
PRINTED = "Roe J. Many faces. 2020. doi:10.1/x. [systematic review, read: abstract, HFS-001]"


def lines(*records: dict[str, str]) -> bytes:
    return "\n".join(json.dumps(each) for each in records).encode()


def shelf(folder: Path, page: bytes, name: str = "a.md", *facts: dict[str, str]) -> Path:
    (folder / name).write_bytes(page)
    (folder / "facts.jsonl").write_bytes(lines(*(facts or (FACT,))))
    (folder / "references.jsonl").write_bytes(lines(REFERENCE))
    return folder / name


def loaded_hash(page: Path) -> str:
    return load(find([str(page)]).locations[0]).sha256


def test_a_marker_leads_to_the_published_source_and_says_what_was_read_of_it(tmp_path: Path) -> None:
    page = shelf(tmp_path, b"# Causes\n\nMost are primary.[^HFS-001] Ask your doctor.\n")
    document = read(load(find([str(page)]).locations[0]))
    first, second = document.text.index("Most"), document.text.index("Ask")
    assert "[^" not in document.text
    assert document.references_between(first, second) == (PRINTED,)
    assert document.references_between(second, len(document.text)) == ()


def test_a_reference_can_be_named_at_once_and_a_pages_own_footnote_goes_first(tmp_path: Path) -> None:
    page = shelf(tmp_path, b"One.[^roe2020] Two.[^HFS-001]\n\n[^HFS-001]: My own words.\n")
    document = read(load(find([str(page)]).locations[0]))
    said = document.references_between(0, len(document.text))
    assert said == ("Roe J. Many faces. 2020. doi:10.1/x.", "My own words.")


def test_a_pdf_prints_its_markers_and_they_are_cut_all_the_same(tmp_path: Path) -> None:
    data = of_lines(["Most are primary in one large clinic. [HFS-001] See [NICE-NG217] too."])
    document = read(load(find([str(shelf(tmp_path, data, "a.pdf"))]).locations[0]))
    assert document.text == "Most are primary in one large clinic. See [NICE-NG217] too."
    assert document.references_between(0, 40) == (PRINTED,)


def test_a_page_is_read_again_when_a_fact_that_it_marks_changes_and_only_then(tmp_path: Path) -> None:
    page = shelf(tmp_path, b"Most are primary.[^HFS-001]\n")
    before = loaded_hash(page)
    shelf(tmp_path, page.read_bytes(), "a.md", FACT, {**FACT, "id": "HFS-002"})
    assert loaded_hash(page) == before
    shelf(tmp_path, page.read_bytes(), "a.md", {**FACT, "seen": "full text"})
    assert loaded_hash(page) != before


def test_neither_file_is_taken_for_a_page(tmp_path: Path) -> None:
    page = shelf(tmp_path, b"Most are primary.[^HFS-001]\n")
    assert [each.path for each in find([str(tmp_path)]).locations] == [page]


def test_a_broken_line_is_told_of_by_its_number_and_an_unknown_reference_by_name() -> None:
    with pytest.raises(BadSettingError, match=r"starter/facts.jsonl, line 2 .*JSON"):
        markers_of(lines(FACT) + b"\n{", lines(REFERENCE), "starter")
    with pytest.raises(BadSettingError, match="reference: field required"):
        markers_of(lines({"id": "HFS-001", "note": "x", "seen": "abstract"}), b"", "starter")
    with pytest.raises(BadSettingError, match="“roe2020” for HFS-001"):
        markers_of(lines(FACT), b"", "starter")
