"""What whoever adds a page may say of it: the keys of a `.meta.toml` and of Markdown front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime

from ingest.document import EVIDENCE_LABELS, Kind
from ingest.errors import BadSettingError
from ingest.sheet import Meta

WRITTEN = "written"
"""Another name for `published`, for what was never published elsewhere."""
KEYS = (*(item.name for item in fields(Meta)), WRITTEN)
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def meta_from(values: Mapping[str, object], where: str) -> Meta:
    """The settings as `Meta`.

    Raises `BadSettingError`, naming the key, for an unknown key, an unknown kind, a rank outside 0 to 5, a date that
    is not ISO, an address that is not http(s), or a value of the wrong type. `where` names the file.
    """
    for key in values:
        if key not in KEYS:
            remedy = f"remove it or use one of {', '.join(KEYS)}"
            raise BadSettingError(where, f"has the unknown key “{key}”", remedy)
    rank = values.get("evidence_rank")
    return Meta(
        title=_words(values, "title", where),
        kind=_kind(values, where),
        evidence_rank=None if rank is None else _rank(rank, where),
        evidence_reason=_words(values, "evidence_reason", where),
        author=_words(values, "author", where),
        organisation=_words(values, "organisation", where),
        published=_date(values, "published", where) or _date(values, WRITTEN, where),
        url=_url(values, where),
        status=_words(values, "status", where),
        checked=_date(values, "checked", where),
        audience=_words(values, "audience", where),
        conditions=_words(values, "conditions", where),
    )


def _words(values: Mapping[str, object], key: str, where: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise BadSettingError(where, f"has a “{key}” that is not words", "write it in quotation marks")
    return " ".join(value.split())


def _kind(values: Mapping[str, object], where: str) -> str | None:
    kind = _words(values, "kind", where)
    if kind is not None and kind not in set(Kind):
        raise BadSettingError(where, f"has the unknown kind “{kind}”", f"use one of {', '.join(Kind)}")
    return kind


def _rank(rank: object, where: str) -> int:
    if isinstance(rank, bool) or not isinstance(rank, int) or rank not in EVIDENCE_LABELS:
        raise BadSettingError(where, f"has the evidence_rank “{rank}”", "use a whole number from 0 to 5")
    return rank


def _date(values: Mapping[str, object], key: str, where: str) -> str | None:
    value = values.get(key)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and _ISO_DATE.fullmatch(value.strip())):
        return value.strip() if isinstance(value, str) else None
    raise BadSettingError(where, f"has the date “{value}” as “{key}”", "write it as 2024-05-31")


def _url(values: Mapping[str, object], where: str) -> str | None:
    url = _words(values, "url", where)
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise BadSettingError(where, f"has the address “{url}” as “url”", "use an http or https address")
    return url
