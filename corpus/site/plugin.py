"""The hooks by which Datasette takes our cells, pages, search and accounts. Nothing here writes to the archive."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any

from datasette import hookimpl
from datasette.filters import FilterArguments
from datasette.utils import path_with_removed_args, tilde_decode
from datasette.utils.asgi import Forbidden, NotFound, Response

from corpus import doubts
from corpus.names import compared
from corpus.site import (
    adding,
    article,
    bounds,
    explore,
    extracting,
    gate,
    guard,
    health,
    histories,
    home,
    joined,
    language,
    login,
    members,
    openapi,
    pages,
    pasting,
    queue,
    review,
    search,
    workbook,
)
from corpus.site.asked import LENT, Asked
from corpus.site.cells import FACTS, Cells, money, state
from corpus.site.labels import WORDS, read_yaml
from corpus.site.remembered import keep_warm
from corpus.site.roles import Route
from corpus.site.snapshot import db_of
from corpus.site.writing import READERS_WAIT, writable
from corpus.telling import day, number
from schemas.tables import ENTITIES

ROUTES: tuple[Route, ...] = (
    Route(r"^/-/search$", search.page),
    Route(r"^/-/explore$", explore.page),
    Route(r"^/-/search\.json$", search.data),
    Route(r"^/-/original/(?P<sha256>[0-9a-f]{64})$", article.original),
    Route(r"^/-/language$", language.switch, "open"),
    *adding.ROUTES,
    *histories.ROUTES,
    *joined.ROUTES,
    *queue.ROUTES,
    *review.ROUTES,
    Route(r"^/-/login$", login.sign_in, "open", posts=True, most=20_000),
    Route(r"^/-/logout$", login.sign_out, "sign out", posts=True, gets=False, most=20_000),
    Route(r"^/-/accounts$", members.page, "manage", posts=True, most=20_000),
    Route(r"^/-/extract$", pasting.page, posts=True, token=False, most=None),
    Route(r"^/-/extract\.json$", extracting.answer, posts=True, token=False, most=None),
    Route(r"^/-/health$", health.page, "open"),
    Route(r"^/-/openapi\.json$", openapi.page, "open"),
)
"""Every address that is ours and not Datasette's."""
_tasks: set[asyncio.Task[None]] = set()  # a task that nobody holds may be collected


def archive_of(datasette: Any) -> str:
    """The name of the archive that is served."""
    return str(db_of(datasette).name)


@functools.lru_cache(4)
def cells_of(datasette: Any) -> Cells:
    """The cells of the archive, with addresses of its rows."""
    name = archive_of(datasette)
    return Cells(lambda table, key: str(datasette.urls.row(name, table, key)))


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Words and formats for every template, error pages too."""
    env.filters |= {"number": number, "money": money, "day": day, "said": language.said}
    env.globals |= {
        "words": WORDS,
        "say": WORDS.say,
        "spoken": language.spoken,
        "archive": archive_of(datasette),
        "state": state,
        "questions": read_yaml("queries.yaml"),
        "may": datasette.may,
        "may_sign_in": datasette.has_accounts,
    }
    env.globals["tables_of"] = {kind: table for table, kind in FACTS.items() if kind != "posts"}


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Where the site is served, its common pages are made ready."""

    async def begin() -> None:
        if getattr(datasette, "khenthuong_served", False):
            name = archive_of(datasette)
            # `PrefixedUrlString` as it comes: a plain text would be put under the site's path once more
            paths = [datasette.urls.instance(), datasette.urls.path("-/explore")]
            paths += [datasette.urls.query(name, asked) for asked in read_yaml("queries.yaml")]
            paths += [datasette.urls.table(name, table) + WORDS.once(table) for table in (*WORDS.nav, "mentions")]
            warming = keep_warm(datasette, datasette.databases[name], paths)
            _tasks.add(asyncio.create_task(warming, context=gate.unlogged()))

    return begin


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """SQL may say `bare(name) like '%dong hoi%'` and `order by name collate vi`, within bounds."""
    if database == archive_of(datasette):
        conn.execute(f"pragma busy_timeout = {READERS_WAIT}")
        bounds.bound(conn)
    conn.create_function(
        "bare", 1, lambda text: None if text is None else search.bare(bounds.short(str(text))), deterministic=True
    )
    conn.create_collation("vi", compared)


