"""Test that generated modules are importable, round-trip JSON and pass strict type checkers."""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import BAD_DEFAULT, RENAMED
from docmodels.io.marks import MARK
from docmodels.ir import (
    INTEGER,
    STRING,
    Api,
    Array,
    ArrayConstraints,
    Default,
    Enum,
    EnumMember,
    Field,
    Object,
    Origin,
    Ref,
    String,
    Union,
    nullable,
)
from docmodels.targets import (
    TARGETS,
    Layout,
    TargetOptions,
    Validation,
    find_target,
    write_modules,
)
from targets_sample import (
    SHOP,
    api,
    define,
    enum,
    field,
    required_field,
)

ImportModels = Callable[..., ModuleType]
NEEDS_MISSING = pytest.mark.skipif(
    not hasattr(pydantic, "MISSING"), reason="the classes need pydantic 2.14"
)
DELEGATED = pytest.param("pydantic-dataclass", marks=NEEDS_MISSING)
_numbers = itertools.count()


def render_texts(
    api: Api, name: str, layout: Layout, notes: list[Note] | None = None
) -> dict[str, str]:
    kind, _, exact = name.partition(" ")
    form = TargetOptions(layout, validation=Validation.EXACT if exact else Validation.NATURAL)
    modules = write_modules(api, find_target(kind), form, [] if notes is None else notes)
    return {module.path: black.format_str(module.text, mode=black.Mode()) for module in modules}


def write_files(folder: Path, name: str, files: dict[str, str]) -> Path:
    if list(files) == ["models.py"]:
        (folder / f"{name}.py").write_text(files["models.py"], "utf-8")
        return folder / f"{name}.py"
    (folder / name).mkdir()
    for path, text in files.items():
        (folder / name / path).write_text(text, "utf-8")
    return folder / name


