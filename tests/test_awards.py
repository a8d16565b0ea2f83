"""Awards, in sentences that carry the answer: `to` names the recipients, `status` the status."""

import pytest
from drafts import draft_of
from marked import name, parse

FOUND = [
    'Hội nghị đề nghị Chính phủ tặng <a to="Sở Tài chính" status="proposed">Cờ thi đua</a> cho Sở Tài chính.',
    'Ông Hà Văn Sự trao <a to="Phòng Đào tạo; Khoa Luật; 7 cá nhân" status="conferred">Bằng khen của Bộ trưởng Bộ Y tế</a> cho Phòng Đào tạo, Khoa Luật và 7 cá nhân.',
    'Dịp này, <a to="8 tập thể; 20 cá nhân" status="conferred" back="1">8 tập thể và 20 cá nhân được tặng Giấy khen</a>.',
    'Bà Lò Thị Ban được Chủ tịch nước tặng <a to="Lò Thị Ban" status="conferred">Huân chương Lao động hạng Ba</a>.',
    'Anh Vừ A Tủa từng được tặng <a to="Vừ A Tủa" status="past">Huân chương Dũng cảm</a>.',
    'Năm 2003, Công ty May Sông Đà được tặng <a to="Công ty May Sông Đà" status="past">Cờ thi đua của Chính phủ</a>.',
    'Đơn vị dẫn đầu hai năm liền sẽ được xem xét tặng <a to="Đơn vị dẫn đầu hai năm liền" status="possible">Huân chương Lao động</a>.',
    'Vận động viên Ksor Hlan đoạt <a to="Ksor Hlan" status="conferred">HCV</a> cự ly 5 km.',
    'Chủ tịch UBND tỉnh tặng em Lý A Sử <a to="Lý A Sử" status="conferred">Bằng khen</a>.',
    '<a to="Trường THPT Chu Văn An" status="conferred">Giải Nhất</a> thuộc về Trường THPT Chu Văn An.',
    'Công ty Điện lực Sông Bưởi trao <a to="học sinh nghèo vượt khó" status="conferred" count="40">học bổng</a>, mỗi suất 2 triệu đồng, cho học sinh nghèo vượt khó.',
    'Ông được phong tặng danh hiệu. <a to="Bùi Đức Thiện" status="past">Anh hùng Lao động</a> Bùi Đức Thiện dự lễ.',
    'Bộ Công an tặng <a to="Đội 4; Tô Văn Lập" status="conferred">Bằng khen</a> cho Đội 4 và 1 cá nhân là Thượng úy Tô Văn Lập.',
    'Nhân dịp này, tỉnh tặng <a to="nhân dân và cán bộ xã Phong Nậm" status="conferred">Cờ thi đua</a> cho nhân dân và cán bộ xã Phong Nậm.',
    'Hội đồng đã lập hồ sơ đề nghị xét tặng danh hiệu “<a to="Trần Thị Hòa" status="proposed">Thầy thuốc Ưu tú</a>” cho bác sĩ Trần Thị Hòa.',
    'Tập thể Cụm đã suy tôn Sở Tài chính là đơn vị dẫn đầu, đề nghị Chính phủ tặng <a to="Sở Tài chính" status="proposed">Cờ thi đua</a>.',
    'Ông Hà Văn Sự gắn <a to="Công ty May Sông Đà" status="conferred">Huân chương Lao động hạng Ba</a> lên lá cờ truyền thống của Công ty May Sông Đà.',
    'Thủ tướng trao <a to="các cá nhân" status="conferred">Huân chương Lao động hạng Ba</a> tặng các cá nhân.',
    'Lữ đoàn 74, Tổng cục II; Nhà máy X51, Tổng cục Công nghiệp; Trung đoàn 64, Quân khu 9 được tặng <a to="Lữ đoàn 74; Nhà máy X51; Trung đoàn 64" status="conferred">Cờ thi đua của Bộ Quốc phòng</a>.',
    'Thành phố Tân An hai lần được vinh danh là <a to="thành phố Tân An" status="past">thành phố du lịch sạch ASEAN</a>.',
    'Em Lê Văn Ngọc nay đã là <a to="Lê Văn Ngọc" status="past">học sinh giỏi cấp tỉnh</a>.',
    'Chị Lê Thị Nga cũng là <a to="Lê Thị Nga" status="past">nhà vô địch quốc gia</a> từ năm 2012 đến nay.',
    'Ông Lê Văn Tám cũng là người thứ hai của tỉnh nhận <a to="Lê Văn Tám" status="past">Huân chương Dũng cảm</a>.',
    'Các vận động viên ra về: <a to="48 em" status="conferred" back="1">48 em đạt huy chương</a>.',
    'UBND huyện Can Hải trao <a to="xã Phú Lạc; xã Trường Yên; xã Khánh Sơn" status="conferred">Bằng công nhận</a> cho các xã Phú Lạc, Trường Yên, Khánh Sơn.',
    'Kết quả: Lê Thị Hoa, <a to="Lê Thị Hoa" status="conferred">giải nhất</a>; Trần Văn Nam, <a to="Trần Văn Nam" status="conferred">giải nhì</a>.',
    'Dự lễ có Đại tá Lò Thị Ban - <a to="Lò Thị Ban" status="past">Anh hùng Lao động</a>.',
    'Bộ Y tế dự lễ kỷ niệm 60 năm phong trào (1948-2008) và đón nhận <a to="Bệnh viện Sông Đà" status="conferred">Huân chương Lao động hạng Nhì của Bệnh viện Sông Đà</a>.',
]  # fmt: skip
NOTHING = [
    # who is meant nobody tells: either of two, or whom the speaker spoke of
    "Sở Y tế phối hợp với Công ty Dược Hà Nam khám bệnh. Năm 2015 được tặng Bằng khen của UBND tỉnh.",
    "Bà Lê Thị Lành cho biết Hội Nông dân xã hoạt động tốt. Năm 2016 được tặng Giấy khen.",
    "Sở Công thương chưa được tặng Cờ thi đua cấp tỉnh.",
    "Em dự kỳ thi chọn học sinh giỏi cấp tỉnh và trở về trường.",
    "Hội nghị bàn về công tác khen thưởng, bằng khen và giấy khen nói chung.",
    "Đây là giải thưởng dành cho những đơn vị có thành tích xuất sắc.",
    "Dự hội nghị có đồng chí Trần Văn Bình - Phó giám đốc Sở Nội vụ tỉnh, lãnh đạo Ban thi đua Khen thưởng - Sở Nội vụ tỉnh; đại biểu Mẹ Việt Nam anh hùng, Anh hùng lao động, nhà giáo nhân dân; thủ trưởng các đơn vị; các tập thể, cá nhân được khen thưởng.",
    "Cuộc thi sáng tác về đề tài huân chương sẽ khép lại vào tháng sau.",
    "Ông chúc các tập thể, cá nhân được nhận giải thưởng tiếp tục phấn đấu.",
    "Dự lễ có các Mẹ Việt Nam anh hùng, các Anh hùng Lao động.",
]


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_awards_have_recipient_and_status(marked: str) -> None:
    sentence = parse(marked, {"a"})
    found = [(a.recipient, a.status) for a in draft_of(sentence.text, "2016-11-20").awards]
    assert found == [(to, mark.attrs["status"]) for mark in sentence.marks for to in mark.attrs["to"].split("; ")]


