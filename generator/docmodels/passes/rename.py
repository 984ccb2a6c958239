"""Rename definitions as the user requests, and all references to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_RENAME
from docmodels.ir import Api
from docmodels.ir.drafts import Draft, normalize_name
from docmodels.ir.references import rename_refs, with_explicit_mappings
from docmodels.passes.context import PassContext


class RenameResult(Struct, frozen=True):
    """The renamed definitions.

    `original` maps new names to old ones; `unmatched` are the requests for names that no definition
    has.
    """

    api: Api
    original: Mapping[str, str]
    unmatched: Mapping[str, str]


def run(drafts: Sequence[Draft], context: PassContext) -> list[Draft]:
    """Rename definitions as the option `rename` requests (`rename_definitions`)."""
    if not context.options.rename:
        return list(drafts)
    api = Api(definitions=tuple(draft.definition for draft in drafts))
    definitions = rename_definitions(api, context.options.rename).definitions
    return [
        replace(draft, definition=definition)
        for draft, definition in zip(drafts, definitions, strict=True)
    ]


def rename_definitions(api: Api, requested: Mapping[str, str]) -> Api:
    """Rename definitions at once, so that two may exchange their names.

    `requested` maps old names to new ones. An old name may be in another case (`CreatePetRequest`
    for `create_pet_request`) if it matches one definition only. Raises `DocmodelsError`
    (`bad-rename`) for a name that no definition has, and for a new name that is not unique.
    """
    result = rename_matching(api, requested, normalize_name)
    for old in result.unmatched:
        raise _unknown_name_error(api, old)
    return result.api


def rename_matching(
    api: Api, requested: Mapping[str, str], normalize: Callable[[str], str]
) -> RenameResult:
    """Rename the definitions that `requested` names; return the other requests as `unmatched`.

    A name that no definition has matches the only definition with the same normalized name.
    Raises `DocmodelsError` (`bad-rename`) for a new name that is not unique.
    """
    names: dict[str, str] = {}
    unmatched: dict[str, str] = {}
    for old, new in requested.items():
        name = _resolve_name(api, old, normalize)
        if name is None:
            unmatched[old] = new
        elif names.setdefault(name, new) != new:
            message = f"cannot rename `{old}` to `{new}`: it has two new names"
            raise DocmodelsError(
                BAD_RENAME.at(None, message, "request one name for each definition")
            )
    names = {old: new for old, new in names.items() if old != new}
    _check_new_names(api, names)
    original = {new: old for old, new in names.items()}
    return RenameResult(_apply_names(api, names), original, unmatched)


def _apply_names(api: Api, names: Mapping[str, str]) -> Api:
    if not names:
        return api

    def rename(old: str) -> str:
        return names.get(old, old)

    definitions = tuple(
        replace(definition, name=rename(definition.name), type=rename_refs(definition.type, rename))
        for definition in with_explicit_mappings(api.definitions, names)
    )
    return replace(api, definitions=definitions, root=rename(api.root))


def _resolve_name(api: Api, old: str, normalize: Callable[[str], str]) -> str | None:
    """Return the definition with the name `old`, or the only one with that normalized name."""
    names = [definition.name for definition in api.definitions]
    if old in names:
        return old
    matches = [name for name in names if normalize(name) == normalize(old) != ""]
    return matches[0] if len(matches) == 1 else None


def _unknown_name_error(api: Api, old: str) -> DocmodelsError:
    names = [definition.name for definition in api.definitions]
    matches = [name for name in names if normalize_name(name) == normalize_name(old) != ""]
    from difflib import get_close_matches

    suggestions = matches or get_close_matches(old, names, 3)
    options = " or ".join(f"`{name}`" for name in suggestions)
    help = (
        f"did you mean {options}?" if suggestions else "`docmodels inspect` lists the definitions"
    )
    message = f"cannot rename `{old}`: no definition has that name"
    return DocmodelsError(BAD_RENAME.at(None, message, help))


def _check_new_names(api: Api, names: Mapping[str, str]) -> None:
    counts = Counter(names.values())
    kept_definitions = {
        definition.name: definition
        for definition in api.definitions
        if definition.name not in names
    }
    for old, new in names.items():
        help = "choose an unused name"
        if not normalize_name(new):
            message = f"cannot rename `{old}` to `{new}`: a name needs a letter or a digit"
        elif any("\ud800" <= character <= "\udfff" for character in new):
            message = f"cannot rename `{old}` to {new!r}: the name is not valid Unicode"
        elif new in kept_definitions:
            message = f"cannot rename `{old}` to `{new}`: another definition has that name"
            help = f"{help}, or rename `{new}` too"
        elif counts[new] > 1:
            message = f"cannot rename `{old}` to `{new}`: another definition gets that name too"
        else:
            continue
        other = kept_definitions.get(new)
        raise DocmodelsError(BAD_RENAME.at(other.origin if other else None, message, help))
