"""Whether a sentence asks or tells about people in general, not about somebody here."""

from __future__ import annotations

from chatbot.triage.cues import Hit
from chatbot.triage.data import table
from chatbot.triage.saying import Grammar, Said

ASKING_REACH = 9
MINE_REACH = 3
LONGEST_TITLE = 8
LONGEST_LEAD = 4
SOMEBODY = frozenset({"i", "me", "my", "he", "she", "him", "her", "his"})
QUOTING = frozenset({"is", "are", "s", "mean", "means", "word", "term", "called"})


def general(hit: Hit, said: Said, words: Grammar) -> bool:
    """Asked or told about people in general, not about somebody here."""
    sentence, marks = said.sentence, said.marks
    if any(
        hit.end - mark.end > 0 and mark.start < hit.start <= mark.end + ASKING_REACH
        for mark in marks.get("asks_signs", ())
    ):
        return True
    if any(0 <= mark.start - hit.end <= 4 for mark in marks.get("asks_after", ())):
        return True
    if _framed(hit, said) or _dictated(hit, said) or _titled(hit, said, words) or _inquired(hit, said, words):
        return True
    if said.here:
        close = any(hit.start - MINE_REACH <= place <= hit.end for place in said.here)
        return "in_general" in marks and not close and not said.aged and "now" not in marks
    if "in_general" in marks or "reading" in marks:
        return True
    anybody = "generic" in marks and "concern" not in marks and not said.aged and "now" not in marks
    if sentence.raw[0] in words.questions:
        return anybody or not (said.turn_personal or "concern" in marks)
    if sentence.asked and anybody:
        return True
    return "many" in marks and not said.aged and "now" not in marks


def _framed(hit: Hit, said: Said) -> bool:
    """Inside a text that is worked on, and not of somebody's own, nor of somebody at this moment."""
    if not said.framed or "mine" in said.marks:
        return False
    telling = "now" in said.marks or hit.sign in table("signs_crisis.toml")
    return not telling or SOMEBODY.isdisjoint(said.sentence.raw)


def _dictated(hit: Hit, said: Said) -> bool:
    """Words to be said after somebody, or the content of a message."""
    return any(mark.end < hit.start for mark in said.marks.get("dictated", ()))


def _inquired(hit: Hit, said: Said, words: Grammar) -> bool:
    """A "what is" or "how do" that points at nobody: "my baby is well. What are infantile spasms?"

    A sign that only names an illness is then asked about; one that describes counts where the turn is about somebody.
    """
    sentence = said.sentence
    start = _question_start(hit, said, words)
    if start >= len(sentence.raw):
        return False
    current = {
        mark.end
        for mark in said.marks.get("now", ())
        if "generic" not in said.marks or set(mark.places).isdisjoint(hit.places)
    }
    causal = sentence.raw[start] in words.questions and not any(
        word[0].isdigit() for word in sentence.raw[start:]
    )
    if not (sentence.raw[start] in words.inquiries or (causal and hit.sign in words.naming)):
        return False
    if any(place > start for place in current | said.ages):
        return False
    named = {place for place in hit.places if sentence.raw[place] == "baby"}
    here = set(said.here) - named
    if any(start <= place <= hit.end + MINE_REACH for place in here):
        return False
    if words.pointing & set(sentence.raw[start : hit.end + 2]) - set(sentence.raw[hit.start : hit.end + 1]):
        return False
    return hit.sign in words.naming or said.turn_well or not said.turn_personal or "generic" in said.marks


def _question_start(hit: Hit, said: Said, words: Grammar) -> int:
    """Where the question that holds the hit begins: "please tell me | what", also before a quoted term."""
    sentence = said.sentence
    start = sentence.clause.index(sentence.clause[hit.start])
    if start and sentence.raw[start - 1] in QUOTING:
        before = sentence.clause.index(sentence.clause[start - 1])
        start = before if start - before <= LONGEST_LEAD else start
    while start < hit.start and (sentence.raw[start] in words.openers or _to_us(sentence.raw, start)):
        start += 2 if _to_us(sentence.raw, start) else 1
    return start


def _to_us(raw: tuple[str, ...], place: int) -> bool:
    """ "could you", said to the product."""
    return raw[place] in ("can", "could", "would", "will") and raw[place + 1 : place + 2] == ("you",)


def _titled(hit: Hit, said: Said, words: Grammar) -> bool:
    """Typed as into a search box: "stroke vs bells palsy", "botox dysphagia rate"."""
    raw = said.sentence.raw
    if (
        said.turn_personal
        or said.aged
        or len(raw) > LONGEST_TITLE
        or {"now", "since_then"} & said.marks.keys()
    ):
        return False
    if (words.negators | words.pointing) & set(raw):
        return False
    return "lookup" in said.marks or (hit.sign in words.naming and "looked_up" in said.marks)
