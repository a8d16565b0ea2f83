"""Signatures under decisions and letters: whom the signer stands for, the post in capitals, `(Đã ký)` and the name.

>>> text = "KT. GIÁM ĐỐC\\nPHÓ GIÁM ĐỐC\\n(Đã ký)\\nTrần Văn Lâm"
>>> post_above(text, text.index("Trần"))
(13, 25)
"""

from __future__ import annotations

import re

LONGEST = 200
"""Characters that are read above a name."""
UP = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐÐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_BLOCK = re.compile(
    rf"(?:^|\n)[ \t]*(?P<for>(?:TM|T/M|KT|K/T|TL|TUQ)(?:\. ?|/| )[{UP}][^\n]{{2,60}}\n\s{{0,6}})?"
    rf"(?P<post>[{UP}]+(?: [{UP}]+){{1,5}})[ \t]{{0,6}}\n\s{{0,6}}(?P<mark>\(?[Đđ]ã ký\)?[ \t]{{0,6}}\n\s{{0,6}})?$"
)


def post_above(text: str, start: int) -> tuple[int, int] | None:
    """Where the post stands under which the name in the line that begins at `start` is signed, None where it is no signature."""
    begin = max(0, start - LONGEST)
    block = _BLOCK.search(text[begin:start])
    if block is None or not (block["for"] or block["mark"]):
        return None
    return begin + block.start("post"), begin + block.end("post")
