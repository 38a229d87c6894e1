"""What is sent of a résumé: its text without whoever wrote it."""

from core.screening.redact.rewrite import Redacted, redact

__all__ = ["Redacted", "redact"]
