"""arq's part: a cron that claims what is due, a job a claim, a cron that forgets old windows.

Postgres decides who works on what, so a job that runs twice or a cron that runs on every worker at once
changes nothing: the second finds the claim taken.
"""

from datetime import timedelta
from typing import Any, cast

from arq import cron
from arq.connections import ArqRedis
from arq.worker import Worker

from services.fetcher.batch.forget import forget_applied_windows
from services.fetcher.poll.service import take_turn
from services.fetcher.removal.service import clear_deleted
from services.fetcher.resources import Resources
from services.fetcher.schedule.claimed import do_claimed, enqueue
from services.fetcher.state.claims import adopt_new_dashboards, claim_due, wake_changed_sources
from services.fetcher.trace.jobs import claim_traces, forget_traces, trace_dashboard
from services.fetcher.uptime.jobs import claim_pings, ping_dashboard
from shared.process.arq_worker import job

QUEUE = "arq:fetcher"
# Crons, pings and traces find a place also while every turn is taken.
_OTHER_JOBS = 15
_JOB_TIMEOUT = timedelta(minutes=5)
# Windows stay a while after no audit needs them any more: they say when which batch was fetched.
_WINDOWS_KEPT = timedelta(days=1)


async def claim_due_dashboards(context: dict[Any, Any]) -> None:
    resources = _resources(context)
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        await adopt_new_dashboards(session, now)
        await wake_changed_sources(session, now)
        claims = await claim_due(session, now, resources.settings.claim_lifetime, resources.settings.jobs_max)
    await enqueue(context, "work_on_dashboard", "turn", claims)


async def work_on_dashboard(context: dict[Any, Any], dashboard_id: str, claim_id: str) -> None:
    await do_claimed(context, dashboard_id, claim_id, take_turn, "turn_failed")


async def forget_windows(context: dict[Any, Any]) -> None:
    resources = _resources(context)
    kept = resources.settings.audit_reach + _WINDOWS_KEPT
    async with resources.sessions.begin() as session:
        await forget_applied_windows(session, resources.clock.now() - kept)


async def clear_deleted_dashboards(context: dict[Any, Any]) -> None:
    await clear_deleted(_resources(context))


def create_worker(resources: Resources) -> Worker:
    return Worker(
        functions=[job(work_on_dashboard), job(ping_dashboard), job(trace_dashboard)],
        cron_jobs=[
            cron(job(claim_due_dashboards), second=set(range(60)), keep_result=0, run_at_startup=True),
            cron(job(claim_pings), second=set(range(60)), keep_result=0, run_at_startup=True),
            cron(job(clear_deleted_dashboards), second=set(range(0, 60, 5)), keep_result=0),
            cron(job(forget_windows), minute=17, keep_result=0),
            cron(job(claim_traces), second=set(range(60)), keep_result=0, run_at_startup=True),
            cron(job(forget_traces), minute=43, keep_result=0),
        ],
        queue_name=QUEUE,
        redis_pool=ArqRedis(connection_pool=resources.redis.connection_pool, default_queue_name=QUEUE),
        ctx={"resources": resources},
        max_jobs=resources.settings.jobs_max + _OTHER_JOBS,
        job_timeout=_JOB_TIMEOUT,
        keep_result=0,
        poll_delay=0.1,
        handle_signals=False,
        max_tries=1,
    )


def _resources(context: dict[Any, Any]) -> Resources:
    return cast("Resources", context["resources"])
