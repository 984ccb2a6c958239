"""Test the diagrams of an API: what they show, and that texts of an input have no effect."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.ir import (
    STRING,
    AllOf,
    Api,
    Array,
    Const,
    Definition,
    Field,
    Nullable,
    Object,
    Ref,
    Type,
    Union,
)


def definition(name: str, type: Type) -> Definition:
    return Definition(name=name, type=type)


def fields(**types: Type) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=name.rstrip("_"), type=type, presence="optional" if name[-1] == "_" else "required"
        )
        for name, type in types.items()
    )


API = Api(
    definitions=(
        definition("Animal", Object(fields=fields(name=STRING))),
        definition(
            "Cat", Object(fields=fields(owner_=Nullable(type=Ref(name="Owner"))), bases=("Animal",))
        ),
        definition("Owner", Object(fields=fields(pets=Array(items=Ref(name="Pet"))))),
        definition("Pet", Union(members=(Ref(name="Cat"), Ref(name="Dog")))),
        definition("Dog", AllOf(members=(Ref(name="Animal"), Object(fields=fields(size=STRING))))),
    )
)


def test_mermaid_shows_fields_and_references() -> None:
    assert docmodels.export(API, "mermaid").splitlines() == [
        "classDiagram",
        '    class c0["Animal"] {',
        "        name: string",
        "    }",
        '    class c1["Cat"] {',
        "        owner?: Owner or null",
        "    }",
        '    class c2["Owner"] {',
        "        pets: array of Pet",
        "    }",
        '    class c3["Pet"] {',
        "        anyOf of Cat | Dog",
        "    }",
        '    class c4["Dog"] {',
        "        size: string",
        "    }",
        "    c1 --|> c0",
        "    c1 --> c2 : owner",
        '    c2 --> "*" c3 : pets',
        "    c3 ..> c1",
        "    c3 ..> c4",
        "    c4 --|> c0",
    ]


def test_dot_shows_fields_and_references() -> None:
    lines = docmodels.export(API, "dot").splitlines()
    assert lines[0] == "digraph models {"
    assert '    n1 -> n2 [label="owner", arrowhead=vee];' in lines
    assert '    n2 -> n3 [label="pets[]", arrowhead=vee];' in lines
    assert "    n1 -> n0 [arrowhead=empty];" in lines
    assert '<td align="left">pets: array of Pet</td>' in lines[5]


@pytest.mark.parametrize(
    ("depth", "names"),
    [
        (0, ["Owner"]),
        (1, ["Cat", "Owner", "Pet"]),
        (2, ["Animal", "Cat", "Owner", "Pet", "Dog"]),
        (10**9, ["Animal", "Cat", "Owner", "Pet", "Dog"]),
    ],
)
def test_diagram_around_a_model_follows_references_both_ways(depth: int, names: list[str]) -> None:
    text = docmodels.export(API, "mermaid", around="Owner", depth=depth)
    assert re.findall(r'class c\d+\["(\w+)"\]', text) == names


def test_only_diagrams_have_a_centre() -> None:
    with pytest.raises(ValueError, match="unknown kind of diagram 'openapi'"):
        docmodels.export(API, "openapi", around="Owner")
    with pytest.raises(ValueError, match="unknown model 'Owners'; did you mean `Owner`"):
        docmodels.export(API, "dot", around="Owners")


def test_command_line_draws_a_part(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(docmodels.export(API, "ir"))
    arguments = ["export", str(path), "--to", "dot", "--around"]
    result = CliRunner().invoke(cli, [*arguments, "Pet", "--depth", "0"])
    assert result.stdout.count("label=") == 1
    assert CliRunner().invoke(cli, [*arguments, "Pat"]).exit_code == 2


TEXTS = st.text(max_size=8) | st.sampled_from(
    ["}", "\n}\nclass X", "%%{init: {}}%%", '"]', "#quot;", "direction LR", "<script>", "\\", "]>"]
)


@given(st.lists(TEXTS, unique=True, min_size=1, max_size=4))
def test_texts_have_no_effect_in_mermaid(texts: list[str]) -> None:
    """Only letters, digits and a few signs without a meaning are outside of entity codes."""
    api = Api(
        definitions=tuple(
            definition(text, Object(fields=(Field(name=text, type=Const(value=text)),)))
            for text in texts
        )
    )
    lines = docmodels.export(api, "mermaid").splitlines()
    assert len(lines) == 1 + 3 * len(texts)
    for head, body in zip(lines[1::3], lines[2::3], strict=True):
        plain = r"(?:[\w ,.:?|=/-]|#\d+;)+"
        assert re.fullmatch(rf'    class c\d+\["{plain}"\] {{', head)
        assert re.fullmatch(rf" {{8}}{plain}", body)
        assert "direction " not in body


@given(st.lists(TEXTS, unique=True, min_size=1, max_size=4))
def test_texts_have_no_effect_in_dot(texts: list[str]) -> None:
    types = [Object(fields=(Field(name=text, type=Ref(name=text)),)) for text in texts]
    api = Api(definitions=tuple(map(definition, texts, types)))
    lines = docmodels.export(api, "dot").splitlines()
    nodes = lines[3 : 3 + len(texts)]
    assert len(lines) == 4 + 2 * len(texts)
    for line in nodes:
        label = re.fullmatch(r"    n\d+ \[label=<(.*)>\];", line)
        assert label
        assert len(ET.fromstring(label[1]).findall(".//td")) == 2
    for line in lines[3 + len(texts) : -1]:
        plain = r'(?:[^"\\]|\\.)*'
        assert re.fullmatch(rf'    n\d+ -> n\d+ \[(label="{plain}", )?arrowhead=vee\];', line)
