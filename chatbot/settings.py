"""The chatbot's settings: read once, handed in, a misspelt key refused by name."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ChatSettings(BaseModel):
    """How answers are made. Scores are of how well a sentence answers (log-odds, see chatbot/choosing.py).

    `most_sentences` is the most an answer quotes; `within` how far below the best sentence another may score;
    `sentence_floor` the least a quoted sentence must score where another scores more. Two sentences say the same where
    they share `alike` of all their word stems, or where one holds `held_within` of the other's. `locale` decides the
    emergency numbers (`data/triage/locales.toml`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    writer: Literal["extractive"] = "extractive"
    most_sentences: int = Field(default=6, ge=1, le=6)
    most_experiences: int = Field(default=2, ge=0, le=6)
    within: float = Field(default=2.5, ge=0, le=22)
    sentence_floor: float = Field(default=-1.6, ge=-12, le=12)
    alike: float = Field(default=0.65, gt=0, le=1)
    held_within: float = Field(default=0.85, gt=0, le=1)
    locale: str = "neutral"
