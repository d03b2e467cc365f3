"""Signs: the names that rules use, and the cues by which people's words show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chatbot.triage.cues import Cue, Hit, Span, Word, alternatives, found, parsed
from chatbot.triage.data import SIGN_FILES, TriageDataError, table
from chatbot.triage.reading import Sentence
from chatbot.triage.words import Spelling


@dataclass(frozen=True)
class Matcher:
    """All cues of some signs, ready to find.

    `by_key` maps a stem to the slots it fills, `by_form` a word as written; `runs` maps the stem (or, exact, the word)
    that a run of words begins with to (run, exact, slot); `beginnings` maps three letters to (beginning, slot);
    `by_slot` maps the rarest slot of each cue to its sign and itself.
    """

    by_key: Mapping[str, tuple[str, ...]]
    by_form: Mapping[str, tuple[str, ...]]
    runs: Mapping[str, tuple[tuple[Word, bool, str], ...]]
    beginnings: Mapping[str, tuple[tuple[str, str], ...]]
    by_slot: Mapping[str, tuple[tuple[str, Cue], ...]]

    def hits(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Every cue found in `sentence`."""
        spans = self.spans(sentence)
        filled = frozenset(spans)
        possible = [
            each for cues in map(self.by_slot.get, spans) if cues for each in cues if each[1].slots <= filled
        ]
        hits = {Hit(sign, places): None for sign, cue in possible for places in found(cue, spans, sentence)}
        return tuple(hits)

    def spans(self, sentence: Sentence) -> dict[str, list[Span]]:
        """Where each slot is filled."""
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for place, (key, form) in enumerate(zip(sentence.keys, sentence.raw, strict=True)):
            here = (place, place)
            for slot in self.by_key.get(key, ()):
                spans[slot].append(here)
            for slot in self.by_form.get(form, ()):
                spans[slot].append(here)
            for run, exact, slot in self.runs.get(key, ()):
                words = sentence.raw if exact else sentence.keys
                if words[place : place + len(run)] == run:
                    spans[slot].append((place, place + len(run) - 1))
            for beginning, slot in self.beginnings.get(form[:3], ()):
                if form.startswith(beginning):
                    spans[slot].append(here)
        return spans


def sign_cues() -> dict[str, tuple[str, ...]]:
    """Every sign with its cues, from the sign files.

    Raises:
        TriageDataError: two files name the same sign, or a sign has no cues.
    """
    signs: dict[str, tuple[str, ...]] = {}
    for name in SIGN_FILES:
        for sign, cues in table(name).items():
            if sign in signs:
                raise TriageDataError(f"The sign {sign} stands twice (again in {name}): keep one.")
            signs[sign] = cue_lines(cues, f"{sign} in {name}")
    return signs


def cue_lines(written: object, where: str) -> tuple[str, ...]:
    """The cues of a block, one a line."""
    if not isinstance(written, str) or not written.strip():
        raise TriageDataError(f"{where} must be a text with one cue a line: write at least one.")
    return tuple(
        line.strip() for line in written.splitlines() if line.strip() and not line.strip().startswith("#")
    )


def cue_words(signs: Mapping[str, Iterable[str]], groups: Mapping[str, str]) -> frozenset[str]:
    """Every word that any cue is made of."""
    return frozenset(
        word
        for cues in signs.values()
        for cue in cues
        for slot in parsed(cue).slots
        for choice in alternatives(slot, groups)
        if not choice.endswith("*")
        for word in choice.removeprefix("=").split("_")
    )


def matcher(signs: Mapping[str, Iterable[str]], groups: Mapping[str, str], spelling: Spelling) -> Matcher:
    """The cues of `signs`, ready to find."""
    cues = [(sign, parsed(cue)) for sign, written in signs.items() for cue in written]
    uses = Counter(slot for _, cue in cues for slot in cue.slots)
    index = _Index(spelling)
    for slot in uses:
        for choice in dict.fromkeys(alternatives(slot, groups)):
            index.add(choice, slot)
    by_slot: dict[str, list[tuple[str, Cue]]] = {}
    for sign, cue in cues:
        rarest = min(sorted(cue.slots), key=lambda slot: uses[slot])
        by_slot.setdefault(rarest, []).append((sign, cue))
    frozen = ({key: tuple(dict.fromkeys(value)) for key, value in each.items()} for each in index.tables)
    by_key, by_form, runs, beginnings = frozen
    return Matcher(by_key, by_form, runs, beginnings, {slot: tuple(each) for slot, each in by_slot.items()})


class _Index:
    """Slots by the words that fill them, while a matcher is made."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling = spelling
        self.tables: tuple[dict[str, list[Any]], ...] = ({}, {}, {}, {})

    def add(self, choice: str, slot: str) -> None:
        """`choice` fills `slot`."""
        by_key, by_form, runs, beginnings = self.tables
        exact = choice.startswith("=")
        words = tuple(choice.removeprefix("=").split("_"))
        keys = tuple(self.spelling.key(word) for word in words)
        if choice.endswith("*"):
            beginnings.setdefault(choice[:3], []).append((choice[:-1], slot))
        elif len(words) > 1:
            runs.setdefault(keys[0], []).append((words if exact else keys, exact, slot))
        elif exact:
            by_form.setdefault(words[0], []).append(slot)
        else:
            by_key.setdefault(keys[0], []).append(slot)
