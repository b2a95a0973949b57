"""An app of the demo as a part of the stack: its processes supervised, its dashboard registered."""

from collections.abc import Callable, Mapping

from deploy.local.demo.demo import App, Demo
from deploy.local.embedded.process import Command, Output, base_environment
from deploy.local.home import Home
from deploy.local.ports import free_port
from deploy.local.seeding import seed_dashboard
from deploy.local.supervisor import Program


class DemoApp:
    def __init__(self, home: Home, app: App) -> None:
        self.name = app.name
        # Kept over restarts where it is free: its dashboard is registered under its address.
        self.port = free_port(app.port)
        self._demo = Demo(home.path, app)

    async def prepare(self) -> None:
        """All that is slow, and rests on nothing else of the stack."""
        await self._demo.prepare()

    def programs(self, output_for: Callable[[str], Output]) -> list[tuple[str, Program]]:
        """The app, then its visitors."""
        ready_url = self._demo.dashboard(self.port).url + self._demo.app.ready_path
        app, traffic = self._demo.commands(self.port)
        # Nothing of ours is the app's business: another application, in another virtualenv.
        ours = base_environment(without=("PYDASH_",))
        return [
            (
                app.name,
                Program(
                    Command(app.name, app.argv, env=ours | app.env),
                    output=output_for(app.name),
                    port=self.port,
                    ready_url=ready_url,
                ),
            ),
            (
                traffic.name,
                Program(
                    Command(traffic.name, traffic.argv, env=ours | traffic.env),
                    output=output_for(traffic.name),
                ),
            ),
        ]

    async def register(self, settings: Mapping[str, str], output: Output) -> None:
        dashboard = self._demo.dashboard(self.port)
        await seed_dashboard(dashboard.name, dashboard.url, dashboard.token_file, settings, output)
