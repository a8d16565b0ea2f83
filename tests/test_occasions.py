"""The contest at which a prize or medal was won, and other occasions of awards."""

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
    # when those who were given it, or what it was given for, did something
    ("UBND tỉnh tặng Bằng khen cho 5 tập thể tổ chức tốt hội thao nhân dịp kỷ niệm 50 năm Ngày thành lập Đảng.", [None]),
    ("Vì đã giúp hộ nghèo nhân dịp Tết Nguyên đán, Sở Y tế được UBND tỉnh tặng Bằng khen.", [None]),
    # not named, no prize, one of two
    ("Tại hội thi, đội Sở Y tế đoạt giải Nhất.", [None]),
    ("Bà Lê Thị Na được tặng Bằng khen vì thành tích tại Hội thi Cán bộ giỏi năm 2019.", [None]),
    ("Đội tuyển tham dự Giải vô địch bóng đá nữ quốc gia và Hội khỏe Phù Đổng năm 2019, giành 3 huy chương vàng.", [None]),
    ("Hội thi Cán bộ giỏi năm 2019 là dịp gặp gỡ. Năm 2010, em Lê Thị Na đã đoạt giải Nhất.", [None]),
    # told in the sentence before, or in the line that opens the list
    ("Sở Y tế gặp mặt Đội tuyển vừa trở về từ Giải Việt dã toàn quốc. Em Lê Thị Na đoạt HCV cự ly 8 km nữ.", ["Giải Việt dã toàn quốc"]),
    (
        "Tối 22/3, Sở Y tế tổ chức chung kết Hội thi “Tay nghề giỏi” năm 2025. Kết quả:\nGiải Nhất: Đội Bệnh viện Phổi.",
        ["Hội thi “Tay nghề giỏi” năm 2025"],
    ),
    ("Đội tuyển sẽ dự Giải Việt dã châu Á. Em Lê Thị Na đoạt HCV cự ly 8 km nữ.", [None]),
    ("Em Lê Thị Na giành 2 HCV tại SEA Games 30 (em cũng là nhà vô địch quốc gia) và được khen.", ["SEA Games 30", None]),
    # the edition of a prize
    ("Bệnh viện Phổi nhận Giải thưởng Hoa Sen lần thứ 11.", ["lần thứ 11"]),
    ("Lễ trao Giải thưởng Hoa Sen lần thứ 11 diễn ra sáng 5/3. Bệnh viện Phổi nhận Giải thưởng Hoa Sen.", ["lần thứ 11"]),
    ("Giải thưởng Hoa Sen lần thứ 11 diễn ra sáng 5/3. Bệnh viện Phổi nhận Giải thưởng Hoa Sen năm 2012.", [None]),
    ("Sở Y tế được tặng Huân chương Lao động hạng Nhất lần thứ hai.", [None]),
    # a day that is kept
    (
        "Nhân dịp kỷ niệm 65 năm Ngày truyền thống ngành Y tế (27/2), UBND tỉnh tặng Cờ thi đua cho Sở Y tế.",
        ["kỷ niệm 65 năm Ngày truyền thống ngành Y tế"],
    ),
    ("UBND tỉnh tặng Cờ thi đua cho Sở Y tế nhân dịp Ngày Thầy thuốc Việt Nam.", ["Ngày Thầy thuốc Việt Nam"]),
    ("Nhân Ngày Nhà giáo Việt Nam 20/11, UBND tỉnh tặng Bằng khen cho 5 giáo viên.", ["Ngày Nhà giáo Việt Nam"]),
    ("Nhân dịp này, UBND tỉnh tặng Cờ thi đua cho Sở Y tế.", [None]),
    ("UBND tỉnh tặng Bằng khen cho 5 nghệ nhân ngày mai lên đường.", [None]),
    ("Ông Lê Văn Nam, từng được tặng Huân chương Lao động hạng Ba, phát biểu nhân dịp kỷ niệm 50 năm thành lập trường.", [None]),
    # the time that totals are told for
    ("Trong 5 năm, 68 lượt người được tặng Bằng Lao động sáng tạo, 3 người đạt danh hiệu Chiến sĩ thi đua toàn quốc.", ["Trong 5 năm"] * 2),
    ("Như vậy, từ đầu năm đến nay, Đảng bộ huyện có 17 đảng viên được nhận Huy hiệu Đảng.", ["từ đầu năm đến nay"]),
    ("Giai đoạn 2016-2020, Sở Y tế được tặng 3 Cờ thi đua của UBND tỉnh.", ["Giai đoạn 2016-2020"]),
    ("Hội nghị tổng kết giai đoạn 2016-2020, Sở Y tế được tặng 3 Cờ thi đua của UBND tỉnh.", [None]),
    ("Trong 5 năm qua, phong trào phát triển mạnh, tại hội nghị UBND tỉnh tặng Bằng khen cho 5 tập thể.", [None]),
    ("Trong 10 năm qua, chị Lê Thị Hoa đã hiến máu 30 lần và được tặng Bằng khen của UBND tỉnh.", [None]),
    ("5 năm qua, 3 tập thể được tặng Cờ thi đua của UBND tỉnh; riêng 2 cá nhân được tặng Huân chương Lao động hạng Ba.", ["5 năm qua", None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CASES)
def test_the_contest_of_a_prize(text: str, told: list[str | None]) -> None:
    awards = draft_of(text).awards
    assert [award.occasion for award in awards] == told
    for award in awards:
        assert [m.quote for m in award.mentions if m.part == "occasion"] == ([award.occasion] if award.occasion else [])
