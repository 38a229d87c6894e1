"""Which section of a résumé a line opens."""

import re
from datetime import date
from typing import Literal

from core.screening.keywords.experience import find_periods

Section = Literal[
    "top",
    "profile",
    "work",
    "projects",
    "education",
    "skills",
    "certificates",
    "languages",
    "aside",
    "referees",
    "other",
]

_HEADINGS: dict[Section, str] = {
    "work": "experience experiences employment career work history berufserfahrung berufspraxis werdegang "
    "jobs roles positions appointments posts worked placements assignments praxiserfahrung tätigkeiten expérience expériences experiencia volunteering volunteer ehrenamt internships",
    "projects": "projects project projekte portfolio",
    "education": "education academic academics studies ausbildung bildung bildungsweg studium schulbildung formation "
    "educación educational coursework schooling hochschulbildung",
    "skills": "skills skill competencies competences expertise technologies tools strengths kenntnisse fähigkeiten "
    "kompetenzen stärken proficiencies toolbox stack software compétences habilidades highlights qualities",
    "certificates": "certifications certification certificates certificate licenses licences licensure registration registrations qualifications qualification accreditations zertifikate "
    "papers tickets cards zertifizierungen weiterbildung weiterbildungen credentials training trainings courses registrations kurse",
    "languages": "languages language sprachen sprachkenntnisse langues idiomas",
    "profile": "summary profile about objective overview introduction profil zusammenfassung kurzprofil goals goal "
    "statement ziel bio",
    "aside": "awards honours honors auszeichnungen memberships affiliations interests hobbies interessen activities freizeit aktivitäten passions",
    "referees": "references referenzen referees reference referee",
    "other": "leadership engagement publications achievements presentations patents links contact kontakt personal "
    "conferences accomplishments publikationen daten details",
}
_KIND_OF_HEADING: dict[str, Section] = {
    word: kind for kind, words in _HEADINGS.items() for word in words.split()
}
_BESIDE_HEADING = (
    "and & of the my other key core relevant professional technical soft hard additional work working employment "
    "background history executive personal academic selected main areas career area "
    "recent previous und meine me persönliche beruflicher berufliche fachliche weitere it computer programming "
    "management industry practical extracurricular extra curricular volunteer side major notable special "
    "continuing further summary profile experience skills education training held where i have so far what done been did"
)
_HEADING_EXTRA = frozenset(_BESIDE_HEADING.split())
_ENDING_HEADING = frozenset(
    ["experience", "history", "skills", "education", "qualifications", "certifications"]
)
MAY_END: tuple[Section, ...] = ("profile", "certificates", "languages", "aside", "referees", "other")
"""Sections that end at a heading nobody knows. In the others, a line in capitals is an employer, a school, a kind of skill."""
AHEAD = 400
"""Characters below such a heading in which dates make it work."""


def heading_kind(line: str) -> Section | None:
    """Which section a line opens, or None where it is no heading."""
    bare = line.strip(" \t:#*_=-–—•|.>").lower()
    words = bare.replace("/", " ").replace(",", " ").split()
    if len(words) > 3 and all(len(word) == 1 for word in words):
        words = ["".join(words)]  # E X P E R I E N C E
    if not words or len(words) > 5 or line.rstrip().endswith("."):
        return None
    kinds = [_KIND_OF_HEADING[word] for word in words if word in _KIND_OF_HEADING]
    titled = (
        len(words) <= 3 and words[-1] in _ENDING_HEADING and line.strip()[0].isupper() and "," not in line
    )
    if not kinds and "background" in words:
        kinds = ["work"]
    if not kinds or (
        not titled and any(word not in _KIND_OF_HEADING and word not in _HEADING_EXTRA for word in words)
    ):
        return None
    if not line.strip()[:1].isupper() and not line.rstrip().endswith(":") and len(words) > 1:
        return None
    ranks: tuple[Section, ...] = (
        "skills",
        "certificates",
        "work",
        "education",
        "languages",
        "projects",
        "profile",
        "aside",
        "referees",
    )
    return next((kind for kind in ranks if kind in kinds), kinds[0])


def own_heading(line: str, below: str) -> Section | None:
    """A heading of somebody's own making, in capitals after a gap: WHERE I HAVE COOKED. With dates below it, work."""
    words = line.split()
    if not line.isupper() or not 1 <= len(words) <= 6 or re.search(r"[\d,;@|\[\].!?]", line) or len(line) < 5:
        return None
    return "work" if find_periods(below, date.max) else "other"
