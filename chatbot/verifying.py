"""Stands between any writer and the reader: only sentences that their sources support come through.

A quoted sentence must equal the stored document's characters. Any other must pass the checker's rules against
the sentences it cites. Words of rank 5 or 0 are let through only under the label of who said them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chatbot.checking import Verdict, judge
from chatbot.choosing import Candidate
from chatbot.writing import Draft, Voice

Cosine = Callable[[str, str], float]


@dataclass(frozen=True)
class Checked:
    """The drafts that may be shown, and those that may not with the reason."""

    kept: tuple[tuple[Draft, Verdict], ...]
    removed: tuple[tuple[Draft, Verdict], ...]


NOTHING_CHECKED = Checked((), ())


def check(drafts: Iterable[Draft], cosine: Cosine | None = None) -> Checked:
    """Every draft with its verdict; only supported ones are kept."""
    judged = [(draft, verdict_on(draft, cosine)) for draft in drafts]
    return Checked(
        kept=tuple(pair for pair in judged if pair[1].name == "supported"),
        removed=tuple(pair for pair in judged if pair[1].name != "supported"),
    )


def verdict_on(draft: Draft, cosine: Cosine | None = None) -> Verdict:
    """Whether the sources of `draft` support what it says, in the voice it says it."""
    fault = _fault_of_form(draft)
    if fault:
        return Verdict("unsupported", fault)
    return judge(draft.words, [candidate.quote for candidate in draft.rests_on], cosine)


def _fault_of_form(draft: Draft) -> str | None:
    """Why a draft may not be shown whatever its words say; None where only its words remain to be judged."""
    if not draft.rests_on:
        return "it cites nothing"
    if misplaced := next((c for c in draft.rests_on if not _stands_in_its_document(c)), None):
        return f"the quote is not in “{misplaced.passage.chunk.document.title}”"
    if draft.supplied and not _is_the_documents_own(draft.supplied, draft.rests_on[0]):
        return "the words in brackets are not the document’s"
    return _fault_of_voice(draft)


def _fault_of_voice(draft: Draft) -> str | None:
    if draft.voice is Voice.OWN:
        sound = any(candidate.rank.may_claim for candidate in draft.rests_on)
        return None if sound else "it rests only on experience or on a page with no known author"
    if not draft.lead:
        return "it does not say whose words these are"
    own_words = draft.words in (candidate.quote for candidate in draft.rests_on)
    return None if own_words else "a source is given words that are not its own"


def _stands_in_its_document(candidate: Candidate) -> bool:
    part, sentence = candidate.passage.chunk.part, candidate.sentence
    return part.start <= sentence.start < sentence.end <= part.end and bool(candidate.quote.strip())


def _is_the_documents_own(supplied: str, candidate: Candidate) -> bool:
    document = candidate.passage.chunk.document
    stored = " ".join(f"{document.title} {document.text}".split())
    return " ".join(supplied.split()) in stored
