"""The sample articles written as files of many: tables, workbooks, zips in zips, deep folders. The writers are not the reader's."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.old_encodings import samples, windows_1258

Rows = list[dict[str, str]]


def sample_rows(*, known: bool = True) -> Rows:
    """A row for each sample: Vietnamese names for the columns, and besides the text what an archivist would note, if `known`."""
    rows = []
    for n, text in enumerate(samples().values(), 1):
        row = {"STT": str(n), "Tiêu đề": f"Tin số {n}, “có dấu phẩy; chấm phẩy”", "Ngày đăng": f"2019-03-{n:02}"}
        row |= {"Nội dung": text.strip(), "Nguồn": "Báo Thử", "Link": f"https://vd.vn/{n}"}
        rows.append(row if known else {name: row[name] for name in ("STT", "Nội dung", "Link")})
    return rows


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    """The rows as Excel and Python write them, under two lines of a heading."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["DANH SÁCH TIN BÀI NĂM 2019"])
    writer.writerow([])
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return out.getvalue()


def utf8_csv(rows: Rows, path: Path) -> None:
    path.write_bytes(as_csv(rows).encode())


def excel_csv(rows: Rows, path: Path) -> None:
    path.write_bytes(as_csv(rows, ";").encode("utf-8-sig"))


def utf16_tsv(rows: Rows, path: Path) -> None:
    path.write_bytes(as_csv(rows, "\t").encode("utf-16"))


def windows_csv(rows: Rows, path: Path) -> None:
    path.write_bytes(windows_1258(as_csv(rows).replace("●", "•")))


def csv_gz(rows: Rows, path: Path) -> None:
    path.write_bytes(gzip.compress(as_csv(rows).encode()))


def jsonl(rows: Rows, path: Path) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def parquet(rows: Rows, path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)


def xlsx(rows: Rows, path: Path) -> None:
    """Two sheets, the second hidden and with its columns in another order; days are days."""
    import openpyxl

    book = openpyxl.Workbook()
    for some, title in ((rows[:10], "Năm 2019"), (rows[10:], "#2")):
        sheet = book.create_sheet(title)
        names = list(rows[0]) if title != "#2" else sorted(rows[0])
        sheet.append(["DANH SÁCH TIN BÀI"])
        sheet.append(names)
        for row in some:
            sheet.append([datetime.fromisoformat(row[name]) if name == "Ngày đăng" else row[name] for name in names])
    sheet.sheet_state = "hidden"
    del book["Sheet"]
    book.save(path)


def _members(rows: Rows) -> dict[str, bytes]:
    """A text in each of several deep folders, some in a packed page, some in a table, some in a zip of their own."""
    files = {f"2019/Tháng {n % 3}/Tin “số {n}” của Sở.txt": row["Nội dung"].encode() for n, row in enumerate(rows[:8])}
    files |= {f"trang/{n}.txt.gz": gzip.compress(row["Nội dung"].encode()) for n, row in enumerate(rows[8:10])}
    return files


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def zip_in_zip(rows: Rows, path: Path) -> None:
    files = _members(rows)
    for n, (write, name, some) in enumerate(
        ((utf8_csv, "bảng.csv", rows[10:14]), (xlsx, "Sổ tin.xlsx", rows[4:18]), (jsonl, "t.jsonl", rows[18:20]))
    ):
        write(some, path.with_name(f"{n}"))
        files[f"bảng/{name}"] = path.with_name(f"{n}").read_bytes()
        path.with_name(f"{n}").unlink()
    deep = {f"sâu/bài {n}.txt": row["Nội dung"].encode() for n, row in enumerate(rows[20:])}
    files["cũ/nữa.ZIP"] = zipped({"trong.zip": zipped(deep), "ảnh.css": b"x", "__MACOSX/._trong.zip": b"x"})
    path.write_bytes(zipped(files))


def folder(rows: Rows, path: Path) -> None:
    for name, data in _members(rows).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    (path / "Tháng 2").mkdir()
    excel_csv(rows[10:], path / "Tháng 2" / "bảng.csv")


WRITERS: dict[str, Callable[[Rows, Path], None]] = {
    "utf8.csv": utf8_csv,
    "excel.csv": excel_csv,
    "utf16.tsv": utf16_tsv,
    "windows.csv": windows_csv,
    "packed.csv.gz": csv_gz,
    "t.jsonl": jsonl,
    "t.parquet": parquet,
    "Sổ tin.xlsx": xlsx,
    "tất cả.zip": zip_in_zip,
    "thư mục": folder,
}
