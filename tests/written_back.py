"""Feed payloads to the models of pages, and compare them with what `model_dump_json()` writes.

    python tests/written_back.py [--only WORD ..] [--misses]

The payloads are those of `../shared/fidelity/payloads.py`: valid by the specification, which the
models do not see. Prints the shares for the families whose pages print all wire names, with equal
weight for every family, and the kinds of payloads that are refused or changed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import types
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import docmodels
from docmodels.diagnostics.notes import DocmodelsError
from docmodels.ir import Json, is_list, is_object

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PER_SCHEMA = 4
SHARES = (0.0, 1.0, 0.5, 0.5)
"""The shares of optional fields in the payloads of one schema."""


def kind_of_change(payload: Json, written: Json) -> str:
    """Return how a written payload differs; empty if it is equal."""
    if _is_equal(payload, written):
        return ""
    return "a default is written" if _has_more(payload, written) else "changed"


def _is_equal(payload: Json, written: Json) -> bool:
    return bool(_shared("payloads").equal(payload, written))


def _shared(module: str) -> Any:
    """Return a module of `../shared/fidelity`, which has no types."""
    return import_module(module)


def _has_more(payload: Json, written: Json) -> bool:
    """Whether `written` is equal to the payload, apart from further properties that are not null."""
    if is_object(payload) and is_object(written):
        added = (written[key] for key in written.keys() - payload.keys())
        return (
            payload.keys() <= written.keys()
            and None not in added
            and all(_has_more(payload[key], written[key]) for key in payload)
        )
    if is_list(payload) and is_list(written):
        pairs = zip(payload, written, strict=False)
        return len(payload) == len(written) and all(_has_more(*pair) for pair in pairs)
    return _is_equal(payload, written)


def verdict(adapter: TypeAdapter[Any], payload: Json) -> str:
    """Return `""` if a payload is written back unchanged, else the kind of the miss."""
    try:
        value = adapter.validate_json(json.dumps(payload))
    except ValidationError as error:
        reasons = sorted({cause["type"] for cause in error.errors()})
        return f"refused: {', '.join(reasons)}"
    return kind_of_change(payload, json.loads(adapter.dump_json(value)))


def sampled(pair: Path) -> Iterator[tuple[str, Any, Json]]:
    """Yield the name of a schema, the type of its model and a payload, for every model of a pair."""
    payloads, fidelity = _shared("payloads"), _shared("fidelity")
    (file,) = docmodels.render(docmodels.load(pair / "docs", notes=[]), notes=[])
    module = sys.modules["models_of_pages"] = types.ModuleType("models_of_pages")
    exec(compile(file.text, "models.py", "exec"), vars(module))
    names = {fidelity.fold(name): name for name in sorted(vars(module)) if not name.startswith("_")}
    truth = fidelity.Doc(fidelity.load(next(pair.glob("spec.*"))))
    for name, node in truth.schemas.items():
        model = names.get(fidelity.fold(name))
        if model is None or fidelity.kind(truth, node) not in ("object", "enum", "union"):
            continue
        generator = random.Random(name)
        for share in SHARES[:PER_SCHEMA]:
            try:
                payload = payloads.sample(truth, node, generator, share)
            except (payloads.Cannot, RecursionError, TypeError, IndexError):
                continue
            yield name, getattr(module, model), payload


def printed_families() -> set[str]:
    """Return the families whose pages print every wire name, by docs/fidelity.json."""
    scores = json.loads((ROOT / "docs/fidelity.json").read_text("utf-8"))
    return {family for family, facts in scores.items() if len({*facts["wire"]}) == 1}


def measure(words: list[str], show_misses: bool) -> dict[str, Counter[str]]:
    """Count the verdicts of all pairs by family."""
    families: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in sorted(SHARED.glob("corpus*/*/*")):
        if pair.parent.name not in printed_families() or not any(w in str(pair) for w in words):
            continue
        try:
            for name, kind, payload in sampled(pair):
                miss = verdict(TypeAdapter(kind), payload)
                families[pair.parent.name][miss] += 1
                if miss and show_misses:
                    print(f"{pair.name} {name}: {miss}: {json.dumps(payload)[:200]}")
        except DocmodelsError as error:
            print(f"{pair}: {error}")
    return families


def main() -> None:
    """Measure the pairs of the command line, and print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", nargs="*", default=[""], help="pairs with one of these words")
    parser.add_argument("--misses", action="store_true", help="print each miss")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"no pairs in {SHARED}: they are not part of a clone")
    sys.path.insert(0, str(SHARED / "fidelity"))
    families = measure(options.only, options.misses)
    shares = defaultdict[str, float](float)
    counts: Counter[str] = Counter()
    for verdicts in families.values():
        for miss, count in verdicts.items():
            shares[miss] += 100 * count / verdicts.total() / len(families)
            counts[miss] += count
    print(f"{len(families)} families, {counts.total()} payloads; % with equal weight:")
    for miss, share in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"{share:5.2f} {counts[miss]:6} {miss or 'written back unchanged'}")


if __name__ == "__main__":
    main()
