"""What an HTML page says of itself in its head: title, address, author, date and publisher."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ingest.formats.markup import Node
from ingest.sheet import Meta

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author", "sailthru.author", "parsely-author")
_DATES = (
    "article:published_time",
    "datepublished",
    "citation_publication_date",
    "dc.date",
    "date",
    "pubdate",
)
_SITES = ("og:site_name", "citation_publisher", "dc.publisher", "application-name")


def read_said(root: Node) -> Meta:
    """Title, author, organisation, ISO date and address, the first stated of each; JSON-LD before `<meta>`."""
    metas = _metas(root)
    linked = tuple(_linked_data(root))
    title = next((node.text() for node in root.walk() if node.tag == "title"), "")
    author = _of_linked(linked, "author") or next(iter(_chosen(metas, _AUTHORS)), None)
    dates = (*_linked_words(linked, "datePublished"), *_chosen(metas, _DATES))
    return Meta(
        title=metas.get("og:title") or metas.get("citation_title") or title or None,
        author=None if author and author.lower().startswith("http") else author,
        organisation=_of_linked(linked, "publisher") or next(iter(_chosen(metas, _SITES)), None),
        published=next(
            (match.group() for date in dates if (match := _DATE.match(date.replace("/", "-")))), None
        ),
        url=_address(root, metas),
    )


def _metas(root: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in root.walk():
        name = (
            node.attributes.get("property")
            or node.attributes.get("name")
            or node.attributes.get("itemprop")
            or ""
        )
        if node.tag == "meta" and (content := " ".join(node.attributes.get("content", "").split())):
            found.setdefault(name.lower(), content)
    return found


def _chosen(metas: Mapping[str, str], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(metas[key] for key in keys if key in metas)


def _address(root: Node, metas: Mapping[str, str]) -> str | None:
    links = (node.attributes for node in root.walk() if node.tag == "link")
    named = (link.get("href", "") for link in links if link.get("rel", "").lower() == "canonical")
    pmid = metas.get("citation_pmid", "")
    indexed = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid.isdecimal() else ""
    found = (*named, metas.get("og:url", ""), indexed)
    return next((url for url in found if url.lower().startswith(("http://", "https://"))), None)


def _linked_data(root: Node) -> Iterator[Mapping[str, object]]:
    """The objects of the page's JSON-LD, those under `@graph` too. What is not JSON says nothing."""
    for node in root.walk():
        if node.tag != "script" or "ld+json" not in node.attributes.get("type", ""):
            continue
        try:
            waiting: list[object] = [
                json.loads("".join(part for part in node.children if isinstance(part, str)))
            ]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                waiting.append(value.get("@graph"))
                yield value


def _linked_words(linked: tuple[Mapping[str, object], ...], key: str) -> tuple[str, ...]:
    return tuple(value for item in linked if isinstance(value := item.get(key), str))


def _of_linked(linked: tuple[Mapping[str, object], ...], key: str) -> str | None:
    for item in linked:
        value = item.get(key)
        listed = value if isinstance(value, list) else [value]
        names = [one.get("name") if isinstance(one, dict) else one for one in listed]
        if words := [" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()]:
            return ", ".join(words)
    return None
