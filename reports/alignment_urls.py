"""Addresses of what is read of alignments."""

from django.urls import path

from reports.views import alignments

urlpatterns = [
    path("alignments/", alignments.alignments, name="alignments"),
    path("alignments/unaligned/<slug:organisation>/", alignments.unaligned, name="unaligned"),
    path("alignments/<int:number>/", alignments.alignment, name="alignment"),
]
