"""Chooses the one disclaimer that fits: by who is meant, how urgent it is, and what is asked about."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict, TypeAdapter

from chatbot.answer import Status, Urgency
from chatbot.condensing import Standalone


@dataclass(frozen=True)
class Disclaimer:
    """A text and the conditions under which it fits; an absent condition always holds."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    text: str
    status: tuple[str, ...] = ()
    person: str | None = None
    urgency: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    medicine: bool = False

    def fits(self, standalone: Standalone, urgency: Urgency, status: Status) -> bool:
        """Whether every condition holds."""
        named = {mention.topic.name for mention in standalone.mentions}
        return (
            (not self.status or status in self.status)
            and (self.person is None or self.person == standalone.person)
            and (not self.urgency or urgency in self.urgency)
            and (not self.topics or not named.isdisjoint(self.topics))
            and (not self.medicine or any(mention.topic.medicine for mention in standalone.mentions))
        )


def disclaimer_for(standalone: Standalone, urgency: Urgency, status: Status) -> Disclaimer:
    """The first disclaimer of the data file that fits."""
    return next(disclaimer for disclaimer in disclaimers() if disclaimer.fits(standalone, urgency, status))


@cache
def disclaimers() -> tuple[Disclaimer, ...]:
    """The disclaimers of `data/disclaimers.toml`, in order; the last fits anything."""
    return TypeAdapter(tuple[Disclaimer, ...]).validate_python(tomllib.loads(_text())["disclaimer"])


def disclaimers_version() -> str:
    """The hash of the data file, 12 hex digits."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]


def _text() -> str:
    return (files("chatbot") / "data" / "disclaimers.toml").read_text(encoding="utf-8")
