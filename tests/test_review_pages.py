"""What a signed-in archivist does on the site: every action without script, conflicts, errors told at their field, nothing lost."""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from corpus import corrections, review
from corpus.corrections import CorrectionError
from corpus.site import queue, site, writing
from corpus.site.accounts import Accounts
from corpus.site.cells import FACTS
from corpus.site.queue import PAGE
from corpus.site.turns import Turns
from tests.making import ask


class Site:
    """A site over an archive of its own, asked as somebody."""

    def __init__(self, path: Path, accounts: Path) -> None:
        self.path = path
        self.ds = site(path, accounts=accounts)

    def ask(self, method: str, path: str, who: str | None = "lan", **more: Any) -> Any:
        async def answer() -> Any:
            account = self.ds.accounts.find(who) if who else None
            cookies = {"phien": self.ds.sessions.start(account)} if account else {}
            if method == "POST":
                cookies["ds_csrftoken"] = token = self.ds.sign("any", "csrftoken")
                more["data"] = {"csrftoken": token} | more.get("data", {})
            return await self.ds.client.request(method, path, cookies=cookies, **more)

        return asyncio.run(answer())

    def get(self, path: str, status: int = 200, who: str | None = "lan") -> str:
        found = self.ask("GET", path, who)
        assert found.status_code == status, f"{path}: {found.status_code} {told(found.text)[250:1500]}"
        return str(found.text)

    def post(self, path: str, expect: int = 302, who: str | None = "lan", **data: Any) -> Any:
        found = self.ask("POST", path, who, data=data)
        assert found.status_code == expect, f"{path}: {found.status_code} {told(found.text)[250:1500]}"
        return found

    def rows(self, query: str, *values: Any) -> list[Any]:
        return ask(self.path, query, *values)


