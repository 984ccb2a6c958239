"""Everything that touches a disk or a network: inputs, remote documents, templates, outputs."""
