"""Test that all samples pass strict mypy and pyright."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pydantic
import pytest

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
    return folder


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
