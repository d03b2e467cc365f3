"""What the sentence splitter knows of English, read once from `data/sentences.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True)
class Abbreviations:
    """Words, in lower case and without their last stop, after which a stop may not end a sentence."""

    never: Words
    seldom: Words
    often: Words
    before_number: Words
    after_number: Words
    determiners: Words
    lettered: Words
    starters: Words
    addresses: Words


@dataclass(frozen=True)
class Cues:
    """Patterns and limits that tell what kind of sentence this is. Limits count words, or what they name."""

    removed: str
    abbreviations: Abbreviations
    greeting: re.Pattern[str]
    closing: re.Pattern[str]
    salutation: re.Pattern[str]
    question: re.Pattern[str]
    lead_in: re.Pattern[str]
    hanging: re.Pattern[str]
    site_lead: re.Pattern[str]
    finite: re.Pattern[str]
    order: re.Pattern[str]
    dangling: Words
    small: Words
    greeting_words: int
    heading_words: int
    item_words: int
    small_item_words: int
    whole_item_words: int
    list_characters: int
    hanging_characters: int
    gloss_words: int


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, with either apostrophe."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(phrase).replace("'", "['’]") for phrase in longest_first) + ")"


def _abbreviations(data: dict[str, Any]) -> Abbreviations:
    listed = {name: frozenset(words) for name, words in data["abbreviations"].items()}
    starters = frozenset(data["starters"]["words"])
    return Abbreviations(**listed, starters=starters, addresses=frozenset(data["addresses"]["endings"]))


def _question(questions: dict[str, list[str]]) -> re.Pattern[str]:
    begins = "|".join(questions["begins"])
    return re.compile(rf"^\W*(?:{begins})|{'|'.join(questions['anywhere'])}", re.IGNORECASE)


def _salutation(salutes: list[str], addressees: list[str]) -> re.Pattern[str]:
    """A salutation and up to four words of whom it greets, up to its comma, colon or mark."""
    no_name = r"(?!(?:i|my|we|our|he|she|it|this|if|have|is|can)\b)"
    name = rf"(?:\s{no_name}(?:(?:dr|mr|mrs|ms|prof)\.\s?|doctor |dr )?[\w’'-]+)"
    whom = rf"(?:,\s?{any_of(addressees)}\b\.?(?: [A-Z][\w’'-]+)?)?"
    return re.compile(rf"(?i:{any_of(salutes)}\b{name}{{0,4}}?){whom}\s?[,:!–—]+(?=\s)")


@cache
def cues() -> Cues:
    data = tomllib.loads((files("ingest") / "data" / "sentences.toml").read_text("utf-8"))
    greetings, lists = data["greetings"], data["lists"]
    but_not = any_of(greetings["but_not"])
    return Cues(
        removed=data["removed"],
        abbreviations=_abbreviations(data),
        greeting=re.compile(rf"^\W*(?!{but_not}){any_of(greetings['opening'])}\b", re.IGNORECASE),
        closing=re.compile(any_of(greetings["anywhere"]), re.IGNORECASE),
        salutation=_salutation(greetings["salutes"], greetings["addressees"]),
        question=_question(data["questions"]),
        lead_in=re.compile(rf"(?::|\b{any_of(lists['lead_ins'])}[.,:]?)\s*$", re.IGNORECASE),
        hanging=re.compile(rf"\b{any_of(lists['hanging'])}(?!\w)", re.IGNORECASE),
        site_lead=re.compile(rf"^\W*(?:{'|'.join(lists['site_leads'])})\W*$", re.IGNORECASE),
        finite=re.compile(rf"\b{any_of(data['verbs']['finite'])}\b", re.IGNORECASE),
        order=re.compile(rf"{any_of(data['verbs']['orders'])}\b", re.IGNORECASE),
        dangling=frozenset(data["cut"]["dangling"]),
        small=frozenset(data["headings"]["small"]),
        greeting_words=greetings["words"],
        heading_words=data["headings"]["words"],
        item_words=lists["item_words"],
        small_item_words=lists["small_item_words"],
        whole_item_words=lists["whole_item_words"],
        list_characters=lists["characters"],
        hanging_characters=lists["hanging_characters"],
        gloss_words=lists["gloss_words"],
    )
