"""Schema documents: OpenAPI 3.0 to 3.2, Swagger 2.0, JSON Schema draft 4 to 2020-12.

`recognise` tells what a text is; `read` turns all schema documents of a run into drafts.
"""

from docmodels.readers.detection import recognise
from docmodels.readers.documents import Schemas, read, read_schemas

__all__ = ["Schemas", "read", "read_schemas", "recognise"]
