"""Chooses the one disclaimer that fits: by who is meant, how urgent it is, and what is asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from chatbot.answer import Status, Urgency
from chatbot.condensing import Standalone
from chatbot.datafiles import data_table


@dataclass(frozen=True)
class Disclaimer:
    """A text and the conditions under which it fits; an absent condition always holds.

    A blank `text` is for an emergency: its action line is all that is said.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    text: str
    status: tuple[str, ...] = ()
    person: str | None = None
    urgency: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    medicine: bool = False

    def fits(self, standalone: Standalone, urgency: Urgency, status: Status, person: str | None) -> bool:
        """Whether every condition holds."""
        named = _named(standalone)
        return (
            (not self.status or status in self.status)
            and (self.person is None or self.person == person)
            and (not self.urgency or urgency in self.urgency)
            and (not self.topics or not named.isdisjoint(self.topics))
            and (not self.medicine or any(mention.topic.medicine for mention in standalone.mentions))
        )


def disclaimer_for(
    standalone: Standalone, urgency: Urgency, status: Status, person: str | None = None
) -> Disclaimer:
    """The first disclaimer of the data file that fits, with the word on sight where a medicine can harm it.

    `person` is who triage found described; where it found nobody, who the question is about.
    """
    about = person or standalone.person
    found = next(each for each in disclaimers() if each.fits(standalone, urgency, status, about))
    data = _data()
    if found.text and not _named(standalone).isdisjoint(data["eye_topics"]):
        return replace(found, text=f"{found.text} {data['eyes']}")
    return found


@cache
def disclaimers() -> tuple[Disclaimer, ...]:
    """The disclaimers of `data/disclaimers.toml`, in order; the last fits anything."""
    return TypeAdapter(tuple[Disclaimer, ...]).validate_python(_data()["disclaimer"])


def _named(standalone: Standalone) -> frozenset[str]:
    return frozenset(mention.topic.name for mention in standalone.mentions)


@cache
def _data() -> dict[str, Any]:
    return data_table("disclaimers.toml")
