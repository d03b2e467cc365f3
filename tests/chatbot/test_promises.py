"""The contract's promises, for any library, any question and any writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.answer import URGENCIES, Answer, Urgency
from chatbot.choosing import Candidate
from chatbot.condensing import Standalone
from chatbot.conversation import Conversation
from chatbot.disclaiming import disclaimers
from chatbot.triage import Floor
from chatbot.writing import Draft, Group, Voice
from ingest.document import Document, Kind, Role
from kb.passage import Passage
from tests.chatbot.fakes import chatbot_over, page

SAID = (
    "Hemifacial spasm is a twitching of one side of the face.",
    "It usually begins around the eye.",
    "Botulinum toxin injections relax the muscles for about 12 weeks in 9 of 10 people.",
    "This may wear off sooner in some people.",
    "My baby did this and it went away on its own.",
    "Surgery on the nerve stopped the spasm in 91 of 100 people [12].",
    "However, 2 of 100 people kept some hearing loss.",
    "<img src=x onerror=alert(1)> Magnesium cures the spasm within 3 days.",
    "See ![a picture](http://example.com/x.png) and [a page](javascript:alert(1)) for the spasm.",
    "The spasm can spread to:\n- the cheek\n- the mouth\n- the *neck*",
    "Der Krampf hört im Schlaf nicht auf – naïve café 😀 spasm.",
)
QUESTIONS = (
    "What is hemifacial spasm?",
    "How long do botulinum toxin injections last?",
    "Does surgery stop the spasm?",
    "does magnesium cure spasm",
    "What is the capital of France?",
    "spasm",
    "🙂",
)


@st.composite
def libraries(draw: st.DrawFn) -> list[Document]:
    pages = []
    for number in range(draw(st.integers(0, 4))):
        said = draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=5, unique=True))
        rank = draw(st.sampled_from([0, 1, 2, 3, 4, 5]))
        kind = (
            Kind.FORUM if rank == 5 else draw(st.sampled_from([Kind.ARTICLE, Kind.REFERENCE, Kind.DOCTOR_QA]))
        )
        pages.append(
            page(
                "\n\n".join(said),
                f"Page {number}",
                rank,
                kind,
                Role.ANSWER if kind is Kind.DOCTOR_QA else Role.SECTION,
            )
        )
    return pages


@dataclass(frozen=True)
class FixedFloor:
    """A triage that always sets the same floor."""

    floor: Floor
    version: str = "fixed"

    def assess(self, conversation: Conversation) -> Floor:
        return self.floor


@dataclass(frozen=True)
class Inventor:
    """A writer that says whatever it likes, in whatever voice, and cites whatever was found."""

    says: str
    voice: Voice
    name: str = "test:inventor"

    def write(self, standalone: Standalone, passages: Sequence[Passage]) -> tuple[Draft, ...]:
        found = [
            Candidate(passage, scored.sentence, 1.0) for passage in passages for scored in passage.sentences
        ]
        lead = "A web page with no known author says" if self.voice is Voice.SOURCE else None
        return tuple(Draft(self.says, (candidate,), self.voice, Group.STATED, lead) for candidate in found)


def numbers_shown(answer: Answer) -> set[int]:
    return {int(number) for number in re.findall(r"(?<!\\)\[(\d+)\]", answer.answer)}


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_a_quote_is_the_documents_own_characters(library: list[Document], question: str) -> None:
    texts = {document.text_sha256: document.text for document in library}
    for citation in chatbot_over(library).invoke({"question": question}).citations:
        assert texts[citation.document_sha256][citation.start : citation.end] == citation.quote


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_every_claim_is_supported_and_every_number_shown_exists(
    library: list[Document], question: str
) -> None:
    answer = chatbot_over(library).invoke({"question": question})
    known = {citation.number for citation in answer.citations}
    for claim in answer.claims:
        assert claim.verdict == "supported"
        assert claim.citations
        assert set(claim.citations) <= known
    assert numbers_shown(answer) == {number for claim in answer.claims for number in claim.citations}
    assert [citation.number for citation in answer.citations] == list(range(1, len(known) + 1))
    assert len(answer.claims) <= 6


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_experience_and_pages_without_an_author_speak_only_under_their_label(
    library: list[Document], question: str
) -> None:
    answer = chatbot_over(library).invoke({"question": question})
    ranks = {citation.number: citation.evidence_rank for citation in answer.citations}
    for claim in answer.claims:
        if {ranks[number] for number in claim.citations} <= {0, 5}:
            assert re.match(
                r"(A parent|Someone with|A web page with no known author|An unsigned text|A reply that nobody)",
                claim.text,
            )


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS), st.sampled_from(URGENCIES))
def test_urgency_never_falls_below_the_floor_and_its_action_comes_first(
    library: list[Document], question: str, urgency: Urgency
) -> None:
    floor = Floor(urgency, ("T1: set by the test",), "Call your emergency number now.")
    answer = chatbot_over(library, triage=FixedFloor(floor)).invoke({"question": question})
    assert URGENCIES.index(answer.urgency) >= URGENCIES.index(urgency)
    assert answer.urgency_reasons == floor.reasons
    assert answer.answer.startswith("**Call your emergency number now.**")


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_an_answer_that_abstains_claims_and_cites_nothing(library: list[Document], question: str) -> None:
    answer = chatbot_over(library).invoke({"question": question})
    assert (answer.status == "answered") == bool(answer.claims)
    if answer.status != "answered":
        assert not answer.citations
        assert not numbers_shown(answer)


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_the_same_question_gives_the_same_answer(library: list[Document], question: str) -> None:
    first, again = (chatbot_over(library).invoke({"question": question}) for _ in range(2))
    assert first.model_dump(exclude={"timings_ms"}) == again.model_dump(exclude={"timings_ms"})


@settings(max_examples=40, deadline=None)
@given(libraries(), st.sampled_from(QUESTIONS))
def test_there_is_one_disclaimer_and_it_names_the_right_doctor(
    library: list[Document], question: str
) -> None:
    answer = chatbot_over(library).invoke({"question": question})
    *_, disclaimer = answer.disclaimers
    assert "neurologist" in disclaimer
    assert answer.answer.endswith(f"*{disclaimer}*")
    known = {each.text.replace("**", "") for each in disclaimers()}
    assert [line for line in answer.disclaimers if line in known] == [disclaimer]


@settings(max_examples=40, deadline=None)
@given(
    libraries(),
    st.sampled_from(
        [
            "Botulinum toxin cures infantile spasms for ever.",
            "Surgery on the nerve stopped the spasm in 19 of 100 people.",
            "You can stop your medicine tonight.",
            "Hemifacial spasm is a twitching of both sides of the face.",
            "",
        ]
    ),
    st.sampled_from(Voice),
)
def test_what_a_writer_invents_is_not_shown(library: list[Document], says: str, voice: Voice) -> None:
    answer = chatbot_over(library, writer=Inventor(says, voice)).invoke(
        {"question": "What is hemifacial spasm?"}
    )
    assert not answer.claims
    assert answer.status != "answered"
    assert not says or says not in answer.answer


@pytest.mark.parametrize("rank", [0, 5])
def test_a_writer_may_not_say_an_anecdote_in_the_products_own_voice(rank: int) -> None:
    sentence = "Magnesium cures the spasm within 3 days."
    answer = chatbot_over([page(sentence, rank=rank)], writer=Inventor(sentence, Voice.OWN)).invoke(
        {"question": "magnesium spasm"}
    )
    assert not answer.claims


@pytest.mark.parametrize("hostile", [said for said in SAID if "<" in said or "](" in said or "[12]" in said])
def test_nothing_quoted_is_left_as_markup(hostile: str) -> None:
    answer = chatbot_over([page(hostile)]).invoke({"question": "spasm"})
    assert all(citation.quote in hostile for citation in answer.citations)
    assert not re.search(r"(?<!\\)<\w", answer.answer)
    assert not re.search(r"(?<!\\)\]\(", answer.answer)
    assert "[12]" not in answer.answer
