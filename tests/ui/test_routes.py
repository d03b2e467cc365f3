"""The pages outside the chat: sources, the library, and the headers that everything carries."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.ui.fakes import HOSTILE, OVERVIEW, TRAP, FakeLibrary, FakeListing
from tests.ui.test_markdown import words
from tests.ui.test_source import Seen
from ui.routes import application
from ui.security import Guarded, chat_policy
from ui.texts import texts


@pytest.fixture
def client() -> TestClient:
    return TestClient(Guarded(application(FakeLibrary())))


def test_a_source_is_a_fragment_with_the_words_marked(client: TestClient) -> None:
    start = OVERVIEW.text.index("Botulinum")
    reply = client.get(f"/source/overview/{OVERVIEW.text_sha256}?start={start}&end={start + 9}&number=2")
    assert reply.status_code == 200
    assert '<mark id="passage" tabindex="-1">Botulinum</mark>' in reply.text
    assert "<html" not in reply.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/source/gone/{OVERVIEW.text_sha256}?start=0&end=4", 404),
        ("/source/overview/other?start=0&end=4", 404),
        (f"/source/overview/{OVERVIEW.text_sha256}?start=5&end=4", 404),
        (f"/source/overview/{OVERVIEW.text_sha256}?start=0&end=99999999", 404),
        (f"/source/overview/{OVERVIEW.text_sha256}?start=-3&end=4", 400),
        (f"/source/overview/{OVERVIEW.text_sha256}?start=a&end=4", 400),
        (f"/source/overview/{OVERVIEW.text_sha256}", 400),
        ("/library/gone", 404),
        ("/library/overview?start=9&end=2", 404),
        ("/library/overview?version=other", 404),
    ],
)
def test_what_is_not_there_gets_one_sentence_that_says_what_to_do(
    client: TestClient, address: str, status: int
) -> None:
    reply = client.get(address)
    assert reply.status_code == status
    sentences = (texts().source_missing, texts().passage_missing, texts().address_wrong)
    assert any(sentence in reply.text for sentence in sentences)


def test_the_library_lists_every_document_strongest_first_within_its_kind(client: TestClient) -> None:
    page = client.get("/library").text
    assert page.index("Reference pages") < page.index("Articles") < page.index("Forum threads")
    assert "2 documents" not in words(page)
    assert 'href="/library/overview"' in page
    assert page.count("<h1>") == 1
    assert '<html lang="en">' in page


def test_an_empty_library_says_how_to_fill_it() -> None:
    page = TestClient(application(FakeLibrary({}))).get("/library").text
    assert "python -m ingest" in page


def test_a_document_is_readable_as_stored(client: TestClient) -> None:
    page = client.get("/library/overview").text
    for part in OVERVIEW.parts:
        assert OVERVIEW.text[part.start : part.end] in words(page)
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "address", ["/library", "/library/trap", f"/source/trap/{TRAP.text_sha256}?start=0&end=40"]
)
def test_a_hostile_document_puts_nothing_into_any_page(client: TestClient, address: str) -> None:
    reply = client.get(address)
    seen = Seen(reply.text)
    assert not seen.tags & {"img", "script", "form", "iframe", "svg", "style", "input", "base"}
    assert not [
        value
        for name, value in seen.attributes
        if name == "href" and not str(value).startswith(("/", "#", "http"))
    ]
    assert "evil.example" not in " ".join(
        str(value) for name, value in seen.attributes if name in ("href", "src")
    )
    assert HOSTILE[:40] in words(reply.text)


@pytest.mark.parametrize("address", ["/library", "/library/overview", "/library/gone", "/look/seventh.css"])
def test_every_reply_carries_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    for rule in ("script-src 'none'", "img-src 'self' data:", "connect-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy


def test_the_chat_allows_only_the_inline_scripts_it_came_with() -> None:
    policy = chat_policy(
        b"<script>one()</script><script src='x.js'></script><script type=module>two()</script>"
    )
    assert policy.count("'sha256-") == 2
    assert "'unsafe-inline'" not in policy.split("style-src")[0]


@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://x"]
)
def test_upload_file_and_proxy_routes_are_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_library_that_cannot_be_read_gets_a_calm_page() -> None:
    class Broken(FakeLibrary):
        def listings(self) -> tuple[FakeListing, ...]:
            raise OSError("disk gone")

    reply = TestClient(application(Broken()), raise_server_exceptions=False).get("/library")
    assert reply.status_code == 500
    assert texts().page_failed in reply.text
    assert "disk gone" not in reply.text
