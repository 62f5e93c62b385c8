"""The one object that pages and commands hold."""

from __future__ import annotations

from core.access import LOCAL, Audit, Permission, Person, Policy, SignIns, Workspaces
from core.access.rules import guard
from core.copywriting import (
    Batches,
    Brands,
    Channels,
    CopyDesk,
    Library,
    Redesigns,
    Replies,
    Sketches,
    Transcreation,
)
from core.demo import Demo
from core.engines.download import Downloads
from core.engines.pool.servers import Servers
from core.engines.registry import EngineRegistry
from core.engines.spending import Spending
from core.experiments import Experiments
from core.feedback import Exploration, Ranker, Ratings
from core.jobs import Handler, Jobs
from core.overview import Overview, overview
from core.persona_copy import SETS_JOB, SUGGEST_JOB, PersonaCopy
from core.persona_swap import JOB as AUDIT_SWAP
from core.persona_swap import PersonaSwap
from core.personas import Personas
from core.personas.forecasts.service import Forecasts
from core.personas.history import History
from core.reviews import Insights, Reviews
from core.scoring import Scoring
from core.settings import Settings
from core.store.behalf import Behalf
from core.store.store import Store
from core.teaching import Teaching
from core.tuning import JOB as TUNE
from core.tuning import Tuning
from core.upkeep import Upkeep
from core.workspace import Workspace


class Studio:
    """Everything the studio can do, over one store and one set of engines.

    Making one is cheap: the database is created at its first use, models are loaded at
    theirs. It holds no connection and may be shared between threads. It is one person's: what
    their role in the workspace does not allow raises AccessDenied (core.access.rules).
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        engines: EngineRegistry,
        workspace: int = 1,
        person: Person = LOCAL,
    ) -> None:
        self.person = person
        self.audit = Audit(store, person, workspace)
        self.workspaces = Workspaces(store, person)
        self.settings = settings
        self.store = store
        self.engines = engines
        self.spending = Spending(store, workspace)
        self.servers = Servers(store, settings, workspace)
        self.workspace = Workspace(store, workspace)
        handlers: dict[str, Handler] = {}
        self.jobs = Jobs(store, settings, handlers, workspace)
        # What is due is due whoever opens the studio.
        due = Jobs(store.own, settings, handlers, workspace)
        self.upkeep = Upkeep(store.own, due, self.workspace.backups, workspace)
        handlers["upkeep"] = self.upkeep.job
        self.downloads = Downloads(self.jobs)
        handlers["fetch_engine"] = self.downloads.job
        self.ratings = Ratings(store, workspace)
        self.ranker = Ranker(store, workspace)
        self.exploration = Exploration(store, workspace)
        self.brands = Brands(store, workspace)
        self.channels = Channels(store, workspace)
        self.reviews = Reviews(store, settings, engines, self.jobs, workspace)
        handlers |= {
            "read_reviews": self.reviews.read_job,
            "label_reviews": self.reviews.labels.label_job,
        }
        self.insights = Insights(store, self.jobs, workspace)
        handlers |= {
            "find_themes": self.insights.themes_job,
            "find_duplicates": self.insights.duplicates_job,
        }
        self.teaching = Teaching(store, settings, engines, workspace)
        handlers["learn_reader"] = self.teaching.learn_job
        self.tuning = Tuning(store, settings, engines, workspace)
        handlers[TUNE] = self.tuning.learn_job
        self.personas = Personas(store, settings, workspace)
        self.forecasts = Forecasts(store, settings, self.personas, self.jobs, workspace)
        self.history = History(store, workspace)
        handlers |= {
            "foretell_response": self.forecasts.response_job,
            "foretell_purchases": self.forecasts.purchases_job,
        }
        self.copy = CopyDesk(
            store,
            settings,
            engines,
            self.ratings,
            workspace,
            persona_hints=lambda id, language: self.personas.get(id).brief_hints(language),
        )
        self.redesigns = Redesigns(
            self.copy, lambda id, language: self.personas.get(id).brief_hints(language)
        )
        self.replies = Replies(self.copy)
        self.sketches = Sketches(store, workspace)
        self.batches = Batches(self.copy, self.jobs)
        handlers["write_batch"] = self.batches.write_job
        self.transcreation = Transcreation(self.copy)
        self.library = Library(store, workspace)
        self.persona_swap = PersonaSwap(
            settings,
            store,
            engines,
            self.copy,
            self.jobs,
            workspace=workspace,
            hints=lambda id, language: self.personas.get(id).brief_hints(language),
        )
        handlers[AUDIT_SWAP] = self.persona_swap.job
        self.persona_copy = PersonaCopy(self.copy, self.library, self.personas, self.jobs)
        handlers[SUGGEST_JOB] = self.persona_copy.suggest_job
        handlers[SETS_JOB] = self.persona_copy.sets_job
        self.experiments = Experiments(store, settings, workspace)
        self.scoring = Scoring(settings, engines, workspace)
        self.demo = Demo(settings, self.reviews, self.personas, self.copy)
        guard(self, person, workspace, self.audit)

    def may(self, permission: Permission) -> bool:
        """Whether this studio's person may do such things in its workspace."""
        return self.person.may(permission, self.workspace.id)

    def overview(self) -> Overview:
        """The state of the loop for the home page."""
        return overview(self.store, self.workspace.id)


class Installation:
    """One home folder: what the studios of all its visitors share, in the file and in memory."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._store = Store(settings.database)

    def studio(self, person: Person = LOCAL, workspace: int = 1) -> Studio:
        """A workspace as a person may use it. Raises AccessDenied for one that they are no
        member of."""
        if person != LOCAL or workspace != 1:
            self.workspaces(person).enter(workspace)
        behalf = Behalf(
            person.address,
            workspace,
            writes=person.may(Permission.WRITE, workspace),
            administers=person.administers,
        )
        store = self._store.on_behalf(behalf)
        engines = EngineRegistry(self.settings, store)
        return Studio(self.settings, store, engines, workspace, person)

    def workspaces(self, person: Person) -> Workspaces:
        """The workspaces as a person sees them."""
        return Workspaces(self._store, person)

    def sign_ins(self, policy: Policy) -> SignIns:
        """The sign-ins under a policy."""
        return SignIns(self._store, policy)


def open_studio(
    settings: Settings | None = None, person: Person = LOCAL, workspace: int = 1
) -> Studio:
    """A studio of this machine, settings from the environment unless given. See
    Installation.studio."""
    return Installation(settings or Settings.from_environment()).studio(person, workspace)
