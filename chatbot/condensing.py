"""Makes a question stand alone, with no language model.

A follow-up is recognised by what it lacks: it points back with a pronoun, or it is made only of words that could
be about anything ("any side effects?"). What it lacks is taken from the conversation's focus, which every turn
moves on. A question that names its own condition takes nothing from the turns before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chatbot.boiling import ASKS, boil_down, bracketed, is_long
from chatbot.conversation import Conversation
from chatbot.exchanging import announced, exchanged, without_person
from chatbot.focus import DEFINITE, Focus, heard, home_of, moved_on, own_mentions, person_after, turned_to
from chatbot.followups import OPENING, calmed, correction_in, is_closing, without_lead_in
from chatbot.pointing import filled_in, leans, pointer_in
from chatbot.topics import Lexicon, Mention, PersonMeant, names
from chatbot.words import WORD, content_words

_DEFINES = re.compile(
    r"^\W*(?:what(?:['’]?s| is| are| causes?)|how (?:is|are)|tell me about|explain|symptoms of)\s+(?:an? |the )?"
    r"(?P<topic>[a-z][\w'’-]*(?:\s+(?!(?:treated|diagnosed|caused|cured|managed|of|in|for)\b)[\w'’-]+){0,2})"
    r"(?:\s+(?:treated|diagnosed|caused|cured|managed))?\W*$",
    re.IGNORECASE,
)
_TELLS = re.compile(r"^\W*(?:tell|explain|describe|i|my|we|please)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:also|as well|too)\b", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:which|differences?|differ|compare|both|either|better)\b", re.IGNORECASE)
_MOST_OPENED = 10
"""Words of a message that "and" or "what about" may open and still go on from the one before."""


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
    focus, standing = Focus(), ""
    for turn in conversation.history:
        if turn.speaker == "assistant":
            focus = heard(focus, turn.text, standing, lexicon)
        elif not is_closing(turn.text):
            standing, focus = _taken_in(turn.text, standing, focus, lexicon)
    question = conversation.question.strip()
    if not is_closing(question):
        standing, focus = _taken_in(question, standing, focus, lexicon)
    else:
        standing = question
    text = question if standing == question else _as_question(standing)
    return Standalone(text, _searchable(standing), lexicon.mentions(standing), _person(focus, lexicon))


def stand_alone(asked: str, before: str, focus: Focus, lexicon: Lexicon) -> str:
    """`asked` with what it lacks filled in from `focus` and the question `before`; unchanged when it needs nothing."""
    if replace(focus, person=None) == Focus():
        return asked
    corrected = correction_in(asked)
    asked = without_person(corrected, lexicon) if corrected else asked
    asked, focus = announced(asked, focus, lexicon)
    swapped = exchanged(asked, before, lexicon, corrects=bool(corrected))
    if swapped:
        return swapped
    mentions = own_mentions(asked, focus, lexicon)
    if names(mentions, "condition"):
        return _with_own_condition(asked, mentions, focus, lexicon)
    own = [mention for mention in mentions if mention.topic.slot in ("treatment", "test")]
    return _with_own(asked, own, focus, lexicon) if own else _without_own(asked, mentions, focus, lexicon)


def _taken_in(message: str, before: str, focus: Focus, lexicon: Lexicon) -> tuple[str, Focus]:
    """What a message asks by itself, and the focus after it."""
    asked = boil_down(message, lexicon)
    if focus != Focus():
        asked = calmed(without_lead_in(asked))
    person = person_after(focus.person, message, lexicon)
    told = moved_on(focus, message, lexicon) if is_long(message) else replace(focus, person=person)
    standing = stand_alone(asked, before, told, lexicon)
    outside = _DEFINES.match(standing)
    if (
        outside
        and not lexicon.mentions(standing)
        and content_words(outside["topic"])
        and not _made_of_aspects(standing, (), lexicon)
    ):
        return standing, turned_to(focus, outside["topic"])
    moved = moved_on(focus, standing, lexicon)
    return standing, moved_on(moved, message, lexicon) if is_long(message) else replace(moved, person=person)


def _with_own_condition(asked: str, mentions: tuple[Mention, ...], focus: Focus, lexicon: Lexicon) -> str:
    """A question with its own condition takes what an "it" before that stands for, or what "also" adds to."""
    pointer = pointer_in(asked, focus)
    named = {mention.topic.name for mention in mentions}
    if pointer and pointer.end <= mentions[0].start and pointer.referent not in named:
        return filled_in(asked, pointer)
    return _about(asked, [focus.condition], lexicon) if _ADDS.search(asked) and ASKS.search(asked) else asked


def _with_own(asked: str, own: list[Mention], focus: Focus, lexicon: Lexicon) -> str:
    """A question with its own treatment or test takes the condition that this belongs to."""
    home = home_of([mention.topic.name for mention in own], focus, lexicon)
    pointer = pointer_in(asked, focus, own[0].start)
    if pointer:
        return _about(filled_in(asked, pointer), [home], lexicon)
    opening = OPENING.match(asked)
    opened = bool(opening and opening.end()) or bool(DEFINITE.search(asked[: own[0].start]))
    if home and (opened or leans(asked) or _made_of_aspects(asked, tuple(own), lexicon)):
        return _about(asked, [home], lexicon)
    return asked


def _without_own(asked: str, mentions: tuple[Mention, ...], focus: Focus, lexicon: Lexicon) -> str:
    if not focus.subject:
        return asked
    if _COMPARES.search(asked) and focus.alternatives:
        pair = " or ".join(focus.alternatives)
        return _about(
            asked, [pair, None if focus.condition in focus.alternatives else focus.condition], lexicon
        )
    pointer = pointer_in(asked, focus)
    if pointer and not _speaks_of_its_own(asked[: pointer.start], lexicon):
        return _about(filled_in(asked, pointer), [focus.condition, _whose(focus, lexicon)], lexicon)
    signs = names(mentions, "sign") or len(mentions) < len(lexicon.mentions(asked))
    if pointer or signs or leans(asked) or _goes_on(asked) or _made_of_aspects(asked, mentions, lexicon):
        return _about(asked, [focus.subject, focus.condition, _whose(focus, lexicon)], lexicon)
    return asked


def _speaks_of_its_own(before: str, lexicon: Lexicon) -> bool:
    """Whether an earlier clause of the same message names something that a pronoun after it may mean."""
    clause = re.split(r"[,.;:]|\band\b|\bbut\b", before)
    return any(not _made_of_aspects(each, (), lexicon) for each in clause[:-1])


def _whose(focus: Focus, lexicon: Lexicon) -> str | None:
    """The baby or child that the person spoke of, where the condition does not say so already."""
    implied = any(topic.name == focus.condition and topic.person for topic in lexicon.topics)
    return {"infant": "a baby", "child": "a child"}.get(focus.person or "") if not implied else None


def _goes_on(asked: str) -> bool:
    opening = OPENING.match(asked)
    return bool(opening and opening.end()) and len(WORD.findall(asked)) <= _MOST_OPENED


def _made_of_aspects(asked: str, mentions: tuple[Mention, ...], lexicon: Lexicon) -> bool:
    rest = asked
    for mention in mentions:
        rest = rest.replace(asked[mention.start : mention.end], " ")
    words = content_words(OPENING.sub("", rest))
    return all(word in lexicon.aspects or word.removesuffix("s") in lexicon.aspects for word in words)


def _about(asked: str, subjects: list[str | None], lexicon: Lexicon) -> str:
    """`asked` with the subjects it does not name yet, in brackets before its question mark."""
    named = {mention.topic.name for mention in lexicon.mentions(asked)}
    people = any(mention.topic.slot == "person" for mention in lexicon.mentions(asked))
    missing = [s for s in dict.fromkeys(subjects) if s and s not in named and s.lower() not in asked.lower()]
    return bracketed(asked, [s for s in missing if not (people and s in ("a baby", "a child"))])


def _as_question(standing: str) -> str:
    """A question as people print it: a capital first, a mark last."""
    shown = standing[:1].upper() + standing[1:]
    asks = ASKS.search(shown) or shown.endswith(")")
    return f"{shown.rstrip(' .')}?" if asks and shown[-1:] not in "?!" and not _TELLS.match(shown) else shown


def _searchable(standing: str) -> str:
    return " ".join(OPENING.sub("", standing).split()) or standing


def _person(focus: Focus, lexicon: Lexicon) -> PersonMeant | None:
    implied = {topic.name: topic.person for topic in lexicon.topics if topic.slot != "person"}
    return focus.person or implied.get(focus.condition or "")