@pytest.mark.parametrize("marked", [m for m in FOUND if 'back="1"' not in m], ids=name)
def test_an_award_stands_on_its_words(marked: str) -> None:
    sentence = parse(marked, {"a"})
    awards = draft_of(sentence.text, "2016-11-20").awards
    spoken = {(m.start, m.end) for award in awards for m in award.mentions if m.part == "award"}
    assert spoken == {(mark.start, mark.end) for mark in sentence.marks}


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_talk_of_awards_is_no_award(text: str) -> None:
    assert draft_of(text, "2016-11-20").awards == []


def told(text: str) -> list[tuple[str, str | None, str]]:
    return [(a.award, a.recipient, a.status) for a in draft_of(text, "2016-11-20").awards]


def test_lines_under_a_heading_share_the_award() -> None:
    text = (
        "Quyết định khen thưởng:\n\nHUÂN CHƯƠNG LAO ĐỘNG HẠNG NHÌ\n- Cục Thuế Bắc Hà\n- Ông Lê Văn Ái, Cục trưởng Cục Thuế Bắc Hà"
    )
    award = "Huân chương lao động hạng Nhì"
    assert told(text) == [(award, "Cục Thuế Bắc Hà", "conferred"), (award, "Lê Văn Ái", "conferred")]


def test_lines_behind_a_colon_share_its_verb() -> None:
    text = "Chủ tịch UBND tỉnh đã tặng:\n- Cờ thi đua cho Sở Y tế;\n- Bằng khen cho bà Hà Thị Tư."
    assert told(text) == [("Cờ thi đua", "Sở Y tế", "conferred"), ("Bằng khen", "Hà Thị Tư", "conferred")]
    assert [a.grantor for a in draft_of(text).awards] == ["Chủ tịch UBND tỉnh"] * 2


