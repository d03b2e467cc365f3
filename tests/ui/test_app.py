"""Opening the pages: failures are one sentence, and a failed turn never ends the conversation."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app


def test_a_port_in_use_is_said_in_one_sentence_that_names_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert app.main(["--port", str(port), "--library", str(tmp_path / "library")]) == 1
    said = capsys.readouterr().err
    assert f"such as --port {port + 1}" in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "library").exists()


def test_an_address_of_no_machine_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert app.main(["--host", "192.0.2.1", "--port", "0", "--library", str(tmp_path / "library")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("port", ["-1", "70000", "web"])
def test_a_port_that_is_none_is_refused_as_an_argument(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        app.main(["--port", port])
    assert stop.value.code == 2
    assert "is not a port" in capsys.readouterr().err


def test_a_settings_file_that_is_wrong_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text("[kb]\nembeding = 'x'\n", encoding="utf-8")
    assert app.main(["--port", "0", "--library", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "embedding" in said
    assert "Traceback" not in said


class Breaking:
    def stream(self, asked: Any, /) -> Iterator[dict[str, str]]:
        yield {"text": "Half an"}
        raise RuntimeError("the index went away")


def test_a_chatbot_that_breaks_off_ends_its_stream_with_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    chunks = list(app.Calm(Breaking()).stream({"question": "my secret"}))
    assert chunks == [{"text": "Half an"}, {"failed": "the index went away"}]
    said = capsys.readouterr().err
    assert "the index went away" in said
    assert "my secret" not in said
    assert "Traceback" not in said


def test_a_site_that_breaks_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("no disk")

    asyncio.run(app.calm_site(broken)({}, None, None))
    assert capsys.readouterr().err.count("\n") == 1
