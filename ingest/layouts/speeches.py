"""The speeches of a doctor's page: the lines of each speaker together, with who it is and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.dates import find_date
from ingest.document import Person
from ingest.layouts.speaking import Said, Turn
from ingest.sheet import Line, Mark

_LETTERS = re.compile(r"(?:[A-Z][A-Za-z]?[A-Z.][A-Za-z.]{0,6}[, ]*)+")


@dataclass
class Speech:
    """Words of one speaker as they are gathered."""

    turn: Turn
    person: Person | None = None
    published: str | None = None
    lines: list[Line] = field(default_factory=list)


def speeches_of(said: Sequence[Said]) -> Iterator[Speech]:
    """Speeches in the page's order. Words before anyone is named are the asker's.

    Nothing ends the page before an answer: what would stands in a menu.
    """
    speech = Speech(Turn.QUESTION)
    before, answered = Turn.WORDS, False
    for each in said:
        if each.turn is Turn.END and answered:
            break
        answered = answered or (
            speech.turn is Turn.ANSWER and each.turn is Turn.WORDS and bool(each.line.text)
        )
        if each.turn in {Turn.QUESTION, Turn.ANSWER, Turn.PLAIN_ANSWER, Turn.MORE_INFO}:
            begun = _begun(speech, each)
            if begun is not speech:
                yield speech
            speech = begun
        elif each.turn is Turn.WORDS or (each.turn is Turn.FIELD and _is_said(speech, before)):
            speech.lines.append(each.line)
        else:
            _learn(speech, each)
        before = each.turn if each.line.text else before
    yield speech


def with_letters(said: Sequence[Said]) -> list[Said]:
    """The lines, where a doctor's name over a line of letters ("MBBS, DNB (Pediatrics)") begins what they answer."""
    joined = list(said)
    filled = [place for place, each in enumerate(said) if each.line.text]
    for place, below in pairwise(filled):
        named, letters = said[place].person, said[below].person
        if said[place].turn is Turn.NAMED and named and letters and _LETTERS.fullmatch(letters.name or ""):
            person = Person(f"{named.name}, {letters.name}", department=letters.department)
            joined[place] = replace(said[place], turn=Turn.ANSWER, person=person)
            joined[below] = Said(Turn.FACT, said[below].line)
    return joined


def _is_said(speech: Speech, before: Turn) -> bool:
    """Whether the name of a field is part of what is said: amid words, and not under a name."""
    return before not in {Turn.NAMED, Turn.SIGNED} and any(line.text for line in speech.lines)


def _begun(speech: Speech, each: Said) -> Speech:
    """The speech that goes on after a line that names a speaker: a new one, unless they speak already."""
    turn = Turn.ANSWER if each.turn is Turn.PLAIN_ANSWER else each.turn
    same = speech.turn is turn and (each.person is None or speech.person in (None, each.person))
    silent = not any(line.text for line in speech.lines)
    if same and (silent or (each.rest and turn is not Turn.QUESTION)):
        begun = speech
    else:
        known = speech.person if silent and speech.turn is turn else None
        begun = Speech(turn, known, speech.published if silent and speech.turn is turn else None)
    begun.person = each.person or begun.person
    begun.published = find_date(each.when or "") or begun.published
    begun.lines += [Line("", Mark.BLANK), each.rest] if each.rest else []
    return begun


def _learn(speech: Speech, each: Said) -> None:
    speech.lines.append(Line("", Mark.BLANK))
    if each.turn in {Turn.ASKER, Turn.ASK_DATE} and speech.turn is Turn.QUESTION:
        speech.published = find_date(each.when or "") or speech.published
        speech.person = each.person or speech.person
    elif each.turn is Turn.REPLY_DATE and speech.turn is Turn.ANSWER:
        speech.published = find_date(each.when or "") or speech.published
    elif each.turn in {Turn.SIGNED, Turn.NAMED} and speech.turn is Turn.ANSWER:
        speech.person = speech.person or each.person
    elif (
        each.turn is Turn.FIELD
        and speech.turn is Turn.ANSWER
        and speech.person
        and not speech.person.department
    ):
        speech.person = replace(speech.person, department=each.person.department if each.person else None)
