"""The seam where triage sets a floor: before anything slow runs, and never lowered after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chatbot.answer import Urgency
from chatbot.conversation import Conversation


@dataclass(frozen=True)
class Floor:
    """The least urgency of an answer, why, and what to do first.

    `reasons` begin with their rule's id, the most urgent first. `action` is the answer's first line, `lines` what
    follows at once. `alone`: nothing else is said. `asks`: one question back. `caution`: when to call, where somebody
    asks about an emergency that is not happening. `person`: "infant", "child", "adult" or None.
    """

    urgency: Urgency = "information"
    reasons: tuple[str, ...] = ()
    action: str | None = None
    lines: tuple[str, ...] = ()
    alone: bool = False
    asks: str | None = None
    caution: str | None = None
    person: str | None = None
    rules: tuple[str, ...] = ()


NO_FLOOR = Floor()


class Triage(Protocol):
    """Whatever reads the whole conversation and sets the floor."""

    @property
    def version(self) -> str:
        """The hash of the rules, for the record."""
        ...

    def assess(self, conversation: Conversation) -> Floor:
        """The floor for the answer to come."""
        ...


@dataclass(frozen=True)
class NoRules:
    """A triage with no rules: every question is one for information."""

    version: str = "no triage rules yet"

    def assess(self, conversation: Conversation) -> Floor:  # noqa: ARG002 - the seam's shape
        return NO_FLOOR
