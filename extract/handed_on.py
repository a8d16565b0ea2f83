"""Flags that go round with the chair of an emulation bloc: who leads it next is handed one, which is no award."""

import re

from extract.award_parts import Term
from extract.folding import fold
from extract.text import Page

_CHAIR = r"(?:phó )?(?:(?:khối|cụm) (?:trưởng|phó)|trưởng (?:khối|cụm))(?!\w)"
# `cho Trưởng khối năm 2024 là A`, `và chức danh Cụm trưởng`, `cho A, Khối trưởng năm 2024`; who is chosen as chair behind it is another
TO_CHAIR = re.compile(
    rf"(?:(?!(?<!\w)(?:bầu|cử|suy tôn|chọn|công bố|thống nhất|xuất sắc|dẫn đầu|tiêu biểu|thành tích|nhất|tặng|phát biểu)(?!\w))[^.;:]){{0,120}}?(?<!\w)(?<!của )(?<!từ )(?<!do )(?<!cùng ){_CHAIR}"
    r"(?!(?: năm \d{4})?,? (?:có |đạt |đã |vì )?(?:thành tích|xuất sắc|dẫn đầu))"
)
CHOSEN = re.compile(rf"(?<!\w)(?:bầu|cử|suy tôn|chọn|nhất trí|thống nhất)(?!\w)[^.;:]{{2,90}}? làm {_CHAIR}[^.;:]*?$")
PASSED_ON = re.compile(r"(?<!\w)(?:bàn giao|chuyển giao)\s*(?:lá )?$")


def handed_on(page: Page, term: Term) -> bool:
    """`trao Cờ luân lưu cho Cụm trưởng năm 2024`: a flag that goes round, not one given for results."""
    name = fold(term.name)
    if not name.startswith("cờ luân lưu"):
        return False
    start, end = page.sentence_of(term.start)
    behind = term.start + len("cờ luân lưu")
    return bool(
        TO_CHAIR.match(page.fold, behind, end)
        or page.first(CHOSEN, start, term.start)
        or page.first(PASSED_ON, max(start, term.start - 20), term.start)
    )
