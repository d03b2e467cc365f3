"""Finds what a sentence that leans on its neighbours refers to, in the document's own words."""

from __future__ import annotations

import re

from chatbot.choosing import Candidate
from chatbot.topics import Lexicon
from ingest.chunk import QUOTABLE
from ingest.sentences import sentences

LONGEST_SUPPLIED = 30
"""Words of a whole earlier sentence that may stand in brackets."""

_VERB = (
    r"(?:is|are|was|were|am|be|been|can|cannot|can't|may|might|could|will|would|should|must|has|have|had|do|does|did|happens?|occurs?|causes?|"
    r"affects?|begins?|starts?|usually|often|also|sometimes|rarely|typically|mostly|isn't|aren't|doesn't|don't|uses?|makes?|gives?|carries|lasts?|"
    r"needs?|includes?|involves?|comes?|goes|went|works?|shows?|showed|found|refers?|tends?|appears?|seems?|feels?|reports?|describes?|says?|advises?)"
)
_BEGINS = r"^\W*(?:(?:in|when|during|after|with|for|if|because of|as|once|before|by)\s+)?"
_THIS = re.compile(_BEGINS + r"(?:this|these|that|those|such)\b", re.IGNORECASE)
_IT = re.compile(_BEGINS + r"(?:it|its|they|their|this|these|that|those|such)\b", re.IGNORECASE)
_THE_THING = re.compile(
    r"^\W*the\s+(?:condition|disorder|disease|syndrome|procedure|operation|intervention|treatment|drug|medicine|movements?|attacks?|episodes?|twitch(?:ing)?)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"^\W*(?:[A-Z][^,.]{{0,40}},\s+)?((?:[\w’'()-]+\s+){{1,8}}?)(?={_VERB}\b)")
_NO_SUBJECT = re.compile(
    r"^(?:there|you|we|i|he|she|who|what|if|when|while|as|although|because|since|after|before|in|on|at|for|with|to|by|"
    r"(?:your|the|a|our|my|his|her|some|many)?\s*(?:doctors?|parents?|people|authors?|researchers?|experts?))\b",
    re.IGNORECASE,
)


def supplied_for(candidate: Candidate, lexicon: Lexicon) -> str | None:
    """What to put in brackets before a sentence that begins with "It" or "This"; None where it needs nothing.

    "This" and "these" point at what was just said, so the earlier sentence is given whole; "it" and "they" at what
    that sentence speaks of; "the condition" at what the document is about.
    """
    quote = candidate.quote
    earlier = _sentences_before(candidate)
    if _THIS.search(quote) and earlier and len(earlier[-1].split()) <= LONGEST_SUPPLIED:
        return earlier[-1].rstrip(" .")
    if _IT.search(quote):
        subject = next(
            (found for sentence in reversed(earlier[-3:]) if (found := _subject_of(sentence))), None
        )
        return _unless_said(subject or _topic_of(candidate, lexicon), quote)
    return _unless_said(_topic_of(candidate, lexicon), quote) if _THE_THING.search(quote) else None


def _sentences_before(candidate: Candidate) -> list[str]:
    """The statements of the same part that come before the candidate, in order."""
    chunk = candidate.passage.chunk
    text = chunk.document.text
    spans = sentences(text, chunk.part.start, candidate.sentence.start)
    return [" ".join(text[span.start : span.end].split()) for span in spans if span.kind in QUOTABLE]


def _subject_of(sentence: str) -> str | None:
    """The words before the first verb of `sentence`, where they name something by themselves."""
    match = _SUBJECT.match(sentence)
    if not match or _IT.search(match[1]):
        return None
    subject = match[1].strip()
    return None if _NO_SUBJECT.search(subject) else subject


def _topic_of(candidate: Candidate, lexicon: Lexicon) -> str:
    title = candidate.passage.chunk.document.title
    mentions = lexicon.mentions(title)
    if mentions:
        return title[mentions[0].start : mentions[0].end]
    return re.split(r"[:|–—(]", title)[0].strip()


def _unless_said(subject: str, quote: str) -> str | None:
    return None if subject.lower() in quote.lower() else subject
