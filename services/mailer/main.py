"""Builds the mailer. No logic."""

from fastapi import FastAPI

from services.mailer.outbox.dispatcher import dispatching
from services.mailer.outbox.jobs import create_worker
from services.mailer.resources import Resources, open_resources
from services.mailer.settings import MailerSettings
from shared.process.arq_worker import run_worker
from shared.process.worker_app import create_worker_app


async def work(resources: Resources) -> None:
    async with dispatching(resources) as dispatcher:
        await run_worker(lambda: create_worker(resources, dispatcher))


def create_app(settings: MailerSettings) -> FastAPI:
    return create_worker_app("mailer", lambda: open_resources(settings), work)
