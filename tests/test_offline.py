"""From building the library to a streamed answer on the page, nothing beyond this machine is asked for."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.loopback import is_here

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that whatever reaches outside is written to."""
    return tmp_path_factory.mktemp("offline") / "outside.log"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, outside: Path) -> Path:
    folder = tmp_path_factory.mktemp("offline") / "library"
    run = _run(outside, "ingest", "--starter", "--library", str(folder), "--json")
    assert run.returncode == 0, run.stderr
    return folder


def test_building_the_library_asks_for_nothing_outside(library: Path, outside: Path) -> None:
    assert library.is_dir()
    assert _written(outside) == ""


def test_asking_is_answered_and_asks_for_nothing_outside(library: Path, outside: Path) -> None:
    run = _run(outside, "chatbot", "ask", "What is hemifacial spasm?", "--json", "--library", str(library))
    assert run.returncode == 0, run.stderr
    answer = json.loads(run.stdout)
    assert answer["status"] == "answered"
    assert answer["claims"]
    assert _written(outside) == ""


def test_the_pages_open_and_ask_for_nothing_outside(library: Path, outside: Path) -> None:
    port = _free_port()
    command = [*_guarded("app.py"), "--port", str(port), "--library", str(library)]
    served = subprocess.Popen(command, cwd=ROOT, env=_environment(outside), stdout=subprocess.DEVNULL)
    try:
        page = _fetch(f"http://127.0.0.1:{port}/", patience_s=90)
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(timeout=30)
    assert "Seventh" in page
    assert _written(outside) == ""


def test_the_guard_itself_notices_what_reaches_outside() -> None:
    assert is_here("127.0.0.1")
    assert is_here("::1")
    assert not is_here("192.0.2.1")
    assert not is_here("example.org")
    with pytest.raises(AssertionError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def _guarded(module: str) -> list[str]:
    return [sys.executable, "-m", "tests.loopback", module]


def _environment(outside: Path) -> dict[str, str]:
    return {**os.environ, "SEVENTH_OUTSIDE_LOG": str(outside)}


def _run(outside: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_guarded(command[0]), *command[1:]],
        cwd=ROOT,
        env=_environment(outside),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def _written(outside: Path) -> str:
    return outside.read_text(encoding="utf-8") if outside.exists() else ""


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _fetch(address: str, patience_s: float) -> str:
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
