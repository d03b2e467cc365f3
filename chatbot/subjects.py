"""The subject of a sentence: the words before its first verb, where they name something by themselves."""

from __future__ import annotations

import re

LONGEST_SUBJECT = 6
"""Words of a subject; a longer one is mostly half a clause."""

VERB = (
    r"(?:is|are|was|were|am|be|been|can|cannot|can't|may|might|could|will|would|should|must|has|have|had|do|does|did|happens?|occurs?|causes?|"
    r"affects?|begins?|starts?|usually|often|also|sometimes|rarely|typically|mostly|isn't|aren't|doesn't|don't|uses?|makes?|gives?|carries|lasts?|"
    r"needs?|includes?|involves?|comes?|goes|went|works?|shows?|showed|found|refers?|tends?|appears?|seems?|feels?|reports?|describes?|says?|advises?"
    r"|varies|vary|helps?|relieves?|blocks?|relaxes|reduces?|improves?|focuses|leads?|results?|experience|develops?|stops?|increases?|provides?)"
)
_PLURAL_VERB = re.compile(r"\s*(?:are|were|have|do|vary|include|need|cause|affect)\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"^\W*(?:[A-Z][^,.]{{0,40}},\s+)?((?:[\w’'()-]+\s+){{1,8}}?)(?={VERB}\b)")
_NO_SUBJECT = re.compile(
    r"^(?:there|you|we|i|he|she|who|what|if|when|while|as|although|because|since|after|before|in|on|at|for|with|to|by|"
    r"ours?|mine|my|his|her|your|everyone|someone|nobody|one|each|both|others?|no|not|do|only|about|nearly|almost|more|less|"
    r"(?:most|some|many|several|few|all|affected)|\w+ing|"
    r"(?:the|a|an)?\s*(?:\w+\s+)?(?:doctors?|parents?|people|patients?|individuals?|children|babies|infants?|adults?|"
    r"authors?|researchers?|scientists?|experts?|studies|study|symptoms?|signs?|changes|results?))\b",
    re.IGNORECASE,
)
_THOSE_WITH = re.compile(r"^(?:people|patients|children|babies|infants|adults|those)\s+with\b", re.IGNORECASE)


def subject_of(sentence: str, plural: bool) -> str | None:
    """The words before the first verb of `sentence`, where they name one thing, or several, by themselves."""
    match = _SUBJECT.match(sentence)
    if (
        not match
        or (_NO_SUBJECT.search(match[1]) and not (plural and _THOSE_WITH.match(match[1])))
        or len(match[1].split()) > LONGEST_SUBJECT
    ):
        return None
    subject = match[1].strip()
    many = bool(_PLURAL_VERB.match(sentence[match.end() :])) or bool(re.search(r"[^siu']s$", subject))
    return subject if many == plural and _is_whole(subject) else None


def _is_whole(subject: str) -> bool:
    return subject.count("(") == subject.count(")") and not re.search(
        r"\b(?:who|which|that|whose|the (?:condition|disorder|disease|syndrome))\b", subject, re.IGNORECASE
    )
