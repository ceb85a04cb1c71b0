"""Thin records with a version: how are two people kept from saving over each other?"""

from django.db import models


class Stale(Exception):
    """Somebody else saved this since it was opened. Carries the record as it stands now."""

    def __init__(self, theirs):
        super().__init__("It has been changed since you opened it")
        self.theirs = theirs


class VersionedQuerySet(models.QuerySet):
    """Records that are locked and compared before anything is written about them."""

    def lock(self, record, version=None):
        """The record, locked until the transaction ends, its version moved on; Stale where it is not `version`."""
        return self.move_on(self.select_for_update(of=("self",), no_key=True).get(pk=record.pk), version)

    def move_on(self, locked, version):
        """The next version of a record that is locked."""
        if version is not None and int(version) != locked.version:
            raise Stale(locked)
        locked.version += 1
        locked.save(update_fields=["version"])
        return locked
