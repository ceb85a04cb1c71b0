"""Which page of a paper, or of a file being made, answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import papers, renderings

urlpatterns = [
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", papers.paper_add, name="paper-add"),
    path("papers/<slug:slug>/", papers.paper, name="paper"),
    path("papers/<slug:slug>/title-block/", papers.paper_edit, name="paper-edit"),
    path("papers/<slug:slug>/recommendations/", papers.recommendations_edit, name="recommendations-edit"),
    path("papers/<slug:slug>/appendices/", papers.appendices_edit, name="appendices-edit"),
    path("papers/<slug:slug>/add/<slug:part>/", papers.section_add, name="section-add"),
    path("papers/<slug:slug>/sections/<slug:section>/", papers.section, name="section"),
    path("papers/<slug:slug>/sections/<slug:section>/move/", papers.section_move, name="section-move"),
    path("papers/<slug:slug>/sections/<slug:section>/remove/", papers.section_remove, name="section-remove"),
    path("papers/<slug:slug>/preview/<slug:edition>/", papers.paper_preview, name="paper-preview"),
    path("papers/<slug:slug>/pdf/", renderings.paper_render, name="paper-render"),
    path("files/<uuid:key>/", renderings.rendering, name="rendering"),
    path("files/<uuid:key>/again/", renderings.rendering_again, name="rendering-again"),
    path("files/<uuid:key>/download/", renderings.rendering_download, name="rendering-download"),
    path(
        "registers/<slug:organisation>/<slug:register>/<int:ref>/template.pdf",
        renderings.risk_template_pdf,
        name="risk-template-pdf",
    ),
]
