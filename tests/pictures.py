"""The pictures of the site in docs/pictures, taken anew in headless Chromium: `make pictures`.

The sample archive is served with an archivist signed in, who has corrected something, and each page of `PAGES` is pictured.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from corpus import review
from corpus.archive import Archive
from corpus.site.accounts import Accounts, beside
from corpus.site.sessions import COOKIE, Sessions
from tests.browsing import DESK, LOCALE, PHONE, serving
from tests.conftest import ROOT, browser_path
from tests.making import ask

OUT = ROOT / "docs" / "pictures"
COLOURS = 128  # enough for pages of few colours, at a fifth of the bytes
TEXT = (
    "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết. Thừa ủy quyền của Chủ tịch nước, bà Trần Thị Hoa, Phó Chủ tịch UBND "
    "tỉnh, trao Huân chương Lao động hạng Ba cho Bệnh viện Phụ sản tỉnh; Giám đốc Sở tặng Giấy khen cho 12 tập thể và thưởng 5.000.000 đồng."
)


@dataclass(frozen=True)
class Shot:
    """One picture: the page's path with {names} of the archive filled in; `act` is done before it is taken."""

    name: str
    path: str
    size: dict[str, int]
    signed: bool = False
    act: Callable[[Page], None] | None = None
    language: str = LOCALE


def _read(page: Page) -> None:
    page.fill("textarea", TEXT)
    page.click(".sending button[type=submit]:not([name])")
    page.wait_for_selector(".article-text")


def _change(page: Page) -> None:
    page.locator(".fact").first.scroll_into_view_if_needed()


TALL = {"width": 1280, "height": 1200}
PAGES = (
    Shot("home", "/", TALL),
    Shot("home-en", "/", DESK, language="en-US"),
    Shot("article", "/{db}/articles/{article}", DESK),
    Shot("article-phone", "/{db}/articles/{article}", PHONE),
    Shot("unit", "/{db}/units/{unit}", TALL),
    Shot("search", "/-/search?q=khen+th%C6%B0%E1%BB%9Fng", DESK),
    Shot("explore", "/-/explore", TALL),
    Shot("table", "/{db}/awards?repeats__isnull=1&status=proposed", DESK),
    Shot("extract", "/-/extract", TALL, act=_read),
    Shot("login", "/-/login", DESK),
    Shot("queue", "/-/review", TALL, signed=True),
    Shot("queue-phone", "/-/review", PHONE, signed=True),
    Shot("review-article", "/{db}/articles/{article}", DESK, signed=True, act=_change),
    Shot("change", "/-/review/change/awards/{award}", TALL, signed=True),
    Shot("merge", "/-/review/merge/units/{unit}", DESK, signed=True),
    Shot("history", "/-/review/by/lan", DESK, signed=True),
    Shot("figures", "/-/review/figures", DESK, signed=True),
)


def main() -> None:
    """Take every picture."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(ROOT / "build" / "demo.db", Path(folder) / "kho.db"))
        names = _names(path)
        _correct(path)
        accounts = Accounts(beside(path))
        account = accounts.add("lan", "archivist", "mat khau dai cua lan", "2026-01-02T03:04:05")
        with serving(path) as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
            for shot in PAGES:
                session = Sessions(accounts).start(account) if shot.signed else None
                _take(browser, address, shot, names, session)
                print(OUT / f"{shot.name}.png")
            browser.close()


def _names(path: Path) -> dict[str, str]:
    """What the paths of the pages name: the article with most facts, the unit most often honoured, an award of the article."""
    (article,) = ask(path, "select article from mentions group by 1 order by count(*) desc, 1 limit 1")
    (unit,) = ask(path, "select id from units where awards > 0 order by awards desc, id limit 1")
    (award,) = ask(path, "select id from awards where article = ? and recipient is not null order by rowid limit 1", article)
    return {"db": path.stem, "article": article, "unit": unit, "award": award}


def _correct(path: Path) -> None:
    """Some work of an archivist, so that histories and figures have something to show."""
    with Archive(path) as archive:
        facts = ask(path, "select id from awards where recipient is not null order by confidence desc, id limit 14")
        for n, fact in enumerate(facts):
            hand = review.Hand("lan", f"2026-01-02T03:{n:02}:05", None)
            review.accept(archive, "awards", fact, hand)
        (fact, name) = ask(
            path, "select id, recipient from awards where recipient_kind = 'unit' order by confidence, id limit 1"
        )[0]
        hand = review.Hand("lan", "2026-01-02T04:00:05", "bài in ghi đủ tên")
        review.change(archive, "awards", fact, "recipient", f"{name} (cũ)", hand)
        (fact,) = ask(path, "select id from amounts order by confidence, id limit 1")
        review.reject(
            archive, "amounts", fact, review.Hand("lan", "2026-01-02T04:05:05", "số liệu sản xuất, không phải tiền thưởng")
        )


def _take(browser: Browser, address: str, shot: Shot, names: dict[str, str], session: str | None) -> None:
    context = browser.new_context(viewport=shot.size, locale=shot.language, color_scheme="light")  # type: ignore[arg-type]
    if session:
        context.add_cookies([{"name": COOKIE, "value": session, "url": address}])
    page = context.new_page()
    page.goto(address + shot.path.format(**names))
    if shot.act:
        shot.act(page)
    page.wait_for_timeout(200)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(OUT / f"{shot.name}.png", optimize=True)
    context.close()


if __name__ == "__main__":
    main()
