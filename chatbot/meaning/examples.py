"""What the net compares with, and from when on it raises: read from data/triage/examples.toml and data/meaning.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from chatbot.datafiles import data_text
from chatbot.triage.data import TriageDataError
from chatbot.triage.rules import rules

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Thresholds:
    """The numbers of meaning.toml about likeness; what each means stands there."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    sure: float
    candidate: float
    agreed: float
    named: float
    named_crisis: float
    stiffness: float
    parts_read: int
    examples_read: int


@dataclass(frozen=True)
class AlarmLevels:
    """The numbers of meaning.toml from which on what is heard counts; what each means stands there."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    urgent: float
    emergency: float
    confirms: float
    visit: float
    crisis: float
    confirms_crisis: float
    named: float
    named_crisis: float


@dataclass(frozen=True)
class Share:
    """What the alarm's logit and the wording's count for one level, as log-odds."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    wording: float
    bias: float
    alarm: float = 0.0


@dataclass(frozen=True)
class Shares:
    """The shares of each level."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    urgent: Share
    emergency: Share
    visit: Share


@dataclass(frozen=True)
class Examples:
    """What rules look like in people's words, `rule_of` each of `urgent`, and what only looks so."""

    urgent: tuple[str, ...]
    rule_of: tuple[str, ...]
    harmless: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The rules, once each."""
        return tuple(dict.fromkeys(self.rule_of))


@dataclass(frozen=True)
class _File:
    rules: dict[str, tuple[str, ...]]
    harmless: dict[str, tuple[str, ...]]


def read_examples() -> Examples:
    """The examples.

    Raises:
        TriageDataError: the file has another shape, or an example is of a rule that there is not.
    """
    found = _checked(_File, "triage/examples.toml")
    if unknown := found.rules.keys() - {rule.id for rule in rules()}:
        raise TriageDataError(
            f"chatbot/data/triage/examples.toml has examples of {min(unknown)}, which is no rule: "
            "correct the name there."
        )
    pairs = [(text, rule) for rule, texts in found.rules.items() for text in texts]
    harmless = tuple(text for texts in found.harmless.values() for text in texts)
    if not pairs or not harmless:
        raise TriageDataError(
            "chatbot/data/triage/examples.toml needs urgent and harmless examples: restore them."
        )
    return Examples(tuple(text for text, _ in pairs), tuple(rule for _, rule in pairs), harmless)


def read_thresholds() -> Thresholds:
    """The thresholds of likeness. Raises TriageDataError where one is missing or is no number."""
    return _checked(Thresholds, "meaning.toml", "likeness")


def read_alarm_levels() -> AlarmLevels:
    """The levels of the alarm. Raises TriageDataError where one is missing or is no number."""
    return _checked(AlarmLevels, "meaning.toml", "alarm")


def read_shares(alone: bool) -> Shares:
    """How alarm and wording are heard together, or the wording `alone`. Raises TriageDataError as above."""
    return _checked(Shares, "meaning.toml", "wording_alone" if alone else "together")


def _checked(shape: type[Shape], name: str, part: str | None = None) -> Shape:
    text = data_text(name)
    try:
        found = tomllib.loads(text)
        return TypeAdapter(shape).validate_python(found.get(part, {}) if part else found)
    except tomllib.TOMLDecodeError as error:
        raise TriageDataError(
            f"chatbot/data/{name} is not valid TOML: correct it there ({error})."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise TriageDataError(
            f"chatbot/data/{name}: {place} {first['msg'].lower()}: correct it there."
        ) from error
