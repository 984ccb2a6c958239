"""Write the annotations of dataclasses: those of every target, and the tags of a union's classes."""

from __future__ import annotations

from collections.abc import Iterable

from docmodels.ir import Nullable, Ref, String, Type, Union, WithAssertions
from docmodels.targets.plan.callable_discriminators import callable_discriminator
from docmodels.targets.plan.discriminators import discriminator_attribute
from docmodels.targets.plan.plan import Plan
from docmodels.targets.python.annotations import PlainStyle, Writer
from docmodels.targets.python.runtime_source import helper
from docmodels.targets.python.source import Import, string

ANNOTATED = Import("typing", "Annotated")
DISCRIMINATOR = helper("Discriminator")


class DataclassStyle(PlainStyle, frozen=True):
    """Plain annotations; a union has a `Discriminator` where its tags are no literals."""

    def ordered(self, members: tuple[Type, ...], writer: Writer) -> Iterable[Type]:
        """Return the members with the types that the user chooses for formats last.

        They may write another text than they read; a string before them keeps its text.
        """
        return sorted(members, key=lambda member: _has_chosen_type(member, writer.plan))

    def tagged_union(self, union: Union, writer: Writer) -> list[str]:
        """Write a union with its discriminator; empty if it has none, or if its tags are literals.

        The codec finds literals in the annotations of the members.
        """
        plan = writer.plan
        tags = None if discriminator_attribute(plan, union) else callable_discriminator(plan, union)
        if tags is None:
            return []
        members = [text for type in tags.members.values() for text in writer.alternatives(type)]
        classes = {tag: writer.reference(key) for tag, key in tags.classes.items()}
        if any(text.startswith('"') for text in (*members, *classes.values())):
            return []  # an alias that refers to itself; only a whole annotation may be quoted
        mapping = ", ".join(f"{string(tag)}: {text}" for tag, text in classes.items())
        arguments = [string(tags.wire_name), f"{{{mapping}}}"]
        if tags.default_label:
            arguments.append(tags.default_label)
        union_text = writer.union(text for text in members if text != "None")
        call = f"{writer.use(DISCRIMINATOR)}({', '.join(arguments)})"
        null = ["None"] if tags.nullable or "None" in members else []
        return [f"{writer.use(ANNOTATED)}[{union_text}, {call}]", *null]


def _has_chosen_type(type: Type, plan: Plan) -> bool:
    """Whether a union member is a string with a format of the setting `formats`."""
    match type:
        case String(format):
            return format in plan.formats
        case Nullable(inner) | WithAssertions(inner):
            return _has_chosen_type(inner, plan)
        case Ref(name) if name in plan.shapes and name not in plan.recursive_aliases:
            return _has_chosen_type(plan.shapes[name].type, plan)
        case _:
            return False


STYLE = DataclassStyle()
