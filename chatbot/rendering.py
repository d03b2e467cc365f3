"""Turns an answer's parts into Markdown for the page and plain text for the terminal."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from chatbot.answer import Answer, Citation, Claim
from chatbot.writing import Group

_BULLET = re.compile(r"^[-•*·]\s*")


@dataclass(frozen=True)
class Spoken:
    """What an answer says, gathered and not yet marked up.

    `groups` names the heading of each claim. `nearby` are titles pointed to where nothing of standing
    answers. `opening` is the sentence an unanswered question gets.
    """

    action: str | None
    opening: str | None
    claims: tuple[Claim, ...]
    groups: tuple[Group, ...]
    nearby: tuple[str, ...]
    nothing_stronger: bool
    disclaimer: str


@cache
def phrases() -> dict[str, str]:
    """The sentences of `data/phrases.toml`."""
    return tomllib.loads((files("chatbot") / "data" / "phrases.toml").read_text(encoding="utf-8"))


def markdown(spoken: Spoken) -> str:
    """The answer as Markdown: the action, cited sentences under their headings, the disclaimer."""
    blocks = [f"**{spoken.action}**"] if spoken.action else []
    if spoken.opening:
        blocks.append(spoken.opening)
    for group in Group:
        said = [claim for claim, where in zip(spoken.claims, spoken.groups, strict=True) if where is group]
        blocks += _group(group, said)
    if spoken.nothing_stronger:
        blocks.append(phrases()["nothing_stronger"])
    if spoken.nearby:
        blocks.append(
            "\n".join([phrases()["nearby"], "", *(f"- {neutral(title)}" for title in spoken.nearby)])
        )
    blocks.append(_italic(spoken.disclaimer))
    return "\n\n".join(blocks)


def plain(answer: Answer) -> str:
    """An answer for a terminal: its text without markup, then its sources, numbered."""
    text = re.sub(
        r"\\([\\`*_\[\]<>()!#|~])", r"\1", re.sub(r"(?<!\\)(\*\*|\*(?=\S)|(?<=\S)\*)", "", answer.answer)
    )
    sources = [_source_line(citation) for citation in answer.citations]
    return "\n".join([text, "", "Sources", *sources]) if sources else text


def pieces(text: str) -> list[str]:
    """`text` cut at its word ends, for streaming; the pieces put together are the text."""
    return re.findall(r"\s*\S+|\s+$", text)


def neutral(text: str) -> str:
    """`text` with everything that Markdown or HTML could act on made literal; it reads the same."""
    return re.sub(r"([\\`*_\[\]<>!#|~])", r"\\\1", text).replace("&", "&amp;")


def _group(group: Group, said: Sequence[Claim]) -> list[str]:
    if not said:
        return []
    items = "\n".join(f"- {_marked(claim)}" for claim in said)
    if group is Group.STATED:
        return [items if len(said) > 1 else _marked(said[0])]
    heading = phrases()["heading_experience" if group is Group.EXPERIENCE else "heading_quarantined"]
    note = [phrases()["experience_note"]] if group is Group.EXPERIENCE else []
    return [f"**{heading}**", items, *note]


def _marked(claim: Claim) -> str:
    """A claim and its numbers; the lines of a quoted list become items one level down."""
    numbers = " ".join(f"[{number}]" for number in claim.citations)
    first, *rest = (line.strip() for line in claim.text.split("\n") if line.strip())
    items = [f"  - {neutral(_BULLET.sub('', line))}" for line in rest]
    return "\n".join([neutral(first), *items]) + f" {numbers}"


def _italic(disclaimer: str) -> str:
    """The disclaimer in italics, its bold words kept."""
    return f"*{disclaimer.replace('**', '')}*"


def _source_line(citation: Citation) -> str:
    where = [citation.section, f"page {citation.page}" if citation.page is not None else None]
    who = [citation.author, citation.published, citation.source]
    details = ", ".join(str(detail) for detail in [*where, *who] if detail)
    return f"[{citation.number}] {citation.title} ({details}). {citation.evidence_label}."
