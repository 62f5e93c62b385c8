"""The one object that pages and commands hold."""

from __future__ import annotations

from core.copywriting import Brands, CopyDesk, Library
from core.demo import Demo
from core.engines.registry import EngineRegistry
from core.feedback import Ratings
from core.jobs import Handler, Jobs
from core.overview import Overview, overview
from core.personas import Personas
from core.reviews import Reviews
from core.scoring import Scoring
from core.settings import Settings
from core.store.store import Store
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
        self.workspace = Workspace(store, workspace)
        handlers: dict[str, Handler] = {}
        self.jobs = Jobs(store, settings, handlers, workspace)
        self.ratings = Ratings(store, workspace)
        self.brands = Brands(store, workspace)
        self.reviews = Reviews(store, settings, engines, self.jobs, workspace)
        handlers["read_reviews"] = self.reviews.read_job
        self.personas = Personas(store, settings, workspace)
        self.copy = CopyDesk(
            store,
            settings,
            engines,
            self.ratings,
            workspace,
            persona_hints=lambda id, language: self.personas.get(id).brief_hints(language),
        )
        self.library = Library(store, workspace)
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
