"""Test the setting `formats`: types that the user chooses for formats of strings."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.cli import cli
from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import BAD_DEFAULT, UNENFORCED_KEYWORD, UNUSED_OPTION
from docmodels.targets.plan.imported_types import ImportedType
from docmodels.targets.python.format_defaults import format_default
from docmodels.targets.python.source import bytes_literal
from rendered import import_rendered, load_schemas, read_and_write

FORMATS = {
    "email": "pydantic:EmailStr",
    "uri": "pydantic:AnyUrl",
    "duration": "datetime:timedelta",
    "decimal": "decimal:Decimal",
    "ipv4": "ipaddress:IPv4Address",
    "byte": "pydantic:Base64Bytes",
    "path": "pathlib:PurePosixPath",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def text(format: str, **keywords: Any) -> dict[str, Any]:
    """The schema of a string with a format."""
    return {"type": "string", "format": format, **keywords}


def parcel(*required: str, **properties: Any) -> dict[str, Any]:
    """The schemas of an API with one object, `Parcel`."""
    return {"Parcel": {"type": "object", "required": list(required), "properties": properties}}


def class_text(
    schemas: Mapping[str, Any], formats: Mapping[str, str], notes: list[Note], **options: Any
) -> str:
    """The text of the class `Parcel`."""
    api = load_schemas(schemas)
    (file,) = docmodels.render(api, formats=formats, notes=notes, **options)
    return file.text[file.text.index("class Parcel") :]


# --- reading and writing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options", [{}, {"package": True}, {"validation": "exact"}], ids=lambda options: str(*options)
)
@pytest.mark.parametrize(
    ("format", "value", "instance", "invalid"),
    [
        ("email", "ann@shop.example", "ann@shop.example", "ann"),
        ("uri", "https://shop.example/kites", None, "kites"),
        ("duration", "P1DT2H", timedelta(days=1, hours=2), "soon"),
        ("decimal", "1.50", Decimal("1.50"), "1,50"),
        ("ipv4", "127.0.0.1", IPv4Address("127.0.0.1"), "127.0.0"),
        ("byte", "aGk=", b"hi", "a"),
    ],
)
def test_pydantic_reads_the_type_and_writes_the_text(
    options: dict[str, Any], format: str, value: str, instance: Any, invalid: str
) -> None:
    schemas = parcel(
        "one",
        one=text(format),
        many={"type": "array", "items": text(format)},
        named={"type": "object", "additionalProperties": text(format)},
        maybe={"type": ["string", "null"], "format": format},
        default=text(format, default=value),
    )
    module = import_rendered(load_schemas(schemas), formats={format: FORMATS[format]}, **options)
    data = {"one": value, "many": [value], "named": {"a": value}, "maybe": None}
    assert read_and_write("pydantic", module.Parcel, data) == data
    model = module.Parcel.model_validate(data)
    assert model.default == model.one
    assert instance is None or type(model.one) is type(instance) and model.one == instance
    with pytest.raises(ValueError, match="one"):
        module.Parcel.model_validate_json(json.dumps({"one": invalid}))


@pytest.mark.parametrize("package", [False, True])
@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("dataclass", ("decimal", "1.50", Decimal("1.50"), "1,50")),
        ("dataclass", ("ipv4", "127.0.0.1", IPv4Address("127.0.0.1"), "127.0.0")),
        ("dataclass", ("ipv4", "127.0.0.1", IPv4Address("127.0.0.1"), 5)),
        ("dataclass", ("path", "a/b", PurePosixPath("a/b"), 1)),
        ("msgspec", ("decimal", "1.50", Decimal("1.50"), "1,50")),
        ("msgspec", ("duration", "P1DT7200S", timedelta(days=1, hours=2), "soon")),
    ],
)
def test_dataclasses_and_structs_read_the_type_and_write_the_text(
    target: str, package: bool, values: tuple[str, str, Any, Any]
) -> None:
    format, value, instance, invalid = values
    schemas = parcel(
        "one",
        one=text(format),
        many={"type": "array", "items": text(format)},
        named={"type": "object", "additionalProperties": text(format)},
        maybe={"type": ["string", "null"], "format": format},
        counted={"anyOf": [{"type": "integer"}, text(format), {"type": "boolean"}]},
        default=text(format, default=value),
        alias={"$ref": "#/components/schemas/Part"},
    )
    schemas["Part"] = text(format)
    formats = {format: FORMATS[format]}
    module = import_rendered(
        load_schemas(schemas), target=target, package=package, formats=formats, notes=[]
    )
    data = {"one": value, "many": [value], "named": {"a": value}, "maybe": None, "alias": value}
    data = {**data, "counted": value, "default": value}
    assert read_and_write(target, module.Parcel, data) == data
    assert read_and_write(target, module.Parcel, {**data, "counted": 5})["counted"] == 5
    parcels = [read(target, module.Parcel, data), read(target, module.Parcel, {"one": value})]
    for part in (parcels[0].one, parcels[0].counted, parcels[0].alias, parcels[1].default):
        assert type(part) is type(instance) and part == instance
    with pytest.raises(ValueError, match="one"):
        read(target, module.Parcel, {"one": invalid})


@pytest.mark.parametrize("target", ["dataclass", "msgspec"])
def test_a_union_of_a_type_and_another_restricted_string_takes_both(target: str) -> None:
    schemas = parcel(
        name={"anyOf": [text("decimal"), {"type": "string", "pattern": "^[a-z]+$"}]},
        day={"anyOf": [text("decimal"), text("date")]},
    )
    formats = {"decimal": "decimal:Decimal"}
    module = import_rendered(load_schemas(schemas), target=target, formats=formats, notes=[])
    for data in ({"name": "abc", "day": "2026-05-06"}, {"name": "1.50", "day": "1.50"}):
        assert read_and_write(target, module.Parcel, data) == data
    assert read(target, module.Parcel, {"day": "2026-05-06"}).day == date(2026, 5, 6)


def test_a_dataclass_that_was_never_read_is_written() -> None:
    module = import_rendered(
        load_schemas(parcel(prices={"type": "array", "items": text("decimal")})),
        target="dataclass",
        formats={"decimal": "decimal:Decimal"},
    )
    assert module.Parcel(prices=[Decimal("1.50")]).to_dict() == {"prices": ["1.50"]}


def test_a_dataclass_has_a_type_of_the_project() -> None:
    Path("shop_sku.py").write_text(SKU)
    schemas = parcel(sku=text("sku", default="a-1"), others={"type": "array", "items": text("sku")})
    module = import_rendered(
        load_schemas(schemas), target="dataclass", formats={"sku": "shop_sku:Sku"}
    )
    assert read_and_write("dataclass", module.Parcel, {"sku": "b-2", "others": ["c-3"]}) == {
        "sku": "b-2",
        "others": ["c-3"],
    }
    assert module.Parcel().sku.text == "a-1"
    assert module.Parcel().sku is not module.Parcel().sku
    with pytest.raises(ValueError, match=r"\$\.sku: 'c' is not of type Sku"):
        module.Parcel.from_dict({"sku": "c"})


SKU = """
class Sku:
    def __init__(self, text):
        if "-" not in text:
            raise ValueError("no hyphen")
        self.text = text

    def __str__(self):
        return self.text
