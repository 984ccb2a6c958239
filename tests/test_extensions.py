"""Test passes, inferences and template sets of other packages, which options request by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import docmodels
from docmodels.cli import cli
from docmodels.inference.enums_from_descriptions import ENUMS_FROM_DESCRIPTIONS, Description
from docmodels.inference.inference import Inference, extending, using
from docmodels.passes import PASSES, Pass, with_passes
from plugin_packages import EXAMPLES, PLUGINS, install

PAGE = """# Lamp

## Properties

Name | Type | Description | Notes
------------ | ------------- | ------------- | -------------
**colour** | **str** | One of: red > green. |
**shade** | **str** | One of: red |
**serial** | **str** | Internal. The number of the factory. |
"""


@pytest.fixture(autouse=True)
def _page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("Lamp.md").write_text(PAGE)


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that installs an example, or the package with broken plug-ins."""

    def add_package(name: str) -> None:
        folder = PLUGINS if name == "broken" else EXAMPLES
        install(folder / name, tmp_path / name, monkeypatch)

    return add_package


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["generate", "Lamp.md", "-o", "models.py", *arguments])


def models() -> str:
    return Path("models.py").read_text()


def test_an_inference_extends_a_built_in_one_if_it_is_requested(add) -> None:
    add("chained_values")
    sys.modules.pop("chained_values", None)
    assert run().exit_code == 0
    assert "chained_values" not in sys.modules
    assert "green" not in models().replace("red > green", "")
    result = run("--plugins", "chained-values")
    assert result.exit_code == 0, result.stderr
    assert "enum-from-description" in result.stderr, "the extended inference reports it"
    assert '"green"' in models()
    api = docmodels.load("Lamp.md", plugins=["chained-values"])
    colour, shade, _ = api.definitions[0].type.fields
    assert isinstance(colour.type, docmodels.ir.Enum) and not colour.type.closed
    assert [inferred.by for inferred in colour.inferred] == ["enums-from-descriptions"]
    assert shade.type == docmodels.ir.STRING


def test_an_extension_concludes_only_where_the_built_in_does_not() -> None:
    extension = Inference("x", "", (), "", lambda _: ("mine",), extends="enums-from-descriptions")
    listed, other = Description("- `red`: warm\n- `blue`: cold"), Description("A text.")
    conclude = ENUMS_FROM_DESCRIPTIONS.conclude
    with extending([extension]):
        assert (conclude(listed), conclude(other)) == (("red", "blue"), ("mine",))
        with using([]):
            assert conclude(listed) == ("mine",)
    assert conclude(other) is None


def test_a_pass_runs_if_it_is_requested(add) -> None:
    add("internal_fields")
    assert run().exit_code == 0
    assert "serial:" in models()
    assert run("--plugins", "internal-fields").exit_code == 0
    assert "serial:" not in models()
    assert "shade:" in models()


def test_passes_precede_the_pass_that_they_name() -> None:
    first, last = Pass("a", lambda d, _: list(d), before="link"), Pass("b", lambda d, _: list(d))
    names = [step.name for step in with_passes([last, first])]
    assert names.index("a") + 1 == names.index("link")
    assert names[-2:] == ["b", "rename"]
    assert with_passes([]) == PASSES


def test_settings_request_plug_ins(add) -> None:
    add("internal_fields")
    add("bare_templates")
    Path("sub").mkdir()
    Path(".git").mkdir()
    Path("pyproject.toml").write_text(
        '[tool.docmodels]\ninputs = ["Lamp.md"]\noutput = "models.py"\n'
        'plugins = ["internal-fields"]\ntemplates = "bare"\n'
    )
    os.chdir("sub")
    result = CliRunner().invoke(cli, ["generate"])
    assert result.exit_code == 0, result.stderr
    os.chdir("..")
    assert "serial:" not in models() and "One of" not in models()


def test_a_template_set_is_selected_by_its_name(add) -> None:
    add("bare_templates")
    assert run("--templates", "bare").exit_code == 0
    assert "colour: " in models() and "One of" not in models()
    Path("bare/shared").mkdir(parents=True)
    Path("bare/shared/fields.py.j2").write_text("    mine: int\n")
    assert run("--templates", "bare").exit_code == 0
    assert "mine: int" in models(), "a folder of that name is a folder of the user"
    assert "no such folder: bear" in run("--templates", "bear").stderr


def test_an_unknown_plug_in_is_an_error_with_the_nearest_name(add) -> None:
    add("internal_fields")
    result = run("--plugins", "internal-field")
    assert result.exit_code == 2
    assert "did you mean `internal-fields`?" in result.stderr
    with pytest.raises(docmodels.UnknownName, match="unknown plug-in 'nothing'"):
        docmodels.load("Lamp.md", plugins=["nothing"])


@pytest.mark.parametrize(
    ("option", "name", "reason"),
    [
        ("--plugins", "absent-inference", "the inference `absent-inference` of the package"),
        ("--plugins", "lost-inference", "there is no inference `nothing` that it could extend"),
        ("--plugins", "failing-inference", "KeyError: 'oops'"),
        ("--plugins", "absent-pass", "the pass `absent-pass` of the package"),
        ("--plugins", "lost-pass", "there is no pass `nothing` that it could precede"),
        ("--plugins", "failing-pass", "KeyError: 'oops'"),
        ("--templates", "absent-templates", "the template set `absent-templates` of the package"),
        ("--templates", "text-templates", "it is not a TemplateSet, but a str"),
        ("--templates", "lost-templates", "there is no folder no-such-folder"),
    ],
)
def test_a_broken_plug_in_is_an_error_that_names_its_package(
    add, option: str, name: str, reason: str
) -> None:
    add("broken")
    result = run(option, name)
    assert result.exit_code == 2
    assert result.stderr.startswith("error[broken-plugin]: ")
    assert "the package docmodels-broken does not work" in result.stderr
    assert reason in result.stderr
    assert not Path("models.py").exists()
    assert run().exit_code == 0, "it cannot stop a run that does not request it"


INSTALLED = """
import json, docmodels
docmodels.generate("Lamp.md", "models.py", plugins=["chained-values", "internal-fields"], templates="bare")
open("Parcel.md", "w").write("# Model: Parcel\\n\\n* weight (number, required): In kilograms\\n")
open("berth.json", "w").write(json.dumps({"type": "record", "name": "Berth", "fields": []}))
api = docmodels.load(["Parcel.md", "berth.json"])
for target in ("attrs", "graphql"):
    print(*(file.path for file in docmodels.render(api, target=target)))
print(*(definition.name for definition in api.definitions))
"""


@pytest.mark.slow
def test_examples_are_installed_by_pip_and_run(tmp_path: Path) -> None:
    site = tmp_path / "site"
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--target", str(site)]
    examples = [str(path.parent) for path in sorted(EXAMPLES.glob("*/pyproject.toml"))]
    command = [sys.executable, "-m", "pip", "install", *options, *examples]
    subprocess.run(command, check=True, capture_output=True, text=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *sys.path])}
    command = [sys.executable, "-c", INSTALLED]
    result = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["models.py", "schema.graphql", "Berth", "Parcel"]
    assert '"green"' in models()
    assert "serial:" not in models() and "One of" not in models()
