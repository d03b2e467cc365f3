"""The little language of cues, and where a sentence holds one.

`drops head`     these words in this order, small words between them allowed
`head + drop`    both, in any order, at most six words apart
`botox & choke`  both anywhere in the sentence; `a + b & c` is a near b, and c anywhere
`nod/bob/flop`   any of these; `wake_up` two words that belong together; `=limp` this form only; `stiff*` any so begun
`{jerk}`         any word of that group in words.toml
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chatbot.triage.data import TriageDataError
from chatbot.triage.reading import Sentence

NEAR = 6
MOST_MATCHES = 6

Word = tuple[str, ...]
Span = tuple[int, int]


@dataclass(frozen=True)
class Cue:
    """One written cue: groups that may stand anywhere in the sentence, of parts that stand near, of slots in order."""

    text: str
    groups: tuple[tuple[tuple[str, ...], ...], ...]
    slots: frozenset[str]


@dataclass(frozen=True)
class Hit:
    """A cue found in a sentence: the places of its words, first to last."""

    sign: str
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1]


def parsed(text: str) -> Cue:
    """The cue that `text` writes."""
    groups = tuple(tuple(tuple(part.split()) for part in group.split("+")) for group in text.split("&"))
    if not all(part for group in groups for part in group):
        raise TriageDataError(f'The cue "{text}" lacks a word beside "+" or "&": write one or drop the mark.')
    return Cue(text, groups, frozenset(slot for group in groups for part in group for slot in part))


def alternatives(slot: str, groups: Mapping[str, str]) -> tuple[str, ...]:
    """The words that a slot may be, groups opened."""
    words: list[str] = []
    for choice in slot.split("/"):
        if choice.startswith("{") and choice.endswith("}"):
            name = choice[1:-1]
            if name not in groups:
                raise TriageDataError(
                    f"The word group {choice} is not in words.toml: add it or correct the name."
                )
            words.extend(word for each in groups[name].split() for word in alternatives(each, groups))
        else:
            words.append(choice)
    return tuple(words)


def found(cue: Cue, spans: Mapping[str, list[Span]], sentence: Sentence) -> Iterator[tuple[int, ...]]:
    """The places of the words of `cue` in `sentence`, every way up to a few."""
    lists = [list(itertools.islice(_near(group, spans, sentence), MOST_MATCHES)) for group in cue.groups]
    if len(lists) == 1:
        yield from lists[0]
        return
    for chosen in itertools.islice(itertools.product(*lists), MOST_MATCHES * 4):
        places = sorted(place for each in chosen for place in each)
        if len(set(places)) == len(places):
            yield tuple(places)


def _near(
    parts: tuple[tuple[str, ...], ...], spans: Mapping[str, list[Span]], sentence: Sentence
) -> Iterator[tuple[int, ...]]:
    """The ways the parts of one group stand near each other, in any order."""
    lists = [list(itertools.islice(_in_order(part, spans, sentence), MOST_MATCHES)) for part in parts]
    if len(lists) == 1:
        yield from lists[0]
        return
    for chosen in itertools.islice(itertools.product(*lists), MOST_MATCHES * 8):
        ordered = sorted(chosen)
        apart = [later[0] - earlier[-1] for earlier, later in itertools.pairwise(ordered)]
        if min(apart) >= 1 and max(apart) <= NEAR + 1:
            yield tuple(place for part in ordered for place in part)


def _in_order(
    slots: tuple[str, ...], spans: Mapping[str, list[Span]], sentence: Sentence
) -> Iterator[tuple[int, ...]]:
    """The ways the slots stand one after another in one clause, only small words between them."""
    ways = [tuple(range(start, end + 1)) for start, end in spans.get(slots[0], ())]
    for slot in slots[1:]:
        ways = [
            (*way, *range(start, end + 1))
            for way in ways
            for start, end in spans.get(slot, ())
            if start > way[-1]
            and sentence.clause[start] == sentence.clause[way[-1]]
            and start - way[-1] <= 5
            and sentence.gap(way[-1] + 1, start) == 0
        ]
    yield from ways
