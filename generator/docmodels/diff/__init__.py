"""Compare the models of two versions of an API: two `Api` values become a list of changes."""

from docmodels.diff.changes import ModelChange
from docmodels.diff.compare import compare_apis
from docmodels.diff.kinds import KINDS, ChangeKind

__all__ = ["KINDS", "ChangeKind", "ModelChange", "compare_apis"]
