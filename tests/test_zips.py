"""Zips that deceive: each costs itself or one file of it, is counted, and nothing is written anywhere."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.containers import spans, stretch
from corpus.ingest import Tally, ingest
from corpus.inputs import Failure, holders, inputs, read
from schemas import Record
from tests.many_files import zipped
from tests.old_encodings import windows_1258

NEWS = "Sở Y tế tỉnh Nam Định trao Bằng khen cho Trường THPT số {}."
Files = list[tuple[str | zipfile.ZipInfo, bytes]]


def no_record(_: Article) -> Record:
    return Record()


def news(n: int = 1) -> bytes:
    return NEWS.format(n).encode()


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as target:
        for name, data in files:
            target.writestr(name, data, compress_type=how)
    return out.getvalue()


def outcome(tmp_path: Path, data: bytes, name: str = "t.zip") -> tuple[list[str], dict[str, str]]:
    """(names of the articles, reasons of the failures by name) of a zip, as ingest counts them too."""
    (tmp_path / name).write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    found = [(one, read(one)) for one in inputs([tmp_path / name])]
    assert sorted(tmp_path.rglob("*")) == before
    bad = {one.name.partition("/")[2]: what.reason for one, what in found if isinstance(what, Failure)}
    good = [one.name.partition("/")[2] for one, what in found if not isinstance(what, Failure)]
    tally = ingest([tmp_path / name], tmp_path / "kho" / f"{name}.db", now=lambda: "2026", reader=no_record)
    assert (tally.read, tally.failed) == (len(found), len(found) - len(good))
    return good, bad


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_what_lies_in_a_zip_goes_by_its_place(tmp_path: Path) -> None:
    inner = packed(("sâu hơn/c.jsonl", b'{"text": "So Y te hop."}\n'))
    good, bad = outcome(
        tmp_path,
        packed(
            ("2019/bài 1.txt", news(1)),
            ("a\\b.txt", news(2)),
            ("trong.zip", inner),
            ("x.html.gz", gzip.compress(b"<p>" + news(3) * 9 + b"</p>")),
        ),
    )
    assert good == ["t.zip/2019/bài 1.txt", "t.zip/a/b.txt", "t.zip/trong.zip/sâu hơn/c.jsonl#1", "t.zip/x.html.gz"]
    assert not bad
    assert list(holders("x/" + good[2])) == ["x/t.zip", "x/t.zip/trong.zip", "x/t.zip/trong.zip/sâu hơn/c.jsonl"]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\Windows\\a.txt", "a/../../b.txt", "..\\b.txt"])
def test_a_name_that_leads_out_is_refused_and_shown_cleaned(tmp_path: Path, name: str) -> None:
    good, bad = outcome(tmp_path, packed((name, news()), ("tốt.txt", news(2))))
    assert good == ["t.zip/tốt.txt"]
    ((shown, why),) = bad.items()
    assert ".." not in shown
    assert "leads out" in why


def test_links_secrets_and_doubles_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(
            (link("l.txt"), b"/etc/passwd"),
            (link("thư mục"), b"/etc"),
            ("a.txt", news(1)),
            ("a.txt", news(2)),
            ("b.txt", news(3)),
        )
    locked = bytearray(data)
    entry = locked.rindex(b"PK\x01\x02")
    locked[entry + 8] |= 1
    good, bad = outcome(tmp_path, bytes(locked))
    assert good == ["t.zip/a.txt"]
    assert {name: why.split(":")[0] for name, why in bad.items()} == {
        "t.zip/l.txt": "it is a link to another file",
        "t.zip/thư mục": "it is a link to another file",
        "t.zip/a.txt": "a file of the same name stands before it in the zip",
        "t.zip/b.txt": "it is locked by a password",
    }


def test_a_bomb_costs_itself(tmp_path: Path) -> None:
    good, bad = outcome(tmp_path, packed(("bom.txt", b"a" * 30_000_000), ("bom.csv", b"a,b\n" * 5_000_000), ("tốt.txt", news())))
    assert good == ["t.zip/tốt.txt"]
    assert all("as in a zip bomb" in why for why in bad.values())
    assert len(bad) == 2


def test_bombs_in_zips_in_zips_are_stopped(tmp_path: Path) -> None:
    """42.zip in small: sixteen zips in each of sixteen, and so on, with a large file at the bottom of each."""
    data = packed(("0.txt", b"\0" * 40_000_000))
    for _ in range(4):
        data = packed(*((f"{n}.zip", data) for n in range(16)))
    start = time.monotonic()
    good, bad = outcome(tmp_path, data)
    assert not good
    assert "5 zips deep" in bad["t.zip/0.zip/0.zip/0.zip/0.zip"]
    assert [name for name, why in bad.items() if "unpacks to more than" in why] == ["t.zip"]
    assert len(bad) < 16**4
    assert time.monotonic() - start < 60


def test_depth_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(("0.txt", news(0)))
    for n in range(1, 6):
        data = packed((f"{n}.zip", data), (f"{n}.txt", news(n)))
    good, bad = outcome(tmp_path, data)
    assert [name[-5:] for name in good] == ["2.txt", "3.txt", "4.txt", "5.txt"]
    assert ["deep" in why for why in bad.values()] == [True]
    monkeypatch.setenv("KHENTHUONG_LIMITS", "depth=6")
    assert len(outcome(tmp_path, data, "u.zip")[0]) == 6


def test_files_that_overlap_are_not_read(tmp_path: Path) -> None:
    data = packed(("a.txt", b"S" + news() * 5000))
    end, listed = data.rindex(b"PK\x05\x06"), data.rindex(b"PK\x01\x02")
    entry = data[listed:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 200, 200, 200 * len(entry), listed, 0)
    good, bad = outcome(tmp_path, data[:listed] + entry * 200 + tail)
    assert not good
    assert "overlap" in bad["t.zip"]


@pytest.mark.parametrize("size", [10, 100_000, 0xFFFFFFFE])
def test_a_file_that_lies_about_its_size_costs_itself(tmp_path: Path, size: int) -> None:
    data = bytearray(packed(("a.txt", news() * 50), ("b.txt", news(2))))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, size)
    good, bad = outcome(tmp_path, bytes(data))
    assert good == ["t.zip/b.txt"]
    assert list(bad) == ["t.zip/a.txt"]


def test_a_file_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    data = bytearray(packed(("a.txt", news() * 50), ("b.txt", news(2)), how=zipfile.ZIP_STORED))
    data[60] ^= 1
    good, bad = outcome(tmp_path, bytes(data))
    assert good == ["t.zip/b.txt"]
    assert "CRC" in bad["t.zip/a.txt"]
    strange = bytearray(packed(("a.txt", news() * 50), ("b.txt", news(2))))
    strange[strange.index(b"PK\x01\x02") + 10] = 97
    good, bad = outcome(tmp_path, bytes(strange), "u.zip")
    assert good == ["u.zip/b.txt"]
    assert "compression" in bad["u.zip/a.txt"]


def test_what_is_no_zip_or_an_empty_one(tmp_path: Path) -> None:
    whole = packed(("a.txt", news()))
    for name, data in (
        ("cut.zip", whole[:-30]),
        ("none.zip", b"PK\x03\x04 no"),
        ("empty.zip", packed()),
        ("other.zip", packed(("a.mp3", b"x"))),
    ):
        good, bad = outcome(tmp_path, data, name)
        assert not good
        assert list(bad) == [name]
    with zipfile.ZipFile(tmp_path / "folders.zip", "w") as target:
        target.mkdir("thư mục") if sys.version_info >= (3, 12) else target.writestr("thư mục/", b"")
    assert [one.error is not None for one in inputs([tmp_path / "folders.zip"])] == [True]


def test_names_of_old_machines(tmp_path: Path) -> None:
    """A name in UTF-8 that is not said to be, one in a Vietnamese code page, one with Info-ZIP's second name, one of macOS."""
    names = ["Đại hội.txt", "khen thưởng.txt", "hội nghị.txt", "a\u0323.txt"]
    raw = [names[0].encode(), windows_1258(names[1])]
    blank = [letter * len(name) for letter, name in zip("xy", raw, strict=True)]
    data = packed((blank[0], news(1)), (blank[1], news(2)), ("h?i ngh?.txt", news(3)), (names[3], news(4)))
    for shown, name in zip(blank, raw, strict=True):
        data = data.replace(shown.encode(), name)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        told = source.infolist()[2]
    extra = b"\x01" + struct.pack("<L", zlib.crc32(b"h?i ngh?.txt")) + names[2].encode()
    told.extra = struct.pack("<HH", 0x7075, len(extra)) + extra
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as target:
        target.writestr(told, news(3))
    good, bad = outcome(tmp_path, data)
    assert not bad
    assert good == [f"t.zip/{name}" for name in (names[0], names[1], "h?i ngh?.txt", "ạ.txt")]
    assert [one.name.partition("/")[2] for one in inputs([tmp_path / "e.zip"])] == [f"e.zip/{names[2]}"]


