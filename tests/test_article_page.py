"""The page of an article: every word and fact, stable places, corrections told, the original file to keep."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from corpus import review
from corpus.archive import Archive
from corpus.review import Hand
from corpus.rows import Rowing
from corpus.site.article import disposition
from corpus.site.cells import FACTS
from schemas import LISTS
from schemas.tables import TABLES
from tests.making import article, ask, mention, record
from tests.test_site import Site, gold, hostile, hrefs, told  # noqa: F401 - fixtures

TABLES_OF = {name: table for table, name in FACTS.items()}
TEXT = "Sở Y tế tặng Bằng khen\rcho Trạm Y tế xã Hòa An.\n\nTrạm Y tế xã Hòa An họp."
HAND = Hand("lan", "2026-02-03T04:05:06", "đọc lại bản in")


@pytest.fixture
def one(tmp_path: Path) -> Site:
    """An archive of one article: two units, an award, bytes that would be a page."""
    path = tmp_path / "kho.db"
    award = {
        "award": "Bằng khen",
        "recipient": "Trạm Y tế xã Hòa An",
        "recipient_kind": "unit",
        "status": "conferred",
        "cue": "tặng",
    }
    made = record(TEXT, units=["Sở Y tế", "Trạm Y tế xã Hòa An"], awards=[award])
    bytes_ = b"<script>alert(1)</script>"
    with Archive(path) as archive, archive.transaction():
        archive.db.execute("insert into runs (id, started) values (1, '2026')")
        archive.store([Rowing(article(TEXT, "2016/Bản tin.html", original=bytes_, captions=("Ảnh: trao tặng",)), made)], 1)
    with Archive(path) as archive:
        archive.settle()
    return Site(path)


def page_of(site: Site, **more: Any) -> str:
    (key,) = site.ids("articles")
    found = site.answer(f"/kho/articles/{key}", **more)
    assert found.status_code == 200
    return str(found.text)


def text_of(page: str) -> str:
    """The words of the text, as a browser has them."""
    start = re.search(r'<div class="article-text" id="text" data-article="[0-9a-f]+" lang="vi">', page)
    assert start
    return html.unescape(re.sub(r"<[^>]+>", "", page[start.end() : page.index("</div>", start.end())]))


def test_the_article_page_holds_every_fact_and_every_word(gold: Site) -> None:  # noqa: F811
    for key in gold.ids("articles"):
        page = gold.get(f"/kho/articles/{key}")
        ids = set(re.findall(r' id="([^"]+)"', page))
        for name in LISTS:
            assert {f"{name}-{fact}" for fact in gold.ids(TABLES_OF[name], "article = ?", key)} <= ids, name
        (mentions,) = ask(gold.path, "select count(*) from mentions where article = ? and list <> 'article'", key)
        assert len([i for i in ids if re.match(r"m-[a-z]+-[0-9a-f]+-\d+$", i)]) == mentions
        legend = told(page[page.index('class="legend"') : page.index('class="reading"')])
        kinds = [name for name in LISTS if gold.ids(TABLES_OF[name], "article = ?", key)]
        assert all(TABLES[TABLES_OF[name]].vi in legend for name in kinds)
        missing = [h for h in hrefs(page) if h.startswith("#") and h[1:] not in ids]
        assert not missing, missing[:3]
        assert [text_of(page)] == ask(gold.path, "select text from articles where id = ?", key)


@pytest.mark.parametrize("table", FACTS)
def test_rows_of_facts_lead_to_their_place_in_the_article(gold: Site, table: str) -> None:  # noqa: F811
    page = gold.get(f"/kho/{table}")
    found = [href for href in hrefs(page[page.index("<tbody>") :]) if href.startswith("/kho/articles/")]
    assert len(found) == page.count("<tr>") - 1
    for href in found[:4]:
        path, anchor = href.split("#")
        assert f'id="{anchor}"' in gold.get(path)


def test_every_character_of_the_text_is_there(one: Site, hostile: Site) -> None:  # noqa: F811
    assert text_of(page_of(one)) == TEXT
    (key,) = hostile.ids("articles")
    assert [text_of(hostile.get(f"/du~20lieu/articles/{key}"))] == ask(hostile.path, "select text from articles")


def test_each_fact_tells_status_cue_confidence_and_its_link(one: Site) -> None:
    (award,) = one.ids("awards")
    page = page_of(one)
    fact = page[page.index(f'<li class="fact" id="awards-{award}" data-list="awards" data-fact="{award}"') :]
    fact = fact[: fact.index("</li>")]
    for words in ("đã trao", "Bằng khen", "Trạm Y tế xã Hòa An", "“đã trao” vì bài viết: tặng", "Độ tin cậy: 90%"):
        assert words in told(fact).replace(" :", ":"), words
    assert f'<a class="permalink" href="#awards-{award}"' in fact
    assert f'data-f="awards-{award}"' in page[: page.index('class="facts')]


def test_details_tell_how_it_was_read(one: Site) -> None:
    page = told(page_of(one))
    for words in ("2016/Bản tin.html", "utf-8", "Ảnh: trao tặng", "Đúng thể loại", "3, tức"):
        assert words in page, words


def test_the_page_speaks_english(one: Site) -> None:
    page = page_of(one, headers={"accept-language": "en"})
    assert "Download the original" in page
    assert "“conferred” because the article says" in page
    assert not re.search(r"Tải tệp|Độ tin cậy|đã trao", page)


def test_the_original_is_kept_as_it_was_and_never_shown(one: Site) -> None:
    (href,) = [href for href in hrefs(page_of(one)) if "/-/original/" in href]
    found = one.answer(href)
    assert found.status_code == 200
    assert found.content == b"<script>alert(1)</script>"
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in found.headers["content-security-policy"]
    assert (
        found.headers["content-disposition"] == "attachment; filename=\"B_n tin.html\"; filename*=UTF-8''B%E1%BA%A3n%20tin.html"
    )
    assert one.answer("/-/original/" + "0" * 64).status_code == 404
    assert one.answer("/-/original/x").status_code == 404


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('a"b\r\nset-cookie: x.txt', 'filename="a_bset-cookie_ x.txt"'),
        ("..\\..\\bí mật", 'filename="b_ m_t"'),
        ("///", 'filename="file"'),
        ("x/\u202egpj.exe", 'filename="gpj.exe"'),
    ],
)
def test_no_name_of_a_file_breaks_out_of_its_header(name: str, kept: str) -> None:
    header = disposition(name)
    assert kept in header
    assert header.isascii()
    assert header.isprintable()


def test_what_people_corrected_is_told(one: Site) -> None:
    (award,) = one.ids("awards")
    (article_,) = one.ids("articles")
    first, second = ask(one.path, "select id from article_units order by start")
    assert 'class="by by-' not in page_of(one)
    with Archive(one.path) as archive:
        accepted = review.accept(archive, "units", first, HAND)
        review.change(archive, "awards", award, "status", "proposed", HAND)
        theme = {"title": "Trạm Y tế", "mentions": [mention(TEXT, "Trạm Y tế", "title").model_dump()]}
        review.add(archive, article_, "themes", theme, HAND)
        review.reject(archive, "units", second, HAND)
    page = page_of(one)
    facts = {m[1]: told(m[0]) for m in re.finditer(r'<li class="fact" id="(\w+)-.*?</li>', page, re.DOTALL)}
    assert "đã xác nhận" in facts["units"]
    assert "đã sửa trạng thái: đã trao → đề nghị" in facts["awards"]
    assert "người đọc bổ sung" in facts["themes"]
    assert "lan, 03/02/2026: đọc lại bản in" in page
    assert "1 sự việc đọc nhầm đã bị bỏ" in page
    with Archive(one.path) as archive:
        review.undo(archive, accepted, HAND)
    assert "đã xác nhận" not in page_of(one)
