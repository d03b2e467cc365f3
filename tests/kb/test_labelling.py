"""The alarm's model: merged into the copy of the known embedding model, opened, and what it makes of a message."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from safetensors.numpy import save_file

from kb.errors import ModelMissing
from kb.models.adapted import ALARM, checked_folder
from kb.models.adapting import adapt_copy
from kb.models.copy import ONNX_FILE, copy_folder
from kb.models.errors import BlankText, ModelUnsuitable
from kb.models.labelling import AlarmLabeller
from kb.models.linear import floats_by_bias
from kb.models.onnx import OnnxEmbedder
from kb.models.verdicts import Verdicts
from tests.kb.models_at_hand import minilm, minilm_copies

HASHES = Verdicts(None)
LAYER = "encoder.layer.5.output.dense"
BIAS = f"model.0.model.{LAYER}.bias"
MOST = 256


@pytest.fixture(scope="module")
def copy() -> Path:
    return copy_folder(minilm_copies(), minilm().sha256)


def an_adapter(folder: Path, size: float = 0.0, layer: str = LAYER, labels: str = "urgent emergency") -> Path:
    file = folder / "adapter.safetensors"
    save_file(
        {
            f"{layer}.down": np.full((2, 1536), 0.5, np.float16),
            f"{layer}.up": np.full((384, 2), size, np.float16),
            "head.weight": np.eye(2, 384, dtype=np.float32),
            "head.bias": np.array([0.5, -0.5], np.float32),
        },
        file,
        metadata={"labels": labels},
    )
    return file


def weight(file: Path) -> np.ndarray:
    model = onnx.load(file)
    stored = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    found: np.ndarray = stored[floats_by_bias(model)[BIAS]]
    return found


def test_every_linear_layer_of_the_copy_is_found_by_its_bias(copy: Path) -> None:
    assert len([name for name in floats_by_bias(onnx.load(copy / ONNX_FILE)) if "encoder" in name]) == 6 * 6


def test_a_change_is_added_to_the_weight_it_belongs_to(tmp_path: Path, copy: Path) -> None:
    made = adapt_copy(copy, "a" * 64, tmp_path / "models", HASHES, an_adapter(tmp_path, size=0.25))
    assert weight(made / ONNX_FILE) - weight(copy / ONNX_FILE) == pytest.approx(
        np.full((1536, 384), 0.25), abs=1e-5
    )


def test_the_last_layer_reads_the_vector_of_a_copy_that_nothing_changed(tmp_path: Path, copy: Path) -> None:
    adapter = an_adapter(tmp_path)
    made = adapt_copy(copy, "a" * 64, tmp_path / "models", HASHES, adapter)
    vector = OnnxEmbedder.open(copy).embed(["Spasms in runs."])[0]
    read = AlarmLabeller.open(made, adapter, MOST).read("Spasms in runs.")
    assert read["urgent"] == pytest.approx(vector[0] + 0.5, abs=1e-3)
    assert read["emergency"] == pytest.approx(vector[1] - 0.5, abs=1e-3)


def test_a_copy_that_is_missing_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"alarm model is missing; .*--repair"):
        checked_folder(tmp_path / "models", "a" * 64, ALARM, HASHES)


def test_an_adapter_of_another_model_or_without_labels_is_refused(tmp_path: Path, copy: Path) -> None:
    with pytest.raises(ModelUnsuitable, match="not for this model"):
        adapt_copy(copy, "a" * 64, tmp_path / "models", HASHES, an_adapter(tmp_path, layer="other"))
    adapter = an_adapter(tmp_path, labels="urgent")
    made = adapt_copy(copy, "a" * 64, tmp_path / "models", HASHES, adapter)
    with pytest.raises(ModelUnsuitable, match="does not say what its numbers mean"):
        AlarmLabeller.open(made, adapter, MOST)


def test_a_blank_text_is_refused_and_a_long_one_is_cut(tmp_path: Path, copy: Path) -> None:
    adapter = an_adapter(tmp_path)
    labeller = AlarmLabeller.open(
        adapt_copy(copy, "a" * 64, tmp_path / "models", HASHES, adapter), adapter, MOST
    )
    with pytest.raises(BlankText):
        labeller.read(" ")
    assert labeller.room == MOST - 2
    assert labeller.read("spasm " * 400) == labeller.read("spasm " * 300)


@pytest.fixture(scope="module")
def alarm(tmp_path_factory: pytest.TempPathFactory, copy: Path) -> AlarmLabeller:
    models = tmp_path_factory.mktemp("alarm")
    return AlarmLabeller.open(adapt_copy(copy, "a" * 64, models, HASHES, ALARM), ALARM, MOST)


@pytest.mark.parametrize(
    "message",
    [
        "hes gone floppy and I cant get him to wake up, 5 months",
        "Since lunch my mum's mouth hangs on one side and her words come out as mush",
        "She keeps folding in half like a penknife every time she wakes, seven or eight in a row. 6 months old.",
        "Jab in my cheek on Monday and tonight water goes down the wrong way every time I drink",
    ],
)
def test_the_alarm_of_this_product_hears_what_is_urgent(alarm: AlarmLabeller, message: str) -> None:
    assert alarm.read(message)["urgent"] > 0


@pytest.mark.parametrize(
    "message",
    [
        "How long do botulinum toxin injections last in hemifacial spasm?",
        "What is the difference between a seizure and a spasm? I am a nursing student.",
        "My son had infantile spasms in 2009 and starts university this autumn. Does he have to tell them?",
        "Is a fit bill the same as a fit note? My boss wants one.",
    ],
)
def test_the_alarm_of_this_product_leaves_calm_questions_alone(alarm: AlarmLabeller, message: str) -> None:
    assert alarm.read(message)["urgent"] < 0
