"""Beyond the list: two shown sentences of different rank that cannot both be true."""

from __future__ import annotations

from chatbot.citing import cite
from chatbot.disputes.contrasting import contrasts
from chatbot.disputes.disagreeing import disagreements, disputes_for, in_order
from chatbot.verifying import check
from tests.chatbot.disputes.shelves import drafts_of, expert, no_search, thread, unsigned

COMMON = "Twitching of both eyelids is common in hemifacial spasm."
RARE = "Twitching of both eyelids is rare in hemifacial spasm."


def test_sources_of_different_rank_that_contradict_each_other_are_set_apart() -> None:
    weak, strong = drafts_of(unsigned(COMMON), expert(RARE))
    (shown,) = contrasts((weak, strong))
    assert (shown.stronger, shown.weaker) == ((strong,), (weak,))
    assert "review or expert page" in shown.note


def test_the_stronger_one_leads() -> None:
    weak, strong = drafts_of(unsigned(COMMON), expert(RARE))
    assert in_order((weak, strong), contrasts((weak, strong))) == (strong, weak)


def test_the_answer_object_names_both() -> None:
    drafts = drafts_of(expert(RARE), unsigned(COMMON))
    claims, _ = cite(check(drafts).kept)
    (said,) = disagreements(contrasts(drafts), drafts, claims)
    assert (said.stronger, said.weaker) == ((1,), (2,))


def test_a_side_that_was_removed_leaves_no_disagreement() -> None:
    drafts = drafts_of(expert(RARE), unsigned(COMMON))
    claims, _ = cite(check(drafts[:1]).kept)
    assert disagreements(contrasts(drafts), drafts[:1], claims) == ()


def test_sources_of_one_rank_are_left_to_the_reader() -> None:
    assert contrasts(drafts_of(expert(COMMON, "One"), expert(RARE, "Other"))) == ()


def test_sentences_on_different_matters_are_not_set_apart() -> None:
    assert contrasts(drafts_of(thread("Pain is common in trigeminal neuralgia."), expert(RARE))) == ()


def test_a_pair_that_a_known_disagreement_already_sets_apart_is_not_told_twice() -> None:
    drafts = drafts_of(
        unsigned("Magnesium helps hemifacial spasm."), expert("Magnesium does not help hemifacial spasm.")
    )
    listed = disputes_for("does magnesium help hemifacial spasm?", drafts, (), no_search)
    assert contrasts(drafts)
    assert contrasts(drafts, listed) == ()


def test_one_persons_story_contradicts_nothing_that_is_said_of_all() -> None:
    story = thread("Our boy had twitches on one side of his face.")
    assert contrasts(drafts_of(story, expert("Twitches on both sides of the face are usual."))) == ()


def test_what_is_rare_does_not_contradict_what_is_usual() -> None:
    usual = unsigned("Hemifacial spasm pulls at muscles on only one side of the face.")
    assert contrasts(drafts_of(usual, expert("Hemifacial spasm on both sides of the face is rare."))) == ()
