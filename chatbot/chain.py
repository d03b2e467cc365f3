"""The one door to LangChain: the chatbot as a runnable, and the search as a retriever for other chains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import langsmith
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.utils import AddableDict
from pydantic import ConfigDict

from chatbot.answer import Answer
from chatbot.answering import Parts, Shelf, Stage, Work, stages, timed
from chatbot.conversation import Conversation, conversation_from
from chatbot.finishing import answer_from
from chatbot.rendering import pieces

# Tracing can be switched on by two environment variables; a health question must not leave the machine.
langsmith.configure(enabled=False)

Asked = Mapping[str, Any]


class LibraryRetriever(BaseRetriever):
    """The library's search for other people's chains: passages as LangChain documents, best first.

    Their metadata leads back to the words: source, title, kind, evidence rank, section, `document_sha256`,
    `start` and `end` in the stored text, and the cross-encoder's `score`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    shelf: Any

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's shape
    ) -> list[LangChainDocument]:
        return [_as_langchain(passage) for passage in cast("Shelf", self.shelf).search(query)]


class Chatbot(Runnable[Asked, Answer]):
    """Answers `{"question": str, "history": [["user" | "assistant", text], …]}` with an `Answer`.

    `stream` yields `{"text": piece}` of the finished, checked answer and last `{"answer": Answer}`.

    Raises:
        QuestionError: the question or its history cannot be used.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._chain: Runnable[Conversation, Answer] = _chain(parts)

    def invoke(self, input: Asked, config: RunnableConfig | None = None, **_: Any) -> Answer:  # noqa: A002 - LangChain's name
        return self._chain.invoke(_conversation(input), config)

    def stream(self, input: Asked, config: RunnableConfig | None = None, **_: Any) -> Iterator[Any]:  # noqa: A002 - LangChain's name
        answer = self.invoke(input, config)
        for piece in pieces(answer.answer):
            yield AddableDict(text=piece)
        yield AddableDict(answer=answer)


def _chain(parts: Parts) -> Runnable[Conversation, Answer]:
    """condense | triage | retrieve | write | check | disclaim | answer."""
    chain: Runnable[Conversation, Work] = RunnableLambda(Work, name="start")
    for name, stage in stages(parts):
        chain = chain | _runnable(name, timed(name, stage))

    def answer(work: Work) -> Answer:
        return answer_from(work, parts)

    return chain | RunnableLambda(answer, name="answer")


def _runnable(name: str, stage: Stage) -> RunnableLambda[Work, Work]:
    return RunnableLambda(stage, name=name)


def _conversation(asked: Asked) -> Conversation:
    return conversation_from(asked.get("question"), asked.get("history") or ())


def _as_langchain(passage: Any) -> LangChainDocument:
    chunk = passage.chunk
    return LangChainDocument(
        page_content=chunk.text,
        metadata={
            "source": chunk.document.source,
            "title": chunk.document.title,
            "kind": chunk.document.kind.value,
            "evidence_rank": chunk.part.rank.level,
            "section": chunk.part.label,
            "document_sha256": chunk.document.text_sha256,
            "start": chunk.start,
            "end": chunk.end,
            "score": passage.score,
        },
    )
