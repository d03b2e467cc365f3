"""`python -m chatbot ask`: one question or many, readable or as JSON, every failure one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatbot import __main__ as command
from chatbot.chain import Chatbot
from tests.chatbot.fakes import chatbot_over, page

LIBRARY = page(
    "Hemifacial spasm is a twitch of one side of the face.\n\nBotulinum toxin eases hemifacial spasm."
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Chatbot:
    """The command asks a chatbot over a library without models."""
    chatbot = chatbot_over([LIBRARY])
    monkeypatch.setattr(command, "_asker", lambda options: chatbot.invoke)
    return chatbot


def test_an_answer_is_readable_with_numbered_sources(
    asked: Chatbot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["ask", "What is hemifacial spasm?"]) == 0
    said = capsys.readouterr().out
    assert "Hemifacial spasm is a twitch of one side of the face. [1]" in said
    assert "\nSources\n[1] Hemifacial spasm" in said


def test_json_is_one_answer_object_and_nothing_else(
    asked: Chatbot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["ask", "What is hemifacial spasm?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "answered"
    assert answer["record_id"] is None
    assert set(answer["made_with"]) == {
        "writer",
        "embedding",
        "library_version",
        "rules_version",
        "settings_sha256",
    }


def test_history_makes_a_follow_up_stand_alone(
    asked: Chatbot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = tmp_path / "history.json"
    history.write_text(json.dumps([["user", "What is hemifacial spasm?"], ["assistant", "A twitch."]]))
    assert command.main(["ask", "How is it treated?", "--json", "--history", str(history)]) == 0
    assert "hemifacial spasm" in json.loads(capsys.readouterr().out)["standalone_question"]


def test_a_batch_keeps_its_order_and_a_bad_line_does_not_stop_the_rest(
    asked: Chatbot, tmp_path: Path
) -> None:
    questions, answers = tmp_path / "questions.jsonl", tmp_path / "answers.jsonl"
    lines = [
        json.dumps({"id": 1, "question": "What is hemifacial spasm?"}),
        "not json",
        json.dumps({"id": "b"}),
        json.dumps(
            {"id": "c", "question": "And botulinum toxin?", "history": [["user", "hemifacial spasm"]]}
        ),
    ]
    questions.write_text("\n".join(lines))
    assert command.main(["ask", "--batch", str(questions), "--output", str(answers)]) == 1
    written = [json.loads(line) for line in answers.read_text().splitlines()]
    assert [line["id"] for line in written] == [1, None, "b", "c"]
    assert ["error" in line for line in written] == [False, True, True, False]
    assert written[3]["status"] == "answered"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "There is no question"),
        (["ask", "   "], "There is no question"),
        (["ask", "x" * 30_000], "shorten it"),
        (["ask", "why?", "--history", "absent.json"], "cannot be read"),
        (["ask", "--batch", "absent.jsonl"], "needs --output"),
        (["ask", "why?", "--batch", "q.jsonl", "--output", "a.jsonl"], "leave out QUESTION"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    asked: Chatbot, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""
    assert "Traceback" not in told.err


def test_a_history_of_another_shape_is_refused(asked: Chatbot, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    history.write_text('[["robot", "hello"]]')
    assert command.main(["ask", "why?", "--history", str(history)]) == 2


def test_a_missing_library_names_the_command_that_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["ask", "What is it?", "--library", str(tmp_path / "none")]) == 1
    assert "python -m ingest" in capsys.readouterr().err


def test_a_misspelt_setting_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text("[chatbot]\nmost_sentence = 3\n")
    assert command.main(["ask", "What is it?", "--library", str(tmp_path)]) == 1
    assert "most_sentences" in capsys.readouterr().err