@hookimpl
def render_cell(row: Mapping[str, Any], value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Links, sums, dates and codes as a reader wants them."""
    if table is None and isinstance(value, bytes):  # Datasette's link to them leaves the path that the site is under
        return WORDS.say("service.bytes", n=len(value))
    return cells_of(datasette).show(row, value, column, table) if database == archive_of(datasette) else None


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Tables and questions as workbooks, beside CSV and JSON."""
    return {"extension": "xlsx", "render": workbook.render, "can_render": lambda view_name: view_name != "row"}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Our own addresses, each for those who may do what it is for."""
    return [(route.path, _answer(route)) for route in ROUTES]


def _answer(route: Route) -> Callable[..., Awaitable[Any]]:
    async def answer(datasette: Any, request: Any) -> Any:
        if not datasette.may(request.actor, route.needs):
            raise Forbidden(WORDS.say("site.forbidden"))
        if not (route.posts if request.method == "POST" else route.gets):
            return Response.text(WORDS.say("site.method"), status=405)
        return await route.view(datasette, request)

    return answer


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]] | None:
    """The address of an entity that was merged into another leads there."""
    parts = ["", *str(request.path).split("/")]
    table, key = parts[-2], parts[-1]
    if not isinstance(exception, NotFound) or table not in ENTITIES:
        return None

    async def led() -> Any:
        name, (key_, dot, ending) = archive_of(datasette), key.partition(".")
        found = await pages.successor(datasette.get_database(name), table, tilde_decode(key_))
        return Response.redirect(f"{datasette.urls.row(name, table, found)}{dot}{ending}") if found else None

    return led


async def _doubtful(db: Any) -> int:
    """How many facts wait for an archivist."""
    return sum(row["waiting"] for row in (await db.execute(doubts.COUNT)).rows)


@hookimpl
def extra_template_vars(
    table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What each page needs beyond what Datasette gives it."""

    async def found() -> dict[str, Any]:
        db = datasette.get_database(archive_of(datasette))
        given: dict[str, Any] = {"choices": pages.choices(db), "names": pages.names(db), "snippets": search.snippets(db)}
        given["may_review"] = datasette.may(request.actor if request else None, "review") and writable(db)
        if view_name == "index":
            doubtful = _doubtful if given["may_review"] else None
            given |= await home.home(db, lambda name: str(datasette.urls.table(db.name, name)), doubtful)
        elif view_name == "row" and table == "articles":
            given |= await article.page(db, tilde_decode(request.url_vars["pks"]))
        elif view_name == "row" and table is not None:
            given |= await pages.entity(db, table, tilde_decode(request.url_vars["pks"]), cells_of(datasette))
        return given

    return found


@hookimpl(hookwrapper=True)
def actor_from_request(datasette: Any, request: Any) -> Generator[None, Any, None]:
    """Who asks is told by our sessions alone: a cookie of Datasette's keeps what one may, and cannot be taken back."""
    request.scope["khenthuong"].reached = True
    found = yield
    found.force_result([datasette.actor(request)])


@hookimpl
def permission_allowed(datasette: Any, actor: Any, action: str, resource: Any) -> bool | None:
    """What Datasette asks itself: nothing of a private site for visitors, and its own tables for nobody."""
    if action == "view-database" and str(resource).startswith("_"):
        return False
    return None if datasette.may(actor, "read") else False


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Callable[[], Awaitable[Any]]:
    """A table may be asked for what stands with other tables: the form of an award's type, the province of its recipient."""

    async def lent() -> Any:
        if database != archive_of(datasette) or table not in LENT:
            return None
        asked = Asked.lent(table, {key: request.args.getlist(key) for key in request.args})
        where, given = asked.where(table, also="")
        told = [
            {"part": part, "text": words, "remove_url": path_with_removed_args(request, {f"_{part}": value})}
            for part, value, words in await explore.shown(datasette.databases[database], asked)
        ]
        return FilterArguments([where] if given else [], given, [], {"lent": told})

    return lent


@hookimpl
def skip_csrf(datasette: Any, scope: Any) -> bool:
    """Routes that change nothing take POST from programs, without the token of a form; `pasting` checks that of its own form itself.

    Datasette's check reads a form of several parts by a way that its parser no longer has.
    """
    route = guard.posting(ROUTES, datasette.setting("base_url"), scope)
    return route is not None and not route.token


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Nothing but reading and our own forms is let through."""
    return lambda app: guard.Guard(app, ROUTES, datasette.setting("base_url"))
