"""The wording: grams counted alike by teacher and reader, a reader that learns, the one of this product."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from chatbot.answer import Urgency
from chatbot.conversation import conversation_from
from chatbot.meaning import MeaningNet
from chatbot.meaning.wording import KINDS, Table, Wording, key_of, letter_grams, word_grams, wording
from chatbot.triage import RuleTriage
from evals.case import Case
from evals.red import RedCase
from evals.teaching import phrasing
from evals.teaching.labels import TeachingError


def case(text: str, least: Urgency, *rules: str) -> RedCase:
    most: Urgency = "soon" if least == "information" else "emergency"
    return RedCase(
        id=text, group="infant", rules=rules, way="plain", messages=(text,), least=least, most=most
    )


MESSAGES = [
    *(case(f"her lips are blue now {number}", "emergency") for number in range(6)),
    *(case(f"she nods in rows {number}", "same_day") for number in range(6)),
    *(case(f"I want to die tonight {number}", "emergency", "C1") for number in range(6)),
    *(case(f"what colour is a kite {number}", "information") for number in range(6)),
]


def test_words_and_pairs_of_words_are_counted_without_apostrophes_or_capitals() -> None:
    assert list(word_grams("Can't breathe!")) == [
        "<",
        "cant",
        "breathe",
        "!",
        "< cant",
        "cant breathe",
        "breathe !",
    ]


def test_runs_of_letters_are_counted_inside_words() -> None:
    assert list(letter_grams("fit")) == [" fi", "fit", "it ", " fit", "fit ", " fit "]


def test_what_was_learnt_tells_the_levels_apart() -> None:
    learnt = phrasing.learn(phrasing.drills_of(MESSAGES))
    blue, nods, kite = (
        learnt.read(text) for text in ("lips are blue", "nods in rows", "what colour is a kite")
    )
    assert min(blue["urgent"], nods["urgent"]) > 0 > kite["urgent"]
    assert blue["emergency"] > 0 > nods["emergency"]
    assert learnt.read("I want to die")["crisis"] > 0 > blue["crisis"]


def test_messages_that_are_all_alike_teach_nothing() -> None:
    with pytest.raises(TeachingError, match="both kinds"):
        phrasing.learn(phrasing.drills_of(MESSAGES[:6]))


def test_what_holds_no_known_words_is_no_language_and_raises_nothing() -> None:
    assert wording().count("qzx wvvw my baby") == 3 + 4 + 2
    triage = RuleTriage.open(net=MeaningNet())
    assert triage.assess(conversation_from("asdkj qwpoe zmxn lkjh", [])).urgency == "information"


def test_grams_of_one_kind_count_together_as_a_vector_of_unit_length() -> None:
    keys = sorted(key_of(gram) for gram in ("a", "b"))
    table = Table(np.array(keys, np.uint32), np.ones(2, np.float32), np.array([[3.0], [4.0]], np.float32))
    assert table.told(Counter(["a", "b"])) == pytest.approx([7 / np.sqrt(2)])
    assert table.told(Counter(["unknown"])) == pytest.approx([0])


@pytest.mark.parametrize(
    "said",
    [
        "my baby has turned blue and wont wake up",
        "he keeps folding in half in rows when he wakes, 6 months old",
    ],
)
def test_the_wording_of_this_product_hears_danger_in_plain_words(said: str) -> None:
    assert wording().read(said)["urgent"] > 0


def test_the_wording_of_this_product_hears_a_wish_to_die() -> None:
    assert wording().read("i dont want to live like this any more")["crisis"] > 0
    assert wording().read("how long does it take for botox to work")["crisis"] < -2


@pytest.mark.parametrize("said", ["how long does botox last", "thanks, that helped a lot"])
def test_the_wording_of_this_product_leaves_calm_words_alone(said: str) -> None:
    assert wording().read(said)["urgent"] < 0


def test_every_kind_of_gram_is_in_the_file() -> None:
    assert set(wording().tables) == set(KINDS)
    assert wording().labels == phrasing.LABELS


def test_what_is_written_is_what_was_learnt(tmp_path: Path) -> None:
    messages = tmp_path / "messages.jsonl"
    messages.write_text("\n".join(each.model_dump_json() for each in MESSAGES), encoding="utf-8")
    phrasing.teach_wording([messages], tmp_path / "wording.safetensors", lambda _: None)
    kept = Wording.open(tmp_path / "wording.safetensors")
    learnt = phrasing.learn(phrasing.drills_of(MESSAGES))
    assert kept.read("her lips are blue") == pytest.approx(learnt.read("her lips are blue"), abs=0.01)


def test_questions_of_the_gate_are_taught_as_calm(tmp_path: Path) -> None:
    messages, calm = tmp_path / "messages.jsonl", tmp_path / "calm.jsonl"
    messages.write_text("\n".join(each.model_dump_json() for each in MESSAGES), encoding="utf-8")
    cases = [
        Case(id=f"c{number}", question=f"do lips go blue {number}", answerable=True, kind="direct")
        for number in range(20)
    ]
    calm.write_text("\n".join(each.model_dump_json() for each in cases), encoding="utf-8")
    read = []
    for beside in ([], [calm]):
        phrasing.teach_wording([messages], tmp_path / "wording.safetensors", lambda _: None, beside)
        read.append(Wording.open(tmp_path / "wording.safetensors").read("do lips go blue")["urgent"])
    assert read[0] > 0 > read[1]
