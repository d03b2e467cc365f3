"""Sentences of the library as drafts: which of what was found says a thing, and quoted under the right voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from chatbot.antecedent import supplied_for
from chatbot.choosing import Candidate
from chatbot.disputes.cues import Cue, read
from chatbot.topics import lexicon
from chatbot.writing import Draft, Group, Voice, speaker_of
from ingest.document import EvidenceRank
from kb.passage import Passage
from kb.search import quotable

Allowed = Callable[[Candidate], bool]
Key = tuple[str, int, int]


def says(text: str, cues: Iterable[Cue]) -> bool:
    """Whether one of `cues` is in `text`."""
    seen = read(text)
    return any(each.finds(seen) for each in cues)


def best_saying(passages: Sequence[Passage], cues: Sequence[Cue], allowed: Allowed) -> Draft | None:
    """The sentence that says what `cues` look for, as a draft: earlier cues first, then evidence, then score."""
    for each in cues:
        found = [c for c in candidates(passages) if allowed(c) and each.finds(read(c.quote))]
        if found:
            return quoted(min(found, key=lambda c: (c.rank.weakness, -c.score, c.quote)))
    return None


def candidates(passages: Iterable[Passage]) -> list[Candidate]:
    """Every quotable sentence; one that was not scored has the score of its passage."""
    found = []
    for passage in passages:
        scores = {scored.sentence: scored.score for scored in passage.sentences}
        found += [
            Candidate(passage, each, scores.get(each, passage.score)) for each in quotable(passage.chunk)
        ]
    return found


def quoted(candidate: Candidate) -> Draft:
    """A candidate quoted letter for letter, under the label of who speaks."""
    lead = speaker_of(candidate)
    level = candidate.rank.level
    group = {5: Group.EXPERIENCE, 0: Group.QUARANTINED}.get(level, Group.STATED)
    voice = Voice.SOURCE if lead else Voice.OWN
    return Draft(candidate.quote, (candidate,), voice, group, lead, supplied_for(candidate, lexicon()))


def surroundings(candidate: Candidate) -> str:
    """The text that a candidate stands in, after what it is about."""
    chunk = candidate.passage.chunk
    return f"{chunk.context}. {chunk.text}"


def key_of(draft: Draft) -> Key:
    """What a draft rests on first: the document's place and the offsets."""
    first = draft.rests_on[0]
    return first.passage.chunk.document.location, first.sentence.start, first.sentence.end


def rank_of(draft: Draft) -> EvidenceRank:
    """The strongest evidence that a draft rests on."""
    return min((candidate.rank for candidate in draft.rests_on), key=lambda rank: rank.weakness)
