"""Each command: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import resource
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest
from making import dump
from typer.testing import CliRunner

from corpus.cli import app
from corpus.watch import watch
from schemas import LISTS, Record

COMMANDS = ("extract", "ingest", "serve", "evaluate", "export", "status")


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def two(samples: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("sample_01.txt", "sample_01.json", "sample_22.txt"):
        shutil.copy(samples / name, folder)
    return folder


def test_help_answers_at_once_and_imports_nothing_heavy(root):
    # processor time, which other work on the machine does not lengthen as it does the time on the clock
    used = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-m", "corpus", "--help"], capture_output=True, cwd=root, check=True, encoding="utf-8"
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(used) < 0.4
    assert all(f" {command} " in done.stdout for command in COMMANDS)
    heavy = "import sys, corpus.cli; print(sorted({'pydantic', 'spacy', 'pandas', 'datasette', 'lxml', 'sqlite_utils', 'yaml'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", heavy], capture_output=True, cwd=root, check=True, encoding="utf-8")
    assert told.stdout.strip() == "[]"


def test_an_archive_is_opened_without_pandas_which_can_be_loaded_then(root):
    told = "import sys, corpus.archive; print('pandas' in sys.modules, 'numpy' in sys.modules); import pandas; print(pandas.array([1])[0])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=root, check=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "False", "1"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_in_english(command):
    done = run(command, "--help")
    assert done.exit_code == 0
    assert len(re.findall(r"[A-Z][a-z].*\.", done.output)) >= 2


@pytest.mark.parametrize(
    "words",
    [["nothing"], ["extract"], ["extract", "a.txt", "--format", "xml"], ["ingest", "x"], ["serve", "a.db", "--port", "-1"]],
)
def test_wrong_usage_ends_with_2(words):
    assert run(*words).exit_code == 2


def test_extract_of_one_file_prints_its_record(samples):
    done = run("extract", samples / "sample_01.txt")
    assert done.exit_code == 0
    record = Record.model_validate_json(done.stdout)
    record.check((samples / "sample_01.txt").read_text(encoding="utf-8"))
    assert record.article.title.startswith("Khối thi đua số 3")
    assert len(record.units) > 5
    assert done.stdout.startswith('{\n "article": {\n  "title"')
    assert ": null" not in done.stdout


def test_extract_of_several_prints_an_array_or_lines(two):
    array = json.loads(run("extract", two).stdout)
    lines = [json.loads(line) for line in run("extract", two, "--format", "jsonl").stdout.splitlines()]
    assert array == lines
    assert [one["path"] for one in array] == ["sample_01.txt", "sample_22.txt"]
    assert json.loads(run("extract", two / "sample_01.txt").stdout) == array[0]["record"]


def test_extract_prints_a_table(two):
    done = run("extract", two / "sample_01.txt", "--format", "table")
    assert done.exit_code == 0
    for words in (
        "Khối thi đua số 3 tỉnh Tuyên Quang",
        "Khen thưởng",
        "[đề nghị]",
        "Sở Tài chính",
        "1.246.000.000.000 VND",
        "1187/QĐ-UBND",
    ):
        assert words in done.stdout


def test_extract_prints_one_page_and_refuses_two(two):
    done = run("extract", two / "sample_01.txt", "--format", "html")
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.count("</html>") == 1
    refused = run("extract", two, "--format", "html")
    assert refused.exit_code == 2
    assert "--out" in refused.output
    assert "<html" not in refused.stdout


@pytest.mark.parametrize(("form", "ending"), [("json", ".json"), ("jsonl", ".jsonl"), ("html", ".html")])
def test_extract_writes_one_file_an_article(two, tmp_path, form, ending):
    out = tmp_path / "a" / "b"
    done = run("extract", two, "--format", form, "--out", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"khenthuong: 2 articles written to {out}, 0 failed\n"
    assert sorted(path.name for path in out.iterdir()) == [f"sample_01{ending}", f"sample_22{ending}"]
    again = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run("extract", two, "--format", form, "--out", out).exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == again
    if form == "json":
        Record.model_validate_json((out / "sample_01.json").read_bytes())


def test_a_table_is_not_written_to_files(two, tmp_path):
    assert run("extract", two, "--format", "table", "--out", tmp_path / "o").exit_code == 2
    assert not (tmp_path / "o").exists()


def test_two_inputs_of_one_name_do_not_write_over_each_other(two, tmp_path):
    (two / "x").mkdir()
    (two / "x" / "SAMPLE_01.md").write_text("Sở Nội vụ tỉnh Nam Định tổ chức hội nghị.", encoding="utf-8")
    done = run("extract", two, "--out", tmp_path / "o")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"khenthuong: {two}/x/SAMPLE_01.md: SAMPLE_01.json is taken by {two}/sample_01.txt in this run; extract it into another folder",
        f"khenthuong: 2 articles written to {tmp_path / 'o'}, 1 failed",
    ]
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["sample_01.json", "sample_22.json"]
    assert "Khối thi đua" in (tmp_path / "o" / "sample_01.json").read_text(encoding="utf-8")


def test_a_page_is_not_written_over_the_page_it_was_read_from(tmp_path):
    page = tmp_path / "bai.html"
    shutil.copy(Path(__file__).parent / "pages" / "news_modern.html", page)
    before = page.read_bytes()
    done = run("extract", page, "--format", "html", "--out", tmp_path)
    assert done.exit_code == 1
    assert "written over" in done.output
    assert page.read_bytes() == before


def test_a_saved_page_is_extracted_with_what_it_tells_of_itself():
    done = run("extract", Path(__file__).parent / "pages" / "news_modern.html")
    record = Record.model_validate_json(done.stdout)
    assert (record.article.published_on, record.article.source) == ("2021-02-26", "Báo Sức khỏe Phương Nam")
    assert record.article.author
    assert {event.date for event in record.events} == {"2021-02-26"}


def test_version_is_that_of_the_package():
    done = run("--version")
    assert (done.exit_code, done.stdout) == (0, f"khenthuong {metadata.version('khenthuong')}\n")


AWARDED = "Hội nghị đề nghị tặng Giấy khen cho bà Lê Thị Na."


@pytest.fixture
def awarded(tmp_path: Path) -> Path:
    path = tmp_path / "bai.txt"
    path.write_text(AWARDED, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", [(), ("--format", "table")])
def test_explain_tells_each_fact_in_words(awarded, form):
    done = run("extract", awarded, "--explain", *form)
    assert done.exit_code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    at = lines.index("1. Giấy khen [đề nghị / proposed] — Đối tượng: Lê Thị Na")
    assert lines[at - 2] == "KHEN THƯỞNG / awards (1)"
    assert lines[at + 1] == "Nguyên văn / words: “Giấy khen” 22–31, “Lê Thị Na” 39–48"
    of = lines[at : lines.index("NGƯỜI KHÁC / people (1)")]
    for words in (
        "· từ quyết định trạng thái / words that decide the status: “đề nghị” 9–16 [status.cue; guidelines: awards]",
        "· extract/lexicon/award_bases.csv: giấy khen",
        "· extract/lexicon/status_cues.csv: đề nghị (proposed, before)",
        "· Trạng thái / status: “đề nghị” 9–16",
    ):
        assert words in of
    assert re.search(
        r"^Độ tin cậy / confidence: 0,\d+ — người đứng sau khen thưởng / person behind the award: \d+/\d+ đúng", of[-2]
    )


def test_explain_tells_words_read_by_their_shape(tmp_path):
    (tmp_path / "a.txt").write_text("Công an tỉnh khen PC45.", encoding="utf-8")
    assert "không có mục nào, chỉ theo hình dạng / no entry, by shape only" in run("extract", tmp_path, "--explain").stdout


def test_explain_tells_many_places_in_few_words(tmp_path):
    (tmp_path / "a.txt").write_text("Sở Y tế họp. " * 9, encoding="utf-8")
    told = run("extract", tmp_path, "--explain").stdout
    assert "“Sở Y tế” 26–33 và 6 chỗ nữa / 6 more" in told
    assert told.count("[unit.head;") == 1


def test_explain_is_data_beside_the_record(awarded):
    plain = json.loads(run("extract", awarded).stdout)
    told = json.loads(run("extract", awarded, "--explain", "--format", "json").stdout)
    why = told.pop("explain")
    assert told == plain
    assert [rule["code"] for rule in why["awards"][0]["readings"][0]["rules"]] == ["award.base", "status.cue"]
    assert {name: len(facts) for name, facts in why.items()} == {n: len(plain[n]) for n in LISTS if plain[n]}


def test_explain_of_several_is_beside_each_record(two, tmp_path):
    array = json.loads(run("extract", two, "--explain", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("extract", two, "--explain", "--format", "jsonl").stdout.splitlines()]
    assert array == lines
    assert [sorted(one) for one in array] == [["explain", "path", "record"]] * 2
    assert all(Record.model_validate(one["record"]).units for one in array)
    out = tmp_path / "o"
    assert run("extract", two, "--explain", "--out", out).exit_code == 0
    written = json.loads((out / "sample_01.json").read_text(encoding="utf-8"))
    assert written.pop("explain") == array[0]["explain"]
    assert written == array[0]["record"]
    assert run("extract", two, "--explain").stdout.count("KHEN THƯỞNG / awards") == 2


def test_explain_has_no_page(awarded):
    done = run("extract", awarded, "--explain", "--format", "html")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "a page holds no explanations" in " ".join(done.stderr.split())


HOSTILE = "\x1b[31m", "\x07", "\x7f", "\x9b2J", "\u202e"


@pytest.mark.parametrize(
    "words", [("--format", "table"), ("--explain",), ("--explain", "--format", "json"), ("--format", "html")]
)
def test_no_control_character_of_an_article_reaches_the_terminal(tmp_path, monkeypatch, words):
    from corpus import extracting
    from corpus.article import Article

    text = f"Bài {''.join(HOSTILE)} lạ\n\nHội nghị đề nghị tặng Giấy khen {''.join(HOSTILE)} cho bà Lê Thị Na và nhóm “{HOSTILE[0]}Dạy tốt”."
    text += f" Phong trào thi đua “Dạy {''.join(HOSTILE)} tốt” lan rộng trong các trường học của tỉnh nhà, được nhiều người hưởng ứng."
    monkeypatch.setattr(extracting, "articles_in", lambda path: [Article(path=f"{HOSTILE[0]}bai.txt", text=text, original=b"-")])
    (tmp_path / "bai.txt").write_text("x", encoding="utf-8")
    done = run("extract", tmp_path / "bai.txt", *words)
    assert done.exit_code == 0, done.output
    assert "Dạy" in done.stdout
    assert [c for c in HOSTILE if c[0] in done.stdout] == []
    if "json" in words:
        assert text[slice(*_title(json.loads(done.stdout)))] == f"Dạy {''.join(HOSTILE)} tốt"


def _title(record: dict[str, list[dict[str, list[dict[str, int]]]]]) -> tuple[int, int]:
    mention = record["themes"][0]["mentions"][0]
    return mention["start"], mention["end"]


def test_extracted_files_are_what_the_scorer_reads(shared, samples, tmp_path):
    assert run("extract", samples, "--out", tmp_path / "o").exit_code == 0
    score = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(samples), "--pred", str(tmp_path / "o")]
    theirs = subprocess.run(score, capture_output=True, check=True, encoding="utf-8").stdout
    assert run("evaluate", "--gold", samples).stdout == theirs


def test_evaluate_lists_misses_and_false_alarms(tmp_path):
    (tmp_path / "a.txt").write_text("Hội nghị do Sở Y tế tỉnh Nam Định tổ chức.", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"units": [{"name": "Sở Nội vụ"}, {"name": "Sở Công Thương"}]}', encoding="utf-8")
    lines = run("evaluate", "--gold", tmp_path, "--errors").stdout.splitlines()
    missed = [line for line in lines if line.startswith("a units - ")]
    assert missed == ['a units - {"name": "Sở Công Thương"}', 'a units - {"name": "Sở Nội vụ"}']
    assert any(line.startswith("a units + ") and "Sở Y tế" in line for line in lines)
    assert "1 articles" in lines
    assert "- {" not in run("evaluate", "--gold", tmp_path).stdout


def test_ingest_accounts_for_every_file_and_can_be_repeated(two, tmp_path):
    shutil.copy(two / "sample_01.txt", two / "copy.txt")
    (two / "empty.txt").write_bytes(b"")
    first = run("ingest", two, "--archive", tmp_path / "a.db")
    assert first.exit_code == 1
    assert first.stdout == "4 in = 2 stored + 1 duplicate + 1 failed\n1 file of another kind was left out (.json 1)\n"
    assert len(first.stderr.splitlines()) == 1
    assert re.match(r"khenthuong: in/empty.txt: the file is empty: .*", first.stderr)
    (two / "empty.txt").unlink()
    again = run("ingest", two, "--archive", tmp_path / "a.db")
    assert (again.exit_code, again.stdout.splitlines()[0]) == (0, "3 in = 0 stored + 3 duplicate + 0 failed")


def test_ingest_shows_a_bar_on_a_terminal_only(root, two, tmp_path):
    words = [sys.executable, "-m", "corpus", "ingest", str(two), "--archive", str(tmp_path / "a.db")]
    theirs, ours = pty.openpty()
    told = subprocess.run(words, stdout=subprocess.PIPE, stderr=ours, cwd=root, check=True, env={**os.environ, "TERM": "xterm"})
    os.close(ours)
    shown = b""
    while True:
        try:
            part = os.read(theirs, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(theirs)
    assert b"articles/s" in shown
    assert b"2/2" in shown
    assert b"0 failed" in shown
    assert told.stdout == b"2 in = 2 stored + 0 duplicate + 0 failed\n1 file of another kind was left out (.json 1)\n"


def test_status_tells_rows_runs_and_failures(two, tmp_path):
    (two / "empty.txt").write_bytes(b"")
    run("ingest", two, "--archive", tmp_path / "a.db")
    told = run("status", tmp_path / "a.db").stdout
    assert re.search(r"^articles +2$", told, re.M)
    assert "3 in = 2 stored + 0 duplicate + 1 failed" in told
    assert "\n1 failures (1 read)\nin/empty.txt: read: the file is empty" in told


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_export_writes_every_table(archive, tmp_path, form):
    done = run("export", archive, "--format", form, "--out", tmp_path / "o")
    assert done.exit_code == 0
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert {path.stem for path in paths} >= {"articles", "awards", "amounts", "units", "mentions"}
    assert all(path.is_file() for path in paths)
    assert (tmp_path / "o" / f"awards.{form}").stat().st_size > 1000
    if form == "csv":
        rows = list(csv.DictReader((tmp_path / "o" / "articles.csv").open(encoding="utf-8-sig")))
        assert len(rows) == 24


def test_serve_answers_on_this_machine(archive, root):
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "corpus", "serve", str(archive), "--port", str(port)]
    server = subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    stop = threading.Timer(60, server.kill)
    stop.start()
    try:
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline().decode()
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    assert "thi đua" in answer.read().decode()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not answer")
    finally:
        stop.cancel()
        server.terminate()
        server.wait(20)
        server.stdout.close()


def test_output_is_utf8_whatever_the_terminal_says(root, samples):
    words = [sys.executable, "-m", "corpus", "extract", str(samples / "sample_01.txt")]
    done = subprocess.run(
        words, capture_output=True, cwd=root, check=True, env={**os.environ, "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    )
    assert "Khối thi đua số 3" in done.stdout.decode("utf-8")


def test_an_interrupted_run_says_how_to_go_on(two, tmp_path, monkeypatch):
    import extract

    def interrupted(*_: object, **__: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(extract, "read", interrupted)
    done = run("ingest", two, "--archive", tmp_path / "a.db")
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr == "khenthuong: interrupted; the same command again does what is left\n"
    assert "  0 in = 0 stored + 0 duplicate + 0 failed, interrupted" in run("status", tmp_path / "a.db").stdout


def test_reading_anew_and_trying_again(two, tmp_path):
    archive = tmp_path / "a.db"
    (two / "hong.txt").write_text("một hai ba " * 2000, encoding="utf-8")
    run("ingest", two, "--archive", archive, "--limit", "text=10000")
    told = run("status", archive).stdout
    assert "\n1 failures (1 read)\n" in told
    again = run("retry", "--archive", archive, "--limit", "text=1MB")
    assert (again.exit_code, again.stdout) == (0, "1 in = 1 stored + 0 duplicate + 0 failed\n")
    assert run("reextract", "--archive", archive).stdout == "0 in = 0 stored + 0 duplicate + 0 failed\n"
    told = run("reextract", "--archive", archive, "--all", "--where", "path like '%hong.txt'")
    assert (told.exit_code, told.stdout) == (0, "1 in = 1 stored + 0 duplicate + 0 failed\n")
    wrong = run("reextract", "--archive", archive, "--where", "khong_co")
    assert wrong.exit_code == 1
    assert "no such column: khong_co; give a condition" in wrong.stderr
    wrong = run("ingest", two, "--archive", archive, "--limit", "texts=5")
    assert wrong.exit_code == 1
    assert "NAME one of file, text" in wrong.stderr


def test_a_watched_folder_is_taken_in_as_it_would_be_whole(two, tmp_path, monkeypatch):
    rounds = iter(range(8))

    def rest(_: float) -> None:
        if (now := next(rounds, None)) is None:
            raise KeyboardInterrupt
        if now == 3:
            deep = two / "sau"
            deep.mkdir()
            (deep / "moi.txt").write_text("Sở Y tế tổ chức hội nghị tổng kết.", encoding="utf-8")

    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("corpus.watch.watch", partial(watch, sleep=rest, clock=lambda: next(clock)))
    done = run("ingest", two, "--archive", tmp_path / "a.db", "--watch")
    assert done.stdout == "2 in = 2 stored + 0 duplicate + 0 failed\n1 in = 1 stored + 0 duplicate + 0 failed\n"
    assert run("ingest", two, "--archive", tmp_path / "b.db").exit_code == 0
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")
    wrong = run("ingest", two / "sau" / "moi.txt", "--archive", tmp_path / "a.db", "--watch")
    assert wrong.exit_code == 1
    assert "folder" in wrong.stderr
