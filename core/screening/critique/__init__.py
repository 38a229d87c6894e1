"""What is wrong with a criterion: nobody may be judged by it, or a résumé can't show it."""

from core.screening.critique.grounds import GROUNDS, Ground, protected, reason_of, welcomes
from core.screening.critique.vagueness import Vague, vague

__all__ = ["GROUNDS", "Ground", "Vague", "protected", "reason_of", "vague", "welcomes"]
