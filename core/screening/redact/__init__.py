"""What is sent of a résumé: its text without whoever wrote it."""

from core.screening.redact.rewrite import Redacted, redact, redact_layout

__all__ = ["Redacted", "redact", "redact_layout"]
