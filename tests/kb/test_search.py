from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Document, Foreseen, Role
from kb.errors import LibraryDamaged, ModelMismatch
from kb.rows import document_id
from tests.kb.fakes import FakeModels, a_document, a_library, filled


def several() -> list[Document]:
    texts = ("Coffee is harmless here.", "Injections last three months.", "Sleep does not stop it.")
    return [a_document(f"/pages/{number}", text) for number, text in enumerate(texts)]


def texts(library_search: tuple) -> list[str]:  # type: ignore[type-arg]
    return [passage.chunk.text for passage in library_search]


def test_the_passage_that_answers_comes_first_with_where_each_search_found_it(tmp_path: Path) -> None:
    best, *_ = filled(tmp_path, *several()).searcher().search("how long do injections last")
    assert best.chunk.text == "Injections last three months."
    assert (best.words_rank, best.meaning_rank) == (1, 1)
    assert 0 < best.similarity <= 1


def test_a_passage_that_shares_no_word_is_found_by_meaning_alone(tmp_path: Path) -> None:
    found = filled(tmp_path, *several()).searcher().search("injections")
    assert [passage.words_rank for passage in found] == [1, None, None]
    assert {passage.meaning_rank for passage in found} == {1, 2, 3}


def test_passages_come_by_score_and_equal_scores_by_document_then_chunk(tmp_path: Path) -> None:
    twins = [a_document(f"/twin/{number}", "Injections last three months.") for number in range(4)]
    found = filled(tmp_path, *reversed(twins)).searcher().search("injections")
    ids = [document_id(passage.chunk.document.location) for passage in found]
    assert ids == sorted(document_id(twin.location) for twin in twins)


def test_the_same_question_gives_the_same_passages(tmp_path: Path) -> None:
    searcher = filled(tmp_path, *several()).searcher()
    assert searcher.search("does sleep stop it") == searcher.search("does sleep stop it")


def test_no_more_passages_than_set_and_sentences_for_the_best_of_them_only(tmp_path: Path) -> None:
    filled(tmp_path, *several()).close()
    library = a_library(tmp_path, fused_passages=2, sentence_passages=1)
    found = library.searcher().search("injections last how long")
    assert len(found) == 2
    assert [len(passage.sentences) for passage in found] == [1, 0]


def test_one_document_does_not_fill_all_the_places_with_passages_that_share_its_title(tmp_path: Path) -> None:
    text = "\n\n".join(f"Injections last long, says part {number}." for number in range(5))
    spans = [(at, at + len(line)) for line in text.split("\n\n") for at in [text.index(line)]]
    long = a_document("/long", text)
    parts = tuple(replace(long.parts[0], start=start, end=end) for start, end in spans)
    filled(tmp_path, replace(long, parts=parts), a_document("/short", "They last three months.")).close()
    library = a_library(tmp_path, sentence_passages=3, document_passages=2)
    found = library.searcher().search("how long do injections last")
    read = [passage.chunk.document.location for passage in found if passage.sentences]
    assert sorted(read) == ["/long", "/long", "/short"]


def test_only_statements_are_scored_as_sentences(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document(text="Does coffee matter? Coffee is harmless here."))
    (passage,) = library.searcher().search("coffee")
    spans = [
        passage.chunk.document.text[each.sentence.start : each.sentence.end] for each in passage.sentences
    ]
    assert spans == ["Coffee is harmless here."]


def test_of_a_part_that_the_page_cuts_off_only_whole_sentences_are_offered(tmp_path: Path) -> None:
    document = a_document(text="Coffee is harmless here. Coffee may also...")
    document = replace(document, parts=(replace(document.parts[0], cut_off=True),))
    (passage,) = filled(tmp_path, document).searcher().search("coffee")
    spans = [document.text[each.sentence.start : each.sentence.end] for each in passage.sentences]
    assert spans == ["Coffee is harmless here."]


def test_what_a_person_asks_a_doctor_is_no_answer(tmp_path: Path) -> None:
    document = a_document(text="Coffee makes my eye twitch.")
    document = replace(document, parts=(replace(document.parts[0], role=Role.QUESTION),))
    for passage in filled(tmp_path, document).searcher().search("coffee"):
        assert passage.sentences == ()


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_a_blank_question_finds_nothing(tmp_path: Path, query: str) -> None:
    assert filled(tmp_path, a_document()).searcher().search(query) == ()


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    assert a_library(tmp_path).searcher().search("coffee") == ()


