"""Known disagreements: which a question touches, how both sides are quoted, what the answer object says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from chatbot.citing import cite
from chatbot.datafiles import data_text
from chatbot.disputes.disagreeing import Shown, disagreements, disputes_for, in_order, line
from chatbot.disputes.entries import Dispute, known
from chatbot.disputes.published import published
from chatbot.disputes.touching import sides, touched
from chatbot.verifying import check
from chatbot.writing import Draft, Group
from evals.starter.checks import runs
from evals.starter.grading import grade
from kb.passage import Passage
from tests.chatbot.disputes.shelves import drafts_of, expert, no_search, passages_of, thread, unsigned

SHARED = Path(__file__).resolve().parents[4] / "shared"

TOUCHING = {
    "C01": [
        "my 7 mo sons face keeps twitching, will he grow out of it?",
        "Is it normal for babies to have little face spasms?",
        "LO does these jerks, mil says its a growth spurt",
    ],
    "C02": ["can teething cause my babys face to twitch?", "shes cutting a tooth, are the jerks from that"],
    "C03": ["everyone in the facebook group said their kids turned out fine, so will mine?"],
    "C04": [
        "the EEG was normal so there's nothing wrong with him right",
        "brain wave test came back clear, 6 months old",
    ],
    "C05": [
        "Our paediatrician wants an MRI first and then maybe an EEG",
        "does a baby need the scan or the eeg first",
    ],
    "C06": [
        "should I let them sedate my baby for the MRI",
        "is it safe to put her to sleep for the scan, 5 months old",
    ],
    "C07": [
        "Does a cluster of jerks mean it is infantile spasms?",
        "its only a single jerk each time so that is harmless in a baby?",
    ],
    "C08": [
        "could the jerking be reflux? doctor says Sandifer",
        "the video on youtube looks nothing like what my baby does",
    ],
    "C09": ["Which is better first for infantile spasms, ACTH or vigabatrin?"],
    "C10": ["will sabril make my baby blind", "Is vigabatrin safe for the eyes?"],
    "C11": ["At what age do infantile spasms begin?", "Is 14 months too old for infantile spasms to start"],
    "C12": ["Is the first eyelid twitch of hemifacial spasm called blepharospasm?"],
    "C13": [
        "are muscle relaxers the usual treatment for hemifacial spasm",
        "Do pills work for my face twitch?",
    ],
    "C14": ["will magnesium stop my face twitching", "do blueberries and magnesium cure it?"],
    "C15": ["I read that hemifacial spasm is a tumor that turns to cancer"],
    "C16": [
        "my face twitch goes on while im asleep, can it still be HFS?",
        "does hemifacial spasm stop in sleep",
    ],
    "C17": [
        "is mvd surgery safe",
        "is brain surgery for HFS too dangerous",
        "does the operation cure hemifacial spasm",
    ],
    "C18": ["Does trigeminal neuralgia cause spasms of the face?"],
    "C19": ["my eyelid wont stop twitching is it MS", "eye twitch for weeks, is it just stress?"],
    "C20": ["my cheek twitches when I tap it, does that mean low calcium"],
    "C21": ["should i get antivirals for bells palsy", "Do I need a scan with Bell's palsy?"],
    "C22": ["How common is hemifacial spasm?", "do chinese people get hemifacial spasm more"],
    "C23": ["does carbamazepine make people suicidal", "can epilepsy drugs make depression worse"],
}

UNRELATED = [
    "What is hemifacial spasm?",
    "How often are botulinum toxin injections repeated?",
    "what is an EEG",
    "How is an MRI done for hemifacial spasm?",
    "Which nerve is involved in hemifacial spasm?",
    "What do infantile spasms look like?",
    "how long do they watch you after the surgery",
    "Who should see a neurologist?",
    "what does synkinesis mean",
    "My teeth hurt after the dentist",
    "Does coffee make an eyelid twitch worse?",
    "How long does Botox take to work?",
    "What are the side effects of ACTH?",
    "Can I drive with hemifacial spasm?",
    "what should I bring to my appointment",
    "Is hip surgery risky?",
    "do vitamins help arthritis",
    "my brother has a thyroid tumour, is it cancer",
    "has general health advice changed for newborns",
]


def by_id(name: str) -> Dispute:
    return next(each for each in known().disputes if each.id == name)


def test_every_entry_of_the_list_is_there() -> None:
    assert [each.id for each in known().disputes] == [f"C{number:02d}" for number in range(1, 24)]


@pytest.mark.parametrize(("name", "question"), [(name, q) for name, asked in TOUCHING.items() for q in asked])
def test_a_question_in_lay_words_touches_its_entry(name: str, question: str) -> None:
    assert name in [each.id for each in touched(question)[:2]]


@pytest.mark.parametrize("question", UNRELATED)
def test_a_question_on_something_else_touches_nothing(question: str) -> None:
    assert touched(question) == ()


def test_a_misspelled_word_still_touches() -> None:
    assert [each.id for each in touched("is vigabatrn safe for her eyes")] == ["C10"]
    assert "C02" in [each.id for each in touched("8 months, could it be teethin with the twiching?")]


TEETH = "Teething gives sore gums and drool; doctors warn against blaming teething for more."
MUM = "My mum says the teeth coming through are all it is."


def test_both_sides_are_quoted_and_the_stronger_comes_first() -> None:
    passages = passages_of(thread(MUM, "My baby twitches"), expert(TEETH))
    (shown,) = disputes_for("is it teething that makes my baby twitch?", (), passages, no_search)
    assert [draft.words for draft in shown.stronger] == [TEETH]
    assert [draft.words for draft in shown.weaker] == [MUM]
    assert [draft.group for draft in shown.added] == [Group.STATED, Group.EXPERIENCE]


def test_the_weaker_side_stands_under_the_label_of_who_says_it() -> None:
    passages = passages_of(thread(MUM), expert(TEETH))
    (shown,) = disputes_for("is it teething, the twitching?", (), passages, no_search)
    assert shown.weaker[0].lead is not None


def test_a_weaker_side_with_nothing_against_it_is_not_added() -> None:
    (shown,) = disputes_for("is it teething, the twitching?", (), passages_of(thread(MUM)), no_search)
    assert shown.added == ()


def test_experience_is_never_the_stronger_side() -> None:
    (shown,) = disputes_for("is it teething, the twitching?", (), passages_of(thread(TEETH)), no_search)
    assert shown.stronger == ()


def test_the_stronger_side_is_searched_for_only_where_nothing_found_holds_it() -> None:
    asked: list[str] = []

    def search(query: str) -> tuple[Passage, ...]:
        asked.append(query)
        return passages_of(expert(TEETH))

    (shown,) = disputes_for("is it teething, the twitching?", (), passages_of(thread(MUM)), search)
    assert asked == [by_id("C02").search]
    assert [draft.words for draft in shown.stronger] == [TEETH]
    disputes_for("is it teething, the twitching?", (), passages_of(expert(TEETH)), search)
    assert len(asked) == 1


def test_a_sentence_already_in_the_answer_is_not_added_again() -> None:
    kept = drafts_of(expert(TEETH))
    (shown,) = disputes_for("is it teething, the twitching?", kept, passages_of(expert(TEETH)), no_search)
    assert shown.added == ()
    assert shown.stronger == kept


def test_a_weak_sentence_of_the_answer_brings_up_its_disagreement() -> None:
    kept = drafts_of(unsigned("The tumour can become cancerous and spread quickly."))
    (shown,) = disputes_for("What causes hemifacial spasm?", kept, (), no_search)
    assert shown.id == "C15"
    assert shown.weaker == kept


def test_the_same_words_on_a_page_of_standing_bring_up_nothing() -> None:
    kept = drafts_of(expert("The tumour can become cancerous and spread quickly."))
    assert disputes_for("What causes hemifacial spasm?", kept, (), no_search) == ()


def test_a_sentence_about_an_adult_brings_up_no_entry_about_babies() -> None:
    grown = drafts_of(thread("It went away by itself.", "My face at fifty"))
    assert disputes_for("Does hemifacial spasm ever end?", grown, (), no_search) == ()
    little = drafts_of(thread("My daughter did it too. It went away by itself."))
    assert [each.id for each in disputes_for("why does my baby do it?", little, (), no_search)] == ["C01"]


def test_where_an_adult_is_meant_no_entry_about_infants_is_touched() -> None:
    asked = "my teeth hurt and my cheek twitches"
    assert touched(asked, person="adult") == ()
    assert [each.id for each in touched("teething and twitching", person="infant")] == ["C02"]
    assert touched("does surgery cure hemifacial spasm?", person="infant") == ()


def test_at_most_two_disagreements_are_shown() -> None:
    asked = "is it teething or reflux, the jerks, the EEG was normal and they will sedate my baby for the MRI"
    assert len(touched(asked)) > 2
    assert len(disputes_for(asked, (), (), no_search)) == 2


def test_a_soothing_story_is_never_added_as_a_quotation() -> None:
    story = thread("My son did it. It went away by itself and is fairly normal.")
    shown = disputes_for("will my baby grow out of these spasms?", (), passages_of(story), no_search)
    assert [each.weaker for each in shown] == [()]


def answered(
    shown: tuple[Shown, ...], drafts: tuple[Draft, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    kept = check(in_order(drafts, shown)).kept
    claims, _ = cite(kept)
    (said,) = disagreements(shown, [draft for draft, _ in kept], claims)
    return said.stronger, said.weaker, said.note


def test_the_answer_object_names_both_sides_by_their_numbers() -> None:
    shown = disputes_for(
        "is it teething, the twitching?", (), passages_of(thread(MUM), expert(TEETH)), no_search
    )
    stronger, weaker, note = answered(shown, ())
    assert (stronger, weaker) == ((1,), (2,))
    assert note == by_id("C02").note()


def test_without_a_stronger_sentence_the_note_says_where_one_is_published() -> None:
    kept = drafts_of(thread(MUM))
    shown = disputes_for("is it teething, the twitching?", kept, (), no_search)
    stronger, weaker, note = answered(shown, kept)
    assert (stronger, weaker) == ((), (1,))
    assert "not in my library" in note
    assert "Archives of Disease in Childhood (2016)" in note


def test_a_weaker_sentence_never_stands_before_the_stronger_one() -> None:
    weak, strong = drafts_of(thread(MUM), expert(TEETH))
    shown = disputes_for("is it teething, the twitching?", (weak, strong), (), no_search)
    assert in_order((weak, strong), shown) == (strong, weak)


def test_no_draft_is_on_both_sides() -> None:
    kept = drafts_of(
        expert("A review found eye harm from vigabatrin in only 2 of 284, in the retina, in 100.")
    )
    stronger, weaker = sides(by_id("C10"), kept)
    assert len(stronger) + len(weaker) == 1


def test_an_urgent_answer_has_the_shorter_note() -> None:
    passages = passages_of(thread(MUM), expert(TEETH))
    (shown,) = disputes_for("is it teething, the twitching?", (), passages, no_search, short=True)
    assert (len(shown.stronger), len(shown.weaker)) == (1, 0)
    assert shown.note == f"{by_id('C02').why} {by_id('C02').action}"


@pytest.mark.parametrize("dispute", known().disputes, ids=lambda each: each.id)
def test_a_disagreement_takes_few_and_plain_words(dispute: Dispute) -> None:
    assert len(re.findall(r"[.?!](?:\s|$)", dispute.note())) <= 4
    for text in (dispute.note(), dispute.note(short=True), dispute.stronger.text, dispute.weaker.text):
        assert grade(text) <= 8, text


@pytest.mark.parametrize("dispute", known().disputes, ids=lambda each: each.id)
def test_the_framing_brings_in_no_figure_of_its_own(dispute: Dispute) -> None:
    assert not re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", dispute.note()))


@pytest.mark.parametrize("dispute", known().disputes, ids=lambda each: each.id)
def test_every_reference_is_a_known_source_and_the_stronger_side_has_the_better_one(dispute: Dispute) -> None:
    def best(keys: tuple[str, ...]) -> int:
        return min(published()[key].rank or 6 for key in keys)

    assert 1 <= best(dispute.stronger.references) <= 4
    if dispute.weak_ranks:
        assert best(dispute.weaker.references) > 4
    assert dispute.weaker.who


def test_a_retired_guideline_is_called_so_where_it_is_a_side() -> None:
    assert "retired" in by_id("C09").note()
    assert "retired" in published()["aan2012"].short


def test_a_line_says_what_the_sources_differ_on() -> None:
    shown = disputes_for("is it teething, the twitching?", (), passages_of(expert(TEETH)), no_search)
    claims, _ = cite(check(shown[0].added).kept)
    (said,) = disagreements(shown, shown[0].added, claims)
    assert line(said).startswith("Sources differ on whether teething explains")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_no_nine_words_in_a_row_are_anyone_elses() -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in [*(SHARED / "clinical").iterdir(), *(SHARED / "seeds").iterdir()]:
        theirs |= runs(path.read_text(encoding="utf-8", errors="ignore"))
    for name in ("disagreements", "boxes", "published"):
        assert not runs(data_text(f"{name}.toml")) & theirs


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_every_source_is_one_of_the_projects_references() -> None:
    lines = (SHARED / "clinical" / "references.jsonl").read_text(encoding="utf-8").splitlines()
    keys = set(re.findall(r'"ref": "([^"]+)"', "\n".join(lines)))
    assert set(tomllib.loads(data_text("published.toml"))["source"]) <= keys


def test_a_sentence_that_fits_but_speaks_of_something_else_is_not_added() -> None:
    elsewhere = expert("Late diagnosis leads to a poor outcome.", "Thyroid disease")
    asked = "in the facebook group everyone's babies turned out fine, will mine?"
    assert [each.stronger for each in disputes_for(asked, (), passages_of(elsewhere), no_search)] == [()]
    here = expert("Late diagnosis leads to a poor outcome.", "Infantile spasms")
    assert [len(each.stronger) for each in disputes_for(asked, (), passages_of(here), no_search)] == [1]
