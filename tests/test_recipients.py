"""Who gets an award: `<u>`, `<p>` and `<g>` mark the units, persons and groups that get the sentence's one award."""

import pytest
from drafts import draft_of
from marked import name, parse

from extract.recipients import Finder

KINDS = {"u": "unit", "p": "person", "g": "group"}
TOLD = [
    "UBND tỉnh tặng Bằng khen cho <u>Phòng Cảnh sát giao thông</u>, Công an tỉnh Lai Châu.",
    "UBND tỉnh tặng Bằng khen cho <u>Sở Y tế</u>, <u>Sở Nội vụ</u> và <u>Trường THPT Mường Tè</u>.",
    "UBND tỉnh tặng Bằng khen cho <u>Đội 4</u> thuộc Công an tỉnh.",
    "UBND tỉnh tặng Bằng khen cho <u>Sở Y tế</u> (dẫn đầu cụm, trên Sở Nội vụ).",
    "UBND tỉnh tặng Bằng khen cho <u>Sở Y tế</u> (đại diện là ông Lò Văn Tám).",
    "UBND tỉnh tặng Bằng khen cho bà <p>Lò Thị Ót</p>, giáo viên Trường THPT Mường Tè.",
    "UBND tỉnh tặng Bằng khen cho bà <p>Lò Thị Ót</p>, lớp 9A, Trường THCS Nậm Cắn; ông <p>Giàng A Páo</p>.",
    "Giám đốc Sở Nội vụ trao Bằng khen cho ông <p>Lò Văn Tám</p> (Sở Y tế).",
    "UBND tỉnh tặng Bằng khen cho 2 cá nhân: <p>Lò Thị Ót</p>, <p>Giàng A Páo</p>.",
    "UBND tỉnh tặng Bằng khen cho 3 đơn vị gồm: <u>Sở Y tế</u>, <u>Sở Nội vụ</u>, <u>Sở Tài chính</u>.",
    "UBND tỉnh tặng Bằng khen cho <g>8 cá nhân</g>, tiêu biểu là bà <p>Lò Thị Ót</p> và ông <p>Giàng A Páo</p>.",
    "UBND tỉnh tặng Bằng khen cho <g>12 tập thể</g>, <g>30 cá nhân có thành tích xuất sắc</g>.",
    "UBND tỉnh tặng Bằng khen cho <g>nhân dân và cán bộ xã Phong Nậm</g>.",
    "UBND tỉnh tặng Bằng khen cho <g>các tập thể, cá nhân có thành tích</g>.",
    "UBND tỉnh tặng Bằng khen cho <g>xã Phong Nậm</g>.",
    "Hôm nay, <g>xã Phong Nậm</g> và <g>xã Nậm Cắn</g> được tặng Cờ thi đua.",
    "UBND tỉnh tặng quà cho <g>sinh viên nghèo vượt khó</g>, trị giá 5 triệu đồng.",
    "Vì thành tích cao, <g>15 hộ gia đình</g> được tặng Giấy khen.",
    "Dự lễ có Sở Nội vụ. <u>Sở Y tế</u> nhận Cờ thi đua.",
    "UBND tỉnh tặng em <p>Lò Thị Ót</p> Bằng khen.",
    "Cờ thi đua thuộc về <u>Sở Y tế</u>.",
    "Chủ tịch nước tặng Huân chương Lao động cho thợ điện <p>Lò Văn Tám</p>.",
    "UBND tỉnh tặng Bằng khen cho nữ công nhân cạo mủ cao su <p>Lò Thị Ót</p>.",
    "Sở Y tế trao học bổng cho gần <g>200 học sinh</g>.",
    "UBND xã Nậm Cắn tổ chức Lễ đón nhận Huân chương Lao động hạng Ba <u>Trường THCS Nậm Cắn</u>.",
    "Năm nay 16 em trúng tuyển đại học, 50 em đạt loại giỏi và <g>3 em</g> đoạt giải Nhất.",
    "Vừa qua, <g>5 tập thể</g> và <g>7 cá nhân có thành tích</g> đạt danh hiệu Cờ thi đua.",
    "Kết quả, giải Nhất thuộc về các đơn vị: <u>Sở Y tế</u>; <u>Trung đoàn 31</u>, Sư đoàn 309, Quân đoàn 4; <u>Sở Nội vụ</u>.",
    "UBND tỉnh tặng Bằng khen <g>2 tập thể</g> và <g>12 cá nhân có thành tích</g>.",
    "Bộ Công an đã có thư khen <u>Công an tỉnh Lai Châu</u> và <u>Đội 4</u>.",
    "UBND tỉnh ký Quyết định số 4/QĐ-UBND tặng Bằng khen cho <g>64 cá nhân</g> và Quyết định số 5/QĐ-UBND về việc sắp xếp bộ máy.",
    "UBND tỉnh trao Bằng Tổ quốc ghi công cho thân nhân của <g>6 liệt sĩ</g>.",
    "UBND tỉnh tặng quà cho <g>thân nhân của 6 liệt sĩ</g>.",
    "Năm nay, các huyện Mường Tè, Nậm Nhùn, mỗi huyện có <g>10 học sinh</g> được nhận học bổng.",
    "Kết quả, giải Nhất nội dung thi nấu ăn lần lượt thuộc về <u>Sở Y tế</u>.",
]
STANDING = [
    ("Anh Giàng A Páo cứu người. UBND tỉnh tặng anh Bằng khen.", "Giàng A Páo"),
    ("Anh Giàng A Páo và chị Lò Thị Ót cứu người. Anh được tặng Bằng khen.", "Giàng A Páo"),
    ("Bệnh viện Phổi Lũng Cao lập công. Bệnh viện được tặng Bằng khen.", "Bệnh viện Phổi Lũng Cao"),
    ("Trường THPT Mường Tè dẫn đầu. Nhà trường được tặng Cờ thi đua.", "Trường THPT Mường Tè"),
    ("Trung đoàn 88 về nhất. Đơn vị được tặng Cờ thi đua.", "Trung đoàn 88"),
    ("Trung đoàn 88 về nhất, đơn vị được tặng Cờ thi đua.", "Trung đoàn 88"),
    ("Trường THPT Mường Tè tròn 20 tuổi. Ghi nhận kết quả đạt được, nhà trường đã được trao Cờ thi đua.", "Trường THPT Mường Tè"),
    (
        "Tại Trường THPT Mường Tè, xã Phong Nậm, nhà trường đã tổ chức Lễ đón nhận Huân chương Lao động hạng Nhì.",
        "Trường THPT Mường Tè",
    ),
    ("Trường THPT Mường Tè tròn 20 tuổi. Nhiều năm liền nhà trường nhận Cờ thi đua.", "Trường THPT Mường Tè"),
]
NOBODY = [
    "Phó Chủ tịch HĐND tỉnh Sơn La Lê Văn Tư trao Huân chương Lao động hạng Nhì cho đơn vị.",
    "Theo kết quả bình xét, suy tôn của các cụm, Ban Chấp hành Hội Nông dân tỉnh Sơn La chọn 3 đơn vị để đề nghị tặng Cờ thi đua của Chính phủ.",
    "Tại Trường THPT Mường Tè, xã Phong Nậm, hôm qua có lễ đón nhận Huân chương Lao động hạng Ba.",
    "Các công ty được tặng Cờ thi đua. Công ty Thép Sông Bưởi vui mừng.",
    "Bằng khen được trao tại Sở Y tế.",
    "Sở Y tế đoạt giải trang trí ấn tượng còn chi nhánh ở Mường Tè đoạt giải Nhất.",
    "Anh được tặng Bằng khen.",
    "Bệnh viện được tặng Bằng khen.",
    "Ông chúc các tập thể được nhận Cờ thi đua tiếp tục cố gắng.",
]


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_recipients_are_units_people_and_groups(marked: str) -> None:
    sentence = parse(marked, set(KINDS))
    awards = draft_of(sentence.text, "2019-11-20").awards
    found = [(m.start, m.end, a.recipient, a.recipient_kind) for a in awards for m in a.mentions if m.part == "recipient"]
    assert sorted(found) == [(m.start, m.end, m.quote, KINDS[m.tag]) for m in sentence.marks]


