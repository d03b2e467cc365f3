"""MedQuAD's documents as teaching sees them: the statements of each, numbered as the labels number them.

Ben Abacha and Demner-Fushman 2019, "A question-entailment approach to question answering", CC BY 4.0.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.teaching.labels import TeachingError
from ingest.chunk import QUOTABLE
from ingest.sentences import sentences

SHORTEST, LONGEST = 26, 399
"""Characters of a statement that was labelled: what is shorter says nothing, what is longer is a whole list."""


@dataclass(frozen=True)
class Statement:
    """A quotable sentence and what its section is about ("symptoms")."""

    section: str
    text: str


@dataclass(frozen=True)
class Article:
    """A document: its subject, and its statements in order, whose places are the numbers of the labels."""

    title: str
    statements: tuple[Statement, ...]

    def context(self, number: int) -> str:
        """What a statement is about where it does not say so itself, as `Chunk.context` gives it."""
        return f"{self.title}. {self.statements[number].section}"


def read_articles(file: Path, wanted: Collection[str]) -> dict[str, Article]:
    """The documents named in `wanted`, by their path in MedQuAD; those not in the file are left out.

    `file` is JSON lines, gzipped: `path, focus, qtype, answer`. Raises TeachingError where it cannot be read.
    """
    sections: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for section in map(json.loads, lines):
                if section["path"] in wanted:
                    sections[section["path"]].append(section)
    except (OSError, EOFError, ValueError, KeyError) as problem:
        raise TeachingError(
            f"{file} cannot be read ({problem}): name MedQuAD as gzipped JSON lines."
        ) from problem
    return {
        path: Article(found[0]["focus"], tuple(each for section in found for each in _statements(section)))
        for path, found in sections.items()
    }


def _statements(section: Mapping[str, str]) -> Iterator[Statement]:
    text = re.sub(r"[ \t]+", " ", section["answer"])
    for each in sentences(text, 0, len(text)):
        words = text[each.start : each.end].strip()
        if each.kind in QUOTABLE and SHORTEST <= len(words) <= LONGEST:
            yield Statement(section["qtype"], words)
