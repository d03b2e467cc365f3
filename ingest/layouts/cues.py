"""What layouts know of the furniture of pages, read once from `data/layouts.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile

from ingest.sheet import Line, Mark


@dataclass(frozen=True)
class Cues:
    """Patterns by what they recognise, each for a whole line; HTML names by what they are for; limits."""

    lines: dict[str, tuple[re.Pattern[str], ...]]
    hints: dict[str, frozenset[str]]
    longest: int
    dropped_share: float


@cache
def cues() -> Cues:
    """The cues of `data/layouts.toml`."""
    data = tomllib.loads(files("ingest").joinpath("data/layouts.toml").read_text("utf-8"))
    words: dict[str, str] = data["words"]
    lines = {
        name: tuple(re.compile(_filled(pattern, words), re.IGNORECASE) for pattern in patterns)
        for name, patterns in data["lines"].items()
    }
    hints = {name: frozenset(names) for name, names in data["hints"].items()}
    return Cues(lines, hints, data["limits"]["line"], data["limits"]["dropped_share"])


def find(name: str, text: str) -> re.Match[str] | None:
    """The match of a whole line with one of the patterns called `name`, None where it is not such a line."""
    words = text.strip()
    return _find(name, words) if words and len(words) <= cues().longest else None


def find_at_length(name: str, text: str) -> re.Match[str] | None:
    """As `find`, for lines of any length: after a label ("Answer:") a whole paragraph may stand."""
    return _find(name, text.strip())


@lru_cache(maxsize=50_000)
def _find(name: str, words: str) -> re.Match[str] | None:
    found = (pattern.fullmatch(words) for pattern in cues().lines[name])
    return next((match for match in found if match), None)


def group(match: re.Match[str], name: str) -> str | None:
    """A named group's words, None where the pattern has none or they are empty."""
    words = match.groupdict().get(name)
    return words.strip(" ,.;:·•|-–—") or None if words else None


def is_any(names: Sequence[str], text: str) -> bool:
    """Whether the line is of any of the kinds named."""
    return any(find(name, text) for name in names)


def has_hint(line: Line, name: str) -> bool:
    """Whether the line carries one of the HTML names listed under `name`."""
    return bool(line.hints & cues().hints[name])


def without_furniture(lines: Sequence[Line], *, keep: Sequence[str] = ()) -> tuple[Line, ...]:
    """The lines without those that HTML names or their own words show to be nobody's; those become blank lines.

    A line of one of the kinds in `keep` stays, and so do the rows of a table, whose cells look like a trail of links.
    """
    drop, menu = _frame_aside(lines), _menu_length(lines)

    def goes(place: int, line: Line) -> bool:
        if is_any(keep, line.text):
            return False
        return bool(line.hints & drop) or (
            find("furniture", line.text) is not None and not _is_tabled(lines, place)
        )

    return tuple(
        Line("", Mark.BLANK, box=line.box) if place < menu or goes(place, line) else line
        for place, line in enumerate(lines)
    )


def _is_tabled(lines: Sequence[Line], place: int) -> bool:
    """Whether the line is a row of a table with another row above or below it."""
    near = lines[max(place - 1, 0) : place + 2]
    return "table" in lines[place].hints and sum("table" in line.hints for line in near) > 1


def _menu_length(lines: Sequence[Line]) -> int:
    """How many lines at the top are a menu: three or more short ones, at least half of them names of a site's pages."""
    filled = next((place for place, line in enumerate(lines) if line.text), 0)
    run = [line.text for line in takewhile(lambda line: line.text, lines[filled:])]
    short = all(len(text.split()) <= 5 and text[-1] not in ".?!:" for text in run)
    marked = any(line.mark is not Mark.PLAIN for line in lines[filled : filled + len(run)])
    named = sum(is_any(("menu", "furniture"), text) for text in run)
    is_menu = len(run) >= 3 and short and not marked and 2 * named >= len(run)
    return filled + len(run) if is_menu else 0


def _frame_aside(lines: Sequence[Line]) -> frozenset[str]:
    """The drop hints, save those that stand around most of the page ("content-sidebar-wrap")."""
    total = sum(len(line.text) for line in lines) or 1
    return frozenset(
        hint
        for hint in cues().hints["drop"]
        if sum(len(line.text) for line in lines if hint in line.hints) <= cues().dropped_share * total
    )


def _filled(pattern: str, words: dict[str, str]) -> str:
    before = ""
    while before != pattern:
        before = pattern
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
    return pattern
