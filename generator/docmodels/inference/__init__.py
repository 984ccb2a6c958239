"""Infer facts that no input states: wire names and unions."""
