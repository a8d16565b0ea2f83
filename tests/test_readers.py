"""Files become articles: text, Markdown, web pages. The pages were made for the project around sample articles."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import ReadError
from corpus.encoding import EncodingError
from corpus.limits import Limits
from corpus.readers import article_files, read_bytes, read_file, shown
from corpus.readers.dates import first_day

PAGES = Path(__file__).parent / "pages"

# page: the sample it was made around, lines of its own that belong to the article, what its head or lines tell
MADE = {
    "portal_aspnet.html": ("sample_13", 0, {"published_on": "2017-11-28"}),
    "news_modern.html": (
        "sample_09",
        0,  # its captions are kept apart
        {"published_on": "2021-02-26", "author": "Hoàng Mai", "source": "Báo Sức khỏe Phương Nam"},
    ),
    "portal_province.html": ("sample_06", 0, {"published_on": "2006-01-10"}),
    "page_1258.htm": ("sample_15", 0, {"published_on": "2006-03-08"}),
    "hostile.html": ("sample_22", 1, {"published_on": "2021-12-16"}),
}


def lines(text: str) -> list[str]:
    return [" ".join(line.replace(" / ", " | ").split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("page", MADE)
def test_a_page_gives_its_article_and_nothing_else(page, samples):
    sample, own, told = MADE[page]
    wanted = lines((samples / f"{sample}.txt").read_text(encoding="utf-8"))
    article = read_file(PAGES / page)
    found = lines(article.text)
    missing = [line for line in wanted if line not in found]
    extra = [line for line in found if line not in wanted]
    assert missing == []
    assert len(extra) == own
    assert [line for line in found if line in wanted] == wanted
    assert article.info.model_dump(exclude_none=True, exclude={"mentions"}) == {"title": wanted[0], **told}
    assert article.text.startswith(f"{wanted[0]}\n\n{wanted[1]}\n\n{wanted[2]}")
    assert article.format == "html"
    assert article.original == (PAGES / page).read_bytes()


def test_the_address_and_encoding_of_a_page_are_kept():
    assert read_file(PAGES / "news_modern.html").url == "https://bao.example.vn/y-te/them-5-thay-thuoc-20210226.htm"
    assert read_file(PAGES / "hostile.html").url is None
    assert read_file(PAGES / "page_1258.htm").encoding == "cp1258"


def test_hidden_and_scripted_words_of_a_page_are_not_read():
    text = read_file(PAGES / "hostile.html").text
    for word in ("Giả Mạo", "Chữ giấu", "Bộ Ma", "bấm vào", "JavaScript", "onclick"):
        assert word not in text
    assert '</script><img src=x onerror=alert(6)> "nháy kép"' in text


BODY = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết công tác thi đua, khen thưởng với sự tham dự của ông Trần Văn Bình, Giám đốc Sở."
MORE = "Tại hội nghị, thừa ủy quyền của Chủ tịch UBND tỉnh, ông Trần Văn Bình đã trao Bằng khen cho 12 tập thể và 30 cá nhân có thành tích xuất sắc."


def html(head: str = "", before: str = "", after: str = "", body: str = f"<p>{BODY}</p><p>{MORE}</p>") -> bytes:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{before}<div>{body}</div>{after}</body></html>".encode()


def info(**parts: str) -> dict[str, str]:
    return read_bytes(html(**parts), "a.html").info.model_dump(exclude_none=True, exclude={"mentions"})


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ({"head": "<title>Sở Y tế tổng kết thi đua</title>"}, "Sở Y tế tổng kết thi đua"),
        ({"head": "<title>Báo Nam Định</title>", "before": "<h1>Sở Y tế tổng kết</h1>"}, "Sở Y tế tổng kết"),
        (
            {"head": "<title>Tin tức - Sở Y tế tổng kết thi đua | Báo</title>", "before": "<b>Sở Y tế tổng kết thi đua</b>"},
            "Sở Y tế tổng kết thi đua",
        ),
        ({"before": '<div class="ArticleTitle">Sở Y tế tổng kết</div><div>5/3/2019</div>'}, "Sở Y tế tổng kết"),
        ({"before": "<h3>Sở Y tế tổng kết</h3>"}, "Sở Y tế tổng kết"),
        (
            {
                "head": '<meta property="og:site_name" content="Báo X"><meta property="og:title" content="Sở Y tế tổng kết - Báo X">'
            },
            "Sở Y tế tổng kết",
        ),
        ({"head": "<title>   </title>"}, None),
    ],
)
def test_the_title_is_the_articles_own(parts, title):
    assert info(**parts).get("title") == title


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ({"head": '<meta property="article:published_time" content="2019-03-05T22:30:00Z">'}, "2019-03-06"),
        ({"head": '<meta name="pubdate" content="05/03/2019 10:00">'}, "2019-03-05"),
        (
            {"head": '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-05"}</script>'},
            "2019-03-05",
        ),
        ({"before": "<h1>Tổng kết thi đua</h1><span>Thứ ba, 05/03/2019 07:00</span>"}, "2019-03-05"),
        ({"after": "<footer>Giấy phép số 1 ngày 12/03/2010</footer>"}, None),
        ({"after": "<div>Giấy phép số 1 ngày 12/03/2010</div>"}, None),
        ({"before": "<div>Hôm nay: 20/11/2026</div><h1>Tổng kết thi đua</h1>"}, None),
        ({"head": '<script type="application/ld+json">{"@type":"WebSite","datePublished":"2010-01-01"}</script>'}, None),
    ],
)
def test_the_day_is_never_taken_from_elsewhere(parts, day):
    assert info(**parts).get("published_on") == day


@pytest.mark.parametrize("author", ["admin", "Ban Biên tập", "bbt@example.vn", "https://example.vn/u/1", "<b>x</b>", "Báo X"])
def test_what_is_no_person_is_no_byline(author):
    head = f'<meta property="og:site_name" content="Báo X"><meta name="author" content="{author.replace("<", "&lt;")}">'
    assert info(head=head) == {"source": "Báo X"}


def test_rows_of_a_table_are_lines_and_layout_tables_are_not_rows():
    table = "<table><tr><th>Giải</th><th>Đội</th></tr><tr><td>Nhất</td><td>Đội <b>Hải Hậu</b></td></tr></table>"
    text = read_bytes(html(body=f"<p>{BODY}</p>{table}<p>{MORE}</p>"), "a.html").text
    assert "\n\nGiải | Đội\nNhất | Đội Hải Hậu\n" in text
    layout = f"<table><tr><td>Trang chủ</td><td><p>{BODY}</p><p>{MORE}</p></td></tr><tr><td>x</td><td>y</td></tr></table>"
    assert " | " not in read_bytes(html(body=layout), "a.html").text


def test_items_of_a_list_are_lines_with_a_mark():
    text = read_bytes(html(body=f"<p>{BODY}</p><ul><li>Sở Nội vụ</li><li><p>Sở Y tế</p></li></ul><p>{MORE}</p>"), "a.html").text
    assert "\n- Sở Nội vụ\n- Sở Y tế\n" in text


NOTICE = "Thông báo số {}: các phòng chuyên môn, đơn vị trực thuộc gửi báo cáo về Văn phòng trước 17 giờ ngày cuối cùng của tháng này để tổng hợp."


def test_notices_beside_a_short_article_are_not_read():
    menu = "".join(f'<tr><td><a href="/{i}">Mục lục thứ {i}</a></td></tr>' for i in range(12))
    notices = "".join(f"<tr><td>{NOTICE.format(i)}</td></tr>" for i in range(4))
    page = (
        f"<html><body><form><table><tr><td><table>{menu}</table></td><td class=Content><p>{BODY}</p><p>{MORE}</p><p>{BODY}</p></td>"
        f"<td><table>{notices}</table></td></tr></table></form></body></html>"
    )
    text = read_bytes(page.encode(), "a.html").text
    assert BODY in text
    assert MORE in text
    assert "Thông báo" not in text


def test_a_box_that_holds_the_article_is_kept_whatever_its_name():
    page = f"<html><body><div class='related menu' id=comments><p>{BODY}</p><p>{MORE}</p></div></body></html>"
    assert MORE in read_bytes(page.encode(), "a.html").text


def test_what_follows_a_line_for_other_articles_is_not_read():
    other = "Hội Nông dân huyện Trực Ninh vừa tổ chức tập huấn kỹ thuật trồng nấm rơm cho 120 hội viên của các xã trong huyện."
    page = html(
        before="<h1>Sở Y tế tổng kết</h1>",
        body=f"<p>{BODY}</p><p>{MORE}</p><p>{BODY}</p><p><b>Các tin khác:</b></p><p>{other}</p>",
    )
    text = read_bytes(page, "a.html").text
    assert MORE in text
    assert "trồng nấm" not in text


ROW = "<tr><td>{}</td><td>Nguyễn Văn A</td><td>Sở Y tế</td></tr>"


@pytest.mark.parametrize("parts", [("{rows}{prose}"), ("{prose}{rows}"), ("<p>Danh sách khen thưởng:</p>{rows}{prose}{rows}")])
def test_a_long_table_before_or_after_the_paragraphs_is_kept(parts):
    rows = "<table>" + "".join(ROW.format(i) for i in range(100)) + "</table>"
    page = html(before="<h1>Sở Y tế tổng kết</h1>", body=parts.format(rows=rows, prose=f"<p>{BODY}</p><p>{MORE}</p>"))
    text = read_bytes(page, "a.html").text
    assert text.count(" | Nguyễn Văn A | Sở Y tế") == 100 * parts.count("{rows}")
    assert ("Danh sách khen thưởng:" in text) == ("Danh sách" in parts)


def test_lines_outside_the_articles_element_are_not_read_but_its_byline():
    side = "<div>Thời tiết: mưa rào</div>"
    text = read_bytes(html(before=f"{side}<h1>Sở Y tế tổng kết</h1>{side}", after=f"<div>Lê Thu</div>{side}"), "a.html").text
    assert "mưa rào" not in text
    assert text.endswith(f"{MORE}\n\nLê Thu")


def test_a_page_too_deep_for_the_judges_still_gives_its_paragraphs():
    page = html(before="<h1>Sở Y tế tổng kết</h1>" + "<table><tr><td>" * 300)
    assert BODY in read_bytes(page, "a.html").text


def test_a_title_that_stands_twice_is_told_once():
    text = read_bytes(
        html(before="<h1>Sở Y tế tổng kết</h1>", body=f"<p><b>SỞ Y TẾ TỔNG KẾT</b></p><p>{BODY}</p><p>{MORE}</p>"), "a.html"
    ).text
    assert text.lower().count("sở y tế tổng kết") == 1


def test_letters_put_together_from_references_are_nfc():
    assert "hội nghị" in read_bytes(html(body=f"<p>ho&#x302;&#x323;i nghi&#x323; {BODY}</p><p>{MORE}</p>"), "a.html").text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><ul><li><a href=/1>Trang chủ</a><li><a href=/2>Tin tức</a></ul></body></html>",
        "<html></html>",
        "<!-- x -->",
        "chỉ có mấy chữ",
        "<script>var a = 'Sở Y tế';</script>",
        "<" * 5000,
        "<div>" * 30000,
    ],
    ids=["menu", "bare", "comment", "words", "script", "angles", "deep"],
)
def test_a_page_without_an_article_is_refused(page):
    with pytest.raises(EncodingError, match="no article was found"):
        read_bytes(page.encode(), "a.html")


def test_a_deeply_nested_page_is_read_or_refused_but_never_crashes():
    assert BODY in read_bytes(html(before="<div>" * 200, after="</div>" * 200), "a.html").text
    with pytest.raises(EncodingError, match="no article was found"):
        read_bytes(html(before="<div>" * 5000, after="</div>" * 5000), "a.html")


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_page_is_read_or_refused(data):
    whole = (PAGES / data.draw(st.sampled_from(sorted(MADE)))).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    damaged = whole[:start] + data.draw(st.binary(max_size=30)) + whole[start + data.draw(st.integers(0, 3000)) :]
    try:
        article = read_bytes(damaged, "a.html")
    except (EncodingError, ReadError):
        return
    assert article.text.strip()


@pytest.mark.parametrize(
    "junk", ["\x01", "&#1;<script></script>", "\x0c&#11;<nav>x</nav>&#2;", "\ufffe<aside></aside>", "&#xD800;<nav></nav>"]
)
def test_signs_that_no_tree_may_hold_do_not_stop_a_page(junk):
    assert BODY in read_bytes(html(before=junk, body=f"{junk}<p>{BODY}</p>{junk}<p>{MORE}</p>"), "a.html").text


MARKDOWN = """---
Tiêu đề: "Hội nghị: tổng kết 2019"
ngày: 05/03/2019
tác giả: Lê Thu
nguồn: Báo Nam Định
url: https://bao.example.vn/a
layout: post
---

