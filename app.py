"""Opens the web pages: makes the library where there is none, puts the rooms together, and serves."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.folder import add_library_option, library_folder

if TYPE_CHECKING:
    from kb.library import Library

Site = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]

# Set before Gradio is imported: it reads them then. Nothing is reported and nothing is kept in the browser.
QUIET = {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_RUN_HISTORY": "False", "HF_HUB_DISABLE_TELEMETRY": "1"}


class OpeningError(Exception):
    """The pages cannot be opened; the message says what to change."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        with _listening(options.host, options.port) as listener:
            library = _library(library_folder(options.library))
            _serve(listener, options.host, _site(library))
    except KeyboardInterrupt:
        _tell("Stopped.")
    except Exception as problem:
        _tell(_sentence(problem))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python app.py", description="Opens Seventh's web pages: the chat and the library."
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1, this machine)"
    )
    parser.add_argument(
        "--port", type=_port, default=7860, help="the port to listen on (default: 7860; 0 takes a free one)"
    )
    add_library_option(parser)
    return parser


def _port(given: str) -> int:
    if not given.isdecimal() or int(given) > 65535:
        raise argparse.ArgumentTypeError(f"{given!r} is not a port: give a number from 0 to 65535")
    return int(given)


def _listening(host: str, port: int) -> socket.socket:
    """The socket, taken before anything slow begins, so that a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as problem:
        listener.close()
        if isinstance(problem, socket.gaierror):
            raise OpeningError(
                f"{host} is not an address of this machine: use --host 127.0.0.1."
            ) from problem
        raise OpeningError(
            f"Port {port} on {host} cannot be used ({problem.strerror}): choose another, such as --port {port + 1}."
        ) from problem
    return listener


def _library(folder: Path) -> Library:
    """The library in `folder`, made from the starter collection where there is none or it is empty."""
    from chatbot.configuration import load_all_settings
    from kb.errors import LibraryMissing
    from kb.library import Library

    settings, _ = load_all_settings(folder)
    try:
        library = Library.open(folder, settings)
    except LibraryMissing:
        _fill(folder)
        return Library.open(folder, settings)
    if not library.listings():
        library.close()
        _fill(folder)
        return Library.open(folder, settings)
    if not all(listing.ready for listing in library.listings()):
        _tell("Finishing what was not yet searchable…")
        library.embed_pending()
    return library


def _fill(folder: Path) -> None:
    from ingest.__main__ import main as ingest

    _tell(
        f"Making the library in {folder} from the starter collection. This happens once and takes a minute or so."
    )
    if ingest(["--starter", "--library", str(folder)]) != 0:
        raise OpeningError(
            f"The library could not be made; see above, then run: python -m ingest --starter --library {folder}"
        )


def _site(library: Library) -> Site:
    """The whole web application over `library`."""
    os.environ.update(QUIET)
    from chatbot.building import build_chatbot
    from chatbot.configuration import load_all_settings
    from ui.chat import mount_chat
    from ui.routes import application
    from ui.security import Guarded

    chatbot = build_chatbot(library, *load_all_settings(library.folder))
    return calm_site(Guarded(mount_chat(application(library), Calm(chatbot))))


class Calm:
    """A chatbot whose failures end a stream with the key "failed" instead of an error."""

    def __init__(self, chatbot: Any) -> None:
        self._chatbot = chatbot

    def stream(self, asked: Any, /) -> Iterator[Any]:
        try:
            yield from self._chatbot.stream(asked)
        except Exception as problem:
            _tell(f"A question was not answered: {_sentence(problem)}")
            yield {"failed": _sentence(problem)}


def calm_site(site: Site) -> Site:
    """The site, its failures told in one line on stderr; the reader has been shown a page by then."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        try:
            await site(scope, receive, send)
        except Exception as problem:
            _tell(f"A page was not shown: {_sentence(problem)}")

    return served


def _serve(listener: socket.socket, host: str, site: Site) -> None:
    import uvicorn

    port = listener.getsockname()[1]

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            shown = f"[{host}]" if ":" in host else host
            print(f"Seventh is open at http://{shown}:{port} (stop it with Ctrl+C)", flush=True)

    config = uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=1)
    Announced(config).run(sockets=[listener])


def _sentence(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return f"{problem.strerror}: {problem.filename}" if problem.filename else problem.strerror
    return (
        str(problem).strip()
        or f"Something went wrong ({type(problem).__name__}); run `python -m kb verify` and try again."
    )


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
