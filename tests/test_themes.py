"""Themes, in sentences that carry the answer."""

import pytest
from marked import Marked, name, parse

from extract import quotes, themes
from extract.sentences import sentences
from extract.text import Page

MOVEMENT, CAMPAIGN, THEME, MOTTO, PROGRAMME = (
    'kind="phong trào thi đua"',
    'kind="cuộc vận động"',
    'kind="chủ đề"',
    'kind="khẩu hiệu"',
    'kind="chương trình"',
)
FOUND = [
    f"Hưởng ứng phong trào thi đua “<theme {MOVEMENT}>Dạy tốt - Học tốt</theme>” của ngành.",
    f'Phong trào "<theme {MOVEMENT}>Bản sạch, nhà xanh</theme>" và cuộc vận động «<theme {CAMPAIGN}>Ngày vì người nghèo</theme>».',
    f"Các phong trào “<theme {MOVEMENT}>Ba tốt</theme>”, ‘<theme {MOVEMENT}>Hai nhanh</theme>’ và '<theme {MOVEMENT}>Một bền</theme>' lan rộng.",
    f"Cuộc vận động “<theme {CAMPAIGN}>Xây dựng người cán bộ ‘gần dân, sát việc’</theme>” được duy trì.",
    f"Khối ký giao ước với chủ đề: “<theme {THEME}>Đoàn kết, kỷ cương</theme>” và khẩu hiệu “<theme {MOTTO}>Nhanh mà chắc</theme>”.",
    f"Chủ đề năm nay là «<theme {THEME}>Giọt nước nghĩa tình</theme>».",
    f"Bám chủ đề thi đua do Cụm phát động “<theme {THEME}>Vững tin bước tới</theme>”.",
    f"Giữ vững phương châm “<theme {MOTTO}>Chuyên nghiệp - Minh bạch</theme>”.",
    f"Ủng hộ chương trình “<theme {PROGRAMME}>Góp đá xây đảo</theme>”, chiến dịch “<theme {PROGRAMME}>Giọt hồng mùa hạ</theme>”.",
    f"Phát động đợt thi đua nước rút “<theme {MOVEMENT}>60 ngày đêm về đích</theme>”.",
    f"Đẩy mạnh phong trào <theme {MOVEMENT}>xây dựng nông thôn mới</theme> ở huyện.",
    f"Tổng kết phong trào <theme {MOVEMENT}>Thi đua quyết thắng</theme> năm 2007.",
    f"Triển khai phong trào <theme {MOVEMENT}>bình dân học vụ số</theme> tới từng bản.",
    f"Phong trào thi đua <theme {MOVEMENT}>Dân vận khéo</theme> (DVK) có 5 mô hình.",
    f"Phong trào <theme {MOVEMENT}>Bản nhỏ vươn xa</theme> được nhân rộng.",
    f"Hoàn thành Chương trình <theme {PROGRAMME}>xóa nhà tạm, nhà dột nát</theme> trước Tết.",
    f"Giải chạy hưởng ứng <theme {PROGRAMME}>Tháng Công nhân</theme> năm 2025.",
    f"Giỏi trong phong trào thi đua <theme {MOVEMENT}>Sáng ngời chiến công</theme> LLVT Quân khu, giai đoạn 2019 - 2024.",
    f"Buổi lễ thuộc các hoạt động của chương trình <theme {PROGRAMME}>Sáng mãi Hòn Đất quê mình</theme>.",
    f"Đây là đợt trao của chương trình học bổng “<theme {PROGRAMME}>Bước chân đến lớp</theme>” năm nay.",
    f"Tổng kết Chiến dịch <theme {PROGRAMME}>Sinh viên tình nguyện hè</theme>, nhân năm đoàn chọn năm 2031 là “<theme {THEME}>Năm Bản làng xanh</theme>”.",
    f"Tổng kết Chiến dịch <theme {PROGRAMME}>Thanh niên tình nguyện hè</theme> (2031).",
    f"Giao lưu nghệ thuật “Lời ru” với chủ đề “<theme {THEME}>Mẹ của biển</theme>”.",
    f"Các phong trào thi đua do Chính phủ, Mặt trận phát động, đó là: “<theme {MOVEMENT}>Sóng mới</theme>”; “<theme {MOVEMENT}>Bản nhỏ vươn xa</theme>”.",
    f"Nhiều chiến dịch tình nguyện trong hè, cụ thể là “<theme {PROGRAMME}>Nắng hồng</theme>”, “<theme {PROGRAMME}>Suối mát</theme>”.",
    f"Lo các phong trào thi đua <theme {MOVEMENT}>xây dựng nông thôn mới</theme>; “<theme {MOVEMENT}>Vườn xanh ngõ sạch</theme>”.",
    f"Học Bác gắn với “<theme {MOVEMENT}>Dân vận khéo</theme>”, trong việc thực hiện tốt “<theme {MOVEMENT}>Dạy tốt, học tốt</theme>”.",
    f"Hưởng ứng Tháng cao điểm “<theme {PROGRAMME}>Ấm lòng bản xa</theme>” và ủng hộ quỹ “Cây mùa đông”.",
    f"Đại hội có chủ đề: <theme {THEME}>Đoàn kết - Đổi mới - Phát triển</theme>.",
    f"Khẩu hiệu hành động năm 2031 là: <theme {MOTTO}>Kỷ cương - Sáng tạo - Hiệu quả cao</theme>, xã ký giao ước.",
    f"Phát động đợt thi đua 200 ngày đêm “<theme {MOVEMENT}>Thần tốc về đích</theme>”.",
    f"Phong trào <theme {MOVEMENT}>Bản nhỏ vươn xa</theme> và “ông trùm” cà phê; phong trào <theme {MOVEMENT}>Dân vận khéo</theme>, “Bác Tám nông dân” kể.",
    f"Khẩu hiệu <theme {MOTTO}>Nhanh - Gọn - Bền</theme>.",
    f"Nhiều phong trào thi đua được tổ chức sôi nổi, nội dung thiết thực, có sức lan tỏa như “<theme {MOVEMENT}>Xanh bản làng</theme>”, “<theme {MOVEMENT}>Sạch ngõ xóm</theme>”…",
    f"Các phong trào thi đua được tổ chức rộng khắp, hiệu quả, nổi bật là: “<theme {MOVEMENT}>Bản nhỏ vươn xa</theme>”; “<theme {MOVEMENT}>Sóng mới</theme>”.",
    f"Phong trào thi đua do Hội tổ chức “<theme {MOVEMENT}>Xanh bản làng</theme>”; phong trào thi đua yêu nước “<theme {MOVEMENT}>bản sạch, nhà xanh</theme>”.",
    f"Xã thực hiện “<theme {PROGRAMME}>Chương trình vận động làm đường quê</theme>” và tham gia “<theme {MOVEMENT}>Phong trào Bản nhỏ vươn xa</theme>”.",
]
NOTHING = [
    "Anh giỏi trong phong trào Đoàn và công tác thanh niên; phong trào Hội lớn mạnh; nhận suất học bổng “Bước chân đến lớp”.",
    "Hưởng ứng chương trình Giao lưu văn nghệ; xem chương trình Chuyển động ngày mới; triển khai Chương trình Giáo dục phổ thông mới.",
    "Tặng Kỷ niệm chương “Vì sự nghiệp khuyến học” và danh hiệu “Lao động tiên tiến”.",
    "Trao danh hiệu thi đua “Đơn vị xuất sắc”; chung kết Hội thi “Dân vận khéo”; Quỹ học bổng “Ươm mầm”.",
    "Ông nói: “Phong trào thì phải làm thật”. Phong trào, theo ông, “được người ta tin”.",
    "Phong trào thi đua của khối đã đạt giải thưởng “Bàn tay vàng”.",
    "Chương trình nghệ thuật “Đất mẹ”, phim “Biển gọi”, cuốn sách “Người mẹ”.",
    "Phong trào thi đua yêu nước, phong trào Cần Vương chống Pháp, phong trào Đồng khởi Bến Tre, chiến dịch Điện Biên Phủ, chiến dịch Biên giới thu đông, phong trào TDTT.",
    "Trong các phong trào thi đua, Bác dạy ba điều, đó là: “Thi đua là yêu nước”; các phong trào do Bác phát động, Bác dạy: “Phải bền”.",
    "Các phong trào được dân ví như “luồng gió mới”, có nhiều tấm gương như “Ông già xây cầu”; phong trào đã dựng 4 căn nhà “Mái ấm tình thương”.",
    "Phong trào thi đua theo tinh thần “Một giọt máu cho đi”; ủng hộ “Vì người nghèo”, đạt “Lao động sáng tạo”, thực hiện “ba cùng”.",
    "Bàn chủ đề: Việt Nam - Lào; chủ đề Hà Nội và ba tỉnh Sơn La - Lai Châu - Điện Biên; chủ đề đoàn kết - kỷ cương - sáng tạo.",
    "Các phong trào của tỉnh thu hút đông người, trong đó có “Vua cà phê” Lê Văn Tám; nhiều phong trào do Đoàn phát động, tiêu biểu là “Chàng trai vàng” An.",
    "Các chiến dịch như “Điện Biên Phủ”; anh được gắn “Tuổi trẻ sáng tạo” lên ngực áo; chủ đề Nguyễn Văn An - Lê Văn Tám - Trần Văn Tư.",
    "Giữ đạo lý “Uống nước nhớ nguồn”, mục tiêu “xanh hóa”; phong trào “ ” và dấu “ mở.",
    "Phong trào thi đua yêu nước “lan tỏa” trong xã; phong trào của tổ “Sao Mai”; ông kể việc thực hiện “Phong trào nào cũng khó”.",
    "Các phong trào thi đua được tổ chức sôi nổi, với nhiều hoạt động như “Rung chuông vàng”; phong trào thi đua diễn ra tại đơn vị như “Hoa Sen”.",
    "Nhiều phong trào thi đua được duy trì, có hình thức như “Sân khấu hóa”; các phong trào thi đua có hội viên, đạt tiêu chí như “Gia đình ấm no”.",
]


