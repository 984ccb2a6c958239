"""Read hand-written Python models: what each construct of the languages of models becomes."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.documents import document
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.ir import Definition, Field, Object
from docmodels.readers.python_models.reader import read_python_models
from docmodels.readers.python_models.wire_names import rename_generator
from work import count_calls

SAMPLES = Path(__file__).parents[1] / "output_samples"
PYDANTIC = (
    "from pydantic import MISSING, AliasChoices, BaseModel, ConfigDict, Field, PrivateAttr\n"
    "from typing import Annotated, ClassVar, Literal, TypeAlias, Union\n"
)


def read(text: str, notes: list[Note] | None = None) -> dict[str, Definition]:
    module = document("models.py", dedent(text))
    drafts = read_python_models([module], [] if notes is None else notes).drafts
    return {draft.definition.name: draft.definition for draft in drafts}


def messages(text: str) -> list[str]:
    notes: list[Note] = []
    read(text, notes)
    return [
        f"{note.rule.name} {note.origin.line}: {note.message.partition('; ')[0]}"
        for note in notes
        if note.origin
    ]


def type_of(annotation: str, imports: str = "") -> Any:
    """The type of an annotation, in the form of the representation."""
    text = f"""
from __future__ import annotations
import datetime, decimal, uuid
from typing import Annotated, Any, List, Literal, Optional, Union
import annotated_types
import pydantic
from pydantic import BaseModel, Field, conint, conlist, constr, EmailStr, PositiveInt
from work import count_calls
{imports}
class Model(BaseModel):
    value: {annotation}
"""
    model = read(text)["Model"].type
    assert isinstance(model, Object)
    return msgspec.to_builtins(model.fields[0].type)


def fields(text: str, name: str = "Model") -> dict[str, Field]:
    model = read(text)[name].type
    assert isinstance(model, Object)
    return {field.name: field for field in model.fields}


STRING, INTEGER, NUMBER = ({"shape": shape} for shape in ("string", "integer", "number"))

TYPES = {
    "str": STRING,
    "'int'": INTEGER,
    "int | float": NUMBER,
    "float | None": {"shape": "nullable", "type": NUMBER},
    "Optional[List[int]]": {"shape": "nullable", "type": {"shape": "array", "items": INTEGER}},
    "Union[int, str, None]": {
        "shape": "nullable",
        "type": {"shape": "union", "members": [INTEGER, STRING]},
    },
    "datetime.datetime": {"shape": "string", "format": "date-time"},
    "uuid.UUID": {"shape": "string", "format": "uuid"},
    "EmailStr": {"shape": "string", "format": "email"},
    "pydantic.HttpUrl": {"shape": "string", "format": "uri"},
    "PositiveInt": {"shape": "integer", "constraints": {"exclusive_minimum": 0}},
    "Literal['a']": {"shape": "const", "value": "a"},
    "Literal['a', 'b', None]": {
        "shape": "nullable",
        "type": {"shape": "enum", "members": [{"value": "a"}, {"value": "b"}], "base": "string"},
    },
    "dict[str, int]": {"shape": "map", "values": INTEGER},
    "set[int]": {"shape": "array", "items": INTEGER, "constraints": {"unique_items": True}},
    "tuple[int, str]": {
        "shape": "array",
        "items": {"shape": "never"},
        "prefix_items": [INTEGER, STRING],
    },
    "tuple[int, ...]": {"shape": "array", "items": INTEGER},
    "Any": {"shape": "unknown"},
    "Annotated[str, Field(min_length=1, pattern='^a')]": {
        "shape": "string",
        "constraints": {"min_length": 1, "pattern": "^a"},
    },
    "Annotated[list[int], annotated_types.Len(1, 3)]": {
        "shape": "array",
        "items": INTEGER,
        "constraints": {"min_items": 1, "max_items": 3},
    },
    "list[Annotated[int, Field(ge=-1, multiple_of=2)]] | None": {
        "shape": "nullable",
        "type": {
            "shape": "array",
            "items": {"shape": "integer", "constraints": {"minimum": -1, "multiple_of": 2}},
        },
    },
    "constr(max_length=3)": {"shape": "string", "constraints": {"max_length": 3}},
    "conlist(int, min_length=2)": {
        "shape": "array",
        "items": INTEGER,
        "constraints": {"min_items": 2},
    },
    "decimal.Decimal": {
        "shape": "union",
        "members": [NUMBER, {"shape": "string", "format": "decimal"}],
    },
}


@pytest.mark.parametrize("annotation", TYPES)
def test_annotations(annotation: str) -> None:
    expected = TYPES[annotation]
    assert json.loads(msgspec.json.encode(type_of(annotation))) == expected


def test_presence_null_and_defaults_of_pydantic() -> None:
    model = fields(PYDANTIC + """
