"""How a Word file looks: the board paper of print.css, in the styles Word's own lists and navigation know by name."""

from docx.oxml import parse_xml

from reports.docx.xml import mm

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONT = "Arial"  # on every machine, as the PDF's own face is not
BLUE, DARK, GREY = "28567A", "1D4463", "383F43"
RULE = '<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{ink}"/>'


def rule(side: str, size: int, space: int, ink: str = BLUE) -> str:
    return RULE.format(side=side, size=size, space=space, ink=ink)


def look(*, size: float = 0, bold: bool = False, italic: bool = False, ink: str = "", caps: bool = False) -> str:
    """How the words of a style look, in points."""
    parts = [
        "<w:b/>" if bold else "",
        "<w:i/>" if italic else "",
        "<w:caps/>" if caps else "",
        f'<w:color w:val="{ink}"/>' if ink else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
    ]
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if any(parts) else ""


def space(before: float = 0, after: float = 0, line: int = 0) -> str:
    """In millimetres; the line in 240ths."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{mm(before)}" w:after="{mm(after)}"{lines}/>'


def paragraph(name: str, stands: str = "", looks: str = "", based: str = "Normal", follows: str = "Normal") -> str:
    """A style of paragraphs; its id is its name without blanks."""
    slug = "".join(part[:1].upper() + part[1:] for part in name.split())
    own = "" if name[0].islower() or name in BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{slug}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{follows}"/><w:qFormat/><w:pPr>{stands}</w:pPr>{looks}</w:style>'
    )


BUILT_IN = ("Title", "Quote", "List Paragraph", "TOC Heading")
KEEP = "<w:keepNext/><w:keepLines/>"
NORMAL = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" '
    f'w:cs="{FONT}"/><w:color w:val="0B0C0C"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB" '
    f'w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{space(0, 2.6, 276)}</w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" '
    'w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
)
CHARACTERS = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1C5586"/><w:u w:val="single"/></w:rPr></w:style>'
    f'<w:style w:type="character" w:customStyle="1" w:styleId="Minor"><w:name w:val="Minor"/>{look(size=8.5, ink=GREY)}'
    "</w:style>"
)
TABLES = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="PaperTable"><w:name w:val="Paper Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>'
    f"<w:tblPr><w:tblBorders>{rule('bottom', 4, 0, 'B1B4B6')}{rule('insideH', 4, 0, 'B1B4B6')}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="57" w:type="dxa"/>'
    '<w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{rule("bottom", 8, 0)}</w:tcBorders>'
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
)


def styles():
    """styles.xml, whole."""
    kinds = [
        paragraph("Title", space(0, 4, 252), look(size=21, bold=True)),
        paragraph(
            "heading 1",
            f'{KEEP}<w:pBdr>{rule("top", 6, 7)}</w:pBdr>{space(8.5, 3)}<w:outlineLvl w:val="0"/>',
            look(size=14, bold=True, ink=DARK),
        ),
        paragraph("heading 2", f'{KEEP}{space(5.5, 1.8)}<w:outlineLvl w:val="1"/>', look(size=11, bold=True)),
        paragraph("heading 3", f'{KEEP}{space(4, 1.2)}<w:outlineLvl w:val="2"/>', look(size=10.5, ink=GREY)),
        paragraph("heading 4", f'{KEEP}{space(4, 1.2)}<w:outlineLvl w:val="3"/>', look(italic=True, ink=GREY)),
        paragraph("heading 5", f'{KEEP}{space(4, 1.2)}<w:outlineLvl w:val="4"/>', look(italic=True, ink=GREY)),
        paragraph("TOC Heading", f"{KEEP}{space(4, 2)}", look(size=14, bold=True, ink=DARK)),
        paragraph("toc 1", space(0, 1)),
        paragraph("toc 2", f'{space(0, 1)}<w:ind w:left="{mm(6.5)}"/>'),
        paragraph("List Paragraph", space(0, 1.1)),
        paragraph("Quote", f'<w:pBdr>{rule("left", 16, 8, "B1B4B6")}</w:pBdr>{space(0, 2.6)}<w:ind w:left="{mm(4)}"/>'),
        paragraph("caption", f"{KEEP}{space(2, 1.5)}", look(size=9.5, bold=True)),
        paragraph("footnote text", space(0, 0.8, 240), look(size=8.5), follows="FootnoteText"),
        paragraph("header", space(0, 0, 240), look(size=8.5, ink=GREY), follows="Header"),
        paragraph("footer", space(0, 0, 240), look(size=8.5, ink=GREY), follows="Footer"),
        paragraph(
            "Panel",
            f"<w:keepNext/><w:pBdr>{rule('top', 24, 10)}</w:pBdr>{space(0, 8)}",
            look(bold=True, ink=BLUE, caps=True),
        ),
        paragraph("Draft Mark", space(0, 3), look(size=12, bold=True)),
        paragraph("Fact", f'{space(0, 1)}<w:ind w:left="{mm(36)}" w:hanging="{mm(36)}"/>', follows="Fact"),
        paragraph("Marking", space(0, 3), look(size=9, bold=True)),
        paragraph("Note", space(0, 2.6), look(size=8.5, ink=GREY)),
        paragraph("Table Text", space(0, 0, 252), look(size=9), follows="TableText"),
        paragraph("Table Heading", space(0, 0, 252), look(size=9, bold=True), follows="TableHeading"),
        paragraph("After Table", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', look(size=4)),
        paragraph(
            "Signature Line",
            f"<w:keepNext/><w:pBdr>{rule('bottom', 6, 1, '0B0C0C')}</w:pBdr>{space(10, 1.5)}"
            f'<w:ind w:right="{mm(90)}"/>',
        ),
    ]
    return parse_xml(f"<w:styles {W}>{NORMAL}{''.join(kinds)}{CHARACTERS}{TABLES}</w:styles>")


def settings():
    """settings.xml, whole: today's Word, our language, and which notes are only rules above notes."""
    uri = "http://schemas.microsoft.com/office/word"
    said = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
    }
    modes = "".join(f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>' for name, value in said.items())
    return parse_xml(
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat>{modes}</w:compat><w:themeFontLang w:val="en-GB"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
