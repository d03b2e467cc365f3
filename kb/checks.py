"""Whether a library is whole: what was looked at, what was found, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ingest.chunk import Chunk
from ingest.document import Document
from kb.errors import KbError
from kb.library import Library
from kb.rows import sha256


@dataclass(frozen=True)
class CheckResult:
    """`remedy` is None where all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str | None


Problems = Iterator[str]
Check = Callable[[Library], Problems]


def verify(library: Library, names: Collection[str] | None = None) -> tuple[CheckResult, ...]:
    """Every check, or those named, whatever the others found. Opens the models and reads every text."""
    return tuple(
        _result(name, check, library) for name, check in CHECKS.items() if names is None or name in names
    )


def damaged_versions(library: Library) -> tuple[tuple[int, str], ...]:
    """(number, location) of the versions whose text or details are no longer what was read."""
    rows = library.database.rows(
        "SELECT number, location, text, text_sha256, details, details_sha256"
        " FROM versions JOIN documents ON id = document ORDER BY number"
    )
    return tuple(
        (number, location)
        for number, location, text, text_hash, details, details_hash in rows
        if (sha256(text), sha256(details)) != (text_hash, details_hash)
    )


def misplaced(library: Library) -> Problems:
    """Parts, pages, references and sentences that do not lie within their text."""
    for identity in library.store.document_ids():
        document = library.document(identity)
        if document and not _inside(document):
            yield f"document {identity} points outside its text"
    ids = [row[0] for row in library.database.rows("SELECT id FROM chunks")]
    found = library.store.chunks(ids)
    lost = [identity for identity in ids if identity not in found or not _in_part(found[identity])]
    if lost:
        yield f"{len(lost)} of {len(ids)} chunks do not lie within their part"


def _result(name: str, check: Check, library: Library) -> CheckResult:
    try:
        problems = list(check(library))
    except (KbError, IndexError, ValueError) as error:
        problems = [str(error)]
    if not problems:
        return CheckResult(name, ok=True, detail="as it should be", remedy=None)
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    mend = {"database": "restore FILE", "texts": "verify --repair, then read the named pages again"}
    remedy = f"python -m kb {mend.get(name, 'verify --repair')} --library {library.folder}"
    return CheckResult(name, ok=False, detail=problems[0] + more, remedy=remedy)


def _database(library: Library) -> Problems:
    for (says,) in library.database.rows("PRAGMA integrity_check"):
        if says != "ok":
            yield str(says)
    for row in library.database.rows("PRAGMA foreign_key_check"):
        yield f"a row of {row[0]} belongs to nothing"


def _texts(library: Library) -> Problems:
    for _, location in damaged_versions(library):
        yield f"a stored version of {location} is no longer what was read"


def _words(library: Library) -> Problems:
    with library.database.writing() as connection:
        connection.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    kept: dict[int, str] = dict(library.database.rows("SELECT rowid, text FROM words"))
    chunks = library.store.chunks(row[0] for row in library.database.rows("SELECT id FROM chunks"))
    wrong = [identity for identity in kept.keys() | chunks if not _same(kept, chunks, identity)]
    if wrong:
        yield f"{len(wrong)} of {len(chunks)} chunks are missing or altered in the word index"


def _same(kept: dict[int, str], chunks: dict[int, Chunk], identity: int) -> bool:
    return identity in chunks and kept.get(identity) == chunks[identity].text


def _vectors(library: Library) -> Problems:
    pending = len(library.vectors.without_vector())
    if pending:
        yield f"{pending} chunks have no vector yet"
    asked = len(library.foreseen.without_vector())
    if asked:
        yield f"{asked} foreseen questions have no vector yet"
    sizes = library.database.rows(
        "SELECT LENGTH(vector) FROM vectors UNION SELECT LENGTH(vector) FROM foreseen WHERE vector IS NOT NULL"
    )
    if len(sizes) > 1:
        yield "the vectors are not all of one dimension"


def _index(library: Library) -> Problems:
    # Listing a library need not wait for Chroma.
    from kb.indexing import published_problem  # noqa: PLC0415

    problem = published_problem(library.folder, library.vectors)
    if problem:
        yield problem


def _models(library: Library) -> Problems:
    """Opening them raises what is wrong with them."""
    if library.built_with:
        library.searcher()
    yield from ()


def _inside(document: Document) -> bool:
    end = len(document.text)
    spans = [(part.start, part.end) for part in document.parts]
    spans += [(page.start, page.end) for page in document.pages]
    spans += [(reference.at, reference.at) for reference in document.references]
    spans += [(at, at) for each in document.foreseen for at in each.at]
    return all(0 <= start <= stop <= end for start, stop in spans)


def _in_part(chunk: Chunk) -> bool:
    offsets = [offset for each in chunk.sentences for offset in (each.start, each.end)]
    return chunk.part.start <= offsets[0] and offsets[-1] <= chunk.part.end and offsets == sorted(offsets)


CHECKS: dict[str, Check] = {
    "database": _database,
    "texts": _texts,
    "offsets": misplaced,
    "words": _words,
    "vectors": _vectors,
    "index": _index,
    "models": _models,
}
