"""What one process of the service holds: the workspace, and whether it is ready to answer from it."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.entities import Entities
from tidewaiter.api.prepare import prepare_apart
from tidewaiter.api.settings import Settings
from tidewaiter.model import TidewaiterError
from tidewaiter.screening import Query
from tidewaiter.workspace import Workspace

_LOG = logging.getLogger("tidewaiter.api")


class Service:
    """The workspace of a process, loaded once, with the entities of the open screening API on it."""

    def __init__(self, space: Workspace, settings: Settings) -> None:
        self.space = space
        self.settings = settings
        self.entities = Entities(space)
        self.ready = False
        self.problem = "The law and the lists are being loaded."
        self._published: object = None

    def load(self) -> None:
        """Load law, lists and index for today; `ready` tells whether that was possible."""
        try:
            self._published = self._publications()
            day = self.space.today()
            _ = self.space.law, self.space.goods
            if self.settings.apart:
                prepare_apart(self.space, self.entities, day)
            screener, _ = self.space.screener(day)
            screener.screen([Query(name="warming up")], as_of=day)
            self.entities.of(day)
        except (TidewaiterError, OSError) as error:
            self.ready, self.problem = False, str(error)
            _LOG.exception("the workspace cannot be loaded")
        else:
            if not self.ready:  # what is loaded stays: collections that search it for garbage would hold requests up
                gc.collect()
                gc.freeze()
            self.ready = True

    def refresh(self) -> None:
        """Load again when another process has published a snapshot, or a new day has begun."""
        if self._publications() != self._published or not self.ready:
            self.space.lists.reload()
            self.load()

    def _publications(self) -> tuple[dt.date, tuple[tuple[str, tuple[dt.date, ...]], ...]]:
        store = self.space.store
        return self.space.today(), tuple((name, store.dates(name)) for name in store.lists())

    async def keep_fresh(self) -> None:
        """Load now, then look for new snapshots for as long as the process lives."""
        await asyncio.to_thread(self.load)
        while self.settings.refresh:
            await asyncio.sleep(self.settings.refresh)
            with suppress(OSError):
                await asyncio.to_thread(self.refresh)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load in the background, so that the port answers ``/healthz`` at once and ``/readyz`` when it is true."""
    task = asyncio.create_task(app.state.service.keep_fresh())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def service_of(request: Request) -> Service:
    """Return the service a request is answered by."""
    service: Service = request.app.state.service
    return service


async def ready_service(request: Request) -> Service:
    """Return the service once it is loaded. It awaits nothing: a plain function would be called in another thread.

    Raises:
        ApiError: 503 while it is not.
    """
    service = service_of(request)
    if not service.ready:
        raise ApiError(503, "not_ready", service.problem)
    return service


Ready = Annotated[Service, Depends(ready_service)]
