"""The HTTP API: screenings begun, followed, fetched and removed by programs (docs/api.md)."""

from core.api.app import api

__all__ = ["api"]
