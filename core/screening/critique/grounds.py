"""What nobody may be judged by, and what stands in for it: found in criteria, with what to ask instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from core.screening.critique.wording import (
    LANGUAGE,
    NATION,
    NATION_PLURAL,
    PERSON,
    asked_of_person,
    at_level,
    folded,
    is_served,
)

Ground = Literal[
    "age",
    "gender",
    "accent",
    "origin",
    "religion",
    "health",
    "family",
    "orientation",
    "looks",
    "union",
    "politics",
    "address",
    "gaps",
    "school",
    "name",
]
GROUNDS: tuple[Ground, ...] = get_args(Ground)

_REASONS: Mapping[Ground, str] = {
    "age": "Nobody may be judged by their age. Ask for the experience or qualification the work needs.",
    "gender": "Nobody may be judged by their gender. Ask for what the work needs.",
    "accent": "Nobody may be judged by their accent. Ask for the language and its level.",
    "origin": "Nobody may be judged by where they come from. Ask for the right to work, or for a language and its level.",
    "religion": "Nobody may be judged by their religion. Ask for what the work needs.",
    "health": "Nobody may be judged by their health. Ask for the task, such as “Lifts 20 kg”.",
    "family": "Nobody may be judged by their family. Ask for the hours, shifts or travel the work needs.",
    "orientation": "Nobody may be judged by whom they love. Ask for what the work needs.",
    "looks": "Nobody may be judged by their looks. Ask for what the work needs.",
    "union": "Nobody may be judged by belonging to a union. Ask for what the work needs.",
    "politics": "Nobody may be judged by their politics. Ask for what the work needs.",
    "address": "Where people live stands in for origin and means. Ask for being on site, or for the travel.",
    "gaps": "Gaps come from children, care or illness. Ask for the experience the work needs.",
    "school": "The rank of a school stands in for origin and means. Ask for the degree or the subject.",
    "name": "A name stands in for origin. Ask for what the work needs.",
}


@dataclass(frozen=True)
class _Rule:
    """`pattern` finds the ground, except where `unless` is in the text, and, if it is only `hinted`, except where it is said of
    those the work is for."""

    ground: Ground
    pattern: re.Pattern[str]
    hinted: bool
    unless: re.Pattern[str] | None


def _rule(ground: Ground, *patterns: str, hinted: bool = False, unless: str | None = None) -> _Rule:
    made = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    return _Rule(ground, made, hinted, re.compile(unless) if unless else None)


_OLD = r"(?:years?\s+(?:old|of\s+age)|yo\b|jahren?\s+alt|or\s+(?:under|younger|below))"
_AND_MORE = r"and\s+(?:of|physically|in\s+good|male|female|single|unmarried|married|childless|healthy|fit|dynamic|energetic|no|without)\b"
_ENDS = rf"\s*(?:$|[.,;)!]|(?:only|preferred|please|are|is|who|with|un?erwünscht|gesucht)\b|{_AND_MORE})"
_WHO_IS = r"(?:^|(?:must|should)\s+be\s+|\bbe\s+|\bage[ds]?:?\s+|\balter:?\s+|(?:candidates?|applicants?|bewerber\w*|mitarbeiter\w*|kolleg\w*|person\w*|people|wom[ae]n|m[ae]n)\s+(?:who\s+are\s+)?)"
_FAITH = (
    r"christians?|catholics?|protestants?|muslims?|jew(?:s|ish)?|hindus?|buddhists?|sikhs?|atheists?|religious|believers?|church-?goers?"
    r"|christlich\w*|katholisch\w*|evangelisch\w*|muslimisch\w*|jüdisch\w*|konfessionslos\w*|gläubig\w*"
)
_TASK = r"\b(?:lift\w*|carry\w*|climb\w*|stand\w*|push\w*|pull\w*|bend\w*|kneel\w*|walk\w*|kg|kilos?|lbs?|ladders?|on (?:your|their) feet|heben|tragen|steh\w+|klettern|lasten)\b"

_RULES = (
    _rule(
        "age",
        rf"\b(?:under|below|over|above|up\s+to|max(?:imum|\.)?|unter|über|bis|höchstens|maximal|between)\s*(?:the\s+age\s+of\s+)?(?:\d\d\s*(?:-|to|and|und|bis)\s*)?[2-7]\d\s*{_OLD}",
        rf"{_WHO_IS}(?:under|below|over|above|unter|über|bis|ab|max\.?|maximum|between|zwischen)\s+(?:the\s+age\s+of\s+)?(?:\d\d\s*(?:-|to|and|und|bis)\s*)?[2-7]\d(?:\s+jahren?)?(?={_ENDS})",
        rf"\b(?:at\s+least|over|older\s+than|mindestens|über)\s+(?:2[2-9]|[3-7]\d)\s*{_OLD}",
        r"\b(?:under|below|over|above)\s+the\s+age\s+of\s+(?:2[2-9]|[3-7]\d)",
        r"^(?:max(?:imum|\.)?|at\s+most|no\s+more\s+than|höchstens|maximal|unter|bis(?:\s+zu)?)\s+[2-7]\d\s+(?:years|jahren?)[.!]?$",
        r"\b(?:not?|nicht)\s+(?:(?:to\s+)?be\s+)?(?:older|younger|älter|jünger)\s+(?:than|als)\s+[2-7]\d|\b(?:younger|jünger)\s+(?:than|als)\s+[2-7]\d",
        r"\b(?:aged|age[sd]?:?|alter:?|im\s+alter\s+von)\s+(?:(?:between|from|zwischen|von|group|range)\s+)?\d\d\s*(?:-|to|and|bis|und)\s*\d\d",
        rf"\b\d\d\s*(?:-|to|and|bis|und)\s*\d\d\s*{_OLD}",
        r"\bin\s+(?:your|their|his|her)\s+(?:(?:early|mid|late)[\s-]+)?(?:twenties|thirties|forties|fifties|[2-5]0'?s)\b",
        r"\b(?:between|zwischen)\s+[2-6]\d\s+(?:and|und)\s+[2-6]\d\s+(?:years|jahren?)(?=\s*(?:$|[.,;)!]))",
        r"\b(?:no\s?one|nobody|none|niemand)\s+(?:over|above|under|below|older\s+than|über|unter)\s+[2-7]\d|\bexceed(?:ing)?\s+[2-7]\d\s+years(?!\s+of\s+(?!age)|\s+in)",
        r"\bmax(?:imum|\.)?\s+age\b|\bupper\s+age\b|\bage\s+limit\b|\baltersgrenze\b|\bhöchstalter\b",
        r"\bborn\s+(?:after|before|since|in\s+or\s+after|(?:in|between)\s+(?:the\s+)?(?:19|20)\d\d)|\b(?:year|date)\s+of\s+birth\b|\bgeburts(?:datum|jahr)\b|\bjahrgang\s+(?:19|20)\d\d",
    ),
    _rule(
        "age",
        r"\bdigital[- ]natives?\b",
        r"\b(?:recent|new|fresh)\s+(?:\w+\s+)?grad(?:uate)?s?\b(?=\s*(?:$|[,;.!]|only|preferred|wanted|with\b|from\b|in\b))",
        r"\bgraduated?\s+(?:in\s+)?(?:after|since|no\s+earlier\s+than|not\s+before|(?:with)?in\s+the\s+(?:last|past))|\bgraduation\s+(?:year\s+)?(?:after|since|no\s+earlier)|\bgraduates\s+of\s+20\d\d\s+or\s+later|\btoo\s+(?:old|young)\s+(?:for|candidates?|applicants?)|\bclass\s+of\s+20\d\d\s+or\s+(?:later|after)",
        asked_of_person(
            r"young(?:er)?|youthful|young\s+at\s+heart|junge?[rnsm]?|jugendlich\w*|older|elderly|retired|pensioners?|school\s+leavers?|millennials?|gen(?:eration)?[- ][xyz]",
            worker=True,
        ),
        r"\bmature\s+(?:candidates?|applicants?|persons?|lad(?:y|ies)|individuals?|wom[ae]n|m[ae]n)\b|\byoung\s+(?:wo)?m[ae]n\b(?!')",
        hinted=True,
    ),
    _rule(
        "gender",
        r"\b(?:gender|sex|geschlecht)\s*:?\s*(?:male|female|m\b|f\b|männlich|weiblich)",
        r"\b(?:completed?|compulsory|mandatory|finished)\s+(?:\w+\s+)?military\s+service|\bmilitary\s+service\s+(?:completed?|done|finished|exempt\w*)|\bwehrdienst\s+(?:abgeleistet|absolviert)|\b(?:abgeleisteter|absolvierter)\s+wehrdienst",
    ),
    _rule(
        "gender",
        asked_of_person(
            r"males?|females?|m[ae]n|wom[ae]n|lad(?:y|ies)|gentlem[ae]n|girls?|boys?|guys?|lads?|masculine|feminine"
            r"|transgender|cisgender|männlich\w*|weiblich\w*|mann|männer|frau(?:en)?|dame(?:n)?|herr(?:en)?|mädchen",
            worker=True,
        ),
        hinted=True,
    ),
    _rule(
        "accent",
        r"\baccent(?:-free|less)\b|\b(?:no|without|neutral|native|british|american|english|standard|slight|heavy|strong|thick|foreign|regional|clear|minimal|perfect)\s+(?:\w+\s+){0,2}accents?\b(?!\s+(?:on|lighting|wall|colou?rs?|reduction|coach\w*|training|marks?))",
        r"\bakzentfrei\w*|\b(?:ohne|kein(?:en)?)\s+(?:\w+\s+)?akzent\b",
    ),
    _rule(
        "origin",
        rf"\bnative[- ](?:[\w-]+[- ]){{0,2}}speakers?\b|\bnative\s+(?:{LANGUAGE})\b|\bmother[- ]tongue\b|\b(?:as\s+(?:a|your|their)\s+)?first\s+language\b(?!\s+(?:teach|acqui))|\bmuttersprach(?:e|ler\w*|lich\w*)\b(?!\s+(?:niveau|\w*unterricht))",
        hinted=True,
    ),
    _rule(
        "origin",
        rf"(?:^|\b(?:be|is|are|and|{PERSON})\s+)(?:of|with|from)\s+(?:{NATION})\s+(?:origin|descent|ancestry|heritage|roots|blood|parents|background|nationality|citizenship)\b",
        r"\bmust\s+be\s+(?:caucasian|white|aryan)\b",
    ),
    _rule(
        "origin",
        rf"\b(?:{NATION})\s*(?:nationals?|citizens?|citizenship|passports?|nationality|origin|descent|ancestry|heritage|roots|blood|ethnicity|staatsangehörig\w*|staatsbürger\w*|herkunft|pass|abstammung)\b",
        r"\bborn\s+(?:and\s+(?:bred|raised)\s+)?in\s+(?!(?:the\s+)?(?:19|20)\d\d)\w+|\b\w+-born\b(?!\s+(?:baby|babies|child\w*))",
        r"\b(?:nationality|staatsangehörigkeit|staatsbürgerschaft|place\s+of\s+birth|country\s+of\s+(?:birth|origin)|geburtsort)\b(?!\s+(?:law|act|label\w*|rules|teach\w*))|\bcitizenship\b(?!\s+(?:teach\w*|educat\w*|lessons?|stud\w+|law|act))",
        r"\bethnic\s+(?:origin|background|group|appearance)|\bethnicity\b|\brace\s*:|\b(?:same|white|black)\s+race\b|\bskin\s+colou?r|\bhautfarbe\b|\b(?:upper|high|lower)[- ]castes?\b|\bcaste\s*:|\bbrahmins?\b|\bmigrationshintergrund\b|\bdeutschstämmig\w*|\bbiodeutsch\w*",
        r"\b(?:white|black|brown|caucasian|asian|arab\w*|aryan|western|oriental)\s+(?:(?:young|attractive|single)\s+)?(?:candidates?|applicants?|people|persons?|m[ae]n|wom[ae]n|males?|females?|only)\b(?!')",
        rf"\b(?:{NATION})\s+(?:candidates?|applicants?|m[ae]n|wom[ae]n|persons?|bewerber\w*|kandidat\w*)\b(?!')",
        rf"^(?:(?:you|he|she|they|candidates?|applicants?)\s+)?(?:must|should|has\s+to|have\s+to|needs?\s+to)\s+be\s+(?:an?\s+)?(?:{NATION})(?=\s*(?:$|[,;.!]))",
        rf"\b(?:only|no|nur|keine)\s+(?:(?:eastern|southern|western|northern)\s+)?(?:{NATION_PLURAL}|foreigners?|immigrants?|migrants?|ausländer\w*|migranten)\b|\b(?:{NATION_PLURAL}|locals)\s+(?:only|preferred)\b",
        hinted=True,
        unless=r"\bright\s+to\s+work\b|\bwork\s+(?:permit|authori[sz]ation|visa)|\bvisas?\b|\bauthori[sz]ed\s+to\s+work|\bclearance\b|\bsettled\s+status\b|\barbeitserlaubnis\b|\baufenthalts\w+|\bsicherheitsüberprüfung\b",
    ),
    _rule(
        "religion",
        r"\bpracti[sc]ing\s+(?:christian|catholic|protestant|muslim|jew|hindu|buddhist|sikh)|\b(?:christian|catholic|muslim|jewish|hindu)\s+(?:faith|believer)|\b(?:christ|kathol|evangel|muslim|jüd)\w*\s+glaubens?\b",
        r"\bchurch\s+member(?:ship)?\b|\bmember\s+of\s+(?:a|the|our)\s+(?:\w+\s+)?(?:church|congregation|parish)|\breligious\s+(?:affiliation|denomination|belief)|\bkirchenzugehörigkeit\b|\bkonfession\b|\bmitglied\s+(?:in\s+)?(?:der|einer)\s+(?:\w+\s+){0,2}kirche|\bbapti[sz]ed\b|\bgetauft\b",
        r"\bshares?\s+our\s+(?:\w+\s+)?faith\b|\b(?:personal|strong|living)\s+faith\b|\b(?:wo)?m[ae]n\s+of\s+(?:faith|god)\b|\bfaith\s+in\s+(?:god|jesus|christ|allah)",
        r"\b(?:no|without|not\s+wear|wearing|ohne|kein)\s+(?:an?\s+)?(?:head\s?scar(?:f|ves)|hijabs?|turbans?|veils?|burkas?|kippas?|kopftuch)",
    ),
    _rule("religion", asked_of_person(_FAITH), hinted=True),
    _rule(
        "health",
        r"\b(?:physically|bodily)\s+(?:and\s+mentally\s+)?(?:fit|strong|healthy)\b|\bphysical(?:ly)?\s+fitness\b|\bgood\s+physical\s+(?:shape|condition)\b|\bfit\s+and\s+(?:healthy|well)\b|\bkörperlich(?:e[rnsm]?)?\s+(?:fit(?:ness)?|belastbar\w*|gesund\w*)|\bkörperliche\s+(?:belastbarkeit|eignung)",
        unless=_TASK,
    ),
    _rule(
        "health",
        r"\b(?:good|excellent|perfect|sound|robust|best|stable)\s+(?:(?:physical|mental|general|overall)\s+(?:and\s+(?:mental|physical)\s+)?)?health(?=\s*(?:$|[.,;)!]|required|condition|is\b|and\s+(?!safety)))",
        r"\bable-bodied\b|\bnicht-?behindert\w*|\bneurotypical\b|\bmentally\s+(?:healthy|stable)\b|\b(?:psychisch|gesundheitlich|geistig)\s+(?:gesund|stabil|geeignet|fit)\w*|\b(?:gute|einwandfreie|robuste|stabile)\s+gesundheit\b",
        r"\b(?:no|without|free\s+(?:of|from)|not?\s+have|ohne|keine?)\s+(?:(?:any|an?|known|serious|chronic|physical|mental|medical|existing|underlying|chronische[nr]?|gesundheitliche[nr]?|körperliche[nr]?)\s+(?:or\s+\w+\s+)?)*(?:disabilit(?:y|ies)|disabled|health\s+(?:issues?|problems?|conditions?|restrictions?|limitations?)|medical\s+(?:conditions?|issues?|problems?)|illness(?:es)?|diseases?|conditions|impairments?|sick(?:ness)?\s+(?:days|leave|record|absences?)|wheelchairs?|behinderung(?:en)?|krankheit(?:en)?|erkrankungen|einschränkungen|fehlzeiten|krankheitstage|conditions?\s+that)\b",
        r"\blow\s+(?:sick(?:ness)?|absence)\s+(?:rate|record|absence)|\bno\s+history\s+of\s+(?:mental|depress\w+|illness|burn-?out)|\bnot\s+(?:be\s+)?(?:disabled|handicapped)\b|\b(?:hiv|bmi)\b(?=\s*(?:negative|under|below|between|$|\d|test))|\bblood\s+(?:group|type)\s*:?\s*(?:[abo]|required)\b|\bkeine?\s+schwerbehindert\w*",
    ),
    _rule("health", asked_of_person(r"healthy|gesunde?[rnsm]?|non-disabled|disabled|autistic"), hinted=True),
    _rule(
        "family",
        r"\b(?:no|without|ohne|keine)\s+(?:(?:small|young|own|school-age|dependent|kleine[n]?|eigene[n]?)\s+)?(?:children|kids|kinder|dependents|dependants)\b(?!')(?=\s*(?:$|[,;.!()/]|and|or|at|und|oder|under|to\b|living|preferred|only|planned|im\b))|\bchild-?(?:less|free)\b(?!\s+(?:area|hotel|resort))|\bkinderlos\w*",
        r"\b(?:no|without|free\s+(?:of|from)|ohne|keine)\s+(?:any\s+)?(?:family|familiäre[nr]?|childcare|caring)\s+(?:commitments?|obligations?|ties|responsibilit(?:y|ies)|duties|verpflichtung(?:en)?|bindung(?:en)?)",
        r"\b(?:not|nicht|never)\s+(?:be\s+|currently\s+|become\s+)?(?:pregnant|schwanger|married|verheiratet)\b|\bpregnancy\s+test\b|\bno\s+pregnan\w+|\bkeine\s+schwangerschaft\b",
        r"\bno\s+(?:plans?|intention|wish)\s+(?:to|of|for)\s+(?:\w+\s+)?(?:have|having|start\w*|get\w*|child\w*|marr\w*|famil\w*|pregnan\w*)|\b(?:completed|finished|abgeschlossene)\s+(?:family\s+planning|familienplanung)|\b(?:family\s+planning|familienplanung)\s+(?:is\s+|ist\s+)?(?:completed?|finished|done|abgeschlossen)|\bno\s+(?:maternity|paternity|parental)\s+leave\b|\bkeine\s+elternzeit\b|\bno\s+kinderwunsch|\bkein(?:en)?\s+kinderwunsch",
        r"\b(?:marital|civil|family|relationship)\s+status\b|\bfamilienstand\b|\bunmarried\b|\bunverheiratet\w*|\bflexibel\s+und\s+ungebunden|\bfamily\s+(?:man|men)\b|\bmarried\s+couples?\b|\bhouse-?wi(?:fe|ves)\b|\bstay-at-home\b",
    ),
    _rule(
        "family",
        asked_of_person(
            r"single|married|divorced|engaged\s+to\s+be\s+married|(?:single\s+)?mothers?|fathers?|parents?|mums?|moms?|ledige?[rnsm]?|verheiratete?[rnsm]?|ungebundene?[rnsm]?|geschiedene?[rnsm]?|mutter|mütter|familienvater"
        ),
        hinted=True,
    ),
    _rule(
        "orientation",
        r"\bsexual\s+(?:orientation|preference)\b|\bsexuelle\s+(?:orientierung|ausrichtung)",
        asked_of_person(
            r"hetero(?:sexual)?s?|homosexuals?|gays?|lesbians?|bisexuals?|queers?|lgbt\w*\+?|schwule?[rn]?|lesbische?[rn]?"
        ),
        r"^(?:must\s+|should\s+)?be\s+straight\b(?!\s*(?:-|forward|with))|\bstraight\s+(?:m[ae]n|wom[ae]n|males?|females?|candidates?|applicants?|people)\b",
        hinted=True,
    ),
    _rule(
        "looks",
        r"\b(?:photo(?:graph)?|picture|headshot|portrait)s?\s+(?:of\s+(?:you(?:rself)?|the\s+applicant|yourselves)|is\s+required|required|attached|must\s+be)\b|\b(?:with|attach\w*|enclos\w*|includ\w*|send\w*|submit\w*|upload\w*|recent|passport|profile|application|applicant)\s+(?:us\s+)?(?:(?:an?|your|the|recent|full-length|full-body|professional|passport|colou?r|current)\s+){0,3}(?:photo(?:graph)?|picture|headshot)s?\b(?!\s+(?:edit\w*|shop\w*|portfolio|studio|booth|shoot\w*|librar\w*|research|desk|album|process\w*|frames?))",
        r"\bbewerbungs(?:foto|bild)\w*|\blichtbild\w*|\b(?:mit|samt|inkl(?:usive|\.)?)\s+(?:aktuellem\s+)?(?:foto|passbild)\b|\bpassbild\b",
        r"\bgood[- ]looking\b|\bgood\s+looks\b|\bgutaussehend\w*|\bgutes\s+aussehen\b|\bwell[- ]groomed\b|\bclean-shaven\b|\b(?:attractive|pleasant|pleasing|neat|smart|good|well-kept|groomed|presentable|elegant|youthful|tidy|clean)\s+(?:personal\s+|outward\s+|physical\s+)?(?:appearance|looks?|figure)\b|\bgepflegte[sn]?\s+(?:und\s+\w+\s+)?(?:äußere[sn]?|aussehen|erscheinung\w*|auftreten)|\b(?:ansprechende|attraktive|angenehme|gute)[sn]?\s+(?:äußere[sn]?|aussehen|erscheinung\w*)",
        r"\b(?:minimum\s+|min\.?\s+|body\s+)height\b(?!\s+of\s+(?:the\s+)?(?:building|ceiling|room))\s*:?\s*(?:of\s+)?(?:at\s+least\s+)?\d|\bheight\s*:?\s+(?:of\s+)?(?:at\s+least|over|above|under|min\w*\.?|between)?\s*(?:1[.,]\d|1\d\d\s*cm|[56]\s*(?:ft|feet|'))|\b\d[.,]?\d*\s?(?:m|cm|feet|ft|foot)\s+tall\b|\btaller\s+than\s+1?\d|\bheight\s+and\s+weight\b|\bkörpergröße\b|\bkörpergewicht\b|\bbody\s+weight\b|\bweigh(?:t|s|ing)?\s*:?\s+(?:under|below|less\s+than|max\w*\.?|no\s+more\s+than)\s+\d+\s*(?:kg|lbs?)\b(?!\s+(?:parcel|load|box|item))",
        r"\b(?:no|without|keine|ohne)\s+(?:visible\s+|sichtbare[n]?\s+|facial\s+)?(?:tattoos?|tätowierung(?:en)?|piercings?)\b",
    ),
    _rule(
        "looks",
        asked_of_person(
            r"attractive|handsome|beautiful|pretty|slim|slender|overweight|obese|tall|athletic\s+build|(?:sportlich-)?schlanke?[rnsm]?(?:\s+figur)?|attraktive?[rnsm]?|hübsche?[rnsm]?|groß\s+gewachsen"
        ),
        hinted=True,
    ),
    _rule(
        "union",
        r"\b(?:(?:trade|labou?r)\s+)?union\s+(?:members?|membership|affiliation|activists?|background)\b|\bno\s+(?:trade\s+|labou?r\s+)?unions?\b(?=\s*(?:$|[,;.!]|activit\w*|history|links?|ties))|\bnot\s+(?:\w+\s+){0,3}(?:in|of|with)\s+an?\s+(?:trade\s+|labou?r\s+)?union\b|\bbelong(?:s|ing)?\s+to\s+(?:an?|any|the)\s+(?:trade\s+|labou?r\s+)?union\b|\bgewerkschafts(?:mitglied\w*|zugehörigkeit|los)|\b(?:nicht|kein)\s+(?:\w+\s+){0,2}gewerkschaft\w*",
        hinted=True,
    ),
    _rule(
        "politics",
        r"\bpolitical\s+(?:views?|opinions?|beliefs?|affiliation|leanings?|attitude|convictions?)\b|\b(?:conservative|liberal|left-?wing|right-?wing|progressive|socialist|communist)\s+(?:views?|values|voters?|opinions?|candidates?|applicants?|beliefs?|attitude)\b|\bapolitical\b|\b(?:communist|socialist|labour|conservative|republican|democratic|nazi|political)\s+party\s+members?(?:hip)?\b|\bparteimitglied\w*|\bparteizugehörigkeit\b|\bpolitische[nr]?\s+(?:gesinnung|einstellung|überzeugung|haltung)\b",
        asked_of_person(r"republicans?|democrats?|communists?|socialists?|conservatives?|leftists?"),
        hinted=True,
    ),
    _rule(
        "address",
        r"\b(?:from|in|live[sd]?\s+in|living\s+in|resident\s+(?:of|in)|residing\s+in|address\s+in)\s+(?:an?\s+|the\s+)?(?:good|nice|better|best|respectable|safe|decent|affluent|right|wealthy)\s+(?:area|neighbou?rhood|address|district|postcode|zip\s+code|part\s+of\s+town|suburb)s?\b|\b(?:live[sd]?|living|resid\w+|home|address)\s+(?:\w+\s+){0,3}(?:post\s?codes?|zip\s?codes?|neighbou?rhood)\b|\b(?:home\s+)?(?:post\s?code|zip\s?code|neighbou?rhood)\s*:|^(?:an?\s+)?(?:good\s+|specific\s+|certain\s+|local\s+|right\s+)?(?:post\s?codes?|zip\s?codes?|neighbou?rhoods?)(?:\s+[a-z]{0,2}\d\w{0,4})?(?=\s*(?:$|[,;.]|only|preferred))|\b(?:gute[nr]?|bessere[nr]?)\s+(?:wohngegend|wohnlage|gegend|viertel|adresse)\b|\bpostleitzahl\b(?=\s*(?::|$|\d))|\baus\s+gutem\s+hause?\b|\bfrom\s+an?\s+(?:good|respectable|wealthy|better|nice)\s+(?:family|home)\b",
    ),
    _rule(
        "gaps",
        r"\b(?:gap-?(?:free|less)|unbroken|uninterrupted|continuous|seamless|lückenlose?[rnsm]?)\s+(?:\w+\s+)?(?:cv|résumé|resume|career|employment|work\s+history|job\s+history|history\s+of\s+employment|lebensl[aä]uf\w*|beschäftigung|berufsweg|erwerbsbiogra\w+)|\b(?:no|without|ohne|keine)\s+(?:any\s+|larger?\s+|long\s+|unexplained\s+|größere[n]?\s+)?(?:(?:career|employment|cv|résumé|resume|work|job)\s+)?(?:gaps?|lücken)\b(?=\s*(?:$|[,;.!]|in\b|im\b|between|longer|over|since))(?!\s+in\s+(?:the\s+)?(?:cover\w*|knowledge|supply|market|skin|process\w*|document\w*|care\b|seal\w*))|\blückenlos\b(?=\s*(?:$|[,;.!]))|\bgap-?free\b(?=\s*(?:$|[,;.!]))",
        r"\b(?:no|without)\s+(?:a\s+)?(?:career|employment)\s+(?:break|gap)s?\b",
    ),
    _rule(
        "school",
        r"\bivy[- ]league\b|\boxbridge\b|\brussell\s+group\b|\bgrandes?\s+écoles?\b|\belite-?(?:uni\w*|hochschule\w*|schule\w*)|\b(?:elite|prestigious|renowned|reputable|reputed|top(?:[- ]tier|[- ]ranked|[- ]?\d+)?|tier[- ]?(?:1|one)|first[- ]class|leading|best|well-known|good|target|world-class)\s+(?:\w+\s+){0,2}(?:universit(?:y|ies)|colleges?|schools?|business\s+schools?|hochschulen?|uni)\b(?=\s*(?:$|[,;.!)(]|degree|graduates?|education|only|preferred|in\b|such\b|like\b|or\b|and\b|required))|\brenommierte[nr]?\s+(?:universität|hochschule|uni)\b|\bprivately\s+educated\b|\b(?:attended|educated\s+at)\s+an?\s+(?:private|independent|boarding|public)\s+school\b",
        hinted=False,
        unless=r"\b(?:teach\w*|taught|lectur\w*|worked|work\s+at|selling|sales\s+to|clients?|cooperat\w*|partner\w*)\b",
    ),
    _rule(
        "name",
        r"\b[\w-]+[- ]sounding\s+(?:(?:sur|first|last|family)\s?)?names?\b|\b(?:german|english|british|european|western|christian|foreign|ethnic|easy|pronounceable)\s+(?:sur|first\s|last\s|family\s)?names?\b(?=\s*(?:$|[,;.!]|only|preferred))|\bnames?\s+(?:should\s+|must\s+|that\s+)?sounds?\b|\bdeutsch(?:er|klingender)\s+(?:nach|vor)?name\b",
    ),
)

_WELCOMED = re.compile(
    r"\b(?:regardless|irrespective|independent(?:ly)?\s+of|without\s+regard|discriminat\w*|equal[- ]opportunit\w*|equally|all\s+backgrounds|diversity|inclusi\w+|unabhängig\s+von|ungeachtet|gleicher\s+(?:eignung|qualifikation)|gleichstellung\w*|chancengleichheit|vielfalt|"
    r"(?:does|do)\s+not\s+matter|doesn't\s+matter|is\s+not\s+(?:important|relevant)|no\s+(?:upper\s+)?age\s+limit|keine\s+altersgrenze|spielt\s+keine\s+rolle|spielen\s+keine\s+rolle)\b"
)
_INVITED = re.compile(
    r"\b(?:welcomes?|welcomed|encouraged|invited|begrüßt|begrüßen|willkommen|ausdrücklich\s+erwünscht|aufgefordert|bevorzugt\s+berücksichtigt)\b"
)
_NARROW = re.compile(r"\b(?:only|must|nur|exclusively|ausschließlich)\b|\d")
_EVERYBODY = re.compile(
    r"[(\[](?:[mwfdxig]|div|all genders|alle geschlechter|gn)(?:\s?[/|*,]\s?(?:[mwfdxig]|div(?:ers)?|gn))*[)\]]|\bm/f(?:/[dx])?\b|\bm/w(?:/d)?\b"
    r"|\b(?:men\s+(?:and|or)\s+women|women\s+(?:and|or)\s+men|(?:fe)?male\s*(?:and|or|/)\s*(?:fe)?male|männer\s+und\s+frauen|frauen\s+und\s+männer|mann\s+oder\s+frau|frau\s+oder\s+mann|young\s+(?:and|or)\s+old|jung\s+und\s+alt|(?:of\s+)?any\s+(?:age|gender)|all\s+(?:ages|genders|nationalities|religions))\b"
)
_NOT_PEOPLE = re.compile(
    r"\b(?:react|cloud|ai|blockchain)[- ]native\b|\bnative\s+(?:apps?|mobile|ios|android|development|modules?|code|plants?|species|advertising)\b"
    rf"|\b(?:native|muttersprach\w*)[- ](?:or[- ][\w-]+[- ])?(?:level|like|niveau|proficiency|fluency)\b|\bnear[- ]native\b|\b(?:fluent|bilingual|c[12])\s*(?:or|/|oder)\s*native\b|\bnative\s+(?:speakers?\s+)?(?:(?:{LANGUAGE})\s+)?(?:speakers?\s+)?(?:or|/)\s*(?:bilingual|near\S*|fluent|c[12]|equivalent|comparable|similar)\b"
    r"|\b(?:child\w*|pupils?|students?|patients?|clients?|kids|learners?|residents?|boys|girls|teen\w*|kinder\w*|schüler\w*|jugendliche\w*|young\s+people|classes|age\s+groups?|key\s+stages?)\s+(?:(?:aged|ages|from|between|of|im\s+alter\s+von|zwischen|under|over)\s+)+\d+(?:\s*(?:-|to|and|bis|und)\s*\d+)?(?:\s+(?:years?(?:\s+(?:old|of\s+age))?|jahren?))?"
    r"|\bnew-born\b|\bmaternity\s+cover\w*|\belternzeitvertretung\b"
)


def protected(text: str) -> str | None:
    """Why nobody may be judged by what this asks for, and what to ask instead; None where anybody may.

    Asking for a task, a language level, the right to work, or work with or for somebody is nobody's trait.
    """
    ground = _ground_of(text)
    return None if ground is None else _reason(ground, folded(text))


def reason_of(ground: Ground) -> str:
    """What a person is told about it."""
    return _REASONS[ground]


def welcomes(text: str) -> bool:
    """Whether this says that everybody may apply, which asks for nothing."""
    plain = folded(text)
    return bool(_WELCOMED.search(plain) or (_INVITED.search(plain) and not _NARROW.search(plain)))


def _ground_of(text: str) -> Ground | None:
    if welcomes(text):
        return None
    plain = _NOT_PEOPLE.sub(" … ", _EVERYBODY.sub(" ", folded(text)))
    plain = " ".join(plain.split())
    for rule in _RULES:
        if rule.unless is not None and rule.unless.search(plain):
            continue
        for match in rule.pattern.finditer(plain):
            if not (rule.hinted and is_served(plain, match.start())):
                return rule.ground
    return None


_TONGUE = re.compile(rf"\b({LANGUAGE})")


def _reason(ground: Ground, plain: str) -> str:
    tongue = _TONGUE.search(plain)
    spoken = re.search(r"\bnative|mother|first\s+language|muttersprach|accent|akzent", plain)
    if ground in ("origin", "accent") and tongue and spoken:
        start = _REASONS[ground].split(". ")[0]
        return f"{start}. Ask for the level instead: {at_level(tongue.group(1), 'C2')}."
    return _REASONS[ground]
