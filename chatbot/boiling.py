"""Boils a long message down to what it asks and the terms that its question leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.followups import calmed
from chatbot.topics import SLOTS, Lexicon, names
from chatbot.words import WORD, stems
from ingest.sentences import sentences

LONG_MESSAGE = 30
"""Words above which a message is boiled down. A question that people type by itself is rarely longer."""

LONG_SENTENCE = 30
"""Words above which a sentence is taken apart into clauses: people at night write without full stops."""

MOST_KEPT = 3
"""Sentences kept of a long message."""

THIN, TELLING = 2, 4
"""A question of so few words that carry meaning says too little alone; a sentence of more than `TELLING` is enough."""

_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|might|may)(?!['’])"
ASKS = re.compile(
    r"\?\W*$"
    rf"|^\W*(?:(?:and|but|so|also)\s+)?(?:(?:what|whose|why|how|any)\b|{_AUXILIARY}\b\s+\w+"
    rf"|(?:who|whom|when|where|which)\s+(?:\w+\s+)?{_AUXILIARY}\b|which\s+(?:one|treatment|is)\b)"
    r"|\b(?:(?:does )?any(?:one|body) know|does any know|my question is|tell me|i wonder"
    r"|i (?:just )?(?:want|would like|need|wanted|am trying) to (?:know|ask|find out|understand)"
    r"|i(?:['’]m| am| was) (?:wondering|asking)|wondering (?:if|whether|what|how)"
    r"|please (?:tell|explain|advise|help)"
    r"|(?:can|could) (?:you|anyone|someone|somebody) (?:tell|explain|help))\b",
    re.IGNORECASE,
)
"""A sentence that asks something, with or without its mark."""

_CLAUSE = re.compile(
    r"(?:\s*[,;]\s*|\s+[-–—]\s*|\s+)(?:(?:and|but|so|because|cos|cause|plus|anyway)\s+)(?:also\s+)?"
    rf"(?=(?:i|i['’]m|im|i['’]ve|she|she['’]s|he|he['’]s|we|they|my|our|the|now|then|everyone|what|why|how|when|where|which|who|any|please|tell|{_AUXILIARY})\b)"
    rf"|\s*[,;]\s*(?=(?:any(?:one|body)|what|why|how|when|which|{_AUXILIARY})\s)"
    rf"|\s+(?=(?:i was wondering|i['’]m wondering|my question is|does any(?:one|body)? know|please can)\b)",
    re.IGNORECASE,
)


_TURN = re.compile(
    r"\s+(?:(?:who|what|which|when|where|how|why)\s+(?:\w+\s+){0,2}?)?(?:is|are|could|can|does|do|should|will|would)\s+(?:this|it|that|these|they|there|i|we|she|he|you)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\W*\b(?:thanks|thank you|thx)\b[\w\s]*$", re.IGNORECASE)
_WH = re.compile(r"(?:what|how|why|when|where|who|which|if|and|or|than|as|so)\b", re.IGNORECASE)


def boil_down(message: str, lexicon: Lexicon) -> str:
    """What a message asks: a short one as it is, a long one as its questions and the terms these leave out."""
    message = " ".join(message.split())
    if not is_long(message):
        return message
    message = calmed(message)
    kept_text = " ".join(_kept(message, lexicon))
    left_out = _missing_terms(message, kept_text, lexicon)
    return bracketed(kept_text, left_out)


def is_long(message: str) -> bool:
    """Whether a message is longer than a question that people type by itself."""
    return len(WORD.findall(message)) > LONG_MESSAGE


def bracketed(asked: str, terms: list[str]) -> str:
    """`asked` with `terms` in brackets before its question mark."""
    if not terms:
        return asked
    body, mark = (asked.rstrip(" ?"), "?") if asked.rstrip().endswith("?") else (asked.rstrip(" ."), "")
    people = [term for term in terms if term in ("a baby", "a child")]
    things = ", ".join(term for term in terms if term not in people)
    return f"{body} ({' '.join(filter(None, [things, *(f'in {each}' for each in people[:1])]))}){mark}"


def _kept(message: str, lexicon: Lexicon) -> list[str]:
    said = [
        clause
        for span in sentences(message, 0, len(message))
        for clause in _clauses(message[span.start : span.end])
    ]
    asked = [sentence for sentence in said if ASKS.search(sentence)]
    telling = sorted((s for s in said if s not in asked), key=lambda s: -_term_count(s, lexicon))
    if asked:
        kept = asked[-MOST_KEPT:]
        return [*_led_by(kept, said[: said.index(kept[0])]), *kept]
    return [s for s in telling[:2] if _term_count(s, lexicon)] or said[:1]


def _led_by(asked: Sequence[str], before: Sequence[str]) -> list[str]:
    """The nearest sentence before that says something, where what is asked says little itself: "Is that so?" """
    if len(stems(" ".join(asked))) > THIN:
        return []
    return next(([sentence] for sentence in reversed(before) if len(stems(sentence)) > TELLING), [])


def _clauses(sentence: str) -> list[str]:
    if len(WORD.findall(sentence)) <= LONG_SENTENCE:
        return [sentence]
    marked = _TURN.sub(_broken, sentence)
    parts = (clause for part in marked.split("\n") for clause in _CLAUSE.split(part))
    return [kept for clause in parts if (kept := _THANKS.sub("", clause).strip())]


def _broken(found: re.Match[str]) -> str:
    """A line break before "is this …" in the middle of a sentence, save where "how long" or the like goes before."""
    before = found.string[: found.start()].split()[-3:]
    opened = any(_WH.match(word) for word in before)
    return found[0] if opened else f"\n{found[0].lstrip()}"


def _term_count(sentence: str, lexicon: Lexicon) -> int:
    return len({mention.topic.name for mention in lexicon.mentions(sentence)})


def _missing_terms(message: str, kept: str, lexicon: Lexicon) -> list[str]:
    have = {mention.topic.name for mention in lexicon.mentions(kept)}
    mentions = lexicon.mentions(message)
    implied = any(mention.topic.person and mention.topic.slot != "person" for mention in mentions)
    things = [name for slot in SLOTS if slot != "person" for name in names(mentions, slot)]
    people = [] if implied else [name for name in ("a baby", "a child") if name in names(mentions, "person")]
    return [name for name in things if name not in have][:3] + [
        name for name in people[:1] if name not in have
    ]
