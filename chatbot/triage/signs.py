"""Signs: the names that rules use, and the cues by which people's words show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatbot.triage.cues import Cue, Hit, Span, Word, alternatives, found, parsed
from chatbot.triage.data import SIGN_FILES, TriageDataError, table
from chatbot.triage.reading import Sentence
from chatbot.triage.words import Spelling
from chatbot.vocabulary import stem


@dataclass(frozen=True)
class Choice:
    """One word or run of words that fills a slot: `exact` as written, `begins` any word beginning so."""

    words: Word
    exact: bool
    begins: bool


@dataclass(frozen=True)
class Matcher:
    """All cues of some signs, ready to find.

    `by_first` maps the stem a slot's words begin with to (choice, slot); `by_slot` maps the rarest slot of each cue to it.
    """

    by_first: Mapping[str, tuple[tuple[Choice, str], ...]]
    prefixes: Mapping[str, tuple[tuple[str, str], ...]]
    by_slot: Mapping[str, tuple[tuple[str, Cue], ...]]

    def hits(self, sentence: Sentence) -> tuple[Hit, ...]:
        """Every cue found in `sentence`."""
        spans = self.spans(sentence)
        hits = {
            Hit(sign, places): None
            for slot in spans
            for sign, cue in self.by_slot.get(slot, ())
            if all(each in spans for each in cue.slots)
            for places in found(cue, spans, sentence)
        }
        return tuple(hits)

    def spans(self, sentence: Sentence) -> dict[str, list[Span]]:
        """Where each slot is filled."""
        spans: dict[str, list[Span]] = {}
        for place, key in enumerate(sentence.keys):
            for choice, slot in self.by_first.get(key, ()):
                end = place + len(choice.words) - 1
                if _stands(choice, sentence, place, end):
                    spans.setdefault(slot, []).append((place, end))
            for beginning, slot in self.prefixes.get(sentence.raw[place][:3], ()):
                if sentence.raw[place].startswith(beginning):
                    spans.setdefault(slot, []).append((place, place))
        return spans


def _stands(choice: Choice, sentence: Sentence, place: int, end: int) -> bool:
    if end >= len(sentence.raw):
        return False
    if choice.exact:
        return sentence.raw[place : end + 1] == choice.words
    return sentence.keys[place : end + 1] == choice.words or len(choice.words) == 1


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
    uses: dict[str, int] = {}
    for _, cue in cues:
        for slot in cue.slots:
            uses[slot] = uses.get(slot, 0) + 1
    by_first: dict[str, list[tuple[Choice, str]]] = {}
    prefixes: dict[str, list[tuple[str, str]]] = {}
    for slot in uses:
        for choice in alternatives(slot, groups):
            if choice.endswith("*"):
                prefixes.setdefault(choice[:3], []).append((choice[:-1], slot))
            else:
                made = _choice(choice, spelling)
                first = spelling.key(made.words[0]) if made.exact else made.words[0]
                by_first.setdefault(first, []).append((made, slot))
    by_slot: dict[str, list[tuple[str, Cue]]] = {}
    for sign, cue in cues:
        rarest = min(sorted(cue.slots), key=lambda slot: uses[slot])
        by_slot.setdefault(rarest, []).append((sign, cue))
    return Matcher(
        *({key: tuple(value) for key, value in each.items()} for each in (by_first, prefixes, by_slot))
    )


def _choice(written: str, spelling: Spelling) -> Choice:
    if written.startswith("="):
        return Choice(tuple(written[1:].split("_")), exact=True, begins=False)
    return Choice(tuple(spelling.key(word) for word in written.split("_")), exact=False, begins=False)


__all__ = ["Matcher", "cue_words", "matcher", "sign_cues", "stem"]
