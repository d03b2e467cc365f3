"""What can go wrong with a library, named by what the reader does next.

KbError
├── LibraryMissing      make one
├── LibraryBusy         wait and run it again
├── LibraryDamaged      repair it, or restore a backup
├── LibraryTooNew       update the program
├── LibraryUnwritable   permissions or disk space
├── DocumentMissing     look at the list
├── SettingsWrong       correct the settings file
├── SplitMismatch       rebuild the library, or set the length back
├── BackupRefused       choose another file or folder
└── ModelError
    ├── ModelMissing    build the library, or install the model
    └── ModelMismatch   rebuild the library, or set the model back
"""

from __future__ import annotations

from pathlib import Path


class KbError(Exception):
    """Every message is a sentence that says what to do next."""


class LibraryMissing(KbError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no library in {folder}; make one with: python -m ingest PATH --library {folder}"
        )


class LibraryBusy(KbError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another process is writing to the library in {folder}; "
            f"wait until it has finished and run this again."
        )


class LibraryDamaged(KbError):
    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"The library in {folder} is damaged ({what}); mend it with: "
            f"python -m kb verify --repair --library {folder}"
        )


class LibraryUnreadable(LibraryDamaged):
    """The database itself is spoilt, so that only a backup or the original pages bring it back."""

    def __init__(self, folder: Path, what: str) -> None:
        KbError.__init__(
            self,
            f"The database of the library in {folder} cannot be read ({what}); move the folder "
            f"away and restore a backup with: python -m kb restore FILE --library {folder}",
        )


class LibraryTooNew(KbError):
    def __init__(self, folder: Path, found: int, known: int) -> None:
        super().__init__(
            f"The library in {folder} was made by a newer version of this program (layout {found}, "
            f"this one knows {known}); update the program, or use another folder with --library."
        )


class LibraryUnwritable(KbError):
    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"The library in {folder} cannot be opened or written ({what}); "
            f"check the folder's permissions and the free disk space."
        )


class DocumentMissing(KbError):
    def __init__(self, identity: str) -> None:
        super().__init__(f"No document has the id {identity!r}; the ids are shown by: python -m kb list")


class SettingsWrong(KbError):
    pass


class SplitMismatch(KbError):
    def __init__(self, folder: Path, built: str, named: str) -> None:
        super().__init__(
            f"The library in {folder} is split into chunks of {built} tokens, but chunk_tokens is set "
            f"to {named}; set it back, or rebuild with: python -m kb verify --repair --library {folder}"
        )


class BackupRefused(KbError):
    pass


class ModelError(KbError):
    pass


class ModelMissing(ModelError):
    pass


class ModelMismatch(ModelError):
    def __init__(self, folder: Path, built: str, named: str) -> None:
        super().__init__(
            f"The library in {folder} was built with the embedding model {built}, but the settings name "
            f"{named}; set it back, or rebuild with: python -m kb verify --repair --library {folder}"
        )
