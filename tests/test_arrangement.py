"""Test the order of items and the imports of modules, on items without any text."""

from __future__ import annotations

import unicodedata
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from docmodels.targets.plan.options import Layout
from docmodels.targets.python.arrangement import (
    TYPE_CHECKING,
    ItemModule,
    Placed,
    arrange,
    sort_items,
)
from docmodels.targets.python.file_names import assign_file_names
from docmodels.targets.python.source import Import, PyItem


def item(
    name: str,
    kind: Literal["class", "enum", "alias"] = "class",
    *,
    needs: str = "",
    mentions: str = "",
    calls: str = "",
) -> PyItem:
    """Make an item; `needs`, `mentions` and `calls` are names with spaces between them."""
    return PyItem(
        template=f"shared/{kind}.py.j2",
        kind=kind,
        name=name,
        needs=frozenset(needs.split()),
        mentions=frozenset(mentions.split()),
        calls=frozenset(calls.split()),
    )


def names(items: list[PyItem]) -> str:
    return " ".join(item.name for item in items)


def package(*items: PyItem) -> dict[str, ItemModule]:
    """Arrange items as a package, each in a module of its own name."""
    arrangement = arrange([Placed(item, item.name) for item in items], Layout.PACKAGE)
    assert arrangement.init is not None
    return {module.path: module for module in (arrangement.init, *arrangement.modules)}


def test_a_class_follows_what_it_needs_and_mentions() -> None:
    items = [item("Pet", needs="Base", mentions="Tag"), item("Base"), item("Tag")]
    assert names(sort_items(items)) == "Base Tag Pet"


def test_what_an_item_needs_precedes_what_it_mentions() -> None:
    items = [item("Pet", needs="Zoo", mentions="Ape"), item("Ape"), item("Zoo")]
    assert names(sort_items(items)) == "Zoo Ape Pet"


def test_a_mutual_reference_does_not_displace_what_is_needed() -> None:
    items = [item("A", mentions="B"), item("B", needs="A", mentions="A")]
    assert names(sort_items(items)) == "A B"


def test_an_alias_in_a_cycle_precedes_the_class_that_it_mentions() -> None:
    items = [item("Names", "alias", mentions="Pet"), item("Pet", mentions="Names")]
    assert names(sort_items(items)) == "Names Pet"


def test_the_order_of_the_source_is_kept_otherwise() -> None:
    items = [item("C"), item("A"), item("B")]
    assert names(sort_items(items)) == "C A B"


def test_one_module_has_the_imports_of_all_its_items() -> None:
    any_type = Import("typing", "Any")
    items = [item("A"), PyItem("t", "class", "B", imports=frozenset({any_type}))]
    arrangement = arrange([Placed(one, one.name) for one in items], Layout.MODULE)
    (module,) = arrangement.modules
    assert (module.path, module.exports) == ("models.py", {"A", "B"})
    assert module.imports == {any_type}
    assert arrangement.init is None


def test_a_package_imports_every_name_from_its_module() -> None:
    modules = package(item("PetShop", mentions="Pet"), item("Pet"))
    assert modules["__init__.py"].imports == {
        Import(".pet_shop", "PetShop"),
        Import(".pet", "Pet"),
    }
    assert modules["pet_shop.py"].imports == {Import(".pet", "Pet")}
    assert modules["pet.py"].imports == frozenset()


def test_an_import_in_a_cycle_is_for_type_checkers_only() -> None:
    modules = package(item("Pet", mentions="Shop"), item("Shop", mentions="Pet"))
    assert modules["pet.py"].type_checking_imports == {Import(".shop", "Shop")}
    assert modules["pet.py"].imports == {TYPE_CHECKING}


def test_a_base_class_in_a_cycle_is_imported() -> None:
    modules = package(item("Pet", needs="Base"), item("Base", mentions="Pet"))
    assert modules["pet.py"].imports == {Import(".base", "Base")}
    assert modules["base.py"].type_checking_imports == {Import(".pet", "Pet")}


def test_a_class_that_a_default_calls_is_imported_at_run_time() -> None:
    modules = package(item("Pet", mentions="Shop", calls="Shop"), item("Shop", mentions="Pet"))
    assert modules["pet.py"].imports == {Import(".shop", "Shop")}
    assert not modules["pet.py"].deferred_imports


def test_classes_whose_defaults_call_each_other_are_imported_below_the_items() -> None:
    modules = package(
        item("Pet", mentions="Shop", calls="Shop"), item("Shop", mentions="Pet", calls="Pet")
    )
    assert modules["pet.py"].deferred_imports == {Import(".shop", "Shop")}
    assert not modules["pet.py"].imports and not modules["pet.py"].type_checking_imports


def test_every_file_system_can_hold_the_modules() -> None:
    long = "long" * 80
    texts = ["Con", "com1", "Strasse", "Straße", "PET", "Pet", long + "A", long + "B", "ü" * 99]
    files = assign_file_names(texts)
    assert files["Con"] == "con_" and files["com1"] == "com1_"
    assert len({name.casefold() for name in files.values()}) == len(texts)
    assert all(len(name.encode()) < 140 and name.isidentifier() for name in files.values())
    assert assign_file_names([long + "B"])[long + "B"] == files[long + "B"]


@given(st.lists(st.text(), unique=True, max_size=5))
def test_names_of_modules_are_distinct_identifiers_without_case(texts: list[str]) -> None:
    names = list(assign_file_names(texts).values())
    assert len({name.casefold() for name in names}) == len(names)
    assert all(
        name.isidentifier() and unicodedata.normalize("NFKC", name) == name for name in names
    )
