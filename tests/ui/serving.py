"""The real pages on a free loopback port in this process, with a fake chatbot and library behind them."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from tests.ui.fakes import FakeChatbot, FakeLibrary

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from ui.chat import mount_chat
from ui.routes import application
from ui.security import Guarded

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    address: str
    chatbot: FakeChatbot


@contextmanager
def served(chatbot: FakeChatbot) -> Iterator[Site]:
    """The site, open until the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    site = Guarded(mount_chat(application(FakeLibrary()), chatbot))
    server = uvicorn.Server(uvicorn.Config(site, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", chatbot)
    server.should_exit = True
    thread.join(timeout=10)
