"""Which address gives which list as a file? Each stands beside the page of the list: .../export.xlsx and .csv."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import get_converters

from reports.exports.values import FORMATS
from reports.views import export_log, exports


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


if "export_format" not in get_converters():
    register_converter(FormatConverter, "export_format")

FILE = "export.<export_format:format>"
REGISTER = "registers/<slug:organisation>/<slug:register>/"

urlpatterns: list[URLPattern] = [
    path(f"{REGISTER}{FILE}", exports.register, name="export-register"),
    path(f"{REGISTER}reviews/{FILE}", exports.reviews, name="export-reviews"),
    path(f"{REGISTER}<int:ref>/history/{FILE}", exports.history, name="export-history"),
    path(f"controls/{FILE}", exports.controls, name="export-controls"),
    path(f"improvement-plans/<slug:organisation>/<slug:year>/{FILE}", exports.plan, name="export-plan"),
    path(f"alignments/{FILE}", exports.alignments, name="export-alignments"),
    path(f"compare/{FILE}", exports.movements, name="export-movements"),
    path(f"requests/{FILE}", exports.panel_requests, name="export-requests"),
    path(f"actions/{FILE}", exports.actions, name="export-actions"),
    path("people/exports/", export_log.exports, name="exports"),
    path("exports/", export_log.my_exports, name="my-exports"),
]
