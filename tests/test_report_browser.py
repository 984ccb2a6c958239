"""Test the report in a headless browser: Chromium with its driver, through Selenium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from report_pages import BOAT_PAGES, HOSTILE, hostile_specification, large_specification, load_files

webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="chromium or chromedriver is not installed"
)
WIDTHS = (360, 768, 1280, 2560)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(tmp_path_factory.mktemp("boats"), BOAT_PAGES)


@pytest.fixture(scope="module")
def crates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crates")
    return write_report(folder, {"crates.json": large_specification(500)})


def write_report(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "report.html"
    path.write_text(load_files(folder, files)[1], "utf-8")
    return path


def show(browser: Any, path: Path, fragment: str = "", width: int = 1280) -> None:
    """Open a page in a viewport of a width; an earlier page with the same address is left first."""
    browser.get("about:blank")
    browser.get_log("browser")
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(f"{path.as_uri()}{fragment}")


def one(browser: Any, selector: str) -> Any:
    return browser.find_element("css selector", selector)


def texts(browser: Any, selector: str) -> list[str]:
    """The texts of all elements, also of those that are outside of the viewport."""
    script = "return [...document.querySelectorAll(arguments[0])].map((item) => item.textContent)"
    return browser.execute_script(script, selector)


def wait(browser: Any, selector: str, text: str) -> None:
    """Wait until the first element has the text."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 30).until(lambda _: texts(browser, selector)[:1] == [text])


def press(browser: Any, *keys: str) -> None:
    """Press keys at the element that has the focus."""
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def field_row(browser: Any, name: str) -> Any:
    script = """return [...document.querySelectorAll('.rows > li')].find(
        (item) => item.querySelector('.row .name')?.textContent === arguments[0])"""
    return browser.execute_script(script, name)


def test_search_finds_models_fields_and_values(browser: Any, crates: Path) -> None:
    show(browser, crates)
    assert texts(browser, "#search-status") == ["500 models"]
    for query, expected in {
        "crate77": "Crate77",
        "link251": "Crate125.link251",
        "kind431": 'Crate431.state "kind431"',
        "crate3.weight": "Crate3.weight number",
    }.items():
        one(browser, "#search").clear()
        one(browser, "#search").send_keys(query)
        assert texts(browser, "#results a")[0].startswith(expected)
    one(browser, "#search").clear()
    one(browser, "#search").send_keys("no such text")
    assert texts(browser, "#search-status") == ["0 results"]


