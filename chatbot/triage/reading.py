"""A message as sentences of words, each word knowing its clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.triage.data import table
from chatbot.triage.words import Spelling

_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|\n+|[!?;。！？؟…]+")
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[,:()\"\-–]")
_BREAKS = frozenset(',:()"')
_NOT = {
    "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "would", "should",
    "wo", "will", "ca", "am",
}  # fmt: skip
_JOINED = {"cannot": "cant", "wouldnt": "wouldnt", "willnt": "wont", "amnt": "isnt", "aint": "isnt"}
_TAILS = {"'ll": "will", "'re": "are", "'ve": "have", "'d": "would", "'m": "am", "'s": "s"}


@dataclass(frozen=True)
class Sentence:
    """Words as written (`raw`, without apostrophes), their stems (`keys`), the clause each stands in, and fillers.

    `loose[n]` counts the words before place n that cues may not skip over.
    """

    raw: tuple[str, ...]
    keys: tuple[str, ...]
    clause: tuple[int, ...]
    loose: tuple[int, ...]
    turn: int
    asked: bool
    text: str = ""

    def gap(self, end: int, start: int) -> int:
        """How many words that count stand between the places `end` and `start`."""
        return self.loose[start] - self.loose[end]


@dataclass(frozen=True)
class Reader:
    """Reads plain text into sentences."""

    spelling: Spelling
    fillers: frozenset[str]
    split: dict[str, tuple[str, ...]]

    def sentences(self, text: str, turn: int) -> tuple[Sentence, ...]:
        """The sentences of one message in plain letters."""
        found, start = [], 0
        ends = [*((match.start(), match.end()) for match in _SENTENCE.finditer(text)), (len(text), len(text))]
        for stop, after in ends:
            sentence = self._sentence(
                text[start:stop], turn, text[start:after].strip(), asked="?" in text[stop:after]
            )
            if sentence.raw:
                found.append(sentence)
            start = after
        return tuple(found)

    def _sentence(self, text: str, turn: int, written: str, *, asked: bool) -> Sentence:
        raw: list[str] = []
        clause: list[int] = []
        current = 0
        for match in _WORD.finditer(text):
            piece = match[0]
            if piece in _BREAKS or (piece in "-–" and _stands_alone(text, match)):
                current += 1
            elif piece not in "-–":
                words = self._words(piece)
                raw.extend(words)
                clause.extend([current] * len(words))
        raw, clause = _negations_joined(raw, clause)
        keys = tuple(self.spelling.key(word) for word in raw)
        loose = [0]
        for word in raw:
            loose.append(loose[-1] + (word not in self.fillers))
        return Sentence(tuple(raw), keys, tuple(clause), tuple(loose), turn, asked, written)

    def _words(self, piece: str) -> tuple[str, ...]:
        """One written word as the words it stands for: "she's" and "shes" as "she s", "can't" as "cant"."""
        if piece.endswith("n't"):
            return (piece.replace("'", ""),)
        for tail, word in _TAILS.items():
            if piece.endswith(tail):
                return (piece[: -len(tail)].replace("'", ""), word)
        bare = piece.replace("'", "")
        return self.split.get(bare, (_JOINED.get(bare, bare),))


def reader(spelling: Spelling) -> Reader:
    """The reader with the words of `words.toml`."""
    data = table("words.toml")
    split = {word: tuple(parts.split()) for word, parts in data["written_as"].items()}
    return Reader(spelling, frozenset(data["fillers"].split()), split)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """A dash between words with room around it, or two together, ends a clause; a hyphen inside a word does not."""
    return (
        text[max(0, match.start() - 1) : match.start()].isspace()
        or text[match.end() : match.end() + 1] == "-"
    )


def _negations_joined(raw: list[str], clause: list[int]) -> tuple[list[str], list[int]]:
    """ "does not" as "doesnt", "can not" as "cant"."""
    words: list[str] = []
    places: list[int] = []
    for word, place in zip(raw, clause, strict=True):
        if word == "not" and words and words[-1] in _NOT and places[-1] == place:
            joined = {"will": "wont", "can": "cant", "am": "isnt"}.get(words[-1], words[-1] + "nt")
            words[-1] = joined
        else:
            words.append(word)
            places.append(place)
    return words, places
