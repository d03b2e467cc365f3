"""The models that the settings name, found, checked and opened when they are first needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import ModelError, ModelMissing
from kb.models.copy import ONNX_FILE, TOKENIZER_FILE, CopyInfo, copy_folder
from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer, max_tokens
from kb.models.verdicts import Verdicts
from kb.ports import CountTokens, Embedder, Labeller, ModelIdentity, PairScorer
from kb.settings import KNOWN_CROSS_ENCODER, KNOWN_EMBEDDING, KbSettings

if TYPE_CHECKING:
    from kb.models.embedding import TorchEmbedder

FOLDER = "models"
_VERDICTS = "hashes.json"


class InstalledModels:
    """`folder` is the library's: the ONNX copy of the embedding model is kept in it."""

    def __init__(self, folder: Path, settings: KbSettings, trust_remembered_hashes: bool = True) -> None:
        self._library = folder
        self._folder = folder / FOLDER
        self._settings = settings
        remembered = self._folder / _VERDICTS if trust_remembered_hashes and folder.is_dir() else None
        self._verdicts = Verdicts(remembered)

    def identity(self) -> ModelIdentity:
        return ModelIdentity(self._files.name, self._files.sha256)

    def count_tokens(self) -> CountTokens:
        return Tokenizer.of(self._files).count

    def builder(self) -> Embedder:
        return self._torch

    def prepare_asking(self) -> None:
        # Only building a library waits for onnx and torch.
        from kb.models.adapted import ALARM  # noqa: PLC0415
        from kb.models.adapting import adapt, adapt_copy  # noqa: PLC0415

        adapt(self._known_scorer, self._folder, self._verdicts)
        for files in dict.fromkeys((self._files, self._known_embedding)):
            if not self._copy_is_whole(files):
                from kb.models.embedding import TorchEmbedder  # noqa: PLC0415
                from kb.models.export import export  # noqa: PLC0415

                export(self._torch if files == self._files else TorchEmbedder.open(files), self._folder)
        known = self._known_embedding.sha256
        adapt_copy(copy_folder(self._folder, known), known, self._folder, self._verdicts, ALARM)

    def asker(self) -> Embedder:
        return self._asker

    def asking_folder(self) -> Path:
        return self._copy

    def scorer(self) -> PairScorer:
        return self._scorer

    def answerer(self) -> PairScorer:
        # Listing a library need not wait for ONNX Runtime.
        from kb.models.adapted import adapted_files  # noqa: PLC0415
        from kb.models.cross_encoder import CrossEncoder  # noqa: PLC0415

        return CrossEncoder.open(adapted_files(self._known_scorer, self._folder, self._verdicts))

    def alarm(self) -> Labeller:
        # As above.
        from kb.models.adapted import ALARM, checked_folder  # noqa: PLC0415
        from kb.models.labelling import AlarmLabeller  # noqa: PLC0415

        known = self._known_embedding
        folder = checked_folder(self._folder, known.sha256, ALARM, self._verdicts)
        return AlarmLabeller.open(folder, ALARM, max_tokens(known.folder))

    @cached_property
    def _asker(self) -> Embedder:
        # As above.
        from kb.models.onnx import OnnxEmbedder  # noqa: PLC0415

        if not self._copy.is_dir():
            raise ModelMissing(
                f"The library in {self._library} is not ready for questions: its ONNX copy of "
                f"{self.identity()} is missing; make it with: python -m kb verify --repair --library {self._library}"
            )
        return OnnxEmbedder.open(self._copy, verdicts=self._verdicts).for_questions()

    @cached_property
    def _scorer(self) -> PairScorer:
        # As above.
        from kb.models.cross_encoder import CrossEncoder  # noqa: PLC0415

        return CrossEncoder.open(self._scorer_files)

    @property
    def _copy(self) -> Path:
        return copy_folder(self._folder, self._files.sha256)

    def _copy_is_whole(self, files: ModelFiles) -> bool:
        copy = copy_folder(self._folder, files.sha256)
        try:
            info = CopyInfo.read(copy)
            hashes = [self._verdicts.sha256(copy / name) for name in (ONNX_FILE, TOKENIZER_FILE)]
        except (ModelError, OSError):
            return False
        return info.files == files.files and hashes == [info.onnx_sha256, info.tokenizer_sha256]

    @cached_property
    def _torch(self) -> TorchEmbedder:
        # Only building a library waits for torch.
        from kb.models.embedding import TorchEmbedder  # noqa: PLC0415

        return TorchEmbedder.open(self._files)

    @cached_property
    def _files(self) -> ModelFiles:
        settings = self._settings
        return find_model(
            settings.embedding, Role.EMBEDDING, sha256=settings.embedding_sha256, verdicts=self._verdicts
        )

    @cached_property
    def _known_embedding(self) -> ModelFiles:
        """The embedding model that the alarm changes, whatever the settings name for the rest."""
        return find_model(KNOWN_EMBEDDING, Role.EMBEDDING, verdicts=self._verdicts)

    @cached_property
    def _known_scorer(self) -> ModelFiles:
        """The cross-encoder that the adapter changes, whatever the settings name for the rest."""
        return find_model(KNOWN_CROSS_ENCODER, Role.CROSS_ENCODER, verdicts=self._verdicts)

    @cached_property
    def _scorer_files(self) -> ModelFiles:
        settings = self._settings
        return find_model(
            settings.cross_encoder,
            Role.CROSS_ENCODER,
            sha256=settings.cross_encoder_sha256,
            verdicts=self._verdicts,
        )
