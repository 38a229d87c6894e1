"""From a read résumé to a scored candidate: plain functions on plain values."""

ANALYSIS_VERSION = 1
"""Goes up whenever the same text and answer would come out otherwise: redaction, evidence, flags, prompts. What an
earlier version made of a résumé isn't taken for this one's."""
