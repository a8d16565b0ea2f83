"""Saved pages in many layouts: title, sapo, body, day, byline, paper and captions kept apart, and nothing of what stands around."""

from __future__ import annotations

import contextlib
import io
import json
import time
from dataclasses import replace

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus import pieces
from corpus.containers import stretch
from corpus.encoding import EncodingError
from corpus.inputs import extract_record, given, read
from corpus.readers import articles_of, read_bytes, read_file, rules
from corpus.workers import Here
from tests.saved import BODY, LAST, MORE, TOLD, figures, html, page_of, told_of

WITHOUT_SAPO = {"drupal_union"}
"""Pages whose sapo looks like any paragraph: only a rule knows it."""


def test_there_is_a_page_of_each_layout():
    assert len(TOLD) == 18


@pytest.mark.parametrize("name", TOLD)
def test_a_saved_page_gives_its_article_apart_from_all_else(name):
    told, article = told_of(name), read_file(page_of(name))
    recall, foreign = figures(article, told)
    print(f"{name}: recall {recall:.3f}, foreign {foreign:.3f}, day {article.info.published_on}")
    assert recall >= 0.99
    assert foreign <= 0.03
    info = article.info
    got = {
        "title": info.title, "sapo": article.sapo, "published_on": info.published_on, "author": info.author,
        "source": info.source, "captions": list(article.captions), "url": article.url,
    }  # fmt: skip
    assert got == {key: told[key] for key in got}
    assert not [caption for caption in article.captions if caption in article.text]


@pytest.mark.parametrize("name", TOLD)
def test_pages_are_read_without_rules_too(name, monkeypatch):
    monkeypatch.setattr(rules, "site_of", lambda *_: None)
    told, article = told_of(name), read_file(page_of(name))
    recall, foreign = figures(article, told)
    assert recall >= 0.99
    assert foreign <= 0.03
    assert (article.info.title, article.info.published_on, list(article.captions)) == (
        told["title"], told["published_on"], told["captions"],
    )  # fmt: skip
    assert article.sapo == (None if name in WITHOUT_SAPO else told["sapo"])


@pytest.mark.parametrize(
    ("picture", "caption"),
    [
        ("<figure><img src=a.jpg><figcaption>Lễ trao thưởng</figcaption></figure>", "Lễ trao thưởng"),
        ("<figure><img src=a.jpg><p>Lễ trao thưởng</p></figure>", "Lễ trao thưởng"),
        ("<div class=PhotoCMS_Caption><p>Lễ trao thưởng</p></div>", "Lễ trao thưởng"),
        ("<p class=chu-thich>Lễ trao thưởng</p>", "Lễ trao thưởng"),
        ("<div class=wp-caption><img src=a.jpg><p class=wp-caption-text>Lễ trao thưởng</p></div>", "Lễ trao thưởng"),
        ("<table><tr><td><img src=a.jpg></td></tr><tr><td>Lễ trao thưởng</td></tr></table>", "Lễ trao thưởng"),
        ("<p align=center><img src=a.jpg></p><p align=center>Lễ trao thưởng</p>", "Lễ trao thưởng"),
        ("<p><img src=a.jpg></p><p><em>Lễ trao thưởng</em></p>", "Lễ trao thưởng"),
        ("<p style='text-align: center'><img src=a.jpg><br>Lễ trao thưởng</p>", "Lễ trao thưởng"),
        ("<center><img src=a.jpg><br><font size=1>Lễ trao thưởng</font></center>", "Lễ trao thưởng"),
        ("<p align=center><a href=b.jpg><img src=a.jpg></a></p><p align=center>Ảnh: Lê Thu</p>", "Ảnh: Lê Thu"),
        # what is no caption: a subheading, a line of text, an icon's cell, a link
        ("<p align=center><img src=a.jpg></p><p align=center><b>Kết quả khen thưởng</b></p>", None),
        ("<p><img src=a.jpg></p><p>Kết quả khen thưởng</p>", None),
        ("<table><tr><td>Kết quả khen thưởng</td><td><img src=/images/print.gif></td></tr></table>", None),
        ("<p align=center>Kết quả khen thưởng<img src=a.jpg></p>", None),
        ("<p><img src=icon_new.gif width=20><i>Kết quả khen thưởng</i></p>", None),
    ],
)
def test_captions_leave_the_text_and_are_kept(picture, caption):
    page = html(before="<h1>Sở Y tế tổng kết</h1>", body=f"<p>{BODY}</p>{picture}<p>{MORE}</p>")
    article = read_bytes(page, "a.html")
    assert article.captions == ((caption,) if caption else ())
    assert ("Kết quả khen thưởng" in article.text) == (caption is None)
    assert "Lễ trao thưởng" not in article.text
    assert BODY in article.text
    assert MORE in article.text


