"""Test the conversion of any text to unique, stable Python identifiers."""

from __future__ import annotations

import keyword

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docmodels.targets.plan.identifiers import Scope, assign_names, pascal, snake, upper, words
from docmodels.targets.pydantic.reserved_names import PYDANTIC_ATTRIBUTES

TEXTS = st.text(st.characters() | st.sampled_from("_-+$@.<= aAzZ09ßﬁİ"), max_size=12)


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("createdAt", "created_at"),
        ("HTTPServer", "http_server"),
        ("userIDs", "user_ids"),
        ("IPv4", "ipv4"),
        ("sha256Hash", "sha256_hash"),
        ("io.k8s.api.v1beta1.Pod", "io_k8s_api_v1beta1_pod"),
        ("+1", "plus_1"),
        ("-created", "minus_created"),
        ("<=", "less_or_equal"),
        ("@type", "type"),
        ("_id", "id"),
        ("__dunder__", "dunder"),
        ("2fa", "field_2fa"),
        ("", "empty"),
        ("名前", "名前"),
        ("ÄpfelBaum", "äpfel_baum"),
    ],
)
def test_attributes_are_snake_case(text: str, attribute: str) -> None:
    assert snake(text) == attribute


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tag_v2", "Tag_v2"),
        ("tag_v2", "TagV2"),
        ("HTTPValidationError", "HTTPValidationError"),
        ("simple-user", "SimpleUser"),
        ("api.APIKey", "ApiAPIKey"),
        ("2fa", "Model2fa"),
        ("+1", "Plus1"),
    ],
)
def test_legal_class_names_keep_their_case(text: str, name: str) -> None:
    assert pascal(text) == name


@given(TEXTS)
def test_every_text_converts_to_an_identifier(text: str) -> None:
    assert words(text)
    for spell in (snake, pascal, upper):
        name = spell(text)
        assert name.isidentifier() and not name.startswith("_")


@given(st.lists(TEXTS, unique=True, max_size=8))
def test_assigned_names_are_unique_and_not_reserved(texts: list[str]) -> None:
    reserved = {"copy", "date"}
    names = assign_names(texts, snake, reserved.__contains__)
    assert list(names) == texts
    assert len(set(names.values())) == len(texts)
    assert not any(keyword.iskeyword(name) or name in reserved for name in names.values())


@given(st.lists(TEXTS, unique=True, max_size=8))
def test_valid_identifiers_are_kept(texts: list[str]) -> None:
    names = assign_names([*texts, "fine_name"], snake, lambda name: False)
    assert names["fine_name"] == "fine_name"


def test_name_clashes_are_numbered() -> None:
    free = assign_names(["fooBar", "foo_bar", "foo-bar"], snake, lambda name: False)
    assert free == {"fooBar": "foo_bar_2", "foo_bar": "foo_bar", "foo-bar": "foo_bar_3"}
    classes = assign_names(["foo-bar", "FooBar"], pascal, lambda name: False)
    assert classes == {"foo-bar": "FooBar2", "FooBar": "FooBar"}


def test_scope_falls_back_to_the_longer_name() -> None:
    scope = Scope(["PetOwner"])
    assert [scope.allocate("PetOwner", "PetOwnerObject") for _ in range(2)] == [
        "PetOwnerObject",
        "PetOwnerObject2",
    ]


def test_base_model_attributes_are_reserved() -> None:
    public = {name for name in dir(pydantic.BaseModel) if not name.startswith("_")}
    assert public <= PYDANTIC_ATTRIBUTES
