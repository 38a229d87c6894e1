"""The base of every domain model: frozen, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value, compared by its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