def test_a_credit_in_a_byline_is_no_caption():
    page = html(before="<h1>Sở Y tế tổng kết</h1>", body=f"<p>{BODY}</p><p>{MORE}</p><p align=right><b>Tin, ảnh: Lê Thu</b></p>")
    article = read_bytes(page, "a.html")
    assert article.text.endswith("Tin, ảnh: Lê Thu")
    assert article.captions == ()


def test_captions_of_other_articles_are_not_this_ones():
    other = "<div class=more><figure><img src=b.jpg><figcaption>Tuyến đường mới</figcaption></figure></div>"
    assert read_bytes(html(before="<h1>Sở Y tế tổng kết</h1>", after=other), "a.html").captions == ()


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        # the day is above the title, in the article's box
        ({"body": f"<p class=date>5/3/2019 08:00</p><h1>Sở Y tế tổng kết</h1><p>{BODY}</p><p>{MORE}</p>"}, "2019-03-05"),
        ({"body": f"<p>Nhân ngày 20/11/2018</p><h1>Sở Y tế tổng kết</h1><p>{BODY}</p><p>{MORE}</p>"}, None),
        # the clock of the page is not
        ({"before": "<div class=header><span class=date>20/11/2026</span></div><h1>Sở Y tế tổng kết</h1>"}, None),
        ({"before": "<div><div class=head><p class=date>20/11/2026</p></div><h1>Sở Y tế tổng kết</h1></div>"}, None),
        ({"before": "<h1>Sở Y tế tổng kết</h1><p>Hôm nay, 20/11/2026</p><p>05/03/2019 08:00</p>"}, "2019-03-05"),
        ({"before": "<h1>Sở Y tế tổng kết</h1><p>Ngày in: 20/11/2026</p>"}, None),
        # below the article only a line that says it
        ({"before": "<h1>Sở Y tế tổng kết</h1>", "after": "<p>Ngày đăng: 05/03/2019</p>"}, "2019-03-05"),
        ({"before": "<h1>Sở Y tế tổng kết</h1>", "after": "<p>Hội thi tay nghề (12/02/2019)</p>"}, None),
        ({"before": "<h1>Sở Y tế tổng kết</h1>", "after": "<p>Lần cập nhật cuối: 12/02/2020</p>"}, None),
        # properties of elements, hidden ones too
        ({"before": "<span class=hidden itemprop=datePublished content='2019-03-05T08:00:00+07:00'></span>"}, "2019-03-05"),
        ({"before": "<h1>Sở Y tế tổng kết</h1><time datetime='2019-03-05T08:00'>hôm kia</time>"}, "2019-03-05"),
        # the address, where nothing else tells
        ({"head": "<link rel=canonical href='https://a.example.vn/2019/03/05/tong-ket.html'>"}, "2019-03-05"),
        ({"head": "<link rel=canonical href='https://a.example.vn/tong-ket-20190305081500.htm'>"}, "2019-03-05"),
        ({"head": "<link rel=canonical href='https://a.example.vn/tong-ket-20190305.htm'>"}, None),
        (
            {
                "head": "<link rel=canonical href='https://a.example.vn/2019/03/05/tong-ket.html'>",
                "before": "<h1>Sở Y tế tổng kết</h1><p>6/3/2019</p>",
            },
            "2019-03-06",
        ),
        (
            {
                "after": "<div>Giấy phép số 15/GP-BC do Cục Báo chí cấp ngày 12/5/2010. Ghi rõ nguồn khi dùng lại thông tin này</div>"
            },
            None,
        ),
    ],
)
def test_the_day_is_that_of_publication(parts, day):
    article = read_bytes(html(**parts), "a.html")
    assert article.info.published_on == day
    assert "Giấy phép" not in article.text


