"""What an answer holds: the strongest evidence first, experiences apart, honesty about what is missing."""

from __future__ import annotations

from chatbot.answer import Answer
from chatbot.chain import LibraryRetriever
from chatbot.rendering import plain
from ingest.document import Document, Kind, Person, Role
from tests.chatbot.fakes import WordShelf, chatbot_over, page


def ask(question: str, *library: Document, history: list[list[str]] | None = None) -> Answer:
    return chatbot_over(library).invoke({"question": question, "history": history or []})


def test_a_definition_comes_before_the_detail_and_the_exception_last() -> None:
    text = (
        "However, botulinum toxin for hemifacial spasm does not help everyone.\n\n"
        "Botulinum toxin for hemifacial spasm lasts about 12 weeks.\n\n"
        "Botulinum toxin for hemifacial spasm is an injection into the muscles."
    )
    said = [claim.text for claim in ask("botulinum toxin for hemifacial spasm", page(text)).claims]
    assert [line.split()[0] for line in said] == ["Botulinum", "Botulinum", "However,"]
    assert "injection" in said[0]


def test_stronger_evidence_comes_first_among_equals() -> None:
    weak = page("Botulinum toxin eases spasm of the face.", title="A review", rank=4)
    strong = page("Botulinum toxin for spasm may be considered.", title="A guideline", rank=1)
    answer = ask("botulinum toxin spasm", weak, strong)
    assert [citation.evidence_rank for citation in answer.citations] == [1, 4]


def test_experiences_stand_apart_under_their_own_heading() -> None:
    clinic = page("Spasm of the face is treated with injections.", title="A review")
    thread = page(
        "My daughter had spasm of the face and injections.",
        title="A thread",
        rank=5,
        kind=Kind.FORUM,
        role=Role.POST,
    )
    answer = ask("spasm of the face injections", thread, clinic)
    stated, experiences = answer.answer.split("**What people describe (experiences, not checked)**")
    assert "is treated with injections" in stated
    assert "A parent writes: “My daughter" in experiences


def test_a_sentence_that_names_no_condition_is_taken_to_speak_of_that_of_its_page() -> None:
    ours = page("The outlook depends on the cause of infantile spasms.", title="Outlook")
    others = page("The outlook depends on the cause and the vessel.", title="Hemifacial spasm")
    answer = ask("outlook of infantile spasms, depends on the cause", ours, others)
    assert {citation.title for citation in answer.citations} == {"Outlook"}


def test_an_anecdote_alone_is_quoted_with_the_line_that_nothing_stronger_is_held() -> None:
    thread = page("My daughter had spasm of the face for months.", rank=5, kind=Kind.FORUM, role=Role.POST)
    answer = ask("spasm of the face for months", thread)
    assert answer.status == "answered"
    assert "I found nothing stronger on this in my library." in answer.answer
    assert "The nearest pages" not in answer.answer


def test_an_anecdote_alone_points_to_the_pages_of_standing_that_come_nearest() -> None:
    thread = page(
        "My baby bobs her head on waking.", title="A thread", rank=5, kind=Kind.FORUM, role=Role.POST
    )
    near = page("Doctors look at the brain waves.", title="Infantile spasms: how to recognise them")
    answer = ask("my baby bobs her head on waking", thread, near)
    assert {citation.evidence_rank for citation in answer.citations} == {5}
    assert "- Infantile spasms: how to recognise them" in answer.answer


def test_a_page_without_an_author_is_left_out_where_stronger_words_answer_as_well() -> None:
    weak = page("Spasm of the face is cured by magnesium.", title="A blog", rank=0, kind=Kind.ARTICLE)
    strong = page("Spasm of the face is treated with injections of toxin.", title="A review")
    answer = ask("spasm of the face treated", weak, strong)
    assert {citation.evidence_rank for citation in answer.citations} == {4}


def test_a_named_doctor_is_quoted_by_name() -> None:
    doctor = Person(name="Dr. Ada Brook", department="Neurology")
    reply = page("Spasm of the face needs a visit.", kind=Kind.DOCTOR_QA, role=Role.ANSWER, author=doctor)
    assert (
        ask("spasm of the face", reply).claims[0].text
        == "Dr. Ada Brook (Neurology) writes: “Spasm of the face needs a visit.”"
    )


