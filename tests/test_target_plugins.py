"""Test targets of other packages: by name, with their own templates, and broken ones."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import Note
from docmodels.io.output_files import HEADER
from docmodels.ir import Api
from docmodels.pipeline import is_module
from docmodels.targets import (
    TARGETS,
    ModuleText,
    Target,
    TargetOptions,
    Validation,
    find_target,
    target_names,
    write_modules,
)
from targets_sample import SHOP

ATTRS_TARGET = Path(__file__).parent / "plugins" / "attrs_target"
GRAPHQL_TARGET = ATTRS_TARGET.with_name("graphql_target")
PAGE = '{"title": "Pet", "type": "object", "properties": {"petName": {"type": "string"}}}'


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Return a function that puts a package on the path, with the metadata that pip would write."""

    def add_to_path(folder: Path) -> None:
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        site = tmp_path / f"site-{project['name']}"
        info = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir(parents=True)
        fields = {"Metadata-Version": "2.1", "Name": project["name"], "Version": project["version"]}
        (info / "METADATA").write_text("".join(f"{k}: {v}\n" for k, v in fields.items()))
        lines = [
            line
            for group, names in project["entry-points"].items()
            for line in (f"[{group}]", *(f"{name} = {value}" for name, value in names.items()))
        ]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.syspath_prepend(str(folder))

    return add_to_path


@pytest.fixture
def install_broken(tmp_path: Path, install: Callable[[Path], None]) -> Callable[[str], None]:
    """Return a function that installs a package whose targets are defined by a source text."""

    def write_and_install(source: str) -> None:
        folder = tmp_path / "broken"
        folder.mkdir()
        (folder / "docmodels_broken.py").write_text(source)
        (folder / "pyproject.toml").write_text(
            '[project]\nname = "docmodels-broken"\nversion = "1.0"\n'
            '[project.entry-points."docmodels.targets"]\n'
            'broken = "docmodels_broken:TARGET"\npydantic = "docmodels_broken:TARGET"\n'
        )
        sys.modules.pop("docmodels_broken", None)
        install(folder)

    return write_and_install


def generate(target: str, output: Path, *arguments: str) -> Result:
    page = output.parent / "pet.json"
    page.write_text(PAGE)
    options = ["generate", str(page), "-o", str(output), "--target", target, *arguments]
    return CliRunner().invoke(cli, options)


def import_from(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(path.parent))
    importlib.invalidate_caches()
    return importlib.import_module(path.stem)


