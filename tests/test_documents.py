"""Documents, in sentences that carry the answer."""

import pytest
from marked import Marked, name, parse

import extract
from extract import documents
from extract.sentences import sentences
from extract.text import Page

FOUND = [
    '<doc kind="Công văn" number="218/V9">Công văn số 218/V9</doc>, <doc kind="Quyết định" number="7/K3" date="2020-03-02">Quyết định số 7/K3</doc> ngày 2/3/2020.',
    'Theo <doc kind="Quyết định" number="1187/QĐ-UBND" date="2012-09-06" issuer="UBND tỉnh">Quyết định số 1187/QĐ-UBND</doc> ngày 06-9-2012 của UBND tỉnh.',
    'Thực hiện <doc kind="Nghị quyết" number="31-NQ/TW" date="2015-06-09" issuer="Bộ Chính trị">Nghị quyết số 31-NQ/TW</doc>, ngày 09/6/2015'
    " của Bộ Chính trị về giống cây.",
    'Các <doc kind="Quyết định" number="912/QĐ-CTN" date="2010-06-28" issuer="Chủ tịch nước">Quyết định số 912/QĐ-CTN</doc> và '
    '<doc kind="Quyết định" number="913/QĐ-CTN" date="2010-06-28" issuer="Chủ tịch nước">913/QĐ-CTN</doc> cùng ký ngày 28/6/2010 của Chủ tịch nước.',
    '<doc kind="Quyết định" number="123/QĐ-SNV">Quyết định số 123</doc> và <doc kind="Quyết định" number="124/QĐ-SNV">124/QĐ-SNV</doc> đã ban hành.',
    'Ngày 18/8/2009, Thủ tướng Chính phủ ký <doc kind="Quyết định" number="1477/QĐ-TTg" date="2009-08-18" issuer="Thủ tướng Chính phủ">'
    "Quyết định số 1477/QĐ-TTg</doc> thành lập trường.",
    'UBND tỉnh đã có <doc kind="Tờ trình" number="9120/TTr-UBND" issuer="UBND tỉnh">Tờ trình số 9120/TTr-UBND</doc> gửi Bộ.',
    'Theo <doc kind="Quyết định" number="2241/QÐ-BTC" issuer="Bộ trưởng Bộ Tài chính">Quyết định số 2241/QÐ-BTC</doc> của Bộ trưởng Bộ Tài chính, có ba tập thể.',
    'Có <doc kind="Nghị quyết" number="152-NQ/ĐUQSTW">Nghị quyết 152-NQ/ĐUQSTW</doc>, <doc kind="Nghị quyết" number="15/2023/NQ-HĐND"'
    ' issuer="HĐND tỉnh">Nghị quyết số 15/2023/NQ-HĐND</doc> của HĐND tỉnh.',
    'Học <doc kind="Chỉ thị" number="05" issuer="Bộ Chính trị">Chỉ thị 05</doc> của Bộ Chính trị và <doc kind="Nghị định" number="152/2018">Nghị định 152/2018</doc>.',
    'Của <doc kind="Quyết định" number="5/QĐ-BVHTTDL" issuer="Bộ Văn hóa, Thể thao và Du lịch">Quyết định số 5/QĐ-BVHTTDL</doc>'
    " của Bộ Văn hóa, Thể thao và Du lịch về việc khen.",
    'Theo <doc kind="Luật" name="Luật Thi đua, khen thưởng">Luật Thi đua, khen thưởng</doc> và <doc kind="Bộ luật" name="Bộ luật Lao động">Bộ luật Lao động</doc>.',
    'Bàn <doc kind="Luật" name="Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng">Luật sửa đổi, bổ sung một số điều của'
    " Luật Thi đua, khen thưởng</doc> tại hội trường.",
    'Đưa <doc kind="Nghị quyết" name="Nghị quyết Đại hội Đoàn toàn quốc lần thứ X">Nghị quyết Đại hội Đoàn toàn quốc lần thứ X</doc> vào cuộc sống.',
    'Học <doc kind="Nghị quyết" name="Nghị quyết Đại hội XII của Đảng">Nghị quyết Đại hội XII của Đảng</doc>, '
    '<doc kind="Nghị quyết" name="Nghị quyết Trung ương 8 khóa XI">Nghị quyết Trung ương 8 khóa XI</doc>.',
    'Theo <doc kind="Công ước" name="Công ước Liên hợp quốc về Quyền trẻ em">Công ước Liên hợp quốc về Quyền trẻ em</doc>.',
    'Theo <doc kind="Quyết định" number="41" date="2013-01-09">quyết định số 41</doc> (ngày 9/1/2013) và '
    '<doc kind="Quyết định" number="57" date="2013-02-05" issuer="Chủ tịch nước">57</doc> (ngày 5/2/2013) của Chủ tịch nước.',
]
NOTHING = [
    "Tỷ lệ 350/V16, nhà số 5/B2, tổ số 3/A5 và trang bị số 12/C5; quyết định khen tổ 7/K3.",
    "Theo quyết định số 12/Hoa Sen, tổ 5/Khu 3.",
    "Sinh viên Khoa Luật Dân sự và Trường Luật Hình sự.",
    "Xếp thứ 22/63, lớp 10A6, quốc lộ 1A, tỷ số 4-4, mã B2010-01 và ISO 9001:2008.",
    "Hội nghị quyết định 3 vấn đề; Quyết định 3 vấn đề lớn; ra nghị quyết 5 năm.",
    "Học sinh Trường Đại học Luật Hà Nội, Trung cấp Luật Đồng Hới, luật sư và Luật sư Nguyễn An.",
    "Thực hiện Nghị quyết Đại hội Đảng các cấp và quy chế của Cụm; Chương trình 135.",
    "Bổ nhiệm theo quyết định của Giám đốc Sở.",
]


