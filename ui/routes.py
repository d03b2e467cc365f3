"""The pages' addresses that are not the chat: sources, the library, and the look of both."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from ingest.document import Document
from ui.library import document_page, library_page, message_page
from ui.pages import STATIC
from ui.ports import Shelves
from ui.source import Span, holds, source_html
from ui.texts import texts

Offset = Annotated[int, Query(ge=0)]
MaybeOffset = Annotated[int | None, Query(ge=0)]


def application(shelves: Shelves) -> FastAPI:
    """The web application before the chat is mounted on it."""
    app = FastAPI(title=texts().name, docs_url=None, redoc_url=None, openapi_url=None)
    app.mount(STATIC, StaticFiles(directory=str(files("ui") / "static")), name="look")
    app.include_router(router(shelves))
    app.add_exception_handler(RequestValidationError, _address_wrong)
    app.add_exception_handler(Exception, _page_failed)
    return app


def router(shelves: Shelves) -> APIRouter:
    """`/source/…` gives the fragment shown beside an answer; `/library` and `/library/{id}` give whole pages."""
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/source/{document_id}/{version}")
    def source(
        document_id: str, version: str, start: Offset, end: Offset, number: int | None = None
    ) -> HTMLResponse:
        return _fragment(shelves.document_version(document_id, version), Span(start, end, number))

    @routes.get("/library")
    def library() -> HTMLResponse:
        return HTMLResponse(library_page(shelves.listings()))

    @routes.get("/library/{document_id}")
    def document(
        document_id: str, version: str | None = None, start: MaybeOffset = None, end: MaybeOffset = None
    ) -> HTMLResponse:
        span = Span(start, end) if start is not None and end is not None else None
        found = shelves.document_version(document_id, version) if version else shelves.document(document_id)
        return _page(found, span)

    return routes


def _fragment(document: Document | None, span: Span) -> HTMLResponse:
    if document is None:
        return HTMLResponse(f'<p class="note">{texts().source_missing}</p>', status_code=404)
    if not holds(document, span):
        return HTMLResponse(f'<p class="note">{texts().passage_missing}</p>', status_code=404)
    return HTMLResponse(source_html(document, span))


def _page(document: Document | None, span: Span | None) -> HTMLResponse:
    if document is None:
        return HTMLResponse(message_page("Not here", texts().source_missing), status_code=404)
    if span is not None and not holds(document, span):
        return HTMLResponse(message_page("Not here", texts().passage_missing), status_code=404)
    return HTMLResponse(document_page(document, span))


async def _address_wrong(_: Request, __: Exception) -> HTMLResponse:
    return HTMLResponse(message_page("Not here", texts().address_wrong), status_code=400)


async def _page_failed(_: Request, __: Exception) -> HTMLResponse:
    return HTMLResponse(message_page("Not shown", texts().page_failed), status_code=500)
