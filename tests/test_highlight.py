"""The page of one article: every fact marked, facts and words linked both ways, nothing from elsewhere, hostile text harmless."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.highlight import ORDER, body, page
from corpus.telling import details, name
from schemas import LISTS, Amount, ArticleInfo, Award, Document, Fact, Mention, Record, Unit

VOID = {"meta", "br", "img", "link", "input", "hr"}


def said(text: str, quote: str, part: str = "name", at: int = 0) -> Mention:
    start = text.index(quote, at)
    return Mention(start=start, end=start + len(quote), quote=quote, part=part)


def record_of_gold(text: str, gold: dict) -> Record:
    """A record of the gold facts whose first told field stands in the text."""
    found: dict[str, list[Fact]] = {}
    for list_, model in LISTS.items():
        for fact in gold.get(list_, []):
            cells = {
                k: (v[0] if isinstance(v, list) and v and isinstance(v[0], str) and k != "roles" else v) for k, v in fact.items()
            }
            cells = {k: v for k, v in cells.items() if k in model.model_fields and v is not None}
            variants = next(iter(fact.values()))
            if list_ == "officials":
                cells["posts"] = [{k: v[0] if isinstance(v, list) else v for k, v in p.items()} for p in fact["posts"]]
            if list_ == "amounts":
                continue
            quote = next((v for v in (variants if isinstance(variants, list) else [variants]) if v in text), None)
            if quote:
                cells["mentions"] = [said(text, quote)]
                if fact.get("recipient") and isinstance(fact["recipient"], str) and fact["recipient"] in text:
                    cells["mentions"].append(said(text, fact["recipient"], "recipient"))
                found.setdefault(list_, []).append(model.model_validate(cells))
    return Record(**found)


def article(text: str, **more: object) -> Article:
    return Article(path="tin/bai.txt", text=text, original=text.encode(), **more)


class Page(HTMLParser):
    """Checks that tags are balanced, and gathers text, ids and links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: dict[str, str] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(told)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in self.open[-1:]:
            self.words[tag] = self.words.get(tag, "") + data


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.fixture(scope="module", params=["sample_01", "sample_05", "sample_12", "sample_20"])
def told(request, samples: Path):
    text = (samples / f"{request.param}.txt").read_text(encoding="utf-8")
    gold = json.loads((samples / f"{request.param}.json").read_text(encoding="utf-8"))
    return text, record_of_gold(text, gold)


def test_the_text_is_unchanged_under_its_marks(told):
    text, record = told
    assert sum(len(getattr(record, list_)) for list_ in LISTS) > 20
    assert plain(body(text, record)) == text


def test_every_fact_and_mention_has_its_anchor_once_and_every_link_leads_somewhere(told):
    text, record = told
    seen = Page(page(article(text), record))
    assert len(seen.ids) == len(set(seen.ids))
    expected = {f"f-{list_}-{i}" for list_ in ORDER for i, _ in enumerate(getattr(record, list_))}
    expected |= {
        f"m-{list_}-{i}-{j}" for list_ in ORDER for i, f in enumerate(getattr(record, list_)) for j, _ in enumerate(f.mentions)
    }
    assert expected <= set(seen.ids)
    assert {link.removeprefix("#") for link in seen.links} <= set(seen.ids)
    assert {anchor for anchor in expected if anchor.startswith("m-")} <= {link.removeprefix("#") for link in seen.links}


def test_every_list_of_the_record_has_its_place():
    assert set(ORDER) == set(LISTS)


def test_crossing_mentions_are_cut_and_both_stay_marked():
    text = "Cờ thi đua của Chính phủ tặng Sở"
    a = Award(award="Cờ thi đua", status="conferred", mentions=[said(text, "Cờ thi đua của Chính")])
    b = Unit(name="Chính phủ", mentions=[said(text, "của Chính phủ")])
    html = body(text, Record(awards=[a], units=[b]))
    assert plain(html) == text
    Page(html)
    marked = {kind: "".join(t for k, t in _pieces(html) if kind in k) for kind in ("awards", "units")}
    assert marked == {"awards": "Cờ thi đua của Chính", "units": "của Chính phủ"}
    assert html.count('id="m-units-0-0"') == html.count('id="m-awards-0-0"') == 1


def test_the_same_words_in_two_facts_lead_to_the_one_they_name():
    text = "Cờ cho Sở Y tế"
    award = Award(award="Cờ", status="past", mentions=[said(text, "Cờ", "award"), said(text, "Sở Y tế", "recipient")])
    unit = Unit(name="Sở Y tế", mentions=[said(text, "Sở Y tế")])
    html = body(text, Record(awards=[award], units=[unit]))
    assert '<a href="#f-units-0">Sở Y tế</a></span></span>' in html


