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
    'Dự và chỉ đạo hội nghị có ông <r is="directed attended">Lò Văn Tám</r>, Giám đốc Sở Y tế.',
    'Ông <r is="directed spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế phát biểu chỉ đạo.',
    'Đến dự có ông <r is="attended">Lò Văn Tám</r>, Giám đốc Sở Y tế; bà <r is="attended">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ.',
    'Ông <r is="attended">Lò Văn Tám</r>, Giám đốc Sở Y tế đến dự.',
    'Phát biểu tại lễ, ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế đọc diễn văn.',
    'Ông <r is="spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế nhấn mạnh kết quả.',
    'Ông <r is="conferred">Lò Văn Tám</r>, Giám đốc Sở Y tế trao quà cho bà <r is="received">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ.',
    'Ông <r is="received">Lò Văn Tám</r>, Giám đốc Sở Y tế được tặng Bằng khen.',
    'Ông <r is="signed">Lò Văn Tám</r>, Giám đốc Sở Y tế ký giao ước thi đua.',
    'Ông <r is="chaired spoke conferred">Lò Văn Tám</r>, Giám đốc Sở Y tế phát biểu, trao tặng hoa và điều hành hội nghị.',
    'Ông <r is="attended spoke">Lò Văn Tám</r>, Giám đốc Sở Y tế cùng dự. Ông Tám phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế nghỉ hưu.',
    'KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nĐã ký\n<r is="signed">Lò Văn Tám</r>',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê. Bà <r is="spoke">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê, bà <r is="spoke">Cầm Thị Ót</r>, Giám đốc Sở Nội vụ phát biểu.',
    'Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê. Cả hội trường phát biểu sôi nổi.',
    'Cả hội trường đến dự đông. Ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế về quê.',
    'Nhà chủ trìa, người trao đổi, ông <r is="">Lò Văn Tám</r>, Giám đốc Sở Y tế.',
]


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_roles_are_told_by_the_clause_of_the_name(marked: str) -> None:
    sentence = parse(marked, {"r"})
    found = {o.name: o.roles for o in draft_of(sentence.text).officials}
    assert found == {m.quote: m.attrs["is"].split() for m in sentence.marks}


