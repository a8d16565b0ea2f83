"""Tables with broken rows, odd names and hostile workbooks: a row costs itself, and no column is guessed."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from corpus.archive import Archive
from corpus.article import Article
from corpus.cli import app
from corpus.inputs import Failure, inputs, read
from corpus.partitions import partitions
from corpus.readers import article_files, row
from corpus.readers.columns import FIELDS, ColumnsError, columns, parsed

NEWS = "Sở Y tế tỉnh Nam Định trao Bằng khen cho Trường THPT số {}."


def outcome(path: Path, data: str | bytes, told: str = "") -> dict[str, Article | str]:
    """Article or reason of each input, by what stands after the `#` in its name."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    came: dict[str, Article | str] = {}
    for one in inputs([path], columns=told):
        found = read(one)
        came[one.name.partition("#")[2]] = found.reason if isinstance(found, Failure) else found[0]
    return came


def texts(came: dict[str, Article | str]) -> dict[str, str]:
    return {name: found if isinstance(found, str) else found.text for name, found in came.items()}


def test_a_broken_row_costs_itself(tmp_path: Path) -> None:
    rows = [
        "text,title",
        '"Sở Y tế họp,',
        'trao ""Bằng khen"".",Một',
        "chỉ một ô",
        "a,b,c",
        '"Không đóng,Hai',
        "Bài bốn.,Bốn",
        '"Nháy "trong" ô",Năm',
        ",Sáu",
        "Bài bảy.,Bảy,,",
    ]
    came = texts(outcome(tmp_path / "a.csv", "\r\n".join(rows)))
    assert came.pop("2") == 'Sở Y tế họp,\ntrao "Bằng khen".'
    assert (came.pop("6"), came.pop("9")) == ("Bài bốn.", "Bài bảy.")
    assert {name: why.split(":")[0][:26] for name, why in came.items()} == {
        "3": "it has 1 cells, the table ",
        "4": "it has 3 cells, the table ",
        "5": "its quotes do not fit (','",
        "7": "its quotes do not fit (','",
        "8": "no text",
    }


def test_a_quote_that_is_never_closed_does_not_take_the_rest(tmp_path: Path) -> None:
    """Whatever stands in the rows after it, all of them are there, and reading takes no time that grows with their square."""
    rows = "".join(f'{n},"Bài số {n}."\n' for n in range(20_000))
    start = time.monotonic()
    came = outcome(tmp_path / "a.csv", f'title,text\n0,"mở\n{rows}')
    assert len(came) == 20_001
    assert sum(isinstance(found, str) for found in came.values()) == 1
    rows = "".join(f'{n},"Bài số ""{n}"\n' for n in range(20_000))
    came = outcome(tmp_path / "b.csv", f'title,text\n0,"mở\n{rows}')
    assert sum(isinstance(found, str) for found in came.values()) <= 2
    outcome(tmp_path / "c.csv", 'title,text\n0,"mở\n' + 'x,""y\n' * 20_000)
    assert time.monotonic() - start < 60


def test_a_cell_that_is_too_long_costs_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHENTHUONG_LIMITS", "file=10KB")
    long = "a" * 30_000
    came = texts(outcome(tmp_path / "a.csv", f'text,title\nBài một.,1\n{long},2\n"{long}",3\nBài hai.,4\n'))
    assert (came.pop("2"), came.pop("5")) == ("Bài một.", "Bài hai.")
    assert ["bytes are more than" in why for why in came.values()] == [True, True]
    lines = "x\n" * 10_000
    came = texts(outcome(tmp_path / "b.csv", f'text,title\n"{lines}",3\nBài hai.,4\n'))
    assert "Bài hai." in came.values()


def test_tabs_part_cells_that_begin_with_a_quote(tmp_path: Path) -> None:
    came = outcome(tmp_path / "a.tsv", 'title\ttext\n"Dạy tốt" được khen\tBài một.\n"Hai\tBài hai.\nBa\t"Hai\ndòng"\n')
    assert texts(came) == {"2": "Bài một.", "3": "Bài hai.", "4": "Hai\ndòng"}


