"""What can be asked of `python -m evals`: its commands and their options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kb.folder import add_library_option

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m evals", description="Measures the answers of a library.")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_add_gate, _add_red, _add_teach, _add_alarm, _add_wording, _add_needs, _add_starter):
        add(commands)
    return made


def _add_gate(commands: Commands) -> None:
    gate = commands.add_parser(
        "gate", help="how often the gate answers what it can and abstains from the rest"
    )
    gate.add_argument(
        "pairs",
        nargs="+",
        metavar="QUESTIONS[=LIBRARY]",
        help="a JSONL file of cases, with the library to ask where it is another than --library",
    )
    gate.add_argument(
        "--fit", action="store_true", help="print weights fitted on these cases, for chatbot/data/gate.toml"
    )
    gate.add_argument("--each", action="store_true", help="print every case that went wrong")
    gate.add_argument("--json", action="store_true", help="print the figures as one object")
    add_library_option(gate)


def _add_red(commands: Commands) -> None:
    red = commands.add_parser("red", help="how often triage sets the right floor, and how fast")
    red.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a JSONL file of red-team messages")
    red.add_argument(
        "--library",
        metavar="DIR",
        help="hear with the alarm of this library too; else with rules and wording, as where no library opens",
    )
    red.add_argument("--rules", action="store_true", help="by the rules alone")
    red.add_argument("--each", action="store_true", help="print every message set too low or raised in vain")
    red.add_argument("--json", action="store_true", help="print the figures as one object")


def _add_teach(commands: Commands) -> None:
    teach = commands.add_parser("teach", help="teach the adapter that tells answers (about an hour)")
    teach.add_argument("--medquad", type=Path, metavar="FILE", help="MedQuAD, gzipped JSON lines")
    teach.add_argument(
        "--further",
        type=Path,
        metavar="LIBRARY",
        help="teach the adapter that is there further, on questions about the starter collection in this library",
    )
    teach.add_argument(
        "--finds",
        type=Path,
        metavar="FILE",
        help="with --further: where to keep what the library finds, so that a second run need not search again",
    )
    teach.add_argument(
        "--library",
        nargs="+",
        default=[],
        metavar="QUESTIONS=LIBRARY",
        help="labelled cases, and what to search",
    )
    teach.add_argument("--output", type=Path, required=True, metavar="FILE", help="the adapter to write")


def _add_alarm(commands: Commands) -> None:
    alarm = commands.add_parser("alarm", help="teach the alarm on red-team messages (about half an hour)")
    alarm.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a JSONL file of red-team messages"
    )
    alarm.add_argument(
        "--output", type=Path, required=True, metavar="FILE", help="the adapter to write; with --held, JSONL"
    )
    alarm.add_argument(
        "--held",
        action="append",
        default=[],
        metavar="NAME,NAME",
        help="measure instead: keep these files from the alarm, and write what it makes of them; may be given again",
    )


def _add_wording(commands: Commands) -> None:
    wording = commands.add_parser(
        "wording", help="teach the reader of words and letters on red-team messages (about a minute)"
    )
    wording.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a JSONL file of red-team messages"
    )
    wording.add_argument(
        "--calm", nargs="*", default=[], type=Path, metavar="FILE", help="cases of the gate, all harmless"
    )
    wording.add_argument("--output", type=Path, required=True, metavar="FILE", help="the weights to write")


def _add_needs(commands: Commands) -> None:
    needs = commands.add_parser("needs", help="teach which questions have one need (a few minutes)")
    needs.add_argument(
        "--held",
        nargs="*",
        default=[],
        metavar="PREFIX",
        help="keep the judged questions whose id begins so out, and say how many of them find their need",
    )
    needs.add_argument("--output", type=Path, required=True, metavar="FILE", help="the turn to write")


def _add_starter(commands: Commands) -> None:
    starter = commands.add_parser(
        "starter", help="look the starter collection over; exit 1 where it has a fault"
    )
    starter.add_argument(
        "--print", action="store_true", dest="prints", help="make the PDFs of kb/starter/printed first"
    )
    starter.add_argument(
        "--sources",
        nargs="*",
        type=Path,
        default=[],
        metavar="FILE",
        help="texts that nothing may be copied from",
    )