def found(sentence: Marked) -> list[tuple[int, int, dict[str, str]]]:
    page = Page(sentence.text)
    page.parted(sentences(page))
    return [(t.mentions[0].start, t.mentions[0].end, {"kind": t.kind or ""}) for t in themes.find(page)]


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_titles_are_read_after_a_cue(marked: str) -> None:
    sentence = parse(marked, {"theme"})
    assert found(sentence) == [(m.start, m.end, m.attrs) for m in sentence.marks]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_quotation_marks_alone_make_no_theme(text: str) -> None:
    assert found(Marked(text, ())) == []


def test_a_title_told_twice_is_one_entry() -> None:
    page = Page('Phong trào "Ba tốt" bắt đầu.\nPhong trào “Ba tốt” kết thúc.')
    assert [(t.title, sum(m.part == "title" for m in t.mentions)) for t in themes.find(page)] == [("Ba tốt", 2)]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Đoàn kết, sáng tạo, thi đua lao động giỏi vì quê hương", "Đoàn kết, thi đua lao động giỏi vì quê hương", 1),
        ("Mỗi bản một vườn rau sạch, một đường hoa đẹp", "Mỗi bản một vườn rau sạch, một con đường hoa đẹp", 1),
        ("Cả xã chung tay xây dựng nông thôn mới", "Cả xã chung tay xây dựng nông thôn mới nâng cao", 2),
        ("Thi đua lập công dâng Đảng mừng xuân năm Tân Sửu", "Thi đua lập công dâng Đảng mừng xuân năm Nhâm Dần", 2),
        ("Dạy tốt, học tốt", "Dạy tốt, học thật tốt", 2),
    ],
)
def test_a_long_title_told_again_without_a_word_is_one_entry(first: str, second: str, count: int) -> None:
    page = Page(f"Phong trào “{first}” bắt đầu.\nPhong trào “{second}” kết thúc.")
    assert [t.title for t in themes.find(page)] == [first, second][:count]


