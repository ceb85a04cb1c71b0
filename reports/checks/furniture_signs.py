"""What page furniture is made of: markings, page numbers, running titles, days, what programs print."""

from __future__ import annotations

import re

MONTHS = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{MONTHS}(?:\s20\d\d)?|{MONTHS}\s20\d\d|"
    rf"(?i:\d{{1,2}}\s{MONTHS}\s20\d\d|{MONTHS}\s20\d\d)|"
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-](?:20)?\d\d)"
)
MARKING = (
    r"(?:OFFICIAL(?:\s?[-–—:]?\s?SENSITIVE)?|Official\s?[-–—]?\s?Sensitive|NOT PROTECTIVELY MARKED|RESTRICTED|PROTECT|"
    r"(?:STRICTLY |COMMERCIAL(?:LY)? )?(?:IN )?CONFIDENTIAL|IN CONFIDENCE|COMMERCIAL IN CONFIDENCE|SECRET|"
    r"(?:FINAL |FIRST |SECOND |LATEST )?DRAFT(?: (?:FOR|ONLY|COPY|PAPER|REPORT)(?: [A-Z]{3,})*)?|EMBARGOED(?: UNTIL "
    r"[\w ]+)?|"
    r"(?:NOT FOR|Not for) (?:(?:onward|ONWARD|further|FURTHER|public|PUBLIC|general|GENERAL) )?(?:CIRCULATION|"
    r"PUBLICATION|"
    r"DISTRIBUTION|DISCLOSURE|RELEASE|circulation|publication|distribution|disclosure|release)|WATERMARK|SAMPLE|COPY|"
    r"[Vv]ersion \d+(?:\.\d+)*(?: (?:Final|FINAL|Draft|DRAFT))+|UNCLASSIFIED|INTERNAL USE ONLY|FOR INTERNAL USE(?: "
    r"ONLY)?|FINAL(?: VERSION)?)"
)
PAGE_OF = r"(?i:\[?\bp(?:age|g|\.)?\.?\s?\d{1,4}\s*(?:of|/)\s*\d{1,4}\b\]?)"
PIPED = r"(?i:\[?\bpage\s*\|\s*\d{1,4}\b|\b\d{1,4}\s*\|\s*p\s?a\s?g\s?e\b)"
PAGE = r"(?:\[?\b(?:Page|PAGE|Pg)\s\d{1,4}\b\]?)"
ITEM = r"(?:\b(?:AGENDA ITEM|Agenda Item|ITEM|Item)\s\d{1,2}\s?[a-z]?\b)"
VERSION = r"(?:\b(?:[Vv]ersion\s|[Vv]er\.?\s|VERSION\s|[vV])\d{1,2}(?:\.\d{1,2})+\b|\b[vV]\d{1,2}\b)"
FILE = r"(?:(?:\b[A-Z]:)?[\w\\/.~-]*(?:[\\/][\w .~-]*?)?[\w~-]+\.(?:docx?|pdf|xlsx?|pptx?|odt|rtf)\b)"
PANEL = (
    r"(?:\b(?:MPS|MPS[-– ]+MOPAC|MOPAC[-– ]+MPS|MOPAC/MPS|MOPAC/Met|MOPAC)?[ –-]*\b(?:JOINT )?AUDIT PANEL\b|"
    r"\b(?:(?:MPS|MOPAC)[-– ]+(?:MOPAC|MPS)\s)?(?:Joint )?Audit "
    r"Panel\b)(?:\s(?:[Aa]genda|[Pp]apers?|[Pp]ack|[Rr]eports?|PAPERS?|AGENDA|PACK)){0,2}"
)
STAMPED = (
    r"(?i:\b(?:printed|last (?:saved|updated|modified|printed|edited)|downloaded|saved|generated|exported|"
    r"created)(?: (?:from|by|on|at|with)\b[^.]{0,30}?)?\s"
    r"(?=[^a-z.]|on\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:on )?(?:\d{1,2}[ ./-]\w+[ "
    r"./-]\d{2,4})(?:,? (?:at )?\d{1,2}[:.]\d\d)?)"
)
NOTICE = (
    r"(?i:\buncontrolled (?:copy )?(?:when|if) printed\b|\ball rights reserved\b|©(?: ?(?:copyright )?[A-Z][\w "
    r"]*?20\d\d| ?20\d\d(?: [A-Z]\w+)*|[ \w]{0,40})|"
    r"\bthis (?:e-?mail|message)(?: \w+)? (?:has been scanned|is intended|and any attachments?|is confidential|was "
    r"sent|originated)\b[^.]{0,80}|"
    r"\bsent from my \w+|-{3,} ?original message ?-{3,}|\bthis page (?:is|has been) (?:intentionally )?(?:left "
    r")?(?:intentionally )?blank\b|"
    r"\bdo not print this e-?mail\b|\bprinter[- ]friendly version\b)"
)
CLOCKED = r"(?:\b\d{1,2}/\d{1,2}/(?:20)?\d\d,?\s\d{1,2}[:.]\d\d\b)"
ADDRESS = r"(?:https?://\S+(?:\s\d{1,3}/\d{1,3})?)"
TITLE = (
    r"(?:\b(?:[A-Z][\w&’'/-]*\s(?:(?:of|and|the|for|&)\s)?){2,7}(?:Report|Update|update|Paper|Statement|Register|"
    r"REPORT|UPDATE)\b)"
)
DASHED = r"(?:(?<=\s)[-–]\s?\d{1,3}\s?[-–](?=\s))"
NUMBER = r"(?:(?<![\w.,£/:-])[-–]?\s?\d{1,3}\s?[-–]?(?![\w%.,:/]))"
LABEL = r"(?:\b(?:Appendix|Annex|APPENDIX)\s[A-Z0-9]\b)"
KINDS = (
    ("dashed", DASHED),
    ("page-of", f"{PAGE_OF}|{PIPED}"), ("notice", NOTICE), ("stamped", STAMPED), ("clocked", CLOCKED), ("file", FILE),
    ("address", ADDRESS), ("marking", MARKING), ("panel", PANEL), ("item", ITEM), ("page", PAGE), ("version", VERSION),
    ("day", DAY), ("label", LABEL), ("title", TITLE), ("number", NUMBER),
)  # fmt: skip
ATOM = re.compile("|".join(f"(?P<k{at}>{pattern})" for at, (_, pattern) in enumerate(KINDS)))
BETWEEN = re.compile(r"^[\s,|–—:;()\[\]-]*(?:(?:Final|FINAL|Draft) (?:Draft|DRAFT|version))?[\s,|–—:;()\[\]-]*$")
STRONG = {"dashed", "page-of", "notice", "stamped", "clocked", "file", "marking", "item", "page", "address"}
SHOUTED = re.compile(r"(?<=[a-z,;] )[A-Z]{2,}(?:[-–/ &]+[A-Z]{2,}){2,}(?:\s+\d{1,4})?(?= [a-z])")
POINTS = re.compile(
    r"\b(?:on|see|at|and|to|from|under|with|as|in|of|is|this|for|per|also|by|the|a|an|our|its|their|that|which|or|"
    r"before|after|"
    r"between|than|via|called|named|titled|entitled|marked|mark|marks|marking|classified|labelled|stamped|headed|"
    r"reads?|word|words|says?|are|be|was|were|"
    r"not|each|every|any|all|new|current|latest|first|second|final|no|some|these|those|using|against|about|into|"
    r"over|through|during|since|until|remain|"
    r"remains|section|paragraph|file|files|risk|risks|form|version|his|her|your|my)\s*[“\"‘'(]?$",
    re.IGNORECASE,
)
SPEAKS = re.compile(
    r"\b(?:the|a|an|our|its|their|is|are|be|was|were|as|called|named|titled|entitled|mark(?:ed|s|ing|ings)?|"
    r"classified|labelled|"
    r"stamped|headed|reads?|words?|says?|of|in|at|under|remains?|from|to|than|not|this|that|with|current|"
    r"latest)\s*[“\"‘'(]?$",
    re.IGNORECASE,
)
MODIFIES = re.compile(
    r"^\s*(?:papers?|documents?|information|markings?|parts?|appendix|appendices|sections?|text|versions?|cop(?:y|"
    r"ies)|strateg(?:y|ies)|"
    r"data|material|editions?|minutes|items?|duty|policy|status|in\b|reports?|records?|files?|letters?|plans?|"
    r"statements?|and\b|or\b|"
    r"unless|as\b|by\b|because|for\b)",
)
CHROME = re.compile(
    r"^(?:back to top|(?:continued|see) (?:over(?:leaf)?|on next page)|skip to (?:main )?content|(?:share|print|"
    r"email|save|download) this (?:page|paper|document|report)|"
    r"(?:read|find out|show|learn) more|sign up(?: (?:to|for)\b.*)?|subscribe(?: to\b.*)?|click here\b.*|"
    r"p\.?t\.?o\.?|turn over|end of (?:document|report|paper|"
    r"page)|(?:accept|manage) (?:all )?cookies.*|follow us on\b.*|you are here:.*|home\s*[>»/]\s.*|log ?in|contact "
    r"us|privacy policy|"
    r"cookies?(?: policy)?|kind regards,?|regards,?|many thanks,?|previous page|next page|enable editing|saved to "
    r"this pc|track changes.*|comment(?:ed)? \[.*|"
    r"table of contents|.{3,60}\.(?:docx?|pdf|xlsx?|pptx?)|document\d* ?[-–] ?(?:microsoft )?word)$",
    re.IGNORECASE,
)
MAIL = re.compile(r"(?:^|\s)(?:From|Sent|To|Cc|Subject|Date):\s", re.MULTILINE)
STOPPED = re.compile(r"[.!?:;][”’\"')\]]*$")
STRAY = re.compile(
    r"\b(?:the|a|an|to|will|has|have|be|been|is|are|was|were|not|of the|our|its|their|this|these) (?P<number>\d{1,3}) "
    r"(?:the|a|an|to|be|been|and|of|in|on|has|have|is|are|was|were|consider|review|risk|register|board|panel|public|"
    r"new system)\b"
    r"(?! (?:\w+ ){0,2}\w+s\b)|"
    r"\b(?:will|would|can|may|must|should|could|shall) (?P<modal>\d{1,3}) (?=[a-z]+\b)(?!\w+s\b|more|new|further|"
    r"per|out|of|or|and|to\b)|"
    r"\b(?:board|panel|owners?|risks|register|directors?|team|plan|programme|review|officers|bodies|group) "
    r"(?P<noun>\d{1,3}) "
    r"(?:saw|has|have|had|is|are|was|were|will|met|meets?|reports?|looks?|looked|agreed|and|to|which|that|who)\b"
)
HINT = re.compile(
    r"[A-Z]{4,}|\b[Pp](?:age|g)?\.?\s?(?:\d|\|)|\d\s?[/|]\s?\d|Item \d|Audit Panel|\.(?:docx?|pdf|xlsx?|pptx?|odt|"
    r"rtf)\b|©|://|\d[:.]\d\d|"
    r"[Pp]rinted|[Uu]ncontrolled|Not for|[Ss]aved|[Ee]-?mail|message|original|\b[vV](?:er)?(?:sion)?\.?\s?\d|"
    r"\s[–-]\s?\d+\s?[–-]\s|\|\s*[Pp]|"
    r"reserved|[Uu]pdated|[Mm]odified|[Dd]ownloaded|[Gg]enerated|[Ee]xported|[Cc]reated|blank|friendly|(?:Report|"
    r"Update|Paper|Statement|Register)\b|"
    r"Official|Agenda"
)
