"""How did this person last look at a list? Remembered so that they find it as they left it."""

from django.db import models

from registers.models.people import User


class ListStateQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(user=audience.user)


class ListState(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="list_states")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500, blank=True)

    objects = ListStateQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_state_a_list")]

    def __str__(self):
        return f"{self.name}?{self.query}"
