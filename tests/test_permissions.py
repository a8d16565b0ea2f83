"""Who may do what: every address of ours and of Datasette's, for every role, on a public and on a private site.

What is expected stands in the tables at the head; an address that is in none of them fails the test.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from corpus import review
from corpus.archive import Archive
from corpus.site import SiteError, site
from corpus.site.plugin import ROUTES
from corpus.site.roles import ACTIONS, ROLES, VISITOR, Route
from corpus.site.sessions import COOKIE
from tests.making import ask
from tests.members import EVERYONE, PASSWORD, Members

ALL = frozenset(EVERYONE)
SIGNED = frozenset(ROLES)
ARCHIVISTS = frozenset({"archivist", "admin"})
ADMIN = frozenset({"admin"})
NOBODY: frozenset[str] = frozenset()
METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "XYZ")

# Each address of ours: an example of it; who may GET and who may POST it on a public site, and on a private one. None: nobody,
# since the address does not take that method.
OURS: dict[str, tuple[str, frozenset[str] | None, frozenset[str] | None, frozenset[str] | None, frozenset[str] | None]] = {
    r"^/-/search$": ("/-/search?q=thi+dua", ALL, None, SIGNED, None),
    r"^/-/search\.json$": ("/-/search.json?q=thi+dua", ALL, None, SIGNED, None),
    r"^/-/explore$": ("/-/explore", ALL, None, SIGNED, None),
    r"^/-/language$": ("/-/language?to=vi", ALL, None, ALL, None),
    r"^/-/original/(?P<sha256>[0-9a-f]{64})$": ("/-/original/{original}", ALL, None, SIGNED, None),
    r"^/-/extract$": ("/-/extract", ALL, ALL, SIGNED, SIGNED),
    r"^/-/extract\.json$": ("/-/extract.json", None, ALL, None, SIGNED),
    r"^/-/health$": ("/-/health", ALL, None, ALL, None),
    r"^/-/openapi\.json$": ("/-/openapi.json", ALL, None, ALL, None),
    **{
        pattern: (example, ARCHIVISTS, ARCHIVISTS, ARCHIVISTS, ARCHIVISTS)
        for pattern, example in {
            r"^/-/review/accept/(?P<list>\w+)/(?P<fact>[^/]+)$": "/-/review/accept/awards/{fact}",
            r"^/-/review/reject/(?P<list>\w+)/(?P<fact>[^/]+)$": "/-/review/reject/awards/{fact}",
            r"^/-/review/change/(?P<list>\w+)/(?P<fact>[^/]+)$": "/-/review/change/awards/{fact}",
            r"^/-/review/undo/(?P<number>\d{1,15})$": "/-/review/undo/1",
            r"^/-/review/add/(?P<article>[^/]+)$": "/-/review/add/{article}",
            r"^/-/review/check/(?P<article>[^/]+)$": "/-/review/check/{article}",
            r"^/-/review/merge/(?P<table>\w+)/(?P<entity>[^/]+)$": "/-/review/merge/units/{unit}",
            r"^/-/review/split/(?P<table>\w+)/(?P<entity>[^/]+)$": "/-/review/split/units/{unit}",
        }.items()
    },
    r"^/-/review/unlink/(?P<resolution>[^/]+)$": ("/-/review/unlink/{resolution}", None, ARCHIVISTS, None, ARCHIVISTS),
    **{
        pattern: (example, ARCHIVISTS, None, ARCHIVISTS, None)
        for pattern, example in {
            r"^/-/review$": "/-/review",
            r"^/-/review/fact/(?P<list>\w+)/(?P<fact>[^/]+)$": "/-/review/fact/awards/{fact}",
            r"^/-/review/article/(?P<article>[^/]+)$": "/-/review/article/{article}",
            r"^/-/review/by/(?P<who>[^/]+)$": "/-/review/by/lan",
            r"^/-/review/figures$": "/-/review/figures",
        }.items()
    },
    r"^/-/login$": ("/-/login", ALL, ALL, ALL, ALL),
    r"^/-/logout$": ("/-/logout", None, SIGNED, None, SIGNED),
    r"^/-/accounts$": ("/-/accounts", ADMIN, ADMIN, ADMIN, ADMIN),
}
# Each address of Datasette's, by its pattern: examples; who may GET it on a public site, and on a private one. `None` for who: there is
# no such page for anybody. Nobody may POST to any.
JSON = r"(\.(?P<format>json))?$"
THEIRS: dict[str, tuple[tuple[str, ...], frozenset[str] | None, frozenset[str] | None]] = {
    r"/(\.(?P<format>jsono?))?$": (("/", "/.json"), ALL, SIGNED),
    "/favicon.ico": (("/favicon.ico",), ALL, ALL),
    r"/-/static/(?P<path>.*)$": (("/-/static/app.css",), ALL, ALL),
    r"/assets/(?P<path>.*)$": (("/assets/site.css", "/assets/star.svg"), ALL, ALL),
    r"/:memory:(?P<rest>.*)$": ((), ALL, SIGNED),
    rf"/-/metadata{JSON}": (("/-/metadata", "/-/metadata.json"), ADMIN, ADMIN),
    rf"/-/versions{JSON}": (("/-/versions", "/-/versions.json"), ADMIN, ADMIN),
    rf"/-/plugins{JSON}": (("/-/plugins", "/-/plugins.json"), ADMIN, ADMIN),
    rf"/-/settings{JSON}": (("/-/settings", "/-/settings.json"), ADMIN, ADMIN),
    r"/-/config.json": (("/-/config.json",), ADMIN, ADMIN),
    r"/-/config": (("/-/config",), ADMIN, ADMIN),
    rf"/-/threads{JSON}": (("/-/threads", "/-/threads.json"), ADMIN, ADMIN),
    rf"/-/databases{JSON}": (("/-/databases", "/-/databases.json"), ADMIN, ADMIN),
    rf"/-/actor{JSON}": (("/-/actor", "/-/actor.json"), ADMIN, ADMIN),
    r"/-/auth-token$": (("/-/auth-token", "/-/auth-token?token={token}"), None, None),
    r"/-/logout$": ((), None, None),
    r"/-/permissions$": (("/-/permissions",), None, None),
    r"/-/messages$": (("/-/messages",), None, None),
    r"/-/allow-debug$": (("/-/allow-debug",), None, None),
    r"/-/patterns$": (("/-/patterns",), None, None),
    r"/(?P<database>[^\/\.]+)\.db$": ((), ALL, SIGNED),
    r"/(?P<database>[^\/\.]+)(\.(?P<format>\w+))?$": (
        ("/{db}", "/{db}.json", "/{db}?sql=select+1", "/{db}.json?sql=select+1", "/{db}.csv?sql=select+1"),
        ALL,
        SIGNED,
    ),
    r"/(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$": (
        (
            "/{db}/articles",
            "/{db}/articles.json",
            "/{db}/articles.csv?_stream=on",
            "/{db}/awards_by_year",
            "/{db}/units.xlsx?_size=5",
        ),
        ALL,
        SIGNED,
    ),
    r"/(?P<database>[^\/\.]+)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$": (
        ("/{db}/articles/{article}", "/{db}/articles/{article}.json", "/{db}/originals/{original}.blob?_blob_column=bytes"),
        ALL,
        SIGNED,
    ),
}


@pytest.fixture(scope="module")
def public(archive: Path, tmp_path_factory: pytest.TempPathFactory, cheap: None) -> Members:
    folder = tmp_path_factory.mktemp("public")
    return Members(_copy(archive, folder), folder / "kho.accounts")


@pytest.fixture(scope="module")
def private(archive: Path, tmp_path_factory: pytest.TempPathFactory, cheap: None) -> Members:
    folder = tmp_path_factory.mktemp("private")
    return Members(_copy(archive, folder), folder / "kho.accounts", private=True)


@pytest.fixture(params=["public", "private"])
def members(request: pytest.FixtureRequest) -> Members:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Members)
    return found


def _copy(archive: Path, folder: Path) -> Path:
    """A copy that may be written, with one correction."""
    path = Path(shutil.copy(archive, folder))
    with Archive(path) as opened:
        (fact,) = ask(path, "select id from documents limit 1")
        review.accept(opened, "documents", fact, review.Hand("lan", "2026-01-01T00:00:00"))
    return path


def _filled(example: str, members: Members, archive: Path) -> str:
    names = {
        "article": "select id from articles",
        "original": "select sha256 from originals",
        "fact": "select id from awards",
        "unit": "select id from units where awards > 0",
        "resolution": "select id from resolutions where target = 'units'",
    }
    found = {name: ask(archive, f"{sql} limit 1")[0] for name, sql in names.items()}
    return example.format(db=archive.stem, token=members.ds._root_token, **found)


def test_every_route_of_ours_is_in_the_table() -> None:
    assert [route.path for route in ROUTES if route.path not in OURS] == [], "add it to OURS with who may do what"
    assert [path for path in OURS if path not in {route.path for route in ROUTES}] == []
    assert {route.needs for route in ROUTES} <= ACTIONS.keys()


def test_every_route_of_datasette_is_in_the_table(public: Members) -> None:
    ours = {route.path for route in ROUTES}
    patterns = [at.pattern for at, _ in public.ds._routes() if at.pattern not in ours]
    unknown = [p for p in patterns if p not in THEIRS]
    assert unknown == [], "Datasette has another address: tell who may ask for it in WORKINGS and in THEIRS"


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_who_may_do_what_with_ours(members: Members, archive: Path, route: Route, role: str) -> None:
    example, *who = OURS[route.path]
    example = _filled(example, members, archive)
    gets, posts = who[2:] if members.ds.private else who[:2]
    got = members.ask(example, role).status_code
    hands = route.needs == "review"
    if gets is None:
        assert got in (403, 405)
    elif hands and role in gets:  # the fact may have been rejected by the role before
        assert got not in (403, 405)
        assert got < 500
    else:
        assert (got < 400) == (role in gets), got
        assert got < 400 or got == 403
    sent = members.send(
        example, role, **({} if route.path != "^/-/accounts$" else {"do": "role", "id": "reader", "role": "reader"})
    )
    if posts is None:
        assert sent.status_code == 405
    elif hands and role in posts:
        assert sent.status_code not in (403, 405)
        assert sent.status_code < 500
    elif role in posts:
        # what was sent is empty: no name and no password, no text
        done = {"^/-/login$": 403, "^/-/extract$": 422, r"^/-/extract\.json$": 415}.get(route.path, 303)
        assert sent.status_code == done
        assert route.path != "^/-/login$" or "không đúng" in sent.text
    else:
        assert sent.status_code == 403


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("pattern", THEIRS)
def test_who_may_see_what_of_datasettes(members: Members, archive: Path, pattern: str, role: str) -> None:
    examples, *who = THEIRS[pattern]
    may = who[members.ds.private]
    for example in examples:
        path = _filled(example, members, archive)
        got = members.ask(path, role)
        if may is None:
            assert got.status_code in (403, 404), path
            assert "set-cookie" not in got.headers or "ds_actor" not in got.headers["set-cookie"]
        else:
            assert (got.status_code < 400) == (role in may), f"{path}: {got.status_code}"
            assert got.status_code < 400 or got.status_code == 403
        sent = members.ask(path, role, method="POST", data={"sql": "delete from articles"})
        assert sent.status_code == 405, path


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("method", METHODS)
def test_other_methods_pass_nowhere(public: Members, archive: Path, method: str, role: str) -> None:
    examples = [example for example, *_ in OURS.values()] + [e for found, *_ in THEIRS.values() for e in found]
    for example in examples:
        assert public.ask(_filled(example, public, archive), role, method=method).status_code == 405, example


@pytest.mark.parametrize("route", [r for r in ROUTES if r.posts and r.token], ids=lambda route: route.path)
def test_a_post_without_its_token_is_refused(members: Members, archive: Path, route: Route) -> None:
    """Whatever the cookies and the kind of the body, and before anything is done."""
    path = _filled(OURS[route.path][0], members, archive)
    before = members.accounts.path.read_bytes()
    for role in EVERYONE:
        token, cookies = members.token(role)
        form = {"do": "remove", "id": "reader", "password": PASSWORD}
        tries: list[dict[str, Any]] = [
            {"data": form},
            {"data": form, "cookies": {}},
            {"data": form | {"csrftoken": ""}},
            {"data": form | {"csrftoken": token[:-1] + ("a" if token[-1] != "a" else "b")}},
            {"data": form | {"csrftoken": members.token(VISITOR)[0]}},
            {"data": form, "headers": {"x-csrftoken": "x"}},
            {"data": form, "headers": {"authorization": "Bearer x"}},
            {"json": form | {"csrftoken": token}},
            {"content": b"csrftoken=" + token.encode(), "headers": {"content-type": "text/plain"}},
            {"files": {"do": (None, "remove")}},
            {"content": b"\xff\xfe", "headers": {"content-type": "application/x-www-form-urlencoded"}},
            {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        ]
        for one in tries:
            answered = members.ask(path, method="POST", **{"cookies": cookies, **one})
            assert answered.status_code == 403, one
            assert "did not match" not in answered.text, "not in the words of a library"
    assert members.accounts.path.read_bytes() == before


@pytest.mark.parametrize("route", [r for r in ROUTES if r.posts and r.most], ids=lambda route: route.path)
def test_a_post_may_bring_only_so_much(public: Members, archive: Path, route: Route) -> None:
    token, cookies = public.token()
    body = f"csrftoken={token}&x=".encode() + b"x" * (route.most or 0)

    async def parts() -> Any:
        for i in range(0, len(body), 1000):
            yield body[i : i + 1000]

    kind = {"content-type": "application/x-www-form-urlencoded"}
    for content in (body, parts()):
        sent = public.ask(
            _filled(OURS[route.path][0], public, archive), method="POST", cookies=cookies, content=content, headers=kind
        )
        assert sent.status_code == 413


def test_signing_in_and_out(archive: Path, tmp_path: Path, cheap: None) -> None:
    members = Members(archive, tmp_path / "kho.accounts")
    back = f"/{archive.stem}/articles?year=2016"
    done = members.send("/-/login", id="Archivist ", password=PASSWORD, back=back)
    assert (done.status_code, done.headers["location"]) == (303, back)
    flags = done.headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[^;]+; HttpOnly; Max-Age=43200; Path=/; SameSite=lax", flags)
    assert "Secure" not in flags
    cookies = {COOKIE: done.cookies[COOKIE]}
    page = members.ask("/", cookies=cookies)
    assert "<strong>archivist</strong> · cán bộ lưu trữ" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    assert "Đăng nhập</a>" not in page.text
    token = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
    assert token
    both = {**cookies, "ds_csrftoken": page.cookies["ds_csrftoken"]}
    out = members.ask("/-/logout", method="POST", cookies=both, data={"csrftoken": token[1]})
    assert out.status_code == 303
    assert f'{COOKIE}="";' in out.headers["set-cookie"]
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert "Đăng nhập</a>" in members.ask("/", cookies=cookies).text, "a copy of the cookie counts no more"


def test_over_https_cookies_stay_there(public: Members) -> None:
    token, cookies = public.token()
    fields = {"csrftoken": token, "id": "reader", "password": PASSWORD}

    async def ask_there(method: str, **more: Any) -> Any:
        async with AsyncClient(
            transport=ASGITransport(app=public.ds.client.app), base_url="https://kho.example", **more
        ) as client:
            return await client.request(method, "/-/login", data=fields if method == "POST" else None)

    sent = asyncio.run(ask_there("POST", cookies=cookies))
    assert sent.status_code == 303
    form = asyncio.run(ask_there("GET"))
    for answered in (sent, form):
        assert answered.headers.get_list("set-cookie")
        assert all("; secure" in one.lower() for one in answered.headers.get_list("set-cookie"))


@pytest.mark.parametrize(
    "back", ["https://khac.example/", "//khac.example", "/\\khac.example", "javascript:alert(1)", "/a\r\nx: y", "khac"]
)
def test_one_is_led_nowhere_else(public: Members, back: str) -> None:
    assert public.send("/-/login", id="reader", password=PASSWORD, back=back).headers["location"] == "/"


def test_an_unknown_name_and_a_wrong_password_are_told_alike(public: Members) -> None:
    told = []
    for name in ("reader", "khong-co"):
        sent = public.send("/-/login", id=name, password="sai mật khẩu")
        assert sent.status_code == 403
        assert COOKIE not in sent.cookies
        told.append(re.sub(r'value="[^"]*"', "", sent.text))
    assert told[0] == told[1]
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in told[0]


def test_guessing_is_stopped(archive: Path, tmp_path: Path, cheap: None) -> None:
    members = Members(archive, tmp_path / "kho.accounts")
    got = [members.send("/-/login", id="reader", password=f"đoán thử lần {i}") for i in range(6)]
    assert [answer.status_code for answer in got] == [403] * 5 + [429]
    assert 0 < int(got[-1].headers["retry-after"]) <= 5
    assert "Hãy thử lại sau" in got[-1].text
    assert members.send("/-/login", id="reader", password=PASSWORD).status_code == 429, "the right one must wait too"
    assert members.send("/-/login", id="admin", password=PASSWORD).status_code == 303, "others need not"


def test_what_an_admin_changes_counts_at_once(archive: Path, tmp_path: Path, cheap: None) -> None:
    members = Members(archive, tmp_path / "kho.accounts")

    def change(**fields: str) -> Any:
        done = members.send("/-/accounts", "admin", **fields)
        assert done.status_code == 303, done.text
        assert done.headers["location"] == "/-/accounts"
        return done

    change(do="add", id="hoa", role="reader", password=PASSWORD, again=PASSWORD)
    cookies = members.cookies("hoa")
    assert "hoa</strong> · bạn đọc" in members.ask("/", cookies=cookies).text
    assert members.ask("/-/accounts", cookies=cookies).status_code == 403
    change(do="role", id="hoa", role="admin")
    assert members.ask("/-/accounts", cookies=cookies).status_code == 200
    change(do="password", id="hoa", password="một mật khẩu khác", again="một mật khẩu khác")
    assert members.ask("/-/accounts", cookies=cookies).status_code == 403
    cookies = members.cookies("hoa")
    change(do="remove", id="hoa")
    assert "hoa</strong>" not in members.ask("/", cookies=cookies).text
    own = change(do="password", id="admin", password="mật khẩu của tôi", again="mật khẩu của tôi")
    assert members.ask("/-/accounts", cookies={COOKIE: own.cookies[COOKIE]}).status_code == 200, "one's own session goes on"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "remove", "id": "admin"}, "quản trị viên cuối cùng"),
        ({"do": "role", "id": "admin", "role": "reader"}, "quản trị viên cuối cùng"),
        ({"do": "add", "id": "hoa", "role": "reader", "password": "ngắn", "again": "ngắn"}, "ít nhất 10 ký tự"),
        ({"do": "add", "id": "hoa", "role": "reader", "password": PASSWORD, "again": "khác"}, "không giống nhau"),
        ({"do": "add", "id": "<script>", "role": "reader", "password": PASSWORD, "again": PASSWORD}, "&lt;script&gt;"),
        ({"do": "add", "id": "reader", "role": "reader", "password": PASSWORD, "again": PASSWORD}, "Đã có tài khoản"),
        ({"do": "role", "id": "reader", "role": "root"}, "không có vai trò này"),
        ({"do": "drop", "id": "reader"}, "Không rõ phải làm gì"),
        ({}, "Không rõ phải làm gì"),
    ],
)
def test_what_an_admin_may_not(public: Members, fields: dict[str, str], words: str) -> None:
    before = public.accounts.path.read_bytes()
    sent = public.send("/-/accounts", "admin", **fields)
    assert sent.status_code == 400
    assert words in sent.text
    assert PASSWORD not in sent.text
    assert public.accounts.path.read_bytes() == before


def test_a_cookie_of_datasettes_counts_for_nothing(public: Members) -> None:
    forged = {"ds_actor": public.ds.sign({"a": {"id": "root", "role": "admin"}}, "actor")}
    assert public.ask("/-/accounts", cookies=forged).status_code == 403
    assert public.ask("/_internal", cookies=forged).status_code == 403
    assert public.ask("/_internal", "admin").status_code == 403


def test_a_private_site_tells_a_visitor_nothing(private: Members, archive: Path) -> None:
    for path in (
        "/",
        f"/{archive.stem}/articles",
        f"/{archive.stem}/articles/khong-co",
        "/-/search?q=a",
        f"/{archive.stem}?sql=select+1",
    ):
        page = private.ask(path)
        assert page.status_code == 403, path
        assert 'action="/-/login"' in page.text
        assert "Tuyên Quang" not in page.text
    assert private.ask("/.json").json() == {
        "ok": False,
        "status": 403,
        "title": None,
        "error": private.ask("/.json").json()["error"],
    }
    assert 'name="back" value="/-/search?q=a"' in private.ask("/-/search?q=a").text


def test_a_private_site_makes_its_pages_ready_for_itself(private: Members) -> None:
    assert private.ask("/", headers=private.ds.inside).status_code == 200
    assert private.ask("/", headers=dict.fromkeys(private.ds.inside, "x")).status_code == 403
    assert private.ask("/-/accounts", headers=private.ds.inside).status_code == 403


def test_a_private_site_needs_accounts(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="khenthuong accounts add"):
        site(archive, accounts=tmp_path / "khong-co.accounts", private=True)


def test_without_accounts_nobody_is_asked_to_sign_in(archive: Path, tmp_path: Path) -> None:
    members = Members.__new__(Members)
    members.ds = site(archive, accounts=tmp_path / "khong-co.accounts")
    members.accounts = members.ds.accounts
    assert "/-/login" not in members.ask("/").text
    assert "khenthuong accounts add" in members.ask("/-/login").text
    assert members.ask("/-/accounts").status_code == 403


def test_broken_accounts_close_the_door_and_leave_the_pages_open(archive: Path, tmp_path: Path, cheap: None) -> None:
    members = Members(archive, tmp_path / "kho.accounts")
    cookies = members.cookies("admin")
    token, form = members.token()
    members.accounts.path.write_text("{")
    assert members.ask("/", cookies=cookies).status_code == 200
    assert members.ask("/-/accounts", cookies=cookies).status_code == 403
    fields = {"csrftoken": token, "id": "admin", "password": PASSWORD}
    sent = members.ask("/-/login", cookies=form, method="POST", data=fields)
    assert sent.status_code == 503
    assert "Không đọc được tệp tài khoản" in sent.text
    assert str(tmp_path) not in sent.text


def test_the_accounts_are_served_nowhere(archive: Path, tmp_path: Path, cheap: None) -> None:
    members = Members(archive, tmp_path / "kho.accounts")
    secret, hashed = members.accounts.secret, members.accounts.all()["admin"].password
    for path in (
        "/kho.accounts",
        "/assets/../kho.accounts",
        "/-/metadata.json",
        "/-/databases.json",
        "/-/settings.json",
        "/-/accounts",
        "/",
    ):
        page = members.ask(path, "admin").text
        assert str(secret) not in page
        assert hashed not in page
