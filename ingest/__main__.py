"""`python -m ingest`: reads files, folders and addresses into a library."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.document import Document
    from ingest.loading import Found, Raw
    from ingest.report import Outcome, Report
    from kb.library import Library


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where everything asked for is in, 1 where something failed, 2 for unusable arguments."""
    asked = _parse(arguments)
    from ingest.report import render

    try:
        report = _run(asked)
    except KeyboardInterrupt:
        print("Stopped before anything was read: run the same command again.", file=sys.stderr)
        return 1
    except Exception as error:
        print(_sentence(error), file=sys.stderr)
        return 1
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=2) if asked.json else render(report))
    if asked.json:
        for problem in report.problems:
            print(problem, file=sys.stderr)
    return 1 if report.failed else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    from kb.folder import add_library_option, library_folder

    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Reads text, Markdown, HTML, PDF and MedQuAD XML into a library. A file NAME.meta.toml beside a "
        "page may set its title, kind, evidence_rank, evidence_reason, author, organisation, published, url, status.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder (recursively) or an http(s) address"
    )
    add_library_option(parser)
    parser.add_argument("--starter", action="store_true", help="add the bundled starter collection")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    asked = parser.parse_args(arguments)
    if not asked.paths and not asked.starter:
        parser.error("name at least one PATH, or give --starter")
    asked.library = library_folder(asked.library)
    return asked


def _run(asked: argparse.Namespace) -> Report:
    from ingest.report import Outcome, Report
    from kb.library import Library
    from kb.settings import FILE_NAME, load_settings

    found = _found(asked)
    failures = tuple(Outcome(source, "failed", str(error)) for source, error in found.failures)
    if not found.locations:
        return Report(failures)
    library = Library.open(asked.library, load_settings(asked.library / FILE_NAME), create=True)
    try:
        outcomes, problems = _read_all(found, library)
        problems += () if problems else _embed(library)
    finally:
        library.close()
    return Report((*failures, *outcomes), problems)


def _found(asked: argparse.Namespace) -> Found:
    import kb
    from ingest.loading import Found, find, find_starter

    found = find(asked.paths)
    if not asked.starter:
        return found
    return Found((*found.locations, *find_starter(Path(kb.__path__[0]) / "starter")), found.failures)


def _read_all(found: Found, library: Library) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
    """The outcomes, and what stopped the run early if something did."""
    outcomes: list[Outcome] = []
    try:
        for outcome in _outcomes(found, library):
            outcomes.append(outcome)
    except KeyboardInterrupt:
        left = len(found.locations) - len(outcomes)
        return tuple(outcomes), (f"Stopped with {left} left: run the same command again to go on.",)
    except Exception as error:
        return tuple(outcomes), (_sentence(error),)
    return tuple(outcomes), ()


def _outcomes(found: Found, library: Library) -> Iterator[Outcome]:
    from tqdm import tqdm

    from ingest.loading import load
    from ingest.run import Steps, ingest
    from kb.rows import document_id

    outcomes = ingest(found.locations, library, Steps(load, _read, document_id))
    yield from tqdm(outcomes, "Reading", len(found.locations), leave=False, unit="page", disable=_quiet())


def _read(raw: Raw) -> Document:
    """A fault of ours on one page is a failure of that page, and the run goes on."""
    from ingest.errors import IngestError, ReadError
    from ingest.reading import read

    try:
        return read(raw)
    except IngestError:
        raise
    except Exception as error:
        raise ReadError(f"{raw.location.source} could not be read. {_sentence(error)}") from error


def _embed(library: Library) -> tuple[str, ...]:
    """Makes what was read findable. What went wrong, as sentences."""
    from tqdm import tqdm

    try:
        with tqdm(desc="Embedding", leave=False, unit="chunk", disable=_quiet()) as bar:

            def show(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            library.embed_pending(show)
    except KeyboardInterrupt:
        return ("Stopped while embedding: run the same command again to make what was read findable.",)
    except Exception as error:
        return (_sentence(error),)
    return ()


def _quiet() -> bool:
    return not sys.stderr.isatty()


def _sentence(error: Exception) -> str:
    """The error for a person. One of ours is a sentence already; any other is a fault to report."""
    from ingest.errors import IngestError
    from kb.errors import KbError

    if isinstance(error, (IngestError, KbError)):
        return str(error)
    words = " ".join(str(error).split())[:200]
    return f"This should not have happened ({type(error).__name__}: {words}): run it again, and report it if it stays."


if __name__ == "__main__":
    sys.exit(main())
