"""What is written imports, reads JSON, writes it back, and passes strict type checkers."""

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
from hypothesis import given, settings
from hypothesis import strategies as st

from docmodels.diagnostics.notes import DocmodelsError, Note
from docmodels.diagnostics.rules import BAD_DEFAULT, RENAMED
from docmodels.io.output_files import HEADER
from docmodels.ir import (
    INTEGER,
    STRING,
    Api,
    Array,
    Constraints,
    Field,
    Nullable,
    Object,
    Ref,
    Scalar,
    Union,
)
from docmodels.targets import TARGETS, Layout, TargetOptions, Validation, target, write_modules
from targets_sample import (
    SHOP,
    api,
    define,
    enum,
    field,
    need,
)

Make = Callable[..., ModuleType]
_numbers = itertools.count()


def texts(given: Api, name: str, layout: Layout, notes: list[Note] | None = None) -> dict[str, str]:
    kind, _, exact = name.partition(" ")
    form = TargetOptions(layout, validation=Validation.EXACT if exact else Validation.NATURAL)
    written = write_modules(given, target(kind), form, [] if notes is None else notes)
    return {module.path: black.format_str(module.text, mode=black.Mode()) for module in written}


def write(folder: Path, name: str, files: dict[str, str]) -> Path:
    if list(files) == ["models.py"]:
        (folder / f"{name}.py").write_text(files["models.py"], "utf-8")
        return folder / f"{name}.py"
    (folder / name).mkdir()
    for path, text in files.items():
        (folder / name / path).write_text(text, "utf-8")
    return folder / name


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Write an `Api` to a fresh place and import it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names: list[str] = []

    def made(
        given: Api, name: str = "pydantic", layout: Layout = Layout.MODULE, part: str = ""
    ) -> ModuleType:
        names.append(f"made_{next(_numbers)}")
        write(tmp_path, names[-1], texts(given, name, layout))
        importlib.invalidate_caches()
        return importlib.import_module(names[-1] + part)

    yield made
    for module in [loaded for loaded in sys.modules if loaded.split(".")[0] in names]:
        del sys.modules[module]


BOTH = pytest.mark.parametrize("layout", Layout)
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


@BOTH
@pytest.mark.parametrize("name", ["pydantic", "pydantic exact"])
def test_a_pydantic_model_reads_json_and_writes_it_back(
    make: Make, layout: Layout, name: str
) -> None:
    models = make(SHOP, name, layout)
    order = models.Order.model_validate(ORDER)
    assert order.placed_at == datetime.fromisoformat("2024-05-06T07:08:09+00:00")
    assert order.parts[0].shop_name == "s"
    assert order.model_dump(mode="json", by_alias=True, exclude_unset=True) == ORDER
    assert models.Order(id=1, shop_name="by its Python name").shop_name


@BOTH
def test_a_dataclass_reads_json_and_writes_it_back(make: Make, layout: Layout) -> None:
    models = make(SHOP, "dataclass", layout)
    order = models.Order.from_dict(ORDER)
    assert order.placed_at == datetime.fromisoformat("2024-05-06T07:08:09+00:00")
    assert isinstance(order.buyer.home, models.Place)
    written = order.to_dict()
    assert {key: written[key] for key in ORDER if key != "parts"} == {
        key: value for key, value in ORDER.items() if key != "parts"
    }
    assert "meta" not in written, "absent stays absent"


