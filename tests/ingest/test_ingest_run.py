"""A run: one bad file is a line in the report with its remedy, and never the end."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from ingest.document import Document, EvidenceRank, Kind
from ingest.errors import NoPermissionError
from ingest.loading import Location, Raw, find, load
from ingest.reading import read_sheet
from ingest.report import Outcome, Report, render
from ingest.run import Steps, ingest
from ingest.sheet import Mark, Meta
from tests.ingest import pdfs

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Shelf:
    """A library of hashes."""

    kept: dict[str, str] = field(default_factory=dict)

    def standing(self, location: str, bytes_sha256: str) -> Literal["new", "changed", "unchanged"]:
        if location not in self.kept:
            return "new"
        return "unchanged" if self.kept[location] == bytes_sha256 else "changed"

    def add(self, document: Document) -> None:
        self.kept[document.location] = document.bytes_sha256


def whole(raw: Raw) -> Document:
    """A document of one line, so that these tests need no layout."""
    sheet = read_sheet(raw)
    text = next(line.text for line in sheet.lines if line.mark is not Mark.BLANK)
    rank = EvidenceRank(0, "test")
    return Document(
        raw.location.key,
        raw.location.source,
        raw.sha256,
        text,
        "",
        text,
        Kind.ARTICLE,
        "plain",
        rank,
        (),
        notes=sheet.notes,
    )


def load_but_locked(location: Location) -> Raw:
    if location.source == "locked.txt":
        raise NoPermissionError(location.source)
    return load(location)


def run(folder: Path, shelf: Shelf) -> dict[str, Outcome]:
    steps = Steps(load_but_locked, whole, lambda key: f"id of {Path(key).name}")
    return {outcome.source: outcome for outcome in ingest(find([str(folder)]).locations, shelf, steps)}


BAD = {
    "encrypted.pdf": (pdfs.encrypted(pdfs.of_lines(["secret"]), "open"), "without one"),
    "truncated.pdf": (pdfs.guide()[:700], "fetch it again"),
    "empty.txt": (b"", "save the page again"),
    "blank.html": (b"<html><body><p hidden>x</p></body></html>", "save the page again"),
    "scanned.pdf": (pdfs.scanned(), "OCR"),
    "picture.jpg": (b"\xff\xd8\xff\xe0 JFIF", "save it as PDF or plain text"),
    "paper.docx": (b"PK\x03\x04 word", "save it as PDF or plain text"),
    "cyrillic.txt": ("плохая кодировка".encode("cp1251"), "save it as UTF-8"),
    "table.csv": (b"a,b\n1,2\n", "save its prose"),
    "front.md": (b"---\nevidence_rank: 9\n---\nwords", "from 0 to 5"),
    "locked.txt": (b"words", "chmod"),
}


def test_every_bad_file_is_a_line_with_its_remedy_and_the_good_ones_are_in(tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.txt").write_text("Good words first.")
    (tmp_path / "z.md").write_text("Good words last.")
    shelf = Shelf()
    outcomes = run(tmp_path, shelf)
    for name, (_, remedy) in BAD.items():
        assert outcomes[name].state == "failed", name
        assert remedy in outcomes[name].detail
        assert name in outcomes[name].detail
        assert outcomes[name].detail.endswith(".")
        assert "\n" not in outcomes[name].detail
    assert {Path(key).name for key in shelf.kept} == {"a.txt", "z.md"}


def test_the_same_bytes_are_unchanged_and_new_ones_an_update(tmp_path: Path) -> None:
    page, shelf = tmp_path / "a.txt", Shelf()
    states = []
    for text in ("One.", "One.", "Two."):
        page.write_text(text)
        states.append(run(tmp_path, shelf)["a.txt"].state)
    assert states == ["added", "unchanged", "updated"]


def test_a_wrong_suffix_is_in_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(pdfs.of_lines(["Words of a guide."]))
    outcome = run(tmp_path, Shelf())["a.txt"]
    assert (outcome.state, outcome.detail) == ("added", "Words of a guide.")
    assert outcome.notes == ("Named .txt, but read as pdf, which it is.",)


UNSAID = Meta()


def raw_of(text: str, key: str, override: Meta = UNSAID) -> Raw:
    path = None if key.startswith("http") else Path(key)
    return Raw(Location(key, "x.md", path), text.encode(), None, override, "0")


def test_a_sidecar_goes_before_front_matter() -> None:
    text = "---\ntitle: Front\nauthor: Ann\nevidence_rank: 2\nevidence_reason: a trial\n---\nWords."
    sheet = read_sheet(raw_of(text, "/x.md", Meta(title="Beside", evidence_rank=4)))
    assert sheet.override == Meta(title="Beside", author="Ann", evidence_rank=4)


def test_front_matter_of_an_address_ranks_nothing() -> None:
    sheet = read_sheet(raw_of("---\ntitle: Front\nevidence_rank: 1\n---\nWords.", "https://example.org/x.md"))
    assert sheet.override == Meta()
    assert sheet.said == Meta(title="Front", url="https://example.org/x.md")
    assert "evidence_rank was passed over" in sheet.notes[0]


REPORT = Report(
    (
        Outcome("a.txt", "added", "A title", "abc", ("a note",)),
        Outcome("b.pdf", "failed", "b.pdf is empty: save it again."),
    )
)


def test_the_report_counts_and_tells_all() -> None:
    assert REPORT.failed
    assert REPORT.counts == {"added": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert render(REPORT) == (
        "added      a.txt  A title\n           a note\n"
        "failed     b.pdf  b.pdf is empty: save it again.\n1 added, 1 failed."
    )
    assert json.loads(json.dumps(REPORT.to_json()))["outcomes"][0] == {
        "source": "a.txt",
        "state": "added",
        "detail": "A title",
        "document_id": "abc",
        "notes": ["a note"],
    }


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [(), ("--nonsense", "x")])
def test_unusable_arguments_exit_2_with_the_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: python -m ingest" in done.stderr


def test_a_failure_exits_1_with_one_object_on_stdout_and_makes_no_library(tmp_path: Path) -> None:
    done = command("no.txt", "ftp://example.org/x", "--json", cwd=tmp_path)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["failed"] == 2
    assert [outcome["state"] for outcome in report["outcomes"]] == ["failed", "failed"]
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
