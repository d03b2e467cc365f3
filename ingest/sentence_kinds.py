"""What kind of sentence a stretch of text is, so that only statements are quoted as answers."""

from __future__ import annotations

import re

from ingest.chunk import SentenceKind
from ingest.sentence_cues import cues

# An end mark and its notes: "mild.[3]", "mild.3".
_NOTED = re.compile(r"[.!?…]\s*\[[\d,–\s-]+\]$|[a-z)][.!?]\d{1,2}$")
_CLOSING = "\"'”’»)] \t"
_LABELLED = re.compile(r"[^\W\d_][^:.!?;|]{1,60}?(?::| [-–—])\s+(?=\S)")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def has_end(text: str) -> bool:
    """Whether the text ends in a mark that ends a sentence, closing quotes and brackets aside."""
    return text.rstrip(_CLOSING).endswith((".", "!", "?", "…")) or bool(_NOTED.search(text))


def says_something(text: str) -> bool:
    """Whether the text holds a finite verb common enough to be known without a tagger."""
    return bool(cues().finite.search(text))


def kind_of(text: str, alone: bool, before_paragraph: bool, item: bool) -> SentenceKind:
    """The kind of one sentence, lists and cut parts aside.

    `alone` says that it is its block's only sentence, `before_paragraph` that a paragraph follows the block,
    `item` that it stands in a list item.
    """
    if text.strip() == cues().removed:
        return SentenceKind.REMOVED
    if is_greeting(text):
        return SentenceKind.GREETING
    if is_question(text):
        return SentenceKind.QUESTION
    if not word_count(text) or _leads_in(text):
        return SentenceKind.HEADING
    if dangles(text):
        return SentenceKind.CUT_OFF
    if item and alone:
        fragment = is_fragment_item(text) and not is_whole(text)
    else:
        fragment = is_heading(text, alone, before_paragraph)
    return SentenceKind.HEADING if fragment or word_count(text) < 2 else SentenceKind.STATEMENT


def _leads_in(text: str) -> bool:
    return text.rstrip().endswith(":") or (not has_end(text) and bool(cues().lead_in.search(text)))


def is_greeting(text: str) -> bool:
    if cues().closing.search(text):
        return True
    return bool(cues().greeting.search(text)) and word_count(text) <= cues().greeting_words


def is_question(text: str) -> bool:
    if text.rstrip(_CLOSING + "!").endswith("?"):
        return True
    return bool(cues().question.search(text))


def is_heading(text: str, alone: bool, before_paragraph: bool) -> bool:
    """Whether the words are a heading: short, with no end mark, and verbless, titled or over a paragraph."""
    if has_end(text) or word_count(text) > cues().heading_words:
        return False
    if not says_something(text):
        return True
    return alone and (is_title_case(text) or (before_paragraph and not text.lstrip()[0].islower()))


def is_title_case(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.lower() not in cues().small]
    return bool(words) and all(not word[0].islower() for word in words)


def is_fragment_item(text: str) -> bool:
    """Whether a list item's only sentence is a fragment, which says nothing without the list's lead-in."""
    if is_gloss(text):
        return False
    if text[0].islower() and not has_end(text):
        return word_count(text) <= cues().small_item_words
    says = text[0].isupper() and has_end(text) and says_something(text)
    return word_count(text) <= cues().item_words and not says


def is_whole(text: str) -> bool:
    """Whether an item is a sentence though it has no verb that is known: long, or an order as "Note the time." is."""
    if not (text[0].isupper() and has_end(text)):
        return False
    return word_count(text) > cues().whole_item_words or bool(cues().order.match(text))


def is_gloss(text: str) -> bool:
    """Whether the text is a label and what is said of it: "Ptosis: drooping of the lid", not "Author: Ann Roe"."""
    found = _LABELLED.match(text)
    if found is None:
        return False
    said = text[found.end() :]
    return word_count(said) >= cues().gloss_words and not is_title_case(said)


def dangles(text: str) -> bool:
    """Whether the text stops where no one ends a sentence: after "the", "of", "if"."""
    if text.rstrip(_CLOSING).endswith(("!", "?")) or re.search(r"[^.]\.$", text.rstrip(_CLOSING)):
        return False
    words = _WORD.findall(text)
    return len(words) > 3 and words[-1].lower() in cues().dangling


def is_cut(text: str) -> bool:
    """Whether the last sentence of a part that the page cut off was itself cut."""
    bare = text.rstrip(_CLOSING)
    return bare.endswith(("...", "…", "..")) or not has_end(text)
