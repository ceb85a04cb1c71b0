from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from registers import access, access_boards  # noqa: F401 - registers the permissions
