from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from ingest.document import Foreseen
from kb.errors import BackupRefused, KbError, LibraryDamaged
from kb.library import Library
from kb.rows import document_id
from kb.upkeep import backup, repair, restore, verify
from tests.kb.fakes import FakeModels, a_document, a_library, filled

# Opening the vectors in a process of its own takes seconds: only for the tests of damaged vectors.
ALL_BUT_INDEX = ("database", "texts", "offsets", "words", "vectors", "models")


def failed(library: Library, names: Collection[str] | None = ALL_BUT_INDEX) -> dict[str, str | None]:
    return {result.name: result.remedy for result in verify(library, names) if not result.ok}


def index_file(folder: Path, name: str) -> Path:
    return next((folder / "vectors").rglob(name))


def truncate(folder: Path) -> None:
    path = index_file(folder, "data_level0.bin")
    path.write_bytes(path.read_bytes()[:-4000])


def garble(folder: Path) -> None:
    path = index_file(folder, "link_lists.bin")
    path.write_bytes(b"\xff" * 4096)


def lose_a_file(folder: Path) -> None:
    index_file(folder, "index_metadata.pickle").unlink()


def lose_the_folder(folder: Path) -> None:
    (folder / "vectors").rename(folder.parent / "moved")


def garble_chromas_database(folder: Path) -> None:
    index_file(folder, "chroma.sqlite3").write_bytes(b"garbage" * 5000)


DAMAGE = (truncate, garble, lose_a_file, lose_the_folder, garble_chromas_database)


def test_a_whole_library_passes_every_check(tmp_path: Path) -> None:
    assert failed(filled(tmp_path, a_document()), names=None) == {}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda each: each.__name__)
