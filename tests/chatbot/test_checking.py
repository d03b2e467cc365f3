"""Whether a source says what a sentence says: the rules, and what they let through of written pairs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.checking import judge, opposed
from chatbot.degrees import superlative
from chatbot.excess import action, doubt, rare_word, term
from chatbot.rules import Rule, opposite, repeated
from chatbot.wording import reading

DATA = Path(__file__).parent / "data"


def near(_claim: str, _source: str) -> float:
    return 0.9


def verdict(claim: str, *sources: str) -> str:
    return judge(claim, sources, near).name


@given(st.text(min_size=1).filter(str.strip))
def test_words_equal_to_a_source_are_supported_whatever_they_say(text: str) -> None:
    assert judge(text, ["Something else.", text], None).name == "supported"


def test_only_white_space_may_differ_for_words_to_be_the_source_s_own() -> None:
    source = "It spreads to:\n  - the chin\n  - the neck"
    assert judge("It spreads to: - the chin - the neck", [source], None).name == "supported"
    assert judge("This is harmless", ["This is harmless in most, not all."], None).name == "unsupported"


def test_a_claim_that_cites_nothing_is_unsupported() -> None:
    assert judge("Botox eases the spasm.", [], None).name == "unsupported"


def test_words_that_state_nothing_are_not_checked() -> None:
    assert judge("So it is.", ["Botox eases the spasm."], None).name == "not_checked"


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict_with_a_reason(text: str, sources: list[str]) -> None:
    assert judge(text, sources, None).why


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The facial nerve is pressed by a vessel.", "A vessel presses the facial nerve."),
        ("Treatment should start promptly.", "Treatment should begin at once."),
        ("Coffee may trigger eyelid twitching.", "Eyelid twitching may be triggered by caffeine."),
        ("Twitching is not dangerous.", "Twitching is harmless."),
        ("Botox may help for 3 months.", "Botulinum toxin may help for three months."),
        ("A doctor should see a baby with spasms.", "A baby with spasms should be seen by a paediatrician."),
    ],
)
def test_the_same_in_other_words_is_supported(claim: str, source: str) -> None:
    assert verdict(claim, source) == "supported"


@pytest.mark.parametrize(
    ("fault", "claim", "source"),
    [
        ("a number", "Botox lasts six months.", "Botox lasts three months."),
        ("a unit", "Botox lasts three weeks.", "Botox lasts three months."),
        ("a dose per weight", "The dose is 5 mg.", "The dose is 5 mg/kg."),
        ("a bound", "Twitching under two weeks is seen.", "Twitching over two weeks is seen."),
        (
            "swapped durations",
            "Vigabatrin takes six months, steroids two weeks.",
            "Vigabatrin takes two weeks, steroids six months.",
        ),
        (
            "a duration by its verb",
            "It works within 3 months and lasts 3 days.",
            "It works within 3 days and lasts 3 months.",
        ),
        ("a denial dropped", "Spasms stop in sleep.", "Spasms do not stop in sleep."),
        ("a denial added", "Spasms do not stop in sleep.", "Spasms stop in sleep."),
        ("a denial moved", "Stress, not the nerve, causes spasms.", "The nerve, not stress, causes spasms."),
        (
            "no need to see anyone",
            "There is no need to see a neurologist.",
            "See a neurologist if it spreads.",
        ),
        ("unnecessary", "A neurologist is unnecessary.", "A neurologist is needed if it spreads."),
        ("waiting", "Seeing a neurologist can wait.", "A neurologist should be seen soon."),
        ("how often", "Complications are common.", "Complications are rare."),
        ("how many", "Most patients need surgery.", "Few patients need surgery."),
        ("a hedge dropped", "Compression causes spasms.", "Compression may cause spasms."),
        ("doubt dropped", "Botox is safe in pregnancy.", "It is unclear whether Botox is safe in pregnancy."),
        ("an opposite", "Stress eases spasms.", "Stress worsens spasms."),
        ("a side", "The left side twitches.", "The right side twitches."),
        ("a body part", "The jaw twitches.", "The eyelid twitches."),
        (
            "swapped body parts",
            "Spasms spread from the jaw to the eyelid.",
            "Spasms spread from the eyelid to the jaw.",
        ),
        ("a person", "Babies may have Botox.", "Adults may have Botox."),
        (
            "a person of another clause",
            "In adults it comes in clusters.",
            "In babies it comes in clusters, whereas in adults it is single.",
        ),
        ("a drug", "Magnesium eases spasms.", "Botox eases spasms."),
        ("what is preferred", "Use steroids rather than vigabatrin.", "Use vigabatrin rather than steroids."),
        ("who does it to whom", "The nerve presses on the artery.", "The artery presses on the nerve."),
        ("a firmer duty", "You must have an MRI.", "An MRI may be considered."),
        ("another action", "Botox prevents spasms.", "Botox eases spasms."),
        ("a condition dropped", "Twitching is harmless.", "Twitching is harmless if it stops within days."),
        ("only", "Only surgery helps.", "Surgery helps."),
        ("unless", "Worry is needless.", "Worry is needless unless it spreads."),
        ("a superlative", "Botox is the most effective treatment.", "Botox is an effective treatment."),
        ("a comparison", "Injections help less than tablets.", "Injections help more than tablets."),
        ("a rare word", "Acupuncture eases spasms.", "Rest eases spasms."),
        (
            "a pointing word",
            "This is treated with carbamazepine.",
            "Trigeminal neuralgia is treated with carbamazepine.",
        ),
        (
            "what it points to",
            "Hemifacial spasm is treated with carbamazepine.",
            "This is treated with carbamazepine.",
        ),
        ("a mere question", "Magnesium eases spasms.", "Magnesium eases spasms?"),
    ],
)
def test_a_claim_with_one_fault_is_unsupported(fault: str, claim: str, source: str) -> None:
    assert verdict(claim, source) == "unsupported", fault


@pytest.mark.parametrize(
    ("rule", "claim", "source"),
    [
        (opposite, "Stress eases the spasm.", "Stress worsens the spasm."),
        (repeated, "Symptoms are mild to mild.", "Symptoms are mild to severe."),
        (superlative, "It is the most common cause.", "It is a common cause."),
        (term, "The jaw twitches.", "The eyelid twitches."),
        (doubt, "Botox is safe.", "It is debated whether Botox is safe."),
        (action, "Botox prevents spasms.", "Botox eases spasms."),
        (rare_word, "Acupuncture eases spasms.", "Rest eases spasms."),
    ],
)
def test_each_rule_finds_its_fault_by_itself(rule: Rule, claim: str, source: str) -> None:
    assert rule(reading(claim), reading(source))
    assert rule(reading(source), reading(source)) is None


def test_one_source_that_says_so_is_enough_unless_another_contradicts() -> None:
    claim = "Vessels may press the facial nerve."
    says_so = "The facial nerve may be pressed by vessels."
    assert verdict(claim, "Botox eases spasms.", says_so) == "supported"
    assert verdict(claim, says_so, "Vessels never press the facial nerve.") == "unsupported"


def test_a_claim_far_in_meaning_is_unsupported_however_many_words_it_shares() -> None:
    claim, source = "A vessel presses the nerve.", "The nerve is pressed by a vessel."
    assert judge(claim, [source], lambda _claim, _source: 0.49).name == "unsupported"
    assert judge(claim, [source], lambda _claim, _source: 0.51).name == "supported"


def test_without_a_cosine_more_words_must_be_shared() -> None:
    claim, source = "People tend to report that the eyelid twitches.", "The eyelid twitches."
    assert judge(claim, [source], near).name == "supported"
    assert judge(claim, [source], None).name == "unsupported"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hemifacial spasm is harmless.", "Hemifacial spasm is dangerous."),
        ("Botox eases the spasm for three months.", "Botox eases the spasm for six months."),
        ("Spasms stop during sleep.", "The spasms do not stop during sleep."),
        ("Surgery rarely causes deafness.", "Surgery often causes deafness."),
        ("A normal EEG excludes infantile spasms.", "A normal EEG does not exclude infantile spasms."),
        ("Magnesium eases muscle cramps.", "Magnesium gave no benefit in muscle cramps."),
    ],
)
def test_sentences_that_cannot_both_be_true_are_opposed_either_way_round(one: str, other: str) -> None:
    assert opposed(one, other)
    assert opposed(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Botox eases spasms for three months.", "Surgery eases spasms for years."),
        ("Infantile spasms are dangerous.", "Eyelid twitching is harmless."),
        ("In babies spasms need care.", "In adults spasms do not need care."),
        ("Hemifacial spasms are not painful.", "Hemifacial spasms are not dangerous."),
        ("Botox works within 3 days.", "Botox lasts 3 months."),
        ("Twitching may spread to the cheek.", "Twitching often spreads to the cheek."),
        ("Spasms may indicate disease.", "Spasms may not indicate disease."),
        ("Is hemifacial spasm dangerous?", "Hemifacial spasm is harmless."),
    ],
)
def test_sentences_on_different_matters_or_both_possible_are_not_opposed(one: str, other: str) -> None:
    assert opposed(one, other) is None
    assert opposed(other, one) is None


def recorded_cosine() -> Callable[[str, str], float]:
    """The cosines that all-MiniLM-L6-v2 gave for the pairs, so that no test needs the model."""
    rows = json.loads((DATA / "checking_cosines.json").read_text("utf-8"))
    table = {(claim, source): cosine for claim, source, cosine in rows}
    return lambda claim, source: table[claim, source]


def accepted(split: str) -> tuple[Counter[str], Counter[str]]:
    """By label: how many pairs the checker accepts, and how many there are."""
    rows = [json.loads(line) for line in (DATA / f"checking_{split}.jsonl").read_text("utf-8").splitlines()]
    cosine = recorded_cosine()
    passed = [
        row["label"] for row in rows if judge(row["claim"], [row["source"]], cosine).name == "supported"
    ]
    return Counter(passed), Counter(row["label"] for row in rows)


@pytest.mark.parametrize("split", ["tune", "apart", "fresh"])
def test_of_the_written_pairs_nine_in_ten_supported_pass_and_next_to_no_others(split: str) -> None:
    passed, pairs = accepted(split)
    assert passed["supported"] >= 0.9 * pairs["supported"]
    assert passed["supported"] >= 0.9 * passed.total()
    assert passed["contradicted"] == 0
    assert passed["unsupported"] == 0