@pytest.mark.parametrize(
    ("parts", "author", "source"),
    [
        ({"after": "<p>Tác giả: Lê Thu</p><p>Nguồn: Báo Nam Định</p>"}, "Lê Thu", "Báo Nam Định"),
        ({"after": "<p>Nguồn: https://baonamdinh.example.vn/1</p>"}, None, None),
        ({"before": "<h1>Sở Y tế tổng kết</h1><p class=author>Lê Thu</p>"}, "Lê Thu", None),
        ({"before": "<h1>Sở Y tế tổng kết</h1><p class=author>Ban Biên tập</p>"}, None, None),
        ({"head": "<meta name=author content='Sở Y tế tỉnh Nam Định'>"}, None, None),
        ({"head": "<meta name=author content='Lê Thị Thu'>"}, "Lê Thị Thu", None),
        ({"head": "<meta property=og:site_name content='Cổng Y tế'>", "after": "<p>Nguồn tin: Sở Y tế</p>"}, None, "Sở Y tế"),
    ],
)
def test_byline_and_paper_are_those_that_a_label_tells(parts, author, source):
    info = read_bytes(html(**{"before": "<h1>Sở Y tế tổng kết</h1>"} | parts), "a.html").info
    assert (info.author, info.source) == (author, source)


def test_a_title_is_not_the_name_of_the_site_or_of_a_section():
    before = "<h1>Cổng thông tin điện tử tỉnh</h1><h2>Tin tức - Sự kiện</h2><b>Sở Y tế tổng kết thi đua</b><p>5/3/2019</p>"
    page = html(head="<title>Tin tức - Cổng thông tin điện tử tỉnh</title>", before=before)
    article = read_bytes(page, "a.html")
    assert article.info.title == "Sở Y tế tổng kết thi đua"
    assert "Cổng thông tin" not in article.text
    alone = read_bytes(html(head="<title>Cổng thông tin điện tử tỉnh</title>"), "a.html")
    assert alone.info.title is None


def test_bare_text_before_the_articles_box_is_not_in_it():
    text = read_bytes(html(before="<h1>Sở Y tế tổng kết</h1>Thời tiết: mưa rào"), "a.html").text
    assert text == f"Sở Y tế tổng kết\n\n{BODY}\n\n{MORE}"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<html><frameset cols='20%,80%'><frame src=menu.htm><frame src=noidung.htm></frameset></html>", "frame"),
        ("<html><body><h1>Tin</h1><iframe src=bai.html></iframe></body></html>", "frame"),
        ("<html><body><h1>{{title}}</h1><div>{{ article.body }}</div></body></html>", "filled in"),
        ('<html><body><div id=__next></div><script id=__NEXT_DATA__>{"body": "Sở Y tế"}</script></body></html>', "script alone"),
        ("<html><body><p>Không có gì.</p></body></html>", "save the page of the article"),
    ],
)
def test_a_page_that_shows_no_article_says_what_it_is(page, why):
    with pytest.raises(EncodingError, match=rf"no article was found in the page.*{why}"):
        read_bytes(page.encode(), "a.html")


def test_a_page_for_browsers_without_scripts_and_one_with_its_text_in_json_are_read():
    shown = f"<div>Đang tải</div><noscript><h1>Sở Y tế tổng kết</h1><p>{BODY}</p><p>{MORE}</p></noscript>"
    assert MORE in read_bytes(html(body=shown), "a.html").text
    told = f'{{"@type": "NewsArticle", "headline": "Sở Y tế tổng kết", "articleBody": "{BODY}\\n{MORE}"}}'
    page = f"<html><head><script type='application/ld+json'>{told}</script></head><body><div id=app></div></body></html>"
    article = read_bytes(page.encode(), "a.html")
    assert article.text == f"Sở Y tế tổng kết\n\n{BODY}\n\n{MORE}"
    assert article.info.title == "Sở Y tế tổng kết"


def test_xhtml_with_a_declaration_is_read():
    page = f'<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Sở Y tế tổng kết</h1><p>{BODY}</p><p>{MORE}<br/></p></body></html>'
    assert read_bytes(page.encode(), "a.html").text == f"Sở Y tế tổng kết\n\n{BODY}\n\n{MORE}"


