"""Builds the fetcher. No logic."""

from fastapi import FastAPI

from services.fetcher.resources import Resources, open_resources
from services.fetcher.schedule.jobs import create_worker
from services.fetcher.settings import FetcherSettings
from shared.process.arq_worker import run_worker
from shared.process.worker_app import create_worker_app


async def work(resources: Resources) -> None:
    await run_worker(lambda: create_worker(resources))


def create_app(settings: FetcherSettings) -> FastAPI:
    return create_worker_app("fetcher", lambda: open_resources(settings), work)
