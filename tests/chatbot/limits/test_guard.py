"""No sentence of an answer, whoever wrote it, gives a dose, a diagnosis, a false comfort, an advert or an order."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.checking import Verdict
from chatbot.limits.guard import Setting, broken, guarded, safe_answer
from chatbot.limits.output import output_rules
from ingest.sentences import sentences
from tests.chatbot.limits.stories import FloorOf, draft_of

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT.parent / "shared" / "seeds"
SUPPORTED = Verdict("supported", "these are the source’s own words")
SETTINGS = {
    "general": Setting(),
    "babies": Setting(context="Movements of babies"),
    "baby": Setting("same_day", ("I6",), "infant"),
    "thread": Setting(context="Facial spasms of my baby", weak=True),
    "twitch": Setting("information", ("A13",), "adult", leads=True),
}


def _lines(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [
        [part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")
    ]


@pytest.mark.parametrize(
    ("rule", "setting", "sentence"), _lines("output_caught.txt"), ids=lambda each: each[:50]
)
def test_a_sentence_that_may_not_be_said_is_caught_by_its_rule(
    rule: str, setting: str, sentence: str
) -> None:
    assert rule in [each.rule for each in broken(sentence, SETTINGS[setting])]


@pytest.mark.parametrize(("setting", "sentence"), _lines("output_kept.txt"), ids=lambda each: each[:50])
def test_a_true_or_harmless_sentence_stays(setting: str, sentence: str) -> None:
    assert [str(each) for each in broken(sentence, SETTINGS[setting])] == []


@given(
    st.integers(1, 5000),
    st.sampled_from(["mg", " mg", "mg/kg", " mcg", " units", " IU", " ml", " milligrams", " tablets", "µg"]),
    st.sampled_from(
        ["Give {}.", "The label says {} for most.", "“{}”, she wrote.", "It went from 1 to {} later."]
    ),
)
def test_no_number_with_a_unit_of_medicine_gets_through(number: int, unit: str, frame: str) -> None:
    assert "dose" in [each.rule for each in broken(frame.format(f"{number}{unit}"))]


@given(
    st.integers(1, 9999),
    st.sampled_from(["people", "weeks", "years", "Hz", "T", "in 100", "%", "babies", "studies"]),
)
def test_numbers_of_people_time_and_shares_are_no_dose(number: int, what: str) -> None:
    assert not broken(f"The study reports {number} {what} in all.")


def test_what_is_taken_out_is_kept_with_its_reason() -> None:
    good, bad = (
        draft_of("Hemifacial spasm is a twitch of one side of the face."),
        draft_of("Take 5 mg at night."),
    )
    result = guarded([(good, SUPPORTED), (bad, SUPPORTED)], FloorOf())
    assert [draft for draft, _ in result.kept] == [good]
    [(removed, verdict)] = result.removed
    assert removed == bad
    assert verdict.name == "unsupported"
    assert verdict.why.startswith("dose: it gives a dose")


def test_a_harmless_form_is_told_to_who_asks_in_general_and_not_to_a_parent_whose_baby_may_have_spasms() -> (
    None
):
    said = [
        (draft_of("Benign sleep myoclonus stops when the baby is woken.", "Movements in babies"), SUPPORTED)
    ]
    assert guarded(said, FloorOf()).kept
    assert not guarded(said, FloorOf("same_day", ("I6",), "infant")).kept


def test_a_parents_comfort_is_not_passed_on_even_to_who_asks_in_general() -> None:
    post = draft_of("It goes away on its own.", "Baby face spasms", rank=5, lead="A parent writes")
    assert not guarded([(post, SUPPORTED)], FloorOf()).kept


def test_an_adults_own_story_of_relief_stays() -> None:
    post = draft_of("My twitch went away on its own.", "Living with a twitch", rank=5, lead="Someone writes")
    assert guarded([(post, SUPPORTED)], FloorOf()).kept


def test_a_short_eyelid_twitch_is_not_answered_with_a_tumour_first() -> None:
    scare, calm = (
        draft_of("A brain tumour can cause twitching."),
        draft_of("Most eyelid twitches stop within weeks."),
    )
    floor = FloorOf("information", ("A13",), "adult")
    assert [draft for draft, _ in guarded([(scare, SUPPORTED), (calm, SUPPORTED)], floor).kept] == [calm]
    assert len(guarded([(calm, SUPPORTED), (scare, SUPPORTED)], floor).kept) == 2


def test_a_whole_answer_with_a_dose_in_any_line_is_known() -> None:
    assert safe_answer("**See a doctor today.**\n\n- Give 50 mg/kg. [1]")
    assert not safe_answer("**See a doctor today.**\n\n- About 91 in 100 people were spasm-free. [1]")


def test_every_rule_says_why_and_by_which_source() -> None:
    assert len({rule.id for rule in output_rules()}) == len(output_rules())
    assert all(rule.why and rule.source and rule.patterns for rule in output_rules())


def _starter() -> list[tuple[str, str, Setting]]:
    pages = sorted((ROOT / "kb" / "starter").glob("*.md"))
    return [(page.name, said, setting) for page in pages for said, setting in _said_on(page)]


def _said_on(page: Path) -> list[tuple[str, Setting]]:
    whole = page.read_text(encoding="utf-8")
    text = re.sub(r"\[\^[\w-]+\]|^#.*$", "", whole.split("---", 2)[2], flags=re.MULTILINE)
    title = re.findall(r'title: "(.*)"', whole)[0]
    weak = "evidence_rank: 5" in whole
    setting = Setting(context=f"{title} {text[:2000] if 'kind: forum' in whole else ''}", weak=weak)
    return [(text[each.start : each.end], setting) for each in sentences(text, 0, len(text))]


def test_nothing_a_page_of_standing_in_the_starter_collection_says_is_taken_out_of_a_general_answer() -> None:
    said = [each for each in _starter() if not each[2].weak]
    assert len(said) > 1000
    assert [(page, text) for page, text, setting in said if broken(text, setting)] == []


def test_false_comfort_in_the_starter_threads_is_taken_out() -> None:
    weak = [each for each in _starter() if each[2].weak]
    out = [text for _, text, setting in weak if broken(text, setting)]
    for said in (
        "growth spurt",
        "lose sleep over",
        "turned out lovely",
        "right as rain",
        "to sleep for a scan",
    ):
        assert any(said in text for text in out)
    assert len(out) < len(weak) / 20


@pytest.mark.shared
def test_false_comfort_in_the_seed_thread_is_taken_out() -> None:
    thread = SEEDS / "000_45d7b8e36b642733.txt"
    if not thread.exists():
        pytest.skip("../shared/seeds is not here")
    text = thread.read_text(encoding="utf-8")
    setting = Setting(context=text[:2000], weak=True)
    said = [text[each.start : each.end] for each in sentences(text, 0, len(text))]
    out = [each for each in said if broken(each, setting)]
    for words in (
        "just a phase",
        "probably nothing",
        "growing quickly",
        "goes away on",
        "turned out healthy",
    ):
        assert any(words in each for each in out)
    assert len(out) < len(said) / 3


@pytest.mark.parametrize(
    "repeated", ["one and ", "you have the ", "stop taking the ", "9 ", "a", "give 9 ", "it is not "]
)
def test_a_long_text_made_of_the_same_words_is_judged_soon(repeated: str) -> None:
    started = time.perf_counter()
    broken((repeated * 4000)[:4000], SETTINGS["baby"])
    assert time.perf_counter() - started < 5


def test_no_familys_story_is_told_while_infantile_spasms_are_possible() -> None:
    post = draft_of("We filmed it and rang the nurse.", "Baby face spasms", rank=5, lead="A parent writes")
    assert guarded([(post, SUPPORTED)], FloorOf()).kept
    assert not guarded([(post, SUPPORTED)], FloorOf("same_day", ("I6",), "infant")).kept
