"""Names become entities: folding, Vietnamese order, how far a unit's name reaches, who is the same person, and why."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import article, record

from corpus.names import digest, entity_id, identity, order_key, person_order, plain, slug, words_with_d
from corpus.people import _groups
from corpus.resolve import award_type, theme
from corpus.rows import Rowing
from corpus.scope import Home, has_place, home_of, placed, scope_of, unit_key

SAME = [
    ("UBND tỉnh Khánh Hoà", "Ủy ban nhân dân tỉnh Khánh Hòa"),
    ("Uỷ ban nhân dân TP. Hồ Chí Minh", "UBND TP.HCM"),
    ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Vụ Thi đua - Khen thưởng", "vụ thi đua, khen thưởng"),
    ("Công ty TNHH “Ánh Sao”", "Công ty Trách nhiệm hữu hạn Ánh Sao"),
    ("Ban chấp hành T.Ư Đảng", "BCH Trung ương Đảng"),
    ("Ðảng ủy xã", "Đảng ủy xã"),
    ("Nguyễn  Văn\u00a0Hoà", "NGUYỄN VĂN HÒA"),
    (unicodedata.normalize("NFD", "Đồng Hới"), "Đồng Hới"),
    ("UBND XÃ TƯ NGHĨA", "UBND xã Tư Nghĩa"),
]
OTHER = [
    ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"),
    ("Nguyễn Anh Tuấn", "Nguyễn Anh Tuân"),
    ("Bộ Tư pháp", "Bộ tư phạp"),
    ("Đoàn Thị Lan", "Doàn Thị Lan"),
    ("Sở Y tế Nam Định", "Sở Y tế Nam Đinh"),
    ("Cụm thi đua số 1", "Cụm thi đua số 11"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_name_written_otherwise(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_accents_and_numbers_tell_names_apart(one, other):
    assert identity(one) != identity(other)


def test_names_for_search_and_addresses():
    assert plain("Đảng bộ “Ðắk Lắk” (ðơn vị)") == "dang bo dak lak don vi"
    assert slug("Trường Trung cấp Luật Buôn Ma Thuột", 20) == "truong-trung-cap"
    assert words_with_d("Thi đua ở Đồng Hới", "thi đua, Ðông Hà; không") == "dua dồng dông đông"
    assert words_with_d(None, "không") == ""


def test_ids_hang_on_the_key_alone():
    assert entity_id("Sở Y tế", "units", "a") == entity_id("Sở Y tế", "units", "a") != entity_id("Sở Y tế", "units", "b")
    assert entity_id("???", "x") == digest("x", length=8)
    assert digest("a", "bc") != digest("ab", "c")


ORDERED = [
    "An Bình",
    "Áng",
    "Anh Dũng",
    "Ân",
    "Bùi",
    "Cao",
    "Dũng",
    "Đỗ An",
    "Đỗ Ân",
    "Em",
    "Ê-đê",
    "Ngô",
    "Nguyễn",
    "Ôn Tư",
    "Ông Tư",
    "Ơn",
]
ORDERED += ["Ta", "Tà", "Tả", "Tã", "Tá", "Tạ", "Tám", "Tư", "Ư", "Vũ", "Y Blăm"]


def test_vietnamese_order():
    by_code = sorted(ORDERED)
    assert by_code != ORDERED
    assert sorted(by_code, key=order_key) == ORDERED
    assert order_key("hoà") != order_key("hoa") < order_key("hoà")


def test_people_go_by_given_name():
    names = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn An Bình", "Đỗ Bình", "Bùi Châu"]
    assert sorted(names, key=person_order) == ["Trần Văn An", "Lê Thị Ánh", "Đỗ Bình", "Nguyễn An Bình", "Bùi Châu"]
    assert person_order("") == order_key("") + b"\x00\x00" + order_key("")


@given(st.lists(st.text(alphabet="aăâáàdđeêoôơuưnhg ÁĐ", max_size=6)))
def test_order_is_one_for_equal_spellings_and_total(names):
    assert [order_key(unicodedata.normalize("NFD", n)) for n in names] == [order_key(n) for n in names]
    assert sorted(names, key=order_key) == sorted(sorted(names), key=order_key) or len({order_key(n) for n in names}) < len(
        set(names)
    )


REACH = {
    "nation": ["Bộ Tư pháp", "Viện Khoa học pháp lý", "Ban Thi đua - Khen thưởng Trung ương", "Công ty cổ phần Cầu 88"],
    "province": [
        "UBND tỉnh",
        "Tỉnh ủy",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Tài nguyên và Môi trường",
        "Ban Dân tộc tỉnh",
    ],
    "city": ["UBND thành phố", "Thành ủy", "UBND TP"],
    "ministry": ["Vụ Tổ chức cán bộ", "Vụ Thi đua - Khen thưởng"],
    "group": ["Cụm thi đua số II", "Hội đồng Thi đua - Khen thưởng", "Khối thi đua số 3"],
    "article": ["Phòng Tổ chức cán bộ", "UBND huyện", "Khoa Nhi", "Đảng ủy xã", "Công đoàn cơ sở", "Chi bộ thôn 2"],
}


@pytest.mark.parametrize(("scope", "name"), [(s, n) for s, names in REACH.items() for n in names])
def test_how_far_a_name_reaches(scope, name):
    assert scope_of(identity(name)) == scope


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("UBND huyện Hoài Ân", "province"),
        ("Trường Tiểu học Võ Thị Sáu", "province"),
        ("Hội LHPN xã Ea Tam", "province"),
        ("UBND quận Ninh Kiều", "city"),
        ("UBND thị xã La Gi", "nation"),
        ("Viện Khoa học xã hội vùng Tây Nguyên", "nation"),
        ("Phòng khám Thu Phúc", "nation"),
        ("Nhà xuất bản Trẻ", "nation"),
        ("Trường Trung cấp Luật Buôn Ma Thuột", "nation"),
    ],
)
def test_level_words_that_have_a_name_after_them(name, scope):
    assert scope_of(identity(name)) == scope


BINH_DINH = Home("bình định", None, "Báo Bình Định")


@pytest.mark.parametrize(
    ("bare", "full"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Bình Định"),
        ("Tỉnh ủy", "Tỉnh ủy Bình Định"),
        ("Sở Y tế", "Sở Y tế Bình Định"),
        ("Sở Y tế tỉnh", "Sở Y tế tỉnh Bình Định"),
        ("Ủy ban MTTQ Việt Nam tỉnh", "Ủy ban MTTQ Việt Nam tỉnh Bình Định"),
        ("UBND huyện Vĩnh Thạnh", "UBND huyện Vĩnh Thạnh, tỉnh Bình Định"),
    ],
)
def test_a_bare_name_is_the_full_one_of_the_articles_province(bare, full):
    key = unit_key(bare, BINH_DINH, "a")
    assert key == unit_key(full, Home(), "b")
    assert key.scope == "bình định"
    assert "Báo Bình Định" in key.how


def test_two_provinces_are_never_one():
    keys = {unit_key("UBND tỉnh", Home(p), "a").text for p in ("bình định", "nghệ an")}
    keys |= {unit_key("UBND tỉnh", Home(), told).text for told in ("a", "b")}
    assert len(keys) == 4


@pytest.mark.parametrize("name", ["UBND thành phố", "Thành ủy", "UBND quận"])
def test_the_city_of_a_province_is_not_the_province(name):
    assert unit_key(name, BINH_DINH, "a").scope_kind == "article"
    assert unit_key(name, Home("hải phòng"), "a") == unit_key(name, Home("hải phòng"), "b") or name == "UBND quận"


def test_towns_and_rivers_with_the_name_of_a_province():
    town = unit_key("UBND thành phố Thái Nguyên", Home(), "a")
    assert town != unit_key("UBND tỉnh Thái Nguyên", Home(), "a")
    assert town.scope_kind == "nation"
    assert unit_key("Viện Lúa đồng bằng sông Cửu Long", Home(), "a").scope == ""
    assert unit_key("Thị đoàn thị xã Quảng Trị", Home(), "a").scope == ""
    assert unit_key("Bảo tàng Hồ Chí Minh", Home(), "a").scope == ""
    assert unit_key("UBND thành phố Hồ Chí Minh", Home(), "a") == unit_key("UBND TP.HCM", Home(), "b")


def test_bodies_of_ministries():
    named = unit_key("Vụ Thi đua - Khen thưởng thuộc Bộ Tư pháp", Home(), "a")
    assert named == unit_key("Vụ Thi đua - Khen thưởng", Home(None, "bộ tư pháp", "Bộ Tư pháp"), "b")
    assert unit_key("Vụ Thi đua - Khen thưởng", Home(), "a").scope_kind == "article"
    # where both a province and a ministry are told, neither decides
    assert unit_key("Cụm thi đua số II", Home("nam định", "bộ tư pháp"), "a").scope_kind == "article"
    assert unit_key("Cụm thi đua số II", Home("nam định"), "a").scope == "nam định"


def test_central_bodies_by_their_short_names():
    assert unit_key("VKSND tối cao", Home(), "a") == unit_key("Viện kiểm sát nhân dân tối cao", Home(), "b")
    assert unit_key("Trung ương Đoàn", Home(), "a").scope_kind == "nation"
    assert has_place("Bộ Y tế")
    assert has_place("Sở Y tế Cà Mau")
    assert not has_place("Sở Y tế")


def test_home_is_told_by_authorities_title_and_source():
    assert home_of(["UBND tỉnh Nghệ An", "UBND huyện Con Cuông"], None).province == "nghệ an"
    assert home_of(["Sở Y tế"], "Nam Định: tổng kết phong trào").province == "nam định"
    assert home_of(["Sở Y tế"], None, ["Báo Hà Giang", None]).province == "hà giang"
    assert home_of(["UBND tỉnh"], "Tổng kết phong trào thi đua") == Home()
    assert home_of(["Bộ Tư pháp", "Học viện Tư pháp"], None).ministry == "bộ tư pháp"
    assert home_of(["Bộ Tư pháp", "Bộ Y tế"], None).ministry is None


def test_home_is_left_open_where_two_are_told():
    two = ["Tỉnh ủy Bến Tre", "VKSND tỉnh Long An"]
    assert home_of(two, "Tổng kết Cụm thi đua số 9").province is None
    assert home_of(two, "Cụm thi đua số 9 họp tại Bến Tre").province == "bến tre"
    assert home_of(two, "Tổng kết tại Cà Mau").province is None
    assert home_of(["Sở Y tế tỉnh Thái Nguyên"], None, ["Báo Bình Định"]).province is None
    assert home_of([], "Nam Định tổng kết phong trào", ["Báo Hà Giang"]).province is None
    assert home_of(["Trường Đại học Luật Hà Nội"], None).province is None


def test_shown_with_its_place():
    assert placed("Ban Dân vận Tỉnh ủy", "Sóc Trăng") == "Ban Dân vận Tỉnh ủy Sóc Trăng"
    assert placed("Vụ Pháp chế", "Bộ Y tế") == "Vụ Pháp chế (Bộ Y tế)"


@pytest.mark.parametrize(
    ("name", "told", "form", "grade"),
    [
        ("Huân chương Lao động hạng Nhì", "hc_lao_dong-nhi", "huân chương", "Nhì"),
        ("HCLĐ hạng II", "hc_lao_dong-nhi", "huân chương", "Nhì"),
        ("danh hiệu Anh hùng Lao động", "dh_ah_lao_dong", "danh hiệu vinh dự nhà nước", None),
        ("Cờ Thi đua Chính phủ", "co_chinh_phu", "cờ thi đua", None),
        ("Bằng khen", "bang_khen", "bằng khen", None),
        ("giải Nhì", "gt_giai_nhi", "giải thưởng", None),
    ],
)
def test_award_types_of_the_catalogue(name, told, form, grade):
    found = award_type(name)
    assert (found.id, found.cells["form"], found.cells["grade"]) == (told, form, grade)
    assert found.how == "catalogue of award types"


def test_award_types_of_their_own():
    one, other = award_type("Bằng khen của Bộ Vũ trụ"), award_type("Bằng khen của Bộ Vũ Trù")
    assert one.id != other.id
    assert one.cells["form"] == "bằng khen"
    assert award_type("Cúp Sen hồng đặc biệt").cells.get("catalogue") is None
    # an order has three classes, no fourth
    assert award_type("Huân chương Sao vàng hạng Nhất").cells.get("catalogue") is None


def test_a_row_for_many_grantors_gives_a_type_for_each():
    head, police = award_type("Giấy khen của Hiệu trưởng"), award_type("Giấy khen của Giám đốc Công an tỉnh")
    assert head.cells["catalogue"] == police.cells["catalogue"] == "gk_cuc"
    assert len({head.id, police.id, award_type("Giấy khen của Cục trưởng").id}) == 3
    assert award_type("Bằng khen của Bộ Tư pháp").id == award_type("Bằng khen của Bộ trưởng Bộ Tư pháp").id == "bk_bo_tu_phap"


def test_themes():
    assert theme("phong trào thi đua “Dân vận khéo”").key == theme("DÂN VẬN KHÉO").key
    found = theme("Học tập và làm theo tấm gương đạo đức Hồ Chí Minh")
    assert (found.id, found.how) == ("hoc_tap_dao_duc_hcm", "catalogue of campaigns")
    assert theme("Sông xanh đất lạ").id != theme("Sống xanh đất lạ").id


TEXT = "Ông Trần Văn Bình, Giám đốc Sở Y tế tỉnh Nam Định, Thủ tướng Lê Văn Ba, bà Trần Thị Tư, ông Đỗ Năm. Sở Y tế."


def _rows(**lists):
    return Rowing(article(TEXT), record(TEXT, **lists))


def _links(rowing, **where):
    return [r for r in rowing.rows["resolutions"] if all(r[k] == v for k, v in where.items())]


def test_every_link_has_its_rule_and_evidence():
    rowing = _rows(
        units=[{"name": "Sở Y tế tỉnh Nam Định", "variants": ["Sở Y tế"]}],
        officials=[{"name": "Trần Văn Bình", "posts": [{"title": "Giám đốc", "unit": "Sở Y tế"}]}],
        awards=[{"award": "Bằng khen", "status": "conferred", "recipient": "Sở Y tế", "grantor": "Giám đốc Sở Y tế"}],
    )
    (unit,) = _links(rowing, list="units")
    assert (unit["how"], unit["evidence"]) == ("province in the name", "Sở Y tế tỉnh Nam Định")
    for name, field, how in [
        ("posts", "unit", "named in the article"),
        ("awards", "recipient", "named in the article"),
        ("awards", "grantor", "office of the unit"),
    ]:
        (link,) = _links(rowing, list=name, field=field)
        assert (link["entity"], link["how"]) == (unit["entity"], how)
    (person,) = _links(rowing, target="people")
    assert (person["how"], person["evidence"]) == ("same name and unit", unit["entity"])
    assert all(r["how"] and r["evidence"] for r in rowing.rows["resolutions"])


def test_a_name_that_is_no_unit_of_the_article_is_left_alone():
    rowing = _rows(
        units=["Sở Y tế tỉnh Nam Định"],
        awards=[
            {
                "award": "Bằng khen",
                "status": "past",
                "recipient": "Sở Nội vụ",
                "recipient_kind": "unit",
                "grantor": "Chủ tịch nước",
            }
        ],
    )
    (award,) = rowing.rows["awards"]
    assert (award["recipient_unit"], award["recipient_person"], award["grantor_unit"]) == (None, None, None)


def test_grounds_of_a_person():
    rowing = _rows(
        officials=[
            {"name": "Lê Văn Ba", "posts": [{"title": "Thủ tướng"}]},
            {"name": "Trần Văn Bình", "posts": [{"title": "nguyên Giám đốc", "unit": "Sở Lạ"}]},
        ],
        people=["Trần Thị Tư"],
        awards=[
            {"award": "Bằng khen", "status": "past", "recipient": "TRẦN THỊ TƯ", "recipient_kind": "person"},
            {"award": "Bằng khen", "status": "past", "recipient": "Đỗ Năm", "recipient_kind": "person"},
            {"award": "Bằng khen", "status": "past", "recipient": "năm cá nhân", "recipient_kind": "group"},
            {"award": "Bằng khen", "status": "past", "recipient": "gia đình bà Tư", "recipient_kind": "person"},
        ],
    )
    how = {r["key"]: r["how"] for r in _links(rowing, target="people") if r["list"] != "awards"}
    assert how == {
        "lê văn ba": "same name and high office",
        "trần văn bình": "one article only",
        "trần thị tư": "one article only",
    }
    tu, nam, group, family = rowing.rows["awards"]
    (entry,) = rowing.rows["article_people"]
    assert tu["recipient_person"] == entry["person"]
    assert nam["recipient_person"] not in (None, entry["person"])
    assert group["recipient_person"] is None
    assert family["recipient_person"] is None


def test_facts_that_share_a_ground_are_one_group():
    grounds = {"a": {("unit", "x")}, "b": {("unit", "x"), ("unit", "y")}, "c": {("unit", "y")}, "d": {("unit", "z")}}
    assert list(_groups(grounds)) == [
        (["a", "b", "c"], [("unit", "x"), ("unit", "y")]),
        (["d"], [("unit", "z")]),
    ]
