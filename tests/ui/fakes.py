"""A chatbot and a library that answer from memory, so that the pages can be looked at and driven without models."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chatbot.answer import Answer, Citation, MadeWith, Urgency
from chatbot.rendering import neutral
from ingest.document import Document, EvidenceRank, Kind, Page, Part, Person, Reference, Role

DISCLAIMER = (
    "*General information from the sources below, not medical advice. A neurologist can tell you more.*"
)
HOSTILE = (
    '<img src=x onerror="alert(1)"><script>alert(2)</script> ![pixel](http://evil.example/p.png) '
    "[click](javascript:alert(3)) <form action=http://evil.example><input name=q></form> "
    '<a href="data:text/html,x">data</a> <style>@import "http://evil.example/s.css";</style> '
    "<svg onload=alert(4)> <iframe src=http://evil.example></iframe> ${alert(5)} {{constructor}} `tick` [7]: http://evil.example"
)


def made_document(
    title: str,
    pieces: list[tuple[Role, str, str, int]],
    *,
    kind: Kind = Kind.REFERENCE,
    level: int = 4,
    reason: str = "a national institute's page",
    url: str | None = "https://example.org/page",
    author: Person | None = None,
    published: str | None = "2024-05-02",
    pages: tuple[Page, ...] = (),
    references: tuple[Reference, ...] = (),
    completeness: str | None = None,
    source: str = "page.html",
) -> Document:
    """A document of parts given as (role, label, text, rank level)."""
    parts: list[Part] = []
    text = ""
    for role, label, words, part_level in pieces:
        parts.append(Part(role, len(text), len(text) + len(words), label, EvidenceRank(part_level, reason)))
        text += words + "\n\n"
    return Document(
        location=f"/pages/{source}",
        source=source,
        bytes_sha256="b" * 64,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=title,
        kind=kind,
        layout="article",
        rank=EvidenceRank(level, reason),
        parts=tuple(parts),
        pages=pages,
        references=references,
        author=author,
        published=published,
        url=url,
        completeness=completeness,
    )


def cite(number: int, identity: str, document: Document, quote: str) -> Citation:
    """A citation of the words `quote` where they stand in the document."""
    start = document.text.index(quote)
    part = next(part for part in document.parts if part.start <= start < part.end)
    return Citation(
        number=number,
        document_id=identity,
        document_sha256=document.text_sha256,
        source=document.source,
        title=document.title,
        kind=document.kind.value,
        evidence_rank=part.rank.level,
        evidence_label=part.rank.label,
        evidence_reason=part.rank.reason,
        author=document.author.name if document.author else None,
        published=document.published,
        url=document.url,
        page=None,
        section=part.label,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def made_answer(
    text: str, citations: tuple[Citation, ...] = (), urgency: Urgency = "information", question: str = "?"
) -> Answer:
    return Answer(
        question=question,
        standalone_question=question,
        status="answered" if citations else "abstained",
        urgency=urgency,
        urgency_reasons=(),
        answer=text,
        disclaimers=(DISCLAIMER,),
        claims=(),
        citations=citations,
        disagreements=(),
        record_id=None,
        made_with=MadeWith(
            writer="fake", embedding="fake", library_version="1", rules_version="0", settings_sha256="0"
        ),
        timings_ms={},
    )


OVERVIEW = made_document(
    "Hemifacial spasm: an overview",
    [
        (
            Role.SECTION,
            "Introduction",
            "This page is for people who have a twitching face, and for their families.",
            4,
        ),
        (
            Role.SECTION,
            "What it is",
            "Hemifacial spasm is a condition in which the muscles of one side of the face tighten without being told. "
            "It usually begins around one eye and may spread slowly to the cheek and the mouth.",
            4,
        ),
        (
            Role.SECTION,
            "How it is treated",
            "Botulinum toxin injected into the muscles calms them for about three months.\n"
            "An operation that lifts the vessel off the nerve helps most people for years.",
            4,
        ),
        *[
            (
                Role.SECTION,
                f"More, part {number}",
                "Further reading that is long enough to need scrolling. " * 12,
                4,
            )
            for number in range(1, 6)
        ],
        (Role.SECTION, "When to be seen", "See a doctor when a twitch lasts longer than two weeks.", 4),
    ],
    author=Person(name="National Institute of Faces", standing="government institute"),
    source="overview.html",
)
THREAD = made_document(
    "Living with a twitching face",
    [
        (Role.POST, "post 1 of 3", "Has anyone had the operation? I am frightened of it.", 5),
        (Role.REPLY, "post 2 of 3", "I had it four years ago & the twitch was gone the next morning.", 5),
        (Role.REPLY, "post 3 of 3", "Mine came back after a year, so ask about that.", 5),
    ],
    kind=Kind.FORUM,
    level=5,
    reason="posts by people who are not named and not checked",
    completeness="3 of 12 replies present",
    source="thread.txt",
)
TRAP = made_document(
    f"Trap {HOSTILE}",
    [(Role.SECTION, f"Section {HOSTILE}", f"Before. {HOSTILE} After, the nerve.", 0)],
    kind=Kind.ARTICLE,
    level=0,
    reason=f"no author {HOSTILE}",
    url="javascript:alert(6)",
    author=Person(name=f"Dr {HOSTILE}"),
    completeness=HOSTILE,
    source=f"file {HOSTILE}",
)
DOCUMENTS = {"overview": OVERVIEW, "thread": THREAD, "trap": TRAP}


@dataclass(frozen=True)
class FakeListing:
    id: str
    title: str
    kind: str
    evidence_rank: int
    evidence_label: str
    evidence_reason: str
    source: str
    published: str | None
    chunks: int
    checked: str | None
    status: str | None
    ready: bool


class FakeLibrary:
    """Holds `DOCUMENTS`, or those it is given."""

    def __init__(self, documents: dict[str, Document] | None = None) -> None:
        self.documents = DOCUMENTS if documents is None else documents

    def document(self, document_id: str, /) -> Document | None:
        return self.documents.get(document_id)

    def document_version(self, document_id: str, text_sha256: str, /) -> Document | None:
        found = self.documents.get(document_id)
        return found if found and found.text_sha256 == text_sha256 else None

    def listings(self) -> tuple[FakeListing, ...]:
        return tuple(
            FakeListing(
                identity,
                document.title,
                document.kind.value,
                document.rank.level,
                document.rank.label,
                document.rank.reason,
                document.source,
                document.published,
                chunks=len(document.parts),
                checked=document.checked,
                status=document.status,
                ready=True,
            )
            for identity, document in self.documents.items()
        )


def answer_about_faces(question: str) -> Answer:
    citations = (
        cite(
            1,
            "overview",
            OVERVIEW,
            OVERVIEW.text[OVERVIEW.text.index("Hemifacial") : OVERVIEW.text.index(" It usually")],
        ),
        cite(2, "overview", OVERVIEW, "See a doctor when a twitch lasts longer than two weeks."),
        cite(3, "thread", THREAD, "I had it four years ago & the twitch was gone the next morning."),
    )
    said = [f"- {neutral(citation.quote)} [{citation.number}]" for citation in citations]
    text = "\n\n".join(
        [
            "\n".join(said[:2]),
            "**What people describe (experiences, not checked)**",
            said[2],
            "A family's story, not checked. People who did badly write less often.",
            DISCLAIMER,
        ]
    )
    return made_answer(text, citations, question=question)


def answer_about_a_baby(question: str) -> Answer:
    citation = cite(1, "overview", OVERVIEW, "See a doctor when a twitch lasts longer than two weeks.")
    action = "**Have this seen today. Take a video if you can do it safely.**"
    urgency: Urgency = "same_day"
    if "blue" in question:
        action, urgency = "**Call your emergency number now.**", "emergency"
    return made_answer(
        "\n\n".join([action, f"{citation.quote} [1]", DISCLAIMER]), (citation,), urgency, question
    )


def answer_with_a_trap(question: str) -> Answer:
    citation = cite(1, "trap", TRAP, TRAP.text.strip())
    return made_answer(f"- {citation.quote} [1]\n\n{DISCLAIMER}", (citation,), question=question)


@dataclass
class FakeChatbot:
    """Answers by a word of the question: "trap", "baby", "slow" (two seconds), "fails" (mid-answer); else about faces.

    `asked` keeps every request.
    """

    pause: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def stream(self, asked: Any, /) -> Iterator[Any]:
        self.asked.append(asked)
        question = asked["question"]
        writers = {"trap": answer_with_a_trap, "baby": answer_about_a_baby}
        writer = next((writer for word, writer in writers.items() if word in question), answer_about_faces)
        answer = writer(question)
        for number, piece in enumerate(re.findall(r"\s*\S+", answer.answer)):
            if "fails" in question and number == 9:
                yield {"failed": "the library went away"}
                return
            time.sleep(0.05 if "slow" in question else self.pause)
            yield {"text": piece}
        yield {"answer": answer}
