"""The house: rooms import one way, every vendor has one door, and the top stays quick."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "kb", "chatbot", "evals", "ui")
MAY_IMPORT = {
    "ingest": set(),
    "kb": {"ingest"},
    "chatbot": {"kb", "ingest"},
    "evals": {"chatbot", "kb", "ingest"},
    "ui": {"evals", "chatbot", "kb", "ingest"},
}
DOORS = {
    "chromadb": {"kb/vectors.py"},
    "langchain_core": {"chatbot/chain.py"},
    "langsmith": {"chatbot/chain.py"},
    "gradio": {"app.py", "ui/"},
    "fastapi": {"app.py", "ui/"},
    "sentence_transformers": {"kb/models/embedding.py", "kb/models/export.py"},
    # Teaching the adapter needs gradients and no other room does: nothing that answers imports it.
    "torch": {"kb/models/embedding.py", "kb/models/export.py", "evals/teaching/"},
    "transformers": {"kb/models/embedding.py", "evals/teaching/network.py"},
    "pypdf": {"ingest/formats/pdf_text.py"},
    "bs4": {"ingest/formats/"},
    "yaml": {"ingest/formats/"},
    "huggingface_hub": {"kb/models/hub.py"},
}


def _modules() -> list[Path]:
    return [*sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ROOT / "app.py"]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def _is_entry_point(path: Path) -> bool:
    return path.name in ("__main__.py", "app.py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_import_only_the_rooms_their_data_came_from(path: Path) -> None:
    if _is_entry_point(path):
        pytest.skip("entry points put the rooms together")
    room = path.relative_to(ROOT).parts[0]
    imported = {name.split(".")[0] for name in _imports(path)}
    assert imported & set(ROOMS) <= MAY_IMPORT[room] | {room}
    assert "app" not in imported


@pytest.mark.parametrize(("vendor", "doors"), DOORS.items())
def test_every_vendor_comes_in_by_one_door(vendor: str, doors: set[str]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in _modules()
        if any(name.split(".")[0] == vendor for name in _imports(path))
    }
    assert {
        user
        for user in users
        if not any(user == door or (door.endswith("/") and user.startswith(door)) for door in doors)
    } == set()


def test_only_a_rooms_first_page_says_what_comes_in_and_goes_out() -> None:
    for room in ROOMS:
        assert ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8")))


HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "onnxruntime", "langchain_core", "numpy")
COMMANDS = (
    ["-m", "ingest"],
    ["-m", "kb"],
    ["-m", "kb", "list"],
    ["-m", "chatbot"],
    ["-m", "chatbot", "ask"],
    ["-m", "evals"],
    ["app.py"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_given_without_loading_anything_heavy(command: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0
    assert "usage:" in run.stdout
    loaded = {
        line.split("|")[-1].strip().split(".")[0]
        for line in run.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert loaded.isdisjoint(HEAVY)
