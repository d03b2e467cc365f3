from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.document import EvidenceRank
from kb.errors import (
    DocumentMissing,
    LibraryBusy,
    LibraryMissing,
    LibraryTooNew,
    LibraryUnreadable,
    SplitMismatch,
)
from kb.library import Library
from kb.lock import only_writer
from kb.ports import ModelIdentity
from kb.rows import document_id
from kb.settings import KbSettings
from kb.upkeep import repair, verify
from kb.vector_rows import Published, VectorRows
from tests.kb.fakes import FakeModels, a_document, a_library, filled

ROOT = Path(__file__).resolve().parents[2]


class DyingAtPublishing(VectorRows):
    def publish(self, published: Published, added: Sequence[int], dropped: Sequence[int]) -> None:
        raise KeyboardInterrupt


def run_in_another_process(folder: Path, code: str) -> subprocess.Popen[str]:
    setting = (
        "from pathlib import Path\nfrom tests.kb.fakes import *\nimport os, signal, sys\n"
        f"folder = Path({str(folder)!r})\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", setting + code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def first_text(library: Library, query: str) -> str:
    return library.searcher().search(query)[0].chunk.text


def test_the_same_bytes_are_unchanged_within_milliseconds_and_without_a_model(tmp_path: Path) -> None:
    document = a_document()
    filled(tmp_path, document).close()

    class NoModels(FakeModels):
        def identity(self) -> ModelIdentity:
            raise AssertionError("no model is needed to say that nothing changed")

    library = a_library(tmp_path, NoModels())
    started = time.perf_counter()
    assert library.standing(document.location, document.bytes_sha256) == "unchanged"
    assert time.perf_counter() - started < 0.05
    assert library.standing(document.location, "0" * 64) == "changed"
    assert library.standing("/never/read", document.bytes_sha256) == "new"


def test_adding_the_same_document_again_embeds_nothing_and_makes_no_version(tmp_path: Path) -> None:
    models = FakeModels()
    library = filled(tmp_path, a_document(), models=models)
    embedded = len(models.embedder.embedded)
    library.add(a_document())
    assert library.embed_pending() == 0
    assert len(models.embedder.embedded) == embedded
    assert len(library.versions(document_id(a_document().location))) == 1


def test_a_library_that_is_not_there_is_missed_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="python -m ingest"):
        Library.open(tmp_path / "none", KbSettings())
    assert not (tmp_path / "none").exists()


def test_a_library_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    a_library(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryTooNew, match="update the program"):
        a_library(tmp_path)


