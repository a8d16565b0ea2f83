"""Which names are one body: `=` joins names of one body, `|` parts bodies; the first name is the one the record gives."""

import pytest
from drafts import draft_of

from extract.bodies import defined, key_of, split_place

SAME = [
    "Sở Giáo dục và Đào tạo tỉnh Lai Châu = Sở GDĐT = Sở Giáo dục - Đào tạo = Sở GD&ĐT",
    "Công an tỉnh Lai Châu = Công an tỉnh = Công an Lai Châu",
    "Công an tỉnh Lai Châu | Công an tỉnh Sơn La | Công an tỉnh",
    "Trung tâm Y tế huyện Mường Tè | Trung tâm Y tế huyện Nậm Pồ | Trung tâm Y tế huyện",
    "Ban Chấp hành Đảng bộ tỉnh Lai Châu = Ban Chấp hành Đảng bộ tỉnh",
    "Đảng ủy Công ty Thép Sông Bưởi | Công ty Thép Sông Bưởi",
    "Khoa Luật | Khoa Luật Kinh tế",
    "Cụm thi đua số 3 ngành Thanh tra = Cụm thi đua số 3",
    "Cụm thi đua số 3 | Cụm thi đua số 4",
    "Trường Đại học Vinh = Đại học Vinh",
    "Sở Y tế Hoà Bình = Sở Y tế Hòa Bình",
    "Công ty Sao Mai | Công ty Sáo Mai",
    "Hội Liên hiệp Phụ nữ tỉnh Hà Nam = Hội LHPN tỉnh Hà Nam",
    "Công ty May Sông Đà | Chi nhánh Công ty May Sông Đà",
    "UBND tỉnh Lai Châu | UBND huyện Mường Tè | UBND xã Nậm Cắn",
    "Cụm thi đua số 3 | Cụm thi đua số 3 ngành Thanh tra | Cụm thi đua số 3 ngành Thuế",
    "Ngân hàng Nông nghiệp | Ngân hàng Nông nghiệp Chi nhánh Mường Tè",
    "UBND tỉnh Lai Châu = Ủy ban nhân dân tỉnh",
]


@pytest.mark.parametrize("told", SAME)
def test_names_of_one_body_are_one_unit(told: str) -> None:
    bodies = [[name.strip() for name in body.split("=")] for body in told.split("|")]
    text = " ".join(f"{name} dẫn đầu." for body in bodies for name in body)
    found = draft_of(text).units
    assert [{u.name, *u.variants} for u in found] == [set(body) for body in bodies]
    assert all(len(u.mentions) == len(body) for u, body in zip(found, bodies, strict=True))


@pytest.mark.parametrize("told", SAME)
def test_the_order_of_names_does_not_tell_bodies_apart(told: str) -> None:
    bodies = [[name.strip() for name in body.split("=")] for body in told.split("|")]
    text = " ".join(f"{name} dẫn đầu." for body in reversed(bodies) for name in reversed(body))
    assert [{u.name, *u.variants} for u in reversed(draft_of(text).units)] == [set(body) for body in bodies]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Sở GD&ĐT", "sở giáo dục đào tạo"),
        ("Ủy ban nhân dân (UBND) tỉnh", "ủy ban nhân dân tỉnh"),
        ("Trường Tiểu học Nậm Cắn", "tiểu học nậm cắn"),
        ("Trường Sĩ quan Lục quân", "trường sĩ quan lục quân"),
        ("Bộ Văn hóa, Thể thao và Du lịch", "bộ văn hóa thể thao du lịch"),
    ],
)
def test_keys_write_short_forms_out(name: str, key: str) -> None:
    assert key_of(name, {}) == key
    assert key_of(f"Công ty XYZ {name}", {"XYZ": "xanh"}).startswith("công ty xanh ")


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("sở y tế tỉnh lai châu", ("sở y tế", "tỉnh lai châu")),
        ("sở y tế lai châu", ("sở y tế", "lai châu")),
        ("công an huyện", ("công an", "huyện")),
        ("sở y tế", ("sở y tế", "")),
        ("lai châu", ("lai châu", "")),
    ],
)
def test_places_are_split_off(key: str, parts: tuple[str, str]) -> None:
    assert split_place(key) == parts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bộ Giao thông vận tải (GTVT) họp.", {"GTVT": "giao thông vận tải"}),
        ("Tổng công ty Rồng Đất (RDC) họp.", {"RDC": "tổng công ty rồng đất"}),
        ("Sở Y tế (đơn vị dẫn đầu) họp (Ảnh).", {}),
    ],
)
def test_short_forms_are_told_in_brackets(text: str, told: dict[str, str]) -> None:
    assert {k: v for k, v in defined(draft_of(text)).items() if k.isupper() and len(k) > 2 and k != "ẢNH"} == told


def test_a_short_form_told_in_brackets_names_the_same_body() -> None:
    found = draft_of("Công ty Rừng Xanh Vui (RXV) họp. Công ty RXV dẫn đầu, Công ty RXM về nhì.").units
    assert [[m.quote.removesuffix(" (RXV)") for m in u.mentions] for u in found] == [
        ["Công ty Rừng Xanh Vui", "Công ty RXV"],
        ["Công ty RXM"],
    ]
