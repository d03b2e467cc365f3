"""Inline Markdown to its plain words: emphasis, links, pictures and code lose their marks, footnotes become cites."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]^]*\])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRONG = re.compile(r"(\*\*\*|\*\*|~~|==)(?=\S)(.+?)(?<=\S)\1")
_STAR = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![*\w])")
_UNDER = re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
FOOTNOTE = re.compile(r"[ \t]*\[\^([^\]\s]+)\]")
_PRIVATE = 0xE000


def plain(text: str) -> str:
    """The words of `text`, footnote markers left in place."""
    kept = _ESCAPE.sub(lambda match: chr(_PRIVATE + ord(match.group(1))), text)
    kept = _AUTOLINK.sub(r"\1", kept)
    kept = _CODE.sub(r"\2", kept)
    kept = _IMAGE.sub(r"\1", kept)
    kept = _LINK.sub(r"\1", kept)
    for pattern in (_STRONG, _STRONG, _UNDER):
        kept = pattern.sub(r"\2", kept)
    kept = _STAR.sub(r"\1", kept)
    back = "".join(chr(ord(c) - _PRIVATE) if _PRIVATE + 33 <= ord(c) <= _PRIVATE + 126 else c for c in kept)
    return re.sub(r"[ \t]+", " ", html.unescape(back)).strip()


def cut_markers(
    text: str, notes: Mapping[str, str], pattern: re.Pattern[str] = FOOTNOTE
) -> tuple[str, tuple[tuple[int, str], ...], tuple[str, ...]]:
    """The text without its markers, the cites as (offset of the character before the marker, reference), and the
    markers that `notes` do not know: those of Markdown are cut all the same, printed ones may be words and stay."""
    words, unknown = "", []
    cites: list[tuple[int, str]] = []
    end = 0
    for match in pattern.finditer(text):
        words += text[end : match.start()]
        end = match.end()
        if (definition := notes.get(match.group(1).casefold())) is None:
            unknown.append(match.group(1))
            words += "" if pattern is FOOTNOTE else match.group()
        else:
            cites.append((max(len(words.rstrip()) - 1, 0), definition))
    return words + text[end:], tuple(cites), tuple(unknown)
