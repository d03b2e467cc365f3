"""Puts a chatbot together from a library and settings: the composition the entry points share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chatbot.answering import Parts, Shelf
from chatbot.chain import Chatbot
from chatbot.finishing import NOT_ASKED
from chatbot.gate import gate
from chatbot.meaning import MeaningNet
from chatbot.settings import ChatSettings
from chatbot.topics import lexicon
from chatbot.triage import RuleTriage, Triage
from chatbot.writing import QuotingWriter
from kb.errors import KbError
from kb.library import Library
from kb.passage import Passage
from kb.search import Searcher
from kb.settings import KbSettings
from kb.spelling import Speller


@dataclass(frozen=True)
class LibraryShelf:
    """A library as answers are made from it. The models load at the first search."""

    library: Library

    @property
    def version(self) -> str:
        return self.library.version

    @property
    def embedding(self) -> str:
        return self.library.embedding

    def corrected(self, query: str) -> str:
        return self._speller.corrected(query)

    def is_common(self, word: str) -> bool:
        return self._speller.is_word(word)

    def search(self, query: str) -> tuple[Passage, ...]:
        return self._searcher.search(query)

    @property
    def _speller(self) -> Speller:
        """Of the library as it is now."""
        return _speller_of(self.library, self.library.version)

    @cached_property
    def _searcher(self) -> Searcher:
        return self.library.searcher()


@dataclass(frozen=True)
class ClosedShelf:
    """A library that could not be opened: triage still answers, and whoever searches learns why."""

    problem: Exception
    version: str = NOT_ASKED
    embedding: str = NOT_ASKED

    def corrected(self, query: str) -> str:  # noqa: ARG002 - the shelf's shape
        raise self.problem

    def is_common(self, word: str) -> bool:  # noqa: ARG002 - the shelf's shape
        raise self.problem

    def search(self, query: str) -> tuple[Passage, ...]:  # noqa: ARG002 - the shelf's shape
        raise self.problem


@lru_cache(maxsize=1)
def _speller_of(library: Library, version: str) -> Speller:  # noqa: ARG001 - a new version makes a new speller
    return library.speller()


def build_chatbot(
    library: Library, kb: KbSettings, chat: ChatSettings, triage: Triage | None = None
) -> Chatbot:
    """A chatbot over `library`."""
    return Chatbot(build_parts(library, kb, chat, triage))


def build_closed(problem: KbError, kb: KbSettings, chat: ChatSettings) -> Chatbot:
    """A chatbot with no library to search, for `problem`: it says what is urgent, and raises `problem` for the rest."""
    return Chatbot(_parts(ClosedShelf(problem), kb, chat, None))


def build_parts(library: Library, kb: KbSettings, chat: ChatSettings, triage: Triage | None = None) -> Parts:
    """Everything an answer is made with."""
    return _parts(LibraryShelf(library), kb, chat, triage or build_triage(library, chat))


def build_triage(library: Library, chat: ChatSettings) -> Triage:
    """The rules, and the net that reads by meaning with the library's own models."""
    models = library.models
    net = MeaningNet(models.asker, models.scorer, keep_in=models.asking_folder(), labeller=models.alarm)
    return RuleTriage.open(chat.locale, net)


def _parts(shelf: Shelf, kb: KbSettings, chat: ChatSettings, triage: Triage | None) -> Parts:
    words = lexicon()
    return Parts(
        shelf=shelf,
        triage=triage or RuleTriage.open(chat.locale, MeaningNet()),
        writer=QuotingWriter(chat, words),
        gate=gate(),
        lexicon=words,
        settings=chat,
        settings_sha256=settings_hash(kb, chat),
    )


def settings_hash(kb: KbSettings, chat: ChatSettings) -> str:
    """The hash of every setting, so that an answer can be made again."""
    return hashlib.sha256(f"{kb.model_dump_json()}\n{chat.model_dump_json()}".encode()).hexdigest()