"""


def read(target: str, cls: Any, data: Any) -> Any:
    """Read a JSON value with a generated class."""
    if target == "dataclass":
        return cls.from_dict(data)
    return msgspec.json.decode(json.dumps(data), type=cls)


@pytest.mark.parametrize("target", ["dataclass", "msgspec"])
def test_numbers_of_dataclasses_and_structs_stay_numbers(target: str) -> None:
    notes: list[Note] = []
    schemas = parcel(price={"type": "number", "format": "decimal"})
    formats = {"decimal": "decimal:Decimal"}
    module = import_rendered(load_schemas(schemas), target=target, formats=formats, notes=notes)
    assert read_and_write(target, module.Parcel, {"price": 1.5}) == {"price": 1.5}
    assert [note.rule for note in notes] == [UNUSED_OPTION]


@pytest.mark.parametrize(
    ("target", "type"),
    [
        ("dataclass", "datetime:timedelta"),
        ("dataclass", "builtins:bytes"),
        ("dataclass", "pydantic:EmailStr"),
        ("msgspec", "builtins:bytes"),
        ("msgspec", "ipaddress:IPv4Address"),
        ("msgspec", "pydantic:EmailStr"),
    ],
)
def test_types_that_a_target_does_not_read_are_refused(target: str, type: str) -> None:
    api = load_schemas(parcel(one=text("part")))
    with pytest.raises(DocmodelsError) as caught:
        docmodels.render(api, target=target, formats={"part": type})
    note = caught.value.note
    assert note.message == f"`formats.part`: this target does not read and write `{type}`"
    assert "`decimal:Decimal`" in note.help


@pytest.mark.parametrize(
    ("format", "value", "written"),
    [
        ("uri", "https://shop.example", "https://shop.example/"),
        ("duration", "PT36H", "P1DT12H"),
        ("duration", "P1W", "P7D"),
        ("path", "a//b", "a/b"),
    ],
)
def test_a_type_may_write_an_equivalent_text(format: str, value: str, written: str) -> None:
    """The decision page documents these: the type decides the text."""
    formats = {format: FORMATS[format]}
    module = import_rendered(load_schemas(parcel(one=text(format))), formats=formats)
    assert read_and_write("pydantic", module.Parcel, {"one": value}) == {"one": written}


def test_a_number_as_decimal_stays_a_number_in_json() -> None:
    number = {"type": "number", "format": "decimal"}
    schemas = parcel(
        "price",
        price={**number, "minimum": 0.5, "multipleOf": 0.01},
        tax={**number, "default": 0.1},
        fees={"type": "array", "items": number},
        discount={"type": ["number", "null"], "format": "decimal"},
    )
    module = import_rendered(load_schemas(schemas), formats={"decimal": "decimal:Decimal"})
    data = {"price": 1.29, "tax": 0.1, "fees": [0.1, 2], "discount": None}
    model = module.Parcel.model_validate_json(json.dumps(data))
    assert model.price == Decimal("1.29")
    assert model.tax == module.Parcel(price=1).tax == Decimal("0.1")
    assert json.loads(model.model_dump_json()) == data
    for price in (0.4, 1.295):
        with pytest.raises(ValueError, match="price"):
            module.Parcel(price=price)


def test_numbers_of_other_types_stay_numbers() -> None:
    notes: list[Note] = []
    schemas = parcel(
        sent={"type": "integer", "format": "unix"}, price={"type": "number", "format": "money"}
    )
    formats = {"unix": "datetime:datetime", "money": "shop:Money"}
    module = import_rendered(load_schemas(schemas), formats=formats, notes=notes)
    data = {"sent": 5, "price": 1.5}
    assert read_and_write("pydantic", module.Parcel, data) == data
    assert [note.message for note in notes if note.rule is UNUSED_OPTION] == [
        "`formats`: numbers of the format `unix` stay numbers",
        "`formats`: numbers of the format `money` stay numbers",
    ]


def test_exact_models_keep_numbers() -> None:
    number = {"type": "number", "format": "decimal", "multipleOf": 0.01}
    notes: list[Note] = []
    formats = {"decimal": "decimal:Decimal"}
    options: dict[str, Any] = {"validation": "exact", "formats": formats, "notes": notes}
    module = import_rendered(load_schemas(parcel(price=number)), **options)
    assert module.Parcel(price=1.29).price == 1.29
    assert UNUSED_OPTION in {note.rule for note in notes}


def test_exact_models_keep_the_json_type_of_a_chosen_class() -> None:
    schemas = load_schemas(parcel(date=text("date")))
    options: dict[str, Any] = {"validation": "exact", "formats": {"date": "datetime:date"}}
    module = import_rendered(schemas, **options, notes=[])
    assert module.Parcel.model_validate_json('{"date": "2024-05-06"}').date == date(2024, 5, 6)
    with pytest.raises(ValidationError):
        module.Parcel.model_validate_json('{"date": 0}')


@pytest.mark.parametrize(
    ("target", "formats"),
    [
        ("pydantic", FORMATS),
        ("dataclass", {"decimal": "decimal:Decimal", "path": "pathlib:PurePosixPath"}),
        ("msgspec", {"decimal": "decimal:Decimal", "duration": "datetime:timedelta"}),
    ],
)
def test_a_union_with_string_still_takes_every_string(target: str, formats: dict[str, str]) -> None:
    schemas = parcel(
        duration={"anyOf": [text("duration"), {"type": "string"}]},
        uri={"anyOf": [text("uri"), {"type": "string"}]},
        email={"anyOf": [{"type": "string"}, text("email")]},
        alias={"anyOf": [{"$ref": "#/components/schemas/Amount"}, {"type": "string"}]},
        decimal={"anyOf": [text("decimal"), {"type": "string"}, {"type": "null"}]},
    )
    schemas["Amount"] = text("decimal")
    module = import_rendered(load_schemas(schemas), target=target, formats=formats, notes=[])
    for data in (
        {"duration": "P1DT2H", "uri": "https://a.example", "email": "a@b.co", "decimal": "1E5"},
        {"duration": "PT36H", "uri": "https://a.example", "email": "A@B.CO", "decimal": "1.50"},
        {"duration": "soon", "uri": "a b", "email": "ann", "decimal": "many"},
        {"duration": "", "uri": "", "email": "", "decimal": None},
        {"alias": "1E5"},
        {"alias": "many"},
    ):
        assert read_and_write(target, module.Parcel, data) == data


# --- constraints, names and defaults --------------------------------------------------------------


def test_constraints_of_text_apply_to_types_of_text_only() -> None:
    notes: list[Note] = []
    schemas = parcel(
        mail=text("email", maxLength=12),
        price=text("decimal", pattern="^[0-9.]+$"),
        keys={
            "type": "object",
            "propertyNames": text("decimal", minLength=1),
            "additionalProperties": {"type": "integer"},
        },
    )
    module = import_rendered(load_schemas(schemas), formats=FORMATS, notes=notes)
    with pytest.raises(ValueError, match="mail"):
        module.Parcel(mail="ann@shop.example")
    assert module.Parcel(price="-1").price == Decimal(-1)
    assert module.Parcel(keys={"x": 1}).keys == {"x": 1}
    unenforced = [note for note in notes if note.rule is UNENFORCED_KEYWORD]
    assert [note.message for note in unenforced] == [
        "the length or pattern of `decimal` in `Parcel` is not checked: its type is `decimal:Decimal`"
    ]
    assert all(note.origin for note in unenforced)


def test_a_format_that_stays_text_keeps_constraints() -> None:
    notes: list[Note] = []
    schemas = parcel(sent=text("date-time", maxLength=20, default="2026-01-01T00:00:00Z"))
    code = class_text(schemas, {"date-time": "builtins:str"}, notes)
    assert "str" in code and "max_length=20" in code and '= "2026-01-01T00:00:00Z"' in code
    assert not notes


def test_a_default_is_a_value_of_the_type() -> None:
    notes: list[Note] = []
    schemas = parcel(
        mail=text("email", default="a@b.co"),
        host=text("ipv4", default="127.0.0.1"),
        wait=text("duration", default="-P1DT0.5S"),
        age=text("duration", default="P1Y"),
        data=text("byte", default="aGk="),
        broken=text("byte", default="a"),
        prices={"type": "array", "items": text("decimal"), "default": ["1.50"]},
        site=text("uri", default="https://a.example/"),
        sites={"type": "array", "items": text("uri"), "default": ["https://a.example/"]},
    )
    code = class_text(schemas, FORMATS, notes)
    for expected in (
        '= "a@b.co"',
        '= IPv4Address("127.0.0.1")',
        "= -timedelta(days=1, seconds=0.5)",
        '= b"hi"',
        '= [Decimal("1.50")]',
        '= Field(default_factory=lambda: AnyUrl("https://a.example/"))',
        '= Field(default_factory=lambda: [AnyUrl("https://a.example/")])',
    ):
        assert expected in code
    defaults = [note.message for note in notes if note.rule is BAD_DEFAULT]
    assert [message.split("`")[1] for message in defaults] == ["age", "broken"]
    module = import_rendered(load_schemas(schemas), formats=FORMATS, notes=[])
    assert module.Parcel().wait == -timedelta(days=1, seconds=0.5)
    assert module.Parcel().sites == module.Parcel(sites=["https://a.example/"]).sites


@pytest.mark.parametrize("duration", ["P99999999999D", "PT9999999999999999H", f"P{'9' * 5000}W"])
def test_a_duration_that_python_does_not_hold_is_no_default(duration: str) -> None:
    notes: list[Note] = []
    schemas = parcel(wait=text("duration", default=duration))
    models = import_rendered(load_schemas(schemas), formats=FORMATS, notes=notes)
    assert models.Parcel().wait is None
    assert sum(note.rule is BAD_DEFAULT for note in notes) == 1


def test_a_type_of_the_project_is_read_and_written() -> None:
    Path("shop_types.py").write_text(MONEY)
    schemas = parcel(money=text("money", default="1 EUR"), Money={"type": "boolean"})
    schemas["Money"] = parcel(amount={"type": "number"})["Parcel"]
    module = import_rendered(load_schemas(schemas), formats={"money": "shop_types:Money"})
    data = {"money": "2 EUR"}
    assert read_and_write("pydantic", module.Parcel, data) == data
    assert module.Parcel().money.text == "1 EUR"
    assert module.Parcel().money is not module.Parcel().money
    assert module.Money(amount=1).amount == 1


MONEY = """
from pydantic_core import core_schema

