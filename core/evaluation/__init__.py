"""How well an engine does, measured on labelled sets: ranking, verdicts, evidence, steering, names, stability, cost."""