def test_the_sign_between_cells_and_the_names_are_found(tmp_path: Path) -> None:
    for n, sign in enumerate(",;\t|"):
        head = f"BÁO CÁO NĂM 2019{sign}{sign}\n\nTIÊU ĐỀ{sign}Nội dung{sign}Ghi chú\n"
        came = outcome(tmp_path / f"{n}.csv", head + f"Một{sign}Sở Y tế họp.{sign}\n")
        assert texts(came) == {"4": "Sở Y tế họp."}
    assert texts(outcome(tmp_path / "x.csv", "sep=|\ntext|title\na, b; c|T\n")) == {"3": "a, b; c"}
    assert texts(outcome(tmp_path / "y.csv", "text\nmột\n\nhai\n")) == {"2": "một", "4": "hai"}


@pytest.mark.parametrize(
    ("data", "told", "why"),
    [
        ("", "", "there is no row of an article"),
        ("text,title\n", "", "there is no row of an article"),
        ("một,hai,ba\n1,2,3\n", "", "no column is known to hold the articles; it has một, hai, ba"),
        ("tiêu đề,ngày đăng\n1,2\n", "", "no column is known to hold the articles; it has tiêu đề, ngày đăng"),
        ("một,hai\n1,2\n", "text=ba", "there is no column ba: it has một, hai"),
        ("text,hai\n1,2\n", "title=ba+bốn,text=text", "there is no column ba or bốn: it has text, hai"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "", "a picture, not text"),
    ],
)
def test_a_table_without_names_is_refused_as_one(tmp_path: Path, data: str | bytes, told: str, why: str) -> None:
    came = texts(outcome(tmp_path / "a.csv", data, told))
    assert list(came) == [""]
    assert why in came[""]
    assert "--columns" in came[""] or "column" not in came[""]


def test_columns_are_told_by_hand(tmp_path: Path) -> None:
    data = "Sa-pô,phần hai,tên,text\nLời dẫn.,Thân bài.,Một,không\n,Chỉ thân bài.,Hai,không\nThân,Thân bài ba.,Ba,không\n"
    told = "text=sa_po+PHAN HAI, title=Tên"
    came = outcome(tmp_path / "a.csv", data, told)
    assert texts(came) == {"2": "Lời dẫn.\n\nThân bài.", "3": "Chỉ thân bài.", "4": "Thân bài ba."}
    first = came["2"]
    assert isinstance(first, Article)
    assert first.info.title == "Một"
    assert json.loads(first.original) == {"Sa-pô": "Lời dẫn.", "phần hai": "Thân bài.", "tên": "Một", "text": "không"}
    lines = '{"a": "Bài một.", "b": "Một"}\n{"a": "Bài hai."}\n{"text": "không"}\n'
    came = outcome(tmp_path / "a.jsonl", lines, "text=a,title=b")
    assert texts(came)["1"] == "Bài một."
    assert texts(came)["2"] == "Bài hai."
    assert "no text" in texts(came)["3"]


