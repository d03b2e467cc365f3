"""What the pages need of the rooms behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from ingest.document import Document


class Answering(Protocol):
    """Something that answers.

    `stream` takes `{"question": str, "history": [("user" | "assistant", text), …]}` and yields mappings: those with
    the key "text" hold pieces of Markdown that put together are the answer's text; the last has the key "answer" with
    the `Answer`, or the key "failed" where none could be made.
    """

    def stream(self, asked: Any, /) -> Iterator[Any]: ...


class Listed(Protocol):
    """A line of the library's list. `chunks` counts searchable pieces; one that is not `ready` is not found yet."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def evidence_rank(self) -> int: ...
    @property
    def evidence_label(self) -> str: ...
    @property
    def evidence_reason(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def chunks(self) -> int: ...
    @property
    def checked(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def ready(self) -> bool: ...


class Shelves(Protocol):
    """The stored documents, as the pages read them. Unknown ids and hashes give None."""

    def document(self, document_id: str, /) -> Document | None: ...
    def document_version(self, document_id: str, text_sha256: str, /) -> Document | None: ...
    def listings(self) -> Sequence[Listed]: ...
