"""The contest at which a prize or medal was won."""

import pytest
from drafts import draft_of

CASES = [
    (
        "Tại Hội thi Cán bộ giỏi năm 2019, đội Sở Y tế đoạt giải Nhất, đội Sở Nội vụ đoạt giải Nhì.",
        ["Hội thi Cán bộ giỏi năm 2019"] * 2,
    ),
    (
        "Em Lê Thị Na đoạt giải Ba kỳ thi học sinh giỏi cấp tỉnh môn Toán năm 2019.",
        ["kỳ thi học sinh giỏi cấp tỉnh môn Toán năm 2019"],
    ),
    (
        "Em Lê Thị Na giành huy chương vàng tại Giải vô địch các câu lạc bộ võ cổ truyền quốc gia.",
        ["Giải vô địch các câu lạc bộ võ cổ truyền quốc gia"],
    ),
    (
        "Em Lê Thị Na từng đoạt giải Nhất Liên hoan dân ca Việt Nam và giải Nhì Hội thi Tiếng hát công nhân.",
        ["Liên hoan dân ca Việt Nam", "Hội thi Tiếng hát công nhân"],
    ),
    (
        "Sở Y tế tổ chức Hội thi Cán bộ giỏi năm 2019. Kết quả, đội Bệnh viện Bạch Mai đoạt giải Nhất.",
        ["Hội thi Cán bộ giỏi năm 2019"],
    ),
    ("Ban tổ chức Hội thi Cán bộ giỏi năm 2019 trao giải Nhất cho đội Sở Y tế.", ["Hội thi Cán bộ giỏi năm 2019"]),
    ("Đội Sở Y tế đoạt giải Nhất cuộc thi Olympic Kinh tế lượng toàn quốc.", ["cuộc thi Olympic Kinh tế lượng toàn quốc"]),
    ("Em Lê Thị Na đoạt giải Nhất Hội thi “Văn hóa, thể thao” cấp tỉnh.", ["Hội thi “Văn hóa, thể thao” cấp tỉnh"]),
    ("Em Lê Thị Na đoạt giải Nhất tại Hội thi Tiếng hát công nhân (bảng A) do Sở Y tế tổ chức.", ["Hội thi Tiếng hát công nhân"]),
    # not named, no prize, one of two
    ("Tại hội thi, đội Sở Y tế đoạt giải Nhất.", [None]),
    ("Bà Lê Thị Na được tặng Bằng khen vì thành tích tại Hội thi Cán bộ giỏi năm 2019.", [None]),
    ("Đội tuyển tham dự Giải vô địch bóng đá nữ quốc gia và Hội khỏe Phù Đổng năm 2019, giành 3 huy chương vàng.", [None]),
    ("Hội thi Cán bộ giỏi năm 2019 là dịp gặp gỡ. Năm 2010, em Lê Thị Na đã đoạt giải Nhất.", [None]),
]


@pytest.mark.parametrize(("text", "told"), CASES)
def test_the_contest_of_a_prize(text: str, told: list[str | None]) -> None:
    awards = draft_of(text).awards
    assert [award.occasion for award in awards] == told
    for award in awards:
        assert [m.quote for m in award.mentions if m.part == "occasion"] == ([award.occasion] if award.occasion else [])
