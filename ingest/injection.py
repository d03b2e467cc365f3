"""Whether a sentence addresses the software that reads it and not a person. The cues are `data/injection.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class _Cues:
    folded: tuple[re.Pattern[str], ...]
    exact: tuple[re.Pattern[str], ...]
    payload: re.Pattern[str]
    most_payloads: int
    lookalikes: dict[int, int]


def is_addressed_to_software(text: str) -> bool:
    """Whether the sentence gives software an order, speaks to it, or hides something only software would decode."""
    if any(cue.search(text) for cue in _CUES.exact):
        return True
    folded = fold(text)
    return any(cue.search(folded) for cue in _CUES.folded)


def continues(text: str) -> bool:
    """Whether a sentence right after an order to software reads as more of the same order."""
    return bool(_CUES.payload.search(fold(text)))


def fold(text: str) -> str:
    """Lower case, accents off, full-width and look-alike letters to Latin, plain quotation marks."""
    plain = unicodedata.normalize("NFKD", text.translate(_CUES.lookalikes)).casefold()
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    spaced = re.sub(r"\b(?:\w[ .·*_-]){4,}\w\b", lambda match: re.sub(r"[ .·*_-]", "", match.group()), bare)
    return re.sub(r"[’‘`´]", "'", re.sub(r"\s+", " ", spaced))


def _read_cues(path: Path) -> _Cues:
    data = tomllib.loads(path.read_text("utf-8"))
    words: dict[str, str] = {}
    for name, pattern in data["words"].items():
        words[name] = _filled(pattern, words)
    exact = tuple(re.compile(cue["pattern"]) for cue in data["cue"] if cue.get("exact"))
    folded = tuple(re.compile(_filled(cue["pattern"], words)) for cue in data["cue"] if not cue.get("exact"))
    look = data["lookalikes"]
    payload = re.compile(data["payload"]["pattern"])
    return _Cues(folded, exact, payload, data["payload"]["most"], str.maketrans(look["from"], look["to"]))


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        pattern = pattern.replace("{" + name + "}", value)
    return pattern


_CUES = _read_cues(Path(__file__).parent / "data" / "injection.toml")
PAYLOADS = _CUES.most_payloads
