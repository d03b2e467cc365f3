"""The meaning net: what it raises, what it leaves, and that it stands aside where a model is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chatbot.conversation import conversation_from
from chatbot.meaning import Examples, MeaningNet, Thresholds, read_examples, read_thresholds
from chatbot.meaning.likeness import parts_of, ridge, together
from chatbot.triage import RuleTriage
from chatbot.triage.rules import rules
from evals.red import URGENT, load_red
from kb.errors import ModelMissing
from kb.ports import Embedder, PairScorer, Vectors

TOPICS = ("folds", "droops", "hopeless", "flutters", "booked")
EXAMPLES = Examples(
    urgent=("he folds", "she folds often", "it droops", "mouth droops down", "all hopeless", "so hopeless"),
    rule_of=("I6", "I6", "A1", "A1", "C1", "C1"),
    harmless=("it flutters", "lid flutters", "visit booked", "scan booked"),
)
SETTINGS = Thresholds(
    sure=0.4,
    candidate=0.1,
    agreed=1.0,
    named=-0.5,
    named_crisis=0.3,
    stiffness=0.01,
    parts_read=2,
    examples_read=2,
)


class Topical:
    """A text points where its topics are; a word of none adds a little of nothing."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.array(
            [[*(text.lower().count(topic) for topic in TOPICS), 0.1] for text in texts], dtype=np.float32
        )
        found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found


class Judging:
    """Gives every pair the same score, and remembers what it read."""

    def __init__(self, score: float) -> None:
        self.given = score
        self.read: list[tuple[str, tuple[str, ...]]] = []

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read.append((query, tuple(texts)))
        return [self.given] * len(texts)


def never_opened() -> PairScorer:
    raise AssertionError("the cross-encoder was opened")


def missing() -> Embedder:
    raise ModelMissing("The model is missing: install it.")


def net(scorer: PairScorer | None = None, **changes: float) -> MeaningNet:
    thresholds = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    return MeaningNet(Topical, (lambda: scorer) if scorer else never_opened, EXAMPLES, thresholds)


def names(found: list[tuple[str, float]]) -> list[str]:
    return [name for name, _ in found]


def test_what_resembles_the_urgent_examples_raises_their_rule() -> None:
    assert names(net().raised(["Look how he folds"], "infant")) == ["I6"]


def test_what_resembles_the_harmless_examples_raises_nothing() -> None:
    assert net().raised(["The lid flutters", "Our scan is booked"], None) == []


def test_every_turn_is_compared_by_itself() -> None:
    assert names(net().raised(["Our scan is booked", "Look how she folds"], None)) == ["I6"]


def test_only_rules_for_the_person_described_are_named() -> None:
    assert names(net().raised(["It folds and droops"], "infant")) == ["I6"]
    assert names(net().raised(["It folds and droops"], "adult")) == ["A1"]


def test_a_crisis_rule_is_named_for_anybody_but_only_where_it_is_clearly_meant() -> None:
    assert names(net().raised(["I feel hopeless"], "adult")) == ["C1"]
    assert "C1" not in names(net(named_crisis=1.5).raised(["I feel hopeless"], "adult"))


def test_where_no_rule_stands_out_nothing_is_raised() -> None:
    assert net(named=2.0, named_crisis=2.0).raised(["Look how he folds"], "infant") == []


def test_the_cross_encoder_is_not_opened_for_what_is_sure() -> None:
    assert net(scorer=None).raised(["Look how he folds"], "infant")


def test_the_cross_encoder_decides_on_what_is_doubtful() -> None:
    assert names(net(Judging(2.0), sure=9.0).raised(["Look how he folds"], "infant")) == ["I6"]
    assert net(Judging(0.0), sure=9.0).raised(["Look how he folds"], "infant") == []


def test_the_cross_encoder_reads_the_nearest_examples_of_the_person_alone() -> None:
    judging = Judging(2.0)
    net(judging, sure=9.0, examples_read=9).raised(["Look how he folds"], "infant")
    ((part, read),) = judging.read
    assert part == "Look how he folds"
    assert set(read) == {"he folds", "she folds often", "all hopeless", "so hopeless"}
    assert set(read[:2]) == {"he folds", "she folds often"}


