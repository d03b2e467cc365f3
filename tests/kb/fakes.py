"""Documents of our own and models without weights, the same on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.document import Document, EvidenceRank, Kind, Part, Person, Role
from kb.library import Library
from kb.ports import CountTokens, Embedder, Labeller, ModelIdentity, PairScorer, Vectors
from kb.settings import KbSettings

DIMENSION = 64


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


class HashingEmbedder:
    """Each word has its place in the vector; texts that share words are near."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        vectors = np.full((len(texts), DIMENSION), 1e-3, dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in words_of(text):
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % DIMENSION] += 1
        found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return found


class OverlapScorer:
    """How many of the query's words the text holds, less what it holds besides."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        asked = set(words_of(query))
        return [len(asked & set(words_of(text))) - 0.01 * len(words_of(text)) for text in texts]


class NoAlarm:
    """Finds no message urgent."""

    room = 250

    def count(self, text: str) -> int:
        return len(words_of(text))

    def read(self, text: str) -> dict[str, float]:
        return {"urgent": -9.0, "emergency": -9.0, "visit": -9.0}


class FakeModels:
    def __init__(self, name: str = "fake", sha256: str = "f" * 64) -> None:
        self.embedder = HashingEmbedder()
        self.named = ModelIdentity(name, sha256)
        self.prepared = 0

    def identity(self) -> ModelIdentity:
        return self.named

    def count_tokens(self) -> CountTokens:
        return lambda text: len(words_of(text))

    def builder(self) -> Embedder:
        return self.embedder

    def prepare_asking(self) -> None:
        self.prepared += 1

    def asker(self) -> Embedder:
        return self.embedder

    def asking_folder(self) -> Path:
        return Path("nowhere")

    def scorer(self) -> PairScorer:
        return OverlapScorer()

    def answerer(self) -> PairScorer:
        return OverlapScorer()

    def alarm(self) -> Labeller:
        return NoAlarm()


def a_document(location: str = "/pages/spasm.txt", text: str | None = None, **changes: object) -> Document:
    """An article of two sections, or one section of the given text."""
    if text is None:
        first = "A twitch of one cheek may last for years. It often begins beside the eye."
        second = "Injections relax the muscle for about three months. They are given again when it returns."
        text = f"{first}\n\n{second}"
        spans = [("About", 0, len(first)), ("Treatment", len(first) + 2, len(text))]
    else:
        spans = [("About", 0, len(text))]
    rank = EvidenceRank(4, "a named institute's page")
    parts = tuple(
        Part(Role.SECTION, start, end, label, rank, heading=label, author=Person(name="A. Writer"))
        for label, start, end in spans
    )
    values: dict[str, object] = {
        "location": location,
        "source": location.rsplit("/", 1)[-1],
        "bytes_sha256": hashlib.sha256(f"{location} {text}".encode()).hexdigest(),
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "title": "Facial twitching",
        "kind": Kind.ARTICLE,
        "layout": "article",
        "rank": rank,
        "parts": parts,
    }
    return Document(**(values | changes))  # type: ignore[arg-type]


def a_library(folder: Path, models: FakeModels | None = None, **settings: object) -> Library:
    return Library.open(
        folder, KbSettings.model_validate(settings), create=True, models=models or FakeModels()
    )


def filled(folder: Path, *documents: Document, models: FakeModels | None = None) -> Library:
    """A library of these documents, ready for questions."""
    library = a_library(folder, models)
    for document in documents:
        library.add(document)
    library.embed_pending()
    return library
