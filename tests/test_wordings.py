"""Ways in which reports word awards (`wordings.txt`): a sentence, and every award read of it with recipient, status, count and giver."""

from pathlib import Path

import pytest
from drafts import draft_of

FILE = Path(__file__).parent / "wordings.txt"


def wordings() -> list[tuple[str, list[str]]]:
    blocks = FILE.read_text(encoding="utf-8").split("\n\n")[1:]
    return [
        (lines[0].replace(" ¶ ", "\n"), [line.strip() for line in lines[1:]])
        for lines in (block.strip().split("\n") for block in blocks)
    ]


WORDINGS = wordings()


def test_the_file_is_read_whole() -> None:
    assert len(WORDINGS) > 60
    assert all(line.count(" | ") == 4 for _, told in WORDINGS for line in told)


@pytest.mark.parametrize(("text", "told"), WORDINGS, ids=[text[:60] for text, _ in WORDINGS])
def test_awards_are_read_as_reports_word_them(text: str, told: list[str]) -> None:
    read = [
        " | ".join([a.award, a.recipient or "-", a.status, str(a.count or "-"), a.grantor or "-"]) for a in draft_of(text).awards
    ]
    assert read == told
