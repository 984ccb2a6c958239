"""Build the site, and look at it in a headless browser: Chromium with its driver, through Selenium."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build_site import REPORT

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
WIDTHS = (360, 768, 1280, 2560)
OVERFLOW = "return document.documentElement.scrollWidth - innerWidth"
BROKEN_PICTURES = """
return [...document.images].filter((image) => !image.naturalWidth).map((image) => image.src)
"""
OTHER_SERVERS = """
return performance.getEntriesByType("resource").map((entry) => entry.name)
  .filter((name) => !name.startsWith(location.origin))
"""
RESULTS = """
return [...document.querySelectorAll("*")].filter((item) => item.shadowRoot)
  .flatMap((item) => [...item.shadowRoot.querySelectorAll("a")]).map((link) => link.href)
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("zensical") is None, reason="zensical is not installed"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; any warning and broken link fails."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "tests" / "build_site.py"), str(folder)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a log."""

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(QuietHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium or chromedriver is not installed")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


def test_site_has_the_first_page_and_the_report_of_a_sample(site: Path) -> None:
    first = (site / "index.html").read_text("utf-8")
    assert "page-to-model.svg" in first and f'href="{REPORT.name}"' in first
    report = (site / REPORT.name).read_text("utf-8")
    assert "Content-Security-Policy" in report and "Task" in report


@pytest.mark.parametrize(
    "page", ["", "start/", "input-output/", "families/properties/", "rules/", "comparison/"]
)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_fit_their_width_and_load_nothing_else(
    browser: Any, address: str, page: str, width: int
) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(f"{address}/{page}")
    assert browser.execute_script(OVERFLOW) <= 0
    assert browser.execute_script(BROKEN_PICTURES) == []
    assert browser.execute_script(OTHER_SERVERS) == []
    assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


def test_search_leads_to_a_rule(browser: Any, address: str) -> None:
    is_section = re.compile(rf"{address}/rules/(?:\?h=[^#]*)?#flattened-union")
    metrics = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(f"{address}/")
    browser.execute_script("document.querySelector('.md-search__button').click()")
    wait(lambda: browser.execute_script("return Boolean(document.activeElement.shadowRoot)"))
    browser.switch_to.active_element.send_keys("flattened-union")
    wait(lambda: any(map(is_section.fullmatch, browser.execute_script(RESULTS))))


def test_an_anchor_shows_its_rule(browser: Any, address: str) -> None:
    browser.get(f"{address}/rules/#unknown-type")
    script = "return document.getElementById('unknown-type').getBoundingClientRect().top"
    wait(lambda: 0 <= browser.execute_script(script) < 300)


def wait(condition: Any, seconds: float = 20) -> None:
    """Wait until a condition is true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the page does not show it in time"
        time.sleep(0.1)
