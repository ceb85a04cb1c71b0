"""A file that is brought into a register: the file itself, how it was understood, what it would change, what it did."""

from functools import cached_property

from django.core.cache import cache
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Blob, Register, User
from registers.models.versioned import VersionedQuerySet
from reports.imports import kept
from reports.imports.values import Deed, DryRun, Mapped, PlannedRow, Problem, Proposal
from reports.models.jobs import GRUMBLE_AFTER, Job, State


class Doing(models.TextChoices):
    """What is done with it, by a worker or, where the file is small, at once."""

    READING = "reading", "Reading the file"
    LOOKING = "looking", "Working out what it would change"
    APPLYING = "applying", "Applying it"
    UNDOING = "undoing", "Undoing it"


class Stage(models.TextChoices):
    """How far it has come."""

    NEW = "new", "Not read yet"
    MAPPING = "mapping", "To be mapped"
    LOOKED = "looked", "Ready to be applied"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


class ImportQuerySet(VersionedQuerySet):
    def visible_to(self, audience):
        """Those who may import into its register: leads of the whole register, cleared by its body."""
        from reports.visibility_imports import visible_imports

        return visible_imports(self, audience)

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def standing(self):
        """Those that have been applied and not been undone."""
        return self.filter(stage=Stage.APPLIED)


class Import(Job):
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    as_at = models.DateField(help_text="What it says holds from this day")
    reason = models.CharField(max_length=200, blank=True, help_text="Why scores changed, where the file does not say")
    name = models.CharField("file name", max_length=150)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    is_pasted = models.BooleanField(default=False)
    is_at_once = models.BooleanField(default=False, help_text="It is done while its person waits, not by the worker")
    version = models.PositiveIntegerField(default=1)
    is_sensitive = models.BooleanField(default=True, help_text="Holds what is for those cleared; until looked at, yes")
    has_plan = models.BooleanField(default=False, editable=False, help_text="Speaks of the improvement plan too")
    closes_missing = models.BooleanField(default=False, help_text="Risks that are not in the file are closed")
    remembered = models.BooleanField(default=False, help_text="Its mapping is that of an earlier file of its shape")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NEW)
    doing = models.CharField(max_length=10, choices=Doing, default=Doing.READING)

    shape = models.CharField(max_length=64, blank=True)
    proposal_data = models.JSONField(default=dict, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    summary = models.JSONField(default=dict, blank=True, help_text="Of the dry run: how many of each, the fingerprint")
    problem_data = models.JSONField(default=list, blank=True, help_text="Of the file as a whole")
    stands = models.JSONField(default=dict, blank=True, help_text="How far the register's facts went when looked at")
    result = models.JSONField(default=dict, blank=True)
    written = models.JSONField(default=dict, blank=True, help_text="The facts it wrote, by kind, as ranges of keys")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords(
        excluded_fields=["proposal_data", "problem_data", "summary", "stands", "written", "progress", "words",
                         "heartbeat_at", "lease", "attempts"]
    )  # fmt: skip

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["register", "-at"], name="import_of_register")]
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(stage__in=["applied", "undone"]) | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="applied_import_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(stage="undone") | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_import_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"Import of {self.name}"

    def save(self, *args, **options):
        self.has_plan = any(table.get("about") == "plan" for table in self.mapping.get("tables", ()))
        super().save(*args, **options)

    def get_absolute_url(self):
        register = self.register
        return reverse("reports:import", args=[register.organisation.slug, register.slug, self.key])

    @property
    def organisation_id(self):
        return self.register.organisation_id

    @property
    def digest(self) -> str:
        return self.blob.sha256

    @property
    def source(self) -> str:
        """The reason that what it wrote gives where neither the file nor a person gave one."""
        return self.reason or f"Imported from {self.name}"

    @cached_property
    def proposal(self) -> Proposal:
        return kept.proposal_of(self.proposal_data)

    @property
    def mapped(self) -> Mapped:
        return Mapped(self.mapping)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the file as a whole."""
        return tuple(kept.problem_of(row) for row in self.problem_data)

    @cached_property
    def dry_run(self) -> DryRun | None:
        """All of it; a page of it is cheaper had from `rows`."""
        if not self.summary:
            return None
        rows = tuple(row.planned for row in self.rows.all())
        return DryRun(rows, self.problems, self.summary["questions"], self.summary["fingerprint"])

    # How far it is ------------------------------------------------------------------------------

    @property
    def is_at_work(self) -> bool:
        return self.state in (State.WAITING, State.RUNNING) and not self.is_abandoned

    @property
    def shown_state(self) -> str:
        """In a word: what is being done, or how far it has come, or "failed"."""
        if self.is_at_work:
            return str(self.doing)
        return "failed" if self.state == State.FAILED or self.is_abandoned else str(self.stage)

    @property
    def can_be_asked_again(self) -> bool:
        return self.shown_state == "failed"

    @property
    def may_lack_worker(self) -> bool:
        return self.state == State.WAITING and self.requested_at < clock.now() - GRUMBLE_AFTER

    @property
    def heard_at(self):
        """While it is applied the database may have no room for a heartbeat: that is left in the cache."""
        beat = cache.get(self._beats)
        return max(beat, self.heartbeat_at) if beat and self.heartbeat_at else self.heartbeat_at

    @property
    def told(self) -> tuple[int, str]:
        """How far it is, in per cent and in words."""
        told = cache.get(self._tells) if self.state == State.RUNNING else None
        return told or (self.progress, self.words)

    @property
    def _beats(self):
        return f"import-beat-{self.key}-{self.lease}"

    @property
    def _tells(self):
        return f"import-told-{self.key}-{self.lease}"

    def note_beat(self) -> bool:
        """SQLite has one writer: while everything is written in one transaction, a heartbeat would only wait for it."""
        cache.set(self._beats, clock.now(), 600)
        return connection.vendor == "sqlite" and self.doing in (Doing.APPLYING, Doing.UNDOING)

    def note_told(self, progress: int, words: str):
        cache.set(self._tells, (progress, words), 600)


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(record__in=Import.objects.visible_to(audience))


class ImportRow(models.Model):
    """What would be done about one entry of the file: a line of the dry run. Replaced when it is looked at again."""

    record = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    deed = models.CharField(max_length=8, choices=[(deed.value, deed.value) for deed in Deed])
    has_question = models.BooleanField(default=False)
    has_refusal = models.BooleanField(default=False)
    has_remark = models.BooleanField(default=False)
    data = models.JSONField()

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["record", "place"]
        constraints = [models.UniqueConstraint(fields=["record", "place"], name="one_line_a_place_of_a_dry_run")]

    def __str__(self):
        return f"{self.data.get('what', '')} {self.deed}"

    @property
    def planned(self) -> PlannedRow:
        return kept.row_of(self.data)


class ImportShapeQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """How files were mapped is for those who may import."""
        from reports.visibility_imports import visible_shapes

        return visible_shapes(self, audience)


class ImportShape(models.Model):
    """How the last file of a shape was mapped in a register: proposed again for the next one."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="import_shapes")
    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = ImportShapeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "shape"], name="one_mapping_a_shape_of_a_register")]

    def __str__(self):
        return self.shape
