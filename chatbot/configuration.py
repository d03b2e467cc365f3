"""Reads the product's settings once: `settings.toml` in the library's folder, defaults where it is absent."""

from __future__ import annotations

from pathlib import Path

from chatbot.settings import ChatSettings
from kb.settings import FILE_NAME, KbSettings, check_section, read_tables


def load_all_settings(folder: Path) -> tuple[KbSettings, ChatSettings]:
    """The settings of the library in `folder`.

    Raises:
        SettingsWrong: the file cannot be read, or holds an unknown or unusable key.
    """
    path = folder / FILE_NAME
    tables = read_tables(path)
    kb = check_section(KbSettings, tables.get("kb", {}), f"[kb] of {path}")
    chat = check_section(ChatSettings, tables.get("chatbot", {}), f"[chatbot] of {path}")
    return kb, chat
