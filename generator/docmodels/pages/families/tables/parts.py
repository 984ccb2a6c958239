"""Find the tables of a page that are models, and group those that list the fields of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from docmodels.diagnostics.notes import Note
from docmodels.diagnostics.rules import AMBIGUOUS_TABLE, INVALID_ROW, SKIPPED_TABLE
from docmodels.ir import is_list, is_object
from docmodels.pages.families.tables.context import PageContext
from docmodels.pages.families.tables.naming import ModelName, Sections, identifier, name_table
from docmodels.pages.families.tables.nesting import Tree, build_tree
from docmodels.pages.families.tables.outline import Table
from docmodels.pages.families.tables.samples import Samples
from docmodels.pages.families.tables.verdicts import TableFacts, judge, table_facts
from docmodels.pages.families.tables.words import plain_text


class Part(Struct, frozen=True):
    """A table that is a model or a part of one, with its tree and the samples of it."""

    context: PageContext
    index: int
    table: Table
    facts: TableFacts
    tree: Tree
    samples: Samples
    name: ModelName
    is_certain: bool


class Model(Struct):
    """A model: the tables that list its fields."""

    name: str
    parts: list[Part] = field(default_factory=list[Part])


def read_parts(context: PageContext, notes: list[Note]) -> Iterator[Part]:
    """Yield the tables of a page that are models; report the others that have fields."""
    sections = Sections(context)
    candidates = [
        (index, table, facts)
        for index, heading in enumerate(context.outline.headings)
        for table in heading.tables
        if (facts := table_facts(table, context)) is not None
    ]
    verdicts = [judge(table, facts, index, context) for index, table, facts in candidates]
    beside = any(verdict.certain for verdict in verdicts)
    for (index, table, facts), verdict in zip(candidates, verdicts, strict=True):
        if beside and not verdict.accepted:
            verdict = judge(table, facts, index, context, beside)
        origin = context.document.origin(table.line.number)
        if not verdict.accepted:
            notes.append(SKIPPED_TABLE.at(origin, f"this table is not read: {verdict.reason}"))
        elif facts.columns.repeated:
            message = f"two columns have the role `{facts.columns.repeated}`"
            notes.append(AMBIGUOUS_TABLE.at(origin, message))
        else:
            samples = context.samples(index, facts.names)
            if facts.texts != facts.names and not samples.keys:
                samples = context.samples(index, facts.texts)
            tree = _build_tree(facts, samples)
            _report(tree, context, notes)
            if tree.fatal is None and tree.fields:
                name = name_table(table, index, context, sections)
                yield Part(context, index, table, facts, tree, samples, name, verdict.certain)


def _build_tree(facts: TableFacts, samples: Samples) -> Tree:
    def name_parent(children: Sequence[str]) -> str:
        for value in samples.objects:
            for key, inner in value.items():
                first = inner[0] if is_list(inner) and inner else inner
                if is_object(first) and set(children) & first.keys():
                    return key
        return ""

    return build_tree(facts.rows, facts.columns, samples.keys.__contains__, name_parent)


def _report(tree: Tree, context: PageContext, notes: list[Note]) -> None:
    for problem in [tree.fatal] if tree.fatal else tree.problems:
        line = problem.row.line
        rule = AMBIGUOUS_TABLE if problem.is_fatal else INVALID_ROW
        notes.append(rule.at(context.document.origin(line.number), problem.message))


def group_parts(parts: Sequence[Part]) -> list[Model]:
    """Return the models of a page: tables of one name without a common field are one model."""
    models: dict[str, Model] = {}
    for part in parts:
        name = part.name.name
        model = models.get(name)
        if model is not None and not _continues(model, part):
            name = _free_name(part, models)
            model = None
        if model is None:
            models[name] = model = Model(name)
        model.parts.append(part)
    return list(models.values())


def _continues(model: Model, part: Part) -> bool:
    """Return whether a table lists more fields of a model."""
    first = model.parts[0].name
    is_same = first.heading == part.name.heading
    if not is_same or first.is_captioned or part.name.is_captioned:
        return False
    return not any(part.tree.fields.keys() & other.tree.fields.keys() for other in model.parts)


def _free_name(part: Part, models: dict[str, Model]) -> str:
    """Return a name that no other model of the page has."""
    name, detail = part.name.name, part.name.detail
    if detail and detail not in name and (longer := f"{part.name.base}{detail}") not in models:
        return longer
    return next(f"{name}{n}" for n in range(2, len(models) + 3) if f"{name}{n}" not in models)


def reference_names(model: Model) -> list[str]:
    """Return the names by which types and links refer to a model."""
    part = model.parts[0]
    context, name = part.context, part.name
    keys = [model.name]
    if name.name == name.base:
        keys.append(name.base)
    if model.name != name.name:
        return keys
    headings = [
        context.outline.headings[i].title
        for i in context.outline.path(part.index)
        if context.titles[i].name and identifier(context.titles[i].name) == name.base
    ]
    return [*keys, *map(plain_text, (*headings, *part.table.captions))]
