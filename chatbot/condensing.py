"""Makes a question stand alone, and boils a long message down to what it asks, with no language model.

A follow-up is recognised by what it lacks: it points back with a pronoun, or it is made only of words that could
be about anything ("any side effects?"). What it lacks is taken from the conversation's focus, which every turn
moves on. A question that names its own condition takes nothing from the turns before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chatbot.conversation import Conversation
from chatbot.topics import SLOTS, Lexicon, Mention, PersonMeant, names
from chatbot.words import WORD, content_words
from ingest.sentences import sentences

LONG_MESSAGE = 30
"""Words above which a message is boiled down. A question that people type by itself is rarely longer."""

MOST_KEPT = 3
"""Sentences kept of a long message."""

_POINTING_BACK = re.compile(
    r"\b(it|its|this|that|these|those|they|them|their|one|ones|both|either)\b", re.IGNORECASE
)
_IDLE = re.compile(
    r"\b(?:is|was|would|does|can|could|will|should)\s+(?:it|this|that)\s+(?:\w+\s+){0,2}?(?:to|that|if|for \w+ to)\b"
    r"|\bit(?:'s| is) \w+ (?:to|that|if)\b"
    r"|\b(?:this|that|these|those|either|both|one)\s+"
    r"(?:week|month|year|morning|evening|night|time|way|case|side|eye|kind|sort)\b"
    r"|\b(?:that|which)\s+(?:is|are|was|were|has|have|can|may|causes?|makes?|happens?)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\s*(?:and|but|so|ok(?:ay)?|also|then|well|thanks|thank you|what about|how about)\b[\s,.]*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$"
    r"|^\s*(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|would|will"
    r"|has|have|any)\b"
    r"|\b(?:does any(?:one|body)? know|i (?:want|would like|need|wanted|am trying) to (?:know|ask|find out|understand)"
    r"|i(?:'m| am) (?:wondering|asking)|wondering (?:if|whether|what|how)|please (?:tell|explain|advise|help)"
    r"|(?:can|could) (?:you|anyone|someone|somebody) (?:tell|explain|help)|tell me|my question is)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Focus:
    """What the conversation is about: the last condition, treatment, test and person named."""

    condition: str | None = None
    treatment: str | None = None
    test: str | None = None
    person: str | None = None

    @property
    def subject(self) -> str | None:
        """What "it" most likely is: the treatment or test under discussion, else the condition."""
        return self.treatment or self.test or self.condition


@dataclass(frozen=True)
class Standalone:
    """A question that needs no history: `text` for people, `query` for the search, `mentions` for the rest.

    `person` is who the conversation is about, where it says so.
    """

    text: str
    query: str
    mentions: tuple[Mention, ...]
    person: PersonMeant | None

    @property
    def names_the_field(self) -> bool:
        """Whether it names any condition, treatment, test or sign of the field."""
        return any(mention.topic.slot != "person" for mention in self.mentions)


def condense(conversation: Conversation, lexicon: Lexicon) -> Standalone:
    """The question of `conversation` made to stand alone."""
    focus, person = Focus(), None
    standing = ""
    for message in conversation.user_turns:
        asked = boil_down(message, lexicon)
        standing = stand_alone(asked, focus, lexicon)
        person = person_meant(lexicon.mentions(message)) or person
        focus = moved_on(focus, lexicon.mentions(f"{standing} {message}"))
    shown = conversation.question.strip() if standing == conversation.question.strip() else standing
    return Standalone(shown, _searchable(standing), lexicon.mentions(standing), person)


def boil_down(message: str, lexicon: Lexicon) -> str:
    """What a message asks: a short one as it is, a long one as its questions and the terms these leave out."""
    message = " ".join(message.split())
    if len(WORD.findall(message)) <= LONG_MESSAGE:
        return message
    spans = sentences(message, 0, len(message))
    said = [message[span.start : span.end] for span in spans]
    asked = [sentence for sentence in said if _ASKS.search(sentence)]
    telling = sorted((s for s in said if s not in asked), key=lambda s: -_term_count(s, lexicon))
    kept = asked[-MOST_KEPT:] or [s for s in telling[:2] if _term_count(s, lexicon)] or said[:1]
    kept_text = " ".join(kept)
    left_out = _missing_terms(message, kept_text, lexicon)
    return f"{kept_text} ({', '.join(left_out)})" if left_out else kept_text


def stand_alone(asked: str, focus: Focus, lexicon: Lexicon) -> str:
    """`asked` with what it points back to filled in from `focus`; unchanged when it needs nothing."""
    mentions = lexicon.mentions(asked)
    if names(mentions, "condition") or focus == Focus():
        return asked
    own = names(mentions, "treatment") + names(mentions, "test")
    pointer = _pointer(asked)
    if own:
        leans = pointer or _made_of_aspects(asked, mentions, lexicon)
        return _with_condition(asked, own, focus, lexicon) if leans else asked
    if focus.subject and pointer:
        filled = asked[: pointer.start()] + _as_said(pointer[1], focus.subject) + asked[pointer.end() :]
        return _about(filled, [focus.condition], lexicon)
    if focus.subject and (_made_of_aspects(asked, mentions, lexicon) or names(mentions, "sign")):
        return _about(asked, [focus.subject, focus.condition], lexicon)
    return asked


def moved_on(focus: Focus, mentions: Iterable[Mention]) -> Focus:
    """The focus after a message: a new condition ends the old treatment and test."""
    mentions = tuple(mentions)
    conditions, treatments, tests = (names(mentions, slot) for slot in ("condition", "treatment", "test"))
    if conditions and conditions[0] != focus.condition:
        focus = Focus(condition=conditions[0], person=focus.person)
    if treatments:
        focus = replace(focus, treatment=treatments[-1], test=None)
    elif tests:
        focus = replace(focus, test=tests[-1], treatment=None)
    people = names(mentions, "person")
    return replace(focus, person=people[-1]) if people else focus


def person_meant(mentions: Iterable[Mention]) -> PersonMeant | None:
    """Whether a baby or a child is meant; a baby where both are named."""
    people = {mention.topic.person for mention in mentions}
    if "infant" in people:
        return "infant"
    return "child" if "child" in people else None


def _pointer(asked: str) -> re.Match[str] | None:
    """The first word that points back to an earlier turn, passing over "is it normal to …"."""
    idle = [match.span() for match in _IDLE.finditer(asked)]
    pointers = _POINTING_BACK.finditer(asked)
    return next((p for p in pointers if not any(start <= p.start() < end for start, end in idle)), None)


def _as_said(pointer: str, subject: str) -> str:
    return f"{subject}'s" if pointer.lower() in ("its", "their") else subject


def _with_condition(asked: str, own: tuple[str, ...], focus: Focus, lexicon: Lexicon) -> str:
    belongs = {condition for topic in lexicon.topics if topic.name in own for condition in topic.goes_with}
    return _about(asked, [focus.condition], lexicon) if focus.condition in belongs else asked


def _made_of_aspects(asked: str, mentions: tuple[Mention, ...], lexicon: Lexicon) -> bool:
    named = [asked[mention.start : mention.end] for mention in mentions]
    rest = asked
    for term in named:
        rest = rest.replace(term, " ")
    words = content_words(_OPENING.sub("", rest))
    return all(word in lexicon.aspects or word.removesuffix("s") in lexicon.aspects for word in words)


def _about(asked: str, subjects: list[str | None], lexicon: Lexicon) -> str:
    """`asked` with the subjects it does not name yet, in brackets before its question mark."""
    named = {mention.topic.name for mention in lexicon.mentions(asked)}
    missing = [subject for subject in dict.fromkeys(subjects) if subject and subject not in named]
    if not missing:
        return asked
    body, mark = (asked.rstrip(" ?"), "?") if asked.rstrip().endswith("?") else (asked.rstrip(" ."), "")
    return f"{body} ({', '.join(missing)}){mark}"


def _searchable(standing: str) -> str:
    return " ".join(_OPENING.sub("", standing).split()) or standing


def _term_count(sentence: str, lexicon: Lexicon) -> int:
    return len({mention.topic.name for mention in lexicon.mentions(sentence)})


def _missing_terms(message: str, kept: str, lexicon: Lexicon) -> list[str]:
    have = {mention.topic.name for mention in lexicon.mentions(kept)}
    mentions = lexicon.mentions(message)
    everything = [name for slot in SLOTS for name in names(mentions, slot)]
    return [name for name in everything if name not in have][:3]
