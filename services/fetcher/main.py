"""Builds the fetcher. No logic."""

import asyncio

from fastapi import FastAPI

from services.fetcher.registration.jobs import create_check_worker
from services.fetcher.resources import Resources, open_resources
from services.fetcher.schedule.jobs import create_worker
from services.fetcher.settings import FetcherSettings
from shared.process.arq_worker import run_worker
from shared.process.worker_app import create_worker_app


async def work(resources: Resources) -> None:
    async with asyncio.TaskGroup() as workers:
        workers.create_task(run_worker(lambda: create_worker(resources)))
        workers.create_task(run_worker(lambda: create_check_worker(resources)))


def create_app(settings: FetcherSettings) -> FastAPI:
    return create_worker_app("fetcher", lambda: open_resources(settings), work)
