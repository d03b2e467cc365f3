"""The net: reads what was told by meaning, after the rules, and names the urgent rule that it likely is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from chatbot.meaning.alarm import Alarm, Heard, heard_together
from chatbot.meaning.examples import (
    AlarmLevels,
    Examples,
    Shares,
    Thresholds,
    read_alarm_levels,
    read_examples,
    read_shares,
    read_thresholds,
)
from chatbot.meaning.likeness import Likeness, Weights, kept_likeness, parts_of, together
from chatbot.meaning.wording import wording
from chatbot.triage.net import Verdict
from chatbot.triage.rules import crisis_rules, rules
from kb.errors import KbError, ModelMissing
from kb.ports import Embedder, Labeller, PairScorer, Vectors


def _no_library() -> NoReturn:
    raise ModelMissing("There is no library whose models could be used.")


class MeaningNet:
    """Finds urgent messages by their meaning. No model is opened before the first message that is compared.

    `keep_in` is a folder of the embedding model's own, where the examples' vectors are kept between starts.

    `skipped` says why the last message was not compared, where a model is missing or cannot be opened; the rules then
    stand alone.
    """

    def __init__(
        self,
        embedder: Callable[[], Embedder] = _no_library,
        scorer: Callable[[], PairScorer] = _no_library,
        examples: Examples | None = None,
        thresholds: Thresholds | None = None,
        keep_in: Path | None = None,
        labeller: Callable[[], Labeller] | None = None,
        levels: AlarmLevels | None = None,
        worded: Labeller | None = None,
    ) -> None:
        self.skipped: str | None = None
        self._open_embedder = embedder
        self._open_scorer = scorer
        self._examples = examples or read_examples()
        self._thresholds = thresholds or read_thresholds()
        self._keep_in = keep_in
        self._compared: tuple[Embedder, Likeness] | None = None
        self._scorer: PairScorer | None = None
        self._open_labeller = labeller
        self._levels = levels or read_alarm_levels()
        self._worded = worded or wording()
        self._shares: Mapping[bool, Shares] = {alone: read_shares(alone) for alone in (False, True)}
        self._alarm: Alarm | None = None
        self._wording: Alarm | None = None

    @property
    def version(self) -> str:
        """One hash over the examples and the thresholds."""
        return hashlib.sha256(f"{self._examples}{self._thresholds}".encode()).hexdigest()[:16]

    def verdict(self, turns: Sequence[str], person: str | None, since: int = 0) -> Verdict | None:
        """What is heard of the person's turns, None where they are no language.

        `person` is as for `raised`. What was heard after any turn from `since` on counts. Where the alarm's model is
        missing or cannot be opened, the wording is heard alone.
        """
        said = [turn for turn in turns if turn.strip()]
        if not said:
            return None
        start = min(since, len(said) - 1)
        try:
            alarm = self._listener()
            heard = alarm.hears(said, start) if alarm else None
        except (KbError, OSError) as problem:
            self.skipped, alarm, heard = str(problem), None, None
        self._wording = self._wording or Alarm(self._worded)
        worded = self._wording.hears(said, start)
        if worded is None or (alarm and heard is None):
            return None
        both = heard_together(heard, worded, self._shares[alarm is None])
        return self._verdict_on(both, heard_together(None, worded, self._shares[True]), person)

    def _listener(self) -> Alarm | None:
        if self._open_labeller and self._alarm is None:
            self._alarm = Alarm(self._open_labeller())
        return self._alarm

    def _verdict_on(self, heard: Heard, worded: Heard, person: str | None) -> Verdict:
        """What is heard raises; whether doubtful words are meant is judged by the wording alone."""
        levels = self._levels
        likely = [(logit, name) for name, logit in heard.rules.items() if name in _rules_for(person)]
        return Verdict(
            urgent=heard.urgent >= levels.urgent,
            emergency=heard.emergency >= levels.emergency and heard.urgent >= levels.urgent,
            confirms=worded.urgent >= levels.confirms,
            visit=worded.visit >= levels.visit,
            crisis=heard.crisis >= levels.crisis,
            confirms_crisis=heard.crisis >= levels.confirms_crisis,
            rules=tuple(name for logit, name in sorted(likely, reverse=True) if logit >= self._least(name)),
        )

    def _least(self, name: str) -> float:
        """From which logit on the alarm may name a rule."""
        return self._levels.named_crisis if name in crisis_rules() else self._levels.named

    def raised(self, clauses: Sequence[str], person: str | None) -> list[tuple[str, float]]:
        """The rule that each of `clauses` resembles enough, with its likeness; each is what one turn tells.

        `person` is "infant", "child", "adult" or None: only rules for them, or for anybody, are named.
        """
        self.skipped = None
        try:
            found = [self._rule_of(clause, person) for clause in clauses if clause.strip()]
        except (KbError, OSError) as problem:
            self.skipped = str(problem)
            return []
        return [each for each in found if each]

    def _rule_of(self, clause: str, person: str | None) -> tuple[str, float] | None:
        embedder, likeness = self._models()
        parts = parts_of(clause)
        vectors = embedder.embed(parts)
        scores = likeness.scores(vectors)
        overall = together(scores)
        name = self._named(overall[1:], person)
        if name is None or overall[0] < self._thresholds.candidate:
            return None
        if overall[0] < self._thresholds.sure:
            alarming = np.argsort(-scores[:, 0], kind="stable")[: self._thresholds.parts_read]
            if not any(self._matches(parts[at], likeness.urgent @ vectors[at], person) for at in alarming):
                return None
        return name, round(float(overall[0]), 4)

    def _named(self, likenesses: Weights, person: str | None) -> str | None:
        """The rule whose examples are the most alike, of those that `person` can have and that are alike enough."""
        fit, crisis = _rules_for(person), crisis_rules()
        least = {True: self._thresholds.named_crisis, False: self._thresholds.named}
        enough = [
            (likeness, name)
            for likeness, name in zip(likenesses, self._examples.names, strict=True)
            if name in fit and likeness >= least[name in crisis]
        ]
        return max(enough)[1] if enough else None

    def _matches(self, part: str, cosines: Vectors, person: str | None) -> bool:
        """Whether the cross-encoder finds `part` to say the same as one of the examples nearest to it."""
        fit, read = _rules_for(person), self._thresholds.examples_read
        order = np.argsort(-cosines, kind="stable")
        nearest = [self._examples.urgent[at] for at in order if self._examples.rule_of[at] in fit][:read]
        if self._scorer is None:
            self._scorer = self._open_scorer()
        return max(self._scorer.score(part, nearest)) >= self._thresholds.agreed

    def _models(self) -> tuple[Embedder, Likeness]:
        if self._compared is None:
            embedder = self._open_embedder()
            file = self._keep_in / f"examples-{self.version}.npz" if self._keep_in else None
            self._compared = (
                embedder,
                kept_likeness(self._examples, embedder, self._thresholds.stiffness, file),
            )
        return self._compared


def _rules_for(person: str | None) -> frozenset[str]:
    """The rules that somebody like `person` can have."""
    return frozenset(rule.id for rule in rules() if person is None or rule.person in (person, "any"))
