"""Saved pages made for the tests: each with a file beside it that tells what an archivist would read in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.readers.dates import first_day

PAGES = Path(__file__).parent / "pages"
TOLD = sorted(path.stem for path in PAGES.glob("*.json"))
BODY = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết công tác thi đua, khen thưởng với sự tham dự của ông Trần Văn Bình, Giám đốc Sở."
MORE = "Tại hội nghị, thừa ủy quyền của Chủ tịch UBND tỉnh, ông Trần Văn Bình đã trao Bằng khen cho 12 tập thể và 30 cá nhân có thành tích xuất sắc."
LAST = "Phát biểu tại hội nghị, ông Trần Văn Bình đề nghị các đơn vị tiếp tục thi đua lập thành tích chào mừng ngày Thầy thuốc Việt Nam năm sau."


def page_of(name: str) -> Path:
    """The page that a file of what it tells stands beside."""
    return next(path for path in sorted(PAGES.glob(f"{name}.*")) if path.suffix != ".json")


def told_of(name: str) -> dict[str, Any]:
    """What the page tells: title, sapo, body, published_on, author, source, captions, url."""
    told: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return told


def figures(article: Article, told: dict[str, Any]) -> tuple[float, float]:
    """(recall of the body, share of foreign text), both by characters of whole paragraphs; title and date line are neither."""
    wanted = [_line(one) for one in [told["sapo"], *told["body"]] if one]
    found = [_line(one) for one in article.text.split("\n") if one.strip()]
    missing = sum(len(one) for one in wanted if one not in found)
    dates = [one for one in found if len(one) <= 80 and first_day(one)]
    foreign = sum(len(one) for one in found if one not in (*wanted, *dates, _line(told["title"])))
    return 1 - missing / sum(map(len, wanted)), foreign / sum(map(len, found))


def _line(text: str) -> str:
    return " ".join(text.split())


def html(head: str = "", before: str = "", after: str = "", body: str = f"<p>{BODY}</p><p>{MORE}</p>") -> bytes:
    """A page with an article of two paragraphs, and what stands around it."""
    return f"<html><head><meta charset=utf-8>{head}</head><body>{before}<div>{body}</div>{after}</body></html>".encode()