def test_columns_are_part_of_a_piece(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\nBài một.,Một\n", encoding="utf-8")
    found = {}
    for told in ("", "text=a", "text=b"):
        (piece,) = partitions([str(tmp_path / "a.csv")], 10, columns=told)
        (one,) = map(read, piece.inputs())
        found[piece.name] = "failed" if isinstance(one, Failure) else one[0].text
    assert list(found.values()) == ["failed", "Bài một.", "Một"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("chữ=a", "chữ is no field; there are text, html, url"),
        ("text", "write FIELD=COLUMN"),
        ("text=+", "write FIELD=COLUMN"),
        ("text=...", "write FIELD=COLUMN"),
        ("text=a,text=b", "told twice"),
    ],
)
def test_columns_told_wrongly_end_the_command(tmp_path: Path, told: str, why: str) -> None:
    with pytest.raises(ColumnsError, match=why):
        parsed(told)
    for words in (["ingest", "--archive", str(tmp_path / "a.db")], ["batch", "--out", str(tmp_path / "o")]):
        done = CliRunner().invoke(app, [*words, str(tmp_path), "--columns", told])
        assert done.exit_code == 1
        assert why in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_the_commands_take_columns_and_tell_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.csv").write_text(f"a,b\n{NEWS.format(1)},Một\n{NEWS.format(2)},Hai\n", encoding="utf-8")
    (tmp_path / "tin" / "b.mp3").write_bytes(b"")
    (tmp_path / "tin" / "c.css").write_bytes(b"")
    words = [str(tmp_path / "tin"), "--columns", "text=a,title=b"]
    done = CliRunner().invoke(app, ["ingest", *words, "--archive", str(tmp_path / "a.db"), "--workers", "2"])
    left = "2 files of other kinds were left out (.mp3 1, .css 1)"
    assert done.stdout.splitlines() == ["2 in = 2 stored + 0 duplicate + 0 failed", left], done.output
    for _ in range(2):
        done = CliRunner().invoke(app, ["batch", *words, "--out", str(tmp_path / "o"), "--workers", "1"])
        assert done.stdout.splitlines()[-2:] == ["2 in = 2 stored + 0 duplicate + 0 failed", left], done.output
    with Archive(tmp_path / "a.db", write=False) as archive:
        assert [told["title"] for told in archive.rows("articles", order="path")] == ["Một", "Hai"]
        assert [told["path"] for told in archive.rows("articles", order="path")] == ["tin/a.csv#2", "tin/a.csv#3"]


def test_a_row_that_failed_is_tried_again_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"a,b\n{NEWS.format(1)},Một\n", encoding="utf-8")
    told = ["ingest", str(tmp_path / "a.csv"), "--archive", str(tmp_path / "a.db"), "--columns", "text=a"]
    assert CliRunner().invoke(app, [*told, "--limit", "text=10"], env={"KHENTHUONG_LIMITS": ""}).exit_code == 1
    done = CliRunner().invoke(app, ["retry", "--archive", str(tmp_path / "a.db")], env={"KHENTHUONG_LIMITS": ""})
    assert "1 in = 1 stored" in done.output


def test_names_of_columns() -> None:
    for names in (
        ("Tiêu đề", "NỘI DUNG", "Ngày đăng", "Nguồn", "Tác giả", "Đường dẫn"),
        ("tieu_de", "noi_dung", "ngay dang", "nguon", "tacgia", "duong-dan"),
    ):
        where = columns(names)
        assert [where.fields[field][0] for field in ("title", "text", "published_on", "source", "author", "url")] == list(names)
    assert columns(("content", "text")).parts == (("text", "content"),)
    assert columns(("ghi chú", "stt")).fields == {}
    assert set(columns(("Néi dung", "Tiªu ®Ò")).fields) == {"text", "title"}
    assert set(columns(("Noäi dung", "Tieâu ñeà")).fields) == {"text", "title"}
    assert set(FIELDS) >= {"text", "html", "title", "published_on", "source", "author", "url"}


def test_a_row_that_has_an_address_alone_says_so(tmp_path: Path) -> None:
    came = texts(outcome(tmp_path / "a.csv", "Tiêu đề,Link\nMột,https://vd.vn/1\nHai,không có\n"))
    assert "https://vd.vn/1: fetch the address with `khenthuong fetch`" in came["2"]
    assert came["3"].startswith("no text: a row has")
    (article,) = row.read(json.dumps({"text": "Bài.", "địa chỉ": "12 Trần Phú"}).encode(), "a#1")
    assert article.url is None


def test_a_cell_with_tags_is_read_in_whole(samples: Path) -> None:
    for path in sorted(samples.glob("*.txt")):
        meant = path.read_text(encoding="utf-8").replace("Ð", "Đ").split("\n")
        page = "".join(f"<p>{line}</p>\n" for line in meant if line.strip())
        (read,) = row.read(json.dumps({"content": page}).encode(), "a#1")
        assert read.text.split() == " ".join(meant).split()
        assert "</" not in read.text


