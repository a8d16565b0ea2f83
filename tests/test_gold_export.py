"""A person vouches for a whole article; such articles are exported as gold records, which the evaluation reads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from making import ask, mention
from reviewing import STORY, TEXTS, archive_of, article, fact, hand, then
from typer.testing import CliRunner

from corpus import review
from corpus.archive import Archive
from corpus.cli import app
from corpus.corrections import CorrectionError
from corpus.export import ExportError
from corpus.gold import Gold, export_gold
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.reextract import reextract
from extract.evaluate import EvaluateError, evaluate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return archive_of(tmp_path)


def checked(path: Path) -> list[str]:
    return ask(path, "select a.path from extracted e join articles a on a.id = e.article where e.checked is not null order by 1")


def again(path: Path, **changes: Any) -> None:
    """Read everything anew, by an extraction that gives the first award of each article other values."""

    def reader(one: Any) -> Any:
        found = extract_record(one)
        for award in found.awards[:1]:
            for field, value in changes.items():
                setattr(award, field, value)
        return found

    reextract(path, now=then, everything=True, reader=reader)


def errors(folder: Path) -> dict[str, tuple[int, int]]:
    """Field -> (missed, false alarms), where there are any."""
    told = evaluate(folder)
    return {name: (one.missed, one.extra) for name, one in told.items() if one.missed or one.extra}


def test_a_sample_corrected_checked_and_exported_tells_the_corrections_as_errors(samples, tmp_path):
    path, out = tmp_path / "a.db", tmp_path / "gold"
    source = samples / "sample_01.txt"
    ingest([source], path, now=then)
    text = source.read_text(encoding="utf-8")
    (told,) = ask(path, "select id from articles")
    with Archive(path) as archive:
        review.check(archive, told, hand())
    assert str(export_gold(path, out)) == "1 checked articles written"
    assert errors(out) == {}
    assert evaluate(out)["units"].hits == ask(path, "select count(*) from article_units")[0]

    status = ask(path, "select id from awards where status = 'conferred'")[0]
    wrong = ask(path, "select id from amounts")[0]
    words = mention(text, "Khối").model_dump()
    with Archive(path) as archive:
        review.change(archive, "awards", status, "status", "proposed", hand())
        review.reject(archive, "amounts", wrong, hand())
        review.add(archive, told, "themes", {"title": "Dân vận khéo", "mentions": [words]}, hand())
        assert export_gold(path, tmp_path / "none") == Gold([], 1, 1, [])
        review.check(archive, told, hand())
    export_gold(path, out)
    assert errors(out) == {"awards+status": (1, 1), "amounts": (0, 1), "themes": (1, 0)}


def test_a_gold_record_has_the_form_of_the_samples(path, tmp_path, samples):
    with Archive(path) as archive:
        review.check(archive, article(path, "a"), hand())
        record = archive.record(article(path, "a"))
    (record_file,) = (file for file in export_gold(path, tmp_path / "gold").files if file.suffix == ".json")
    assert record_file.stem == f"a-{article(path, 'a')}"
    assert (
        record_file.with_suffix(".txt").read_text(encoding="utf-8")
        == ask(path, "select text from articles where path = 'bai/a.txt'")[0]
    )
    told = json.loads(record_file.read_text(encoding="utf-8"))
    like = json.loads((samples / "sample_01.json").read_text(encoding="utf-8"))
    assert set(like) <= set(told) | {"given"}
    assert told["id"] == record_file.stem
    keys = {key for rows in told.values() if isinstance(rows, list) for row in rows for key in row}
    assert not keys & {"mentions", "confidence", "variants", "flags", "cue"}
    assert all(
        value not in (None, []) for rows in told.values() if isinstance(rows, list) for row in rows for value in row.values()
    )
    unit = next(unit for unit in record.units if unit.variants)
    assert {"name": [unit.name, *unit.variants]}.items() <= next(u for u in told["units"] if isinstance(u["name"], list)).items()
    assert told["amounts"][0]["value"] == 5_000_000


def test_the_scorer_beside_the_gold_articles_reads_the_records_too(path, tmp_path, shared):
    with Archive(path) as archive:
        for name in TEXTS:
            review.check(archive, article(path, name), hand())
    text = export_gold(path, tmp_path / "gold").files[0]
    pred = tmp_path / "pred"
    assert CliRunner().invoke(app, ["extract", str(text.parent), "--out", str(pred), "--format", "json"]).exit_code == 0
    score = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(text.parent), "--pred", str(pred), "--json"]
    figures = json.loads(subprocess.run(score, capture_output=True, text=True, check=True).stdout)
    assert figures["articles"] == 3
    assert {one["f1"] for one in figures["fields"].values() if one["gold"]} == {1.0}


def test_what_the_file_tells_beside_the_text_goes_along(tmp_path):
    page = "<html><head><title>Hội nghị</title><meta property='article:published_time' content='2018-05-06'></head><body><article><h1>Hội nghị</h1>"
    page += (
        "".join(f"<p>{part}</p>" for part in STORY.replace("5/3/2019", "5/3").replace(" năm 2018", "").split("\n\n"))
        + "</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    ingest([tmp_path / "a.html"], tmp_path / "a.db", now=then)
    assert ask(tmp_path / "a.db", "select date from events") == ["2018-03-05"]
    (told,) = ask(tmp_path / "a.db", "select id from articles")
    with Archive(tmp_path / "a.db") as archive:
        review.check(archive, told, hand())
    files = export_gold(tmp_path / "a.db", tmp_path / "gold").files
    assert errors(tmp_path / "gold") == {}
    gold = json.loads(files[1].read_text(encoding="utf-8"))
    assert gold["given"]["published_on"] == "2018-05-06"
    files[1].write_text(json.dumps(gold | {"given": {"day": 1}}), encoding="utf-8")
    with pytest.raises(EvaluateError, match="given"):
        evaluate(tmp_path / "gold")


def test_a_check_holds_until_the_facts_change_and_again_when_they_are_back(path):
    with Archive(path) as archive:
        number = review.check(archive, article(path, "a"), hand())
    assert checked(path) == ["bai/a.txt"]
    again(path)
    assert checked(path) == ["bai/a.txt"]
    again(path, confidence=0.3)  # how sure the machine is is no fact
    assert checked(path) == ["bai/a.txt"]
    again(path, grantor="Bộ Nội vụ")
    assert checked(path) == []
    again(path)
    assert checked(path) == ["bai/a.txt"]
    with Archive(path) as archive:
        review.undo(archive, number, hand())
    assert checked(path) == []
    assert ask(path, "select count(*) from extracted") == [0]


def test_what_is_changed_after_a_check_is_to_be_checked_again(path):
    with Archive(path) as archive:
        review.check(archive, article(path, "a"), hand())
        number = review.change(archive, "amounts", fact(path, "amounts", "a"), "value", 7, hand())
        assert checked(path) == []
        review.undo(archive, number, hand())
        assert checked(path) == ["bai/a.txt"]
        review.accept(archive, "amounts", fact(path, "amounts", "a"), hand())
        assert checked(path) == ["bai/a.txt"]


def test_of_two_who_checked_one_may_take_it_back(path):
    with Archive(path) as archive:
        first = review.check(archive, article(path, "a"), hand())
        review.check(archive, article(path, "a"), hand("minh"))
        review.undo(archive, first, hand())
    assert checked(path) == ["bai/a.txt"]


def test_an_article_that_is_not_there_cannot_be_checked(path):
    with Archive(path) as archive, pytest.raises(CorrectionError, match="there is none"):
        review.check(archive, "khong-co", hand())
    assert ask(path, "select count(*) from corrections") == [0]


def test_the_command_tells_what_it_left_out(path, tmp_path):
    out = tmp_path / "gold"
    out.mkdir()
    (out / "cu.json").write_text("{}", encoding="utf-8")
    with Archive(path) as archive:
        review.check(archive, article(path, "a"), hand())
        review.check(archive, article(path, "b"), hand())
        review.change(archive, "awards", fact(path, "awards", "b"), "status", "conferred", hand())
        number = review.accept(archive, "awards", fact(path, "awards", "c"), hand())
    done = CliRunner().invoke(app, ["export", str(path), "--format", "gold", "--out", str(out)])
    assert done.exit_code == 0
    assert done.stdout.split() == [str(out / f"a-{article(path, 'a')}{ending}") for ending in (".txt", ".json")]
    assert done.stderr == (
        "khenthuong: 1 checked articles written; 2 with corrections left out, since nobody vouches for the whole of them "
        "(1 of them changed after they were checked); the folder holds 1 records that are not of this export (cu.json)\n"
    )
    with Archive(path) as archive:
        review.undo(archive, number, hand())
    assert export_gold(path, out).unchecked == 1


def test_a_folder_that_cannot_be_written_is_told(path, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        export_gold(path, tmp_path / "file")
