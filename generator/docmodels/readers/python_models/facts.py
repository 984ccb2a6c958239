"""Read the arguments of `Field(..)`, `field(..)`, `Meta(..)` and of the other metadata of types."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from docmodels.ir import DEPRECATED, Deprecation, Json, is_list, is_object
from docmodels.readers.python_models.syntax import clean_doc
from docmodels.readers.python_models.values import Evaluator, NotConstant
from docmodels.readers.python_models.vocabulary import ANNOTATED_TYPES, CONSTRAINTS, WITHOUT_MEANING


class Facts(Struct, frozen=True):
    """What the metadata of a type or a field states.

    `aliases` are the wire names that are read, the preferred one first. `default` and
    `default_factory` are expressions. `is_required` is `Field(...)`. `may_be_absent`: the value None
    stands for an absent field. `is_any_case`: its name is read in each case. `unsupported` are the
    arguments that are not read.
    """

    constraints: Mapping[str, Any] = field(default_factory=dict[str, Any])
    aliases: tuple[str, ...] = ()
    written_as: str = ""
    title: str = ""
    doc: str = ""
    format: str = ""
    access: str = ""
    deprecation: Deprecation | None = None
    examples: tuple[Json, ...] = ()
    default: ast.expr | None = None
    default_factory: ast.expr | None = None
    is_required: bool = False
    may_be_absent: bool = False
    may_be_null: bool = False
    is_extra: bool = False
    is_any_case: bool = False
    discriminator: ast.expr | None = None
    unsupported: tuple[ast.AST, ...] = ()

    def merged(self, other: Facts) -> Facts:
        """Return the facts of both; those of `other` replace equal ones."""
        changes: dict[str, Any] = {
            name: value
            for name in self.__struct_fields__
            if (value := getattr(other, name)) not in (None, "", (), False, {})
        }
        changes["constraints"] = {**self.constraints, **other.constraints}
        changes["unsupported"] = (*self.unsupported, *other.unsupported)
        return replace(self, **changes)


NO_FACTS: Final = Facts()

_FIELD_CALLS: Final = frozenset(
    {
        "pydantic.Field",
        "pydantic.dataclasses.Field",
        "dataclasses.field",
        "msgspec.field",
        "msgspec.Meta",
        "pydantic.StringConstraints",
        "pydantic.Query",
        "annotated_types.Interval",
    }
)


def is_field_call(name: str) -> bool:
    """Whether a call describes a field, and its result is no value of the field."""
    return name in _FIELD_CALLS


def metadata_facts(nodes: Iterable[ast.expr], evaluator: Evaluator) -> Facts:
    """Return the facts of the metadata in `Annotated[X, ..]`."""
    facts = NO_FACTS
    for node in nodes:
        facts = facts.merged(_metadata_facts(node, evaluator))
    return facts


def _metadata_facts(node: ast.expr, evaluator: Evaluator) -> Facts:
    name = evaluator.module.qualified_name(node.func if isinstance(node, ast.Call) else node)
    match node:
        case ast.Constant(str(text)):
            return Facts(doc=clean_doc(text)) if text else NO_FACTS
        case ast.Call() if is_field_call(name):
            return call_facts(node, evaluator)
        case ast.Call(_, arguments, keywords) if name in ANNOTATED_TYPES:
            pairs = zip(ANNOTATED_TYPES[name], arguments, strict=False)
            words = [ast.keyword(word, argument) for word, argument in pairs]
            return call_facts(ast.Call(node.func, [], [*words, *keywords]), evaluator)
        case ast.Call(_, [ast.Constant(str(text)), *_]) if name == "typing.Doc":
            return Facts(doc=clean_doc(text))
        case ast.Call(_, [ast.Constant(str(text)), *_]) if name == "typing.deprecated":
            return Facts(deprecation=Deprecation(reason=text))
        case ast.Call() if name in _DISCRIMINATORS:
            return Facts(discriminator=node)
        case ast.Call() if name == "pydantic.Tag":
            return NO_FACTS
        case _ if name == ".Unique":
            return Facts(constraints={"unique_items": True})
        case _ if name in WITHOUT_MEANING:
            return NO_FACTS
        case _:
            return Facts(unsupported=(node,))


_DISCRIMINATORS: Final = frozenset(
    {"pydantic.Discriminator", ".discriminated_by", ".Discriminator"}
)


def call_facts(call: ast.Call, evaluator: Evaluator) -> Facts:
    """Return the facts of a call of `Field`, `field`, `Meta` and the like."""
    facts = Facts()
    is_field = evaluator.module.qualified_name(call.func) == "pydantic.Field"
    if call.args and is_field:
        facts = facts.merged(_default(call.args[0]))
    for word in call.keywords:
        if word.arg is None:
            facts = facts.merged(Facts(unsupported=(word.value,)))
        else:
            stated = _argument(word.arg, word.value, evaluator)
            if stated.unsupported:
                stated = replace(stated, unsupported=(word,))
            facts = facts.merged(stated)
    return facts


def _default(node: ast.expr) -> Facts:
    if isinstance(node, ast.Constant) and node.value is ...:
        return Facts(is_required=True)
    return Facts(default=node)


def _argument(name: str, node: ast.expr, evaluator: Evaluator) -> Facts:
    if name == "default":
        return _default(node)
    if name == "default_factory":
        return Facts(default_factory=node)
    if name == "discriminator":
        return Facts(discriminator=node)
    if name in ("validation_alias", "alias_priority"):
        return _alias_choices(node, evaluator) if name == "validation_alias" else NO_FACTS
    if name == "exclude_if":
        return Facts(may_be_absent=_is_none_test(node))
    if name in _IGNORED:
        return NO_FACTS
    try:
        value = evaluator.value(node)
    except NotConstant:
        return Facts(unsupported=(node,))
    if name in CONSTRAINTS:
        return _constraint(name, value, node)
    reader = _ARGUMENTS.get(name)
    return reader(value) if reader else Facts(unsupported=(node,))


def _constraint(name: str, value: Json, node: ast.expr) -> Facts:
    """Return a constraint whose value has the right type."""
    if value is None or value is False:
        return NO_FACTS
    expected = _CONSTRAINT_TYPES.get(name, int | float)
    if isinstance(value, expected) and (isinstance(value, bool) == (expected is bool)):
        return Facts(constraints={CONSTRAINTS[name]: value})
    return Facts(unsupported=(node,))


_CONSTRAINT_TYPES: Final[Mapping[str, Any]] = {
    "pattern": str,
    "regex": str,
    "unique_items": bool,
    **dict.fromkeys(("min_length", "max_length", "min_items", "max_items"), int),
}


def _alias_choices(node: ast.expr, evaluator: Evaluator) -> Facts:
    """Read `AliasChoices("a", "b")`, or a text."""
    match node:
        case ast.Call(function, arguments, []) if (
            evaluator.module.qualified_name(function) == "pydantic.AliasChoices"
        ):
            names = [a.value for a in arguments if isinstance(a, ast.Constant)]
            texts = tuple(name for name in names if isinstance(name, str))
            unsupported = tuple(a for a in arguments if not isinstance(a, ast.Constant))
            return Facts(aliases=texts, unsupported=unsupported)
        case ast.Constant(str(text)):
            return Facts(aliases=(text,))
        case ast.Constant(None):
            return NO_FACTS
        case _:
            return Facts(unsupported=(node,))


def _is_none_test(node: ast.expr) -> bool:
    """Whether a function is `lambda value: value is None`."""
    match node:
        case ast.Lambda(_, ast.Compare(_, [ast.Is()], [ast.Constant(None)])):
            return True
        case _:
            return False


def _deprecated(value: Json) -> Facts:
    if isinstance(value, str):
        return Facts(deprecation=Deprecation(reason=value))
    return Facts(deprecation=DEPRECATED if value else None)


def _examples(value: Json) -> Facts:
    return Facts(examples=tuple(value)) if is_list(value) else NO_FACTS


def _dataclass_metadata(value: Json) -> Facts:
    """Read the metadata of fields of dataclasses that docmodels writes."""
    values = value if is_object(value) else {}
    name, aliases = values.get("name", ""), values.get("aliases", [])
    names = [name, *(aliases if is_list(aliases) else [])]
    if not name and len(names) > 1:
        names[0] = ""
    return Facts(
        aliases=tuple(text for text in names if isinstance(text, str)) if any(names) else (),
        may_be_null=values.get("nullable") is True,
        is_extra=values.get("extra") is True,
        is_any_case=values.get("any_case") is True,
    )


def _json_schema_extra(value: Json) -> Facts:
    """Read keywords of JSON Schema that pydantic and msgspec have no argument for."""
    values = value if is_object(value) else {}
    access = {"readOnly": "read-only", "writeOnly": "write-only"}
    facts = Facts(
        access=next((access[key] for key in access if values.get(key) is True), ""),
        format=values["format"] if isinstance(values.get("format"), str) else "",
        deprecation=DEPRECATED if values.get("deprecated") is True else None,
    )
    examples = [values["example"]] if "example" in values else values.get("examples", [])
    return facts.merged(_examples(examples))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _aliases(value: Json) -> Facts:
    return Facts(aliases=(value,)) if isinstance(value, str) else NO_FACTS


_ARGUMENTS: Final[Mapping[str, Callable[[Json], Facts]]] = {
    "alias": _aliases,
    "name": _aliases,
    "serialization_alias": lambda value: Facts(written_as=_text(value)),
    "title": lambda value: Facts(title=_text(value).strip()),
    "description": lambda value: Facts(doc=clean_doc(_text(value))),
    "doc": lambda value: Facts(doc=clean_doc(_text(value))),
    "deprecated": _deprecated,
    "examples": _examples,
    "example": lambda value: Facts(examples=(value,)),
    "metadata": _dataclass_metadata,
    "json_schema_extra": _json_schema_extra,
    "extra_json_schema": _json_schema_extra,
    "extra": _json_schema_extra,
}
"""The arguments whose value is a fact."""

_IGNORED: Final = frozenset(
    {
        *("init", "init_var", "repr", "hash", "compare", "kw_only", "frozen", "strict"),
        *("validate_default", "allow_mutation", "union_mode", "fail_fast", "coerce"),
        *("coerce_numbers_to_str", "field_title_generator", "allow_inf_nan", "exclude"),
        *("strip_whitespace", "to_lower", "to_upper", "curtail_length", "tz", "include"),
        *("max_digits", "decimal_places"),
    }
)
"""The arguments that do not change which JSON values are valid, or only slightly."""
