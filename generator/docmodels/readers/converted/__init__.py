"""Documents that datamodel-code-generator (dcg) reads: GraphQL, Avro, Protobuf, XML Schema and more.

dcg writes them as pydantic models, which `docmodels.readers.python_models` reads.
"""
