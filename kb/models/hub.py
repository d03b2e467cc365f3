"""The only door to the hub: a model by "org/name[@revision]", kept on this machine after the first time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

# Its parts load when they are first used, so that a start that needs no hub does not pay for them.
import huggingface_hub

from kb.models.errors import ModelMissing

ELSE = "or set a folder or a package in the settings"


def fetch(repository: str, revision: str | None, patterns: Sequence[str], weights: Sequence[str]) -> Path:
    """The folder that holds the model's files: those that `patterns` name, one of `weights` among them.

    What is already kept is used as it stands, so that nothing is asked of the network after the first time
    and the same name goes on meaning the same files. With `HF_HUB_OFFLINE` set nothing is asked at all.
    """
    try:
        kept = _snapshot(repository, revision, patterns, local_files_only=True)
    except huggingface_hub.errors.LocalEntryNotFoundError:
        return _download(repository, revision, patterns)
    except huggingface_hub.errors.HFValidationError as error:
        raise ModelMissing(f'"{repository}" is no hub name: use "org/name", {ELSE}.') from error
    # Another program may have kept only some of the files.
    whole = any((kept / each).is_file() for each in weights)
    return kept if whole else _download(repository, revision, patterns)


def _download(repository: str, revision: str | None, patterns: Sequence[str]) -> Path:
    if huggingface_hub.constants.is_offline_mode():
        raise ModelMissing(
            f'The model "{repository}" is not on this machine and HF_HUB_OFFLINE is set: unset it once to '
            f"download the model, {ELSE}."
        )
    try:
        return _snapshot(repository, revision, patterns, local_files_only=False)
    # The HTTP library by the name it has there: importing it here would cost every start 0.2 s.
    except (huggingface_hub.errors.HTTPError, OSError) as error:  # type: ignore[attr-defined]
        raise ModelMissing(_refusal(repository, revision, error)) from error


def _refusal(repository: str, revision: str | None, error: Exception) -> str:
    if isinstance(error, huggingface_hub.errors.GatedRepoError):
        return (
            f'The model "{repository}" is for those who accept its terms: accept them on its page, log in '
            f"with `hf auth login` and try again, {ELSE}."
        )
    if isinstance(error, huggingface_hub.errors.RevisionNotFoundError):
        return f'The model "{repository}" has no revision "{revision}": correct it in the settings.'
    if isinstance(error, huggingface_hub.errors.RepositoryNotFoundError):
        return (
            f'The hub has no model "{repository}" that you may read: correct the name, log in with '
            f"`hf auth login` where it is private, {ELSE}."
        )
    return (
        f'The model "{repository}" is not on this machine and could not be downloaded '
        f"({type(error).__name__}): connect to the network once, {ELSE}."
    )


def _snapshot(
    repository: str, revision: str | None, patterns: Sequence[str], *, local_files_only: bool
) -> Path:
    found = huggingface_hub.snapshot_download(
        repository, revision=revision, allow_patterns=list(patterns), local_files_only=local_files_only
    )
    return Path(found)
