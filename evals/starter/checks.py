"""What must hold of the starter collection, each rule a function from the shelf to the faults it finds."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chatbot.limits.output import output_rules
from chatbot.limits.plain import plain
from evals.starter.figures import strange_figures
from evals.starter.grading import grade
from evals.starter.shelf import Said, Shelf, StarterPage
from ingest.foreseen import QUESTIONS

REFERENCE = "reference"
HIGHEST_GRADE = 8.0
"""Clinical safety specification, section 10."""
SHARED_WORDS = 9
COMPOSITE = "Composite, written by us: no real"
STATUS = "not reviewed by a clinician"
_FRONT = "title kind evidence_rank evidence_reason author written checked audience conditions status"
_ANCHOR = re.compile(r"\]\((?P<page>[^)#\s]*)#(?P<anchor>[^)\s]+)\)|\]\((?P<only>[^)#\s:]+\.md)\)")
_MARKER = re.compile(r"\[\^[^\]]*\]")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: "eeg-for-babies.md, line 12"."""

    where: str
    what: str


Check = Callable[[Shelf], Iterator[Fault]]


def faults_of(shelf: Shelf, sources: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """Every fault of the collection. `sources` are files that no sentence may share nine words with."""
    found = [fault for check in CHECKS for fault in check(shelf)]
    return (*found, *copied(shelf, sources))


def markers(shelf: Shelf) -> Iterator[Fault]:
    """Every marker names a fact, every fact a reference, and none of either stands idle."""
    named = {name for page in shelf.pages for said in page.said for name in said.facts}
    for page in shelf.pages:
        for said in page.said:
            for name in said.facts:
                if name not in shelf.facts:
                    yield _at(page, said, f"the marker {name} names no fact")
    for fact in shelf.facts.values():
        if fact.reference not in shelf.references:
            yield Fault("facts.jsonl", f"{fact.id} is of the unknown reference {fact.reference}")
        if fact.id not in named:
            yield Fault("facts.jsonl", f"{fact.id} is marked nowhere")
    used = {fact.reference for fact in shelf.facts.values()}
    yield from (
        Fault("references.jsonl", f"{name} is used by no fact")
        for name in shelf.references
        if name not in used
    )


def unmarked(shelf: Shelf) -> Iterator[Fault]:
    """Every sentence of a reference article ends in a marker, or is an instruction, a question or a signpost."""
    for page, said in _sentences(shelf):
        if not said.facts and not said.text.endswith("?") and not _is_signpost(said.text):
            yield _at(page, said, f"no marker: {said.text}")


def figures(shelf: Shelf) -> Iterator[Fault]:
    """Every figure of a marked sentence is one of its facts'."""
    for page, said in _sentences(shelf):
        notes = "; ".join(shelf.facts[name].note for name in said.facts if name in shelf.facts)
        strange = strange_figures(said.text, notes) if notes else ()
        if strange:
            yield _at(
                page, said, f"figures that its facts do not bear out ({', '.join(strange)}): {said.text}"
            )


def front_matter(shelf: Shelf) -> Iterator[Fault]:
    """The keys are all there, the dates are dates and not yet to come, the status is said."""
    for page in shelf.pages:
        where = page.path.name
        yield from (
            Fault(where, f"no “{key}” in the front matter")
            for key in _FRONT.split()
            if not page.front.get(key)
        )
        written, checked = page.front.get("written"), page.front.get("checked")
        if not (isinstance(written, date) and isinstance(checked, date)):
            yield Fault(where, "“written” and “checked” are not dates such as 2026-11-21")
        elif not written <= checked:
            yield Fault(where, "it was checked before it was written")
        if page.front.get("status") != STATUS:
            yield Fault(where, f"its status is not “{STATUS}”")


def composite(shelf: Shelf) -> Iterator[Fault]:
    """A thread or a doctor's reply says that we wrote it and carries the rank of an experience."""
    for page in shelf.pages:
        if page.kind != REFERENCE and (COMPOSITE not in page.body or page.front.get("evidence_rank") != 5):
            yield Fault(page.path.name, f"it does not say “{COMPOSITE} …” or is not of rank 5")


def banned(shelf: Shelf) -> Iterator[Fault]:
    """No dose anywhere; in a reference article nothing that no answer may say, and no comfort but to refute it."""
    for page in shelf.pages:
        for said in page.said:
            for rule in output_rules():
                applies = rule.id == "dose" or (rule.when == "always" and page.kind == REFERENCE)
                if applies and (words := rule.words_in(plain(said.text))):
                    yield _at(page, said, f"{rule.id}: “{words}” in: {said.text}")
            if page.kind == REFERENCE and (found := _comfort().search(_QUOTED.sub(" ", said.text))):
                yield _at(page, said, f"banned reassurance: “{found.group()}” in: {said.text}")


def readable(shelf: Shelf) -> Iterator[Fault]:
    """No reference article reads above the highest grade, names of drugs and tests aside."""
    for page in shelf.pages:
        if page.kind != REFERENCE:
            continue
        if (found := grade(_names().sub("drug", page.prose))) > HIGHEST_GRADE:
            yield Fault(page.path.name, f"reading grade {found:.1f}, above {HIGHEST_GRADE}")


def anchors(shelf: Shelf) -> Iterator[Fault]:
    """Every link to a page or a heading of the collection has its target."""
    known = {page.path.name: {_anchor(heading) for heading in page.headings} for page in shelf.pages}
    for page in shelf.pages:
        for match in _ANCHOR.finditer(page.body):
            name = match["page"] or match["only"] or page.path.name
            if ":" not in name and (
                name not in known or (match["anchor"] and match["anchor"] not in known[name])
            ):
                yield Fault(page.path.name, f"a dead link: {match.group()[1:]}")


def twice(shelf: Shelf) -> Iterator[Fault]:
    """No article says the same sentence twice."""
    for page in shelf.pages:
        counted = Counter(said.text for said in page.said if len(said.text.split()) >= SHARED_WORDS)
        yield from (
            Fault(page.path.name, f"said twice: {text}") for text, count in counted.items() if count > 1
        )


def foreseen(shelf: Shelf) -> Iterator[Fault]:
    """Every answer to a foreseen question stands on its page, every sentence that rests on a fact answers one."""
    answers: dict[str, list[str]] = defaultdict(list)
    for need in shelf.needs:
        answers[need.page] += [_bare(answer) for answer in need.answers]
    for page in shelf.pages:
        text, told = _bare(_MARKER.sub(" ", page.body)), answers.pop(page.name, [])
        yield from (
            Fault(QUESTIONS, f"no sentence of {page.name} is: {answer}")
            for answer in dict.fromkeys(told)
            if answer not in text
        )
        if page.kind == REFERENCE:
            held = "|".join(told)
            yield from (
                _at(page, said, f"no question is foreseen for: {said.text}")
                for said in page.said
                if said.facts and not said.text.endswith("?") and _bare(said.text) not in held
            )
    yield from (Fault(QUESTIONS, f"{name} is no page of the collection") for name in answers)


def copied(shelf: Shelf, sources: Sequence[Path]) -> Iterator[Fault]:
    """No sentence has nine words in a row of any of `sources`."""
    theirs: set[tuple[str, ...]] = set()
    for path in sources:
        theirs |= runs(path.read_text(encoding="utf-8", errors="ignore"))
    texts = [(page.path.name, said.text) for page in shelf.pages for said in page.said]
    texts += [("facts.jsonl", fact.note) for fact in shelf.facts.values()]
    for where, text in texts:
        if shared := runs(text) & theirs:
            yield Fault(where, f"nine words of a source: {' '.join(min(shared))}")


CHECKS: tuple[Check, ...] = (
    markers,
    unmarked,
    figures,
    front_matter,
    composite,
    banned,
    readable,
    anchors,
    twice,
    foreseen,
)


def _sentences(shelf: Shelf) -> Iterator[tuple[StarterPage, Said]]:
    """The sentences of the reference articles."""
    return ((page, said) for page in shelf.pages if page.kind == REFERENCE for said in page.said)


def _at(page: StarterPage, said: Said, what: str) -> Fault:
    return Fault(f"{page.path.name}, line {said.line}", what)


def _is_signpost(text: str) -> bool:
    return any(pattern.match(text) for pattern in _signposts())


@cache
def _signposts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for group in _words()["signposts"].values() for each in group)


@cache
def _comfort() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(_words()['reassurance'])})\b")


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(_words()['names'].split())})\b")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def _bare(text: str) -> str:
    """The words of a text alone, so that list marks and line breaks do not matter."""
    return " ".join(re.findall(r"\w+", text))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every `SHARED_WORDS` words in a row of `text`, in lower case."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[at : at + SHARED_WORDS]) for at in range(len(words) - SHARED_WORDS + 1)}
