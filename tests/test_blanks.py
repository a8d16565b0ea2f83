"""Doubled blanks change neither the facts nor where they stand."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import read
from extract.blanks import Even
from schemas.facts import LISTS

NEWS = (
    "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết phong trào thi đua “Nói hay làm tốt”. "
    "Ông Trần Văn Bình, Giám đốc Sở Y tế, trao Bằng khen của Chủ tịch UBND tỉnh và 2 triệu đồng cho bà Lò Thị Pản. "
    "Hội nghị triển khai Nghị quyết Đại hội XII của Đảng và Luật Thi đua, khen thưởng."
)


def doubled(text: str, seed: int) -> str:
    dice = random.Random(seed)
    return "".join(c * dice.choice((1, 2, 3)) if c == " " else c for c in text)


@pytest.mark.parametrize("seed", range(6))
def test_the_facts_of_a_text_with_doubled_blanks_are_those_of_the_text(seed: int) -> None:
    text = doubled(NEWS, seed)
    plain, told = read(NEWS), read(text)
    assert text != NEWS
    assert plain.documents
    assert plain.awards
    told.check(text)
    for name in LISTS:
        for one, other in zip(getattr(plain, name), getattr(told, name), strict=True):
            assert one.model_dump(exclude={"mentions"}) == other.model_dump(exclude={"mentions"})
            assert [" ".join(m.quote.split()) for m in other.mentions] == [m.quote for m in one.mentions]


def test_columns_stay_apart() -> None:
    for text in ("Sở Y tế    Lò Văn Páo", "Sở Y tế\t\tLò Văn Páo", "Sở Y tế\n  Lò Văn Páo", "  Sở Y tế  "):
        assert Even(text).text == text


@given(st.text(alphabet="aÁ \u00a0\n\t", max_size=40), st.data())
def test_every_stretch_leads_back_to_the_same_words(text: str, data: st.DataObject) -> None:
    even = Even(text)
    start = data.draw(st.integers(0, len(even.text)))
    end = data.draw(st.integers(start, len(even.text)))
    a, b = even.given(start, end)
    words, given_words = even.text[start:end].split(), text[a:b].split()
    assert words == given_words
