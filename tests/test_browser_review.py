"""Review in a real browser: every action at a desk and on a phone, by keys alone, offsets counted as the archive counts them."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.site.accounts import Accounts, beside
from corpus.site.sessions import COOKIE, Sessions
from tests.browsing import DESK, LOCALE, PHONE, Visit, accessible, poor_contrast, serving
from tests.making import ask


@pytest.fixture(scope="module")
def kept(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """(archive, address, session of an archivist) of a site over a copy of the sample archive."""
    path = tmp_path_factory.mktemp("review") / "kho.db"
    shutil.copy(archive, path)
    accounts = Accounts(beside(path))
    accounts.add("lan", "archivist", "mat khau dai cua lan", "2026-01-02T03:04:05")
    account = accounts.find("lan")
    assert account
    with serving(path) as address:
        yield path, address, Sessions(accounts).start(account)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, kept: tuple[Path, str, str]) -> Iterator[Visit]:
    _, address, session = kept
    context = browser.new_context(viewport=request.param, locale=LOCALE)
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": COOKIE, "value": session, "url": address}])
    yield Visit(context.new_page(), address)
    context.close()


@pytest.fixture
def path(kept: tuple[Path, str, str]) -> Path:
    return kept[0]


def award(path: Path) -> tuple[str, str]:
    """(id, article) of an award; of an article that no test of this module corrected, so long as there is one."""
    (found,) = ask(
        path,
        "select id, article from awards where recipient is not null and repeats is null"
        " order by article in (select article from corrections), id limit 1",
    )
    return found


def well(visit: Visit) -> None:
    visit.well(visit.page.url)
    assert accessible(visit.page) == []
    assert poor_contrast(visit.page) == []


def open_article(visit: Visit, path: Path) -> tuple[Page, str, str]:
    key, article = award(path)
    return visit.to(f"/kho/articles/{article}#awards-{key}"), key, article


def acts(page: Page, key: str) -> str:
    return f'.fact[data-fact="{key}"]'


def test_every_page_of_review_can_be_used_by_all(visit: Visit, path: Path) -> None:
    key, article = award(path)
    (unit,) = ask(path, "select id from units order by articles desc limit 1")
    at = f"/-/review/{{}}/awards/{key}"
    visit.to(at.format("accept"))
    visit.page.locator("form.review-form button").click()
    visit.page.wait_for_url("**/kho/articles/*")
    for page in (
        "/-/review", *(at.format(act) for act in ("accept", "reject", "change", "fact")), f"/-/review/add/{article}",
        f"/-/review/add/{article}?list=officials", f"/-/review/check/{article}", f"/-/review/article/{article}", "/-/review/by/lan",
        "/-/review/figures", f"/-/review/merge/units/{unit}", f"/-/review/split/units/{unit}", f"/kho/articles/{article}", "/-/review/undo/1",
    ):  # fmt: skip
        visit.to(page)
        well(visit)


def test_a_fact_is_accepted_changed_rejected_and_taken_back_in_its_article(visit: Visit, path: Path) -> None:
    page, key, article = open_article(visit, path)
    page.locator(f"{acts(page, key)} [data-act=accept]").click()
    page.wait_for_url(f"**#awards-{key}")
    assert ask(path, "select action from corrections where fact = ?", key)[-1] == "accept"
    page.locator(f"{acts(page, key)} [data-act=change]").click()
    field = page.get_by_role("textbox", name="Đối tượng", exact=True)
    field.fill("Ban Quản lý 𝒜 thử")
    page.get_by_role("textbox", name="Số lượng").fill("nhiều")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".wrong")).to_contain_text("Viết số đếm")
    assert "422" in visit.wrong.pop()
    visit.wrong.clear()
    expect(page.get_by_role("textbox", name="Số lượng")).to_be_focused()
    page.get_by_role("textbox", name="Số lượng").fill("12")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#review-said")).to_contain_text("Đã sửa")
    changed = page.evaluate("location.hash").removeprefix("#awards-")
    assert ask(path, "select article, recipient, count from awards where id = ?", changed) == [(article, "Ban Quản lý 𝒜 thử", 12)]
    page.locator(f"{acts(page, changed)} [data-act=reject]").click()
    page.get_by_role("textbox", name="Vì sao").fill("không có")
    page.keyboard.press("Enter")
    expect(page.locator("#review-said")).to_contain_text("Đã bỏ")
    assert ask(path, "select count(*) from awards where id = ?", changed) == [0]
    page.locator(".review-bar a", has_text="Lịch sử").click()
    page.locator(".history form button").last.click()
    page.wait_for_load_state()
    assert ask(path, "select count(*) from awards where id = ?", changed) == [1]
    well(visit)


def test_a_form_in_the_article_is_left_by_escape(visit: Visit, path: Path) -> None:
    key, article = award(path)
    page = visit.to(f"/kho/articles/{article}")
    link = page.locator(f"{acts(page, key)} [data-act=change]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Hình thức khen thưởng")).to_be_focused()
    well(visit)
    page.keyboard.press("Escape")
    expect(page.locator(".inline form")).to_have_count(0)
    expect(link).to_be_focused()


def select(page: Page, words: str) -> None:
    """Select words of the article as a mouse would."""
    page.evaluate(
        """(words) => {
          const text = document.getElementById('text'), at = text.textContent.indexOf(words);
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), range = document.createRange();
          let passed = 0;
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (passed <= at && at < passed + node.length) range.setStart(node, at - passed);
            if (passed < at + words.length && at + words.length <= passed + node.length) { range.setEnd(node, at + words.length - passed); break; }
            passed += node.length;
          }
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        words,
    )


