"""Whether what a clause says is so: present, denied, supposed, asked in general, long past, or of somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.triage.cues import Hit
from chatbot.triage.data import table
from chatbot.triage.reading import Sentence

Status = Literal["present", "negated", "supposed", "general", "past", "other"]
Marks = Mapping[str, tuple[Hit, ...]]

NEGATION_REACH = 6
CONDITION_REACH = 14
ASKING_REACH = 9
MINE_REACH = 3
WISHES = frozenset({"wants_to_stop", "asks_dose"})
"""What a person asks to do: a question about it is the wish itself."""


@dataclass(frozen=True)
class Grammar:
    """The small words of assertion, from assertion.toml."""

    negators: frozenset[str]
    answers: frozenset[str]
    breaks: frozenset[str]
    personal: frozenset[str]
    questions: frozenset[str]
    modals: frozenset[str]
    pronouns: frozenset[str]
    articles: frozenset[str]
    settled: frozenset[str]


def grammar() -> Grammar:
    words = table("assertion.toml")["words"]
    return Grammar(*(frozenset(words[name].split()) for name in Grammar.__dataclass_fields__))


@dataclass(frozen=True)
class Said:
    """A sentence with the marks in it, and whether its turn speaks of a real person."""

    sentence: Sentence
    marks: Marks
    known: frozenset[int]
    turn_personal: bool
    aged: bool


def judged(hit: Hit, said: Said, words: Grammar) -> Status:
    """How the words of `hit` are meant."""
    if negated(hit, said, words):
        return "negated"
    if _wished(hit, said):
        return "present"
    if "idiom" in said.marks or ("animal" not in said.marks and _general(hit, said, words)):
        return "general"
    if _of_another(said.marks):
        return "other"
    if _supposed(hit, said, words):
        return "supposed"
    return "past" if _past(hit, said) else "present"


def _wished(hit: Hit, said: Said) -> bool:
    """A question about one's own wish is the wish itself: "can I skip it tonight"."""
    own = {"i", "we", "my", "our", "his", "her", "he", "she"} & set(said.sentence.raw)
    return hit.sign in WISHES and bool(own) and "reading" not in said.marks


def _of_another(marks: Marks) -> bool:
    """Of an animal, or of somebody who is not here."""
    if "mine" in marks:
        return False
    return "animal" in marks or ("other" in marks and "now" not in marks)


def personal_places(sentence: Sentence, marks: Marks, words: Grammar) -> tuple[int, ...]:
    """Where the sentence speaks of a real person: "my", "she", "baby", but not "I read" or "my textbook"."""
    not_meant = {place for hit in marks.get("impersonal", ()) for place in hit.places}
    named = {hit.start for name in ("mine", "self") for hit in marks.get(name, ())}
    places = {place for place, word in enumerate(sentence.raw) if word in words.personal} | named
    somebody = min((hit.end for hit in marks.get("generic", ())), default=len(sentence.raw))
    vague = {
        place
        for place in places
        if (place > somebody and sentence.raw[place] in words.pronouns)
        or (place and sentence.raw[place - 1] in words.articles)
    }
    return tuple(sorted(places - not_meant - vague))


def negated(hit: Hit, said: Said, words: Grammar) -> bool:
    """A negator reaches the hit, that is no part of it nor of another sign."""
    sentence = said.sentence
    inside = [
        place
        for place in range(hit.start, hit.end)
        if _denies(place, hit, said, words) and sentence.clause[place] == sentence.clause[hit.end]
    ]
    if inside:
        return True
    for place in range(hit.start - 1, max(-1, hit.start - 12), -1):
        if sentence.clause[place] != sentence.clause[hit.start]:
            return _listed(place, hit, said, words)
        if _denies(place, hit, said, words):
            return sentence.gap(place + 1, hit.start) <= NEGATION_REACH
        if sentence.raw[place] in words.breaks and place not in hit.places:
            return False
    return _listed(hit.start - 1, hit, said, words) or _answered_no(hit, sentence, words)


def _denies(place: int, hit: Hit, said: Said, words: Grammar) -> bool:
    return said.sentence.raw[place] in words.negators and place not in hit.places and place not in said.known


