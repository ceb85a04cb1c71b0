"""Which page of a paper's appendices answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import appendix_writing, paper_appendices

ONE = "papers/<slug:slug>/appendices/<slug:appendix>/"

urlpatterns = [
    path("papers/<slug:slug>/appendices/", paper_appendices.appendices_edit, name="appendices-edit"),
    path("papers/<slug:slug>/appendices/new/", paper_appendices.appendix_add, name="appendix-add"),
    path("papers/<slug:slug>/appendices/<slug:appendix>/", paper_appendices.appendix, name="appendix"),
    path(ONE + "keep/", appendix_writing.appendix_keep, name="appendix-keep"),
    path(ONE + "discard/", appendix_writing.appendix_discard, name="appendix-discard"),
    path(ONE + "versions/", appendix_writing.appendix_versions, name="appendix-versions"),
    path("papers/<slug:slug>/appendices/<slug:appendix>/move/", paper_appendices.appendix_move, name="appendix-move"),
    path(
        "papers/<slug:slug>/appendices/<slug:appendix>/remove/",
        paper_appendices.appendix_remove,
        name="appendix-remove",
    ),
    path("papers/<slug:slug>/appendices/<slug:appendix>/file/", paper_appendices.appendix_file, name="appendix-file"),
]
