"""Decides whether the library covers a question, from what the search shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from chatbot.condensing import Standalone
from chatbot.datafiles import data_table
from chatbot.matters import unmet_asks, unmet_matters, unmet_terms
from chatbot.topics import Lexicon, names
from chatbot.words import stems
from kb.passage import Passage

PASSAGES_READ = 4
"""How many of the best passages the question's words are looked for in."""

SENTENCES_READ = 2
"""How many of the best sentences must give what is asked for."""

SENTENCES_WEIGHED = 4
"""How many of the best sentences the mean is taken of."""

ANSWERS_WEIGHED = 2
"""How many of the sentences that answer best the mean is taken of."""

LOWEST = -12.0
"""A score below any that the cross-encoder gives."""

MOST_UNMET = 2


@dataclass(frozen=True)
class Evidence:
    """What the search shows: logits, a cosine, a share from 0 to 1, counts of what was asked and not found.

    `best_answer` is the log-odds that some sentence answers the question, `best_answers` the mean of the best two.
    `passage_lead` is how far the best passage stands before the next, `best_sentences` the mean of the best four.
    `unforeseen` is 1 where nobody foresaw what any of the pages found would be asked, else 0.
    """

    best_answer: float
    best_answers: float
    best_passage: float
    passage_lead: float
    best_sentence: float
    best_sentences: float
    similarity: float
    said_in_passages: float
    unmet_topics: int
    unmet_matters: int
    unmet_terms: int
    unmet_asks: int
    unforeseen: int


@dataclass(frozen=True)
class Gate:
    """The fitted weights: a question is covered where the weighted sum reaches zero."""

    bias: float
    best_answer: float
    best_answers: float
    best_passage: float
    passage_lead: float
    best_sentence: float
    best_sentences: float
    similarity: float
    said_in_passages: float
    unmet_topics: float
    unmet_matters: float
    unmet_terms: float
    unmet_asks: float
    unforeseen: float
    field_similarity: float

    def margin(self, evidence: Evidence) -> float:
        """How far above (covered) or below zero the evidence stands."""
        return (
            self.bias
            + self.best_answer * evidence.best_answer
            + self.best_answers * evidence.best_answers
            + self.best_passage * evidence.best_passage
            + self.passage_lead * evidence.passage_lead
            + self.best_sentence * evidence.best_sentence
            + self.best_sentences * evidence.best_sentences
            + self.similarity * evidence.similarity
            + self.said_in_passages * evidence.said_in_passages
            + self.unmet_topics * evidence.unmet_topics
            + self.unmet_matters * evidence.unmet_matters
            + self.unmet_terms * evidence.unmet_terms
            + self.unmet_asks * evidence.unmet_asks
            + self.unforeseen * evidence.unforeseen
        )

    def lets_through(self, evidence: Evidence) -> bool:
        return self.margin(evidence) >= 0

    def is_of_the_field(self, standalone: Standalone, evidence: Evidence) -> bool:
        """Whether an uncovered question is one the library might have covered."""
        return standalone.names_the_field or evidence.similarity >= self.field_similarity


NOTHING_FOUND = Evidence(
    LOWEST, LOWEST, LOWEST, 0.0, LOWEST, LOWEST, 0.0, 0.0, MOST_UNMET, MOST_UNMET, MOST_UNMET, MOST_UNMET, 0
)


def evidence_for(
    query: str, passages: Sequence[Passage], lexicon: Lexicon, is_common: Callable[[str], bool]
) -> Evidence:
    """What `passages` show for the query they were found with; `NOTHING_FOUND` where there are none, or no words in it.

    `is_common` tells everyday words from terms.
    """
    asked = _terms(query, lexicon)
    if not passages or not asked:
        return NOTHING_FOUND
    best = sorted(passages, key=lambda passage: -passage.score)[:PASSAGES_READ]
    sentences = _by_score(passages)
    read = " ".join(f"{passage.chunk.context} {passage.chunk.text}" for passage in best)
    answers = _answers(passages)
    return Evidence(
        best_answer=answers[0] if answers else LOWEST,
        best_answers=_mean_of_best(answers, ANSWERS_WEIGHED),
        best_passage=best[0].score,
        passage_lead=best[0].score - (best[1].score if len(best) > 1 else LOWEST),
        best_sentence=sentences[0][0] if sentences else LOWEST,
        best_sentences=_mean_of_best([score for score, _ in sentences], SENTENCES_WEIGHED),
        similarity=max(passage.similarity for passage in passages),
        said_in_passages=_share(asked, _terms(read, lexicon)),
        unmet_topics=min(MOST_UNMET, len(_named(query, lexicon) - _named(read, lexicon))),
        unmet_matters=min(MOST_UNMET, len(unmet_matters(query, read))),
        unmet_terms=min(MOST_UNMET, len(unmet_terms(query, read, is_common))),
        unmet_asks=min(
            MOST_UNMET, len(unmet_asks(query, " ".join(text for _, text in sentences[:SENTENCES_READ])))
        ),
        unforeseen=int(not any(passage.chunk.document.foreseen for passage in passages)),
    )


@cache
def gate() -> Gate:
    """The gate of `data/gate.toml`."""
    return Gate(**data_table("gate.toml"))


def _mean_of_best(scores: Sequence[float], few: int) -> float:
    """The mean of the best few scores, missing ones counted as the lowest."""
    return sum([*scores, *[LOWEST] * few][:few]) / few


def _answers(passages: Iterable[Passage]) -> list[float]:
    """The log-odds that a sentence answers the question, best first."""
    every = (each.answers for passage in passages for each in passage.sentences)
    return sorted((answers for answers in every if answers is not None), reverse=True)


def _by_score(passages: Iterable[Passage]) -> list[tuple[float, str]]:
    """Every scored sentence, best first."""
    scored = (
        (each.score, passage.chunk.document.text[each.sentence.start : each.sentence.end])
        for passage in passages
        for each in passage.sentences
    )
    return sorted(scored, reverse=True)


def _named(text: str, lexicon: Lexicon) -> set[str]:
    """The conditions, treatments and tests that a text names."""
    mentions = lexicon.mentions(text)
    return {name for slot in ("condition", "treatment", "test") for name in names(mentions, slot)}


def _terms(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The stems of a text, the field's terms under one name each ("Botox" is "botulinum toxin")."""
    plain, named = text, set()
    for mention in reversed(lexicon.mentions(text)):
        if mention.topic.slot != "person":
            named.add(mention.topic.name)
            plain = plain[: mention.start] + " " + plain[mention.end :]
    return stems(plain) | frozenset(named)


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked)
