"""From a read résumé to a scored candidate: plain functions on plain values."""
