"""What to generate: names, inheritance, hoisted types, order."""
