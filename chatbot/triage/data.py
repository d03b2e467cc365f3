"""The data files of triage: read once, hashed together."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from chatbot.datafiles import data_text

RULE_FILES = ("crisis.toml", "infant.toml", "child.toml", "adult.toml", "medicines.toml", "heard.toml")
SIGN_FILES = (
    "signs_alarm.toml",
    "signs_danger.toml",
    "signs_movements.toml",
    "signs_course.toml",
    "signs_face.toml",
    "signs_body.toml",
    "signs_history.toml",
    "signs_medicines.toml",
    "signs_crisis.toml",
    "signs_topics.toml",
)
OTHER_FILES = (
    "words.toml",
    "people.toml",
    "ages.toml",
    "assertion.toml",
    "spelling.toml",
    "actions.toml",
    "locales.toml",
    "languages.toml",
    "examples.toml",
)


class TriageDataError(ValueError):
    """A data file of triage cannot be used; the message names the file and what to change."""


@cache
def table(name: str) -> dict[str, Any]:
    """The content of `data/triage/NAME`.

    Raises:
        TriageDataError: the file is missing or is no TOML.
    """
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise TriageDataError(
            f"chatbot/data/triage/{name} is not valid TOML: correct it there ({error})."
        ) from error


@cache
def version() -> str:
    """One hash over every file that a floor depends on."""
    names = RULE_FILES + SIGN_FILES + OTHER_FILES
    return hashlib.sha256("\n".join(_text(name) for name in names).encode()).hexdigest()[:16]


def folder() -> Traversable:
    """Where the data files of triage are."""
    return files("chatbot") / "data" / "triage"


def _text(name: str) -> str:
    try:
        return data_text(f"triage/{name}")
    except FileNotFoundError as error:
        raise TriageDataError(
            f"chatbot/data/triage/{name} is missing: restore it from the repository."
        ) from error
