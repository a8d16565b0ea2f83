"""Rules of known sites: which page they hold for, what they find, and what is said of a file that is no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers import articles_of, read_bytes, rules
from corpus.readers.blocks import parse
from tests.saved import BODY, LAST, MORE, html

RULE = """hosts: [bao.example.vn]
title: .ten
sapo: [.khong-co, .tomtat]
body: .noidung
date: .luc
author: .nguoiviet
source: .theo
captions: .duoi-anh
drop: .chen
"""
PAGE = f"""<html><head><meta charset=utf-8><link rel=canonical href="https://m.bao.example.vn/1"></head><body>
<h1>Tin trong ngày của báo</h1><div class=ten>Sở Y tế tổng kết</div><p class=luc>Đăng hôm 5/3/2019</p><p class=tomtat>Ngành y tế tổng kết.</p>
<div class=noidung><p>{BODY}</p><p class=duoi-anh>Quang cảnh hội nghị tổng kết của ngành</p><p class=chen>{LAST}</p><p>{MORE}</p></div>
<p>{LAST}</p><p>{LAST}</p><span class=nguoiviet>Lê Thu</span><span class=theo>Nguồn: Báo Y tế</span></body></html>"""


@pytest.fixture
def ruled(tmp_path, monkeypatch):
    """Takes rules by name and uses them in place of the project's own."""

    def use(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        own = rules.sites(tmp_path)
        monkeypatch.setattr(rules, "sites", lambda: own)
        return tmp_path

    return use


def test_a_rule_tells_what_a_page_has_where(ruled):
    ruled(bao=RULE)
    article = read_bytes(PAGE.encode(), "a.html")
    assert article.text == f"Sở Y tế tổng kết\n\nĐăng hôm 5/3/2019\n\nNgành y tế tổng kết.\n\n{BODY}\n\n{MORE}"
    assert article.sapo == "Ngành y tế tổng kết."
    assert article.captions == ("Quang cảnh hội nghị tổng kết của ngành",)
    assert article.info.model_dump(exclude_none=True, exclude={"mentions"}) == {
        "title": "Sở Y tế tổng kết", "published_on": "2019-03-05", "author": "Lê Thu", "source": "Báo Y tế",
    }  # fmt: skip


def test_a_rule_that_finds_no_article_is_left_aside(ruled):
    ruled(bao=RULE.replace(".noidung", ".khac").replace(".chen", "p"))
    article = read_bytes(PAGE.encode(), "a.html")
    assert BODY in article.text
    assert MORE in article.text


def test_a_rule_for_an_element_that_stands_many_times_is_left_aside(ruled):
    ruled(bao="hosts: [bao.example.vn]\nbody: .noidung\n")
    many = f'<link rel=canonical href="http://bao.example.vn/">{"".join(f"<div class=noidung><p>{n}. {BODY}</p><p>{n}. {MORE}</p></div>" for n in range(4))}'
    text = read_bytes(html(before="<h1>Sở Y tế tổng kết</h1>", body=many), "a.html").text
    assert [f"{n}. {BODY}" in text for n in range(4)] == [True] * 4


def test_the_rule_of_the_longest_host_comes_first_and_that_of_software_last(ruled):
    ruled(
        a="marks: [div]\nbody: .khac",
        b="hosts: [example.vn]\nbody: .khac",
        c=RULE,
    )
    tree = parse(PAGE)
    assert [
        (found := rules.site_of(tree, url, rules.sites())) and found.name
        for url in ("https://m.bao.example.vn/1", "http://a.example.vn/", "http://example.vn.com/", "http://[", None)
    ] == ["c", "b", "a", "a", "a"]


@pytest.mark.parametrize(
    ("generator", "name"), [("NukeViet v4.5", "nukeviet"), ("Joomla! 1.5 - Open Source", "joomla"), ("Hand", None)]
)
def test_software_is_known_by_what_it_says_made_the_page(generator, name):
    found = rules.site_of(parse(f"<meta name=Generator content='{generator}'><p>x"), None)
    assert (found and found.name) == name


def test_items_of_a_page_are_those_a_rule_knows(ruled):
    ruled(bao="hosts: [bao.example.vn]\nbody: .noidung\nitems: .tin\n")
    items = "".join(f"<div class=tin><a href=/{n}>Đơn vị {n} trao thưởng</a><p>{n}. {BODY}</p></div>" for n in (1, 2))
    page = html(head='<link rel=canonical href="http://bao.example.vn/">', before="<h1>Trong tỉnh</h1>", body=items)
    found = articles_of(page, "a.html")
    assert [article.text for article in found] == [f"Đơn vị {n} trao thưởng\n\n{n}. {BODY}" for n in (1, 2)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hosts: [a.vn]\nbody: 'div['", "body: 'div\\['"),
        ("hosts: [a.vn]\nbody: p\ndrop: [p, 'a{']", "drop: 'a\\{'"),
        ("hosts: [http://a.vn/]\nbody: p", "hosts: 'http://a.vn/' is no host"),
        ("hosts: [A.vn]\nbody: p", "hosts: 'A.vn' is no host"),
        ("body: p", "hosts: neither"),
        ("hosts: [a.vn]", "body: it is missing"),
        ("hosts: [a.vn]\nbody: p\ntiitle: h1", "tiitle: there is no such key; the keys are hosts"),
        ("hosts: [a.vn]\nbody: 5", "body: it must be words"),
        ("hosts: [a.vn]\nbody: []", "body: it must be words"),
        ("- a\n- b", "it is no list of `key: value`"),
        ("hosts: [a.vn\nbody", "it cannot be read as YAML"),
    ],
)
def test_a_file_that_is_no_rule_is_named_with_its_key(tmp_path, text, why):
    (tmp_path / "bao.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(rules.SiteError, match=f"bao.yaml: {why}"):
        rules.sites(tmp_path)


def test_the_projects_own_rules_are_sound():
    names = {site.name for site in rules.sites()}
    assert {"nukeviet", "epicms", "vccorp", "sharepoint", "liferay", "joomla", "drupal", "wordpress"} <= names
