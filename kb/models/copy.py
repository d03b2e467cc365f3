"""What is kept beside an ONNX copy of an embedding model, so that it is known what it is a copy of."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.models.errors import CopyMismatch, ModelMissing

ONNX_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
INFO_FILE = "info.json"


class CopyInfo(BaseModel):
    """`sha256` is of the source's weights, `files` are all files that decided its output, with their hashes.

    `pooling` says how token vectors became one ("mean", "cls"). The prompts stand before what is embedded,
    empty where the model has none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str
    files: tuple[tuple[str, str], ...]
    onnx_sha256: str
    tokenizer_sha256: str
    dimension: int
    max_tokens: int
    pooling: str
    question_prompt: str
    passage_prompt: str
    made_with: str

    @classmethod
    def read(cls, folder: Path) -> CopyInfo:
        """Raises ModelMissing where there is no copy, CopyMismatch where its description cannot be read."""
        try:
            return cls.model_validate_json((folder / INFO_FILE).read_text(encoding="utf-8"))
        except OSError as error:
            raise ModelMissing(
                f"The model that embeds questions is not to be had from {folder}: make it with "
                "`python -m kb verify --repair`."
            ) from error
        except (ValidationError, UnicodeDecodeError) as error:
            raise CopyMismatch(
                f"{folder / INFO_FILE} cannot be read: make it again with `python -m kb verify --repair`."
            ) from error

    def write(self, folder: Path) -> None:
        (folder / INFO_FILE).write_text(self.model_dump_json(indent=1), encoding="utf-8")


def copy_folder(models: Path, sha256: str) -> Path:
    """Where the ONNX copy of the weights with this hash stands, under the library's models folder."""
    return models / sha256[:12]
