"""`/-/extract.json`: what is answered, what is refused and how, what its description says; health."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.inputs import extract_record
from corpus.output import as_json
from corpus.site.openapi import description
from corpus.site.posted import INFO, STATUS, Code
from schemas import ArticleInfo, Record
from tests.asking import API, ENGLISH, TEXT, Service, valid
from tests.fuzzing import fuzz
from tests.making import article


def test_a_text_is_answered_by_the_record_of_the_command_line(service: Service, samples: Path) -> None:
    for path in sorted(samples.glob("*.txt"))[:3]:
        told = json.loads(CliRunner().invoke(app, ["extract", str(path)]).stdout)
        found = service.post({"text": path.read_text(encoding="utf-8")})
        assert found == told
    assert found["units"]


def test_what_is_known_from_outside_counts(service: Service) -> None:
    info = {
        "title": "Trao Bằng khen",
        "published_on": "2019-03-06",
        "source": "TTXVN",
        "author": "Hà An",
        "author_unit": "Phòng Tin",
    }
    assert set(info) == set(INFO) == set(ArticleInfo.model_fields) - {"mentions"}
    assert {name: told for name, told in service.post({"text": TEXT, **info})["article"].items() if name in info} == info


def test_a_page_is_read_as_its_article(service: Service) -> None:
    html = (
        f"<html><head><title>Trao thưởng</title></head><body><article><h1>Trao thưởng</h1><p>{TEXT}</p></article></body></html>"
    )
    record = Record.model_validate(service.post({"html": html}))
    assert record.article.title == "Trao thưởng"
    assert record.awards


def test_each_of_many_has_its_own_answer(service: Service) -> None:
    many = [{"text": TEXT, "path": "mot"}, {"text": ""}, {"txt": TEXT}, 7, {"text": "a\x00b"}, {"html": "<p>ab"}, {"text": TEXT}]
    found = service.post({"articles": many})["articles"]
    assert [one["article"] for one in found] == list(range(7))
    assert [one.get("error", {}).get("code", "read") for one in found] == [
        "read", "invalid", "invalid", "invalid", "invalid", "unreadable", "read",
    ]  # fmt: skip
    assert [one["error"].get("field") for one in found[1:5]] == [
        "articles.1.text",
        "articles.2.text",
        "articles.3",
        "articles.4.text",
    ]
    assert (found[0]["path"], found[6]["path"]) == ("mot", "7")
    assert found[0]["record"] == found[6]["record"] == json.loads(extract_json(TEXT))
    assert found[0]["text"] == TEXT


def extract_json(text: str) -> str:
    return as_json(extract_record(article(text)))


def test_offsets_count_in_the_text_that_is_told_again(service: Service) -> None:
    (found,) = service.post({"articles": [{"text": unicodedata.normalize("NFD", TEXT) + "\r\nHết."}]})["articles"]
    Record.model_validate(found["record"]).check(found["text"])
    assert found["text"] == TEXT + "\nHết."


WRONG: list[tuple[bytes, int, str]] = [
    (b"", 400, "bad_request"),
    (b"{", 400, "bad_request"),
    (b'{"text": "\xff"}', 400, "bad_request"),
    (b'{"text": NaN}', 400, "bad_request"),
    (b'{"text": -Infinity}', 400, "bad_request"),
    (b'{"text": "a", "text": "b"}', 400, "bad_request"),
    (b"[" * 100_000, 400, "bad_request"),
    (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400, "bad_request"),
    (b'{"a":' * 100_000, 400, "bad_request"),
    (b'"' + "Sở".encode() + b'"', 422, "invalid"),
    (b"[]", 422, "invalid"),
    (b"{}", 422, "invalid"),
    (b"1" * 10_000, 422, "invalid"),
    (b'{"text": ' + b"9" * 10_000 + b"}", 422, "invalid"),
    (b'{"text": 1e999}', 422, "invalid"),
    (b'{"text": null}', 422, "invalid"),
    (b'{"text": "\\ud800"}', 422, "invalid"),
    (b'{"text": "a", "\\udfff": 1}', 422, "invalid"),
    (b'{"text": "a\\u0000"}', 422, "invalid"),
    (b'{"text": "  \\n "}', 422, "unreadable"),
    (b'{"text": "a", "html": "b"}', 422, "invalid"),
    (b'{"text": "a", "published_on": "2016-02-30"}', 422, "invalid"),
    (b'{"text": "a", "published_on": "15/11/2016"}', 422, "invalid"),
    (b'{"text": "a", "title": ["b"]}', 422, "invalid"),
    (b'{"text": "%PDF-1.7 a"}', 422, "unreadable"),
    (b'{"articles": []}', 422, "invalid"),
    (b'{"articles": {"text": "a"}}', 422, "invalid"),
    (b'{"articles": [{"text": "a"}], "more": 1}', 422, "invalid"),
    (b'{"articles": [' + b",".join([b'{"text": "a"}'] * 101) + b"]}", 413, "too_many"),
    (b'{"text": "' + b"a" * 1_000_001 + b'"}', 413, "too_large"),
    (b'{"text": "a", "title": "' + b"a" * 2001 + b'"}', 413, "too_large"),
    (b" " * 20_000_001, 413, "too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), WRONG, ids=lambda told: str(told)[:30])
def test_what_is_wrong_is_said_in_both_languages(service: Service, body: bytes, status: int, code: str) -> None:
    vi, en = (service.post(body, status, headers=headers)["error"] for headers in ({}, ENGLISH))
    assert vi["code"] == en["code"] == code
    assert vi["message"] != en["message"]
    assert "Traceback" not in vi["message"]


def test_a_kind_of_body_that_is_not_taken(service: Service) -> None:
    for headers in ({"content-type": "text/plain"}, {"content-type": ""}, {"content-encoding": "gzip"}):
        assert service.post(b"{}", 415, headers=headers)["error"]["code"] == "unsupported_type"
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=", 'multipart/form-data; boundary="á"'):
        assert service.post(b"a", 400, headers={"content-type": content_type.encode("latin-1")})["error"]["code"] == "bad_request"
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nab'
    assert service.post(cut, 400, headers={"content-type": "multipart/form-data; boundary=x"})["error"]["code"] == "bad_request"


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_told_to_post(service: Service, method: str) -> None:
    found = service.ask(method, API)
    assert (found.status_code, found.headers["allow"]) == (405, "POST")
    if method != "HEAD":
        valid(API, "post", found)


def test_cookies_and_tokens_that_nobody_can_read_do_no_harm(service: Service) -> None:
    for headers in ({"cookie": b"a,b=1"}, {"cookie": b"\xff=1"}, {"x-csrftoken": b"\xe9"}, {"cookie": b"ds_csrftoken=none"}):
        assert service.ask("POST", API, json={"text": TEXT}, headers=headers).status_code == 200
        assert service.ask("GET", "/-/health", headers=headers).status_code == 200


def upload(service: Service, *files: tuple[str, bytes], status: int = 200) -> Any:
    found = service.ask("POST", API, files=[("file", file) for file in files])
    assert found.status_code == status, found.text
    valid(API, "post", found)
    return found.json()


def test_files_of_every_kind_are_read_as_the_command_line_reads_them(service: Service, root: Path, tmp_path: Path) -> None:
    office = [path for path in sorted((root / "tests" / "office").iterdir()) if path.suffix in (".docx", ".doc", ".rtf", ".pdf")]
    (tmp_path / "trang.md").write_text(f"# Hội nghị\n\n{TEXT}", encoding="utf-8")
    paths = [*{path.suffix: path for path in office}.values(), tmp_path / "trang.md"]
    assert len(paths) >= 3
    for path in paths:
        (found, *_) = upload(service, (path.name, path.read_bytes()))["articles"]
        done = CliRunner().invoke(app, ["extract", str(path), "--format", "jsonl"])
        told = json.loads(done.stdout.splitlines()[0])
        assert (found["path"], found["record"]) == (told["path"], told["record"]), path.name


def test_news_items_of_one_file_each_have_a_record(service: Service) -> None:
    one = (
        "{}\n\nSáng 5/3, Sở {} tổ chức hội nghị tổng kết công tác thi đua, khen thưởng năm 2018 và triển khai nhiệm vụ năm 2019."
    )
    two = one.format("Sở Y tế tổng kết thi đua", "Y tế") + "\n***\n" + one.format("Sở Nội vụ trao Bằng khen", "Nội vụ")
    found = upload(service, ("tin.txt", two.encode()))["articles"]
    assert [(told["article"], told["path"]) for told in found] == [(0, "tin.txt#1"), (0, "tin.txt#2")]
    assert "articles" in service.post({"text": two}, 422)["error"]["message"]
    assert len(service.post({"articles": [{"text": two}]})["articles"]) == 2


def test_files_that_cannot_be_read(service: Service) -> None:
    assert upload(service, ("a.exe", b"MZ"), status=415)["error"]["code"] == "unsupported_type"
    assert upload(service, ("a.pdf", b"%PDF-1.4 x"), status=422)["error"]["code"] == "unreadable"
    assert upload(service, ("a.docx", bomb()), status=422)["error"]["code"] == "unreadable"
    found = upload(service, ("../../a.txt", TEXT.encode()), ("b.exe", b"MZ"), ("c\x1b[31m.txt", TEXT.encode()))["articles"]
    assert [one["path"] for one in found][::2] == ["a.txt", "c�[31m.txt"]
    assert found[1]["error"]["article"] == 1
    assert service.ask("POST", API, files={"other": b""}, data={"a": "b"}).json()["error"]["field"] == "file"


def bomb() -> bytes:
    """A Word file of some 500 kB that unpacks to 500 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("word/document.xml", b"<w:p>" * 100_000_000)
    return packed.getvalue()