@pytest.mark.parametrize(("text", "recipient"), STANDING)
def test_words_stand_for_one_told_before(text: str, recipient: str) -> None:
    assert [a.recipient for a in draft_of(text, "2019-11-20").awards] == [recipient]


@pytest.mark.parametrize("text", NOBODY, ids=name)
def test_what_stands_for_nobody_gets_nothing(text: str) -> None:
    assert [a.recipient for a in draft_of(text, "2019-11-20").awards] == []


def test_counts_of_groups_are_kept() -> None:
    text = "UBND tỉnh tặng Bằng khen cho 1.200 hộ gia đình và hai tập thể."
    assert [(a.recipient, a.count) for a in draft_of(text).awards] == [("1.200 hộ gia đình", 1200), ("hai tập thể", 2)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Y tế, Sở Nội vụ, ông Lò Văn Tám và 5 tập thể", ["Sở Y tế", "Sở Nội vụ", "Lò Văn Tám", "5 tập thể"]),
        ("do Sở Y tế, tại Sở Nội vụ, của Sở Tài chính", []),
        ("chính quyền và nhân dân huyện Mường Tè", ["chính quyền và nhân dân huyện Mường Tè"]),
        ("thợ giỏi của Sở Y tế, Sở Nội vụ và Sở Tài chính", []),
        ("nghe Sở Y tế báo cáo, thăm Sở Nội vụ", []),
        ("thưởng 5 triệu đồng, 12/6, 4-5 tập thể", []),
        ("2 tập thể: Sở Y tế, Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        ("3 tập thể: Sở Y tế, Sở Nội vụ", ["3 tập thể", "Sở Y tế", "Sở Nội vụ"]),
        ("", []),
    ],
)
def test_a_stretch_of_text_lists_its_recipients(text: str, names: list[str]) -> None:
    assert [r.name for r in Finder(draft_of(text)).between(0, len(text))] == names
