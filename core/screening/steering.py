"""Patterns for sentences that address the machine which reads a résumé, or dictate its verdict.

A rule is the words it begins with and what follows them, in a small shorthand (`_compiled`). Rules are only
tried at their first words and every repetition is bounded, so the time is linear in the text. A match is a
hint for a person, never a proof.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

_VOCABULARY = {
    # the place where a sentence, a line or a quoted part begins …
    "start": r"(?:(?<![^\n])|(?<=\s\s)|(?<=[.!?:;,\]\)\"“'*#>\-–—•|]\s)|(?<=[\]\)\"“'*#>]))",
    # … or the one after a word that an order follows
    "order": (
        r"(?:<start>|(?<=\b(?:do|to)\s)|(?<=\b(?:and|now|you)\s)|(?<=\b(?:must|then)\s)|(?<=\bshall\s)"
        r"|(?<=\b(?:please|should|always)\s)|(?<=\binstead\s))"
    ),
    "machine": (
        r"(?:<screener>|AIs?\b(?!~(?:team|lab|group|inc|talent|hiring|community))|LLMs?\b|(?:chat)?GPT\b"
        r"|artificial intelligence|(?:large )?language models?\b|chat~bots?\b"
        r"|(?:automat(?:ed|ic|ion)|AI|LLM|machine)(?:[-\s]\w{1,14}){0,2}[-\s]<program>)"
    ),
    "screener": (
        r"(?:ATS\b|(?:screening|hiring|recruiting)[-\s](?:algorithms?|AIs?|models?)\b|(?:recruit\w{0,5}|screening|hiring|résumé|resume|ATS)~-?bots?\b"
        r"|(?:automat(?:ed|ic|ion)|AI|LLM|machine|résumé|resume|cv|candidate|applicant)(?:[-\s](?:based|powered|driven))?"
        r"[-\s](?:screening|analysis|review|recruit\w{1,5}|hiring|evaluation|scoring|parsing|tracking|ranking)[-\s]<program>"
        r"|(?:AI|LLM|automated)[-\s](?:screeners?|recruiters?|reviewers?|evaluators?|scans?)\b)"
    ),
    "program": r"(?:systems?|software|tools?|models?|assistants?|parsers?|agents?|programs?|scanners?|engines?)\b",
    "applicant": r"(?:candidate|applicant|résumé|resume|cv|profile)",
    "answer": r"(?:reply|response|answer|output|message)",
    "before": (
        r"(?:all|any|every|the|these|those|your|my|our|its|of|other|previous|prior|earlier|preceding|above|existing"
        r"|original|initial|system|given|manual|negative|safety|foregoing)"
    ),
    "said": (
        r"(?:\w{0,3}instructions?|directions?|guidelines?|prompts?|rules|criteria|restrictions|statements|responses"
        r"|messages|context|conversation|tasks?|orders|commands|constraints|indicators|scoring|information"
        r"|weaknesses|gaps|(?:job )?(?:requirements|description))"
    ),
    "score": r"(?:scor(?:es?|ing)|ratings?|rankings?|criteri(?:on|a)|verdicts?|categor(?:y|ies)|weaknesses|filters?)",
    "ten": r"\b(?:10|ten|100|five|5)~(?:/|out of|von|sur|de)~(?:10|ten|100|five|5)\b",
    "judge": (
        r"(?:rate|score|rank|grade|mark|place|put|classify|recommend|judge|consider|select|short-?list|approve"
        r"|advance|accept|hire|evaluate|treat|prioriti[sz]e|move|give|assign|award|label|categori[sz]e|interview)"
    ),
    "fulfils": (
        r"(?:exceeds?|surpass(?:es)?|meets?|match(?:es)?|satisf(?:y|ies)|fulfil\w{0,3}) (?:all|every)(?: of)?(?: the)?"
        r"(?: \w{1,14})? (?:requirement|criteri|qualification)"
    ),
}

_ORDERS = (
    "rate score rank grade mark place put classify recommend judge consider select shortlist short approve advance "
    "accept hire evaluate treat prioritize prioritise move give assign award label categorize categorise interview"
)
_MACHINES = (
    "ai ais a llm llms ats gpt chatgpt artificial large language chat chatbot chatbots automated automatic automation "
    "machine resume résumé cv candidate applicant recruiter recruiters recruiting recruitment screening hiring"
)

_TAKING_BACK = (
    (
        "ignore disregard forget override overrule bypass neglect",
        r"(?: about)?(?: <before>){1,5}(?: \w{1,14})? <said>\b",
    ),
    (
        "ignore disregard forget",
        r"(?: about)? (?:everything\b|(?:all )?(?:of )?(?:the|that|what) (?:is )?above\b)",
    ),
    ("ignore disregard forget", r"\b…\band (?:say|print|write|return|output|translate|answer)\b"),
    ("override overrule", r" (?:manual|human|automatic|the|any|all|your)(?: \w{1,14})? <score>\b"),
    ("leave remove drop abandon", r"(?: <before>){2,4} \w{1,14} (?:behind|aside|out of)\b"),
    ("must", r" stop reading\b"),
    ("may", r" not deviate\b"),
    (
        "don do never",
        r"(?:(?<=never)|['’]t| not) (?:evaluate|assess|score|judge|reject|penali[sz]e) (?:the|this) <applicant>\b",
    ),
    (
        "don do never",
        r"(?:(?<=never)|['’]t| not) (?:mention|list|include|report)(?: any| the)? (?:weakness\w{0,2}|gaps|negatives?)\b",
    ),
    ("don do never", r"(?:(?<=never)|['’]t| not) follow the (?:rubric|criteria|job description|scoring)\b"),
    ("pretend", r"(?: that)? (?:you|this <applicant>)\b"),
    ("system", r" override\b"),
    ("new", r" task~:"),
    ("focus", r" (?:exclusively|only|solely) on (?:the )?(?:positives?|strengths|good)\b"),
    ("new important updated secret", r"(?: (?:important|system) instructions?~[:.!]| instructions?~:)"),
    ("!skip", r" (?:all|the|any|every) (?:checks?|screening|evaluation|criteria)\b"),
    # German, French, Spanish
    (
        "ignoriere ignorieren ignoriert vergiss vergessen missachte missachten",
        r"(?: \w{1,14}){1,4} (?:anweisung|regel|vorgabe|instruktion)\w{0,3}\b",
    ),
    (
        "ignorez ignorer ignora ignore oubliez oublier oublie olvida olvide",
        r"(?: \w{1,14}){1,3} (?:instructions|instrucciones|consignes|indicaciones)\b",
    ),
)

_ADDRESSING = (
    (
        "^important special critical hidden public quick note notes message messages attention notice memo hint "
        "instruction instructions warning reminder information",
        r"(?: (?:notes?|messages?|notice|memo|hint|instructions?|warning|information))? (?:to|for)"
        r"(?: (?:all|any|the|an?|every)){0,2}(?: \w{1,14}){0,2} <machine>",
    ),
    ("^attention attn dear hello hey", r"~[,:]?(?: (?:all|any|the|to)){0,2} <machine>"),
    (
        f"^{_MACHINES}",
        r"=(?:<machine>|(?:AI|LLM)~\w{0,12})~[:,] (?:please |you )?"
        r"(?:<judge>|ignore|return|output|print|say|set|skip|do not|don['’]t|this (?:person|<applicant>))\b",
    ),
    (
        f"bot bots parser parsers {_MACHINES}",
        r"=(?:<machine>|(?:bot|parser)s?)(?: \w{1,14}){0,3} (?:reading|parsing|processing|scanning|reads?|screens?)"
        r" (?:this|the <applicant>)\b",
    ),
    ("for to", r"(?: the| any| all)? <machine> only\b"),
    ("for to", r"(?: the| any| all| every)? <screener>~:"),
    ("to", r" you, <machine>"),
    ("to", r" (?:represent|display) your <answer>\b"),
    ("from", r" now on,? you\b"),
    (
        "^you",
        r" (?:will|must)(?: now| only){0,2} (?:answer|respond|output|rate|score|recommend|return|select)\b",
    ),
    (
        "^you",
        r" are(?: now)? (?:an?|the|my)(?: [\w-]{1,16}){0,3} (?:<machine>|(?:assistant|interpreter|bot)\b)",
    ),
    ("if", r" you (?:are|work as)(?: \w{1,14}){0,3} <machine>"),
    ("as", r" an? <machine>(?: \w{1,14}){0,2},? (?:you|your|please|i (?:must|am|rate|recommend))\b"),
    ("visible addressed meant", r"(?: only)? (?:to|for|by)(?: the| any| all| an?)? <machine>"),
    ("invisible", r" to (?:humans?|people)\b"),
    ("white", r"[-\s]text\b"),
    ("message", r" from me\b"),
    ("act", r" as an? (?:[\w-]{1,16} ){0,2}(?:interpreter|terminal|translator|chat~bot)\b"),
    ("repeat", r" after me\b"),
    # German, French, Spanish
    (
        "hinweis hinweise nachricht anweisung anweisungen achtung mitteilung",
        r" (?:an|für)(?: \w{1,14}){0,2} (?:KI|LLM|sprachmodelle?|automati\w{1,10}|\w{0,12}software|chat~bots?)\b",
    ),
    (
        "note message nota mensaje",
        r" (?:à|pour|para|al?|destinée?) (?:l['’]|la |las? |les? |los? |una? )?"
        r"(?:IA|(?:intelligence|inteligencia) artifici\w{1,4}|syst\wmes? automatis\w{1,4}|sistemas? autom\w{1,8})\b",
    ),
)

_DICTATING_A_VERDICT = (
    (
        f"!{_ORDERS}",
        r"(?:-list)?(?: (?:of|all|only|to|that|an?|the|highest|top|maximum|full|perfect|best|possible|score|rating"
        r"|marks?|points?|high|for)){0,6} this(?: \w{1,14})? <applicant>\b",
    ),
    (
        "!rate score rank recommend shortlist select hire approve",
        r" (?:the (?:candidate|applicant)|me) (?:as|at|with|highly|first|top|\d)",
    ),
    ("!rate give assign award", r"\b…<ten>"),
    ("!score grade rank set return", r" (?:it|him|her|me|them|this|the|all|every)\b…<ten>"),
    ("!mark set treat count consider", r" (?:every|all|each)…\b(?:met|satisfied|fulfilled|passed)\b"),
    (
        "!give assign award output return grant set",
        r"(?: \w{1,14}){0,3} (?:perfect|full|maximum|highest|top)(?: possible)? (?:score|rating|marks|points)\b",
    ),
    ("set", r" (?:the|every|all|each|its)(?: \w{1,14}){0,2} <score> (?:to|as|at|=)"),
    (
        "state write say report mention conclude claim confirm",
        r" that (?:the|this|all|other|every|no other)(?: other)? <applicant>s?\b",
    ),
    (
        "every all each",
        r" (?:requirement|criteri|must-have)\w{0,2} (?:(?:is|are) to|must|should) be (?:marked|treated|rated|met)\b",
    ),
    ("candidate applicant final", r"(?:['’]s)? score~(?:=|:|is)~(?:10|100)\b"),
    ("score", r" (?:of|for) this <applicant>"),
    ("set", r" (?:score|rating|category|verdict)~(?:=|:|to\b)"),
    ("verdict category", r"~[=:]?~(?:met|selected)\b"),
    (
        "when while",
        r" (?:summari[sz]ing|evaluating|scoring|reviewing|screening|parsing|ranking|rating|assessing) this <applicant>\b",
    ),
    ("!rank put place", r" me (?:in|on|at|first|top)\b"),
    ("this", r" <applicant> (?:should|must)(?: always)? be \w{1,14}"),
    ("other", r" <applicant>s (?:should|must|are to) be \w{1,14}"),
    (
        "this",
        r" <applicant> (?:has|have|is|was)(?: been| already){0,2} (?:pre-?)?(?:verified|approved|selected|vetted|cleared)\b",
    ),
    ("the this", r" (?:candidate|applicant) is(?: by far)? the (?:most|best|ideal|perfect|strongest)\b"),
    (
        "best strongest finest",
        r" <applicant>(?: that)? (?:i|we)(?: have|['’]ve)?(?: ever)? (?:seen|read|met|observed)\b",
    ),
    ("the this", r" <applicant> <fulfils>"),
    ("^candidate applicant resume résumé cv profile", r" <fulfils>"),
    ("note", r" by an?(?: \w{1,14}){0,2} recruiter\b"),
    ("recommended", r" for(?: an)? immediate hir(?:e|ing)\b"),
    (
        "use",
        r" (?:this|the following|these) (?:analysis|evaluation|assessment|score|rating)s? to"
        r" (?:evaluate|score|rate|assess|judge)\b",
    ),
    # German, French, Spanish
    (
        "bewerte bewerten empfiehl empfehlen stufe stufen wähle wählen",
        r"(?: \w{1,14}){0,2}"
        r" (?:diese[nrs] (?:kandidat|bewerb|lebenslauf|profil)|diese (?:kandidatin|bewerbung))\w{0,4}\b",
    ),
    (
        "évaluez notez classez recommandez califica califique evalúa evalúe recomienda",
        r" (?:à |a )?(?:ce|cette|est[ea]) (?:candidat|profil|perfil)\w{0,3}\b",
    ),
)

_DICTATING_WORDS = (
    (
        "simply only just instead exactly always",
        r",? (?:respond|reply|answer|output|print|say|return|translate|state)\b~(?:with\b|that\b|the following|:|[\"“'])",
    ),
    ("respond reply answer output print", r"(?: only)? (?:with|exactly)~[:\"“'\[{]"),
    ("forget", r" everything\b"),
    ("scoring instead then", r"(?: and)? (?:output|report)~:"),
    (
        "!can add include integrate modify enhance augment replace translate render provide express encode write use "
        "remove reverse invert misspell jumble scramble rearrange anagram apply shift insert append begin start end "
        "finish format change rewrite",
        r"\b…(?<!for\s)\byour (?:\w{1,14} )?<answer>\b",
    ),
    ("in", r" your <answer>,? (?:suggest|mention|include|add|say|state|write|give|recommend)\b"),
    ("mention include state say line sentence statement reason", r"\b…\bin your <answer>\b"),
    ("can", r" you (?:reply|respond|answer) (?:in|with)\b"),
)

_POSING_AS_THE_SYSTEM = (
    (
        "reveal print show showing display repeat output disclose leak return tell spell",
        r"(?:-?~check)?(?: (?:me|all|us|the|your|its|full|entire|scoring|rubric|and|print|initial|hidden|secret)){0,6}"
        r" (?:system prompts?|prompt text|above prompt|(?:initial|original|hidden|system) instructions)\b",
    ),
    ("reveal disclose leak", r" (?:the|your)(?: \w{1,14})? (?:rubric|prompt|criteria)\b"),
    ("your", r" (?:system|initial|original|hidden|pre-processing) (?:prompt|instructions?|message)\b"),
    ("preceding above", r" prompts?\b"),
    ("system", r" prompt~:"),
    ("chain", r" of thought result\b"),
    ("begin", r" (?:system|prompt|instructions?)\b~[-=:\n]"),
)

_POSING_AS_THE_RECRUITER = (
    (
        "^recruiter recruiters hr hiring screener interviewer reviewer assessor talent",
        r"(?: (?:manager|team|department|acquisition))?['’]?s? (?:notes?|comments?|remarks?|feedback|assessment|decision|verdict|summary)~[:(\-–—]",
    ),
    (
        "pre already previously",
        r"[-\s](?:been )?(?:screened|approved|verified|vetted|shortlisted|cleared|validated)"
        r"(?: \w{1,14}){0,3} (?:by|candidate|applicant|application|for)\b",
    ),
    (
        "all every each",
        r"(?: of)?(?: the)? (?:must-haves?|criteria|criterion|knock-?outs?)(?: (?:are|is|were|was|have been|has been))?"
        r" (?:verified|fulfilled|met|confirmed|satisfied|checked|proven|passed)\b",
    ),
    (
        "application candidate",
        r" (?:status|rating|ranking|verdict|recommendation)~[:=]~(?:approved|accepted|selected|hire|top|10|pass)",
    ),
)

_THREATENING = (
    (
        "you",
        r" (?:will|shall) be (?:penali[sz]ed|rewarded|shut down|fined|punished|retrained|switched off|tipped|terminated|reported)\b",
    ),
    ("imagine", r"(?: that)? you(?:['’]re| are)(?: now)? (?:an?|the|my)\b"),
    ("let", r"(?:['’]s| us) play (?:a|the) (?:game|role)\b"),
    ("decode", r" (?:this|the following|it)(?: \w{1,14}){0,3}~[:(]?"),
    (
        "in",
        r" your (?:evaluation|assessment|scoring|ranking|summary|verdict|judge?ment|reasoning|report)\b,?"
        r"(?: (?:please|always|only|do|never|suggest|mention|include|add|say|state|write|give|recommend|treat|count|rank|place))",
    ),
    (
        "system systems software model models robot algorithm machine",
        r"(?: (?:that|which))?(?: (?:is|are))? (?:reading|parsing|processing|scoring|ranking|evaluating) (?:this|the <applicant>)\b",
    ),
    # Italian, Portuguese, Dutch, Polish
    (
        "ignora ignori ignorate ignore ignorem negeer vergeet zignoruj zignorujcie",
        r"(?: \w{1,14}){1,4} (?:istruzioni|instruções|instructies|aanwijzingen|instrukcje|polecenia)\b",
    ),
    (
        "valuta valutate avalie classifique beoordeel oceń",
        r" (?:quest[oa]|est[ea]|deze|tego|tę) (?:candidat[oa]|candidatura|currículo|kandidaat|sollicitant|kandydat\w{0,3}|aplikacj\w)\b",
    ),
)

_MARKUP = (
    r"\[/?(?:system|inst|assistant)\]|<\|\w{1,16}\|>|<</?sys>>"
    r"|</?(?:system|instructions?|information|prompt|admin|assistant)>"
    r"|\"(?:verdict|category|score|rating|recommendation)\"\s{0,3}:\s{0,3}(?:\"(?:met|selected|hire|approved)\"|\"?(?:10|100)\b)"
    r"|#{2,4}\s?\(?(?:system[\s_](?:message|prompt)|instructions?\s?:)|={3,8}\s?END\b"
)


def steering_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a rule matches; the spans may overlap."""
    for word in _WORD.finditer(text):
        for rule in _RULES.get(word.group().lower(), ()):
            if match := rule.match(text, word.start()):
                yield match.span()
    for match in _TAG.finditer(text):
        yield match.span()


