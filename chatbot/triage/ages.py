"""How old somebody is, in months, and how long something lasted, from the words of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from chatbot.triage.data import table
from chatbot.triage.numbers import number_at
from chatbot.triage.reading import Sentence

INFANT_MONTHS = 24
SHORTEST_SLIP = 5
SPELLED = ("months", "month", "weeks", "years")
ADULT_MONTHS = 18 * 12


@dataclass(frozen=True)
class Age:
    """An age in months at a place of a sentence. `sure`: written as an age; else a span of time that may be one.
    `alone`: it is all that the sentence says.
    """

    months: float
    place: int
    sure: bool
    alone: bool = False


@dataclass(frozen=True)
class Lasting:
    """How long something went on, in minutes."""

    minutes: float
    place: int


def ages(sentence: Sentence) -> tuple[Age, ...]:
    """Every age the sentence states."""
    raw, found = sentence.raw, []
    for place in range(len(raw)):
        age = _stage(raw, place) or _counted(sentence, place)
        if age and not (place and raw[place - 1] == "not"):
            found.append(age)
    return tuple(found)


def lastings(sentence: Sentence) -> tuple[Lasting, ...]:
    """Every span of time that something lasted: no "ago", no "every", no age."""
    data, raw, found = table("ages.toml"), sentence.raw, []
    units: dict[str, float] = data["minutes"]
    not_before, not_after = set(data["no_span_before"].split()), set(data["no_span_after"].split())
    for place in range(len(raw)):
        read = number_at(raw, place)
        if read is None and raw[place : place + 1] == ("half",):
            read = (0.5, place + 2) if raw[place + 1 : place + 2] in (("an",), ("a",)) else (0.5, place + 1)
        if read is None or read[1] >= len(raw) or raw[read[1]] not in units:
            continue
        before, after = raw[max(0, place - 2) : place], raw[read[1] + 1 : read[1] + 2]
        if set(before) & not_before or set(after) & not_after:
            continue
        found.append(Lasting(read[0] * units[raw[read[1]]], place))
    return tuple(found)


def _stage(raw: tuple[str, ...], place: int) -> Age | None:
    """ "newborn", "first birthday", "in my 40s"."""
    word = raw[place]
    for words, months in _stages().get(word, ()):
        if raw[place : place + len(words)] == words and raw[place + len(words) :][:1] != ("ago",):
            return Age(months, place, sure=True)
    if word.isdigit() and raw[place + 1 : place + 2] == ("s",) and 20 <= int(word) <= 90:
        return Age(float(word) * 12, place, sure=True)
    return None


@cache
def _stages() -> dict[str, tuple[tuple[tuple[str, ...], float], ...]]:
    """The stages of ages.toml by their first word."""
    found: dict[str, tuple[tuple[tuple[str, ...], float], ...]] = {}
    for phrase, months in table("ages.toml")["stages"].items():
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), (words, float(months)))
    return found


def _counted(sentence: Sentence, place: int) -> Age | None:
    raw, data = sentence.raw, table("ages.toml")
    read = number_at(raw, place)
    if read is None:
        return None
    value, after = read
    if raw[place] in ("a", "an", "couple") and raw[after + 1 : after + 2] != ("old",):
        return None
    months_per: dict[str, float] = data["months"]
    unit = _unit(raw[after], months_per) if after < len(raw) else ""
    if unit in months_per:
        return _with_unit(sentence, place, after, value * months_per[unit], unit)
    return _bare(sentence, place, after, value)


def _with_unit(sentence: Sentence, place: int, after: int, months: float, unit: str) -> Age | None:
    data, raw = table("ages.toml"), sentence.raw
    tail, before = raw[after + 1 : after + 3], raw[max(0, place - 2) : place]
    if unit in data["always_old"].split() or set(tail[:1]) & {"old", "o", "olds"}:
        return Age(months, place, sure=True) if months <= 115 * 12 and "ago" not in tail else None
    if unit in data["reddit"].split():
        return Age(months, place, sure=True) if 12 * 10 <= months <= 95 * 12 else None
    if set(before) & set(data["no_age_before"].split()) or set(tail[:1]) & set(data["no_age_after"].split()):
        return None
    if months <= INFANT_MONTHS and _whole(sentence, place, after + 1, unit):
        return Age(months, place, sure=True, alone=True)
    named = set(before[-1:]) & set(data["age_before"].split())
    opens = place == 0 and unit in data["opening"].split() and sentence.clause[after] != sentence.clause[-1]
    return Age(months, place, sure=bool(named) or opens)


def _unit(word: str, known: Mapping[str, float]) -> str:
    """The unit that `word` is, one slip allowed in a long one: "10 weaks", "6 mounths"."""
    if word in known or len(word) < SHORTEST_SLIP or word in table("ages.toml")["no_unit"].split():
        return word
    return next((unit for unit in SPELLED if OSA.distance(word, unit, score_cutoff=1) <= 1), word)


def _whole(sentence: Sentence, place: int, after: int, unit: str) -> bool:
    """The age is the sentence ("10 days."), its last clause in months (", 5 months"), or stands beside a name."""
    apart = sentence.clause.count(sentence.clause[place]) == after - place
    if after != len(sentence.raw):
        return apart and place > 0 and sentence.raw[after] in table("ages.toml")["named_does"].split()
    return place == 0 or (apart and unit.startswith("m"))


def _alone(sentence: Sentence, place: int, after: int) -> bool:
    """The number is a clause of its own: "I, 62, ..." """
    clause = sentence.clause[place]
    return sentence.clause.count(clause) == after - place and clause != sentence.clause[-1]


def _bare(sentence: Sentence, place: int, after: int, value: float) -> Age | None:
    """ "aged 52", "he is 3", "turning 1": a number without a unit."""
    data, raw = table("ages.toml"), sentence.raw
    follows = raw[after] if after < len(raw) else ""
    if follows in data["not_years"].split() or not 0 < value <= 110 or (place and raw[place][0] == "a"):
        return None
    if _alone(sentence, place, after) and 3 <= value <= 99:
        return Age(value * 12, place, sure=True)
    before, one = raw[max(0, place - 3) : place], raw[max(0, place - 1) : place]
    if set(one) & set(data["age_words"].split()) or before[-2:] in (
        ("age", "is"),
        ("aged", "about"),
        ("turn", "to"),
    ):
        return Age(value * 12, place, sure=True)
    ends = (
        not follows or follows in data["closes"].split() or sentence.clause[after] != sentence.clause[place]
    )
    if set(one) & {"is", "s"} and 1 <= value <= 17 and ends:
        return Age(value * 12, place, sure=True)
    linked = set(one) & {"is", "s", "am", "m", "im", "was", "nearly", "almost", "only", "just"}
    if linked and set(before) & set(data["who_is"].split()) and ends:
        return Age(value * 12, place, sure=True)
    return None
