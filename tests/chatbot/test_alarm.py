"""The alarm: what is read of a conversation, what others' words cannot change, and how it meets the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from chatbot.conversation import conversation_from
from chatbot.meaning import MeaningNet
from chatbot.meaning.alarm import Alarm, readings, spoken, without_played_down
from chatbot.meaning.examples import AlarmLevels, read_alarm_levels
from chatbot.triage import Floor, RuleTriage
from kb.errors import ModelMissing
from kb.ports import Embedder, Labeller, PairScorer

LEVELS = AlarmLevels(
    urgent=0.0,
    emergency=0.0,
    confirms=-1.0,
    visit=-1.5,
    crisis=1.0,
    confirms_crisis=-3.0,
    named=-1.0,
    named_crisis=1.0,
)


@dataclass
class Listening:
    """Hears a word: every label has the logit of the first of `words` in the text, or -9. Remembers what it read."""

    words: Mapping[str, Mapping[str, float]]
    room: int = 250
    read_texts: list[str] = field(default_factory=list)

    def count(self, text: str) -> int:
        return len(text.split())

    def read(self, text: str) -> dict[str, float]:
        self.read_texts.append(text)
        found = next((logits for word, logits in self.words.items() if word in text), {})
        return {
            label: found.get(label, -9.0)
            for label in ("urgent", "emergency", "visit", "crisis", "I6", "A1", "I1", "C1")
        }


def missing() -> Labeller:
    raise ModelMissing("The model is missing: install it.")


def no_embedder() -> Embedder:
    raise ModelMissing("The model is missing: install it.")


def no_scorer() -> PairScorer:
    raise ModelMissing("The model is missing: install it.")


class Silent(Listening):
    """Hears nothing either way."""

    def read(self, text: str) -> dict[str, float]:
        return dict.fromkeys(("urgent", "emergency", "visit"), 0.0)


def triage(labeller: Labeller | Callable[[], Labeller], worded: Labeller | None = None) -> RuleTriage:
    opened = labeller if callable(labeller) else lambda: labeller
    net = MeaningNet(no_embedder, no_scorer, labeller=opened, levels=LEVELS, worded=worded or Silent({}))
    return RuleTriage.open(net=net)


def floor(labeller: Labeller | Callable[[], Labeller], *turns: str, worded: Labeller | None = None) -> Floor:
    history = [turn for text in turns[:-1] for turn in (("user", text), ("assistant", "I see."))]
    return triage(labeller, worded).assess(conversation_from(turns[-1], history))


def test_what_the_rules_do_not_see_is_raised_and_named_by_the_rule_it_likely_is() -> None:
    ears = Listening({"zibble": {"urgent": 2.0, "I6": 1.0, "A1": 0.5}})
    found = floor(ears, "my baby does a little zibble")
    assert found.urgency == "same_day"
    assert found.reasons[0].startswith("I6")


def test_what_it_likely_is_is_not_named_of_somebody_who_cannot_have_it() -> None:
    ears = Listening({"zibble": {"urgent": 2.0, "I6": -5.0, "A1": 0.5}})
    assert floor(ears, "my baby does a little zibble").reasons[0].startswith("N2")


def test_a_crisis_is_named_only_where_it_is_clearly_one() -> None:
    calm = Listening({"zibble": {"urgent": 2.0, "emergency": 1.0, "C1": 0.5}})
    grave = Listening({"zibble": {"urgent": 2.0, "emergency": 1.0, "C1": 1.5}})
    assert floor(calm, "I zibble").reasons[0].startswith("N1")
    assert floor(grave, "I zibble").reasons[0].startswith("C1")


def test_an_emergency_is_heard_over_a_same_day_rule_and_stays_short() -> None:
    ears = Listening({"wobbly": {"urgent": 5.0, "emergency": 3.0}})
    found = floor(ears, "her head drops over and over when she wakes, 5 months old, and she goes wobbly")
    assert found.urgency == "emergency"
    assert found.alone
    assert found.reasons[0].startswith("N1")
    assert any(reason.startswith("I6") for reason in found.reasons)


def test_what_fires_on_plain_words_stands_whatever_is_heard() -> None:
    assert floor(Listening({}), "my baby has been having a fit for 7 minutes").urgency == "emergency"


CALM, OPEN = Listening({}), Silent({})
"""Wordings that find nothing urgent, and that leave everything open."""


def test_what_fires_on_words_that_may_be_meant_otherwise_stands_only_where_they_sound_urgent() -> None:
    told = (
        "In the film we watched, the baby keeps folding forward with her arms out. Is that infantile spasms?"
    )
    assert RuleTriage.open().assess(conversation_from(told, [])).urgency in ("same_day", "emergency")
    assert floor(OPEN, told, worded=CALM).urgency not in ("same_day", "emergency")


def test_a_calm_alarm_takes_nothing_away() -> None:
    told = (
        "In the film we watched, the baby keeps folding forward with her arms out. Is that infantile spasms?"
    )
    assert floor(Listening({}), told, worded=OPEN).urgency == "same_day"


def test_what_is_taken_back_stands_only_where_the_whole_still_sounds_urgent() -> None:
    told = ("my baby stopped breathing and went blue", "sorry, not a real one, it was in a film")
    assert floor(Listening({}), told[0]).urgency == "emergency"
    assert floor(OPEN, *told, worded=CALM).urgency not in ("same_day", "emergency")
    assert floor(Listening({}), *told, worded=OPEN).urgency == "emergency"


def test_words_of_somebody_in_crisis_are_an_emergency_whatever_else_is_asked() -> None:
    asked = "how long does botox last, zibble anyway"
    found = floor(Listening({}), asked, worded=Listening({"zibble": {"crisis": 1.5}}))
    assert found.urgency == "emergency"
    assert found.reasons[0].startswith("C1")
    assert floor(Listening({}), asked, worded=Listening({"zibble": {"crisis": 0.5}})).urgency == "information"


def test_a_rule_of_crisis_gives_way_only_where_the_words_are_surely_of_something_else() -> None:
    told = "I felt suicidal since the botox wore off, who do I talk to?"
    assert floor(Listening({}), told, worded=Listening({"botox": {"crisis": -2.0}})).urgency == "emergency"
    assert floor(Listening({}), told, worded=Listening({"botox": {"crisis": -4.0}})).urgency == "information"


def test_what_is_only_asked_about_is_sent_to_no_doctor() -> None:
    asked = "how do I film my baby's episodes so the doctor can use it"
    assert RuleTriage.open().assess(conversation_from(asked, [])).urgency == "soon"
    assert floor(Listening({}), asked, worded=CALM).urgency == "information"
    assert floor(Listening({}), asked, worded=OPEN).urgency == "soon"
    assert floor(Listening({}), "My baby's chin keeps trembling. She is 3 months old.").urgency == "soon"


def test_what_alarm_and_wording_hear_counts_together() -> None:
    half = Listening({"zibble": {"urgent": 2.0}})
    assert floor(half, "my baby does a little zibble").urgency == "same_day"
    assert floor(half, "my baby does a little zibble", worded=Listening({})).urgency != "same_day"


def test_without_the_model_the_wording_is_heard_alone() -> None:
    loud = Listening({"zibble": {"urgent": 3.0, "emergency": -9.0}})
    assert floor(missing, "my baby does a little zibble", worded=loud).reasons[0].startswith("N2")
    told = (
        "In the film we watched, the baby keeps folding forward with her arms out. Is that infantile spasms?"
    )
    assert floor(missing, told, worded=Listening({})).urgency not in ("same_day", "emergency")
    assert floor(missing, told, worded=Silent({})).urgency in ("same_day", "emergency")


@pytest.mark.parametrize("calm", ["what is an EEG?", "thanks, and how is the weather", "he is fine now"])
def test_what_was_heard_once_stands_for_the_rest_of_the_conversation(calm: str) -> None:
    ears = Listening({f"zibble | {calm}": {}, "zibble": {"urgent": 2.0}})
    assert floor(ears, "my baby does a little zibble", calm).urgency == "same_day"


def test_a_correction_lets_what_was_heard_before_it_be_heard_anew() -> None:
    ears = Listening({"doll": {}, "zibble": {"urgent": 2.0}})
    first = "my baby does a little zibble"
    assert floor(ears, first, "sorry, I meant my daughter's doll").urgency != "same_day"


@pytest.mark.parametrize(
    "said",
    [
        "Grandma says it is nothing.",
        "My husband thinks I'm overreacting.",
        "The nurse on the phone told me it's probably just wind!",
        "Everyone online says babies grow out of it.",
    ],
)
def test_what_others_say_to_play_it_down_is_left_out_of_a_second_reading(said: str) -> None:
    assert (
        without_played_down(f"He folds in half. {said} It began today.")
        == "He folds in half. It began today."
    )
    ears = Listening({said: {}, "folds": {"urgent": 2.0}})
    heard = Alarm(ears).hears([f"He folds in half. {said}"])
    assert heard is not None
    assert heard.urgent == 2.0


def test_what_the_writer_says_is_never_left_out() -> None:
    told = "He folds in half. I think he is not fine. Nothing helps. She says his lips went blue."
    assert without_played_down(told) == told


def test_a_long_story_is_read_in_stretches_that_overlap_and_leave_nothing_out() -> None:
    sentences = [f"Sentence {number} has six words here." for number in range(20)]
    ears = Listening({}, room=30)
    read = list(readings([" ".join(sentences)], ears.count, ears.room))
    assert all(ears.count(text) <= 30 for text in read)
    assert all(any(sentence in text for text in read) for sentence in sentences)
    assert all(any(f"{a} {b}" in text for text in read) for a, b in pairwise(sentences))


def test_of_many_turns_the_latest_that_fit_are_read_together() -> None:
    turns = ["one two three", "four five six", "seven eight nine"]
    assert next(readings(turns, lambda text: len(text.split()), 7)) == spoken(turns[1:])


def test_a_text_is_read_once() -> None:
    ears = Listening({})
    alarm = Alarm(ears)
    alarm.hears(["one two"])
    alarm.hears(["one two", "three"])
    assert sorted(ears.read_texts) == ["one two", "one two | three"]


def test_the_levels_of_the_data_file_leave_doubtful_words_standing_longer_than_they_raise_new_ones() -> None:
    levels = read_alarm_levels()
    assert levels.confirms < levels.urgent


def test_what_is_no_language_is_not_heard_and_what_fired_stands() -> None:
    class Pieces(Listening):
        def count(self, text: str) -> int:
            return 5 * len(text.split())

    raising = Pieces({"asdkj": {"urgent": 5.0}})
    assert floor(raising, "asdkj qwpoe zmxn lkjh").urgency == "information"
    assert not raising.read_texts


def test_encoded_words_are_heard_as_triage_reads_them() -> None:
    ears = Listening({"baby has been zibbling": {"urgent": 2.0}})
    assert floor(ears, "My b4by h4s b33n z1bbl1ng").urgency == "same_day"
    assert "He's fine, José." in {*(floor_texts(ears, "He's fine, José."))}


def floor_texts(ears: Listening, said: str) -> list[str]:
    floor(ears, said)
    return ears.read_texts
