"""Whether a line under an article is its byline or credit."""

from __future__ import annotations

import re

_CREDIT = re.compile(r"(?:tin|bài|ảnh|theo|nguồn|nguồn tin|tác giả|người viết|thực hiện|pv|ctv)\b", re.I)
_LABELLED = re.compile(
    r"(?:nguồn|nguồn tin|tác giả|tác giả bài viết|người viết|bài viết|tin|bài)(?:, (?:bài|ảnh))?\s*:\s*\S", re.I
)
_BYLINE_WORDS = 8


def is_byline(line: str) -> bool:
    """Whether a line is a credit or a name.

    >>> is_byline("Tin, ảnh: Lê Thu"), is_byline("Lê Thu - Y Jôn"), is_byline("Về đầu trang")
    (True, True, False)
    """
    words = line.split()
    if _LABELLED.match(line) and len(words) <= 2 * _BYLINE_WORDS:
        return True
    if len(words) > _BYLINE_WORDS or not line[-1:].isalpha():
        return False
    return _CREDIT.match(line) is not None or (len(words) > 1 and all(w[0].isupper() or not w[0].isalnum() for w in words))
