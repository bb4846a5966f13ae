"""The page in a real browser, from the question to the lit cell."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from index.home import Home

CHROMIUM = Path("/usr/bin/chromium")
QUESTION = "2022年科经局的项目支出是多少，占多少？"
IMAGE = Path(__file__).parents[2] / "docs" / "images" / "answer.png"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}: make test installs it"
    ),
]


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    """Serve the page as `yusuan ui` does, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = [sys.executable, "-c", "from ui.cli import run; run()"]
    words = [*program, "--home", str(home.directory), "ui", "--port", str(port)]
    environment = {**os.environ, "YUSUAN_EMBEDDING": "none"}
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_healthy(url: str) -> None:
    for _ in range(150):
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - a loopback address
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the page's server did not start")


@pytest.fixture(params=[(1280, 900), (375, 812)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    """A fresh browser on the page; what is fetched from elsewhere is a failure."""
    width, height = request.param
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": height})
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        elsewhere: list[str] = []
        page.on("request", lambda sent: elsewhere.append(sent.url))
        page.goto(address)
        yield page
        browser.close()
    assert [] == [url for url in elsewhere if not url.startswith((address, "data:", "blob:"))]


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible(timeout=PATIENCE_MS)
    box.fill(question)
    box.press("Enter")


def choose_source(page: Page, n: int) -> Locator:
    page.get_by_test_id("stButtonGroup").get_by_text(re.compile(f"〔{n}〕")).click()
    return page.locator(".source .lit-row .lit-cell")


def test_a_question_is_answered_and_its_source_is_lit(page: Page) -> None:
    ask(page, QUESTION)
    answer = page.get_by_test_id("stChatMessage").last
    expect(answer).to_contain_text("5,501.02", timeout=PATIENCE_MS)
    expect(answer).to_contain_text("92.46%")
    lit = choose_source(page, 1)
    expect(lit).to_have_text("5,501.02", timeout=PATIENCE_MS)
    expect(lit).to_be_in_viewport()
    _save_image(page)


def test_a_cell_far_down_its_table_is_scrolled_to(page: Page) -> None:
    ask(page, "2022年住房公积金是多少？")
    lit = choose_source(page, 1)
    expect(lit).to_be_in_viewport()
    assert page.eval_on_selector(".source", "frame => frame.scrollTop") > 0


def test_the_page_is_chinese_and_as_wide_as_the_screen(page: Page) -> None:
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=PATIENCE_MS)
    assert "zh-CN" == page.evaluate("document.documentElement.lang")
    assert page.title() == "预算问答"
    width = page.evaluate("window.innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    names = page.eval_on_selector_all(
        "button, input, textarea", "found => found.map(e => e.getAttribute('aria-label') || '')"
    )
    assert [] == [name for name in names if re.search(r"[A-Za-z]{3}", name)]


def _save_image(page: Page) -> None:
    if os.environ.get("YUSUAN_SAVE_IMAGE") and page.evaluate("window.innerWidth") > 1000:
        IMAGE.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGE)
