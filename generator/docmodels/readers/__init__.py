"""Schema documents: OpenAPI 3.0 to 3.2, Swagger 2.0, JSON Schema draft 4 to 2020-12.

`detect_kind` classifies a text; `read_documents` reads all schema documents of a run into drafts.
"""

from docmodels.readers.detection import detect_kind
from docmodels.readers.documents import Schemas, read_documents, read_drafts
from docmodels.readers.plugin import Reader

__all__ = ["Reader", "Schemas", "detect_kind", "read_documents", "read_drafts"]
