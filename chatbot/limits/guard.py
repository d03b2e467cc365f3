"""The last look at every sentence before a person reads it, outside whatever wrote it.

A sentence that breaks a rule is taken out with the reason. Quoted sentences are looked at like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chatbot.answer import Urgency
from chatbot.checking import Verdict
from chatbot.limits.output import OutputRule, output_rules
from chatbot.limits.plain import patterns, plain
from chatbot.writing import Draft, Voice
from ingest.document import Kind
from ingest.injection import is_addressed_to_software

(_BABY,) = patterns(("<baby>",))
_OPENING = 2000
"""Characters of a thread that say whose child it is about."""


class Described(Protocol):
    """What triage found, as far as this room needs it."""

    @property
    def urgency(self) -> Urgency: ...

    @property
    def rules(self) -> tuple[str, ...]: ...

    @property
    def person(self) -> str | None: ...


Pair = tuple[Draft, Verdict]


@dataclass(frozen=True)
class Break:
    """A rule that a sentence breaks, why in plain English, and the words that break it."""

    rule: str
    why: str
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.why} (“{self.words}”)"


@dataclass(frozen=True)
class Setting:
    """What a sentence is said into: the urgency, the rules that fired, who is described, and what it stands in.

    `context` is the title and text around a quoted sentence. `leads` is whether it would be read first. `weak` is
    whether a source without standing says it (rank 5 or 0).
    """

    urgency: Urgency = "information"
    rules: tuple[str, ...] = ()
    person: str | None = None
    context: str = ""
    leads: bool = False
    weak: bool = False


@dataclass(frozen=True)
class Guarded:
    """The drafts that may be shown, and those taken out with the rule each broke."""

    kept: tuple[Pair, ...]
    removed: tuple[Pair, ...]


def broken(text: str, setting: Setting = Setting()) -> tuple[Break, ...]:
    """Every rule that `text` breaks where `setting` holds."""
    read = plain(text)
    breaks = tuple(
        Break(rule.id, rule.why, words)
        for rule in output_rules()
        if _counts(rule, read, setting) and (words := rule.words_in(read))
    )
    ordered = is_addressed_to_software(text) and not any(each.rule == "instruction" for each in breaks)
    return (
        (*breaks, Break("instruction", "it addresses software and not a person", text[:60]))
        if ordered
        else breaks
    )


def guarded(kept: Sequence[Pair], floor: Described) -> Guarded:
    """`kept` without the drafts that break a rule; each of those has the verdict "unsupported" and the reason."""
    good: list[Pair] = []
    bad: list[Pair] = []
    for draft, verdict in kept:
        breaks = breaks_of(draft, floor, leads=not good)
        if breaks:
            bad.append((draft, Verdict("unsupported", "; ".join(map(str, breaks)))))
        else:
            good.append((draft, verdict))
    return Guarded(tuple(good), tuple(bad))


def breaks_of(draft: Draft, floor: Described, *, leads: bool = False) -> tuple[Break, ...]:
    """Every rule that a draft breaks, in its own words and in those supplied in brackets."""
    setting = Setting(
        floor.urgency, floor.rules, floor.person, _context(draft), leads, draft.voice is Voice.SOURCE
    )
    return broken(draft.words, setting) or broken(draft.supplied or "", setting)


def safe_answer(text: str) -> tuple[Break, ...]:
    """The doses and the orders to software in a whole rendered answer, line by line; none where it may go out."""
    rules = [rule for rule in output_rules() if rule.id == "dose"]
    return tuple(
        Break(rule.id, rule.why, words)
        for line in text.split("\n")
        for rule in rules
        if (words := rule.words_in(plain(line)))
    )


def _counts(rule: OutputRule, read: str, setting: Setting) -> bool:
    """Whether a rule is in force for a sentence."""
    named = not set(rule.rules).isdisjoint(setting.rules)
    match rule.when:
        case "always":
            return True
        case "infant":
            return _is_about_a_baby(read, setting)
        case "spasms":
            return named or (setting.weak and _is_about_a_baby(read, setting))
        case "unproven":
            return setting.weak
        case "weak":
            return named and setting.weak
        case "lead":
            return named and setting.leads


def _is_about_a_baby(read: str, setting: Setting) -> bool:
    described = setting.person == "infant" or any(each.startswith("I") for each in setting.rules)
    return described or bool(_BABY.search(f"{read} ; {plain(setting.context)}"))


def _context(draft: Draft) -> str:
    """What tells whose case a sentence is about: its page's title and, for words under a label, what stands around."""
    said: list[str] = []
    for candidate in draft.rests_on:
        document = candidate.passage.chunk.document
        said.append(document.title)
        if draft.voice is Voice.SOURCE:
            said.append(candidate.passage.chunk.text)
            said.append(document.text[:_OPENING] if document.kind is Kind.FORUM else "")
    return " ".join(said)