def test_damaged_vectors_are_refused_found_by_verify_and_mended_by_repair(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    filled(tmp_path / "library", a_document(), a_document("/b", "A zebra came.")).close()
    damage(tmp_path / "library")
    library = a_library(tmp_path / "library")
    with pytest.raises(LibraryDamaged, match="verify --repair"):
        library.searcher().search("zebra")
    remedies = failed(library, names=None)
    assert "verify --repair" in str(remedies["index"])
    assert set(remedies) == {"index"}
    repair(library)
    assert failed(library) == {}
    assert library.searcher().search("zebra")[0].chunk.text == "A zebra came."


def test_repair_of_vectors_needs_no_embedding(tmp_path: Path) -> None:
    models = FakeModels()
    library = filled(tmp_path, a_document(), models=models)
    models.embedder.embedded.clear()
    repair(library)
    assert models.embedder.embedded == []


def test_a_spoilt_word_index_is_found_and_mended(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    with library.database.writing() as connection:
        connection.execute("UPDATE words SET text = 'other words' WHERE rowid = 1")
    assert set(failed(library)) == {"words"}
    repair(library)
    assert failed(library) == {}


def test_a_lost_vector_is_found_and_made_again(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    with library.database.writing() as connection:
        connection.execute("DELETE FROM vectors WHERE chunk = 1")
    assert "vectors" in failed(library)
    repair(library)
    assert failed(library) == {}


@pytest.mark.parametrize("vector", ["NULL", "x'00000000'"])
def test_a_lost_or_odd_vector_of_a_foreseen_question_is_found_and_made_again(
    tmp_path: Path, vector: str
) -> None:
    library = filled(tmp_path, a_document(foreseen=(Foreseen("how long", (0,)),)))
    with library.database.writing() as connection:
        connection.execute(f"UPDATE foreseen SET vector = {vector}")
    assert "vectors" in failed(library)
    repair(library)
    assert failed(library) == {}


def test_an_altered_text_is_let_go_and_named_so_that_it_is_read_again(tmp_path: Path) -> None:
    document = a_document()
    library = filled(tmp_path, document, a_document("/b"))
    with library.database.writing() as connection:
        connection.execute("UPDATE versions SET text = text || ' and' WHERE number = 1")
    assert "texts" in failed(library)
    assert repair(library) == (document.location,)
    assert failed(library) == {}
    assert library.standing(document.location, document.bytes_sha256) == "new"


def test_sentences_that_point_elsewhere_are_found_and_split_again(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    with library.database.writing() as connection:
        connection.execute("UPDATE sentences SET end = 9999 WHERE chunk = 1")
    assert "offsets" in failed(library)
    repair(library)
    assert failed(library) == {}


def test_repair_after_another_model_was_set_embeds_everything_with_it(tmp_path: Path) -> None:
    filled(tmp_path, a_document(foreseen=(Foreseen("how long", (0,)),))).close()
    models = FakeModels("other", "0" * 64)
    library = a_library(tmp_path, models)
    assert set(failed(library)) == {"models"}
    repair(library)
    assert failed(library) == {}
    assert len(models.embedder.embedded) >= 3
    assert "how long" in models.embedder.embedded
    assert library.embedding == "other@000000000000"


def test_a_backup_restores_to_the_same_library_with_old_versions_and_other_files(tmp_path: Path) -> None:
    old, new = a_document(text="An old giraffe."), a_document(text="A new zebra.")
    library = filled(tmp_path / "library", old, new)
    (tmp_path / "library" / "settings.toml").write_text("[kb]\nrrf_k = 30\n", encoding="utf-8")
    (tmp_path / "library" / "kept").mkdir()
    (tmp_path / "library" / "kept" / "answers.jsonl").write_text("{}", encoding="utf-8")
    made = backup(library, tmp_path / "kept.tar.gz")
    restored = restore(made.file, tmp_path / "again", models=FakeModels())
    assert failed(restored) == {}
    assert restored.version == library.version
    assert restored.settings.rrf_k == 30
    assert restored.document_version(document_id(old.location), old.text_sha256) == old
    assert restored.searcher().search("zebra")[0].chunk.document == new
    assert (tmp_path / "again" / "kept" / "answers.jsonl").read_text(encoding="utf-8") == "{}"


def test_a_backup_is_not_written_over_a_file(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", a_document())
    (tmp_path / "there.tar.gz").write_bytes(b"mine")
    with pytest.raises(BackupRefused, match="there already"):
        backup(library, tmp_path / "there.tar.gz")
    assert (tmp_path / "there.tar.gz").read_bytes() == b"mine"


def test_a_backup_to_a_folder_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KbError):
        backup(filled(tmp_path / "library", a_document()), tmp_path / "none" / "kept.tar.gz")


def test_nothing_is_restored_over_a_library(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", a_document())
    made = backup(library, tmp_path / "kept.tar.gz")
    with pytest.raises(BackupRefused, match="not empty"):
        restore(made.file, tmp_path / "library", models=FakeModels())


def _archive(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def _manifest(*names: str) -> bytes:
    files = dict.fromkeys(("library.sqlite3", *names), "0" * 64)
    return json.dumps({"format": 1, "files": files}).encode()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/../../outside", "..\\outside"])
def test_a_backup_that_would_write_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    members = {"manifest.json": _manifest(name), name: b"x", "library.sqlite3": b""}
    members["manifest.json"] = json.dumps(
        {"format": 1, "files": {name: "0" * 64, "library.sqlite3": ""}}
    ).encode()
    file = _archive(tmp_path / "evil.tar.gz", members)
    with pytest.raises(BackupRefused, match="does not belong"):
        restore(file, tmp_path / "again", models=FakeModels())
    assert not (tmp_path / "again").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.tar.gz"]


def test_an_altered_or_truncated_or_foreign_file_is_no_backup_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    whole = backup(filled(tmp_path / "library", a_document()), tmp_path / "whole.tar.gz").file
    (tmp_path / "short.tar.gz").write_bytes(whole.read_bytes()[:-2000])
    (tmp_path / "text.tar.gz").write_text("no archive", encoding="utf-8")
    _archive(tmp_path / "altered.tar.gz", {"manifest.json": _manifest(), "library.sqlite3": b"x"})
    _archive(tmp_path / "foreign.tar.gz", {"a.txt": b"x"})
    for name in ("short", "text", "altered", "foreign"):
        with pytest.raises(BackupRefused, match="no whole backup"):
            restore(tmp_path / f"{name}.tar.gz", tmp_path / "again", models=FakeModels())
        assert not (tmp_path / "again").exists(), name


def test_a_backup_taken_while_another_writes_is_consistent(tmp_path: Path) -> None:
    library = filled(tmp_path / "library", a_document())
    other = sqlite3.connect(tmp_path / "library" / "library.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM documents")
    made = backup(library, tmp_path / "kept.tar.gz")
    other.execute("COMMIT")
    assert len(restore(made.file, tmp_path / "again", models=FakeModels()).listings()) == 1
