"""Test that all samples pass strict mypy and pyright."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pydantic
import pytest

import docmodels

SAMPLES = Path(__file__).parents[1] / "output_samples"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the modules and packages of all samples into one folder, with unique names."""
    folder = tmp_path_factory.mktemp("samples")
    for module in SAMPLES.glob("*/*/models.py"):
        case, target = module.parts[-3:-1]
        if target == "pydantic-dataclass" and not hasattr(pydantic, "MISSING"):
            continue  # the classes need pydantic 2.14
        shutil.copy(module, folder / f"{case}_{target}.py".replace("-", "_"))
    for package in SAMPLES.glob("*/package"):
        shutil.copytree(package, folder / f"{package.parent.name}_package".replace("-", "_"))
    write_with_settings(folder)
    return folder


BASE = """
import msgspec

class Plain:
    pass

class Base(msgspec.Struct, rename="camel"):
    pass
"""


def write_with_settings(folder: Path) -> None:
    """Write a dataclass and a struct with a base class and with types of formats."""
    text = {"type": "string", "format": "decimal"}
    prices = {"type": "array", "items": text, "default": ["1.50"]}
    either = {"anyOf": [{"type": "integer"}, {"type": "string"}, text]}
    properties = {"one": text, "twoTimes": {**text, "default": "1"}, "all": prices, "any": either}
    schema = {"title": "Lease", "type": "object", "required": ["one"], "properties": properties}
    (folder / "lease.json").write_text(json.dumps(schema))
    (folder / "lease_base.py").write_text(BASE)
    api = docmodels.load(folder / "lease.json")
    for target, base in (("dataclass", "Plain"), ("msgspec", "Base")):
        formats = {"decimal": "decimal:Decimal"}
        (file,) = docmodels.render(
            api, target=target, base_class=f"lease_base:{base}", formats=formats, notes=[]
        )
        (folder / f"lease_{target}.py").write_text(file.text)


def test_samples_pass_mypy_strict(samples: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "."]
    run = subprocess.run(command, cwd=samples, capture_output=True, text=True, timeout=1800)
    assert run.returncode == 0, run.stdout


def test_samples_pass_pyright_strict(samples: Path) -> None:
    settings = {
        "include": ["."],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (samples / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    run = subprocess.run(command, cwd=samples, capture_output=True, text=True, timeout=1800)
    assert run.returncode == 0, run.stdout
