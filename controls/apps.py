from django.apps import AppConfig


class ControlsConfig(AppConfig):
    name = "controls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from controls import access, access_improvement  # noqa: F401 - registers the permissions
