"""The catalogues: every row of every file loads; a file that breaks its declaration is refused with file and line."""

from __future__ import annotations

import csv
import dataclasses
import unicodedata
from pathlib import Path

import pytest

from schemas.catalogues import (
    CATALOGUES,
    DATA,
    AwardType,
    Campaign,
    CatalogueError,
    CentralBody,
    FamilyName,
    Honorific,
    Position,
    Province,
    UnitKind,
    load,
    read,
)
from schemas.errors import KhenthuongError

LEXICON = DATA.parent.parent / "extract" / "lexicon"
HEADER = {kind: ",".join(f.name for f in dataclasses.fields(kind)) for kind in CATALOGUES}
FLAG = "ct_chinh_phu,Cờ thi đua của Chính phủ,CTĐCP;cờ Chính phủ,cờ thi đua,,collective,government,,1,1964,,,,checked"
BADGE = "hh_thu,Huy hiệu thử,HHT,huy hiệu,Vàng;Bạc,individual,,,2,1990,1999,,,known"


def written(path: Path, kind: type, *lines: str) -> Path:
    file = path / kind.file
    file.write_text("\n".join((HEADER[kind], *lines)) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", CATALOGUES, ids=lambda kind: kind.__name__)
def test_every_row_of_every_file_loads(kind):
    rows = load(kind)
    # each row of these files stands on one line, under the header
    assert len(rows) == len((DATA / kind.file).read_text(encoding="utf-8").splitlines()) - 1
    assert len({tuple(getattr(row, k) for k in kind.key) for row in rows}) == len(rows)


def test_every_data_file_has_a_catalogue_and_a_description():
    files = {path.name for path in DATA.glob("*.csv")}
    assert files == {kind.file for kind in CATALOGUES}
    told = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    for kind in CATALOGUES:
        columns = ", ".join(f.name for f in dataclasses.fields(kind))
        assert any(line.startswith(f"| {kind.file} |") and line.endswith(f"| {columns} |") for line in told)


@pytest.mark.parametrize("file", sorted(LEXICON.glob("*.txt")), ids=lambda file: file.name)
def test_every_word_list_says_what_it_holds_and_holds_each_phrase_once(file):
    text = file.read_text(encoding="utf-8")
    phrases = [phrase for line in text.splitlines() if (phrase := line.split("#")[0].strip())]
    assert text.startswith("# ")
    assert unicodedata.is_normalized("NFC", text)
    assert phrases
    assert len(set(phrases)) == len(phrases), [p for p in phrases if phrases.count(p) > 1]


@pytest.mark.parametrize("file", sorted(LEXICON.glob("*.csv")), ids=lambda file: file.name)
def test_every_word_table_has_full_rows_each_once(file):
    text = file.read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines(), strict=True)
    assert unicodedata.is_normalized("NFC", text)
    assert len(set(header)) == len(header) > 1
    assert rows
    assert [row for row in rows if len(row) != len(header) or not row[0].strip()] == []
    assert [row for row in rows if rows.count(row) > 1] == []


def test_cells_become_words_and_lists(tmp_path):
    flag, badge = read(AwardType, written(tmp_path, AwardType, FLAG, BADGE))
    assert (flag.id, flag.name, flag.aliases) == ("ct_chinh_phu", "Cờ thi đua của Chính phủ", ("CTĐCP", "cờ Chính phủ"))
    assert (flag.grades, badge.grades) == ((), ("Vàng", "Bạc"))
    assert (badge.valid_from, badge.valid_to) == ("1990", "1999")


def test_known_rows_are_there():
    assert {row.kind for row in load(UnitKind) if row.head == "Sở"} == {"department"}
    assert [row.valid_from for row in load(CentralBody) if row.name == "Bộ Nội vụ"] == ["1975", "2002"]
    assert next(row for row in load(Position) if row.title == "Vụ trưởng").unit_noun == "Vụ"
    assert next(row for row in load(Honorific) if row.honorific == "đồng chí").abbreviations[0] == "đ/c"
    assert next(row for row in load(FamilyName) if row.name == "Nguyễn").kind == "family name"
    assert any("tấm gương đạo đức Hồ Chí Minh" in row.title for row in load(Campaign))
    assert {row.name for row in load(Province) if row.map in ("34", "63;34")} >= {"Hà Nội", "Huế", "Quảng Trị"}


