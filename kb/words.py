"""A question as a full-text query: whatever was typed in, a query that FTS5 accepts out."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

MOST_TERMS = 100
_WORD = re.compile(r"[^\W_]+")


@cache
def stop_words() -> frozenset[str]:
    path = Path(__file__).parent / "data" / "stop_words.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["words"])


def terms(question: str) -> tuple[str, ...]:
    """The words to look for, each once, in the order asked; stop words only where there is nothing else."""
    words = tuple(dict.fromkeys(_WORD.findall(question.casefold())))
    kept = tuple(word for word in words if word not in stop_words())
    return (kept or words)[:MOST_TERMS]


def match_expression(question: str) -> str:
    """An FTS5 expression that finds any of the question's terms; "" where it has none.

    Each term is a quoted string: operators, quotes, stars and column filters are words like any other.
    """
    return " OR ".join(f'"{term}"' for term in terms(question))
