"""MedQuAD XML: one disease's questions and answers (Ben Abacha, Demner-Fushman, BMC Bioinformatics 20:511)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from ingest.errors import DamagedError, NoAnswersError
from ingest.sheet import Line, Mark, Meta, Sheet

_BLANK = Line("", Mark.BLANK)
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(r"\A\s*<\?xml[^>]*\?>")
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*|\s{2,}(?=\S)")
_ITEM = re.compile(r"^[-•*]\s+")
ROOT = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<Document\b[^>]*>.*?<QAPairs\b", re.DOTALL)


def read_medquad(text: str, source: str) -> Sheet:
    """The sheet of a MedQuAD file: its questions as QUESTION lines, the paragraphs below each as ANSWER or ITEM lines.

    A document type or an entity declaration is refused unread, so that nothing is expanded or fetched. Raises
    `DamagedError` and `NoAnswersError`.
    """
    if _DECLARED.search(text):
        raise DamagedError(source, "it declares a document type or entities, which no MedQuAD file does")
    try:
        root = ElementTree.fromstring(_ENCODING.sub("", text))  # noqa: S314 - declarations were refused above
    except ElementTree.ParseError as error:
        raise DamagedError(source, f"not well-formed XML: {error}") from error
    pairs = [(_text(pair, "Question"), _raw(pair, "Answer")) for pair in root.iter("QAPair")]
    answered = [(question, answer) for question, answer in pairs if question and answer]
    if not answered:
        raise NoAnswersError(source)
    focus = _text(root, "Focus")
    said = Meta(title=focus or None, organisation=root.get("source") or None, url=_url(root.get("url")))
    lines = tuple(line for question, answer in answered for line in _pair(question, answer))
    skipped = len(pairs) - len(answered)
    notes = (f"Passed over {skipped} of {len(pairs)} questions that have no answer.",) if skipped else ()
    return Sheet(lines, said, format="medquad", notes=notes)


def _pair(question: str, answer: str) -> Iterator[Line]:
    yield Line(question, Mark.QUESTION)
    for paragraph in _PARAGRAPH.split(answer.strip()):
        text = " ".join(paragraph.split())
        if mark := _ITEM.match(text):
            yield Line(text[mark.end() :], Mark.ITEM, 1)
        elif text:
            yield Line(text, Mark.ANSWER)
    yield _BLANK


def _raw(element: ElementTree.Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else "".join(found.itertext()).strip()


def _text(element: ElementTree.Element, tag: str) -> str:
    return re.sub(r" +(?=[?!.]$)", "", " ".join(_raw(element, tag).split()))


def _url(value: str | None) -> str | None:
    return value if value and value.lower().startswith(("http://", "https://")) else None
