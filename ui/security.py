"""Security headers on every reply, and a Content-Security-Policy that names each page's own scripts by their hash."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
CLOSED_PATHS = re.compile(
    r"^/gradio_api/(upload|upload_progress|file[/=]|proxy=|stream/|process_recording|vibe-)"
)

FIXED_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), interest-cohort=()"),
)


def chat_policy(html: bytes) -> str:
    """The policy for the chat: scripts from this server, and the inline ones that Gradio's page came with.

    Nothing put into the page later can run: no handler, no javascript: address, no inline script. 'unsafe-eval' is
    Gradio's need: its HTML component compiles a fixed template.
    """
    digests = [
        base64.b64encode(hashlib.sha256(body).digest()).decode() for body in INLINE_SCRIPT.findall(html)
    ]
    return policy(" ".join(["'self'", "'unsafe-eval'", *(f"'sha256-{digest}'" for digest in digests)]))


def policy(scripts: str = "'none'") -> str:
    """A Content-Security-Policy that keeps to this server; pages that show documents run no script at all."""
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'none'",
            "object-src 'none'",
            "frame-src 'none'",
            "worker-src 'none'",
            "form-action 'none'",
            "base-uri 'self'",
            "frame-ancestors 'none'",
        ]
    )


class Guarded:
    """An ASGI application behind the headers. Gradio's upload, file and proxy routes, unused here, answer 404."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif CLOSED_PATHS.match(scope["path"]):
            await _not_found(send)
        else:
            await self._app(_uncompressed(scope), receive, _Headers(send, is_chat=scope["path"] == "/"))


class _Headers:
    """Sends replies on with the headers added; the chat's page is held until whole, so that its scripts are known."""

    def __init__(self, send: Send, *, is_chat: bool) -> None:
        self._send = send
        self._is_chat = is_chat
        self._held: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._is_chat and _is_html(message):
                self._held = message
                return
            message["headers"] = with_headers(message["headers"], policy())
        elif self._held is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            self._held["headers"] = with_headers(self._held["headers"], chat_policy(self._body))
            await self._send(self._held)
            message = {"type": "http.response.body", "body": self._body}
        await self._send(message)


def with_headers(headers: list[tuple[bytes, bytes]], content_policy: str) -> list[tuple[bytes, bytes]]:
    """The reply's headers with the security headers in place of any of the same name."""
    added = (*FIXED_HEADERS, (b"content-security-policy", content_policy.encode()))
    names = {name for name, _ in added}
    return [(name, value) for name, value in headers if name.lower() not in names] + list(added)


def _is_html(message: Message) -> bool:
    return any(
        name.lower() == b"content-type" and b"text/html" in value for name, value in message["headers"]
    )


def _uncompressed(scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same request asking for no compression: pages are hashed as they are sent, and the way is short."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}


async def _not_found(send: Send) -> None:
    headers = with_headers([(b"content-type", b"text/plain")], policy())
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b"There is nothing here."})
