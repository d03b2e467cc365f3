"""The frame around every page that is not the chat, and the header that all pages share."""

from __future__ import annotations

from html import escape

from ui.texts import texts

STATIC = "/look"
CURRENT = ' aria-current="page"'


def header_html(here: str) -> str:
    """Name, where else to go, and the standing banner. `here` is "chat", "library" or ""."""
    words = texts()
    places = (("chat", "/", words.labels["chat"]), ("library", "/library", words.labels["library"]))
    links = "".join(
        f'<a href="{address}"{CURRENT if name == here else ""}>{escape(label)}</a>'
        for name, address, label in places
    )
    title = (
        f'<h1 class="name">{escape(words.name)}</h1>'
        if here == "chat"
        else f'<p class="name">{escape(words.name)}</p>'
    )
    return (
        f'<header class="top"><div class="top-line">{title}<nav aria-label="Pages">{links}</nav></div>'
        f'<p class="banner" role="note">{escape(words.banner)}</p></header>'
    )


def page(title: str, body: str, here: str) -> str:
    """A whole HTML page. `title` is plain text; `body` is HTML already escaped."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · {escape(texts().name)}</title>"
        f'<link rel="icon" href="{STATIC}/icon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{STATIC}/seventh.css"></head>'
        f'<body class="page"><a class="skip" href="#main">Skip to the text</a>{header_html(here)}'
        f'<main id="main">{body}</main></body></html>'
    )