Sáng 5/3, **Sở Y tế** tỉnh [Nam Định](https://nd.example.vn) tổ chức hội nghị tổng kết công tác
thi đua, khen thưởng năm 2018. _Ông_ Trần Văn Bình chủ trì.
![Quang cảnh](a.jpg)

## Kết quả

- Sở Nội vụ
- Sở Tư pháp

| Giải | Đội |
| --- | :-: |
| Nhất | Hải Hậu |

> Trích lời *ông Bình*: 5 \\* 2 = 10 <b>đậm</b> &amp; snake_case_name
***
Tin: Lê Thu
"""


def test_markdown_gives_words_without_signs_and_its_front_matter():
    article = read_bytes(MARKDOWN.encode(), "a.md")
    assert article.info.model_dump(exclude_none=True, exclude={"mentions"}) == {
        "title": "Hội nghị: tổng kết 2019",
        "published_on": "2019-03-05",
        "author": "Lê Thu",
        "source": "Báo Nam Định",
    }
    assert article.url == "https://bao.example.vn/a"
    assert article.text == (
        "Hội nghị: tổng kết 2019\n\n"
        "Sáng 5/3, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết công tác thi đua, khen thưởng năm 2018. Ông Trần Văn Bình chủ trì.\n\n"
        "Kết quả\n\n- Sở Nội vụ\n- Sở Tư pháp\n\nGiải | Đội\nNhất | Hải Hậu\n\n"
        "Trích lời ông Bình: 5 * 2 = 10 đậm & snake_case_name\n\nTin: Lê Thu"
    )


def test_the_first_heading_is_the_title_where_no_front_matter_tells_one():
    article = read_bytes("# Tổng kết #\n\nSở Y tế.\n\n## Khác".encode(), "a.md")
    assert (article.info.title, article.text) == ("Tổng kết", "Tổng kết\n\nSở Y tế.\n\nKhác")


def test_lines_of_markdown_that_end_a_sentence_stay_apart():
    first = "Sáng 5/3, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết công tác thi đua."
    assert read_bytes(f"{first}\nTin, ảnh: Lê Thu".encode(), "a.md").text == f"{first}\nTin, ảnh: Lê Thu"


@pytest.mark.parametrize(
    "data", [b"*" * 200_000, b"[" * 200_000, b"_a" * 100_000, b"<" * 200_000, b"`" * 100_001, b"| " * 100_000]
)
def test_markdown_of_signs_only_takes_no_long_time(data):
    start = time.perf_counter()
    read_bytes(data, "a.md")
    assert time.perf_counter() - start < 5


def test_samples_are_read_as_they_are(samples):
    for path in samples.glob("*.txt"):
        article = read_file(path)
        assert article.text.encode() == article.original == path.read_bytes()
        assert (article.path, article.format, article.encoding) == (path.name, "txt", "utf-8")
        assert article.info.model_dump(exclude_none=True, exclude={"mentions"}) == {}


def test_a_mended_file_says_so():
    article = read_bytes("Hội nghị tổng kết công tác thi đua".encode().decode("latin-1").encode(), "a.txt")
    assert (article.text, article.encoding) == ("Hội nghị tổng kết công tác thi đua", "utf-8, then utf-8")


def test_a_folder_gives_only_its_article_files_by_name(tmp_path):
    for name in ("b.txt", "a.md", "c/x.html", "c/y.HTM", "c/z.json", "d.json", ".e.txt", ".git/f.txt", "g.exe", "h"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in article_files([tmp_path])]
    assert found == ["a.md", "b.txt", "c/x.html", "c/y.HTM"]
    assert list(article_files([tmp_path / "b.txt", tmp_path])) == [tmp_path / "b.txt", *article_files([tmp_path])][:1] + [
        path for path in article_files([tmp_path]) if path.name != "b.txt"
    ]


@pytest.mark.parametrize(("name", "why"), [("none", "no such file"), ("a.json", "none of .txt"), ("empty", "no article file")])
def test_what_cannot_be_taken_is_told_and_the_rest_goes_on(tmp_path, name, why):
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "empty").mkdir()
    (tmp_path / "b.txt").write_text("Sở Y tế")
    with pytest.raises(ReadError, match=why):
        list(article_files([tmp_path / name]))
    failed: list[ReadError] = []
    assert list(article_files([tmp_path / name, tmp_path / "b.txt"], failed.append)) == [tmp_path / "b.txt"]
    assert len(failed) == 1
    assert str(tmp_path / name) in str(failed[0])


def test_links_in_a_circle_end(tmp_path):
    (tmp_path / "a.txt").write_text("Sở Y tế")
    (tmp_path / "again").symlink_to(tmp_path)
    assert list(article_files([tmp_path])) == [tmp_path / "a.txt"]


def test_the_name_of_an_article_is_told_from_its_folder_on(tmp_path):
    (tmp_path / "2019").mkdir()
    path = tmp_path / "2019" / "bài 1.txt"
    path.write_text("Sở Y tế", encoding="utf-8")
    assert read_file(path, root=tmp_path).path == "2019/bài 1.txt"
    assert read_file(path).path == "bài 1.txt"
    assert read_file(path, root=tmp_path / "other").path == "bài 1.txt"


def test_a_name_that_is_no_utf8_can_be_shown(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe0i.txt"))
    path.write_text("Sở Y tế", encoding="utf-8")
    assert read_file(path).path == "b�i.txt"
    assert shown(path).encode().endswith("b�i.txt".encode())


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadError, match="no regular file"):
        read_file(tmp_path / "a.txt")


def test_a_file_that_is_too_big_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(Limits.file + 1)
    with pytest.raises(ReadError, match="split it into its articles"):
        read_file(path)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_text_that_is_too_long_is_refused(name):
    with pytest.raises(EncodingError, match="split it into its articles"):
        read_bytes(("<p>" + BODY * (Limits.text // len(BODY) + 1)).encode(), name)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-11-14T16:59:00Z", "2016-11-14"),
        ("2016-11-14T17:00:00Z", "2016-11-15"),
        ("2016-11-15T00:30:00+0700", "2016-11-15"),
        ("2016-11-15 23:30", "2016-11-15"),
        ("Cập nhật lúc 17:30, Thứ Sáu, 18/09/2020 (GMT+7)", "2020-09-18"),
        ("14.6.2022 16:50", "2022-06-14"),
        ("Thứ Năm, ngày 03 tháng 9 năm 2020", "2020-09-03"),
        ("1/2-3/2019", None),
        ("31/02/2019, 28/02/2019", None),
        ("tháng 5 năm 2019", None),
        ("0909 000 000", None),
        ("12/13/2019", None),
    ],
)
def test_only_a_whole_day_is_a_day(text, day):
    assert first_day(text) == day


def test_reading_is_told_in_words_that_say_what_to_do(tmp_path):
    path = tmp_path / "trống.txt"
    path.write_bytes(b"")
    with pytest.raises(ReadError) as told:
        read_file(path)
    assert str(told.value) == f"{path}: the file is empty: put the article's text in it or take it away"
    assert told.value.stage == "read"
    assert not re.search(r"\n", str(told.value))
