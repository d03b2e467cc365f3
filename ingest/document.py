"""The document: a page as it was read, its text final, everything else pointing into that text by offsets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of page a document is."""

    FORUM = "forum"
    DOCTOR_QA = "doctor_qa"
    ARTICLE = "article"
    REFERENCE = "reference"


class Role(StrEnum):
    """What a part is within its document."""

    POST = "post"
    REPLY = "reply"
    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    MORE_INFO = "more_info"
    RELATED_QUESTION = "related_question"
    RELATED_ANSWER = "related_answer"
    SECTION = "section"


EVIDENCE_LABELS = {
    1: "Guideline or regulator",
    2: "Systematic review or randomised trial",
    3: "Cohort or registry",
    4: "Review or expert page",
    5: "Personal experience (unverified)",
    0: "Quarantined (no author with standing)",
}


@dataclass(frozen=True)
class EvidenceRank:
    """How far words may be trusted: 1 (guideline) to 5 (experience), 0 for quarantined.

    Source of the scale: clinical safety specification, section 6.
    """

    level: int
    reason: str

    def __post_init__(self) -> None:
        if self.level not in EVIDENCE_LABELS:
            raise ValueError(f"an evidence rank is 0 to 5, not {self.level}")

    @property
    def label(self) -> str:
        return EVIDENCE_LABELS[self.level]

    @property
    def weakness(self) -> int:
        """A sort key: 1 for the strongest evidence, 6 for quarantined."""
        return self.level or 6

    @property
    def may_claim(self) -> bool:
        """Whether these words may be said in the product's own voice (ranks 1 to 4)."""
        return 1 <= self.level <= 4


@dataclass(frozen=True)
class Person:
    """Someone who wrote or asked, as the page describes them. Every field is in the page's own words."""

    name: str | None = None
    age: str | None = None
    sex: str | None = None
    department: str | None = None
    standing: str | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of the text with one writer and one role: a post, an answer, a section.

    `start` and `end` are offsets into `Document.text`. `label` names it to a reader ("post 4 of 8", "Symptoms").
    `heading` is what the part answers or is about, where the page says so (a section's title, the question above an
    answer). `published` is an ISO date.
    """

    role: Role
    start: int
    end: int
    label: str
    rank: EvidenceRank
    heading: str | None = None
    number: int | None = None
    author: Person | None = None
    published: str | None = None
    cut_off: bool = False


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its printed label, and the offsets of its text."""

    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Reference:
    """Something the document itself cites: it supports the sentence that holds offset `at`."""

    at: int
    text: str


@dataclass(frozen=True)
class Foreseen:
    """A question that the keeper of a page foresees; the sentences that start at the offsets `at` answer it.

    The best of them comes first.
    """

    question: str
    at: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """A page as it was read. `text` is final: parts, pages, references, chunks and quotes are offsets into it.

    `location` identifies the document (an absolute path or an address); `source` is how a person names it.
    `bytes_sha256` is of the bytes as loaded, together with what lies beside them. `layout` names the layout
    that recognised the page. `completeness` is what the page says of itself ("7 of 27 replies present"). `notes` are
    what cleaning and reading found worth telling. `status` ("not reviewed by a clinician"), the date it was last
    `checked`, its `audience` and `conditions` are the front matter's own.
    """

    location: str
    source: str
    bytes_sha256: str
    text: str
    text_sha256: str
    title: str
    kind: Kind
    layout: str
    rank: EvidenceRank
    parts: tuple[Part, ...]
    pages: tuple[Page, ...] = ()
    references: tuple[Reference, ...] = ()
    author: Person | None = None
    asker: Person | None = None
    published: str | None = None
    url: str | None = None
    status: str | None = None
    checked: str | None = None
    audience: str | None = None
    conditions: str | None = None
    completeness: str | None = None
    notes: tuple[str, ...] = ()
    foreseen: tuple[Foreseen, ...] = ()

    def page_at(self, offset: int) -> Page | None:
        """The page that holds `offset`, or None where the document has no pages."""
        return next((page for page in self.pages if page.start <= offset < page.end), None)

    def references_between(self, start: int, end: int) -> tuple[str, ...]:
        """What the document cites for the words from `start` to `end`."""
        return tuple(reference.text for reference in self.references if start <= reference.at < end)
