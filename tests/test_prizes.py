"""Prize money: who gets it; donations, wages, turnover and values are none."""

import pytest
from drafts import draft_of

TOLD = [
    ("UBND huyện tặng Giấy khen và thưởng 2 triệu đồng cho bà Lò Thị Ót.", [("Lò Thị Ót", None, "conferred")]),
    ("UBND huyện tặng Giấy khen cho 9 tập thể, thưởng 2 triệu đồng/tập thể.", [("9 tập thể", 9, "conferred")]),
    ("UBND huyện tặng Giấy khen cho 9 tập thể, mỗi tập thể được thưởng 2 triệu đồng.", [("9 tập thể", 9, "conferred")]),
    ("Xã tặng Giấy khen và thưởng 300.000 đồng/người cho bà Lò Thị Ót và ông Giàng A Páo.", [("Lò Thị Ót", None, "conferred"), ("Giàng A Páo", None, "conferred")]),
    ("Chị Lò Thị Ót được thưởng 10 triệu đồng.", [("Lò Thị Ót", None, "conferred")]),
    ("Chị Lò Thị Ót đoạt giải Nhất, kèm tiền thưởng 5 triệu đồng.", [("Lò Thị Ót", None, "conferred")]),
    ("Xã thưởng nóng 3 triệu đồng cho anh Giàng A Páo.", [("Giàng A Páo", None, "conferred")]),
    ("Giám đốc Công an tỉnh quyết định thưởng nóng 30 triệu đồng cho ban chuyên án.", [("ban chuyên án", None, "conferred")]),
    ("Xã thưởng 10 triệu đồng cho 2 tập thể có thành tích.", [("2 tập thể có thành tích", 2, "conferred")]),
    ("Dịp này, mỗi tập thể sẽ được thưởng 5 triệu đồng.", [("mỗi tập thể", None, "possible")]),
    ("Bộ thưởng nóng Sở Y tế 50 triệu đồng.", [("Sở Y tế", None, "conferred")]),
    ("Bộ trao thưởng Sở Y tế (5 triệu đồng) và Sở Nội vụ (3 triệu đồng) vì lập công.", [("Sở Y tế", None, "conferred"), ("Sở Nội vụ", None, "conferred")]),
    ("Tỉnh thưởng 100 triệu đồng cho Đồn Biên phòng Sông Bưởi ở vùng biên giới phía tây của tỉnh, 50 triệu đồng cho Sở Y tế.", [("Đồn Biên phòng Sông Bưởi", None, "conferred"), ("Sở Y tế", None, "conferred")]),
    ("Tỉnh thưởng 20 triệu đồng cho Phòng Cảnh sát hình sự (PC45) và Công an huyện Mường Tè.", [("Phòng Cảnh sát hình sự", None, "conferred"), ("Công an huyện Mường Tè", None, "conferred")]),
    ("Bộ tặng Cờ thi đua cho Sở Y tế; Sở tặng Giấy khen cho 12 tập thể và thưởng 5 triệu đồng.", [("12 tập thể", 12, "conferred")]),
    ("Xã đề nghị thưởng 5 triệu đồng cho Sở Y tế.", [("Sở Y tế", None, "proposed")]),
]  # fmt: skip
NOTHING = [
    "Công ty Thép Sông Bưởi ủng hộ Quỹ khuyến học 25 triệu đồng.",
    "Doanh thu đạt 20 tỷ đồng, làm lợi 2 triệu đồng.",
    "Bà Lò Thị Ót nhận học bổng trị giá 2 triệu đồng.",
    "Bà Lò Thị Ót nhận lương 5 triệu đồng.",
    "Đội Sông Lam chưa được thưởng 10 triệu đồng.",
    "Công trình khen thưởng năm 2018 của Sở Y tế trị giá 4 tỷ đồng.",
    "Quỹ thi đua, khen thưởng của Sở Y tế có doanh thu 4 tỷ đồng.",
    "Sở Y tế được tặng Bằng khen. Sở Nội vụ xây trụ sở 5 tỷ đồng.",
    "Sở Y tế được thưởng vì thành tích nổi bật suốt nhiều năm trong khám chữa bệnh ở vùng cao, nay xây trụ sở 5 tỷ đồng.",
    "Chị Lò Thị Ót được thưởng, ủng hộ quỹ xã 2 triệu đồng.",
    "Bộ Y tế thưởng Sở Y tế vì đã thu 50 triệu đồng.",
    "Sau lũ, mỗi hộ nhận 5 triệu đồng tiền đền bù.",
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_prize_money_has_its_recipient(text: str, told: list[tuple[str, int | None, str]]) -> None:
    money = [a for a in draft_of(text, "2019-11-20").awards if a.award == "tiền thưởng"]
    assert [(a.recipient, a.count, a.status) for a in money] == told


@pytest.mark.parametrize("text", [text for text, _ in TOLD])
def test_prize_money_stands_on_the_sum(text: str) -> None:
    draft = draft_of(text, "2019-11-20")
    money = [a for a in draft.awards if a.award == "tiền thưởng"]
    spoken = {m.quote for a in money for m in a.mentions if m.part == "award"}
    assert spoken == {a.mentions[0].quote for a in draft.amounts}
    assert all(text[m.start : m.end] == m.quote for a in money for m in a.mentions)


@pytest.mark.parametrize("text", NOTHING)
def test_other_money_is_no_prize(text: str) -> None:
    draft = draft_of(text, "2019-11-20")
    assert draft.amounts
    assert [a.award for a in draft.awards if a.award == "tiền thưởng"] == []
