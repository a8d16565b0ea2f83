"""Pages that a browser saved in one file, or with a folder beside them."""

from __future__ import annotations

import base64
import quopri

import pytest

from corpus.encoding import EncodingError
from corpus.readers import article_files, read_bytes
from tests.saved import BODY, MORE, PAGES, html, told_of

PAGE = html(head="<title>Sở Y tế tổng kết</title>", before="<h1>Sở Y tế tổng kết</h1>").replace(b"<meta charset=utf-8>", b"")
TEXT = f"Sở Y tế tổng kết\n\n{BODY}\n\n{MORE}"


def part(content: bytes, kind: str = "text/html", coding: str = "quoted-printable", **headers: str) -> bytes:
    body = (
        base64.encodebytes(content)
        if coding == "base64"
        else quopri.encodestring(content)
        if coding == "quoted-printable"
        else content
    )
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n{told}\r\n".encode() + body


def saved(*parts: bytes, head: str = "", kind: str = "multipart/related") -> bytes:
    opening = f'{head}MIME-Version: 1.0\r\nContent-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="----Ranh--x"\r\n\r\n'
    return opening.encode() + b"".join(b"\r\n------Ranh--x\r\n" + one for one in parts) + b"\r\n------Ranh--x--\r\n"


CHROME = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://soyte.example.vn/tin/5\r\nSubject: =?utf-8?Q?S=E1=BB=9F?=\r\n"
)


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "gb18030", "windows-1258"])
def test_a_page_is_read_from_its_part_in_the_charset_its_head_tells(coding, charset):
    content = (PAGES / "table_2003.htm").read_bytes() if charset == "windows-1258" else PAGE.decode().encode(charset)
    if (coding, charset) == ("8bit", "utf-16"):
        return  # such bytes are no lines of a message
    data = saved(part(content, f'text/html; charset="{charset}"', coding), part(b"GIF89a", "image/gif", "base64"), head=CHROME)
    article = read_bytes(data, "a.mhtml")
    wanted = told_of("table_2003")["body"] if charset == "windows-1258" else [BODY, MORE]
    assert [line for line in wanted if line not in article.text] == []
    assert (article.format, article.original, article.url) == ("mhtml", data, "https://soyte.example.vn/tin/5")


def test_the_page_is_the_part_that_start_names_else_the_first():
    frame = part(html(before="<h1>Khung quảng cáo</h1>"), Content_ID="<b@mhtml>")
    main = part(PAGE, Content_ID="<a@mhtml>", Content_Location="http://soyte.example.vn/5")
    assert read_bytes(saved(main, frame), "a.mht").text == TEXT
    started = saved(frame, main, kind='multipart/related; start="<a@mhtml>"')
    article = read_bytes(started, "a.MHT")
    assert (article.text, article.url) == (TEXT, "http://soyte.example.vn/5")


def test_a_page_in_parts_of_parts_and_a_message_of_one_part_are_read():
    inner = (
        b'Content-Type: multipart/alternative; boundary="tr"\r\n\r\n--tr\r\n'
        + part(b"x", "text/plain")
        + b"\r\n--tr\r\n"
        + part(PAGE)
        + b"\r\n--tr--\r\n"
    )
    assert read_bytes(saved(inner), "a.mht").text == TEXT
    assert read_bytes(b"MIME-Version: 1.0\r\n" + part(PAGE), "a.mht").text == TEXT


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty|no page saved"),
        ("Sở Y tế tổng kết".encode(), "no page saved by a browser"),
        (saved(part(b"GIF89a", "image/gif", "base64")), "there is no page in it"),
        (saved(part(b"")), "there is no page in it"),
        (saved(part(b"<html><p>x</p></html>")), "no article was found"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\r\n\r\nx", "no page"),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(60)),
            "cannot be told apart|no page",
        ),
    ],
    ids=["empty", "words", "picture", "bare", "none", "unbound", "deep"],
)
def test_what_is_no_saved_page_is_refused(data, why):
    with pytest.raises(EncodingError, match=why):
        read_bytes(data, "a.mhtml")


def test_a_page_that_is_cut_off_is_refused_and_one_whose_pictures_are_is_read():
    page, picture = part(PAGE, "text/html; charset=utf-8"), part(b"GIF89a" * 50, "image/gif", "base64")
    data = saved(page, picture, head=CHROME)
    for cut in range(0, data.index(page) + len(page), 53):
        with pytest.raises(EncodingError, match=r"cut off|no page|empty|no article"):
            read_bytes(data[:cut], "a.mhtml")
    assert read_bytes(data[:-100], "a.mhtml").text == TEXT


def test_a_page_that_only_goes_by_the_ending_is_read_as_one():
    assert read_bytes(PAGE, "a.mhtml").text == TEXT


def test_what_a_browser_saved_beside_a_page_is_not_taken_for_articles(tmp_path):
    for name in (
        "tin.html",
        "tin_files/quangcao.html",
        "tin_files/a/b.htm",
        "word.htm",
        "word.files/header.htm",
        "bai_files/bai.html",
        "x.mhtml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in article_files([tmp_path])]
    assert found == ["tin.html", "word.htm", "x.mhtml", "bai_files/bai.html"]
    assert list(article_files([tmp_path / "tin_files"])) != []
