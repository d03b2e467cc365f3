"""Lets a program reach this machine and nothing else: any other connection or look-up fails and is written down."""

from __future__ import annotations

import ipaddress
import os
import runpy
import socket
import sys
from collections.abc import Callable
from typing import Any


class OutsideError(AssertionError):
    """Something tried to reach beyond this machine."""


def guard(tell: Callable[[str], None]) -> None:
    """From now on in this process, only loopback addresses, names of this machine and local sockets are reached."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked(host: object, what: str) -> None:
        if not is_here(host):
            tell(f"{what} {host!r}")
            raise OutsideError(f"{what} {host!r}")

    def connecting(self: socket.socket, address: Any) -> None:
        checked(_host(self, address), "connects to")
        connect(self, address)

    def connecting_ex(self: socket.socket, address: Any) -> int:
        checked(_host(self, address), "connects to")
        return connect_ex(self, address)

    def looking_up(host: Any, *rest: Any, **more: Any) -> Any:
        checked(host, "looks up")
        return look_up(host, *rest, **more)

    socket.socket.connect = connecting  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = connecting_ex  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = looking_up


def is_here(host: object) -> bool:
    """Whether a host is this machine: no host, its own name, or a loopback address."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in ("", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback or name in ("0.0.0.0", "::")
    except ValueError:
        return False


def _host(connection: socket.socket, address: Any) -> object:
    return address[0] if connection.family in (socket.AF_INET, socket.AF_INET6) else None


def _write_down(line: str) -> None:
    with open(os.environ["SEVENTH_OUTSIDE_LOG"], "a", encoding="utf-8") as log:
        log.write(line + "\n")


if __name__ == "__main__":
    guard(_write_down)
    module, sys.argv = sys.argv[1], sys.argv[1:]
    if module.endswith(".py"):
        runpy.run_path(module, run_name="__main__")
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
