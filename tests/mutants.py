"""Check that the tests notice the faults of a list: `python tests/mutants.py [NAME ...]`.

Each fault is a replacement in a copy of the code. The script runs the tests that should notice it,
prints the faults that they miss or that the code no longer contains, and exits with 1 if there are
any. A fault whose code has changed needs a new replacement, not a new test.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = Path("generator/docmodels")
COPIED = ("generator", "templates", "schemas")


class Fault(NamedTuple):
    """A replacement of `before`, which occurs once in a package, that `test` (a file) notices."""

    name: str
    package: str
    before: str
    after: str
    test: str


FAULTS = [
    Fault(
        "accepted rules of a module replace those of all modules",
        "config",
        "(*values[option.name], *options[option.name])",
        "options[option.name]",
        "test_config",
    ),
    Fault(
        "entries of tables of a module replace those of all modules",
        "config",
        "values = merge_values(values, _parse_table(table))",
        "values = {**values, **_parse_table(table)}",
        "test_config",
    ),
    Fault(
        "the lock is in the current folder, not beside the settings",
        "cli",
        'Path(project.folder, "docmodels.lock")\n    return [',
        'Path("docmodels.lock")\n    return [',
        "test_remote",
    ),
    Fault(
        "a condition before a list of values is ignored",
        "inference",
        "if is_conditional(text, announcement.start()):",
        "if False:",
        "test_enums_from_prose",
    ),
    Fault(
        "one value with a constant is an enum",
        "inference",
        "MIN_PAIRS = 2",
        "MIN_PAIRS = 1",
        "test_enums_from_prose",
    ),
    Fault(
        "a string of C is an enum if its text lists values",
        "pages",
        "context.plain_fields.add((page.path, row.line))",
        "pass",
        "test_enums_from_prose",
    ),
    Fault(
        "a model of swagger-markdown without a table is an object",
        "pages",
        "if not model.has_table:",
        "if False:",
        "test_pages_swagger_markdown",
    ),
    Fault(
        "[nullable] in the notes is ignored",
        "pages",
        '"nullable": {"nullable": True}',
        '"nullable": {}',
        "test_pages_properties",
    ),
    Fault(
        "a blank Required cell of liblab means required",
        "pages",
        "_YES in row.required",
        "_NO not in row.required",
        "test_pages_liblab",
    ),
    Fault(
        "`>` of APIMatic is read as `>=`",
        "pages/families/apimatic",
        '">": "exclusive_minimum"',
        '">": "minimum"',
        "test_pages_apimatic",
    ),
    Fault(
        "json-schema-for-humans: `object` is read as the type of a schema without one",
        "pages",
        'if kinds == ["object"]:',
        "if not kinds:",
        "test_pages_json_schema_for_humans",
    ),
    Fault(
        "jsonschema2md: a union with a member of any value keeps its other members",
        "pages",
        "return UNKNOWN if UNKNOWN in members else union_of(members, mode)",
        "return union_of(members, mode)",
        "test_schema_facts",
    ),
    Fault(
        "null in an enum of swagger-markdown is ignored",
        "pages",
        "nullable(enum) if len(members) < len(values) else enum",
        "enum",
        "test_pages_swagger_markdown",
    ),
    Fault(
        "an enum of Slate is always closed",
        "pages",
        "closed=not is_repeated or sample is not None",
        "closed=True",
        "test_pages_slate",
    ),
    Fault(
        "a sample in another section outweighs the parameters of a query",
        "pages",
        "if is_guarded:",
        "if False:",
        "test_pages_tables",
    ),
    Fault(
        "hand-written tables of two headings with one name are one model",
        "pages",
        "if not is_same or first.is_captioned",
        "if first.is_captioned",
        "test_pages_tables",
    ),
    Fault(
        "a fractional exclusiveMaximum is rounded down",
        "targets",
        '("lt", constraints.exclusive_maximum, math.ceil)',
        '("lt", constraints.exclusive_maximum, math.floor)',
        "test_all_of",
    ),
    Fault(
        "the smaller minLength of two members of an allOf counts",
        "ir",
        '"min_length": max',
        '"min_length": min',
        "test_all_of",
    ),
    Fault(
        "bases are in reverse order in the representation",
        "readers",
        "dict.fromkeys((*bases, *merged.bases))",
        "dict.fromkeys((*bases, *merged.bases)[::-1])",
        "test_all_of",
    ),
    Fault(
        "bases are in reverse order in classes",
        "targets",
        "dict.fromkeys(type.bases)",
        "dict.fromkeys(type.bases[::-1])",
        "test_all_of",
    ),
    Fault(
        "a flattened class loses the pattern properties of its base",
        "targets",
        "pattern_properties={**pattern_properties, **layout.pattern_properties}",
        "pattern_properties=layout.pattern_properties",
        "test_all_of",
    ),
    Fault(
        "an allOf with a union loses its other members",
        "targets",
        "self.merge([*others, member], name)",
        "self.merge([member], name)",
        "test_all_of",
    ),
    Fault(
        "a value may be the literal tag of two members",
        "targets",
        "if not values or seen_values & set(values):",
        "if not values:",
        "test_all_of",
    ),
    Fault(
        "a value may be the mapped tag of two members",
        "targets",
        "if tags.setdefault(tag, key) not in keys:",
        "if tags.setdefault(tag, key) == '':",
        "test_all_of",
    ),
    Fault(
        "a redirect from https to http is followed",
        "io",
        'if address.startswith("https:") and not target.startswith("https:"):',
        "if not target:",
        "test_remote",
    ),
    Fault(
        "a reference does not prefer its folder",
        "passes",
        "or self.in_folder.get((draft.folder, name))",
        "",
        "test_passes",
    ),
    Fault(
        "the examples of one of two equal pages are lost",
        "passes",
        "samples=(*first.samples, *other.samples)",
        "samples=first.samples",
        "test_passes",
    ),
    Fault(
        "two models are evidence for one API",
        "inference",
        "MIN_MODELS = 3",
        "MIN_MODELS = 2",
        "test_merge_sources",
    ),
    Fault(
        "releases of an API are merged if a third source resembles both",
        "passes",
        "if first is second or any(numbers in differing for numbers in crossing):",
        "if first is second:",
        "test_merge_sources",
    ),
    Fault(
        "an inferred fact counts as much as a printed one",
        "passes",
        "printed = [statement for statement in statements if not statement.is_inferred]",
        "printed = list(statements)",
        "test_merge_sources",
    ),
    Fault(
        "a field that pages add enters the model of a specification without a note",
        "passes",
        "page_only.append((page, row[1]))",
        "pass",
        "test_merge_sources",
    ),
    Fault(
        "a source that marks every optional field as null decides",
        "passes",
        "not field.required and not isinstance(field.type, Nullable) for field in fields",
        "True for field in fields",
        "test_merge_sources",
    ),
    Fault(
        "formats of sources that do not distinguish them count",
        "passes",
        "if is_trusted or not format",
        "if True",
        "test_merge_sources",
    ),
    Fault(
        "one mention proves the case of wire names",
        "inference",
        "MIN_MENTIONS = 2",
        "MIN_MENTIONS = 1",
        "test_passes",
    ),
    Fault(
        "three mentions are needed to prove the case of wire names",
        "inference",
        "MIN_MENTIONS = 2",
        "MIN_MENTIONS = 3",
        "test_passes",
    ),
    Fault(
        "u64 of Rust is unknown",
        "pages",
        "u8 u16 u32 u64 u128",
        "u8 u16 u32 u128",
        "test_pages_properties",
    ),
    Fault(
        "a default that is the name of an enum member is lost",
        "pages",
        'return Default(value=name) if syntax == "raw" else None, name, type',
        'return Default(value=name) if syntax == "raw" else None, "", type',
        "test_pages_properties",
    ),
    Fault(
        "a draft loses the defaults that are names of enum members",
        "pages",
        "enum_defaults=parsed.enum_defaults",
        "enum_defaults={}",
        "test_pages_properties",
    ),
    Fault(
        "APIMatic pages lose the defaults that are names of enum members",
        "pages",
        "context.enum_defaults[name] = member",
        "del member",
        "test_pages_apimatic",
    ),
    Fault(
        "the default of an enum member is text",
        "pages",
        "return _SYMBOL.fullmatch(text) is not None",
        "return False",
        "test_page_literals",
    ),
    Fault(
        "the default of a tuple is a list",
        "targets",
        "if type.prefix_items and isinstance(type.items, Never):",
        "if type.prefix_items and not type.items:",
        "test_all_of",
    ),
    Fault(
        "the default of a tuple of one item is the item",
        "targets",
        'f"({text},)" if len(parts) == 1 else ',
        "",
        "test_all_of",
    ),
    Fault(
        "a link in a docstring is broken",
        "targets",
        r"!?\[[^\[\]]{0,200}\](?:\([^()]{0,400}\)|\[[^\[\]]{0,80}\])",
        r"!\[\]",
        "test_wrapping",
    ),
    Fault(
        "a hard line break in a docstring is joined",
        "targets",
        "may_join=not _HARD_BREAK.search(text)",
        "may_join=True",
        "test_wrapping",
    ),
    Fault(
        "a field called `list` hides the builtin",
        "targets",
        'frozenset({"list", "tuple"} if type.prefix_items else {"list"})',
        "_NONE",
        "test_attribute_names",
    ),
    Fault(
        "union members are labelled by titles that are sentences",
        "targets",
        "yield {i: [title] for i, title in titles.items() if is_name(title)}",
        "yield {i: [title] for i, title in titles.items() if title}",
        "test_union_labels",
    ),
    Fault(
        "a text of an input ends the data island of a report",
        "html_report",
        """{"<": "\\\\u003c", ">": "\\\\u003e", "&": "\\\\u0026"}""",
        "{}",
        "test_report",
    ),
    Fault(
        "a report has the code of another model of the same name",
        "html_report",
        "times[key] == 1 and ",
        "",
        "test_report",
    ),
    Fault(
        "a report states of a page that it excludes null",
        "html_report",
        'return "not null" if is_schema else "null not stated"',
        'return "not null"',
        "test_report",
    ),
    Fault(
        "a link that leads nowhere stays in a docstring",
        "targets/python",
        'is_kept = token["target"] is None or _URL.match(token["target"])',
        "is_kept = True",
        "test_docstring_text",
    ),
    Fault(
        "a wire name that the alias generator does not give has no alias",
        "targets/pydantic",
        'return [] if _is_converted(field, name, self.name) else [f"alias={wire}"]',
        "return []",
        "test_aliases",
    ),
]


def outcome(fault: Fault, folder: Path) -> str:
    """Apply a fault in the copy `folder`, run its tests and undo it; return "" if they fail."""
    package = folder / PACKAGE / fault.package
    paths = sorted([*package.rglob("*.py"), *package.rglob("*.toml")])
    places = [(path, text) for path in paths if fault.before in (text := path.read_text("utf-8"))]
    if len(places) != 1 or places[0][1].count(fault.before) != 1:
        return f"not applicable: the code is in {len(places)} files"
    path, source = places[0]
    path.write_text(source.replace(fault.before, fault.after), "utf-8")
    options = [
        "-q",
        "-x",
        "-o",
        f"pythonpath={folder / 'generator'} tests",
        "-p",
        "no:cacheprovider",
    ]
    command = [sys.executable, "-m", "pytest", *options, f"tests/{fault.test}.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    path.write_text(source, "utf-8")
    return {0: "not noticed", 1: ""}.get(run.returncode, run.stdout + run.stderr)


def problems(faults: list[Fault]) -> Iterator[str]:
    """Yield a line for each fault that no test notices."""
    with tempfile.TemporaryDirectory() as name:
        ignore = shutil.ignore_patterns("__pycache__")
        for part in COPIED:
            shutil.copytree(ROOT / part, Path(name, part), ignore=ignore)
        for fault in faults:
            if problem := outcome(fault, Path(name)):
                yield f"{fault.name} ({fault.package}): {problem}"


if __name__ == "__main__":
    chosen = [fault for fault in FAULTS if fault.name in sys.argv[1:] or len(sys.argv) == 1]
    lines = [*problems(chosen)]
    print("\n".join(lines) or f"The tests notice all {len(chosen)} faults.")
    sys.exit(bool(lines))
