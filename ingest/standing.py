"""Who made a page, as it says itself: its author, its reviewer, its institution, and whether they can be believed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from ingest.layouts.cues import find, group, has_hint
from ingest.sheet import Line, Mark, Sheet

_BETWEEN = re.compile(r" +[|•·—–] +")
_HEAD, _FOOT = 15, 25
"""Lines at the beginning and the end of a page where it says who made it."""


@dataclass(frozen=True)
class Body:
    """An organisation whose papers are known: `issues` are the ranks from 1 to 3 that it issues papers of."""

    name: str
    issues: tuple[int, ...]
    hosts: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Maker:
    """What a page says of its makers. Each field is in the page's own words, None where it says nothing."""

    author: str | None = None
    reviewer: str | None = None
    institution: str | None = None
    job: str | None = None
    invented: bool = False


@cache
def rules() -> dict[str, Any]:
    """The rules of `data/ranks.toml`."""
    return tomllib.loads(files("ingest").joinpath("data/ranks.toml").read_text("utf-8"))


@cache
def bodies() -> tuple[Body, ...]:
    """The known organisations, the strongest first."""
    listed = rules()["body"]
    return tuple(
        Body(each["name"], tuple(each["issues"]), tuple(each["hosts"]), tuple(each["names"]))
        for each in listed
    )


def body_at(url: str | None) -> tuple[Body, str] | None:
    """The known organisation at an address and its host, the longest host that fits; None where none is known."""
    host = (urlsplit(url or "").hostname or "").lower()
    fits = [
        (body, known)
        for body in bodies()
        for known in body.hosts
        if host == known or host.endswith("." + known)
    ]
    return max(fits, key=lambda fit: len(fit[1]), default=None)


def body_called(name: str | None) -> Body | None:
    """The known organisation of this name, None where none is known."""
    wanted = (name or "").strip().lower()
    wanted = re.sub(r"\s*\(.*\)$", "", wanted)
    return next((body for body in bodies() if wanted in {known.lower() for known in body.names}), None)


def has_standing(words: str | None) -> bool:
    """Whether the words after a name give it clinical letters, a clinical role or field."""
    standing = rules()["standing"]
    if not words or re.search(standing["not"], words):
        return False
    return bool(re.search(standing["letters"], words) or re.search(standing["roles"], words))


def maker(sheet: Sheet) -> Maker:
    """Who made the page, by what it says of itself anywhere, and by what was said of it when it was added."""
    filled = [line for line in sheet.lines if line.text]
    author = sheet.override.author or sheet.said.author or _byline(filled)
    return Maker(
        author=None if author and re.search(rules()["biography"]["nobody"], author.strip()) else author,
        reviewer=_named(filled, "reviewer"),
        institution=_institution(sheet, filled),
        job=_job(filled),
        invented=_is_invented(filled),
    )


def _byline(lines: Sequence[Line]) -> str | None:
    """The writer named by a byline at the head or foot, with the letters or the role that stand after the name."""
    hinted = next(
        (line.text for line in lines if has_hint(line, "author") and 3 < len(line.text) < 120), None
    )
    named = _named([*lines[:_HEAD], *lines[-_FOOT:]], "byline")
    return named or (re.sub(r"(?i)^(?:written |posted )?by:? ", "", hinted) if hinted else None)


def _named(lines: Sequence[Line], cue: str) -> str | None:
    for place, line in enumerate(lines):
        if line.mark is not Mark.ITEM and "table" not in line.hints and (name := _name_in(line.text, cue)):
            name = re.sub(r"(?i),? on \S.*\d{4}$", "", name)
            role = "" if has_standing(name) else _role_below(lines[place + 1 : place + 2])
            return f"{name}, {role}" if role else name
    return None


def _name_in(text: str, cue: str) -> str | None:
    """The name a line gives after a cue: "Reviewed by Ann Roe, MD — By Joe Bloggs — Updated on May 9" gives two."""
    parts = [part for part in _BETWEEN.split(text) if part]
    for place, part in enumerate(parts):
        if (match := find(cue, part)) and (name := group(match, "name")):
            after = parts[place + 1] if place + 1 < len(parts) else ""
            led = any(find(other, after) for other in ("byline", "reviewer", "dated"))
            return name if has_standing(name) or led or not has_standing(after) else f"{name}, {after}"
    whole = find(cue, text) if len(parts) > 1 else None
    return group(whole, "name") if whole else None


def _role_below(lines: Sequence[Line]) -> str:
    """The role on the line under a name ("Consultant neurologist"), empty where that line is anything else."""
    rule = rules()["standing"]["line"]
    return next(
        (line.text for line in lines if re.fullmatch(rule, line.text) and has_standing(line.text)), ""
    )


def _institution(sheet: Sheet, lines: Sequence[Line]) -> str | None:
    said = sheet.override.organisation or sheet.said.organisation
    if said and (body_called(said) or re.search(rules()["issuers"]["institution"], said)):
        return said
    pattern = re.compile(
        rules()["issuers"]["line"] + "(?P<who>" + rules()["issuers"]["institution"] + r")[\w ,.&'’()-]{0,60}"
    )
    for line in (*lines[:_HEAD], *lines[-_FOOT:]):
        if len(line.text) <= 160 and (match := pattern.fullmatch(line.text.strip())):
            return match.group("who").strip(" ,.")
    owners = (re.match(rules()["issuers"]["owner"], line.text.strip()) for line in lines)
    known = (match.group("who").strip() for match in owners if match)
    return next((name for name in known if body_called(name)), None)


def _job(lines: Sequence[Line]) -> str | None:
    found = (re.fullmatch(r"(?i)job:? (.+)", line.text.strip()) for line in lines)
    return next((match.group(1) for match in found if match), None)


def _is_invented(lines: Sequence[Line]) -> bool:
    rule = rules()["biography"]
    fields = {
        match.group(1).lower() for line in lines if (match := re.match(rule["fields"], line.text.strip()))
    }
    return len(fields) >= rule["least"] or any(re.search(rule["flourish"], line.text) for line in lines)
