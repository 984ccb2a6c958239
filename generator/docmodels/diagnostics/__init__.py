"""What is reported about inputs: rules, notes, and their text, JSON and GitHub forms."""