def test_grades_of_one_order_are_awards_of_their_own() -> None:
    text = "Công ty Gang Sông Công đã được tặng Huân chương Lao động hạng Ba (1986), hạng Nhì (1996)."
    assert told(text) == [
        ("Huân chương Lao động hạng Ba", "Công ty Gang Sông Công", "past"),
        ("Huân chương Lao động hạng Nhì", "Công ty Gang Sông Công", "past"),
    ]


def test_named_members_replace_a_group_that_they_fill() -> None:
    text = "UBND tỉnh tặng Bằng khen cho 2 tập thể: Sở Y tế, Sở Nội vụ và 9 cá nhân, trong đó có bà Mai Thị Lài."
    assert [to for _, to, _ in told(text)] == ["Sở Y tế", "Sở Nội vụ", "9 cá nhân", "Mai Thị Lài"]


def test_a_later_sentence_names_the_members() -> None:
    text = "UBND tỉnh tặng 2 tập thể Bằng khen. Có 2 tập thể được tặng Giấy khen. Hai tập thể gồm: Sở Y tế và Sở Nội vụ."
    assert ("Giấy khen", "Sở Y tế", "conferred") in told(text)
    assert ("Giấy khen", "Sở Nội vụ", "conferred") in told(text)


def test_words_stand_for_one_told_before() -> None:
    text = "Bà Hà Thị Tư, giáo viên Trường Mầm non Nà Ca vui mừng. Bà từng được tặng Bằng khen. Nhà trường cũng được nhận Cờ thi đua."
    assert told(text) == [("Bằng khen", "Hà Thị Tư", "past"), ("Cờ thi đua", "Trường Mầm non Nà Ca", "conferred")]


def test_prize_money_goes_to_those_told_with_it() -> None:
    text = "UBND huyện tặng Giấy khen cho 9 tập thể và 15 cá nhân, kèm tiền thưởng 2 triệu đồng/tập thể, 500.000 đồng/cá nhân."
    assert [row for row in told(text) if row[0] == "tiền thưởng"] == [
        ("tiền thưởng", "9 tập thể", "conferred"),
        ("tiền thưởng", "15 cá nhân", "conferred"),
    ]


def test_a_donation_is_no_prize() -> None:
    assert told("Công ty Xăng dầu Bắc Mê ủng hộ Quỹ khuyến học 25 triệu đồng.") == []


def test_a_law_text_only_makes_things_possible() -> None:
    text = "Dự thảo luật quy định tiêu chuẩn danh hiệu “Chiến sĩ thi đua cơ sở”. Đại biểu Trần Văn Nam (Hà Nam) góp ý."
    assert told(text) == [("Chiến sĩ thi đua cơ sở", None, "possible")]


@pytest.mark.parametrize(
    ("text", "praised"),
    [
        ("Công đoàn tuyên dương 191 nhà giáo tiêu biểu.", [("tuyên dương", "191 nhà giáo tiêu biểu", "conferred")]),
        ("Dịp này, 2 tập thể và 8 cá nhân được khen thưởng.", [("khen thưởng", "2 tập thể", "conferred"), ("khen thưởng", "8 cá nhân", "conferred")]),
        ("Hội nghị tổng kết công tác thi đua, khen thưởng năm 2016 có 30 đại biểu.", []),
        ("Chưa có 5 tập thể nào được khen thưởng.", []),
    ],
)  # fmt: skip
def test_praise_of_a_counted_group_is_an_award(text: str, praised: list[tuple[str, str, str]]) -> None:
    assert told(text) == praised


def test_one_order_told_twice_is_one_award() -> None:
    text = "Sở Y tế được tặng Bằng khen. Bằng khen được trao cho Sở Y tế."
    assert told(text) == [("Bằng khen", "Sở Y tế", "conferred")]


