"""What a clause denies."""

from __future__ import annotations

from chatbot.triage.cues import Hit
from chatbot.triage.reading import Sentence
from chatbot.triage.saying import Grammar, Said

NEGATION_REACH = 6


def negated(hit: Hit, said: Said, words: Grammar) -> bool:
    """A negator reaches the hit, that is no part of it nor of another sign."""
    sentence = said.sentence
    if _inside(hit, said, words):
        return True
    for place in range(hit.start - 1, max(-1, hit.start - 12), -1):
        if sentence.clause[place] != sentence.clause[hit.start]:
            return _listed(place, hit, said, words)
        if _denies(place, hit, said, words):
            return sentence.gap(place + 1, hit.start) <= NEGATION_REACH
        if sentence.raw[place] in words.breaks and place not in hit.places:
            return False
    return _listed(hit.start - 1, hit, said, words) or _answered_no(hit, sentence, words)


def _inside(hit: Hit, said: Said, words: Grammar) -> bool:
    """A negator between the words of the hit, or before the part of it that stands in a list."""
    clause = said.sentence.clause
    if any(
        _denies(place, hit, said, words) and clause[place] == clause[hit.end]
        for place in range(hit.start, hit.end)
    ):
        return True
    if clause[hit.start] == clause[hit.end]:
        return False
    last = tuple(place for place in hit.places if clause[place] == clause[hit.end])
    return _listed(last[0] - 1, Hit(hit.sign, last), said, words)


def _denies(place: int, hit: Hit, said: Said, words: Grammar) -> bool:
    return said.sentence.raw[place] in words.negators and place not in hit.places and place not in said.known


def _answered_no(hit: Hit, sentence: Sentence, words: Grammar) -> bool:
    """ "fever: no", "rash - none": the denial stands last."""
    after = sentence.raw[hit.end + 1 : hit.end + 3]
    return len(after) == 1 and after[0] in words.answers


def _listed(before: int, hit: Hit, said: Said, words: Grammar) -> bool:
    """ "no fever, rash or stiff neck": a denial reaches every member of a list joined by "or"."""
    sentence = said.sentence
    tail = sentence.raw[sentence.clause.index(sentence.clause[hit.start]) :]
    if before < 0 or not ("or" in tail or "nor" in tail):
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