def test_a_missed_fact_is_added_from_selected_words(visit: Visit, path: Path) -> None:
    page, _, article = open_article(visit, path)
    (text,) = ask(path, "select text from articles where id = ?", article)
    words = re.findall(r"\w+ \w+ \w+", text)[5]
    select(page, words)
    page.locator("#pick button").click()
    page.locator("#adding select").select_option("people")
    page.locator("#adding button[type=submit]").click()
    name = page.locator("#adding input[name=name]")
    expect(name).to_have_value(words)
    other = re.findall(r"\w+ \w+ \w+", text)[9]
    select(page, other)
    page.locator("#adding .use").first.click()
    expect(name).to_have_value(other)
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator("#review-said")).to_contain_text("Đã thêm")
    (found,) = ask(path, "select max(rowid), id from article_people where article = ? and name = ?", article, other)
    ((start, quote),) = ask(path, "select start, quote from mentions where fact = ?", found[1])
    assert (start, quote) == (text.index(other), other)
    visit.well()


def test_offsets_are_counted_in_characters_also_behind_what_javascript_counts_twice(visit: Visit, path: Path) -> None:
    """No sample holds such letters: they are put into the page, which the server then finds wrong by exactly their number."""
    page, _, article = open_article(visit, path)
    (text,) = ask(path, "select text from articles where id = ?", article)
    page.evaluate("document.getElementById('text').prepend('𝒜𝒜𝒜')")
    words = re.findall(r"\w+ \w+ \w+", text)[4]
    select(page, words)
    with page.expect_request("**/-/review/add/**") as asked:
        page.locator("#pick button").click()
    start = int(re.findall(r"name%3A(\d+)%3A", asked.value.url)[0])
    assert start == text.index(words) + 3


def test_words_are_marked_by_keys_alone(visit: Visit, path: Path) -> None:
    page, _, article = open_article(visit, path)
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    words = page.evaluate("getSelection().toString()")
    assert len(words.split()) >= 3
    page.keyboard.press("Enter")
    expect(page.locator("#adding select")).to_be_focused()
    page.keyboard.type("Ch")  # Chủ đề, phong trào
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title = page.locator("#adding input[name=title]")
    expect(title).to_have_value(" ".join(words.split()))
    expect(title).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#review-said")).to_contain_text("Đã thêm")
    assert ask(path, "select count(*) from mentions where article = ? and part = 'title' and quote = ?", article, words) >= [1]


def test_the_queue_is_worked_through_by_keys_alone(visit: Visit, path: Path) -> None:
    page = visit.to("/-/review?kind=low_confidence")
    ids = page.locator(".doubt-card").evaluate_all("cards => cards.map(card => card.id)")
    before = len(ask(path, "select id from corrections"))

    def focused(n: int) -> None:
        expect(page.locator(f"#{ids[n]}")).to_be_focused()

    page.keyboard.press("n")
    page.keyboard.press("p")
    focused(0)
    page.keyboard.press("a")
    focused(1)
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Vì sao")).to_be_focused()
    page.keyboard.type("nan")  # letters typed into a field are no keys
    page.keyboard.press("Enter")
    focused(2)
    page.keyboard.press("c")
    field = page.locator(f"#{ids[2]} .review-form input[type=text]").first
    expect(field).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" 7")
    page.keyboard.press("Enter")
    focused(3)
    assert ask(path, "select action, why from corrections where id > ? order by id", before) == [
        ("accept", None), ("reject", "nan"), ("change", None),
    ]  # fmt: skip
    page.keyboard.press("u")
    focused(2)
    page.keyboard.press("u")
    focused(1)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    assert [row[0] for row in ask(path, "select action, id from corrections order by id")][-2:] == ["undo", "undo"]
    well(visit)