@pytest.mark.parametrize(
    ("text", "mandates"),
    [
        ("Năm 2017, Trưởng Cụm thi đua số 2 là Sở Y tế, Phó Cụm trưởng là Sở Nội vụ.", [("Trưởng Cụm", "Sở Y tế"), ("Phó Cụm trưởng", "Sở Nội vụ")]),
        ("Hội nghị bầu Sở Y tế làm Khối trưởng, Sở Nội vụ và Sở Công Thương làm Khối phó năm 2017.", [("Khối trưởng", "Sở Y tế"), ("Khối phó", "Sở Nội vụ"), ("Khối phó", "Sở Công Thương")]),
        ("Ông Lê Văn Ái, Giám đốc Sở Y tế, Khối trưởng chủ trì hội nghị.", []),
    ],
)  # fmt: skip
def test_units_take_offices_in_turn(text: str, mandates: list[tuple[str, str]]) -> None:
    found = draft_of(text).mandates
    assert sorted((m.title, m.holder) for m in found) == sorted(mandates)
    assert all(m.year == "2017" for m in found)


def test_a_jury_gets_none_of_the_prizes_it_names() -> None:
    text = "Hội đồng Giải thưởng đã tuyển chọn được 90 tác phẩm đoạt giải, trong đó có 3 giải A, 12 giải B."
    assert told(text) == [("giải A", None, "conferred"), ("giải B", None, "conferred")]


def test_bodies_that_each_gave_the_same_award_are_both_kept() -> None:
    text = "Ông Lê Văn Tám được Thủ tướng Chính phủ tặng Bằng khen năm 2015; được Bộ trưởng Bộ Y tế tặng Bằng khen năm 2018."
    found = [(a.recipient, a.grantor, a.year) for a in draft_of(text, "2023-11-20").awards]
    assert found == [("Lê Văn Tám", "Thủ tướng Chính phủ", "2015"), ("Lê Văn Tám", "Bộ trưởng Bộ Y tế", "2018")]


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("Tỉnh tặng Giấy khen cho 2 tập thể.", "Hai tập thể gồm: Phòng Đào tạo, Khoa Luật.", ["Phòng Đào tạo", "Khoa Luật"]),
        (
            "Năm mẹ được truy tặng danh hiệu Bà mẹ Việt Nam anh hùng.",
            "Trong số các mẹ được truy tặng có mẹ Lò Thị Ban và mẹ Hà Thị Na.",
            ["Năm mẹ", "Lò Thị Ban", "Hà Thị Na"],
        ),
        (
            "Trong số 90 cá nhân nhận Kỷ niệm chương, tỉnh có 2 người.",
            "Đó là, ông Lê Văn Tám; bà Hà Thị Na.",
            ["90 cá nhân", "Lê Văn Tám", "Hà Thị Na"],
        ),
    ],
)
def test_a_later_sentence_names_members(before: str, after: str, names: list[str]) -> None:
    assert [to for _, to, _ in told(f"{before} {after}")] == names


def test_a_prize_named_once_is_meant_by_the_bare_word() -> None:
    text = "Trao Giải thưởng Bông Lúa\n\nNhững cá nhân đạt giải gồm các ông, bà: Lê Văn Tám - Chủ tịch Hội Nông dân; Hà Thị Na."
    assert {(a, to) for a, to, _ in told(text)} == {("Giải thưởng Bông Lúa", "Lê Văn Tám"), ("Giải thưởng Bông Lúa", "Hà Thị Na")}


def test_a_group_shared_by_grades_gives_way_to_who_got_which() -> None:
    text = (
        "Bà Hà Thị Na trao Huân chương Lao động hạng Nhất, hạng Nhì cho 6 học sinh. 2 học sinh nhận Huân chương Lao động hạng Nhất. "
        "4 học sinh nhận Huân chương Lao động hạng Nhì."
    )
    assert [to for _, to, _ in told(text)] == ["2 học sinh", "4 học sinh"]


def test_praise_of_a_counted_group() -> None:
    text = "Quân khu đã quyết định tuyên dương 21 tập thể; tặng Bằng khen cho 6 cá nhân. Dịp này, 120 nhà giáo được vinh danh."
    assert sorted(told(text)) == [
        ("Bằng khen", "6 cá nhân", "conferred"),
        ("tuyên dương", "21 tập thể", "conferred"),
        ("vinh danh", "120 nhà giáo", "conferred"),
    ]


def test_who_speaks_for_the_winners_is_one() -> None:
    text = "Thay mặt những người được nhận Giải thưởng Bông Lúa, bà Hà Thị Na xúc động phát biểu."
    assert told(text) == [("Giải thưởng Bông Lúa", "Hà Thị Na", "conferred")]


def test_examples_behind_a_group_are_members() -> None:
    text = "Tỉnh tặng Bằng khen cho 30 cá nhân. Tiêu biểu là ông Lê Văn Tám và bà Hà Thị Na với mô hình của ông Lò Văn Ót."
    assert [to for _, to, _ in told(text)] == ["30 cá nhân", "Lê Văn Tám", "Hà Thị Na"]