def found(sentence: Marked) -> list[tuple[int, dict[str, str]]]:
    page = Page(sentence.text)
    page.parted(sentences(page))
    told = []
    for document in documents.find(page):
        first = min(m.start for m in document.mentions if m.part in ("kind", "number", "name"))
        told.append((first, document.model_dump(exclude_none=True, include={"kind", "number", "name", "date", "issuer"})))
    return told


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_documents_are_read_with_number_day_and_issuer(marked: str) -> None:
    sentence = parse(marked, {"doc"})
    assert found(sentence) == [(m.start, m.attrs) for m in sentence.marks]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_other_numbers_and_names_are_no_documents(text: str) -> None:
    assert found(Marked(text, ())) == []


@pytest.mark.parametrize(
    ("text", "number", "mentions"),
    [
        ("Nghị định số 91/2017/NĐ-CP. Theo Nghị định 91 thì khác.", "91/2017/NĐ-CP", 2),
        ("Theo Nghị định 152/2018. Sau có Nghị định số 152/2018/NĐ-CP.", "152/2018/NĐ-CP", 2),
        ("Quyết định số 22/QĐ-SYT và lại Quyết định số 22/QĐ-SYT.", "22/QĐ-SYT", 2),
    ],
)
def test_one_document_is_one_entry(text: str, number: str, mentions: int) -> None:
    page = Page(text)
    assert [(d.number, sum(m.part == "number" for m in d.mentions)) for d in documents.find(page)] == [(number, mentions)]


def test_the_name_of_a_person_is_no_part_of_the_issuer() -> None:
    page = Page("Chủ tịch UBND tỉnh Lê Văn An đã ký Quyết định số 22/QĐ-UBND.")
    assert documents.find(page, persons=[page.text.index("Lê")])[0].issuer == "Chủ tịch UBND tỉnh"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Quyết định số 9/QĐ-BGTVT của Bộ Giao thông vận tải về việc khen.", "Bộ Giao thông vận tải"),
        ("Hướng dẫn số 11-HD/BTCTW của Ban Tổ chức Trung ương về nhân sự.", "Ban Tổ chức Trung ương"),
        (
            "Công văn số 15/CV-UBND của Chủ tịch Ủy ban nhân dân tỉnh Hà Nam giao Sở Y tế lo việc này.",
            "Chủ tịch Ủy ban nhân dân tỉnh Hà Nam",
        ),
        ("Quyết định số 15/QĐ-TAND của Tòa án nhân dân tối cao nhân dịp cuối năm.", "Tòa án nhân dân tối cao"),
        ("Quyết định số 15/QĐ-UBND của UBND tỉnh Quy chế thi đua.", "UBND tỉnh"),
        ("Thông báo số 15/TB-VP của Văn phòng UBND tỉnh truyền đạt ý kiến Chủ tịch UBND tỉnh.", "Văn phòng UBND tỉnh"),
        ("Quyết định số 15/QĐ-UBND do Sở Nội vụ soạn thảo, ban hành tháng trước.", None),
        ("Kế hoạch số 15/KH-UBND của UBND tỉnh nhân kỷ niệm 50 năm.", "UBND tỉnh"),
        ("Công văn số 218/V9 của Vụ 9 nêu rõ việc khen.", "Vụ 9"),
        ("Hướng dẫn số 12/C5 ngày 2/3/2020 của Cục 5.", "Cục 5"),
    ],
)
def test_words_inside_a_body_s_name_do_not_end_the_issuer(text: str, issuer: str) -> None:
    assert [d.issuer for d in extract.read(text).documents] == [issuer]


@pytest.mark.parametrize(
    ("before", "day"),
    [
        ("Ngày 5/3/2020,", "2020-03-05"),
        ("Sáng nay (5/3/2020),", "2020-03-05"),
        ("Hưởng ứng tháng này (từ 1/3 đến 31/3/2020),", None),
        ("Nhân kỷ niệm ngày thành lập (26/3/1931),", None),
        ("Chào mừng ngày 2/9/2020,", None),
        ("Tính đến ngày 2/9/2020,", None),
        ("Sau khi họp ngày 2/9/2020,", None),
        ("Thực hiện Quyết định số 6/QĐ-TTg ngày 2/6/2020,", None),
        ("Thực hiện Quyết định số 6/QĐ-TTg, ngày 2/6/2020,", None),
    ],
)
def test_a_day_before_the_issuer_is_the_document_s_only_where_it_was_issued_then(before: str, day: str | None) -> None:
    page = Page(f"{before} UBND tỉnh ban hành Kế hoạch số 7/KH-UBND.")
    page.parted(sentences(page))
    assert documents.find(page)[-1].date == day


@pytest.mark.parametrize(
    ("behind", "day"),
    [
        ("do Chủ tịch UBND tỉnh Lê Văn Tám ký ngày 2/2/2023", "2023-02-02"),
        ("của UBND tỉnh, ban hành ngày 2/2/2023", "2023-02-02"),
        ("của UBND tỉnh về hợp đồng ký ngày 2/2/2023", None),
        ("của UBND tỉnh họp ngày 2/2/2023", None),
    ],
)
def test_the_day_on_which_the_issuer_signed(behind: str, day: str | None) -> None:
    page = Page(f"Theo Quyết định số 7/QĐ-UBND {behind}.")
    assert documents.find(page, persons=[page.text.find("Lê Văn")])[0].date == day
