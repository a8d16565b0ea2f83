"""What every test may ask for: the gold beside the project, the samples in it, a browser. Missing things are told at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("KHENTHUONG_SHARED") or ROOT.parent / "shared")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CI = os.environ.get("CI") == "true"

settings.register_profile("khenthuong", deadline=None, derandomize=CI)
settings.load_profile("khenthuong")


def browser_path() -> str | None:
    """The installed Chromium, if there is one."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM") or "chromium", *BROWSERS))), None)


def _missing() -> Iterator[str]:
    if not (SHARED / "gold" / "dev").is_dir():
        yield f"no gold articles in {SHARED}: their tests were skipped; put them there or set KHENTHUONG_SHARED"
    if not browser_path():
        yield "no Chromium: browser tests were skipped; install it (Debian: apt-get install chromium) or set CHROMIUM to its path"
    if not shutil.which("tesseract"):
        yield "no Tesseract: tests of scans were skipped; install it (Debian: apt-get install tesseract-ocr tesseract-ocr-vie)"
    if not shutil.which("cc"):
        yield "no C compiler: the compiled wheel was not tried; install one (Debian: apt-get install gcc libc6-dev python3-dev)"
    if not shutil.which("soffice"):
        yield "no LibreOffice: one test of its files was skipped; install it (Debian: apt-get install libreoffice-writer)"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The 24 articles and gold records written for the project."""
    return ROOT / "corpus" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold articles that lies beside the project; tests that need it are skipped where it is missing."""
    if not (SHARED / "gold" / "dev").is_dir():
        pytest.skip(f"no gold articles in {SHARED}")
    return SHARED


@pytest.fixture(scope="module")
def cheap() -> Iterator[None]:
    """Hashes of passwords that take no time, where many are made."""
    from corpus.site import accounts

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(accounts, "COST", (1, 8, 1))
        yield


@pytest.fixture(autouse=True)
def _default_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that a command sets counts for its process: not for the next test."""
    monkeypatch.setenv("KHENTHUONG_LIMITS", "")


@pytest.fixture(scope="session")
def archive(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the samples, to read only."""
    from typer.testing import CliRunner

    from corpus.cli import app

    path = tmp_path_factory.mktemp("archive") / "samples.db"
    done = CliRunner().invoke(app, ["ingest", str(samples), "--archive", str(path)])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of an installed Chromium; skipped without one, but never in CI, which installs it."""
    path = browser_path()
    if not path:
        (pytest.fail if CI else pytest.skip)("no Chromium: apt-get install chromium")
    return path


@pytest.fixture(scope="session")
def server(archive: Path) -> Iterator[str]:
    """The address of the site over the archive of the samples."""
    from tests.browsing import serving

    with serving(archive) as address:
        yield address


@pytest.fixture(scope="session")
def service(archive: Path) -> Iterator[Any]:
    """The site over the archive of the samples, asked within this process."""
    from corpus.site.extracting import readings_of
    from tests.asking import Service

    service = Service(archive)
    yield service
    readings_of(service.ds).close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["desk", "phone"])
def visit(request: pytest.FixtureRequest, browser: Any, server: str) -> Iterator[Any]:
    """A window of a Vietnamese reader on the site, wide and narrow."""
    from tests.browsing import DESK, LOCALE, PHONE, Visit

    context = browser.new_context(viewport=DESK if request.param == "desk" else PHONE, locale=LOCALE)
    context.set_default_timeout(10_000)
    yield Visit(context.new_page(), server)
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: while it is open, no other test of the same process can run a loop of its own."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was missing, above the closing line."""
    for line in _missing():
        terminalreporter.write_line(f"MISSING: {line}", yellow=True)
