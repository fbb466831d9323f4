"""The application: routes, guard and error shape put together."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

import tidewaiter
from tidewaiter.api import errors, health, pages, start
from tidewaiter.api.guard import Guard
from tidewaiter.api.open_screening import catalog, entity_routes, match, reconcile, search
from tidewaiter.api.queries import known_query
from tidewaiter.api.schema import describe
from tidewaiter.api.settings import Settings
from tidewaiter.api.state import Service, lifespan, ready_service
from tidewaiter.api.v1 import audit, check, companies, goods, hubs, leads, lists, screen, shipments
from tidewaiter.workspace import Workspace

_ABOUT = (
    "Screen parties, determine licenses and decide orders, with the law behind every answer. "
    "A row that cannot be used is reported with row, column, reason and remedy; the others are still answered. "
    "Absence of a match is not permission."
)


def create_app(space: Workspace, settings: Settings | None = None) -> FastAPI:
    """Return the HTTP service over a workspace.

    Args:
        space: The workspace that answers; it is loaded when the application starts.
        settings: Limits; the defaults are those of a service on the own machine.
    """
    chosen = settings or Settings()
    app = FastAPI(
        title="Tidewaiter",
        version=tidewaiter.__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # both pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = Service(space, chosen)
    app.add_middleware(Guard, max_body=chosen.max_body, hosts=chosen.hosts)
    errors.install(app)
    answering = APIRouter(dependencies=[Depends(ready_service)], responses=errors.ERRORS)
    for part in (check, screen, goods, lists, hubs, leads, companies, shipments, audit):
        answering.include_router(part.router, prefix="/api/v1", dependencies=[Depends(known_query)])
    for part in (match, search, entity_routes, catalog, reconcile):
        answering.include_router(part.router)
    answering.include_router(pages.router)
    app.include_router(answering)
    app.include_router(health.router, responses=errors.ERRORS)
    app.include_router(start.router)
    describe(app)
    return app
