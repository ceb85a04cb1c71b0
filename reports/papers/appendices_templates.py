"""The one-page templates of a chosen set of risks, or of all (003 1.2 offers them to the Panel)."""

from dataclasses import dataclass, replace

from registers.models import Risk
from reports.models import AppendixKind
from reports.papers.appendices_common import SENSITIVE, OfRegister, said_of
from reports.papers.filling import Asked, fills
from reports.papers.risk_template import RiskPage, risk_page


@dataclass(frozen=True, kw_only=True)
class RiskTemplates(OfRegister):
    pages: tuple[RiskPage, ...]
    left_out: int  # of those chosen

    @property
    def is_sensitive(self) -> bool:
        return any(page.marking == SENSITIVE for page in self.pages)


@fills(AppendixKind.RISK_TEMPLATES)
def fill_templates(asked: Asked) -> RiskTemplates | None:
    if asked.is_empty:
        return None
    figures, refs = asked.figures, set(asked.draft.options.get("refs", ()))
    keys = [risk.row.risk for risk in figures.position.risks if not refs or risk.row.ref in refs]
    risks = Risk.objects.in_bulk(keys)
    pages = (_page(asked, risks[key]) for key in keys)
    chosen = len(refs) or figures.total
    return RiskTemplates(**said_of(figures), pages=tuple(pages), left_out=chosen - len(keys))


def _page(asked, risk) -> RiskPage:
    """Its chart has a name of its own, as several stand in one paper."""
    page, _ = risk_page(risk, asked.audience, asked.figures.position.view.scope)
    if page.chart is None:
        return page
    return replace(page, chart=replace(page.chart, uid=f"{asked.draft.slug}-{risk.ref}"))
