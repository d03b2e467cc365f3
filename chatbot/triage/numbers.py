"""Numbers as people write them: "7", "3.5", "5 1/2", "three and a half", "a couple of"."""

from __future__ import annotations

from chatbot.triage.data import table

Read = tuple[float, int]


def number_at(words: tuple[str, ...], place: int) -> Read | None:
    """The number that begins at `place` and the place after it."""
    value = _value(words[place])
    if value is None:
        return None
    after = place + 1
    if words[after : after + 3] == ("and", "a", "half"):
        return value + 0.5, after + 3
    if after < len(words) and words[after] == "1/2":
        return value + 0.5, after + 1
    if 20 <= value <= 90 and after < len(words) and not words[after][0].isdigit():
        unit = _value(words[after])
        if unit is not None and 0 < unit < 10:
            return value + unit, after + 1
    if words[place] == "couple" and after < len(words) and words[after] == "of":
        return value, after + 1
    return value, after


def _value(word: str) -> float | None:
    if word[0].isdigit():
        if "/" in word:
            above, _, below = word.partition("/")
            return float(above) / float(below) if below.isdigit() and above.isdigit() and int(below) else None
        return float(word.replace(",", ".")) if word.count(".") + word.count(",") <= 1 else None
    return _words().get(word)


def _words() -> dict[str, float]:
    found: dict[str, float] = table("ages.toml")["numbers"]
    return found
