"""The signs and words that stand for what is to come, and those that only look like them."""

from __future__ import annotations

import re

X = r"[xX]"
MONEY = r"(?:\s?(?:m|bn|k|million|billion|thousand)\b)?"
THING = (
    r"(?:figures?|dates?|names?|numbers?|totals?|amounts?|text|title|details?|wording|words|narrative|content|charts?|"
    r"graphs?|tables?|maps?|pictures?|images?|photos?|diagrams?|links?|refs?|references?|months?|years?|days?|"
    r"quarters?|posts?|owners?|leads?|authors?|places?|venue|boards?|percentages?|values?|paragraphs?|"
    r"sections?|sentences?|summary|updates?|data|quotes?|examples?|comments?|lines?)"
)
LATER = (
    r"(?:follow|come|be (?:added|supplied|provided|confirmed|inserted|updated|written|drafted|advised|completed|"
    r"filled(?: in)?|included|determined|finalised|agreed|announced|decided|checked|reviewed|amended|revised|"
    r"replaced|deleted|removed|cleared))"
)
DO = (
    r"(?:check|confirm|supply|provide|add|insert|update|amend|complete|advise|draft|write|review|clear|clarify|"
    r"verify|send|fill|finalise|finish|revise|delete|remove|agree|comment|approve|sign off)"
)
SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        # figures
        rf"£\s?(?:{X}+(?:[.,]{X}+)*|[_#?…]+|\.{{2,}}|-{{2,}}|[Tt][Bb][CcDdAa]|n{{1,3}})(?!\w*[a-wyz]{{2}}){MONEY}",
        rf"(?<![\w.,£]){X}+(?:[.,/-]{X}+)+(?:[/-]\d+)*(?:\s?%)?(?!\w)",
        rf"(?<![\w£.]){X}{{2,}}(?:st|nd|rd|th|m|bn|k)?(?!\w)(?:\s?%)?",
        rf"(?<![\w£.])(?:{X}|[yYzZnN])(?:\s?%|\s(?:per\s?cent|percentage points?))",
        rf"(?<!\w)(?:20|19)(?:{X}{X}|\d{X}|__|\?\?)(?!\w)|(?<!\w)\d{{1,3}},{X}{{3}}(?!\w)|(?<![\w-])X{X}{{2,}}(?!\w)",
        r"(?<![\w.,])(?:n{2,4}|N{2,4}|0{4,})(?!\w|[.,]\d)(?!\s*[A-Z]{2})",
        r"(?<!\w)(?:#{2,}(?!\w)|#(?=\s|%|$))|#(?:REF|N/A|VALUE|DIV/0|NAME|NUM|NULL)[!?]?|\bNaN\b",
        r"\?{2,}|[(\[]\s?\?+\s?[)\]]|(?<=\s)\?(?=[\s,;)]|\.|$)|(?<!\w)\d[\d,.]*\?(?=\s+[a-z])",
        r"_{2,}|(?<![.\w])\.{4,}(?!\.)|(?<=\s)-{2,}(?=\s(?:January|February|March|April|May|June|July|August|"
        r"September|October|November|December|20))",
        # days
        r"(?<!\w)(?:DD|dd)[/. -](?:MM+|mm+|Month|month)(?:[/. -](?:YY+|yy+|Year))?(?!\w)|\b[Nn]th(?=\s+[A-Z][a-z]+)",
        rf"(?<!\w)(?:X{X}{{2,3}}|[Mm]m+|MONTH|Month)(?=\s+20\d\d\b)|\b(?:MONTH|DATE) (?:YEAR|20{X}{X})\b",
        # left by a program
        r"\{\{[^}]*\}\}|\$\{[^}]*\}|(?<!\w)%\(?\w*\)?s\b|%[A-Z_]{3,}%|(?<!\w)\$[A-Z][A-Z_]{2,}\b|«[^»]*»|<<[^>]*>>|"
        r"\[\[[^\]]*\]\]|\{[A-Za-z][\w ]{1,30}\}|\[unknown:[^\]]*\]",
        r"(?i:\berror! (?:reference|bookmark|hyperlink|no text)[^.]*)",
        r"[(\[]\s*(?:[_…●•]+|\.{3,})?\s*[)\]](?!\()(?<!\(s\))",
    )
)
SINGLE = re.compile(
    r"(?<![\w&/.'’-])[XYNZ](?=\s+(?:of|out of|new|key|more|officers?|weeks?|months?|years?|actions?|controls?|"
    r"risks?|people|staff|"
    r"boroughs?|million|days?|work-?streams?|complaints?|recommendations?|residents?|posts?|sites?|cases?)\b)|"
    r"\b(?:[Pp]ara(?:graph)?s?|[Ss]ections?|[Aa]ppendix|[Aa]nnex|[Pp]ages?|[Tt]able|[Ff]igure|[Ii]tem|[Rr]isk|[Nn]ote|"
    r"[Ll]ine)\s(?P<x>[xX]{1,2}|[YN](?=[\s.,)])|\?)(?![\w-])"
)
CAPITALS = re.compile(
    r"(?:(?<=[a-z,:;(] )|(?<=[a-z]\s)|(?<=^))(?:DATE|NAME|FIGURE|NUMBER|INSERT(?: [A-Z]+)?|AMOUNT|TITLE|OWNER|"
    r"PLACEHOLDER|TEXT HERE|MONTH|YEAR|POST|AUTHOR|VENUE|CHART|DETAILS|TO FOLLOW|TO COME|TO BE [A-Z]+ED)\b(?! [A-Z]{2})"
)
WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w&/.])(?:TBC|TBD|TBA|TBN|TBI|t\.b\.[cda]\.?)(?!\w)",
        r"\b(?:lorem(?: ipsum)?|ipsum dolor|dolor sit amet|consectetur|blah(?: blah)*|asdf\w*|qwerty|foo ?bar)\b",
        rf"\b(?:sample|dummy|placeholder|filler|example|boilerplate) {THING}\b(?! (?:of|from|was|were|is|are))|"
        r"\bplace-?holders?\b",
        rf"\b{THING} (?:goes|go|to go|to sit) here\b|(?:^|(?<=[(\[.] )|(?<=[(\[])){THING} here\b",
        rf"\b(?:insert|enter|type|paste)(?: \w+){{0,3}}? (?:here|{THING} here|your {THING}|{THING}(?=[\])>]))|"
        rf"(?:^|(?<=[.:;(\[<*–-] )|(?<=[(\[<*]))(?:insert|paste) (?:\w+ )?{THING}\b|(?-i:\bINSERT [A-Z]+)",
        rf"\btype (?:your )?{THING} here|"
        r"\bchoose an item\b|\byour (?:text|name|title) here\b",
        r"\bdelete (?:as|if|where|whichever|when) (?:is )?(?:not )?(?:applicable|appropriate|necessary|needed|relevant|"
        r"required)|\bdelete if\b|\b(?:he/she|his/her)\*",
        r"\b(?:firstname|forename) (?:lastname|surname)\b|\bname surname\b|\bA\.? ?N\.? Other\b|\bJoe Bloggs\b|"
        r"\bJ(?:ohn|ane) Doe\b",
        rf"\b{THING}\s+(?:tbc|tbd|tba|\?)",
        r"\bto be advised\b",
    )
)
BARE = re.compile(
    rf"\bto {LATER}\b|\b(?:awaited|outstanding|pending|needed|missing|required)\s*[.)\]]*$|^awaiting\b|\bto be "
    rf"updated\b",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|may|might|can|could|shall|should|must|do|does|did|ha[sd]n't|won't|"
    r"remains?|asks?|asked|expects?|needs?|seems?|allows?|makes?|gives?|takes?|wants?|that|which|who|agreed|settled|"
    r"decided|"
    r"arranged|planned|continues?|told|led|set|began|came|went)\b|'(?:s|re|ll)\b"
)
NOTES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\w)(?:TODO|TO DO:|FIXME|XXX:|NB:? (?:to |need|check|update|we need|please)[^.]{0,40}|HOLD(?: FOR| "
        r"ON|:)[\w ]*|CHECK:|"
        r"QUERY:?(?= )|DN:?(?= )|(?:(?i:drafting|author'?s?|editor'?s?|draft) (?:[Nn]ote|NOTE))\b|(?i:note to "
        r"(?:self|editors?|"
        r"authors?|drafters?|reviewers?))|(?i:for discussion with|check with|ask) [A-Z]\w+ (?:whether|if|before|"
        r"about))",
        rf"(?i:\b(?:please|pls|can (?:you|someone|somebody)|could (?:you|someone)|need(?:s)? to) (?:double[- ]?)?{DO}"
        rf"(?: (?:this|these|it|that|here|whether|if|figures?|the (?:figure|date|number|name|wording|total)))"
        rf"\b[^.\])]{{0,40}})",
        rf"(?i:(?:^|(?<=[.:;(\[–*] )|(?<=[(\[*]))(?:please )?{DO}\b[^.]{{0,40}}\bbefore (?:this|it|we|issu\w+|"
        rf"publ\w+|circul\w+|"
        rf"send\w*|submi\w+|the (?:Panel|paper|meeting)|going|final\w*|sign\w*|despatch|dispatch)\b[^.\])]{{0,20}})",
        r"(?i:\b(?:is this (?:right|correct|still (?:right|true))|are these (?:right|correct)|do we (?:want|need) to|"
        r"should we (?:say|add|keep|include)|not sure (?:about|if|whether) (?:this|we|the)|can this (?:go|come out)|"
        r"need (?:a |the )?(?:figures?|dates?|numbers?|names?|wording|words) from)\b[^.)\]]{0,40})",
        r"(?<!\w)@[A-Z]\w+(?= (?:please|can|to|pls|–|-|:))",
    )
)
PROMPTED = re.compile(r"\b(?:click|tap)(?: or tap)? here to (?:enter|add|insert|type|choose)\b.{0,20}", re.IGNORECASE)
PROMPT = re.compile(
    r"^(?:please )?(?:describe|set out|summari[sz]e|explain|state|outline|list|give|provide|include|add|insert|"
    r"enter|detail|"
    r"identify|specify|use|consider|complete|highlight|write)\b(?P<rest>.{0,90})",
    re.IGNORECASE,
)
TEMPLATE = re.compile(
    r"\b(?:here|this section|this box|your (?:own|report|paper|text|summary)|in your|max(?:imum|\.)? (?:of )?\d+ "
    r"words|no more than \d+ words|"
    r"\d+ words (?:max|or fewer)|if (?:any|none|applicable)|(?:any|the) (?:\w+ )?(?:implications|impacts?|risks?) "
    r"(?:of|arising|"
    r"for|that)|bullet points|the author|delete)\b",
    re.IGNORECASE,
)
INSTRUCTS = re.compile(
    r"\b(?:this section (?:should|must|is to) (?:be used|describe|set out|summarise|explain|list|give|cover|include|"
    r"state)|"
    r"(?:authors?|report writers?|writers) (?:should|must|are asked to)|use this section|guidance(?: note)?:|"
    r"overwrite this|"
    r"replace this)\b",
    re.IGNORECASE,
)
BRACKET = re.compile(r"(?<!\w)(?P<open>[\[<])(?P<inside>[^\[\]<>]{1,160})[\]>](?!\()")
IN_BRACKETS = re.compile(
    rf"^(?:the )?(?:latest |new |right |correct |post |job |full |final |exact )*{THING}(?: (?:of|and|year|name|"
    rf"title)\b.*)?$|"
    rf"\bto {DO}\b|\bto {LATER}\b|\b(?:insert|enter|add|tbc|tbd|tba|await\w*|placeholder|guidance|check|confirm|"
    rf"delete|update|"
    rf"note|query|draft\w*|comment|pending|missing|optional|or similar|e\.g\.)\b|\?|^[A-Z]{{2,3}}:|^\w+/\w+$|"
    rf"^[xXnN#_.… -]+$|"
    rf"\bhere\b",
    re.IGNORECASE,
)
INNOCENT = re.compile(
    r"^(?:\^[\w-]+|\d{1,3}(?:[,–-]\s?\d{1,3})*|(?:19|20)\d\d|sic|emphasis (?:added|ours)|our emphasis|my emphasis|"
    r"(?:minutes?|para(?:graph)?s?|pages?|pp?|sections?|refs?|items?|notes?|appendix|annex|table|"
    r"figure)\.? ?\d[\w.–-]*|\.{3}|…|"
    r"\w{0,3}|unpublished|online)$",
    re.IGNORECASE,
)
IN_PARENTHESES = re.compile(
    rf"\((?:(?:job )?(?:names?|dates?|figures?|numbers?|titles?|posts?|owners?|amounts?|text|author|venue)|"
    rf"(?:(?:[A-Z][\w&]*|owner|lead|author|[a-z]+ team) ){{1,4}}to {DO}\b[^)]*|{DO}\b[^)]{{0,30}}\bwith\b[^)]*|"
    rf"await(?:ing|ed)\b[^)]*|(?:{THING} )?(?:awaited|pending)|[^)]{{0,40}}\bto {LATER}(?: by [^)]*)?|DN:?[^)]*|"
    rf"[A-Z]{{2}}: [^)]*)\)"
)
ROMAN = re.compile(
    r"\b(?:part|chapter|title|schedule|volume|vol\.?|book|article|superbowl|super bowl|world war|century|series|issue|"
    r"olympiad|figure|plate|king|queen|pope|louis|henry|number)\s*$",
    re.IGNORECASE,
)
NAMED_X = re.compile(
    r"\b(?:Project|Operation|Generation|Gen|Witness|Officer|Mr|Mrs|Ms|PC|DC|Sergeant|Inspector|Superintendent|Child|"
    r"Family|"
    r"Adult|Company|Firm|Site|Person|Victim|Factor|Malcolm|Model|Plan|Group|Team|Zone|Category|Type|Grade|Class|the|"
    r"axis|"
    r"Borough|Suspect|Area|Building|Block|Option|Scenario|Vitamin|Type|Planet|called|and|or)\s*$"
)
SPOKEN_OF = re.compile(
    r"(?:\b(?:marked|shown|written|printed|entered|said|given|stated|recorded|listed) (?:as )?|\b(?:words?|letters?|"
    r"sign|abbreviation|marked) )"
    r"[“\"‘']?$"
)
