"""Turns an answer's parts into Markdown for the page and plain text for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from chatbot.answer import Answer, Citation, Claim, Disagreement
from chatbot.datafiles import data_table
from chatbot.disputes.disagreeing import line
from chatbot.limits.declining import Decline
from chatbot.limits.guard import safe_answer
from chatbot.triage import Floor
from chatbot.writing import Group

_BULLET = re.compile(r"^[-•*·]\s*")


@dataclass(frozen=True)
class Spoken:
    """What an answer says, gathered and not yet marked up.

    `groups` names the heading of each claim. `opening` is the sentence an unanswered question gets, `differing` where
    sources disagree, `beside` safety boxes and the like. `nearby` are titles pointed to where nothing of standing
    answers.
    """

    floor: Floor
    declined: Decline | None
    opening: str | None
    claims: tuple[Claim, ...]
    groups: tuple[Group, ...]
    differing: tuple[Disagreement, ...]
    beside: tuple[str, ...]
    nearby: tuple[str, ...]
    disclaimer: str


@dataclass(frozen=True)
class Said:
    """An answer's Markdown, what of it is cited, and every safety line in it."""

    markdown: str
    claims: tuple[Claim, ...]
    differing: tuple[Disagreement, ...]
    safety_lines: tuple[str, ...]


@cache
def phrases() -> dict[str, str]:
    """The sentences of `data/phrases.toml`."""
    return data_table("phrases.toml")


def rendered(spoken: Spoken) -> Said:
    """The answer as Markdown: the action, what goes with it, cited sentences, what stands beside them, the disclaimer.

    Where a dose is still in it, only its fixed lines are said.
    """
    blocks = _blocks(spoken)
    if safe_answer("\n".join(blocks)):
        spoken = replace(
            spoken, opening=phrases()["withheld"], claims=(), groups=(), differing=(), beside=(), nearby=()
        )
        blocks = _blocks(spoken)
    return Said("\n\n".join(blocks), spoken.claims, spoken.differing, tuple(_safety_lines(spoken)))


def _blocks(spoken: Spoken) -> list[str]:
    floor = spoken.floor
    blocks = [f"**{floor.action}**"] if floor.action else []
    blocks += ["\n".join(f"- {line}" for line in floor.lines)] if floor.lines else []
    if floor.alone:
        return blocks
    blocks += [line for line in (floor.asks, _declines(spoken), floor.caution, spoken.opening) if line]
    if floor.lines and Group.STATED in spoken.groups:
        blocks.append(f"**{phrases()['heading_library']}**")
    blocks += _cited(spoken)
    blocks += [neutral(line(each)) for each in spoken.differing]
    blocks += [neutral(each) for each in spoken.beside]
    if spoken.nearby:
        titles = (f"- {neutral(title)}" for title in spoken.nearby)
        blocks.append("\n".join([phrases()["nearby"], "", *titles]))
    return [*blocks, _italic(spoken.disclaimer)] if spoken.disclaimer else blocks


def _cited(spoken: Spoken) -> list[str]:
    """The claims under their headings, and the line that nothing stronger was found where that is so."""
    blocks: list[str] = []
    for group in Group:
        said = [claim for claim, where in zip(spoken.claims, spoken.groups, strict=True) if where is group]
        blocks += _group(group, said)
    weak = bool(spoken.claims) and Group.STATED not in spoken.groups
    return [*blocks, phrases()["nothing_stronger"]] if weak else blocks


def _declines(spoken: Spoken) -> str | None:
    return spoken.declined.text if spoken.declined else None


def _safety_lines(spoken: Spoken) -> Iterator[str]:
    """Every line that is not cited and is there for safety, without markup, in the order of the answer."""
    floor = spoken.floor
    lines = [floor.action, *floor.lines]
    if not floor.alone:
        lines += [floor.asks, _declines(spoken), floor.caution, *map(line, spoken.differing)]
        lines += [*spoken.beside, spoken.disclaimer]
    return (each.replace("**", "") for each in lines if each)


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
