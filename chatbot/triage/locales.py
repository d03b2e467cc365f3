"""What is said first at each level, with the numbers of the place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chatbot.answer import Urgency
from chatbot.triage.data import TriageDataError, table


@dataclass(frozen=True)
class Locale:
    """The numbers of one place, as they are written into the texts of actions.toml."""

    emergency: str
    crisis: str
    poison: str


def locale(name: str) -> Locale:
    """The numbers of `name`.

    Raises:
        TriageDataError: there is no such locale; the message lists those there are.
    """
    known = table("locales.toml")
    if name not in known:
        raise TriageDataError(f'There is no locale "{name}": use one of {", ".join(sorted(known))}.')
    return Locale(**known[name])


def action_of(level: Urgency, action: str, place: Locale) -> str | None:
    """The first line of the answer at `level`: the action's own, else the level's."""
    texts = table("actions.toml")
    own: str | None = texts["action"].get(action, {}).get("first")
    first: str | None = own or texts["first"].get(level)
    return _filled(first, place) if first else None


def lines_of(action: str, place: Locale) -> tuple[str, ...]:
    """What may follow the first line."""
    return tuple(_filled(line, place) for line in table("actions.toml")["action"][action]["lines"])


def asked(name: str) -> str:
    """The question back of that name."""
    text: str = table("actions.toml")["asks"][name]
    return text


def caution_of(action: str, place: Locale) -> str:
    """When to call, for somebody who asks about an emergency in general."""
    texts = table("actions.toml")
    text: str = texts["action"][action].get("caution") or texts["caution"]["any"]
    return _filled(text, place)


def caution_named(signs: Collection[str], place: Locale) -> str | None:
    """When to call, by the first group of signs in actions.toml that one of `signs` belongs to."""
    for group in table("actions.toml")["cautions"]:
        if not signs or set(group["signs"].split()).isdisjoint(signs):
            continue
        if set(group.get("needs", "").split()) <= set(signs):
            return caution_of(group["action"], place)
    return None


def _filled(text: str, place: Locale) -> str:
    return (
        text.replace("{emergency}", place.emergency)
        .replace("{crisis}", place.crisis)
        .replace("{poison}", place.poison)
    )
