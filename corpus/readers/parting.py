"""News in brief as plain text: where lines of stars or dashes part several news items, and not the sections of one article."""

from __future__ import annotations

import re

from corpus.readers.bylines import is_byline
from corpus.readers.dates import first_day

NEWS_LEAD = re.compile(
    r"(?:[^\W\d_][\w.]{1,14}\s*[-–—:]\s*|\([^()]{2,40}\)\s*[-–—:]?\s*)?(?:vừa qua|hôm qua|(?:(?:rạng )?sáng|trưa|chiều|tối|đêm|ngày|trong(?: các)? ngày)"
    r"(?: ngày)?(?: hôm qua,?)?\s+\d{1,2}\s*(?:[/.-]|tháng|,|và)\s*\d)",
    re.I,
)
_SEPARATOR = re.compile(r"^\s*(?:\*\s?\*\s?\*[\s*]*|-\s?-\s?-[\s-]*|={3,}|_{3,}|~{3,}|#{3,}|o0o|oOo)\s*$")
LONGEST_HEAD = 200


def parts_of(text: str) -> list[str]:
    """The news items in a plain text: parts between lines of stars, dashes or the like; none where it is one article.

    Each part must open with a short line as title, and tell its own day, byline or a first sentence that opens as news does.

    >>> one = "{}\\n\\nSáng 5/3, Sở {} tổ chức hội nghị tổng kết công tác thi đua, khen thưởng năm 2018 và triển khai nhiệm vụ năm 2019."
    >>> two = one.format("Sở Y tế tổng kết thi đua", "Y tế") + "\\n***\\n" + one.format("Sở Nội vụ trao Bằng khen", "Nội vụ")
    >>> [part.split("\\n")[0] for part in parts_of(two)]
    ['Sở Y tế tổng kết thi đua', 'Sở Nội vụ trao Bằng khen']
    >>> parts_of(two.replace("Sở Nội vụ trao Bằng khen\\n\\n", ""))
    []
    """
    told = split(text)
    return told if len(told) > 1 and all(map(_is_item, told)) else []


def split(text: str) -> list[str]:
    """What stands between lines of stars, dashes or the like, where it has words."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if _SEPARATOR.match(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [told for part in parts if (told := "\n".join(part).strip("\n")).strip()]


def _is_item(part: str) -> bool:
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    if len(lines) < 2 or not 10 <= len(lines[0]) <= LONGEST_HEAD or lines[0][-1] in ".,;:…" or is_byline(lines[0]):
        return False
    prose = [line for line in lines[1:] if len(line) >= 100]
    if not prose or sum(map(len, lines)) < 120:
        return False
    return (
        NEWS_LEAD.match(prose[0]) is not None
        or is_byline(lines[-1])
        or any(first_day(line) for line in lines[1:3] if len(line) <= 80)
    )
