"""The conversation as escaped HTML: questions, answers, and under each answer its numbered sources."""

from __future__ import annotations

from html import escape

from chatbot.answer import Answer, Citation
from ui.evidence import HIDDEN, badge, kind_name
from ui.exchange import Exchange, Exchanges, Progress
from ui.markdown import answer_html, citation_link
from ui.texts import texts


def conversation_html(exchanges: Exchanges, note: str = "") -> str:
    """The whole conversation. `note` is one line said below it (a blank question, a failure)."""
    busy = "true" if exchanges and exchanges[-1].progress is Progress.ASKED else "false"
    turns = "".join(_turn(exchange, number) for number, exchange in enumerate(exchanges, start=1))
    welcome = "" if exchanges else _welcome()
    note_html = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<div class="conversation" role="log" aria-live="polite" aria-label="Conversation" aria-busy="{busy}">'
        f"{welcome}{turns}{note_html}</div>"
    )


def _welcome() -> str:
    return f'<div class="welcome"><p>{escape(texts().welcome)}</p><p class="kept">{escape(texts().not_kept)}</p></div>'


def _turn(exchange: Exchange, number: int) -> str:
    heading = f'<h2 class="hidden-text">Question {number}</h2>'
    question = (
        f'<div class="question" dir="auto">{HIDDEN.format("You asked: ")}{escape(exchange.question)}</div>'
    )
    name = f'id="turn-{number}" aria-label="Question {number} and its answer"'
    return f'<article class="turn turn-{exchange.progress}" {name}>{heading}{question}{_answer(exchange)}</article>'


def _answer(exchange: Exchange) -> str:
    body = answer_html(exchange.text, exchange.answer) if exchange.text else ""
    said = f'<div class="answer" dir="auto">{body}</div>' if body else ""
    after = {
        Progress.ASKED: "" if body else f'<p class="waiting">{escape(texts().waiting)}</p>',
        Progress.ANSWERED: _after(exchange.answer) if exchange.answer else "",
        Progress.STOPPED: f'<p class="note">{escape(texts().stopped)}</p>',
        Progress.FAILED: f'<p class="note">{escape(texts().failed)}</p>',
    }
    return said + after[exchange.progress]


def _after(answer: Answer) -> str:
    copy = f'<button type="button" class="copy">{escape(texts().labels["copy"])}</button>'
    return f'{_sources(answer)}<div class="tools">{copy}</div>'


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    title = escape(texts().labels["sources"])
    items = "".join(f"<li>{_source(citation)}</li>" for citation in answer.citations)
    return f'<section class="sources" aria-label="{title}"><h3>{title}</h3><ol>{items}</ol></section>'


def _source(citation: Citation) -> str:
    """One line of the list: number and title as one link, the badge, and where in the document it stands."""
    shown = (
        f'<span class="number">{citation.number}</span><span class="title">{escape(citation.title)}</span>'
    )
    details = " · ".join(escape(detail) for detail in _details(citation))
    mark = badge(citation.evidence_rank, citation.evidence_label)
    return f'{citation_link(citation, shown, "source")}<div class="about">{mark}<span>{details}</span></div>'


def _details(citation: Citation) -> list[str]:
    page = f"page {citation.page}" if citation.page is not None else None
    facts = [kind_name(citation.kind), citation.section, page, citation.author, citation.published]
    return [fact for fact in facts if fact]