def _pieces(html: str) -> list[tuple[tuple[str, ...], str]]:
    """(kinds that mark it, words) of each piece of text."""
    out: list[tuple[tuple[str, ...], str]] = []
    stack: list[str] = []
    for tag, kind, words in re.findall(r'<(span|/span)(?: class="m k-(\w+)")?[^>]*>|([^<>]+)(?=<|$)', html):
        if words:
            out.append((tuple(stack), unescape(words)))
        elif tag == "span":
            stack.append(kind)
        else:
            stack.pop()
    return out


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12), st.sampled_from(["units", "awards", "people"])), max_size=8))
def test_any_mentions_at_all_mark_exactly_their_words(spans):
    text = "Đi<&>\"ê'ơ \n|z"
    made: dict[str, list[Fact]] = {}
    for start, length, list_ in spans:
        end = min(start + length, len(text))
        mention = [Mention(start=start, end=end, quote=text[start:end])]
        cells = {"award": "x", "status": "past"} if list_ == "awards" else {"name": "x"}
        made.setdefault(list_, []).append(LISTS[list_].model_validate({**cells, "mentions": mention}))
    html = body(text, Record(**made))
    assert plain(html) == text
    Page(html)
    at = 0
    for kinds, words in _pieces(html):
        for i in range(at, at + len(words)):
            over = {list_ for list_, facts in made.items() for f in facts for m in f.mentions if m.start <= i < m.end}
            assert set(kinds) == over
        at += len(words)
    assert at == len(text)


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'><svg/onload=alert(3)> javascript:alert(4) &lt;b&gt; ]]> --> ${7*7} {{7*7}}"


def test_hostile_text_stays_text():
    text = f"{HOSTILE}\nSở {HOSTILE}"
    facts = Record(
        article=ArticleInfo(title=HOSTILE, author=HOSTILE, source=HOSTILE),
        units=[
            Unit(
                name=HOSTILE,
                variants=[HOSTILE],
                kind=HOSTILE,
                mentions=[said(text, HOSTILE, "name"), said(text, HOSTILE, "<b>", 5)],
            )
        ],
        awards=[
            Award(
                award=HOSTILE,
                recipient=HOSTILE + "x",
                status="proposed",
                cue=HOSTILE,
                grantor=HOSTILE + "y",
                mentions=[said(text, "img src=x")],
            )
        ],
        documents=[Document(kind=HOSTILE, number=HOSTILE, mentions=[said(text, "onerror=alert(2)>")])],
    )
    one = Article(path=f"{HOSTILE}.txt", text=text, original=b"")
    seen = Page(page(one, facts))
    assert seen.tags.isdisjoint({"script", "img", "svg", "iframe", "object", "b<"})
    assert not {a for a in seen.attributes if a.startswith("on")}
    assert "src" not in seen.attributes
    assert all(link.startswith("#") for link in seen.links)
    assert plain(body(text, facts)) == text


def test_the_page_asks_for_nothing_from_elsewhere(told):
    text, record = told
    html = page(article(text), record)
    assert not re.search(r"https?://|url\(|@import|src=|<link|<script", html)
    assert "default-src 'none'" in html


def test_a_mention_that_does_not_stand_there_is_refused():
    with pytest.raises(ValueError, match="does not stand at"):
        body("Sở Y tế", Record(units=[Unit(name="x", mentions=[Mention(start=0, end=2, quote="Bộ")])]))


def test_facts_are_told_in_vietnamese_with_english_beside():
    text = "Sở trao 55.000.000 triệu đồng và Cờ cho Quỹ ngày 5/3"
    record = Record(
        amounts=[
            Amount(
                value=55000000,
                literal=55000000000000,
                flags=["unit_repeated"],
                per="suất",
                confidence=0.4,
                mentions=[said(text, "55.000.000 triệu đồng")],
            )
        ],
        awards=[
            Award(award="Cờ", status="proposed", year="2016", count=4, cue="trao", recipient="Quỹ", mentions=[said(text, "Cờ")])
        ],
    )
    html = page(article(text), record)
    assert "55.000.000 VND" in html
    assert "55.000.000.000.000" in html
    assert "40%" in html
    assert 'đề nghị <span class="en" lang="en">proposed</span>' in html
    assert 'Khen thưởng <span class="en" lang="en">awards</span> <b>1</b>' in html
    assert {told["vi"]: words for told, words in details(record.awards[0])} == {
        "Đối tượng": "Quỹ",
        "Số lượng": "4",
        "Năm": "2016",
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"kind": "Quyết định", "number": "12/QĐ-BTP"}, "Quyết định 12/QĐ-BTP"),
        ({"kind": "Luật", "name": "Luật Thi đua, khen thưởng"}, "Luật Thi đua, khen thưởng"),
        ({"kind": "Nghị quyết"}, "Nghị quyết"),
    ],
)
def test_a_document_is_called_by_number_or_name(cells, expected):
    assert name(Document(**cells, mentions=[Mention(start=0, end=1, quote="x")])) == expected


def test_an_article_without_facts_says_so():
    html = page(article("Thời tiết hôm nay đẹp."), Record())
    assert "Không đọc được sự việc nào." in html
    Page(html)


def test_the_page_opens_in_a_browser_and_jumps_both_ways(told, tmp_path, chromium):
    from playwright.sync_api import sync_playwright

    text, record = told
    file = tmp_path / "page.html"
    file.write_text(page(article(f"{text}\n{HOSTILE}"), record), encoding="utf-8")
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1300, "height": 800})
        asked: list[str] = []
        wrong: list[str] = []
        tab.on("request", lambda r: asked.append(r.url))
        tab.on("console", lambda m: wrong.append(m.text))
        tab.on("dialog", lambda d: wrong.append(d.message))
        tab.goto(file.as_uri())
        tab.click("#f-units-0 a.name")
        assert tab.evaluate("document.querySelector(':target').textContent") == record.units[0].mentions[0].quote
        tab.click(":target > a, :target .m > a")
        assert tab.evaluate("document.querySelector('li:target') !== null")
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()
    assert asked == [file.as_uri()]
    assert wrong == []
