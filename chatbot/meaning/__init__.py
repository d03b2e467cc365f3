"""The second net of triage: what a person tells in, how urgent it sounds and the rules it likely is out."""

from chatbot.meaning.examples import Examples, Thresholds, read_examples, read_thresholds
from chatbot.meaning.net import MeaningNet

__all__ = ["Examples", "MeaningNet", "Thresholds", "read_examples", "read_thresholds"]
