"""Test the page on which docmodels runs in the browser: what is packed, and the page in Chromium."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import docmodels
from docmodels.html_report.page import script_sources, security_policy
from docmodels.targets import TARGETS

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "try"
SPECIFICATION = ROOT / "schemas" / "samples" / "openapi" / "library.yaml"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
TIMEOUT = 120


@pytest.fixture(autouse=True)
def _outside_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of black of this project do not apply in a browser."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("try_build", FOLDER / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_compiled_requirements_are_known(build: ModuleType) -> None:
    """A new requirement with compiled files needs a wheel for Pyodide, or has to work without."""
    distributions = [*build.requirements("docmodels")]
    names = {build._name(item) for item in distributions}
    compiled = {
        build._name(item)
        for item in distributions
        if any(str(path).endswith((".so", ".pyd")) for path in item.files or ())
    }
    assert {"referencing", "msgspec", "markdown-it-py", "attrs", "mdurl"} <= names
    assert compiled <= {*build.COMPILED, *build.FALLBACKS}
    assert not names & build.REPLACED.keys()


def test_specifications_are_read_without_rpds(tmp_path: Path) -> None:
    """`rpds.py` stands in for the package: references between files are resolved through it."""
    (tmp_path / "rpds.py").write_text((FOLDER / "rpds.py").read_text())
    parts = {"Name": {"type": "string", "$anchor": "name"}}
    (tmp_path / "parts.json").write_text(json.dumps({"$id": "parts.json", "$defs": parts}))
    pet = {
        "properties": {"a": {"$ref": "parts.json#/$defs/Name"}, "b": {"$ref": "parts.json#name"}}
    }
    (tmp_path / "pet.json").write_text(json.dumps({"title": "Pet", "type": "object", **pet}))
    code = "import rpds, docmodels; print(rpds.__file__); print(docmodels.render("
    code += "docmodels.load(['pet.json', 'parts.json']))[0].text)"
    path = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    module, _, text = run.stdout.partition("\n")
    assert module == str(tmp_path / "rpds.py")
    paths = [tmp_path / "pet.json", tmp_path / "parts.json"]
    assert text == docmodels.render(docmodels.load(paths))[0].text + "\n"
    assert "a: Omittable[Name]" in text
    assert "b: Omittable[Name]" in text


def test_page_has_all_choices_and_the_policy_of_reports(build: ModuleType) -> None:
    page = build.page_text()
    assert all(f'<option value="{target.name}">' in page for target in TARGETS)
    assert "{" not in page
    policy = build.content_security_policy()
    assert policy in page
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    scripts = script_sources()
    assert scripts in policy
    assert scripts in unescape(docmodels.report(SPECIFICATION))
    assert security_policy([], "").startswith("default-src 'none'")


# --- the page in a browser ------------------------------------------------------------------------


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files with the types that browsers require of modules."""

    extensions_map = {  # noqa: RUF012 (as its base class)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(build: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the page and serve it."""
    folder = tmp_path_factory.mktemp("try")
    build.build(folder)
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


@pytest.fixture(scope="module")
def driver(address: str) -> Iterator[Any]:
    """Open the page in Chromium and wait until Python is loaded."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    size = "window-size=1400,1000"
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", size):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        driver.get(address)
        wait(driver, lambda: status(driver) != "Loading Python ..")
        assert status(driver) == "Ready."
        yield driver
        assert [line for line in driver.get_log("browser") if line["level"] == "SEVERE"] == []
    finally:
        driver.quit()


@pytest.fixture
def browser(driver: Any) -> Any:
    """Return the browser, which may be in the frame of a report after a test that failed."""
    driver.switch_to.default_content()
    return driver


def wait(browser: Any, condition: Any) -> None:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    replaced = [StaleElementReferenceException]
    WebDriverWait(browser, TIMEOUT, ignored_exceptions=replaced).until(lambda _: condition())


def status(browser: Any) -> str:
    return text(browser, "#status")


def text(browser: Any, selector: str) -> str:
    script = "return document.querySelector(arguments[0]).textContent"
    return browser.execute_script(script, selector)


def choose(browser: Any, name: str, value: str) -> None:
    from selenium.webdriver.support.ui import Select

    Select(browser.find_element("id", name)).select_by_value(value)


def paste(browser: Any, *documents: tuple[str, str]) -> None:
    """Put documents, each with a name and a text, in place of those that the page has."""
    script = """
    document.getElementById('documents').replaceChildren();
    for (const [name, text] of arguments[0]) {
      document.getElementById('add').click();
      const item = document.getElementById('documents').lastElementChild;
      item.querySelector('input').value = name;
      item.querySelector('textarea').value = text;
    }"""
    browser.execute_script(script, documents)


def generate(browser: Any) -> None:
    browser.find_element("id", "run").click()
    wait(browser, lambda: browser.find_element("id", "run").is_enabled())


@pytest.mark.slow
@pytest.mark.pinned_black
@pytest.mark.skipif(not (CHROMIUM and DRIVER and shutil.which("npm")), reason="not installed")
class TestPage:
    """The page in Chromium: it builds Pyodide, and takes a minute."""

    def test_models_are_those_of_the_command_line(self, browser: Any) -> None:
        api = docmodels.load(SPECIFICATION)
        paste(browser, ("library.yaml", SPECIFICATION.read_text("utf-8")))
        for target in TARGETS:
            choose(browser, "target", target.name)
            generate(browser)
            assert status(browser) == "Done."
            assert text(browser, "#code") == docmodels.render(api, target=target.name)[0].text
        choose(browser, "target", "pydantic")
        choose(browser, "validation", "exact")
        generate(browser)
        exact = docmodels.render(api, validation="exact")[0].text
        assert text(browser, "#code") == exact
        choose(browser, "validation", "natural")

    def test_pasted_page_needs_no_name(self, browser: Any) -> None:
        page = (ROOT / "schemas/samples/tasks/Person.md").read_text("utf-8")
        paste(browser, ("", page))
        generate(browser)
        assert "class Person(" in text(browser, "#code")
        browser.find_element("id", "tab-notes").click()
        assert browser.find_element("id", "notes").text == "There are no notes."

    def test_report_works_in_its_frame(self, browser: Any) -> None:
        choose(browser, "example", "specification")
        browser.find_element("id", "load-example").click()
        wait(browser, lambda: "openapi" in self.pasted(browser))
        generate(browser)
        browser.find_element("id", "tab-report").click()
        browser.switch_to.frame(browser.find_element("id", "report"))
        wait(browser, lambda: "Loan" in browser.find_element("css selector", "body").text)
        assert "Lending library" in browser.find_element("css selector", "h1").text
        browser.find_element("link text", "Loan").click()
        wait(browser, lambda: browser.find_element("css selector", "h2").text == "Loan")
        browser.switch_to.default_content()

    @staticmethod
    def pasted(browser: Any) -> str:
        return browser.execute_script("return document.querySelector('textarea').value")

    def test_errors_are_notes(self, browser: Any) -> None:
        paste(browser, ("broken.yaml", "openapi: 3.1.0\npaths: [\n"))
        generate(browser)
        assert status(browser) == "No models: see the notes."
        assert "error[unreadable-input]" in text(browser, "#notes")
        assert browser.find_element("id", "notes").is_displayed()
        assert text(browser, "#code") == ""
        paste(browser, ("a.md", " "))
        browser.find_element("id", "run").click()
        assert status(browser) == "Paste a page or a specification first."

    def test_texts_are_no_markup(self, browser: Any) -> None:
        hostile = "</textarea><script>document.title = 'owned'</script><img src=x onerror=alert(1)>"
        schema = {"title": "Pet", "type": "object", "description": hostile}
        paste(browser, (f"{hostile}.json", json.dumps(schema)))
        generate(browser)
        assert hostile in text(browser, "#code")
        assert browser.title == "Try docmodels"
        assert browser.execute_script("return document.images.length") == 0

    def test_nothing_is_loaded_from_elsewhere(self, browser: Any, address: str) -> None:
        script = "return performance.getEntriesByType('resource').map((entry) => entry.name)"
        origin = address.removesuffix("index.html")
        assert all(name.startswith((origin, "blob:")) for name in browser.execute_script(script))
        script = """const done = arguments[0];
        const source = `fetch('http://127.0.0.1:9/').then(() => postMessage('sent'), (e) => postMessage('refused'))`;
        const url = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
        addEventListener('securitypolicyviolation', () => {});
        new Worker(url, {type: 'module'}).onmessage = ({data}) => done(data);"""
        assert browser.execute_async_script(script) == "refused"
        browser.get_log("browser")
