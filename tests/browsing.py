"""The site in a real browser, for the tests of its pages: what goes wrong is noted, and each page is checked as it opens.

A test asks for `visit` (desk and phone; the sample archive) or makes a `Visit` of its own. `accessible(page)` is axe-core's
judgement, `poor_contrast(page)` the text that is hard to read.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
LOCALE = "vi-VN"


@dataclass
class Visit:
    """A page in the browser that notes whatever goes wrong."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda told: self.wrong.append(told.text) if told.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("response", lambda got: self.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.wrong.append(f"elsewhere: {url}")

    def to(self, path: str) -> Page:
        """Open a page; nothing may have gone wrong, and nothing may stand out at the side."""
        self.page.goto(self.base + path)
        self.well(path)
        return self.page

    def well(self, path: str = "") -> None:
        """Nothing went wrong so far, and the page is no wider than the window."""
        assert self.wrong == [], path
        self.page.wait_for_load_state()  # a click may have led to a page that has no document yet
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path}: {wide} pixels too wide"


@contextmanager
def serving(archive: Path, *options: str) -> Iterator[str]:
    """The address of an archive's site, served by the command `khenthuong serve`."""
    asked = [sys.executable, "-m", "corpus", "serve", str(archive), "--port", "0", *options]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as process:
        try:
            assert process.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address, "the address is printed once the server listens"
            yield address[0]
        finally:
            process.terminate()


@functools.cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def accessible(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands; empty where nothing is."""
    page.evaluate(_axe())  # not a script of the page: its content security policy lets none in
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {' | '.join(node['html'][:120] for node in one['nodes'][:3])}"
        for one in found["violations"]
    ]


def poor_contrast(page: Page) -> list[str]:
    """Text whose contrast with the paper beneath it is under 4.5 to 1; also what axe leaves undecided."""
    return list(page.evaluate(_CONTRAST))


def in_view(page: Page, selector: str) -> bool:
    """Whether the first of these elements stands inside the window, once the page has stopped scrolling."""
    page.wait_for_timeout(50)
    script = "e => { const r = e.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight }"
    handle = page.locator(selector).first
    for _ in range(40):
        if handle.evaluate(script):
            return True
        page.wait_for_timeout(50)
    return False


_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (under, colour) => {
    canvas.fillStyle = `rgb(${under.join(',')})`; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (e) => paint(e.parentElement ? paper(e.parentElement) : [255, 255, 255], getComputedStyle(e).backgroundColor);
  const poor = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (!e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const back = paper(e), style = getComputedStyle(e), ink = paint(back, style.color);
    const [a, b] = [light(back), light(ink)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`);
  }
  return poor.slice(0, 10);
}"""
