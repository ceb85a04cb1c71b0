"""What is a paper called this quarter? Titles name a month, or the years of a plan, that move on with each paper."""

from dataclasses import dataclass
from datetime import date

from controls.models import ImprovementPlan
from reports.models import Paper


@dataclass(frozen=True)
class Occasion:
    """The month of a paper's position, and the plan it reports on; either may be missing."""

    month_of: date | None = None
    plan: ImprovementPlan | None = None

    @classmethod
    def of(cls, paper: Paper) -> "Occasion":
        first = paper.bases.first()
        return cls(month_of=first.as_at if first else None, plan=paper.plan)

    @property
    def month(self) -> str:
        return f"{self.month_of:%B %Y}" if self.month_of else ""

    @property
    def year(self) -> str:
        return self.plan.year if self.plan else ""

    def words(self, title: str) -> str:
        """A title of the frame with this occasion's month and year in it."""
        words = title.replace("{month}", self.month).replace("{year}", self.year)
        return " ".join(words.split()).removesuffix(" –")

    def moved_on(self, title: str, to: "Occasion") -> str:
        """A title of this occasion's paper as the next one has it."""
        pairs = ((self.month, to.month), (self.year, to.year))
        for then, now in pairs:
            if then and now:
                title = title.replace(then, now)
        return title
