"""What a message quotes from a reference work: read as one sentence that speaks of nobody here."""

from __future__ import annotations

import re
from functools import cache

from chatbot.triage.data import table

_ENDS = re.compile(r"[.!?;\n]+(?=\s|$)")
_THE_BABY = re.compile(r"\bthe (?=baby|infant|newborn|child|toddler)")
_LONGEST = 1200


def read_out(text: str) -> str:
    """`text` (plain letters) with every quotation from a named source as one sentence that begins "according to"."""
    if not _source().search(text):
        return text
    quoted = _quotation().sub(lambda match: f"according to {match[1]}, {_one_sentence(match[2])} .\n", text)
    return _after_colon().sub(lambda match: f"according to {match[1]}, {_impersonal_part(match[2])}", quoted)


def _one_sentence(quote: str) -> str:
    """`quote` as one sentence, its people unnamed: they are the book's."""
    return _THE_BABY.sub("a ", _persons().sub("someone", _ENDS.sub(",", quote)))


def _impersonal_part(text: str) -> str:
    """`text` as one sentence up to the first sentence that speaks of somebody of the writer's own."""
    kept: list[str] = []
    for place, sentence in enumerate(parts := re.split(r"(?<=[.!?])\s+", text)):
        if _persons().search(sentence) or sentence.endswith("?"):
            return ", ".join(kept) + " .\n" + " ".join(parts[place:])
        kept.append(_THE_BABY.sub("a ", sentence.rstrip(".! ")))
    return ", ".join(kept)


@cache
def _source() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_names()})\b")


@cache
def _quotation() -> re.Pattern[str]:
    """A source, at most a few words that say so, and its words between quotation marks."""
    return re.compile(rf'\b((?:{_names()})\b[^."!?\n]{{0,60}}?)[:,]?\s*"([^"]{{1,{_LONGEST}}})"')


@cache
def _after_colon() -> re.Pattern[str]:
    """A source at the start of a line, a colon, and its words."""
    return re.compile(
        rf"^\s*(?:from\s+)?(?:the\s+)?((?:{_names()})\b[^.:!?\"\n]{{0,40}}?)\s*:\s*([^\"\n]+)", re.MULTILINE
    )


def _names() -> str:
    return "|".join(re.escape(name) for name in table("assertion.toml")["quoting"]["sources"])


@cache
def _persons() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('assertion.toml')['quoting']['persons'].split())})\b")
