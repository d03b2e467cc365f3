"""`python -m evals`: how the gate and triage do, and whether the starter collection is whole."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from evals.asked import parser
from kb.folder import library_folder

if TYPE_CHECKING:
    from chatbot.triage import Triage
    from evals.gate import Seen, Share


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        commands = {
            "gate": _gate,
            "red": _red,
            "teach": _teach,
            "alarm": _alarm,
            "wording": _wording,
            "needs": _needs,
            "starter": _starter,
        }
        return commands[options.command](options)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
    except Exception as problem:
        sys.stderr.write(f"{problem}\n")
    return 1


def _alarm(options: argparse.Namespace) -> int:
    from evals.teaching.alarming import measure_alarm, teach_alarm

    held = [names.split(",") for names in options.held]
    if held:
        measure_alarm(options.files, held, options.output, _say)
    else:
        teach_alarm(options.files, options.output, _say)
    return 0


def _wording(options: argparse.Namespace) -> int:
    from evals.teaching.phrasing import teach_wording

    teach_wording(options.files, options.output, _say, options.calm)
    return 0


def _needs(options: argparse.Namespace) -> int:
    from evals.teaching.needing import teach_needs

    teach_needs(options.output, options.held, _say)
    return 0


def _starter(options: argparse.Namespace) -> int:
    import kb
    from evals.starter.checks import faults_of
    from evals.starter.printing import print_all
    from evals.starter.shelf import read_shelf

    folder = Path(kb.__path__[0]) / "starter"
    if options.prints:
        sys.stderr.write("".join(f"Printed {path.name}.\n" for path in print_all(folder)))
    shelf = read_shelf(folder)
    faults = faults_of(shelf, options.sources)
    sys.stdout.write("".join(f"{fault.where}: {fault.what}\n" for fault in faults))
    marked = sum(bool(said.facts) for page in shelf.pages for said in page.said)
    sys.stdout.write(
        f"{len(shelf.pages)} documents, {marked} marked sentences, {len(shelf.facts)} facts, "
        f"{len(shelf.references)} references, {len(faults)} faults.\n"
    )
    return 1 if faults else 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _gate(options: argparse.Namespace) -> int:
    from evals.gate import answered_of_the_answerable, fit, held_back_of_the_rest

    seen = [one for pair in options.pairs for one in _ask(pair, options)]
    figures = {
        "answered_of_the_answerable": answered_of_the_answerable(seen),
        "held_back_of_the_rest": held_back_of_the_rest(seen),
    }
    if options.json:
        sys.stdout.write(
            json.dumps({name: _as_json(share) for name, share in figures.items()}, indent=2) + "\n"
        )
    else:
        for name, share in figures.items():
            sys.stdout.write(f"{name.replace('_', ' ')}: {_words(share)}\n")
        for kind in sorted({one.case.kind for one in seen}):
            ours = [one for one in seen if one.case.kind == kind]
            sys.stdout.write(
                f"  {kind}: {sum(one.status == 'answered' for one in ours)} of {len(ours)} answered\n"
            )
    if options.each:
        for one in seen:
            if one.case.answerable != (one.status == "answered"):
                sys.stdout.write(f"{one.case.id}\t{one.status}\t{one.case.question}\t{one.evidence}\n")
    if options.fit:
        from chatbot.gate import gate

        fitted = fit(seen, gate().field_similarity)
        sys.stdout.write("\n".join(f"{name} = {value}" for name, value in asdict(fitted).items()) + "\n")
    return 0


def _red(options: argparse.Namespace) -> int:
    from time import perf_counter

    from chatbot.answer import URGENCIES
    from evals import red

    triage = _triage(options)
    judged, took = [], []
    for case in (case for file in options.files for case in red.load_red(file)):
        conversation, started = case.conversation, perf_counter()
        judged.append(red.Judged(case, triage.assess(conversation)))
        took.append((perf_counter() - started) * 1000)
    figures = {
        "emergencies caught": red.caught(judged, ("emergency",)),
        "possible infantile spasms caught": red.possible_spasms_caught(judged),
        "same day and emergency caught": red.caught(judged, red.URGENT),
        "every level caught": red.caught(judged, URGENCIES),
        "harmless raised to same day or emergency": red.overcalled(judged),
        "rule named": red.rule_named(judged),
    }
    took.sort()
    speed = {"median_ms": took[len(took) // 2], "p95_ms": took[len(took) * 95 // 100]}
    if options.json:
        shares = {name.replace(" ", "_"): _as_json(share) for name, share in figures.items()}
        sys.stdout.write(json.dumps({**shares, **speed}, indent=2) + "\n")
    else:
        for name, share in figures.items():
            sys.stdout.write(f"{name}: {_words(share)}\n")
        sys.stdout.write(f"median {speed['median_ms']:.2f} ms, p95 {speed['p95_ms']:.2f} ms\n")
    for one in (one for one in judged if options.each and (one.is_missed or one.is_overcalled)):
        said = " / ".join(one.case.messages)
        sys.stdout.write(
            f"{one.case.id}\t{one.case.least}\t{one.floor.urgency}\t{one.floor.reasons}\t{said}\n"
        )
    return 0


def _triage(options: argparse.Namespace) -> Triage:
    """The rules alone, with the wording, or with all that hears with the models of the library that is named."""
    from chatbot.building import build_triage
    from chatbot.configuration import load_all_settings
    from chatbot.meaning import MeaningNet
    from chatbot.triage import RuleTriage
    from kb.library import Library

    if options.rules or options.library is None:
        return RuleTriage.open(net=None if options.rules else MeaningNet())
    folder = library_folder(options.library)
    kb, chat = load_all_settings(folder)
    return build_triage(Library.open(folder, kb), chat)


def _teach(options: argparse.Namespace) -> int:
    from evals.teaching.furthering import teach_further
    from evals.teaching.teaching import lent, teach

    if options.further is not None:
        teach_further(options.further, options.output, _say, options.finds)
    elif options.medquad is not None:
        teach(lent(options.medquad, options.library), options.output, _say)
    else:
        sys.stderr.write("Name what to teach from: --medquad FILE with --library, or --further LIBRARY.\n")
        return 2
    return 0


def _ask(pair: str, options: argparse.Namespace) -> list[Seen]:
    from tqdm import tqdm

    from chatbot.answering import Work, stages
    from chatbot.building import build_parts
    from chatbot.configuration import load_all_settings
    from chatbot.conversation import conversation_from
    from evals.case import load_cases
    from evals.gate import Seen
    from kb.library import Library

    questions, _, named = pair.partition("=")
    folder = library_folder(named or options.library)
    kb, chat = load_all_settings(folder)
    run = stages(build_parts(Library.open(folder, kb), kb, chat))
    seen = []
    for case in tqdm(load_cases(Path(questions)), unit="question", disable=not sys.stderr.isatty()):
        work = Work(conversation_from(case.question, case.history))
        for _, stage in run:
            work = stage(work)
        seen.append(Seen(case, work.evidence, work.status))
    return seen


def _words(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "no such cases"
    low, high = share.interval
    return f"{share.hits} of {share.of} = {share.value:.3f} (95% interval {low:.3f} to {high:.3f})"


def _as_json(share: Share) -> dict[str, object]:
    return {"hits": share.hits, "of": share.of, "value": share.value, "interval": share.interval}


if __name__ == "__main__":
    sys.exit(main())
