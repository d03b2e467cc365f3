"""Errors of reading, named by what the reader of the message does next.

IngestError
├── LoadError                  the bytes were not had
│   ├── NotFoundError          check the path
│   ├── NothingToReadError     point at a folder that holds pages
│   ├── NoPermissionError      allow reading
│   ├── TooLargeError          split the file
│   ├── AddressRefusedError    give an http(s) address
│   ├── AddressFailedError     try again, or save the page
│   └── BadSettingError        mend the .meta.toml or the front matter
└── ReadError                  the bytes were had and could not be read
    ├── EmptyError             save the page again
    ├── EncryptedError         save without a password
    ├── DamagedError           fetch the file again
    ├── ScannedError           run text recognition
    ├── BinaryError            save as PDF or text
    ├── WrongEncodingError     save as UTF-8
    ├── UnsupportedError       save as a kind that is read
    ├── NoAnswersError         take the collection that has answers
    ├── TooLongError           split the file
    └── TimedOutError          print the file to a new PDF

`str(error)` of each is one sentence for a person, with the remedy.
"""

from __future__ import annotations


class IngestError(Exception):
    """Something asked to be read was not."""


class LoadError(IngestError):
    """The bytes of a file or an address were not had."""


class NotFoundError(LoadError):
    def __init__(self, source: str) -> None:
        super().__init__(f"{source} does not exist: check the spelling of the path.")


class NothingToReadError(LoadError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} holds nothing to read: name a folder with text, Markdown, HTML or PDF files."
        )


class NoPermissionError(LoadError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} may not be read by you: give yourself permission (chmod u+r) and try again."
        )


class TooLargeError(LoadError):
    def __init__(self, source: str, max_bytes: int) -> None:
        super().__init__(f"{source} is larger than {max_bytes:,} bytes: split it and add the pieces.")


class AddressRefusedError(LoadError):
    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"{address} is refused because {why}: give an http or https address of a public page."
        )


class AddressFailedError(LoadError):
    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"{address} gave no page ({why}): try again later, or save the page and add the file."
        )


class BadSettingError(LoadError):
    """`.meta.toml` or front matter that says something this program does not understand."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"{where} {why}: {remedy}.")


class ReadError(IngestError):
    """The bytes were had and could not be read as a page."""


class EmptyError(ReadError):
    def __init__(self, source: str) -> None:
        super().__init__(f"{source} holds no words: save the page again and add that.")


class EncryptedError(ReadError):
    def __init__(self, source: str) -> None:
        super().__init__(f"{source} is locked with a password: open it and save a copy without one.")


class DamagedError(ReadError):
    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source} is damaged or cut short ({why}): fetch it again and add the new copy.")


class ScannedError(ReadError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} holds pictures of pages and no text: run text recognition (OCR) on it first."
        )


class BinaryError(ReadError):
    def __init__(self, source: str, what: str) -> None:
        super().__init__(
            f"{source} is {what}, not a page of text: save it as PDF or plain text and add that."
        )


class WrongEncodingError(ReadError):
    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source} is text in an encoding that cannot be told ({why}): save it as UTF-8.")


class UnsupportedError(ReadError):
    def __init__(self, source: str, what: str) -> None:
        super().__init__(
            f"{source} is {what}, which is not read: save its prose as text, Markdown, HTML or PDF."
        )


class NoAnswersError(ReadError):
    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} has questions and no answers: add a collection that still has its answers."
        )


class TooLongError(ReadError):
    def __init__(self, source: str, limit: str) -> None:
        super().__init__(f"{source} is longer than {limit}: split it and add the pieces.")


class TimedOutError(ReadError):
    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(f"{source} took over {seconds:g} s to read: print it to a new PDF and add that.")
