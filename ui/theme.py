"""The look of the Gradio page: colours and fonts that load nothing, and the files of `static/`."""

from __future__ import annotations

import gradio as gr

from ui.pages import STATIC

FONT = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]

# The page's ground is needed before the style sheet is there; the rest follows the variables of seventh.css.
PAPER = "#faf8f4"
PAPER_DARK = "#14181b"

HEAD = (
    f'<link rel="icon" href="{STATIC}/icon.svg" type="image/svg+xml">'
    f'<link rel="stylesheet" href="{STATIC}/seventh.css"><link rel="stylesheet" href="{STATIC}/chat.css">'
    f'<script src="{STATIC}/chat.js" defer></script>'
)

VARIABLES = {
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-soft)",
    "background_fill_primary": "var(--card)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_label_text_color": "var(--ink)",
    "block_title_text_color": "var(--ink)",
    "border_color_primary": "var(--line)",
    "input_background_fill": "var(--card)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--ink-soft)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--card)",
    "button_secondary_background_fill_hover": "var(--tint)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--line-strong)",
    "link_text_color": "var(--accent)",
}


def theme() -> gr.themes.Base:
    """A plain theme: system fonts, the same variables by day and by night."""
    dark = {f"{name}_dark": value for name, value in VARIABLES.items()}
    base = gr.themes.Base(
        font=FONT, font_mono=["ui-monospace", "monospace"], text_size=gr.themes.sizes.text_lg
    )
    return base.set(**VARIABLES, **dark, body_background_fill=PAPER, body_background_fill_dark=PAPER_DARK)