class Money:
    def __init__(self, text):
        if " " not in text:
            raise ValueError("no currency")
        self.text = text

    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda money: money.text),
        )
"""


def test_a_field_with_the_name_of_its_type() -> None:
    schemas = parcel(timedelta=text("duration", default="PT1S"), wait=text("duration"))
    module = import_rendered(load_schemas(schemas), formats=FORMATS, notes=[])
    assert module.Parcel(wait="PT2S").timedelta == timedelta(seconds=1)


def test_a_field_with_the_name_of_a_type_of_the_project() -> None:
    Path("shop_text.py").write_text("from typing import Annotated\nlabel = Annotated[str, None]\n")
    schemas = parcel(label=text("label"), other=text("label"), email=text("email"))
    formats = {"label": "shop_text:label", "email": "builtins:bytes"}
    module = import_rendered(load_schemas(schemas), formats=formats)
    data = {"label": "a", "other": "b", "email": "c"}
    assert read_and_write("pydantic", module.Parcel, data) == data


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        ("P1W", "t(weeks=1)"),
        ("P01DT2H3M4.5S", "t(days=1, hours=2, minutes=3, seconds=4.5)"),
        ("-PT1M", "-t(minutes=1)"),
        ("+P0D", "t(days=0)"),
    ],
)
def test_durations_are_written(value: str, expression: str) -> None:
    duration = ImportedType("datetime", "timedelta")
    assert format_default(duration, "t", value) == (expression, False)
    assert eval(expression, {"t": timedelta}) == TypeAdapter(timedelta).validate_python(value)


@pytest.mark.parametrize("value", ["", "P", "PT", "P1Y", "P1M", "1D", "P1DT", "P1H", "P-1D"])
def test_other_durations_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        format_default(ImportedType("datetime", "timedelta"), "t", value)


@given(st.binary())
def test_bytes_are_read_back(value: bytes) -> None:
    source = bytes_literal(value)
    assert ast.literal_eval(source) == value
    assert source.startswith('b"') and source.isascii() and source.isprintable()


# --- the option -----------------------------------------------------------------------------------


def test_command_line_settings_and_library_write_the_same() -> None:
    load_schemas(parcel(wait=text("duration"), mail=text("email")))
    arguments = ["--formats", "duration=datetime:timedelta", "--formats", "email=pydantic:EmailStr"]
    output = CliRunner().invoke(cli, ["generate", "shop.json", "-o", "-", *arguments]).stdout
    assert "timedelta" in output and "EmailStr" in output
    settings = '[tool.docmodels]\ninputs = ["shop.json"]\noutput = "-"\n'
    settings += '[tool.docmodels.formats]\nduration = "datetime:timedelta"\n'
    Path("pyproject.toml").write_text(settings)
    email = ["--formats", "email=pydantic:EmailStr"]
    assert CliRunner().invoke(cli, ["generate", *email]).stdout == output
    formats = {"duration": "datetime:timedelta", "email": "pydantic:EmailStr"}
    (file,) = docmodels.render(docmodels.load("shop.json"), formats=formats)
    assert file.text == output


@pytest.mark.parametrize(
    ("value", "example"),
    [
        ("pydantic.EmailStr", "pydantic:EmailStr"),
        ("EmailStr", "shop.types:Money"),
        (".types:Money", "shop.types:Money"),
        ("shop:types:Money", "shop.types:Money"),
        ("shop:Money | None", "shop.types:Money"),
        ("shop:class", "shop.types:Money"),
        ("shop:", "shop.types:Money"),
    ],
)
def test_only_importable_names_are_accepted(value: str, example: str) -> None:
    with pytest.raises(DocmodelsError) as caught:
        docmodels.generate("none.json", "a.py", formats={"email": value})
    note = caught.value.note
    assert note.message == f"`formats.email`: {value!r} is not of the form `module:Name`"
    assert note.help == f"write it like `{example}`"


def test_a_target_without_formats_refuses_them() -> None:
    with pytest.raises(DocmodelsError, match="the target `typeddict` has no option `formats`"):
        docmodels.generate("none.json", "a.py", target="typeddict", formats=FORMATS)


def test_a_format_without_values_is_reported() -> None:
    notes: list[Note] = []
    api = load_schemas(parcel(mail=text("email")))
    docmodels.render(api, formats={"emial": "a:B", "hostname": "a:B"}, notes=notes)
    assert [(note.message, note.help) for note in notes if note.rule is UNUSED_OPTION] == [
        ("`formats`: no value has the format `emial`", "did you mean `email`?"),
        ("`formats`: no value has the format `hostname`", "formats in the input: `email`"),
    ]