def test_what_is_far_from_urgent_is_not_read_again() -> None:
    assert net(scorer=None, sure=9.0, named=-9.0).raised(["The lid flutters"], None) == []


def test_nothing_is_opened_before_the_first_message() -> None:
    opened = []

    def embedder() -> Embedder:
        opened.append("embedder")
        return Topical()

    built = MeaningNet(embedder, never_opened, EXAMPLES, SETTINGS)
    assert built.raised([], None) == []
    assert opened == []
    built.raised(["one message"], None)
    built.raised(["another message"], None)
    assert opened == ["embedder"]


def test_where_a_model_is_missing_nothing_is_raised_and_the_reason_is_kept() -> None:
    silent = MeaningNet(missing, never_opened, EXAMPLES, SETTINGS)
    assert silent.raised(["Look how he folds"], "infant") == []
    assert silent.skipped == "The model is missing: install it."


def test_the_reason_is_forgotten_once_the_model_is_there() -> None:
    here: list[Embedder] = []
    later = MeaningNet(lambda: here[0] if here else missing(), never_opened, EXAMPLES, SETTINGS)
    later.raised(["Look how he folds"], "infant")
    here.append(Topical())
    assert names(later.raised(["Look how he folds"], "infant")) == ["I6"]
    assert later.skipped is None


def test_without_its_model_triage_is_that_of_the_rules_alone() -> None:
    asked = conversation_from("My baby drops his head in runs after waking", [])
    calm = conversation_from("What is hemifacial spasm?", [])
    alone, netted = RuleTriage.open(), RuleTriage.open(net=MeaningNet(missing, never_opened))
    assert [netted.assess(each) for each in (asked, calm)] == [alone.assess(each) for each in (asked, calm)]


def test_a_message_is_read_by_sentences_by_neighbours_and_whole() -> None:
    assert parts_of("She woke up. Then it began! Is that bad?") == (
        "She woke up.",
        "Then it began!",
        "Is that bad?",
        "She woke up. Then it began!",
        "Then it began! Is that bad?",
        "She woke up. Then it began! Is that bad?",
    )
    assert parts_of("help") == ("help",)
    long = " ".join(f"Sentence number {number} says little." for number in range(60))
    assert long not in parts_of(long)


def test_one_odd_part_does_not_decide() -> None:
    assert together(np.array([[1.0], [-1.0], [-1.0], [-1.0]]))[0] == pytest.approx(0.25)


def test_ridge_weights_part_the_two_sides_however_few_are_on_one() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 1.0], [0.0, 0.9]])
    weights = ridge(rows, np.array([1.0, -1.0, -1.0, -1.0]), stiffness=0.01)
    scores = rows @ weights[:-1] + weights[-1]
    assert scores[0] == pytest.approx(1.0, abs=0.1)
    assert all(score < -0.7 for score in scores[1:])


def test_the_version_changes_with_the_examples_and_with_the_thresholds() -> None:
    versions = {
        net().version,
        net(sure=0.5).version,
        MeaningNet(Topical, never_opened, replace(EXAMPLES, harmless=("other",)), SETTINGS).version,
    }
    assert len(versions) == 3


def test_the_examples_name_rules_that_there_are_and_hold_harmless_messages() -> None:
    found = read_examples()
    assert set(found.names) <= {rule.id for rule in rules()}
    assert len(found.urgent) == len(found.rule_of)
    assert found.harmless


def test_every_urgent_rule_of_the_specification_has_at_least_four_examples() -> None:
    urgent = {rule.id for rule in rules() if rule.level in URGENT and re.match(r"[IKAC]\d", rule.id)}
    counted = {name: read_examples().rule_of.count(name) for name in urgent}
    assert min(counted.values()) >= 4, counted


def test_the_thresholds_look_again_before_they_are_sure() -> None:
    found = read_thresholds()
    assert found.candidate < found.sure
    assert found.named < found.named_crisis


def test_no_message_that_the_net_is_calibrated_on_is_an_example() -> None:
    cases = load_red(Path(__file__).parents[2] / "evals" / "data" / "net_tune.jsonl")
    examples = read_examples()
    assert len(cases) == 160
    assert {case.messages[0] for case in cases}.isdisjoint({*examples.urgent, *examples.harmless})
