"""How far a page and each of its parts may be trusted, with the reason, by the rules of `data/ranks.toml`."""

from __future__ import annotations

import re

from ingest.document import EvidenceRank, Kind, Person, Role
from ingest.layouts.laid import Laid, Piece
from ingest.sheet import Sheet
from ingest.standing import Maker, body_at, body_called, has_standing, maker, rules

EXPERIENCE = EvidenceRank(5, "posts by people whose standing nobody has checked")
ASKER = EvidenceRank(5, "the asker's own account")
ADDED = EvidenceRank(0, "added below the doctor's reply by an unknown author, not the doctor's words")
_UNNAMED = EvidenceRank(0, "an answer by nobody who is named")
_VOICES = {Role.MORE_INFO, Role.QUESTION, Role.RELATED_QUESTION}


def rank_document(laid: Laid, sheet: Sheet, address: str | None) -> EvidenceRank:
    """The page's rank. `address` is where it was fetched from, None for a file."""
    if sheet.override.evidence_rank is not None:
        reason = sheet.override.evidence_reason
        return EvidenceRank(
            sheet.override.evidence_rank, f"set by whoever added the page{f': {reason}' if reason else ''}"
        )
    if laid.kind is Kind.FORUM:
        return EXPERIENCE
    if laid.kind is Kind.DOCTOR_QA:
        answers = [_answer(piece.author) for piece in laid.pieces if piece.role is Role.ANSWER]
        return min(answers, key=lambda rank: rank.weakness, default=_UNNAMED)
    return rank_article(laid, sheet, address)


def rank_piece(piece: Piece, laid: Laid, document: EvidenceRank, sheet: Sheet) -> EvidenceRank:
    """A part's rank: its page's, or its own where someone else speaks in it.

    A rank set by whoever added the page holds for its parts, but never lifts an asker's or an unknown author's words.
    """
    own = _own(piece, laid, document)
    if sheet.override.evidence_rank is None:
        return own
    return own if piece.role in _VOICES and own.weakness > document.weakness else document


def rank_article(laid: Laid, sheet: Sheet, address: str | None) -> EvidenceRank:
    """An article's or a reference's rank, from the address, the institution, the author and the reviewer."""
    made = maker(sheet)
    known = _known(laid, sheet, address, made)
    if known is not None and (address is not None or not made.invented):
        return known
    if made.invented:
        job = f", job “{made.job}”" if made.job else ""
        named = f" ({made.author}{job})" if made.author else ""
        return EvidenceRank(0, f"the author's biography{named} is of the kind that scraped copies invent")
    return _by_people(made)


def _own(piece: Piece, laid: Laid, document: EvidenceRank) -> EvidenceRank:
    if piece.role is Role.MORE_INFO:
        return ADDED
    if piece.role is Role.RELATED_QUESTION or (piece.role is Role.QUESTION and laid.kind is Kind.DOCTOR_QA):
        return ASKER
    if piece.role is Role.RELATED_ANSWER or (piece.role is Role.ANSWER and laid.kind is Kind.DOCTOR_QA):
        return _answer(piece.author)
    return EXPERIENCE if piece.role in {Role.POST, Role.REPLY, Role.COMMENT} else document


def _answer(doctor: Person | None) -> EvidenceRank:
    if doctor is None or doctor.name is None:
        return _UNNAMED
    standing = doctor.department or doctor.standing
    if standing or has_standing(doctor.name):
        return EvidenceRank(4, f"a named doctor's reply ({', '.join(filter(None, (doctor.name, standing)))})")
    return EvidenceRank(0, f"an answer by {doctor.name}, who names no field, department or qualification")


def _known(laid: Laid, sheet: Sheet, address: str | None, made: Maker) -> EvidenceRank | None:
    """The rank by the organisation behind the page: its address first, then the name that it gives itself."""
    claimed = sheet.override.url or sheet.said.url
    if (found := body_at(address or claimed)) is not None:
        body, host = found
        if (level := _level(laid, sheet, body.issues)) and (address or sheet.override.url):
            return EvidenceRank(
                level,
                f"{host} is {body.name} and the page calls itself {_PAPERS[level]}; not confirmed by a person",
            )
        named = f"{made.institution}, " if made.institution else ""
        return EvidenceRank(4, f"a page of {named}{body.name} ({host}){_whose(sheet, address)}")
    if made.institution is None:
        return None
    called = body_called(made.institution)
    kind = f", {called.name}" if called else ""
    return EvidenceRank(4, f"published by {made.institution}{kind}{_whose(sheet, None)}")


_PAPERS = {
    1: "a guideline or a label",
    2: "a systematic review or a randomised trial",
    3: "a cohort or registry study",
}


def _whose(sheet: Sheet, address: str | None) -> str:
    if address is not None:
        return ""
    if sheet.override.url or sheet.override.organisation:
        return ", says whoever added the page"
    return ", by the page's own claim: it was not fetched from there"


def _level(laid: Laid, sheet: Sheet, issues: tuple[int, ...]) -> int | None:
    first = " ".join(line.text for line in sheet.lines[:12] if line.text)[:1500]
    words = " ".join(filter(None, (sheet.override.title, sheet.said.title, laid.title, first)))
    return next((level for level in issues if re.search(rules()["words"][str(level)], words)), None)


def _by_people(made: Maker) -> EvidenceRank:
    if has_standing(made.reviewer):
        return EvidenceRank(4, f"medically reviewed by {made.reviewer}, by the page's own account")
    if has_standing(made.author):
        return EvidenceRank(4, f"written by {made.author}, by the page's own account")
    if made.author is None:
        return EvidenceRank(0, "the page names no author and no institution behind it")
    job = made.job or next(iter(re.findall(rules()["standing"]["others"], made.author)), None)
    return EvidenceRank(
        0, f"its author, {made.author}{f' ({job.strip()})' if job else ''}, shows no clinical standing"
    )
