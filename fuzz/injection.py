"""Injection: no text of an input becomes code, wherever it is in the input.

A payload takes the place of a word, a cell, a quoted text, a line, a key or a value of an input of each
kind, of the name of a file, or of an option. The module must parse, have only statements that
generated modules have, and call no canary when it is imported.
"""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import yaml

from fuzz.payloads import payload
from fuzz.seeds import place, place_in_data, seeds
from fuzz.trial import generate, render_options

DATA = (".json", ".yaml")


def try_input(rng: random.Random) -> str:
    """Put one to three payloads into an input, and generate models from it."""
    kind = rng.choice(list(seeds()))
    files = dict(seeds()[kind])
    load: dict[str, Any] = {}
    render = render_options(rng)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        text = payload(rng)
        match rng.randrange(12):
            case 0:
                _rename_file(files, text, rng)
            case 1:
                _set_option(load, render, text, rng)
            case _:
                _put(files, text, rng)
    return generate(files, load, render, rng)


def _put(files: dict[str, str], text: str, rng: random.Random) -> None:
    name = rng.choice(list(files))
    if name.endswith(DATA) and rng.random() < 0.8:
        with suppress(ValueError, yaml.YAMLError):  # another payload has broken it
            files[name] = place_in_data(files[name], text, rng)
            return
    files[name] = place(files[name], text, rng)


def _rename_file(files: dict[str, str], text: str, rng: random.Random) -> None:
    """Give a file another name, of which a model may get its name."""
    name = rng.choice(list(files))
    stem = text.translate({ord("/"): "_", 0: "_"}).encode("utf-8", "replace").decode()[:60]
    files[f"{stem}.{name.rpartition('.')[2]}"] = files.pop(name)


def _set_option(load: Any, render: Any, text: str, rng: random.Random) -> None:
    """Put a text into an option that has text."""
    match rng.randrange(5):
        case 0:
            render["header"] = f"# {text}"
        case 1:
            render["base_class"] = f"{text}:Base" if rng.random() < 0.5 else f"fractions:{text}"
        case 2:
            render["rename"] = {rng.choice(("Crate", text)): text}
        case 3:
            render["formats"] = {"email": text if rng.random() < 0.5 else f"fractions:{text}"}
        case _:
            load["rename"] = {"Crate": text}