def test_buttons_of_the_queue_do_what_its_keys_do(visit: Visit, path: Path) -> None:
    page = visit.to("/-/review?list=awards")
    cards = page.locator(".doubt-card")
    first = cards.first.get_attribute("id")
    cards.first.locator("[data-act=accept]").click()
    expect(page.locator(f"#{first}.is-done")).to_have_count(1)
    page.locator('.keys [data-key="u"]').click()
    expect(page.locator(f"#{first}.is-done")).to_have_count(0)
    page.locator('.keys [data-key="n"]').click()
    expect(cards.nth(1)).to_be_focused()
    cards.nth(1).locator("[data-act=reject]").click()
    well(visit)
    page.get_by_role("link", name="Thôi").click()
    expect(page.locator(".inline form")).to_have_count(0)


def test_what_another_did_meanwhile_is_told_in_the_queue(visit: Visit, path: Path, kept: tuple[Path, str, str]) -> None:
    from corpus import review
    from corpus.archive import Archive
    from corpus.review import Hand

    page = visit.to("/-/review?list=awards")
    card = page.locator(".doubt-card").first
    key = str(card.get_attribute("id")).removeprefix("d-")

    def reject() -> None:
        with Archive(path) as archive:
            review.reject(archive, "awards", key, Hand("minh", "2026-02-03T04:05:06"))

    other = threading.Thread(target=reject)  # the browser's own thread runs an event loop
    other.start()
    other.join()
    card.locator("[data-act=accept]").click()
    expect(card.get_by_role("alert")).to_contain_text("minh đã bỏ")
    assert [one for one in visit.wrong if "409" not in one] == []


def test_units_are_merged_and_split(visit: Visit, path: Path) -> None:
    one, other = ask(path, "select id from units where articles > 1 order by id limit 2")
    (name,) = ask(path, "select name from units where id = ?", other)
    page = visit.to(f"/kho/units/{one}")
    page.get_by_role("link", name="Gộp với…").click()
    page.locator(".big-search input").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    page.locator(f'.choices a[href*="{other}"]').click()
    expect(page.locator("h2", has_text="Điều sẽ xảy ra")).to_be_visible()
    well(visit)
    page.get_by_role("button", name="Gộp").click()
    page.wait_for_url(f"**/units/{other}")
    expect(page.locator(".message-info")).to_contain_text("Đã gộp")
    page.get_by_role("link", name="Tách").click()
    page.locator("input[name=name]").first.check()
    page.get_by_role("button", name="Tách").click()
    page.wait_for_url("**/units/*")
    expect(page.locator(".message-info")).to_contain_text("Đã tách 1 chỗ")
    page.goto(f"{visit.base}/-/review/by/lan")
    for _ in range(2):
        page.locator(".history li:not(.taken-back) form button").first.click()
        page.wait_for_load_state()
    assert ask(path, "select count(*) from units where id in (?, ?)", one, other) == [2]


def test_forms_work_without_script(browser: Browser, kept: tuple[Path, str, str]) -> None:
    path, address, session = kept
    context = browser.new_context(viewport=DESK, locale=LOCALE, java_script_enabled=False)
    context.add_cookies([{"name": COOKIE, "value": session, "url": address}])
    page = context.new_page()
    key, article = award(path)
    page.goto(f"{address}/kho/articles/{article}")
    page.locator(f"{acts(page, key)} [data-act=change]").click()
    page.get_by_role("textbox", name="Dịp").fill("dịp thử")
    page.get_by_role("button", name="Lưu").click()
    assert ask(path, "select article from awards where occasion = 'dịp thử'") == [article]
    assert page.url.startswith(f"{address}/kho/articles/{article}")
    assert "Đã sửa" in page.locator(".message-info").inner_text()
    page.goto(f"{address}/-/review")
    page.locator(".doubt-card [data-act=reject]").first.click()
    page.get_by_role("button", name="Bỏ sự việc").click()
    assert page.url.startswith(f"{address}/-/review")
    assert "Đã bỏ" in page.locator(".message-info").inner_text()
    context.close()
