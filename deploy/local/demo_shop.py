"""The demo as parts of the stack: its processes supervised, its dashboard registered."""

from collections.abc import Callable, Mapping

from deploy.local.demo.demo import Demo
from deploy.local.embedded.process import Command, Output, base_environment
from deploy.local.home import Home
from deploy.local.ports import free_port
from deploy.local.seeding import seed_dashboard
from deploy.local.supervisor import Program

# Kept over restarts where it is free: its dashboard is registered under its address.
_PORT = 8322

# A page of the export that needs no sign-in: the shop and its monitoring are both up when it answers.
_READY_PATH = "/get_json_details"


class DemoShop:
    def __init__(self, home: Home) -> None:
        self.port = free_port(_PORT)
        self._home = home
        self._demo = Demo(home.path)

    async def prepare(self) -> None:
        """All that is slow, and rests on nothing else of the stack."""
        await self._demo.prepare()

    def programs(self, output_for: Callable[[str], Output]) -> list[tuple[str, Program]]:
        """The shop, then its visitors."""
        dashboard = self._demo.dashboard(self.port)
        shop, *others = self._demo.commands(self.port)
        # Nothing of ours is the shop's business: another application, in another virtualenv.
        ours = base_environment(without=("PYDASH_",))
        parts = [
            (
                shop.name,
                Program(
                    Command(shop.name, shop.argv, env=ours | shop.env),
                    output=output_for(shop.name),
                    port=self.port,
                    ready_url=dashboard.url + _READY_PATH,
                ),
            )
        ]
        for other in others:
            command = Command(other.name, other.argv, env=ours | other.env)
            parts.append((other.name, Program(command, output=output_for(other.name))))
        return parts

    async def register(self, settings: Mapping[str, str], output: Output) -> None:
        dashboard = self._demo.dashboard(self.port)
        await seed_dashboard(self._home, dashboard.name, dashboard.url, dashboard.token, settings, output)
