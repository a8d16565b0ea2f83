"""News in brief: several items on one page or in one file become several articles; one article with subheadings stays one."""

from __future__ import annotations

import json

import pytest

from corpus.readers import articles_of, read_file
from tests.saved import BODY, LAST, MORE, html

ITEMS = (
    ("Hải Phòng: Trao Bằng khen cho người cứu hai em nhỏ", "Sáng 21/3, UBND thành phố Hải Phòng trao Bằng khen của Chủ tịch UBND thành phố cho anh Bùi Gia Thiện, thuyền trưởng tàu kéo."),
    ("Quảng Nam: Trao Huy hiệu Đảng đợt 26/3", "Chiều 22/3, Huyện ủy Nam Trà My trao Huy hiệu 55 năm tuổi Đảng cho ông Hồ Văn Dếch, nguyên Chủ tịch UBND xã Trà Linh."),
    ("Sóc Trăng: Trao giải Hội thi “Dân vận khéo”", "Tối 22/3, Ban Tuyên giáo và Dân vận Tỉnh ủy Sóc Trăng tổ chức chung kết Hội thi “Dân vận khéo” năm 2025 với 11 đội."),
)  # fmt: skip
TITLES = [title for title, _ in ITEMS]


def titles(data: bytes, name: str = "a.html") -> list[str | None]:
    return [article.info.title for article in articles_of(data, name)]


def brief(item: str, title: str = "Tin vắn thi đua - khen thưởng", after: str = "") -> bytes:
    body = "".join(item.format(*one) for one in ITEMS)
    return html(head=f"<title>{title}</title>", before=f"<h1>{title}</h1><p>24/03/2025 14:48</p>", body=body + after)


@pytest.mark.parametrize("item", ["<h3>{0}</h3><p>{1}</p>", "<p><b>● {0}</b></p><p>{1}</p>", "<div><h2>{0}</h2>{1}</div>"])
def test_items_under_a_title_that_says_news_in_brief_are_articles(item):
    found = articles_of(brief(item), "tin/a.html")
    assert [article.info.title for article in found] == TITLES
    assert [article.text for article in found] == [f"{title}\n\n{text}" for title, text in ITEMS]
    assert [article.path for article in found] == ["tin/a.html#1", "tin/a.html#2", "tin/a.html#3"]
    assert {article.original for article in found} == {brief(item)}
    assert {article.info.published_on for article in found} == {"2025-03-24"}


def test_the_day_in_the_title_over_all_is_that_of_each():
    found = articles_of(
        brief("<h3>{0}</h3><p>{1}</p>", "Tin vắn ngày 24/03/2025").replace(b"<p>24/03/2025 14:48</p>", b""), "a.html"
    )
    assert [article.info.published_on for article in found] == ["2025-03-24"] * 3


def test_the_byline_under_all_is_that_of_each():
    found = articles_of(brief("<h3>{0}</h3><p>{1}</p>", after="<p align=right><b>Thu Trang - K'Linh</b></p>"), "a.html")
    assert [article.text.split("\n")[-1] for article in found] == ["Thu Trang - K'Linh"] * 3


def test_items_with_their_own_day_are_articles_whatever_the_page_is_called():
    days = ["05/03/2019", "06/03/2019", "07/03/2019"]
    body = "".join(f"<h3>{title}</h3><p>{day} 08:00</p><p>{text}</p>" for (title, text), day in zip(ITEMS, days, strict=True))
    found = articles_of(html(before="<h1>Hoạt động của các địa phương</h1>", body=body), "a.html")
    assert [(a.info.title, a.info.published_on) for a in found] == list(
        zip(TITLES, ["2019-03-05", "2019-03-06", "2019-03-07"], strict=True)
    )


def test_the_captions_of_an_item_are_its_own():
    pictures = [f"<figure><img src={n}.jpg><figcaption>Ảnh của tin {n}</figcaption></figure>" for n in range(3)]
    body = "".join(f"<h3>{title}</h3>{picture}<p>{text}</p>" for (title, text), picture in zip(ITEMS, pictures, strict=True))
    found = articles_of(html(before="<h1>Tin vắn</h1>", body=body), "a.html")
    assert [article.captions for article in found] == [("Ảnh của tin 0",), ("Ảnh của tin 1",), ("Ảnh của tin 2",)]


