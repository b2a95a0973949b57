"""What the API does beside answering: finish deletions, and forget what nobody needs any more.

Each chore may run in several processes at once, and any number of times.
"""

import asyncio
from datetime import timedelta

import structlog

from services.api.account.code.repository import CodeRepository
from services.api.account.repository import AccountRepository
from services.api.dashboard.removal import remove_cleared
from services.api.resources import Resources
from services.api.test_run.removal import clear_deleted
from shared.process.chores import Chores

_LOOK_SECONDS = 2.0
_REMOVAL_INTERVAL = timedelta(seconds=5)
_CODES_INTERVAL = timedelta(minutes=1)
_PRUNING_INTERVAL = timedelta(days=1)
# Long enough to look into what somebody did not get.
_MAIL_KEPT = timedelta(days=30)
# As long as a stolen session's end may be of interest.
_ENDED_SESSIONS_KEPT = timedelta(days=30)

_log = structlog.get_logger(__name__)


class ApiChores:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def remove_dashboards(self) -> None:
        await clear_deleted(self._resources.sessions)
        async with self._resources.sessions.begin() as session:
            removed = await remove_cleared(session)
        for dashboard_id in removed:
            _log.info("dashboard_removed", dashboard=str(dashboard_id))

    async def forget_codes(self) -> None:
        async with self._resources.sessions.begin() as session:
            await CodeRepository(session).forget_expired(self._resources.clock.now())
            await AccountRepository(session).forget_sent_codes()

    async def prune_accounts(self) -> None:
        """Users who never verified, old mails and ended sessions."""
        now = self._resources.clock.now()
        registered_before = now - self._resources.settings.verification_lifetime
        async with self._resources.sessions.begin() as session:
            accounts = AccountRepository(session)
            pruned = await accounts.prune_unverified(registered_before, now)
            await accounts.forget_mail(now - _MAIL_KEPT)
            await accounts.forget_families(now - _ENDED_SESSIONS_KEPT)
        if pruned:
            _log.info("accounts_pruned", unverified=pruned)


async def run_chores(resources: Resources) -> None:
    """Until cancelled."""
    work = ApiChores(resources)
    chores = Chores(
        resources.clock,
        {
            work.remove_dashboards: _REMOVAL_INTERVAL,
            work.forget_codes: _CODES_INTERVAL,
            work.prune_accounts: _PRUNING_INTERVAL,
        },
    )
    while True:
        await chores.run_due()
        await asyncio.sleep(_LOOK_SECONDS)