@BOTH
def test_every_pydantic_model_is_complete_after_import(make: Make, layout: Layout) -> None:
    models = make(SHOP, layout=layout)
    for name in models.__all__:
        found = getattr(models, name)
        if isinstance(found, type) and issubclass(found, pydantic.BaseModel):
            assert found.__pydantic_complete__, name
        else:
            pydantic.TypeAdapter(found)


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 5), max_size=3), min_size=6, max_size=6))
def test_a_model_is_complete_before_another_builds_on_it(edges: list[set[int]]) -> None:
    goals = {f"C{number}": {f"C{to}" for to in tos} for number, tos in enumerate(edges)}
    classes = [
        define(name, Object(fields=(need("id", STRING), *(field(to, Ref(name=to)) for to in tos))))
        for name, tos in goals.items()
    ]
    text = texts(api(*classes), "pydantic", Layout.MODULE)["models.py"]
    own = ModuleType("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "models", own)
        for statement in ast.parse(text).body:
            bound = goals.keys() & vars(own).keys()
            complete = {name for name in bound if getattr(own, name).__pydantic_complete__}
            rebuilt = ast.unparse(statement).removesuffix(".model_rebuild()")
            assert rebuilt not in complete, "nothing is finished twice"
            if isinstance(statement, ast.ClassDef):
                assert all(reached(name, goals) - bound for name in bound - complete)
            exec(compile(ast.Module([statement], []), "models.py", "exec"), vars(own))
    assert all(getattr(own, name).__pydantic_complete__ for name in goals)


def reached(name: str, goals: dict[str, set[str]]) -> set[str]:
    found = [name]
    for each in found:
        found += goals[each] - {*found}
    return {*found}


@pytest.mark.parametrize("name", ["pydantic", "dataclass"])
@pytest.mark.parametrize("part", [".place", ".order", ".orders", ".both", ".json"])
def test_every_module_of_a_package_can_be_the_first(make: Make, name: str, part: str) -> None:
    assert make(SHOP, name, Layout.PACKAGE, part).__all__


def test_defaults_are_values_of_their_types(make: Make) -> None:
    models = make(SHOP)
    one, two = models.Order(id=1, shop_name=None), models.Order(id=2, shop_name=None)
    assert one.color is models.Color.LIGHT_RED and one.colors == [models.Color.GREEN]
    assert isinstance(one.place, models.Place) and one.size == "m"
    assert models.Hostile().day == date(2020, 2, 3)
    for name in ("parts", "colors", "place"):
        assert getattr(one, name) is not getattr(two, name)


def test_a_default_of_another_type_is_left_out_and_noted() -> None:
    notes: list[Note] = []
    text = texts(SHOP, "pydantic", Layout.MODULE, notes)["models.py"]
    assert "count: Omittable[Integer] = None" in text
    (note,) = [note for note in notes if note.rule is BAD_DEFAULT]
    assert "`count`" in note.message and '"many"' in note.help and note.origin is not None


@pytest.mark.parametrize("name", ["pydantic", "dataclass"])
def test_hostile_names_keep_their_wire_names(make: Make, name: str) -> None:
    models = make(SHOP, name)
    wire = {"class": "c", "copy": "d", "json": "e", "+1": 1, "-1": 2, "_id": 3, "ID": 4, "": 5}
    wire |= {"date": "2020-01-01", "list": ["x"], "名前": 6, "snakeCase": "y", "str": "z"}
    if name == "pydantic":
        read = models.Hostile.model_validate(wire)
        written = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
    else:
        read = models.Hostile.from_dict(wire)
        written = {key: value for key, value in read.to_dict().items() if key in wire}
    assert written == wire
    assert (read.plus_1, read.minus_1, read.class_, read.list_) == (1, 2, "c", ["x"])
    assert read.date == date(2020, 1, 1)


def test_a_concluded_name_takes_the_documented_spelling_too(make: Make) -> None:
    assert make(SHOP).Hostile.model_validate({"Guess_": "x"}).guess == "x"
    assert make(SHOP, "dataclass").Hostile.from_dict({"Guess_": "x"}).guess == "x"


def test_a_discriminated_union_goes_by_its_tag(make: Make) -> None:
    models = make(SHOP)
    read = models.Drawing.model_validate({"shapes": [{"@type": "rect", "a": 1}]})
    assert isinstance(read.shapes[0], models.Square)
    with pytest.raises(pydantic.ValidationError) as caught:
        models.Drawing.model_validate({"shapes": [{"@type": "star"}]})
    assert caught.value.errors()[0]["type"] == "union_tag_invalid"


def test_a_union_that_pydantic_cannot_tell_apart_stays_plain(make: Make) -> None:
    models = make(SHOP)
    read = pydantic.TypeAdapter(models.Loose).validate_python({"@type": "blob", "size": 3})
    assert read == models.Blob(type="blob", size=3)
    assert "Loose: TypeAlias = Circle | Blob" in texts(SHOP, "pydantic", Layout.MODULE)["models.py"]


def test_additional_properties_are_kept_typed_or_refused(make: Make) -> None:
    models = make(SHOP)
    assert models.Typed.model_validate({"x": "2020-01-01"}).model_extra == {"x": date(2020, 1, 1)}
    assert models.Open.model_validate({"x": [1]}).model_extra == {"x": [1]}
    with pytest.raises(pydantic.ValidationError):
        models.Typed.model_validate({"x": "soon"})
    with pytest.raises(pydantic.ValidationError):
        models.Closed.model_validate({"x": 1})
    plain = make(SHOP, "dataclass").Typed.from_dict({"a": "b", "x": "2020-01-01"})
    assert plain.additional_properties == {"x": date(2020, 1, 1)}
    assert plain.to_dict() == {"a": "b", "x": "2020-01-01"}


def test_a_base_is_kept_where_the_heir_agrees_and_flattened_where_not(make: Make) -> None:
    models = make(SHOP)
    assert models.Same.__base__ is models.Base and models.Both.__base__ is models.Place
    assert models.Narrow.__base__ is pydantic.BaseModel
    assert models.Narrow.model_validate({"kind": "narrow", "at": "2020-01-01"}).at
    with pytest.raises(pydantic.ValidationError):
        models.Narrow.model_validate({"kind": "wide"})


def test_constraints_and_patterns_are_enforced(make: Make) -> None:
    models = make(SHOP)
    for bad in ({"id": 0}, {"zip": "1"}, {"code": "b1"}, {"size": "xl"}):
        with pytest.raises(pydantic.ValidationError):
            models.Order.model_validate({"id": 1, "shopName": None} | bad)


def test_null_and_absence_are_not_mixed(make: Make) -> None:
    models = make(SHOP)
    with pytest.raises(pydantic.ValidationError):
        models.Order.model_validate({"id": 1})
    assert models.UsesMaybe.model_validate({"m": None}).m is None
    plain = make(SHOP, "dataclass")
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
def test_a_dataclass_says_what_does_not_fit_and_where(
    make: Make, data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        make(SHOP, "dataclass").Order.from_dict({"id": 1, "shopName": None} | data)


def test_a_dataclass_union_takes_the_member_that_keeps_most(make: Make) -> None:
    small, big = (
        Object(fields=(field("a", INTEGER),)),
        Object(fields=(field("a", INTEGER), field("b", INTEGER))),
    )
    whole = Object(fields=(need("x", Union(members=(Ref(name="Small"), Ref(name="Big")))),))
    models = make(
        api(define("Small", small), define("Big", big), define("Whole", whole)), "dataclass"
    )
    data = {"x": {"a": 1, "b": 2}}
    assert models.Whole.from_dict(data).to_dict() == data


def test_inline_types_are_called_by_their_path_and_definitions_keep_their_names() -> None:
    pet = define("Pet", Object(fields=(field("owner", Object(fields=(need("n", STRING),))),)))
    own = define("PetOwner", Object(fields=(need("m", STRING),)))
    alone = texts(api(pet), "pydantic", Layout.MODULE)["models.py"]
    assert 'class PetOwner(BaseModel, extra="allow"):\n    n: str' in alone
    both = texts(api(pet, own), "pydantic", Layout.MODULE)["models.py"]
    assert 'class PetOwner(BaseModel, extra="allow"):\n    m: str' in both
    assert 'class PetOwnerObject(BaseModel, extra="allow"):\n    n: str' in both


def test_an_unrelated_definition_changes_no_other_line() -> None:
    more = define("Aaa", Object(fields=(need("date", Scalar(kind="string", format="date")),)))
    before = texts(SHOP, "pydantic", Layout.MODULE)["models.py"].splitlines()
    with_more = Api(definitions=(more, *SHOP.definitions), title=SHOP.title)
    after = texts(with_more, "pydantic", Layout.MODULE)["models.py"].splitlines()
    body = before.index("]")
    rest = iter(after[after.index("]") :])
    assert all(line in rest for line in before[body:])


@pytest.mark.parametrize("name", ["pydantic", "dataclass", "msgspec", "typeddict"])
@BOTH
def test_every_file_carries_our_header_and_imports(make: Make, name: str, layout: Layout) -> None:
    simple = api(
        define("Pet", Object(fields=(need("id", INTEGER), field("kind", Ref(name="Kind"))))),
        define("Kind", enum("cat", "dog")),
        define("Pets", Array(items=Ref(name="Pet")), "All pets."),
    )
    files = texts(simple, name, layout)
    assert all(text.startswith(f"{HEADER}\n") for text in files.values())
    assert make(simple, name, layout).Pet.__annotations__.keys() == {"id", "kind"}


@pytest.mark.parametrize("name", ["msgspec", "typeddict"])
def test_files_of_other_writers_have_the_imports_that_they_use(make: Make, name: str) -> None:
    pet, plant = (
        Object(fields=(field("kind", enum(*kinds)),)) for kinds in (("cat", "dog"), ("oak", "fir"))
    )
    young = Object(bases=("Pet",), fields=(field("age", INTEGER),))
    given = api(define("Pet", pet), define("Plant", plant), define("Young", young))
    for path, text in texts(given, name, Layout.PACKAGE).items():
        own = ast.parse(text).body
        found = [each for each in own if isinstance(each, ast.ImportFrom) and each.names]
        bound = {alias.asname or alias.name for each in found[1:] for alias in each.names}
        rest = "\n".join(ast.unparse(each) for each in own if each not in found)
        assert all(re.search(rf"\b{word}\b", rest) for word in bound), path
    assert make(given, name, Layout.PACKAGE).Young.__annotations__.keys() >= {"age"}


def test_writing_twice_gives_the_same_text() -> None:
    for each in TARGETS[:2]:
        assert texts(SHOP, each.name, Layout.PACKAGE) == texts(SHOP, each.name, Layout.PACKAGE)


def test_a_name_that_had_to_give_way_is_noted() -> None:
    notes: list[Note] = []
    texts(SHOP, "pydantic", Layout.MODULE, notes)
    told = [note.message for note in notes if note.rule is RENAMED]
    assert "`foo-bar` is the class `FooBar2`: the name `FooBar` is taken" in told


def test_a_template_of_the_user_stands_for_ours(tmp_path: Path) -> None:
    for folder, text in (("good", "# Ours.\n"), ("bad", "# Ours.\n{{ nothing }}\n")):
        (tmp_path / folder / "shared").mkdir(parents=True)
        (tmp_path / folder / "shared" / "header.j2").write_text(text)
    (module,) = write_modules(
        SHOP, target("pydantic"), TargetOptions(templates=tmp_path / "good"), []
    )
    assert module.text.startswith("# Ours.\n\n")
    with pytest.raises(DocmodelsError) as caught:
        write_modules(SHOP, target("pydantic"), TargetOptions(templates=tmp_path / "bad"), [])
    origin = caught.value.note.origin
    assert origin is not None and origin.file.endswith("header.j2") and origin.line == 2


def test_a_long_chain_of_heirs_and_a_big_enum_take_their_time_once() -> None:
    chain = [define("C0", Object(fields=(field("f0", STRING),)))]
    for i in range(1, 1000):
        base, own = f"C{i - 1}", (field(f"f{i}", STRING),)
        chain.append(define(f"C{i}", Object(bases=(base,), fields=own)))
    big = define("Big", enum(*(f"value {i}" for i in range(20_000))))
    (text,) = write_modules(api(*chain, big), target("pydantic"), TargetOptions(), [])
    assert "class C999(C998):" in text.text and 'VALUE_19999 = "value 19999"' in text.text


def test_strict_type_checkers_accept_every_line(tmp_path: Path) -> None:
    paths: list[Path] = []
    for name, layout in itertools.product(("pydantic", "pydantic exact", "dataclass"), Layout):
        folder = f"{name.replace(' ', '_')}_{layout}"
        paths.append(write(tmp_path, folder, texts(SHOP, name, layout)))
    (tmp_path / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}'
    )
    python = ["--pythonpath", sys.executable]
    runs = (
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", *map(str, paths)],
        [sys.executable, "-m", "pyright", *python, "-p", str(tmp_path)],
    )
    for command in runs:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout


def test_limits_of_nullable_lists_reach_the_list(make: Make) -> None:
    some = Array(items=STRING, constraints=Constraints(min_items=1))
    models = make(api(define("A", Object(fields=(Field(name="x", type=Nullable(type=some)),)))))
    assert models.A(x=None).x is None
    with pytest.raises(pydantic.ValidationError):
        models.A(x=[])
