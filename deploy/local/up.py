"""``pydash up``: runs the stack until it is told to stop."""

import asyncio
import signal

from deploy.local.home import home_path, open_home
from deploy.local.lock import StackLock
from deploy.local.ports import LOOPBACK, public_port
from deploy.local.screen import Screen
from deploy.local.stack import Options, Stack
from deploy.local.tasks import cancel


def up(options: Options) -> None:
    """Returns when it was told to stop and everything has ended; the state stays."""
    home = open_home(home_path())
    with StackLock(home.lock) as lock:
        port = public_port()
        url = f"http://{LOOPBACK}:{port}"
        lock.announce(url)
        try:
            asyncio.run(_until_told_to_stop(Stack(home, port, url, options, Screen())))
        finally:
            home.run_file.unlink(missing_ok=True)


async def _until_told_to_stop(stack: Stack) -> None:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    starting = asyncio.create_task(stack.start())
    waiting = asyncio.create_task(told.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await waiting
    finally:
        await cancel(starting, waiting)
        await stack.stop()
