"""Triage by rules: the whole conversation to facts, facts to a floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chatbot.conversation import Conversation
from chatbot.triage.data import table, version
from chatbot.triage.facts import Facts, facts_of
from chatbot.triage.floor import NO_FLOOR, Floor
from chatbot.triage.hearing import weighed
from chatbot.triage.languages import fired_abroad
from chatbot.triage.locales import Locale, action_of, asked, caution_named, lines_of, locale
from chatbot.triage.net import Net
from chatbot.triage.normalising import plain
from chatbot.triage.people import Kind, Person
from chatbot.triage.quoting import read_out
from chatbot.triage.reading import Reader, reader
from chatbot.triage.rules import Fired, Rule, fired, rules
from chatbot.triage.saying import Grammar, grammar
from chatbot.triage.signs import Matcher, cue_lines, cue_words, matcher, sign_cues
from chatbot.triage.turns import TurnRead, turn_read
from chatbot.triage.words import Spelling

MOST_LINES = {"emergency": 3, "same_day": 2}
MOST_REASONS = 4
TOPIC = "topic_"
"""Signs so named are what is spoken of, in whatever way, and set no floor."""
PEOPLE: tuple[Person, ...] = ("infant", "child", "youngster", "adult", "unsaid")


@dataclass(frozen=True)
class RuleTriage:
    """Sets the floor by the rules of `data/triage`.

    `net` may add rules to those that fired. Of those that fired on words which may be meant otherwise it says which
    stand; those that fired on plain words, and that nothing said later puts right, stand in any case.
    """

    place: Locale
    readings: Reader
    cues: Matcher
    marks: frozenset[str]
    words: Grammar
    net: Net | None = None

    @classmethod
    def open(cls, locale_name: str = "neutral", net: Net | None = None) -> RuleTriage:
        """Triage with the rule files read and checked.

        Raises:
            TriageDataError: a file is missing or broken, or there is no such locale.
        """
        groups: dict[str, str] = table("words.toml")["groups"]
        marks = _marks()
        cues = {**sign_cues(), **marks}
        spelling = Spelling(cue_words(cues, groups))
        rules()
        return cls(
            locale(locale_name),
            reader(spelling),
            matcher(cues, groups, spelling),
            frozenset(marks),
            grammar(),
            net,
        )

    @property
    def version(self) -> str:
        return version()

    def assess(self, conversation: Conversation) -> Floor:
        """The floor for the answer to come; only what the person wrote is read."""
        turns = (
            *(turn.text for turn in conversation.history if turn.speaker == "user"),
            conversation.question,
        )
        read = self._read(turns)
        facts = facts_of(read)
        abroad = [each for turn in turns for each in fired_abroad(plain(turn))]
        found = [*fired_by(facts), *abroad]
        if self.net is not None:
            plainly = [turn for turn in read[facts.corrected_at :] if turn.plain]
            sure = {*fired_by(facts_of(plainly)), *abroad}
            found = weighed(self.net, found, sure, turns, facts, _person(facts))
        return floor_of(found, facts, self.place)

    def facts(self, turns: Sequence[str]) -> Facts:
        """The facts that the turns of the person state."""
        return facts_of(self._read(turns))

    def _read(self, turns: Sequence[str]) -> list[TurnRead]:
        read: list[TurnRead] = []
        before: Kind = "unsaid"
        for place, turn in enumerate(turns):
            sentences = self.readings.sentences(read_out(plain(turn)), place)
            hits = [self.cues.hits(sentence) for sentence in sentences]
            read.append(turn_read(sentences, hits, self.marks, self.words, before))
            before = read[-1].last_kind
        return read


def fired_by(facts: Facts) -> tuple[Fired, ...]:
    """Every rule that holds for anybody described."""
    found = [fired(rule, signs) for rule in rules() for signs in _signs_for(rule, facts)]
    return tuple(case for case in found if case)


def _signs_for(rule: Rule, facts: Facts) -> Iterable[frozenset[str]]:
    """The signs that `rule` may look at, of each person it is for."""
    if rule.person == "any":
        return (facts.everyone(),)
    people: list[Person] = [rule.person]
    if (rule.person == "infant" and rule.unknown_age) or rule.person == "child":
        people += ["youngster"]
    if rule.unknown_person or rule.person == "adult":
        people += ["unsaid"]
    return tuple(facts.of(person) for person in people if person in facts.signs)


def floor_of(found: Sequence[Fired], facts: Facts, place: Locale) -> Floor:
    """The floor of the rules that fired: the most urgent speaks, the others are kept as reasons."""
    person = _person(facts)
    ranked = _once(sorted(found, key=lambda case: -case.rank))
    if not ranked:
        return replace(NO_FLOOR, caution=_caution(facts, place), person=person)
    first = ranked[0]
    lines = lines_of(first.action, place)[: MOST_LINES.get(first.level, 2)]
    return Floor(
        urgency=first.level,
        reasons=tuple(f"{case.id}: {case.reason}" for case in ranked[:MOST_REASONS]),
        action=action_of(first.level, first.action, place),
        lines=lines,
        alone=first.level == "emergency",
        asks=_question(first, facts),
        caution=None if first.level == "emergency" else _caution(facts, place),
        person=person,
        rules=tuple(case.id for case in ranked),
    )


def _once(ranked: Iterable[Fired]) -> list[Fired]:
    first: dict[str, Fired] = {}
    for case in ranked:
        first.setdefault(case.id, case)
    return list(first.values())


def _person(facts: Facts) -> str | None:
    people: dict[Person, str] = {
        "infant": "infant",
        "youngster": "infant",
        "child": "child",
        "adult": "adult",
    }
    return next((people[person] for person in PEOPLE if person in facts.signs and person in people), None)


def _question(first: Fired, facts: Facts) -> str | None:
    """The one question back: the age, where it was assumed and nobody has to call first."""
    if first.level == "emergency" or not facts.assumed_age:
        return None
    return asked("age")


def _caution(facts: Facts, place: Locale) -> str | None:
    """When to call: by the signs asked about in general; None where they are nothing to call for."""
    topics = frozenset(sign for sign in facts.everyone() if sign.startswith(TOPIC))
    return caution_named(facts.general | topics, place)


@lru_cache(maxsize=1)
def _marks() -> dict[str, tuple[str, ...]]:
    """The cues of assertion.toml and people.toml by the name of their mark."""
    return {
        name: cue_lines(cues, f"{name} in {file}")
        for file in ("assertion.toml", "people.toml")
        for name, cues in table(file)["marks"].items()
    }
