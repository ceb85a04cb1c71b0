from django.urls import path

from reports.views import moving

urlpatterns = [path("people/<slug:organisation>/complete-export/", moving.complete_export_page, name="complete-export")]
