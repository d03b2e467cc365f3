"""Finds what a sentence that leans on its neighbours refers to, in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from chatbot.choosing import Candidate
from chatbot.datafiles import data_table
from chatbot.subjects import VERB, subject_of
from chatbot.topics import Lexicon, names
from chatbot.words import stems
from ingest.chunk import QUOTABLE
from ingest.sentences import sentences

LONGEST_SUPPLIED = 25
"""Words of a whole earlier sentence that may stand in brackets."""

LONGEST_TITLE = 6
"""Words of a title that may stand for what the document is about."""

_BEGINS = r"^\W*(?:(?:in|when|during|after|with|for|if|because of|as|once|before|by)\s+)?"
_THIS = re.compile(_BEGINS + r"(?P<how>this|these|that|those|such)\s+(?P<noun>[\w-]+)", re.IGNORECASE)
_IT = re.compile(_BEGINS + r"(?P<it>it|its|they|their)\b", re.IGNORECASE)
_LEANS = re.compile(_BEGINS + r"(?:it|its|they|their|this|these|that|those|such)\b", re.IGNORECASE)
_HAPPENING = re.compile(rf"^{VERB}$", re.IGNORECASE)
_DETERMINER = (
    r"(?:(?:this|that)\s+(?:(?!\w+[^siu]s\b)\w+\s+)?"
    rf"|(?:these|those|such|the)\s+(?:(?!{VERB}\b)\w+\s+)?)"
)
_ILLNESS = re.compile(
    r"\b\w{4,}(?:itis|osis|algia|plegia|lepsy|pathy)\b|(?<!the )(?<!this )\b\w{4,} (?:syndrome|disease|palsy)\b",
    re.IGNORECASE,
)
"""An illness by the form of its name, for those that the lexicon does not hold."""

_IMPERATIVE = re.compile(
    r"^\W*(?:do|don['’]t|ask|call|talk|see|go|keep|try|never|always|please|tell|make|take)\b", re.IGNORECASE
)


def supplied_for(candidate: Candidate, lexicon: Lexicon) -> str | None:
    """What to put in brackets before a sentence that begins with "It" or "This"; None where it needs nothing.

    "This" and "these" with a word of the sentence before, or with a verb, point at what was just said: a short
    sentence is given whole. "It" and "they" point at what that sentence speaks of, "the condition" at what the
    document is about, and so does whatever is in doubt: only "this causes" is then left as it is.
    """
    quote = candidate.quote
    if _matches("idle", quote, "") or _matches("page", quote):
        return None
    topic = _unless_said(_topic_of(candidate, lexicon), quote, lexicon)
    earlier = _sentences_before(candidate)
    if _matches("condition", quote):
        return _whole(earlier) if _names_another(earlier, candidate, lexicon) else topic
    if _matches("treatment", quote):
        return (
            _unless_said(
                _treatment_in(earlier[-2:], lexicon, medicine=_matches("medicine", quote)), quote, lexicon
            )
            or topic
        )
    if found := _THIS.search(quote):
        return _pointed_at(found, earlier) or (None if _happens(found) else topic)
    if found := _IT.search(quote):
        return _unless_said(_spoken_of(found, earlier), quote, lexicon) or topic
    return None


def _pointed_at(found: re.Match[str], earlier: list[str]) -> str | None:
    """The sentence before, where "this" is what it says or a word of it."""
    happening = _happens(found)
    near = earlier and stems(found["noun"]) & stems(earlier[-1])
    return _whole(earlier) if happening or near else None


def _happens(found: re.Match[str]) -> bool:
    """Whether a verb follows: "this causes", "these are"; after "this" a word in -s is one."""
    one = found["how"].lower() in ("this", "that") and re.search(r"[^siu]s$", found["noun"])
    return bool(one or _HAPPENING.match(found["noun"]))


def _whole(earlier: list[str]) -> str | None:
    """The sentence before, where it is short and can stand by itself."""
    if not earlier or len(earlier[-1].split()) > LONGEST_SUPPLIED:
        return None
    leaning = _LEANS.search(earlier[-1]) or _IMPERATIVE.search(earlier[-1])
    return None if leaning else earlier[-1].rstrip(" .")


def _names_another(earlier: list[str], candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether the sentence before names an illness other than the one that the document is about."""
    if not earlier:
        return False
    topic = _topic_of(candidate, lexicon) or ""
    about = set(names(lexicon.mentions(topic), "condition"))
    named = set(names(lexicon.mentions(earlier[-1]), "condition"))
    if named - about:
        return True
    at_home = about & named or (topic and stems(topic) <= stems(earlier[-1]))
    return not at_home and _ILLNESS.search(earlier[-1]) is not None


def _spoken_of(found: re.Match[str], earlier: list[str]) -> str | None:
    """The nearest subject that "it" or "they" agrees with, passing only over sentences that lean themselves."""
    plural = found["it"].lower() in ("they", "their")
    for sentence in reversed(earlier[-3:]):
        if not _LEANS.search(sentence):
            return subject_of(sentence, plural)
    return None


def _treatment_in(earlier: list[str], lexicon: Lexicon, *, medicine: bool) -> str | None:
    """The one treatment that the sentences before name, the nearest first; a medicine where one is meant."""
    for sentence in reversed(earlier):
        named = [each for each in lexicon.mentions(sentence) if each.topic.slot == "treatment"]
        if medicine and not all(each.topic.medicine for each in named):
            return None
        if named:
            alone = len({mention.topic.name for mention in named}) == 1
            return sentence[named[0].start : named[0].end] if alone else None
    return None


def _sentences_before(candidate: Candidate) -> list[str]:
    """The statements of the same part that come before the candidate, in order."""
    chunk = candidate.passage.chunk
    text = chunk.document.text
    spans = sentences(text, chunk.part.start, candidate.sentence.start)
    return [" ".join(text[span.start : span.end].split()) for span in spans if span.kind in QUOTABLE]


def _topic_of(candidate: Candidate, lexicon: Lexicon) -> str | None:
    """What the document is about, from its title: the whole of a short one, else the first term of the field in it."""
    title = re.split(r"[:|–—(?]", candidate.passage.chunk.document.title)[0].strip()
    mentions = [
        mention
        for mention in lexicon.mentions(title)
        if mention.topic.slot in ("condition", "treatment", "test")
    ]
    if mentions and len(title.split()) > LONGEST_TITLE // 2:
        return title[mentions[0].start : mentions[0].end]
    return title if title and len(title.split()) <= LONGEST_TITLE else None


def _unless_said(subject: str | None, quote: str, lexicon: Lexicon) -> str | None:
    """`subject`, unless the sentence names it already, by that name or another."""
    if subject is None or subject.lower() in quote.lower():
        return None
    found = [mention for mention in lexicon.mentions(quote) if mention.topic.slot == "condition"]
    said = {
        each.topic.name
        for each in found
        if quote[each.start : each.end].lower() in (each.topic.name.lower(), *each.topic.aliases)
    }
    return None if said & set(names(lexicon.mentions(subject), "condition")) else subject


def _matches(kind: str, quote: str, determiner: str = _DETERMINER) -> bool:
    return bool(_pattern(kind, determiner).search(quote))


@cache
def _pattern(kind: str, determiner: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEGINS}{determiner}(?:{'|'.join(_words()[kind])})\b", re.IGNORECASE)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return TypeAdapter(dict[str, tuple[str, ...]]).validate_python(data_table("antecedents.toml"))
