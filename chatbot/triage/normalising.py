"""What a message says, whatever its letters were dressed in: one plain lower-case text to read."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

_LOOKALIKES = str.maketrans(
    "аеорсухіѕјкмтнвԁɡοαερτυικνχ’‘ʼ`´“”–—‐‑",
    "aeopcyxisjkmthbdgoaeptuikvx'''''\"\"----",
)
_LEET = str.maketrans("013457@$", "oieastas")
_LEETED = re.compile(r"(?<![\w@$])[a-z]+[013457@$][a-z013457@$]*[a-z](?![\w@$])")
_LEETED_ANY = re.compile(
    r"(?<![\w@$])(?!\d+(?:[a-z]{1,2}|wks?|mths?|mos|mins?|secs?|hrs?|yrs?|days?|months?)\b)(?=[a-z@$\d]*[a-z])[a-z\d@$]*[\d@$][a-z\d@$]*(?![\w@$])"
)
_SPACED = re.compile(r"(?<!\w)(?:[a-z][ .*_\-]){3,}[a-z](?!\w)")
_SPACED_WORDS = re.compile(r"(?<!\w)(?:[a-z][ .*_\-]{1,3}){6,}[a-z](?!\w)")
_GAP = re.compile(r"[ .*_\-]{2,}")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_LONG = re.compile(r"([a-z])\1{2,}")
LEAST_BACKWARDS = 5
_FREQUENT = (
    "the and is my her his she he it to of in not for are was has have with you me on that this a i what"
)
_COMMON = frozenset(_FREQUENT.split())


@lru_cache(maxsize=256)
def plain(message: str) -> str:
    """`message` lower-cased, in plain letters, with hidden text made readable and added as further sentences."""
    message = message.replace("½", ".5")
    text = unquote(html.unescape(unicodedata.normalize("NFKC", message))) if "%" in message else message
    text = html.unescape(unicodedata.normalize("NFKC", text))
    hidden = [*_decoded(text), *_turned(text)]
    return " .\n".join(_letters(part) for part in (text, *hidden))


def _letters(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    text = text.lower()
    if re.search("[a-z]", text):
        text = text.translate(_LOOKALIKES)
    text = _SPACED_WORDS.sub(_joined, text)
    text = _SPACED.sub(lambda match: re.sub(r"[ .*_\-]", "", match[0]), text)
    leeted = _LEETED_ANY if len(_LEETED.findall(text)) > 1 else _LEETED
    text = leeted.sub(lambda match: match[0].translate(_LEET), text)
    return _LONG.sub(r"\1\1", text)


def _joined(match: re.Match[str]) -> str:
    """Spaced-out letters as words: a wider gap parts words, or a space where other marks part the letters; where there
    is none, all is one run of letters.
    """
    if " " in match[0] and re.search(r"[a-z][.*_\-][a-z]", match[0]):
        return " ".join(re.sub(r"[.*_\-]", "", word) for word in match[0].split())
    return " ".join(re.sub(r"[ .*_\-]", "", word) for word in _GAP.split(match[0]))


def _decoded(text: str) -> list[str]:
    """The readable texts of every run of base64 letters."""
    found = []
    for run in _BASE64.findall(text):
        try:
            words = base64.b64decode(
                run + "=" * (-len(run) % 4), altchars=b"-_" if set(run) & set("-_") else None
            )
            decoded = words.decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
        if decoded.isprintable() and " " in decoded:
            found.append(decoded)
    return found


def _turned(text: str) -> list[str]:
    """The text by rot13 or backwards, where that reads more like English than the text itself."""
    least = max(0.12, 1.5 * _english(text))
    if least >= 1:
        return []
    candidates = (codecs.encode(text, "rot13"), text[::-1], codecs.encode(text[::-1], "rot13"))
    return [each for each in candidates if _english(each) > least] or _turned_parts(text)


def _turned_parts(text: str) -> list[str]:
    """The parts of a text by rot13 or backwards where only a part is: between quotes, brackets, commas, colons."""
    parts = [part for part in re.split(r"[\n:\"'|(),;.]", text) if len(part.split()) >= 3]
    strange = [part for part in parts if _english(part) == 0]
    turned = [each for part in strange for each in _either_way(part)]
    return [each for each in turned if _english(each) >= 0.2]


def _either_way(part: str) -> tuple[str, ...]:
    """A part by rot13, and backwards where it is long enough to tell."""
    return (codecs.encode(part, "rot13"), *((part[::-1],) if len(part.split()) >= LEAST_BACKWARDS else ()))


def _english(text: str) -> float:
    """The share of words that are common English words."""
    words = re.findall(r"[a-z]+", text.lower())
    return sum(word in _COMMON for word in words) / len(words) if words else 0.0
