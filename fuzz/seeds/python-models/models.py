"""Models of crates."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal, Optional

from pydantic import BaseModel, Field


class Size(str, Enum):
    """How large it is."""

    SMALL = "small"
    LARGE = "large"


class Crate(BaseModel):
    """A crate with lids."""

    label: Annotated[str, Field(pattern="^[a-z]+$", description="Words on it.", alias="the-label")]
    kind: Literal["crate", "box"] = "crate"
    lid_count: Optional[int] = Field(2, ge=0, title="Lids")
    size: Size = Size.SMALL
    tags: dict[str, str] = Field(default_factory=dict, examples=[{"a": "b"}])


@dataclass
class Lid:
    """A lid."""

    weight: float = 1.5
    """How heavy it is."""
    code: str = "a"
