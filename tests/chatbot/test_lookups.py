"""What is looked up beside the question for a described sign or a choice that is not ours."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatbot.choosing import Candidate
from chatbot.disputes.quoting import quoted
from chatbot.limits.wishes import wishes
from chatbot.lookups import looked_up, lookups
from chatbot.triage.rules import rules
from kb.passage import Passage
from tests.chatbot.fakes import WordShelf, page

TWITCH = page(
    "What to do about a twitching eyelid is to see a doctor about a twitch that lasts.", title="Eyelids"
)
STORY = page("About a twitching eyelid, when to see a doctor: mine went.", title="My eyelid", rank=5)


@dataclass
class Shelf:
    """Counts what it is asked."""

    found: tuple[Passage, ...]
    asked: list[str] = field(default_factory=list)

    def search(self, query: str) -> tuple[Passage, ...]:
        self.asked.append(query)
        return self.found


def shelf(*pages: object) -> Shelf:
    query = next(each.search for each in lookups() if "A13" in each.ids)
    return Shelf(WordShelf(tuple(pages)).search(query))  # type: ignore[arg-type]


def test_a_sign_that_nothing_of_standing_answers_is_looked_up_among_pages_of_standing() -> None:
    drafts = looked_up("my eyelid twitches", ["A13"], None, [], False, shelf(TWITCH, STORY).search)
    assert [draft.words for draft in drafts] == [TWITCH.text]


def test_nothing_is_looked_up_where_the_question_itself_found_something_of_standing() -> None:
    holding = shelf(TWITCH)
    assert looked_up("my eyelid twitches", ["A13"], None, [], True, holding.search) == ()
    assert holding.asked == []


def test_only_the_most_urgent_rule_that_has_a_lookup_is_looked_up() -> None:
    holding = shelf(TWITCH)
    looked_up("what now", ["M2", "I7", "A13"], None, [], False, holding.search)
    assert holding.asked == [next(each.search for each in lookups() if "I7" in each.ids)]


def test_both_sides_of_a_choice_that_is_not_ours_are_always_looked_up() -> None:
    holding = shelf(TWITCH)
    looked_up("Botox or surgery?", [], "choose-for-me", [], True, holding.search)
    sides = [
        each for each in lookups() if "choose-for-me" in each.ids and {"surgery", "botox"} & {*each.about}
    ]
    assert holding.asked == [each.search for each in sides]
    assert len(sides) > 1


def test_a_choice_between_other_things_brings_up_neither_injections_nor_surgery() -> None:
    holding = shelf(TWITCH)
    looked_up("ACTH or prednisolone?", [], "choose-for-me", [], True, holding.search)
    assert holding.asked == [each.search for each in lookups() if "acth" in each.about]
    assert looked_up("nap or no nap?", [], "choose-for-me", [], True, holding.search) == ()


def test_a_sentence_that_is_shown_already_is_not_added_again() -> None:
    holding = shelf(TWITCH)
    passage = holding.found[0]
    shown = quoted(Candidate(passage, passage.sentences[0].sentence, 1.0))
    assert looked_up("my eyelid twitches", ["A13"], None, [shown], False, holding.search) == ()


def test_every_id_that_is_looked_up_is_a_rule_of_triage_or_a_wish() -> None:
    known = {rule.id for rule in rules()} | {wish.id for wish in wishes()}
    assert {each for lookup in lookups() for each in lookup.ids} <= known