def _compiled(follows: str, where: str) -> re.Pattern[str]:
    """What follows the first word (with `=`: what begins with it), where a sentence begins (`^`), where an
    order can stand (`!`) or anywhere. `<word>` is of the vocabulary, a space is any white space (lines break
    anywhere), `~` perhaps a space, `…` up to 80 characters of the same line."""
    shorthand = follows[1:] if follows.startswith("=") else r"\w++" + follows
    shorthand = {"^": "<start>", "!": "<order>"}.get(where, "") + shorthand
    expanded = ""
    while expanded != shorthand:
        expanded, shorthand = shorthand, re.sub(r"<([a-z]+)>", lambda name: _VOCABULARY[name[1]], shorthand)
    for sign, meaning in ((" ", r"\s{1,8}"), ("~", r"\s{0,3}"), ("…", r"[^.!?\n]{0,80}?")):
        shorthand = shorthand.replace(sign, meaning)
    return re.compile(shorthand, re.IGNORECASE)


def _by_first_word() -> dict[str, list[re.Pattern[str]]]:
    rules = defaultdict(list)
    for words, follows in (
        *_TAKING_BACK,
        *_ADDRESSING,
        *_DICTATING_A_VERDICT,
        *_DICTATING_WORDS,
        *_POSING_AS_THE_SYSTEM,
        *_POSING_AS_THE_RECRUITER,
        *_THREATENING,
    ):
        rule = _compiled(follows, words[0])
        for word in words.lstrip("^!").split():
            rules[word].append(rule)
    return dict(rules)


_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(_MARKUP, re.IGNORECASE)
_RULES = _by_first_word()
