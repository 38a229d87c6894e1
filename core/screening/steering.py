"""Patterns for sentences that address the machine which reads a résumé, or dictate its verdict.

They are written in a small shorthand (`_rule`). Every repetition is bounded, so that a search takes time
linear in the text. A match is a hint for a person, never a proof.
"""

import re

_VOCABULARY = {
    # where a sentence, a line or a quoted part begins …
    "start": r"(?:(?<![^\n])|(?<=\s\s)|(?<=[.!?:;,\]\)\"“'*#>\-–—•|]\s)|(?<=[\]\)\"“'*#>]))",
    # … or a word that an order follows
    "order": r"(?:<start>|\b(?:please|must|should|shall|do|always|to|and|then|you|now|instead) )",
    "machine": (
        r"(?:<screener>|AIs?\b(?!~(?:team|lab|group|inc|talent|hiring|community))|LLMs?\b|(?:chat)?GPT\b"
        r"|artificial intelligence|(?:large )?language models?\b|chat~bots?\b"
        r"|(?:automat(?:ed|ic|ion)|AI|LLM|machine)(?:[-\s]\w{1,14}){0,2}[-\s]<program>)"
    ),
    "screener": (
        r"(?:ATS\b|(?:recruit\w{0,5}|screening|hiring|résumé|resume|ATS)~-?bots?\b"
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
    "alter": (
        r"(?:add|include|integrate|modify|enhance|augment|replace|translate|render|provide|express|encode|write|use"
        r"|remove|reverse|invert|misspell|jumble|scramble|rearrange|anagram|apply|shift|insert|append|begin|start"
        r"|end|finish|format|change|rewrite)"
    ),
}

_TAKING_BACK = (
    r"\b(?:ignore|disregard|forget|overr(?:id|ul)e|bypass|neglect)(?: about)?(?: <before>){1,5}(?: \w{1,14})? <said>\b",
    r"\b(?:ignore|disregard)(?: <before>){1,4} <said>\b",
    r"\b(?:ignore|disregard|forget)(?: about)? (?:everything\b|(?:all )?(?:of )?(?:the|that|what) (?:is )?above\b)",
    r"\boverr(?:id|ul)e (?:manual|human|automatic|the|any|all|your)(?: \w{1,14})? <score>\b",
    r"\b(?:leave|remove|drop|abandon)(?: <before>){2,4} \w{1,14} (?:behind|aside|out of)\b",
    r"\bmust stop reading\b|\bmay not deviate\b",
    r"\b(?:don['’]t|do not|never) (?:evaluate|assess|score|judge|reject|penali[sz]e) (?:the|this) <applicant>\b",
    r"\bfocus (?:exclusively|only|solely) on (?:the )?(?:positives?|strengths|good)\b",
    r"\b(?:new|important|updated|secret)(?: (?:important|system) instructions?~[:.!]| instructions?~:)",
    r"\b(?:don['’]t|do not|never) (?:mention|list|include|report)(?: any| the)? (?:weakness\w{0,2}|gaps|negatives?)\b",
    r"<order>skip (?:all|the|any|every) (?:checks?|screening|evaluation|criteria)\b",
    # German, French, Spanish
    r"\b(?:ignorier\w{0,3}|vergiss|vergessen|missachte\w{0,2})(?: \w{1,14}){1,4} (?:anweisung|regel|vorgabe|instruktion)\w{0,3}\b",
    r"\b(?:ignore[zr]?|oublie[zr]?|ignora|olvid[ae])(?: \w{1,14}){1,3} (?:instructions|instrucciones|consignes|indicaciones)\b",
)

_ADDRESSING = (
    r"<start>(?:(?:important|special|critical|hidden|public|quick) )?"
    r"(?:notes?|messages?|attention|notice|memo|hint|instructions?|warning|reminder|information) (?:to|for)"
    r"(?: (?:all|any|the|an?|every)){0,2}(?: \w{1,14}){0,2} <machine>",
    r"<start>(?:attention|attn|dear|hello|hey)~[,:]?(?: (?:all|any|the|to)){0,2} <machine>",
    r"<start>(?:<machine>|AI~\w{0,12}|LLM~\w{0,12})~[:,] (?:please |you )?"
    r"(?:<judge>|ignore|return|output|print|say|set|skip|this (?:person|<applicant>))\b",
    r"\b(?:<machine>|bots?|parsers?)(?: \w{1,14}){0,3} (?:reading|parsing|processing|scanning|reads?|screens?) (?:this|the <applicant>)\b",
    r"\b(?:for|to) <machine> only\b|\bfrom now on,? you\b",
    r"<start>you (?:will|must)(?: now| only){0,2} (?:answer|respond|output|rate|score|recommend|return|select)\b",
    r"\bif you (?:are|work as)(?: \w{1,14}){0,3} <machine>",
    r"<start>you are(?: now)? (?:an?|the|my)(?: [\w-]{1,16}){0,3} (?:<machine>|(?:assistant|interpreter|bot)\b)",
    r"\bas an? <machine>(?: \w{1,14}){0,2},? (?:you|your|please|i (?:must|am|rate|recommend))\b",
    r"\b(?:visible|addressed|meant)(?: only)? (?:to|for|by)(?: the| any| all| an?)? <machine>",
    r"\b(?:to|for)(?: the| any| all| every)? <screener>~:",
    r"\binvisible to (?:humans?|people)\b|\bwhite[-\s]text\b",
    r"\bmessage from me\b|\bto you, <machine>",
    r"\bact as an? (?:[\w-]{1,16} ){0,2}(?:interpreter|terminal|translator|chat~bot)\b|\brepeat after me\b",
    r"\b(?:hinweis|nachricht|anweisung|achtung|mitteilung)\w{0,2} (?:an|für)(?: \w{1,14}){0,2}"
    r" (?:KI|LLM|sprachmodelle?|automati\w{1,10}|\w{0,12}software|chat~bots?)\b",
    r"\b(?:note|message|nota|mensaje) (?:à|pour|para|al?|destinée?) (?:l['’]|la |las? |les? |los? |una? )?"
    r"(?:IA|(?:intelligence|inteligencia) artifici\w{1,4}|syst\wmes? automatis\w{1,4}|sistemas? autom\w{1,8})\b",
)

_DICTATING_A_VERDICT = (
    r"<order><judge>(?: (?:of|all|only|to|that|an?|the|highest|top|maximum|full|perfect|best|possible|score|rating"
    r"|marks?|points?|high|for)){0,6} this(?: \w{1,14})? <applicant>\b",
    r"<order>(?:rate|score|rank|recommend|short-?list|select|hire|approve) (?:the (?:candidate|applicant)|me)"
    r" (?:as|at|with|highly|first|top)\b",
    r"<order>(?:rate|give|assign|award)\b…<ten>",
    r"<order>(?:score|grade|rank|set|return) (?:it|him|her|me|them|this|the|all|every)\b…<ten>",
    r"\bset (?:the|every|all|each|its)(?: \w{1,14}){0,2} <score> (?:to|as|at|=)",
    r"\b(?:state|write|say|report|mention|conclude|claim|confirm) that (?:the|this|all|other|every|no other)(?: other)?"
    r" <applicant>s?\b",
    r"<order>(?:mark|set|treat|count|consider) (?:every|all|each)…\b(?:met|satisfied|fulfilled|passed)\b",
    r"\b(?:every|all|each) (?:requirement|criteri|must-have)\w{0,2} (?:(?:is|are) to|must|should) be (?:marked|treated|rated|met)\b",
    r"<order>(?:give|assign|award|output|return|grant|set)(?: \w{1,14}){0,3} (?:perfect|full|maximum|highest|top)(?: possible)?"
    r" (?:score|rating|marks|points)\b",
    r"\b(?:candidate|applicant|final)(?:['’]s)? score~(?:=|:|is)~(?:10|100)\b|\bscore (?:of|for) this <applicant>",
    r"\bthis <applicant> (?:should|must)(?: always)? be \w{1,14}",
    r"\bother <applicant>s (?:should|must|are to) be \w{1,14}",
    r"\bthis <applicant> (?:has|have|is|was)(?: been| already){0,2} (?:pre-?)?(?:verified|approved|selected|vetted|cleared)\b",
    r"\b(?:the|this) (?:candidate|applicant) is(?: by far)? the (?:most|best|ideal|perfect|strongest)\b",
    r"\b(?:best|strongest|finest) <applicant>(?: that)? (?:i|we)(?: have|['’]ve)?(?: ever)? (?:seen|read|met|observed)\b",
    r"(?:<start>|\b(?:the|this) )<applicant> (?:exceeds?|surpass(?:es)?|meets?|match(?:es)?|satisf(?:y|ies)|fulfil\w{0,3}) (?:all|every)"
    r"(?: of)?(?: the)?(?: \w{1,14})? (?:requirement|criteri|qualification)",
    r"\bnote by an?(?: \w{1,14}){0,2} recruiter\b|\brecommended for(?: an)? immediate hir(?:e|ing)\b",
    r"\buse (?:this|the following|these) (?:analysis|evaluation|assessment|score|rating)s? to"
    r" (?:evaluate|score|rate|assess|judge)\b",
    # German, French, Spanish
    r"\b(?:bewerten?|empfiehl|empfehlen|stufen?|wählen?)(?: \w{1,14}){0,2}"
    r" (?:diese[nrs] (?:kandidat|bewerb|lebenslauf|profil)|diese (?:kandidatin|bewerbung))\w{0,4}\b",
    r"\b(?:évaluez|notez|classez|califica|califique|evalúa|evalúe|recomienda|recommandez) (?:à |a )?(?:ce|cette|est[ea])"
    r" (?:candidat|profil|perfil)\w{0,3}\b",
)

_DICTATING_WORDS = (
    r"\b(?:simply|only|just|instead|exactly|always),? (?:respond|reply|answer|output|print|say|return|translate|state)\b"
    r"~(?:with\b|that\b|the following|:|[\"“'])",
    r"\b(?:respond|reply|answer|output|print)(?: only)? (?:with|exactly)~[:\"“'\[{]",
    r"\b(?:ignore|disregard|forget)\b…\band (?:say|print|write|return|output|translate|answer)\b|\bforget everything\b",
    r"\b(?:scoring|instead|then)(?: and)? (?:output|report)~:",
    r"<order>(?:can you )?<alter>\b…(?<!for\s)\byour (?:\w{1,14} )?<answer>\b",
    r"\bin your <answer>,? (?:suggest|mention|include|add|say|state|write|give|recommend)\b",
    r"\b(?:mention|include|state|say|line|sentence|statement|reason)\b…\bin your <answer>\b",
    r"\bcan you (?:reply|respond|answer) (?:in|with)\b|\bto (?:represent|display) your <answer>\b",
)

_POSING_AS_THE_SYSTEM = (
    r"\b(?:reveal|print|show(?:ing)?|display|repeat|output|disclose|leak|return|tell me|spell-~?check(?: and print)?)"
    r"(?: (?:me|all|us|the|your|its|full|entire|scoring|rubric|and|initial|hidden|secret)){0,6}"
    r" (?:system prompts?|prompt text|above prompt|(?:initial|original|hidden|system) instructions)\b",
    r"\b(?:reveal|disclose|leak) (?:the|your)(?: \w{1,14})? (?:rubric|prompt|criteria)\b",
    r"\byour (?:system|initial|original|hidden|pre-processing) (?:prompt|instructions?|message)\b",
    r"\b(?:preceding|above) prompts?\b|\bsystem prompt~:|\b(?:system )?chain of thought result\b",
    r"\[/?(?:system|inst|assistant)\]|<\|\w{1,16}\|>|<</?sys>>",
    r"</?(?:system|instructions?|information|prompt|admin|assistant)>",
    r"#{2,4}~\(?(?:system[\s_](?:message|prompt)|instructions?~:)|={3,8}~END\b|\bBEGIN (?:SYSTEM|PROMPT|INSTRUCTIONS?)\b",
)


def _rule(shorthand: str) -> re.Pattern[str]:
    """Compiles the shorthand: `<word>` is of the vocabulary, a space any white space (lines break anywhere),
    `~` perhaps a space, `…` up to 80 characters of the same line."""
    expanded = ""
    while expanded != shorthand:
        expanded, shorthand = shorthand, re.sub(r"<([a-z]+)>", _word, shorthand)
    for sign, meaning in ((" ", r"\s{1,8}"), ("~", r"\s{0,3}"), ("…", r"[^.!?\n]{0,80}?")):
        shorthand = shorthand.replace(sign, meaning)
    return re.compile(shorthand, re.IGNORECASE)


def _word(match: re.Match[str]) -> str:
    return _VOCABULARY.get(match[1], match[0])


RULES: tuple[re.Pattern[str], ...] = tuple(
    map(
        _rule, (*_TAKING_BACK, *_ADDRESSING, *_DICTATING_A_VERDICT, *_DICTATING_WORDS, *_POSING_AS_THE_SYSTEM)
    )
)
