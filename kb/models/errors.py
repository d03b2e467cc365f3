"""What can be wrong with a model's files, named by what to do next. The roots are `kb.errors`' own.

ModelError
├── ModelMissing     get it: install the package, connect once, or name another
├── ModelAltered     put the published file back, or say the new hash in the settings
├── CopyMismatch     make the ONNX copy again from the weights it belongs to
├── ModelUnsafe      choose a model whose files cannot run code
├── ModelUnsuitable  choose a model of the kind that is asked for
└── BlankText        leave out texts with no words
"""

from __future__ import annotations

from kb.errors import ModelError, ModelMissing

__all__ = [
    "BlankText",
    "CopyMismatch",
    "ModelAltered",
    "ModelError",
    "ModelMissing",
    "ModelUnsafe",
    "ModelUnsuitable",
]


class ModelAltered(ModelError):
    """A file's hash is not the one that is known or was set."""


class CopyMismatch(ModelError):
    """An ONNX copy does not go with the weights it claims to come from."""


class ModelUnsafe(ModelError):
    """Opening the model could run code that came with it."""


class ModelUnsuitable(ModelError):
    """The model is readable and is not of the kind that is needed here."""


class BlankText(ModelError, ValueError):
    """A text to embed or score holds no words."""
