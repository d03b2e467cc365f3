"""Reads one sentence into what the checker compares: its words, what is denied, how often, how many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from chatbot.vocabulary import Vocabulary, levels, listed, vocabulary

_TOKEN = re.compile(r"[^\W\d_]+(?:_[^\W\d]+)*(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*|%|[.,;:!?()–—]")
_RANGE = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)")
_END = frozenset(".,;:!?()–—")


@dataclass(frozen=True)
class Word:
    """A word or phrase: `key` stands for all that say the same, `clause` counts clauses that contrast, from 0.

    `denial` numbers the denial (from 1) that reaches the word, 0 where none does.
    """

    text: str
    key: str
    clause: int
    content: bool
    denial: int


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and bound ("least", "most" or ""), at the place of its word."""

    value: float
    unit: str
    bound: str
    at: int


@dataclass(frozen=True)
class Reading:
    """A sentence as the checker reads it."""

    text: str
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    denials: int

    def count(self, key: str) -> int:
        """How often the word comes."""
        return sum(word.key == key for word in self.words)

    def hedges(self, head: str) -> bool:
        """Whether the denial of `head` is itself unsure ("may not indicate")."""
        at = next((place for place, word in enumerate(self.words) if word.key == head and word.denial), 0)
        return bool({word.text for word in self.words[max(0, at - 3) : at]} & {"may", "might"})

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(word.key for word in self.words if word.content)

    @property
    def denied(self) -> frozenset[str]:
        return frozenset(word.key for word in self.words if word.content and word.denial)

    @property
    def affirmed(self) -> frozenset[str]:
        return frozenset(word.key for word in self.words if word.content and not word.denial)

    def near(self, at: int, reach: int) -> frozenset[str]:
        """The content words within `reach` content words of the word at `at`, in its contrasting clause."""
        places = [place for place, word in enumerate(self.words) if word.content and place != at]
        before = [place for place in places if place < at][-reach:]
        after = [place for place in places if place > at][:reach]
        clause = self.words[at].clause
        return frozenset(
            self.words[place].key for place in before + after if self.words[place].clause == clause
        )

    def after(self, at: int, reach: int) -> tuple[str, ...]:
        """The next `reach` content words after the word at `at`."""
        return tuple(word.key for word in self.words[at + 1 :] if word.content)[:reach]

    def before(self, at: int, reach: int) -> tuple[str, ...]:
        """The last `reach` content words before the word at `at`."""
        return tuple(word.key for word in self.words[:at] if word.content)[-reach:]


@lru_cache(maxsize=4096)
def reading(text: str) -> Reading:
    known = vocabulary()
    tokens = _TOKEN.findall(_plain(text, known))
    clauses = _clauses(tokens)
    denials = _denials(tokens)
    words = tuple(
        Word(token, known.key(token), clause, _is_content(token), denial)
        for token, clause, denial in zip(tokens, clauses, denials, strict=True)
    )
    return Reading(text, words, tuple(_quantities(tokens, known)), _count_denials(tokens))


def _plain(text: str, known: Vocabulary) -> str:
    """The text in lower case, contractions written out, phrases joined into words."""
    lower = _RANGE.sub(" – ", text.lower().replace("’", "'").replace("per cent", "percent"))
    for short, full in (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("n't", " not")):
        lower = lower.replace(short, full)
    lower = re.sub(r"(?<=[a-z])/(?=[a-z])", " per ", lower)
    lower = re.sub(r"'(?:s|re|ve|ll|d|m)\b", "", lower)
    return known.phrases.sub(lambda found: re.sub(r"[\s-]+", "_", found.group()), lower)


@cache
def _is_content(token: str) -> bool:
    known = vocabulary()
    if token in _END | {"%"} or token[0].isdecimal() or len(token) < 2:
        return False
    if "_" in token and token not in known.same and token.split("_", maxsplit=1)[0] in known.stop:
        return False
    return token not in known.stop and (token not in _apart() or known.key(token) in known.opposites)


@cache
def _apart() -> frozenset[str]:
    """Words that rules of their own look after: how often, how firmly, how many, denials."""
    known = vocabulary()
    numbers = (
        known.data["numbers"]["words"].keys() | known.data["numbers"]["ordinals"].keys() | known.units.keys()
    )
    return frozenset(
        levels("frequency").keys() | levels("duty").keys() | listed("negation", "cues") | numbers
    )


def _clauses(tokens: list[str]) -> list[int]:
    parting, clause, found = listed("contrast", "words"), 0, []
    for token in tokens:
        clause += token in parting | {";"}
        found.append(clause)
    return found


def _denials(tokens: list[str]) -> list[int]:
    cues, ends = listed("negation", "cues"), listed("negation", "ends")
    reached, count, open_ = [0] * len(tokens), 0, False
    for place, token in enumerate(tokens):
        if token in cues:
            count, open_ = count + 1, True
        elif token in _END or token in ends:
            open_ = False
        elif open_:
            reached[place] = count
    return _backward(tokens, reached, count)


def _count_denials(tokens: list[str]) -> int:
    cues = listed("negation", "cues") | listed("negation", "backward")
    return sum(token in cues for token in tokens)


def _backward(tokens: list[str], reached: list[int], count: int) -> list[int]:
    for place, token in enumerate(tokens):
        if token in listed("negation", "backward"):
            count += 1
            for earlier in range(place - 1, -1, -1):
                if tokens[earlier] in _END:
                    break
                reached[earlier] = reached[earlier] or count
    return reached


def _quantities(tokens: list[str], known: Vocabulary) -> list[Quantity]:
    return [found for place in range(len(tokens)) if (found := _quantity(tokens, place, known)) is not None]


def _quantity(tokens: list[str], place: int, known: Vocabulary) -> Quantity | None:
    token, numbers = tokens[place], known.data["numbers"]
    if token in numbers["ordinals"]:
        return Quantity(float(numbers["ordinals"][token]), "place", "", place)
    value = numbers["words"].get(token)
    if (
        token in {"a", "an"}
        and tokens[place + 1 : place + 2]
        and tokens[place + 1] in known.data["numbers"]["singular"]
    ):
        value = 1
    if value is None and token[0].isdecimal():
        value = _number(token)
    if value is None or (token in {"one", "half", "third"} and _unit(tokens, place, known) == ""):
        return None
    return Quantity(float(value), _unit(tokens, place, known), _bound(tokens, place), place)


def _number(token: str) -> float:
    digits = re.sub(r",(?=\d{3}(?:\D|$))", "", token).replace(",", ".")
    return float(digits) if digits.count(".") < 2 else float(digits.replace(".", ""))


def _unit(tokens: list[str], place: int, known: Vocabulary) -> str:
    """The unit among the next four words, past "to six" and "of the"; "" where there is none."""
    for at, token in enumerate(tokens[place + 1 : place + 5], place + 1):
        if token in known.units:
            per = tokens[at + 2 : at + 3] if tokens[at + 1 : at + 2] == ["per"] else []
            return "/".join([known.units[token], *(known.units.get(each, each) for each in per)])
        if token in _END - {"–"}:
            return ""
    return ""


def _bound(tokens: list[str], place: int) -> str:
    before = tokens[max(0, place - 2) : place]
    if any(token in listed("numbers", "least") - {"from"} for token in before):
        return "least"
    return "most" if any(token in listed("numbers", "most") for token in before) else ""