def test_a_part_with_a_verb_of_its_own_gets_its_own_award() -> None:
    text = "Giải thưởng Bông Lúa được trao cho 132 cá nhân, bao gồm 89 sinh viên nhận học bổng."
    assert told(text) == [("Giải thưởng Bông Lúa", "132 cá nhân", "conferred"), ("học bổng", "89 sinh viên", "conferred")]


def test_a_title_held_is_past() -> None:
    text = "Lửa do chị Lê Thị Nga, vận động viên giành 2 HCV, thắp lên."
    assert told(text) == [("HCV", "Lê Thị Nga", "past")]


def test_grades_and_names_of_one_number_belong_together_one_by_one() -> None:
    text = "Bộ trưởng trao Huân chương Lao động hạng Nhì, hạng Ba cho ông Lê Văn Tám và bà Hà Thị Na."
    assert told(text) == [
        ("Huân chương Lao động hạng Nhì", "Lê Văn Tám", "conferred"),
        ("Huân chương Lao động hạng Ba", "Hà Thị Na", "conferred"),
    ]


def test_a_donor_gets_nothing() -> None:
    text = "Xã trao 9 suất học bổng cho học sinh nghèo, trong đó 5 triệu đồng do Công ty May Sông Đà ủng hộ."
    assert told(text) == [("học bổng", "học sinh nghèo", "conferred")]


def test_who_died_is_honoured_and_not_the_kin() -> None:
    text = "Chủ tịch nước trao Huân chương Dũng cảm cho thân nhân của anh Lê Văn Tám."
    assert told(text) == [("Huân chương Dũng cảm", "Lê Văn Tám", "conferred")]


def test_members_are_counted_by_kind() -> None:
    text = "Bộ tặng Bằng khen cho 2 tập thể, 1 cá nhân, gồm: Phòng Đào tạo; Khoa Luật; ông Lê Văn Tám."
    assert [to for _, to, _ in told(text)] == ["Phòng Đào tạo", "Khoa Luật", "Lê Văn Tám"]


def test_what_somebody_says_of_others_is_not_about_the_speaker() -> None:
    text = "Trường THPT Sông Đà họp mặt. Thầy Hà Văn Sự cho biết trường phấn đấu được tặng Huân chương Lao động."
    assert told(text) == [("Huân chương Lao động", "Trường THPT Sông Đà", "possible")]
    text = "Cô Hà Thị Na kể về em Lý A Sử, cậu bé từng bỏ học đi nương, năm nay đạt giải Ba."
    assert told(text) == [("giải Ba", "Lý A Sử", "conferred")]


def test_a_group_ends_before_the_number_of_awards() -> None:
    text = "Chủ tịch nước đã tặng các tập thể trong tỉnh 3 Huân chương Lao động hạng Nhất."
    found = draft_of(text, "2016-11-20").awards
    assert [(a.recipient, a.count) for a in found] == [("các tập thể trong tỉnh", 3)]


def test_parts_that_add_up_to_the_whole_are_read_to_the_end() -> None:
    text = "Giải thưởng Bông Lúa được trao cho 12 cá nhân, gồm 5 sinh viên nhận học bổng, 4 nông dân và 3 công nhân."
    found = [(a, to) for a, to, _ in told(text)]
    assert ("Giải thưởng Bông Lúa", "3 công nhân") in found
    assert ("Giải thưởng Bông Lúa", "5 sinh viên") not in found


def test_the_staff_of_a_body_as_a_whole_is_the_body() -> None:
    assert told("Tỉnh tặng Bằng khen cho tập thể cán bộ, giáo viên Trường THPT Sông Đà.") == [
        ("Bằng khen", "Trường THPT Sông Đà", "conferred")
    ]


def test_a_group_told_again_in_short_is_one_entry() -> None:
    text = "Tỉnh tặng Bằng khen cho 7 cá nhân tiêu biểu. Thay mặt tỉnh, ông Hà Văn Sự trao Bằng khen cho 7 cá nhân."
    assert [to for _, to, _ in told(text)] == ["7 cá nhân tiêu biểu"]