PROVINCE = "thu_do,Thủ Đô,,tỉnh,63,1976-07-01,,,,,,"
WRONG = {
    "unknown column": (AwardType, None, "award_types.csv:1: columns must be id, name"),
    "short row": (AwardType, "a,b,c", "award_types.csv:3: 3 cells, 14 expected"),
    "comma not quoted": (Honorific, "cô,address,,female, young", "honorifics.csv:3: 5 cells, 4 expected"),
    "blank line between": (Honorific, "", "honorifics.csv:3: 0 cells"),
    "empty key": (Honorific, ",address,,", "honorifics.csv:3: honorific is empty"),
    "duplicate id": (AwardType, FLAG, "award_types.csv:3: ct_chinh_phu stands already in line 2"),
    "clashing alias": (AwardType, BADGE.replace("HHT", "ctđcp"), "award_types.csv:3: alias 'ctđcp' is claimed by line 2"),
    "alias is another's name": (
        AwardType,
        BADGE.replace("HHT", "Cờ thi đua của Chính phủ"),
        "award_types.csv:3: alias 'Cờ thi đua của Chính phủ' is claimed by line 2",
    ),
    "form outside the law": (
        AwardType,
        BADGE.replace("huy hiệu", "huy chuong"),
        "award_types.csv:3: form 'huy chuong' does not fit",
    ),
    "recipient kind": (AwardType, BADGE.replace("individual", "anyone"), "award_types.csv:3: recipient_kind 'anyone'"),
    "level": (AwardType, BADGE.replace("individual,,", "individual,high,"), "award_types.csv:3: level 'high'"),
    "rank": (AwardType, BADGE.replace(",2,1990", ",two,1990"), "award_types.csv:3: rank 'two'"),
    "year": (AwardType, BADGE.replace("1990", "90"), "award_types.csv:3: valid_from '90' does not fit"),
    "end before beginning": (AwardType, BADGE.replace("1999", "1899"), "award_types.csv:3: valid_to 1899 lies before"),
    "confidence": (AwardType, BADGE.replace("known", "sure"), "award_types.csv:3: confidence 'sure'"),
    "decomposed letters": (Honorific, "thâ\u0300y,address,,", "honorifics.csv:3: honorific 'thâ\u0300y' is not NFC"),
    "id that no row has": (
        Province,
        PROVINCE.replace("thu_do", "thu_hai")[:-1] + "mat_tich,",
        "provinces.csv:3: no row has the id 'mat_tich'",
    ),
    "day": (Province, PROVINCE.replace("thu_do", "x").replace("1976-07-01", "7/1976"), "provinces.csv:3: valid_from '7/1976'"),
    "open quotation mark": (Honorific, '"cô,address,,', "honorifics.csv: cannot be read as CSV in UTF-8"),
}
FIRST = {AwardType: FLAG, Honorific: "ông,address,,", Province: PROVINCE}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_refused_with_file_and_line(name, tmp_path):
    kind, line, message = WRONG[name]
    file = written(tmp_path, kind, FIRST[kind], *([] if line is None else [line]))
    if line is None:
        file.write_text(file.read_text(encoding="utf-8").replace("recipient_kind", "recipients"), encoding="utf-8")
    with pytest.raises(CatalogueError) as refused:
        read(kind, file)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("kind", FIRST, ids=lambda kind: kind.__name__)
def test_the_rows_that_the_refusals_start_from_are_right(kind, tmp_path):
    assert len(read(kind, written(tmp_path, kind, FIRST[kind]))) == 1


def test_the_unknown_columns_are_named(tmp_path):
    file = written(tmp_path, Honorific)
    file.write_text("honorific,kind,short,note\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"not matching: abbreviations, short$"):
        read(Honorific, file)
    file.write_text("kind,honorific,abbreviations,note\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"not matching: their order$"):
        read(Honorific, file)


def test_an_empty_or_missing_or_foreign_file_is_refused(tmp_path):
    empty = tmp_path / "honorifics.csv"
    empty.write_bytes(b"")
    with pytest.raises(CatalogueError, match=r"honorifics\.csv:1: columns must be"):
        read(Honorific, empty)
    empty.write_bytes(HEADER[Honorific].encode() + b"\n\xe1ng,address,,\n")
    with pytest.raises(KhenthuongError, match=r"honorifics\.csv: cannot be read"):
        read(Honorific, empty)
    with pytest.raises(CatalogueError, match=r"none\.csv: cannot be read"):
        read(Honorific, tmp_path / "none.csv")
