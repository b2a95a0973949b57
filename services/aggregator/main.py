"""Builds the aggregator. No logic."""

from fastapi import FastAPI

from services.aggregator.partition.supervisor import PartitionSupervisor
from services.aggregator.resources import Resources, open_resources
from services.aggregator.settings import AggregatorSettings
from shared.process.worker_app import create_worker_app


async def work(resources: Resources) -> None:
    await PartitionSupervisor(resources).run()


def create_app(settings: AggregatorSettings) -> FastAPI:
    return create_worker_app("aggregator", lambda: open_resources(settings), work)
