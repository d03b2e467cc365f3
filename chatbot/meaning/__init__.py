"""The second net of triage: what a person tells in, the urgent rules whose written-out examples it resembles out."""

from chatbot.meaning.examples import Examples, Thresholds, read_examples, read_thresholds
from chatbot.meaning.net import MeaningNet

__all__ = ["Examples", "MeaningNet", "Thresholds", "read_examples", "read_thresholds"]
