"""The seam where triage sets a floor: before anything slow runs, and never lowered after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chatbot.answer import Urgency
from chatbot.conversation import Conversation


@dataclass(frozen=True)
class Floor:
    """The least urgency of an answer, why (each reason begins with its rule's id), and what to do first."""

    urgency: Urgency = "information"
    reasons: tuple[str, ...] = ()
    action: str | None = None


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
