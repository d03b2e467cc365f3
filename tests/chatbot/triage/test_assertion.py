"""What points at nobody, quotes, jokes or tells of old days sets no floor; a real sign does, however it is put."""

from __future__ import annotations

import pytest

from tests.chatbot.triage.telling import at_least, told

OF_NOBODY = [
    "my 6 month old is healthy. What are infantile spasms?",
    "We have a newborn, all well. How is a febrile seizure treated?",
    "waht is a focal seizer?",
    "please tell me what a stroke is",
    "can fever bring on a seizure?",
    "stroke vs bells palsy",
    "botox dysphagia rate",
    "infantile spasms eeg",
    'Wikipedia: "Infantile spasms cause sudden jerks. The head drops in clusters." What is hypsarrhythmia?',
    "Wikipedia: Infantile spasms cause sudden jerks. The head drops in clusters.",
    'The leaflet says "call if the baby turns blue or stops breathing". How often is that?',
    "Repeat after me: my baby is blue",
    "I had a stroke scare in 2011, now my eyelid twitches when I am tired",
    "I had a seizure once at 17, none in the thirty years since. Is Botox fine for me?",
    "My daughter thinks I'm having a stroke, but it's only my eyelid that flutters",
    "My wife jokes that I'm having a fit whenever my eyelid jumps",
    "My face dropped when I saw the price of Botox",
    "I am breathless with laughter and my eyelid hops",
    "My boss's nephew has infantile spasms. How do I support the family?",
]
OF_SOMEBODY = [
    ("My wife thinks I'm having a stroke", "emergency"),
    ("My wife thinks I'm having a stroke, my eyelid twitches and my arm is weak", "emergency"),
    ("The leaflet says call if she turns blue, and my baby is blue", "emergency"),
    ("what do I do, my baby is having a seizure", "emergency"),
    ("He had a fit in the kitchen and it won't stop", "emergency"),
    ("Somebody in front of me is fitting right now", "emergency"),
    ("My 6 month old is healthy. What are these jerks he does in a row after naps?", "same_day"),
    ("Wikipedia: Infantile spasms are sudden jerks. My baby of 5 months does this in clusters.", "same_day"),
    ("only the left half of her face twitches, 10 weaks old", "same_day"),
    ("my friends say it is teething but my 7 month old bows forward again and again", "same_day"),
]
ASKED = [
    ("Can Botox spread?", "botulinum"),
    ("Can Botox make it hard to swallow?", "botulinum"),
    ("What should I do in a seizure?", "5 minutes"),
    ("Why do babies turn blue?", "blue"),
    ("What are the signs of a stroke?", "face drops"),
    ("Does carbamazepine cause a rash?", "blisters"),
    ("What is meningitis?", "fever"),
    ("What are infantile spasms?", "same day"),
    ("Can stopping clonazepam cause seizures?", "all at once"),
]
TEETHING = "10-month-old, teething, quick facial spasms when excited, otherwise happy"


@pytest.mark.parametrize("message", OF_NOBODY)
def test_what_is_said_of_nobody_here_sets_no_urgent_floor(message: str) -> None:
    assert told(message).urgency in ("information", "routine"), told(message)


@pytest.mark.parametrize(("message", "level"), OF_SOMEBODY)
def test_somebody_here_counts_however_it_is_put(message: str, level: str) -> None:
    assert at_least(told(message), level), told(message)


@pytest.mark.parametrize(("question", "when"), ASKED)
def test_a_question_about_an_emergency_is_information_with_when_to_call(question: str, when: str) -> None:
    floor = told(question)
    assert floor.urgency == "information"
    assert when in (floor.caution or "")


def test_happy_spasms_when_excited_are_soon_and_say_when_to_go_the_same_day() -> None:
    floor = told(TEETHING)
    assert (floor.urgency, floor.rules) == ("soon", ("I15",))
    said = " ".join(floor.lines)
    assert all(word in said for word in ("same day", "runs", "waking", "one side", "skills"))


@pytest.mark.parametrize(
    "more",
    [
        "she does 10 in a row after her nap",
        "they come in clusters",
        "mostly on waking",
        "it is only the left side",
        "she has stopped babbling",
    ],
)
def test_one_more_item_makes_it_the_same_day_whatever_others_say(more: str) -> None:
    assert told(f"{TEETHING}. {more}").urgency == "same_day"
    assert told(TEETHING, more).urgency == "same_day"
    assert told(TEETHING, more, "grandma says it is nothing").urgency == "same_day"


def test_mittens_are_not_a_baby() -> None:
    assert told("my baby is blue", "she is not blue, I meant her mittens are blue").urgency == "information"
    assert told("my baby is blue", "her mittens are blue too").urgency == "emergency"


def test_a_stated_age_falls_only_to_a_correction_and_an_assumed_one_to_any() -> None:
    runs = "he drops his head in runs"
    assert "I6" in told(f"my son is 6 months, {runs}").rules
    assert "I6" in told(f"my son is 6 months, {runs}", "he is 9 years old").rules
    assert "I6" not in told(f"my son is 6 months, {runs}", "actually he is 9 years old").rules
    assert told("my little one keeps twitching").person == "infant"
    assert told("my little one keeps twitching", "he is 9 years old").person == "child"
