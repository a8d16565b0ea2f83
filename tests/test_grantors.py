"""Grantors: `g` marks who gives or is asked to give; sentences without a mark tell nobody."""

import pytest
from drafts import draft_of
from marked import name, parse

TOLD = [
    "<g>Chủ tịch UBND tỉnh Lai Châu</g> đã trao tặng Bằng khen cho Sở Y tế.",
    "Thừa ủy quyền của <g>Chủ tịch nước</g>, ông Lò Văn Tám, Chủ tịch UBND tỉnh trao Huân chương Lao động hạng Ba cho Sở Y tế.",
    "Thừa lệnh <g>Bộ trưởng Bộ Công an</g>, Thiếu tá Lò Văn Tám trao Bằng khen cho Sở Y tế.",
    "Sở Y tế được <g>Thủ tướng Chính phủ</g> tặng Bằng khen.",
    "Sở Y tế được <g>UBND tỉnh Lai Châu</g> quyết định tặng Cờ thi đua.",
    "Bằng khen của <g>Bộ trưởng Bộ Y tế</g> được trao cho Sở Nội vụ.",
    "Hội nghị đề nghị <g>Chính phủ</g> tặng Cờ thi đua cho Sở Y tế.",
    "Sở Y tế được <g>Hội đồng Thi đua - Khen thưởng tỉnh</g> xét công nhận danh hiệu “Tập thể lao động xuất sắc”.",
    "<g>UBND huyện</g> đã ban hành quyết định số 12 tặng Giấy khen cho Sở Y tế.",
    "Sở Nội vụ tổ chức lễ. <g>Công an tỉnh</g> cũng vừa khen thưởng, trao Giấy khen cho Đội 4.",
    "<g>UBND huyện Mộc Châu</g> tặng:\n- Giấy khen cho Sở Y tế.",
    "<g>Bộ Y tế</g> tặng Sở Y tế Cờ thi đua.",
    "Thừa ủy quyền của <g>Chủ tịch nước</g>, ông Lò Văn Tám trao Huân chương Lao động hạng Ba cho Sở Y tế; <g>UBND tỉnh</g> tặng Giấy khen cho Sở Nội vụ.",
    "<g>Chủ tịch nước</g> Lò Văn Tám vừa ký Quyết định số 12/QĐ-CTN về việc tặng Huân chương Lao động hạng Ba cho Sở Y tế.",
    "<g>Chủ tịch UBND tỉnh</g> đã ký ban hành Quyết định số 7/QĐ-UBND ngày 3/2/2019 tặng Bằng khen cho Sở Y tế.",
    "<g>Chủ tịch nước</g> ký Quyết định số 5/QĐ-CTN và Quyết định số 6/QĐ-CTN về việc tặng Huân chương Lao động hạng Ba cho Sở Y tế.",
    "<g>Bộ trưởng Bộ Y tế</g> Lò Văn Tám đã tặng Bằng khen cho Sở Y tế.",
    "<g>Bộ Công an</g> đã có thư khen Công an tỉnh Lai Châu.",
    "Sở Y tế đón nhận Huân chương Lao động hạng Nhì lần thứ hai của <g>Chủ tịch nước</g>.",
]
NOBODY = [
    "Ông Lò Văn Tám trao Giấy khen cho Sở Y tế.",
    "Lễ trao Bằng khen cho Sở Y tế diễn ra sáng nay.",
    "Sở Y tế vinh dự được tặng Bằng khen.",
    "Sở Nội vụ vui mừng. Giấy khen được trao cho Sở Y tế.",
    "Ông Lò Văn Tám, Phó Chủ tịch UBND tỉnh trao Bằng khen cho Sở Y tế.",
    "Ông Lò Văn Tám - Bí thư Tỉnh đoàn trao tặng Bằng khen cho Sở Y tế.",
    "Giám đốc Sở Nội vụ Lò Văn Tám trao Bằng khen cho Sở Y tế.",
    "Quyết định số 9/QĐ-UBND tặng Giấy khen cho Sở Y tế.",
    "Chủ tịch UBND tỉnh Lò Văn Tám vui mừng, ông Giàng A Páo ký Quyết định tặng Giấy khen cho Sở Y tế.",
    "UBND tỉnh Lai Châu đã thưởng cho em Lò Văn Tám với thành tích giành huy chương vàng.",
    "Bản Mây trao Giấy khen cho Sở Y tế.",
    "Giám đốc Sở Nội vụ vui mừng thấy bà con trao Bằng khen cho Sở Y tế.",
]


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_the_giver_is_the_office_or_body_with_its_title(marked: str) -> None:
    sentence = parse(marked, {"g"})
    awards = draft_of(sentence.text, "2019-11-20").awards
    assert [a.grantor for a in awards] == [m.quote for m in sentence.marks]


@pytest.mark.parametrize("text", NOBODY, ids=name)
def test_persons_recipients_and_ceremonies_are_no_grantors(text: str) -> None:
    assert [a.grantor for a in draft_of(text, "2019-11-20").awards] == [None]


@pytest.mark.parametrize(
    ("behind", "grantor"),
    [
        ("trao Huân chương Lao động hạng Nhì", "Chủ tịch nước"),
        ("Huân chương Lao động hạng Nhì", "Chủ tịch nước"),
        ("bà con tặng Giấy khen", None),
    ],
)
def test_lent_authority_ends_where_somebody_else_gives(behind: str, grantor: str | None) -> None:
    text = (
        f"Thừa ủy quyền của Chủ tịch nước, ông Lò Văn Tám trao Huân chương Lao động hạng Ba cho Sở Y tế; {behind} cho Sở Nội vụ."
    )
    assert [a.grantor for a in draft_of(text, "2019-11-20").awards] == ["Chủ tịch nước", grantor]


def test_who_gives_two_awards_and_who_only_one() -> None:
    papers = draft_of("Sở Y tế nhận Bằng khen và Kỷ niệm chương của Bộ Y tế.", "2019-11-20").awards
    order = draft_of("Sở Y tế nhận Huân chương Lao động hạng Ba và Bằng khen của Bộ Y tế.", "2019-11-20").awards
    assert [a.grantor for a in papers] == ["Bộ Y tế", "Bộ Y tế"]
    other = draft_of("UBND tỉnh tặng Bằng khen cho Sở Y tế; bà con tặng Giấy khen cho Sở Nội vụ.", "2019-11-20").awards
    assert [a.grantor for a in other] == ["UBND tỉnh", None]
    assert [a.grantor for a in order] == [None, "Bộ Y tế"]
