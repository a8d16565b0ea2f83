"""Title, day, byline, source, and the words that hold no facts."""

import pytest

from extract import header
from extract.draft import Draft
from extract.text import Page
from schemas.facts import ArticleInfo

BODY = "Sáng 5/3, Sở Y tế tổ chức hội nghị tổng kết công tác thi đua của ngành tại thành phố Vinh.\n\nHội nghị đã bầu đơn vị dẫn đầu năm tới."


def article(top: str = "", bottom: str = "") -> dict[str, str]:
    info = header.read(Page(f"{top}{BODY}{bottom}")).info
    return info.model_dump(exclude_none=True, exclude={"mentions"})


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("Ngành y tổng kết\n\n8/12/2015\n\n", {"title": "Ngành y tổng kết", "published_on": "2015-12-08"}),
        ("Ngành y tổng kết\nThứ Năm, 12/12/2013 - 16:42\n\n", {"title": "Ngành y tổng kết", "published_on": "2013-12-12"}),
        (
            "Ngành y tổng kết\nCập nhật lúc 17:30, Thứ Sáu, 18/09/2020 (GMT+7)\n",
            {"title": "Ngành y tổng kết", "published_on": "2020-09-18"},
        ),
        (
            "Ngành y tổng kết\nNgày đăng: 21/11/2016 | Lượt xem: 1846\n",
            {"title": "Ngành y tổng kết", "published_on": "2016-11-21"},
        ),
        (
            "Ngành y tổng kết\nSign In\n\nNgành y tổng kết\n\n14.6.2022 16:50\n",
            {"title": "Ngành y tổng kết", "published_on": "2022-06-14"},
        ),
        ("Ngành y tổng kết\nThứ Năm, ngày 03 tháng 9 năm 2020\n", {"title": "Ngành y tổng kết", "published_on": "2020-09-03"}),
        (
            "Ngành y tổng kết\nSức khỏe - Ngày đăng : 17:43, 04/02/2018\n",
            {"title": "Ngành y tổng kết", "published_on": "2018-02-04"},
        ),
        ("Ngành y , một năm\n7/6/2012 9:05\n", {"title": "Ngành y, một năm", "published_on": "2012-06-07"}),
        (
            "Ngành y tổng kết\nLê Hoa 05/03/2019 - 10:14\n\n",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "author": "Lê Hoa"},
        ),
        (
            "Ngành y tổng kết\nLÊ HOA 05/03/2019 10:14\n\n(QNO) - ",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "author": "Lê Hoa", "source": "QNO"},
        ),
        (
            "Ngành y tổng kết\nLê Hoa (Ban Thời sự)-Thứ ba, ngày 05/3/2019 10:14 GMT+7\n\nBác sĩ nhận cờ.\n\nVTV.vn - ",
            {
                "title": "Ngành y tổng kết",
                "published_on": "2019-03-05",
                "author": "Lê Hoa",
                "author_unit": "Ban Thời sự",
                "source": "VTV.vn",
            },
        ),
        (
            "Ngành y tổng kết\nMinh Hoa - Thứ Ba, 05/03/2019\n\n",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "author": "Minh Hoa"},
        ),
        ("Ngành y tổng kết\nHÀ TĨNH 05/03/2019 10:14\n\n", {"title": "Ngành y tổng kết", "published_on": "2019-03-05"}),
        ("Ngành y tổng kết\nThời Sự 05/03/2019 10:14\n\n", {"title": "Ngành y tổng kết", "published_on": "2019-03-05"}),
        ("THỜI SỰ\nNgành y tổng kết\n05/03/2019\n", {"title": "Ngành y tổng kết", "published_on": "2019-03-05"}),
        ("Trang chủ > Tin tức > Thi đua\nNgành y tổng kết\n", {"title": "Ngành y tổng kết"}),
        (
            "Ngành y tổng kết\nĐăng bởi: Lê Hoa | 05/03/2019\n",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "author": "Lê Hoa"},
        ),
        (
            "Ngành y tổng kết\nBáo Hoa Sen - 05/03/2019 10:14\n",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "source": "Báo Hoa Sen"},
        ),
        (
            "Ngành y tổng kết\nTheo Hoa Sen - 05/03/2019 10:14\n",
            {"title": "Ngành y tổng kết", "published_on": "2019-03-05", "source": "Hoa Sen"},
        ),
        ("(BĐ) - ", {"source": "BĐ"}),
        ("(SGGP).- ", {"source": "SGGP"}),
        ("(TTXVN) ", {"source": "TTXVN"}),
        ("GD&TĐ - ", {"source": "GD&TĐ"}),
        ("(vinh.gov.vn) - ", {"source": "vinh.gov.vn"}),
        ("TTXVN - ", {"source": "TTXVN"}),
        ("HGĐT- ", {"source": "HGĐT"}),
        ("Báo Lâm Đồng - ", {"source": "Báo Lâm Đồng"}),
        ("", {}),
    ],
)
def test_the_top_tells_title_day_and_source(top: str, told: dict[str, str]) -> None:
    assert article(top=top) == told