def test_health_is_told_to_everybody(service: Service) -> None:
    found = service.ask("GET", "/-/health")
    valid("/-/health", "get", found)
    assert found.status_code == 200
    assert {name: found.json()[name] for name in ("status", "archive", "articles")} == {
        "status": "ok",
        "archive": True,
        "articles": 24,
    }


def test_an_archive_that_cannot_be_read_is_told(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    shutil.copy(archive, path)
    service = Service(path)
    assert service.ask("GET", "/-/health").status_code == 200
    path.unlink()
    found = service.ask("GET", "/-/health")
    assert found.status_code == 503
    valid("/-/health", "get", found)
    assert (found.json()["status"], found.json()["articles"]) == ("failing", None)


def test_the_description_is_that_of_the_types(service: Service) -> None:
    found = service.ask("GET", "/-/openapi.json").json()
    assert found == json.loads(json.dumps(description()))
    schemas = found["components"]["schemas"]
    assert schemas["Record"]["properties"].keys() == Record.model_json_schema()["properties"].keys()
    assert set(found["paths"][API]["post"]["responses"]) == {"200", *map(str, STATUS.values())}
    assert set(get_args(Code)) == set(STATUS)
    assert schemas["OfText"]["properties"]["text"]["maxLength"] == 1_000_000


def test_limits_of_the_run_count(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHENTHUONG_LIMITS", "request=1KB articles=2 text=100")
    assert service.post({"text": "a" * 101}, 413)["error"]["field"] == "text"
    assert service.post({"articles": [{"text": "a"}] * 3}, 413)["error"]["code"] == "too_many"
    assert service.post({"text": "a" * 2000}, 413)["error"]["code"] == "too_large"
    assert upload(service, ("a.txt", b"a" * 101), status=422)["error"]["code"] == "unreadable"
    assert description()["components"]["schemas"]["Many"]["properties"]["articles"]["maxItems"] == 2


def test_the_example_of_the_readme_works(server: str, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl")
    text = [curl, "-sS", f"{server}{API}", "-H", "Content-Type: application/json", "-d", json.dumps({"text": TEXT})]
    record = json.loads(subprocess.run(text, capture_output=True, check=True, timeout=60).stdout)
    assert [(one["award"], one["recipient"], one["status"]) for one in record["awards"]] == [
        ("Bằng khen", "Trường THPT số 2", "conferred")
    ]
    (tmp_path / "bai.txt").write_text(TEXT, encoding="utf-8")
    file = [curl, "-sS", f"{server}{API}", "-F", f"file=@{tmp_path / 'bai.txt'}"]
    (found,) = json.loads(subprocess.run(file, capture_output=True, check=True, timeout=60).stdout)["articles"]
    assert (found["path"], found["record"]) == ("bai.txt", record)


def test_nothing_that_the_description_allows_is_a_fault(server: str) -> None:
    statuses = fuzz(server, 200)
    assert statuses[200] >= 20
    assert statuses[422] >= 20