def _answered_no(hit: Hit, sentence: Sentence, words: Grammar) -> bool:
    """ "fever: no", "rash - none": the denial stands last."""
    after = sentence.raw[hit.end + 1 : hit.end + 3]
    return len(after) == 1 and after[0] in words.answers


def _listed(before: int, hit: Hit, said: Said, words: Grammar) -> bool:
    """ "no fever, rash or stiff neck": a denial reaches every member of a list joined by "or"."""
    sentence = said.sentence
    rest = [
        place for place in range(len(sentence.raw)) if sentence.clause[place] >= sentence.clause[hit.start]
    ]
    tail = [sentence.raw[place] for place in rest]
    if before < 0 or not {"or", "nor"} & set(tail):
        return False
    heads: dict[int, list[int]] = {}
    for place in range(before + 1):
        heads.setdefault(sentence.clause[place], []).append(place)
    for clause in sorted(heads, reverse=True):
        places = heads[clause]
        if any(_denies(place, hit, said, words) for place in places[:4]):
            return True
        if len(places) > 3:
            return False
    return False


def _general(hit: Hit, said: Said, words: Grammar) -> bool:
    """Asked or told about people in general, not about somebody here."""
    sentence, marks = said.sentence, said.marks
    if any(0 < hit.start - mark.end <= ASKING_REACH for mark in marks.get("asks_signs", ())):
        return True
    if any(0 <= mark.start - hit.end <= 4 for mark in marks.get("asks_after", ())):
        return True
    here = personal_places(sentence, marks, words)
    close = any(hit.start - MINE_REACH <= place <= hit.end for place in here)
    if here:
        return "in_general" in marks and not close and not said.aged and "now" not in marks
    if "in_general" in marks or "reading" in marks:
        return True
    generic = "generic" in marks and not said.aged and "now" not in marks
    if sentence.raw[0] in words.questions:
        return generic or not said.turn_personal
    if sentence.asked and generic:
        return True
    return "many" in marks and not said.aged and "now" not in marks


def _supposed(hit: Hit, said: Said, words: Grammar) -> bool:
    """Under an "if" or a "might", and not going on."""
    sentence, marks = said.sentence, said.marks
    if "going_on" in marks and any(hit.start - 6 <= mark.start <= hit.end + 6 for mark in marks["going_on"]):
        return False
    for mark in marks.get("condition", ()):
        likened = mark.start and sentence.raw[mark.start - 1] in ("as", "even", "like")
        if likened and sentence.raw[mark.start] == "if":
            continue
        if 0 <= hit.start - mark.end <= CONDITION_REACH and not _closed(mark.end, hit.start, sentence):
            return True
    for place in range(max(0, hit.start - 4), hit.end):
        managed = sentence.raw[place] == "could" and sentence.raw[max(0, place - 1)] in ("i", "we")
        if sentence.raw[place] in words.modals and place not in hit.places and not managed:
            following = sentence.raw[place + 1 : place + 3]
            return sentence.raw[place] == "would" or not set(following) & words.settled
    return False


def _closed(start: int, end: int, sentence: Sentence) -> bool:
    """Whether the condition ended before the hit: a comma and a new subject, or "then"."""
    between = sentence.raw[start:end]
    if sentence.raw[start + 1 : start + 2] in (("you",), ("i",), ("we",)) and {"he", "she"} & set(between):
        return True
    if {"but", "then", "so", "because", "however"} & set(between):
        return True
    return sentence.clause[start] != sentence.clause[end] and "or" not in between


def _past(hit: Hit, said: Said) -> bool:
    """Years ago, or in another part of life, and not since."""
    marks = said.marks
    clauses = said.sentence.clause
    here = clauses[hit.start]
    if "since_then" in marks or any(clauses[mark.start] == here for mark in marks.get("now", ())):
        return False
    return any(abs(here - clauses[mark.start]) <= 1 for mark in marks.get("long_ago", ()))


def by_name(hits: Iterable[Hit]) -> dict[str, tuple[Hit, ...]]:
    """The hits of each name."""
    named: dict[str, tuple[Hit, ...]] = {}
    for hit in hits:
        named[hit.sign] = (*named.get(hit.sign, ()), hit)
    return named
