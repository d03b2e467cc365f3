"""What is heard in a conversation: whether somebody needs a doctor today, or an ambulance now, and why.

It reads all that the person wrote, after every turn anew, since a floor stands for the rest of the conversation, and
once more without the sentences in which others play it down, since their words must not lower one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chatbot.datafiles import data_table
from chatbot.meaning.examples import Share, Shares
from chatbot.meaning.wording import CRISIS
from kb.ports import Labeller

URGENT, EMERGENCY, VISIT = "urgent", "emergency", "visit"
"""The labels of the model that are no rule's id."""

REMEMBERED = 512
MOST_PIECES = 3.2
"""Tokens a word from which on a text is no language that the model knows; hurried English has about 1.4."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+| \| ")


@dataclass(frozen=True)
class Heard:
    """Logits or log-odds: 0 where it may be or not, above where it rather is. `rules` by id."""

    urgent: float
    emergency: float
    visit: float
    crisis: float
    rules: Mapping[str, float]


def heard_together(alarm: Heard | None, wording: Heard, shares: Shares) -> Heard:
    """Both as log-odds; crisis is the wording's, the rules are the alarm's."""

    def mixed(share: Share, of: Callable[[Heard], float]) -> float:
        return share.bias + share.wording * of(wording) + (share.alarm * of(alarm) if alarm else 0.0)

    return Heard(
        mixed(shares.urgent, lambda heard: heard.urgent),
        mixed(shares.emergency, lambda heard: heard.emergency),
        mixed(shares.visit, lambda heard: heard.visit),
        wording.crisis,
        alarm.rules if alarm else {},
    )


class Alarm:
    """Hears with a labeller. What it made of a text is remembered while the program runs."""

    def __init__(self, labeller: Labeller) -> None:
        self._labeller = labeller
        self._known: dict[str, Mapping[str, float]] = {}

    def hears(self, turns: Sequence[str], since: int = 0) -> Heard | None:
        """The highest logit of each label after any turn from `since` on; None where nothing in them can be read."""
        texts = dict.fromkeys(
            text
            for end in range(since + 1, len(turns) + 1)
            for text in readings(turns[:end], self._labeller.count, self._labeller.room)
        )
        read = [self._read(text) for text in texts if self._is_language(text)]
        if not read:
            return None
        highest = {label: max(each[label] for each in read) for label in read[0]}
        crisis = highest.pop(CRISIS, 0.0)
        rules = {label: logit for label, logit in highest.items() if label not in (URGENT, EMERGENCY, VISIT)}
        return Heard(highest[URGENT], highest[EMERGENCY], highest[VISIT], crisis, rules)

    def _is_language(self, text: str) -> bool:
        return self._labeller.count(text) <= MOST_PIECES * len(text.split())

    def _read(self, text: str) -> Mapping[str, float]:
        if text not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[text] = self._labeller.read(text)
        return self._known[text]


def spoken(turns: Sequence[str]) -> str:
    """The person's turns as the model reads them, and as it was taught."""
    return " | ".join(turn.strip() for turn in turns if turn.strip())


def readings(turns: Sequence[str], count: Callable[[str], int], room: int) -> Iterator[str]:
    """What is read of a conversation: the latest turns that fit, one that does not fit in stretches that overlap,
    and each of these without what others say to play it down."""
    latest = ""
    for turn in reversed(turns):
        longer = spoken([turn, latest])
        if latest and count(longer) > room:
            break
        latest = longer
    for text in _stretches(latest, count, room):
        yield text
        rest = without_played_down(text)
        if rest and rest != text:
            yield rest


def without_played_down(text: str) -> str:
    """`text` without the sentences in which others say that it is nothing; as it was where there are none."""
    sentences = _SENTENCE.split(text)
    kept = [each for each in sentences if not _played_down().search(each.lower())]
    return text if len(kept) == len(sentences) else " ".join(kept).strip()


def _stretches(text: str, count: Callable[[str], int], room: int) -> Iterator[str]:
    """`text` where it fits, else as many sentences at a time as fit, half of them again in the next."""
    if count(text) <= room:
        yield text
        return
    sentences = _SENTENCE.split(text)
    start = 0
    while start < len(sentences):
        end = start + 1
        while end < len(sentences) and count(" ".join(sentences[start : end + 1])) <= room:
            end += 1
        yield " ".join(sentences[start:end])
        if end == len(sentences):
            return
        start = max(start + 1, (start + end) // 2)


@cache
def _played_down() -> re.Pattern[str]:
    parts = data_table("meaning.toml")["played_down"]
    who, says, nothing = ("|".join(parts[name]) for name in ("who", "says", "nothing"))
    return re.compile(rf"\b(?:{who})\b[^.!?]{{0,40}}\b(?:{says})\b[^.!?]{{0,80}}\b(?:{nothing})\b")