class Model(BaseModel):
    a: int
    b: int | None
    c: int | None = None
    d: int = 3
    e: int = Field(...)
    f: list[int] = Field(default_factory=list)
    g: int | MISSING = MISSING
    h: ClassVar[int] = 1
    _i: int = PrivateAttr(3)
""")
    facts = {
        name: (field.required, field.type.__class__.__name__, field.default and field.default.value)
        for name, field in model.items()
    }
    assert facts == {
        "a": (True, "Integer", None),
        "b": (True, "Nullable", None),
        "c": (False, "Nullable", None),
        "d": (False, "Integer", 3),
        "e": (True, "Integer", None),
        "f": (False, "Array", []),
        "g": (False, "Integer", None),
    }
    assert model["c"].default is not None


def test_pydantic_1_has_its_own_defaults_and_configuration() -> None:
    text = """
        from typing import List, Optional
        from pydantic import BaseModel, Extra, Field, validator

        class Cat(BaseModel):
            age: Optional[int]
            sign: str = Field(..., regex="^[a-z]+$")
            toys: List[str] = Field(["ball"], min_items=1)

            class Config:
                extra = Extra.forbid
                fields = {"age": "AGE"}

        class Cats(BaseModel):
            __root__: List[Cat]
        """
    models = read(text)
    cat = models["Cat"].type
    assert isinstance(cat, Object)
    age, sign, toys = cat.fields
    assert (age.name, age.required, sign.required, toys.required) == ("AGE", False, True, False)
    assert msgspec.to_builtins(sign.type)["constraints"] == {"pattern": "^[a-z]+$"}
    assert msgspec.to_builtins(toys.type)["constraints"] == {"min_items": 1}
    assert msgspec.to_builtins(cat.additional_properties) == {"shape": "never"}
    assert models["Cats"].type.__class__.__name__ == "Array"
    version_2 = text.replace(", validator", "").replace("Extra, ", "").replace("Extra.", "")
    version_2 = version_2.replace("forbid", '"forbid"').replace("__root__", "root")
    assert fields(version_2, "Cat")["AGE"].required


def test_names_on_the_wire() -> None:
    model = fields(PYDANTIC + """
