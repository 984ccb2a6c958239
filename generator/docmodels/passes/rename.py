"""Definitions get the names that the user asks for; what refers to them follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from msgspec.structs import replace

from docmodels.drafts import fold
from docmodels.ir import Api
from docmodels.notes import BAD_RENAME, DocmodelsError
from docmodels.passes.references import redirected, spelled_out


def run(api: Api, wanted: Mapping[str, str]) -> Api:
    """Rename definitions, all at once: two may exchange their names.

    A name may be written as the generated class is (`CreatePetRequest` for `create_pet_request`)
    where only one definition can be meant. Raises `DocmodelsError` (`bad-rename`) for a name that
    no definition has, and for a new name that another definition has or gets.
    """
    names: dict[str, str] = {}
    for old, new in wanted.items():
        if names.setdefault(_found(api, old), new) != new:
            message = f"cannot rename `{old}` to `{new}`: it is to get another name too"
            raise DocmodelsError(BAD_RENAME.at(None, message, "give each definition one name"))
    names = {old: new for old, new in names.items() if old != new}
    _refuse_taken(api, names)
    if not names:
        return api

    def name(old: str) -> str:
        return names.get(old, old)

    renamed = tuple(
        replace(made, name=name(made.name), type=redirected(made.type, name))
        for made in spelled_out(api.definitions, names)
    )
    return replace(api, definitions=renamed, root=name(api.root))


def _found(api: Api, old: str) -> str:
    """Give the definition that is called `old`, or the only one that may be."""
    known = [made.name for made in api.definitions]
    if old in known:
        return old
    alike = [name for name in known if fold(name) == fold(old) != ""]
    if len(alike) == 1:
        return alike[0]
    near = alike or get_close_matches(old, known, 3)
    meant = " or ".join(f"`{name}`" for name in near)
    help = f"did you mean {meant}?" if near else "`docmodels inspect` lists what there is"
    message = f"cannot rename `{old}`: no definition is called that"
    raise DocmodelsError(BAD_RENAME.at(None, message, help))


def _refuse_taken(api: Api, names: Mapping[str, str]) -> None:
    given = Counter(names.values())
    staying = {made.name: made for made in api.definitions if made.name not in names}
    for old, new in names.items():
        help = "choose a name that is free"
        if not fold(new):
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
