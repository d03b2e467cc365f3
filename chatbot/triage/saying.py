"""What is known of a sentence before its signs are judged: the small words of grammar, the marks in it, its turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.triage.cues import Hit
from chatbot.triage.data import table
from chatbot.triage.reading import Sentence

Status = Literal["present", "negated", "supposed", "general", "past", "other", "opined"]
Marks = Mapping[str, tuple[Hit, ...]]


@dataclass(frozen=True)
class Grammar:
    """The small words of assertion, from assertion.toml."""

    negators: frozenset[str]
    answers: frozenset[str]
    breaks: frozenset[str]
    personal: frozenset[str]
    questions: frozenset[str]
    inquiries: frozenset[str]
    openers: frozenset[str]
    pointing: frozenset[str]
    modals: frozenset[str]
    pronouns: frozenset[str]
    articles: frozenset[str]
    settled: frozenset[str]
    naming: frozenset[str]
    diagnoses: frozenset[str]
    misread: frozenset[str]
    coloured: frozenset[str]


def grammar() -> Grammar:
    words = table("assertion.toml")["words"]
    return Grammar(*(frozenset(words[name].split()) for name in Grammar.__dataclass_fields__))


@dataclass(frozen=True)
class Said:
    """A sentence with the marks in it.

    `known`: the places of denials that deny nothing else. `turn_personal`: its turn speaks of a real person,
    `turn_well`: and says that all are well, or that the question is out of interest. `ages`: where it states ages.
    `here`: where it speaks of a real person. `framed`: its turn works on a text, an exam's or a leaflet's.
    """

    sentence: Sentence
    marks: Marks
    known: frozenset[int]
    turn_personal: bool
    turn_well: bool
    ages: frozenset[int]
    here: tuple[int, ...]
    framed: bool = False

    @property
    def aged(self) -> bool:
        """The sentence states an age."""
        return bool(self.ages)


def personal_places(sentence: Sentence, marks: Marks, words: Grammar) -> tuple[int, ...]:
    """Where the sentence speaks of a real person: "my", "she", "baby", but not "I read" or "my textbook"."""
    not_meant = {place for hit in marks.get("impersonal", ()) for place in hit.places}
    named = {hit.start for name in ("mine", "self") for hit in marks.get(name, ())}
    places = {place for place, word in enumerate(sentence.raw) if word in words.personal} | named
    somebody = min((hit.end for hit in marks.get("generic", ())), default=len(sentence.raw))
    vague = {
        place
        for place in places
        if (place > somebody and sentence.raw[place] in words.pronouns)
        or (place and sentence.raw[place - 1] in words.articles)
    }
    return tuple(sorted(places - not_meant - vague))


def by_name(hits: Iterable[Hit]) -> dict[str, tuple[Hit, ...]]:
    """The hits of each name."""
    named: dict[str, tuple[Hit, ...]] = {}
    for hit in hits:
        named[hit.sign] = (*named.get(hit.sign, ()), hit)
    return named