def told(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two archivists and a reader."""
    kept = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for name, role in (("lan", "archivist"), ("minh", "archivist"), ("doc", "reader")):
        kept.add(name, role, "mat khau dai " + name, "2026-01-02T03:04:05")
    return kept.path


@pytest.fixture
def here(archive: Path, accounts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    path = tmp_path / "kho.db"
    shutil.copy(archive, path)
    monkeypatch.setattr(queue, "turns", Turns())
    return Site(path, accounts)


WRITING = (
    "accept/awards/x",
    "reject/awards/x",
    "change/awards/x",
    "undo/1",
    "add/x",
    "check/x",
    "merge/units/x",
    "split/units/x",
)
READING = ("", "/fact/awards/x", "/article/x", "/by/lan", "/figures")


def award(here: Site, where: str = "recipient is not null") -> tuple[str, str]:
    (found,) = here.rows(f"select id, article from awards where {where} and repeats is null order by id limit 1")
    return found


def fields(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form on a page."""
    form = page[page.index('class="review-form"') :]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]* name="([^"]*)" value="([^"]*)"', form):
        sent.setdefault(html.unescape(name), []).append(html.unescape(value))
    for name, body in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        assert chosen
        sent[name] = [html.unescape(chosen[1])]
    for name, body in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = [html.unescape(body)]
    for box in re.findall(r'<input type="checkbox" name="[^"]*" value="[^"]*">', form):
        name, value = re.findall(r'name="([^"]*)" value="([^"]*)"', box)[0]
        sent[name].remove(html.unescape(value))
    del sent["csrftoken"]
    return sent


@pytest.mark.parametrize("who", [None, "doc"])
def test_nobody_but_an_archivist_reviews(here: Site, who: str | None) -> None:
    for path in READING:
        here.get(f"/-/review{path}", 403, who)
    for path in WRITING:
        here.get(f"/-/review/{path}", 403, who)
        here.post(f"/-/review/{path}", 403, who)
    assert here.rows("select count(*) from corrections") == [0]
    _, article = award(here)
    assert "review-acts" not in here.get(f"/kho/articles/{article}", who=who)


def test_a_form_without_its_token_changes_nothing(here: Site) -> None:
    key, _ = award(here)
    here.post(f"/-/review/accept/awards/{key}")
    cookies = {"phien": here.ds.sessions.start(here.ds.accounts.find("lan")), "ds_csrftoken": here.ds.sign("any", "csrftoken")}

    async def forged() -> Any:
        return await here.ds.client.post(f"/-/review/reject/awards/{key}", cookies=cookies, data={"csrftoken": "other"})

    assert asyncio.run(forged()).status_code == 403
    assert here.rows("select action from corrections") == ["accept"]


def test_accept_reject_and_undo_lead_back_to_the_fact(here: Site) -> None:
    key, article = award(here)
    assert here.post(f"/-/review/accept/awards/{key}").headers["location"] == f"/kho/articles/{article}#awards-{key}"
    to = here.post(f"/-/review/reject/awards/{key}", why="bài nói “dự kiến”").headers["location"]
    assert to == f"/kho/articles/{article}#text"
    assert here.rows("select who, action, why from corrections order by id") == [
        ("lan", "accept", None),
        ("lan", "reject", "bài nói “dự kiến”"),
    ]
    assert here.rows("select count(*) from awards where id = ?", key) == [0]
    assert here.post("/-/review/undo/2").headers["location"] == f"/kho/articles/{article}#awards-{key}"
    assert here.rows("select count(*) from awards where id = ?", key) == [1]
    assert "lan đã lấy lại một lần sửa" in told(here.post("/-/review/undo/2", 409).text)


def test_a_form_that_is_sent_as_it_came_changes_nothing(here: Site) -> None:
    for table, name in FACTS.items():
        if name == "posts":
            continue
        for key in here.rows(f"select id from {table} order by length(id), id desc limit 4"):
            path = f"/-/review/change/{name}/{key}"
            found = here.post(path, 422, **fields(here.get(path)))
            assert "Chưa có gì khác trước." in told(found.text), (name, key)
    assert here.rows("select count(*) from corrections") == [0]


def test_every_field_of_a_fact_is_changed_and_each_change_is_a_row(here: Site) -> None:
    key, article = award(here)
    path = f"/-/review/change/awards/{key}"
    sent = fields(here.get(path)) | {"recipient": "Ban Thi đua", "count": "1.200", "status": "past", "why": "đọc lại"}
    to = here.post(path, **sent).headers["location"]
    (row,) = here.rows("select id, recipient, count, status from awards where recipient = 'Ban Thi đua'")
    assert row[1:] == ("Ban Thi đua", 1200, "past")
    assert to == f"/kho/articles/{article}#awards-{row[0]}"
    assert here.rows("select field, new, why from corrections order by id") == [
        ("recipient", '"Ban Thi đua"', "đọc lại"),
        ("count", "1200", "đọc lại"),
        ("status", '"past"', "đọc lại"),
    ]
    page = told(here.get(f"/-/review/fact/awards/{row[0]}"))
    assert "lan đã sửa “Trạng thái” thành “đã có từ trước”" in page
    assert page.count("Lấy lại") == 3


def test_every_refusal_has_words_in_the_language_of_the_page(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = award(here)
    path = f"/-/review/change/awards/{key}"
    error = {"id": "ma-so-1", "list": "awards", "names": "a, b", "field": "x", "reason": "wrong", "value": "1x"}
    error |= {"table": "units", "other": "people", "now": "ma-so-2", "count": 2}
    for code, english in corrections._WHY.items():

        def refuse(*_: Any, code: str = code) -> int:
            raise CorrectionError(code, **error)

        monkeypatch.setattr(review, "change", refuse)
        typed = fields(here.get(path)) | {"recipient": "Ban Thi đua"}
        vietnamese = re.search(r"Không làm được: [^<]+", html.unescape(here.post(path, 409, **typed).text))
        assert vietnamese, code
        assert re.search(r"(?::.*)[ăâđêôơưạ]", vietnamese[0]), code
        assert english.format(**error) not in vietnamese[0]
        assert "ma-so" not in vietnamese[0], "a page tells no ids"
        other = here.ask("POST", path, data=typed, headers={"accept-language": "en"}).text
        assert "It cannot be done: " in other, code


def test_of_several_fields_all_are_changed_or_none(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = award(here)
    path, change = f"/-/review/change/awards/{key}", review.change

    def count_fails(*told: Any) -> int:
        if told[3] == "count":
            raise CorrectionError("number", value="1.200")
        return change(*told)

    monkeypatch.setattr(review, "change", count_fails)
    here.post(path, 409, **fields(here.get(path)) | {"recipient": "Ban Thi đua", "count": "1.200"})
    assert here.rows("select count(*) from corrections") == [0]
    assert here.rows("select count(*) from awards where id = ?", key) == [1]


def test_posts_roles_days_and_sums_are_typed_as_they_are_written(here: Site) -> None:
    (official,) = here.rows("select id from article_officials order by id limit 1")
    path = f"/-/review/change/officials/{official}"
    sent = fields(here.get(path)) | {"roles": ["", "chaired", "spoke"]}
    sent |= {"posts.title": ["Giám đốc", "Ủy viên", ""], "posts.unit": ["Sở Y tế", "", ""]}
    here.post(path, **sent)
    (found,) = here.rows("select official from posts where title = 'Ủy viên' and unit is null")
    assert here.rows("select title, unit from posts where official = ? order by rowid", found) == [
        ("Giám đốc", "Sở Y tế"),
        ("Ủy viên", None),
    ]
    (event,) = here.rows("select id from events order by id limit 1")
    path = f"/-/review/change/events/{event}"
    here.post(path, **fields(here.get(path)) | {"date": "5/3/2001"})
    assert here.rows("select count(*) from events where date = '2001-03-05'") == [1]
    (amount,) = here.rows("select id from amounts order by id limit 1")
    path = f"/-/review/change/amounts/{amount}"
    here.post(path, **fields(here.get(path)) | {"value": "55.000.123 đ"})
    assert here.rows("select count(*) from amounts where value = 55000123") == [1]


@pytest.mark.parametrize(
    ("table", "field", "typed", "says"),
    [
        ("amounts", "value", "nhiều", "Viết số như 55.000.000"),
        ("amounts", "value", "55,000", "Viết số như 55.000.000"),
        ("amounts", "value", "", "Ô này không để trống được"),
        ("amounts", "currency", "đồng", "Ba chữ in hoa"),
        ("awards", "count", "-1", "Viết số đếm"),
        ("awards", "status", "given", "Giá trị này không nhận được"),
        ("awards", "recipient", "x" * 501, "Dài quá"),
        ("events", "date", "31/2/2016", "Viết ngày có thật"),
        ("events", "date", "11/2016", "Viết ngày có thật"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_kept(here: Site, table: str, field: str, typed: str, says: str) -> None:
    (key,) = here.rows(f"select id from {table} order by id limit 1")
    path = f"/-/review/change/{table}/{key}"
    page = here.post(path, 422, **fields(here.get(path)) | {field: typed, "why": "vì thế"}).text
    wrong = re.search(rf'id="{key}-{field}-wrong">(.*?)</p>', page)
    assert wrong
    assert html.unescape(wrong[1]).startswith(says)
    assert fields(page)["why"] == ["vì thế"]
    if field != "status":
        assert fields(page)[field] == [typed]
    assert here.rows("select count(*) from corrections") == [0]


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_typed_is_lost(here: Site) -> None:
    key, _ = award(here)
    path = f"/-/review/change/awards/{key}"
    mine = fields(here.get(path)) | {"recipient": "Của Lan", "why": "lý do của Lan"}
    here.post(path, who="minh", **fields(here.get(path)) | {"grantor": "Của Minh"})
    found = here.post(path, 409, **mine)
    assert "minh đã sửa “Cấp khen” thành “Của Minh”" in told(found.text)
    again = fields(found.text)
    assert (again["recipient"], again["why"]) == (["Của Lan"], ["lý do của Lan"])
    action = re.search(r'class="review-form" method="post" action="([^"]*)"', found.text)
    assert action
    assert key not in action[1]
    here.post(html.unescape(action[1]), **again | {"grantor": "Của Minh"})
    assert here.rows("select recipient, grantor from awards where recipient = 'Của Lan'") == [("Của Lan", "Của Minh")]
    for act in ("accept", "reject"):
        assert "minh đã sửa" in told(here.post(f"/-/review/{act}/awards/{key}", 409).text)


def test_of_a_fact_that_is_gone_the_typed_values_are_shown(here: Site) -> None:
    key, _ = award(here)
    path = f"/-/review/change/awards/{key}"
    mine = fields(here.get(path)) | {"recipient": "Của Lan"}
    here.post(f"/-/review/reject/awards/{key}", who="minh")
    found = here.post(path, 409, **mine)
    assert "minh đã bỏ" in told(found.text)
    assert 'value="Của Lan"' in found.text
    assert "không còn nữa" in told(found.text)


def test_a_change_that_was_undone_meanwhile_is_told_too(here: Site) -> None:
    key, _ = award(here)
    path = f"/-/review/change/awards/{key}"
    here.post(path, **fields(here.get(path)) | {"recipient": "Một"})
    (changed,) = here.rows("select id from awards where recipient = 'Một'")
    mine = fields(here.get(f"/-/review/change/awards/{changed}")) | {"recipient": "Hai"}
    here.post("/-/review/undo/1", who="minh")
    found = here.post(f"/-/review/change/awards/{changed}", 409, **mine)
    assert "minh đã lấy lại" in told(found.text)
    assert 'value="Hai"' in found.text


def test_a_missed_fact_is_added_by_its_words(here: Site) -> None:
    _, article = award(here)
    (text,) = here.rows("select text from articles where id = ?", article)
    words = text[3:17]
    add = f"/-/review/add/{article}"
    assert "Là loại sự việc nào?" in told(here.get(add))
    to = here.post(add, list="themes", title="Chủ đề thử", words=words).headers["location"]
    (found,) = here.rows("select id, confidence from article_themes where title = 'Chủ đề thử'")
    assert to == f"/kho/articles/{article}#themes-{found[0]}"
    assert found[1] == 1
    assert here.rows("select start, [end], quote, part from mentions where fact = ?", found[0]) == [(3, 17, words, "title")]
    assert "đã có trong bài" in told(here.post(add, 409, list="themes", title="Chủ đề thử", words=words).text)
    here.post("/-/review/undo/1")
    assert here.rows("select count(*) from article_themes where title = 'Chủ đề thử'") == [0]


def test_words_are_taken_where_they_stand_and_nowhere_else(here: Site) -> None:
    _, article = award(here)
    (text,) = here.rows("select text from articles where id = ?", article)
    add, quote = f"/-/review/add/{article}", text[5:12]
    sent = {"list": "units", "name": "Đơn vị thử"}
    for mark in (
        f"name:4:11:{quote}",
        f"name:5:12:{quote}x",
        "name:5:12:",
        f"name:-5:12:{quote}",
        f"nope:5:12:{quote}",
        "name",
        ":::",
    ):
        assert "không đứng ở chỗ đã đánh dấu" in told(here.post(add, 422, **sent, mark=mark).text), mark
    assert "Trong bài không có chữ" in told(here.post(add, 422, **sent, words="chữ không có ở đâu cả").text)
    assert "phải dựa trên chữ trong bài" in told(here.post(add, 422, **sent).text)
    often = here.post(add, 422, **sent, words="a").text
    assert "xin chọn một chỗ" in told(often)
    place = re.findall(r'name="place" value="(\d+)"', often)[1]
    here.post(add, **sent, words="a", place=place)
    assert here.rows("select start from mentions where part = 'name' and quote = 'a'") == [int(place)]


def test_a_whole_article_is_checked(here: Site) -> None:
    key, article = award(here)
    assert "không sót" in told(here.get(f"/-/review/check/{article}"))
    assert "Cả bài đã được soát" not in told(here.get(f"/kho/articles/{article}"))
    here.post(f"/-/review/check/{article}")
    assert "Cả bài đã được soát" in told(here.get(f"/kho/articles/{article}"))
    assert here.rows("select action, article from corrections") == [("check", article)]
    assert "lan đã soát cả bài" in told(here.get(f"/-/review/article/{article}"))
    here.post(f"/-/review/reject/awards/{key}")
    assert "Cả bài đã được soát" not in told(here.get(f"/kho/articles/{article}"))


def test_the_queue_gives_each_archivist_other_facts(here: Site) -> None:
    seen = {who: re.findall(r'id="d-([^"]+)"', here.get("/-/review", who=who)) for who in ("lan", "minh")}
    assert len(seen["lan"]) == len(seen["minh"]) == PAGE
    assert not set(seen["lan"]) & set(seen["minh"])
    first = seen["lan"][0]
    (list_,) = here.rows("select list from doubts where fact = ?", first)
    here.post(f"/-/review/accept/{list_}/{first}", back="/-/review")
    page = here.get("/-/review")
    assert first not in re.findall(r'id="d-([^"]+)"', page)
    assert "lan đã xác nhận là đúng" in told(page)
    here.post("/-/review/undo/1", who="minh")
    assert "lan đã xác nhận là đúng" not in told(here.get("/-/review"))
    only = here.get("/-/review?kind=flag&list=amounts")
    assert set(re.findall(r'class="doubt-card k-(\w+)"', only)) <= {"amounts"}
    for wrong in ("kind=nothing", "list=../x", "after=y"):
        assert "xin chọn lại" in told(here.get(f"/-/review?{wrong}", 400))


def test_two_units_are_merged_and_taken_apart_again(here: Site) -> None:
    one, other = here.rows("select id from units where articles > 1 order by articles, id limit 2")
    name = here.rows("select name from units where id = ?", one)[0]
    assert "Điều sẽ xảy ra" in told(here.get(f"/-/review/merge/units/{one}?into={other}"))
    assert "Hãy chọn tên" in told(here.post(f"/-/review/merge/units/{one}", 422).text)
    assert here.post(f"/-/review/merge/units/{one}", into=other).headers["location"] == f"/kho/units/{other}"
    assert here.rows("select count(*) from units where id = ?", one) == [0]
    for path in ("merge", "split"):
        assert here.ask("GET", f"/-/review/{path}/units/{one}").headers["location"] == f"/kho/units/{other}"
    assert here.post("/-/review/undo/1").headers["location"] == f"/kho/units/{one}"
    assert here.rows("select name from units where id = ?", one) == [name]


def test_names_are_split_off_to_a_new_unit_or_to_another(here: Site) -> None:
    one, other = here.rows("select id from units where articles > 1 order by articles, id limit 2")
    page = here.get(f"/-/review/split/units/{one}")
    names = re.findall(r'name="name" value="([^"]+)"', page)
    assert len(names) > 1
    assert "bài nêu đúng tên này" in page
    assert "named in the article" not in page
    assert "Chưa đánh dấu" in told(here.post(f"/-/review/split/units/{one}", 422, q="x").text)
    assert "sửa hoặc máy đọc lại" in told(here.post(f"/-/review/split/units/{one}", 409, name=[names[0], "gone"]).text)
    to = here.post(f"/-/review/split/units/{one}", name=names[:1]).headers["location"]
    assert to not in (f"/kho/units/{one}", f"/kho/units/{other}")
    here.get(to)
    here.post("/-/review/undo/1")
    assert here.rows("select count(*) from units where id = ?", to.rsplit("/", 1)[1]) == [0]
    assert here.post(f"/-/review/split/units/{one}", name=names[:1], into=other).headers["location"] == f"/kho/units/{other}"


def test_figures_and_work_tell_what_was_done(here: Site) -> None:
    assert "Chưa có lần soát nào" in told(here.get("/-/review/figures"))
    keys = here.rows("select id from awards where repeats is null order by id limit 4")
    for key in keys[:3]:
        here.post(f"/-/review/accept/awards/{key}")
    here.post(f"/-/review/reject/awards/{keys[3]}")
    assert "Cả sự việc 3 1 0 75% 30–95%" in told(here.get("/-/review/figures"))
    assert told(here.get("/-/review/by/lan")).count("lan đã xác nhận là đúng") == 3


def test_an_ingest_that_writes_makes_a_correction_wait_then_tells(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "WAIT", 50)
    key, _ = award(here)
    path = f"/-/review/change/awards/{key}"
    mine = fields(here.get(path)) | {"recipient": "Gõ rồi"}
    with contextlib.closing(sqlite3.connect(here.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        found = here.post(path, 503, **mine)
        assert "Kho đang nhập bài" in told(found.text)
        assert fields(found.text)["recipient"] == ["Gõ rồi"]
        for act in ("accept", "reject"):
            here.post(f"/-/review/{act}/awards/{key}", 503)
    assert here.rows("select count(*) from corrections") == [0]
    here.post(path, **fields(found.text))


def test_a_long_question_makes_a_correction_wait_and_other_readers_see_no_error(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "WAIT", 50)
    key, article = award(here)
    with contextlib.closing(sqlite3.connect(here.path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from awards").fetchone()
        here.post(f"/-/review/reject/awards/{key}", 503)
        here.get(f"/kho/articles/{article}")
    assert here.rows("select count(*) from corrections") == [0]
    here.post(f"/-/review/reject/awards/{key}")


def test_an_archive_that_cannot_be_written_says_so(here: Site) -> None:
    key, article = award(here)
    here.ds.databases["kho"].is_mutable = False
    assert "review-acts" not in here.get(f"/kho/articles/{article}")
    assert "chỉ đọc được" in told(here.get("/-/review"))
    for path in (f"accept/awards/{key}", f"reject/awards/{key}", f"check/{article}"):
        assert "chỉ đọc được" in told(here.post(f"/-/review/{path}", 503).text)
    assert here.rows("select count(*) from corrections") == [0]


def test_hostile_words_are_shown_as_words(here: Site) -> None:
    key, article = award(here)
    path = f"/-/review/change/awards/{key}"
    hostile = "<script>alert(1)</script>\"'>{{ 7 * 7 }}"
    here.post(path, **fields(here.get(path)) | {"recipient": hostile, "why": hostile})
    (changed,) = here.rows("select id from awards where recipient = ?", hostile)
    for page in (
        f"/-/review/fact/awards/{changed}",
        f"/-/review/change/awards/{changed}",
        f"/-/review/article/{article}",
        "/-/review/by/lan",
    ):
        found = here.get(page)
        assert "<script>alert" not in found
        assert "{{ 7 * 7 }}" in found
    assert here.post(f"/-/review/accept/awards/{changed}", back="//evil.example/").headers["location"].startswith("/kho/")


def test_what_is_not_there_is_not_found(here: Site) -> None:
    for path in (
        "accept/awards/x",
        "change/nothing/x",
        "undo/77",
        "add/x",
        "fact/awards/x",
        "article/x",
        "merge/units/x",
        "split/stories/x",
    ):
        here.get(f"/-/review/{path}", 404)
