"""Which page of a paper's appendices answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import paper_appendices

urlpatterns = [
    path("papers/<slug:slug>/appendices/", paper_appendices.appendices_edit, name="appendices-edit"),
    path("papers/<slug:slug>/appendices/new/", paper_appendices.appendix_add, name="appendix-add"),
    path("papers/<slug:slug>/appendices/<slug:appendix>/", paper_appendices.appendix, name="appendix"),
    path("papers/<slug:slug>/appendices/<slug:appendix>/move/", paper_appendices.appendix_move, name="appendix-move"),
    path(
        "papers/<slug:slug>/appendices/<slug:appendix>/remove/",
        paper_appendices.appendix_remove,
        name="appendix-remove",
    ),
    path("papers/<slug:slug>/appendices/<slug:appendix>/file/", paper_appendices.appendix_file, name="appendix-file"),
]
