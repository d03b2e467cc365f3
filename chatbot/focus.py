"""What a conversation is about: the condition, treatment, test, sign and person that its turns have named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chatbot.followups import looked_for
from chatbot.topics import Lexicon, Mention, PersonMeant, names

GENERAL = frozenset({"facial twitching", "focal seizures", "tics"})
"""Conditions whose words people also use for the sign of another: "the twitching", "her seizures"."""

DEFINITE = re.compile(
    r"\b(?:the|these|those|this|his|her|their|its)\s+(?:\w+\s+)?$|\b(?:my|your)\s+$", re.IGNORECASE
)
_NEGATED = re.compile(r"\bnot\s+(?:for\s+|about\s+|in\s+)?(?:my|the|a|our|his|her)?\s*$", re.IGNORECASE)
_MONTHS = re.compile(
    r"(?<!for )(?<!every )(?<!last )(?<!past )\b\d+\s*-?\s*(?:months?|mths?|mo|weeks?|wks?)\b"
    r"(?!\s+(?:ago|later|after|now))",
    re.IGNORECASE,
)
_SPEAKING = re.compile(r"^\s+(?:says?|said|thinks?|told|noticed|was born)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Focus:
    """The last condition, treatment, test, sign and person named; `past` holds the conditions before, oldest first.

    `choices` holds the treatments named since the condition was, oldest first.
    """

    condition: str | None = None
    treatment: str | None = None
    test: str | None = None
    sign: str | None = None
    person: PersonMeant | None = None
    past: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def subject(self) -> str | None:
        """What "it" most likely is: the treatment or test under discussion, else the condition, else the sign."""
        return self.treatment or self.test or self.condition or self.sign

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The last two things of a kind that were named, for a question that compares; else nothing."""
        if len(self.choices) > 1:
            return self.choices[-2:]
        both = (*self.past[-1:], *((self.condition,) if self.condition else ()))
        return both if len(both) > 1 and not self.treatment else ()


def own_mentions(text: str, focus: Focus, lexicon: Lexicon) -> tuple[Mention, ...]:
    """What `text` names, without "the twitching" where the conversation already has a condition."""
    return tuple(
        mention
        for mention in lexicon.mentions(text)
        if not (
            mention.topic.name in GENERAL
            and focus.condition not in (None, mention.topic.name)
            and DEFINITE.search(text[: mention.start])
        )
    )


def moved_on(focus: Focus, text: str, lexicon: Lexicon) -> Focus:
    """The focus after the person wrote `text`: a new condition ends the old treatment and test."""
    mentions = own_mentions(text, focus, lexicon)
    conditions, treatments, tests = (names(mentions, slot) for slot in ("condition", "treatment", "test"))
    if conditions and focus.condition not in conditions:
        focus = turned_to(focus, conditions[0])
    if len(conditions) > 1:
        others = tuple(each for each in conditions if each != focus.condition)
        focus = replace(focus, past=(*(each for each in focus.past if each not in others), *others))
    if treatments:
        choices = tuple(dict.fromkeys((*(c for c in focus.choices if c not in treatments), *treatments)))
        focus = replace(focus, treatment=treatments[-1], test=None, choices=choices)
    elif tests:
        focus = replace(focus, test=tests[-1], treatment=None)
    signs = [
        text[mention.start : mention.end].lower() for mention in mentions if mention.topic.slot == "sign"
    ]
    focus = replace(
        focus, sign=signs[-1] if signs else focus.sign, person=person_after(focus.person, text, lexicon)
    )
    return _at_home(focus, conditions, lexicon)


def turned_to(focus: Focus, condition: str) -> Focus:
    """The focus after a turn to another condition."""
    past = (*focus.past, focus.condition) if focus.condition else focus.past
    return Focus(condition=condition, person=focus.person, past=past)


def heard(focus: Focus, answer: str, question: str, lexicon: Lexicon) -> Focus:
    """The focus after an answer: the one treatment or test it names, where the question looked for one."""
    mentions = lexicon.mentions(answer)
    named = names(mentions, "condition")
    if focus.condition is None and len(named) == 1:
        focus = replace(focus, condition=named[0])
    slot = looked_for(question)
    if slot is None or focus.treatment or focus.test:
        return focus
    found = names(mentions, slot)
    if len(found) != 1:
        return replace(focus, choices=found) if len(found) == 2 and not focus.choices else focus
    if slot == "test":
        return replace(focus, test=found[0])
    return replace(focus, treatment=found[0], choices=found)


def home_of(topics: Iterable[str], focus: Focus, lexicon: Lexicon) -> str | None:
    """The condition of the conversation, the latest first, that one of `topics` goes with."""
    belongs = {condition for topic in lexicon.topics if topic.name in topics for condition in topic.goes_with}
    spoken = [*focus.past, *([focus.condition] if focus.condition else [])]
    return next((condition for condition in reversed(spoken) if condition in belongs), None)


def person_after(person: PersonMeant | None, text: str, lexicon: Lexicon) -> PersonMeant | None:
    """Who is meant after `text`: the person themselves where they say so, else a baby, a child, an adult."""
    meant = {
        mention.topic.name: mention.topic.person
        for mention in lexicon.mentions(text)
        if mention.topic.slot == "person"
        and not _NEGATED.search(text[: mention.start])
        and not _SPEAKING.search(text[mention.end :])
    }
    if "yourself" in meant:
        return "adult"
    if "child" in meant.values() and _MONTHS.search(text):
        return "infant"
    kinds: tuple[PersonMeant, ...] = ("infant", "child", "adult")
    return next((kind for kind in kinds if kind in meant.values()), person)


def _at_home(focus: Focus, conditions: tuple[str, ...], lexicon: Lexicon) -> Focus:
    """A treatment of an earlier condition brings that condition back; one of neither stands alone."""
    topic = focus.treatment or focus.test
    if not topic or conditions or not focus.condition:
        return focus
    home = home_of((topic,), focus, lexicon)
    known = any(each.name == topic and each.goes_with for each in lexicon.topics)
    if home == focus.condition or not known:
        return focus
    return replace(focus, condition=home, past=(*focus.past, focus.condition))
