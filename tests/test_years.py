"""The year of an award that is told before its name."""

import pytest
from drafts import draft_of

CASES = [
    # told at the head of the sentence, once for all that is told behind it
    ("Riêng năm 2019, Sở Y tế được UBND tỉnh tặng Cờ thi đua.", ["2019"]),
    ("Trước đó, năm 2012, Sở Y tế vinh dự được Chủ tịch nước tặng Huân chương Lao động hạng Nhì.", ["2012"]),
    ("Trong năm 2019, toàn ngành có 5 tập thể được tặng Cờ thi đua của UBND tỉnh, 12 cá nhân được tặng Bằng khen của Bộ Y tế.", ["2019"] * 2),
    ("Năm học 2018-2019, Trường THPT Hòa Bình có 15 giáo viên đạt danh hiệu Chiến sĩ thi đua cấp cơ sở.", ["2018-2019"]),
    ("Năm 2019, Sở Y tế đã hoàn thành xuất sắc nhiệm vụ, được UBND tỉnh tặng Cờ thi đua.", ["2019"]),
    ("Năm 2020, bà Lê Thị Hoa, Giám đốc Sở Y tế, được Chủ tịch nước tặng Huân chương Lao động hạng Ba.", ["2020"]),
    ("Ông Lê Văn Nam là thương binh. Năm 2015, ông được UBND tỉnh tặng Bằng khen.", ["2015"]),
    ("Năm 2015, Chủ tịch nước tặng ông Lê Văn Nam Huân chương Lao động hạng Ba.", ["2015"]),
    ("Sở Y tế phấn đấu đến năm 2030 được tặng Huân chương Lao động hạng Nhì.", ["2030"]),
    # behind its holder
    ("Hội Nông dân xã Đông Sơn năm 2018 được UBND tỉnh tặng Bằng khen.", ["2018"]),
    # a label, and the line that opens a list
    ("Sở Y tế đã được tặng: \n+ Năm 1990: Huân chương Lao động hạng Ba;\n+ Các năm 2001, 2002: Cờ thi đua của Bộ Y tế.", ["1990", "2001, 2002"]),
    ("Kết quả khen thưởng năm 2019 của ngành: Sở Y tế được UBND tỉnh tặng Cờ thi đua; 5 cá nhân được tặng Bằng khen của Bộ Y tế.", ["2019"] * 2),
    ("Danh sách khen thưởng năm 2018:\n- Bằng khen: Sở Y tế\n- Cờ thi đua của UBND tỉnh: Sở Nội vụ", ["2018"] * 2),
    ("Năm 2018, Chủ tịch UBND tỉnh tặng Bằng khen cho:\n1. Sở Y tế.\n2. Sở Nội vụ.", ["2018"] * 2),
    # behind its name
    ("Sở Y tế được tặng Huân chương Sao Vàng lần thứ nhất vào năm 1985.", ["1985"]),
    ("Sở Y tế được tặng Huân chương Lao động hạng Ba (các năm: 1985, 1990), Huân chương Độc lập hạng Nhì, năm 2000.", ["1985, 1990", "2000"]),
    # a year of work, a plan, a day, a life, another year in between
    ("Với thành tích năm 2019, Sở Y tế được UBND tỉnh tặng Cờ thi đua.", [None]),
    ("Tổng kết công tác năm 2019, UBND tỉnh tặng Cờ thi đua cho Sở Y tế.", [None]),
    ("Các đơn vị hoàn thành nhiệm vụ năm 2018 được tặng Bằng khen của UBND tỉnh: Sở Y tế.", [None]),
    ("Danh sách tập thể có thành tích được khen thưởng năm 2018:\n- Cờ thi đua của UBND tỉnh: Sở Nội vụ", [None]),
    ("Kỷ niệm 50 năm ngày thành lập (năm 1970), Sở Y tế được tặng Huân chương Lao động hạng Nhất.", [None]),
    ("Năm 2010, Công ty Hoa Sen mở rộng sản xuất, hiện là đơn vị được tặng nhiều Cờ thi đua.", [None]),
    ("Năm 2019, UBND tỉnh tặng Cờ thi đua cho:\n- Sở Y tế\n- Sở Nội vụ, từng được tặng Huân chương Lao động hạng Ba", ["2019", None]),
    ("Mục tiêu đến năm 2025, tỉnh có 80% xã đạt chuẩn; 5 tập thể được tặng Bằng khen.", [None]),
    ("Năm 2020, ông Lê Văn Nam và bà Lê Thị Hoa được tặng Bằng khen.", ["2020"] * 2),
    ("Kế hoạch năm 2020, Sở Y tế đề nghị tặng Bằng khen cho 5 tập thể.", [None]),
    ("Ngày 5 tháng 3 năm 2019, UBND tỉnh tặng Bằng khen cho 5 tập thể.", [None]),
    ("Từ năm 2015 đến nay, Sở Y tế được tặng 3 Cờ thi đua của UBND tỉnh.", [None]),
    ("Năm 2019, Bệnh viện Phổi được thành lập, đến nay được tặng 2 Cờ thi đua của UBND tỉnh.", [None]),
    ("Năm 1970, ông Lê Văn Nam vào chiến trường Quảng Trị và được tặng Huân chương Chiến công hạng Ba.", [None]),
    ("Anh Lê Văn Nam, năm 1970 vào chiến trường, được tặng Huân chương Chiến công hạng Ba.", [None]),
    ("Ông Lê Văn Nam năm 2015 được bổ nhiệm Giám đốc, được tặng Bằng khen của Bộ Y tế.", [None]),
    ("Năm 2018, theo Quyết định số 15/QĐ-UBND ngày 5/3/2019 của Chủ tịch UBND tỉnh, Sở Y tế được tặng Bằng khen.", [None]),
    ("Năm 2020, Sở Y tế được tặng Cờ thi đua của UBND tỉnh, từng được tặng Huân chương Lao động hạng Ba.", ["2020", None]),
    ("Cuối năm 2018, Sở Y tế đã được UBND tỉnh tặng Cờ thi đua.", ["2018"]),
    # what somebody is called, or is told of by the way
    ("Năm 2019, UBND tỉnh trao Bằng khen cho Nhà giáo Ưu tú Lê Văn Nam.", ["2019", None]),
    ("Năm 2019, được sự giúp đỡ của Anh hùng Lao động Lê Văn Nam, Sở Y tế được tặng Bằng khen của UBND tỉnh.", [None, "2019"]),
    ("Năm 2019, Công ty Hoa Sen - đơn vị được tặng Huân chương Lao động hạng Ba - đã tặng 300 suất quà cho hộ nghèo.", [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "years"), CASES)
def test_the_year_of_an_award(text: str, years: list[str | None]) -> None:
    assert [award.year for award in draft_of(text).awards] == years


def test_an_award_told_twice_has_the_years_of_both() -> None:
    text = "Năm 2012, Sở Y tế được UBND tỉnh tặng Cờ thi đua. Năm 2014, Sở Y tế được UBND tỉnh tặng Cờ thi đua."
    assert [award.year for award in draft_of(text, "2020-03-05").awards] == ["2012, 2014"]


@pytest.mark.parametrize(("published", "year"), [("2019-03-05", "2018"), ("2023-03-05", None)])
def test_the_year_told_the_second_time_is_that_of_the_first_only_if_recent(published: str, year: str | None) -> None:
    text = "UBND tỉnh trao Cờ thi đua cho Sở Y tế.\nUBND tỉnh vừa trao Cờ thi đua năm 2018 cho Sở Y tế."
    assert [award.year for award in draft_of(text, published).awards if award.status == "conferred"] == [year]


def test_a_prize_has_the_year_of_the_one_edition_that_the_article_tells_of() -> None:
    text = "Giải thưởng Hoa Sen năm 2019 được trao sáng 5/3. Bệnh viện Phổi nhận Giải thưởng Hoa Sen. Bà Lê Thị Na từng nhận Giải thưởng Hoa Sen."
    assert [(a.recipient, a.year) for a in draft_of(text, "2019-03-06").awards] == [
        ("Bệnh viện Phổi", "2019"),
        ("Lê Thị Na", None),
    ]
    assert {a.year for a in draft_of(text.replace("sáng 5/3", "cùng Giải thưởng Hoa Sen năm 2018"), "2019-03-06").awards} == {
        None
    }
    assert {a.year for a in draft_of(text, "2023-03-06").awards} == {None}


def test_scholarships_of_one_name_are_given_in_many_years() -> None:
    text = (
        "Quỹ trao học bổng Hoa Sen năm học 2018-2019 cho 5 em. Đến nay, Quỹ đã trao 900 suất học bổng Hoa Sen cho học sinh nghèo."
    )
    assert [a.year for a in draft_of(text, "2019-03-06").awards] == ["2018-2019", None]
