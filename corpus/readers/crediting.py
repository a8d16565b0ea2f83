"""Who wrote an article and where it comes from, as lines beside it tell: `Tác giả: Lê Thu`, `Nguồn tin: Báo Nam Định`.

Only what is labelled, by words or by the class of its element, is told here. A byline without a label stays in the text, where
the extraction reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.readers.blocks import Block
from corpus.readers.pagemeta import clean, looks_named, person

_AUTHOR = re.compile(r"(?:tác giả(?: bài viết)?|người viết|viết bởi)\s*:\s*(.{2,80})", re.I)
_SOURCE = re.compile(r"nguồn(?: tin| bài viết| bài)?\s*:\s*(.{2,120})", re.I)
_AUTHOR_NAMES = frozenset("author tacgia cms-author byline".split())
_NO_NAME = re.compile(r"^(?:tin|bài|ảnh|theo|nguồn|video|đăng|gửi|viết|được)\b|[:;\d]", re.I)
_WEB = re.compile(r"^(?:https?://|www\.)|^\S+\.(?:vn|com|org|net|info)\b", re.I)


def author(near: Iterable[Block], site: str | None) -> str | None:
    """The byline that a label or a class tells.

    >>> author([Block("Tác giả bài viết: Lê Thu", 0, None)], None)
    'Lê Thu'
    """
    for block in near:
        if found := _AUTHOR.match(block.text):
            return person(found[1].strip(), site)
        if block.owner is not None and len(block.text) <= 60 and block.called & _AUTHOR_NAMES:
            text = block.text.strip(" -–|•")
            if not _NO_NAME.search(text) and looks_named(text) and (name := person(text, site)):
                return name
    return None


def source(near: Iterable[Block]) -> str | None:
    """The paper or office that a label tells the article is from.

    >>> source([Block("Nguồn tin: Báo Nam Định", 0, None)])
    'Báo Nam Định'
    """
    for block in near:
        if (found := _SOURCE.match(block.text)) and not _WEB.match(told := found[1].strip(" .")):
            return clean(told, 120)
    return None
