"""A question in, `Passage`s out: words and meaning, fused, then scored by the cross-encoder."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ingest.chunk import QUOTABLE, Chunk, Sentence
from ingest.document import Role
from ingest.leaning import support_of
from kb.foreseen import ForeseenRows
from kb.fusing import fuse
from kb.needs import calibration
from kb.passage import Passage, ScoredSentence
from kb.ports import Embedder, PairScorer, Vectors
from kb.rows import document_id
from kb.settings import KbSettings
from kb.store import Store, Weights
from kb.vector_rows import VectorRows
from kb.words import match_expression

ASKING = frozenset({Role.QUESTION, Role.RELATED_QUESTION})

LEANING_WEIGHT = 2 / 3
"""How much of a leaning sentence's score it owes to the sentence before; by eye, on questions to the seed pages."""

Nearest = Callable[[Vectors, int], Sequence[int]]
_Foreseen = Mapping[int, Mapping[int, float]]
"""By chunk, best first: where answers to foreseen questions start, and the cosine of the question most alike."""


@dataclass(frozen=True)
class Found:
    """The passages, best first, and what each stage took, in milliseconds: embed, words, vectors, rerank."""

    passages: tuple[Passage, ...]
    timings_ms: Mapping[str, float]


@dataclass(frozen=True)
class _Candidate:
    """A chunk as the searches found it: places from 1, None where one did not find it."""

    id: int
    chunk: Chunk
    similarity: float
    words_rank: int | None
    meaning_rank: int | None


