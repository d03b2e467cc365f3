"""Which folder is the library: --library, else $SEVENTH_LIBRARY, else ./library. For the entry points."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "SEVENTH_LIBRARY"
DEFAULT = "library"


def library_folder(given: str | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The library's folder as an absolute path; it need not exist."""
    return Path(given or environment.get(VARIABLE) or DEFAULT).expanduser().absolute()


def add_library_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        metavar="DIR",
        help=f"the library's folder (else ${VARIABLE}, else ./{DEFAULT})",
    )
