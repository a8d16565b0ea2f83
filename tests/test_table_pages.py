"""Tables and questions: one language a page, Vietnamese alphabetical order, workbooks."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.names import order_key
from corpus.site.labels import HERE, WORDS, read_yaml
from corpus.site.language import COOKIE
from tests.making import ask
from tests.test_site import Site, gold, hostile  # noqa: F401 - fixtures

PAGES = ("/", "/kho", "/kho/awards", "/kho/flags_proposed", "/-/search?q=thi+dua", "/kho?sql=select+1", "/khong-co")


def sheet(site: Site, path: str) -> Any:
    found = site.answer(path)
    assert found.status_code == 200
    assert "attachment" in found.headers["content-disposition"]
    return openpyxl.load_workbook(io.BytesIO(found.content))


def test_every_label_is_told_in_both_languages() -> None:
    def labels(node: Any, place: str) -> None:
        if isinstance(node, dict) and "vi" in node:
            assert node.get("en"), place
            assert re.findall(r"{\w+}", str(node["vi"])) == [] or set(re.findall(r"{\w+}", node["vi"])) == set(
                re.findall(r"{\w+}", node["en"])
            ), place
        elif isinstance(node, dict):
            for key, value in node.items():
                labels(value, f"{place}.{key}")

    labels(read_yaml("labels.yaml"), "")


def test_every_word_that_the_templates_say_is_there_and_used() -> None:
    said = {
        name
        for path in (*HERE.rglob("*.html"), *HERE.rglob("*.py"))
        for name in re.findall(r"""\bsay\(\s*f?["'](\w+\.\w+)["']""", path.read_text(encoding="utf-8"))
    }
    declared = {f"{section}.{name}" for section, names in read_yaml("labels.yaml")["say"].items() for name in names}
    assert said - declared == set()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_the_language_that_was_chosen_or_that_the_browser_prefers(gold: Site, path: str) -> None:  # noqa: F811
    vi, en = WORDS.say("site.questions"), "Questions"
    for headers, told_in in (
        ({}, vi),
        ({"accept-language": "vi"}, vi),
        ({"accept-language": "en-US,en;q=0.9"}, en),
        ({"accept-language": "fr"}, vi),
        ({"accept-language": "en", "cookie": f"{COOKIE}=vi"}, vi),
        ({"cookie": f"{COOKIE}=en"}, en),
        ({"accept-language": "en;q=x", "cookie": f"{COOKIE}=<>;;=,"}, vi),
    ):
        page = gold.answer(path, headers=headers)
        assert f">{told_in}</a>" in page.text, headers
        assert f'<html lang="{"vi" if told_in == vi else "en"}">' in page.text
        assert "Accept-Language" in page.headers["vary"]


def test_the_choice_of_language_is_kept_and_leads_back(gold: Site) -> None:  # noqa: F811
    found = gold.answer("/-/language?to=en&back=/kho/awards?status=past")
    assert (found.status_code, found.headers["location"]) == (302, "/kho/awards?status=past")
    assert f"{COOKIE}=en" in found.headers["set-cookie"]
    for away in ("//example.org", "/\\example.org", "https://example.org", "", "/a%0d%0aX: y"):
        assert gold.answer(f"/-/language?to=xx&back={away}").headers["location"] == "/"
        assert "set-cookie" not in gold.answer(f"/-/language?to=xx&back={away}").headers


def test_names_stand_in_vietnamese_order(gold: Site) -> None:  # noqa: F811
    page = gold.get("/kho/units")
    assert "_sort=sort_key" in page
    names = [row["name"] for row in gold.answer("/kho/units.json?_sort=sort_key&_shape=array&_size=max").json()]
    assert names == sorted(names, key=order_key)
    assert "▲" in gold.get("/kho/units?_sort=sort_key")
    assert 'aria-sort="ascending"' in gold.get("/kho/units?_sort=sort_key")
    sql = "select distinct recipient from awards where recipient is not null order by recipient collate vi"
    found = [row["recipient"] for row in gold.answer("/kho.json", params={"sql": sql, "_shape": "array"}).json()]
    assert found == sorted(found, key=order_key)
    assert found != sorted(found)


def test_a_table_as_a_workbook_has_all_its_rows_and_tells_its_columns(gold: Site) -> None:  # noqa: F811
    (count,) = ask(gold.path, "select count(*) from article_units")
    assert count > 200
    book = sheet(gold, "/kho/article_units.xlsx")
    rows = list(book.worksheets[0].values)
    assert len(rows) == count + 1
    assert WORDS.column("article_units", "name")["vi"] in rows[0]
    assert {row[1] for row in book.worksheets[1].values} >= {"name", "year", "confidence"}
    (proposed,) = ask(gold.path, "select count(*) from awards where status = 'proposed'")
    assert sheet(gold, "/kho/awards.xlsx?status=proposed").worksheets[0].max_row == proposed + 1
    assert 'href="/kho/awards.xlsx?status=proposed' in gold.get("/kho/awards?status=proposed")


def test_dates_and_sums_are_no_text_in_a_workbook(gold: Site) -> None:  # noqa: F811
    rows = list(sheet(gold, "/kho/amounts.xlsx").worksheets[0].values)
    values = [row[rows[0].index(WORDS.column("amounts", "value")["vi"])] for row in rows[1:]]
    assert 55_000_000 in values
    rows = list(sheet(gold, "/kho/events.xlsx").worksheets[0].values)
    days = [row[rows[0].index(WORDS.column("events", "date")["vi"])] for row in rows[1:]]
    assert any(isinstance(day, datetime.date) for day in days)


def test_a_question_as_a_workbook(gold: Site) -> None:  # noqa: F811
    rows = list(sheet(gold, "/kho/recipients.xlsx?award=bang+khen&status=&year=").worksheets[0].values)
    assert len(rows) > 3
    assert "Bằng khen" in " ".join(map(str, rows[1]))
    assert list(sheet(gold, "/kho.xlsx?sql=select+1+as+a,+'=1%2B1'+as+b").worksheets[0].values)[1:] == [(1, "=1+1")]


def test_what_a_workbook_would_run_is_text(hostile: Site, tmp_path: Path) -> None:  # noqa: F811
    found = hostile.answer("/du~20lieu.xlsx", params={"sql": "select '=cmd|x' as a, char(0) || char(11) || '@x' as b"})
    book = openpyxl.load_workbook(io.BytesIO(found.content))
    first, second = next(book.worksheets[0].iter_rows(min_row=2))
    assert (first.data_type, first.value) == ("s", "=cmd|x")
    assert second.value.endswith("@x")


def test_the_editor_needs_no_script_between_the_lines(gold: Site) -> None:  # noqa: F811
    for path in ("/kho", "/kho?sql=select+1", "/kho/flags_proposed"):
        page = gold.get(path)
        assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
        assert "<style" not in page
