"""Definitions get the names that the user asks for; what refers to them follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from msgspec.structs import replace

from docmodels.diagnostics.notes import DocmodelsError
from docmodels.diagnostics.rules import BAD_RENAME
from docmodels.ir import Api
from docmodels.ir.drafts import normalize_name
from docmodels.ir.references import rename_refs, with_explicit_mappings


@dataclass(frozen=True, slots=True)
class Renamed:
    """Definitions under new names, `former` with the old one of each; `left` are wishes for names
    that no definition has."""

    api: Api
    former: Mapping[str, str]
    left: Mapping[str, str]


def run(api: Api, wanted: Mapping[str, str]) -> Api:
    """Rename definitions, all at once: two may exchange their names.

    A name may be written in another case (`CreatePetRequest` for `create_pet_request`) where only
    one definition can be meant. Raises `DocmodelsError` (`bad-rename`) for a name that no
    definition has, and for a new name that another definition has or gets.
    """
    found = partly(api, wanted, normalize_name)
    for old in found.left:
        raise _unknown(api, old)
    return found.api


def partly(api: Api, wanted: Mapping[str, str], spell: Callable[[str], str]) -> Renamed:
    """Rename the definitions among `wanted`, and leave the rest to who gives further names.

    A name that is no definition's means the only one that `spell` makes the same of. Raises as
    `run` does for a new name that cannot be given.
    """
    names: dict[str, str] = {}
    left: dict[str, str] = {}
    for old, new in wanted.items():
        name = _found(api, old, spell)
        if name is None:
            left[old] = new
        elif names.setdefault(name, new) != new:
            message = f"cannot rename `{old}` to `{new}`: it is to get another name too"
            raise DocmodelsError(BAD_RENAME.at(None, message, "give each definition one name"))
    names = {old: new for old, new in names.items() if old != new}
    _refuse_taken(api, names)
    former = {new: old for old, new in names.items()}
    return Renamed(_renamed(api, names), former, left)


def _renamed(api: Api, names: Mapping[str, str]) -> Api:
    if not names:
        return api

    def name(old: str) -> str:
        return names.get(old, old)

    renamed = tuple(
        replace(made, name=name(made.name), type=rename_refs(made.type, name))
        for made in with_explicit_mappings(api.definitions, names)
    )
    return replace(api, definitions=renamed, root=name(api.root))


def _found(api: Api, old: str, spell: Callable[[str], str]) -> str | None:
    """Give the definition that is called `old`, or the only one that may be."""
    known = [made.name for made in api.definitions]
    if old in known:
        return old
    alike = [name for name in known if spell(name) == spell(old) != ""]
    return alike[0] if len(alike) == 1 else None


def _unknown(api: Api, old: str) -> DocmodelsError:
    known = [made.name for made in api.definitions]
    alike = [name for name in known if normalize_name(name) == normalize_name(old) != ""]
    near = alike or get_close_matches(old, known, 3)
    meant = " or ".join(f"`{name}`" for name in near)
    help = f"did you mean {meant}?" if near else "`docmodels inspect` lists what there is"
    message = f"cannot rename `{old}`: no definition is called that"
    return DocmodelsError(BAD_RENAME.at(None, message, help))


def _refuse_taken(api: Api, names: Mapping[str, str]) -> None:
    given = Counter(names.values())
    staying = {made.name: made for made in api.definitions if made.name not in names}
    for old, new in names.items():
        help = "choose a name that is free"
        if not normalize_name(new):
            message = f"cannot rename `{old}` to `{new}`: a name needs a letter or a digit"
        elif new in staying:
            message = f"cannot rename `{old}` to `{new}`: another definition has that name"
            help = f"{help}, or rename `{new}` too"
        elif given[new] > 1:
            message = f"cannot rename `{old}` to `{new}`: another definition is to get that name"
        else:
            continue
        other = staying.get(new)
        raise DocmodelsError(BAD_RENAME.at(other.origin if other else None, message, help))
