"""Pages by http and https: within a size and a time, every redirect looked at before it is followed."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from ingest.errors import AddressFailedError, AddressRefusedError, TooLargeError
from ingest.limits import Limits

_BLOCK = 64 * 1024


@dataclass(frozen=True)
class Fetched:
    """A page's bytes and its `Content-Type` as sent, charset and all."""

    data: bytes
    media_type: str | None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def fetch(address: str, limits: Limits) -> Fetched:
    """Raises `AddressRefusedError`, `AddressFailedError` or `TooLargeError`. Limits hold for all redirects together."""
    deadline = time.monotonic() + limits.address_seconds
    allow_local = is_local(urlsplit(address).hostname or "")
    here = address
    for _ in range(limits.redirects + 1):
        refuse_unfit(here, address, allow_local=allow_local)
        answer = _open(here, address, max(deadline - time.monotonic(), 0.1))
        if isinstance(answer, str):
            here = urljoin(here, answer)
            continue
        with answer:
            return Fetched(_read(answer, address, deadline, limits), answer.headers.get("Content-Type"))
    raise AddressFailedError(address, f"it redirects more than {limits.redirects} times")


def refuse_unfit(here: str, asked: str, *, allow_local: bool) -> None:
    """Refuse what is not http(s), and a redirect that leads from a public page into the reader's own network."""
    parts = urlsplit(here)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise AddressRefusedError(asked, f"it leads to {here[:80]}, which is no http or https address")
    if not allow_local and here != asked and is_local(parts.hostname):
        raise AddressRefusedError(asked, f"it redirects into your own network ({parts.hostname})")


def is_local(host: str) -> bool:
    """Whether a host name means this machine or a private network. A name that does not resolve does not."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(number.split("%")[0]).is_global for number in found)


def _open(here: str, asked: str, seconds: float) -> http.client.HTTPResponse | str:
    """The open answer, or where it redirects to."""
    opener = urllib.request.build_opener(_NoRedirects)
    headers = {
        "User-Agent": "Seventh/0.1 (reads one page for its user)",
        "Accept": "text/html,text/*,application/pdf",
    }
    try:
        answer = opener.open(urllib.request.Request(here, headers=headers), timeout=seconds)  # noqa: S310 - scheme is checked
    except urllib.error.HTTPError as error:
        if error.code in {301, 302, 303, 307, 308} and error.headers.get("Location"):
            return str(error.headers["Location"])
        raise AddressFailedError(asked, f"HTTP {error.code}") from error
    except TimeoutError as error:
        raise AddressFailedError(asked, "no reply in time") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise AddressFailedError(asked, str(getattr(error, "reason", error)) or "no reply") from error
    assert isinstance(answer, http.client.HTTPResponse)
    return answer


def _read(answer: http.client.HTTPResponse, address: str, deadline: float, limits: Limits) -> bytes:
    blocks: list[bytes] = []
    size = 0
    try:
        while block := answer.read1(_BLOCK):
            blocks.append(block)
            size += len(block)
            if size > limits.max_bytes:
                raise TooLargeError(address, limits.max_bytes)
            if time.monotonic() > deadline:
                raise AddressFailedError(address, f"it took over {limits.address_seconds:g} s")
    except (http.client.HTTPException, OSError) as error:
        raise AddressFailedError(address, "the connection broke off") from error
    _refuse_short(answer, address, size)
    return b"".join(blocks)


def _refuse_short(answer: http.client.HTTPResponse, address: str, size: int) -> None:
    promised = answer.headers.get("Content-Length", "")
    if promised.isdigit() and size < int(promised):
        raise AddressFailedError(address, f"only {size:,} of {int(promised):,} bytes came")
