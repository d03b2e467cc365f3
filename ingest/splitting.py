"""A document in, its chunks out: whole sentences of one part, as many as the embedder reads at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from ingest.chunk import Chunk, Sentence, SentenceKind
from ingest.document import Document, Part
from ingest.sentences import sentences

Run = tuple[Sentence, ...]
Fits = Callable[[Run], bool]

_SAYS_NOTHING = frozenset({SentenceKind.GREETING, SentenceKind.HEADING, SentenceKind.REMOVED})


def split(document: Document, count_tokens: Callable[[str], int], limit: int) -> tuple[Chunk, ...]:
    """The document's chunks, numbered from 0, each of at most `limit` tokens as `count_tokens` counts them.

    Paragraphs are kept whole where they fit, a heading with what follows it. A single sentence longer than
    the limit stands alone in its chunk: the embedding model then reads its beginning only. Stretches of
    nothing but greetings, headings and removals make no chunk.
    """
    if limit < 1:
        raise ValueError("the token limit of a chunk must be 1 or more")

    def fits(run: Run) -> bool:
        return count_tokens(document.text[run[0].start : run[-1].end]) <= limit

    runs = [(part, run) for part in document.parts for run in _runs(document.text, part, fits)]
    return tuple(Chunk(document, part, number, run) for number, (part, run) in enumerate(runs))


def _runs(text: str, part: Part, fits: Fits) -> Iterator[Run]:
    found = sentences(text, part.start, part.end, part.cut_off, _is_headed(text, part))
    for run in _packed(_paragraphs(text, found), fits):
        if any(sentence.kind not in _SAYS_NOTHING for sentence in run):
            yield run


def _is_headed(text: str, part: Part) -> bool:
    """Whether the part's text begins with its own heading."""
    first = text[part.start : part.end].partition("\n")[0].strip()
    return bool(first) and part.heading is not None and part.heading.endswith(first)


def _paragraphs(text: str, found: Run) -> Iterator[Run]:
    """Sentences by paragraph, a heading together with the paragraph after it."""
    breaks = [0]
    for before, after in pairwise(found):
        apart = "\n" in text[before.end : after.start] and before.kind is not SentenceKind.HEADING
        breaks.append(breaks[-1] + apart)
    numbered = zip(breaks, found, strict=False)
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        yield tuple(sentence for _, sentence in group)


def _packed(paragraphs: Iterator[Run], fits: Fits) -> Iterator[Run]:
    current: Run = ()
    for paragraph in paragraphs:
        if current and not fits(current + paragraph):
            yield current
            current = ()
        if current or fits(paragraph):
            current += paragraph
        else:
            *full, current = _packed_sentences(paragraph, fits)
            yield from full
    if current:
        yield current


def _packed_sentences(paragraph: Run, fits: Fits) -> list[Run]:
    runs: list[Run] = [()]
    for sentence in paragraph:
        if runs[-1] and not fits((*runs[-1], sentence)):
            runs.append(())
        runs[-1] += (sentence,)
    return runs
