"""The library: one folder that keeps documents and finds passages in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.chunk import Chunk
from ingest.document import Document
from ingest.splitting import split
from kb.database import Database
from kb.errors import DocumentMissing, ModelMismatch, SplitMismatch
from kb.foreseen import ForeseenRows
from kb.installed import InstalledModels
from kb.listing import Listing, Stats, listings, stats
from kb.lock import only_writer
from kb.needs import need_space
from kb.ports import CountTokens, ModelIdentity, Models, Progress
from kb.rows import document_id
from kb.search import Searcher, in_context
from kb.settings import KbSettings
from kb.spelling import Speller, word_counts
from kb.store import Store, Version
from kb.vector_rows import FOLDER as VECTORS
from kb.vector_rows import VectorRows

if TYPE_CHECKING:
    from kb.indexing import CurrentIndex

Standing = Literal["new", "changed", "unchanged"]

_BATCH = 256


class Library:
    """Opening one opens SQLite alone; models and Chroma load when they are first needed."""

    def __init__(self, database: Database, settings: KbSettings, models: Models) -> None:
        self.folder = database.folder
        self.settings = settings
        self.models = models
        self.database = database
        self.store = Store(database)
        self.vectors = VectorRows(database)
        self._version: tuple[object, str] | None = None

    @classmethod
    def open(
        cls, folder: Path, settings: KbSettings, create: bool = False, models: Models | None = None
    ) -> Library:
        """Raises LibraryMissing, LibraryTooNew, LibraryUnreadable or LibraryUnwritable."""
        database = Database(folder, create)
        return cls(database, settings, models or InstalledModels(folder, settings))

    def close(self) -> None:
        if "_index" in self.__dict__:
            self._index.close()
        self.database.close()

    def standing(self, location: str, bytes_sha256: str) -> Standing:
        """Whether the bytes now at a location are those that were last added from there."""
        kept = self.store.active_bytes(location)
        if kept is None:
            return "new"
        return "unchanged" if kept == bytes_sha256 else "changed"

    def add(self, document: Document) -> None:
        """Splits and keeps a document, which is found once `embed_pending` has run.

        The same document again is left be.
        """
        self._check_built_alike()
        kept = self.store.document(document_id(document.location))
        if document != kept:
            self.store.add(document, self._split(document))

    def embed_pending(self, progress: Progress | None = None) -> int:
        """Embeds chunks that have no vector, publishes the vectors, makes the library ready for questions.

        Quick where there is nothing to do; does what an interrupted run left undone. Returns how many chunks
        were embedded. Raises LibraryBusy, ModelMismatch, LibraryDamaged and what is wrong with a model.
        """
        self._check_built_alike()
        with only_writer(self.folder):
            embedded = self.embed(progress)
            self.publish()
            self.models.prepare_asking()
        return embedded

    def embed(self, progress: Progress | None) -> int:
        """Embeds the chunks and the foreseen questions that have no vector yet; the caller is the only writer."""
        chunks, asked = self.vectors.without_vector(), self.foreseen.without_vector()
        done = 0
        for start in range(0, len(chunks), _BATCH):
            self._embed_chunks(chunks[start : start + _BATCH])
            done = min(start + _BATCH, len(chunks))
            if progress:
                progress(done, len(chunks) + len(asked))
        for start in range(0, len(asked), _BATCH):
            self._embed_foreseen(asked[start : start + _BATCH])
            if progress:
                progress(done + min(start + _BATCH, len(asked)), len(chunks) + len(asked))
        return len(chunks)

    def _embed_chunks(self, ids: Sequence[int]) -> None:
        chunks = self.store.chunks(ids)
        texts = [in_context(chunk, chunk.text) for chunk in chunks.values()]
        if texts:
            self.vectors.keep(tuple(chunks), self.models.builder().embed(texts))

    def _embed_foreseen(self, places: Sequence[tuple[int, int]]) -> None:
        questions = [self.store.foreseen(*place).question for place in places]
        self.foreseen.keep(places, self.models.builder().embed(questions))

    def publish(self, fresh: bool = False) -> None:
        """Lets readers see the vectors that are kept; the caller is the only writer."""
        if not fresh and self._is_published():
            return
        # A run that changes nothing need not wait for Chroma.
        from kb.indexing import publish_vectors  # noqa: PLC0415

        publish_vectors(self.folder, self.vectors, self.settings.ef_search, fresh)

    def searcher(self) -> Searcher:
        """Asks without torch. Raises ModelMismatch, ModelMissing or what else is wrong with a model."""
        self._check_built_alike()
        return Searcher(
            self.store,
            self.vectors,
            self.foreseen,
            self._index.nearest,
            self.models.asker(),
            self.models.scorer(),
            self.models.answerer(),
            self.settings,
        )

    def speller(self) -> Speller:
        """Knows the words of the library as it is now, and those that the embedding model reads whole."""
        return Speller(word_counts(self.store.active_texts()), lambda word: self._count_tokens(word) == 1)

    def document(self, identity: str) -> Document | None:
        return self.store.document(identity)

    def document_version(self, identity: str, text_sha256: str) -> Document | None:
        """The version with that text, active or kept for audit."""
        return self.store.document(identity, text_sha256)

    def versions(self, identity: str) -> tuple[Version, ...]:
        return self.store.versions(identity)

    def listings(self) -> tuple[Listing, ...]:
        return listings(self.database)

    def remove(self, identity: str) -> None:
        """Erases a document, all its versions, and what was made of them. Raises DocumentMissing."""
        with only_writer(self.folder):
            if not self.store.remove(identity):
                raise DocumentMissing(identity)
            self.publish(fresh=True)
            self.database.erase_traces()

    @property
    def version(self) -> str:
        """The sha256 of all that decides what can be found here: the same content gives the same version."""
        state = self.database.state()
        if self._version is None or self._version[0] != state:
            self._version = (state, self._work_out_version())
        return self._version[1]

    @property
    def built_with(self) -> ModelIdentity | None:
        """The embedding model that this library was built with, None while it holds nothing."""
        name, sha256 = self.store.fact("embedding_name"), self.store.fact("embedding_sha256")
        return ModelIdentity(name, sha256) if name and sha256 else None

    @property
    def embedding(self) -> str:
        """The embedding model as "name@hash"; the one to be used where nothing was built yet."""
        return str(self.built_with or self.models.identity())

    def stats(self) -> Stats:
        size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        built = self.built_with
        return stats(self.database, size, str(built) if built else None, self.version)

    def settle(self) -> None:
        """Keeps with the library the model and the length of chunks that it is built with from now on."""
        identity = self.models.identity()
        self.store.set_facts(
            embedding_name=identity.name,
            embedding_sha256=identity.sha256,
            chunk_tokens=str(self.settings.chunk_tokens),
        )

    def resplit(self) -> None:
        """Splits every active document anew as the settings say now; all is then to be embedded.

        The caller is the only writer.
        """
        for identity in self.store.document_ids():
            document = self.store.document(identity)
            if document:
                self.store.replace_chunks(identity, self._split(document))
        self.foreseen.forget_vectors()
        # Last, so that a run cut short is still known to be of the model before.
        self.settle()

    def built_alike(self) -> bool:
        """Whether the library was built with the model and the length of chunks that the settings name."""
        try:
            self._check_built_alike()
        except (ModelMismatch, SplitMismatch):
            return False
        return True

    def _check_built_alike(self) -> None:
        built, named = self.built_with, self.models.identity()
        if built is None:
            self.settle()
        elif built.sha256 != named.sha256:
            raise ModelMismatch(self.folder, str(built), str(named))
        tokens = self.store.fact("chunk_tokens")
        if tokens != str(self.settings.chunk_tokens):
            raise SplitMismatch(self.folder, str(tokens), str(self.settings.chunk_tokens))

    def _is_published(self) -> bool:
        published = self.vectors.published()
        return (
            published is not None
            and published.ef_search == self.settings.ef_search
            and (self.folder / VECTORS / published.name).is_dir()
            and not self.vectors.to_index()
            and not self.vectors.to_drop()
        )

    def _split(self, document: Document) -> tuple[Chunk, ...]:
        return split(document, self._count_tokens, self.settings.chunk_tokens)

    def _work_out_version(self) -> str:
        rows = self.database.rows(
            "SELECT document, text_sha256, details_sha256 FROM versions WHERE active = 1 ORDER BY document"
        )
        waiting = [*self.vectors.to_index(), *self.vectors.without_vector(), *self.foreseen.without_vector()]
        made = [str(self.built_with), self.store.fact("chunk_tokens"), len(waiting)]
        return hashlib.sha256(repr([made, *rows]).encode()).hexdigest()

    @cached_property
    def foreseen(self) -> ForeseenRows:
        return ForeseenRows(self.database, need_space(self.models.identity().sha256))

    @cached_property
    def _count_tokens(self) -> CountTokens:
        return self.models.count_tokens()

    @cached_property
    def _index(self) -> CurrentIndex:
        # As in `publish`.
        from kb.indexing import CurrentIndex  # noqa: PLC0415

        return CurrentIndex(self.folder, self.vectors)
