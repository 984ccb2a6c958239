"""What we generate passes what we preach: mypy and pyright, both strict, over all samples.

pyright leaves out what datamodel-code-generator writes (`msgspec`, `typeddict`): its defaults are
lists of unknown items.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "output_samples"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Modules and packages of all samples beside each other, under names of their own."""
    folder = tmp_path_factory.mktemp("samples")
    for module in SAMPLES.glob("*/*/models.py"):
        case, target = module.parts[-3:-1]
        shutil.copy(module, folder / f"{case}_{target}.py".replace("-", "_"))
    for package in SAMPLES.glob("*/package"):
        shutil.copytree(package, folder / f"{package.parent.name}_package".replace("-", "_"))
    return folder


def test_mypy_strict_finds_nothing_in_the_samples(samples: Path) -> None:
    words = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "."]
    done = subprocess.run(words, cwd=samples, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_pyright_strict_finds_nothing_in_the_samples(samples: Path) -> None:
    settings = {
        "include": ["."],
        "exclude": ["*_msgspec.py", "*_typeddict.py"],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (samples / "pyrightconfig.json").write_text(json.dumps(settings))
    words = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    done = subprocess.run(words, cwd=samples, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