@pytest.mark.parametrize(
    "text",
    [
        "Em đoạt giải Khuyến",
        "Em đoạt giải đặc",
        "Anh hùng Lao động thời kỳ đổi",
        "Cả Tổ Bộ",
        "Đại diện Quỹ trường",
        "① Sở Y tế, 5 ² đất",
    ],
)
def test_a_text_that_breaks_off_is_read(text: str) -> None:
    assert draft_of(text).page.text == text


def test_an_award_known_with_its_grantor_keeps_it() -> None:
    text = "Ông Hà Văn Sự, Giám đốc Sở Y tế trao Bằng khen của Thủ tướng Chính phủ cho bà Lò Thị Ban."
    assert [(a.recipient, a.grantor) for a in draft_of(text).awards] == [("Lò Thị Ban", "Thủ tướng Chính phủ")]


def test_what_a_speaker_says_a_body_got_is_the_bodys() -> None:
    text = "Tại lễ tổng kết, ông Lò Văn Tám cho biết Sở Y tế được tặng Bằng khen."
    assert told(text) == [("Bằng khen", "Sở Y tế", "conferred")]


def test_a_condition_makes_an_award_possible() -> None:
    assert told("Nếu hoàn thành, Sở Y tế được tặng Bằng khen.") == [("Bằng khen", "Sở Y tế", "possible")]


def test_a_family_is_a_group() -> None:
    found = draft_of("Xã tặng 5 phần quà cho gia đình bà Lò Thị Ban.").awards
    assert [(a.recipient, a.recipient_kind) for a in found] == [("gia đình bà Lò Thị Ban", "group")]


def test_names_years_and_counts_around_a_name() -> None:
    found = draft_of("Quỹ trao ba mươi suất học bổng Kova cho sinh viên nghèo.").awards
    assert [(a.award, a.recipient) for a in found] == [("học bổng Kova", "sinh viên nghèo")]
    found = draft_of("Bà Lò Thị Ban được tặng danh hiệu “Thầy thuốc Ưu tú” (2010).", "2016-11-20").awards
    assert [(a.year, a.status) for a in found] == [("2010", "past")]
    found = draft_of("Sở Y tế được tặng danh hiệu Anh hùng LLVT nhân dân.").awards
    assert [a.award for a in found] == ["Anh hùng LLVT nhân dân"]


def test_a_semicolon_behind_an_award_ends_its_names() -> None:
    text = "Bộ trao Huân chương Lao động hạng Ba cho ông Lê Văn Tám; 9 thầy thuốc được trao tặng danh hiệu Thầy thuốc Ưu tú."
    assert told(text) == [
        ("Huân chương Lao động hạng Ba", "Lê Văn Tám", "conferred"),
        ("Thầy thuốc Ưu tú", "9 thầy thuốc", "conferred"),
    ]


def test_no_group_has_more_members_than_there_are_people() -> None:
    assert [a.count for a in draft_of("Tỉnh tặng Bằng khen cho 99999999999999999999 học sinh.").awards] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bộ Tư pháp tặng ‘Cờ thi đua Ngành Tư pháp’ cho Học viện Tư pháp.", ["Học viện Tư pháp"]),
        ("Tỉnh tặng danh hiệu ‘Tập thể Lao động xuất sắc’ cho 9 trường học.", ["9 trường học"]),
        ("Bộ tặng Bằng khen cho ông K’Đôi và bà Ka H’Hương.", ["K’Đôi", "Ka H’Hương"]),
        ("Tỉnh tặng Bằng khen cho HÐND xã Sông Đà.", ["HĐND xã Sông Đà"]),
    ],
)
def test_other_prints_of_marks_and_letters(text: str, found: list[str]) -> None:
    assert [a.recipient for a in draft_of(text).awards] == found


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị biểu dương Công an huyện Tuy An đã giúp đỡ các em.",
        "Đơn vị có 30 lao động tiên tiến được công nhận trình độ ngoại ngữ B1.",
        "Danh sách gồm 3 CSTĐ, 5 LĐTT và 2 GVDG được tuyên dương.",
        "Quyết định số 15 CSTĐ của Bộ Công an ngày 3/3/2020.",
        "Chiến sĩ trinh sát nhận cờ của Ủy ban nhân dân huyện để làm tín hiệu.",
        "Đội Bình Định đạt giải 1 trong 3 giải quan trọng nhất.",
        "Trường THPT Lê Lợi có 52 học sinh đạt giải trong kỳ thi Học sinh giỏi Quốc gia.",
        "Sở Y tế có 7 LĐTT dự hội nghị.",
    ],
)
def test_what_only_looks_like_an_award_is_none(text: str) -> None:
    assert draft_of(text).awards == []
