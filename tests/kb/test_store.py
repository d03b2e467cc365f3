from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import Chunk, Sentence, SentenceKind
from ingest.document import Document, EvidenceRank, Kind, Page, Part, Person, Reference, Role
from kb.database import Database
from kb.rows import document_id
from kb.store import Store, Weights
from tests.kb.fakes import a_document

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MAYBE = st.none() | TEXT
RANKS = st.builds(EvidenceRank, st.integers(0, 5), TEXT)
PEOPLE = st.builds(Person, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, tuple[Chunk, ...]]:
    """Any document, with a chunk for each part and a sentence for each character."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=3))})
    spans = list(pairwise(cuts))
    parts = tuple(
        Part(
            draw(st.sampled_from(Role)),
            start,
            end,
            draw(TEXT),
            draw(RANKS),
            draw(MAYBE),
            draw(st.none() | st.integers(1, 99)),
            draw(st.none() | PEOPLE),
            draw(MAYBE),
            draw(st.booleans()),
        )
        for start, end in spans
    )
    document = Document(
        location="/" + draw(TEXT),
        source=draw(TEXT),
        bytes_sha256="b" * 64,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=draw(TEXT),
        kind=draw(st.sampled_from(Kind)),
        layout=draw(TEXT),
        rank=draw(RANKS),
        parts=parts,
        pages=tuple(Page(draw(TEXT), start, end) for start, end in spans),
        references=tuple(Reference(start, draw(TEXT)) for start, _ in spans),
        author=draw(st.none() | PEOPLE),
        asker=draw(st.none() | PEOPLE),
        published=draw(MAYBE),
        url=draw(MAYBE),
        status=draw(MAYBE),
        checked=draw(MAYBE),
        audience=draw(MAYBE),
        conditions=draw(MAYBE),
        completeness=draw(MAYBE),
        notes=tuple(draw(st.lists(TEXT, max_size=2))),
    )
    chunks = tuple(
        Chunk(
            document,
            part,
            number,
            tuple(
                Sentence(at, at + 1, draw(st.sampled_from(SentenceKind)))
                for at in range(part.start, part.end)
            ),
        )
        for number, part in enumerate(parts)
    )
    return document, chunks


def a_store(folder: str | Path) -> Store:
    return Store(Database(Path(folder), create=True))


def whole(document: Document) -> Chunk:
    span = Sentence(0, len(document.text), SentenceKind.STATEMENT)
    return Chunk(document, document.parts[0], 0, (span,))


def ids_of(store: Store) -> list[int]:
    return [row[0] for row in store.database.rows("SELECT id FROM chunks ORDER BY id")]


@settings(max_examples=40, deadline=None)
@given(documents())
def test_documents_and_chunks_come_out_equal_to_what_went_in(
    made: tuple[Document, tuple[Chunk, ...]],
) -> None:
    document, chunks = made
    with tempfile.TemporaryDirectory() as folder:
        a_store(folder).add(document, chunks)
        again = a_store(folder)
        assert again.document(document_id(document.location)) == document
        assert tuple(again.chunks(ids_of(again)).values()) == chunks


def test_a_changed_document_is_a_new_version_and_the_old_one_is_kept_but_not_searched(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    old, new = a_document(text="An old giraffe."), a_document(text="A new zebra.")
    identity = document_id(old.location)
    for document in (old, new):
        store.add(document, (whole(document),))
    assert store.document(identity) == new
    assert store.document(identity, old.text_sha256) == old
    assert [version.active for version in store.versions(identity)] == [False, True]
    weights = Weights(1, 1, 1)
    assert store.word_hits('"giraffe"', 10, weights) == ()
    assert len(store.word_hits('"zebra"', 10, weights)) == 1


def test_the_newest_of_two_versions_with_the_same_text_is_the_one_shown(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    first, second = a_document(), a_document(rank=EvidenceRank(2, "set by hand"), bytes_sha256="c" * 64)
    for document in (first, second):
        store.add(document, ())
    assert store.document(document_id(first.location), first.text_sha256) == second


def test_an_id_is_twelve_hex_digits_and_depends_on_the_location_alone() -> None:
    assert document_id("/a/page.txt") == hashlib.sha256(b"/a/page.txt").hexdigest()[:12]


def test_words_are_found_in_other_forms_without_accents_and_in_title_and_heading(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    document = a_document(text="Naïve injections.", title="Blepharospasm")
    document = replace(document, parts=(replace(document.parts[0], heading="Outlook"),))
    store.add(document, (whole(document),))
    for word in ("injection", "naive", "blepharospasm", "outlook"):
        assert len(store.word_hits(f'"{word}"', 10, Weights(1, 1, 1))) == 1, word


def test_a_word_in_the_title_counts_by_its_weight(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for name, title, text in (
        ("a", "Zebra", "Nothing of the kind."),
        ("b", "Nothing", "The zebra, a zebra."),
    ):
        document = a_document(f"/{name}", text, title=title)
        store.add(document, (whole(document),))
    in_title, in_text = ids_of(store)
    assert store.word_hits('"zebra"', 1, Weights(50, 1, 1)) == (in_title,)
    assert store.word_hits('"zebra"', 1, Weights(0, 0, 1)) == (in_text,)


def test_a_removed_document_leaves_no_row_behind(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    document = a_document()
    store.add(document, (whole(document),))
    assert store.remove(document_id(document.location))
    for table in ("documents", "versions", "chunks", "sentences", "words"):
        assert store.database.rows(f"SELECT * FROM {table}") == [], table
    assert store.document(document_id(document.location)) is None
    assert not store.remove(document_id(document.location))
