"""Render the content of a report as one HTML page without network access."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from docmodels.html_report.content import Content
from docmodels.html_report.totals import pictures

_SCRIPTS: Final = ("dagre.min.js", "report.js")
_STYLE: Final = "report.css"
_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Characters that HTML reads in a script element (HTML, section 4.12.1.3), as escapes of JSON."""


def render_page(content: Content) -> str:
    """Render the page. The content is in a data island, and `report.js` writes it as text nodes.

    The template marks as safe only the files of this package and the island, which is escaped.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    scripts = [_asset(name) for name in _SCRIPTS]
    style = _asset(_STYLE)
    page = environment.from_string(_asset("page.html.j2")).render(
        policy=security_policy(scripts, style),
        style=style,
        scripts=scripts,
        data=data_island(content),
        pictures=pictures(content),
    )
    return f"{page}\n"


def data_island(content: Content) -> str:
    """Return the content as JSON in ASCII that ends no script element and begins no comment."""
    values = msgspec.to_builtins(content)
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPES)


def security_policy(scripts: list[str], style: str) -> str:
    """Return the content security policy (CSP Level 3) that allows these scripts and this style.

    Nothing is loaded, no form is sent, and no text becomes HTML (`require-trusted-types-for`).
    """
    directives = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": _hash(style),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def script_sources() -> str:
    """Return the hashes of the scripts, for the policy of a page that shows a report in a frame."""
    return " ".join(_hash(_asset(name)) for name in _SCRIPTS)


def style_sources() -> str:
    """Return the hash of the style, for the policy of a page that shows a report in a frame."""
    return _hash(_asset(_STYLE))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _asset(name: str) -> str:
    return (files("docmodels.html_report") / name).read_text("utf-8").replace("\r\n", "\n")
