"""Markdown: front matter tells what the article is; the signs of markup go, its words and lines stay.

Front matter is `key: value` lines between two `---`, in English or Vietnamese (title/tiêu đề, date/ngày, author/tác giả,
source/nguồn). Lines that were only wrapped are joined again, since a line break ends a sentence.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import replace

from corpus.article import Article
from corpus.encoding import decode, mended
from corpus.readers.dates import first_day
from corpus.readers.parting import parts_of, split
from schemas.facts import ArticleInfo

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_PAIR = re.compile(r"^([^\W\d_][\w -]*?)\s*:\s*(.*?)\s*$")
_KEYS = {
    "title": "title",
    "tiêu đề": "title",
    "tieude": "title",
    "date": "published_on",
    "published": "published_on",
    "published_on": "published_on",
    "ngày": "published_on",
    "ngày đăng": "published_on",
    "author": "author",
    "tác giả": "author",
    "author_unit": "author_unit",
    "đơn vị": "author_unit",
    "source": "source",
    "nguồn": "source",
    "url": "url",
    "link": "url",
}
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^ {0,3}([-*_=])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_MARKUP = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"<(https?://[^\s<>]+)>"), r"\1"),
    (re.compile(r"<br\s*/?>", re.I), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>"), ""),
    (re.compile(r"(\*\*\*|\*\*|\*|`)(?=\S)([^*`\n]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\])(__|_)(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"^ {0,3}> ?", re.M), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])"), r"\1"),
)
_OPENS = re.compile(r"^\s*(?:[-*+•●] |\d+[.)] |\||#|>)")
_HASHES = re.compile(r"^ {0,3}#{1,6}\s+", re.M)
_WRAPPED = 60


def read(data: bytes, name: str) -> list[Article]:
    """The article in a Markdown file, or each news item where rules (`---`) part several."""
    found = decode(data)
    text, encoding, certainty = found.then(mended(found.text))
    told: dict[str, str] = {}
    if front := _FRONT.match(text):
        told, text = _front_matter(front[1]), text[front.end() :]
    parts = parts_of(_HASHES.sub("", text))
    if parts:
        parts = split(text)
        told.pop("title", None)
    found_in = (_article(part, told, data, name) for part in parts or [text])
    return [replace(article, encoding=encoding, certainty=certainty) for article in found_in]


def _article(text: str, told: dict[str, str], data: bytes, name: str) -> Article:
    body, heading = _plain(text)
    title = told.get("title") or heading
    if title and not body.startswith(title):
        body = f"{title}\n\n{body}"
    info = ArticleInfo(
        title=title,
        published_on=first_day(told.get("published_on", "")),
        author=told.get("author"),
        author_unit=told.get("author_unit"),
        source=told.get("source"),
    )
    return Article(path=name, text=body.strip(), original=data, format="md", url=told.get("url"), info=info)


def _front_matter(lines: str) -> dict[str, str]:
    """Known keys of `key: value` lines; a value may hold a colon, so this is no YAML.

    >>> _front_matter('Tiêu đề: "Hội nghị: tổng kết"\\nlayout: post')
    {'title': 'Hội nghị: tổng kết'}
    """
    told: dict[str, str] = {}
    for line in lines.splitlines():
        if (pair := _PAIR.match(line)) and (key := _KEYS.get(pair[1].lower())) and (value := pair[2].strip("\"'[] ")):
            told.setdefault(key, value)
    return told


def _plain(text: str) -> tuple[str, str | None]:
    """(text without markup, its first heading)."""
    for pattern, put in _MARKUP:
        text = pattern.sub(put, text)
    title: str | None = None
    out: list[str] = []
    for line in unicodedata.normalize("NFC", html.unescape(text)).split("\n"):
        if _TABLE_RULE.match(line):
            continue
        if _RULE.match(line):
            out.append("")
        elif heading := _HEADING.match(line):
            title = title or heading[2]
            out += ["", heading[2], ""]
        elif line.strip().startswith("|"):
            out.append(" | ".join(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif out and _goes_on(out[-1], line):
            out[-1] = f"{out[-1].rstrip()} {line.strip()}"
        else:
            out.append(line.rstrip(" \\") if not line.endswith("  ") else line)
    joined = "\n".join(line.rstrip() for line in out)
    return re.sub(r"\n{3,}", "\n\n", joined).strip(), title


def _goes_on(before: str, line: str) -> bool:
    """Whether `line` is the rest of a wrapped line: the line before is long and does not end a sentence."""
    if not line.strip() or _OPENS.match(line) or before.endswith("  ") or before.startswith("|"):
        return False
    return len(before) >= _WRAPPED and before.rstrip()[-1] not in '.!?…:;"”»)|'