def test_search_works_by_keyboard(browser: Any, boats: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    show(browser, boats, "#model-0")
    press(browser, "/", "Harb", Keys.ARROW_DOWN, Keys.ENTER)
    wait(browser, "main h2", "Harbour")
    assert browser.switch_to.active_element.text == "Harbour", "the heading has the focus"
    assert texts(browser, "#results [aria-current]") == ["Harbour"]


def test_search_leads_to_the_row_of_a_field(browser: Any, boats: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    show(browser, boats)
    one(browser, "#search").send_keys("depth", Keys.ENTER)
    wait(browser, "main h2", "Harbour")
    assert browser.switch_to.active_element.text.startswith("depth")


def test_links_lead_to_other_models_and_back(browser: Any, boats: Path) -> None:
    show(browser, boats, "#model-0")
    wait(browser, "main h2", "Boat")
    field_row(browser, "harbour").find_element("css selector", "a").click()
    wait(browser, "main h2", "Harbour")
    assert "Used by Boat" in texts(browser, "main article > p")
    browser.back()
    wait(browser, "main h2", "Boat")


def test_place_opens_the_line_of_the_source(browser: Any, boats: Path) -> None:
    show(browser, boats, "#model-0")
    row = field_row(browser, "hull_colour")
    button = row.find_element("css selector", ".place")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    (line,) = row.find_elements("css selector", ".line.marked")
    assert (line.get_attribute("data-line"), line.text[:14]) == ("9", "**hullColour**")
    button.click()
    assert not row.find_elements("css selector", ".line")


def test_inferred_fact_has_its_reason_and_what_settles_it(browser: Any, boats: Path) -> None:
    show(browser, boats, "#model-0")
    row = field_row(browser, "hull_colour")
    assert row.find_element("css selector", ".badge.inferred").text == "inferred: name"
    row.find_element("css selector", "summary").click()
    wait(browser, "tbody th", "name")
    cells = {item.text.split(" ")[0]: item.text for item in row.find_elements("css selector", "tr")}
    assert "By wire-case." in cells["name"]
    assert "Evidence:" in cells["name"]
    assert "What settles it: A captured payload" in cells["name"]
    assert "printed" in cells["type"]


def test_code_stands_beside_the_source(browser: Any, boats: Path) -> None:
    show(browser, boats, "#model-0", 2560)
    boxes = [item.rect for item in browser.find_elements("css selector", ".beside figure")]
    assert len(boxes) == 2
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]
    assert "class Boat(NullableModel):" in texts(browser, ".beside .line")


def test_notes_are_filtered_by_rule(browser: Any, boats: Path) -> None:
    from selenium.webdriver.support.ui import Select

    show(browser, boats, "#notes")
    everything = texts(browser, "#notes > li")
    assert "null" not in one(browser, "main").text.split("\n")
    Select(one(browser, "#rule")).select_by_visible_text("unknown-type (1)")
    wait(browser, "main h2", "Notes (1)")
    assert len(everything) > 1
    (note,) = browser.find_elements("css selector", "#notes > li")
    note.find_element("css selector", ".place").click()
    assert note.find_element("css selector", "mark").text == "**fathom of 6 feet**"


def test_sources_list_every_text(browser: Any, boats: Path) -> None:
    show(browser, boats, "#sources")
    rows = texts(browser, "tbody tr")
    assert [("Boat.md" in row, "generated code" in row) for row in (rows[0], rows[-1])] == [
        (True, False),
        (False, True),
    ]


def test_diagram_grows_from_one_model(browser: Any, crates: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    show(browser, crates, "#diagram-3")
    number = len(browser.find_elements("css selector", ".node"))
    assert 2 < number < 12
    browser.execute_script("document.querySelector('.node.more').focus()")
    press(browser, Keys.ENTER)
    nodes = browser.find_elements("css selector", ".node")
    assert len(nodes) > number
    assert texts(browser, "main [role=status]") == [f"{len(nodes)} of 500 models"]
    assert len({(node.rect["x"], node.rect["y"]) for node in nodes}) == len(nodes)
    assert "Crate3 refers to Crate7" in texts(browser, "main details li")


def test_diagram_has_a_limit(browser: Any, crates: Path) -> None:
    show(browser, crates, "#diagram-3")
    for _ in range(60):
        script = "const node = document.querySelector('.node.more');"
        script += "node.dispatchEvent(new Event('click'))"
        browser.execute_script(script)
        if "do not fit" in texts(browser, "main [role=status]")[0]:
            break
    assert len(browser.find_elements("css selector", ".node")) == 80
    assert "start at another model" in texts(browser, "main [role=status]")[0]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("fragment", ["#model-0", "#notes", "#diagram-0", "#sources"])
def test_page_is_never_wider_than_the_window(
    browser: Any, boats: Path, fragment: str, width: int
) -> None:
    show(browser, boats, fragment, width)
    script = "return [document.documentElement.scrollWidth, innerWidth]"
    content, window = browser.execute_script(script)
    assert content <= window


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_in_both_schemes(browser: Any, boats: Path, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5 between text and background."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    show(browser, boats, "#model-0")
    script = """const style = getComputedStyle(document.querySelector(arguments[0]));
        const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
        return [rgb(style.color), rgb(getComputedStyle(document.body).backgroundColor)]"""
    for selector in ("body", "main a", ".quiet, .badge", ".badge.inferred", ".badge.lost"):
        color, back = (luminance(value) for value in browser.execute_script(script, selector))
        contrast = (max(color, back) + 0.05) / (min(color, back) + 0.05)
        assert contrast >= 4.5, (selector, contrast)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def luminance(color: list[float]) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = [value / 255 for value in color]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_control_has_a_name(browser: Any, boats: Path) -> None:
    for fragment in ("#model-0", "#notes", "#diagram-0", "#sources"):
        show(browser, boats, fragment)
        script = "return [...document.querySelectorAll('a, button, input, select, .node, pre')]"
        controls = [item for item in browser.execute_script(script) if item.is_displayed()]
        assert controls
        assert all(item.accessible_name for item in controls)


def test_hostile_texts_do_nothing(browser: Any, tmp_path: Path) -> None:
    specification = json.dumps(hostile_specification(HOSTILE))
    page = {"Pet.md": f"# Pet\n\n## Properties\n\nName | Type | Description | Notes\n"
            f"--- | --- | --- | ---\n**name** | **str** | {HOSTILE[:90]} | \n"}  # fmt: skip
    path = write_report(tmp_path, {"api.json": specification, **page})
    show(browser, path)
    number = len(texts(browser, "#results a"))
    for fragment in (
        *(f"#model-{index}" for index in range(number)),
        "#notes",
        "#sources",
        "#diagram",
    ):
        browser.execute_script("location.hash = arguments[0]", fragment)
        wait(browser, "main h2", texts(browser, "main h2")[0])
        browser.execute_script(
            "document.querySelectorAll('main .place, main summary').forEach((item) => item.click())"
        )
    one(browser, "#search").send_keys("</script>")
    assert "owned" not in browser.title.replace(HOSTILE, "")
    assert not browser.find_elements("css selector", "img, main script, main style, [onclick]")
    assert browser.get_log("browser") == []


def test_policy_stops_scripts_that_are_not_of_the_page(browser: Any, boats: Path) -> None:
    show(browser, boats)
    script = """const element = document.createElement('script');
        try { element.textContent = 'document.title = "owned"'; document.body.append(element); }
        catch { return 'refused'; }
        return document.title"""
    assert browser.execute_script(script) != "owned"
    script = "try { document.body.innerHTML = '<b>x</b>'; return 'set' } catch { return 'refused' }"
    assert browser.execute_script(script) == "refused"


def test_page_with_2000_models_opens_and_searches_fast(browser: Any, tmp_path: Path) -> None:
    """The numbers are of the browser's own clock; the limits leave room for a loaded machine."""
    path = write_report(tmp_path, {"crates.json": large_specification(2000)})
    show(browser, path)
    script = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert browser.execute_script(script) < 10_000
    script = """const start = performance.now(), search = document.getElementById('search');
        search.value = 'kind1999'; search.dispatchEvent(new Event('input'));
        return performance.now() - start"""
    assert browser.execute_script(script) < 1_000
    assert texts(browser, "#results a") == ['Crate1999.state "kind1999"']
