"""Front matter: the YAML between two `---` lines at the top of a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from ingest.errors import BadSettingError
from ingest.settings import KEYS, meta_from
from ingest.sheet import Meta

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_MOST = 20_000


@dataclass(frozen=True)
class Front:
    """What the front matter says, the text after it, and what in it was passed over."""

    meta: Meta
    rest: str
    notes: tuple[str, ...] = ()


def has_front_matter(text: str) -> bool:
    match = _FRONT.match(text)
    return bool(match and re.search(r"^[\w-]+[ \t]*:", match.group(1), re.MULTILINE))


def front_values(text: str, source: str) -> tuple[dict[str, object], str]:
    """Every key of the front matter and the text after it; none and the whole where there is none.

    Raises `BadSettingError` for YAML that cannot be read.
    """
    match = _FRONT.match(text)
    if not match or not has_front_matter(text):
        return {}, text
    return _parse(match.group(1)[:_MOST], source), text[match.end() :]


def split_front_matter(text: str, source: str) -> Front:
    """Raises `BadSettingError` for YAML that cannot be read and for a bad value of a key that is ours.

    A key that is not ours is noted and passed over: other people's Markdown has its own.
    """
    values, rest = front_values(text, source)
    if rest == text:
        return Front(Meta(), text)
    ours = {key: value for key, value in values.items() if key in KEYS}
    strange = sorted(set(values) - set(ours))
    notes = (f"Passed over front matter of other names: {', '.join(strange)}.",) if strange else ()
    return Front(meta_from(ours, f"the front matter of {source}"), rest, notes)


def _parse(front: str, source: str) -> dict[str, object]:
    remedy = "write lines such as title: “…”, or remove the block between the --- lines"
    try:
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadSettingError(f"the front matter of {source}", "is not YAML", remedy) from error
    if values is not None and not isinstance(values, dict):
        raise BadSettingError(f"the front matter of {source}", "has no keys", remedy)
    return {str(key): value for key, value in (values or {}).items()}
