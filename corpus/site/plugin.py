"""The hooks by which Datasette takes our cells, pages, search and accounts. Nothing here writes to the archive."""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Forbidden, NotFound, Response

from corpus.names import compared
from corpus.site import (
    adding,
    article,
    bounds,
    faults,
    guard,
    histories,
    joined,
    language,
    login,
    members,
    pages,
    queue,
    review,
    search,
    workbook,
)
from corpus.site.cells import FACTS, Cells, money, state
from corpus.site.labels import WORDS, read_yaml
from corpus.site.remembered import keep_warm
from corpus.site.roles import Route
from corpus.site.writing import READERS_WAIT, writable
from corpus.telling import day, number
from schemas.tables import ENTITIES

ROUTES: tuple[Route, ...] = (
    Route(r"^/-/search$", search.page),
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
)
"""Every address that is ours and not Datasette's."""
_tasks: set[asyncio.Task[None]] = set()  # a task that nobody holds may be collected


def archive_of(datasette: Any) -> str:
    """The name of the archive that is served."""
    return next(str(name) for name in datasette.databases if not name.startswith("_"))


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
            paths = [
                str(datasette.urls.instance()),
                *(str(datasette.urls.query(name, asked)) for asked in read_yaml("queries.yaml")),
            ]
            paths += [f"{datasette.urls.table(name, table)}{WORDS.once(table)}" for table in (*WORDS.nav, "mentions")]
            _tasks.add(asyncio.create_task(keep_warm(datasette, datasette.databases[name], paths)))

    return begin


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """SQL may say `bare(name) like '%dong hoi%'` and `order by name collate vi`, within bounds."""
    if database == archive_of(datasette):
        conn.execute(f"pragma busy_timeout = {READERS_WAIT}")
        bounds.bound(conn)
    conn.create_function("bare", 1, lambda text: None if text is None else search.bare(str(text)), deterministic=True)
    conn.create_collation("vi", compared)


@hookimpl
def render_cell(row: Mapping[str, Any], value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Links, sums, dates and codes as a reader wants them."""
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
def extra_template_vars(
    table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What each page needs beyond what Datasette gives it."""

    async def found() -> dict[str, Any]:
        db = datasette.get_database(archive_of(datasette))
        given: dict[str, Any] = {"choices": pages.choices(db), "names": pages.names(db), "snippets": search.snippets(db)}
        given["may_review"] = datasette.may(request.actor if request else None, "review") and writable(db)
        if view_name == "index":
            given |= await pages.home(db)
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
def skip_csrf(scope: Any) -> bool:
    """Routes that change nothing take POST from programs, without the token of a form."""
    return any(not route.token and route.posts and re.match(route.path, scope["path"]) for route in ROUTES)


@hookimpl
def forbidden(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Response]]:
    """Who may not is told so; a visitor may sign in there and then."""
    return functools.partial(faults.refused, datasette, request, message)


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Errors in our words, instead of Datasette's."""

    async def answer() -> Response:
        moved = await _moved(datasette, request, exception)
        return moved or await faults.answer(datasette, request, *faults.told(request, exception))

    found = yield
    found.force_result([answer])


async def _moved(datasette: Any, request: Any, exception: Exception) -> Response | None:
    """The address of an entity that was merged into another leads there."""
    table, key = ["", *str(request.path).split("/")][-2:]
    if not isinstance(exception, NotFound) or table not in ENTITIES:
        return None
    name, (told, dot, ending) = archive_of(datasette), key.partition(".")
    found = await pages.successor(datasette.get_database(name), table, tilde_decode(told))
    return Response.redirect(f"{datasette.urls.row(name, table, found)}{dot}{ending}") if found else None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Nothing but reading and our own forms is let through."""
    return lambda app: guard.Guard(app, ROUTES, datasette.setting("base_url"))