from pydantic.alias_generators import to_camel
class Base(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
class Model(Base):
    first_name: str
    second: str = Field(alias="2nd")
    third: str = Field(validation_alias=AliasChoices("third", "THIRD"))
    fourth: str = Field(serialization_alias="FOURTH")
""")
    assert list(model) == ["firstName", "2nd", "third", "FOURTH"]
    assert model["third"].alternate_names == ("THIRD",)
    assert model["FOURTH"].alternate_names == ("fourth",)


def test_settings_of_a_shared_base_class_are_no_model() -> None:
    text = PYDANTIC + "class Base(BaseModel):\n    model_config = ConfigDict(extra='forbid')\n"
    models = read(text + "class Pet(Base):\n    name: str\nclass Empty(BaseModel):\n    pass\n")
    assert [*models] == ["Pet", "Empty"]
    assert msgspec.to_builtins(models["Pet"].type)["additional_properties"] == {"shape": "never"}


def test_inheritance_is_kept_where_allof_means_the_same() -> None:
    text = PYDANTIC + "class A(BaseModel):\n    x: int\n    y: str\n"
    kept = read(text + "class B(A):\n    z: int\n")["B"].type
    replaced = read(text + "class B(A):\n    x: str\n")["B"].type
    weaker = read(text + "class B(A):\n    x: int = 1\n")["B"].type
    closed = read(text.replace("(BaseModel)", "(BaseModel, extra='forbid')") + "class B(A): pass")
    assert isinstance(kept, Object)
    assert kept.bases == ("A",)
    for type in (replaced, weaker, closed["B"].type):
        assert isinstance(type, Object)
        assert type.bases == ()
        assert {field.name for field in type.fields} == {"x", "y"}


def test_discriminators_have_the_values_of_their_members() -> None:
    text = PYDANTIC + """
class Cat(BaseModel):
    kind_: Literal["cat", "lion"] = Field(alias="kind")
class Dog(BaseModel):
    kind_: Literal["dog"] = Field("dog", alias="kind")
Animal: TypeAlias = Union[Cat, Dog]
class Model(BaseModel):
    pet: Cat | Dog = Field(discriminator="kind_")
    other: Annotated[Animal, Field(discriminator="kind_")]
"""
    for field in fields(text).values():
        discriminator = msgspec.to_builtins(field.type)["discriminator"]
        mapping = {"cat": "Cat", "lion": "Cat", "dog": "Dog"}
        assert discriminator == {"property": "kind", "mapping": mapping}


def test_discriminator_without_values_is_none() -> None:
    text = """
class Cat(BaseModel):
    kind: Literal["cat"]
class Dog(BaseModel):
    kind: str
class Model(BaseModel):
    pet: Cat | Dog = Field(discriminator="kind")
"""
    assert "discriminator" not in msgspec.to_builtins(fields(PYDANTIC + text)["pet"].type)


def test_enums_of_each_form() -> None:
    models = read('''
        import enum
        from enum import Enum, IntEnum, StrEnum, auto
        class Colour(str, Enum):
            """Of a boat."""
            RED = "red"
            """Like a rose."""
            BLUE = "blue"
            def shown(self): ...
        class Level(IntEnum):
            LOW = 1
            HIGH = LOW_LIMIT
        class Name(StrEnum):
            FIRST = auto()
        Side = Enum("Side", {"PORT": "p", "STARBOARD": "s"})
        LOW_LIMIT = 7
        ''')
    values = {
        name: [(member.name, member.value) for member in model.type.members]  # type: ignore[union-attr]
        for name, model in models.items()
    }
    assert values == {
        "Colour": [("RED", "red"), ("BLUE", "blue")],
        "Level": [("LOW", 1), ("HIGH", 7)],
        "Name": [("FIRST", "first")],
        "Side": [("PORT", "p"), ("STARBOARD", "s")],
    }
    assert models["Colour"].doc == "Of a boat."
    assert models["Colour"].type.members[0].doc == "Like a rose."  # type: ignore[union-attr]


def test_dataclasses() -> None:
    models = read('''
        from dataclasses import dataclass, field, KW_ONLY
        @dataclass
        class Point:
            """A point."""
            x: int
            """East."""
            _: KW_ONLY
            note: str | None = None
            tags: list[str] = field(default_factory=lambda: ["a"])
        @dataclass(frozen=True)
        class Point3(Point):
            z: float = -1.5
        class NoModel:
            x: int
        ''')
    assert [*models] == ["Point", "Point3"]
    point, deeper = (models[name].type for name in models)
    assert isinstance(point, Object)
    assert isinstance(deeper, Object)
    assert [field.name for field in point.fields] == ["x", "note", "tags"]
    assert point.fields[0].doc == "East."
    assert point.fields[2].default
    assert point.fields[2].default.value == ["a"]
    assert deeper.bases == ("Point",)
    assert deeper.fields[0].default
    assert deeper.fields[0].default.value == -1.5


def test_typed_dictionaries() -> None:
    models = read("""
        from typing import NotRequired, ReadOnly, Required, TypedDict
        class Movie(TypedDict, total=False):
            title: Required[str]
            year: ReadOnly[int]
        class Rated(Movie):
            stars: int
        Headers = TypedDict("Headers", {"content-type": str, "x": NotRequired[int]})
        """)
    presence = {
        (name, field.name): field.required
        for name, model in models.items()
        for field in model.type.fields  # type: ignore[union-attr]
    }
    assert presence == {
        ("Movie", "title"): True,
        ("Movie", "year"): False,
        ("Rated", "stars"): True,
        ("Headers", "content-type"): True,
        ("Headers", "x"): False,
    }


def test_structs() -> None:
    models = read("""
        from typing import Annotated
        import msgspec
        from msgspec import UNSET, Meta, Struct, UnsetType, field
        class Event(Struct, tag_field="kind", tag=str.lower, rename="camel"):
            at_time: float
        class Start(Event, forbid_unknown_fields=True):
            who_did: Annotated[str, Meta(min_length=1, description="Who.")]
            what: str | None | UnsetType = UNSET
            count: int = field(default=3, name="n")
        """)
    start = models["Start"].type
    assert isinstance(start, Object)
    facts = {field.name: (field.required, field.doc) for field in start.fields}
    assert facts == {
        "kind": (True, ""),
        "atTime": (True, ""),
        "whoDid": (True, "Who."),
        "what": (False, ""),
        "n": (False, ""),
    }
    assert msgspec.to_builtins(start.fields[0].type) == {"shape": "const", "value": "start"}
    assert start.bases == ()
    assert msgspec.to_builtins(start.additional_properties) == {"shape": "never"}


@pytest.mark.parametrize("style", ["camel", "pascal", "kebab", "lower", "upper"])
@given(name=st.from_regex(r"_?[a-zA-Z][a-zA-Z0-9_]{0,12}", fullmatch=True))
def test_structs_are_renamed_as_msgspec_renames_them(style: str, name: str) -> None:
    try:
        expected = msgspec.defstruct("S", [name], rename=style).__struct_encode_fields__[0]
    except (ValueError, TypeError):
        return
    assert rename_generator(style)(name) == expected


def test_exported_models_and_what_they_refer_to_are_read() -> None:
    models = read(PYDANTIC + """
__all__ = ["Pet"]
Code = Annotated[str, Field(max_length=2)]
class Owner(BaseModel):
    code: Code
class Pet(BaseModel):
    owner: Owner
class Hidden(BaseModel):
    x: int
""")
    assert [*models] == ["Code", "Owner", "Pet"]


def test_packages_refer_to_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "__init__.py").write_text("from shop.pet import Pet\n")
    (folder / "kinds.py").write_text("import enum\nclass Kind(enum.StrEnum):\n    CAT = 'cat'\n")
    (folder / "pet.py").write_text(
        "from dataclasses import dataclass\nfrom . import kinds\nfrom shop.kinds import Kind as K\n"
        "@dataclass\nclass Pet:\n    kind: K\n    other: kinds.Kind = kinds.Kind.CAT\n"
    )
    notes: list[docmodels.Note] = []
    api = docmodels.load(folder, notes=notes)
    pet = api.by_name()["Pet"].type
    assert isinstance(pet, Object)
    assert [msgspec.to_builtins(field.type)["name"] for field in pet.fields] == ["Kind", "Kind"]
    assert pet.fields[1].default
    assert pet.fields[1].default.value == "cat"


def test_classes_inside_classes_are_models_if_their_names_are_unique() -> None:
    text = """
        from enum import Enum
        from dataclasses import dataclass
        @dataclass
        class Order:
            class State(Enum):
                OPEN = "open"
            class Kind(Enum):
                A = "a"
            state: State = State.OPEN
        @dataclass
        class Parcel:
            class Kind(Enum):
                B = "b"
            state: Order.State
            kind: Kind
        """
    models = read(text)
    assert [*models] == ["Order", "Parcel", "State"]
    assert msgspec.to_builtins(fields(dedent(text), "Parcel")["state"].type)["name"] == "State"
    assert messages(text) == ["unknown-type 16: cannot read the type `Kind`"]


def test_work_grows_linearly_with_the_number_of_models() -> None:
    def calls(count: int) -> int:
        classes = "".join(
            f"@dataclass\nclass M{n}:\n    a: int\n    b: 'M{(n * 7) % count}'\n"
            for n in range(count)
        )
        return count_calls(lambda: read("from dataclasses import dataclass\n" + classes))

    calls(50)
    assert calls(400) < 4.4 * calls(100)


def test_docs_and_deprecations() -> None:
    model = fields(PYDANTIC + '''
from typing_extensions import Doc, deprecated
class Model(BaseModel):
    a: int = Field(description="First.", deprecated="use b")
    b: Annotated[int, Doc("Second.")]
    """Third.

    Deprecated: too long.
    """
    c: Annotated[int, deprecated("no")]
''')
    assert [(f.doc, f.deprecation and f.deprecation.reason) for f in model.values()] == [
        ("First.", "use b"),
        ("Third.", "too long."),
        ("", "no"),
    ]


def test_what_is_not_read_is_reported_with_its_place() -> None:
    text = """\
from pydantic import BaseModel, field_validator, Field
from somewhere import Thing, naming
class Base(BaseModel):
    model_config = dict(alias_generator=naming)
class Model(Base):
    a: Thing
    b: "list[("
    c: int = compute()
    d: int = Field(1, discount=True)
    e: int | complex
    @field_validator("c")
    def check(cls, value): ...
"""
    assert messages(text) == [
        "unknown-type 6: cannot read the type `Thing`",
        "unsupported-construct 4: the names that `naming` makes are not known",
        "unknown-type 7: cannot read the type `list[(`",
        "invalid-literal 8: the default `compute()` is not a constant",
        "unsupported-construct 9: `discount=True` is not read",
        "unknown-type 10: cannot read the type `complex`",
        "unsupported-construct 12: the validator `Model.check` is not read",
    ]


def test_text_that_is_not_python_is_an_error_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DocmodelsError) as caught:
        read("class A:\n    x: int =\n")
    assert caught.value.note.rule.name == "unreadable-input"
    assert caught.value.note.origin
    assert caught.value.note.origin.line == 2
    with pytest.raises(DocmodelsError, match="nested too deeply"):
        read("x = " + "-" * 300 + "1")


def test_type_statements_are_read_on_every_python() -> None:
    models = read("type Names = list[str]\ntype Code = int\n")
    assert [*models] == ["Names", "Code"]


def test_nothing_of_the_module_runs(tmp_path: Path) -> None:
    path = tmp_path / "models.py"
    path.write_text(
        "import sys\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Pet:\n    name: str\nraise SystemExit('it runs')\n"
    )
    result = CliRunner().invoke(cli, ["generate", str(path), "-o", "-", "--target", "typeddict"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "class Pet(TypedDict):\n    name: str" in result.stdout


MODULE = (SAMPLES / "openapi" / "pydantic" / "models.py").read_text("utf-8")


@given(st.data())
def test_no_text_raises_another_exception(data: st.DataObject) -> None:
    lines = MODULE.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        words = st.sampled_from(
            ["int", "Field(", ")", "[", "]", "| None", "= None", "...", "class"]
        )
        change = data.draw(words)
        lines[number] = data.draw(st.sampled_from([change, lines[number] + change, ""]))
    with suppress(DocmodelsError):
        read("\n".join(lines))


@given(st.text())
def test_no_text_at_all_raises_another_exception(text: str) -> None:
    with suppress(DocmodelsError):
        read(text)


# --- base classes of other modules ----------------------------------------------------------------


def read_modules(**texts: str) -> dict[str, Definition]:
    modules = [document(f"yard/{name}.py", dedent(text)) for name, text in texts.items()]
    drafts = read_python_models(modules, []).drafts
    return {draft.definition.name: draft.definition for draft in drafts}


def test_absolute_imports_lead_to_base_classes() -> None:
    base = "from pydantic import BaseModel\nclass Model(BaseModel):\n    id: int\n"
    models = "from yard.base import Model\nclass Boat(Model):\n    name: str\n"
    definitions = read_modules(base=base, boats=models)
    boat = definitions["Boat"].type
    assert isinstance(boat, Object)
    assert (boat.bases, [field.name for field in boat.fields]) == (("Model",), ["name"])
    other = read_modules(base=base, boats=models.replace("yard.base", "yard.other"))
    assert "Boat" not in other, "the class of another module with this name is not its base class"


@pytest.mark.parametrize(
    ("arguments", "body", "is_read"),
    [
        ("Model, kw_only=True, rename='camel'", "hull_no: int", True),
        ("Model", "model_config = {'extra': 'forbid'}\n    hull_no: int", True),
        ("Model", "hull_no: int", False),
        ("Exception, kw_only=True", "hull_no: int", False),
    ],
)
def test_settings_show_the_kind_of_a_class(arguments: str, body: str, is_read: bool) -> None:
    text = f"from yard.base import Model\nclass Boat({arguments}):\n    {body}\n"
    assert ("Boat" in read(text)) is is_read
    if "rename" in arguments:
        assert [*fields(text, "Boat")] == ["hullNo"]


def test_helpers_of_a_package_are_no_models() -> None:
    helpers = (
        '__all__ = ["Number"]\nfrom typing import TypeAlias\nNumber: TypeAlias = int | float\n'
    )
    models = "from pydantic import BaseModel\nfrom ._types import Number\n"
    definitions = read_modules(
        _types=helpers, boats=f"{models}class Boat(BaseModel):\n    length: Number\n"
    )
    boat = definitions["Boat"].type
    assert [*definitions] == ["Boat"]
    assert isinstance(boat, Object)
    assert msgspec.to_builtins(boat.fields[0].type) == NUMBER
