"""Which page of the reports answers which address?"""

from django.urls import path

from reports.alignment_editing_urls import urlpatterns as alignment_editing_urls
from reports.alignment_urls import urlpatterns as alignment_urls
from reports.api_urls import urlpatterns as api_urls
from reports.appendix_urls import urlpatterns as appendix_urls
from reports.dashboard_urls import urlpatterns as dashboard_urls
from reports.export_urls import urlpatterns as export_urls
from reports.import_urls import urlpatterns as import_urls
from reports.issue_urls import urlpatterns as issue_urls
from reports.mail_urls import urlpatterns as mail_urls
from reports.meeting_urls import urlpatterns as meeting_urls
from reports.moving_urls import urlpatterns as moving_urls
from reports.paper_urls import urlpatterns as paper_urls
from reports.request_urls import urlpatterns as request_urls
from reports.views import compare, risk_template
from reports.word_urls import urlpatterns as word_urls
from reports.writing_urls import urlpatterns as writing_urls

app_name = "reports"
urlpatterns = [
    path("compare/", compare.compare, name="compare"),
    path(
        "registers/<slug:organisation>/<slug:register>/<int:ref>/template/",
        risk_template.risk_template,
        name="risk-template",
    ),
    *alignment_urls,
    *alignment_editing_urls,
    *dashboard_urls,
    *meeting_urls,
    *request_urls,
    *export_urls,
    *import_urls,
    *mail_urls,
    *moving_urls,
    *api_urls,
    *issue_urls,
    *appendix_urls,
    *paper_urls,
    *word_urls,
    *writing_urls,
]
