"""Where sentences end within one block of text: stops that end a sentence told from those that do not."""

from __future__ import annotations

import re

from ingest.sentence_cues import Abbreviations, cues

Span = tuple[int, int]

# A stop, then closing quotes and brackets, then notes: "[3]", "[1,2]".
_CLOSERS = r"(?:[\"'”’»)\]]|\[\d{1,3}(?:[,–-]\s?\d{1,3})*\])*"
_STOP = re.compile(rf"(?P<marks>[.!?…]+)(?P<closers>{_CLOSERS})")
_NOTE_NUMBER = re.compile(r"(?<=[a-z])\.\d{1,2}(?:[,–-]\d{1,2})*(?=\s+[A-Z])")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]|[’'])+(?:\.[^\W\d_]+)*$|\d[\d.,]*$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(?P<word>\w[\w’']*)?")
_ENCLOSED = re.compile(
    r"\([^()\n]{1,300}\)|“[^”\n]{1,300}”|(?<!\S)\"[^\"\n]{1,300}\"(?!\w)|\[[^\[\]\n]{1,300}\]"
)
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_GLUED = re.compile(r"(?:[A-Z][a-z]+|[IA](?=[\s’']))")


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of one block as (start, end), together covering all but the white space between them."""
    ends = _salutation_ends(text) + _stop_ends(text)
    spans, start = [], 0
    for end in [*sorted(set(ends)), len(text)]:
        span = _stripped(text, start, end)
        if span is not None:
            spans.append(span)
        start = max(start, end)
    return tuple(spans)


def _stripped(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _salutation_ends(text: str) -> list[int]:
    found = cues().salutation.match(text)
    return [found.end()] if found else []


def _stop_ends(text: str) -> list[int]:
    enclosed = [
        found.span() for found in _ENCLOSED.finditer(text) if not _opens_sentence(text, found.start())
    ]
    ends = [found.end() for found in _NOTE_NUMBER.finditer(text)]
    for found in _STOP.finditer(text):
        inside = any(start < found.start() and found.end() < end for start, end in enclosed)
        if not inside and _ends_sentence(text, found):
            ends.append(found.end())
    return ends


def _opens_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip()
    return not before or before[-1] in ".!?…:"


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    following = _NEXT.match(text, found.end())
    word = following.group("word") if following else None
    if word is None:
        return found.end() >= len(text.rstrip()) or text[found.end()].isspace()
    if not text[found.end()].isspace():
        return _ends_without_space(text, found)
    if found["marks"] == ".":
        return _full_stop_ends(text, found, word)
    if found["closers"] or found["marks"].endswith((".", "…")):
        return not word[0].islower()
    return True


def _ends_without_space(text: str, found: re.Match[str]) -> bool:
    """Whether the stop ends a sentence though no space follows it ("twitching.It stopped")."""
    glued = _GLUED.match(text, found.end())
    if glued is None or glued.group().lower() in cues().abbreviations.addresses:
        return False
    token = text[: found.start()].split()[-1:] or [""]
    if "@" in token[0] or "://" in token[0] or token[0].lower().startswith("www"):
        return False
    word = _word_before(text, found.start())
    if _is_abbreviation(word):
        return False
    return text[found.start() - 1] in ')]”"' or (len(word) > 1 and word[-1].islower() and "." not in word)


def _word_before(text: str, stop: int) -> str:
    found = _WORD_BEFORE.search(text, max(0, stop - 40), stop)
    return found.group() if found else ""


def _is_abbreviation(word: str) -> bool:
    listed = cues().abbreviations
    lower = word.lower()
    return lower in listed.never or lower in listed.seldom or bool(_DOTTED.fullmatch(word))


def _full_stop_ends(text: str, found: re.Match[str], following: str) -> bool:
    word = _word_before(text, found.start())
    earlier = _word_before(text, len(text[: found.start() - len(word)].rstrip()))
    if found["closers"]:
        return not following[0].islower()
    if len(word) == 1 and word.isupper():
        return _initial_ends(word, earlier, following)
    if word.isdigit() and not text[: found.start() - len(word)].strip():
        return False
    decided = _abbreviation_ends(cues().abbreviations, word.lower(), earlier, following)
    return True if decided is None else decided


def _initial_ends(letter: str, earlier: str, following: str) -> bool:
    """Whether a stop after a single capital ends a sentence: "J. Smith" no, "vitamin D. Botox" yes."""
    if following[0].islower() or earlier.lower() in cues().abbreviations.lettered:
        return not following[0].islower()
    if letter == "I":
        return bool(earlier) and earlier[0].islower()
    return following.lower() in cues().abbreviations.starters


def _abbreviation_ends(listed: Abbreviations, word: str, earlier: str, following: str) -> bool | None:
    """Whether a stop after this abbreviation ends a sentence, None where the word is no abbreviation."""
    starts = following[0].isupper() and following.lower() in listed.starters
    if word in listed.never:
        return earlier.lower() in listed.determiners and following[0].isupper() and word in {"dr", "prof"}
    if word in listed.before_number and following[0].isdigit():
        return False
    if word in listed.often:
        return following[0].isupper()
    if word in listed.seldom or _DOTTED.fullmatch(word):
        return starts
    if word in listed.after_number and earlier[-1:].isdigit():
        return not following[0].islower()
    return None
