"""A doctor's reply: the question and who asks, the reply and whose it is, what others added, related questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Kind, Person, Role
from ingest.layouts.cues import without_furniture
from ingest.layouts.laid import Block, Laid, Piece
from ingest.layouts.paragraphs import blocks_of, ends_sentence, words_of
from ingest.layouts.related import related_pieces
from ingest.layouts.speaking import Said, Turn, read_line
from ingest.layouts.speaking import asker as asker_in
from ingest.layouts.speeches import Speech, speeches_of, with_letters
from ingest.layouts.thread import posts_shown
from ingest.layouts.titles import is_title, own_title, same_words
from ingest.sheet import Line, Sheet

_PLACE = re.compile(r"(?i)\b(?:department of|hospital|medical cent(?:er|re)|clinic|university|institute)\b")
_I = re.compile(r"(?i)\b(?:i|my|me|we|our|he|she|his|her)\b")
_I_AM = re.compile(r"(?i)\bI(?:['’]m| am) (?:an? )?(?P<who>\d{1,3}[- ]?(?:years?|yrs?)[- ]old\b[^.,;]{0,30})")
_REPLIES = re.compile(r"(?i)\b(?:repl|answer|respon)")
_ROLES = {Turn.QUESTION: Role.QUESTION, Turn.ANSWER: Role.ANSWER, Turn.MORE_INFO: Role.MORE_INFO}


def recognise(sheet: Sheet) -> float:
    """How strongly the page shows a person's question and a named doctor's reply to it: 0 to 1.

    A name with letters after it may be a byline: it counts only where the page says who asks.
    """
    said = _said(sheet)
    named = [each for each in said if each.turn in {Turn.ANSWER, Turn.SIGNED} and each.person]
    if not named:
        return 0.0
    before = said[: said.index(named[0])]
    asked = [each for each in before if each.turn in {Turn.QUESTION, Turn.ASKER} or _says_asked(each)]
    written = " ".join(each.line.text for each in before if each.turn is Turn.WORDS)
    replies = any(_REPLIES.search(each.line.text) for each in named)
    if not asked and not (replies and _I.search(written) and "?" in written):
        return 0.0
    shows = 0.6 + 0.15 * min(len(asked), 2) + 0.1 * any(each.turn is Turn.REPLY_DATE for each in said)
    posts, asking = posts_shown(sheet), sum(each.turn is Turn.QUESTION for each in said)
    accounted = 0.25 * (0 < posts <= len(named) + asking)
    return min(shows + accounted, 1.0) * (0.3 if posts > len(named) + 2 + asking else 1.0)


def lay_out(sheet: Sheet) -> Laid:
    """The speeches in order, then the related questions at the foot, each a pair of pieces."""
    lines = without_furniture(sheet.lines, keep=("more_info", "related", "teaser_end"))
    title = own_title(lines, sheet.said.title)
    said = [read_line(line) if line.text else Said(Turn.WORDS, line) for line in _without_title(lines, title)]
    said = with_letters(said)
    answer = next((place for place, each in enumerate(said) if each.turn is Turn.ANSWER), 0)
    foot = next((p for p, each in enumerate(said) if p > answer and each.turn is Turn.RELATED), len(said))
    before, main = _parted(said[:foot])
    speeches = [speech for speech in speeches_of(main) if any(line.text for line in speech.lines)]
    asker = next(
        (each.person for each in said[:foot] if each.turn in {Turn.ASKER, Turn.QUESTION} and each.person),
        None,
    )
    asker = asker or _told_of(speeches)
    pieces = tuple(_pieces(speeches, asker, _fields(said)))
    doctor = next((piece.author for piece in pieces if piece.role is Role.ANSWER and piece.author), None)
    dates = {piece.role: piece.published for piece in pieces if piece.published}
    return Laid(
        "doctor_reply",
        Kind.DOCTOR_QA,
        (*pieces, *related_pieces(said[foot + 1 :])),
        title=title,
        asker=asker,
        author=doctor,
        published=dates.get(Role.ANSWER) or dates.get(Role.QUESTION),
        notes=before,
    )


def _told_of(speeches: Sequence[Speech]) -> Person | None:
    """The asker as their own question tells: "I am a 34-year-old female"."""
    questions = (speech for speech in speeches if speech.turn is Turn.QUESTION)
    words = " ".join(line.text for speech in questions for line in speech.lines)
    match = _I_AM.search(words)
    return asker_in(match.group("who")) if match else None


def _says_asked(each: Said) -> bool:
    return each.turn is Turn.ASK_DATE and each.line.text.lower().startswith(("ask", "question"))


def _said(sheet: Sheet) -> list[Said]:
    lines = without_furniture(sheet.lines, keep=("more_info", "related", "teaser_end"))
    return with_letters([read_line(line) for line in lines if line.text])


def _parted(said: Sequence[Said]) -> tuple[tuple[str, ...], Sequence[Said]]:
    """What the page tells, as notes, before it says "Question", and the rest."""
    aside = {Turn.WORDS, Turn.FACT, Turn.ASK_DATE}
    first = next((place for place, each in enumerate(said) if each.turn not in aside), 0)
    told = [each.line.text for each in said[:first] if each.line.text and each.turn is Turn.WORDS]
    about = [each for each in said[:first] if each.turn is not Turn.WORDS]
    if (
        said
        and said[first].turn is Turn.QUESTION
        and not any(mark in " ".join(told) for mark in "?")
        and sum(map(len, told)) <= 300
    ):
        return tuple(
            f"Before the question the page says: “{words}”" for words in told if ends_sentence(words)
        ), [*about, *said[first:]]
    return (), said


def _without_title(lines: Sequence[Line], title: str | None) -> Iterator[Line]:
    for line in lines:
        if not title or not same_words(line.text, title):
            yield line


def _fields(said: Sequence[Said]) -> dict[str | None, str]:
    """The field of each doctor that the page names one for, beside the name or on the line under it."""
    found: dict[str | None, str] = {}
    person: Person | None = None
    for each in said:
        person = each.person if each.turn in {Turn.ANSWER, Turn.NAMED, Turn.SIGNED} else person
        field_named = each.person.department if each.person else None
        if person and person.name and field_named:
            found.setdefault(person.name, field_named)
        person = person if not each.line.text or each.person else None
    return found


def _pieces(
    speeches: Sequence[Speech], asker: Person | None, fields: dict[str | None, str]
) -> Iterator[Piece]:
    several = sum(speech.turn is Turn.QUESTION for speech in speeches) > 1
    number, doctor = 0, None
    for speech in speeches:
        number += speech.turn is Turn.QUESTION
        blocks = blocks_of(speech.lines)
        blocks = _without_topic(blocks) if speech.turn is Turn.QUESTION else blocks
        if speech.turn is Turn.ANSWER:
            doctor = _placed(_with_field(speech.person, fields) or doctor, blocks)
        author = {Turn.QUESTION: speech.person or asker, Turn.ANSWER: doctor}.get(speech.turn)
        if blocks:
            yield Piece(
                _ROLES[speech.turn],
                blocks,
                _label(speech.turn, author, number if several else None),
                number=number if several else None,
                author=author,
                published=speech.published,
                cut_off=words_of(blocks).endswith(("...", "…")) and speech.turn is not Turn.QUESTION,
            )


def _label(turn: Turn, author: Person | None, number: int | None) -> str:
    which = f" {number}" if number else ""
    if turn is Turn.QUESTION:
        return f"Question{which}"
    if turn is Turn.MORE_INFO:
        return "More info"
    named = ", ".join(words for words in (author.name, author.department) if words) if author else ""
    return f"Answer{which} by {named}" if named else f"Answer{which}"


def _without_topic(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The question without the names of topics that stand over it."""
    kept = blocks
    while len(kept) > 1 and _is_topic(kept[0].text):
        kept = kept[1:]
    return kept


def _is_topic(text: str) -> bool:
    short = len(text.split()) <= 6 and is_title(text) and not ends_sentence(text)
    return short and not _I.search(text) and not text.lower().startswith(("hello", "hi", "dear"))


def _with_field(person: Person | None, fields: dict[str | None, str]) -> Person | None:
    return replace(person, department=person.department or fields.get(person.name)) if person else None


def _placed(doctor: Person | None, blocks: Sequence[Block]) -> Person | None:
    """The doctor with the hospital or department that the reply is signed with."""
    if doctor is None or doctor.name is None or doctor.standing:
        return doctor
    bare = re.sub(r"(?i)^(?:dr|prof)\.? ", "", doctor.name)
    for block in blocks[-3:]:
        signed = re.search(rf"{re.escape(bare)}, (.+?)(?:[.!]|,? (?:is|are|wishes|cares)\b|$)", block.text)
        if signed and _PLACE.search(signed.group(1)):
            return replace(doctor, standing=signed.group(1).strip(" ,."))
    return doctor
