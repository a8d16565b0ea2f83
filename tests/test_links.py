"""Links inside an article: short names, posts told twice, titles without a unit, who is an official at all."""

import pytest
from drafts import draft_of

from extract.draft import NameSpan, RawPost
from extract.links import core, people, qualifies

POSTS = [
    ("Giám đốc Sở Y tế Lò Văn Tám dự. Giám đốc Lò Văn Tám phát biểu.", [("Giám đốc", "Sở Y tế")]),
    ("Trường THPT Mường Tè họp. Hiệu trưởng Lò Thị Ót vui.", [("Hiệu trưởng", "Trường THPT Mường Tè")]),
    ("Bệnh viện Phổi Lũng Cao họp. Giám đốc bệnh viện Lò Thị Ót vui.", [("Giám đốc", "Bệnh viện Phổi Lũng Cao")]),
    ("Bà Lò Thị Ót, nguyên Giám đốc Sở Y tế dự.", [("nguyên Giám đốc", "Sở Y tế")]),
    ("Bà Lò Thị Ót, Giám đốc Sở Y tế dự. Bà Ót là Phó Chủ tịch Hội Khuyến học huyện.", [("Giám đốc", "Sở Y tế"), ("Phó Chủ tịch", "Hội Khuyến học huyện")]),
    ("Bà Lò Thị Ót, Giám đốc Sở Y tế tỉnh Lai Châu dự. Giám đốc Sở Y tế Lò Thị Ót nói.", [("Giám đốc", "Sở Y tế tỉnh Lai Châu")]),
    ("Bà Lò Thị Ót, Tỉnh ủy viên dự.", [("Tỉnh ủy viên", None)]),
]  # fmt: skip
NO_OFFICIALS = [
    "Ca sĩ Lò Thị Ót hát; bác sĩ Lò Văn Tám khám bệnh.",
    "Thượng tá Lò Văn Tám vui.",
    "Bà Lò Thị Ót gặp Sở Y tế.",
    "Em Lò Thị Ót, học sinh Trường THPT Mường Tè.",
]


@pytest.mark.parametrize(("text", "posts"), POSTS)
def test_posts_are_told_once_with_their_unit(text: str, posts: list[tuple[str, str | None]]) -> None:
    officials = draft_of(text).officials
    assert [[(p.title, p.unit) for p in o.posts] for o in officials] == [posts]


@pytest.mark.parametrize("text", NO_OFFICIALS)
def test_occupations_ranks_and_acquaintance_make_no_official(text: str) -> None:
    draft = draft_of(text)
    assert [o.name for o in draft.officials] == []
    assert {p.name for p in draft.people} <= {"Lò Thị Ót", "Lò Văn Tám"}
    assert draft.people


def named(*names: str) -> list[tuple[str, list[str]]]:
    spans = [NameSpan(20 * i, 20 * i + len(name), name) for i, name in enumerate(names)]
    return [(one.name, [s.name for s in one.spans]) for one in people(spans)]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Lò Thị Ót", "Ót"], [("Lò Thị Ót", ["Lò Thị Ót", "Ót"])]),
        (["Lò Bạch Yến", "Bạch Yến"], [("Lò Bạch Yến", ["Lò Bạch Yến", "Bạch Yến"])]),
        (["Lò Thị Ót", "Tám"], [("Lò Thị Ót", ["Lò Thị Ót"])]),
        (["Lò Thị Ót", "Cầm Thị Ốt"], [("Lò Thị Ót", ["Lò Thị Ót"]), ("Cầm Thị Ốt", ["Cầm Thị Ốt"])]),
        (["Lê Thị Thúy", "Lê Thị Thuý"], [("Lê Thị Thúy", ["Lê Thị Thúy", "Lê Thị Thuý"])]),
        (["Lò Văn Tám", "Tám", "Cầm Văn Tám"], [("Lò Văn Tám", ["Lò Văn Tám", "Tám"]), ("Cầm Văn Tám", ["Cầm Văn Tám"])]),
        (["Lò Văn Tám", "Cầm Văn Tám", "Tám"], [("Lò Văn Tám", ["Lò Văn Tám"]), ("Cầm Văn Tám", ["Cầm Văn Tám", "Tám"])]),
        ([], []),
    ],
)
def test_short_names_belong_to_the_full_name_they_end(names: list[str], told: list[tuple[str, list[str]]]) -> None:
    assert named(*names) == told


@pytest.mark.parametrize(
    ("title", "bare"),
    [("nguyên Giám đốc", "giám đốc"), ("Q. Cục trưởng", "cục trưởng"), ("Cựu Chủ tịch", "chủ tịch"), ("Giám đốc", "giám đốc")],
)
def test_modifiers_are_no_part_of_a_title_s_core(title: str, bare: str) -> None:
    assert core(title) == bare


@pytest.mark.parametrize(
    ("title", "place", "official"), [("Giám đốc", None, True), ("giáo viên", None, False), ("giáo viên", "Lai Châu", True)]
)
def test_a_function_needs_its_body(title: str, place: str | None, official: bool) -> None:
    assert qualifies(RawPost(title, 0, len(title), place=place)) is official
