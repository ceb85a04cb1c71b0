from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reports import access, access_dashboard, access_meetings, access_requests  # noqa: F401 - registers the permissions
