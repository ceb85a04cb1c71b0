"""Which page of importing answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import import_files, import_running, import_settling, imports

IMPORTS = "registers/<slug:organisation>/<slug:register>/import/"
IMPORT = IMPORTS + "<uuid:key>/"

urlpatterns = [
    path(IMPORTS, imports.imports, name="imports"),
    path(IMPORT, import_running.state, name="import"),
    path(IMPORT + "again/", import_running.again, name="import-again"),
    path(IMPORT + "about/", imports.options, name="import-options"),
    path(IMPORT + "means/", imports.mapping, name="import-mapping"),
    path(IMPORT + "means/values/", imports.values, name="import-values"),
    path(IMPORT + "changes/", import_running.preview, name="import-preview"),
    path(IMPORT + "changes/again/", import_running.look, name="import-look"),
    path(IMPORT + "apply/", import_settling.apply, name="import-apply"),
    path(IMPORT + "undo/", import_settling.undo, name="import-undo"),
    path(IMPORT + "discard/", import_settling.discard, name="import-discard"),
    path(IMPORT + "file/", import_files.file, name="import-file"),
    path(IMPORT + "mapping.json", import_files.mapping, name="import-mapping-file"),
    path(IMPORT + "result.json", import_files.result, name="import-result-file"),
]