SECTIONS = ("Phát huy vai trò nêu gương", "Đổi mới công tác bình xét", "Nhân rộng điển hình tiên tiến")


@pytest.mark.parametrize(
    "page",
    [
        # subheadings of one article, also where its title might be taken for news in brief
        html(before="<h1>Sở Y tế tổng kết</h1>", body="".join(f"<h3>{head}</h3><p>{MORE}</p>" for head in SECTIONS)),
        html(before="<h1>Tin vắn</h1>", body="".join(f"<h3>{head}</h3><p>{LAST}</p>" for head in SECTIONS)),
        html(before="<h1>Tin vắn</h1>", body=f"<p>{BODY}</p>" + "".join(f"<h3>{h}</h3><p>{BODY}</p>" for h in SECTIONS)),
        html(
            before="<h1>Sở Y tế tổng kết</h1>",
            body=f"<p>{BODY}</p>" + "".join(f"<p><b>{h}</b></p><p>{MORE}</p>" for h in SECTIONS),
        ),
        html(
            before="<h1>Sở Y tế tổng kết</h1>",
            body="".join(f"<p><b>{n}. {h}</b></p><p>{BODY}</p>" for n, h in enumerate(SECTIONS)),
        ),
        # only the last section ends in a byline: it is that of the article
        html(
            before="<h1>Sở Y tế tổng kết</h1>",
            body="".join(f"<h3>{h}</h3><p>{MORE}</p>" for h in SECTIONS[:2]) + "<p><b>Tin, ảnh: Lê Thu</b></p>",
        ),
    ],
)
def test_an_article_with_subheadings_stays_one(page):
    (article,) = articles_of(page, "a.html")
    assert [head in article.text for head in SECTIONS[:2]] == [True, True]


def test_a_sample_of_news_in_brief_as_plain_text_stays_one(samples):
    assert read_file(samples / "sample_12.txt").text.startswith("TIN VẮN")


def test_samples_are_one_article_each_as_pages_too(samples):
    for path in sorted(samples.glob("*.txt")):
        title, *lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        page = html(before=f"<h1>{title}</h1>", body="".join(f"<p>{line}</p>" for line in lines))
        assert titles(page) == [" ".join(title.split())], path.name


PLAIN = "\n\n".join(f"{title}\n\n{text}" for title, text in ITEMS)


@pytest.mark.parametrize("line", ["***", "---", "* * *", "=====", "----------"])
def test_text_files_are_parted_by_lines_of_stars_or_dashes(line):
    data = f"\n\n{line}\n\n".join(f"{title}\n\n{text}" for title, text in ITEMS)
    found = articles_of(data.encode(), "tin.txt")
    assert [article.text for article in found] == [f"{title}\n\n{text}" for title, text in ITEMS]
    assert [article.path for article in found] == ["tin.txt#1", "tin.txt#2", "tin.txt#3"]
    assert [article.text.split("\n")[0] for article in articles_of(data.encode(), "tin.md")] == TITLES


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"{TITLES[0]}\n\n{ITEMS[0][1]}\n***\n{MORE}\n***\n{LAST}",
        f"{TITLES[0]}\n\n{ITEMS[0][1]}\n***\nKết quả khen thưởng\n{MORE}",
        f"{TITLES[0]}\n\n{ITEMS[0][1]}\n***\nTin: Lê Thu",
        f"---\ntitle: {TITLES[0]}\n---\n{ITEMS[0][1]}",
    ],
)
def test_a_text_of_which_a_part_is_no_item_stays_one(text):
    for name in ("a.txt", "a.md"):
        (article,) = articles_of(text.encode(), name)
        assert ITEMS[0][1] in article.text


def test_a_row_that_holds_a_page_of_items_gives_each():
    row = {
        "html": brief("<h3>{0}</h3><p>{1}</p>").decode(),
        "title": "Tin vắn",
        "source": "Báo Nam Định",
        "url": "http://a.example.vn/1",
    }
    found = articles_of(json.dumps(row).encode(), "tin.jsonl#4", "row")
    assert [(a.path, a.info.title, a.info.source, a.url) for a in found] == [
        (f"tin.jsonl#4#{n}", title, "Báo Nam Định", "http://a.example.vn/1") for n, title in enumerate(TITLES, 1)
    ]