def test_a_sentence_that_says_it_is_told_what_it_is_outside_the_quote() -> None:
    text = "Hemifacial spasm is a twitch of the face. It spreads slowly from the eye to the mouth."
    answer = ask("spread slowly from eye to mouth", page(text))
    claim = next(claim for claim in answer.claims if "spreads" in claim.text)
    assert claim.text == "[Hemifacial spasm] It spreads slowly from the eye to the mouth."
    quote = next(citation.quote for citation in answer.citations if citation.number in claim.citations)
    assert quote == "It spreads slowly from the eye to the mouth."


def test_this_condition_is_given_the_sentence_before_where_that_names_another_illness() -> None:
    text = (
        "Hemifacial spasm can also come with trigeminal neuralgia, a pain of the face. "
        "This condition is caused by harm to the fifth nerve of the face."
    )
    answer = ask("condition caused by harm fifth nerve face", page(text))
    claim = next(claim for claim in answer.claims if "fifth" in claim.text)
    assert claim.text.startswith(
        "[Hemifacial spasm can also come with trigeminal neuralgia, a pain of the face] This condition"
    )


def test_nobody_and_no_clause_is_taken_for_what_it_refers_to() -> None:
    text = "If they worry, your doctor may ask for a test. They measure how the muscles of the face react to shocks."
    answer = ask("measure how muscles of the face react to shocks", page(text))
    assert "[Hemifacial spasm] They measure" in answer.answer.replace("\\", "")


def test_the_same_thing_is_not_said_twice() -> None:
    one = page("Botulinum toxin eases hemifacial spasm for about 12 weeks.", title="One")
    same = page("Botulinum toxin eases hemifacial spasm for about 12 weeks.", title="Two")
    assert len(ask("botulinum toxin hemifacial spasm weeks", one, same).claims) == 1


def test_a_question_of_the_field_that_is_not_covered_is_pointed_to_what_is() -> None:
    library = page("Botulinum toxin eases hemifacial spasm.", title="Injections for hemifacial spasm")
    answer = ask(
        "Which Berlin hospital offers acupuncture courses about hemifacial matters cheaply?", library
    )
    assert answer.status == "abstained"
    assert "My library does not cover this" in answer.answer
    assert "Injections for hemifacial spasm" in answer.answer


def test_a_question_outside_the_field_is_out_of_scope() -> None:
    answer = ask("What is the capital of France?", page("Botulinum toxin eases hemifacial spasm."))
    assert answer.status == "out_of_scope"
    assert not answer.claims


def test_an_empty_library_says_how_to_fill_it() -> None:
    answer = ask("What is hemifacial spasm?")
    assert answer.status == "abstained"
    assert "python -m ingest" in answer.answer


def test_a_child_is_sent_to_a_paediatric_neurologist() -> None:
    library = page("Infantile spasms are seizures of babies.", title="Infantile spasms")
    assert (
        "paediatric neurologist"
        in ask("My baby may have infantile spasms. What are infantile spasms?", library).disclaimers[0]
    )
    assert (
        "paediatric"
        not in ask("What is hemifacial spasm?", page("Hemifacial spasm is a twitch.")).disclaimers[0]
    )


def test_plain_text_has_the_sources_and_no_markup() -> None:
    text = plain(ask("spasm of the face", page("Spasm of the *face* [2] is a twitch.", title="A review")))
    assert "Spasm of the *face* [2] is a twitch. [1]" in text
    assert "**" not in text
    assert "[1] A review" in text


def test_batch_and_stream_give_the_same_answers_as_invoke() -> None:
    chatbot = chatbot_over([page("Hemifacial spasm is a twitch of one side of the face.")])
    asked = {"question": "What is hemifacial spasm?"}
    once = chatbot.invoke(asked)
    chunks = list(chatbot.stream(asked))
    assert "".join(chunk["text"] for chunk in chunks if "text" in chunk) == once.answer
    assert chunks[-1]["answer"].answer == once.answer
    assert [answer.answer for answer in chatbot.batch([asked, asked])] == [once.answer] * 2


def test_the_search_is_a_retriever_whose_metadata_leads_back_to_the_words() -> None:
    document = page("Hemifacial spasm is a twitch of one side of the face.", title="A review", rank=2)
    (found,) = LibraryRetriever(shelf=WordShelf((document,))).invoke("hemifacial spasm")
    where = found.metadata
    assert document.text[where["start"] : where["end"]] == found.page_content
    assert (where["title"], where["evidence_rank"], where["document_sha256"]) == (
        "A review",
        2,
        document.text_sha256,
    )