S, N = ", Giám đốc Sở Y tế", ", Giám đốc Sở Nội vụ"
A, B = "Lò Văn Tám", "Cầm Thị Ót"
GRAMMAR = [
    # received: from the awards read
    f'Sở Y tế trao Bằng khen cho ông <r is="received">{A}</r>{S} và bà <r is="received">{B}</r>{N}; đề nghị các đơn vị học tập.',
    f'Ông <r is="">{A}</r>{S} từng được tặng Bằng khen năm 2015.',
    f'Hội đồng đề nghị tặng Bằng khen cho ông <r is="">{A}</r>{S}.',
    f'Tỉnh truy tặng Huân chương Lao động hạng Ba cho ông <r is="">{A}</r>, nguyên Giám đốc Sở Y tế.',
    f'Ông <r is="spoke">{A}</r>{S} biểu dương các cá nhân được nhận Giấy khen.',
    # lists
    f'Dự hội nghị có các đồng chí:\n- <r is="attended">{A}</r>{S};\n- <r is="attended">{B}</r>{N}.\nÔng <r is="">Vũ Sơn Hà</r>, Giám đốc Sở Công Thương nghỉ hưu.',
    f'Tham dự có 50 đại biểu.\n- Ông <r is="">{A}</r>{S} nghỉ hưu.',
    f'Đại hội họp. Về phía tỉnh có ông <r is="attended">{A}</r>{S}; bà <r is="attended">{B}</r>{N}.',
    f'Về phía Sở có nhiều đổi mới, ông <r is="">{A}</r>{S} nghỉ hưu.',
    f'Đến chúc mừng có ông <r is="attended">{A}</r>{S}.',
    f'Ông <r is="attended">{A}</r>{S}; bà <r is="attended">{B}</r>{N} đến dự.',
    f'Ông <r is="directed attended">{A}</r>{S} và bà <r is="directed attended">{B}</r>{N} đến dự, chỉ đạo.',
    f'Ký vào giao ước có ông <r is="signed">{A}</r>{S}; bà <r is="signed">{B}</r>{N}.',
    f'Ký giao ước gồm 5 nội dung, trong đó ông <r is="spoke">{A}</r>{S} nhấn mạnh nội dung hai.',
    f'Đến dự và trao Bằng khen có ông <r is="attended conferred">{A}</r>{S}.',
    f'Dự lễ có ông <r is="attended">{A}</r>{S}; con trai của bà <r is="">{B}</r>, nguyên Giám đốc Sở Nội vụ.',
    f'Dự án có ông <r is="">{A}</r>{S} làm chủ nhiệm.',
    # who acts
    f'Ông <r is="conferred">{A}</r>{S} và bà <r is="conferred">{B}</r>{N} đã trao 5 suất quà.',
    f'Được sự ủy quyền của Giám đốc Sở Y tế <r is="">{A}</r>, bà <r is="conferred">{B}</r>{N} trao Bằng khen.',
    f'Bên cạnh ông <r is="">{A}</r>{S}, bà <r is="spoke">{B}</r>{N} cũng phát biểu.',
    f'Dự lễ có ông <r is="attended">{A}</r>{S}; bà <r is="attended spoke">{B}</r>{N} phát biểu.',
    f'Báo cáo do ông <r is="spoke">{A}</r>{S} trình bày cho thấy các đơn vị đã ký giao ước.',
    f'Anh Vũ Sơn Hà được Giám đốc Sở Y tế <r is="conferred">{A}</r> tặng Giấy khen.',
    f'Anh Vũ Sơn Hà được ông <r is="">{A}</r>{S} mời phát biểu.',
    f'Bà Lê Thị Na nhận tấm bằng từ tay Giám đốc Sở Y tế <r is="conferred">{A}</r>.',
    f'Hội nghị giao ông <r is="">{A}</r>{S} chủ trì hội nghị sau.',
    f'Bà <r is="spoke">{B}</r>{N} đề nghị ông <r is="">{A}</r>{S} chủ trì việc này.',
    f'Tỉnh khen thưởng ông <r is="received">{A}</r>{S}; biểu dương 5 tập thể.',
    f'Hội nghị đã nghe phát biểu của ông <r is="">{A}</r>{S}.',
    f'Nhờ ông <r is="">{A}</r>{S}, cả xã tham dự hội thi.',
    # what is told, not done
    f'Theo ông <r is="spoke">{A}</r>{S}, từ năm 2017, Quỹ đã trao 36 suất học bổng.',
    f'Chúng tôi làm theo ông <r is="">{A}</r>{S}, từng bước đổi mới.',
    f'Theo Quyết định của Giám đốc Sở Y tế <r is="">{A}</r>, 5 tập thể được khen.',
    f'Ông <r is="spoke">{A}</r>{S} yêu cầu Sở Nội vụ chủ trì, các đơn vị ký giao ước và trao thưởng kịp thời.',
    f'Ông <r is="spoke">{A}</r>{S} cảm ơn các nhà tài trợ đã trao 20 suất quà.',
    f'Ông <r is="">{A}</r>{S} đang được Sở lập hồ sơ đề nghị xét tặng Huân chương.',
    f'Ông <r is="">{A}</r>{S} không dự hội nghị, sẽ phát biểu sau.',
    f'Ông <r is="attended">{A}</r>{S} dự lễ trao giải.',
    f'Ông <r is="">{A}</r>{S} trao đổi với bà con.',
    f'Ông <r is="">{A}</r>{S} thăm lớp, 40 em tham dự.',
    f'Ông <r is="">{A}</r>{S} nhiều lần dự hội nghị toàn quốc.',
    # who speaks
    f'Phát biểu tại lễ, ông <r is="spoke">{A}</r>{S} nói về bà <r is="">{B}</r>{N}.',
    f'Phát biểu của các đại biểu rất sôi nổi, ông <r is="">{A}</r>{S} ghi chép đầy đủ.',
    f'Trong diễn văn kỷ niệm, ông <r is="spoke">{A}</r>{S} điểm lại chặng đường.',
    f'Đại biểu <r is="spoke">{A}</r> (Hà Nội) băn khoăn: Điều 24 chưa rõ.',
    f'Đại biểu <r is="spoke">{A}</r> - Lào Cai góp ý thêm vào Điều 79.',
    f'Đại biểu <r is="spoke">{A}</r> (Long An) và ĐB <r is="spoke">{B}</r>, Thái Bình và một số ĐB khác cho rằng cần sửa Luật.',
    f'Ông <r is="spoke">{A}</r>, Giám đốc Công ty kể lại chặng đường.',
    f'Ông <r is="">{A}</r>{S} nói chung là hiền.',
    f'Ông <r is="attended spoke">{A}</r>{S} đến dự. Theo ông Tám, cần đổi mới.',
    f'Ông <r is="spoke">{A}</r>{S} trả lời Báo ta.\nÔng Lò Văn Tám: Có nhiều người lắm.\nCòn ai nữa?\nÔng Lò Văn Tám: Rất nhiều.',
    f'Ông <r is="">{A}</r>{S}: 5 lần hiến máu.',
]


@pytest.mark.parametrize("marked", GRAMMAR, ids=name)
def test_roles_are_those_of_who_acts(marked: str) -> None:
    sentence = parse(marked, {"r"})
    found = {o.name: sorted(o.roles) for o in draft_of(sentence.text).officials}
    assert found == {m.quote: sorted(m.attrs["is"].split()) for m in sentence.marks}


def test_people_without_post_have_no_roles_and_every_role_a_cue() -> None:
    assert draft_of("Ông Lò Văn Tám phát biểu.").officials == []
    assert {role for role, _, _ in cues()} == set(ORDER)
    assert {side for _, side, _ in cues()} == {"after", "verb", "next", "agent", "list", "open"}
