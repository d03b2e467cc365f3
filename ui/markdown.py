"""Answer Markdown to HTML that can neither load nor run anything: no HTML, images or links pass through."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from chatbot.answer import Answer, Citation
from chatbot.rendering import neutral
from ui.addresses import panel_address, passage_address
from ui.texts import texts

# text_join is off so that an escaped "\[3\]" is not taken for a citation number.
BLOCKS_OFF = ["code", "fence", "hr", "html_block", "lheading", "reference"]
INLINE_OFF = ["autolink", "backticks", "html_inline", "image", "link", "text_join"]
NUMBERS = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")
BOXED = ("emergency", "same_day")


def answer_html(text: str, answer: Answer | None = None) -> str:
    """The answer's Markdown as HTML, its citation numbers as links to their sources.

    Without `answer` (the text is still coming in) the numbers are plain text. The action line, where there is one,
    becomes a box of its own; wholly bold paragraphs become headings; the closing disclaimer is set apart.
    """
    citations = {citation.number: citation for citation in answer.citations} if answer else {}
    urgency = answer.urgency if answer else None
    parser = _parser()
    tokens = parser.parse(_quotes_made_literal(text, answer) if answer else _closed(text))
    _set_headings(tokens, _action_at(tokens, urgency), urgency)
    _set_disclaimer(tokens)
    return str(parser.renderer.render(tokens, parser.options, {"citations": citations}))


def citation_link(citation: Citation, shown: str, style: str) -> str:
    """A link to a source: it opens beside the answer, or in a new tab without the page's script."""
    name = escape(f"Source {citation.number}: {citation.title}", quote=True)
    panel = escape(panel_address(citation), quote=True)
    page = escape(passage_address(citation), quote=True)
    return f'<a class="{style}" href="{page}" data-panel="{panel}" aria-label="{name}" target="_blank">{shown}</a>'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable([*BLOCKS_OFF, *INLINE_OFF])
    parser.add_render_rule("text", _text)
    parser.add_render_rule("text_special", _special)
    return parser


def _text(_: RendererHTML, tokens: Sequence[Token], at: int, __: Any, env: Mapping[str, Any]) -> str:
    citations: Mapping[int, Citation] = env["citations"]
    shown, done = [], 0
    for found in NUMBERS.finditer(content := tokens[at].content):
        numbers = [int(number) for number in found[1].split(",")]
        if all(number in citations for number in numbers):
            shown += [
                escape(content[done : found.start()]),
                *(_number(citations[number]) for number in numbers),
            ]
            done = found.end()
    return "".join([*shown, escape(content[done:])])


def _special(_: RendererHTML, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    return escape(tokens[at].content)


def _number(citation: Citation) -> str:
    return citation_link(citation, str(citation.number), f"cite cite-{citation.evidence_rank}")


def _quotes_made_literal(text: str, answer: Answer) -> str:
    """A quote that a writer passed on as it stands must not act as Markdown."""
    for quote in sorted({citation.quote for citation in answer.citations}, key=len, reverse=True):
        text = text.replace(quote, neutral(quote)) if neutral(quote) != quote else text
    return text


def _closed(text: str) -> str:
    """Text still coming in, its last open bold or italic closed so that no bare asterisk flashes up."""
    last = text.rsplit("\n\n", 1)[-1]
    bold = len(re.findall(r"(?<!\\)\*\*", last)) % 2
    italic = len(re.findall(r"(?<![\\*])\*(?![*\s])|(?<=[^\s\\*])\*(?!\*)", last)) % 2
    return text.rstrip() + "**" * bold + "*" * italic


def _wholly(inline: Token, mark: str) -> bool:
    children = [
        child
        for child in inline.children or []
        if child.content or child.type not in ("text", "text_special")
    ]
    closings = [place for place, child in enumerate(children) if child.type == f"{mark}_close"]
    return bool(children) and children[0].type == f"{mark}_open" and closings == [len(children) - 1]


def _paragraphs(tokens: Sequence[Token]) -> list[int]:
    return [at for at, token in enumerate(tokens) if token.type == "paragraph_open" and token.level == 0]


def _action_at(tokens: Sequence[Token], urgency: str | None) -> int | None:
    """Where the action line opens: the first block, in bold, that is not the heading of a list."""
    if not tokens or tokens[0].type != "paragraph_open" or urgency == "information":
        return None
    if urgency in BOXED:
        return 0
    heads_a_list = len(tokens) > 3 and tokens[3].type == "bullet_list_open"
    return 0 if _wholly(tokens[1], "strong") and not heads_a_list else None


def _set_headings(tokens: Sequence[Token], action: int | None, urgency: str | None) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    for at in _paragraphs(tokens):
        if at == action:
            tokens[at].attrs = {
                "class": f"action action-{urgency or 'coming'}",
                "aria-label": texts().labels["action"],
            }
            tokens[at].attrs["role"] = "group"
            tokens[at].tag = tokens[at + 2].tag = "div"
        elif _wholly(tokens[at + 1], "strong"):
            tokens[at].tag = tokens[at + 2].tag = "h3"


def _set_disclaimer(tokens: Sequence[Token]) -> None:
    paragraphs = _paragraphs(tokens)
    if paragraphs and _wholly(tokens[paragraphs[-1] + 1], "em"):
        tokens[paragraphs[-1]].attrSet("class", "disclaimer")