@pytest.mark.parametrize("output", ["attrs_models.py", "attrs_package"])
def test_a_target_of_another_package_is_used_by_name(
    output: str,
    install: Callable[[Path], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(ATTRS_TARGET)
    result = generate("attrs", tmp_path / output)
    assert result.exit_code == 0, result.output
    models = import_from(tmp_path / output, monkeypatch)
    assert models.Pet.from_dict({"petName": "Rex", "other": 1}) == models.Pet(pet_name="Rex")
    assert models.Pet() == models.Pet(pet_name=None)


def test_a_target_of_another_package_writes_every_kind_of_type(
    install: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(ATTRS_TARGET)
    (file,) = docmodels.render(SHOP, target="attrs", validation="exact")
    (tmp_path / "attrs_shop.py").write_text(file.text, "utf-8")
    models = import_from(tmp_path / "attrs_shop.py", monkeypatch)
    order = models.Order.from_dict({"id": 1, "shopName": "x"})
    assert (order.shop_name, order.size, order.place.street) == ("x", "m", "x")
    assert set(models.__all__) <= vars(models).keys()


def test_user_templates_replace_those_of_a_plug_in(
    install: Callable[[Path], None], tmp_path: Path
) -> None:
    install(ATTRS_TARGET)
    (tmp_path / "mine" / "attrs").mkdir(parents=True)
    (tmp_path / "mine" / "attrs" / "class.py.j2").write_text("class {{ item.name }}: ...\n")
    output = tmp_path / "models.py"
    result = generate("attrs", output, "--templates", str(tmp_path / "mine"))
    assert result.exit_code == 0, result.output
    assert "class Pet:" in output.read_text("utf-8")
    result = generate("pydantic", output, "--templates", str(tmp_path / "mine"))
    assert "no file replaces a built-in template" in result.output, "attrs is another target"


def test_a_target_may_write_another_language(
    install: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(GRAPHQL_TARGET)
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "shop.graphql"
    expected = f"{HEADER}\n\ninput Pet {{\n  petName: String!\n}}\n"
    for text in ("wrote", "is up to date"):
        result = generate("graphql", output)
        assert result.exit_code == 0 and text in result.output, "it is managed, and not Python"
        assert output.read_text("utf-8") == expected
    output.write_text("type Query { pets: [String] }\n")
    assert "unmanaged-file" in generate("graphql", output).output
    result = generate("graphql", Path("-"))
    assert expected in result.output


def test_a_package_of_another_language_leaves_python_modules(
    install: Callable[[Path], None], tmp_path: Path
) -> None:
    install(GRAPHQL_TARGET)
    folder = tmp_path / "shop.py"
    assert generate("pydantic", tmp_path / "shop").exit_code == 0
    modules = sorted((tmp_path / "shop").iterdir())
    assert generate("graphql", tmp_path / "shop").exit_code == 0
    assert sorted((tmp_path / "shop").iterdir()) == sorted(
        [*modules, tmp_path / "shop" / "Pet.graphql"]
    )
    assert generate("graphql", folder).exit_code == 0
    assert [path.name for path in folder.iterdir()] == ["Pet.graphql"], "the suffix is another"


@pytest.mark.parametrize(
    ("output", "suffix", "expected"),
    [
        (None, ".ts", True),
        ("shop.py", ".py", True),
        ("shop.d.ts", ".d.ts", True),
        ("shop.py", ".ts", False),
        ("shop.v1", ".py", False),
        (".py", ".py", False),
        ("shop", ".py", False),
    ],
)
def test_the_suffix_of_the_target_decides_what_a_module_is(
    output: str | None, suffix: str, expected: bool
) -> None:
    assert is_module(None if output is None else Path(output), suffix) is expected


def test_a_plug_in_is_imported_only_when_its_name_is_requested(
    install: Callable[[Path], None], tmp_path: Path
) -> None:
    install(ATTRS_TARGET)
    sys.modules.pop("docmodels_attrs", None)
    assert generate("dataclass", tmp_path / "models.py").exit_code == 0
    assert target_names() == (*(target.name for target in TARGETS), "attrs")
    assert "docmodels_attrs" not in sys.modules
    assert find_target("attrs").title == "attrs classes"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("raise RuntimeError('no disk')", "RuntimeError: no disk"),
        ("TARGET = 'attrs'", "it is not a Target"),
        ("", "AttributeError"),
    ],
)
def test_a_broken_plug_in_is_an_error_that_names_its_package(
    source: str, reason: str, install_broken: Callable[[str], None], tmp_path: Path
) -> None:
    install_broken(source)
    result = generate("broken", tmp_path / "models.py")
    assert result.exit_code == 2
    assert "error[broken-plugin]" in result.output
    assert "docmodels-broken" in result.output and reason in result.output
    assert not (tmp_path / "models.py").exists()


def test_a_broken_plug_in_cannot_stop_or_replace_a_built_in(
    install_broken: Callable[[str], None], tmp_path: Path
) -> None:
    install_broken("raise RuntimeError('no disk')")
    for target in TARGETS:
        assert find_target(target.name) is target
    assert generate("pydantic", tmp_path / "models.py").exit_code == 0
    assert "target" in generate("unknown", tmp_path / "models.py").output


def test_an_unknown_target_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        find_target("unknown")


def test_a_target_never_gets_a_validation_that_it_does_not_support() -> None:
    received: list[Validation] = []

    def write(api: Api, options: TargetOptions, notes: list[Note]) -> list[ModuleText]:
        received.append(options.validation)
        return []

    for validations in (frozenset({Validation.NATURAL}), frozenset(Validation)):
        target = Target("made-up", "a target", write, validations)
        write_modules(SHOP, target, TargetOptions(validation=Validation.EXACT), [])
    assert received == [Validation.NATURAL, Validation.EXACT]
