"""Cues: short patterns of words that a clinician can read and edit, and whether a text holds them.

`teeth/gums + jerk/twitch - dentist` holds where one word of each group stands near the others and none of those after
the minus does. Words match in any form of the same stem, phrases word by word; `diagnos*` matches every word that
begins so; `{baby}` is a group named in the data file's `[words]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.stemming import stem

NEAR = 14
"""Words between a cue's first group and any other: about one spoken sentence."""

LONG_ENOUGH = 6
"""Letters of a cue's word that people may write one letter off; shorter words are too often other words."""

_TOKEN = re.compile(r"[^\W_]+(?:\.\d+)?")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """Groups that must stand near one another, and phrases that must not stand there."""

    groups: tuple[tuple[Phrase, ...], ...]
    unless: tuple[Phrase, ...] = ()

    def finds(self, text: Text) -> bool:
        first, *others = self.groups
        for at in text.places(first):
            near = all(any(abs(at - place) <= NEAR for place in text.places(group)) for group in others)
            if near and not any(abs(at - place) <= NEAR for place in text.places(self.unless)):
                return True
        return False


@dataclass(frozen=True)
class Text:
    """A text as cues read it: the stems of its words, in order."""

    stems: tuple[str, ...]

    def places(self, phrases: Iterable[Phrase]) -> tuple[int, ...]:
        """Where one of `phrases` begins."""
        return tuple(
            at for phrase in phrases for at in self._starts.get(phrase[0], ()) if self._is(phrase, at)
        ) + (tuple(at for phrase in phrases if phrase[0].endswith("*") for at in self._prefixed(phrase)))

    @cached_property
    def _starts(self) -> Mapping[str, tuple[int, ...]]:
        starts: dict[str, tuple[int, ...]] = {}
        for at, found in enumerate(self.stems):
            starts[found] = (*starts.get(found, ()), at)
        return starts

    def _prefixed(self, phrase: Phrase) -> list[int]:
        begun = [at for at, stem in enumerate(self.stems) if stem.startswith(phrase[0][:-1])]
        return [at for at in begun if self._is(("", *phrase[1:]), at, skip=1)]

    def _is(self, phrase: Phrase, at: int, skip: int = 0) -> bool:
        said = self.stems[at + skip : at + len(phrase)]
        return len(said) == len(phrase) - skip and all(map(_matches, phrase[skip:], said))


def read(text: str, known: Iterable[str] = ()) -> Text:
    """`text` for cues; a long word that is one letter off one of `known` (stems) is read as that."""
    found = tuple(stem(word) for word in tokens(text))
    listed = frozenset(known)
    return Text(tuple(_spelled(stem, listed) if listed else stem for stem in found))


def cue(written: str, words: Mapping[str, str]) -> Cue:
    """A cue as the data files write it."""
    wanted, *unwanted = re.split(r"\s+-\s+", written.strip())
    groups = tuple(_phrases(group, words) for group in re.split(r"\s+\+\s+", wanted))
    return Cue(groups, tuple(phrase for group in unwanted for phrase in _phrases(group, words)))


def stems_of(cues: Iterable[Cue]) -> frozenset[str]:
    """Every stem that `cues` look for."""
    every = (phrase for each in cues for group in (*each.groups, each.unless) for phrase in group)
    return frozenset(stem for phrase in every for stem in phrase if not stem.endswith("*"))


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case; apostrophes and the commas within numbers dropped."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"['’]", "", text.lower()))
    return _TOKEN.findall(plain)


def _phrases(group: str, words: Mapping[str, str]) -> tuple[Phrase, ...]:
    spelled_out = re.sub(r"\{(\w+)\}", lambda named: words[named[1]], group)
    return tuple(_phrase(alternative) for alternative in spelled_out.split("/") if alternative.strip())


def _phrase(alternative: str) -> Phrase:
    return tuple(
        f"{word[:-1]}*" if word.endswith("*") else stem(word)
        for part in alternative.split()
        for word in ([part.lower()] if part.endswith("*") else tokens(part))
    )


def _matches(wanted: str, said: str) -> bool:
    return said.startswith(wanted[:-1]) if wanted.endswith("*") else said == wanted


@lru_cache(maxsize=16384)
def _spelled(stem: str, known: frozenset[str]) -> str:
    if stem in known or len(stem) < LONG_ENOUGH - 1:
        return stem
    alike = [each for each in known if each[0] == stem[0] and len(each) >= LONG_ENOUGH]
    best = process.extractOne(stem, sorted(alike), scorer=OSA.distance, score_cutoff=1)
    return str(best[0]) if best else stem
