"""Whether what a clause says is so: present, denied, supposed, asked in general, long past, or of somebody else."""

from __future__ import annotations

from chatbot.triage.asking import general
from chatbot.triage.cues import Hit
from chatbot.triage.denying import negated
from chatbot.triage.reading import Sentence
from chatbot.triage.saying import Grammar, Marks, Said, Status

CONDITION_REACH = 14
OPINION_REACH = 9
PAST_REACH = 6
TODAY = frozenset({"today", "tonight", "again", "yesterday"})
WISHES = frozenset({"wants_to_stop", "asks_dose"})
"""What a person asks to do: a question about it is the wish itself."""


def judged(hit: Hit, said: Said, words: Grammar) -> Status:
    """How the words of `hit` are meant."""
    if negated(hit, said, words) or _of_a_thing(hit, said, words) or _figure(hit, said):
        return "negated"
    if _wished(hit, said) and not _past(hit, said):
        return "present"
    if "idiom" in said.marks or ("animal" not in said.marks and general(hit, said, words)):
        return "general"
    if _of_another(said.marks):
        return "other"
    if _supposed(hit, said, words):
        return "supposed"
    if _past(hit, said):
        return "past"
    return "opined" if _opined(hit, said, words) else "present"


def _of_a_thing(hit: Hit, said: Said, words: Grammar) -> bool:
    """The colour of mittens or walls, not of a person."""
    if hit.sign not in words.coloured:
        return False
    clause = said.sentence.clause
    return any(
        hit.start - 3 <= mark.start <= hit.end + 1 and clause[mark.start] == clause[hit.end]
        for mark in said.marks.get("thing", ())
    )


def _figure(hit: Hit, said: Said) -> bool:
    """A word of the hit belongs to a figure of speech, or means something else: "fitting a kitchen"."""
    return any(not set(mark.places).isdisjoint(hit.places) for mark in said.marks.get("figure", ()))


def _opined(hit: Hit, said: Said, words: Grammar) -> bool:
    """A diagnosis that somebody else made, in earnest or in fun: "my wife thinks I'm having a stroke"."""
    return hit.sign in words.diagnoses and any(
        0 <= hit.start - mark.start <= OPINION_REACH
        for name in ("opinion", "joker")
        for mark in said.marks.get(name, ())
    )


def _wished(hit: Hit, said: Said) -> bool:
    """A question about one's own wish is the wish itself: "can I skip it tonight"."""
    own = {"i", "we", "my", "our", "his", "her", "he", "she"} & set(said.sentence.raw)
    return hit.sign in WISHES and bool(own) and "reading" not in said.marks and not said.framed


def _of_another(marks: Marks) -> bool:
    """Of an animal, or of somebody who is not here."""
    if "mine" in marks:
        return False
    return "animal" in marks or ("other" in marks and "now" not in marks)


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
    if "none_since" in marks and TODAY.isdisjoint(said.sentence.raw):
        return True
    if "since_then" in marks:
        return False
    if _dated(hit, marks):
        return True
    if any(clauses[mark.start] == here for mark in marks.get("now", ())):
        return False
    return any(abs(here - clauses[mark.start]) <= 1 for mark in marks.get("long_ago", ()))


def _dated(hit: Hit, marks: Marks) -> bool:
    """A year, an age or "a scare" stands right beside the hit, whatever the same clause says of today."""
    return any(
        -1 <= mark.start - hit.end <= PAST_REACH or 0 <= hit.start - mark.end <= PAST_REACH
        for mark in marks.get("dated", ())
    )
