"""Signing in, the accounts and hostile words in a real browser, at the width of a desk and of a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from corpus.site.accounts import Accounts
from tests import hostile
from tests.browsing import DESK, LOCALE, PHONE, Visit, accessible, poor_contrast, serving
from tests.making import ask
from tests.members import PASSWORD

NAMES = {"minh": "admin", "lan": "archivist"}


def _accounts(path: Path) -> Path:
    made = Accounts(path)
    for name, role in NAMES.items():
        made.add(name, role, PASSWORD, "2026-01-31")
    return path


@pytest.fixture(scope="module")
def own(archive: Path, tmp_path_factory: pytest.TempPathFactory, cheap: None) -> Iterator[tuple[str, Path]]:
    """(address of a site with accounts, their file)."""
    file = _accounts(tmp_path_factory.mktemp("accounts") / "kho.accounts")
    with serving(archive, "--accounts", str(file)) as address:
        yield address, file


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def here(request: pytest.FixtureRequest, browser: Browser, own: tuple[str, Path]) -> Iterator[Visit]:
    context = browser.new_context(viewport=request.param, locale=LOCALE)
    context.set_default_timeout(15_000)
    yield Visit(context.new_page(), own[0])
    context.close()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.fill("#login-id", name)
    page.fill("#login-password", password)
    page.press("#login-password", "Enter")


def checked(visit: Visit) -> None:
    """Nothing is wrong with the page as it stands, in light and in dark."""
    visit.well()
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        assert accessible(visit.page) == [], scheme
        assert poor_contrast(visit.page) == [], scheme
    visit.page.emulate_media(color_scheme="light")


def cookies(context: BrowserContext) -> dict[str, dict[str, object]]:
    return {str(told["name"]): dict(told) for told in context.cookies()}


def test_signing_in_leads_back_and_out_again(here: Visit) -> None:
    page = here.to("/samples/units?_sort=articles")
    page.click(".who a[href*='login']")
    checked(here)
    assert page.evaluate("document.activeElement.id") == "login-id"
    sign_in(page, "lan")
    page.wait_for_url("**/samples/units?_sort=articles")
    assert "lan · cán bộ lưu trữ" in page.inner_text(".who")
    assert page.locator(".who a[href*='accounts']").count() == 0
    checked(here)
    kept = cookies(page.context)["phien"]
    assert kept["httpOnly"] is True
    assert kept["sameSite"] == "Lax"
    page.click(".who button")
    page.wait_for_url(here.base + "/")
    assert "Đăng nhập" in page.inner_text(".who")
    assert "phien" not in cookies(page.context)


def test_a_wrong_password_is_told(here: Visit) -> None:
    page = here.to("/-/login")
    sign_in(page, "lan", "không phải mật khẩu")
    page.wait_for_selector("[role=alert]")
    assert "không đúng" in page.inner_text("[role=alert]")
    assert page.input_value("#login-id") == "lan"
    assert page.input_value("#login-password") == ""
    # the status 403 is all that went wrong
    assert all("403" in told for told in here.wrong)
    here.wrong.clear()
    checked(here)


def test_an_admin_keeps_the_accounts(here: Visit, own: tuple[str, Path]) -> None:
    accounts = Accounts(own[1])
    page = here.to("/-/login?back=/-/accounts")
    sign_in(page, "minh")
    page.wait_for_url("**/-/accounts")
    checked(here)
    page.fill("#new-id", "hoa")
    page.select_option("#new-role", "reader")
    page.fill("#new-password", PASSWORD)
    page.fill("#new-again", PASSWORD)
    page.press("#new-again", "Enter")
    page.wait_for_selector("#account-hoa")
    assert "Đã thêm tài khoản hoa." in page.inner_text("[class^=message]")
    assert accounts.all()["hoa"].role == "reader"
    checked(here)
    page.select_option("#account-hoa select", "archivist")
    page.click("#account-hoa button.quiet")
    page.get_by_text("Đã đổi vai trò của hoa.").wait_for()
    assert accounts.all()["hoa"].role == "archivist"
    page.click("#account-hoa details:nth-of-type(2) summary")
    checked(here)
    page.click("#account-hoa button.danger")
    page.get_by_text("Đã xóa tài khoản hoa.").wait_for()
    assert "hoa" not in accounts.all()
    here.well()


def test_a_private_site_asks_to_sign_in(browser: Browser, archive: Path, own: tuple[str, Path]) -> None:
    context = browser.new_context(viewport=PHONE, locale=LOCALE)
    with serving(archive, "--accounts", str(own[1]), "--private") as address:
        page = context.new_page()
        page.goto(address + "/samples/units")
        assert "đăng nhập" in page.inner_text("main").lower()
        sign_in(page, "lan")
        page.wait_for_url("**/samples/units")
        assert page.locator("tbody tr").count() > 5
    context.close()


def test_a_private_site_without_accounts_does_not_start(archive: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "corpus", "serve", str(archive), "--port", "0", "--private", "--accounts", str(tmp_path / "x")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "khenthuong accounts add" in done.stderr
    assert "Traceback" not in done.stderr


# A text node that holds a sign which turns the direction of writing, and stands on one line with other words that it could turn.
TURNED = r"""() => {
  const turning = /[\u202a-\u202e\u2066-\u2069]/, found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!turning.test(node.data) || node.parentElement.closest('textarea, option, script, .article-text, .quote')) continue;
    const box = node.parentElement, style = getComputedStyle(box);
    if (style.display.startsWith('inline') ? style.unicodeBidi.includes('isolate') : true) {
      const parts = box.querySelector(':scope > mark');  // words of one text, parted where they were found
      const others = [...box.childNodes].filter(one => one !== node && one.nodeName !== 'MARK' && one.textContent.trim() && !(one.nodeType === 3 && parts));
      if (!others.length) continue;
    }
    found.push(`${box.tagName}.${box.className}: ${box.textContent.trim().slice(0, 60)}`);
  }
  return found.slice(0, 10);
}"""


def test_hostile_words_run_nothing_and_turn_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "kho.db"
    hostile.make(path)
    keys = ask(path, "select id from articles")
    turned: list[str] = []
    context = browser.new_context(viewport=DESK, locale=LOCALE)
    with serving(path) as address:
        visit = Visit(context.new_page(), address)
        visit.page.on("dialog", lambda dialog: (visit.wrong.append(dialog.message), dialog.dismiss()))
        rows = [
            f"/kho/{t}/{row}" for t in ("units", "people", "awards", "themes") for row in ask(path, f"select id from {t}")[:9]
        ]
        tables = [
            f"/kho/{table}" for table in ("articles", "units", "awards", "amounts", "themes", "documents", "events", "people")
        ]
        for at in ("/-/search?q=khen", "/-/search?q=Y", "/kho?sql=select+title,source+from+articles", *tables, *rows):
            turned += visit.to(at).evaluate(TURNED)
        for key in keys:
            turned += visit.to(f"/kho/articles/{key}").evaluate(TURNED)
    assert "\n".join(turned) == "", "put <bdi> around these words"
    context.close()
