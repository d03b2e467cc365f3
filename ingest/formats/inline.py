"""Inline Markdown to its plain words: emphasis, links, pictures and code lose their marks."""

from __future__ import annotations

import html
import re

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]^]*\])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRONG = re.compile(r"(\*\*\*|\*\*|~~|==)(?=\S)(.+?)(?<=\S)\1")
_STAR = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![*\w])")
_UNDER = re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
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
