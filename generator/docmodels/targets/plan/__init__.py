"""Plan what to generate: names, inheritance, hoisted types, order."""
