"""Who speaks on a doctor's page: what each line begins, and what it says of the asker or the doctor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from ingest.document import Person
from ingest.layouts.cues import find, find_at_length, group
from ingest.sheet import Line

_AGE = re.compile(
    r"\b\d{1,3}(?: ?[~–-] ?\d{1,3})?[ -]?(?:years?|yrs?|months?|mos?|weeks?|days?)(?:[ -]old)?\b(?! ago| (?:of )?exp)"
    r"|\bage[d:]*\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_BARE_AGE = re.compile(r"\b(?:fe)?male\W{1,3}(\d{1,3})\b|(?<=, )(\d{1,3})(?= ?[FM]\b)", re.IGNORECASE)
_SEX = re.compile(r"\b(female|male|woman|man|girl|boy|lady|gentleman)\b", re.IGNORECASE)
_ASKER_NAME = re.compile(r"^(?:asked by:? )?([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2})(?=,| [-–|•])")
_NOT_NAMES = frozenset(
    {"Asked", "Ask", "Age", "Sex", "Gender", "Patient", "Male", "Female", "Question", "A", "An"}
)


class Turn(Enum):
    """What a line does on the page."""

    QUESTION = auto()
    ANSWER = auto()
    PLAIN_ANSWER = auto()
    MORE_INFO = auto()
    ASKER = auto()
    ASK_DATE = auto()
    REPLY_DATE = auto()
    SIGNED = auto()
    NAMED = auto()
    FIELD = auto()
    RELATED = auto()
    END = auto()
    FACT = auto()
    WORDS = auto()


@dataclass(frozen=True)
class Said:
    """A line: what it does, the words of it that are somebody's own, who is named and the date in the page's words."""

    turn: Turn
    line: Line
    rest: Line | None = None
    person: Person | None = None
    when: str | None = None


_DATED = re.compile(r"(?!by )[^\d]*\d", re.IGNORECASE)
_SHORT = 130
_ORDER = (
    ("more_info", Turn.MORE_INFO),
    ("related", Turn.RELATED),
    ("related_end", Turn.END),
    ("answer_head", Turn.ANSWER),
    ("signed", Turn.SIGNED),
    ("named", Turn.NAMED),
    ("reply_date", Turn.REPLY_DATE),
    ("asker", Turn.ASKER),
    ("ask_date", Turn.ASK_DATE),
    ("question_head", Turn.QUESTION),
    ("answer_plain", Turn.PLAIN_ANSWER),
    ("doctor_fact", Turn.FACT),
    ("field", Turn.FIELD),
)


def read_line(line: Line) -> Said:
    """What the line does. A speaker before a colon leaves the rest of the line as theirs."""
    text = line.text.strip()
    for name, turn in (("asker_says", Turn.QUESTION), ("doctor_says", Turn.ANSWER)):
        if match := find_at_length(name, text):
            rest = replace(line, text=match.group("rest"), cites=_moved(line, match.start("rest")))
            person = doctor(match) if turn is Turn.ANSWER else None
            return Said(turn if person or turn is Turn.QUESTION else Turn.PLAIN_ANSWER, line, rest, person)
    if len(text) > _SHORT:
        return Said(Turn.WORDS, line)
    for name, turn in _ORDER:
        if (match := find(name, text)) and (said := _said(turn, line, match)):
            return said
    return Said(Turn.WORDS, line)


def doctor(match: re.Match[str]) -> Person | None:
    """The doctor a line names, in its own words; None where it names nobody."""
    name, field = group(match, "name"), group(match, "field")
    return Person(name=name, department=field) if name else None


def asker(text: str) -> Person | None:
    """The asker's name, age and sex as the words give them, None where they give none."""
    age, bare, sex, name = (
        _AGE.search(text),
        _BARE_AGE.search(text),
        _SEX.search(text),
        _ASKER_NAME.search(text),
    )
    years = (age.group(1) or age.group()) if age else (bare.group(1) or bare.group(2)) if bare else None
    called = name.group(1) if name and name.group(1).split()[0] not in _NOT_NAMES else None
    person = Person(name=called, age=years, sex=sex.group(1).lower() if sex else None)
    return person if person != Person() else None


def _said(turn: Turn, line: Line, match: re.Match[str]) -> Said | None:
    when = group(match, "when")
    if turn in {Turn.ASK_DATE, Turn.REPLY_DATE}:
        return Said(turn, line, when=when) if when and _DATED.match(when) else None
    if turn is Turn.FIELD:
        return Said(turn, line, person=Person(department=group(match, "field")))
    if turn in {Turn.ANSWER, Turn.SIGNED, Turn.NAMED}:
        return Said(turn, line, person=doctor(match), when=when)
    if turn in {Turn.ASKER, Turn.QUESTION}:
        person = asker(line.text)
        return Said(turn, line, person=person, when=line.text) if person or turn is Turn.QUESTION else None
    return Said(turn, line)


def _moved(line: Line, start: int) -> tuple[tuple[int, str], ...]:
    offset = start + len(line.text) - len(line.text.lstrip())
    return tuple((at - offset, to) for at, to in line.cites if at >= offset)
