from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reports import (  # noqa: F401 - registers the permissions
            access,
            access_dashboard,
            access_imports,
            access_mail,
            access_meetings,
            access_moving,
            access_requests,
        )