def test_letters_that_do_not_fit_cost_their_row(tmp_path: Path) -> None:
    lines = [f"{NEWS.format(n)},Tin {n}".encode() for n in range(20)]
    lines[7] = lines[7][:5] + b"\xff\xfe" + lines[7][5:]
    came = texts(outcome(tmp_path / "a.csv", b"\n".join([b"text,title", *lines])))
    assert [name for name, found in came.items() if "not in the encoding" in found] == ["9"]
    assert len(came) == 20


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry.filename, change(source.read(entry)) if entry.filename == part else source.read(entry))
    return out.getvalue()


def small(made: openpyxl.Workbook) -> None:
    made.active.append(["text", "title", "date", "Số"])
    made.active.append(["Bài một._x000D_\nHai.", 2019, date(2019, 3, 5), 7.0])
    made.active.append([None, None, None, None])
    made.active.append(["Bài hai.", "Hai", datetime(2019, 3, 6, 14, 30), 1.5])


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_of_a_workbook(tmp_path: Path) -> None:
    came = outcome(tmp_path / "a.xlsx", book(small))
    assert list(came) == ["Sheet!2", "Sheet!4"]
    first, second = came.values()
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, first.info.title, first.info.published_on) == ("Bài một.\nHai.", "2019", "2019-03-05")
    assert json.loads(first.original)["Số"] == "7"
    assert json.loads(second.original) == {"text": "Bài hai.", "title": "Hai", "date": "2019-03-06T14:30:00", "Số": "1.5"}


def test_sheets_that_are_no_tables_are_told_and_empty_ones_are_not(tmp_path: Path) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        small(made)
        made.create_sheet("Trống")
        made.create_sheet("Danh mục").append(["mã", "tên"])

    came = outcome(tmp_path / "a.xlsx", book(fill))
    assert list(came) == ["Sheet!2", "Sheet!4", "Danh mục"]
    assert "it has mã, tên" in str(came["Danh mục"])
    assert "no row of an article" in str(outcome(tmp_path / "b.xlsx", book(lambda made: None))[""])


_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "docProps/core.xml"])
@pytest.mark.parametrize("head", [_ENTITIES + b"]>", b'<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'])
def test_entities_in_a_workbook_are_not_followed(tmp_path: Path, part: str, head: bytes) -> None:
    def change(data: bytes) -> bytes:
        data = data.split(b"?>", 1)[1] if data.startswith(b"<?xml") else data
        end = data.index(b"</")
        return head + data[:end] + b"&j;" + data[end:]

    start = time.monotonic()
    came = texts(outcome(tmp_path / "a.xlsx", changed(book(small), part, change)))
    assert "root:" not in str(came)
    assert "aaaa" not in str(came)
    assert part != SHEET or "XML entities" in came[""]
    assert time.monotonic() - start < 10


def test_a_large_empty_sheet_and_cells_in_far_corners(tmp_path: Path) -> None:
    def corner(made: openpyxl.Workbook) -> None:
        small(made)
        made.active["XFD1048576"] = "xa"

    start = time.monotonic()
    assert list(outcome(tmp_path / "a.xlsx", book(corner))) == ["Sheet!2", "Sheet!4"]
    rows = b"".join(b'<row r="%d"/>' % n for n in range(5, 1_048_577))
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(5, 5000))
    far = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    for added in (rows, wide, far):
        data = changed(book(small), SHEET, lambda sheet, added=added: sheet.replace(b"</sheetData>", added + b"</sheetData>"))
        assert list(outcome(tmp_path / "b.xlsx", data)) == ["Sheet!2", "Sheet!4"]
    assert time.monotonic() - start < 120


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = changed(book(small), SHEET, lambda sheet: sheet + b" " * 50_000_000)
    assert "unpacks to more than" in texts(outcome(tmp_path / "a.xlsx", bomb))[""]


def test_files_beside_an_open_workbook_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    (tmp_path / "a.xlsx").write_bytes(book(small))
    assert [path.name for path in article_files([tmp_path], containers=True)] == ["a.xlsx"]
