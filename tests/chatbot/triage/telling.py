"""What the triage tests share: a triage opened once, and short ways to tell it something."""

from __future__ import annotations

from functools import cache

from chatbot.answer import URGENCIES
from chatbot.conversation import Conversation, Turn
from chatbot.triage import Floor, RuleTriage


@cache
def triage(place: str = "neutral") -> RuleTriage:
    return RuleTriage.open(place)


def told(*messages: str, place: str = "neutral") -> Floor:
    """The floor after the person wrote `messages`, oldest first."""
    history = tuple(Turn("user", message) for message in messages[:-1])
    return triage(place).assess(Conversation(messages[-1], history))


def rank(floor: Floor) -> int:
    return URGENCIES.index(floor.urgency)


def at_least(floor: Floor, level: str) -> bool:
    return rank(floor) >= URGENCIES.index(level)
