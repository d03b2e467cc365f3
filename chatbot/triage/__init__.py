"""Triage: the whole conversation in, the floor of the answer out, before anything slow runs."""

from chatbot.triage.assessing import RuleTriage
from chatbot.triage.data import TriageDataError
from chatbot.triage.floor import NO_FLOOR, Floor, NoRules, Triage
from chatbot.triage.net import Net

__all__ = ["NO_FLOOR", "Floor", "Net", "NoRules", "RuleTriage", "Triage", "TriageDataError"]
