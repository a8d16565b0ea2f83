"""Offices that units take in turn: `<o>` marks the office, with who takes it, of which cluster, for which year."""

import pytest
from drafts import draft_of
from marked import name, parse

TOLD = [
    'Hội nghị bầu Sở Y tế làm <o by="Sở Y tế" of="Cụm thi đua số 3" year="2020">Cụm trưởng</o> Cụm thi đua số 3 năm 2020.',
    'Cụm thi đua số 3 họp. Năm 2020, <o by="Sở Y tế" of="Cụm thi đua số 3" year="2020">Cụm trưởng</o> là Sở Y tế, <o by="Sở Nội vụ" of="Cụm thi đua số 3" year="2020">Cụm phó</o> là Sở Nội vụ.',
    'Sở Y tế đảm nhiệm vai trò <o by="Sở Y tế" of="Khối thi đua số 2" year="2021">Khối trưởng</o>, Sở Nội vụ được bầu làm <o by="Sở Nội vụ" of="Khối thi đua số 2" year="2021">Khối phó</o> Khối thi đua số 2 năm 2021.',
    'Sở Y tế giữ chức <o by="Sở Y tế">Trưởng khối</o>.',
    'Sở Y tế được cử làm <o by="Sở Y tế">Phó Trưởng cụm</o>.',
    'Năm 2019, <o by="Công an tỉnh" year="2019">Phó Khối trưởng</o> thứ nhất là Công an tỉnh.',
]  # fmt: skip
NOTHING = [
    "Hội nghị bầu ông Lò Văn Tám làm Cụm trưởng.",
    "Cụm trưởng là đơn vị chủ trì hội nghị.",
    "Sở Y tế làm việc với Cụm trưởng.",
    "Cụm trưởng họp. Sở Y tế là đơn vị dẫn đầu.",
    "Sở Y tế làm Chủ tịch hội đồng.",
    "Đại diện Sở Y tế, Cụm trưởng phát biểu.",
]


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_a_unit_takes_an_office_of_its_cluster_for_a_year(marked: str) -> None:
    sentence = parse(marked, {"o"})
    found = [(m.title, m.holder, m.unit or "", m.year or "") for m in draft_of(sentence.text).mandates]
    told = [(o.quote, *(o.attrs.get(key, "") for key in ("by", "of", "year"))) for o in sentence.marks]
    assert sorted(found) == sorted(told)


@pytest.mark.parametrize("marked", TOLD, ids=name)
def test_an_office_stands_on_its_words_and_its_holder(marked: str) -> None:
    sentence = parse(marked, {"o"})
    mandates = draft_of(sentence.text).mandates
    offices = sorted((m.start, m.end) for one in mandates for m in one.mentions if m.part == "title")
    assert offices == [(o.start, o.end) for o in sentence.marks]
    assert [[m.quote for m in one.mentions if m.part == "holder"] for one in mandates] == [[one.holder] for one in mandates]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_people_and_common_words_take_no_mandate(text: str) -> None:
    assert draft_of(text).mandates == []


def test_a_body_is_named_by_its_fullest_form() -> None:
    text = "Sở Y tế tỉnh Lai Châu dẫn đầu. Hội nghị bầu Sở Y tế làm Cụm trưởng."
    assert [m.holder for m in draft_of(text).mandates] == ["Sở Y tế tỉnh Lai Châu"]
