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


WRAPPED = (
    "Hội đồng Thi đua - Khen thưởng tỉnh Hà Nam đã họp và thống nhất đề nghị Chính phủ\ntặng Cờ thi đua cho Sở Y tế và đề nghị "
    "Ủy ban Mặt trận Tổ\nquốc tỉnh Hà Nam tặng Bằng khen cho bà Lò Thị Pản, Phó Giám đốc Sở Y\ntế, cùng với ông Trần Văn Bình "
    "và các cán bộ của Sở Nội vụ, của Ủy ban MTTQ\nViệt Nam huyện Sông Mã.\nÔng Lê Văn Sáu dự."
)


def test_a_line_that_breaks_off_goes_on() -> None:
    told = read(WRAPPED)
    told.check(WRAPPED)
    assert [(a.award, a.recipient) for a in told.awards][:2] == [("Cờ thi đua", "Sở Y tế"), ("Bằng khen", "Lò Thị Pản")]
    assert {"Sở Y tế", "Ủy ban MTTQ Việt Nam huyện Sông Mã"} <= {u.name for u in told.units}
    assert "Ủy ban MTTQ\nViệt Nam huyện Sông Mã" in {m.quote for u in told.units for m in u.mentions}
    assert Even(WRAPPED).text.count("\n") == 1


@pytest.mark.parametrize(
    "text", ["Danh sách\nông Lê Sáu\nbà Lò Pản", f"{'Sở Y tế khen thưởng:'.ljust(60, '.')}\nông Sáu", "Tặng\n- ông Sáu"]
)
def test_lists_keep_their_lines(text: str) -> None:
    assert Even(text).text == text


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
