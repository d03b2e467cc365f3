"""`python -m chatbot ask`: one question, or many with the models loaded once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kb.folder import add_library_option, library_folder

if TYPE_CHECKING:
    from chatbot.answer import Answer

Ask = Callable[[dict[str, Any]], "Answer"]


class UnusableError(Exception):
    """What was asked for cannot be used; the message says what to change."""


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except UnusableError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1
    except BrokenPipeError:
        return 1
    except Exception as problem:
        sys.stderr.write(f"{_sentence(problem)}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m chatbot", description="Answers questions from the library, with sources."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question, or many with --batch")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="the question, in quotes")
    ask.add_argument(
        "--history",
        metavar="FILE",
        type=Path,
        help='a JSON list of ["user" or "assistant", text], oldest first',
    )
    ask.add_argument("--json", action="store_true", help="print the whole answer object")
    ask.add_argument(
        "--batch",
        metavar="FILE",
        type=Path,
        help='questions, one JSON object a line: {"id", "question", "history"?}',
    )
    ask.add_argument(
        "--output", metavar="FILE", type=Path, help="where --batch writes its answers, one JSON object a line"
    )
    add_library_option(ask)
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.batch is None:
        if options.question is None:
            raise UnusableError("There is no question: write one in quotes, or name a file with --batch.")
        return _ask_one(options)
    if options.question is not None or options.history is not None:
        raise UnusableError(
            "--batch takes its questions and histories from the file: leave out QUESTION and --history."
        )
    if options.output is None:
        raise UnusableError("--batch needs --output FILE for the answers.")
    return _ask_many(options)


def _ask_one(options: argparse.Namespace) -> int:
    from chatbot.conversation import QuestionError, conversation_from

    asked = {"question": options.question, "history": _history(options.history)}
    try:
        conversation_from(asked["question"], asked["history"])
    except QuestionError as problem:
        raise UnusableError(str(problem)) from problem
    answer = _asker(options)(asked)
    if options.json:
        sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
    else:
        from chatbot.rendering import plain

        sys.stdout.write(plain(answer) + "\n")
    return 0


def _ask_many(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    lines = _lines(options.batch)
    failed = 0
    ask = _asker(options)
    with _opened_for_writing(options.output) as output:
        for number, line in enumerate(tqdm(lines, unit="question", disable=not sys.stderr.isatty()), start=1):
            result = _answered(ask, line, number)
            failed += "error" in result
            output.write(json.dumps(result, ensure_ascii=False) + "\n")
            output.flush()
    sys.stderr.write(f"{len(lines) - failed} answered, {failed} failed; written to {options.output}\n")
    return 1 if failed else 0


def _answered(ask: Ask, line: str, number: int) -> dict[str, Any]:
    """One output line; a question that fails says why and the rest go on."""
    identity: object = None
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict):
            raise UnusableError(f'line {number} is not an object with "id" and "question"')
        identity = asked.get("id")
        if identity is None:
            raise UnusableError(f'line {number} has no "id"')
        return {"id": identity, **ask(asked).model_dump(mode="json")}
    except json.JSONDecodeError as problem:
        return {"id": identity, "error": f"line {number} is not JSON: {problem}"}
    except Exception as problem:
        return {"id": identity, "error": _sentence(problem)}


def _asker(options: argparse.Namespace) -> Ask:
    from chatbot.building import build_chatbot, build_closed
    from chatbot.configuration import load_all_settings
    from kb.errors import KbError
    from kb.library import Library

    folder = library_folder(options.library)
    kb, chat = load_all_settings(folder)
    try:
        return build_chatbot(Library.open(folder, kb), kb, chat).invoke
    except KbError as problem:
        # What is urgent must be said although there is nothing to look it up in.
        return build_closed(problem, kb, chat).invoke


def _history(path: Path | None) -> object:
    if path is None:
        return []
    try:
        return json.loads(_text_of(path))
    except json.JSONDecodeError as problem:
        raise UnusableError(
            f'The history in {path} is not JSON ({problem}): write a list of ["user" or "assistant", text].'
        ) from problem


def _lines(path: Path) -> list[str]:
    return [line for line in _text_of(path).splitlines() if line.strip()]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnusableError(
            f"{path} cannot be read ({_sentence(problem)}): name a UTF-8 text file."
        ) from problem


def _opened_for_writing(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as problem:
        raise UnusableError(
            f"{path} cannot be written ({_sentence(problem)}): choose another file with --output."
        ) from problem


def _sentence(problem: BaseException) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return (
        str(problem).strip()
        or f"Something went wrong ({type(problem).__name__}); run `python -m kb verify` and try again."
    )


if __name__ == "__main__":
    sys.exit(main())
