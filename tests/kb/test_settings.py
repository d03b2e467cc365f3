from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kb.errors import SettingsWrong
from kb.folder import library_folder
from kb.settings import KbSettings, load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == KbSettings()


def test_only_the_rooms_own_table_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "[chatbot]\nanything = 1\n[kb]\nrrf_k = 10\n")
    assert load_settings(path) == KbSettings(rrf_k=10)


def test_a_misspelt_key_is_refused_with_the_closest_right_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="'rff_k'; did you mean 'rrf_k'"):
        load_settings(written(tmp_path, "[kb]\nrff_k = 10\n"))


def test_a_misspelt_table_is_refused_with_the_closest_right_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="'chatbott'; did you mean 'chatbot'"):
        load_settings(written(tmp_path, "[chatbott]\n"))


@pytest.mark.parametrize(
    "line", ['rrf_k = "60"', "rrf_k = 0", "rrf_k = 60.5", "chunk_tokens = 5000", "embedding_sha256 = 'abc'"]
)
def test_a_value_out_of_bounds_or_of_another_type_is_refused_by_name(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingsWrong, match=line.split(" ", maxsplit=1)[0]):
        load_settings(written(tmp_path, f"[kb]\n{line}\n"))


@pytest.mark.parametrize("text", ["[kb", "kb = 3", "\x00"])
def test_a_file_that_is_not_toml_or_not_of_tables_is_refused_in_one_sentence(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(SettingsWrong, match=r"settings\.toml"):
        load_settings(written(tmp_path, text))


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        KbSettings().rrf_k = 3


def test_the_folder_is_the_one_given_else_the_environments_else_library() -> None:
    environment = {"SEVENTH_LIBRARY": "/of/environment"}
    assert library_folder("/given", environment) == Path("/given")
    assert library_folder(None, environment) == Path("/of/environment")
    assert library_folder(None, {}) == Path.cwd() / "library"