def test_a_spoilt_database_is_named_with_the_command_that_restores_it(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(LibraryUnreadable, match="python -m kb restore"):
        a_library(tmp_path)


def test_a_database_that_another_keeps_locked_is_busy(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.database._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "library.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryBusy, match="wait"):
        library.add(a_document())


def test_only_one_process_embeds_at_a_time(tmp_path: Path) -> None:
    a_library(tmp_path)
    with (
        only_writer(tmp_path),
        pytest.raises(LibraryBusy, match="wait"),
        only_writer(tmp_path, wait_seconds=0.05),
    ):
        pass
    with only_writer(tmp_path, wait_seconds=0.05):
        pass


def test_progress_counts_up_to_all_chunks(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    library.add(a_document())
    seen: list[tuple[int, int]] = []
    library.embed_pending(lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]


def test_embedding_that_stopped_half_way_goes_on_where_it_stopped(tmp_path: Path) -> None:
    models = FakeModels()
    library = a_library(tmp_path, models)
    library.add(a_document())
    first, *_ = library.vectors.without_vector()
    library.vectors.keep([first], models.embedder.embed(["the first"]))
    models.embedder.embedded.clear()
    assert library.embed_pending() == 1
    assert len(models.embedder.embedded) == 1
    assert all(result.ok for result in verify(library, ["vectors", "words"]))


def test_a_run_that_died_between_writing_vectors_and_publishing_them_is_made_good(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    library.add(a_document("/late", "A zebra is late."))
    library.vectors = DyingAtPublishing(library.database)
    with pytest.raises(KeyboardInterrupt):
        library.embed_pending()
    assert first_text(library, "face twitch cheek").startswith("A twitch")
    again = a_library(tmp_path)
    again.embed_pending()
    assert first_text(again, "zebra late") == "A zebra is late."
    assert all(result.ok for result in verify(again))
    assert len(list((tmp_path / "vectors").iterdir())) == 1


def test_a_process_killed_while_adding_leaves_a_library_that_repairs_whole(tmp_path: Path) -> None:
    filled(tmp_path, a_document()).close()
    process = run_in_another_process(
        tmp_path,
        "library = a_library(folder)\n"
        "for number in range(10**6):\n"
        "    library.add(a_document(f'/many/{number}', f'Sentence number {number} is here.'))\n"
        "    if number % 5 == 4: library.embed_pending()\n"
        "    print(number, flush=True)\n",
    )
    assert process.stdout
    while process.stdout.readline().strip() != "11":
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    library = a_library(tmp_path)
    assert len(library.listings()) >= 12
    repair(library)
    assert [result for result in verify(library) if not result.ok] == []
    assert first_text(library, "sentence number 7") == "Sentence number 7 is here."


def test_what_another_process_adds_is_found_by_a_searcher_that_is_already_open(tmp_path: Path) -> None:
    searcher = filled(tmp_path, a_document()).searcher()
    assert searcher.search("zebra")[0].chunk.text != "A zebra came."
    process = run_in_another_process(tmp_path, "filled(folder, a_document('/z', 'A zebra came.'))\n")
    assert process.wait() == 0
    assert process.stdout
    process.stdout.close()
    found = searcher.search("zebra")[0]
    assert found.chunk.text == "A zebra came."
    assert found.meaning_rank == 1


def test_searches_in_many_threads_go_on_while_documents_are_added(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    searcher, stop = library.searcher(), threading.Event()

    def ask() -> int:
        asked = 0
        while not stop.is_set():
            assert searcher.search("how long do injections last")
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for number in range(12):
            library.add(a_document(f"/{number}", f"Sentence {number}."))
            library.embed_pending()
        stop.set()
        assert all(each.result(timeout=30) > 0 for each in asking)


def test_the_same_content_gives_the_same_version_and_any_change_another(tmp_path: Path) -> None:
    one = filled(tmp_path / "one", a_document(), a_document("/b"))
    two = filled(tmp_path / "two", a_document("/b"), a_document())
    assert one.version == two.version
    before = one.version
    one.add(a_document(rank=EvidenceRank(0, "no author")))
    assert one.version != before
    one.embed_pending()
    one.remove(document_id("/b"))
    one.add(a_document())
    one.embed_pending()
    assert one.version == filled(tmp_path / "three", a_document()).version
    assert one.version != filled(tmp_path / "four", a_document(), models=FakeModels("m", "1" * 64)).version


def test_the_embedding_is_named_with_the_beginning_of_its_hash(tmp_path: Path) -> None:
    assert filled(tmp_path, a_document()).embedding == "fake@ffffffffffff"


def test_another_length_of_chunks_is_refused_until_the_library_is_rebuilt(tmp_path: Path) -> None:
    filled(tmp_path, a_document()).close()
    library = a_library(tmp_path, chunk_tokens=16)
    with pytest.raises(SplitMismatch, match=r"128.*16.*verify --repair"):
        library.add(a_document("/b"))
    repair(library)
    library.add(a_document("/b"))


def test_listings_say_what_each_document_is(tmp_path: Path) -> None:
    (listing,) = filled(
        tmp_path, a_document(status="not reviewed by a clinician", checked="2026-11-21")
    ).listings()
    assert (listing.title, listing.kind, listing.evidence_rank) == ("Facial twitching", "article", 4)
    assert listing.evidence_reason == "a named institute's page"
    assert (listing.status, listing.checked) == ("not reviewed by a clinician", "2026-11-21")
    assert (listing.chunks, listing.ready) == (2, True)


def test_a_document_without_a_quotable_word_is_kept_and_ready(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document(text="Hello!"))
    assert [(each.chunks, each.ready) for each in library.listings()] == [(0, True)]


def test_removing_leaves_no_trace_of_the_words_or_vectors_in_any_file(tmp_path: Path) -> None:
    models = FakeModels()
    # So many that what is dropped would not by itself lead to a fresh folder.
    library = filled(tmp_path, *(a_document(f"/{number}") for number in range(6)), models=models)
    secret = a_document("/secret", "Xylophonic quagmires are secret.")
    library.add(secret)
    library.embed_pending()
    (vector,) = library.vectors.read([library.vectors.all()[-1]]).values()
    assert any(np.asarray(vector).tobytes() in path.read_bytes() for path in _files(tmp_path))
    library.remove(document_id("/secret"))
    library.close()
    for path in _files(tmp_path):
        kept = path.read_bytes()
        # The word index keeps stems.
        assert b"quagmir" not in kept.lower(), path
        assert np.asarray(vector).tobytes() not in kept, path


def test_removing_what_is_not_there_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing, match="abcdef"):
        a_library(tmp_path).remove("abcdef")


def test_vectors_spoilt_before_more_is_added_are_made_anew_on_the_way(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    library.close()
    shutil.rmtree(tmp_path / "vectors")
    again = filled(tmp_path, a_document("/b", "A zebra came."))
    assert first_text(again, "zebra") == "A zebra came."


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