def test_each_stage_says_how_long_it_took(tmp_path: Path) -> None:
    found = filled(tmp_path, a_document()).searcher().search_timed("coffee")
    assert list(found.timings_ms) == ["embed", "words", "vectors", "rerank"]
    assert all(took >= 0 for took in found.timings_ms.values())


def test_a_document_is_found_once_it_was_embedded_and_not_before(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    library.add(a_document("/late", "A zebra is late."))
    searcher = library.searcher()
    assert "A zebra is late." not in texts(searcher.search("zebra late"))
    library.embed_pending()
    best, *_ = searcher.search("zebra late")
    assert (best.chunk.text, best.words_rank, best.meaning_rank) == ("A zebra is late.", 1, 1)


def test_an_older_version_is_not_found_even_while_its_vectors_are_still_there(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document(text="An old giraffe."), *several())
    library.add(a_document(text="A new zebra."))
    searcher = library.searcher()
    assert "An old giraffe." not in texts(searcher.search("old giraffe"))
    library.embed_pending()
    assert "An old giraffe." not in texts(searcher.search("old giraffe"))
    assert "A new zebra." in texts(searcher.search("new zebra"))


def test_another_embedding_model_than_the_librarys_is_refused_by_name_with_the_command(
    tmp_path: Path,
) -> None:
    filled(tmp_path, a_document()).close()
    other = a_library(tmp_path, FakeModels("other", "0" * 64))
    with pytest.raises(ModelMismatch, match=r"fake@ffffffffffff.*other@000000000000.*verify --repair"):
        other.searcher()
    with pytest.raises(ModelMismatch):
        other.add(a_document("/another"))


def test_a_missing_folder_of_vectors_is_named_with_the_command_that_mends_it(tmp_path: Path) -> None:
    library = filled(tmp_path, a_document())
    for folder in (tmp_path / "vectors").iterdir():
        folder.rename(tmp_path / "elsewhere")
    with pytest.raises(LibraryDamaged, match="verify --repair"):
        library.searcher().search("coffee")


def a_foreseen_page(*at: int) -> Document:
    """A page whose sentences share no word with the question that it is foreseen to answer."""
    text = "Coffee is harmless here. Relief stays for twelve weeks."
    return a_document("/foreseen", text, foreseen=(Foreseen("how long do jabs help", at),))


def test_a_passage_is_found_by_a_question_that_it_is_foreseen_to_answer(tmp_path: Path) -> None:
    page = a_foreseen_page(25)
    filled(tmp_path, page, *several()).close()
    library = a_library(tmp_path, words_depth=1, meaning_depth=1, fused_passages=4)
    found = {
        each.chunk.document.location: each for each in library.searcher().search("how long do jabs help")
    }
    assert [each.foreseen for each in found["/foreseen"].sentences] == [None, pytest.approx(1.0)]
    assert all(each.answers is not None for each in found["/foreseen"].sentences if each.foreseen)


def test_the_sentence_that_is_foreseen_to_answer_is_weighed_however_little_it_scores(tmp_path: Path) -> None:
    filled(tmp_path, a_foreseen_page(25), *several()).close()
    library = a_library(tmp_path, sentences_weighed=1, foreseen_weighed=1)
    passages = library.searcher().search("how long do jabs help")
    weighed = [each for passage in passages for each in passage.sentences if each.answers is not None]
    assert any(each.foreseen for each in weighed)
    assert len(weighed) <= 2


def test_a_question_unlike_all_that_are_foreseen_has_none_beside_its_sentences(tmp_path: Path) -> None:
    searcher = filled(tmp_path, a_foreseen_page(25), *several()).searcher()
    found = searcher.search("coffee")
    assert found
    assert all(each.foreseen is None for passage in found for each in passage.sentences)


def test_questions_of_an_older_version_are_no_longer_known(tmp_path: Path) -> None:
    library = filled(tmp_path, a_foreseen_page(25))
    library.add(a_document("/foreseen", "Relief stays for twelve weeks, then goes."))
    library.embed_pending()
    found = library.searcher().search("how long do jabs help")
    assert all(each.foreseen is None for passage in found for each in passage.sentences)
    assert library.database.rows("SELECT * FROM foreseen") == []
