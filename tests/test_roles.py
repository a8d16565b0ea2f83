"""What officials did: `r` marks each official with the roles told, in the guidelines' order."""

import pytest
from drafts import draft_of
from marked import name, parse

from extract.roles import ORDER, cues

TOLD = [
    'Ông <r is="received">Lò Văn Tám</r>, Giám đốc Sở Y tế được nhận Huân chương do Chủ tịch nước trao tặng.',
    'Ông <r is="spoke conferred">Lò Văn Tám</r>, Giám đốc Sở Y tế biểu dương kết quả đạt được và trao Giấy khen.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế được Đảng, Nhà nước và Chính phủ trao tặng Huân chương.',
    'Ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế nói: “Chúng tôi rất vui”.',
    'Bà <r is="">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ tặng hoa chúc mừng Hội.',
    'Ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế cho biết, tỉnh đã chọn 5 nông dân tham dự hội nghị.',
    'Ông <r is="chaired">Lò Văn Tám</r>, Giám đốc Sở Y tế chủ trì hội nghị.',
    'Hội nghị do bà <r is="chaired">Cầm Thị Ót</r>, Giám đốc Sở Y tế chủ tọa.',
    'Dự và chỉ đạo hội nghị có ông <r is="directed">Lò Văn Tám</r>, Giám đốc Sở Y tế.',
    'Ông <r is="directed spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế phát biểu chỉ đạo.',
    'Đến dự có ông <r is="attended">Lò Văn Tám</r>, Giám đốc Sở Y tế; bà <r is="attended">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ.',
    'Ông <r is="attended">Lò Văn Tám</r>, Giám đốc Sở Y tế đến dự.',
    'Phát biểu tại lễ, ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế đọc diễn văn.',
    'Ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế nhấn mạnh kết quả.',
    'Ông <r is="conferred">Lò Văn Tám</r>, Giám đốc Sở Y tế trao quà cho bà <r is="">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ.',
    'Ông <r is="received">Lò Văn Tám</r>, Giám đốc Sở Y tế được tặng Bằng khen.',
    'Ông <r is="signed">Lò Văn Tám</r>, Giám đốc Sở Y tế ký giao ước thi đua.',
    'Ông <r is="chaired spoke conferred">Lò Văn Tám</r>, Giám đốc Sở Y tế phát biểu, trao tặng hoa và điều hành hội nghị.',
    'Ông <r is="attended spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế cùng dự. Ông Tám phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế nghỉ hưu.',
    'KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nĐã ký\n<r is="signed">Lò Văn Tám</r>',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê. Bà <r is="spoke">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế gặp bà <r is="spoke">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê. Cả hội trường phát biểu sôi nổi.',
    'Cả hội trường đến dự đông. Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê.',
    'Nhà chủ trìa, người trao đổi, ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế.',
]


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_roles_are_told_by_the_clause_of_the_name(marked: str) -> None:
    sentence = parse(marked, {"r"})
    found = {o.name: o.roles for o in draft_of(sentence.text).officials}
    assert found == {m.quote: m.attrs["is"].split() for m in sentence.marks}


def test_people_without_post_have_no_roles_and_every_role_a_cue() -> None:
    assert draft_of("Ông Lò Văn Tám phát biểu.").officials == []
    assert {role for role, _, _ in cues()} == set(ORDER)
    assert {side for _, side, _ in cues()} == {"before", "after"}
