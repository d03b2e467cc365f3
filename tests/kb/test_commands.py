"""The commands as people and scripts meet them; none here needs a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.__main__ import main
from kb.rows import document_id
from tests.kb.fakes import a_document, filled

ID = document_id(a_document().location)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    old = a_document(text="An old giraffe.")
    filled(tmp_path / "library", old, a_document(), a_document("/b", "A zebra came.")).close()
    return tmp_path / "library"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_list_prints_one_array_with_a_row_for_each_document(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = printed(capsys, "list", "--json", "--library", folder)
    listed = json.loads(out)
    assert (code, err) == (0, "")
    assert {each["id"] for each in listed} == {ID, document_id("/b")}
    assert listed[0]["evidence_label"] == "Review or expert page"


def test_list_prints_a_table_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = printed(capsys, "list", "--library", folder)
    assert out.splitlines()[0].split()[:3] == ["id", "rank", "kind"]
    assert ID in out


def test_show_gives_the_whole_document_so_that_quotes_can_be_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = printed(capsys, "show", ID, "--json", "--library", folder)
    shown, document = json.loads(out), a_document()
    assert shown["text"] == document.text
    assert shown["document_sha256"] == document.text_sha256
    assert shown["bytes_sha256"] == document.bytes_sha256
    assert [part["end"] for part in shown["parts"]] == [part.end for part in document.parts]
    assert [version["active"] for version in shown["versions"]] == [False, True]


def test_show_gives_an_older_version_by_the_hash_of_its_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = a_document(text="An old giraffe.").text_sha256
    _, out, _ = printed(capsys, "show", ID, "--version", old, "--json", "--library", folder)
    assert json.loads(out)["text"] == "An old giraffe."


def test_remove_forgets_a_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "remove", ID, "--json", "--library", folder)[:2] == (
        0,
        f'{{\n "removed": "{ID}"\n}}\n',
    )
    assert printed(capsys, "show", ID, "--library", folder)[0] == 1


def test_stats_counts_what_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = printed(capsys, "stats", "--json", "--library", folder)
    stats = json.loads(out)
    assert (stats["documents"], stats["versions"], stats["pending"]) == (2, 3, 0)
    assert stats["by_kind"] == {"article": 2}


def test_backup_says_what_it_wrote(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.tar.gz"
    code, out, _ = printed(capsys, "backup", file, "--json", "--library", folder)
    assert code == 0
    assert json.loads(out)["bytes"] == file.stat().st_size


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "abc"], "python -m kb list"),
        (["remove", "abc"], "python -m kb list"),
        (["restore", "nothing.tar.gz"], "python -m kb backup"),
        (["search", "zebra"], "verify --repair"),
    ],
    ids=lambda each: str(each)[:12],
)
def test_a_failure_is_one_sentence_on_stderr_with_what_to_do_next(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = printed(capsys, *arguments, "--json", "--library", folder)
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_library_that_is_not_there_is_said_with_the_command_that_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = printed(capsys, "list", "--library", tmp_path / "none")
    assert code == 1
    assert "python -m ingest" in err


def test_a_misspelt_setting_stops_every_command_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "settings.toml").write_text("[kb]\nembeding = 'x'\n", encoding="utf-8")
    code, _, err = printed(capsys, "list", "--library", folder)
    assert code == 1
    assert "did you mean 'embedding'" in err


@pytest.mark.parametrize("arguments", [[], ["lisst"], ["show"], ["list", "--nope"]], ids=str)
def test_unusable_arguments_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    capsys.readouterr()


def test_the_library_comes_from_the_environment_where_no_option_names_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEVENTH_LIBRARY", str(folder))
    assert len(json.loads(printed(capsys, "list", "--json")[1])) == 2
