"""Which page about dashboards answers which address?"""

from django.urls import path

from reports.models import What
from reports.views import dashboard

BRIEF = {"what": What.BRIEF}

urlpatterns = [
    path("dashboard/", dashboard.dashboards, name="dashboards"),
    path("dashboard/joint/<slug:month>/", dashboard.dashboard, name="joint-dashboard"),
    path("dashboard/joint/<slug:month>/brief/", dashboard.brief, name="joint-dashboard-brief"),
    path("dashboard/joint/<slug:month>/decisions/", dashboard.needed_decisions, name="joint-dashboard-decisions"),
    path("dashboard/joint/<slug:month>/pdf/", dashboard.dashboard_pdf, name="joint-dashboard-pdf"),
    path("dashboard/joint/<slug:month>/brief/pdf/", dashboard.dashboard_pdf, BRIEF, name="joint-dashboard-brief-pdf"),
    path("dashboard/<slug:organisation>/<slug:month>/", dashboard.dashboard, name="dashboard"),
    path("dashboard/<slug:organisation>/<slug:month>/brief/", dashboard.brief, name="dashboard-brief"),
    path(
        "dashboard/<slug:organisation>/<slug:month>/decisions/",
        dashboard.needed_decisions,
        name="dashboard-decisions",
    ),
    path("dashboard/<slug:organisation>/<slug:month>/risks/", dashboard.risks, name="dashboard-risks"),
    path("dashboard/<slug:organisation>/<slug:month>/pdf/", dashboard.dashboard_pdf, name="dashboard-pdf"),
    path(
        "dashboard/<slug:organisation>/<slug:month>/brief/pdf/",
        dashboard.dashboard_pdf,
        BRIEF,
        name="dashboard-brief-pdf",
    ),
]
