"""`python -m kb`: looks after a library."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import BackupRefused, DocumentMissing, KbError
from kb.folder import add_library_option, library_folder

if TYPE_CHECKING:
    from kb.library import Library


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 done, 1 something asked for failed, 2 unusable arguments."""
    asked = _parser().parse_args(arguments)
    # Paths and titles hold any character; a terminal of another encoding shows the rest.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return int(asked.run(asked))
    except KbError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        # Whoever read the output has seen enough; what is left has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Stopped; run the same command again to go on.", file=sys.stderr)
    except Exception as error:
        print(
            f"This failed unexpectedly ({type(error).__name__}: {error}); "
            "check the library with: python -m kb verify",
            file=sys.stderr,
        )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kb", description="Looks after a library.")
    common = argparse.ArgumentParser(add_help=False)
    add_library_option(common)
    common.add_argument("--json", action="store_true", help="print JSON on stdout and nothing else there")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=says, description=says)
        added.set_defaults(run=run)
        return added

    command("list", _list, "lists the documents")
    show = command("show", _show, "shows a document as it is stored")
    show.add_argument("id", metavar="ID")
    show.add_argument("--version", metavar="SHA256", help="the version whose text has this hash")
    search = command("search", _search, "finds passages")
    search.add_argument("words", metavar="WORDS", nargs="+")
    command("remove", _remove, "erases a document with all its versions").add_argument("id", metavar="ID")
    command("stats", _stats, "says how much the library holds")
    verify = command("verify", _verify, "checks whether the library is whole")
    verify.add_argument("--repair", action="store_true", help="make anew what can be made anew, then check")
    command("backup", _backup, "writes the library to one file").add_argument(
        "file", metavar="FILE", type=Path
    )
    restore = command("restore", _restore, "makes a library from a backup, in an empty folder")
    restore.add_argument("file", metavar="FILE", type=Path)
    return parser


def _list(asked: argparse.Namespace) -> int:
    from kb.rendering import render_listings

    listings = _open(asked).listings()
    return _print(asked, [asdict(each) for each in listings], render_listings(listings))


def _show(asked: argparse.Namespace) -> int:
    from kb.rendering import document_shape, render_document

    library = _open(asked)
    document = library.store.document(asked.id, asked.version)
    if document is None:
        raise DocumentMissing(asked.id)
    versions = library.versions(asked.id)
    return _print(asked, document_shape(document, versions), render_document(document, versions))


def _search(asked: argparse.Namespace) -> int:
    from kb.rendering import passage_shape, render_passages

    passages = _open(asked).searcher().search(" ".join(asked.words))
    return _print(asked, [passage_shape(each) for each in passages], render_passages(passages))


def _remove(asked: argparse.Namespace) -> int:
    _open(asked).remove(asked.id)
    return _print(asked, {"removed": asked.id}, f"Erased {asked.id} with all its versions.")


def _stats(asked: argparse.Namespace) -> int:
    from kb.rendering import render_stats

    stats = _open(asked).stats()
    return _print(asked, asdict(stats), render_stats(stats))


def _verify(asked: argparse.Namespace) -> int:
    from kb.upkeep import repair, verify

    library = _open(asked, trust_remembered_hashes=False)
    read_again = repair(library, _progress) if asked.repair else ()
    return _print_checks(asked, verify(library), read_again)


def _backup(asked: argparse.Namespace) -> int:
    from kb.upkeep import backup

    made = backup(_open(asked), asked.file)
    shape = {**asdict(made), "file": str(made.file)}
    return _print(asked, shape, f"{made.documents} documents in {made.file} ({made.bytes:,} bytes).")


def _restore(asked: argparse.Namespace) -> int:
    from kb.upkeep import restore, verify

    if not asked.file.is_file():
        raise BackupRefused(f"There is no file {asked.file}; give the file that `python -m kb backup` made.")
    return _print_checks(asked, verify(restore(asked.file, library_folder(asked.library))), ())


def _print_checks(asked: argparse.Namespace, results: Any, read_again: tuple[str, ...]) -> int:
    from kb.rendering import checks_shape, render_checks

    shape = checks_shape(results, read_again)
    _print(asked, shape, render_checks(results, read_again))
    return 0 if shape["ok"] and not read_again else 1


def _open(asked: argparse.Namespace, trust_remembered_hashes: bool = True) -> Library:
    from kb.installed import InstalledModels
    from kb.library import Library
    from kb.settings import FILE_NAME, load_settings

    folder = library_folder(asked.library)
    settings = load_settings(folder / FILE_NAME)
    return Library.open(folder, settings, models=InstalledModels(folder, settings, trust_remembered_hashes))


def _print(asked: argparse.Namespace, shape: Any, text: str) -> int:
    print(json.dumps(shape, ensure_ascii=False, indent=1) if asked.json else text)
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rembedding {done} of {total}", end="\n" if done == total else "", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
