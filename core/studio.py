"""The one object that pages and commands hold."""

from __future__ import annotations

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
from core.engines.registry import EngineRegistry
from core.engines.spending import Spending
from core.experiments import Experiments
from core.feedback import Exploration, Ranker, Ratings
from core.jobs import Handler, Jobs
from core.overview import Overview, overview
from core.persona_swap import JOB as AUDIT_SWAP
from core.persona_swap import PersonaSwap
from core.personas import Personas
from core.personas.forecasts.service import Forecasts
from core.personas.history import History
from core.reviews import Insights, Reviews
from core.scoring import Scoring
from core.settings import Settings
from core.store.store import Store
from core.teaching import Teaching
from core.tuning import JOB as TUNE
from core.tuning import Tuning
from core.upkeep import Upkeep
from core.workspace import Workspace


class Studio:
    """Everything the studio can do, over one store and one set of engines.

    Making one is cheap: the database is created at its first use, models are loaded at
    theirs. It holds no connection and may be shared between threads.
    """

    def __init__(
        self, settings: Settings, store: Store, engines: EngineRegistry, workspace: int = 1
    ) -> None:
        self.settings = settings
        self.store = store
        self.engines = engines
        self.spending = Spending(store, workspace)
        self.workspace = Workspace(store, workspace)
        handlers: dict[str, Handler] = {}
        self.jobs = Jobs(store, settings, handlers, workspace)
        self.upkeep = Upkeep(store, self.jobs, self.workspace.backups, workspace)
        handlers["upkeep"] = self.upkeep.job
        self.downloads = Downloads(self.jobs)
        handlers["fetch_engine"] = self.downloads.job
        self.ratings = Ratings(store, workspace)
        self.ranker = Ranker(store, workspace)
        self.exploration = Exploration(store, workspace)
        self.brands = Brands(store, workspace)
        self.channels = Channels(store, workspace)
        self.reviews = Reviews(store, settings, engines, self.jobs, workspace)
        handlers["read_reviews"] = self.reviews.read_job
        handlers["label_reviews"] = self.reviews.labels.label_job
        self.insights = Insights(store, self.jobs, workspace)
        handlers["find_themes"] = self.insights.themes_job
        handlers["find_duplicates"] = self.insights.duplicates_job
        self.teaching = Teaching(store, settings, engines, workspace)
        handlers["learn_reader"] = self.teaching.learn_job
        self.tuning = Tuning(store, settings, engines, workspace)
        handlers[TUNE] = self.tuning.learn_job
        self.personas = Personas(store, settings, workspace)
        self.forecasts = Forecasts(store, settings, self.personas, self.jobs, workspace)
        self.history = History(store, workspace)
        handlers["foretell_response"] = self.forecasts.response_job
        handlers["foretell_purchases"] = self.forecasts.purchases_job
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
        self.experiments = Experiments(store, settings, workspace)
        self.scoring = Scoring(settings, engines, workspace)
        self.demo = Demo(settings, self.reviews, self.personas, self.copy)

    def overview(self) -> Overview:
        """The state of the loop for the home page."""
        return overview(self.store, self.workspace.id)


def open_studio(settings: Settings | None = None) -> Studio:
    """The studio of this machine: settings from the environment unless given."""
    settings = settings or Settings.from_environment()
    store = Store(settings.database)
    return Studio(settings, store, EngineRegistry(settings, store))
