"""The page for a text in a real browser: pasting, dropping a file, copying and saving the record, without script too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.asking import TEXT
from tests.browsing import LOCALE, PHONE, Visit, accessible, in_view, poor_contrast

PATIENCE = 60_000  # the first reading waits for its process
READ = ".sending button[type=submit]:not([name])"
DROP = """text => {
  const data = new DataTransfer();
  data.items.add(new File([text], "tha.txt", {type: "text/plain"}));
  data.items.add(new File(["# Hai\\n\\n" + text], "hai.md", {type: "text/markdown"}));
  dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
  if (!document.querySelector(".sending").classList.contains("over")) throw new Error("not shown");
  dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_a_pasted_text_is_read(visit: Visit) -> None:
    page = visit.to("/-/extract")
    page.set_default_timeout(PATIENCE)
    assert accessible(page) == []
    assert poor_contrast(page) == []
    page.fill("#text", TEXT)
    page.click(READ)
    page.wait_for_selector(".read-one")
    visit.well()
    assert page.input_value("#text") == TEXT
    assert "Bằng khen" in page.inner_text(".facts .k-awards")
    page.click(".facts .k-awards .words a >> nth=0")
    assert in_view(page, page.evaluate("location.hash"))
    page.uncheck(".legend input[data-kind=awards]")
    assert not page.is_visible(".facts .k-awards")
    page.check(".legend input[data-kind=awards]")
    assert accessible(page) == []
    assert poor_contrast(page) == []


def test_files_are_dropped_and_the_record_is_saved(visit: Visit) -> None:
    page = visit.to("/-/extract")
    page.set_default_timeout(PATIENCE)
    page.evaluate(DROP, TEXT)
    page.wait_for_selector(".read-one")
    assert page.locator(".read-one > h2").all_inner_texts() == ["tha.txt", "Hai"]
    page.click(".record summary >> nth=1")
    with page.expect_download() as saved:
        page.click("[data-save=b2-record]")
    assert saved.value.suggested_filename == "hai.md.json"
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))["awards"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy=b2-record]")
    page.wait_for_selector("[data-copy=b2-record]:has-text('Đã sao chép')")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == json.loads(page.inner_text("#b2-record"))
    visit.well()


def test_it_works_without_script_and_in_the_dark(browser: Any, server: str) -> None:
    context = browser.new_context(viewport=PHONE, locale=LOCALE, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server}/-/extract")
    assert not page.is_visible(".with-script")
    page.fill("#text", TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".read-one")
    assert not page.is_visible("[data-copy]")
    page.goto(f"{server}/-/extract")
    page.fill("#text", TEXT)
    with page.expect_download() as saved:
        page.click(".sending button[value=json]")
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))["awards"]
    context.close()


def test_what_cannot_be_read_is_told_in_english(browser: Any, server: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server}/-/extract")
    page.click(READ)
    assert "nothing to read" in page.inner_text("[role=alert]")
    assert accessible(page) == []
    context.close()