def test_the_address_is_that_of_the_page_or_of_the_browser_that_saved_it():
    saved = b"<!-- saved from url=(0031)http://soyte.example.vn/tin/5.aspx -->\n"
    assert read_bytes(saved + html(), "a.html").url == "http://soyte.example.vn/tin/5.aspx"
    (article,) = articles_of(html(), "a.html", url="http://soyte.example.vn/6")
    assert article.url == "http://soyte.example.vn/6"


TEASER = '<h3><a href="/{0}">Đơn vị số {0} tổ chức hội nghị tổng kết phong trào thi đua</a></h3><p>Sáng 5/3/2019, đơn vị số {0} tổ chức hội nghị tổng kết phong trào thi đua năm 2018 với 120 đại biểu tham dự.</p><a href="/{0}">Xem tiếp</a>'


def test_a_list_of_teasers_is_no_article():
    page = html(head="<title>Thi đua - Khen thưởng</title>", body="".join(map(TEASER.format, range(1, 9))))
    with pytest.raises(EncodingError, match="it is a list of articles"):
        read_bytes(page, "a.html")


def test_teasers_below_an_article_do_not_make_it_a_list():
    teasers = "".join(map(TEASER.format, range(1, 7)))
    page = html(
        before="<h1>Sở Y tế tổng kết</h1>", body=f"<p>{BODY}</p><p>{MORE}</p><p>{LAST}</p>" * 2, after=f"<div>{teasers}</div>"
    )
    article = read_bytes(page, "a.html")
    assert LAST in article.text
    assert "Đơn vị số" not in article.text


AROUND = f"<h1>Sở Y tế tổng kết</h1><p>{BODY}</p><p>{MORE}</p><p>{LAST}</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 10_000,
        "<table><tr><td>" * 5_000,
        "<div class='caption menu'>" * 10_000,
        "<span class=title>" * 10_000,
        "<div>chữ</div>" * 20_000,
        "<div class='caption'>chữ</div>" * 20_000,
        "<p><img src=a.jpg></p>" * 20_000,
        "<p>" + "<img src=a.jpg>" * 50_000,
        "<table><tr><td><img src=a.jpg></td></tr><tr><td>chữ</td></tr></table>" * 5_000,
        "<figure>" * 10_000 + "<img src=a.jpg>",
    ],
    ids=["deep", "tables", "named", "spans", "boxes", "captions", "pictures", "row", "framed", "figures"],
)
def test_the_time_a_page_takes_grows_with_its_size_alone(hostile):
    began = time.perf_counter()
    for part in (hostile[: len(hostile) // 2], hostile):
        with contextlib.suppress(EncodingError):  # elements too deep in each other hold nothing that could be read
            assert BODY in read_bytes(f"<meta charset=utf-8>{part}{AROUND}".encode(), "a.html").text
    assert time.perf_counter() - began < 20


def test_what_is_kept_beside_the_text_goes_through_a_batch_and_into_the_archive(tmp_path):
    page = page_of("sharepoint_ministry")
    one = given(page, "tin/bai.html")
    pieces.make("p", [one], str(tmp_path / "out"), Here(extract_record))
    ((_, found, (rowing,)),) = pieces.read("p", str(tmp_path / "out"))
    assert found == [replace(read_file(page), path="tin/bai.html")]
    told = told_of("sharepoint_ministry")
    (row,) = rowing.rows["articles"]
    assert (row["sapo"], json.loads(row["captions"])) == (told["sapo"], told["captions"])
    assert len(told["captions"]) == 2


def test_a_page_in_a_web_archive_keeps_the_address_it_was_got_from(tmp_path):
    path = tmp_path / "trang.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        told = html(head='<link rel=canonical href="http://kho.example.vn/bai">')
        for n, content in enumerate((html(), told)):
            at = f"http://soyte.example.vn/{n}"
            writer.write_record(writer.create_warc_record(at, "response", payload=io.BytesIO(content), http_headers=answer))
    urls = [read(one)[0].url for one in stretch(str(path), "trang.warc.gz")]
    assert urls == ["http://soyte.example.vn/0", "http://kho.example.vn/bai"]
