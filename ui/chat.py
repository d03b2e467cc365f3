"""The chat page: a conversation, a box to ask in, and buttons. What it shows is made in `conversation.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ui.conversation import conversation_html
from ui.exchange import Exchanges, Progress, asked, stopped
from ui.pages import header_html
from ui.ports import Answering
from ui.texts import texts
from ui.theme import HEAD, theme

LONGEST_QUESTION = 20_000
AT_ONCE = 4

PLAIN: dict[str, Any] = {"js_on_load": None, "apply_default_css": False, "padding": False}

Update = dict[Any, Any]


@dataclass(frozen=True)
class Parts:
    """The components of the page that its events read and change."""

    exchanges: gr.State
    conversation: gr.HTML
    examples: gr.Column
    example_buttons: tuple[gr.Button, ...]
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    clear: gr.Button

    @property
    def changed(self) -> list[Any]:
        return [self.exchanges, self.conversation, self.examples, self.question, self.stop]


def mount_chat(app: FastAPI, chatbot: Answering) -> FastAPI:
    """The application with the chat at "/": nothing of Gradio's own chrome, nothing kept in the browser."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        chat_page(chatbot),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        max_file_size=0,
        theme=theme(),
        head=HEAD,
        favicon_path=str(files("ui") / "static" / "icon.svg"),
    )
    return mounted


def chat_page(chatbot: Answering) -> gr.Blocks:
    """The page. A conversation lives in the server's session of one tab and goes with it."""
    page: gr.Blocks
    with gr.Blocks(title=texts().name, analytics_enabled=False, fill_width=True) as page:
        parts = _layout()
        _connect(parts, chatbot)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=None)
    return page


def _layout() -> Parts:
    words = texts()
    exchanges = gr.State(())
    gr.HTML(header_html("chat"), elem_id="top", **PLAIN)
    conversation = gr.HTML(conversation_html(()), elem_id="conversation", **PLAIN)
    with gr.Column(elem_id="examples") as examples:
        gr.HTML(f"<h2>{words.labels['examples']}</h2>", **PLAIN)
        buttons = tuple(gr.Button(example, elem_classes="example") for example in words.examples)
    with gr.Column(elem_id="composer"):
        question = gr.Textbox(
            label=words.labels["question"],
            lines=1,
            max_lines=6,
            max_length=LONGEST_QUESTION,
            elem_id="question",
        )
        with gr.Row(elem_id="buttons"):
            ask = gr.Button(words.labels["ask"], variant="primary", elem_id="ask")
            stop = gr.Button(words.labels["stop"], visible=False, elem_id="stop")
            clear = gr.Button(words.labels["clear"], elem_id="clear")
    return Parts(exchanges, conversation, examples, buttons, question, ask, stop, clear)


def _connect(parts: Parts, chatbot: Answering) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = [
        gr.on(
            triggers,
            _asker(parts, chatbot),
            [parts.exchanges, source],
            parts.changed,
            # "once" would drop a question asked in the second after Stop; `_asker` refuses a second one at a time.
            trigger_mode="multiple",
            concurrency_limit=AT_ONCE,
            concurrency_id="asking",
            **quiet,
        )
        for triggers, source in [
            ([parts.ask.click, parts.question.submit], parts.question),
            *(([button.click], button) for button in parts.example_buttons),
        ]
    ]
    parts.stop.click(_stopper(parts), parts.exchanges, parts.changed, cancels=asking, queue=False, **quiet)
    parts.clear.click(_clearer(parts), None, parts.changed, cancels=asking, queue=False, **quiet)


def _asker(parts: Parts, chatbot: Answering) -> Callable[[Exchanges, str], Iterator[Update]]:
    def ask(exchanges: Exchanges, question: str) -> Iterator[Update]:
        if exchanges and exchanges[-1].progress is Progress.ASKED:
            yield {parts.stop: gr.skip()}
            return
        if not question.strip():
            yield {parts.conversation: conversation_html(exchanges, note=texts().blank)}
            return
        for number, grown in enumerate(asked(chatbot, exchanges, question)):
            update = _shown(parts, grown)
            if number and grown[-1].progress is not Progress.FAILED:
                del update[parts.question]  # what the reader types while an answer comes in stays
            if grown[-1].progress is Progress.FAILED:
                update[parts.question] = grown[-1].question
            yield update

    return ask


def _stopper(parts: Parts) -> Callable[[Exchanges], Update]:
    def stop(exchanges: Exchanges) -> Update:
        update = _shown(parts, stopped(exchanges))
        del update[parts.question]
        return update

    return stop


def _clearer(parts: Parts) -> Callable[[], Update]:
    def clear() -> Update:
        update = _shown(parts, ())
        del update[
            parts.question
        ]  # chat.js empties the box at once: from here it would wipe what is typed next
        return update

    return clear


def _shown(parts: Parts, exchanges: Exchanges) -> Update:
    """The page as this conversation leaves it, its question box empty."""
    working = bool(exchanges) and exchanges[-1].progress is Progress.ASKED
    return {
        parts.exchanges: exchanges,
        parts.conversation: conversation_html(exchanges),
        parts.examples: gr.Column(visible=not exchanges),
        parts.question: "",
        parts.stop: gr.Button(visible=working),
    }
