"""Units, in sentences that carry the answer; `name` is told where it is not the marked words."""

import pytest
from drafts import draft_of
from marked import name, parse

FOUND = [
    "Dự lễ có đại diện <unit>Sở Giáo dục và Đào tạo tỉnh Hậu Giang</unit> và <unit>Công an huyện Phụng Hiệp</unit>.",
    "<unit>Bộ Văn hóa, Thể thao và Du lịch</unit> phối hợp <unit>Bộ Lao động - Thương binh và Xã hội</unit> tổ chức hội thảo.",
    "<unit>Sở NN&PTNT</unit>, <unit>Sở Y tế</unit> được biểu dương.",
    '<unit name="HĐND tỉnh Bắc Kạn">HĐND</unit>, <unit>UBND tỉnh Bắc Kạn</unit> tổ chức gặp mặt.',
    '<unit name="Huyện ủy Mai Châu">Huyện ủy</unit> - <unit name="HĐND huyện Mai Châu">HĐND</unit> - <unit>UBND huyện Mai Châu</unit> long trọng tổ chức lễ.',
    "Ông công tác tại <unit>Trung tâm Kỹ thuật tài nguyên và môi trường</unit>.",
    "<unit>Công ty cổ phần Chè Mộc Sơn</unit> tặng quà cho <unit>Trường THCS Trần Văn Ơn</unit>.",
    "<unit>Xí nghiệp Đầu máy Sông Chu</unit> thuộc <unit>Tổng công ty Đường sắt Việt Nam</unit> đạt kế hoạch.",
    "Các xã viên của <unit>Hợp tác xã Nông nghiệp Phú Thịnh</unit> rất vui.",
    "Đại diện <unit>Cụm thi đua số IV</unit> và <unit>Khối thi đua số 2 tỉnh Lào Cai</unit> ký giao ước.",
    "<unit>Hội đồng Thi đua - Khen thưởng ngành Thanh tra</unit> họp.",
    "<unit>Bộ Chỉ huy Quân sự tỉnh</unit>, <unit>Sư đoàn 315</unit>, <unit>Tiểu đoàn 7</unit> đạt loại giỏi.",
    "<unit>Đội Cảnh sát giao thông Công an huyện Ba Bể</unit> lập công.",
    "<unit>Công đoàn Công ty Than Khe Sim</unit> và <unit>Công đoàn trường</unit> cùng phát động.",
    "<unit>Ngân hàng Nhà nước Chi nhánh tỉnh</unit> giữ vững vị trí.",
    "Đoàn đến thăm <unit>Bệnh viện T.Ư Huế</unit> và <unit>báo Tuổi Trẻ</unit>.",
    "<unit>Quỹ học bổng Nắng mai hồng</unit> trao quà.",
    'Lãnh đạo các sở: <unit name="Sở Y tế">Y tế</unit>, <unit name="Sở Nội vụ">Nội vụ</unit> cùng dự.',
    'Cụm gồm Thanh tra các tỉnh <unit name="Thanh tra tỉnh Sơn La">Sơn La</unit>, <unit name="Thanh tra tỉnh Hòa Bình">Hòa Bình</unit> và <unit name="Thanh tra tỉnh Lai Châu">Lai Châu</unit>.',
    '<unit name="Đảng bộ huyện Quan Hóa">Đảng bộ</unit>, chính quyền và nhân dân huyện Quan Hóa đón nhận phần thưởng.',
    "<unit>Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh</unit> họp khẩn.",
    "<unit>Trung tâm Kiểm soát bệnh tật (CDC) tỉnh Nam Định</unit> báo cáo.",
    "Theo <unit>Ủy ban MTTQ Việt Nam tỉnh Cao Bằng</unit>, quỹ đạt kế hoạch.",
    "Chị là cán bộ <unit>Trạm Y tế xã Thanh Sơn</unit>.",
    "<unit>Tổ Khoa học tự nhiên</unit> của trường dẫn đầu.",
    "<unit>Liên hiệp các Hội Khoa học và Kỹ thuật (LHH) TP. Đà Nẵng</unit> chủ trì.",
    "Phó Chủ tịch <unit>UBND huyện</unit> Lò Văn Panh dự lễ.",
    "Chủ tịch <unit>UBND tỉnh Bình Định</unit> Phạm Anh Dũng phát biểu.",
    "Trưởng <unit>phòng Điều dưỡng</unit> Trần Thị Tơ phát biểu.",
    "Chủ tịch <unit>HĐQT Công ty CP Thép Hồng Lĩnh</unit> Lê Văn Ngạn phát biểu.",
    "Giám đốc <unit>Điện lực Hà Giang</unit> Nguyễn Quốc Ngữ dự.",
    "Phó Hiệu trưởng <unit>Trường Đại học Y Hà Nội</unit> Lê Văn Ngạn dự.",
    "Bí thư <unit>Chi bộ thôn Đông</unit> Lê Văn Ngạn và Bí thư <unit>Chi bộ khu Tân Phú</unit> cùng đảng viên <unit>Chi bộ tổ 4</unit>.",
    "<unit>Công ty 76</unit>, <unit>Tổng Công ty Phát điện 3</unit>, <unit>Trường Sĩ quan Lục quân 1</unit> và <unit>Nhà máy Dệt 8-3</unit> được khen.",
    "<unit>Kiểm toán Nhà nước khu vực IV</unit> và <unit>Tòa án nhân dân khu vực 3</unit> dự.",
    "<unit>Vùng 3 Hải quân</unit>, <unit>Vùng Cảnh sát biển 2</unit> tặng quà.",
    "<unit>Ban Chỉ đạo 389 tỉnh Hà Nam</unit> họp; <unit>Cụm thi đua số 1</unit> thống nhất nội dung.",
    "Bộ khen <unit>PC45 Công an tỉnh Gia Lai</unit>, <unit>Phòng 5</unit> thuộc <unit>C50</unit> của <unit>Bộ Công an</unit>.",
    "<unit>BIDV Chi nhánh Hà Nam</unit> và <unit>Vietcombank</unit> tài trợ.",
    "Giám đốc <unit>BV Nhi Trung ương Huế</unit> Trịnh Văn Ngữ phát biểu.",
    "Phó giám đốc <unit>sở GD-ĐT Nghệ An</unit> trả lời.",
    "<unit>Trung tâm Văn hóa - Thông tin và Thể thao huyện Sông Mã</unit> và <unit>Trung tâm VH-TT huyện Sông Mã</unit>.",
    "<unit>Công ty CP Tập đoàn Hồng Lĩnh</unit>, <unit>Tổng công ty Xây dựng Trường Sơn</unit>, <unit>Tập đoàn Hóa chất quốc gia Việt Nam</unit>.",
    "<unit>Ban Dân tộc HĐND tỉnh Hà Nam</unit>, <unit>Cục Kỹ thuật Quân khu 7</unit> và <unit>Tòa án quân sự Quân khu 3</unit> dự.",
    "<unit>Trường Giáo dục trẻ khuyết tật tỉnh Hà Nam</unit> và <unit>Trường Tiểu học và THCS Nậm Pồ</unit>, <unit>Trường TH&THCS Nậm Lúc</unit>.",
    "<unit>Ban Liên lạc Cựu chiến binh Sư đoàn 5</unit> và <unit>Ban Chấp hành Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh</unit>.",
    "<unit>Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh Hà Nam</unit> được khen.",
    "<unit>Khối thi đua các sở, ban, ngành tỉnh Hà Nam</unit>, <unit>Cụm thi đua các tỉnh Đồng bằng sông Hồng</unit> và <unit>Khối thi đua các doanh nghiệp</unit> ký.",
    "<unit>Mỏ than Hà Sú</unit>, <unit>Cảng Hải Phòng</unit>, <unit>Viễn thông Hà Nam</unit>, <unit>Đoàn Chèo Hà Nam</unit> được thưởng.",
    "<unit>Ban Tổ chức Hội thi</unit> và <unit>Tiểu ban Văn kiện Đại hội XIV</unit> làm việc.",
    "<unit>Trung tâm Cứu hộ gấu huyện Sông Mã</unit> và <unit>Hội Bảo vệ rừng ngập mặn huyện Sông Mã</unit> báo cáo.",
    "<unit>Ủy ban Pháp luật</unit> và các cơ quan góp ý.",
    "Chủ tịch <unit>HĐQT Công ty CP Dược Hồng Hà</unit> Lê Văn Ngạn dự.",
    "Tập thể cán bộ <unit>Hội LHPN tỉnh Yên Bái</unit> và cán bộ hội các xã cùng dự.",
    "Trưởng <unit>ban Kinh tế Trung ương</unit> Trần Tuấn Ngữ phát biểu.",
    "<unit>Công ty CP Thuỷ sản Sa Kỳ Lam</unit> tặng quà.",
    "<unit>Chi bộ Hoàng Long Sinh</unit> ra đời năm 1930; cán bộ, chiến sĩ <unit>Sư đoàn 8 Kim Long Hoa</unit> về dự.",
    "Chính ủy <unit>Trung đoàn 6</unit>, <unit>Sư đoàn 8</unit> Trần Hải Đăng dự.",
    "<unit>Công ty TNHH Trường Lộc</unit> và <unit>DN Mật ong Hoàng Long Đường</unit> tặng quà.",
    "Giám đốc <unit>Sở Nội vụ</unit> Trần Nhàn, Chủ tịch <unit>UBND huyện</unit> Lê Nhàn, Bí thư <unit>Tỉnh ủy</unit> Alăng Tốt dự.",
    "Chủ nhiệm <unit>Ủy ban về các vấn đề xã hội</unit> Ksor Lệ trình bày.",
    "Chủ tịch <unit>UBND quận Hoàng Mai</unit> và Chủ tịch <unit>UBND xã Vũ Ninh</unit> dự.",
    "Ông Trương Hoài Đức, Chi cục trưởng <unit>Chi cục Hải quan cửa khẩu cảng Kim Long Hoa</unit> dự.",
    "<unit>Hạt Quản lý đường bộ Thạch Long Bích</unit> và <unit>Phòng Thuế</unit> được khen.",
    "<unit>Trường Trung cấp Luật Trạm Tấu</unit> và <unit>Công an huyện Mỏ Cày</unit> dự.",
]
NOTHING = [
    "Hội nghị đã thảo luận công tác thi đua, khen thưởng của các đơn vị trong Cụm.",
    "Nhà trường, các phòng ban, các sở, ban, ngành và nhân dân trong tỉnh đều phấn khởi.",
    "Đội ngũ cán bộ, tổ chức thi đua, phòng chống lụt bão, vụ mùa bội thu, trường hợp khó khăn.",
    "Đảng và Nhà nước luôn quan tâm; Trung ương và địa phương cùng làm.",
    "Lễ hội diễn ra tại Quảng trường Hòa Bình, thị trường sôi động, đại hội thành công.",
    "Anh sinh ra ở xã Trường Yên, khu phố Hội Phú, đường Công Trứ.",
    "Ông Đoàn Văn Thắng và bà Đoàn Thị Hoa nhận quà.",
    "BỘ Y TẾ TRAO TẶNG HUÂN CHƯƠNG CHO CÁC TẬP THỂ",
    "Công an bắt giữ xe A70 ở phòng C45, lớp A12 và đường H10.",
    "Tàu rời Cảng về mỏ; khách ở tại Khách sạn Hồng Lĩnh, gần Cảng Hải Phòng; doanh nghiệp viễn thông vào mỏ than.",
    "Công an xử lý nghiêm. Trường Tiểu học và THCS đều học.",
    "Trung ương Hà Nội là cách nói sai.",
    "Trạm Tấu là vùng đất đẹp; người Mỏ Cày trồng dừa.",
    "Đại biểu Y Khoa Niê phát biểu.",
    "Phó Chánh Thanh tra Hồ Đắc Lộc dự.",
    "Số hiệu văn bản là 12/QĐ-BGDĐT và 45-NQ/ĐUQSTW.",
]


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_units_are_read_with_their_whole_name(marked: str) -> None:
    sentence = parse(marked, {"unit"})
    spans = draft_of(sentence.text).unit_spans
    told = [(m.start, m.end, m.attrs.get("name", m.quote)) for m in sentence.marks]
    assert [(s.start, s.end, s.name) for s in spans] == told


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_common_nouns_places_and_people_are_no_units(text: str) -> None:
    assert [s.name for s in draft_of(text).unit_spans] == []


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("UBND tỉnh Yên Bái họp. Chủ tịch UBND tỉnh phát biểu.", {"UBND tỉnh Yên Bái": ["UBND tỉnh"]}),
        ("Bộ Giao thông vận tải (GTVT) họp. Bộ GTVT khen.", {"Bộ Giao thông vận tải": ["Bộ GTVT"]}),
        ("Cụm thi đua số 3 họp. Cụm thi đua số 3 ngành Thanh tra xếp nhất.", {"Cụm thi đua số 3 ngành Thanh tra": ["Cụm thi đua số 3"]}),
        ("Trường Đại học Vinh họp. Đại học Vinh dẫn đầu.", {"Trường Đại học Vinh": ["Đại học Vinh"]}),
        ("Hội LHPN tỉnh Hà Nam và Hội Liên hiệp Phụ nữ tỉnh Hà Nam là một.", {"Hội Liên hiệp Phụ nữ tỉnh Hà Nam": ["Hội LHPN tỉnh Hà Nam"]}),
        ("Phòng GD-ĐT huyện Sông Mã họp. Phòng GD-ĐT Sông Mã khen.", {"Phòng GD-ĐT huyện Sông Mã": ["Phòng GD-ĐT Sông Mã"]}),
        ("Công an tỉnh Sơn La họp, Công an tỉnh khen.\nCông an tỉnh Lai Châu họp; Công an tỉnh khen.", {"Công an tỉnh Sơn La": ["Công an tỉnh"], "Công an tỉnh Lai Châu": ["Công an tỉnh"]}),
        ("Liên hiệp các Hội Khoa học và Kỹ thuật (LHH) TP. Đà Nẵng họp. Chủ tịch LHH TP. Đà Nẵng nói.", {"Liên hiệp các Hội Khoa học và Kỹ thuật TP. Đà Nẵng": ["LHH TP. Đà Nẵng", "Liên hiệp các Hội Khoa học và Kỹ thuật (LHH) TP. Đà Nẵng"]}),
        ("Bộ Giao thông vận tải (GTVT) họp. Ngành GTVT phát triển.", {"Bộ Giao thông vận tải": []}),
        ("VKSND tỉnh Sơn La và VKSND tỉnh Lai Châu; VKSND tỉnh dự.", {"VKSND tỉnh Sơn La": [], "VKSND tỉnh Lai Châu": [], "VKSND tỉnh": []}),
        ("Sở Y tế Hoà Bình và Sở Y tế Hòa Bình.", {"Sở Y tế Hoà Bình": ["Sở Y tế Hòa Bình"]}),
        ("Công ty Hòa Bình và Công ty Hoa Bình.", {"Công ty Hòa Bình": [], "Công ty Hoa Bình": []}),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)  # fmt: skip
def test_names_of_one_body_are_one_entry(text: str, units: dict[str, list[str]]) -> None:
    assert {u.name: u.variants for u in draft_of(text).units} == units
