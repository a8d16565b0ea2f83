"""What cannot be used ends in one clear line: which file, what is wrong, what to do. The other articles are stored."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.cli import app

GOOD = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị. Ông Trần Văn Bình, Giám đốc Sở Y tế được tặng Bằng khen."
NOBODY = 65534


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf \r\n\r\n\t")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 400)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))


def word_file(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml")


def one_letter(path: Path) -> None:
    path.write_bytes(b"a" * 60_000_000)


def one_letter_below_the_limit(path: Path) -> None:
    path.write_bytes(b"a" * 5_000_000)


def broken_utf8(path: Path) -> None:
    whole = GOOD.encode()
    path.write_bytes(whole[:30] + whole[31:])


def foreign(path: Path) -> None:
    french = "Le comité a décerné à l’école élémentaire des médailles très méritées, où élèves et maîtres ont été félicités "
    path.write_text(
        (french + "pour leur générosité, l’accès à la bibliothèque réaménagée et les journées d’été. ") * 3, encoding="utf-8"
    )


def pipe(path: Path) -> None:
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("gone.txt"))


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty": (empty, "the file is empty"),
    "blank": (blank, "the file is empty"),
    "binary": (binary, "a binary file, not text"),
    "picture": (picture, "the picture is broken or cut off"),
    "word": (word_file, "the file is broken or cut off"),
    "one letter": (one_letter, "60,000,000 bytes"),
    "one letter below the limit": (one_letter_below_the_limit, "5,000,000 characters"),
    "broken utf-8": (broken_utf8, "not UTF-8 (byte "),
    "foreign": (foreign, "not Vietnamese"),
    "pipe": (pipe, "no regular file"),
    "dangling": (dangling, "cannot be read"),
    "link to itself": (link_to_itself, "cannot be read"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    (path / "a.txt").write_text(GOOD, encoding="utf-8")
    (path / "z.txt").write_text(GOOD.replace("Nam Định", "Hà Nam"), encoding="utf-8")
    return path


def articles(archive: Path) -> list[str]:
    with sqlite3.connect(archive) as link:
        return [path for (path,) in link.execute("select path from articles order by path")]


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_told_in_one_line_and_the_others_are_stored(folder, tmp_path, kind, ending):
    make, why = BAD[kind]
    make(folder / f"bad{ending}")
    if ending == ".html" and kind in ("one letter below the limit", "foreign"):
        why = "no article was found|not Vietnamese|split it into its articles"
    done = run("ingest", folder, "--archive", tmp_path / "a.db")
    assert done.exit_code == 1
    assert done.stdout == "3 in = 2 stored + 0 duplicate + 1 failed\n"
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"khenthuong: in/bad{ending}: ")
    assert re.search(why if "|" in why else re.escape(why), line)
    assert articles(tmp_path / "a.db") == ["in/a.txt", "in/z.txt"]

    out = run("extract", folder, "--out", tmp_path / "o")
    assert out.exit_code == 1
    line, closing = out.output.splitlines()
    assert line.startswith(f"khenthuong: {folder}/bad{ending}: ")
    assert closing == f"khenthuong: 2 articles written to {tmp_path / 'o'}, 1 failed"
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["a.json", "z.json"]


def test_every_bad_file_at_once_is_accounted_for_and_goes_in_once_mended(folder, tmp_path):
    for i, (make, _) in enumerate(BAD.values()):
        make(folder / f"bad{i:02}.txt")
    done = run("ingest", folder, "--archive", tmp_path / "a.db")
    assert done.stdout == f"{len(BAD) + 2} in = 2 stored + 0 duplicate + {len(BAD)} failed\n"
    assert len(done.stderr.splitlines()) == len(BAD)
    told = run("status", tmp_path / "a.db").stdout
    assert f"\n{len(BAD)} failures (" in told
    for i in range(len(BAD)):
        assert f"\nin/bad{i:02}.txt: read: " in told
        (folder / f"bad{i:02}.txt").unlink()
        (folder / f"bad{i:02}.txt").write_text(GOOD.replace("Nam Định", f"Thái Bình {i}"), encoding="utf-8")
    again = run("ingest", folder, "--archive", tmp_path / "a.db")
    assert (again.exit_code, again.stdout) == (0, f"{len(BAD) + 2} in = {len(BAD)} stored + 2 duplicate + 0 failed\n")
    assert "\n0 failures\n" in run("status", tmp_path / "a.db").stdout


@pytest.mark.parametrize(
    ("name", "why"), [("none", "no such file or folder"), ("b.json", "none of .txt"), ("bare", "no article file")]
)
def test_a_path_that_gives_nothing_is_told_and_the_others_are_stored(folder, tmp_path, name, why):
    (tmp_path / "b.json").write_text("{}")
    (tmp_path / "bare").mkdir()
    done = run("ingest", tmp_path / name, folder, "--archive", tmp_path / "a.db")
    assert (done.exit_code, done.stdout) == (1, "3 in = 2 stored + 0 duplicate + 1 failed\n")
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / name) in line
    assert why in line
    out = run("extract", tmp_path / name, folder, "--out", tmp_path / "o")
    assert out.exit_code == 1
    assert out.output.splitlines()[1:] == [f"khenthuong: 2 articles written to {tmp_path / 'o'}, 1 failed"]
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["a.json", "z.json"]


def not_sqlite(path: Path) -> None:
    path.write_text("Đây là một bài báo, không phải kho. " * 50, encoding="utf-8")


def other_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as link:
        link.execute("create table articles (id text)")


def half_sqlite(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x01" * 500)


@pytest.mark.parametrize("make", [not_sqlite, other_sqlite, half_sqlite, Path.mkdir])
@pytest.mark.parametrize("command", ["ingest", "status", "export", "serve"])
def test_an_archive_that_is_none_is_told_and_left_alone(folder, tmp_path, make, command):
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    words = {
        "ingest": ["ingest", folder, "--archive", path],
        "status": ["status", path],
        "export": ["export", path, "--out", tmp_path / "o"],
        "serve": ["serve", path, "--port", "1"],
    }
    done = run(*words[command])
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"khenthuong: {path}: ")
    assert done.stdout == ""
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("words", [["status"], ["export", "--out", "o"], ["serve"]])
def test_an_archive_that_is_not_there_is_told_and_not_made(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = run(words[0], "none.db", *words[1:])
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "khenthuong ingest" in done.stderr
    assert not (tmp_path / "none.db").exists()


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom permissions bind, since they do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def shelf(folder: Path) -> Iterator[Path]:
    """A folder that nobody may write to, in a place that everybody may reach, with articles in it and an archive."""
    path = Path(tempfile.mkdtemp(prefix="khenthuong-"))
    for article in folder.iterdir():
        shutil.copy(article, path)
    assert run("ingest", folder, "--archive", path / "a.db").exit_code == 0
    for file in path.iterdir():
        file.chmod(0o444)
    path.chmod(0o555)
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


@pytest.mark.parametrize(
    "words",
    [
        ["ingest", "{shelf}/a.txt", "--archive", "{shelf}/new.db"],
        ["ingest", "{shelf}/a.txt", "--archive", "{shelf}/a.db"],
        ["extract", "{shelf}/a.txt", "--out", "{shelf}/out"],
        ["extract", "{shelf}/a.txt", "--out", "{shelf}"],
        ["export", "{shelf}/a.db", "--out", "{shelf}/out"],
    ],
    ids=["new archive", "archive", "new folder", "folder", "export"],
)
def test_a_read_only_folder_is_told_and_stays_as_it_is(shelf, words):
    before = {path.name: path.read_bytes() for path in shelf.iterdir()}
    with unprivileged():
        done = run(*[word.format(shelf=shelf) for word in words])
    assert done.exit_code == 1
    line, *closing = done.stderr.splitlines()
    assert line.startswith(f"khenthuong: {shelf}")
    assert closing in ([], [f"khenthuong: 0 articles written to {shelf}, 1 failed"])
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == before


def test_articles_and_archives_in_a_read_only_folder_can_be_read(shelf):
    with unprivileged():
        done = run("extract", shelf)
        told = run("status", shelf / "a.db")
    assert done.exit_code == 0
    assert done.stdout.count("Sở Y tế") > 4
    assert told.exit_code == 0


def test_a_file_that_may_not_be_read_is_told_and_the_others_are_stored(shelf, tmp_path):
    shelf.chmod(0o777)
    (shelf / "m.txt").write_text(GOOD, encoding="utf-8")
    (shelf / "m.txt").chmod(0)
    with unprivileged():
        done = run("ingest", shelf, "--archive", shelf / "new.db")
    tally, left = done.stdout.splitlines()
    assert (done.exit_code, tally) == (1, "3 in = 2 stored + 0 duplicate + 1 failed")
    assert left.endswith("left out (.db 2)")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"khenthuong: {shelf.name}/m.txt: ")
    assert "Permission denied" in line


def test_a_folder_that_may_not_be_listed_is_told_and_the_others_are_stored(shelf):
    shelf.chmod(0o777)
    (shelf / "closed").mkdir()
    (shelf / "closed").chmod(0)
    with unprivileged():
        done = run("ingest", shelf, "--archive", shelf / "new.db")
    tally, left = done.stdout.splitlines()
    assert (done.exit_code, tally) == (1, "3 in = 2 stored + 0 duplicate + 1 failed")
    assert left.endswith("left out (.db 2)")
    assert f"{shelf}/closed: the folder cannot be listed (Permission denied)" in done.stderr


@pytest.mark.parametrize("out", ["file.txt", "file.txt/below"])
def test_an_out_folder_that_is_a_file_is_told(folder, tmp_path, out):
    (tmp_path / "file.txt").write_text("x")
    done = run("extract", folder, "--out", tmp_path / out)
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert str(tmp_path / out) in line
    assert (tmp_path / "file.txt").read_text() == "x"


def test_a_fault_in_the_extraction_of_one_article_does_not_lose_the_others(folder, tmp_path, monkeypatch):
    import extract

    real = extract.read

    def read(text: str, **more: object):
        if "Hà Nam" in text:
            raise ZeroDivisionError("division by zero\nat last")
        return real(text, **more)

    monkeypatch.setattr(extract, "read", read)
    done = run("extract", folder, "--out", tmp_path / "o")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"khenthuong: {folder}/z.txt: ZeroDivisionError: division by zero at last; report it with the file",
        f"khenthuong: 1 article written to {tmp_path / 'o'}, 1 failed",
    ]
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["a.json"]
    stored = run("ingest", folder, "--archive", tmp_path / "a.db")
    assert stored.stdout == "2 in = 1 stored + 0 duplicate + 1 failed\n"
    assert len(stored.stderr.splitlines()) == 1


def test_a_file_name_cannot_command_the_terminal_or_begin_a_line(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\x1b[2J\nb\u202e.txt").write_bytes(b"")
    for line in (
        run("ingest", tmp_path / "in", "--archive", tmp_path / "a.db").stderr,
        run("status", tmp_path / "a.db").stdout.partition("1 failures (1 read)\n")[2],
        run("extract", tmp_path / "in").stderr,
    ):
        assert "a�[2J b�.txt: " in line
        assert line.index("\n") == len(line) - 1


def test_a_fault_of_the_program_is_one_line_unless_its_traceback_is_asked_for(folder, tmp_path, monkeypatch):
    import corpus.export

    def export(*_: object):
        raise ZeroDivisionError("division by zero\nat last")

    assert run("ingest", folder, "--archive", tmp_path / "a.db").exit_code == 0
    monkeypatch.setattr(corpus.export, "export", export)
    words = ("export", tmp_path / "a.db", "--out", tmp_path / "o")
    done = run(*words)
    assert done.exit_code == 1
    assert done.stderr.startswith("khenthuong: ZeroDivisionError: division by zero at last; ")
    assert len(done.stderr.splitlines()) == 1
    monkeypatch.setenv("KHENTHUONG_TRACEBACK", "1")
    assert isinstance(run(*words).exception, ZeroDivisionError)