@pytest.fixture
def import_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImportModels]:
    """Return a function that renders an `Api` to a new path and imports it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names: list[str] = []

    def render_and_import(
        api: Api, name: str = "pydantic", layout: Layout = Layout.MODULE, part: str = ""
    ) -> ModuleType:
        names.append(f"made_{next(_numbers)}")
        write_files(tmp_path, names[-1], render_texts(api, name, layout))
        importlib.invalidate_caches()
        return importlib.import_module(names[-1] + part)

    yield render_and_import
    for module in [loaded for loaded in sys.modules if loaded.split(".")[0] in names]:
        del sys.modules[module]


EACH_LAYOUT = pytest.mark.parametrize("layout", Layout)
ORDER = {
    "id": 1,
    "shopName": None,
    "placedAt": "2024-05-06T07:08:09Z",
    "parts": [{"id": 2, "shopName": "s"}],
    "color": "new-color",
    "buyer": {"name": "n", "home": {"street": "h"}},
    "tree": {"a": [None, "x", {"b": []}]},
    "code": "a1",
    "zip": "12345",
}


@EACH_LAYOUT
@pytest.mark.parametrize("name", ["pydantic", "pydantic exact"])
def test_pydantic_models_round_trip_json(
    import_models: ImportModels, layout: Layout, name: str
) -> None:
    models = import_models(SHOP, name, layout)
    order = models.Order.model_validate(ORDER)
    assert order.placed_at == datetime.fromisoformat("2024-05-06T07:08:09+00:00")
    assert order.parts[0].shop_name == "s"
    assert order.model_dump(mode="json", by_alias=True, exclude_unset=True) == ORDER
    assert models.Order(id=1, shop_name="by its Python name").shop_name


@EACH_LAYOUT
def test_dataclasses_round_trip_json(import_models: ImportModels, layout: Layout) -> None:
    models = import_models(SHOP, "dataclass", layout)
    order = models.Order.from_dict(ORDER)
    assert order.placed_at == datetime.fromisoformat("2024-05-06T07:08:09+00:00")
    assert isinstance(order.buyer.home, models.Place)
    output = order.to_dict()
    assert {key: output[key] for key in ORDER if key != "parts"} == {
        key: value for key, value in ORDER.items() if key != "parts"
    }
    assert "meta" not in output, "absent stays absent"


@EACH_LAYOUT
def test_pydantic_models_are_complete_after_import(
    import_models: ImportModels, layout: Layout
) -> None:
    models = import_models(SHOP, layout=layout)
    for name in models.__all__:
        value = getattr(models, name)
        if isinstance(value, type) and issubclass(value, pydantic.BaseModel):
            assert value.__pydantic_complete__, name
        else:
            pydantic.TypeAdapter(value)


@given(st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=6, max_size=6))
def test_models_are_complete_before_others_reference_them(edges: list[set[int]]) -> None:
    references = {f"C{number}": {f"C{to}" for to in tos} for number, tos in enumerate(edges)}
    classes = [
        define(
            name,
            Object(fields=(required_field("id", STRING), *(field(to, Ref(name=to)) for to in tos))),
        )
        for name, tos in references.items()
    ]
    text = render_texts(api(*classes), "pydantic", Layout.MODULE)["models.py"]
    module = ModuleType("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "models", module)
        for statement in ast.parse(text).body:
            bound = references.keys() & vars(module).keys()
            complete = {name for name in bound if getattr(module, name).__pydantic_complete__}
            rebuilt = ast.unparse(statement).removesuffix(".model_rebuild()")
            assert rebuilt not in complete, "nothing is finished twice"
            if isinstance(statement, ast.ClassDef):
                assert all(reachable(name, references) - bound for name in bound - complete)
            exec(compile(ast.Module([statement], []), "models.py", "exec"), vars(module))
    assert all(getattr(module, name).__pydantic_complete__ for name in references)


def reachable(name: str, references: dict[str, set[str]]) -> set[str]:
    names = [name]
    for current in names:
        names += references[current] - {*names}
    return {*names}


@pytest.mark.parametrize("name", ["pydantic", "dataclass"])
@pytest.mark.parametrize("part", [".place", ".order", ".orders", ".both", ".json"])
def test_package_modules_can_be_imported_in_any_order(
    import_models: ImportModels, name: str, part: str
) -> None:
    assert import_models(SHOP, name, Layout.PACKAGE, part).__all__


def test_defaults_have_the_type_of_their_field(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    one, two = models.Order(id=1, shop_name=None), models.Order(id=2, shop_name=None)
    assert one.color is models.Color.LIGHT_RED and one.colors == [models.Color.GREEN]
    assert isinstance(one.place, models.Place) and one.size == "m"
    assert models.Hostile().day == date(2020, 2, 3)
    for name in ("parts", "colors", "place"):
        assert getattr(one, name) is not getattr(two, name)


def test_defaults_of_another_type_are_dropped_with_a_note() -> None:
    notes: list[Note] = []
    text = render_texts(SHOP, "pydantic", Layout.MODULE, notes)["models.py"]
    assert "count: Omittable[int] = None" in text
    (note,) = [note for note in notes if note.rule is BAD_DEFAULT]
    assert "`count`" in note.message and '"many"' in note.help and note.origin is not None


@pytest.mark.parametrize("name", ["pydantic", "dataclass"])
def test_reserved_and_invalid_names_keep_their_wire_names(
    import_models: ImportModels, name: str
) -> None:
    models = import_models(SHOP, name)
    wire = {"class": "c", "copy": "d", "json": "e", "+1": 1, "-1": 2, "_id": 3, "ID": 4, "": 5}
    wire |= {"date": "2020-01-01", "list": ["x"], "名前": 6, "snakeCase": "y", "str": "z"}
    if name == "pydantic":
        instance = models.Hostile.model_validate(wire)
        output = instance.model_dump(mode="json", by_alias=True, exclude_unset=True)
    else:
        instance = models.Hostile.from_dict(wire)
        output = {key: value for key, value in instance.to_dict().items() if key in wire}
    assert output == wire
    assert (instance.plus_1, instance.minus_1, instance.class_, instance.list_) == (
        1,
        2,
        "c",
        ["x"],
    )
    assert instance.date == date(2020, 1, 1)


def test_inferred_names_accept_the_documented_name(import_models: ImportModels) -> None:
    assert import_models(SHOP).Hostile.model_validate({"Guess_": "x"}).guess == "x"
    assert import_models(SHOP, "dataclass").Hostile.from_dict({"Guess_": "x"}).guess == "x"


def test_discriminated_unions_select_by_tag(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    drawing = models.Drawing.model_validate({"shapes": [{"@type": "rect", "a": 1}]})
    assert isinstance(drawing.shapes[0], models.Square)
    with pytest.raises(pydantic.ValidationError) as caught:
        models.Drawing.model_validate({"shapes": [{"@type": "star"}]})
    assert caught.value.errors()[0]["type"] == "union_tag_invalid"


def test_unions_without_usable_tags_are_plain(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    instance = pydantic.TypeAdapter(models.Loose).validate_python({"@type": "blob", "size": 3})
    assert instance == models.Blob(type="blob", size=3)
    assert (
        "Loose: TypeAlias = Circle | Blob"
        in render_texts(SHOP, "pydantic", Layout.MODULE)["models.py"]
    )


def test_additional_properties_are_kept_validated_or_forbidden(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    assert models.Typed.model_validate({"x": "2020-01-01"}).model_extra == {"x": date(2020, 1, 1)}
    assert models.Open.model_validate({"x": [1]}).model_extra == {"x": [1]}
    with pytest.raises(pydantic.ValidationError):
        models.Typed.model_validate({"x": "soon"})
    with pytest.raises(pydantic.ValidationError):
        models.Closed.model_validate({"x": 1})
    plain = import_models(SHOP, "dataclass").Typed.from_dict({"a": "b", "x": "2020-01-01"})
    assert plain.additional_properties == {"x": date(2020, 1, 1)}
    assert plain.to_dict() == {"a": "b", "x": "2020-01-01"}


def test_incompatible_base_classes_are_flattened(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    assert models.Same.__base__ is models.Base and models.Both.__base__ is models.Place
    assert models.Narrow.__base__ is models.GeneratedModel
    assert models.Narrow.model_validate({"kind": "narrow", "at": "2020-01-01"}).at
    with pytest.raises(pydantic.ValidationError):
        models.Narrow.model_validate({"kind": "wide"})


def test_constraints_are_enforced(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    for bad in ({"id": 0}, {"zip": "1"}, {"code": "b1"}, {"size": "xl"}):
        with pytest.raises(pydantic.ValidationError):
            models.Order.model_validate({"id": 1, "shopName": None} | bad)


def test_null_and_missing_fields_differ(import_models: ImportModels) -> None:
    models = import_models(SHOP)
    with pytest.raises(pydantic.ValidationError):
        models.Order.model_validate({"id": 1})
    assert models.UsesMaybe.model_validate({"m": None}).m is None
    plain = import_models(SHOP, "dataclass")
    assert plain.Order.from_dict({"id": 1, "shopName": None}).to_dict()["shopName"] is None
    with pytest.raises(ValueError, match=r"\$: 'shopName' is missing"):
        plain.Order.from_dict({"id": 1})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"id": True}, r"\$\.id: True is not of type int"),
        ({"placedAt": "soon"}, r"\$\.placedAt: 'soon' is not of type datetime"),
        ({"parts": [{}]}, r"\$\.parts\[0\]: 'id' is missing"),
        ({"steps": "z"}, r"\$\.steps: 'z' is not of type OrderSteps"),
    ],
)
def test_dataclass_errors_have_paths(
    import_models: ImportModels, data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        import_models(SHOP, "dataclass").Order.from_dict({"id": 1, "shopName": None} | data)


def test_dataclass_unions_choose_the_member_that_keeps_most_fields(
    import_models: ImportModels,
) -> None:
    small, big = (
        Object(fields=(field("a", INTEGER),)),
        Object(fields=(field("a", INTEGER), field("b", INTEGER))),
    )
    owner = Object(
        fields=(required_field("x", Union(members=(Ref(name="Small"), Ref(name="Big")))),)
    )
    models = import_models(
        api(define("Small", small), define("Big", big), define("Whole", owner)), "dataclass"
    )
    data = {"x": {"a": 1, "b": 2}}
    assert models.Whole.from_dict(data).to_dict() == data


def test_inline_types_are_named_by_path_and_definitions_keep_their_names() -> None:
    pet = define(
        "Pet", Object(fields=(field("owner", Object(fields=(required_field("n", STRING),))),))
    )
    owner = define("PetOwner", Object(fields=(required_field("m", STRING),)))
    alone = render_texts(api(pet), "pydantic", Layout.MODULE)["models.py"]
    assert "class PetOwner(GeneratedModel):\n    n: str" in alone
    both = render_texts(api(pet, owner), "pydantic", Layout.MODULE)["models.py"]
    assert "class PetOwner(GeneratedModel):\n    m: str" in both
    assert "class PetOwnerObject(GeneratedModel):\n    n: str" in both


def test_unrelated_definitions_change_no_other_lines() -> None:
    unrelated = define("Aaa", Object(fields=(required_field("date", String(format="date")),)))
    before = render_texts(SHOP, "pydantic", Layout.MODULE)["models.py"].splitlines()
    extended = Api(definitions=(unrelated, *SHOP.definitions), title=SHOP.title)
    after = render_texts(extended, "pydantic", Layout.MODULE)["models.py"].splitlines()
    body = before.index("]")
    remaining = iter(after[after.index("]") :])
    assert all(line in remaining for line in before[body:])


@pytest.mark.parametrize("name", ["pydantic", "dataclass", "msgspec", "typeddict", DELEGATED])
@EACH_LAYOUT
def test_every_file_has_the_header_and_is_importable(
    import_models: ImportModels, name: str, layout: Layout
) -> None:
    simple = api(
        define(
            "Pet", Object(fields=(required_field("id", INTEGER), field("kind", Ref(name="Kind"))))
        ),
        define("Kind", enum("cat", "dog")),
        define("Pets", Array(items=Ref(name="Pet")), "All pets."),
    )
    files = render_texts(simple, name, layout)
    assert all(text.startswith(f"{MARK}\n") for text in files.values())
    assert import_models(simple, name, layout).Pet.__annotations__.keys() == {"id", "kind"}


@pytest.mark.parametrize("name", ["msgspec", DELEGATED])
def test_delegated_targets_import_only_used_names(import_models: ImportModels, name: str) -> None:
    pet, plant = (
        Object(fields=(field("kind", enum(*kinds)),)) for kinds in (("cat", "dog"), ("oak", "fir"))
    )
    young = Object(bases=("Pet",), fields=(field("age", INTEGER),))
    sample = api(define("Pet", pet), define("Plant", plant), define("Young", young))
    for path, text in render_texts(sample, name, Layout.PACKAGE).items():
        statements = ast.parse(text).body
        imports = [
            statement
            for statement in statements
            if isinstance(statement, ast.ImportFrom) and statement.names
        ]
        bound = {
            alias.asname or alias.name for statement in imports[1:] for alias in statement.names
        }
        code = "\n".join(ast.unparse(node) for node in statements if node not in imports)
        assert all(re.search(rf"\b{identifier}\b", code) for identifier in bound), path
    assert import_models(sample, name, Layout.PACKAGE).Young.__annotations__.keys() >= {"age"}


def test_output_is_deterministic() -> None:
    for kind in TARGETS[:2]:
        assert render_texts(SHOP, kind.name, Layout.PACKAGE) == render_texts(
            SHOP, kind.name, Layout.PACKAGE
        )


def test_renamed_classes_are_reported() -> None:
    notes: list[Note] = []
    render_texts(SHOP, "pydantic", Layout.MODULE, notes)
    messages = [note.message for note in notes if note.rule is RENAMED]
    assert "`foo-bar` is the class `FooBar2`: the name `FooBar` is taken" in messages


def test_user_templates_override_ours(tmp_path: Path) -> None:
    for folder, text in (("good", "# Ours.\n"), ("bad", "# Ours.\n{{ nothing }}\n")):
        (tmp_path / folder / "shared").mkdir(parents=True)
        (tmp_path / folder / "shared" / "header.j2").write_text(text)
    (module,) = write_modules(
        SHOP, find_target("pydantic"), TargetOptions(templates=(tmp_path / "good",)), []
    )
    assert module.text.startswith(f"# Ours.\n{MARK}\n\n")
    with pytest.raises(DocmodelsError) as caught:
        write_modules(
            SHOP, find_target("pydantic"), TargetOptions(templates=(tmp_path / "bad",)), []
        )
    origin = caught.value.note.origin
    assert origin is not None and origin.file.endswith("header.j2") and origin.line == 2


def test_deep_inheritance_and_large_enums_are_rendered() -> None:
    chain = [define("C0", Object(fields=(field("f0", STRING),)))]
    for i in range(1, 1000):
        base, fields = f"C{i - 1}", (field(f"f{i}", STRING),)
        chain.append(define(f"C{i}", Object(bases=(base,), fields=fields)))
    big = define("Big", enum(*(f"value {i}" for i in range(20_000))))
    (text,) = write_modules(api(*chain, big), find_target("pydantic"), TargetOptions(), [])
    assert "class C999(C998):" in text.text and 'VALUE_19999 = "value 19999"' in text.text


def test_output_passes_strict_type_checkers(tmp_path: Path) -> None:
    paths: list[Path] = []
    for name, layout in itertools.product(("pydantic", "pydantic exact", "dataclass"), Layout):
        folder = f"{name.replace(' ', '_')}_{layout}"
        paths.append(write_files(tmp_path, folder, render_texts(SHOP, name, layout)))
    (tmp_path / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}'
    )
    python = ["--pythonpath", sys.executable]
    runs = (
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", *map(str, paths)],
        [sys.executable, "-m", "pyright", *python, "-p", str(tmp_path)],
    )
    for command in runs:
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=1800)
        assert run.returncode == 0, run.stdout


def test_constraints_of_nullable_arrays_apply_to_the_array(import_models: ImportModels) -> None:
    array = Array(items=STRING, constraints=ArrayConstraints(min_items=1))
    models = import_models(
        api(define("A", Object(fields=(Field(name="x", type=nullable(array)),))))
    )
    assert models.A(x=None).x is None
    with pytest.raises(pydantic.ValidationError):
        models.A(x=[])


def test_a_field_that_several_classes_repeat_is_noted_once() -> None:
    origin = Origin("shop.yaml", 7, 1)
    count = Field(name="count", type=INTEGER, default=Default(value="many"), origin=origin)
    other = Field(name="count", type=STRING, origin=origin)
    sample = api(
        define("One", Object(fields=(count,))),
        define("Two", Object(fields=(other,))),
        define("Both", Object(bases=("One", "Two"))),
    )
    for name in ("pydantic", "dataclass"):
        notes: list[Note] = []
        render_texts(sample, name, Layout.MODULE, notes)
        assert [note.origin for note in notes if note.rule is BAD_DEFAULT] == [origin]


def test_a_module_of_dataclasses_always_has_their_base_class() -> None:
    sample = api(define("Color", enum("red", "green")))
    assert "class JsonModel:" in render_texts(sample, "dataclass", Layout.MODULE)["models.py"]
    assert "_types.py" not in render_texts(sample, "dataclass", Layout.PACKAGE)


def test_an_enum_has_one_member_per_value_the_first() -> None:
    members = tuple(
        EnumMember(value=value, name=name)
        for value, name in (("r", "red"), ("g", "green"), ("r", "rouge"))
    )
    text = render_texts(api(define("Color", Enum(members=members))), "pydantic", Layout.MODULE)
    assert 'RED = "r"' in text["models.py"] and "ROUGE" not in text["models.py"]
