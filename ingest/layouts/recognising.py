"""Which kind of page a sheet is, by what it shows; whoever added it may say so instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.document import Kind
from ingest.layouts import article, doctor_reply, qa_collection, thread
from ingest.layouts.laid import Laid
from ingest.sheet import Sheet


@dataclass(frozen=True)
class Layout:
    """`recognise` gives how strongly a sheet shows itself to be this kind (0 to 1), `lay_out` its pieces."""

    recognise: Callable[[Sheet], float]
    lay_out: Callable[[Sheet], Laid]


THREAD = Layout(thread.recognise, thread.lay_out)
DOCTOR_REPLY = Layout(doctor_reply.recognise, doctor_reply.lay_out)
QA_COLLECTION = Layout(qa_collection.recognise, qa_collection.lay_out)
ARTICLE = Layout(article.recognise, article.lay_out)

_BY_KIND = {
    Kind.FORUM: (THREAD,),
    Kind.DOCTOR_QA: (DOCTOR_REPLY,),
    Kind.ARTICLE: (QA_COLLECTION, ARTICLE),
    Kind.REFERENCE: (QA_COLLECTION, ARTICLE),
}
_ALL = (DOCTOR_REPLY, THREAD, QA_COLLECTION, ARTICLE)


def lay_out(sheet: Sheet) -> Laid:
    """The sheet by the layout it shows most strongly and that finds words in it, or by the kind it was given."""
    given = Kind(sheet.override.kind) if sheet.override.kind else None
    layouts = _BY_KIND[given] if given else _ALL
    ordered = sorted(layouts, key=lambda layout: -layout.recognise(sheet))
    laid = next((found for layout in ordered if (found := layout.lay_out(sheet)).pieces), None)
    laid = laid or ordered[0].lay_out(sheet)
    return replace(laid, kind=given) if given else laid