def test_a_movement_told_with_and_without_thi_dua_is_one_entry() -> None:
    page = Page("Phong trào Thi đua quyết thắng bắt đầu.\nPhong trào thi đua “Quyết thắng” kết thúc.")
    assert [t.title for t in themes.find(page)] == ["Thi đua quyết thắng"]


def test_the_short_name_in_brackets_is_no_second_theme() -> None:
    page = Page("Phát động phong trào “Bản nhỏ vươn xa” (gọi tắt là phong trào Bản nhỏ). Đẩy mạnh phong trào Bản nhỏ.")
    assert [(t.title, sum(m.part == "title" for m in t.mentions)) for t in themes.find(page)] == [("Bản nhỏ vươn xa", 3)]


def test_a_title_ends_before_a_body() -> None:
    text = "Đẩy mạnh phong trào Bản nhỏ vươn xa Huyện đoàn Mường Mới."
    at = text.index("Huyện đoàn")
    assert [t.title for t in themes.find(Page(text), units=[(at, at + 21)])] == ["Bản nhỏ vươn xa"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('nói "A b" rồi “C d”, «E», ‘F g’', ["A b", "C d", "E", "F g"]),
        ("ông K’Brêu và H'Nhi gọi là “ba nhất“, ”ba dám”", ["ba nhất", "ba dám"]),
        ('mở “Ba sẵn sàng" , "Ba đảm đang”', ["Ba sẵn sàng", "Ba đảm đang"]),
        ("‘K’Brêu đến’ rồi “về nhà K‘Brô mới”", ["K’Brêu đến", "về nhà K‘Brô mới"]),
        ("“ngoài ‘trong’ ngoài”", ["ngoài ‘trong’ ngoài"]),
        ("một dấu “ mở\nrồi “đóng”", ["đóng"]),
    ],
)
def test_quotation_marks_are_paired(text: str, inside: list[str]) -> None:
    assert [text[a:b] for a, b in quotes.pairs(text)] == inside
