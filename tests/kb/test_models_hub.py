"""A hub name is downloaded once, without pickles or code, and answered from this machine ever after."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest

from tests.kb.models_at_hand import write_tiny_bert

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "tiny/bert"
FIND = """
import sys
from kb.models.errors import ModelError
from kb.models.finding import find_model
from kb.models.known import Role
try:
    files = find_model(sys.argv[1], Role.EMBEDDING)
except ModelError as error:
    print(type(error).__name__, error)
else:
    print("found", files.sha256, files.folder)
"""


@dataclass
class Hub:
    """A hub with one model, as much of one as `snapshot_download` asks for. Keeps what was asked."""

    files: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        known = {f"/api/models/{NAME}": self.info, f"/api/models/{NAME}/revision/main": self.info}
        if path in known:
            return 200, {"Content-Type": "application/json"}, json.dumps(known[path]()).encode()
        if path == f"/api/models/{NAME}/tree/{COMMIT}":
            return 200, {"Content-Type": "application/json"}, json.dumps(self.tree()).encode()
        name = path.removeprefix(f"/{NAME}/resolve/{COMMIT}/")
        if name in self.files:
            return 200, self.headers(name), self.files[name]
        wrong = "RevisionNotFound" if path.startswith(f"/api/models/{NAME}/") else "RepoNotFound"
        return 404, {"X-Error-Code": wrong}, b""

    def info(self) -> dict[str, object]:
        return {"id": NAME, "sha": COMMIT, "siblings": [{"rfilename": name} for name in self.files]}

    def tree(self) -> list[dict[str, object]]:
        return [
            {"type": "file", "path": name, "size": len(content), "oid": hashlib.sha1(content).hexdigest()}
            for name, content in self.files.items()
        ]

    def headers(self, name: str) -> dict[str, str]:
        return {"ETag": f'"{hashlib.sha1(self.files[name]).hexdigest()}"', "X-Repo-Commit": COMMIT}


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.reply(with_body=False)

        def do_GET(self) -> None:
            self.reply(with_body=True)

        def reply(self, with_body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.asked.append(path)
            status, headers, body = hub.answer(path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    hub.address = f"http://127.0.0.1:{server.server_port}"
    yield hub
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_bert(tmp_path_factory.mktemp("hub"))


@pytest.fixture
def hub(model: Path) -> Iterator[Hub]:
    files = {each.relative_to(model).as_posix(): each for each in model.rglob("*") if each.is_file()}
    contents = {name: each.read_bytes() for name, each in files.items()}
    with serving(Hub({**contents, "pytorch_model.bin": b"pickle", "own.py": b"code"})) as found:
        yield found


def find(name: str, home: Path, address: str, **more: str) -> str:
    """What a fresh process says, with the hub at `address` and everything kept under `home`."""
    environment = {"PATH": os.environ["PATH"], "HF_HOME": str(home), "HF_ENDPOINT": address, **more}
    done = subprocess.run(
        [sys.executable, "-c", FIND, name],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_model_is_downloaded_without_pickles_or_code_and_can_be_opened(
    hub: Hub, model: Path, tmp_path: Path
) -> None:
    from kb.models.embedding import TorchEmbedder
    from kb.models.finding import find_model
    from kb.models.known import Role

    said, sha256, folder = find(NAME, tmp_path, hub.address).split()
    assert (said, sha256) == ("found", hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest())
    assert not [path for path in hub.asked if path.endswith((".bin", ".py"))]
    embedder = TorchEmbedder.open(find_model(folder, Role.EMBEDDING, sha256=sha256))
    assert embedder.embed(["the eye"]).shape == (1, 16)


def test_a_model_that_is_kept_is_found_again_with_nothing_asked_of_the_network(
    hub: Hub, tmp_path: Path
) -> None:
    first = find(NAME, tmp_path, hub.address)
    assert first.startswith("found")
    hub.asked.clear()
    assert find(NAME, tmp_path, hub.address) == first
    assert find(NAME, tmp_path, hub.address, HF_HUB_OFFLINE="1") == first
    assert find(f"{NAME}@{COMMIT}", tmp_path, hub.address, HF_HUB_OFFLINE="1") == first
    assert hub.asked == []


def test_a_model_that_lost_its_weights_is_downloaded_again(hub: Hub, tmp_path: Path) -> None:
    first = find(NAME, tmp_path, hub.address)
    (Path(first.split()[-1]) / "model.safetensors").unlink()
    assert find(NAME, tmp_path, hub.address) == first


def test_offline_and_not_kept_asks_nothing_and_says_what_to_do(hub: Hub, tmp_path: Path) -> None:
    said = find(NAME, tmp_path, hub.address, HF_HUB_OFFLINE="1")
    assert said.startswith("ModelMissing")
    assert "unset it once" in said
    assert hub.asked == []


@pytest.mark.parametrize(
    ("name", "remedy"), [("tiny/other", "correct the name"), (f"{NAME}@v9", 'no revision "v9"')]
)
def test_a_name_that_the_hub_does_not_have_is_refused_with_the_remedy(
    hub: Hub, tmp_path: Path, name: str, remedy: str
) -> None:
    said = find(name, tmp_path, hub.address)
    assert said.startswith("ModelMissing")
    assert remedy in said


def test_a_hub_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    said = find(NAME, tmp_path, "http://127.0.0.1:9")
    assert said.startswith("ModelMissing")
    assert "connect to the network once" in said
    assert "\n" not in said
