"""Operations on types that return types."""

from __future__ import annotations

from docmodels.ir.model import Nullable, Type, Unknown
from docmodels.ir.scalars import Null


def nullable(type: Type) -> Type:
    """Return `type` with null allowed; `type` itself if it accepts null by itself."""
    return type if isinstance(type, Nullable | Null | Unknown) else Nullable(type=type)
