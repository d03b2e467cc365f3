"""Puts a message that is only part of a question into the one before it: an ellipsis, a correction, a subject first."""

from __future__ import annotations

import re

from chatbot.boiling import ASKS, bracketed
from chatbot.focus import Focus, moved_on
from chatbot.followups import OPENING
from chatbot.topics import Lexicon
from chatbot.words import WORD

_ANNOUNCES = re.compile(
    r"^\W*(?:(?:going |coming |go |so )?back to|as for|regarding|about|concerning|on)"
    r"\s+(?P<topic>[^,.:;?!–—]{2,60})\s*[,.:;!–—-]+\s*(?P<rest>.+)$",
    re.IGNORECASE,
)

_ONLY_LINKS = re.compile(
    r"^(?:\W|\b(?:the|a|an|in|for|with|my|our|to|of|about|on|during|after|please|then|too|instead|it|true|same)\b)*$",
    re.IGNORECASE,
)
"""What may stand about the term that is exchanged."""


def announced(asked: str, focus: Focus, lexicon: Lexicon) -> tuple[str, Focus]:
    """The question after "back to the botox, …", and the focus that these words set."""
    found = _ANNOUNCES.match(asked)
    mentions = lexicon.mentions(found["topic"]) if found else ()
    if not found or len(mentions) != 1 or not ASKS.search(found["rest"]):
        return asked, focus
    return found["rest"], moved_on(focus, found["topic"], lexicon)


def without_person(corrected: str, lexicon: Lexicon) -> str:
    """What a correction asks, without "myself." before it."""
    first = next(iter(lexicon.mentions(corrected)), None)
    if first is None or first.start > 0 or first.topic.slot != "person":
        return corrected
    rest = corrected[first.end :].lstrip(" ,.;:-")
    return rest if len(WORD.findall(rest)) > 1 else corrected


def exchanged(asked: str, before: str, lexicon: Lexicon, *, corrects: bool) -> str | None:
    """The question before with one term exchanged: "and surgery?", "same for kids?", "I meant the injections"."""
    mentions = lexicon.mentions(asked)
    opening = OPENING.match(asked)
    opened = corrects or bool(opening and opening.end())
    if not opened or len(mentions) != 1 or not before or not ASKS.search(before):
        return None
    term = mentions[0]
    rest = OPENING.sub("", asked[: term.start]) + asked[term.end :]
    if not _ONLY_LINKS.match(rest):
        return None
    if term.topic.slot == "person":
        return bracketed(f"{before.rstrip(' ?')}?", [asked.rstrip(" ?.").lower()])
    same = [each for each in lexicon.mentions(before) if each.topic.slot == term.topic.slot]
    if len({each.topic.name for each in same}) != 1:
        return None
    for each in reversed(same):
        before = before[: each.start] + asked[term.start : term.end] + before[each.end :]
    return before