def test_many_files_in_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as target:
        for n in range(200_000):
            target.writestr(zipfile.ZipInfo(f"{n}.txt"), b"S")
    start = time.monotonic()
    assert sum(1 for _ in inputs([path])) == 200_000
    assert time.monotonic() - start < 120
    monkeypatch.setenv("KHENTHUONG_LIMITS", "members=199_999".replace("_", ""))
    (refused,) = inputs([path])
    assert "more than 199,999 files" in str(refused.error)


def test_a_zip_is_read_by_stretches(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    path.write_bytes(zipped({f"{n}.txt": news(n) for n in range(50)} | {"x.mp3": b""}))
    found = list(spans(str(path), path.name, 10))
    assert [(span.start, span.stop) for span, _ in found] == [(0, 10), (10, 20), (20, 30), (30, 40), (40, 50), (50, 51)]
    assert [one.name for span, _ in found for one in stretch(str(path), path.name, span)] == [f"t.zip/{n}.txt" for n in range(50)]
    path.write_bytes(zipped({"x.mp3": b""}))
    assert [str(one.error) for span, _ in spans(str(path), path.name, 10) for one in stretch(str(path), path.name, span)] == [
        "t.zip: there is no article file in it: look into it, or take it away"
    ]


@pytest.mark.parametrize("end", ["txt.gz", "csv.gz", "jsonl.gz"])
def test_a_packed_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"a.{end}"
    path.write_bytes(gzip.compress(b"text\n" + b"a" * 40_000_000))
    *_, one = inputs([path])
    assert "unpacks to more than 200 times" in str(one.error)
    path.write_bytes(gzip.compress(b"So Y te hop.") + b"no gzip")
    *_, one = inputs([path])
    assert one.error


def test_what_was_saved_with_a_page_is_left_out(tmp_path: Path) -> None:
    page = b"<p>" + news(1) * 9 + b"</p>"
    names = ("a/tin.html", "a/tin_files/quang cao.html", "a/tin_files/x/1.html", "b/tin_files/2.html", "_files/3.html")
    good, bad = outcome(tmp_path, packed(*((name, page) for name in names)))
    assert good == ["t.zip/a/tin.html", "t.zip/b/tin_files/2.html", "t.zip/_files/3.html"]
    assert not bad


def test_a_mended_zip_is_no_failure_any_more(tmp_path: Path) -> None:
    from corpus.archive import Archive

    path, archive = tmp_path / "t.zip", tmp_path / "a.db"
    path.write_bytes(b"PK")
    run: Callable[[], Tally] = lambda: ingest([path], archive, now=lambda: "2026", reader=no_record)  # noqa: E731
    assert run() == Tally(read=1, failed=1)
    path.write_bytes(packed(("a.txt", news()), ("b.zip", packed(("c.txt", b"\x00\x01" * 99)))))
    assert run() == Tally(read=2, stored=1, failed=1)
    path.write_bytes(packed(("a.txt", news()), ("b.zip", packed(("c.txt", news(2))))))
    assert run() == Tally(read=2, stored=1, duplicate=1)
    with Archive(archive, write=False) as opened:
        assert opened.rows("failures") == []


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ngoài").mkdir()
    (tmp_path / "tin" / "sâu").mkdir(parents=True)
    (tmp_path / "ngoài" / "a.txt").write_bytes(news(1))
    (tmp_path / "tin" / "sâu" / "b.txt").write_bytes(news(2))
    for name, to in (
        ("1.txt", "../ngoài/a.txt"),
        ("2", "../ngoài"),
        ("3.txt", "sâu/b.txt"),
        ("4", "sâu"),
        ("5.txt", "/etc/passwd"),
    ):
        (tmp_path / "tin" / name).symlink_to(to)
    found = list(inputs([tmp_path / "tin"]))
    assert [one.name for one in found if not one.error] == ["tin/3.txt"]
    assert sorted(one.name.rpartition("/")[2] for one in found if one.error and "leads out" in one.error.reason) == [
        "1.txt",
        "2",
        "5.txt",
    ]
    (tmp_path / "by name").symlink_to("tin/sâu")
    assert [one.name for one in inputs([tmp_path / "by name"])] == ["sâu/b.txt"]