@dataclass(frozen=True)
class Searcher:
    """`nearest` gives ids of chunks by meaning. Ties fall by document id, then by chunk number."""

    store: Store
    vectors: VectorRows
    foreseen: ForeseenRows
    nearest: Nearest
    embedder: Embedder
    scorer: PairScorer
    answerer: PairScorer
    settings: KbSettings

    def search(self, query: str) -> tuple[Passage, ...]:
        """Up to `fused_passages` passages, best first; none for a blank query or an empty library."""
        return self.search_timed(query).passages

    def search_timed(self, query: str) -> Found:
        watch = Stopwatch()
        if not query.strip():
            return Found((), watch.timings_ms)
        with watch.stage("embed"):
            vector = self.embedder.embed([query])[0]
        with watch.stage("words"):
            words = self._by_words(query)
        with watch.stage("vectors"):
            meaning = self.nearest(vector, self.settings.meaning_depth)
            foreseen = self._foreseen(vector)
            candidates = self._fused(vector, words, meaning, foreseen)
        with watch.stage("rerank"):
            passages = self._scored(query, candidates, foreseen)
        return Found(passages, watch.timings_ms)

    def _by_words(self, query: str) -> tuple[int, ...]:
        settings = self.settings
        weights = Weights(settings.title_weight, settings.heading_weight, settings.text_weight)
        return self.store.word_hits(match_expression(query), settings.words_depth, weights)

    def _foreseen(self, vector: Vectors) -> _Foreseen:
        """The answers to the foreseen questions that are most alike."""
        cosines: dict[int, dict[int, float]] = {}
        for alike in self.foreseen.alike(vector, self.settings.foreseen_depth, self.settings.foreseen_least):
            for chunk, starts in self.store.answering(alike.version, alike.number).items():
                held = cosines.setdefault(chunk, {})
                for start in starts:
                    held.setdefault(start, alike.similarity)
        return cosines

    def _fused(
        self, vector: Vectors, words: Sequence[int], meaning: Sequence[int], foreseen: _Foreseen
    ) -> list[_Candidate]:
        places = self.store.places({*words, *meaning, *foreseen})
        rankings = [
            [identity for identity in ranking if identity in places]
            for ranking in (words, meaning, tuple(foreseen))
        ]
        best = fuse(rankings, self.settings.rrf_k, places.__getitem__)[: self.settings.fused_passages]
        chunks, vectors = self.store.chunks(best), self.vectors.read(best)
        by_words, by_meaning = (
            {identity: place for place, identity in enumerate(ranking, start=1)} for ranking in rankings[:2]
        )
        return [
            _Candidate(
                identity,
                chunks[identity],
                float(vector @ vectors[identity]),
                by_words.get(identity),
                by_meaning.get(identity),
            )
            for identity in best
            if identity in chunks and identity in vectors
        ]

    def _scored(
        self, query: str, candidates: Sequence[_Candidate], foreseen: _Foreseen
    ) -> tuple[Passage, ...]:
        if not candidates:
            return ()
        texts = [in_context(each.chunk, each.chunk.text) for each in candidates]
        pairs = zip(candidates, self.scorer.score(query, texts), strict=True)
        ranked = sorted(pairs, key=lambda pair: (-pair[1], _place(pair[0].chunk)))
        bar = ranked[0][1] - self.settings.sentence_within
        read = self._read([each for each, score in ranked if score >= bar or each.id in foreseen], foreseen)
        scored = self._scored_sentences(query, [each.chunk for each in read])
        weighed = self._weighed(query, read, scored, foreseen)
        sentences = {_place(each.chunk): weighed.get(number, ()) for number, each in enumerate(read)}
        return tuple(
            Passage(
                each.chunk,
                score,
                each.similarity,
                each.words_rank,
                each.meaning_rank,
                tuple(sentences.get(_place(each.chunk), ())),
            )
            for each, score in ranked
        )

    def _read(self, ranked: Sequence[_Candidate], foreseen: _Foreseen) -> list[_Candidate]:
        """The chunks whose sentences are read: the best, few of one document, whose title alone may hold the query.

        Those that answer the foreseen questions most alike are among them.
        """
        told: Counter[str] = Counter()
        best = []
        for each in ranked:
            told[each.chunk.document.location] += 1
            if told[each.chunk.document.location] <= self.settings.document_passages:
                best.append(each)
        sure = set(tuple(foreseen)[: self.settings.foreseen_passages])
        read = [each for each in ranked if each.id in sure]
        return (read + [each for each in best if each.id not in sure])[: self.settings.sentence_passages]

    def _weighed(
        self,
        query: str,
        read: Sequence[_Candidate],
        scored: Mapping[int, list[ScoredSentence]],
        foreseen: _Foreseen,
    ) -> Mapping[int, list[ScoredSentence]]:
        """`scored` with the best sentences weighed for whether they answer the query."""
        chunks = [each.chunk for each in read]
        every = [
            (number, replace(each, foreseen=foreseen.get(read[number].id, {}).get(each.sentence.start)))
            for number, found in scored.items()
            for each in found
        ]
        best = sorted(every, key=lambda pair: -pair[1].score)[: self.settings.sentences_weighed]
        alike = sorted(every, key=lambda pair: -(pair[1].foreseen or 0.0))[: self.settings.foreseen_weighed]
        best += [pair for pair in alike if pair[1].foreseen is not None and pair not in best]
        texts = [
            in_context(chunks[number], as_understood(chunks[number], each.sentence)) for number, each in best
        ]
        logits = dict(zip(best, self.answerer.score(query, texts), strict=True)) if texts else {}
        answers = {pair: self._log_odds(chunks[pair[0]], pair[1], logits[pair]) for pair in best}
        return {
            number: [
                replace(each, answers=answers.get((number, each))) for place, each in every if place == number
            ]
            for number in scored
        }

    def _log_odds(self, chunk: Chunk, sentence: ScoredSentence, logit: float) -> float:
        """That a sentence answers, from its own logit and from the questions that it is foreseen to answer."""
        if self.foreseen.space.turn is None or not chunk.document.foreseen:
            return calibration().log_odds(logit)
        return calibration().log_odds_foreseen(logit, sentence.foreseen)

    def _scored_sentences(self, query: str, chunks: Sequence[Chunk]) -> dict[int, list[ScoredSentence]]:
        """The scored sentences of each chunk, by its place in `chunks`.

        A sentence that leans on another is scored partly with it, where the two say more than the other alone.
        """
        wanted = [(number, chunk, each) for number, chunk in enumerate(chunks) for each in quotable(chunk)]
        supports = [support_of(chunk.document.text, chunk.sentences, each) for _, chunk, each in wanted]
        leaning = [place for place, support in enumerate(supports) if support]
        texts = [in_context(chunk, said_in(chunk, each)) for _, chunk, each in wanted]
        texts += [in_context(wanted[place][1], as_understood(*wanted[place][1:])) for place in leaning]
        scores = self.scorer.score(query, texts) if texts else []
        alone = {(number, each): score for (number, _, each), score in zip(wanted, scores, strict=False)}
        together = dict(zip(leaning, scores[len(wanted) :], strict=True))
        scored = defaultdict(list)
        for place, (number, _, sentence) in enumerate(wanted):
            score, support = alone[number, sentence], supports[place]
            if support and together[place] > alone.get((number, support), score):
                score += LEANING_WEIGHT * (together[place] - score)
            scored[number].append(ScoredSentence(sentence, score))
        return scored


class Stopwatch:
    """What each stage took, in milliseconds."""

    def __init__(self) -> None:
        self.timings_ms: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.timings_ms[name] = (time.perf_counter() - started) * 1000


def in_context(chunk: Chunk, text: str) -> str:
    """A text as models read it: after what it is about."""
    return f"{chunk.context}. {text}"


def as_understood(chunk: Chunk, sentence: Sentence) -> str:
    """A sentence as a reader of the page takes it: after the one that it leans on, where it leans."""
    support = support_of(chunk.document.text, chunk.sentences, sentence)
    said = said_in(chunk, sentence)
    return f"{said_in(chunk, support)} {said}" if support else said


def said_in(chunk: Chunk, sentence: Sentence) -> str:
    """The characters of a sentence."""
    return chunk.document.text[sentence.start : sentence.end]


def quotable(chunk: Chunk) -> tuple[Sentence, ...]:
    """The sentences that may be quoted: statements and lists, not what a person asks a doctor."""
    if chunk.part.role in ASKING:
        return ()
    return tuple(sentence for sentence in chunk.sentences if sentence.kind in QUOTABLE)


def _place(chunk: Chunk) -> tuple[str, int]:
    return document_id(chunk.document.location), chunk.number
