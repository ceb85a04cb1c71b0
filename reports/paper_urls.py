"""Which page of a paper, or of a file being made, answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import paper_pictures, paper_previews, paper_starting, papers, renderings

urlpatterns = [
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", paper_starting.papers_start, name="paper-add"),
    path("papers/<slug:slug>/", papers.paper, name="paper"),
    path("papers/<slug:slug>/preview/<slug:edition>/", paper_previews.paper_preview, name="paper-preview"),
    path("papers/<slug:slug>/pictures/", paper_pictures.pictures, name="pictures"),
    path("papers/<slug:slug>/pictures/add/", paper_pictures.picture_add, name="picture-add"),
    path("papers/<slug:slug>/pictures/<slug:picture>/", paper_pictures.picture_edit, name="picture-edit"),
    path("papers/<slug:slug>/pictures/<slug:picture>/file/", paper_pictures.picture_file, name="picture-file"),
    path("papers/<slug:slug>/pictures/<slug:picture>/remove/", paper_pictures.picture_remove, name="picture-remove"),
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
