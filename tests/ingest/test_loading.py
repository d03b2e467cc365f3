"""Loading: what is found, in which order, and what lies beside it; addresses over a loopback server only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest import loading
from ingest.address import refuse_unfit
from ingest.errors import (
    AddressFailedError,
    AddressRefusedError,
    BadSettingError,
    NoPermissionError,
    NotFoundError,
    NothingToReadError,
    TooLargeError,
)
from ingest.limits import Limits
from ingest.loading import Location, find, find_starter, load
from ingest.sheet import Meta


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")


def location(path: Path) -> Location:
    return find([str(path)]).locations[0]


def test_folders_are_walked_in_a_stable_order_and_each_file_once(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.md", "sub/c.html", "picture.jpg")
    found = find([str(tmp_path), str(tmp_path / "a.md")])
    assert [Path(one.key).relative_to(tmp_path).as_posix() for one in found.locations] == [
        "a.md",
        "b.txt",
        "picture.jpg",
        "sub/c.html",
    ]
    assert [one.source for one in found.locations] == ["a.md", "b.txt", "picture.jpg", "c.html"]


def test_hidden_system_and_companion_files_are_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, ".hidden/x.txt", ".x", "a.txt.meta.toml", "references.jsonl", "Thumbs.db", "~$a.docx")
    write(tmp_path, "p.html", "p_files/x.js", "q_files/kept.txt")
    assert [one.source for one in find([str(tmp_path)]).locations] == ["p.html", "kept.txt"]


def test_what_cannot_be_tried_is_a_failure_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "empty/.x")
    found = find(
        [str(tmp_path / "no.txt"), str(tmp_path / "a.txt"), str(tmp_path / "empty"), "file:///etc/passwd"]
    )
    assert [one.source for one in found.locations] == ["a.txt"]
    assert [type(error) for _, error in found.failures] == [
        NotFoundError,
        NothingToReadError,
        AddressRefusedError,
    ]


def test_starter_documents_have_keys_that_no_path_changes(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.pdf", "c.meta.toml", "references.jsonl")
    assert [one.key for one in find_starter(tmp_path)] == ["starter:a.pdf", "starter:b.md"]


@pytest.mark.parametrize("name", ["a.txt.meta.toml", "a.meta.toml"])
def test_a_sidecar_overrides_and_changes_the_hash(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.txt")
    bare = load(location(tmp_path / "a.txt"))
    (tmp_path / name).write_text('title = "T"\nevidence_rank = 4\npublished = 2024-05-31\nkind = "article"')
    raw = load(location(tmp_path / "a.txt"))
    assert raw.override == Meta(title="T", evidence_rank=4, published="2024-05-31", kind="article")
    assert raw.data == bare.data
    assert raw.sha256 != bare.sha256


def test_the_hash_covers_the_readers_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    before = load(location(tmp_path / "a.txt")).sha256
    assert load(location(tmp_path / "a.txt")).sha256 == before
    monkeypatch.setattr(loading, "READER_VERSION", "next")
    assert load(location(tmp_path / "a.txt")).sha256 != before


@pytest.mark.parametrize(
    ("sidecar", "named"),
    [
        ('titel = "x"', "titel"),
        ("evidence_rank = 6", "6"),
        ("evidence_rank = true", "True"),
        ('kind = "blog"', "blog"),
        ('published = "May 2024"', "May 2024"),
        ('url = "javascript:alert(1)"', "javascript"),
        ("title = 5", "title"),
        ("title = ", "not TOML"),
    ],
)
def test_a_wrong_sidecar_is_refused_by_name(tmp_path: Path, sidecar: str, named: str) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "a.meta.toml").write_text(sidecar)
    with pytest.raises(BadSettingError, match=rf"a\.meta\.toml .*{named}"):
        load(location(tmp_path / "a.txt"))


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")

    def refuse(path: Path, count: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(NoPermissionError, match="chmod"):
        load(location(tmp_path / "a.txt"), read_bytes=refuse)


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(TooLargeError, match="larger than 3 bytes"):
        load(location(tmp_path / "a.txt"), Limits(max_bytes=3))


class Site(BaseHTTPRequestHandler):
    """A few pages that behave and some that do not."""

    def do_GET(self) -> None:
        redirects = {"/moved": "/page", "/loop": "/loop", "/file": "file:///etc/passwd"}
        if self.path in redirects:
            self.send_response(302)
            self.send_header("Location", redirects[self.path])
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        elif self.path == "/slow":
            self.release.wait(5)
        else:
            self._page(1000 if self.path == "/short" else 5)

    release = threading.Event()

    def _page(self, promised: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=windows-1252")
        self.send_header("Content-Length", str(promised))
        self.end_headers()
        self.wfile.write(b"caf\xe9!")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Site.release.set()
    server.shutdown()
    server.server_close()


BRIEF = Limits(address_seconds=1)


def fetched(address: str, limits: Limits = BRIEF) -> loading.Raw:
    return load(find([address]).locations[0], limits)


def test_a_page_comes_with_its_media_type_and_is_keyed_by_the_address_asked_for(site: str) -> None:
    raw = fetched(f"{site}/moved#part")
    assert raw.data == b"caf\xe9!"
    assert raw.media_type == "text/plain; charset=windows-1252"
    assert raw.location.key == raw.address == f"{site}/moved"


@pytest.mark.parametrize(
    ("path", "why"),
    [("/missing", "404"), ("/loop", "redirects more"), ("/short", "5 of|broke off"), ("/slow", "in time")],
)
def test_an_address_that_gives_no_page_says_why(site: str, path: str, why: str) -> None:
    with pytest.raises(AddressFailedError, match=why):
        fetched(site + path)


def test_a_redirect_to_a_file_is_refused(site: str) -> None:
    with pytest.raises(AddressRefusedError, match="file:///etc/passwd"):
        fetched(f"{site}/file")


def test_a_large_page_is_not_read_whole(site: str) -> None:
    with pytest.raises(TooLargeError):
        fetched(f"{site}/page", Limits(max_bytes=3))


def test_a_public_page_may_not_redirect_into_the_readers_network() -> None:
    with pytest.raises(AddressRefusedError, match="your own network"):
        refuse_unfit("http://127.0.0.1/admin", "http://example.org/", allow_local=False)
    refuse_unfit("http://127.0.0.1/b", "http://127.0.0.1/a", allow_local=True)