@pytest.mark.parametrize(
    ("bottom", "told"),
    [
        ("\nNguyệt Hoa - Trung tâm Y tế Vinh", {"author": "Nguyệt Hoa", "author_unit": "Trung tâm Y tế Vinh"}),
        ("\n\nTin, ảnh: Bàn Thị Hoa", {"author": "Bàn Thị Hoa"}),
        ("\n\nBài: Minh Hoa; Ảnh: Tiến Nam", {"author": "Minh Hoa"}),
        ("\n\nTin, ảnh:LỆ HOA", {"author": "Lệ Hoa"}),
        ("\n\nLan Anh - Y Jôn", {"author": "Lan Anh - Y Jôn"}),
        ("\n\nHoàng Nhật (Sở Y tế Vinh)", {"author": "Hoàng Nhật", "author_unit": "Sở Y tế Vinh"}),
        ("\n\nHỒNG HOA (thực hiện)", {"author": "Hồng Hoa"}),
        ("\n\nXUÂN HOA\n(Báo Hoa Sen)", {"author": "Xuân Hoa", "source": "Báo Hoa Sen"}),
        ("\nT.SỸ", {"author": "T.Sỹ"}),
        ("\nK.H.", {"author": "K.H."}),
        (" Bình Minh", {"author": "Bình Minh"}),
        (" LÊ HOA - TR.AN", {"author": "Lê Hoa - Tr.An"}),
        (" HOÀNG HOA Theo Hoa Sen", {"author": "Hoàng Hoa", "source": "Hoa Sen"}),
        (" HL Email Print Góp ý", {"author": "HL"}),
        ("\n\nPV", {}),
        ("\nHOA SEN\n\nCùng chuyên mục\n\nTIN MỚI", {"author": "Hoa Sen"}),
        ("\n\nHoàng Mai", {"author": "Hoàng Mai"}),
        ("\nHoa Sen\nMời quý độc giả theo dõi các chương trình của Đài!", {"author": "Hoa Sen"}),
        ("\nÔng Trần Văn Bình\nBà Lê Thị Hoa", {}),
        ("\nÔng Trần Văn Bình - Giám đốc Sở Y tế phát biểu tại lễ\n\nTin: Lê Hoa", {"author": "Lê Hoa"}),
        ("\nÔng Trần Văn Bình - Giám đốc Sở Y tế trao quà", {}),
        ("\nBà Trần Thị Hoa - Giám đốc Sở Y tế", {}),
        ("", {}),
    ],
)
def test_the_end_tells_the_writer(bottom: str, told: dict[str, str]) -> None:
    assert article(bottom=bottom) == told


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("Đại biểu dự lễ. Ảnh: N.H\nHội nghị bắt đầu lúc tám giờ sáng hôm ấy.", ["Ảnh: N.H"]),
        ("Bà con nhận cây giống - Ảnh: L.AN. Ông Tô Văn Nam kể chuyện làm vườn.", ["Ảnh: L.AN. "]),
        ("[img]\nHội nghị bắt đầu lúc tám giờ sáng.\n>> Trao quà ở Huế\nHết bài.", ["[img]", ">> Trao quà ở Huế"]),
    ],
)
def test_credits_marks_and_teasers_hold_no_facts(text: str, skipped: list[str]) -> None:
    assert [text[a:b] for a, b in header.read(Page(text)).skip] == skipped


def test_a_body_printed_twice_is_read_once() -> None:
    body = " ".join(f"Ở vòng {n}, đội Hoa Sen giữ vững ngôi đầu bảng." for n in range(1, 12)) + " "
    text = f"Thắng lớn\n\n2/5/2012 08:10\n\n{body}HOÀNG HOA Theo Hoa Sen {body}".rstrip()
    head = header.read(Page(text))
    assert head.info.author == "Hoàng Hoa"
    assert text[head.skip[-1][0] : head.skip[-1][1]].endswith(body.rstrip())
    assert len(text) - head.skip[-1][0] < len(body) + 40


def test_what_is_given_goes_before_what_is_read() -> None:
    text = f"Ngành y tổng kết\n\n8/12/2015\n\n{BODY}\n\nTin, ảnh: Bàn Thị Hoa"
    draft = Draft(Page(text), given=ArticleInfo(title="Ngành y tổng kết", author="Sở Y tế", source="Cổng tỉnh"))
    header.run(draft)
    info = draft.article
    assert (info.title, info.author, info.source, info.published_on) == ("Ngành y tổng kết", "Sở Y tế", "Cổng tỉnh", "2015-12-08")
    assert draft.published_on == "2015-12-08"
    assert {(m.part, m.quote) for m in info.mentions} == {
        ("title", "Ngành y tổng kết"),
        ("author", "Sở Y tế"),
        ("published_on", "8/12/2015"),
    }
