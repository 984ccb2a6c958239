"""Infer which model a JSON object of a sample is of, from its keys and the types of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from docmodels.diagnostics.rules import UNMATCHED_SAMPLES
from docmodels.inference.inference import ON_SAMPLES, Inference, Source
from docmodels.inference.model_shapes import Shape, Shapes
from docmodels.ir import AllOf, Json, Object, Ref, Type, Unknown
from docmodels.ir.drafts import normalize_name

MIN_SCORE = 0.8
"""The least share of agreeing fields: an API returns a few fields more, or fewer, than pages show."""
MIN_PARTIAL_FIELDS = 4
"""How many fields agree at least where others do not: one key too many of three is another model."""
MIN_FIELDS = 3
"""Fewer keys are often those of another model that no input describes (`code`, `message`)."""
MIN_FILLED = 0.4
"""Three keys of ten fields are often those of another model, which no input describes."""
MANY_FIELDS = 5
"""So many keys are sufficient, however many fields the model has."""
MOST_FILLED = 0.6
"""Two keys are sufficient if they are most of the fields and no other model has one of them."""
MARGIN = 0.15
"""By how much the score of the best model exceeds that of any other."""
ALL_FILLED = 0.95
MAX_OTHER_FILLED = 0.6
"""Of models that allow all keys, one that has hardly other fields is chosen if the others have."""
MIN_SIBLING_SCORE = 0.5
"""The least score of an item of a list in which other items are certainly of the model."""
MAX_CANDIDATES = 20
"""How many models, those with most keys in common, are compared with a payload."""


class Candidate(Struct, frozen=True):
    """A model that a payload is compared with.

    `common` keys are fields of it, `other` keys are not, `missing` required fields have no key.
    `mismatched`: common keys whose value is not of the field's type; `typed`: those of a field whose
    type does not accept everything. `field_count` is the number of
    fields of the model. `has_rare_key`: no other model has one of the common keys.
    """

    name: str
    common: int
    other: int
    missing: int
    mismatched: int
    typed: int
    field_count: int
    has_rare_key: bool

    @property
    def score(self) -> float:
        """The share of the keys and required fields that agree; 1.0 if all do."""
        total = self.common + self.other + self.missing + self.mismatched
        return (self.common - self.mismatched) / total if total else 0.0

    @property
    def filled(self) -> float:
        """The share of the fields of the model that the payload has."""
        return self.common / self.field_count

    @property
    def is_sufficient(self) -> bool:
        """Whether the payload has enough fields of the model to be of it, and not by chance."""
        if self.score < MIN_SCORE:
            return False
        if self.score < 1 and self.common - self.mismatched < MIN_PARTIAL_FIELDS:
            return False
        is_pair = (
            self.common == self.typed == 2 and self.has_rare_key and self.filled >= MOST_FILLED
        )
        is_filled = self.common >= MIN_FIELDS and self.filled >= MIN_FILLED
        return is_pair or is_filled or self.common >= MANY_FIELDS


def _infer(candidates: Sequence[Candidate]) -> str | None:
    """Return the only model that fits clearly better than all others."""
    ranked = sorted(candidates, key=lambda c: (-c.score, -c.filled, c.name))
    if not ranked or not ranked[0].is_sufficient:
        return None
    best, *others = ranked
    margin = 0 if best.score == 1 else MARGIN
    rivals = [other for other in others if other.score >= best.score - margin]
    if not rivals:
        return best.name
    is_filled = best.score == 1 and best.filled >= ALL_FILLED and best.common >= MIN_FIELDS
    are_sparse = all(rival.filled <= MAX_OTHER_FILLED for rival in rivals)
    return best.name if is_filled and are_sparse else None


def is_like_siblings(candidates: Sequence[Candidate], model: str) -> bool:
    """Whether an item of a list is most like the model that other items are certainly of."""
    best = max((candidate.score for candidate in candidates), default=0.0)
    score = next((c.score for c in candidates if c.name == model), 0.0)
    return score == best and score >= MIN_SIBLING_SCORE


MODELS_FROM_SAMPLES: Inference[Sequence[Candidate], str] = Inference(
    name="models-from-samples",
    title="A JSON object of a sample is of the model that has its keys.",
    evidence=(
        (Source.SAMPLE, "the keys of the object, the types of their values, other items of a list"),
    ),
    threshold=(
        f"at least {MIN_FIELDS} keys that are {MIN_FILLED:.0%} of the fields, or {MANY_FIELDS} keys, "
        f"or two of a known type that are {MOST_FILLED:.0%} of the fields, of which no other model has "
        "one; all keys are fields of the model with values of their types, and all of its required "
        "fields are there; or "
        f"{MIN_PARTIAL_FIELDS} fields and {MIN_SCORE:.0%} of all keys and required fields, if no "
        f"other model comes within {MARGIN:.0%}. If several models agree in all, one is chosen of "
        f"which the object has {ALL_FILLED:.0%} of the fields, and of all others {MAX_OTHER_FILLED:.0%} "
        "at most. An item of a list is also of the model of all certain items, if no model is more "
        f"like it and {MIN_SIBLING_SCORE:.0%} agree"
    ),
    infer=_infer,
    rule=UNMATCHED_SAMPLES,
    reason=ON_SAMPLES,
)


class ModelIndex(Struct, frozen=True):
    """An index of all models that are objects, by the normalized names of their fields."""

    shapes: Shapes
    models: Mapping[str, Shape]
    by_key: Mapping[str, Sequence[str]]
    by_keys: dict[frozenset[str], list[str]] = field(
        default_factory=dict[frozenset[str], list[str]]
    )

    def candidates(self, value: dict[str, Json]) -> list[Candidate]:
        """Compare an object with the models that have most of its keys."""
        keys = frozenset(map(normalize_name, value))
        if keys not in self.by_keys:
            self.by_keys[keys] = self._rank(keys)
        return [self._compare(name, value, keys) for name in self.by_keys[keys]]

    def _rank(self, keys: frozenset[str]) -> list[str]:
        """Return the models with the best scores by keys alone."""
        counts: Counter[str] = Counter()
        for key in keys:
            counts.update(self.by_key.get(key, ()))
        scores: list[tuple[float, str]] = []
        for name, common in counts.items():
            missing = len(self.models[name].required - keys)
            score = common / (len(keys) + missing)
            if score >= MIN_SIBLING_SCORE:
                scores.append((-score, name))
        return [name for _, name in sorted(scores)[:MAX_CANDIDATES]]

    def _compare(self, name: str, value: dict[str, Json], keys: frozenset[str]) -> Candidate:
        shape = self.models[name]
        pairs = [(item, shape.fields_of(key)) for key, item in value.items()]
        common = [(item, fields) for item, fields in pairs if fields]
        mismatched = sum(
            not all(self.shapes.agrees(item, f.field.type) for f in fields)
            for item, fields in common
        )
        typed = sum(
            not any(isinstance(self.shapes.resolve(f.field.type), Unknown) for f in fields)
            for _, fields in common
        )
        return Candidate(
            name,
            common=len(common),
            other=len(pairs) - len(common),
            missing=len(shape.required - keys),
            mismatched=mismatched,
            typed=typed,
            field_count=len(shape.by_key),
            has_rare_key=any(len(self.by_key[key]) == 1 for key in keys & shape.by_key.keys()),
        )


def _is_object(type: Type) -> bool:
    """Whether a definition is an object of its own, not another name of one."""
    match type:
        case Object():
            return bool(type.fields)
        case AllOf(members):
            return not all(isinstance(member, Ref) for member in members[:1]) or len(members) > 1
        case _:
            return False


def index_models(shapes: Shapes) -> ModelIndex:
    """Build the index of the definitions of `shapes`."""
    models: dict[str, Shape] = {}
    by_key: dict[str, list[str]] = {}
    for name, definition in shapes.definitions.items():
        if _is_object(definition.type):
            shape = models[name] = shapes.shape((name,), definition.type)
            for key in shape.by_key:
                by_key.setdefault(key, []).append(name)
    return ModelIndex(shapes, models, by_key)
